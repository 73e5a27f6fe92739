package library

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// pack makes an export of files, in order: name, content, name, content.
func pack(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	zw := gzip.NewWriter(&b)
	tw := tar.NewWriter(zw)
	for i := 0; i < len(files); i += 2 {
		must(t, tw.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: files[i], Size: int64(len(files[i+1])), Mode: 0o644}))
		_, err := io.WriteString(tw, files[i+1])
		must(t, err)
	}
	must(t, tw.Close())
	must(t, zw.Close())
	return b.Bytes()
}

// index is the library.json of articles, name and content each.
func index(t testing.TB, articles ...string) string {
	t.Helper()
	h := exportHead{Kind: exportKind, Format: exportFormat, Version: 1}
	for i := 0; i < len(articles); i += 2 {
		e := Entry{ID: "a", Name: "a.md", Hash: HashOf([]byte(articles[i+1]))}
		h.Articles = append(h.Articles, exportEntry{articles[i], int64(len(articles[i+1])), e})
	}
	data, err := json.Marshal(h)
	must(t, err)
	return string(data)
}

func exported(t testing.TB, l *Library) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, l.Export(context.Background(), &b))
	return b.Bytes()
}

func someLibrary(t testing.TB) *Library {
	t.Helper()
	l := open(t, t.TempDir(), Options{})
	e := entry(t, l, "b", 1)
	e.Aliases = []string{"<the> other & one"}
	e.Source.Feed = "https://example.org/feed"
	f := entry(t, l, "a.txt", 2)
	f.Name = "a.txt"
	m := next(l, e, f)
	m.Feeds = []Feed{{URL: "https://example.org/feed", Title: "Feed", ETag: "x", LastModified: "y", Added: day(1), By: "4711"}}
	m.Why = "words of 4711"
	_, err := l.Publish(context.Background(), m, nil)
	must(t, err)
	must(t, l.SetChecks(context.Background(), []byte("{\"question\": 1}\n")))
	return l
}

func TestExport(t *testing.T) {
	t.Parallel()
	l := someLibrary(t)
	data := exported(t, l)
	if !bytes.Equal(data, exported(t, l)) {
		t.Error("the same library gave other bytes")
	}
	x, err := ReadExport(t.Context(), bytes.NewReader(data), Limits{})
	must(t, err)
	m, _ := l.Current()
	if x.Version != 1 || !x.At.Equal(m.At) || string(x.Checks) != "{\"question\": 1}\n" || len(x.Articles) != 2 {
		t.Fatalf("exported %+v", x)
	}
	feed := m.Feeds[0]
	feed.By = ""
	if diff := cmp.Diff([]Feed{feed}, x.Feeds); diff != "" {
		t.Errorf("feeds (-want +got):\n%s", diff)
	}
	for i, a := range x.Articles {
		if diff := cmp.Diff(m.Articles[i], a.Entry); diff != "" {
			t.Errorf("article (-want +got):\n%s", diff)
		}
		if HashOf(a.Data) != a.Hash {
			t.Errorf("article %s is another", a.ID)
		}
	}
	// No member's data, and a listing that people can use.
	zr, err := gzip.NewReader(bytes.NewReader(data))
	must(t, err)
	all := get[[]byte](t)(io.ReadAll(zr))
	if bytes.Contains(all, []byte("4711")) {
		t.Error("the export names a member")
	}
	tr := tar.NewReader(bytes.NewReader(all))
	var names []string
	for h, err := tr.Next(); err == nil; h, err = tr.Next() {
		names = append(names, h.Name)
	}
	if fmt.Sprint(names) != "[library.json articles/a.txt.txt articles/b.md checks.jsonl]" {
		t.Errorf("the export holds %v", names)
	}

	// Into a fresh library.
	fresh := open(t, t.TempDir(), Options{})
	var in Manifest
	in.Action, in.Feeds = "import", x.Feeds
	for _, a := range x.Articles {
		get[string](t)(fresh.Put(t.Context(), a.Data))
		in.Articles = append(in.Articles, a.Entry)
	}
	must(t, fresh.SetChecks(t.Context(), x.Checks))
	got := get[Manifest](t)(fresh.Publish(t.Context(), in, nil))
	if got.Content() != m.Content() {
		t.Error("imported, the content is another")
	}

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.Export(ctx, io.Discard); !errors.Is(err, context.Canceled) {
		t.Errorf("exported with a cancelled context: %v", err)
	}
	if _, err := ReadExport(ctx, bytes.NewReader(data), Limits{}); !errors.Is(err, context.Canceled) {
		t.Errorf("read with a cancelled context: %v", err)
	}
	failing := errors.New("disk full")
	if err := l.Export(t.Context(), failingWriter{failing}); !errors.Is(err, failing) {
		t.Errorf("exported to a full disk: %v", err)
	}
}

type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }

