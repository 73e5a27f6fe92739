package fragment

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"readout/corpus"
	"readout/corpus/prose"
)

// article is an invented article.
func article(address string, form corpus.Form, paragraphs ...string) *corpus.Article {
	a := &corpus.Article{ID: "a", URL: address, Form: form, Body: strings.Join(paragraphs, "\n\n")}
	at := 0
	for i, text := range paragraphs {
		a.Passages = append(a.Passages, corpus.Passage{Paragraph: i + 1, Text: text, Span: prose.Span{Start: at, End: at + len(text)}})
		at += len(text) + 2
	}
	return a
}

// spanOf is where the words stand in an article the n-th time.
func spanOf(t *testing.T, a *corpus.Article, words string, n int) prose.Span {
	t.Helper()
	at := 0
	for range n {
		i := strings.Index(a.Body[at:], words)
		if i < 0 {
			t.Fatalf("no %q in %q", words, a.Body)
		}
		at += i + 1
	}
	return prose.Span{Start: at - 1, End: at - 1 + len(words)}
}

var tide = []string{
	"The harbour of Aldmoor reopened on Tuesday after nine weeks, the port authority said.",
	"“The ferry – at last! – runs again, and it will run every day until the winter, as it did before the flood,” Ruth Dane, the harbour master, said.",
	"The ferry ran twice. The ferry ran twice on Sunday, and the café (100% full) stayed open.",
	"Nobody was hurt. Nobody was hurt.",
	"Hake—fresh & cheap—sold out, and so did pot-luck boxes, which a half-empty van brought from R&D.",
	"Rain fell on Vik. Rain fell at noon.",
	"Rain fell at Halm.",
}

func TestLink(t *testing.T) {
	t.Parallel()
	const page = "https://tide.example/harbour"
	for _, tc := range []struct {
		name  string
		url   string
		form  corpus.Form
		words string
		nth   int
		want  string
	}{
		{"short", page, corpus.FormFull, "reopened on Tuesday", 1, "#:~:text=reopened%20on%20Tuesday"},
		{"long", page, corpus.FormFull, tide[1][:strings.Index(tide[1], " Ruth")], 1, "#:~:text=The%20ferry%20%E2%80%93%20at%20last,did%20before%20the%20flood"},
		{"again", page, corpus.FormFull, "The ferry ran twice", 2, "#:~:text=ran%20twice.-,The%20ferry%20ran%20twice"},
		{"again, by what is behind", page, corpus.FormFull, "ferry ran twice. The", 1, "#:~:text=ferry%20ran%20twice.%20The"},
		{"a word", page, corpus.FormFull, "it", 2, "#:~:text=it"},
		{"a word, again", page, corpus.FormFull, "it", 3, "#:~:text=winter%2C%20as-,it"},
		{"marks of the grammar", page, corpus.FormFull, "café (100% full)", 1, "#:~:text=caf%C3%A9%20%28100%25%20full"},
		{"never alone", page, corpus.FormFull, "Nobody was hurt.", 2, "#:~:text=was%20hurt.-,Nobody%20was%20hurt"},
		{"a dash and an ampersand", page, corpus.FormFull, "Hake—fresh & cheap", 1, "#:~:text=Hake%E2%80%94fresh%20%26%20cheap"},
		{"commas and hyphens", page, corpus.FormFull, "pot-luck boxes, which a half-empty van", 1, "#:~:text=pot%2Dluck%20boxes%2C%20which%20a%20half%2Dempty%20van"},
		{"an ampersand within a word", page, corpus.FormFull, "R&D", 1, "#:~:text=R%26D"},
		{"by what is before", page, corpus.FormFull, "Rain fell", 2, "#:~:text=on%20Vik.-,Rain%20fell"},
		{"by what is behind, with nothing before", page, corpus.FormFull, "Rain fell", 3, "#:~:text=Rain%20fell,-at%20Halm"},
		{"a digest", page, corpus.FormDigest, "reopened on Tuesday", 1, ""},
		{"a place on the page", page + "#top", corpus.FormFull, "reopened on Tuesday", 1, ":~:text=reopened%20on%20Tuesday"},
		{"a route of a script", page + "#/story/1", corpus.FormFull, "reopened on Tuesday", 1, ""},
		{"a directive already", page + "#:~:text=Aldmoor", corpus.FormFull, "reopened on Tuesday", 1, ""},
		{"a PDF", "https://tide.example/harbour.PDF?page=2", corpus.FormFull, "reopened on Tuesday", 1, ""},
		{"no page", "mailto:desk@tide.example", corpus.FormFull, "reopened on Tuesday", 1, ""},
		{"no address", "", corpus.FormFull, "reopened on Tuesday", 1, ""},
	} {
		a := article(tc.url, tc.form, tide...)
		got := Link(a, spanOf(t, a, tc.words, tc.nth))
		if got != tc.url+tc.want {
			t.Errorf("%s: %s", tc.name, strings.TrimPrefix(got, tc.url))
		}
	}
}

