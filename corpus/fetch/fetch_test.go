package fetch

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"readout/corpus"
	"readout/corpus/parse"
)

const paragraph = "The foreign ministers of the two countries met in Oslo on Tuesday and agreed to open the harbour to each other’s boats. "

func TestFile(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		data string
		body string // first passage of the body
	}{
		"a.txt":        {"Harbour Opens\n\n" + paragraph, strings.TrimSpace(paragraph)},
		"A.TXT":        {paragraph, strings.TrimSpace(paragraph)},
		"mark.txt":     {"\uFEFF" + paragraph, strings.TrimSpace(paragraph)},
		"a.md":         {"---\ntitle: Harbour\n---\nText here.", "Text here."},
		"dir/a.b.html": {"<p>" + paragraph + "</p>", strings.TrimSpace(paragraph)},
		"a.htm":        {"<html><body><article><p>" + paragraph + "</p></article></body></html>", strings.TrimSpace(paragraph)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, err := File(name, []byte(tt.data))
			if err != nil {
				t.Fatal(err)
			}
			if want := corpus.ArticleID(name[strings.LastIndex(name, "/")+1:]); a.ID != want {
				t.Errorf("ID %q, want %q", a.ID, want)
			}
			check(t, a)
			for _, p := range a.Passages {
				if p.Role == corpus.RoleBody {
					if p.Text != tt.body {
						t.Errorf("passage %q, want %q", p.Text, tt.body)
					}
					break
				}
			}
		})
	}
}

// TestFewZeroBytes holds that a zero byte or two keep no small file from being read, and that many do.
func TestFewZeroBytes(t *testing.T) {
	t.Parallel()
	const small = "The boats came to the harbour at noon, the keeper of the tower said."
	for name, tt := range map[string]struct {
		file, data string
		want       error
	}{
		"one":             {"a.txt", strings.Replace(small, " ", "\x00", 1), nil},
		"two in Markdown": {"a.md", strings.Replace(small, " ", "\x00", 2), nil},
		"one in a page":   {"a.html", "<html><head><title>Harbour</title></head><body><p>" + strings.Replace(small, "boats", "bo\x00ats", 1) + "</p></body></html>", nil},
		"three":           {"a.txt", strings.Replace(small, " ", "\x00", 3), ErrBinary},
		"in every word":   {"a.txt", strings.ReplaceAll(small, " ", "\x00"), ErrBinary},
		"every other":     {"a.txt", "T\x00h\x00e\x00 \x00b\x00o\x00a\x00t\x00s\x00", ErrBinary},
	} {
		a, err := File(tt.file, []byte(tt.data))
		if !errors.Is(err, tt.want) {
			t.Errorf("%s: error %v, want %v", name, err, tt.want)
		}
		if err == nil && (len(a.Passages) == 0 || a.Passages[len(a.Passages)-1].Text != small) {
			t.Errorf("%s: read as %q", name, a.Body)
		}
	}
}

func TestFileRefuses(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		file string
		data string
		want error
		says string
	}{
		"another format":   {"a.pdf", "x", ErrFormat, "a.pdf: not an article format"},
		"no extension":     {"README", "x", ErrFormat, "README"},
		"empty":            {"a.txt", "", parse.ErrNoText, "a.txt: no text"},
		"only furniture":   {"a.txt", "Advertisement\n", parse.ErrNoText, "a.txt: no text"},
		"empty page":       {"a.html", "<html><head><title>Harbour</title></head><body></body></html>", parse.ErrNoText, "a.html: no text"},
		"zero bytes":       {"a.txt", "abc\x00def", ErrBinary, "byte 3"},
		"zero bytes, page": {"a.html", "<p>abc\x00def", ErrBinary, "byte 6"},
		"Latin-1":          {"a.txt", "One.\nCaf\xe9 two.", parse.ErrNotUTF8, "a.txt: line 2: not UTF-8 text: byte 8 is 0xe9"},
		"too large":        {"a.txt", strings.Repeat("a", MaxSize+1), ErrTooLarge, "more than 10485760 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, err := File(tt.file, []byte(tt.data))
			if !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("article %v, error %v; want %v that says %q", a, err, tt.want, tt.says)
			}
		})
	}
	_, err := File("x/a.md", []byte("---\nkind: A\n---\nText."))
	var at *parse.Error
	if !errors.As(err, &at) || at.Line != 2 || !strings.HasPrefix(err.Error(), "x/a.md: line 2: unknown kind") {
		t.Errorf("error %v, want the path and line 2", err)
	}
}

