package discord

import (
	"context"
	"strings"
	"testing"
	"time"

	"readout/bot/chat"
	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/traffic"
	"readout/bot/discord/discordtest/wire"
	"readout/bot/libraries"
	"readout/bot/store"
	"readout/bot/waiting"
)

// repairs is an article that answers what those of these tests do not.
const repairs = `---
title: What the storm cost
publisher: The Daily Tide
published: 2021-04-02
kind: report
---
The repairs of the breakwater cost two million, the ferry line said.
`

// publish makes a version that has another article. The scripted answers of the ferry stand for its own.
func (s *scene) publish() {
	texts := bothArticles()
	texts["repairs"] = repairs
	next := snapshotOf(s.t, texts)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.snapshot, s.answers = next, &scripted{snapshot: next, hold: s.answers.hold, now: []string{"repairs cost"}}
}

// waitingFor is options with which somebody can be told later.
func (s *scene) waitingFor(published <-chan chat.Publication) Options {
	o := s.options()
	o.Notes, o.Published, o.MemberRate = s.store, published, chat.Rate{Questions: 100, Within: time.Minute}
	o.Answers = func(context.Context, store.GuildID) (chat.Answerer, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.answers, nil
	}
	return o
}

func (s *scene) open() []waiting.Question {
	s.t.Helper()
	all, err := waiting.Open(s.t.Context(), s.store, store.GuildID(s.guild.ID), s.now())
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}

// none waits until nobody waits any more.
func (s *scene) none() {
	s.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); len(s.open()) > 0; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			s.t.Fatalf("they wait still: %+v", s.open())
		}
	}
}

// TestTellMe: a button below an abstention, and when a version answers the question, one direct message; after a restart too.
func TestTellMe(t *testing.T) {
	t.Parallel()
	s := stage(t, discordtest.Options{})
	published := make(chan chat.Publication, 2)
	o := s.waitingFor(published)
	s.run(o)
	silent := s.settled(s.ask("What did the repairs cost?"))
	golden(t, "tell", silent, s.alice.Click(silent, "Tell me when the articles answer this").WaitReply(t.Context()),
		s.alice.Click(silent, "Tell me when the articles answer this").WaitReply(t.Context()))
	s.bob.Click(silent, "Tell me when the articles answer this").WaitReply(t.Context())
	if answered := s.ask(aboutHarbour); strings.Contains(strings.Join(answered.Labels(), " "), "Tell me") {
		t.Errorf("below an answer: %q", answered.Labels())
	}
	if n := len(s.open()); n != 2 {
		t.Errorf("%d wait", n)
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	s.bob.BlockBot()
	s.publish()
	s.run(o)
	s.none()
	published <- chat.Publication{Guild: store.GuildID(s.guild.ID), Version: 3, What: string(libraries.Add)} // nobody is told twice
	direct := s.alice.Direct().WaitBotMessage(t.Context(), silent)
	in := s.general.WaitMessage(t.Context(), func(m *wire.Message) bool { return strings.Contains(m.Content, "They do now") })
	golden(t, "told", direct, in)
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	s.run(o)
	s.alice.Click(direct, "Delete").WaitGone(t.Context())
	told := 0
	for _, m := range append(s.general.Messages(), s.alice.Direct().Messages()...) {
		if strings.Contains(m.Content, "They do now") {
			told++
		}
	}
	if told != 1 { // bob's, in the channel; alice's is deleted
		t.Errorf("%d messages tell", told)
	}
}

// aliceWaits has alice wait for an answer to a question, below which the bot was silent.
func aliceWaits(t *testing.T) (s *scene, silent *wire.Message, published chan chat.Publication) {
	t.Helper()
	s, published = stage(t, discordtest.Options{}), make(chan chat.Publication, 2)
	s.run(s.waitingFor(published))
	silent = s.settled(s.ask("What did the repairs cost?"))
	s.alice.Click(silent, "Tell me when the articles answer this").WaitReply(t.Context())
	return s, silent, published
}

// TestTellAfterACut: the connection is cut after the message arrived: it is not sent again.
func TestTellAfterACut(t *testing.T) {
	t.Parallel()
	s, _, published := aliceWaits(t)
	s.srv.Inject(wire.RouteCreateMessage, 20, traffic.Cut().AfterWrite())
	s.publish()
	published <- chat.Publication{Guild: store.GuildID(s.guild.ID), Version: 3, What: string(libraries.Add)}
	s.waitLog("somebody was not told yet")
	s.srv.Heal()
	s.none()
	if n := len(s.alice.Direct().Messages()); n != 1 {
		t.Errorf("told %d times", n)
	}
}

// TestTellNobody: who is forgotten is not told.
func TestTellNobody(t *testing.T) {
	t.Parallel()
	s, silent, published := aliceWaits(t)
	asking := s.alice.Slash(s.general, "forget-me", nil).WaitReply(t.Context())
	s.alice.Click(asking, "Delete it").WaitReply(t.Context())
	if n := len(s.open()); n != 0 {
		t.Errorf("%d wait", n)
	}
	s.publish()
	published <- chat.Publication{Guild: store.GuildID(s.guild.ID), Version: 3, What: string(libraries.Add)}
	if gone := s.bob.Click(silent, "Tell me when the articles answer this").WaitReply(t.Context()); !strings.Contains(gone.Content, "Nobody is told") {
		t.Errorf("of a forgotten question: %q", gone.Content)
	}
	if n := len(s.alice.Direct().Messages()); n != 0 {
		t.Errorf("told %d times", n)
	}
}
