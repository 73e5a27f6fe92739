package fetch

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"path"
	"reflect"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"readout/corpus"
	"readout/corpus/fetch/page"
	"readout/corpus/parse"
	"readout/corpus/prose"
)

// Document is an article as the library keeps it.
type Document struct {
	Name    string // of the file, .md or .txt; also the article's ID. The same link, or name of an upload, always gives the same.
	Data    []byte // the file: Markdown with front matter for what was extracted, else what was uploaded
	Article *corpus.Article
	URL     string // where it was fetched from, redirects followed; "" for an upload

	// Listed is when the feed that led to the page says it was published, where the page states no date; see Item.Listed.
	Listed corpus.Date

	// Concerns are what was seen while it was read, and can no more be seen in the article.
	Concerns []Concern
}

// Page fetches the article that a link leads to. It returns ErrUnchanged when the article is what known tells of, and with it the
// conditions to remember. Other errors: ErrLink, ErrRedirects, ErrRobots, ErrStatus, ErrUnreachable, ErrSlow, ErrType, ErrTooLarge,
// ErrUnreadable, ErrNoWords, ErrBinary, parse.ErrNoText, parse.ErrNotUTF8.
func (c *Client) Page(ctx context.Context, link string, known Conditions) (*Document, Conditions, error) {
	doc, now, err := c.page(ctx, link, known)
	if err != nil {
		return nil, now, fmt.Errorf("fetch %s: %w", showLink(link), err)
	}
	return doc, now, nil
}

func (c *Client) page(ctx context.Context, link string, known Conditions) (*Document, Conditions, error) {
	got, err := c.get(ctx, request{
		link: link, accept: "text/html, application/xhtml+xml, application/pdf, text/markdown;q=0.9, text/plain;q=0.9",
		limit: MaxSize, robots: true, known: known,
	})
	if err != nil {
		return nil, known, err
	}
	doc, err := c.document(ctx, got)
	if err != nil {
		return nil, known, err
	}
	now := got.conditions(doc.Data)
	if now.Hash == known.Hash {
		return nil, now, ErrUnchanged
	}
	return doc, now, nil
}

// document makes an article of what a site gave.
func (c *Client) document(ctx context.Context, got *response) (*Document, error) {
	stated := got.header.Get("Content-Type")
	format := formatOfType(stated, got.body)
	name := nameOf(got.url)
	switch format {
	case "html", "pdf":
		found, err := c.extractor.extract(ctx, task{Format: format, ContentType: cutTo(stated, 200), Link: got.url.String()}, got.body)
		if err != nil {
			return nil, err
		}
		name = nameOf(pageAddress(got.url, found.URL))
		claimed := found.ofSite(got.url)
		doc, err := found.document(name, got.url.String())
		if err == nil && claimed != "" {
			doc.Concerns = append(doc.Concerns, Concern{ConcernSite, claimed})
		}
		return doc, err
	case "txt", "md":
		decoded, err := page.UTF8(got.body, stated)
		if err != nil {
			return nil, fmt.Errorf("decode text: %w", err)
		}
		text, hidden, err := c.boundedText(ctx, format, string(decoded))
		if err != nil {
			return nil, err
		}
		doc, err := textDocument(name, format, text, got.url.String())
		return doc.concerned(hidden), err
	}
	return nil, fmt.Errorf("%w: the site calls it %q", ErrType, cutTo(stated, 100))
}

// formatOfType tells how bytes are read of which a site states the type; "" when they are not read. Where a site says no more than
// that they are bytes, they are looked at.
func formatOfType(stated string, data []byte) string {
	kind, _, err := mime.ParseMediaType(stated)
	if stated == "" || kind == "application/octet-stream" {
		kind, _, err = mime.ParseMediaType(http.DetectContentType(data))
	}
	if err != nil && kind == "" {
		return ""
	}
	switch kind {
	case "text/html", "application/xhtml+xml":
		return "html"
	case "application/pdf", "application/x-pdf":
		return "pdf"
	case "text/plain":
		return "txt"
	case "text/markdown", "text/x-markdown":
		return "md"
	}
	return ""
}

// Upload reads a file that somebody uploaded, of any format that File reads, or a PDF. Of its name, only the last part counts. Errors:
// ErrFormat, ErrTooLarge, ErrBinary, ErrUnreadable, ErrNoWords, parse.ErrNoText, parse.ErrNotUTF8, *parse.Error.
func (c *Client) Upload(ctx context.Context, name string, data []byte) (*Document, error) {
	base := baseName(name)
	doc, err := c.upload(ctx, base, data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", base, err)
	}
	return doc, nil
}

