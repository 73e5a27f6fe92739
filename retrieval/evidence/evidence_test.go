package evidence

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/retrievaltest"
)

// wordReader reads by equal words: a sentence's logit is how many of the question's words it holds.
type wordReader struct {
	fail     error
	few      bool // one reading is lacking
	longest  int  // bytes of the longest window that it was given
	requests int
}

func (r *wordReader) Model() string { return "words" }

func (r *wordReader) Read(_ context.Context, question string, windows []retrieval.Window) ([]retrieval.Reading, error) {
	r.requests++
	var out []retrieval.Reading
	for _, w := range windows {
		reading := retrieval.Reading{Answered: -1}
		size := 0
		for _, s := range w.Sentences {
			n := 0.
			for _, word := range strings.Fields(question) {
				if strings.Contains(s, word) {
					n++
				}
			}
			reading.Sentences = append(reading.Sentences, n)
			reading.Answered = max(reading.Answered, n)
			size += len(s)
		}
		r.longest = max(r.longest, size)
		out = append(out, reading)
	}
	if r.few && len(out) > 0 {
		out = out[1:]
	}
	return out, r.fail
}

func snapshotOf(t *testing.T, reader retrieval.Reader, texts ...string) (*retrieval.Snapshot, retrieval.Evidence) {
	t.Helper()
	articles := map[string]string{}
	for i, text := range texts {
		articles[string(rune('a'+i))] = text
	}
	c := retrievaltest.Corpus(t, articles)
	s := &retrieval.Snapshot{Corpus: c, Reader: reader, Words: retrieval.NewLexicon(c, nil)}
	found := retrieval.Evidence{Corpus: c}
	for _, a := range c.Articles {
		for i := range a.Passages {
			if a.Passages[i].Role == corpus.RoleBody {
				found.Hits = append(found.Hits, retrieval.Hit{Passage: &a.Passages[i]})
			}
		}
	}
	return s, found
}

const ferry = "---\ntitle: The ferry\nkind: report\n---\n\nThe ferry sails at noon. It carries forty cars.\n\nThe captain is Dora Lint. She likes fog.\n"

func TestRead(t *testing.T) {
	t.Parallel()
	s, found := snapshotOf(t, &wordReader{}, ferry)
	reading, err := Read(t.Context(), s, "captain Dora Lint", found)
	if err != nil {
		t.Fatal(err)
	}
	if len(reading.Sentences) != 4 {
		t.Fatalf("%d sentences were read, want each of 4 once", len(reading.Sentences))
	}
	if best := reading.Sentences[0]; best.Passage.Sentences[best.Index].Text != "The captain is Dora Lint." {
		t.Errorf("the most probable sentence is %q", best.Passage.Sentences[best.Index].Text)
	}
	for i, r := range reading.Sentences {
		if r.Probability <= 0 || r.Probability >= 1 || i > 0 && r.Probability > reading.Sentences[i-1].Probability {
			t.Errorf("sentence %d has probability %v", i, r.Probability)
		}
	}
}

// TestReadStops: where most windows answer surely no others are read, and where they leave it in doubt all are.
func TestReadStops(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("---\ntitle: Boats\nkind: report\n---\n\nThe captain of the old white ferry to Olm is Dora Lint of Harn.\n\n")
	for range 300 {
		b.WriteString("A sentence of about sixty characters stands here for the test. It tells of nets, of rope and tar, of fog and of other boats.\n\n")
	}
	for question, want := range map[string]int{
		"Who is The captain of the old white ferry to Olm": 1,
		"sails captain tells stands Olm":                   2,
	} {
		reader := &wordReader{}
		s, found := snapshotOf(t, reader, b.String())
		if _, err := Read(t.Context(), s, question, found); err != nil {
			t.Fatal(err)
		}
		if reader.requests != want {
			t.Errorf("%q: %d times some windows were read, want %d", question, reader.requests, want)
		}
	}
}

// TestDoubt: what the first windows leave in no doubt is read no further.
func TestDoubt(t *testing.T) {
	t.Parallel()
	for logit, want := range map[float64]bool{-5: false, 0: true, 5: false, 8: false} {
		f := Features{Logit: logit, Window: logit, Meaning: .4, Asks: asks("When does the ferry from Olm to Harn sail?")}
		read := []Sentence{{Features: f, Probability: fitted().Sentence.probability(f)}}
		if got := inDoubt(Confidence(read)); got != want {
			t.Errorf("logit %v: in doubt %v", logit, got)
		}
	}
	if inDoubt(Confidence(nil)) {
		t.Error("nothing leaves no doubt")
	}
}

func TestReadFails(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	s, found := snapshotOf(t, &wordReader{fail: broken}, ferry)
	if _, err := Read(t.Context(), s, "who?", found); !errors.Is(err, broken) || !strings.Contains(err.Error(), "windows") {
		t.Errorf("a reader that fails: %v", err)
	}
	s, found = snapshotOf(t, &wordReader{few: true}, ferry)
	if _, err := Read(t.Context(), s, "who?", found); err == nil || !strings.Contains(err.Error(), "returned 0 readings") {
		t.Errorf("a reader that returns too little: %v", err)
	}
	reading, err := Read(t.Context(), s, "who?", retrieval.Evidence{})
	if err != nil || len(reading.Sentences) > 0 {
		t.Errorf("of nothing %v was read: %v", reading, err)
	}
}

