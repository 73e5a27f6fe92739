package reading

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/corpus"
	"readout/corpus/corpustest"
	"readout/corpus/prose"
)

// TestNamesakes: a surname with an office is not joined to somebody who only shares the surname.
func TestNamesakes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		articles []string
		want     string // the names
	}{
		"another article's namesake": {[]string{
			"President Holt said on Friday that the alliance was sound. “We will keep it,” Holt told reporters in Port Elm.",
			"Members of the board asked about Mia Holt and her business ties. The palace declined to comment on the inquiry on Thursday.",
		}, "Holt, Mia Holt"},
		"a namesake later in the article": {[]string{
			"President Holt said on Friday that the alliance was sound. Members of the board asked about Mia Holt, who owns a bank. Mia Holt told them nothing.",
		}, "Holt, Mia Holt"},
		"a relation with an office of his own": {[]string{
			"President Holt said on Monday that the port would open. “We will open it,” Holt told reporters.\n\nHis son Hugo Holt, a lawyer, did not come.",
			"Members of the board asked about Hugo Holt and his firm.",
		}, "Holt, Hugo Holt"},
		"two with given names, of which one is a word": {[]string{
			"Pilot Ann Frost said that the lamps were new. Engineer Bill Frost said that they were old. “They are bright,” Frost said.",
		}, "Ann Frost, Bill Frost"},
		"introduced in full": {[]string{
			"Tom Holt said on Friday that the alliance was sound. President Holt will travel to Elm in autumn.",
		}, "Tom Holt"},
		"in full elsewhere, and speaking": {[]string{
			"President Holt said on Friday that the alliance was sound.",
			"Tom Holt told reporters on Monday that the bridge was shut. Holt will be back in autumn.",
		}, "Tom Holt"},
		"an office that one of two holds": {[]string{
			"President Tom Holt met the governor in Elm on Friday, officials said. President Holt smiled.",
			"The banker Mia Holt, who owns the mill, said that it stays shut.",
		}, "Mia Holt, Tom Holt"},
		"two of one surname": {[]string{
			"Lord Frost told the house on Monday that the deal was dead. Frost then resigned.",
			"Adam Frost, the television presenter, said that he liked the cake.",
		}, "Adam Frost, Frost"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var articles []*corpus.Article
			for i, text := range c.articles {
				articles = append(articles, parsedArticle(t, corpus.ArticleID(rune('a'+i)), text))
			}
			read, err := New(articles)
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, p := range read.People {
				names = append(names, p.Name)
			}
			if diff := cmp.Diff(c.want, strings.Join(names, ", ")); diff != "" {
				t.Errorf("people (-want +got):\n%s", diff)
			}
		})
	}
	read, err := New([]*corpus.Article{
		parsedArticle(t, "a", "President Holt said on Friday that the alliance was sound. “We will keep it,” Holt told reporters."),
		parsedArticle(t, "b", "Members of the board asked about Mia Holt and her business ties on Thursday."),
	})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{"President Holt": "Holt", "Mia Holt": "Mia Holt", "Holt": "Holt"} {
		if m := read.Mentions("What did " + text + " say?"); len(m) != 1 || m[0].Person.Name != want {
			t.Errorf("%q is %v, want %q", text, m, want)
		}
	}
}

// TestInvisible: what shows nothing is no part of a word.
func TestInvisible(t *testing.T) {
	t.Parallel()
	var got []string
	for _, w := range prose.Words("The coop\u00ADer\u00ADation of\u00A0Karl\u200B Voss, 7th and 21st, 3rd\u2060.") {
		got = append(got, w.Folded)
	}
	if diff := cmp.Diff("the cooperation of karl voss 7 and 21 3", strings.Join(got, " ")); diff != "" {
		t.Errorf("words (-want +got):\n%s", diff)
	}
	a := parsedArticle(t, "a", "The Daily Ledger\nMinisters agree on coop\u00ADeration\n5\u00A0March 2024\n\nThe minis\u00ADters of both coun\u00ADtries agreed on closer ties on the river on Tues\u00ADday.\n")
	corpustest.Check(t, a)
	if a.Title != "Ministers agree on cooperation" || a.Publisher != "The Daily Ledger" || a.Published.String() != "2024-03-05" {
		t.Errorf("title %q, publisher %q, date %q", a.Title, a.Publisher, a.Published)
	}
	if got := corpus.Plain(a.Passages[len(a.Passages)-1].Text); got != "The ministers of both countries agreed on closer ties on the river on Tuesday." {
		t.Errorf("shown as %q", got)
	}
}

// TestOfficesInBrackets holds that lists of those present tell who "the Chair" of their minutes is.
func TestOfficesInBrackets(t *testing.T) {
	t.Parallel()
	read, err := New([]*corpus.Article{
		parsedArticle(t, "may", "Parish council, 4 May 2021\n\nPresent: Cllr Ann Doyle (Chair), Cllr Tom Lund (Vice Chair), Cllr. Ida Reed (Lib.), Bea Moss (Clerk)\n\nThe Chair said that the hall would be "+
			"painted in June.\n\nThe Vice Chair said that the pond had been cleaned.\n\nThe Clerk reported that two letters had come."),
		parsedArticle(t, "june", "Parks committee, 4 June 2021\n\nPresent: Ald Edda Holm (Chairwoman, Parks Committee), Cllr Ida Reed\n\nThe Chairwoman said that the pond was closed.\n\nThe Chair said that it rained."),
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range read.Articles {
		for _, p := range a.Passages {
			for _, r := range p.Remarks {
				got = append(got, r.Speaker+": "+r.Text)
			}
		}
	}
	want := []string{"Ann Doyle: the hall would be painted in June", "Tom Lund: the pond had been cleaned", "Bea Moss: two letters had come",
		"Edda Holm: the pond was closed", "the Chair: it rained"}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("remarks (-want +got):\n%s", diff)
	}
}
