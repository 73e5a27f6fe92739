package builtin

import (
	"bytes"
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"readout/retrieval"
	"readout/retrieval/builtin/internal/pack"
	"readout/retrieval/retrievaltest"
)

// openOnce spares the tests a copy of the weights each: a Model is safe for concurrent use.
var openOnce = sync.OnceValues(Open)

func model(t testing.TB) *Model {
	t.Helper()
	m, err := openOnce()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestEmbedderContract(t *testing.T) {
	t.Parallel()
	retrievaltest.Embedder(t, func(t *testing.T) retrieval.Embedder { return model(t) })
}

// TestNearInMeaning: a paraphrase with no content word in common is nearer than a sentence on another subject.
func TestNearInMeaning(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ text, near, far string }{
		{"How old are you?", "What is your age?", "The train to the coast was late again."},
		{"The firm dismissed two hundred workers.", "The company laid off hundreds of its staff.", "The river rose after heavy rain."},
		{"When will the talks continue?", "On what date do negotiations resume?", "Which colour is the new bridge?"},
	} {
		v, err := model(t).Embed(context.Background(), retrieval.ForQuery, []string{test.text, test.near, test.far})
		if err != nil {
			t.Fatal(err)
		}
		if near, far := cosine(v[0], v[1]), cosine(v[0], v[2]); near < far+.2 {
			t.Errorf("%q: %.3f to %q, %.3f to %q", test.text, near, test.near, far, test.far)
		}
	}
}

// TestWhiteSpace: line breaks within a paragraph and spaces around it do not change what it means.
func TestWhiteSpace(t *testing.T) {
	t.Parallel()
	v, err := model(t).Embed(context.Background(), retrieval.ForPassage, []string{
		"The market opens on Saturday at nine.", " The market\r\nopens on\n\tSaturday  at\u00a0nine.\n", "", "\n\t ",
	})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(v[0], v[1]) || !slices.Equal(v[2], v[3]) {
		t.Error("white space changes the vector")
	}
}

func TestEmbedStopsWhenCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
	defer cancel()
	texts := slices.Repeat([]string{passage120}, 4000) // would take half a minute at least
	start := time.Now()
	v, err := model(t).Embed(ctx, retrieval.ForPassage, texts)
	if !errors.Is(err, context.DeadlineExceeded) || v != nil {
		t.Errorf("Embed = %d vectors, %v", len(v), err)
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("it took %v to stop", took)
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	packed := func(add func(*pack.Writer)) []byte {
		var w pack.Writer
		add(&w)
		var file bytes.Buffer
		if _, err := w.WriteTo(&file); err != nil {
			t.Fatal(err)
		}
		return file.Bytes()
	}
	damaged := bytes.Clone(readerPack)
	damaged[len(damaged)/2] ^= 1
	later := bytes.Clone(encoderPack)
	later[8]++
	for name, test := range map[string]struct {
		encoder, reader, words []byte
		want                   error
		named                  string
	}{
		"nothing":            {nil, readerPack, wordsPack, pack.ErrForeign, "encoder.pack"},
		"cut off":            {encoderPack, readerPack, wordsPack[:len(wordsPack)-1], pack.ErrDamaged, "words.pack"},
		"one bit":            {encoderPack, damaged, wordsPack, pack.ErrDamaged, "reader.pack"},
		"another format":     {later, readerPack, wordsPack, pack.ErrVersion, "encoder.pack"},
		"another pack":       {encoderPack, encoderPack, wordsPack, pack.ErrVersion, "reader.pack"},
		"another model":      {readerPack, readerPack, wordsPack, pack.ErrVersion, "encoder.pack"},
		"tables of no model": {wordsPack, readerPack, wordsPack, pack.ErrMissing, "encoder.pack"},
		"without tables": {packed(func(w *pack.Writer) {
			w.Texts("model", []string{EncoderName})
		}), readerPack, wordsPack, pack.ErrMissing, "encoder.pack"},
		"other tables": {packed(func(w *pack.Writer) {
			w.Texts("model", []string{EncoderName})
			w.Texts("pieces", []string{"a"})
		}), readerPack, wordsPack, pack.ErrDamaged, "encoder.pack"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, err := open(test.encoder, test.reader, test.words)
			if !errors.Is(err, test.want) || m != nil || !strings.Contains(err.Error(), test.named) {
				t.Errorf("open = %v, %v; want %v of %s", m, err, test.want, test.named)
			}
		})
	}
}

