package chromem_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/chromem"
	"readout/retrieval/retrievaltest"
)

func TestIndex(t *testing.T) {
	t.Parallel()
	retrievaltest.Index(t, func(t *testing.T, c *reading.Corpus, e retrieval.Embedder, version string) retrieval.Index {
		index, err := chromem.Build(t.Context(), chromem.Input{Corpus: c, Embedder: e, Version: version})
		if err != nil {
			t.Fatal(err)
		}
		return index
	})
}

// watched counts what it is asked to embed, and can spoil the answer.
type watched struct {
	retrievaltest.HashEmbedder
	mu    sync.Mutex
	texts []string
	spoil func([]retrieval.Vector) ([]retrieval.Vector, error)
}

func (e *watched) Embed(ctx context.Context, as retrieval.Purpose, texts []string) ([]retrieval.Vector, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.texts = append(e.texts, texts...)
	vectors, err := e.HashEmbedder.Embed(ctx, as, texts)
	if e.spoil == nil || err != nil {
		return vectors, err
	}
	return e.spoil(vectors)
}

func TestBuildEmbedsOnlyWhatIsNew(t *testing.T) {
	t.Parallel()
	var e watched
	build := func(texts map[string]string, reuse *chromem.Vectors) *chromem.Index {
		t.Helper()
		e.texts = nil
		index, err := chromem.Build(t.Context(), chromem.Input{Corpus: retrievaltest.Corpus(t, texts), Embedder: &e, Reuse: reuse})
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(e.texts)
		return index
	}
	first := build(map[string]string{"a.txt": "Snow fell. Ice broke.\n\nSnow fell.", "b.txt": "Snow fell."}, nil)
	if want := []string{"Ice broke.", "Snow fell.", "Snow fell. Ice broke."}; !slices.Equal(e.texts, want) {
		t.Errorf("embedded %q, want each distinct sentence and passage once: %q", e.texts, want)
	}
	second := build(map[string]string{"a.txt": "Snow fell! Ice broke.", "c.txt": "Ice broke."}, first.Vectors())
	if want := []string{"Snow fell!", "Snow fell! Ice broke."}; !slices.Equal(e.texts, want) {
		t.Errorf("embedded %q, want only what is new: %q", e.texts, want)
	}
	if n := second.Vectors().Len(); n != 3 {
		t.Errorf("the second version keeps %d vectors, want its own 3", n)
	}
	data, err := first.Vectors().MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	read, err := chromem.Decode(data, e.Model())
	if err != nil {
		t.Fatal(err)
	}
	build(map[string]string{"a.txt": "Snow fell. Ice broke."}, read)
	if len(e.texts) != 0 {
		t.Errorf("embedded %q though the file has them", e.texts)
	}
}

func TestBuildIgnoresVectorsOfAnotherModel(t *testing.T) {
	t.Parallel()
	texts := map[string]string{"a.txt": "Snow fell."}
	other, err := chromem.Build(t.Context(), chromem.Input{Corpus: retrievaltest.Corpus(t, texts), Embedder: retrievaltest.HashEmbedder{Dimensions: 8}})
	if err != nil {
		t.Fatal(err)
	}
	var e watched
	if _, err := chromem.Build(t.Context(), chromem.Input{Corpus: retrievaltest.Corpus(t, texts), Embedder: &e, Reuse: other.Vectors()}); err != nil {
		t.Fatal(err)
	}
	if len(e.texts) != 1 {
		t.Errorf("embedded %q, want the sentence again", e.texts)
	}
}

