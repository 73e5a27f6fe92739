package fetch

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"time"

	"readout/corpus"
	"readout/corpus/fetch/page"
	"readout/corpus/fetch/pdftext"
	"readout/corpus/orders"
	"readout/corpus/parse"
	"readout/corpus/reading"
)

const (
	// extractTime is how much processor time a page or PDF may take to read.
	extractTime = 5 * time.Second
	// extractPatience is how long that may take on a machine that has other things to do.
	extractPatience = time.Minute
	// extractMemory is how much memory, in bytes, reading one may take beyond what the program itself takes.
	extractMemory = 200 << 20
	// extractFiles is how many files it may have open, those that the program itself has among them.
	extractFiles = 32
	// mostText is the longest text, in bytes, that is taken for an article.
	mostText = 1 << 20
	// mostPlain is the longest file of text, in bytes: the longest text, and as much of front matter.
	mostPlain = 2 * mostText
	// mostPassages is how many paragraphs an article has at most.
	mostPassages = 10_000
	// mostOutput bounds what a child writes: its text, in which a character may be escaped, and the facts.
	mostOutput = 7 * mostText
)

// task says what the bytes are that follow it.
type task struct {
	Format      string // "html", "pdf" or "feed"; or that of a text, of which nothing comes back but that it can be read
	ContentType string // of HTML and feeds: as the site stated it, or ""
	Link        string // where it was found, or ""
	Seconds     int    // of processor time that it may take
}

// extracted is what was found in a page, PDF or feed, or why nothing was.
type extracted struct {
	Title     string
	Publisher string
	Byline    string
	Published string // as corpus.Date writes it
	URL       string
	Language  string
	Opinion   bool   // the page says of itself that it is opinion
	Lost      string // what speaks for more text than was found, or ""
	Text      string // paragraphs with a blank line between them

	Orders []string `json:",omitempty"` // to whoever answers questions, in what nobody sees of a page; few

	Feed *Feed `json:",omitempty"` // of a feed, and then nothing else

	Fault  string // key of faults, or ""
	Detail string // of the fault
}

// faults are what the child may say about what it was given.
var faults = map[string]error{
	"unreadable": ErrUnreadable, "no words": ErrNoWords, "no text": parse.ErrNoText, "binary": ErrBinary, "too large": ErrTooLarge,
	"no feed": ErrNotFeed, "protected": ErrProtected,
}

// Extract reads one page, PDF or feed from in, as a Client sends it, and writes what it finds to out. It limits the memory of the process
// that it runs in, and may leave work behind when it returns an error: it is for a process that then ends.
//
// The process is held to its limits thus: on Linux the system kills it after 5 seconds of processor time; the client does after a minute.
// Extract watches its memory, and returns when that passes 200 MB; on Linux the system, too, refuses it more,
// and any connection, and more than 32 open files. A parser that panics is an answer like any other.
func Extract(ctx context.Context, in io.Reader, out io.Writer) error {
	const deepest = 32 << 20 // bytes of a stack: parsers recurse
	debug.SetMaxStack(deepest)
	debug.SetMemoryLimit(extractMemory * 3 / 4) // from there on, the collector works harder
	for _, err := range []error{dropNetwork(), limitFiles(extractFiles), limitMemory(extractMemory)} {
		if err != nil {
			return fmt.Errorf("extract: %w", err)
		}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() { cancel(watchMemory(ctx, extractMemory)) }()

	done := make(chan error, 1)
	go func() { done <- extract(in, out) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return fmt.Errorf("extract: %w", context.Cause(ctx))
	}
}

// watchMemory returns an error when the process holds more than limit bytes beyond what it holds now.
func watchMemory(ctx context.Context, limit uint64) error {
	const often = 5 * time.Millisecond
	read := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	held := func() uint64 {
		metrics.Read(read)
		return read[0].Value.Uint64() - read[1].Value.Uint64()
	}
	limit += held()
	tick := time.NewTicker(often)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
			if held() > limit {
				return errors.New("too much memory")
			}
		}
	}
}

