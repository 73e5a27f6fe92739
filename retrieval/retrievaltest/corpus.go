package retrievaltest

import (
	"embed"
	"path"
	"strings"
	"testing"

	"readout/corpus"
	"readout/corpus/parse"
	"readout/corpus/reading"
)

// Corpus reads articles given as Markdown, by ID, together.
func Corpus(t testing.TB, texts map[string]string) *reading.Corpus {
	t.Helper()
	var articles []*corpus.Article
	for id, text := range texts {
		a, err := parse.Markdown(corpus.ArticleID(id), text)
		if err != nil {
			t.Fatal(err)
		}
		articles = append(articles, a)
	}
	return Read(t, articles...)
}

// Read reads articles together.
func Read(t testing.TB, articles ...*corpus.Article) *reading.Corpus {
	t.Helper()
	c, err := reading.New(articles)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

//go:embed river
var river embed.FS

// River are invented articles as Markdown, by ID, the caller's own to change: a report ("ledger"), another outlet's that differs from it
// on two points ("gazette"), and an opinion ("opinion").
func River(t testing.TB) map[string]string {
	t.Helper()
	files, err := river.ReadDir("river")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range files {
		text, err := river.ReadFile(path.Join("river", f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[strings.TrimSuffix(f.Name(), ".md")] = string(text)
	}
	return out
}
