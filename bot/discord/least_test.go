package discord

import (
	"strings"
	"testing"
	"time"

	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/wire"
	"readout/bot/discord/permissions"
)

// only leaves the bot what a door needs in a channel, and nothing else.
func only(t *testing.T, in *discordtest.Channel, door string) {
	t.Helper()
	for _, d := range permissions.Doors {
		if d.Name != door {
			continue
		}
		deny := wire.DefaultBotPermissions
		for _, p := range d.Needs {
			deny &^= wire.Permission(p.Bit)
		}
		in.Deny(deny)
		return
	}
	t.Fatalf("there is no door %q", door)
}

// TestLeastPermissions meets the bot at each door with the least that it needs there.
func TestLeastPermissions(t *testing.T) {
	t.Parallel()
	s, help, forum, _ := helping(t)
	commands, mentions, under := s.guild.TextChannel("commands"), s.guild.TextChannel("mentions"), s.guild.TextChannel("under")
	only(t, commands, "commands, and the buttons below answers")
	only(t, mentions, "a mention in a channel, a reply to an answer")
	only(t, help, "a help channel that is a text channel")
	only(t, forum, "a help channel that is a forum")

	answered := s.settled(s.alice.Slash(commands, "ask", discordtest.Args{"question": aboutHarbour}).WaitReply(t.Context()))
	if shown := s.alice.Click(answered, "Show passages").WaitReply(t.Context()); !strings.Contains(shown.Text(), "> ") {
		t.Errorf("passages:\n%s", shown.Text())
	}
	asked := s.alice.Say(mentions, s.srv.Bot().Mention()+" "+aboutHarbour)
	if got := mentions.WaitBotMessage(t.Context(), asked); !strings.Contains(s.settled(got).Content, "[1]") {
		t.Errorf("a mention is answered %q", got.Content)
	}
	thread := s.alice.StartThread(under, "The harbour", s.alice.Say(under, "About the harbour"))
	only(t, under, "the same in a thread")
	asked = s.alice.Say(thread, s.srv.Bot().Mention()+" "+aboutHarbour)
	if got := thread.WaitBotMessage(t.Context(), asked); !strings.Contains(s.settled(got).Content, "[1]") {
		t.Errorf("a mention in a thread is answered %q", got.Content)
	}
	s.alice.Say(help, "Does anyone know when the harbour reopened?")
	help.WaitThread(t.Context()).WaitMessage(t.Context(), func(m *wire.Message) bool { return m.Author.Bot })
	post := s.bob.StartThread(forum, "When did the harbour reopen?", nil)
	post.WaitMessage(t.Context(), func(m *wire.Message) bool { return m.Author.Bot })

	// Without one of them it is silent, and goes on.
	help.Deny(wire.CreatePublicThreads)
	before := len(help.Threads())
	s.alice.Say(help, "When did the harbour reopen?")
	s.still()
	time.Sleep(50 * time.Millisecond)
	if n := len(help.Threads()); n != before {
		t.Errorf("%d threads without the right to start one", n-before)
	}
}
