package libraries

import (
	"context"
	"strings"
	"testing"

	"readout/corpus"
	"readout/corpus/reading"
	"readout/retrieval/answer"
)

// TestOwnChecks: a server that kept no question, and removed what was shipped, is still warned of what makes an answer worse that its own
// article gave; nothing is asked of what the change itself alters.
func TestOwnChecks(t *testing.T) {
	t.Parallel()
	o := options(t, newWeb())
	var asked []corpus.ArticleID
	o.Suggest = func(_ context.Context, _ *answer.Answerer, _ *reading.Corpus, articles []corpus.ArticleID) []string {
		asked = append(asked, articles...)
		return []string{"What did Ida Brenk say about the lighthouse at Ostby?"}
	}
	s := open(t, o)
	add := func(name, text string) {
		d := prepare(t, s, guild, upload(name, text))
		if _, err := s.Publish(t.Context(), guild, d.ID, "7", true); err != nil {
			t.Fatal(err)
		}
	}
	const lighthouse = "---\ntitle: The lighthouse\npublisher: The Bay Courier\npublished: 2022-03-04\nkind: report\n---\n\n" +
		"Ida Brenk said that the lighthouse at Ostby will be sold to its keeper in May.\n"
	add("lighthouse.md", lighthouse)
	for _, a := range o.Shipped.Corpus.Articles {
		d := prepare(t, s, guild, Change{Kind: Remove, Article: a.ID})
		if _, err := s.Publish(t.Context(), guild, d.ID, "7", true); err != nil {
			t.Fatal(err)
		}
	}
	asked = nil
	d := prepare(t, s, guild, upload("ostby.md", story("Ostby", "5")))
	if d.Gate.Ran != 1 || d.Gate.Right != 1 || len(d.Gate.Worse) != 0 || len(asked) != 1 || asked[0] != "lighthouse.md" {
		t.Errorf("gate %+v, asked of %v", d.Gate, asked)
	}
	asked = nil
	if d := prepare(t, s, guild, upload("lighthouse.md", strings.ReplaceAll(lighthouse, "in May", "in June"))); d.Gate.Ran != 0 || len(asked) != 0 {
		t.Errorf("what the change alters was asked: %+v, %v", d.Gate, asked)
	}
}