func TestExportOfNothing(t *testing.T) {
	t.Parallel()
	l := open(t, t.TempDir(), Options{})
	must(t, l.SetChecks(t.Context(), []byte("x")))
	x, err := ReadExport(t.Context(), bytes.NewReader(exported(t, l)), Limits{})
	if err != nil || x.Version != 0 || len(x.Articles) != 0 || string(x.Checks) != "x" {
		t.Errorf("%+v, %v", x, err)
	}
}

// An export of the first release stays readable: these are its very bytes, before they are packed.
func TestReadsFirstFormat(t *testing.T) {
	t.Parallel()
	const file = "---\ntitle: x\n---\nText of it.\n"
	x, err := ReadExport(t.Context(), bytes.NewReader(pack(t, "library.json", `{
 "kind": "readout-library-export", "format": 1, "version": 3, "at": "2026-03-01T12:00:00Z", "later": {"key": "that is not known"},
 "articles": [{"file": "articles/a.md", "size": 29, "id": "a", "name": "a.md", "hash": "`+HashOf([]byte(file))+`",
  "source": {"url": "https://example.org/a", "feed": "https://example.org/f", "etag": "e", "last_modified": "l", "fetched": "2026-03-01T12:00:00Z"}, "aliases": ["b"]}],
 "feeds": [{"url": "https://example.org/f", "title": "F", "etag": "e", "last_modified": "l", "added": "2026-03-01T12:00:00Z", "by": "smuggled in"}],
 "checks": {"file": "checks.jsonl", "size": 3, "hash": "`+HashOf([]byte("{}\n"))+`"}
}`, "checks.jsonl", "{}\n", "articles/a.md", file)), Limits{})
	must(t, err)
	want := &Export{
		Version: 3, At: day(1), Checks: []byte("{}\n"),
		Feeds: []Feed{{URL: "https://example.org/f", Title: "F", ETag: "e", LastModified: "l", Added: day(1)}},
		Articles: []ExportedArticle{{Entry{
			ID: "a", Name: "a.md", Hash: HashOf([]byte(file)), Aliases: []string{"b"},
			Source: Source{URL: "https://example.org/a", Feed: "https://example.org/f", ETag: "e", LastModified: "l", Fetched: day(1)},
		}, []byte(file)}},
	}
	if diff := cmp.Diff(want, x); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReadExportRefuses(t *testing.T) {
	t.Parallel()
	good := exported(t, someLibrary(t))
	zeros := strings.Repeat("\x00", 2<<20)
	for name, tc := range map[string]struct {
		data   []byte
		limits Limits
		want   error
		says   string
	}{
		"nothing":               {nil, Limits{}, ErrNotExport, ""},
		"a text":                {[]byte("an article"), Limits{}, ErrNotExport, ""},
		"an empty archive":      {pack(t), Limits{}, ErrNotExport, "library.json"},
		"another archive":       {pack(t, "x", "y"), Limits{}, ErrNotExport, "library.json"},
		"another library.json":  {pack(t, exportIndex, `{"name": "x"}`), Limits{}, ErrNotExport, "library.json"},
		"no JSON":               {pack(t, exportIndex, `{`), Limits{}, ErrNotExport, "library.json"},
		"a newer release":       {pack(t, exportIndex, `{"kind": "readout-library-export", "format": 2, "articles": "elsewhere"}`), Limits{}, ErrNewer, "format 2"},
		"another type":          {pack(t, exportIndex, `{"kind": "readout-library-export", "format": 1, "articles": 7}`), Limits{}, ErrDamaged, "library.json"},
		"a path out":            {pack(t, exportIndex, index(t, "../../x", "t"), "../../x", "t"), Limits{}, ErrInvalid, "../../x"},
		"a path out, unlisted":  {pack(t, exportIndex, index(t), "../../x", "t"), Limits{}, ErrDamaged, "../../x"},
		"not announced":         {pack(t, exportIndex, index(t, "articles/a.md", "t"), "articles/a.md", "t", "articles/b.md", "t"), Limits{}, ErrDamaged, "articles/b.md"},
		"announced twice":       {pack(t, exportIndex, index(t, "articles/a.md", "t", "articles/a.md", "t"), "articles/a.md", "t"), Limits{}, ErrInvalid, "twice"},
		"there twice":           {pack(t, exportIndex, index(t, "articles/a.md", "t"), "articles/a.md", "t", "articles/a.md", "t"), Limits{}, ErrDamaged, "articles/a.md"},
		"missing":               {pack(t, exportIndex, index(t, "articles/a.md", "t")), Limits{}, ErrDamaged, "missing"},
		"another content":       {pack(t, exportIndex, index(t, "articles/a.md", "t"), "articles/a.md", "u"), Limits{}, ErrDamaged, "articles/a.md"},
		"another size":          {pack(t, exportIndex, index(t, "articles/a.md", "t"), "articles/a.md", "tt"), Limits{}, ErrDamaged, "articles/a.md"},
		"cut short":             {good[:len(good)/2], Limits{}, ErrDamaged, ""},
		"its end cut":           {good[:len(good)-4], Limits{}, ErrDamaged, ""},
		"more at its end":       {append(bytes.Clone(good), good...), Limits{}, ErrDamaged, "after its end"},
		"a large file":          {good, Limits{Packed: 100}, ErrTooLarge, "100"},
		"a large content":       {good, Limits{Unpacked: 2000}, ErrTooLarge, "2000"},
		"many articles":         {good, Limits{Articles: 1}, ErrTooLarge, "2 articles"},
		"a large article":       {good, Limits{Article: 100}, ErrTooLarge, `"a.txt"`},
		"a bomb":                {pack(t, exportIndex, index(t, "articles/a.md", zeros), "articles/a.md", zeros), Limits{}, ErrTooLarge, "times"},
		"a bomb at the head":    {pack(t, exportIndex, zeros), Limits{}, ErrTooLarge, "times"},
		"a bomb before it":      {pack(t, "x", zeros, exportIndex, "{}"), Limits{}, ErrNotExport, "library.json"},
		"a bomb at the end":     {bomb(t, index(t)), Limits{}, ErrTooLarge, "times"},
		"checks elsewhere":      {pack(t, exportIndex, `{"kind": "readout-library-export", "format": 1, "checks": {"file": "/etc/checks"}}`), Limits{}, ErrInvalid, "/etc/checks"},
		"endless checks":        {pack(t, exportIndex, `{"kind": "readout-library-export", "format": 1, "checks": {"file": "checks.jsonl", "size": 99999999999}}`), Limits{}, ErrTooLarge, "checks"},
		"a directory":           {special(t, tar.TypeDir), Limits{}, ErrDamaged, ""},
		"a link to elsewhere":   {special(t, tar.TypeSymlink), Limits{}, ErrDamaged, ""},
		"a device as its index": {packHeader(t, tar.Header{Typeflag: tar.TypeChar, Name: exportIndex}), Limits{}, ErrNotExport, ""},
	} {
		x, err := ReadExport(t.Context(), bytes.NewReader(tc.data), tc.limits)
		if x != nil || !errors.Is(err, tc.want) || !strings.Contains(err.Error(), tc.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	whole := get[*Export](t)(ReadExport(t.Context(), bytes.NewReader(good), Limits{}))
	for at := 0; at < len(good); at += 2 { // whatever byte is changed, nothing else is read than was written
		bad := bytes.Clone(good)
		bad[at] ^= 0x55
		if x, err := ReadExport(t.Context(), bytes.NewReader(bad), Limits{}); err == nil && !cmp.Equal(whole, x) {
			t.Errorf("byte %d of %d changed, and something else was read", at, len(good))
		}
	}
	broken := errors.New("connection reset")
	if _, err := ReadExport(t.Context(), io.MultiReader(bytes.NewReader(good[:100]), failingReader{broken}), Limits{}); !errors.Is(err, broken) {
		t.Errorf("a source that breaks off: %v", err)
	}
}

type failingReader struct{ err error }

func (r failingReader) Read([]byte) (int, error) { return 0, r.err }

// bomb is an archive that goes on with zeros where it should end.
func bomb(t *testing.T, head string) []byte {
	t.Helper()
	zr, err := gzip.NewReader(bytes.NewReader(pack(t, exportIndex, head)))
	must(t, err)
	var b bytes.Buffer
	zw := gzip.NewWriter(&b)
	get[int64](t)(io.Copy(zw, zr))
	for range 2 {
		get[int](t)(zw.Write(make([]byte, 1<<20)))
	}
	must(t, zw.Close())
	return b.Bytes()
}

// special is an export in which an announced article is no file.
func special(t *testing.T, kind byte) []byte {
	t.Helper()
	return packHeader(t, tar.Header{Typeflag: tar.TypeReg, Name: exportIndex}, tar.Header{Typeflag: kind, Name: "articles/a.md", Linkname: "/etc/passwd"})
}

// packHeader is an archive of empty files, but that library.json announces an empty article.
func packHeader(t *testing.T, headers ...tar.Header) []byte {
	t.Helper()
	head := index(t, "articles/a.md", "")
	var b bytes.Buffer
	zw := gzip.NewWriter(&b)
	tw := tar.NewWriter(zw)
	for _, h := range headers {
		if h.Typeflag == tar.TypeReg {
			h.Size = int64(len(head))
		}
		must(t, tw.WriteHeader(&h))
		if h.Typeflag == tar.TypeReg {
			get[int](t)(io.WriteString(tw, head))
		}
	}
	must(t, tw.Close())
	must(t, zw.Close())
	return b.Bytes()
}