// TestLongPassage: a passage of 4,000 words without a full stop is one sentence, which is read, and neither splits nor hides the others.
func TestLongPassage(t *testing.T) {
	t.Parallel()
	reader := &wordReader{}
	s, found := snapshotOf(t, reader, ferry, "---\ntitle: A list\nkind: minutes\n---\n\n"+strings.Repeat("rope and tar ", 1334)+"\n\nThe harbour is Olm.\n")
	reading, err := Read(t.Context(), s, "captain Dora", found)
	if err != nil {
		t.Fatal(err)
	}
	if reader.requests != 1 {
		t.Errorf("the reader was asked %d times for one question", reader.requests)
	}
	if best := reading.Sentences[0]; best.Passage.Sentences[best.Index].Text != "The captain is Dora Lint." {
		t.Errorf("the most probable sentence is %q", best.Passage.Sentences[best.Index].Text)
	}
	heard := false
	for _, r := range reading.Sentences {
		heard = heard || strings.HasPrefix(r.Passage.Sentences[r.Index].Text, "rope and tar")
	}
	if !heard {
		t.Error("the long sentence was not read")
	}
}

// TestWindows: a long passage is read in several windows, each with the last sentence of the one before, none too long for a
// reader.
func TestWindows(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("---\ntitle: Long\nkind: report\n---\n\n")
	for range 40 {
		b.WriteString("A sentence of about sixty characters stands here for the test. ")
	}
	s, found := snapshotOf(t, nil, b.String()+"\n")
	windows := lay(s.Corpus, found.Hits, allWindows)
	if len(windows) < 5 || len(windows) > allWindows {
		t.Fatalf("%d windows", len(windows))
	}
	for i, w := range windows {
		size := 0
		for _, p := range w {
			size += p.size()
		}
		if size > room && len(w) > 1 {
			t.Errorf("window %d takes %d bytes", i, size)
		}
		if i > 0 && !slices.Contains(w, windows[i-1][len(windows[i-1])-1]) {
			t.Errorf("window %d does not hold the last sentence of the one before", i)
		}
	}
}

func TestConfidence(t *testing.T) {
	t.Parallel()
	if Confidence(nil) != 0 {
		t.Errorf("of nothing the confidence is %v", Confidence(nil))
	}
	with := func(f Features) float64 { return Confidence([]Sentence{{Features: f}}) }
	sure := Features{Logit: 5, Window: 4, Asks: asks("When does the ferry sail?")}
	lacking := sure
	lacking.Lacks = .5
	unsure := sure
	unsure.Logit, unsure.Window = -5, -4
	if with(sure) < .5 || with(lacking) >= with(sure) || with(unsure) > .5 {
		t.Errorf("confidence: sure %v, without its names %v, unsure %v", with(sure), with(lacking), with(unsure))
	}
}

// TestSecond: how far below the best the second sentence reads counts up to a point.
func TestSecond(t *testing.T) {
	t.Parallel()
	read := func(logits ...float64) (out []Sentence) {
		for _, l := range logits {
			out = append(out, Sentence{Features: Features{Logit: l}})
		}
		return out
	}
	for _, tt := range []struct {
		read []Sentence
		want float64
	}{{read(3, 1), 1}, {read(3, leastSecond-1), leastSecond}, {read(3, leastSecond-4), leastSecond}} {
		if got := Second(tt.read); got != tt.want {
			t.Errorf("%+v: %v, want %v", tt.read, got, tt.want)
		}
	}
}

func TestSpellsOut(t *testing.T) {
	t.Parallel()
	const text = "A United Nations resolution of 2015 and the Bay of Olm Ferry Company; the union nears."
	for initials, want := range map[string]bool{"UN": true, "U.N.": true, "BOFC": true, "BOFc": false, "BFC": false, "BO": true, "UR": false, "U": false, "": false,
		"un": false, "(N": false, "FC": true, "15": false} {
		if got := spellsOut(text, initials); got != want {
			t.Errorf("%q: %v", initials, got)
		}
	}
}

func FuzzSpellsOut(f *testing.F) {
	for _, s := range []string{"UN", "U.N.", "(*", "\xff\xfe", "ÄÖ", "[A"} {
		f.Add("the United Nations", s)
	}
	f.Fuzz(func(t *testing.T, text, initials string) {
		if spellsOut(text, initials) && len(initials) > len(text) && !strings.Contains(initials, ".") {
			t.Errorf("%q spells out %q", text, initials)
		}
	})
}

// FuzzAsks: whatever is asked, its length counts within bounds.
func FuzzAsks(f *testing.F) {
	for _, q := range []string{"", "?", "w", "日本の首相は誰ですか", strings.Repeat("why ", 1500), "\xff\xfe", "When does it sail?"} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, question string) {
		if a := asks(question); a < math.Log(fewestAsking) || a > math.Log(mostAsking) {
			t.Errorf("asks(%q) = %v", question, a)
		}
	})
}
