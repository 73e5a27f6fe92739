package libraries

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path"
	"strings"
	"sync"
	"testing"
	"time"

	"readout/bot/store"
	"readout/bot/store/storetest"
	"readout/corpus"
	"readout/corpus/articles"
	"readout/corpus/fetch"
	"readout/corpus/parse"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/builtin"
	"readout/retrieval/chromem"
	"readout/retrieval/eval"
)

// shipped is the product as it ships: its articles, its model, its judged questions.
type shipped struct {
	snapshot *retrieval.Snapshot
	vectors  *chromem.Vectors
	model    *builtin.Model
	checks   []eval.Question
}

var ship = sync.OnceValues(func() (*shipped, error) {
	model, err := builtin.Open()
	if err != nil {
		return nil, err
	}
	loaded, err := articles.Load()
	if err != nil {
		return nil, err
	}
	texts, err := reading.New(loaded)
	if err != nil {
		return nil, err
	}
	vectors, err := chromem.ReadFile("../engine/shipped.vectors", model.Model())
	if err != nil {
		return nil, err
	}
	built, err := chromem.Build(context.Background(), chromem.Input{Corpus: texts, Version: "shipped", Embedder: model, WordVectors: model, Reuse: vectors})
	if err != nil {
		return nil, err
	}
	checks, err := eval.ReadQuestionsFile("../../retrieval/eval/testdata/shipped.jsonl")
	if err != nil {
		return nil, err
	}
	snapshot := &retrieval.Snapshot{Version: "shipped", Corpus: texts, Index: built, Words: built.Words(), Embedder: model, Reader: model.Reader()}
	return &shipped{snapshot, built.Vectors(), model, checks}, nil
})

// options are those of the product, in a directory of the test's own, without judged questions, which take most of the time: see judged. fetcher may be nil.
func options(t testing.TB, fetcher Fetcher) Options {
	t.Helper()
	s, err := ship()
	if err != nil {
		t.Fatal(err)
	}
	return Options{
		Dir: t.TempDir(), Shipped: s.snapshot, Vectors: s.vectors, WordVectors: s.model, Fetcher: fetcher,
	}
}

// judged are the options with a judged question.
func judged(t testing.TB, o Options) Options {
	t.Helper()
	s, err := ship()
	if err != nil {
		t.Fatal(err)
	}
	o.Checks = s.checks[:1]
	return o
}

// timed are libraries with a clock that the test sets.
func timed(t testing.TB, o Options) (*Libraries, *storetest.Clock) {
	t.Helper()
	now := storetest.NewClock()
	o.Clock = now.Now
	return open(t, o), now
}