func TestLinkOfWordsThatAreNotFound(t *testing.T) {
	t.Parallel()
	a := article("https://tide.example/1", corpus.FormFull, "Same.", "Same.", "…", "It was *two days* after.")
	for _, s := range []prose.Span{{Start: 19, End: 43}, {Start: 7, End: 12}, {Start: 14, End: 17}, {Start: 2, End: 9}, {Start: 0, End: 0}} {
		if got := Link(a, s); got != a.URL {
			t.Errorf("%v: %s", s, got)
		}
	}
}

func TestHosts(t *testing.T) {
	t.Parallel()
	const with, without = "https://www.Tide.example/1#:~:text=harbour", "https://www.Tide.example/1"
	for _, tc := range []struct {
		hosts      Hosts
		link, want string
	}{
		{nil, with, with},
		{Hosts{"tide.example"}, with, without},
		{Hosts{" TIDE.example "}, with, without},
		{Hosts{"*"}, with, without},
		{Hosts{"ide.example", ""}, with, with},
		{Hosts{"*"}, without, without},
		{Hosts{"*"}, "https://tide.example/1#top:~:text=x", "https://tide.example/1#top"},
		{Hosts{"*"}, "://:~:", "://:~:"},
	} {
		if got := tc.hosts.Address(tc.link); got != tc.want {
			t.Errorf("%q: %s became %s", tc.hosts, tc.link, got)
		}
	}
}

// searched is the first stretch that a directive finds in a text without case and with single spaces: another way than the program's.
func searched(t *testing.T, text, encodedDirective string) (start, end int) {
	t.Helper()
	value, ok := strings.CutPrefix(encodedDirective, ":~:text=")
	if !ok || strings.ContainsAny(value, "&#()[]<> ") {
		t.Fatalf("no directive: %q", encodedDirective)
	}
	var prefix, suffix string
	var terms []string
	for i, part := range strings.Split(value, ",") {
		whole := part
		part = strings.Trim(part, "-")
		decoded, err := url.PathUnescape(part)
		if err != nil || !utf8.ValidString(decoded) {
			t.Fatalf("%q: %v", part, err)
		}
		quoted := regexp.QuoteMeta(decoded)
		switch {
		case strings.HasSuffix(whole, "-") && i == 0:
			prefix = quoted + `\s*`
		case strings.HasPrefix(whole, "-"):
			suffix = `\s*` + quoted
		default:
			terms = append(terms, quoted)
		}
	}
	pattern := "(?is)" + prefix + "(" + terms[0]
	if len(terms) == 2 {
		pattern += ".*?" + terms[1]
	}
	m := regexp.MustCompile(pattern + ")" + suffix).FindStringSubmatchIndex(text)
	if m == nil {
		return -1, -1
	}
	return m[2], m[3]
}

func FuzzDirective(f *testing.F) {
	f.Add("The ferry ran twice. The ferry ran twice on Sunday.", "Nobody was hurt.", 21, 40)
	f.Add("a b a b c", "a", 4, 7)
	f.Add("“İ-x, & y”\u00a0(z)", "i", 0, 9)
	f.Add("one two three four five six seven eight nine ten eleven twelve", "one two", 0, 62)
	f.Fuzz(func(t *testing.T, one, two string, start, end int) {
		if start < 0 || end > len(one) || start > end || len(one)+len(two) > 2000 || !utf8.ValidString(one+two) ||
			!utf8.ValidString(one[:start]) || !utf8.ValidString(one[:end]) {
			return
		}
		for _, block := range []int{0, 1} {
			blocks := []string{one, two}
			if block == 1 {
				blocks = []string{two, one}
			}
			got := directiveFor(blocks, block, start, end)
			if got == "" {
				continue
			}
			if len(got) > longestDirective {
				t.Fatalf("%d bytes: %s", len(got), got)
			}
			words := wordsOf(one, start, end)
			want := one[words[0].start:words[len(words)-1].end]
			p := newPage(blocks)
			from, to := searched(t, p.text, got)
			// Where a term also stands within a longer word, a regular expression finds that, and a browser does not.
			if from >= 0 && p.bounded(from) && p.bounded(to) && p.text[from:to] != folded(want) {
				t.Fatalf("%q finds %q, not %q", got, p.text[from:to], want)
			}
		}
	})
}
