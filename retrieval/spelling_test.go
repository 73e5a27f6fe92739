package retrieval_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/corpus/prose"
	"readout/retrieval"
	"readout/retrieval/retrievaltest"
)

func TestCorrect(t *testing.T) {
	t.Parallel()
	c := retrievaltest.Corpus(t, map[string]string{"a.txt": "Governor Margarethe Lindqvist met Councillor Fenska and Councillor Fensko.\n\n" +
		"The sailors denied meddling in the election. The treaty with Venezuela expires. Matters mattered. The tanker sank. Tariffs rose, and tariffs fell. They met Markov and Rendall."})
	l := retrieval.NewLexicon(c, retrievaltest.Synonyms{{"governer"}, {"banker"}, {"interview"}, {"prosecute"}})
	for _, test := range []struct{ word, want string }{
		{"salors", "sailors"},
		{"meddeling", "meddling"},
		{"venezula", "venezuela"},
		{"venuzuela", "venezuela"},
		{"lindquist", "lindqvist"},
		{"lindkvist", "lindqvist"},
		{"linqvist", "lindqvist"}, // a long name
		{"malkov", ""},            // a letter makes another name
		{"mrakov", "markov"},
		{"marrkov", "markov"},
		{"margarete", "margarethe"},
		{"rendal", "rendall"}, // whose stem is the same, and which no word is
		{"rendalls", ""},
		{"treety", "treaty"},
		{"elecshun", ""}, // too far
		{"tarrifs", "tariffs"},
		{"seilors", "sailors"},
		{"ailors", "sailors"},
		{"fenskj", ""},   // two are as near
		{"governer", ""}, // a known word
		{"banker", ""},   // known, though near a word of the corpus
		{"bankers", ""},  // a form of a known word
		{"interviewed", ""},
		{"prosecutes", ""},
		{"prosecuting", ""},
		{"elections", ""}, // a form of a word of the corpus
		{"tank", ""},      // too short
		{"Zanzibar", ""},
		{"zanzibar", ""},
		{"treaty", ""},
		{"venezuelan", ""},  // the country's
		{"ouagadougou", ""}, // a capital
		{"12345x", ""},
		{"", ""},
		{"дипломат", ""},
	} {
		got, ok := l.Correct(test.word)
		if got != test.want || ok != (test.want != "") {
			t.Errorf("Correct(%q) = %q, %v; want %q", test.word, got, ok, test.want)
		}
	}
}

func TestMend(t *testing.T) {
	t.Parallel()
	l := retrieval.NewLexicon(retrievaltest.Corpus(t, map[string]string{"a.txt": "Governor Lindqvist praised the sailors."}), nil)
	for _, test := range []struct {
		question, want string
		made           []retrieval.Correction
	}{
		{"Did Linqvist praise the salors?", "Did Lindqvist praise the sailors?", []retrieval.Correction{
			{From: "Linqvist", To: "Lindqvist", Span: prose.Span{Start: 4, End: 12}},
			{From: "salors", To: "sailors", Span: prose.Span{Start: 24, End: 30}},
		}},
		{"did lindqvist praise sailors", "did lindqvist praise sailors", nil},
		{"SALORS", "Sailors", []retrieval.Correction{{From: "SALORS", To: "Sailors", Span: prose.Span{End: 6}}}},
		{"What about Linqvist’s plan?", "What about Lindqvist’s plan?", []retrieval.Correction{
			{From: "Linqvist", To: "Lindqvist", Span: prose.Span{Start: 11, End: 19}},
		}},
	} {
		got, made := l.Mend(test.question)
		if got != test.want {
			t.Errorf("Mend(%q) = %q, want %q", test.question, got, test.want)
		}
		if diff := cmp.Diff(test.made, made); diff != "" {
			t.Errorf("Mend(%q) corrections (-want +got):\n%s", test.question, diff)
		}
	}
}
