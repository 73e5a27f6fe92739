package choose

import (
	"readout/corpus"
	"readout/corpus/parse"
	"readout/retrieval/question"
	"readout/retrieval/snapshottest"
	"readout/retrieval/verify"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestDisagreement: a yes and a no in two reports stand side by side, each cited; reports that agree do not.
func TestDisagreement(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{
		"one":   "---\nkind: report\n---\n\nCalder and Marsh agreed to meet again in Port Elva in the spring, the hosts said.\n",
		"two":   "---\nkind: report\n---\n\nNo date to meet again in Port Elva has been offered to Calder and Marsh, an aide said.\n",
		"three": "---\nkind: report\n---\n\nCalder will visit the valley with his family in the autumn.\n",
	})
	find := func(asks string) []Side {
		asked := question.Understand(asks, s.Corpus, question.NewSetting(s))
		x, err := New(t.Context(), s, asked, nil)
		if err != nil {
			t.Fatal(err)
		}
		own, _ := x.credited()
		d, _ := x.difference(own, x.Read.Sentences)
		return d.Sides
	}
	sides := find("Will Calder and Marsh meet again in Port Elva?")
	if len(sides) != 2 || sides[0].Told[0].Passage.Article != "one" || sides[1].Told[0].Passage.Article != "two" {
		t.Errorf("sides %v", sides)
	}
	if sides := find("Will Calder visit the valley?"); len(sides) > 0 {
		t.Errorf("reports that agree are said to differ: %v", sides)
	}
}

// TestHeardInRecords: what a record has somebody say answers for them, though it credits the words to nobody as a person.
func TestHeardInRecords(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{
		"speech": "---\ntitle: Remarks by Lantern on the dues\nkind: transcript\n---\n\nTHE WARDEN: The dues on the river are too high.\n",
		"report": "---\ntitle: Lantern and the dues\nkind: report\n---\n\nOren Calder blamed the dues on the Lantern administration.\n",
		"notes": "---\ntitle: Ferry notes\nkind: minutes\n---\n\n- Hob: no objection to the ferry.\n" +
			"- Hob Tarn (for the builders): the ferry is late, says Pell: it sank.\n",
	})
	for _, test := range []struct {
		article, last string
		want          bool
	}{
		{"speech", "lantern", true},
		{"speech", "calder", false},
		{"report", "lantern", false},
		{"notes", "hob", true},
		{"notes", "tarn", true},
		{"notes", "pell", false},
		{"notes", "builders", false},
	} {
		got := slices.ContainsFunc(bodyOf(s.Corpus.Article(corpus.ArticleID(test.article))), func(p *corpus.Passage) bool {
			return (&Search{Snapshot: s}).records(p, test.last)
		})
		if got != test.want {
			t.Errorf("%s records %s: %v, want %v", test.article, test.last, got, test.want)
		}
	}
}

// TestSentenceWithoutStop: a note has no stop, and is the sentence that it is whether or not it was given one.
func TestSentenceWithoutStop(t *testing.T) {
	t.Parallel()
	article, err := parse.Markdown("notes", "# Harbour notes\n\n* Ann\n  * Agree that boats in node_three should not sail\n")
	if err != nil {
		t.Fatal(err)
	}
	for i := range article.Passages {
		p := &article.Passages[i]
		for n, s := range p.Sentences {
			for _, text := range []string{s.Text, s.Text + "."} {
				at, ok := sentenceOf(verify.Supported{Text: text, Citation: Citation{Article: article, Passage: p, Quote: s.Span}})
				if !ok || at.Sentence != n {
					t.Errorf("%q is not known again", text)
				}
			}
			if _, ok := sentenceOf(verify.Supported{Text: s.Text + " at all", Citation: Citation{Article: article, Passage: p, Quote: s.Span}}); ok {
				t.Errorf("other words than %q are taken for it", s.Text)
			}
		}
	}
}

// TestSaysNothing: a line of where and when, and one who says only who they are, answer nothing; what a person said is told without what
// others did.
func TestSaysNothing(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{
		"report":  "# Harbour closes\n\nOSLO, 6 March.\n\nHarbour Master Ida Doe said on Monday that the ferry would stop.\n\nThe ferry stopped in Oslo on 6 March.\n",
		"hearing": "---\nkind: transcript\n---\n\n# Hearing on the ferry\n\nIVAN ROE: Ivan Roe.\n\nI sail the ferry. The ferry leaks at the bow.\n\nIDA DOE: Thank you for coming. Then it must stop.\n",
	})
	for _, a := range s.Corpus.Articles {
		for i := range a.Passages {
			p := &a.Passages[i]
			for n, sentence := range p.Sentences {
				text := sentence.Text
				if want := text == "OSLO, 6 March." || text == "IVAN ROE: Ivan Roe."; p.Role == corpus.RoleBody && isFragment(p, n) != want {
					t.Errorf("%q: %v", text, !want)
				}
			}
		}
	}
	x, err := New(t.Context(), s, question.Understand("What did Roe tell them?", s.Corpus, question.NewSetting(s)), nil)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, c := range x.answer().Claims {
		said = append(said, c.Text)
	}
	if got := strings.Join(said, " "); got != "I sail the ferry. The ferry leaks at the bow." {
		t.Errorf("Roe said %q", got)
	}
}

// TestCountrySays: a country's words are those of who holds an office of it, and its own; a lawmaker's and another country's are not.
func TestCountrySays(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{"report": "# Talks on herring\n\nFrench President Ida Doe met German Chancellor Ivan Roe.\n\n" +
		"“We will fish less herring,” Doe said. Roe said that Germany would fish more herring.\n\n" +
		"French lawmaker Ann Moe said that the herring was hers. “It is ours,” said French opposition " +
		"leader Bo Loe. “It is gone,” said Peter Coe, the Norwegian ambassador to France. Paris said the herring fleet would stay at home.\n"})
	said := func(asks string) []string {
		t.Helper()
		x, err := New(t.Context(), s, question.Understand(asks, s.Corpus, question.NewSetting(s)), nil)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, c := range x.answer().Claims {
			out = append(out, c.Text)
		}
		return out
	}
	for asks, want := range map[string][]string{
		"What did France say?":               {"“We will fish less herring,” Doe said.", "Paris said the herring fleet would stay at home."},
		"What does Paris say about herring?": {"Paris said the herring fleet would stay at home."},
		"What did Germany say?":              {"Roe said that Germany would fish more herring."},
		"What did Spain say about herring?":  nil,
	} {
		if diff := cmp.Diff(want, said(asks), cmpopts.SortSlices(strings.Compare)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", asks, diff)
		}
	}
}
