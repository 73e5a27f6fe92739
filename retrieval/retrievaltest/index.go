package retrievaltest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"readout/corpus"
	"readout/corpus/reading"
	"readout/retrieval"
)

// NewIndex builds the index under test over a corpus. The version is any name.
type NewIndex func(t *testing.T, c *reading.Corpus, e retrieval.Embedder, version string) retrieval.Index

// Index checks that what newIndex returns keeps the contract of retrieval.Index.
func Index(t *testing.T, newIndex NewIndex) {
	s := &indexSuite{newIndex: newIndex, harbour: Corpus(t, map[string]string{
		"harbour.txt": "The harbour froze over in January.\n\nShips waited outside. The mayor promised help.\n\nA ferry sank.",
		"music.txt":   "Her orchestra plays Mahler tonight.\n\nThe harbour choir sings. Tickets are free.",
		"double.txt":  "Rain fell.\n\nRain fell.\n\nRain fell.\n\nRain fell.",
	})}
	s.index = newIndex(t, s.harbour, s.embedder, "v7")
	t.Run("the best passage is first", s.best)
	t.Run("at most k, distinct, the same for every k", s.distinct)
	t.Run("ties go by passage ID", s.ties)
	t.Run("only the articles asked for", s.articles)
	t.Run("scores explain the hit", s.explained)
	t.Run("a query without words is matched by meaning", s.wordless)
	t.Run("a vector that does not fit is an error", s.misfit)
	t.Run("a cancelled context is an error", s.cancelled)
	t.Run("an empty corpus has no hits", s.empty)
	t.Run("many passages, many at once, always the same", s.concurrent)
}

// indexSuite is an index under test, over a small corpus.
type indexSuite struct {
	newIndex NewIndex
	embedder HashEmbedder
	harbour  *reading.Corpus
	index    retrieval.Index
}

func (s *indexSuite) ask(t *testing.T, text string, articles ...corpus.ArticleID) retrieval.Query {
	return retrieval.Query{Text: text, Vector: mustEmbed(t, s.embedder, retrieval.ForQuery, text)[0], Articles: articles}
}

func (s *indexSuite) best(t *testing.T) {
	for query, want := range map[string]string{
		"When did the harbour freeze over?": "The harbour froze over in January.",
		"What did the mayor promise?":       "Ships waited outside. The mayor promised help.",
		"Mahler":                            "Her orchestra plays Mahler tonight.",
	} {
		results := mustSearch(t, s.index, s.ask(t, query), 3)
		if got := results.Hits[0].Passage.Text; got != want {
			t.Errorf("Search(%q) found %q, want %q", query, got, want)
		}
		if results.Version != "v7" {
			t.Errorf("Search(%q) is of version %q, want v7", query, results.Version)
		}
	}
}

func (s *indexSuite) distinct(t *testing.T) {
	all := mustSearch(t, s.index, s.ask(t, "the harbour in the rain"), 1000)
	if len(all.Hits) != 9 {
		t.Fatalf("%d hits for a large k, want all 9 passages", len(all.Hits))
	}
	checkHits(t, all)
	for k := -2; k <= 10; k++ {
		got := mustSearch(t, s.index, s.ask(t, "the harbour in the rain"), k)
		if want := max(0, min(k, 9)); len(got.Hits) != want {
			t.Fatalf("%d hits for k = %d, want %d", len(got.Hits), k, want)
		}
		for i := range got.Hits {
			if got.Hits[i].Passage.ID != all.Hits[i].Passage.ID {
				t.Errorf("hit %d of %d is %s, of all %s", i, k, got.Hits[i].Passage.ID, all.Hits[i].Passage.ID)
			}
		}
	}
}

