package discord

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/wire"
	"readout/bot/store"
)

// TestShards has two connections share the servers, as a bot of thousands needs: what happens in each server, and in direct messages, is
// told to one of them, and answered once; that one is not told of the other's servers does not make it forget them.
func TestShards(t *testing.T) {
	t.Parallel()
	s := stage(t, discordtest.Options{IdentifyPause: 20 * time.Millisecond})
	guilds := oneOfEach(s.srv)
	for _, g := range guilds {
		if err := s.store.GuildJoined(t.Context(), store.GuildID(g.ID)); err != nil {
			t.Fatal(err)
		}
	}
	// The server of an operator's own, at a terminal, is none that Discord could tell of.
	if _, err := s.store.UpdateSettings(t.Context(), "1", func(*store.Settings) error { return nil }); err != nil {
		t.Fatal(err)
	}
	o := s.options()
	o.Shards = 2
	o.timing.gateway.Identify = 40 * time.Millisecond
	s.run(o)
	s.srv.Gateway.WaitAllReady(t.Context(), 2)
	for shard, g := range guilds {
		general, member := g.TextChannel("general"), g.Member("carol")
		member.Slash(general, "ask", discordtest.Args{"question": "Does the ferry sail?"}).WaitReplyLike(t.Context(), botSays("sail again on Friday."))
		asked := member.Say(general, s.srv.Bot().Mention()+" does the ferry sail?")
		if got := general.WaitBotMessage(t.Context(), asked); !strings.Contains(got.Content, "Friday") {
			t.Errorf("shard %d, a mention: %q", shard, got.Content)
		}
	}
	s.alice.DM("Does the ferry sail?")
	s.alice.Direct().WaitMessage(t.Context(), botSays("sail again on Friday."))
	if n := len(s.answers.questions()); n != 5 {
		t.Errorf("%d questions were answered, of 5", n)
	}
	// That one comes too soon after the other is the machine's doing; what may not be is that one is repeated without a pause.
	if stats := s.srv.Gateway.Stats(); stats.Identifies-stats.TooSoon != 2 || stats.Open != 2 || stats.Connections != stats.Identifies {
		t.Errorf("%+v", stats)
	}
	departed, err := s.store.Departed(t.Context(), s.now().Add(365*24*time.Hour))
	if err != nil || len(departed) > 0 {
		t.Errorf("taken for left: %v, %v", departed, err)
	}
}

// oneOfEach makes a server for each of two shards.
func oneOfEach(srv *discordtest.Server) map[uint64]*discordtest.Guild {
	guilds := map[uint64]*discordtest.Guild{}
	for len(guilds) < 2 {
		g := srv.Guild("Another server")
		guilds[store.Snowflake(g.ID)>>22%2] = g
		time.Sleep(time.Millisecond)
	}
	return guilds
}

func botSays(words string) func(*wire.Message) bool {
	return func(m *wire.Message) bool { return m.Author.Bot && strings.Contains(m.Content, words) }
}

// TestShardsOfTheDead has two processes keep two shards, and kills one that keeps any: the other keeps both, and questions from either are
// answered.
func TestShardsOfTheDead(t *testing.T) {
	if testing.Short() {
		t.Log("not run in a short run: a leader is missed for seconds")
		return
	}
	t.Parallel()
	db := database(t)
	if db == "" {
		return
	}
	srv := discordtest.New(t, discordtest.Options{RequestsPerSecond: -1, Patience: time.Minute, Now: slowly()})
	guilds := oneOfEach(srv)
	p := process{Address: addressOf(srv), Token: srv.Token(), Database: db, Shards: 2, Takes: 50 * time.Millisecond, Slowly: true}
	processes := []*running{p.start(t), p.start(t)}
	srv.Gateway.WaitIdentifies(t.Context(), 2)
	srv.WaitCommands(t.Context(), "ask")
	ask := func(asker string) {
		t.Helper()
		for _, g := range guilds {
			it := g.Member(asker).Slash(g.TextChannel("general"), "ask", discordtest.Args{"question": "What about the harbour?"})
			it.WaitReplyLike(t.Context(), botSays("It is answered."))
		}
	}
	ask("dave")
	i := slices.IndexFunc(processes, (*running).leads)
	if i < 0 {
		t.Fatal("no process leads")
	}
	led := strings.Count(processes[i].log.String(), "this process does what one alone may")
	processes[i].kill()
	for deadline, before := time.Now().Add(time.Minute), srv.Gateway.Stats(); ; time.Sleep(10 * time.Millisecond) {
		now := srv.Gateway.Stats()
		if now.Resumes+now.Identifies >= before.Resumes+before.Identifies+led {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("the shards of the dead are nobody's: %+v, was %+v", now, before)
		}
	}
	ask("erin")
	processes[1-i].stop()
	for shard := range 2 {
		if name := fmt.Sprintf("gateway %d of 2", shard); !strings.Contains(processes[1-i].log.String(), name) {
			t.Errorf("the other has nothing of %s", name)
		}
	}
	if t.Failed() {
		t.Logf("%s\n%s", processes[0].log, processes[1].log)
	}
}
