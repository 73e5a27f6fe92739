package library

import (
	"archive/tar"
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"time"
)

const (
	exportKind   = "readout-library-export"
	exportFormat = 1
	exportIndex  = "library.json"
	exportChecks = "checks.jsonl"
)

// exportHead is library.json.
type exportHead struct {
	Kind     string         `json:"kind"`
	Format   int            `json:"format"`
	Version  int            `json:"version"`
	At       time.Time      `json:"at,omitzero"`
	Articles []exportEntry  `json:"articles"`
	Feeds    []Feed         `json:"feeds"`
	Checks   *exportContent `json:"checks,omitempty"`
}

// exportEntry is an article of library.json; its hash is the entry's.
type exportEntry struct {
	File string `json:"file"`
	Size int64  `json:"size"`
	Entry
}

// exportContent is a file of an export.
type exportContent struct {
	File string `json:"file"`
	Size int64  `json:"size"`
	Hash string `json:"hash"`
}

// exportName is where an article stands in an export. Different entries have different names.
func exportName(e Entry) string { return "articles/" + string(e.ID) + path.Ext(e.Name) }

// Export writes the articles and feeds of the current version, and the checks, as one file that ReadExport reads, as later releases
// will. No member's data is in it. Where nothing is published yet it has the checks only. The same library gives the same bytes.
// ErrDamaged: an article is; nothing less than everything is exported.
func (l *Library) Export(ctx context.Context, w io.Writer) error {
	m, _ := l.Current()
	checks, err := l.Checks()
	if err == nil {
		err = l.export(ctx, w, m, checks)
	}
	if err != nil {
		return fmt.Errorf("export library in %s: %w", l.dir, err)
	}
	return nil
}

// ExportVersion writes the articles and feeds of a version, as Export does those of the current one. ErrNotFound: there is none of this
// number.
func (l *Library) ExportVersion(ctx context.Context, number int, w io.Writer) error {
	m, err := l.Version(number)
	if err == nil {
		err = l.export(ctx, w, m, nil)
	}
	if err != nil {
		return fmt.Errorf("export library in %s: %w", l.dir, err)
	}
	return nil
}

func (l *Library) export(ctx context.Context, w io.Writer, m Manifest, checks []byte) error {
	if err := l.begin(); err != nil {
		return err
	}
	defer l.end()
	head := exportHead{Kind: exportKind, Format: exportFormat, Version: m.Number, At: m.At, Articles: []exportEntry{}, Feeds: []Feed{}}
	for _, f := range m.Feeds {
		f.By = ""
		head.Feeds = append(head.Feeds, f)
	}
	for _, e := range m.Articles {
		data, err := l.file(e.Hash)
		if err != nil {
			return articleError(e, err)
		}
		head.Articles = append(head.Articles, exportEntry{exportName(e), int64(len(data)), e})
	}
	if checks != nil {
		head.Checks = &exportContent{exportChecks, int64(len(checks)), HashOf(checks)}
	}
	var index bytes.Buffer
	enc := json.NewEncoder(&index)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(head); err != nil {
		return err
	}
	zw := gzip.NewWriter(w)
	tw := tar.NewWriter(zw)
	add := func(name string, data []byte) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := tw.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: int64(len(data)), Mode: 0o644,
			ModTime: time.Unix(0, 0)}); err != nil {
			return err
		}
		_, err := tw.Write(data)
		return err
	}
	if err := add(exportIndex, index.Bytes()); err != nil {
		return err
	}
	for _, e := range head.Articles {
		data, err := l.file(e.Hash)
		if err != nil {
			return articleError(e.Entry, err)
		}
		if err := add(e.File, data); err != nil {
			return err
		}
	}
	if checks != nil {
		if err := add(exportChecks, checks); err != nil {
			return err
		}
	}
	if err := tw.Close(); err != nil {
		return err
	}
	return zw.Close()
}

// Limits of an export that is read. Zero fields are the defaults.
type Limits struct {
	Packed   int64 // bytes of the file; 0 is 64 MB
	Unpacked int64 // bytes of all that is in it; 0 is 256 MB
	Ratio    int64 // how many times Unpacked may be what was read of the file, beyond the first MB; 0 is 200
	Article  int64 // bytes of one article; 0 is MaxArticle, which is the most that a library keeps
	Articles int   // 0 is 10,000
}

