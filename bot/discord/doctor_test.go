package discord

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"readout/bot/discord/discordtest"
)

func TestDiagnose(t *testing.T) {
	t.Parallel()
	s := stage(t, discordtest.Options{Privileged: discordtest.IntentMessageContent})
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
	for _, tc := range []struct{ where, text, words string }{
		{"before", before, "note commands: the 0 registered ones are not those of this version. Start the bot"},
		{"before", before, "ok message content: granted"},
		{"before", before, "ok server " + s.guild.ID + ": in Newsroom the bot has all permissions"},
		{"after", after, "ok commands: all "},
		{"wrong token", diagnose("wrong", ""), "BROKEN token: Discord refuses it. Make a new one"},
	} {
		if !strings.Contains(tc.text, tc.words) {
			t.Errorf("%s: it does not say %q:\n%s", tc.where, tc.words, tc.text)
		}
	}
}

func TestLacking(t *testing.T) {
	t.Parallel()
	roles := []role{{"1", "1024"}, {"2", "2048"}, {"3", "8"}, {"4", "nonsense"}} // View Channels, Send Messages, Administrator
	for _, tc := range []struct {
		ids  []string
		want []string
	}{
		{[]string{"1", "2"}, []string{"Send Messages in Threads", "Embed Links", "Read Message History"}},
		{[]string{"1", "3"}, nil},
		{nil, []string{"View Channels", "Send Messages", "Send Messages in Threads", "Embed Links", "Read Message History"}},
	} {
		if got, err := lacking(roles, tc.ids); err != nil || !slices.Equal(got, tc.want) {
			t.Errorf("%v: %v, %v, want %v", tc.ids, got, err, tc.want)
		}
	}
	if _, err := lacking(roles, []string{"4"}); err == nil {
		t.Error("nonsense is no error")
	}
}
