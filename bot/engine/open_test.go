package engine

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"readout/bot/failure"
	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/builtin"
	"readout/retrieval/chromem"
)

// TestShippedVectorsAreComplete fails when the shipped articles or the model have changed since the vectors were computed: go
// generate ./bot computes them anew.
func TestShippedVectorsAreComplete(t *testing.T) {
	t.Parallel()
	texts, err := LoadCorpus(t.Context(), "", false, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	model, err := builtin.Open()
	if err != nil {
		t.Fatal(err)
	}
	known, err := chromem.Decode(shippedVectors, model.Model())
	if err != nil {
		t.Fatalf("%v; compute them anew: go generate ./bot", err)
	}
	if got := VersionOf(texts.Articles); known.Version() != got {
		t.Errorf("the vectors are of version %s of the shipped articles, which are at %s: go generate ./bot", known.Version(), got)
	}
	none := refusing{model}
	if _, err := chromem.Build(t.Context(), chromem.Input{Corpus: texts, Embedder: none, WordVectors: model, Reuse: known}); err != nil {
		t.Errorf("some sentences have no vector: %v; compute them anew: go generate ./bot", err)
	}
	// One of them, computed again, is what the file has: the model is the one that made it.
	sentence := texts.Articles[0].Passages[len(texts.Articles[0].Passages)/2].Sentences[0].Text
	kept, ok := known.Vector(sentence)
	vectors, err := model.Embed(t.Context(), retrieval.ForPassage, []string{sentence})
	if err != nil || !ok {
		t.Fatalf("%q: %v, known: %v", sentence, err, ok)
	}
	cosine := 0.0
	for i, c := range vectors[0] {
		cosine += float64(c) * float64(kept[i])
	}
	if cosine < .9999 {
		t.Errorf("the vector kept of %q has the cosine %.5f with what the model makes of it now: go generate ./bot", sentence, cosine)
	}
}

// refusing is an embedder that has nothing left to embed.
type refusing struct{ retrieval.Embedder }

func (refusing) Embed(_ context.Context, _ retrieval.Purpose, texts []string) ([]retrieval.Vector, error) {
	if len(texts) > 0 {
		return nil, errors.New(strings.Join(texts, " | "))
	}
	return nil, nil
}

func TestOpenEngineKeepsVectors(t *testing.T) {
	t.Parallel()
	dir, cache := t.TempDir(), filepath.Join(t.TempDir(), "deep", "cache")
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var warnings []string
	open := func() *Engine {
		t.Helper()
		warnings = nil
		e, err := Open(t.Context(), CorpusConfig{Articles: dir, Cache: cache}, func(format string, args ...any) { warnings = append(warnings, format) })
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	keptAs := func() string {
		t.Helper()
		files, err := filepath.Glob(filepath.Join(cache, "*.vectors"))
		if err != nil || len(files) != 1 {
			t.Fatalf("the cache holds %q, %v", files, err)
		}
		model, err := builtin.Open()
		if err != nil {
			t.Fatal(err)
		}
		kept, err := chromem.ReadFile(files[0], model.Model())
		if err != nil {
			t.Fatal(err)
		}
		return kept.Version()
	}
	write("one.txt", "The harbour of Aldmoor reopened on Tuesday after nine weeks.\n")
	first := open()
	if got := keptAs(); got != first.Version {
		t.Errorf("version %s is kept, want %s", got, first.Version)
	}
	write("two.txt", "Forty passengers wrote to the ferry company on Monday.\n")
	second := open()
	if got := keptAs(); got != second.Version || second.Version == first.Version {
		t.Errorf("after an article was added version %s is kept, want %s", got, second.Version)
	}
	a, err := second.Answerer.Answer(t.Context(), answer.Question{Text: "When did passengers write to the ferry company?"})
	if err != nil {
		t.Fatal(err)
	}
	if a.Abstention != nil || !strings.Contains(a.Text(), "passengers") || a.Version != second.Version {
		t.Errorf("answered %q of version %s", a.Text(), a.Version)
	}
	if len(warnings) > 0 {
		t.Errorf("warned: %q", warnings)
	}
	// A cache that can't be written costs time, nothing else.
	if err := os.RemoveAll(cache); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(cache, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if open(); !slices.Contains(warnings, "the vectors are not kept: %v") {
		t.Errorf("warned: %q", warnings)
	}
}

func TestOpenEngineFails(t *testing.T) {
	t.Parallel()
	_, err := Open(t.Context(), CorpusConfig{Articles: filepath.Join(t.TempDir(), "absent")}, nil)
	if !failure.IsInput(err) || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing folder gives %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, from := range []CorpusConfig{{}, {Articles: "."}} {
		if _, err := Open(ctx, from, func(string, ...any) {}); !errors.Is(err, context.Canceled) || failure.IsInput(err) {
			t.Errorf("cancelled, %+v gives %v", from, err)
		}
	}
}

func TestVersionOf(t *testing.T) {
	t.Parallel()
	harbour := func() *corpus.Article {
		return &corpus.Article{ID: "harbour", Body: "The harbour of Aldmoor reopened."}
	}
	a, b := harbour(), harbour()
	b.Body += " "
	if VersionOf([]*corpus.Article{a}) == VersionOf([]*corpus.Article{b}) {
		t.Error("a changed article leaves the version as it is")
	}
	if v := VersionOf([]*corpus.Article{a}); v != VersionOf([]*corpus.Article{harbour()}) || len(v) != 12 {
		t.Errorf("version %q", v)
	}
}

// BenchmarkAsk is a whole run of the command over the shipped articles.
func BenchmarkAsk(b *testing.B) {
	for b.Loop() {
		e, err := Open(b.Context(), CorpusConfig{}, nil)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := e.Answerer.Answer(b.Context(), answer.Question{Text: "What was said about the talks?"}); err != nil {
			b.Fatal(err)
		}
	}
}
