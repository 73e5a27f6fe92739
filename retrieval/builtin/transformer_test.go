package builtin

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"readout/corpus/corpustest"
	"readout/retrieval"
	"readout/retrieval/builtin/internal/bert"
	"readout/retrieval/retrievaltest"
)

func TestReaderContract(t *testing.T) {
	t.Parallel()
	retrievaltest.Reader(t, func(t *testing.T) retrieval.Reader { return model(t).Reader() })
}

// How far int8 may be from the models' own precision: the least cosine of two vectors of a text, the greatest difference of logits, and
// that of logits at the mean.
const (
	leastCosine    = .995
	greatestOffset = .4
	meanOffset     = .08
)

// reference is what the networks give in full precision, computed in Python.
type reference struct {
	Encoder []struct {
		Text   string
		IDs    []int32
		Vector retrieval.Vector
	}
	Reader []struct {
		Question, Title string
		Sentences       []string
		IDs             []int32
		Second          int       // where the pieces of type 1 begin
		Logits          []float64 // of the sentences that fit
		Window          float64
	}
}

func TestAgreesWithReference(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join("testdata", "reference.json"))
	if err != nil {
		t.Fatal(err)
	}
	var want reference
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	checkReference(t, want)
}

// TestAgreesWithSharedReference does the same with other texts, where they are at hand.
func TestAgreesWithSharedReference(t *testing.T) {
	t.Parallel()
	file, ok := corpustest.Shared(t, "models", "reader-reference.json")
	if !ok {
		return
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var shared struct {
		Tokenizer []struct {
			Text string
			IDs  []int32
		}
		Encoder []struct {
			Text   string
			Vector retrieval.Vector
		}
		Reader []struct {
			Question, Title string
			Sentences       []string
			IDs             []int32
			Types           []int
			SentenceLogits  []float64 `json:"sentence_logits"`
			WindowLogit     float64   `json:"window_logit"`
		}
	}
	if err := json.Unmarshal(data, &shared); err != nil {
		t.Fatal(err)
	}
	m := model(t)
	for _, text := range shared.Tokenizer {
		if ids := m.marks.tokenizer.Append(nil, text.Text, math.MaxInt32); !slices.Equal(ids, text.IDs) {
			t.Errorf("%.60q has the pieces %v, want %v", text.Text, ids, text.IDs)
		}
	}
	var want reference
	for _, e := range shared.Encoder {
		ids := m.text(e.Text).IDs
		want.Encoder = append(want.Encoder, struct {
			Text   string
			IDs    []int32
			Vector retrieval.Vector
		}{e.Text, ids, e.Vector})
	}
	for _, r := range shared.Reader {
		want.Reader = append(want.Reader, struct {
			Question, Title string
			Sentences       []string
			IDs             []int32
			Second          int
			Logits          []float64
			Window          float64
		}{r.Question, r.Title, r.Sentences, r.IDs, slices.Index(r.Types, 1), r.SentenceLogits, r.WindowLogit})
	}
	checkReference(t, want)
}

func checkReference(t *testing.T, want reference) {
	t.Helper()
	m := model(t)
	texts := make([]string, len(want.Encoder))
	for i, e := range want.Encoder {
		texts[i] = e.Text
	}
	vectors, err := m.Embed(t.Context(), retrieval.ForPassage, texts)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range want.Encoder {
		if ids := m.text(e.Text).IDs; !slices.Equal(ids, e.IDs) {
			t.Errorf("%.60q has the pieces %v, want %v", e.Text, ids, e.IDs)
		}
		if c := cosine(vectors[i], e.Vector); c < leastCosine && strings.TrimSpace(e.Text) != "" {
			t.Errorf("%.60q: cosine %.4f", e.Text, c)
		}
	}
	sum, count := 0., 0
	for _, r := range want.Reader {
		window := retrieval.Window{Title: r.Title, Sentences: r.Sentences}
		asked := m.reader.asked(r.Question)
		text, spans := m.reader.encode(asked, window)
		if !slices.Equal(text.IDs, r.IDs) || text.Second != r.Second || len(spans) != len(r.Logits) {
			t.Errorf("%.60q and %d sentences are the pieces %v\nwant %v, with type 1 from %d, want %d, and %d sentences, want %d",
				r.Question, len(r.Sentences), text.IDs, r.IDs, text.Second, r.Second, len(spans), len(r.Logits))
			continue
		}
		readings, err := m.Reader().Read(t.Context(), r.Question, []retrieval.Window{window})
		if err != nil {
			t.Fatal(err)
		}
		got := readings[0]
		for i, logit := range append(slices.Clone(r.Logits), r.Window) {
			offset := math.Abs(append(slices.Clone(got.Sentences[:len(r.Logits)]), got.Answered)[i] - logit)
			if sum, count = sum+offset, count+1; offset > greatestOffset {
				t.Errorf("%.60q: logit %d is off by %.3f", r.Question, i, offset)
			}
		}
		for i := len(r.Logits); i < len(r.Sentences); i++ {
			if !got.Unread(i) {
				t.Errorf("%.60q: sentence %d, which does not fit, has %v", r.Question, i, got.Sentences[i])
			}
		}
	}
	if mean := sum / float64(max(count, 1)); mean > meanOffset {
		t.Errorf("the logits are off by %.3f at the mean", mean)
	}
}

func TestBatches(t *testing.T) {
	t.Parallel()
	texts := func(lengths ...int) (all []bert.Text) {
		for _, n := range lengths {
			all = append(all, bert.Text{IDs: make([]int32, n)})
		}
		return all
	}
	two := make(workers, 2)
	for _, test := range []struct {
		all  []bert.Text
		want []batch
	}{
		{nil, nil},
		{texts(10), []batch{{0, 1}}},
		{texts(10, 10, 10), []batch{{0, 1}, {1, 2}, {2, 3}}},
		{texts(5, 5, 5, 5), []batch{{0, 2}, {2, 4}}},
		{texts(200, 57, 200, 50, 6, 1000), []batch{{0, 1}, {1, 2}, {2, 5}, {5, 6}}},
	} {
		if got := two.batches(test.all); !slices.Equal(got, test.want) {
			t.Errorf("batches of %d texts: %v, want %v", len(test.all), got, test.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("Who pays?", "A bridge", "The county pays.", "Nobody knows.")
	f.Add("", "\xff", strings.Repeat("1 ", 500), "[SEP]")
	r := model(f).Reader()
	f.Fuzz(func(t *testing.T, question, title, first, second string) {
		readings, err := r.Read(t.Context(), question, []retrieval.Window{{Title: title, Sentences: []string{first, second}}})
		if err != nil || len(readings) != 1 || len(readings[0].Sentences) != 2 {
			t.Fatalf("Read = %v, %v", readings, err)
		}
		if got := readings[0]; math.IsNaN(got.Answered+got.Sentences[0]) || got.Unread(0) || math.IsNaN(got.Sentences[1]) {
			t.Fatalf("reading %+v", got)
		}
	})
}
