package candidate

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"readout/bot/libraries/provenance"
	"readout/corpus"
	"readout/corpus/fetch"
	"readout/corpus/library"
	"readout/corpus/parse"
	"readout/corpus/reading"
)

// sites are pages in memory, by their links; a link that is not there does not answer.
type sites map[string]string

func (s sites) Page(_ context.Context, link string, _ fetch.Conditions) (*fetch.Document, fetch.Conditions, error) {
	text, ok := s[link]
	if !ok {
		return nil, fetch.Conditions{}, fmt.Errorf("fetch %s: %w", link, fetch.ErrUnreachable)
	}
	doc, err := documentOf(link[strings.LastIndex(link, "/")+1:]+".md", text)
	if err == nil {
		doc.URL = link
	}
	return doc, fetch.Conditions{ETag: library.HashOf([]byte(text))}, err
}

// Feed lists the links in a text, one a line.
func (s sites) Feed(_ context.Context, link string, _ fetch.Conditions) (*fetch.Feed, fetch.Conditions, error) {
	text, ok := s[link]
	if !ok {
		return nil, fetch.Conditions{}, fmt.Errorf("fetch %s: %w", link, fetch.ErrNotFeed)
	}
	list := &fetch.Feed{Title: "Harbour\nnews"}
	for _, l := range strings.Fields(text) {
		list.Items = append(list.Items, fetch.Item{Link: l})
	}
	return list, fetch.Conditions{ETag: "a\nb", LastModified: "Monday"}, nil
}

func (sites) Upload(_ context.Context, name string, data []byte) (*fetch.Document, error) {
	return documentOf(name, string(data))
}

func documentOf(name, text string) (*fetch.Document, error) {
	a, err := parse.Markdown(corpus.ArticleID(name), text)
	return &fetch.Document{Name: name, Data: []byte(text), Article: a}, err
}

func story(town string) string {
	return fmt.Sprintf("---\ntitle: The harbour of %s\npublisher: The Coast\n---\n\nThe council of %[1]s met on Friday.\n", town)
}

