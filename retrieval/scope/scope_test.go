package scope

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"readout/corpus"
	"readout/corpus/reading"
	"readout/retrieval/answer"
	"readout/retrieval/retrievaltest"
)

func harbour(t testing.TB) *reading.Corpus {
	t.Helper()
	return retrievaltest.Corpus(t, map[string]string{
		"ledger.md": "---\ntitle: Fares stay as they are\npublisher: The Ostby Ledger\nagency: Fjordpress\npublished: 2031-03-04\nkind: report\n---\n\n" +
			"Mayor Tove Lindqvist met Aksel Brandt on Monday.\n\n\"The night route stays,\" Lindqvist said.\n",
		"courier.md": "---\ntitle: A pause, not a settlement\npublisher: Ravnes Courier\npublished: 2031-04\nkind: opinion\n---\n\n" +
			"\"We will look at every route again,\" Aksel Brandt said on Wednesday.\n",
		"notes.md": "---\ntitle: Bicycles on the quay\nkind: report\n---\n\nThere were 311 bicycles on the quay.\n",
	})
}

func TestArticlesInAScope(t *testing.T) {
	t.Parallel()
	c := harbour(t)
	for _, tc := range []struct {
		article, publisher, from, to, kind string
		want                               string // IDs; "all"; or "none: " and what nothing fits
	}{
		{want: "all"},
		{article: "notes.md", want: "notes.md"},
		{article: "bicycles on the QUAY", want: "notes.md"},
		{article: "settlement", want: "courier.md"},
		{article: "submarines", want: "none: article"},
		{publisher: "Ostby Ledger", want: "ledger.md"},
		{publisher: "fjordpress", want: "ledger.md"},
		{publisher: "courier", want: "courier.md"},
		{publisher: "our", want: "none: publisher"}, // part of a word is no name
		{kind: "Report", want: "ledger.md notes.md"},
		{kind: "transcript", want: "none: kind"},
		{from: "2031-03-05", want: "courier.md"},
		{from: "2031-04-30", want: "courier.md"}, // a month has begun by then, and may hold the day
		{to: "2031-03", want: "ledger.md"},
		{from: "2031-03-04", to: "2031-03-04", want: "ledger.md"},
		{to: "2030", want: "none: time"},
		{from: "2031", to: "2031", want: "courier.md ledger.md"},
		{from: "late", want: "invalid"},
		{from: "2031-05", to: "2031-04", want: "invalid"},
		{kind: "poem", want: "invalid"},
		{publisher: "Ledger", kind: "opinion", want: "none: scope"},
		{article: strings.Repeat("long ", 100), want: "invalid"},
	} {
		s, err := Parse(tc.article, "", tc.publisher, tc.from, tc.to, tc.kind)
		if tc.want == "invalid" {
			if !errors.Is(err, ErrScope) {
				t.Errorf("%+v: %v", tc, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%+v: %v", tc, err)
			continue
		}
		ids, err := s.Articles(c)
		var got []string
		for _, id := range ids {
			got = append(got, string(id))
		}
		found := strings.Join(got, " ")
		var empty *EmptyError
		switch {
		case errors.As(err, &empty):
			found = "none: " + empty.What
		case ids == nil:
			found = "all"
		}
		if found != tc.want {
			t.Errorf("%+v: %s", tc, found)
		}
	}
}

func TestTimesOfWriting(t *testing.T) {
	t.Parallel()
	c := harbour(t)
	for question, want := range map[string]string{
		"What do the articles published in April say about routes?": "courier.md",
		"What was in the reports of 4 March 2031?":                  "ledger.md",
		"What has been written since March 20, 2031?":               "courier.md",
		"What do articles from before April say?":                   "",
		"What was published before April 2031?":                     "ledger.md",
		"What was published after 4 March?":                         "courier.md",
		"What do the articles from March and April say?":            "",
		"What do the articles from 3 March to 5 March say?":         "",
		"Who meets in April?":                                       "",
		"What happened on 4 March?":                                 "",
		"What was published in May?":                                "",
		"What did they write on 4 March 5?":                         "",
	} {
		words, ids := published(question, c, nil)
		var got []string
		for _, id := range ids {
			got = append(got, string(id))
		}
		if strings.Join(got, " ") != want || (len(words) > 0) != (want != "") {
			t.Errorf("%s: %q by %q", question, got, words)
		}
		if _, ids := published(question, c, []corpus.ArticleID{"notes.md"}); ids != nil {
			t.Errorf("%s: %q although they were not to be asked", question, ids)
		}
	}
}

// scripted gives the answers that it is told to, and keeps what it was asked.
type scripted struct {
	answer, said *answer.Answer
	asked        answer.Question
	saidOf       *answer.Said
}

func (s *scripted) Answer(_ context.Context, q answer.Question) (*answer.Answer, error) {
	s.asked = q
	return s.answer, nil
}

func (s *scripted) Said(_ context.Context, o answer.Said) (*answer.Answer, error) {
	s.saidOf = &o
	return s.said, nil
}

func cite(c *reading.Corpus, n int, id corpus.ArticleID, paragraph int, speaker string) answer.Citation {
	a := c.Article(id)
	for i := range a.Passages {
		if p := &a.Passages[i]; p.Paragraph == paragraph {
			return answer.Citation{N: n, Article: a, Passage: p, Quote: p.Span, Speaker: speaker}
		}
	}
	panic("no such paragraph")
}

func TestWithinSomebodysWords(t *testing.T) {
	t.Parallel()
	c := harbour(t)
	over := &scripted{
		answer: &answer.Answer{
			Sentences: []answer.Sentence{{Text: "Mayor Tove Lindqvist met Aksel Brandt on Monday.", Citations: []int{1}},
				{Text: "\"The night route stays,\" Lindqvist said.", Citations: []int{2}}},
			Citations:     []answer.Citation{cite(c, 1, "ledger.md", 1, ""), cite(c, 2, "ledger.md", 2, "Tove Lindqvist")},
			Disagreements: []answer.Disagreement{{Point: "x"}},
		},
		said: &answer.Answer{Abstention: &answer.Abstention{Reason: answer.NotCovered}},
	}
	got, err := Ask(t.Context(), over, c, answer.Question{Text: "What of the night route?"}, Scope{Speaker: "lindqvist"}, false)
	if err != nil || got.Text() != "\"The night route stays,\" Lindqvist said. [1]" || len(got.Citations) != 1 || got.Citations[0].N != 1 ||
		len(got.Disagreements) > 0 || got.Scope.Speaker != "Tove Lindqvist" || over.saidOf != nil {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err = Ask(t.Context(), over, c, answer.Question{Text: "What of the night route?"}, Scope{Speaker: "Aksel Brandt"}, false); err != nil || got.Abstention == nil ||
		over.saidOf == nil || over.saidOf.Speaker != "Aksel Brandt" {
		t.Errorf("%+v, %v", got, err)
	}
	var empty *EmptyError
	if _, err = Ask(t.Context(), over, c, answer.Question{Text: "What?"}, Scope{Speaker: "Napoleon"}, false); !errors.As(err, &empty) || empty.What != "speaker" {
		t.Errorf("%v", err)
	}
}

func TestWhatIsInferredCanBeLeftOut(t *testing.T) {
	t.Parallel()
	c := harbour(t)
	over := &scripted{answer: &answer.Answer{}}
	const question = "What do the articles published in April say?"
	got, err := Ask(t.Context(), over, c, answer.Question{Text: question}, Scope{}, false)
	if err != nil || !slices.Equal(got.Inferred, []string{"in April"}) || !slices.Equal(over.asked.Articles, []corpus.ArticleID{"courier.md"}) || over.asked.Whole {
		t.Errorf("%+v, asked %+v, %v", got, over.asked, err)
	}
	if got, err = Ask(t.Context(), over, c, answer.Question{Text: question}, Scope{}, true); err != nil || got.Inferred != nil || over.asked.Articles != nil || !over.asked.Whole {
		t.Errorf("%+v, asked %+v, %v", got, over.asked, err)
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	c := harbour(t)
	if got := Speakers(c); !slices.Equal(got, []string{"Aksel Brandt", "Tove Lindqvist"}) {
		t.Errorf("%q", got)
	}
	if got := Publishers(c); !slices.Equal(got, []string{"Fjordpress", "Ravnes Courier", "The Ostby Ledger"}) {
		t.Errorf("%q", got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("a", "b", "c", "2031-03", "2031-03-04", "report", "What was published in April 2031?")
	f.Add("", "", "", "", "9999-99", "\x00", "articles from 31 February")
	c := harbour(f)
	f.Fuzz(func(t *testing.T, article, speaker, publisher, from, to, kind, question string) {
		s, err := Parse(article, speaker, publisher, from, to, kind)
		if err != nil {
			return
		}
		ids, err := s.Articles(c)
		if err == nil && ids != nil && len(ids) == 0 {
			t.Errorf("%+v leaves nothing, without an error", s)
		}
		Person(c, s.Speaker)
		published(question, c, ids)
	})
}
