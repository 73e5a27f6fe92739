package issuer

import (
	"slices"
	"strings"
	"testing"

	"readout/corpus"
	"readout/corpus/parse"
)

const head = "---\ntitle: Vantor reports its results\nkind: report\n---\n\n"

// ourselves is a text that speaks of itself as "we" again and again.
const ourselves = "Vantor today reported its results.\n\nWe sold more boats.\n\nOur yard in Elva grew.\n\nWe expect a quiet year.\n"

func article(t testing.TB, text string) *corpus.Article {
	t.Helper()
	a, err := parse.Markdown("a", text)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestOf(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		text string
		want []string
	}{
		"signers say who they are":          {head + "We, the ministers of Vessia and Tolmark, met in Elva.\n", []string{"the ministers"}},
		"in a statement's second paragraph": {head + "Elva, May.\n\n“We, the members of the council, regret the delay.”\n", []string{"the members"}},
		"a release in its own voice":        {head + ourselves, []string{"Vantor"}},
		"too little of its own voice":       {head + "Vantor today reported its results.\n\nWe sold more boats.\n", nil},
		"somebody else's voice":             {head + "Vantor today reported its results.\n\n\"We sold more,\" Norn said.\n\n\"We grew,\" she said.\n\n\"We wait,\" she said.\n", nil},
		"an author of its own":              {strings.Replace(head, "kind", "author: Ada Norn\nkind", 1) + ourselves, nil},
		"an opinion":                        {strings.Replace(head, "report\n", "opinion\n", 1) + ourselves, nil},
		"a transcript":                      {strings.Replace(head, "report\n", "transcript\n", 1) + "NORN: " + ourselves, nil},
		"a title about something else":      {strings.Replace(head, "Vantor reports its", "Better", 1) + ourselves, nil},
		"a title of a verb":                 {strings.Replace(head, "Vantor reports its", "Sell", 1) + ourselves, nil},
		"nothing":                           {head + "It rained.\n", nil},
	} {
		if got := Of(article(t, tt.text)); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// FuzzOf: who is meant stands in the article.
func FuzzOf(f *testing.F) {
	f.Add(head + ourselves)
	f.Add(head + "We, the \xff people of Elva, met.\n")
	f.Fuzz(func(t *testing.T, text string) {
		a, err := parse.Markdown("a", text)
		if err != nil {
			return
		}
		said := strings.Join(strings.Fields(a.Title+" "+a.Body), " ")
		for _, name := range Of(a) {
			if strings.TrimSpace(name) == "" || !strings.Contains(said, name) {
				t.Errorf("%q is meant, who does not stand in %q", name, said)
			}
		}
	})
}
