package chromem

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"readout/corpus"
	"readout/corpus/parse"
	"readout/corpus/prose"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/builtin"
	"readout/retrieval/retrievaltest"
)

// randomEmbedder gives random unit vectors, which are as hard to search as any.
type randomEmbedder struct{ size int }

func (e randomEmbedder) Model() string { return fmt.Sprintf("random/%d", e.size) }

func (e randomEmbedder) Embed(_ context.Context, _ retrieval.Purpose, texts []string) ([]retrieval.Vector, error) {
	out := make([]retrieval.Vector, len(texts))
	for i, text := range texts {
		r := rand.New(rand.NewPCG(uint64(len(text)), uint64(text[0])<<32|uint64(i)))
		out[i] = make(retrieval.Vector, e.size)
		for j := range out[i] {
			out[i][j] = float32(r.NormFloat64())
		}
		normalise(out[i])
	}
	return out, nil
}

// largeCorpus has paragraphs of three sentences of real words, as frequent as Zipf's law has them.
func largeCorpus(tb testing.TB, sentences int) *reading.Corpus {
	tb.Helper()
	vocabulary := realWords(tb)
	r := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(r, 1.1, 8, uint64(len(vocabulary)-1))
	var articles []*corpus.Article
	for made := 0; made < sentences; {
		var b strings.Builder
		for range 12 {
			for range 3 {
				for i := range 22 {
					if word := vocabulary[zipf.Uint64()]; i == 0 {
						b.WriteString("The " + word)
					} else {
						b.WriteString(" " + word)
					}
				}
				b.WriteString(". ")
				made++
			}
			b.WriteString("\n\n")
		}
		a, err := parse.Text(corpus.ArticleID(fmt.Sprintf("a%05d.txt", len(articles))), "A Report on the Matter\n\n"+b.String())
		if err != nil {
			tb.Fatal(err)
		}
		articles = append(articles, a)
	}
	c := retrievaltest.Read(tb, articles...)
	return c
}

// realWords are the distinct words of the judged questions' articles and SQuAD's where those are at hand, else of the shipped digests.
func realWords(tb testing.TB) []string {
	tb.Helper()
	var text []byte
	for _, glob := range []string{"../../../shared/eval/squad*.json", "../../../shared/seeds/*.txt", "../../corpus/articles/*.md"} {
		files, err := filepath.Glob(glob)
		if err != nil {
			tb.Fatal(err)
		}
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				tb.Fatal(err)
			}
			text = append(append(text, data...), '\n')
		}
	}
	seen := map[string]bool{}
	var words []string
	for _, w := range prose.Words(string(text)) {
		if lower := strings.ToLower(w.Folded); len(lower) > 1 && !seen[lower] && !strings.ContainsAny(lower, "0123456789,.") {
			seen[lower] = true
			words = append(words, lower)
		}
	}
	return words
}

// timeToRead is how long it takes to bring every vector from memory into the processor, on all its cores: what an exhaustive search
// costs at least.
func timeToRead(vectors []retrieval.Vector) time.Duration {
	cores := runtime.GOMAXPROCS(0)
	var sum atomic.Uint32
	best := time.Hour
	for range 10 {
		start := time.Now()
		var wg sync.WaitGroup
		for part := range slices.Chunk(vectors, (len(vectors)+cores-1)/cores) {
			wg.Go(func() {
				var s float32
				for _, v := range part {
					for i := 0; i < len(v); i += 16 { // a cache line holds 16 components
						s += v[i]
					}
				}
				sum.Add(math.Float32bits(s))
			})
		}
		wg.Wait()
		best = min(best, time.Since(start))
	}
	return best
}

// BenchmarkSearch asks 100,000 sentences; x-reading is the time as a multiple of reading the vectors once.
func BenchmarkSearch(b *testing.B) {
	model, err := builtin.Open()
	if err != nil {
		b.Fatal(err)
	}
	const dimensions = 384
	embedder := randomEmbedder{dimensions}
	c := largeCorpus(b, 100_000)
	before := heap()
	x, err := Build(b.Context(), Input{Corpus: c, Version: "bench", Embedder: embedder, WordVectors: model})
	if err != nil {
		b.Fatal(err)
	}
	perThousand := float64(heap()-before) / float64(len(x.passages)) * 1000 / (1 << 20)
	vectors, err := embedder.Embed(b.Context(), retrieval.ForQuery, []string{"query"})
	if err != nil {
		b.Fatal(err)
	}
	q := retrieval.Query{Text: "How many sailors did the government release after the summit on nuclear weapons in Helsinki?", Vector: vectors[0]}
	opened, err := Open(x.words, "bench", x.Pack())
	if err != nil {
		b.Fatal(err)
	}
	all := make([]retrieval.Vector, x.texts)
	for i := range all {
		all[i] = x.rows.(floatRows).row(int32(i))
	}
	vocabulary, asked := realWords(b), 0
	once := timeToRead(all)
	for _, part := range []struct {
		name string
		run  func() error
	}{
		{"meaning", func() error { _, err := x.cosines(q.Vector, x.scope(nil)); return err }},
		{"meaning, packed", func() error { _, err := opened.cosines(q.Vector, x.scope(nil)); return err }},
		{"words", func() error { x.words.Scores(x.words.Terms(q.Text)); return nil }},
		{"new words", func() error {
			x.words.Scores(x.words.Terms(strings.Join(vocabulary[asked:asked+8], " ")))
			asked = (asked + 8) % (len(vocabulary) - 8)
			return nil
		}},
		{"both", func() error { _, err := x.Search(b.Context(), q, 10); return err }},
	} {
		b.Run(part.name, func(b *testing.B) {
			for b.Loop() {
				if err := part.run(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(once), "x-reading")
			b.ReportMetric(perThousand, "MB/1000-passages")
		})
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
