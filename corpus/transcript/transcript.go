// Package transcript is the turns of a record of what was spoken: who begins to speak in which paragraph, as governments, broadcasters,
// courts, parliaments and meeting programs print it. It knows texts only, no articles.
package transcript

import (
	"readout/corpus/english"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Form is how a paragraph shows that somebody begins to speak, the surest first.
type Form uint8

const (
	None     Form = iota
	Mark          // "Q", "A."
	Titled        // "MR. DOE:", "QUESTION:", "The Prime Minister:"
	Capitals      // "DOE:", "JANE DOE, HOST (voice-over):"
	Stop          // "Mr. DOE. I yield.", "The Chairman. Thank you."
	Name          // "Jane Doe:", "Doe (chat):"; many other lines look the same
	Line          // "Jane Doe  0:14", the words being in the next paragraph
)

// Opening is the beginning of a turn. Positions are bytes of the paragraph.
type Opening struct {
	Form       Form
	Label      string // who speaks, as printed, without notes and offices: "MR. DOE", "Q"
	Start, End int    // of the label
	Time       string // as printed before or behind it, without brackets: "00:14:05"; "" for none
	Words      int    // where what is spoken begins; the paragraph's length when that is the next one
	Asks       bool   // the label is that of whoever asks: "Q", "REPORTER"
}

// Answers reports whether the label stands for whoever answers, without a name.
func (o Opening) Answers() bool {
	l := strings.ToLower(o.Label)
	return l == "a" || l == "answer"
}

var (
	clock    = `\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?(?: ?[AaPp]\.?[Mm]\.?)?`
	timeLead = regexp.MustCompile(`^(?:\[(` + clock + `)\]|\((` + clock + `)\)|(` + clock + `))\s*(?:[-–—|]\s*)?`)
	timeTail = regexp.MustCompile(`[ \t]*[(\[]?(` + clock + `)[)\]]?$`)
	lead     = regexp.MustCompile(`^\s*(?:>{2,3}\s*|[-–—•]\s+)?(?:\*\*|__)?`)
	mark     = regexp.MustCompile(`^([QA])(?:[.:)](?:\s+|$)|\t\s*|\s{2,}|\s)`)
	notes    = regexp.MustCompile(`\s*(?:\([^()\n]{1,60}\)|\[[^\[\]\n]{1,60}\])`)
	inOffice = regexp.MustCompile(`^The [^()\n]{3,90} \(((?:(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady)\.? )?` +
		`\p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}'’-]+){1,3})\)$`)
	stopForm = regexp.MustCompile(`^((?:Mr|Mrs|Ms|Miss|Dr|Senator|Sen|Rep|Representative|Judge|Chairman|Chairwoman|Chair|Secretary|` +
		`Chief Justice|Justice|The)\.? \p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)?)(?: of [\p{Lu}][\p{L} ]{2,20})?\. +\p{Lu}`)
)

// longestLabel bounds, in bytes, where the colon of a label is looked for.
const longestLabel = 160

// Open reads the beginning of a paragraph. Form is None where no label stands.
func Open(paragraph string) Opening {
	at := len(lead.FindString(paragraph))
	var o Opening
	if m := timeLead.FindStringSubmatch(paragraph[at:]); m != nil {
		o.Time = m[1] + m[2] + m[3]
		at += len(m[0])
		at += len(lead.FindString(paragraph[at:]))
	}
	rest := strings.TrimLeftFunc(paragraph[at:], unicode.IsSpace)
	at = len(paragraph) - len(rest)
	if m := mark.FindStringSubmatch(rest); m != nil && opensMark(m[0], rest[len(m[0]):]) {
		o.Form, o.Label, o.Start, o.End, o.Words, o.Asks = Mark, m[1], at, at+1, at+len(m[0]), m[1] == "Q"
		return o
	}
	if m := stopForm.FindStringSubmatch(rest); m != nil &&
		!(strings.HasPrefix(m[1], "The ") && !english.LabelTitles.Has(lower(m[1][len("The "):]))) {
		o.Form, o.Label, o.Start, o.End = Stop, m[1], at, at+len(m[1])
		o.Words = at + len(strings.TrimRight(m[0][:len(m[0])-1], " ")) + 1
		for o.Words < len(paragraph) && paragraph[o.Words] == ' ' {
			o.Words++
		}
		return o
	}
	if head, words, ok := cutLabel(rest); ok {
		o.Label, o.Form = readHead(head)
		if o.Form != None {
			o.Start, o.End, o.Words = at, at+len(o.Label), at+words
			if m := inOffice.FindStringSubmatchIndex(head); m != nil && o.Form == Titled {
				o.Label, o.Start, o.End = head[m[2]:m[3]], at+m[2], at+m[3]
			}
			o.Asks = english.Askers.Has(lower(o.Label))
			return o
		}
	}
	return openLine(paragraph, at, o)
}

// opensMark tells the mark of a question or an answer from a word: "Q1", "A decision".
func opensMark(marked, rest string) bool {
	letter, gap := marked[0], marked[1:]
	if gap != " " {
		return rest != "" || letter == 'Q'
	}
	first, _ := utf8.DecodeRuneInString(rest)
	return letter == 'Q' && (unicode.IsUpper(first) || unicode.IsDigit(first) || strings.ContainsRune("“\"'‘([—…-", first))
}

// cutLabel cuts a paragraph at the colon that may end a label. words is where what follows begins.
func cutLabel(s string) (head string, words int, ok bool) {
	i := strings.IndexByte(s[:min(len(s), longestLabel)], ':')
	if i <= 0 {
		return "", 0, false
	}
	head = strings.TrimRight(s[:i], "*_ ")
	words = i + 1
	for words < len(s) && (s[words] == '*' || s[words] == '_') {
		words++
	}
	rest := s[words:]
	trimmed := strings.TrimLeftFunc(rest, unicode.IsSpace)
	if rest != "" && trimmed == rest && !strings.ContainsAny(rest[:1], "“\"") {
		return "", 0, false // "10:30", "https://"
	}
	return head, len(s) - len(trimmed), head != "" && trimmed != "" && !strings.HasPrefix(trimmed, "//") && !strings.ContainsAny(head, "\r\n")
}

// readHead tells what a label before a colon is: who speaks, then perhaps an office after a comma and notes in brackets.
func readHead(head string) (label string, form Form) {
	label, ok := labelOf(head)
	if !ok {
		return "", None
	}
	words := strings.Fields(label)
	const most = 7
	if len(words) == 0 || len(words) > most || strings.ContainsAny(label, "?!;“”\"/0123456789&@#") && !isSpeakerNumber(label) ||
		english.NoSpeakers.Has(lower(label)) {
		return "", None
	}
	first := strings.Trim(lower(words[0]), ".")
	switch {
	case isTitled(label, words, first):
		return label, Titled
	case len(words) < 6 && !english.NoSpeakers.Has(first) && len(label) > 2 && isCapitals(label):
		if office := head[len(label):]; strings.HasPrefix(office, ",") && !isCapitals(notes.ReplaceAllString(office, "")) {
			return "", None
		}
		return label, Capitals
	case english.LabelTitles.Has(lower(label)):
		return label, Titled
	case isName(words) && len(words) < 5 && !english.NoSpeakers.Has(first) && !strings.HasPrefix(head[len(label):], ","):
		return label, Name
	}
	return "", None
}

// labelOf is the label without the office and the notes behind it, unless these are something else.
func labelOf(head string) (label string, ok bool) {
	i := strings.IndexAny(head, "([,")
	if i <= 0 {
		return head, true
	}
	rest := strings.TrimSpace(notes.ReplaceAllString(head[i:], ""))
	if rest != "" && rest[0] != ',' {
		return "", false
	}
	if len(strings.Fields(rest)) > 14 {
		return "", false
	}
	return strings.TrimSpace(head[:i]), true
}

// isTitled reports whether the label is a title, one with a name, or a speaker without one.
func isTitled(label string, words []string, first string) bool {
	last := strings.Trim(lower(words[len(words)-1]), ".")
	if english.Askers.Has(lower(label)) || english.UnnamedSpeakers.Has(last) && len(words) < 4 || isSpeakerNumber(label) {
		return true
	}
	if len(words) < 2 || !allNames(words) {
		return false
	}
	second := strings.Trim(lower(words[1]), ".")
	return english.LabelHonorifics.Has(first) || english.LabelTitles.Has(first) && (isCapitals(label) || isName(words)) || first == "the" &&
		(english.LabelTitles.Has(second) || english.LabelTitles.Has(last))
}

// openLine reads a line that is a name with a time behind it, as programs for meetings print over what is said.
func openLine(paragraph string, at int, o Opening) Opening {
	o.Form = None
	if strings.ContainsAny(paragraph, "\r\n") || len(paragraph) > longestLabel {
		return o
	}
	s := strings.TrimRight(paragraph[at:], " *_")
	if m := timeTail.FindStringSubmatchIndex(s); m != nil {
		o.Time = s[m[2]:m[3]]
		s = strings.TrimRight(s[:m[0]], " *_")
	} else if o.Time == "" {
		return o
	}
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 4 || !(isName(words) && len(words) > 1 || isSpeakerNumber(s)) ||
		english.NoSpeakers.Has(lower(words[0])) {
		return o
	}
	o.Form, o.Label, o.Start, o.End, o.Words = Line, s, at, at+len(s), len(paragraph)
	return o
}

var speakerNumber = regexp.MustCompile(`^(?i:speaker|participant|caller|voice|juror) (?:\d{1,3}|\p{Lu})$`)

func isSpeakerNumber(label string) bool { return speakerNumber.MatchString(label) }

// isCapitals reports whether a label is written in capitals, but for what names have in small letters: "McDONALD", "de SILVA".
func isCapitals(label string) bool {
	upper, lower := 0, 0
	for word := range strings.FieldsSeq(label) {
		if english.LabelParticles.Has(word) {
			continue
		}
		word = strings.TrimPrefix(strings.TrimPrefix(word, "Mc"), "Mac")
		for _, r := range word {
			switch {
			case unicode.IsUpper(r):
				upper++
			case unicode.IsLower(r):
				lower++
			}
		}
	}
	return upper > 1 && lower == 0
}

// isName reports whether the words are written as names are.
func isName(words []string) bool {
	for i, w := range words {
		first, n := utf8.DecodeRuneInString(w)
		switch {
		case i > 0 && english.LabelParticles.Has(w):
		case !unicode.IsUpper(first) || len(w) == n && len(words) == 1:
			return false
		case strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !strings.ContainsRune(".'’-ʼ", r) }):
			return false
		}
	}
	return len(words) > 0
}

// allNames is isName for labels in which an office may have small words: "The Secretary of State".
func allNames(words []string) bool {
	for _, w := range words {
		if first, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(first) && !english.LabelParticles.Has(w) && w != "of" && w != "for" &&
			w != "and" &&
			w != "the" {
			return false
		}
	}
	return true
}

func lower(s string) string { return strings.ToLower(s) }
