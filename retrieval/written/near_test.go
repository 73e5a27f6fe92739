package written

import (
	"slices"
	"strings"
	"testing"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/retrievaltest"
	"readout/retrieval/verify"
)

// harbour is an article of short paragraphs, as evidence in the order of the ranks given.
func harbour(t testing.TB, ranks ...int) retrieval.Evidence {
	t.Helper()
	c := retrievaltest.Corpus(t, map[string]string{"harbour": strings.Join([]string{
		"---\ntitle: The harbour\npublisher: The Gull\nkind: report\n---\n",
		"Harbour master Ada Brandt was asked when the crane would be mended.",
		"She said that she had no date.",
		"The owners were detained over a debt of 40,000 crowns.",
		"Ferries run hourly.",
		"Fares rose in May.",
	}, "\n\n")})
	a := c.Articles[0]
	ev := retrieval.Evidence{Corpus: c}
	var body []*corpus.Passage
	for i := range a.Passages {
		if a.Passages[i].Role == corpus.RoleBody {
			body = append(body, &a.Passages[i])
		}
	}
	if len(body) != 5 {
		t.Fatalf("%d paragraphs", len(body))
	}
	for _, r := range ranks {
		ev.Hits = append(ev.Hits, retrieval.Hit{Passage: body[r]})
	}
	return ev
}

func TestNearness(t *testing.T) {
	t.Parallel()
	ev := harbour(t, 0, 1, 2, 3, 4)
	for _, tt := range []struct {
		name, question, claim string
		hit                   int
		least, most           float64
		lacks                 bool
	}{
		{"reworded", "Who was arrested?", "The owners' detention was over a debt of 40,000 crowns.", 2, .9, 1, false},
		{"another number", "Who was arrested?", "The owners were detained over a debt of 90,000 crowns.", 2, .5, .95, false},
		{"knowledge from elsewhere", "Who owns the crane?", "The crane belongs to a foundry in Tolmark.", 2, 0, .4, true},
		{"only the question's words", "When will the crane be mended?", "The crane will be mended.", 0, 0, 0, false},
		{"yes and the question's words", "Do the ferries run hourly?", "Yes, ferries run hourly.", 3, 1, 1, false},
		{"a year that is asked for and not there", "What was the debt in 2031?", "In 2031 the debt was 40,000 crowns.", 2, 0, 0, true},
		{"nothing in its place", "Who was detained?", "The owners were detained.", -1, 0, 0, false},
		{"nothing said", "Who was detained?", "?", 2, 0, 0, false},
		{"a word that is asked about and not there", "Who was sentenced for the debt?", "The owners were sentenced over a debt of 40,000 crowns.", 2, .7, 1, true},
	} {
		c := newChecker(Task{Question: tt.question, Evidence: ev})
		var said []verify.Supported
		if tt.hit >= 0 {
			p := ev.Hits[tt.hit].Passage
			said = append(said, verify.Supported{Text: p.Text, Citation: verify.Citation{Article: ev.Corpus.Articles[0], Passage: p, Quote: p.Span}})
		}
		if got, lacks := c.nearness(tt.claim, said); got < tt.least || got > tt.most || lacks != tt.lacks {
			t.Errorf("%s: %.2f, lacking %v; want %.2f to %.2f, %v", tt.name, got, lacks, tt.least, tt.most, tt.lacks)
		}
	}
}

// TestFuse: what is first by one way to rank comes first, and with it what stands around it.
func TestFuse(t *testing.T) {
	t.Parallel()
	ev := harbour(t, 4, 3, 2, 1, 0)
	at := func(i int) *corpus.Passage { return ev.Hits[len(ev.Hits)-1-i].Passage }
	got := Fuse(ev, []*corpus.Passage{at(3)}, []*corpus.Passage{at(0)}, nil)
	if len(got) != 6 || got[0] != at(3) || got[1] != at(0) && got[2] != at(0) || slices.Index(got, at(1)) > 4 {
		var texts []string
		for _, p := range got {
			texts = append(texts, p.Text)
		}
		t.Errorf("ranked %q", texts)
	}
	if again := Fuse(ev, []*corpus.Passage{at(3)}, []*corpus.Passage{at(0)}, nil); !slices.Equal(got, again) {
		t.Error("the same rankings are fused in another way")
	}
}

// TestPieces: what follows each other is shown as one, within the room there is, and each passage once.
func TestPieces(t *testing.T) {
	t.Parallel()
	ev := harbour(t, 0, 1, 2, 3, 4)
	task := Task{Evidence: ev, Ranked: []*corpus.Passage{ev.Hits[0].Passage, ev.Hits[3].Passage, ev.Hits[1].Passage, ev.Hits[0].Passage}}
	got := task.pieces(1000, 16)
	if len(got) != 2 || !strings.HasPrefix(got[0].text(), "Harbour master") || !strings.Contains(got[0].text(), "no date") || !got[1].has(ev.Hits[4].Passage.ID) {
		t.Errorf("shown %+v", got)
	}
	for room := range 120 {
		cost := 0
		for _, p := range task.pieces(room, 16) {
			cost += p.tokens()
		}
		if first := task.pieces(0, 16)[0].tokens(); cost > max(room, first) {
			t.Errorf("%d tokens shown where %d are allowed", cost, room)
		}
	}
	if got := task.pieces(1000, 1); len(got) != 1 {
		t.Errorf("%d shown where one is allowed", len(got))
	}
}

func FuzzNearness(f *testing.F) {
	f.Add("Who was detained?", "The owners were detained over 40,000 crowns.")
	f.Add("", "Yes, 3.5% — “x” \xff")
	ev := harbour(f, 0, 1, 2, 3, 4)
	p := ev.Hits[2].Passage
	said := []verify.Supported{{Text: p.Text, Citation: verify.Citation{Article: ev.Corpus.Articles[0], Passage: p, Quote: p.Span}}}
	f.Fuzz(func(t *testing.T, question, claim string) {
		if n, _ := newChecker(Task{Question: question, Evidence: ev}).nearness(claim, said); n < 0 || n > 1 {
			t.Errorf("nearness %v", n)
		}
	})
}
