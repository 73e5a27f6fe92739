// Package retrievaltest has the conformance suites of the retrieval interfaces, which every implementation runs, and
// deterministic fakes of them for the tests of other packages.
package retrievaltest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"

	"readout/retrieval"
)

// sampleTexts are what a community may send and what an article may hold: every one has exactly one vector.
func sampleTexts() []string {
	return []string{
		"The two ministers met for an hour and promised to meet again in autumn.",
		"When is the next meeting?",
		"",
		" \t\n ",
		"?!",
		"a",
		"The two ministers met for an hour and promised to meet again in autumn.",
		"Переговоры прошли в дружеской обстановке. 会谈在友好的气氛中进行。 🙂🙂",
		"caf\u00e9 cafe\u0301 \u00ad\u200b\u2014 “quoted” ﬁne",
		"damaged \xff\xfe bytes \xc3",
		strings.Repeat("Trade between the neighbours grew by a tenth, officials said. ", 60),
		strings.Repeat("x", 3000),
	}
}

// Embedder checks that what newEmbedder returns keeps the contract of retrieval.Embedder. newEmbedder is called once for each
// subtest and may return the same instance every time.
func Embedder(t *testing.T, newEmbedder func(t *testing.T) retrieval.Embedder) {
	for _, check := range []struct {
		name string
		run  func(t *testing.T, e retrieval.Embedder)
	}{
		{"the model has a name", namedEmbedder},
		{"one unit vector per text, in order", unitVectorsEmbedder},
		{"the same text has the same vector again", repeatableEmbedder},
		{"different texts have different vectors", differentEmbedder},
		{"vectors belong to the caller", ofTheCallerEmbedder},
		{"no texts give no vectors", ofNothingEmbedder},
		{"a cancelled context is an error", cancelledEmbedder},
		{"it is safe for concurrent use", concurrentEmbedder},
	} {
		t.Run(check.name, func(t *testing.T) { check.run(t, newEmbedder(t)) })
	}
}

func namedEmbedder(t *testing.T, e retrieval.Embedder) {
	name := e.Model()
	mustEmbed(t, e, retrieval.ForPassage, "a text")
	if again := e.Model(); name == "" || again != name {
		t.Errorf("Model() = %q, later %q; want a constant name", name, again)
	}
}

func unitVectorsEmbedder(t *testing.T, e retrieval.Embedder) {
	texts := sampleTexts()
	for _, as := range []retrieval.Purpose{retrieval.ForPassage, retrieval.ForQuery} {
		batch := mustEmbed(t, e, as, texts...)
		for i, text := range texts {
			if err := checkUnit(batch[i], len(batch[0])); err != nil {
				t.Errorf("purpose %d, text %d %.40q: %v", as, i, text, err)
			}
			single := mustEmbed(t, e, as, text)[0]
			if err := checkSame(batch[i], single); err != nil {
				t.Errorf("purpose %d, text %d %.40q in a batch and alone: %v", as, i, text, err)
			}
		}
	}
}

func repeatableEmbedder(t *testing.T, e retrieval.Embedder) {
	texts := sampleTexts()
	first, second := mustEmbed(t, e, retrieval.ForPassage, texts...), mustEmbed(t, e, retrieval.ForPassage, texts...)
	for i := range texts {
		if err := checkSame(first[i], second[i]); err != nil {
			t.Errorf("text %d %.40q: %v", i, texts[i], err)
		}
	}
}

func differentEmbedder(t *testing.T, e retrieval.Embedder) {
	v := mustEmbed(t, e, retrieval.ForPassage, "The harbour froze over in January.", "Her orchestra plays Mahler tonight.")
	if c := cosine(v[0], v[1]); c > .95 {
		t.Errorf("cosine of unrelated texts = %.3f", c)
	}
}