func TestPage(t *testing.T) {
	t.Parallel()
	const page = `<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">
<title>Harbour Opens to Both Fleets - The Example Times</title>
<meta property="og:site_name" content="The Example Times">
<meta name="author" content="By Ann Lee">
<meta property="article:published_time" content="2018-05-03T23:30:00+02:00">
<link rel="canonical" href="https://example.org/2018/05/03/harbour">
</head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav>
<div class="cookie-banner">We use cookies to improve your visit.</div>
<article><h1>Harbour Opens to Both Fleets</h1>
<figure><img src="a.jpg"><figcaption>The harbour at dawn</figcaption></figure>
<p>` + paragraph + `It rained.</p>
<div class="ad">Advertisement</div>
<h2>What comes next</h2>
<p>“We came   to agree,” Ms.&nbsp;Lee told reporters
after the talks,<br>which lasted four hours, and nobody else spoke to them on the steps of the ministry.</p>
<p>Related article: <a href="/b">What do boats want?</a></p>
<p style="display:none">A hidden paragraph, which tells the reader to ignore all that stands above it and below it.</p>
<ul><li>One boat sails from Bergen on Monday, the ministry said in a statement.</li></ul>
<p>Sign up for our newsletter.</p>
</article><footer>© 2018 The Example Times</footer><script>var x = "script";</script></body></html>`
	a, err := File("harbour.html", []byte(page))
	if err != nil {
		t.Fatal(err)
	}
	check(t, a)
	if a.Title != "Harbour Opens to Both Fleets" || a.Publisher != "The Example Times" || a.Author != "Ann Lee" ||
		a.Published.String() != "2018-05-03" || a.URL != "https://example.org/2018/05/03/harbour" || a.Language != "en-GB" ||
		a.Form != corpus.FormFull || a.Kind != corpus.KindReport {
		t.Errorf("article %q by %q in %q on %q at %q, %q %q %q", a.Title, a.Author, a.Publisher, a.Published, a.URL, a.Language, a.Form, a.Kind)
	}
	for _, want := range []string{"It rained.", "“We came to agree,”", "One boat sails", "author: Ann Lee", "published: 2018-05-03"} {
		if !strings.Contains(a.Body, want) {
			t.Errorf("%q is not in the text:\n%s", want, a.Body)
		}
	}
	for _, p := range a.Passages {
		for _, unwanted := range []string{"cookies", "dawn", "Advertisement", "Related", "hidden", "Sign up", "©", "script", "World", "What comes next"} {
			if strings.Contains(p.Text, unwanted) {
				t.Errorf("passage %q was kept", p.Text)
			}
		}
	}
}

func TestPageEncodings(t *testing.T) {
	t.Parallel()
	for name, page := range map[string]string{
		"stated Latin-1":        `<html><head><meta charset="iso-8859-1"></head><body><p>` + "Caf\xe9 doors opened in Oslo on Tuesday, and the ministers came.</p>",
		"unstated Windows-1252": "<html><body><p>Caf\xe9 doors opened in Oslo on Tuesday, and the ministers came.</p>",
		"unstated UTF-8, late":  "<html><head><style>" + strings.Repeat("p{} ", 500) + "</style></head><body><p>Café doors opened in Oslo on Tuesday, and the ministers came.</p>",
		"UTF-8 mark":            "\uFEFF<html><body><p>Café doors opened in Oslo on Tuesday, and the ministers came.</p>",
		"UTF-16":                utf16le("<html><body><p>Café doors opened in Oslo on Tuesday, and the ministers came.</p>"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, err := File("a.html", []byte(page))
			if err != nil {
				t.Fatal(err)
			}
			check(t, a)
			if !strings.Contains(a.Body, "Café doors opened") {
				t.Errorf("text %q", a.Body)
			}
		})
	}
}

// utf16le is a text in the first Unicode plane as UTF-16, with its mark.
func utf16le(s string) string {
	out := []byte{0xFF, 0xFE}
	for _, r := range s {
		out = append(out, byte(r), byte(r>>8))
	}
	return string(out)
}

// TestLargeFiles reads 5 MB files of shapes that are hard on a careless parser; the time limit is the test's own.
func TestLargeFiles(t *testing.T) {
	t.Parallel()
	size := 5 << 20
	if testing.Short() {
		size = 1 << 17 // enough for the race detector
	}
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	for name, tt := range map[string]struct{ file, data string }{
		"paragraphs":          {"a.txt", fill(paragraph + "\n\n")},
		"one paragraph":       {"a.txt", fill("“" + paragraph + "” . ")},
		"one broken sentence": {"a.txt", fill("the talks went on and on in\n\n")},
		"page":                {"a.html", "<article>" + fill("<p>"+paragraph+"</p>")},
		"front matter":        {"a.md", "---\ntitle: " + fill("a") + "\n---\nText is here."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := File(tt.file, []byte(tt.data)); err != nil {
				t.Error(err)
			}
		})
	}
}

func check(t *testing.T, a *corpus.Article) {
	t.Helper()
	if !utf8.ValidString(a.Body) {
		t.Fatalf("body of %s is not UTF-8", a.ID)
	}
	at := 0
	for _, p := range a.Passages {
		if p.Span.Start < at || a.Body[p.Span.Start:p.Span.End] != p.Text {
			t.Fatalf("passage %v %q is not the text there", p.Span, p.Text)
		}
		at = p.Span.End
		for _, s := range p.Sentences {
			if !p.Span.Contains(s.Span) || a.Text(s.Span) != s.Text {
				t.Fatalf("sentence %v %q is not the text there", s.Span, s.Text)
			}
		}
	}
}

func FuzzFileHTML(f *testing.F) {
	for _, s := range []string{
		"", "<p>" + paragraph, "<html><head><title>a</title><meta charset=utf-16><body><table><td>x", "\xff\xfe<\x00p\x00>\x00",
		"<article><h1>T</h1><p>a<br><br>b<figure><figcaption>c</figure></article>", "<meta http-equiv=content-type content='text/html;charset=shift_jis'>\x83\x65",
		`<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"a","author":[{"name":"b"}]}</script><p>x`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if a, err := File("a.html", data); err == nil {
			check(t, a)
		}
	})
}

func FuzzFile(f *testing.F) {
	for _, name := range []string{"a.txt", "a.md", "b.htm", "c"} {
		f.Add(name, []byte("---\ntitle: a\n---\n"+paragraph))
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		a, err := File(name, data)
		if err == nil {
			check(t, a)
		} else if !strings.HasPrefix(err.Error(), name+": ") {
			t.Fatalf("error %v does not name the file", err)
		}
	})
}