func open(t testing.TB, o Options) *Libraries {
	t.Helper()
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// web is sites in memory, with the behaviour of *fetch.Client.
type web struct {
	mu    sync.Mutex
	pages map[string]string   // Markdown by link
	feeds map[string][]string // links by feed
	down  map[string]error
	asked map[string]int

	listed   time.Time                  // of the items of every feed
	leads    map[string]string          // where a link leads on to
	concerns map[string][]fetch.Concern // of a page
	hook     func()                     // called when a page is asked for; nil for nothing
}

func newWeb() *web {
	return &web{pages: map[string]string{}, feeds: map[string][]string{}, down: map[string]error{}, asked: map[string]int{}}
}

func (w *web) set(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f()
}

func (w *web) times(link string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.asked[link]
}

func (w *web) Page(ctx context.Context, link string, known fetch.Conditions) (*fetch.Document, fetch.Conditions, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.hook != nil {
		w.hook()
	}
	w.asked[link]++
	if err := errors.Join(ctx.Err(), w.down[link]); err != nil {
		return nil, known, fmt.Errorf("fetch %s: %w", link, err)
	}
	if to, ok := w.leads[link]; ok {
		link = to
	}
	text, ok := w.pages[link]
	if !ok {
		return nil, known, fmt.Errorf("fetch %s: %w", link, &fetch.StatusError{Status: 404})
	}
	sum := sha256.Sum256([]byte(text))
	now := fetch.Conditions{ETag: `"` + hex.EncodeToString(sum[:4]) + `"`, Hash: hex.EncodeToString(sum[:])}
	if known.ETag == now.ETag || known.Hash == now.Hash {
		return nil, now, fmt.Errorf("fetch %s: %w", link, fetch.ErrUnchanged)
	}
	name := path.Base(link) + ".md"
	a, err := parse.Markdown(corpus.ArticleID(name), text)
	if err != nil {
		return nil, known, err
	}
	return &fetch.Document{Name: name, Data: []byte(text), Article: a, URL: link, Concerns: w.concerns[link]}, now, nil
}

func (w *web) Feed(ctx context.Context, link string, known fetch.Conditions) (*fetch.Feed, fetch.Conditions, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked[link]++
	if err := errors.Join(ctx.Err(), w.down[link]); err != nil {
		return nil, known, fmt.Errorf("fetch %s: %w", link, err)
	}
	links, ok := w.feeds[link]
	if !ok {
		return nil, known, fmt.Errorf("fetch %s: %w", link, fetch.ErrNotFeed)
	}
	sum := sha256.Sum256([]byte(strings.Join(links, " ")))
	now := fetch.Conditions{ETag: hex.EncodeToString(sum[:])}
	if now == known {
		return nil, now, fetch.ErrUnchanged
	}
	out := &fetch.Feed{Title: "Harbour news"}
	for _, l := range links {
		out.Items = append(out.Items, fetch.Item{Link: l, Published: w.listed})
	}
	return out, now, nil
}

func (w *web) Upload(ctx context.Context, name string, data []byte) (*fetch.Document, error) {
	format := strings.TrimPrefix(path.Ext(name), ".")
	switch {
	case format != "md" && format != "txt":
		return nil, fetch.ErrFormat
	case len(data) > fetch.MaxSize:
		return nil, fetch.ErrTooLarge
	}
	a, err := parse.Article(corpus.ArticleID(path.Base(name)), format, string(data))
	if err != nil {
		return nil, err
	}
	return &fetch.Document{Name: path.Base(name), Data: data, Article: a}, ctx.Err()
}

// story is an article about a town that nobody else writes about.
func story(town, amount string) string {
	return fmt.Sprintf(`---
title: %[1]s rebuilds its harbour
publisher: The %[1]s Gazette
published: 2021-05-14
---
The harbour of %[1]s will cost %[2]s euros, the council of %[1]s decided on Friday.

“The harbour of %[1]s is what we live on,” the mayor, Greta Halvorsen, told reporters after the vote.

Fishermen of %[1]s had asked for a new pier for years, since the old one was damaged in a storm that came over the coast in the winter.
`, town, amount)
}

const guild, other store.GuildID = "1001", "2002"

// must publish a change and return what came of it.
func must(t testing.TB, s *Libraries, g store.GuildID, c Change) *Published {
	t.Helper()
	d := prepare(t, s, g, c)
	p, err := s.Publish(t.Context(), g, d.ID, "7", true)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func prepare(t testing.TB, s *Libraries, g store.GuildID, c Change) *Draft {
	t.Helper()
	d, err := s.Prepare(t.Context(), g, "7", c, nil)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func upload(name, text string) Change { return Change{Kind: Add, Name: name, Data: []byte(text)} }

// ask answers a question in a server.
func ask(t testing.TB, s *Libraries, g store.GuildID, question string) *answer.Answer {
	t.Helper()
	answers, err := s.Answers(t.Context(), g)
	if err != nil {
		t.Fatal(err)
	}
	a, err := answers.Answer(t.Context(), answer.Question{Text: question})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func ids(items []Item) (out []string) {
	for _, i := range items {
		out = append(out, string(i.ID))
	}
	return out
}

func version(t testing.TB, s *Libraries, g store.GuildID) string {
	t.Helper()
	snapshot, err := s.Snapshot(t.Context(), g)
	if err != nil {
		t.Fatal(err)
	}
	return snapshot.Version
}
