package discord

import (
	"strings"
	"testing"
	"time"

	"readout/bot/chat"
	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/wire"
	"readout/bot/store"
)

// helping is a scene with a text channel and a forum in which the bot answers by itself.
func helping(t *testing.T) (s *scene, help, forum *discordtest.Channel, mod *discordtest.Member) {
	t.Helper()
	s = stage(t, discordtest.Options{Privileged: wire.IntentMessageContent})
	help, forum = s.guild.TextChannel("help"), s.guild.ForumChannel("questions")
	mod = s.guild.Member("mod")
	mod.Grant(s.guild.Role("staff", wire.ManageGuild))
	o := s.options()
	o.Notes, o.MemberRate = s.store, chat.Rate{Questions: 100, Within: time.Minute}
	s.run(o)
	for _, c := range []*discordtest.Channel{help, forum} {
		mod.Slash(s.general, "settings help-channels", discordtest.Args{"add": c}).WaitReply(t.Context())
	}
	return s, help, forum, mod
}

// still waits until the bot has looked at all that was written, and gives the answers below posts.
func (s *scene) still(in ...*discordtest.Channel) (out []*wire.Message) {
	s.t.Helper()
	// What is written later is looked at later: a direct message that is answered tells that all before is done.
	asked := s.alice.DM("Does the ferry sail?")
	s.alice.Direct().WaitBotMessage(s.t.Context(), asked)
	time.Sleep(50 * time.Millisecond)
	for _, c := range in {
		for _, thread := range append(c.Threads(), c) {
			for _, m := range thread.Messages() {
				if m.Author.Bot {
					out = append(out, m)
				}
			}
		}
	}
	return out
}

// TestHelpChannels: a question is answered in its thread, once; talk, what the articles don't answer, and posts of bots are left alone.
func TestHelpChannels(t *testing.T) {
	t.Parallel()
	s, help, forum, mod := helping(t)
	for _, left := range []string{"hello everybody", "The harbour reopened on Tuesday.", "What did the repairs cost?", "thanks!", "really?"} {
		s.alice.Say(help, left)
	}
	s.alice.Say(s.general, "When did the harbour reopen?")
	parrot := s.guild.Member("parrot")
	parrot.User.Bot = true
	parrot.Say(help, "When did the harbour reopen?")
	for _, m := range s.still(help, forum, s.general) {
		if m.Author.ID != parrot.User.ID {
			t.Errorf("said unasked: %q", m.Content)
		}
	}
	s.srv.Gateway.Duplicate(1) // the post comes twice
	hi := s.alice.Say(help, "Hi all! Does anyone know when the harbour reopened?")
	thread := help.WaitThread(t.Context())
	first := thread.WaitMessage(t.Context(), func(m *wire.Message) bool { return m.Author.Bot })
	post := s.bob.StartThread(forum, "Does the ferry sail again?", nil)
	s.bob.Say(post, "see the title")
	golden(t, "help-channels", first, post.WaitMessage(t.Context(), func(m *wire.Message) bool { return m.Author.Bot }))
	s.settled(first)
	s.alice.Edit(hi, "Does anyone know when the harbour reopened, and why?")
	s.still()
	if n, said := len(help.Threads()), thread.Messages(); n != 1 || len(said) != 1 {
		t.Errorf("answered twice: %d threads, %d messages", n, len(said))
	}

	// A moderator's correction is in the inbox, and the channel is quiet for half an hour.
	mod.Say(thread, "It was Wednesday, the Mast has it right.")
	inbox := func() int {
		items, err := s.store.Inbox(t.Context(), store.GuildID(s.guild.ID), "", 10)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, i := range items {
			if i.Note != nil && strings.Contains(i.Note.Text, "the Mast has it right") {
				n++
			}
		}
		return n
	}
	for deadline := time.Now().Add(10 * time.Second); inbox() != 1; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the correction is not in the inbox")
		}
	}
	mod.Say(help, "One moment.")
	s.still()
	before := len(help.Threads())
	s.alice.Say(help, "When did the harbour reopen?")
	s.still()
	if n := len(help.Threads()); n != before {
		t.Error("answered after a moderator wrote")
	}
	s.advance(chat.QuietFor + time.Second)
	s.alice.Say(help, "When did the harbour reopen then?")
	for deadline := time.Now().Add(10 * time.Second); len(help.Threads()) == before; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("not answered after half an hour")
		}
	}
	if shown := mod.Slash(s.general, "settings show", nil).WaitReply(t.Context()).Content; !strings.Contains(shown, "I answer by myself: <#"+help.ID+">, <#"+forum.ID+">, when I'm 65 % sure") {
		t.Errorf("settings: %q", shown)
	}
	mod.Slash(s.general, "settings help-channels", discordtest.Args{"remove": help, "sure": 95}).WaitReply(t.Context())
	s.alice.Say(help, "When did the harbour reopen again?")
	again := s.bob.StartThread(forum, "When did the harbour reopen?", nil) // 90 in 100 is not enough any more
	if said := s.still(); len(said) != 0 || len(again.Messages()) != 1 || len(help.Threads()) != before+1 {
		t.Errorf("answered all the same: %d messages, %d threads", len(again.Messages()), len(help.Threads()))
	}
}

// TestHelpChannelsOff: nothing is answered unasked where nobody chose it.
func TestHelpChannelsOff(t *testing.T) {
	t.Parallel()
	s := stage(t, discordtest.Options{Privileged: wire.IntentMessageContent})
	o := s.options()
	o.Notes = s.store
	s.run(o)
	s.alice.Say(s.general, "When did the harbour reopen?")
	if said := s.still(s.general); len(said) != 0 {
		t.Errorf("said unasked: %q", said[0].Content)
	}
}
