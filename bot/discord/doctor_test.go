package discord

import (
	"encoding/json"
	"fmt"
	"slices"
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

func TestGranted(t *testing.T) {
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
		if has, err := granted(roles, tc.ids); err != nil || !slices.Equal(missing(has), tc.want) {
			t.Errorf("%v: missing %v, %v, want %v", tc.ids, missing(has), err, tc.want)
		}
	}
	if _, err := granted(roles, []string{"4"}); err == nil {
		t.Error("nonsense is no error")
	}
}

// TestPermissionsIn: a channel's settings count in Discord's order, everyone's first and the member's last.
func TestPermissionsIn(t *testing.T) {
	t.Parallel()
	const everyone, member = "1", "9"
	for name, tc := range map[string]struct {
		overwrites string
		want       int64
	}{
		"none":               {`[]`, 3},
		"everyone loses":     {`[{"id":"1","type":0,"allow":"0","deny":"2"}]`, 1},
		"a role gets it":     {`[{"id":"2","type":0,"allow":"2","deny":"0"},{"id":"1","type":0,"allow":"0","deny":"2"}]`, 3},
		"the member loses":   {`[{"id":"9","type":1,"allow":"0","deny":"1"},{"id":"2","type":0,"allow":"1","deny":"0"}]`, 2},
		"others don't count": {`[{"id":"3","type":0,"allow":"0","deny":"3"},{"id":"8","type":1,"allow":"0","deny":"3"}]`, 3},
	} {
		var c guildChannel
		if err := json.Unmarshal([]byte(`{"permission_overwrites":`+tc.overwrites+`}`), &c); err != nil {
			t.Fatal(err)
		}
		if got, err := c.in(3, everyone, member, []string{"2"}); err != nil || got != tc.want {
			t.Errorf("%s: %d, %v, want %d", name, got, err, tc.want)
		}
	}
}
