package parse

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"readout/corpus"
	"readout/corpus/corpustest"
	"readout/corpus/prose"
)

var fuzzSeeds = []string{
	"", "\uFEFF", "Harbour Opens\n\nBy [Ann Lee](#)\n\nMay 3, 2018\n\n" + corpustest.First + "\n\n" + corpustest.Second + " — AFP",
	"• Kyodo\r\n\r\n" + corpustest.First + "\r\rRelated: [x](#)\n\nhttps://example.org/a\n\nOriginal url:",
	"The talks were received with protest in\n\nthe\n\nU.S. But not here, in\n\nOslo.",
	"a\u2028b\u0085c\n\n© 2019\n\nSource: x", "\xff", "1. a\n- b\n# c\n===\n---\n```\nx\n",
}

func FuzzParseText(f *testing.F) {
	for _, s := range fuzzSeeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) { checkParsed(t, text, Text) })
}

func FuzzParseMarkdown(f *testing.F) {
	for _, s := range fuzzSeeds {
		f.Add(s)
		f.Add("---\ntitle: Harbour\nauthor: >\n  Ann\n  Lee\npublished: 2018-05\n---\n" + s)
	}
	for _, s := range []string{"---\n---\n", "---\n", "---\ntitle: [\n---\n", "---\ntitle: a\ntitle: b\n---", "---\nurl: http://[\n---\nx", "---\r\ntitle: &a b\rreport: *a\r\n---\r\nText."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) { checkParsed(t, text, Markdown) })
}

// checkParsed fails unless a parser gives an article whose spans hold, or an error with its reason.
func checkParsed(t *testing.T, text string, parse func(corpus.ArticleID, string) (*corpus.Article, error)) {
	a, err := parse("a", text)
	if err != nil {
		var at *Error
		if !errors.Is(err, ErrNoText) && !errors.As(err, &at) {
			t.Fatalf("error %v is of no kind", err)
		}
		if at != nil && (at.Line < 1 || at.Line > 1+strings.Count(text, "\n")+strings.Count(text, "\r")) {
			t.Fatalf("error %v is outside of the file", err)
		}
		return
	}
	corpustest.Check(t, a)
	if a.Body != strings.TrimPrefix(text, byteOrderMark) || !utf8.ValidString(a.Body) {
		t.Fatal("the body is not the file's text")
	}
	again, err := parse("a", text)
	if err != nil || len(again.Passages) != len(a.Passages) || again.Title != a.Title {
		t.Fatalf("read again, the article is another: %v", err)
	}
}

func FuzzParsePage(f *testing.F) {
	f.Add("Harbour Opens - Example", "Example", "By Ann Lee May 3, 2018", corpustest.First+"\n\n"+corpustest.Second)
	f.Add("", "", "", "x")
	f.Fuzz(func(t *testing.T, title, publisher, byline, text string) {
		a, err := FromPage(Page{ID: "a", Title: title, Publisher: publisher, Byline: byline, Text: text})
		if err != nil {
			return
		}
		corpustest.Check(t, a)
		for _, p := range a.Passages {
			if p.Role == corpus.RoleMatter && strings.ContainsAny(p.Text, "\r\n") {
				t.Fatalf("fact %q is more than a line", p.Text)
			}
		}
	})
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"", "U.S.’s didn't 1,000.5 re-elect", "Ünï ﬁ \u0301", "a.b.c.d", "\xff’s", "rock ’n’ roll’", "J.R.R. Smith’s"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		for _, w := range prose.Words(text) {
			if w.Span.Start < at || w.Span.End <= w.Span.Start || text[w.Span.Start:w.Span.End] != w.Text {
				t.Fatalf("word %+v after offset %d of %q", w, at, text)
			}
			at = w.Span.End
		}
	})
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"", "Ünï ﬁ “x” ‘y’ — z", "\xff", "ǅ İ ß"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		folded := prose.Fold(text)
		if utf8.ValidString(text) && !utf8.ValidString(folded) {
			t.Fatalf("%q folds to %q", text, folded)
		}
	})
}
