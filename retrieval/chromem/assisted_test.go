package chromem_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"readout/corpus"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/chromem"
	"readout/retrieval/retrievaltest"
)

// topics is a model that knows nothing but a topic for each text: two texts of one topic are equal, of two unlike.
type topics struct {
	of    func(text string) int
	spoil func(ctx context.Context, v []retrieval.Vector) ([]retrieval.Vector, error) // of questions
}

func (topics) Model() string { return "topics/4" }

func (m topics) Embed(ctx context.Context, as retrieval.Purpose, texts []string) ([]retrieval.Vector, error) {
	out := []retrieval.Vector{}
	for _, text := range texts {
		v := make(retrieval.Vector, 4)
		v[m.of(text)] = 1
		out = append(out, v)
	}
	if m.spoil != nil && as == retrieval.ForQuery {
		return m.spoil(ctx, out)
	}
	return out, ctx.Err()
}

// weatherOrTrade tells a text's topic by words that the question does not share with the passage.
func weatherOrTrade(text string) int {
	for i, words := range [][]string{{"snow", "weather", "ice"}, {"tariff", "trade", "customs"}} {
		for _, w := range words {
			if strings.Contains(strings.ToLower(text), w) {
				return i
			}
		}
	}
	return 3
}

var assistedTexts = map[string]string{
	"a.txt": "Snow fell on the pass.\n\nThe inn was full of guests.",
	"b.txt": "The tariff rose by a tenth.\n\nThe guests at the inn were merchants.",
}

// assisted is an index over assistedTexts, and the plain one that it extends.
func assisted(t *testing.T, o chromem.Assistance) (*chromem.Assisted, *chromem.Index) {
	t.Helper()
	own, err := chromem.Build(t.Context(), chromem.Input{Corpus: retrievaltest.Corpus(t, assistedTexts), Embedder: retrievaltest.HashEmbedder{}})
	if err != nil {
		t.Fatal(err)
	}
	return chromem.NewAssisted(own, o), own
}

func ask(t *testing.T, x retrieval.Index, text string) retrieval.Results {
	t.Helper()
	v, err := retrievaltest.HashEmbedder{}.Embed(t.Context(), retrieval.ForQuery, []string{text})
	if err != nil {
		t.Fatal(err)
	}
	found, err := x.Search(t.Context(), retrieval.Query{Text: text, Vector: v[0]}, 4)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestAssistedIndex(t *testing.T) {
	t.Parallel()
	for name, adopt := range map[string]bool{"before": false, "after": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			retrievaltest.Index(t, func(t *testing.T, c *reading.Corpus, e retrieval.Embedder, version string) retrieval.Index {
				own, err := chromem.Build(t.Context(), chromem.Input{Corpus: c, Embedder: e, Version: version})
				if err != nil {
					t.Fatal(err)
				}
				a := chromem.NewAssisted(own, chromem.Assistance{})
				if adopt {
					if _, err := a.Adopt(t.Context(), retrievaltest.HashEmbedder{Dimensions: 48}, nil); err != nil {
						t.Fatal(err)
					}
				}
				return a
			})
		})
	}
}

// The second model ranks; how near a passage is remains what the own model says.
func TestAssistedRanks(t *testing.T) {
	t.Parallel()
	a, own := assisted(t, chromem.Assistance{})
	const question = "How were the customs changed?" // shares no word with the passage on the tariff
	before := ask(t, a, question)
	if diff := cmp.Diff(ask(t, own, question), before, cmp.AllowUnexported(corpus.Date{})); diff != "" || a.Model() != "" {
		t.Fatalf("before a model was adopted (-own +assisted)\n%s", diff)
	}
	vectors, err := a.Adopt(t.Context(), topics{of: weatherOrTrade}, nil)
	if err != nil || vectors.Model() != "topics/4" || vectors.Len() != 4 || a.Model() != "topics/4" {
		t.Fatalf("adopted %q: %v", a.Model(), err)
	}
	after := ask(t, a, question)
	if got := after.Hits[0].Passage.Text; got != "The tariff rose by a tenth." {
		t.Errorf("first found: %q", got)
	}
	meaning := map[corpus.PassageID]retrieval.Hit{}
	for _, h := range before.Hits {
		meaning[h.Passage.ID] = h
	}
	for _, h := range after.Hits {
		if want, ok := meaning[h.Passage.ID]; ok && (h.Meaning != want.Meaning || !cmp.Equal(h.Sentences, want.Sentences)) {
			t.Errorf("%q has the meaning %v %v, the own model says %v %v", h.Passage.Text, h.Meaning, h.Sentences, want.Meaning, want.Sentences)
		}
	}
	// What is known is not embedded again, and another model's vectors are of no use.
	none := topics{of: func(text string) int { t.Errorf("embedded again: %q", text); return 0 }}
	if _, err := a.Adopt(t.Context(), none, vectors); err != nil {
		t.Fatal(err)
	}
	counted := &watched{}
	if _, err := a.Adopt(t.Context(), counted, vectors); err != nil || len(counted.texts) != 4 {
		t.Errorf("of another model's vectors %d were embedded anew, %v; want 4", len(counted.texts), err)
	}
}