func (c *Client) upload(ctx context.Context, base string, data []byte) (*Document, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ext := path.Ext(base)
	stem := slug(strings.TrimSuffix(base, ext))
	format := formatOf(base)
	switch {
	case format == "":
		return nil, ErrFormat
	case len(data) > MaxSize:
		return nil, tooLarge(MaxSize)
	case format != "html" && format != "pdf":
		text, err := plainText(data)
		if err != nil {
			return nil, err
		}
		text, hidden, err := c.boundedText(ctx, format, text)
		if err != nil {
			return nil, err
		}
		if format == "vtt" || format == "srt" { // kept as the text extracted
			spoken, err := parse.Subtitles("", text)
			if err != nil {
				return nil, err
			}
			text, format = spoken.Body, "txt"
		}
		a, err := parse.Article(corpus.ArticleID(stem+"."+format), format, text)
		if err != nil {
			return nil, err
		}
		doc := &Document{Name: string(a.ID), Data: []byte(text), Article: a}
		return doc.concerned(hidden), nil
	}
	found, err := c.extractor.extract(ctx, task{Format: format}, data)
	if err != nil {
		return nil, err
	}
	return found.document(stem+".md", "")
}

// boundedText is a text without the characters that nobody sees, and what there is to say of these. That it is read within the limits of
// pages and PDFs, a child shows.
func (c *Client) boundedText(ctx context.Context, format, text string) (visible, hidden string, err error) {
	visible, hidden = prose.Visible(text)
	switch {
	case len(visible) > mostPlain:
		return "", "", tooLarge(mostPlain)
	case !utf8.ValidString(visible):
		return visible, hidden, nil // whoever reads it says where
	}
	_, err = c.extractor.extract(ctx, task{Format: format}, []byte(visible))
	return visible, hidden, err
}

// document makes a Markdown file of what was found.
func (e extracted) document(name, from string) (*Document, error) {
	const title, other = 300, 200 // bytes
	hidden := e.withoutHidden()
	e.Title, e.Publisher, e.Byline = shorten(visible(e.Title), title), shorten(visible(e.Publisher), other), shorten(visible(e.Byline), other)
	e.Language = languageOf(e.Language)
	a, err := parse.FromPage(e.page(corpus.ArticleID(name)))
	if err != nil {
		return nil, err
	}
	facts := parse.FactsOf(a)
	facts.Kind, facts.Form = "", "" // found in the text again
	if e.Opinion {
		facts.Kind = corpus.KindOpinion
	}
	doc, err := write(name, facts, from, func(f parse.Facts) (string, error) {
		matter, err := f.FrontMatter()
		return matter + "\n" + markdownOf(e.Text), err
	})
	if err == nil && e.Lost != "" {
		doc.Concerns = append(doc.Concerns, Concern{ConcernLoss, shorten(e.Lost, other)})
	}
	if err == nil {
		for _, order := range e.Orders {
			visible, _ := prose.Visible(order)
			doc.Concerns = append(doc.Concerns, Concern{ConcernOrder, shorten(visible, 300)})
		}
	}
	return doc.concerned(hidden), err
}

// withoutHidden drops the characters that nobody sees, and returns what there is to say of them.
func (e *extracted) withoutHidden() (hidden string) {
	for _, text := range []*string{&e.Title, &e.Publisher, &e.Byline, &e.Text} {
		visible, found := prose.Visible(*text)
		*text, hidden = visible, cmp.Or(hidden, found)
	}
	return hidden
}

// concerned is the document, which may be nil, with a concern about hidden characters, if there were any.
func (d *Document) concerned(hidden string) *Document {
	if d != nil && hidden != "" {
		d.Concerns = append(d.Concerns, Concern{ConcernHidden, shorten(hidden, 300)})
	}
	return d
}

var (
	markLine = regexp.MustCompile(`^(?:(?:[*_=-][ \t]*)+|!\[[^\]]*\]\([^)]*\)|<!--.*-->)$`)
	markAt   = regexp.MustCompile("^(?:#+(?:[ \t]+|$)|`{3,}|~{3,}|\\[([^\\]]+)\\]:)")
)

// markdownOf is an extracted text as Markdown: each line is a paragraph, unless it goes on with a sentence. What has no meaning in a
// text and would have one in Markdown is taken out: at the beginning of a line, the marks of headings, code and links; lines of
// nothing but marks.
func markdownOf(text string) string {
	var b strings.Builder
	last := ""
	for line := range strings.SplitSeq(text, "\n") {
		line = unmarked(prose.OneLine(visible(line)))
		first, _ := utf8.DecodeRuneInString(line)
		switch {
		case last != "" && line != "" && unicode.IsLower(first) && !endsSentence(last):
			b.WriteByte(' ')
		case b.Len() > 0 && last != "":
			b.WriteString("\n\n")
		}
		b.WriteString(line)
		last = line
	}
	return b.String()
}

// unmarked is a line without the marks at its beginning; "" for one of nothing but marks, or of more than any text has.
func unmarked(line string) string {
	const most = 100
	for range most {
		was := line
		if line = strings.TrimSpace(markAt.ReplaceAllString(markLine.ReplaceAllString(line, ""), "$1")); line == was {
			return line
		}
	}
	return ""
}

