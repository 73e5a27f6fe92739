package parse

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"readout/corpus/prose"

	"go.yaml.in/yaml/v3"

	"readout/corpus"
)

// Facts are what front matter states about an article. A zero field is not stated: what the text says of itself holds.
type Facts struct {
	Title     string
	Publisher string
	Agency    string
	Author    string
	Published corpus.Date
	URL       string // http or https
	Kind      corpus.Kind
	Form      corpus.Form
	Language  string          // BCP 47
	Report    corpus.ReportID // a claim: see Article.Report
}

// FactsError says which fact cannot be stated, and why.
type FactsError struct {
	Field string // the key of front matter: "title"
	Err   error
}

func (e *FactsError) Error() string { return e.Field + ": " + e.Err.Error() }
func (e *FactsError) Unwrap() error { return e.Err }

var (
	// ErrFactTooLong says that a fact is longer than its field may be.
	ErrFactTooLong = errors.New("is too long")
	// ErrFactCharacters says that a fact has characters that show nothing, or that change how others are shown.
	ErrFactCharacters = errors.New("has control characters")
	// ErrParagraphs says that a text cannot be written as Markdown without changing its paragraphs.
	ErrParagraphs = errors.New("the text's paragraphs would change")
)

// FactsOf are the facts of an article as it was parsed, stated or found in the text.
func FactsOf(a *corpus.Article) Facts {
	return Facts{a.Title, a.Publisher, a.Agency, a.Author, a.Published, a.URL, a.Kind, a.Form, a.Language, a.Report}
}

// Check tells whether front matter can state the facts: a *FactsError names the first that it cannot.
func (f Facts) Check() error {
	_, err := f.lines()
	return err
}

// FrontMatter writes the facts as front matter, which is the beginning of a Markdown file. A fact that cannot be written is a *FactsError.
func (f Facts) FrontMatter() (string, error) {
	lines, err := f.lines()
	if err != nil {
		return "", err
	}
	matter, err := frontMatter(lines, "")
	if err != nil {
		return "", err
	}
	return matter, checkStated(matter, lines)
}

// fact is a line of front matter.
type fact struct{ key, value string }

// lines are the facts as front matter states them, the unstated ones left out. White space is folded: a value is one line.
func (f Facts) lines() ([]fact, error) {
	all := []fact{
		{"title", f.Title}, {"publisher", f.Publisher}, {"agency", f.Agency}, {"author", f.Author}, {"published", f.Published.String()},
		{"url", f.URL}, {"kind", string(f.Kind)}, {"form", string(f.Form)}, {"report", string(f.Report)}, {"language", f.Language},
	}
	for i, l := range all {
		if err := checkFact(l); err != nil {
			return nil, &FactsError{l.key, err}
		}
		all[i].value = prose.OneLine(l.value)
	}
	return slices.DeleteFunc(all, func(l fact) bool { return l.value == "" }), nil
}

func checkFact(l fact) error {
	longest := 300 // runes
	switch l.key {
	case "title":
		longest = 500
	case "url":
		longest = 2000
	}
	n := len(l.value)
	if n > longest { // counting the runes of a value that may be very long comes second
		n = utf8.RuneCountInString(l.value)
	}
	switch {
	case n > longest:
		return fmt.Errorf("%w: %d characters, at most %d", ErrFactTooLong, n, longest)
	case !utf8.ValidString(l.value):
		return ErrNotUTF8
	}
	if at := strings.IndexFunc(l.value, isHidden); at >= 0 {
		r, _ := utf8.DecodeRuneInString(l.value[at:])
		return fmt.Errorf("%w: %U", ErrFactCharacters, r)
	}
	if value := prose.OneLine(l.value); value != "" {
		return setMatter(&corpus.Article{}, l.key, value)
	}
	return nil
}

// isHidden reports whether a character has no place in a line that people read: control characters that are no white space, the
// marks that turn the direction of what follows, and a byte order mark.
func isHidden(r rune) bool {
	switch {
	case unicode.IsSpace(r):
		return false
	case unicode.IsControl(r):
		return true
	}
	return r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069' || r == '\uFEFF'
}

// WithFacts writes the facts into the front matter of a file, in place of all that it states there. The name's extension, .md or
// .txt, tells what the file is. What comes is Markdown, to be kept under a name with .md: ParseMarkdown finds the facts in it, white
// space in them folded, and the same paragraphs. Of a .md file everything after the front matter stays, except that a line that
// would become a paragraph, as a headline does that is no longer the title, is marked as a heading. Of a .txt file the paragraphs
// stay, and nothing else.
//
// A fact that cannot be written is a *FactsError, a file that cannot be read an error of ParseMarkdown or ParseText, and one whose
// paragraphs Markdown cannot hold is ErrParagraphs.
func WithFacts(name, data string, f Facts) (string, error) {
	lines, err := f.lines()
	if err != nil {
		return "", err
	}
	parse := Text
	switch path.Ext(name) {
	case ".md":
		parse = Markdown
	case ".txt":
	default:
		return "", fmt.Errorf("write facts into %q: neither .md nor .txt", name)
	}
	was, err := parse("", data)
	if err != nil {
		return "", err
	}
	matter, err := frontMatter(lines, was.Extra)
	if err != nil {
		return "", err
	}
	texts := []string{paragraphsAlone(was)}
	if path.Ext(name) == ".md" {
		texts = []string{afterFrontMatter(was.Body), texts[0]}
	}
	for _, text := range texts {
		out, ok := keepParagraphs(was, matter, text)
		if !ok {
			continue
		}
		if err := checkStated(out, lines); err != nil {
			return "", err
		}
		return out, nil
	}
	return "", fmt.Errorf("write facts into %q: %w", name, ErrParagraphs)
}

