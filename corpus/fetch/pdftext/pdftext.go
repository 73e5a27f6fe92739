// Package pdftext reads the text of a PDF as a person sees it: letters where they are placed, lines, columns in their order, paragraphs;
// without what is hidden, stands outside the page, or runs along at the top and bottom of all pages.
//
// What nobody sees is told by where and how it is drawn, which poppler's pdftotext does not give: it returns white, covered and transparent
// text like any other. So it is not asked for help, and a file that this package can't read is refused.
package pdftext

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ledongthuc/pdf"
)

// mostPages bounds the pages of a PDF that are read.
const mostPages = 500

var (
	// ErrDamaged says that a file is no PDF, or one that can't be read.
	ErrDamaged = errors.New("the PDF is damaged")
	// ErrProtected says that a PDF is locked.
	ErrProtected = errors.New("the PDF is protected")
	// ErrNoWords says that the text of a PDF has no words in it: pictures of pages, or letters without spaces.
	ErrNoWords = errors.New("the PDF holds no readable text")
	// ErrTooLarge says that a PDF has more pages or more text than is read.
	ErrTooLarge = errors.New("the PDF is too large")
)

var (
	errNoPDF    = fmt.Errorf("%w: it is no PDF", ErrDamaged)
	errPassword = fmt.Errorf("%w: it opens with a password only", ErrProtected)
)

// Document is what a PDF says.
type Document struct {
	Title      string // that the file states or its first page shows, or ""; not long
	Author     string // as the file states, or ""
	Language   string // as the file states, or ""
	Lost       string // what of its text the file does not tell, or ""
	Paragraphs []string
}

// Read finds the text of a PDF, of most bytes at most. When it was published is left unknown: the file's own date tells when the file was
// made. A damaged file may take long: it is for a process that can be ended.
//
// Errors: ErrDamaged, ErrProtected, ErrNoWords, ErrTooLarge.
func Read(data []byte, most int) (Document, error) {
	found, err := read(data, most)
	if !errors.Is(err, ErrDamaged) || errors.Is(err, errNoPDF) {
		return found, err
	}
	if whole := rebuilt(data); whole != nil {
		if again, err := read(whole, most); err == nil {
			return again, nil
		}
	}
	return found, err
}

// read reads a PDF of which the table of objects is sound.
func read(data []byte, most int) (found Document, err error) {
	defer func() { // the parser below panics on what it does not know
		if fault := recover(); fault != nil {
			found, err = Document{}, fmt.Errorf("%w: %v", ErrDamaged, fault)
			if bytes.Contains(data, []byte(lockKey)) {
				err = fmt.Errorf("%w: its kind of lock is not read", ErrProtected)
			}
		}
	}()
	r, locked, err := open(data)
	if err != nil {
		return Document{}, err
	}
	pages := pagesOf(r)
	if len(pages) > mostPages {
		return Document{}, fmt.Errorf("%w: %d pages", ErrTooLarge, max(r.NumPage(), len(pages)))
	}
	var lines []setLine
	size, letters, lost, pictures, off := 0, 0, 0, false, hiddenLayers(r)
	for i, page := range pages {
		glyphs, unknown, images := glyphsOf(page, off)
		pictures, letters, lost = pictures || images, letters+len(glyphs), lost+unknown
		for _, l := range linesOf(glyphs) {
			l.page = i + 1
			lines = append(lines, l)
			size += len(l.text)
		}
		if size > most {
			return Document{}, fmt.Errorf("%w: its text has more than %d bytes", ErrTooLarge, most)
		}
	}
	switch {
	case len(lines) == 0 && pictures:
		return Document{}, fmt.Errorf("%w: it is a scan, pictures of pages without text", ErrNoWords)
	case !hasWords(lines):
		return Document{}, ErrNoWords
	}
	info := r.Trailer().Key("Info")
	lines = withoutRunning(lines)
	missing := ""
	if lost*100 > letters {
		missing = fmt.Sprintf("of %d letters the PDF does not say which they are", lost)
	}
	return Document{
		Lost:  missing,
		Title: titleOf(locked.text(info.Key("Title")), lines), Author: onOneLine(plain(locked.text(info.Key("Author")))),
		Language: locked.text(r.Trailer().Key("Root").Key("Lang")), Paragraphs: joinLines(lines),
	}, nil
}