func (s *indexSuite) ties(t *testing.T) {
	got := mustSearch(t, s.index, s.ask(t, "Rain fell."), 4)
	var ids []corpus.PassageID
	for _, h := range got.Hits {
		if h.Passage.Text != "Rain fell." || h.Score != got.Hits[0].Score {
			t.Errorf("%q with %v among the four equal passages", h.Passage.Text, h.Score)
		}
		ids = append(ids, h.Passage.ID)
	}
	if !slices.IsSorted(ids) {
		t.Errorf("equal passages in the order %v", ids)
	}
}

func (s *indexSuite) articles(t *testing.T) {
	for _, articles := range [][]corpus.ArticleID{{"music.txt"}, {"music.txt", "double.txt"}, {"music.txt", "music.txt"},
		{"music.txt", "gone.txt"}} {
		got := mustSearch(t, s.index, s.ask(t, "harbour", articles...), 100)
		checkHits(t, got)
		want := 0
		for _, id := range []corpus.ArticleID{"harbour.txt", "music.txt", "double.txt"} {
			if slices.Contains(articles, id) {
				want += len(s.harbour.Article(id).Passages)
			}
		}
		if len(got.Hits) != want {
			t.Errorf("%d hits in %v, want %d", len(got.Hits), articles, want)
		}
		for _, h := range got.Hits {
			if !slices.Contains(articles, h.Passage.Article) {
				t.Errorf("a hit in %s, asked for %v", h.Passage.Article, articles)
			}
		}
	}
	if got := mustSearch(t, s.index, s.ask(t, "harbour", "gone.txt"), 5); len(got.Hits) != 0 {
		t.Errorf("%d hits in an article that is not there", len(got.Hits))
	}
}

func (s *indexSuite) explained(t *testing.T) {
	got := mustSearch(t, s.index, s.ask(t, "What did the mayor promise?"), 1)
	if len(got.Terms) != 2 || got.Terms[0].Word != "mayor" || got.Terms[1].Word != "promise" {
		t.Fatalf("terms %+v, want mayor and promise", got.Terms)
	}
	h := got.Hits[0]
	if len(h.Matches) != 2 || h.Matches[0].Word != "mayor" || h.Matches[1].Word != "promised" || h.Matches[1].Strength != 1 {
		t.Errorf("matches %+v", h.Matches)
	}
	if len(h.Sentences) != 2 || h.Sentences[1].Words <= h.Sentences[0].Words || h.Sentences[1].Meaning <= h.Sentences[0].Meaning {
		t.Errorf("sentences %+v, want the second to match better", h.Sentences)
	}
	if math.Abs(h.Meaning-h.Sentences[1].Meaning) > 1e-6 {
		t.Errorf("meaning %v, its best sentence %v", h.Meaning, h.Sentences[1].Meaning)
	}
}

func (s *indexSuite) wordless(t *testing.T) {
	q := s.ask(t, "harbour")
	q.Text = ""
	if got := mustSearch(t, s.index, q, 2); len(got.Hits) != 2 || len(got.Terms) != 0 {
		t.Errorf("%d hits and %d terms", len(got.Hits), len(got.Terms))
	}
}

func (s *indexSuite) misfit(t *testing.T) {
	size := len(s.ask(t, "x").Vector)
	nan, inf := s.ask(t, "x").Vector, s.ask(t, "x").Vector
	nan[3], inf[3] = float32(math.NaN()), float32(math.Inf(1))
	for name, v := range map[string]retrieval.Vector{
		"none": nil, "short": s.ask(t, "x").Vector[:size-1], "long": append(s.ask(t, "x").Vector,
			0), "NaN": nan, "infinite": inf, "zero": make(retrieval.Vector, size),
	} {
		got, err := s.index.Search(t.Context(), retrieval.Query{Text: "harbour", Vector: v}, 3)
		if err == nil {
			t.Fatalf("%s: %d hits and no error", name, len(got.Hits))
		}
		if strings.Contains(err.Error(), "harbour") {
			t.Errorf("%s: the error repeats the query: %v", name, err)
		}
	}
}