func (l Limits) withDefaults() Limits {
	l.Packed = cmp.Or(l.Packed, 64<<20)
	l.Unpacked = cmp.Or(l.Unpacked, 256<<20)
	l.Ratio = cmp.Or(l.Ratio, 200)
	l.Article = cmp.Or(l.Article, MaxArticle)
	l.Articles = cmp.Or(l.Articles, 10_000)
	return l
}

// Export is what an exported file holds.
type Export struct {
	Version  int               // the number of the version that was exported; 0: nothing was published
	At       time.Time         // when it was published
	Articles []ExportedArticle // ordered by ID
	Feeds    []Feed            // ordered by URL; By is empty
	Checks   []byte            // nil for none
}

// ExportedArticle is an article of an export. Entry.Hash is the hash of Data.
type ExportedArticle struct {
	Entry
	Data []byte
}

// ReadExport reads what Export wrote, and trusts none of it: nothing in it names a place to write to, each file is what library.json
// says, and there is no other.
//
// ErrNotExport: the file is something else; ErrNewer: a newer release made it, and its format is another; ErrTooLarge: it is beyond
// the limits; ErrInvalid: an entry cannot be kept in a library; ErrDamaged: all else, such as a file that is cut short. The errors say
// which file of the archive they are about. Articles are not parsed.
func ReadExport(ctx context.Context, r io.Reader, limits Limits) (*Export, error) {
	limits = limits.withDefaults()
	packed := &counter{ctx: ctx, r: r, most: limits.Packed, what: "file"}
	out, err := readExport(packed, limits)
	if packed.err != nil { // whatever the formats make of it
		err = packed.err
	}
	if err != nil {
		return nil, fmt.Errorf("read export: %w", err)
	}
	return out, nil
}

// counter reads at most so many bytes, until ctx is done.
type counter struct {
	ctx  context.Context
	r    io.Reader
	n    int64
	most int64
	what string
	err  error // of r, ctx or the limit; never io.EOF
}

func (c *counter) Read(p []byte) (int, error) {
	if c.err == nil {
		c.err = c.ctx.Err()
	}
	if c.err != nil {
		return 0, c.err
	}
	n, err := c.r.Read(p)
	c.n += int64(n)
	switch {
	case c.n > c.most:
		c.err = fmt.Errorf("%s %w: more than %d bytes", c.what, ErrTooLarge, c.most)
	case err != nil && !errors.Is(err, io.EOF):
		c.err = err
	}
	if c.err != nil {
		return 0, c.err
	}
	return n, err
}

// ratioReader stops when what was unpacked is too much for what was packed: a bomb.
type ratioReader struct {
	r      io.Reader
	packed *counter
	limits Limits
	n      int64
}

func (u *ratioReader) Read(p []byte) (int, error) {
	const free = 1 << 20 // bytes
	n, err := u.r.Read(p)
	u.n += int64(n)
	switch {
	case u.n > u.limits.Unpacked:
		return 0, fmt.Errorf("content %w: more than %d bytes", ErrTooLarge, u.limits.Unpacked)
	case u.n > free && u.n/u.limits.Ratio > u.packed.n:
		return 0, fmt.Errorf("content %w: over %d times the file", ErrTooLarge, u.limits.Ratio)
	}
	return n, err
}

func readExport(packed *counter, limits Limits) (*Export, error) {
	whole := bufio.NewReader(packed)
	zr, err := gzip.NewReader(whole)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotExport, err)
	}
	zr.Multistream(false)
	unpacked := &ratioReader{r: zr, packed: packed, limits: limits}
	tr := tar.NewReader(unpacked)
	head, err := readExportHead(tr, limits)
	if err != nil {
		return nil, err
	}
	out := &Export{Version: head.Version, At: head.At}
	if err := readContents(tr, head, out); err != nil {
		return nil, err
	}
	// What pads the archive is read to its end: the sum of all stands there.
	if _, err := io.Copy(io.Discard, unpacked); err != nil {
		return nil, unreadable(err)
	}
	if _, err := whole.ReadByte(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: there is more after its end", ErrDamaged)
	}
	return out, nil
}

