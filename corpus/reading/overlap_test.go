package reading

import (
	"slices"
	"strings"
	"testing"

	"readout/corpus"
	"readout/corpus/parse"
)

func TestOverlaps(t *testing.T) {
	t.Parallel()
	const (
		first  = "The ferry left the old harbour at noon with forty people on board, and reached the island before the storm."
		second = "Nobody was hurt. The captain said that the engine had stopped twice on the way, which it had never done."
	)
	parse := func(id corpus.ArticleID, text string) *corpus.Article {
		t.Helper()
		a, err := parse.Markdown(id, text)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	c, err := New([]*corpus.Article{parse("a.md", first), parse("b.md", "Wheat is dearer than it was a year ago in all markets of the province, traders say."), parse("c.md", second)})
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		id   corpus.ArticleID
		text string
		want []Overlap
	}{
		"nothing shared": {"d.md", "The choir sang until midnight in the square before the town hall of the capital.", nil},
		"same text":      {"d.md", strings.ToUpper(first), []Overlap{{Article: "a.md", Shared: 1, Same: true}}},
		"itself":         {"a.md", first, nil},
		"both":           {"d.md", first + "\n\n" + second, []Overlap{{Article: "a.md", Shared: 1}, {Article: "c.md", Shared: 1}}},
		"claimed":        {"d.md", "---\nreport: c\n---\nThe choir sang until midnight in the square before the town hall.", []Overlap{{Article: "c.md", Claimed: true}}},
		"no run at all":  {"d.md", "The ferry left.", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := parse(tt.id, tt.text)
			got := c.Overlaps(a)
			if !slices.Equal(got, tt.want) {
				t.Errorf("overlaps %+v, want %+v", got, tt.want)
			}
			if tt.id == "a.md" {
				return
			}
			// New groups the same articles with it.
			var together []corpus.ArticleID
			again, err := New([]*corpus.Article{parse("a.md", first), parse("b.md", "Wheat is dearer than it was a year ago in all markets of the province, traders say."), parse("c.md", second), a})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range again.Reports {
				if slices.Contains(r.Articles, a.ID) {
					together = slices.DeleteFunc(slices.Clone(r.Articles), func(id corpus.ArticleID) bool { return id == a.ID })
				}
			}
			var found []corpus.ArticleID
			for _, o := range got {
				found = append(found, o.Article)
			}
			if !slices.Equal(together, found) {
				t.Errorf("New groups it with %v, Overlaps with %v", together, found)
			}
		})
	}
}
