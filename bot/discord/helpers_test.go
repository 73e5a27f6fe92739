package discord

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"readout/bot/chat"
	"readout/bot/discord/api"
	"readout/bot/store/storetest"

	"readout/bot/bolt"
	"readout/bot/chat/metrics"
	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/wire"
	"readout/bot/discord/gateway"
	"readout/bot/libraries"
	"readout/bot/store"
	"readout/corpus"
	"readout/corpus/corpustest"
	"readout/corpus/fetch"
	"readout/corpus/parse"
	"readout/corpus/prose"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/answer"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == asExtractor {
		if err := fetch.Extract(context.Background(), os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if len(os.Args) == 2 && os.Args[1] == asProcess {
		if err := runProcess(os.Stdin, os.Stderr); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	flag.Parse()
	if err := flag.Set("test.parallel", "6"); err != nil { // they wait for clocks more than they compute
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(discordtest.Status(m.Run()))
}

const (
	harbour = `---
title: Harbour reopens after storm
publisher: The Daily Tide
agency: Coastal Wire
published: 2021-03-04
url: https://tide.example/harbour
kind: report
---
The harbour of Selmouth reopened on Tuesday, *two days* after the storm. Nobody was hurt.

Harbour master Ada Quill said the breakwater had held. "It was built for worse," she told reporters. The ferry will sail again on Friday.
`
	column = `---
title: A port in no hurry
publisher: Evening Mast
published: 2021-03
kind: opinion
---
The port of Selmouth should have stayed shut for another week. It opened on Wednesday, whatever the harbour master says.
`
)

// snapshotOf is a snapshot of articles, without an index.
func snapshotOf(t testing.TB, texts map[string]string) *retrieval.Snapshot {
	t.Helper()
	c, err := corpusOf(texts)
	if err != nil {
		t.Fatal(err)
	}
	return &retrieval.Snapshot{Version: fmt.Sprintf("v%d", len(texts)), Corpus: c}
}

func corpusOf(texts map[string]string) (*reading.Corpus, error) {
	var all []*corpus.Article
	for id, text := range texts {
		a, err := parse.Markdown(corpus.ArticleID(id), text)
		if err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return reading.New(all)
}

func bothArticles() map[string]string {
	return map[string]string{"harbour": harbour, "column": column}
}

// scripted answers a few questions from the articles of these tests, always in the same way. What it can't place it abstains from.
type scripted struct {
	snapshot *retrieval.Snapshot
	hold     chan struct{} // a question with "slow" waits for it
	now      []string      // what it answers besides

	mu    sync.Mutex
	asked []answer.Question
}

func (s *scripted) cite(n int, article corpus.ArticleID, words string) answer.Citation {
	a := s.snapshot.Corpus.Article(article)
	at := strings.Index(a.Body, words)
	for i := range a.Passages {
		if p := &a.Passages[i]; p.Span.Start <= at && at < p.Span.End {
			return answer.Citation{N: n, Article: a, Passage: p, Quote: prose.Span{Start: at, End: at + len(words)}}
		}
	}
	panic("the articles don't have: " + words)
}

// Answer implements Answerer.
func (s *scripted) Answer(ctx context.Context, q answer.Question) (*answer.Answer, error) {
	s.mu.Lock()
	s.asked = append(s.asked, q)
	s.mu.Unlock()
	text := strings.ToLower(q.Text)
	a := &answer.Answer{Question: q.Text, Resolved: q.Text, Version: s.snapshot.Version, Model: "quotations", Confidence: 0.9}
	if rest, ok := strings.CutPrefix(text, "and "); ok && len(q.Prior) > 0 {
		a.Resolved = strings.TrimSuffix(q.Prior[len(q.Prior)-2].Content, "?") + ", and " + rest
	}
	switch {
	case strings.Contains(text, "panic"):
		var none *answer.Answer
		none.Version = "never"
	case strings.Contains(text, "fail"):
		return nil, errors.New("the index is on fire")
	case strings.Contains(text, "everything"):
		a.Citations = []answer.Citation{s.cite(1, "harbour", "Nobody was hurt.")}
		for i := range 60 {
			a.Sentences = append(a.Sentences, answer.Sentence{Text: fmt.Sprintf("%d: nobody at all was hurt in any way whatever.", i), Citations: []int{1}})
		}
	case strings.Contains(text, "slow"):
		select {
		case <-s.hold:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		fallthrough
	case strings.Contains(text, "ferry"), slices.ContainsFunc(s.now, func(w string) bool { return strings.Contains(text, w) }):
		a.Citations = []answer.Citation{s.cite(1, "harbour", "The ferry will sail again on Friday.")}
		a.Sentences = []answer.Sentence{{Text: "The ferry will sail again on Friday.", Citations: []int{1}}}
	case len(q.Articles) == 1 && q.Articles[0] == "column":
		a.Citations = []answer.Citation{s.cite(1, "column", "It opened on Wednesday")}
		a.Sentences = []answer.Sentence{{Text: "“It opened on Wednesday”.", Citations: []int{1}}}
	case strings.Contains(text, "harbour"):
		a.Citations = []answer.Citation{s.cite(1, "harbour", "reopened on Tuesday, *two days* after the storm"), s.cite(2, "column", "It opened on Wednesday"),
			s.cite(3, "harbour", `"It was built for worse,"`)}
		a.Sentences = []answer.Sentence{{Text: "The harbour of Selmouth “reopened on Tuesday, *two days* after the storm”.", Citations: []int{1}},
			{Text: `"It was built for worse," Ada Quill said.`, Citations: []int{3}}}
		a.Disagreements = []answer.Disagreement{{Point: "When the harbour opened", Sides: []answer.Side{
			{Text: "on Tuesday", Citations: []int{1}}, {Text: "on Wednesday", Citations: []int{2}}}}}
	default:
		a.Confidence = 0.1
		a.Abstention = &answer.Abstention{Reason: answer.NotCovered, Missing: []string{"cost"},
			Closest: []answer.Citation{s.cite(1, "harbour", "Nobody was hurt.")}}
	}
	return a, nil
}

// Overview implements Answerer.
func (s *scripted) Overview(_ context.Context, o answer.Overview) (*answer.Answer, error) {
	a := &answer.Answer{Question: o.Topic, Resolved: o.Topic, Version: s.snapshot.Version, Model: "quotations"}
	if o.Topic == "whales" {
		a.Abstention = &answer.Abstention{Reason: answer.NotCovered, Missing: []string{o.Topic}}
		return a, nil
	}
	a.Citations = []answer.Citation{s.cite(1, "harbour", "Nobody was hurt."), s.cite(2, "column", "It opened on Wednesday")}
	a.Sentences = []answer.Sentence{{Text: "Nobody was hurt.", Citations: []int{1}}, {Text: "“It opened on Wednesday”.", Citations: []int{2}}}
	if !o.Long {
		a.Sentences, a.Citations = a.Sentences[:1], a.Citations[:1]
	}
	return a, nil
}

// Said implements Answerer.
func (s *scripted) Said(_ context.Context, o answer.Said) (*answer.Answer, error) {
	return &answer.Answer{Question: o.Speaker + o.About, Resolved: o.Speaker, Version: s.snapshot.Version, Model: "quotations",
		Citations: []answer.Citation{s.cite(1, "harbour", `"It was built for worse,"`)},
		Sentences: []answer.Sentence{{Text: `"It was built for worse," she told reporters.`, Citations: []int{1}}}}, nil
}

// Timeline implements Answerer.
func (s *scripted) Timeline(_ context.Context, articles []corpus.ArticleID) (*answer.Timeline, error) {
	if len(articles) == 1 && articles[0] == "column" {
		long := &answer.Timeline{Version: s.snapshot.Version,
			Citations: []answer.Citation{s.cite(1, "harbour", "reopened on Tuesday"), s.cite(2, "column", "It opened on Wednesday")}}
		for day := range 14 {
			date, source := fmt.Sprintf("2021-03-%02d", day+1), 2
			if day == 0 {
				date, source = "2021", 1
			}
			long.Events = append(long.Events, answer.Event{Date: date, Sentence: answer.Sentence{Text: "It opened on Wednesday.", Citations: []int{source}}})
		}
		return long, nil
	}
	return &answer.Timeline{Version: s.snapshot.Version,
		Citations: []answer.Citation{s.cite(1, "harbour", "reopened on Tuesday"), s.cite(2, "harbour", "The ferry will sail again on Friday.")},
		Events: []answer.Event{
			{Date: "2021-03-02", Words: "on Tuesday", Sentence: answer.Sentence{Text: "It reopened on Tuesday.", Citations: []int{1}}},
			{Date: "2021-03", Words: "on Friday", Planned: true, Sentence: answer.Sentence{Text: "The ferry will sail again on Friday.", Citations: []int{2}}}}}, nil
}

func (s *scripted) questions() []answer.Question {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]answer.Question(nil), s.asked...)
}

// scene is a running bot, with a server and its members.
type scene struct {
	t              testing.TB
	srv            *discordtest.Server
	guild          *discordtest.Guild
	general        *discordtest.Channel
	alice, bob     *discordtest.Member
	answers        *scripted
	store          *bolt.Store
	snapshot       *retrieval.Snapshot
	now            func() time.Time
	log            *storetest.Log
	stop           func() error
	mu             sync.Mutex
	moved          time.Duration
	nextReferences int
}

// clockStart is when these tests take place, so that the times in golden files stay.
var clockStart = time.Date(2031, 5, 6, 12, 0, 0, 0, time.UTC)

// quick is a timing for a Discord on the same machine.
func quick() timing {
	return timing{
		rest: api.Timing{Attempt: 3 * time.Second, Pause: 5 * time.Millisecond, Attempts: 6}, firstWord: 2500 * time.Millisecond,
		register: 20 * time.Millisecond, refusals: time.Nanosecond, typing: 20 * time.Millisecond,
		progress: 20 * time.Millisecond,
		gateway: gateway.Timing{Open: 10 * time.Second, Zombie: 2 * time.Minute, Pause: 10 * time.Millisecond, Longest: 100 * time.Millisecond,
			Identify: time.Millisecond, Stable: time.Hour},
	}
}

// stage makes a scene without a running bot.
func stage(t testing.TB, o discordtest.Options) *scene {
	t.Helper()
	o.Patience = max(o.Patience, 90*time.Second)
	s := &scene{t: t, srv: discordtest.New(t, o), log: &storetest.Log{}}
	s.guild = s.srv.Guild("Newsroom")
	s.general, s.alice, s.bob = s.guild.TextChannel("general"), s.guild.Member("alice"), s.guild.Member("bob")
	s.snapshot = snapshotOf(t, bothArticles())
	s.answers = &scripted{snapshot: s.snapshot, hold: make(chan struct{})}
	s.now = func() time.Time {
		s.mu.Lock()
		defer s.mu.Unlock()
		return clockStart.Add(s.moved)
	}
	kept, err := bolt.Open(t.TempDir(), store.Options{Clock: s.now})
	if err != nil {
		t.Fatal(err)
	}
	s.store = kept
	t.Cleanup(func() {
		if err := kept.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func (s *scene) advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.moved += d
}

// articlesOf is the one set of articles of a scene, in every server.
type articlesOf struct {
	chat.Libraries // what these tests do not come to
	s              *scene
}

// Snapshot implements Libraries.
func (a articlesOf) Snapshot(context.Context, store.GuildID) (*retrieval.Snapshot, error) {
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	return a.s.snapshot, nil
}

// History implements Libraries.
func (a articlesOf) History(context.Context, store.GuildID) ([]libraries.Version, error) {
	return nil, nil
}

// Forget implements Libraries.
func (a articlesOf) Forget(context.Context, string) error { return nil }

// botFor is a bot that is not connected.
func botFor(t testing.TB, o Options) *bot {
	t.Helper()
	o = o.withDefaults()
	r, err := newREST(o.Token, o.Client, o.timing.rest, func(string, int) {})
	if err != nil {
		t.Fatal(err)
	}
	b, err := newBot(o, r, metrics.New())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func attachmentAt(address string, size int) *discordgo.MessageAttachment {
	return &discordgo.MessageAttachment{Filename: "a.txt", URL: address, Size: size}
}

func (s *scene) options() Options {
	return Options{
		Token: s.srv.Token(), Client: s.srv.HTTPClient(), DrainTime: 2 * time.Second, timing: quick(),
		Options: chat.Options{
			Answers:    func(context.Context, store.GuildID) (chat.Answerer, error) { return s.answers, nil },
			AnswerTime: 2 * time.Minute, // a busy machine reads for long
			Store:      s.store, Libraries: articlesOf{s: s}, Logger: slog.New(slog.NewJSONHandler(s.log, nil)), Clock: s.now,
			Reference: func() string {
				s.mu.Lock()
				defer s.mu.Unlock()
				s.nextReferences++
				return fmt.Sprintf("REF%d", s.nextReferences)
			},
			Timing: chat.Timing{Send: 10 * time.Second, Change: time.Minute, Publish: time.Minute, Edits: time.Millisecond, Recall: time.Nanosecond,
				Jobs: 20 * time.Millisecond, Tell: 100 * time.Millisecond},
		},
	}
}

// run runs the bot until the test ends, or stop is called, and waits until it answers.
func (s *scene) run(o Options) {
	s.t.Helper()
	s.runQuietly(o)
	s.waitLog("commands are registered")
}

// runQuietly is run for a bot whose log is not read.
func (s *scene) runQuietly(o Options) {
	s.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, o) }()
	s.stop = sync.OnceValue(func() error {
		cancel()
		select {
		case err := <-ended:
			return err
		case <-time.After(20 * time.Second):
			return errors.New("the bot does not stop")
		}
	})
	s.t.Cleanup(func() {
		if err := s.stop(); err != nil {
			s.t.Errorf("the bot ended with: %v", err)
		}
		if s.t.Failed() {
			s.t.Logf("the bot's log:\n%s", s.log)
		}
	})
	s.srv.Gateway.WaitReady(s.t.Context())
	s.srv.WaitCommands(s.t.Context(), "ask", "help")
}

// waitLog waits until the log has the words.
func (s *scene) waitLog(words string) {
	s.t.Helper()
	for deadline := time.Now().Add(90 * time.Second); !strings.Contains(s.log.String(), words); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			s.t.Fatalf("the log never says %q:\n%s", words, s.log)
		}
	}
}

// start is a scene with a bot that runs.
func start(t testing.TB, o discordtest.Options) *scene {
	t.Helper()
	s := stage(t, o)
	s.run(s.options())
	return s
}

// asReader is a message as its reader sees it, for golden files.
func asReader(m *wire.Message) string {
	var b strings.Builder
	if m.IsEphemeral() {
		b.WriteString("(only for the one who asked)\n")
	}
	b.WriteString(m.Text() + "\n")
	if labels := m.Labels(); len(labels) > 0 {
		b.WriteString("[ " + strings.Join(labels, " ]  [ ") + " ]\n")
	}
	return b.String()
}

// golden compares messages with testdata/NAME.golden.
func golden(t *testing.T, name string, messages ...*wire.Message) {
	t.Helper()
	var parts []string
	for _, m := range messages {
		parts = append(parts, asReader(m))
		if len(m.Mentions) > 0 || m.MentionEveryone || len(m.MentionRoles) > 0 {
			t.Errorf("a message pings: %+v", m)
		}
	}
	corpustest.Golden(t, *update, name+".golden", strings.Join(parts, "--------\n"))
}
