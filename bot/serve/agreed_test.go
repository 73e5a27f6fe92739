package serve

import (
	"strings"
	"testing"

	"readout/corpus"
	"readout/retrieval/answer"
)

// TestAgreed: what independent reports say alike is marked on the page, what one says is not.
func TestAgreed(t *testing.T) {
	t.Parallel()
	passage := func(article string) *corpus.Passage {
		return &corpus.Passage{ID: corpus.PassageID(article + "#1"), Article: corpus.ArticleID(article), Text: "The gates opened."}
	}
	cite := func(n int, article, publisher string) answer.Citation {
		a := &corpus.Article{ID: corpus.ArticleID(article), Report: corpus.ReportID(article), Title: article, Publisher: publisher}
		return answer.Citation{N: n, Article: a, Passage: passage(article)}
	}
	shown := showAnswer(&answer.Answer{Question: "did the gates open?", Model: answer.Quotations,
		Sentences: []answer.Sentence{{Text: "The gates opened.", Citations: []int{1, 2}}, {Text: "It rained.", Citations: []int{1}}},
		Citations: []answer.Citation{cite(1, "a", "The Bay Courier"), cite(2, "b", "Halm Post")}})
	if len(shown.Sentences) != 2 || shown.Sentences[0].Agreed != "(2 sources agree)" || shown.Sentences[1].Agreed != "" {
		t.Fatalf("%+v", shown.Sentences)
	}
	server, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	var page strings.Builder
	if err := server.pages.ExecuteTemplate(&page, "answer", shown); err != nil {
		t.Fatal(err)
	}
	if strings.Count(page.String(), "(2 sources agree)") != 1 {
		t.Error(page.String())
	}
}
