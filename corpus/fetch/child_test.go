package fetch

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"testing"
	"time"

	"readout/corpus/parse"
)

func TestChildStopped(t *testing.T) {
	t.Parallel()
	for does, says := range map[string]string{
		"hang": "too busy", "spin": "takes longer than 1s", "chatter": "", "greed": "", "crash": "", "nonsense": "",
	} {
		t.Run(does, func(t *testing.T) {
			t.Parallel()
			c, err := NewClient(ClientOptions{Extract: childThat(does)})
			if err != nil {
				t.Fatal(err)
			}
			c.extractor.limit = time.Second
			want := ErrUnreadable
			if does == "hang" {
				want, c.extractor.patience = ErrBusy, 200*time.Millisecond
			}
			doc, err := c.Upload(t.Context(), "a.html", []byte(harbourPage))
			if !errors.Is(err, want) || !strings.Contains(err.Error(), says) || doc != nil {
				t.Errorf("document %v, error %v", doc, err)
			}
		})
	}
}

func TestChildMissing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c, err := NewClient(ClientOptions{Extract: func(ctx context.Context) *exec.Cmd { return exec.CommandContext(ctx, dir+"/none") }})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Upload(t.Context(), "a.html", []byte(harbourPage)); err == nil || errors.Is(err, ErrUnreadable) {
		t.Errorf("error %v; the file is not at fault", err)
	}
	if _, err := NewClient(ClientOptions{}); err == nil {
		t.Error("a client without a child is made")
	}
}

func TestUpload(t *testing.T) {
	t.Parallel()
	c := client(t, ClientOptions{})
	for name, tt := range map[string]struct {
		data string
		want string // name of the document
		err  error
	}{
		"harbour.txt":                     {paragraph, "harbour.txt", nil},
		"Harbour News.TXT":                {paragraph, "Harbour-News.txt", nil},
		"a.md":                            {"---\ntitle: Harbour\n---\n" + paragraph, "a.md", nil},
		"../../x.md":                      {paragraph, "x.md", nil},
		`..\..\x.txt`:                     {paragraph, "x.txt", nil},
		"/etc/cron.d/x.html":              {harbourPage, "x.md", nil},
		"x.htm":                           {harbourPage, "x.md", nil},
		"...md":                           {paragraph, "article.md", nil},
		"\u202Etxt.md":                    {paragraph, "txt.md", nil},
		strings.Repeat("ä", 300) + ".txt": {paragraph, strings.Repeat("ä", 40) + ".txt", nil},
		"<@1234> @everyone `x`.txt":       {paragraph, "1234-everyone-x.txt", nil},
		"../../x":                         {paragraph, "", ErrFormat},
		"":                                {paragraph, "", ErrFormat},
		"..":                              {paragraph, "", ErrFormat},
		"a.exe":                           {paragraph, "", ErrFormat},
		"a.pdf":                           {"%PDF-1.4 damaged", "", ErrUnreadable},
		"empty.txt":                       {"", "", parse.ErrNoText},
		"empty.html":                      {"", "", parse.ErrNoText},
		"empty.pdf":                       {"", "", ErrUnreadable},
		"latin.txt":                       {"Caf\xe9", "", parse.ErrNotUTF8},
		"zero.txt":                        {"a\x00b", "", ErrBinary},
		"large.txt":                       {strings.Repeat("a", MaxSize+1), "", ErrTooLarge},
		"large.pdf":                       {strings.Repeat("a", MaxSize+1), "", ErrTooLarge},
		"title.md":                        {"---\ntitle: " + strings.Repeat("a", 1<<20) + "\n---\n" + paragraph, "title.md", nil},
		"matter.md":                       {"---\nkind: a\n---\n" + paragraph, "", nil},
	} {
		t.Run(shorten(name, 30), func(t *testing.T) {
			t.Parallel()
			doc, err := c.Upload(t.Context(), name, []byte(tt.data))
			if tt.want == "" {
				var at *parse.Error
				if err == nil || tt.err != nil && !errors.Is(err, tt.err) || tt.err == nil && !errors.As(err, &at) {
					t.Errorf("document %v, error %v, want %v", doc, err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if doc.Name != tt.want || string(doc.Article.ID) != tt.want || doc.URL != "" {
				t.Errorf("name %q, ID %q, from %q; want %q", doc.Name, doc.Article.ID, doc.URL, tt.want)
			}
			check(t, doc.Article)
			if again, err := File(doc.Name, doc.Data); err != nil || again.Body != doc.Article.Body {
				t.Errorf("the file is read as another article, error %v", err)
			}
		})
	}
}
