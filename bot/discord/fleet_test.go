package discord

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"readout/bot/bolt"
	"readout/bot/chat"
	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/traffic"
	"readout/bot/discord/discordtest/wire"
	"readout/bot/libraries"
	"readout/bot/postgres"
	"readout/bot/postgres/postgrestest"
	"readout/bot/store"
	"readout/bot/store/storetest"
	"readout/retrieval"
	"readout/retrieval/answer"
)

var kills = flag.Int("kills", 2, "how often the process that is connected to Discord is killed")

// asProcess is the argument with which the test's program is a process of the bot.
const asProcess = "be-a-process"

// process says what a process of the bot works with.
type process struct {
	Address, Token, Database string
	Directory                string // of the file store, where there is no database
	Shards, Workers          int
	Takes                    time.Duration // an answer
	Slowly                   bool          // Discord's clock goes
}

// sameAnswers answers every question alike, after a while.
type sameAnswers struct {
	chat.Answerer
	chat.Libraries
	snapshot *retrieval.Snapshot
	takes    time.Duration
}

// Answer implements Answerer.
func (s *sameAnswers) Answer(ctx context.Context, q answer.Question) (*answer.Answer, error) {
	time.Sleep(s.takes/2 + rand.N(s.takes+1))
	a := s.snapshot.Corpus.Article("harbour")
	p := &a.Passages[0]
	return &answer.Answer{Question: q.Text, Resolved: q.Text, Version: "v1", Model: "quotations", Confidence: 0.9,
		Citations: []answer.Citation{{N: 1, Article: a, Passage: p, Quote: p.Span}},
		Sentences: []answer.Sentence{{Text: "It is answered.", Citations: []int{1}}}}, ctx.Err()
}

// Snapshot implements Libraries.
func (s *sameAnswers) Snapshot(context.Context, store.GuildID) (*retrieval.Snapshot, error) {
	return s.snapshot, nil
}

// History implements Libraries.
func (s *sameAnswers) History(context.Context, store.GuildID) ([]libraries.Version, error) {
	return nil, nil
}

// List implements Libraries.
func (s *sameAnswers) List(context.Context, store.GuildID) ([]libraries.Item, error) { return nil, nil }

// runProcess is a process of the bot, until it is killed or its input ends.
func runProcess(in io.Reader, log io.Writer) error {
	var p process
	decoder := json.NewDecoder(in)
	if err := decoder.Decode(&p); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	go func() {
		_, _ = io.Copy(io.Discard, in)
		stop()
	}()
	logger := slog.New(slog.NewJSONHandler(log, nil))
	kept, shared, err := p.store(ctx, logger)
	if err != nil {
		return err
	}
	c, err := corpusOf(bothArticles())
	if err != nil {
		return err
	}
	answers := &sameAnswers{snapshot: &retrieval.Snapshot{Version: "v1", Corpus: c}, takes: p.Takes}
	err = Run(ctx, Options{
		Token: p.Token, Shared: shared, Shards: p.Shards,
		Client: &http.Client{Transport: traffic.Redirect{Address: p.Address, Transport: &http.Transport{MaxIdleConnsPerHost: 64},
			Foreign: func(*http.Request) {}}},
		Options: chat.Options{
			Store: kept, Libraries: answers, Logger: logger, Workers: p.Workers, Queue: 600,
			Answers:    func(context.Context, store.GuildID) (chat.Answerer, error) { return answers, nil },
			MemberRate: chat.Rate{Questions: 1000, Within: time.Minute}, GuildRate: chat.Rate{Questions: 100000, Within: time.Minute},
		},
		timing: p.timing(),
	})
	return errors.Join(err, kept.Close())
}

// store opens what the process remembers; shared is nil for a file.
func (p process) store(ctx context.Context, log *slog.Logger) (kept interface {
	chat.Store
	Close() error
}, shared Shared, err error) {
	if p.Database == "" {
		kept, err = bolt.Open(p.Directory, store.Options{Logger: log, LockTimeout: 10 * time.Second})
		return kept, nil, err
	}
	s, err := postgres.Open(ctx, p.Database, store.Options{Logger: log})
	return s, s, err
}

