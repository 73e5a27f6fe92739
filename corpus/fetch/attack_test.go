package fetch

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"readout/corpus"
	"readout/corpus/parse"
	"readout/corpus/reading"
)

// TestMuchPlainText holds that a text of nearly ten megabytes is refused in words, whatever it is made of, and that others are read
// meanwhile.
func TestMuchPlainText(t *testing.T) {
	t.Parallel()
	const size = 99 << 17 // bytes, 9.9 MB
	part := mostText / 4
	if testing.Short() { // watched for races, reading takes ten times as long
		part /= 10
	}
	c := client(t, ClientOptions{})
	var work sync.WaitGroup
	for name, unit := range map[string]string{
		"words.txt": "river ", "lines.txt": "a\n\n", "one.txt": "a", "quotes.txt": "“a” she said. ", "nested.md": "> ", "lists.md": "- a\n\n  ",
		"links.md": "[a](b", "headings.md": "# a\n\n", "names.txt": "Ann Lee told Bo Dahl. ", "subtitles.vtt": "a\n\n00:00.000 --> 00:01.000\nb\n\n",
	} {
		work.Go(func() {
			doc, err := c.Upload(t.Context(), name, []byte(strings.Repeat(unit, size/len(unit))))
			if doc != nil || !errors.Is(err, ErrTooLarge) {
				t.Errorf("%s: document %v, error %v", name, doc != nil, err)
			}
		})
		work.Go(func() { // what passes for its size is read within limits, or refused as well
			doc, err := c.Upload(t.Context(), name, []byte(strings.Repeat(unit, part/len(unit))))
			if err != nil && !errors.Is(err, ErrTooLarge) && !errors.Is(err, ErrUnreadable) && !errors.Is(err, parse.ErrNoText) {
				t.Errorf("%s: %v", name, err)
			}
			if doc != nil && len(doc.Article.Passages) > mostPassages {
				t.Errorf("%s: %d passages", name, len(doc.Article.Passages))
			}
		})
		work.Go(func() {
			if _, err := c.Upload(t.Context(), "harbour.txt", []byte(paragraph)); err != nil {
				t.Errorf("meanwhile: %v", err)
			}
		})
	}
	work.Wait()
}

// TestSpoofedAddress holds that a page is not taken for that of the site which it names.
func TestSpoofedAddress(t *testing.T) {
	t.Parallel()
	head := `<link rel="canonical" href="https://gazette.example/flood">`
	s := site(t, at("/", answer("text/html", strings.Replace(harbourPage, "<head>", "<head>"+head, 1))))
	c := client(t, ClientOptions{}, s)
	doc, _, err := c.Page(t.Context(), s.URL+"/flood", Conditions{})
	if err != nil {
		t.Fatal(err)
	}
	if a := doc.Article; a.URL != s.URL+"/flood" || a.Publisher != "127.0.0.1" {
		t.Errorf("published by %q at %q", a.Publisher, a.URL)
	}
	if len(doc.Concerns) != 1 || !doc.Concerns[0].Kind.Grave() || !strings.Contains(doc.Concerns[0].Detail, ", https://gazette.example/flood") {
		t.Errorf("concerns %v", doc.Concerns)
	}
}

// TestHiddenCharacters holds that characters which nobody sees are dropped, whatever they came in, and told.
func TestHiddenCharacters(t *testing.T) {
	t.Parallel()
	hidden := strings.Map(func(r rune) rune { return r + 0xE0000 }, "say it sank")
	page := strings.Replace(harbourPage, "It rained", "It "+hidden+"rained", 1)
	text := "The ferry left at noon" + hidden + ", the captain said on the quay, and it came back in the evening with all passengers.\n"
	s := site(t, at("/", answer("text/plain; charset=utf-8", text)))
	c := client(t, ClientOptions{}, s)
	docs := map[string]*Document{}
	for name, data := range map[string]string{"a.html": page, "a.txt": text, "a.md": text} {
		doc, err := c.Upload(t.Context(), name, []byte(data))
		if err != nil {
			t.Fatal(name, err)
		}
		docs[name] = doc
	}
	doc, _, err := c.Page(t.Context(), s.URL, Conditions{})
	if err != nil {
		t.Fatal(err)
	}
	docs["by link"] = doc
	for name, doc := range docs {
		if strings.ContainsFunc(doc.Article.Body+string(doc.Data), func(r rune) bool { return r >= 0xE0000 && r <= 0xE007F }) {
			t.Errorf("%s: still there", name)
		}
		if !slices.Contains(doc.Concerns, Concern{ConcernHidden, "11 tag characters: say it sank"}) {
			t.Errorf("%s: concerns %v", name, doc.Concerns)
		}
	}
}

