package discord

import (
	"context"
	"strings"
	"testing"
	"time"

	"readout/bot/chat"
	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/wire"
	"readout/bot/store"
	"readout/corpus"
	"readout/retrieval/answer"
)

// offering makes the bot offer questions.
func (s *scene) offering(after, first []string) Options {
	o := s.options()
	o.MemberRate = chat.Rate{Questions: 100, Within: time.Minute}
	o.Next = func(_ context.Context, _ store.GuildID, a *answer.Answer, _ []answer.Turn, _ []corpus.ArticleID) []string {
		if a == nil {
			return first
		}
		return after
	}
	return o
}

// added waits until a message has a button.
func (s *scene) added(m *wire.Message, label string) *wire.Message {
	s.t.Helper()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(2 * time.Millisecond) {
		now := s.srv.Current(m)
		for _, l := range now.Labels() {
			if l == label {
				return now
			}
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("no button %q: %q", label, now.Labels())
		}
	}
}

// TestNext: questions stand below an answer as buttons, wherever it was asked for, and work after a restart.
func TestNext(t *testing.T) {
	t.Parallel()
	s := stage(t, discordtest.Options{})
	o := s.offering([]string{"Does the ferry sail?", "What of the harbour?"}, nil)
	s.run(o)
	slash := s.added(s.ask(aboutHarbour), "Does the ferry sail?")
	mentioned := s.bob.Say(s.general, "<@"+s.srv.Bot().ID+"> "+aboutHarbour)
	s.added(s.general.WaitBotMessage(t.Context(), mentioned), "What of the harbour?")
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	s.run(o)
	golden(t, "next", slash, s.bob.Click(slash, "Does the ferry sail?").WaitReply(t.Context()))
	if asked := s.answers.questions(); len(asked[len(asked)-1].Prior) != 2 || asked[len(asked)-1].Text != "Does the ferry sail?" {
		t.Errorf("asked %+v", asked[len(asked)-1])
	}
	// Of somebody else's private answer nothing is asked, and what was forgotten is gone.
	if _, err := s.store.ForgetMember(t.Context(), store.UserID(s.alice.User.ID)); err != nil {
		t.Fatal(err)
	}
	if gone := s.bob.Click(slash, "What of the harbour?").WaitReply(t.Context()); !strings.Contains(gone.Content, "Nothing is stored") {
		t.Errorf("after it was forgotten: %q", gone.Content)
	}
}

// TestTalk: greetings, thanks and what is said of an answer, in Discord.
func TestTalk(t *testing.T) {
	t.Parallel()
	s := stage(t, discordtest.Options{})
	s.run(s.offering(nil, []string{"Does the ferry sail?"}))
	hello := s.ask("hello!")
	golden(t, "talk", hello, s.bob.Click(hello, "Does the ferry sail?").WaitReply(t.Context()), s.ask("are you sure?"))
	if can := s.ask("what can you do?"); !strings.Contains(can.Content, "</summary:") || len(can.Labels()) != 1 {
		t.Errorf("what it can do: %q", asReader(can))
	}

	asked := s.alice.DM(aboutHarbour)
	first := s.alice.Direct().WaitBotMessage(t.Context(), asked)
	s.settled(first)
	messages := []*wire.Message{first}
	for _, line := range []string{"are you sure?", "who said that?", "source?", "what was the question?", "thanks"} {
		said := s.alice.DM(line)
		m := s.alice.Direct().WaitBotMessage(t.Context(), said)
		if line != "what was the question?" && line != "thanks" {
			s.settled(m)
		} else if len(m.Labels()) > 0 {
			t.Errorf("%q has buttons: %q", line, m.Labels())
		}
		messages = append(messages, m)
	}
	golden(t, "talk-direct", messages[1:]...)
}

// TestAskAgainWhole: what the question's own words narrow is taken back with a button.
func TestAskAgainWhole(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	narrow := s.settled(s.ask("What do the articles of 4 March 2021 say of the harbour?"))
	golden(t, "narrowed", narrow, s.bob.Click(narrow, "Ask without this limit").WaitReply(t.Context()))
	asked := s.answers.questions()
	if n := len(asked); n != 2 || len(asked[0].Articles) == 0 || asked[1].Articles != nil || !asked[1].Whole {
		t.Errorf("asked %+v", asked)
	}
}