func TestPackIsSmall(t *testing.T) {
	t.Parallel()
	if size := len(encoderPack) + len(readerPack) + len(wordsPack); size >= 37_000_000 {
		t.Errorf("the models add %d bytes to the program", size)
	}
}

func TestWordVectors(t *testing.T) {
	t.Parallel()
	m := model(t)
	for _, test := range []struct {
		a, b     string
		min, max float64
	}{
		{"talks", "talks", 1, 1},
		{"talks", "negotiations", .7, 1},
		{"president", "minister", .5, .95},
		{"monday", "tuesday", .9, 1},
		{"talks", "banana", -.3, .3},
	} {
		if cos, ok := m.Cosine(test.a, test.b); !ok || cos < test.min || cos > test.max {
			t.Errorf("Cosine(%q, %q) = %.3f, %v; want %v to %v", test.a, test.b, cos, ok, test.min, test.max)
		}
	}
	retrievaltest.WordVectors(t, m, []string{"talks", "negotiations", "banana", "bridge"}, []string{"", "Talks", "zzyzzx", "don't", "2019", "talks "})
}

// TestWordVectorsHoldEveryRow: every stored word is found at its own vector.
func TestWordVectorsHoldEveryRow(t *testing.T) {
	t.Parallel()
	m := model(t)
	if len(m.words.rows) != wordCount {
		t.Fatalf("%d words, want %d", len(m.words.rows), wordCount)
	}
	for word, row := range m.words.rows {
		length := 1 / float64(m.words.inverseLengths[row])
		if length < 127 || strings.ToLower(word) != word {
			t.Errorf("%q: row %d has length %.1f", word, row, length)
		}
	}
}

// TestBenchmarkTexts: the benchmarks measure what their names say.
func TestBenchmarkTexts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{query15: 15, passage120: 120} {
		if got := len(model(t).text(text).IDs); got != want {
			t.Errorf("%.30q has %d pieces, want %d", text, got, want)
		}
	}
}

func cosine(a, b retrieval.Vector) float64 {
	return dotFloat(a, b) / math.Sqrt(dotFloat(a, a)*dotFloat(b, b))
}

func dotFloat(a, b retrieval.Vector) (sum float64) {
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

func FuzzEmbed(f *testing.F) {
	for _, text := range []string{"", "a", query15, passage120, "\xff\x00 ﷽ ☃", strings.Repeat("1 ", 500)} {
		f.Add(text)
	}
	m := model(f)
	f.Fuzz(func(t *testing.T, text string) {
		v, err := m.Embed(context.Background(), retrieval.ForQuery, []string{text})
		if err != nil || len(v) != 1 || len(v[0]) != Dimensions {
			t.Fatalf("Embed = %d vectors, %v", len(v), err)
		}
		if length := math.Sqrt(dotFloat(v[0], v[0])); !(math.Abs(length-1) < 1e-5) {
			t.Fatalf("length %v", length)
		}
	})
}

const (
	// query15 has 15 pieces, passage120 has 120, marks included.
	query15    = "When will the town council decide about the bridge and who pays?"
	passage120 = "After three days of storms, the harbour master closed the outer pier and asked the crews of eleven trawlers to move their boats upriver. Nobody was hurt, but two warehouses lost their roofs, and the town council said that repairs could cost as much as four million pounds. The mayor promised that the market would open on Saturday as usual, and thanked the volunteers who had filled sandbags through the night. More rain is expected on Thursday, but forecasters say the wind will be weak. It is cold. It is very cold now, and it is wet and very windy too."
)
