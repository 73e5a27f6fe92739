package chromem_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"readout/corpus/articles"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/builtin"
	"readout/retrieval/chromem"
	"readout/retrieval/eval"
	"readout/retrieval/retrievaltest"
)

// reopened is an index after its vectors were packed.
func reopened(t testing.TB, x *chromem.Index, version string) *chromem.Index {
	t.Helper()
	opened, err := chromem.Open(x.Words(), version, x.Pack())
	if err != nil {
		t.Fatal(err)
	}
	return opened
}

func TestPackedIndex(t *testing.T) {
	t.Parallel()
	retrievaltest.Index(t, func(t *testing.T, c *reading.Corpus, e retrieval.Embedder, version string) retrieval.Index {
		x, err := chromem.Build(t.Context(), chromem.Input{Corpus: c, Embedder: e, Version: "before"})
		if err != nil {
			t.Fatal(err)
		}
		return reopened(t, x, version)
	})
}

// TestPackedRanksAlike: over the shipped articles and the questions judged on them, packed vectors find what the others do.
func TestPackedRanksAlike(t *testing.T) {
	t.Parallel()
	model, err := builtin.Open()
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := articles.Load()
	if err != nil {
		t.Fatal(err)
	}
	texts := retrievaltest.Read(t, loaded...)
	known, err := chromem.ReadFile("../../bot/engine/shipped.vectors", model.Model())
	if err != nil {
		t.Fatal(err)
	}
	whole, err := chromem.Build(t.Context(), chromem.Input{Corpus: texts, Embedder: model, WordVectors: model, Reuse: known})
	if err != nil {
		t.Fatal(err)
	}
	packed := reopened(t, whole, "")
	questions, err := eval.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	const k = 10
	first, among, all, most := 0, 0, 0, 0.0
	for _, q := range questions {
		vectors, err := model.Embed(t.Context(), retrieval.ForQuery, []string{q.Text})
		if err != nil {
			t.Fatal(err)
		}
		find := func(x *chromem.Index) []retrieval.Hit {
			found, err := x.Search(t.Context(), retrieval.Query{Text: q.Text, Vector: vectors[0]}, k)
			if err != nil || len(found.Hits) != k {
				t.Fatalf("%d hits, %v", len(found.Hits), err)
			}
			return found.Hits
		}
		want, got := find(whole), find(packed)
		if want[0].Passage == got[0].Passage {
			first++
		}
		for _, h := range want {
			all++
			at := slices.IndexFunc(got, func(g retrieval.Hit) bool { return g.Passage == h.Passage })
			if at < 0 {
				continue
			}
			among++
			most = max(most, math.Abs(got[at].Meaning-h.Meaning))
		}
	}
	t.Logf("of %d questions %d have the same first passage; %d of %d passages are found by both; cosines differ by %.5f at most",
		len(questions), first, among, all, most)
	if float64(first) < .98*float64(len(questions)) || float64(among) < .99*float64(all) || most > .01 {
		t.Error("packed vectors find other passages")
	}
}

// TestPackedAssisted: a second model's vectors of a packed index are packed, too, and rank.
func TestPackedAssisted(t *testing.T) {
	t.Parallel()
	_, own := assisted(t, chromem.Assistance{})
	a := chromem.NewAssisted(reopened(t, own, ""), chromem.Assistance{})
	vectors, err := a.Adopt(t.Context(), topics{of: weatherOrTrade}, nil)
	if err != nil || vectors.Len() != 4 || a.Model() != "topics/4" {
		t.Fatalf("adopted %q: %v", a.Model(), err)
	}
	if got := ask(t, a, "How were the customs changed?").Hits[0].Passage.Text; got != "The tariff rose by a tenth." {
		t.Errorf("first found: %q", got)
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	_, x := assisted(t, chromem.Assistance{})
	good := x.Pack()
	if again := reopened(t, x, "").Pack(); !slices.Equal(good.Rows, again.Rows) || again.Model != good.Model || again.Size != good.Size {
		t.Error("an opened index has other vectors than it was opened with")
	}
	scaled := func(scale float32) []byte {
		rows, bits := slices.Clone(good.Rows), math.Float32bits(scale)
		copy(rows, []byte{byte(bits), byte(bits >> 8), byte(bits >> 16), byte(bits >> 24)})
		return rows
	}
	for name, p := range map[string]chromem.Packed{
		"nothing":      {},
		"a row less":   {Size: good.Size, Rows: good.Rows[good.Size+4:]},
		"a byte less":  {Size: good.Size, Rows: good.Rows[1:]},
		"a byte more":  {Size: good.Size, Rows: append(slices.Clone(good.Rows), 0)},
		"another size": {Size: good.Size + 1, Rows: good.Rows},
		"no size":      {Size: -4, Rows: nil},
		"no number":    {Size: good.Size, Rows: scaled(float32(math.NaN()))},
		"infinite":     {Size: good.Size, Rows: scaled(float32(math.Inf(1)))},
		"zero":         {Size: good.Size, Rows: scaled(0)},
		"negative":     {Size: good.Size, Rows: scaled(-.01)},
	} {
		if _, err := chromem.Open(x.Words(), "", p); !errors.Is(err, chromem.ErrPacked) {
			t.Errorf("%s: %v", name, err)
		}
	}
	empty, err := chromem.Build(t.Context(), chromem.Input{Corpus: retrievaltest.Corpus(t, nil), Embedder: retrievaltest.HashEmbedder{}})
	if err != nil {
		t.Fatal(err)
	}
	if found, err := reopened(t, empty, "none").Search(t.Context(), retrieval.Query{Text: "x"}, 3); err != nil || len(found.Hits) > 0 || found.Version != "none" {
		t.Errorf("no texts: %v, %v", found, err)
	}
}

// FuzzPacked: packing keeps a vector's direction, whatever it is.
func FuzzPacked(f *testing.F) {
	f.Add(int64(1), int64(2), int64(-3))
	f.Add(int64(0), int64(0), int64(1)<<60)
	f.Fuzz(func(t *testing.T, a, b, c int64) {
		v := retrieval.Vector{float32(a), float32(b), float32(c), 0}
		var square float64
		for _, c := range v {
			square += float64(c) * float64(c)
		}
		if square == 0 || math.IsInf(square, 0) {
			return
		}
		for i := range v {
			v[i] = float32(float64(v[i]) / math.Sqrt(square))
		}
		x, err := chromem.Build(t.Context(), chromem.Input{Corpus: retrievaltest.Corpus(t, map[string]string{"a.txt": "Snow fell."}), Embedder: fixed{v}})
		if err != nil {
			t.Fatal(err)
		}
		found, err := reopened(t, x, "").Search(t.Context(), retrieval.Query{Text: "snow", Vector: v}, 1)
		if err != nil || len(found.Hits) != 1 || !(math.Abs(found.Hits[0].Meaning-1) < .01) {
			t.Errorf("%v is found as %v, %v", v, found.Hits, err)
		}
	})
}

// fixed is a model for which every text is the same vector.
type fixed struct{ v retrieval.Vector }

func (f fixed) Model() string { return fmt.Sprint("fixed/", len(f.v)) }

func (f fixed) Embed(_ context.Context, _ retrieval.Purpose, texts []string) ([]retrieval.Vector, error) {
	out := make([]retrieval.Vector, len(texts))
	for i := range out {
		out[i] = f.v
	}
	return out, nil
}