// making are the options of a library without a version.
func making(t *testing.T, fetcher Fetcher) Options {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	l, err := library.Open(t.Context(), t.TempDir(), library.Options{Clock: time.Now, Logger: log, DraftLife: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return Options{
		Library: l, State: provenance.Open(filepath.Join(t.TempDir(), "state.json"), nil, log), Fetcher: fetcher, Clock: time.Now,
	}
}

// after makes a change and takes what it came to as the version that the next one changes.
func (o *Options) after(t *testing.T, c Change) *Candidate {
	t.Helper()
	made, err := Make(t.Context(), *o, c)
	if err != nil {
		t.Fatalf("%+v: %v", c, err)
	}
	o.Base = made.Next
	return made
}

func idsOf(m library.Manifest) (out []string) {
	for _, e := range m.Articles {
		out = append(out, string(e.ID))
	}
	return out
}

func TestChangesThatCannotBeMade(t *testing.T) {
	t.Parallel()
	web := sites{"http://a.example/vik": story("Vik"), "http://a.example/feed": ""}
	o := making(t, web)
	o.after(t, Change{Kind: Add, URL: "http://a.example/vik"})
	o.after(t, Change{Kind: Add, Feed: "http://a.example/feed"})
	many := strings.Repeat("a harbour;", library.MaxAliases) + "b;c"
	for i := range library.MaxAliases {
		many += fmt.Sprint(";harbour ", i)
	}
	day := "no day"
	var facts *parse.FactsError
	for name, test := range map[string]struct {
		change Change
		is     func(error) bool
	}{
		"a kind that there is not": {Change{Kind: "burn"}, is(ErrInput)},
		"nothing to add":           {Change{Kind: Add}, is(ErrInput)},
		"two things to add":        {Change{Kind: Add, URL: "http://a.example/vik", Feed: "http://a.example/feed"}, is(ErrInput)},
		"a page that is down":      {Change{Kind: Add, URL: "http://a.example/nes"}, is(fetch.ErrUnreachable)},
		"a page as a feed":         {Change{Kind: Add, Feed: "http://a.example/nes"}, is(fetch.ErrNotFeed)},
		"a feed that is followed":  {Change{Kind: Add, Feed: "http://a.example/feed"}, is(ErrExists)},
		"an edit of nothing":       {Change{Kind: Edit, Article: "nes.md"}, is(ErrNotFound)},
		"an edit without facts":    {Change{Kind: Edit, Article: "vik.md"}, is(ErrInput)},
		"too many names":           {Change{Kind: Edit, Article: "vik.md", Aliases: &many}, is(ErrAliases)},
		"a date that is none": {
			Change{Kind: Edit, Article: "vik.md", Facts: provenance.Facts{Published: &day}}, func(err error) bool { return errors.As(err, &facts) },
		},
		"nothing to remove":                {Change{Kind: Remove}, is(ErrInput)},
		"an article that is not there":     {Change{Kind: Remove, Article: "nes.md"}, is(ErrNotFound)},
		"a feed that is not followed":      {Change{Kind: Remove, Feed: "http://a.example/nes"}, is(ErrNotFound)},
		"the last article":                 {Change{Kind: Remove, Article: "vik.md"}, is(ErrEmpty)},
		"a version that there is not":      {Change{Kind: Rollback, Version: 7}, is(ErrNotFound)},
		"an import of what is no export":   {Change{Kind: Import, Data: []byte("articles")}, is(library.ErrNotExport)},
		"an import of nothing":             {Change{Kind: Import}, is(library.ErrNotExport)},
		"a file of more text than allowed": {Change{Kind: Add, Name: "nes.md", Data: []byte(long(mostFetched.passages + 1))}, is(ErrMuch)},
	} {
		if made, err := Make(t.Context(), o, test.change); err == nil || !test.is(err) {
			t.Errorf("%s: %+v, %v", name, made, err)
		}
	}
	o.Fetcher = nil
	if _, err := Make(t.Context(), o, Change{Kind: Refresh}); !errors.Is(err, ErrInput) {
		t.Errorf("refreshing without a fetcher: %v", err)
	}
}

func is(target error) func(error) bool { return func(err error) bool { return errors.Is(err, target) } }

// long is an article of so many paragraphs.
func long(paragraphs int) string {
	return story("Nes") + strings.Repeat("\nThe council of Nes met.\n", paragraphs)
}

// TestFollowing has a feed lead to a page, the page change, and a moderator's correction stay.
func TestFollowing(t *testing.T) {
	t.Parallel()
	const feed, vik, nes = "http://a.example/feed", "http://a.example/vik", "http://a.example/nes"
	web := sites{feed: vik + " " + nes, vik: story("Vik")}
	o := making(t, web)
	made := o.after(t, Change{Kind: Add, Feed: feed})
	want := []SourceResult{
		{URL: feed, Feed: true, State: SourceNew}, {URL: vik, State: SourceNew},
		{URL: nes, State: SourceFailed, Err: provenance.Reason(provenance.ReasonUnreachable)},
	}
	if diff := cmp.Diff(want, made.Sources); diff != "" || !cmp.Equal(made.Taken, []string{vik}) {
		t.Errorf("taken %v; sources (-want +got):\n%s", made.Taken, diff)
	}
	if f := made.Next.Feeds[0]; f.Title != "Harbour news" || f.ETag != "" || f.LastModified != "" {
		t.Errorf("a feed of which a page failed is not read again: %+v", f)
	}
	publisher := "The Gazette"
	o.after(t, Change{Kind: Edit, Article: "vik.md", Facts: provenance.Facts{Publisher: &publisher}})
	web[vik] = strings.Replace(story("Vik"), "Friday", "Monday", 1)
	made = o.after(t, Change{Kind: Refresh})
	data, err := o.Library.File(made.Next.Articles[0].Hash)
	if err != nil || !strings.Contains(string(data), "Monday") || !strings.Contains(string(data), publisher) {
		t.Errorf("refreshed: %v\n%s", err, data)
	}
	delete(web, vik)
	if made = o.after(t, Change{Kind: Refresh}); len(made.Next.Articles) != 1 || made.Sources[1].State != SourceFailed {
		t.Errorf("a source that fails takes its article along: %+v", made)
	}
	told := 0
	o.Turn, o.Fetched = time.Hour, func(done, total int) { told = max(told, done) }
	if made = o.after(t, Change{Kind: Refresh}); len(made.Sources) != 1 || told != 1 {
		t.Errorf("the scheduler's turn fetches %+v, and tells of %d", made.Sources, told)
	}
}

// TestBelongs holds that only what comes from the same source is another state of an article.
func TestBelongs(t *testing.T) {
	t.Parallel()
	made := &Candidate{Next: library.Manifest{Articles: []library.Entry{
		{ID: "nes.md", Source: library.Source{URL: "http://a.example/nes"}},
		{ID: "old.md", Source: library.Source{URL: "http://a.example/vik"}},
		{ID: "upload.md"},
	}}}
	for _, test := range []struct {
		id    corpus.ArticleID
		link  string
		want  corpus.ArticleID
		there bool
	}{
		{"nes.md", "http://a.example/nes", "nes.md", true},
		{"nes.md", "http://b.example/nes", "nes-2.md", false},
		{"nes.md", "", "nes-2.md", false},
		{"vik.md", "http://a.example/vik", "old.md", true},
		{"upload.md", "", "upload.md", true},
		{"upload.md", "http://a.example/upload", "upload-2.md", false},
		{"new.md", "", "new.md", false},
	} {
		id, there := made.belongs(&fetch.Document{URL: test.link, Article: &corpus.Article{ID: test.id}})
		if id != test.want || there != test.there {
			t.Errorf("%s of %q: %s, %t", test.id, test.link, id, there)
		}
	}
}

// TestMuchText holds that what is beyond the limits is not taken in, and that what is smaller still is.
func TestMuchText(t *testing.T) {
	t.Parallel()
	made := &Candidate{}
	var results []bool
	for _, passages := range []int{1, mostFetched.passages * 2 / 5, mostFetched.passages * 2 / 5, mostFetched.passages * 2 / 5, 1} {
		results = append(results, made.room(&fetch.Document{Article: &corpus.Article{Passages: make([]corpus.Passage, passages)}}))
	}
	if diff := cmp.Diff([]bool{true, true, true, false, true}, results); diff != "" {
		t.Errorf("taken in (-want +got):\n%s", diff)
	}
	if made.room(&fetch.Document{Data: make([]byte, mostFetched.bytes+1), Article: &corpus.Article{}}) {
		t.Error("a document of too many bytes is taken in")
	}
	held := &reading.Corpus{}
	for i := range 4 {
		held.Articles = append(held.Articles, &corpus.Article{
			ID: corpus.ArticleID(fmt.Sprint(i)), Passages: make([]corpus.Passage, mostHeld.passages/4),
		})
	}
	if made.Fits(held) || !(&Candidate{}).Fits(held) {
		t.Error("a full library takes more, or does not stay as it is")
	}
}

// TestBrokenOff holds that the end of a change is an error, and no source's.
func TestBrokenOff(t *testing.T) {
	t.Parallel()
	o := making(t, sites{"http://a.example/vik": story("Vik")})
	o.after(t, Change{Kind: Add, URL: "http://a.example/vik"})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if made, err := Make(ctx, o, Change{Kind: Refresh}); !errors.Is(err, context.Canceled) {
		t.Errorf("%+v, %v", made, err)
	}
	if got := idsOf(o.Base); !cmp.Equal(got, []string{"vik.md"}) {
		t.Errorf("the version before holds %v", got)
	}
}

func TestWhatSitesSay(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{`W/"a-1"`: `W/"a-1"`, strings.Repeat("a", 201): "", "a\nb": "", "a\xff": "", "": ""} {
		if got := header(value); got != want {
			t.Errorf("header(%.20q) = %q, want %q", value, got, want)
		}
	}
	for text, want := range map[string]string{" Harbour\n\x00 news ": "Harbour news", strings.Repeat("é", 200): strings.Repeat("é", 150), "a\xff": "a",
		strings.Repeat("é", 149) + "a b": strings.Repeat("é", 149) + "a"} {
		if got := line(text); got != want {
			t.Errorf("line(%.20q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzWhatSitesSay(f *testing.F) {
	f.Add("Harbour\n news; a; a")
	f.Add(strings.Repeat("é", 200))
	f.Add("a\xff\x00;")
	f.Fuzz(func(t *testing.T, text string) {
		if got := line(text); !utf8.ValidString(got) || len(got) > 300 || strings.ContainsAny(got, "\n\r\t") || line(got) != got {
			t.Errorf("line(%q) = %q", text, got)
		}
		if got := header(text); got != "" && got != text {
			t.Errorf("header(%q) = %q", text, got)
		}
		if names, err := aliasesOf(text); err == nil && len(names) > library.MaxAliases {
			t.Errorf("%q: %d names", text, len(names))
		}
	})
}