// frontMatter writes the lines between fences, each value in the plainest form of YAML that can hold it, and after them the extra
// lines as they are.
func frontMatter(lines []fact, extra string) (string, error) {
	var b strings.Builder
	b.WriteString(fence + "\n")
	for _, l := range lines {
		value := l.value
		if l.key != "published" { // which needs no quotation marks, although YAML knows dates
			quoted, err := yaml.Marshal(value)
			if err != nil {
				return "", &FactsError{l.key, err}
			}
			value = strings.TrimSuffix(string(quoted), "\n")
		}
		b.WriteString(l.key + ": " + value + "\n")
	}
	if extra != "" {
		b.WriteString(extra + "\n")
	}
	b.WriteString(fence + "\n")
	return b.String(), nil
}

// afterFrontMatter is the text of a Markdown file that is known to be readable.
func afterFrontMatter(body string) string {
	_, rest, err := parseFrontMatter(&corpus.Article{Body: body})
	if err != nil {
		return body
	}
	return strings.TrimLeft(body[rest:], "\r\n")
}

// paragraphsAlone is the paragraphs of an article with a blank line between two. What shared a line goes on sharing it.
func paragraphsAlone(a *corpus.Article) string {
	var b strings.Builder
	end := -1
	for _, p := range a.Passages {
		if p.Role == corpus.RoleMatter {
			continue
		}
		if end >= 0 {
			between := a.Body[end:p.Span.Start]
			if strings.ContainsAny(between, "\r\n") {
				between = "\n\n"
			}
			b.WriteString(between)
		}
		b.WriteString(p.Text)
		end = p.Span.End
	}
	b.WriteByte('\n')
	return b.String()
}

// keepParagraphs puts the text behind the front matter, and marks as headings those of its lines that would become paragraphs
// although they are none of the article's.
func keepParagraphs(was *corpus.Article, matter, text string) (out string, ok bool) {
	const most = 8 // lines that are marked
	want := paragraphs(was)
	for range most {
		out = matter + "\n" + text
		a, err := Markdown("", out)
		if err != nil {
			return "", false
		}
		got := paragraphs(a)
		at := 0
		for at < len(got) && at < len(want) && sameParagraph(got[at], want[at]) && (a.Form != was.Form || sameRole(got[at], want[at])) {
			at++
		}
		if at == len(got) && at == len(want) {
			return out, true
		}
		if at == len(got) || strings.ContainsAny(got[at].Text, "\r\n") {
			return "", false
		}
		cut := got[at].Span.Start - len(matter) - 1
		if cut > 0 && text[cut-1] != '\n' && text[cut-1] != '\r' {
			return "", false
		}
		text = text[:cut] + "# " + text[cut:]
	}
	return "", false
}

// paragraphs are the passages of an article but those of its front matter.
func paragraphs(a *corpus.Article) []corpus.Passage {
	return slices.DeleteFunc(slices.Clone(a.Passages), func(p corpus.Passage) bool { return p.Role == corpus.RoleMatter })
}

var listMark = regexp.MustCompile(`^(?:[-*+]|\d{1,9}[.)])\s+`)

// sameParagraph reports whether a paragraph of the new file has the words of one of the old. Only the mark before an item of a list
// may be gone, which Markdown does not count among them.
func sameParagraph(got, want corpus.Passage) bool {
	return got.Text == want.Text || got.Text == want.Text[len(listMark.FindString(want.Text)):]
}

// sameRole reports whether both are for the same. Who the author is decides whether a paragraph tells of the author.
func sameRole(got, want corpus.Passage) bool {
	return got.Role == want.Role || got.Role == corpus.RoleByline && want.Role == corpus.RoleBody || got.Role == corpus.RoleBody &&
		want.Role == corpus.RoleByline
}

// checkStated reads the facts back: whatever YAML makes of a value, another one is never kept.
func checkStated(out string, lines []fact) error {
	a := &corpus.Article{Body: out}
	if _, _, err := parseFrontMatter(a); err != nil {
		return err
	}
	got, err := FactsOf(a).lines()
	if err != nil {
		return err
	}
	for i, l := range lines {
		if i >= len(got) || got[i] != l {
			return &FactsError{l.key, errors.New("cannot be written as front matter")}
		}
	}
	return nil
}