// visible is a text without control characters and marks that turn the direction of what follows.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069' || r == '\uFEFF':
			return -1
		}
		return r
	}, s)
}

// textDocument makes a document of a text that was fetched, with where it comes from.
func textDocument(name, format, text, from string) (*Document, error) {
	a, err := parseFile(corpus.ArticleID("page."+format), format, []byte(text))
	if err != nil {
		return nil, err
	}
	facts := parse.FactsOf(a)
	if format == "txt" {
		facts.Kind, facts.Form = "", ""
	}
	facts.URL = cmp.Or(facts.URL, from)
	doc, err := write(name, facts, from, func(f parse.Facts) (string, error) { return parse.WithFacts("page."+format, text, f) })
	if errors.Is(err, parse.ErrParagraphs) { // then it is kept as it came
		a.ID = corpus.ArticleID(strings.TrimSuffix(name, ".md") + "." + format)
		return &Document{Name: string(a.ID), Data: []byte(text), Article: a, URL: from}, nil
	}
	return doc, err
}

// write makes a document of the Markdown that is made with the facts. A fact that cannot be written is left out.
func write(name string, facts parse.Facts, from string, with func(parse.Facts) (string, error)) (*Document, error) {
	data, err := with(facts)
	var fault *parse.FactsError
	for errors.As(err, &fault) && clearFact(&facts, fault.Field) {
		data, err = with(facts)
	}
	if err != nil {
		return nil, err
	}
	a, err := parse.Markdown(corpus.ArticleID(name), data)
	if err != nil {
		return nil, err
	}
	return &Document{Name: name, Data: []byte(data), Article: a, URL: from}, nil
}

// clearFact makes a fact unstated. It reports whether it was stated.
func clearFact(f *parse.Facts, key string) bool {
	fact := reflect.ValueOf(f).Elem().FieldByNameFunc(func(name string) bool { return strings.EqualFold(name, key) })
	if !fact.IsValid() || fact.IsZero() {
		return false
	}
	fact.SetZero()
	return true
}

// endsSentence reports whether a line ends as a sentence does.
func endsSentence(line string) bool {
	line = strings.TrimRight(line, " \"'”’»)]")
	last, _ := utf8.DecodeLastRuneInString(line)
	return line != "" && strings.ContainsRune(".!?…:", last)
}

// languageOf is a language tag as BCP 47 has it: pages also write "en_GB", or what is none.
func languageOf(stated string) string {
	tag, err := language.Parse(strings.TrimSpace(strings.ReplaceAll(stated, "_", "-")))
	if err != nil || tag == language.Und {
		return ""
	}
	return tag.String()
}

// baseName is the last part of a file's name, whichever system it comes from, short and without what cannot be shown.
func baseName(name string) string {
	base := visible(path.Base(strings.ReplaceAll(name, `\`, "/")))
	const longest = 120 // bytes
	if ext := path.Ext(base); len(base) > longest && len(ext) < 10 {
		return strings.ToValidUTF8(base[:longest-len(ext)], "") + ext
	}
	return cutTo(base, longest)
}

var notInSlug = regexp.MustCompile(`[^\p{L}\p{N}_.]+`)

// slug is a text as part of a file's name: letters, digits, dots inside, and hyphens for the rest.
func slug(s string) string {
	const longest = 80 // bytes
	s = strings.Trim(notInSlug.ReplaceAllString(s, "-"), "-.")
	return cmp.Or(strings.TrimRight(cutTo(s, longest), "-."), "article")
}

var extensions = regexp.MustCompile(`(?i)\.(?:html?|php|aspx?|jsp|pdf|txt|md|cms|ece)$`)

// nameOf is the name of the file that a page becomes: the words in its address, and a hash of it, so long that nobody can find another
// address with the same.
func nameOf(u *url.URL) string {
	words := ""
	for part := range strings.SplitSeq(u.Path, "/") {
		part = extensions.ReplaceAllString(part, "")
		if strings.Count(part, "-") >= strings.Count(words, "-") && strings.ContainsFunc(part, isLetter) || words == "" {
			words = cmp.Or(part, words)
		}
	}
	const (
		longest  = 60 // bytes of the words
		hashed   = 16 // bytes of the hash
		alphabet = "abcdefghijklmnopqrstuvwxyz234567"
	)
	sum := sha256.Sum256([]byte(u.Host + u.RequestURI()))
	hash := base32.NewEncoding(alphabet).WithPadding(base32.NoPadding).EncodeToString(sum[:hashed])
	words = strings.TrimRight(cutTo(strings.ToLower(slug(cmp.Or(words, u.Hostname()))), longest), "-.")
	return words + "-" + hash + ".md"
}

func isLetter(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r >= utf8.RuneSelf }

// cutTo cuts a text off between characters after so many bytes.
func cutTo(s string, longest int) string {
	if len(s) <= longest {
		return s
	}
	return strings.ToValidUTF8(s[:longest], "")
}