func (s *indexSuite) cancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, q := range []retrieval.Query{s.ask(t, "harbour"), s.ask(t, "harbour", "music.txt")} {
		if got, err := s.index.Search(ctx, q, 3); !errors.Is(err, context.Canceled) {
			t.Errorf("%d hits, error %v, want %v", len(got.Hits), err, context.Canceled)
		}
	}
}

func (s *indexSuite) empty(t *testing.T) {
	empty := s.newIndex(t, Corpus(t, nil), s.embedder, "v0")
	if got := mustSearch(t, empty, s.ask(t, "harbour"), 3); len(got.Hits) != 0 || got.Version != "v0" {
		t.Errorf("%d hits of version %q", len(got.Hits), got.Version)
	}
}

func (s *indexSuite) concurrent(t *testing.T) {
	texts := map[string]string{}
	for a := range 12 {
		var b strings.Builder
		for p := range 60 {
			fmt.Fprintf(&b, "Ship %d of fleet %d sailed. It carried grain number %d.\n\n", p, a, (a*p)%7)
		}
		texts[fmt.Sprintf("fleet%02d.txt", a)] = b.String()
	}
	large := s.newIndex(t, Corpus(t, texts), s.embedder, "large")
	queries := []retrieval.Query{s.ask(t, "Which ship carried grain?"), s.ask(t, "fleet 3"), s.ask(t, "grain", "fleet05.txt", "fleet06.txt")}
	var want []retrieval.Results
	for _, q := range queries {
		results := mustSearch(t, large, q, 25)
		checkHits(t, results)
		if len(results.Hits) != 25 {
			t.Errorf("%d hits for %q, want 25", len(results.Hits), q.Text)
		}
		want = append(want, results)
	}
	var wg sync.WaitGroup
	for i := range 24 {
		wg.Go(func() {
			q := i % len(queries)
			got, err := large.Search(t.Context(), queries[q], 25)
			if err != nil {
				t.Errorf("Search(%q): %v", queries[q].Text, err)
				return
			}
			for j := range got.Hits {
				if g, w := got.Hits[j], want[q].Hits[j]; g.Passage.ID != w.Passage.ID || g.Score != w.Score {
					t.Errorf("Search(%q), hit %d: %s with %v, before %s with %v", queries[q].Text, j, g.Passage.ID, g.Score, w.Passage.ID, w.Score)
					return
				}
			}
		})
	}
	wg.Wait()
}

func mustSearch(t *testing.T, index retrieval.Index, q retrieval.Query, k int) retrieval.Results {
	t.Helper()
	results, err := index.Search(t.Context(), q, k)
	if err != nil {
		t.Fatalf("Search(%q, %d): %v", q.Text, k, err)
	}
	return results
}

// checkHits checks what holds of any results: order, distinctness, ranges and lengths.
func checkHits(t *testing.T, results retrieval.Results) {
	t.Helper()
	seen := map[corpus.PassageID]bool{}
	for _, h := range results.Hits {
		if seen[h.Passage.ID] {
			t.Errorf("passage %s twice", h.Passage.ID)
		}
		seen[h.Passage.ID] = true
		if h.Score < 0 || h.Score > 1 || h.Words < 0 || h.Words > 1+1e-9 || h.Meaning < -1.001 || h.Meaning > 1.001 {
			t.Errorf("passage %s: score %v, words %v, meaning %v out of range", h.Passage.ID, h.Score, h.Words, h.Meaning)
		}
		if len(h.Matches) != len(results.Terms) || len(h.Sentences) != len(h.Passage.Sentences) {
			t.Errorf("passage %s: %d matches for %d terms, %d scores for %d sentences",
				h.Passage.ID, len(h.Matches), len(results.Terms), len(h.Sentences), len(h.Passage.Sentences))
		}
	}
	sorted := slices.IsSortedFunc(results.Hits, func(a, b retrieval.Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Passage.ID, b.Passage.ID))
	})
	if !sorted {
		t.Error("hits are not ordered by score, then passage ID")
	}
}