// An index is the same whether its vectors were just made or read from a file.
func TestVectorsFromAFileRankTheSame(t *testing.T) {
	t.Parallel()
	c := retrievaltest.Corpus(t, map[string]string{"a.txt": strings.Repeat("Snow fell on the harbour. Ice broke in the bay. Ships sailed north.\n\n", 3) +
		"The mayor spoke of ice. Nobody heard the mayor."})
	e := retrievaltest.HashEmbedder{Dimensions: 100}
	made, err := chromem.Build(t.Context(), chromem.Input{Corpus: c, Embedder: e})
	if err != nil {
		t.Fatal(err)
	}
	data, err := made.Vectors().MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	kept, err := chromem.Decode(data, e.Model())
	if err != nil {
		t.Fatal(err)
	}
	read, err := chromem.Build(t.Context(), chromem.Input{Corpus: c, Embedder: e, Reuse: kept})
	if err != nil {
		t.Fatal(err)
	}
	vectors, err := e.Embed(t.Context(), retrieval.ForQuery, []string{"Who spoke of ice in the bay?"})
	if err != nil {
		t.Fatal(err)
	}
	q := retrieval.Query{Text: "Who spoke of ice in the bay?", Vector: vectors[0]}
	want, err := made.Search(t.Context(), q, 4)
	if err != nil {
		t.Fatal(err)
	}
	got, err := read.Search(t.Context(), q, 4)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("results differ (-made +read):\n%s", diff)
	}
}

func TestBuildRefusesABadEmbedder(t *testing.T) {
	t.Parallel()
	down := errors.New("down")
	for name, test := range map[string]struct {
		spoil func([]retrieval.Vector) ([]retrieval.Vector, error)
		want  error
	}{
		"error":     {func([]retrieval.Vector) ([]retrieval.Vector, error) { return nil, down }, down},
		"too few":   {func(v []retrieval.Vector) ([]retrieval.Vector, error) { return v[1:], nil }, nil},
		"too many":  {func(v []retrieval.Vector) ([]retrieval.Vector, error) { return append(v, v[0]), nil }, nil},
		"short":     {func(v []retrieval.Vector) ([]retrieval.Vector, error) { v[1] = v[1][1:]; return v, nil }, chromem.ErrVector},
		"NaN":       {func(v []retrieval.Vector) ([]retrieval.Vector, error) { v[1][0] = float32(math.NaN()); return v, nil }, chromem.ErrVector},
		"zero":      {func(v []retrieval.Vector) ([]retrieval.Vector, error) { clear(v[1]); return v, nil }, chromem.ErrVector},
		"empty":     {func(v []retrieval.Vector) ([]retrieval.Vector, error) { v[0] = nil; return v, nil }, chromem.ErrVector},
		"not units": {func(v []retrieval.Vector) ([]retrieval.Vector, error) { v[0][0] += 3; return v, nil }, chromem.ErrVector},
	} {
		index, err := chromem.Build(t.Context(), chromem.Input{Corpus: retrievaltest.Corpus(t, map[string]string{"a.txt": "Snow fell. Ice broke."}),
			Embedder: &watched{spoil: test.spoil}})
		if err == nil || index != nil || test.want != nil && !errors.Is(err, test.want) {
			t.Errorf("%s: error %v, want %v", name, err, test.want)
		}
		if strings.Contains(err.Error(), "Snow") {
			t.Errorf("%s: the error, which is logged, repeats the article: %v", name, err)
		}
	}
}

func TestBuildCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c := retrievaltest.Corpus(t, map[string]string{"a.txt": "Snow fell."})
	made, err := chromem.Build(t.Context(), chromem.Input{Corpus: c, Embedder: retrievaltest.HashEmbedder{}})
	if err != nil {
		t.Fatal(err)
	}
	// With every vector known, nothing is embedded: the collection alone must notice.
	for _, reuse := range []*chromem.Vectors{nil, made.Vectors()} {
		if _, err := chromem.Build(ctx, chromem.Input{Corpus: c, Embedder: retrievaltest.HashEmbedder{}, Reuse: reuse}); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want %v", err, context.Canceled)
		}
	}
}

func TestFrontMatterIsNotSearched(t *testing.T) {
	t.Parallel()
	c := retrievaltest.Corpus(t, map[string]string{"m": "---\ntitle: Signs of Spring\npublisher: The Larch Post\n---\n\nSnow fell.\n"})
	var e watched
	index, err := chromem.Build(t.Context(), chromem.Input{Corpus: c, Embedder: &e})
	if err != nil {
		t.Fatal(err)
	}
	if len(e.texts) != 1 || len(index.Words().Passages()) != 1 {
		t.Errorf("embedded %q, %d passages searched; want the paragraph alone", e.texts, len(index.Words().Passages()))
	}
}
