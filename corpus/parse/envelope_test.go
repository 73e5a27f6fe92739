package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/corpus"
	"readout/corpus/corpustest"
	"readout/corpus/reading"
)

// TestEnvelopes: what stands around a text that was sent tells of it, and is no reporting.
func TestEnvelopes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		want []string // outline of the passages
		meta corpus.Article
		date string
	}{
		"a press release": {"FOR IMMEDIATE RELEASE\n\nContact: Mia Holt, +1 555 0100, press@quay.example\n\nQuay Trust to Open the Old Gate\n\nELM, March 5, 2021 -- Quay Trust Co. today announced that it will open the old gate from April 1.\n\n\"The gate stays open,\" said Tom Reed, director of the trust.\n\nForward-looking statements: This release contains forward-looking statements that involve risks.\n\n###\n",
			[]string{"1 body: ELM, March 5, 2021 -- Quay Trust Co. today announced that it will open the old gate from April 1.", "2 body: \"The gate stays open,\" said Tom Reed, director of the trust."},
			corpus.Article{Title: "Quay Trust to Open the Old Gate", Kind: corpus.KindRelease}, "2021-03-05"},
		"a newsletter": {"From: Quay Weekly <news@quay.example>\nTo: reader@inbox.example\nSubject: Quay Weekly #41: A gate at last\nDate: Fri, 8 Mar 2021 07:30:00 +0100\n\nView this email in your browser\n\nHello reader,\n\nA GATE AT LAST\nThe board of the quay opened the old gate on Thursday night.\n\nDid a friend forward you this? Subscribe here.\nYou are receiving this because you signed up. Unsubscribe | Update preferences\n",
			[]string{"1 origin: From: Quay Weekly <news@quay.example>", "2 date: Date: Fri, 8 Mar 2021 07:30:00 +0100", "3 body: The board of the quay opened the old gate on Thursday night."},
			corpus.Article{Title: "A gate at last", Publisher: "Quay Weekly", Kind: corpus.KindReport}, "2021-03-08"},
		"a headline and its site": {"Board opens the old gate | Elm news | The Quay Ledger\n\nhttps://www.quayledger.example/gate\n\nThe board of the quay opened the old gate on Thursday night, an hour after the tide had turned.\n\nNobody was hurt, the board said on Friday.\n",
			[]string{"1 origin: https://www.quayledger.example/gate", "2 body: The board of the quay opened the old gate on Thursday night, an hour after the tide had turned.", "3 body: Nobody was hurt, the board said on Friday."},
			corpus.Article{Title: "Board opens the old gate", Publisher: "The Quay Ledger", URL: "https://www.quayledger.example/gate", Kind: corpus.KindReport}, ""},
		"a headline with a bar of its own": {"Remarks on the gate | Elm, North Quay\n\nThe board of the quay opened the old gate on Thursday night, an hour after the tide had turned.\n\nNobody was hurt, the board said on Friday.\n",
			[]string{"1 body: The board of the quay opened the old gate on Thursday night, an hour after the tide had turned.", "2 body: Nobody was hurt, the board said on Friday."},
			corpus.Article{Title: "Remarks on the gate | Elm, North Quay", Kind: corpus.KindReport}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := textArticle(t, "a", c.text)
			corpustest.Check(t, a)
			if diff := cmp.Diff(c.want, outline(a)); diff != "" {
				t.Errorf("passages (-want +got):\n%s", diff)
			}
			got := corpus.Article{Title: a.Title, Publisher: a.Publisher, Agency: a.Agency, URL: a.URL, Kind: a.Kind}
			if diff := cmp.Diff(c.meta, got, cmp.AllowUnexported(corpus.Date{})); diff != "" || a.Published.String() != c.date {
				t.Errorf("published %q, facts (-want +got):\n%s", a.Published, diff)
			}
		})
	}
	a := textArticle(t, "a", "ELM, March 5, 2021 -- Quay Trust Co. today announced that it will open the old gate from April 1.")
	if _, err := reading.New([]*corpus.Article{a}); err != nil {
		t.Fatal(err)
	}
	for _, r := range a.Passages[0].Remarks {
		if r.Speaker != "Quay Trust Co" && r.Speaker != "Quay Trust Co." {
			t.Errorf("announced by %q", r.Speaker)
		}
	}
}

// textArticle is an article made of paragraphs.
func textArticle(t *testing.T, id corpus.ArticleID, text string) *corpus.Article {
	t.Helper()
	a, err := Text(id, text)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
