package answer

import (
	"slices"
	"testing"

	"readout/corpus"
	"readout/retrieval"
)

// readingOf reads a question over a corpus of one invented article.
func readingOf(t *testing.T, question, article string) (*reading, *reader) {
	t.Helper()
	s := testSnapshot(t, map[string]string{"a": "---\nkind: report\n---\n\n" + article + "\n"})
	x := &search{snapshot: s, reader: newReader(s), asked: understand(question, s.Corpus, newSetting(s))}
	return x.readPart(x.asked.whole()), x.reader
}

const ferryArticle = "The ferry Anselma ran aground off Brandholm on 3 March with 112 passengers aboard, the coast guard said.\n\n" +
	"Captain Jorun Aske, 58, reported the accident. Repairs cost two million crowns and took six weeks.\n\n" +
	"The hull is 40 metres long. Aske's deputy, Tiril Voss, refused to comment."

func TestWanted(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		question string
		want     want
	}{
		{"Who reported the accident?", wantPerson},
		{"Which officer reported the accident?", wantPerson},
		{"When did the ferry run aground?", wantTime},
		{"In which month did the ferry run aground?", wantTime},
		{"Where did the ferry run aground?", wantPlace},
		{"How many passengers were aboard?", wantNumber},
		{"How long did the repairs take?", wantDuration},
		{"How old is Jorun Aske?", wantAge},
		{"How deep is the harbour?", wantMeasure},
		{"What did the repairs cost?", wantMoney},
		{"How much money was paid?", wantMoney},
		{"What is the name of the ferry?", wantName},
		{"Why did the ferry run aground?", wantReason},
		{"Who is Jorun Aske?", wantOffice},
		{"What post does Jorun Aske hold?", wantOffice},
		{"Did the ferry sink?", wantAnything},
		{"What did the passengers do?", wantAnything},
	} {
		if r, _ := readingOf(t, c.question, ferryArticle); r.wants != c.want {
			t.Errorf("%q wants %d, not %d", c.question, r.wants, c.want)
		}
	}
}

func TestMet(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		question, sentence string
		least, most        float64
	}{
		{"How many passengers were aboard?", "It had 112 passengers aboard.", 1, 1},
		{"How many travellers were aboard?", "It ran aground with some 112 tired passengers.", 1, 1}, // a kind of the thing counted
		{"How many lifeboats were aboard?", "It had 112 passengers aboard.", .3, .3},                 // another thing is counted
		{"How many passengers were aboard?", "The passengers went ashore.", 0, 0},
		{"When did it happen?", "It happened on 3 March.", 1, 1},
		{"What happened on 3 March, and when?", "It happened on 3 March.", .5, .5},
		{"Who reported it?", "Jorun Aske reported it.", 1, 1},
		{"Who reported it to Jorun Aske?", "Jorun Aske was told.", 0, .3},
		{"Where did they go?", "They went to Brandholm.", 1, 1},
		{"Where did they go?", "They went to the Committee on Canadian affairs in March.", 0, 0},
		{"How long did it take?", "It began a few days earlier.", 0, 0},
		{"Where did they go?", "They went with Jorun Aske in March.", 0, 0},
		{"How old is Jorun Aske?", "Captain Jorun Aske, 58, was on the bridge.", 1, 1},
		{"How old is Jorun Aske?", "Captain Jorun Aske was on the bridge at 7:50.", 0, 0},
		{"What did the repairs cost?", "They cost two million crowns.", 1, 1},
		{"What did the repairs cost?", "They took 40 workers.", .3, .3},
		{"How long is the hull?", "It is 40 metres long.", 1, 1},
		{"How long did it take?", "It is 40 metres long.", 0, 0},
		{"How long did it take?", "It took six weeks.", 1, 1},
	} {
		r, reads := readingOf(t, c.question, ferryArticle)
		if got := r.met(reads.sentence(c.sentence)); got < c.least || got > c.most {
			t.Errorf("%q meets %q by %.1f, want %.1f to %.1f", c.sentence, c.question, got, c.least, c.most)
		}
	}
}

