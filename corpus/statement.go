package corpus

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"readout/corpus/orders"
	"readout/corpus/prose"
)

// Statement is what minutes and notes state with a passage, besides telling of it.
type Statement string

const (
	Decision Statement = "decision" // that it was decided
	Task     Statement = "task"     // that somebody is to do it: whom Turn names, where it does
)

const (
	namedWord = `\p{Lu}[\p{L}'’-]+`
	ownerName = namedWord + `(?: ` + namedWord + `){0,2}`
)

var (
	// headings that say what the items of the list below them are
	decisions = regexp.MustCompile(`(?i)^\W*(?:(?:key|main|final) )?` +
		`(?:decisions?|decided|resolutions?|resolved|agreed|agreements?|outcomes?|votes?)\b[^.]{0,30}$`)
	Tasks = regexp.MustCompile(`(?i)\b(?:action(?: item)?s?|to-?dos?|next steps|` +
		`follow[- ]?ups?|assignments?|tasks?|owners?)\b`)

	// what a paragraph says of itself at its beginning
	decides = regexp.MustCompile(`^(?:(?i:decisions?|resolution|outcome)\s*(?:\d+\s*)?[:–—-]|` +
		`(?i:it (?:was|is)(?: \w+)? (?:unanimously )?(?:agreed|resolved|decided)\b)|` +
		`(?:RESOLVED|AGREED|DECIDED)\b|(?i:resolved|agreed|decided)\s*(?:[:–—]|that\b|to\b))`)
	assigns = regexp.MustCompile(`^(?:(?i:actions?(?: items?| points?)?|to-?do|task|follow[- ]?up)\s*(?:\d+\s*)?[:–—-]|ACTION\b)\s*`)

	ownedBy = regexp.MustCompile(`[(\[]\s*(?:(?i:action|owner|by)\s*:?\s*)?@?(` + ownerName + `)\s*[)\]][.\s]*$`)
	ownerTo = regexp.MustCompile(`^(?:The )?(` + ownerName + `|@\w+) (?:to|will|is to|has to|must|should|shall) \p{Ll}`)
	owner   = regexp.MustCompile(`^(?:@(\w+)|(` + ownerName + `))\s*[:–—]`)
)

// statementOf is what a paragraph that stands under headings states, and who is to do it, as it names them; "" where it does not.
func statementOf(text string, listed bool, headings []string) (s Statement, who string) {
	text = Plain(text)
	last := ""
	if len(headings) > 0 {
		last = headings[len(headings)-1]
	}
	switch at := assigns.FindString(text); {
	case at != "":
		s, text = Task, text[len(at):]
	case decides.MatchString(text):
		return Decision, ""
	case listed && Tasks.MatchString(last):
		s = Task
	case listed && decisions.MatchString(last):
		return Decision, ""
	default:
		return "", ""
	}
	for _, form := range []*regexp.Regexp{owner, ownedBy, ownerTo} {
		if m := form.FindStringSubmatch(text); m != nil {
			return s, strings.TrimLeft(strings.Join(m[1:], ""), "@")
		}
	}
	return s, ""
}

// State sets what the passage states.
func (p *Passage) State() {
	if p.Role != RoleBody || p.Turn.Number > 0 || p.saidInNotes() {
		return // what somebody says is no decision yet
	}
	s, who := statementOf(p.Text, p.Listed, p.Headings)
	if s == Decision && p.Turn.Label != "" {
		return // a name alone, over what is of that person
	}
	p.Statement = s
	if s == Task && p.Turn.Label == "" && who != "" {
		p.Turn = Turn{Label: who, Words: len(p.Text)}
	}
}

// Lead is what goes without saying where the passage stands and not in its own words: who says it, that it was decided, who is to do
// it. It is for finding and reading, as Context is; "" where nothing does.
func (p *Passage) Lead() string {
	switch {
	case p.Statement == Decision:
		return "It was decided"
	case p.Statement == Task && p.Turn.Speaker != "":
		return "Action item, " + p.Turn.Speaker + " has to do this"
	case p.Statement == Task:
		return "Action item, to do"
	case p.saidInNotes() && p.Turn.Speaker != "":
		return p.Turn.Speaker + " said"
	}
	return ""
}

