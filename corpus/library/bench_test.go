package library

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"readout/corpus"
)

// manyArticles is a library with n articles of 20 paragraphs, synced as the bot's are.
func manyArticles(b *testing.B, n int) (*Library, string) {
	b.Helper()
	dir := b.TempDir()
	quick, err := Open(b.Context(), dir, Options{noSync: true})
	must(b, err)
	m := Manifest{Version: Version{Action: "import"}}
	for i := range n {
		hash, err := quick.Put(b.Context(), []byte(longText(i, 0)))
		must(b, err)
		m.Articles = append(m.Articles, Entry{ID: corpus.ArticleID(fmt.Sprintf("article-%04d", i)), Name: "a.md", Hash: hash,
			Source: Source{URL: fmt.Sprintf("https://example.org/2018/05/03/article-%04d", i), ETag: `"0123456789abcdef"`, Fetched: day(1)}})
	}
	_, err = quick.Publish(b.Context(), m, nil)
	must(b, err)
	must(b, quick.Close())
	l, err := Open(b.Context(), dir, Options{})
	must(b, err)
	b.Cleanup(func() { l.Close() })
	return l, dir
}

func longText(article, version int) string {
	var out strings.Builder
	fmt.Fprintf(&out, "---\ntitle: Article %d\npublisher: The Example Times\npublished: 2018-05-03\n---\n", article)
	for p := range 20 {
		fmt.Fprintf(&out, "\nThe ministers met for the %dth time on Tuesday and agreed to open harbour %d. “We came to agree,” Ms. Lee told reporters in version %d of the text.\n", p, article, version)
	}
	return out.String()
}

// BenchmarkPublish is what a version costs beside its index: 2,000 articles of which 5 changed.
func BenchmarkPublish(b *testing.B) {
	l, _ := manyArticles(b, 2000)
	version := 0
	for b.Loop() {
		version++
		m, _ := l.Current()
		m.Base, m.Action = m.Number, "refresh"
		for i := range 5 {
			hash, err := l.Put(b.Context(), []byte(longText(i*100, version)))
			must(b, err)
			m.Articles[i*100].Hash = hash
		}
		_, err := l.Publish(b.Context(), m, func(context.Context, Manifest, []*corpus.Article) error { return nil })
		must(b, err)
	}
}

// BenchmarkOpen opens a library of 2,000 articles and some versions.
func BenchmarkOpen(b *testing.B) {
	l, dir := manyArticles(b, 2000)
	for range 20 {
		m, _ := l.Current()
		m.Base, m.Action = m.Number, "rollback"
		_, err := l.Publish(b.Context(), m, nil)
		must(b, err)
	}
	must(b, l.Close())
	for b.Loop() {
		l, err := Open(b.Context(), dir, Options{})
		must(b, err)
		must(b, l.Close())
	}
}

// BenchmarkArticles reads and parses 2,000 articles.
func BenchmarkArticles(b *testing.B) {
	l, _ := manyArticles(b, 2000)
	m, _ := l.Current()
	for b.Loop() {
		_, err := l.Articles(b.Context(), m)
		must(b, err)
	}
}

// BenchmarkExport writes 2,000 articles and reads them back.
func BenchmarkExport(b *testing.B) {
	l, _ := manyArticles(b, 2000)
	for b.Loop() {
		var out bytes.Buffer
		must(b, l.Export(b.Context(), &out))
		_, err := ReadExport(b.Context(), &out, Limits{})
		must(b, err)
	}
}