// timing is as patient as a Discord whose clock goes slowly.
func (p process) timing() (t timing) {
	if p.Slowly {
		t.firstWord, t.fleet.Ask = slowness*2500*time.Millisecond, slowness*800*time.Millisecond
	}
	return t
}

func addressOf(srv *discordtest.Server) string {
	return strings.TrimSuffix(strings.TrimPrefix(srv.URL(), "http://"), "/api")
}

// running is a process that was started.
type running struct {
	command *exec.Cmd
	input   io.Closer
	log     *storetest.Log
	ended   chan struct{}
}

func (p process) start(t testing.TB) *running {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	r := &running{command: exec.Command(program, asProcess), log: &storetest.Log{}, ended: make(chan struct{})}
	r.command.Stderr = r.log
	input, err := r.command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	r.input = input
	if err := r.command.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(r.ended)
		_ = r.command.Wait() // most are killed
	}()
	t.Cleanup(r.kill)
	if err := json.NewEncoder(input).Encode(p); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *running) kill() {
	_ = r.command.Process.Kill() // it may have ended
	<-r.ended
}

// stop has it end as it would on a signal.
func (r *running) stop() {
	r.input.Close()
	<-r.ended
}

// leads reports whether it is, as far as it said, the process that is connected.
func (r *running) leads() bool {
	log := r.log.String()
	return strings.LastIndex(log, "this process does what one alone may") > strings.LastIndex(log, "is left to another")
}