// onOneLine is a text with one space between its words.
func onOneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// open opens a PDF of any version, with bytes before or after it, and one that is protected if it opens without a password. The lock is
// nil but where strings outside of streams are still encrypted.
func open(data []byte) (*pdf.Reader, *lock, error) {
	const searched = 1024 // bytes in which a PDF begins
	start, end := bytes.Index(data[:min(searched, len(data))], []byte("%PDF-")), bytes.LastIndex(data, []byte("%%EOF"))
	if start < 0 {
		return nil, nil, errNoPDF
	}
	if end < start {
		end = len(data)
	}
	const version = "%PDF-1.7\n" // what can be read of later ones is written as in this one
	whole := slices.Concat([]byte(version), data[min(start+len(version), end):end], []byte("\n%%EOF\n"))
	r, err := parserOf(whole)
	const short = 40 // bits of a key that the parser uses wrongly
	switch {
	case err == nil:
		if lock := r.Trailer().Key(lockKey[1:]); lock.Kind() != pdf.Dict || lock.Key("V").Int64() > 2 || lock.Key("Length").Int64() > short {
			return r, nil, nil
		}
	case errors.Is(err, pdf.ErrInvalidPassword):
		return nil, nil, errPassword
	case !bytes.Contains(whole, []byte(lockKey)) || !strings.Contains(err.Error(), "encryption"):
		return nil, nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	locked, err := unlock(whole)
	if err != nil {
		return nil, nil, err
	}
	if r, err = parserOf(whole); err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return r, locked, nil
}

// setLine is a line as it is set on a page. Lengths are in points, from the lower left corner of the page.
type setLine struct {
	text string
	page int
	left float64
	y    float64 // of the base line
	size float64 // of the letters
}

var ligatures = strings.NewReplacer("ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl", "ﬅ", "st", "ﬆ", "st", "\u00AD", "-")

// plain is a text with ligatures taken apart, and without what cannot be shown.
func plain(s string) string {
	s = ligatures.Replace(strings.ToValidUTF8(s, ""))
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Co, r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError:
			return -1
		}
		return r
	}, s)
}

// hasWords reports whether a text can be read: letters, and spaces between them. Where these are missing, so are the words.
func hasWords(lines []setLine) bool {
	const fewest = 0.05 // of all characters
	letters, spaces, all := 0, 0, 0
	for _, l := range lines {
		for _, r := range l.text {
			switch {
			case r == ' ':
				spaces++
			case unicode.IsLetter(r):
				letters++
			}
			all++
		}
		spaces++ // the end of the line
		all++
	}
	return letters*2 > all && float64(spaces) >= fewest*float64(all)
}

// fromProgram matches titles that programs give to files.
var fromProgram = regexp.MustCompile(`(?i)^(?:microsoft (?:word|powerpoint)|untitled|document\d*$|print|layout|page \d|slide|doc\d*$|` +
	`www\.|https?:|[^ ]+$)|\.(?:docx?|pdf|indd|qxd|odt|rtf|tex|dvi)$`)

// titleOf is the title that a file states, unless a program made it up; else the lines at the top that are set larger than the
// text; else "".
func titleOf(stated string, lines []setLine) string {
	const (
		larger = 1.15
		first  = 12 // lines in which a title begins
		most   = 4  // lines of it
	)
	stated = onOneLine(plain(stated))
	if stated != "" && !fromProgram.MatchString(stated) && path.Ext(stated) != ".pdf" {
		return stated
	}
	size := bodySize(lines)
	largest := 0.0
	for _, l := range lines[:min(first, len(lines))] {
		largest = max(largest, l.size)
	}
	if largest < larger*size {
		return ""
	}
	isLarge := func(l setLine) bool { return l.page == lines[0].page && l.size > 0.97*largest }
	from := slices.IndexFunc(lines, isLarge)
	if from < 0 {
		return ""
	}
	var title []string
	for _, l := range lines[from:] {
		if !isLarge(l) {
			break
		}
		title = append(title, l.text)
	}
	if len(title) > most {
		return ""
	}
	return strings.Join(title, " ")
}

// bodySize is the size in which most of the text is set.
func bodySize(lines []setLine) float64 {
	const step = 0.5 // points
	count := map[int]int{}
	best := 0
	for _, l := range lines {
		at := int(min(l.size/step, 1e6))
		count[at] += len(l.text)
		if count[at] > count[best] || count[at] == count[best] && at < best {
			best = at
		}
	}
	return float64(best) * step
}

// pageNumber matches a line that only counts pages.
var pageNumber = regexp.MustCompile(`(?i)^(?:[-–—|]\s*)?(?:page\s+|p\.\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?(?:\s*[-–—|])?$`)

// withoutRunning takes out what stands at the top or bottom of pages and belongs to none: their numbers, and lines that come again on
// page after page.
func withoutRunning(lines []setLine) []setLine {
	const (
		fewest = 3 // pages
		twice  = 2 // pages, for a line that stands in the same place on both
		edge   = 2 // lines from the top or the bottom of a page
	)
	digits := regexp.MustCompile(`\d+`)
	key := func(l setLine) string { return digits.ReplaceAllString(strings.ToLower(l.text), "0") }
	placed := func(l setLine) string { return fmt.Sprintf("%s at %.0f, %.0f", l.text, l.left, l.y) }
	atEdge := make([]bool, len(lines))
	for i := range lines {
		above, below := 0, 0
		for above <= edge && i-above-1 >= 0 && lines[i-above-1].page == lines[i].page {
			above++
		}
		for below <= edge && i+below+1 < len(lines) && lines[i+below+1].page == lines[i].page {
			below++
		}
		atEdge[i] = above < edge || below < edge
	}
	pages := map[string]int{}
	last := map[string]int{}
	for i, l := range lines {
		for _, k := range []string{key(l), placed(l)} {
			if atEdge[i] && last[k] != l.page {
				pages[k]++
				last[k] = l.page
			}
		}
	}
	var out []setLine
	for i, l := range lines {
		if !atEdge[i] || !pageNumber.MatchString(l.text) && pages[key(l)] < fewest && pages[placed(l)] < twice {
			out = append(out, l)
		}
	}
	return out
}