// extract does the work of Extract.
func extract(in io.Reader, out io.Writer) error {
	const longest = 16 << 10 // bytes of a task
	lines := bufio.NewReaderSize(in, longest)
	first, err := lines.ReadSlice('\n')
	if err != nil {
		return fmt.Errorf("extract: read task: %w", err)
	}
	var t task
	if err := json.Unmarshal(first, &t); err != nil {
		return fmt.Errorf("extract: read task: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(lines, MaxSize+1))
	if err != nil {
		return fmt.Errorf("extract: %w", err)
	}
	if err := limitProcessor(t.Seconds); err != nil {
		return fmt.Errorf("extract: %w", err)
	}
	found := t.do(data)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(found); err != nil {
		return fmt.Errorf("extract: %w", err)
	}
	return nil
}

// do extracts the text of the file. Whatever the parsers make of it, it returns something.
func (t task) do(data []byte) extracted {
	e, err := t.parse(data)
	e.cutFacts()
	if err == nil && len(e.Text) > mostText {
		err = fmt.Errorf("%w: its text has more than %d bytes", ErrTooLarge, mostText)
	}
	if err == nil && e.Feed == nil && e.Text != "" {
		err = isReadable(parse.FromPage(e.page("page.md")))
	}
	if err == nil {
		return e
	}
	out := extracted{Fault: "unreadable", Detail: shorten(err.Error(), 200)}
	for name, fault := range faults {
		if errors.Is(err, fault) {
			out.Fault = name
		}
	}
	return out
}

// cutFacts drops what no title or name needs, before it is read for names: that takes much longer than finding it did.
func (e *extracted) cutFacts() {
	const longest = 4 << 10 // bytes: far more than is shown, so that what nobody sees is still found among them
	for _, fact := range []*string{&e.Title, &e.Publisher, &e.Byline, &e.URL, &e.Language} {
		*fact = cutTo(*fact, longest)
	}
}

func (t task) parse(data []byte) (e extracted, err error) {
	defer func() {
		if r := recover(); r != nil {
			e, err = extracted{}, fmt.Errorf("%w: %v", ErrUnreadable, r)
		}
	}()
	if len(data) > MaxSize {
		return e, tooLarge(MaxSize)
	}
	var at *url.URL // nil when there is none: then relative addresses stay unknown
	if t.Link != "" {
		if at, err = url.Parse(t.Link); err != nil {
			return e, fmt.Errorf("%w: %w", ErrUnreadable, err)
		}
	}
	switch t.Format {
	case "html":
		return extractPage(data, t.ContentType, at)
	case "pdf":
		return extractPDF(data)
	case "feed":
		feed, err := parseFeed(data, t.ContentType, at)
		return extracted{Feed: feed}, err
	}
	return e, isReadable(parse.Article("page", t.Format, string(data)))
}

// extractPage finds the article in a page, which was found at an address, or nil.
func extractPage(data []byte, contentType string, at *url.URL) (extracted, error) {
	found, err := page.Read(data, contentType, at)
	if err != nil {
		if errors.Is(err, page.ErrBinary) {
			err = fmt.Errorf("%w%s", ErrBinary, strings.TrimPrefix(err.Error(), page.ErrBinary.Error()))
		}
		return extracted{}, err
	}
	return extracted{
		Title: found.Title, Publisher: found.Publisher, Byline: found.Byline, Published: found.Published.String(), URL: found.URL,
		Language: found.Language,
		Opinion:  found.Opinion, Lost: found.Lost, Text: found.Text, Orders: ordersUnseen(found.Unseen),
	}, nil
}

// trap matches what tells people not to fill in a field that only programs see.
var trap = regexp.MustCompile(`(?i)\b(?:leave|fill|ignore|human)\b.*\bfield\b|\bfield\b.*\b(?:empty|blank)\b`)

// ordersUnseen are those of the texts that nobody sees which tell whoever answers questions how to answer.
func ordersUnseen(texts []string) (out []string) {
	const longest, ofTrap = 300, 120 // bytes
	for _, text := range texts {
		if len(out) == mostConcerns {
			break
		}
		if len(text) <= ofTrap && trap.MatchString(text) {
			continue
		}
		if orders.IsPlain(strings.ToValidUTF8(text, " ")) {
			out = append(out, shorten(text, longest))
		}
	}
	return out
}

// parseHTML finds the article in a page.
func parseHTML(id corpus.ArticleID, data []byte) (*corpus.Article, error) {
	found, err := task{Format: "html"}.parse(data)
	if err != nil {
		return nil, err
	}
	return found.article(id)
}

// article is an article of what was found.
func (e extracted) article(id corpus.ArticleID) (*corpus.Article, error) {
	return parse.FromPage(e.page(id))
}

// page is what was found in the form that package parse reads.
func (e extracted) page(id corpus.ArticleID) parse.Page {
	published, err := corpus.ParseDate(e.Published)
	if err != nil {
		published = corpus.Date{}
	}
	return parse.Page{
		ID: id, Title: e.Title, Publisher: e.Publisher, Byline: e.Byline, Published: published, URL: e.URL, Language: e.Language, Text: e.Text,
	}
}

// extractPDF reads the text of a PDF.
func extractPDF(data []byte) (extracted, error) {
	found, err := pdftext.Read(data, mostText)
	switch {
	case errors.Is(err, pdftext.ErrDamaged):
		return extracted{}, fmt.Errorf("%w: %w", ErrUnreadable, err)
	case errors.Is(err, pdftext.ErrTooLarge):
		return extracted{}, fmt.Errorf("%w: %w", ErrTooLarge, err)
	case err != nil:
		return extracted{}, err
	}
	return extracted{
		Title: shorten(found.Title, 200), Byline: shorten(found.Author, 80), Language: found.Language, Lost: found.Lost,
		Text: strings.Join(found.Paragraphs, "\n\n"),
	}, nil
}

// isReadable reads an article as it will be read: what takes too much time or memory for that ends here. What cannot be parsed is no
// fault: whoever parses it again finds the same, and says where.
func isReadable(a *corpus.Article, err error) error {
	if err != nil {
		return nil
	}
	if n := len(a.Passages); n > mostPassages {
		return fmt.Errorf("%w: it has %d paragraphs, more than %d", ErrTooLarge, n, mostPassages)
	}
	if _, err := reading.New([]*corpus.Article{a}); err != nil {
		return fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	return nil
}