// unreadable is the error of reading the archive.
func unreadable(err error) error {
	if errors.Is(err, ErrTooLarge) {
		return err
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}

func readExportHead(tr *tar.Reader, limits Limits) (exportHead, error) {
	h, err := tr.Next()
	if errors.Is(err, ErrTooLarge) {
		return exportHead{}, err
	}
	if err != nil || h.Typeflag != tar.TypeReg || h.Name != exportIndex {
		return exportHead{}, fmt.Errorf("%w: its first file is not %s", ErrNotExport, exportIndex)
	}
	const longest = 64 << 20 // bytes: the most articles, described at length
	if h.Size > longest {
		return exportHead{}, fmt.Errorf("%s %w: %d bytes, at most %d", exportIndex, ErrTooLarge, h.Size, longest)
	}
	data, err := io.ReadAll(tr)
	if err != nil {
		return exportHead{}, unreadable(err)
	}
	// Whether it can be understood at all comes first: a newer format may hold anything else.
	var what struct {
		Kind   string `json:"kind"`
		Format int    `json:"format"`
	}
	if err := json.Unmarshal(data, &what); err != nil || what.Kind != exportKind || what.Format < 1 {
		return exportHead{}, fmt.Errorf("%w: %s does not say that it is one", ErrNotExport, exportIndex)
	}
	if what.Format > exportFormat {
		return exportHead{}, fmt.Errorf("export of format %d: %w: update the program", what.Format, ErrNewer)
	}
	var head exportHead
	if err := json.Unmarshal(data, &head); err != nil {
		return exportHead{}, fmt.Errorf("%w: %s: %w", ErrDamaged, exportIndex, err)
	}
	return head, head.check(limits)
}

func (h exportHead) check(limits Limits) error {
	if len(h.Articles) > limits.Articles {
		return fmt.Errorf("export %w: %d articles, at most %d", ErrTooLarge, len(h.Articles), limits.Articles)
	}
	m := Manifest{Version: Version{Action: "import"}, Feeds: h.Feeds}
	for _, e := range h.Articles {
		m.Articles = append(m.Articles, e.Entry)
	}
	if err := sorted(m).check(); err != nil {
		return fmt.Errorf("%s: %w: %w", exportIndex, ErrInvalid, err)
	}
	for _, e := range h.Articles {
		if e.File != exportName(e.Entry) {
			return fmt.Errorf("%s: %w: article %q has the file %.100q", exportIndex, ErrInvalid, e.ID, e.File)
		}
		if e.Size > limits.Article {
			return fmt.Errorf("article %q %w: %d bytes, at most %d", e.ID, ErrTooLarge, e.Size, limits.Article)
		}
	}
	if h.Checks != nil && h.Checks.File != exportChecks {
		return fmt.Errorf("%s: %w: checks have the file %.100q", exportIndex, ErrInvalid, h.Checks.File)
	}
	if h.Checks != nil && h.Checks.Size > maxChecks {
		return fmt.Errorf("checks %w: %d bytes, at most %d", ErrTooLarge, h.Checks.Size, maxChecks)
	}
	return nil
}

// readContents reads the files that library.json announces, in whatever order they come, each once.
func readContents(tr *tar.Reader, head exportHead, out *Export) error {
	announced := map[string]exportContent{}
	for _, e := range head.Articles {
		announced[e.File] = exportContent{e.File, e.Size, e.Hash}
	}
	if head.Checks != nil {
		announced[exportChecks] = *head.Checks
	}
	files := map[string][]byte{}
	for {
		h, err := tr.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return unreadable(err)
		}
		c, ok := announced[h.Name]
		if _, twice := files[h.Name]; !ok || twice || h.Typeflag != tar.TypeReg {
			return fmt.Errorf("%w: file %.100q is not announced in %s, or is no file, or is there twice", ErrDamaged, h.Name, exportIndex)
		}
		if h.Size != c.Size {
			return fmt.Errorf("%w: file %q has %d bytes, not %d", ErrDamaged, h.Name, h.Size, c.Size)
		}
		data, err := io.ReadAll(tr)
		if err != nil {
			return unreadable(err)
		}
		if HashOf(data) != c.Hash {
			return fmt.Errorf("%w: file %q is not what was exported", ErrDamaged, h.Name)
		}
		files[h.Name] = data
	}
	for _, name := range slices.Sorted(maps.Keys(announced)) {
		if _, ok := files[name]; !ok {
			return fmt.Errorf("%w: file %q is missing", ErrDamaged, name)
		}
	}
	m := Manifest{Feeds: head.Feeds}
	for _, e := range head.Articles {
		m.Articles = append(m.Articles, e.Entry)
	}
	m = sorted(m)
	for _, e := range m.Articles {
		out.Articles = append(out.Articles, ExportedArticle{e, files[exportName(e)]})
	}
	for _, f := range m.Feeds {
		f.By = ""
		out.Feeds = append(out.Feeds, f)
	}
	if head.Checks != nil {
		out.Checks = files[exportChecks]
	}
	return nil
}