// Whatever becomes of the second model, the own one answers, and waits for no other.
func TestAssistedFallsBack(t *testing.T) {
	t.Parallel()
	const wait = 30 * time.Millisecond
	nan := float32(math.NaN())
	ended := make(chan struct{})
	t.Cleanup(func() { close(ended) }) // after all that may wait for it
	for name, spoil := range map[string]func(context.Context, []retrieval.Vector) ([]retrieval.Vector, error){
		"down": func(context.Context, []retrieval.Vector) ([]retrieval.Vector, error) { return nil, errors.New("down") },
		"heedless": func(context.Context, []retrieval.Vector) ([]retrieval.Vector, error) {
			<-ended
			return nil, nil
		},
		"slow": func(ctx context.Context, _ []retrieval.Vector) ([]retrieval.Vector, error) {
			if until, ok := ctx.Deadline(); !ok || time.Until(until) > wait {
				t.Errorf("waited for until %v", until)
			}
			<-ctx.Done()
			return nil, ctx.Err()
		},
		"none": func(context.Context, []retrieval.Vector) ([]retrieval.Vector, error) { return nil, nil },
		"dimension": func(context.Context, []retrieval.Vector) ([]retrieval.Vector, error) {
			return []retrieval.Vector{{1}}, nil
		},
		"not finite": func(context.Context, []retrieval.Vector) ([]retrieval.Vector, error) {
			return []retrieval.Vector{{nan, 0, 0, 0}}, nil
		},
		"own dimension": func(ctx context.Context, _ []retrieval.Vector) ([]retrieval.Vector, error) {
			return retrievaltest.HashEmbedder{}.Embed(ctx, retrieval.ForQuery, []string{"x"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var failed []error
			a, own := assisted(t, chromem.Assistance{Wait: wait, Failed: func(err error) { failed = append(failed, err) }})
			if _, err := a.Adopt(t.Context(), topics{weatherOrTrade, spoil}, nil); err != nil {
				t.Fatal(err)
			}
			got := ask(t, a, "Who was at the inn?")
			if diff := cmp.Diff(ask(t, own, "Who was at the inn?"), got, cmp.AllowUnexported(corpus.Date{})); diff != "" || len(failed) != 1 {
				t.Errorf("%d failures told (-own +assisted)\n%s", len(failed), diff)
			}
		})
	}
}

func TestAssistedHeedsItsCaller(t *testing.T) {
	t.Parallel()
	a, _ := assisted(t, chromem.Assistance{Wait: time.Hour})
	hang := func(ctx context.Context, _ []retrieval.Vector) ([]retrieval.Vector, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	if _, err := a.Adopt(t.Context(), topics{weatherOrTrade, hang}, nil); err != nil {
		t.Fatal(err)
	}
	v, _ := retrievaltest.HashEmbedder{}.Embed(t.Context(), retrieval.ForQuery, []string{"inn"})
	const limit = 4 * time.Second
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	start := time.Now()
	if found, err := a.Search(ctx, retrieval.Query{Text: "inn", Vector: v[0]}, 3); err != nil || len(found.Hits) == 0 || time.Since(start) > limit*3/4 {
		t.Errorf("with a deadline: %d hits, %v, after %v", len(found.Hits), err, time.Since(start))
	}
	cancel()
	if _, err := a.Search(ctx, retrieval.Query{Text: "inn", Vector: v[0]}, 3); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// An adoption that fails changes nothing, and questions go on meanwhile.
func TestAdoptFails(t *testing.T) {
	t.Parallel()
	a, _ := assisted(t, chromem.Assistance{})
	if _, err := a.Adopt(t.Context(), topics{of: weatherOrTrade}, nil); err != nil {
		t.Fatal(err)
	}
	want := ask(t, a, "Did the weather close the pass?")
	var asking sync.WaitGroup
	for range 4 {
		asking.Go(func() {
			for range 20 {
				if got := ask(t, a, "Did the weather close the pass?"); !cmp.Equal(want, got, cmp.AllowUnexported(corpus.Date{})) {
					t.Error("another answer meanwhile")
				}
			}
		})
	}
	for name, spoil := range map[string]func([]retrieval.Vector) ([]retrieval.Vector, error){
		"fails":      func([]retrieval.Vector) ([]retrieval.Vector, error) { return nil, errors.New("down") },
		"too few":    func(v []retrieval.Vector) ([]retrieval.Vector, error) { return v[1:], nil },
		"dimensions": func(v []retrieval.Vector) ([]retrieval.Vector, error) { v[1] = v[1][:7]; return v, nil },
		"not finite": func(v []retrieval.Vector) ([]retrieval.Vector, error) { v[0][0] = float32(math.NaN()); return v, nil },
	} {
		if _, err := a.Adopt(t.Context(), &watched{spoil: spoil}, nil); err == nil || a.Model() != "topics/4" {
			t.Errorf("%s: %v, and the model is %s", name, err, a.Model())
		}
	}
	asking.Wait()
}