// saidInNotes reports whether the passage is what somebody says in notes.
func (p *Passage) saidInNotes() bool {
	return p.Turn.Number == 0 && p.Turn.Label != "" && p.Turn.Words < len(p.Text)
}

// lastMark is the last character of a text that closes no quotation.
func lastMark(text string) rune {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, "\"”’')]*_ "))
	return r
}

// longestLabel is how much of what an item stands under is told with it, in bytes.
const longestLabel = 60

// Reads is a sentence of the passage as it is read among others, on one line and without marks: a row of a table with the names of its
// columns, an item of a list with a stop at its end, and without the name that Lead tells.
func (p *Passage) Reads(sentence int) string {
	s := p.Sentences[sentence]
	text := Plain(s.Text)
	if at := p.Span.Start + p.Turn.Words; p.saidInNotes() && s.Span.Start <= at && at < s.Span.End {
		text = Plain(p.Text[p.Turn.Words : s.Span.End-p.Span.Start])
	}
	if columns, ok := p.columns(); ok {
		text = columns
	}
	if p.Listed && !strings.ContainsRune(".!?…:;", lastMark(text)) {
		text += "."
	}
	return text
}

// Shown is a sentence of the passage as it is shown by itself, on one line: a row of a table with the names of its columns; the
// beginning of an item of a list with the item or the heading that it belongs to, where it is no whole sentence or states what that
// says. All of its words are the article's.
func (p *Passage) Shown(sentence int) string {
	text := Plain(p.Sentences[sentence].Text)
	if columns, ok := p.columns(); ok && p.Listed {
		return columns
	}
	if label := p.Label(sentence); label != "" {
		return label + " " + text
	}
	return text
}

// Label is what Shown puts before a sentence: the item or the heading that it belongs to, with a colon; "" where it puts nothing.
func (p *Passage) Label(sentence int) string {
	if !p.Listed {
		return ""
	}
	text := Plain(p.Sentences[sentence].Text)
	if _, ok := p.columns(); ok {
		return ""
	}
	names := p.Turn.Words > 0 && p.Turn.Words < len(p.Text) // whose words it is
	if sentence > 0 || names || p.Statement == "" && len(p.Parents) == 0 && strings.ContainsRune(".!?…", lastMark(text)) {
		return ""
	}
	label := ""
	for _, stands := range slices.Concat(p.Headings, p.Parents) {
		label = strings.TrimRight(stands, ":. ")
	}
	if label == "" || len(label) > longestLabel || orders.Is(label) || strings.HasPrefix(prose.Fold(text), prose.Fold(label)) {
		return ""
	}
	return label + ":"
}

// columns is a row of a table with the names of the columns, which its Parents end in: "Gauge Orsk – Spring 90, Autumn 55".
func (p *Passage) columns() (string, bool) {
	if len(p.Parents) == 0 || !strings.Contains(p.Text, "|") {
		return "", false
	}
	names, cells := cellsOf(p.Parents[len(p.Parents)-1]), cellsOf(p.Text)
	for len(names) < len(cells) { // the column of what the rows are of has no name
		names = slices.Insert(names, 0, "")
	}
	for i := range cells {
		cells[i] = Plain(cells[i])
	}
	if len(names) != len(cells) || slices.ContainsFunc(names, orders.Is) {
		return "", false
	}
	return Row(names, cells), true
}

// cellsOf are the cells of a row of a Markdown table.
func cellsOf(row string) []string {
	var out []string
	start := 0
	for i := range len(row) + 1 {
		if i == len(row) || row[i] == '|' && (i == 0 || row[i-1] != '\\') {
			out = append(out, strings.TrimSpace(strings.ReplaceAll(row[start:i], `\|`, "|")))
			start = i + 1
		}
	}
	return out
}

// Row tells a row of a table with the names of its columns, as many as it has cells: "Gauge Orsk – Spring 90, Autumn 55". Empty cells
// are left out; without names, it is the cells alone.
func Row(names, cells []string) string {
	var parts []string
	for i, c := range cells {
		c = prose.OneLine(c)
		if c == "" {
			continue
		}
		if i < len(names) && names[i] != "" {
			c = prose.OneLine(names[i]) + " " + c
		}
		parts = append(parts, c)
	}
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return parts[0] + " – " + strings.Join(parts[1:], ", ")
}