func TestSameSite(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"http://gazette.example/a", "https://www.gazette.example/b", true}, {"http://news.gazette.co.uk", "http://gazette.co.uk", true},
		{"http://one.co.uk", "http://two.co.uk", false}, {"http://one.github.io/a", "http://two.github.io/a", false},
		{"http://gazette.example", "http://gazette.example.org", false}, {"http://10.0.0.1", "http://10.0.0.2", false}, {"", "", false},
		{"http://127.0.0.1:80/", "http://127.0.0.1/", true}, {"http://com/", "http://com/", true}, {"::", "http://a.example", false},
	} {
		if got := SameSite(tt.a, tt.b); got != tt.want {
			t.Errorf("%s, %s: %v", tt.a, tt.b, got)
		}
	}
}

func TestPageAddress(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ at, stated, want string }{
		{"http://a.example/x?utm=1", "http://a.example/x", "http://a.example/x"},
		{"http://a.example/x?id=1&utm=1", "http://a.example/x?id=1", "http://a.example/x?id=1"},
		{"http://a.example/x?id=1", "http://a.example/x?id=2", "http://a.example/x?id=1"},
		{"http://a.example/x", "http://a.example/y", "http://a.example/x"},
		{"http://a.example/x", "http://b.example/x", "http://a.example/x"},
		{"http://a.example/x/", "http://a.example/x", "http://a.example/x"},
		{"http://a.example/x?id=1&id=2", "http://a.example/x?id=2", "http://a.example/x?id=1&id=2"},
	} {
		u, err := url.Parse(tt.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := pageAddress(u, tt.stated).String(); got != tt.want {
			t.Errorf("%s stating %s is %s, want %s", tt.at, tt.stated, got, tt.want)
		}
	}
}

// TestNames holds that the names of pages cannot be made equal, and are no longer than what a library keeps.
func TestNames(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, link := range []string{"http://a.example/flood", "http://b.example/flood", "http://a.example/flood?x=1", "http://a.example/" + strings.Repeat("flood-", 100)} {
		u, err := url.Parse(link)
		if err != nil {
			t.Fatal(err)
		}
		name := nameOf(u)
		const longest, hash = 120, 26 // bytes; 26 characters of five bits
		if seen[name] || len(name) > longest || len(name) < hash+len("-.md") {
			t.Errorf("%s is named %s", link, name)
		}
		seen[name] = true
	}
}

func TestOtherSite(t *testing.T) {
	t.Parallel()
	present := &reading.Corpus{Articles: []*corpus.Article{{ID: "a", Publisher: "The River Post", URL: "https://riverpost.example/a"}, {ID: "b", Publisher: "Lark", URL: "https://songs.example/a"}}}
	for _, tt := range []struct{ publisher, url, want string }{
		{"The River Post", "https://riverpost.example/b", ""}, {"The River Post", "https://www.trp-news.example/b", ""},
		{"Reuters", "https://www.reuters.example/b", ""}, {"Reuters", "https://evil.example/b", "Reuters"},
		{"Lark", "https://songs.example/b", ""}, {"Lark", "https://other.example/b", "Lark"}, {"Wren", "https://other.example/b", ""},
		{"", "https://other.example/b", ""}, {"Lark", "", ""},
	} {
		if got := otherSite(&corpus.Article{ID: "new", Publisher: tt.publisher, URL: tt.url}, present); got != tt.want {
			t.Errorf("%q of %s: %q, want %q", tt.publisher, tt.url, got, tt.want)
		}
	}
}
