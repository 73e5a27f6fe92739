package reading

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/corpus"
)

// prose is n words that no other seed gives in the same order, five to a sentence.
func proseOf(seed uint64, n int) string {
	r := rand.New(rand.NewPCG(seed, 1))
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "w%d", r.IntN(5000))
		if i%5 == 4 {
			b.WriteByte('.')
		}
		b.WriteByte(' ')
	}
	return b.String()
}

func articleOf(id corpus.ArticleID, paragraphs ...string) *corpus.Article {
	a := &corpus.Article{ID: id}
	for _, p := range paragraphs {
		a.Passages = append(a.Passages, corpus.Passage{Article: id, Role: corpus.RoleBody, Text: p})
	}
	return a
}

func TestGroupReports(t *testing.T) {
	t.Parallel()
	claiming := func(a *corpus.Article, report corpus.ReportID) *corpus.Article {
		a.Report = report
		return a
	}
	disclaimed := articleOf("b.txt", proseOf(2, 50))
	disclaimed.Passages = append(disclaimed.Passages, corpus.Passage{Role: corpus.RoleDisclaimer, Text: proseOf(1, 50)})
	tests := []struct {
		name     string
		articles []*corpus.Article
		want     []Report
	}{
		{"none", nil, nil},
		{"apart", []*corpus.Article{articleOf("a", proseOf(1, 50)), articleOf("b", proseOf(2, 50))}, []Report{{"a", []corpus.ArticleID{"a"}}, {"b", []corpus.ArticleID{"b"}}}},
		{"copies", []*corpus.Article{articleOf("a", proseOf(1, 50)), articleOf("b", proseOf(1, 50)), articleOf("c", proseOf(1, 50))},
			[]Report{{"a", []corpus.ArticleID{"a", "b", "c"}}}},
		{"case, quotes and layout do not matter", []*corpus.Article{
			articleOf("a", "The “two” ministers met in Oslo on a Tuesday."), articleOf("b", "the \"Two\" ministers", "met in Oslo on a Tuesday")},
			[]Report{{"a", []corpus.ArticleID{"a", "b"}}}},
		{"a fifth of the shorter", []*corpus.Article{articleOf("a", proseOf(1, 400)), articleOf("b", proseOf(2, 79)+proseOf(1, 25))},
			[]Report{{"a", []corpus.ArticleID{"a", "b"}}}},
		{"less than a fifth", []*corpus.Article{articleOf("a", proseOf(1, 400)), articleOf("b", proseOf(2, 90)+proseOf(1, 20))},
			[]Report{{"a", []corpus.ArticleID{"a"}}, {"b", []corpus.ArticleID{"b"}}}},
		{"through a third", []*corpus.Article{articleOf("a", proseOf(1, 100)), articleOf("b", proseOf(1, 60)+proseOf(2, 60)), articleOf("c", proseOf(2, 100))},
			[]Report{{"a", []corpus.ArticleID{"a", "b", "c"}}}},
		{"disclaimers do not count", []*corpus.Article{articleOf("a.txt", proseOf(1, 50)), disclaimed},
			[]Report{{"a.txt", []corpus.ArticleID{"a.txt"}}, {"b.txt", []corpus.ArticleID{"b.txt"}}}},
		{"front matter", []*corpus.Article{articleOf("a", proseOf(1, 50)), claiming(articleOf("b", proseOf(2, 50)), "a"), articleOf("c", proseOf(3, 50))},
			[]Report{{"a", []corpus.ArticleID{"a", "b"}}, {"c", []corpus.ArticleID{"c"}}}},
		{"front matter, extension left out", []*corpus.Article{articleOf("a.md", proseOf(1, 50)), claiming(articleOf("b.md", proseOf(2, 50)), "a")},
			[]Report{{"a.md", []corpus.ArticleID{"a.md", "b.md"}}}},
		{"front matter, extension put in", []*corpus.Article{articleOf("a", proseOf(1, 50)), claiming(articleOf("b", proseOf(2, 50)), "a.md")},
			[]Report{{"a", []corpus.ArticleID{"a", "b"}}}},
		{"front matter names what is not there", []*corpus.Article{
			claiming(articleOf("a", proseOf(1, 50)), "x"), claiming(articleOf("b", proseOf(2, 50)), "x"), claiming(articleOf("c", proseOf(3, 50)), "y")},
			[]Report{{"a", []corpus.ArticleID{"a", "b"}}, {"c", []corpus.ArticleID{"c"}}}},
		{"front matter names itself", []*corpus.Article{claiming(articleOf("a", proseOf(1, 50)), "a")}, []Report{{"a", []corpus.ArticleID{"a"}}}},
		{"too short for a run", []*corpus.Article{articleOf("a", "No word."), articleOf("b", "No word.")},
			[]Report{{"a", []corpus.ArticleID{"a"}}, {"b", []corpus.ArticleID{"b"}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := groupReports(tt.articles, pairsOf(tt.articles))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("reports (-want +got):\n%s", diff)
			}
			for _, r := range got {
				for _, a := range tt.articles {
					if slices.Contains(r.Articles, a.ID) && a.Report != r.ID {
						t.Errorf("article %s has report %s, want %s", a.ID, a.Report, r.ID)
					}
				}
			}
		})
	}
}

// BenchmarkGroupReports compares 2,000 articles, a fifth of which are copies of others.
func BenchmarkGroupReports(b *testing.B) {
	var articles []*corpus.Article
	for i := range 2000 {
		articles = append(articles, articleOf(corpus.ArticleID(fmt.Sprintf("%04d", i)), proseOf(uint64(i%1600), 600), proseOf(9999, 40)))
	}
	b.ReportAllocs()
	for b.Loop() {
		groupReports(articles, pairsOf(articles))
	}
}

func pairsOf(articles []*corpus.Article) [][2]corpus.ArticleID {
	return sharingPairs(articles, runsOf(articles))
}