// database is an empty one on a server of its own, "" where there is none.
func database(t testing.TB) string {
	t.Helper()
	server, err := postgrestest.Start()
	if errors.Is(err, postgrestest.ErrNotInstalled) {
		t.Log("NOT RUN: no PostgreSQL here")
		return ""
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	return server.Database(t)
}

// questions are what members asked while processes were killed.
type questions struct {
	srv   *discordtest.Server
	guild *discordtest.Guild
	in    *discordtest.Channel
	most  int // that may be unanswered at a time, so that no slow machine is asked more than it can answer; 0 for no limit

	mu       sync.Mutex
	asked    []*discordtest.Interaction
	messages []*wire.Message
	stop     chan struct{}
	done     sync.WaitGroup
}

// ask has members ask, each once, until it is stopped.
func (q *questions) ask(every time.Duration) {
	q.stop = make(chan struct{})
	q.done.Go(func() {
		for n := 0; ; n++ {
			select {
			case <-q.stop:
				return
			case <-time.After(every/2 + rand.N(every)):
			}
			if q.most > 0 && q.unanswered() >= q.most {
				continue
			}
			member := q.guild.Member(fmt.Sprintf("member%d", n))
			if n%5 == 4 {
				m := member.Say(q.in, q.srv.Bot().Mention()+" what about the harbour?")
				q.mu.Lock()
				q.messages = append(q.messages, m)
				q.mu.Unlock()
				continue
			}
			it := member.Slash(q.in, "ask", discordtest.Args{"question": "What about the harbour?"})
			q.mu.Lock()
			q.asked = append(q.asked, it)
			q.mu.Unlock()
		}
	})
}

// unanswered is how many questions have no answer yet.
func (q *questions) unanswered() (n int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, it := range q.asked {
		if _, _, reply, _ := it.Outcome(); reply == nil {
			n++
		}
	}
	return n
}

// outage is a time in which no process was connected.
type outage struct {
	from, to time.Time
	resumed  bool
}

// TestLeaderIsKilled kills the process that is connected to Discord, again and again, while members ask: another takes its place, goes on
// where the first was, and answers every question once. It tells how many of them Discord, which takes a first response for three seconds
// of our time, would have taken no answer to.
func TestLeaderIsKilled(t *testing.T) {
	if testing.Short() {
		t.Log("not run in a short run: a leader is missed for seconds")
		return
	}
	t.Parallel()
	db := database(t)
	if db == "" {
		return
	}
	srv := discordtest.New(t, discordtest.Options{
		Tolerate: []wire.Rule{wire.SecondResponse}, RequestsPerSecond: -1, Patience: time.Minute, Now: slowly()})
	q := &questions{srv: srv, guild: srv.Guild("Newsroom")}
	q.in = q.guild.TextChannel("general")
	p := process{Address: addressOf(srv), Token: srv.Token(), Database: db, Takes: 400 * time.Millisecond, Slowly: true}
	processes := []*running{p.start(t), p.start(t)}
	srv.Gateway.WaitReady(t.Context())
	srv.WaitCommands(t.Context(), "ask")
	q.ask(100 * time.Millisecond)
	var outages []outage
	for range *kills {
		time.Sleep(time.Second + rand.N(1500*time.Millisecond))
		i := slices.IndexFunc(processes, (*running).leads)
		if i < 0 {
			t.Fatal("no process leads")
		}
		before := srv.Gateway.Stats()
		gone := outage{from: time.Now()}
		processes[i].kill()
		processes[i] = p.start(t)
		for gone.to.IsZero() {
			now := srv.Gateway.Stats()
			switch {
			case now.Resumes > before.Resumes:
				gone.to, gone.resumed = time.Now(), true
			case now.Identifies > before.Identifies:
				gone.to = time.Now()
			case time.Since(gone.from) > time.Minute:
				t.Fatalf("nobody took over:\n%s\n%s", processes[0].log, processes[1].log)
			}
			time.Sleep(5 * time.Millisecond)
		}
		outages = append(outages, gone)
	}
	time.Sleep(2 * time.Second)
	close(q.stop)
	q.done.Wait()
	q.check(t, outages)
	for _, r := range processes {
		r.stop()
		for _, private := range []string{srv.Token(), q.asked[0].Token, "harbour?"} {
			if strings.Contains(r.log.String(), private) {
				t.Errorf("the log has %q", private)
			}
		}
		if t.Failed() {
			t.Logf("a process's log:\n%s", r.log)
		}
	}
}

// check waits for what is still answered, and counts what was not.
func (q *questions) check(t *testing.T, outages []outage) {
	t.Helper()
	longest, resumed := time.Duration(0), 0
	for _, o := range outages {
		longest = max(longest, o.to.Sub(o.from))
		if o.resumed {
			resumed++
		}
	}
	answered, late, deadline := 0, 0, time.Now().Add(time.Minute)
	for _, it := range q.asked {
		made, ack, reply, more := it.Outcome()
		for (ack == 0 || reply == nil) && time.Now().Before(deadline) {
			time.Sleep(20 * time.Millisecond)
			made, ack, reply, more = it.Outcome()
		}
		switch {
		case ack == 0:
			t.Errorf("asked %s, and never acknowledged", made)
			continue
		case reply == nil || !strings.Contains(reply.Content, "It is answered."):
			t.Errorf("asked %s, acknowledged and not answered: %+v", made, reply)
		default:
			answered++
		}
		if _, took := it.WaitAck(t.Context()); took*slowness > 3*time.Second {
			late++
		}
		if reply != nil {
			finals := 0
			for _, h := range q.srv.History(reply) {
				if strings.Contains(h.Content, "It is answered.") {
					finals++
				}
			}
			if finals > 1 || more > 0 {
				t.Errorf("asked %s, answered %d times, with %d more messages", made, finals, more)
			}
		}
	}
	replies := map[string]int{}
	for _, m := range q.messages {
		for last := false; replies[m.ID] == 0 && !last; {
			last = time.Now().After(deadline)
			for _, r := range q.in.Messages() {
				if r.Author.Bot && r.Reference != nil && r.Reference.MessageID == m.ID {
					replies[m.ID]++
				}
			}
			if replies[m.ID] == 0 {
				time.Sleep(20 * time.Millisecond)
			}
		}
		if replies[m.ID] != 1 {
			t.Errorf("a message has %d replies", replies[m.ID])
		}
	}
	t.Logf("%d kills: replaced within %s, %d by a resume; %d questions answered, %d of them after three seconds; %d messages answered",
		len(outages), longest.Round(time.Millisecond), resumed, answered, late, len(q.messages))
}