func ofTheCallerEmbedder(t *testing.T, e retrieval.Embedder) {
	texts := sampleTexts()[:5]
	want := mustEmbed(t, e, retrieval.ForPassage, texts...)
	spoilt := mustEmbed(t, e, retrieval.ForPassage, texts...)
	for _, v := range spoilt {
		clear(v)
	}
	got := mustEmbed(t, e, retrieval.ForPassage, texts...)
	for i := range texts {
		if err := checkSame(want[i], got[i]); err != nil {
			t.Errorf("text %d after a caller cleared its vectors: %v", i, err)
		}
	}
	for i, v := range spoilt {
		for _, x := range v {
			if x != 0 {
				t.Fatalf("text %d: a returned vector was written to by a later call", i)
			}
		}
	}
}

func ofNothingEmbedder(t *testing.T, e retrieval.Embedder) {
	for _, texts := range [][]string{nil, {}} {
		if v, err := e.Embed(context.Background(), retrieval.ForPassage, texts); len(v) != 0 || err != nil {
			t.Errorf("Embed of no texts = %d vectors, %v; want none and no error", len(v), err)
		}
	}
}

func cancelledEmbedder(t *testing.T, e retrieval.Embedder) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, texts := range [][]string{{"one"}, sampleTexts()} {
		v, err := e.Embed(ctx, retrieval.ForPassage, texts)
		if !errors.Is(err, context.Canceled) || v != nil {
			t.Errorf("Embed of %d texts with a cancelled context = %d vectors, %v", len(texts), len(v), err)
		}
	}
}

func concurrentEmbedder(t *testing.T, e retrieval.Embedder) {
	texts := sampleTexts()
	want := mustEmbed(t, e, retrieval.ForPassage, texts...)
	var wg sync.WaitGroup
	for worker := range 3 {
		wg.Go(func() {
			rotated := append(append([]string(nil), texts[worker:]...), texts[:worker]...)
			got, err := e.Embed(context.Background(), retrieval.ForPassage, rotated)
			if err != nil || len(got) != len(texts) {
				t.Errorf("worker %d: %d vectors, %v", worker, len(got), err)
				return
			}
			for i := range got {
				if err := checkSame(want[(i+worker)%len(texts)], got[i]); err != nil {
					t.Errorf("worker %d, text %d: %v", worker, i, err)
				}
			}
		})
	}
	wg.Wait()
}

func mustEmbed(t *testing.T, e retrieval.Embedder, as retrieval.Purpose, texts ...string) []retrieval.Vector {
	t.Helper()
	v, err := e.Embed(context.Background(), as, texts)
	if err != nil {
		t.Fatalf("Embed of %d texts: %v", len(texts), err)
	}
	if len(v) != len(texts) {
		t.Fatalf("Embed of %d texts gave %d vectors", len(texts), len(v))
	}
	return v
}

func checkUnit(v retrieval.Vector, dimensions int) error {
	if len(v) != dimensions || dimensions == 0 {
		return fmt.Errorf("%d dimensions, want %d", len(v), dimensions)
	}
	var square float64
	for i, x := range v {
		if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
			return fmt.Errorf("component %d is %v", i, x)
		}
		square += float64(x) * float64(x)
	}
	if math.Abs(math.Sqrt(square)-1) > 1e-4 {
		return fmt.Errorf("length %.6f, want 1", math.Sqrt(square))
	}
	return nil
}

// checkSame leaves room for a server that adds in another order for another batch size, and for nothing more.
func checkSame(a, b retrieval.Vector) error {
	if len(a) != len(b) {
		return fmt.Errorf("%d and %d dimensions", len(a), len(b))
	}
	if c := cosine(a, b); !(c > 1-1e-4) {
		return fmt.Errorf("cosine %.6f, want the same vector", c)
	}
	return nil
}

func cosine(a, b retrieval.Vector) float64 {
	var dot, aa, bb float64
	for i := range a {
		dot += float64(a[i]) * float64(b[i])
		aa += float64(a[i]) * float64(a[i])
		bb += float64(b[i]) * float64(b[i])
	}
	return dot / math.Sqrt(aa*bb)
}
