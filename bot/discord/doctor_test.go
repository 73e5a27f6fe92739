package discord

import (
	"fmt"
	"strings"
	"testing"

	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/wire"
)

func TestDiagnose(t *testing.T) {
	t.Parallel()
	s := stage(t, discordtest.Options{Privileged: wire.IntentMessageContent})
	diagnose := func(token, server string) string {
		var lines []string
		for _, f := range Diagnose(t.Context(), Diagnosis{Token: token, Client: s.srv.HTTPClient(), Server: server}) {
			lines = append(lines, fmt.Sprintf("%s %s: %s", f.State, f.Subject, f.Text))
		}
		return strings.Join(lines, "\n")
	}
	before := diagnose(s.srv.Token(), s.guild.ID)
	s.run(s.options())
	after := diagnose(s.srv.Token(), s.guild.ID)
	s.general.Deny(wire.SendMessages)
	muted := diagnose(s.srv.Token(), s.guild.ID)
	for _, tc := range []struct{ where, text, words string }{
		{"before", before, "note commands: the 0 registered ones are not those of this version. Start the bot"},
		{"before", before, "ok message content: granted"},
		{"before", before, "ok server " + s.guild.ID + ": in Newsroom the bot has all permissions"},
		{"after", after, "ok commands: all "},
		{"after", after, "ok channels: none of the "},
		{"muted", muted, "take permissions from the bot: #"},
		{"muted", muted, "(Send Messages"},
		{"wrong token", diagnose("wrong", ""), "BROKEN token: Discord refuses it. Make a new one"},
	} {
		if !strings.Contains(tc.text, tc.words) {
			t.Errorf("%s: it does not say %q:\n%s", tc.where, tc.words, tc.text)
		}
	}
}