func TestSupport(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		question, sentence, term string
		least, most              float64
		contrary                 bool
	}{
		{"Who spoke of the accident?", "They speak of it.", "spoke", 1, 1, false},
		{"Was the captain detained?", "His detention lasts.", "detained", .9, .9, false},
		{"Which rodent was found?", "They found a mouse.", "rodent", .75, .75, false},
		{"Which mouse was found?", "They found a rodent.", "mouse", .4, .4, false},
		{"Did prices rise?", "The prices fall.", "rise", 0, 0, true},
		{"Were people killed in the attacks?", "There were attacks.", "killed", 0, 0, false},
		{"What happened in 2015?", "It happened in 2016.", "2015", 0, 0, false},
	} {
		r, reads := readingOf(t, c.question, ferryArticle)
		s := r.in(reads.sentence(c.sentence))
		i := slices.IndexFunc(r.terms, func(term retrieval.Term) bool { return term.Word == c.term })
		if i < 0 {
			t.Errorf("%q has no term %q", c.question, c.term)
			continue
		}
		if got := s.terms[i]; got < c.least || got > c.most || s.contrary[i] != c.contrary {
			t.Errorf("%q supports %q by %.2f, contrary %v; want %.2f to %.2f, %v", c.sentence, c.term, got, s.contrary[i], c.least, c.most, c.contrary)
		}
	}
}

// TestFulfilled: a sentence that gives a date supports the "month" of the question without calling it one.
func TestFulfilled(t *testing.T) {
	t.Parallel()
	r, reads := readingOf(t, "In which month did the ferry run aground?", ferryArticle)
	sentence := reads.sentence("The ferry ran aground on 3 March.")
	plain := r.in(sentence)
	if got := r.share(r.fulfilled(plain, r.met(sentence))); got != 1 || r.share(plain) == 1 {
		t.Errorf("share %.2f, with the month fulfilled %.2f", r.share(plain), got)
	}
	// A hotel is not found by naming a town.
	r, reads = readingOf(t, "At which hotel did the passengers stay?", ferryArticle)
	sentence = reads.sentence("The passengers stayed in Brandholm.")
	if got := r.share(r.fulfilled(r.in(sentence), r.met(sentence))); got > .8 {
		t.Errorf("a town fulfils the hotel: %.2f", got)
	}
}

func TestReaderKeepsPassages(t *testing.T) {
	t.Parallel()
	s := testSnapshot(t, map[string]string{"a": "---\nkind: report\ntitle: A ferry\n---\n\nThe ferry sailed.\n\n“It was late,” he said. She left.\n"})
	reads := newReader(s)
	p := &s.Corpus.Articles[0].Passages[len(s.Corpus.Articles[0].Passages)-1]
	first := reads.read(p)
	if reads.read(p) != first {
		t.Error("a passage is read twice")
	}
	if first.before == nil || len(first.sentences) != len(p.Sentences) {
		t.Errorf("before %v, %d sentences of %d", first.before, len(first.sentences), len(p.Sentences))
	}
	if reads.title(s.Corpus.Articles[0]) == nil || reads.title(nil) != nil || reads.title(&corpus.Article{ID: "untitled"}) != nil {
		t.Error("titles are not read as they stand")
	}
}

// TestGateTellsWhatIsMissing: on one article, questions that it answers come out above questions on the same topic that it leaves open.
func TestGateTellsWhatIsMissing(t *testing.T) {
	t.Parallel()
	s := testSnapshot(t, map[string]string{"a": "---\nkind: report\n---\n\n" + ferryArticle + "\n"})
	confidence := func(question string) float64 {
		x := searchFor(t, s, question)
		r := x.readPart(x.asked.whole())
		return x.gate(r, x.candidates(r)).confidence
	}
	for _, c := range []struct{ answered, open string }{
		{"How many passengers were aboard?", "How many lifeboats were aboard?"},
		{"What did the repairs cost?", "What did the captain earn?"},
		{"How long did the repairs take?", "How long did the trial take?"},
		{"Who reported the accident?", "Who painted the accident?"},
	} {
		if a, o := confidence(c.answered), confidence(c.open); a <= o {
			t.Errorf("%q has %.2f, %q has %.2f", c.answered, a, c.open, o)
		}
	}
}
