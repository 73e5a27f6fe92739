// Package alone tells whether a sentence can be understood by itself: whether it has a word whose meaning stands in another sentence, or
// is no sentence but a label, a heading or a piece of one. It knows words and their places, no grammar.
package alone

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"readout/corpus/english"
	"readout/corpus/prose"
)

// Fragment is what HangsOn says of a piece of a sentence.
const Fragment = "a fragment"

// HangsOn is the word of a sentence that what stands before it explains ("this", "they", "the remark"), or what makes it no sentence
// ("a label", "a heading", "a fragment"); "" when it stands alone. A name in square brackets behind a pronoun, or before the sentence,
// explains it.
func HangsOn(sentence string) string {
	text := strings.TrimSpace(sentence)
	if why := unfinished(text); why != "" {
		return why
	}
	ts := tokens(text)
	first := opening(ts)
	for _, rule := range []func([]token, int) string{opener, likened, definite, demonstrative, pointing, pronoun, quoted} {
		if w := rule(ts, first); w != "" {
			return w
		}
	}
	return ""
}

var (
	label  = regexp.MustCompile(`^(?:\p{Lu}[\p{Lu}.’'-]+(?: \p{Lu}[\p{Lu}.’'-]*)*|Q|A):`)
	notice = regexp.MustCompile(`(?i)^(?:updated? (?:at|on)\b|updated?:|read (?:more|also)\b|related(?: article)?:|see also\b|` +
		`photo(?:graph)?:|image:|watch:|listen:|correction:|editor['’]s note)`)
	aside    = regexp.MustCompile(`\([^()]*\)`)
	bracket  = regexp.MustCompile(`\[[^\[\]]*\]`)
	leading  = regexp.MustCompile(`:[\s.…]*$`)
	stopMark = regexp.MustCompile(`[.?!…]["'”’)\]]*$`)
)

// fewestWords is how many words a sentence has that says something by itself.
const fewestWords = 3

// unfinished tells what makes a text no sentence.
func unfinished(text string) string {
	rest := strings.TrimSpace(bracket.ReplaceAllString(text, " "))
	ws := prose.Words(rest)
	if !strings.ContainsFunc(aside.ReplaceAllString(rest, " "), unicode.IsLetter) {
		return Fragment
	}
	switch {
	case label.MatchString(text), notice.MatchString(text), leading.MatchString(text):
		return "a label"
	case strings.HasPrefix(text, "|"), strings.Count(text, "|") > 2:
		return "a row of a table"
	case len(ws) < fewestWords && !strings.Contains(rest, "?"), len(ws) == 0:
		return Fragment
	case isHeading(rest, ws):
		return "a heading"
	case english.VerbPieces.Has(ws[0].Folded) && !strings.HasSuffix(rest, "?"):
		return Fragment
	}
	return ""
}

// entry finds what says something without being a sentence: a row of a table told with the names of its columns (see corpus.Row), and what
// minutes begin with, as who was there.
var entry = regexp.MustCompile(`^[^–]* – [^–]*\d|^(?i:present|(?:also )?in attendance|attending|attendees|participants|members|guests|` +
	`apologies|absent|chair|clerk|date|time|place|venue|location)\b[^:]{0,30}: \S`)

// isHeading reports whether nearly all words begin with capitals and nothing ends the text.
func isHeading(text string, ws []prose.Word) bool {
	if strings.HasPrefix(text, "#") {
		return true
	}
	if stopMark.MatchString(text) || len(ws) > 14 || entry.MatchString(text) {
		return false
	}
	long, capital := 0, 0
	for _, w := range ws {
		if len(w.Text) > 3 && strings.ContainsFunc(w.Text, unicode.IsLetter) {
			long++
			if prose.IsCapital(w.Text) {
				capital++
			}
		}
	}
	return long > 1 && 5*capital >= 4*long
}

// token is a word of a sentence with what its surroundings tell of it.
type token struct {
	prose.Word
	quoted   bool // stands in a quotation
	explicit bool // a name in brackets follows
	named    bool // is such a name
	boundary bool // a comma or the like stands before it
}

func tokens(text string) []token {
	quotations, brackets := prose.Quotations(text), bracket.FindAllStringIndex(text, -1)
	var out []token
	end := 0
	for _, w := range prose.Words(text) {
		t := token{Word: w, boundary: strings.ContainsAny(text[end:w.Span.Start], ",;:—–(")}
		for _, q := range quotations {
			if w.Span.Start >= q.Start && w.Span.Start < q.End {
				t.quoted = true
			}
		}
		for _, b := range brackets {
			t.named = t.named || w.Span.Start > b[0] && w.Span.End < b[1]
			t.explicit = t.explicit || b[0] >= w.Span.End && strings.TrimSpace(text[w.Span.End:b[0]]) == ""
		}
		end = w.Span.End
		out = append(out, t)
	}
	return out
}

// opening is the index of the first word that matters, after conjunctions.
func opening(ts []token) int {
	i := 0
	for i < len(ts)-1 && english.SentenceJoints.Has(ts[i].Folded) {
		i++
	}
	return i
}

// openers are phrases at the beginning that point back.
var openers = []string{"at the time", "at that time", "at that point", "at that moment", "since then", "by then", "until then",
	"after that", "before that", "in turn", "instead", "otherwise", "for example", "for instance", "as a result", "by contrast", "in contrast",
	"in response",
	"the same", "the latter", "the former", "the pair", "the trio", "others", "the others", "the other", "another one", "likewise",
	"similarly", "conversely", "then", "therefore", "thus", "hence", "afterwards", "soon after", "that is why", "besides"}

func opener(ts []token, first int) string {
	if ts[first].quoted || ts[first].named {
		return ""
	}
	var ws []string
	for _, t := range ts[first:min(first+4, len(ts))] {
		if t.quoted || t.named {
			break
		}
		ws = append(ws, t.Folded)
	}
	if o := openerOf(strings.Join(ws, " ") + " "); o != "" {
		return o
	}
	if len(ws) > 0 && ws[0] == "the" {
		ws = ws[1:]
	}
	if len(ws) > 1 && english.SetWords.Has(ws[0]) && english.HelperWords.Has(ws[1]) && !ts[first].explicit {
		return strings.TrimSpace(strings.Join(ws[:1], " "))
	}
	return untilThen(ts, first)
}

// openerOf is the one of the openers that the words begin with; "the same" is none before "as".
func openerOf(words string) string {
	for _, o := range openers {
		if strings.HasPrefix(words, o+" ") && !(o == "the same" && strings.Contains(words, " as ")) {
			return o
		}
	}
	return ""
}

// untilThen finds "what has changed since then", where no date says when.
func untilThen(ts []token, first int) string {
	for i := first + 1; i+1 < len(ts); i++ {
		w := ts[i].Folded
		if !ts[i].quoted && ts[i+1].Folded == "then" && (w == "since" || w == "by" || w == "until") && !dated(ts[:i]) {
			return w + " then"
		}
	}
	return ""
}

// likened finds what opens by resembling something that it doesn't name: "Similar ideas", "A comparable offer".
func likened(ts []token, first int) string {
	i := first
	for i < len(ts)-1 && english.LikenedOpeners.Has(ts[i].Folded) {
		i++
	}
	if ts[i].quoted || ts[i].explicit || !english.LikenessWords.Has(ts[i].Folded) {
		return ""
	}
	for _, t := range ts[i+1 : min(i+4, len(ts))] {
		if english.LikenessLinks.Has(t.Folded) {
			return ""
		}
	}
	return ts[i].Folded
}

func dated(ts []token) bool {
	return slices.ContainsFunc(ts, func(t token) bool {
		return english.CalendarNames.Has(t.Folded) || strings.ContainsAny(t.Text, "0123456789") || english.TimeUnits.Has(t.Folded)
	})
}

func definite(ts []token, first int) string {
	if first+2 >= len(ts) || ts[first].quoted || ts[first].Folded != "the" || !english.BackNouns.Has(ts[first+1].Folded) ||
		ts[first+1].explicit {
		return ""
	}
	if next := ts[first+2]; english.Narrowing.Has(next.Folded) || next.boundary {
		return ""
	}
	return "the " + ts[first+1].Folded
}

func demonstrative(ts []token, first int) string {
	for i := first; i < len(ts)-1; i++ {
		t, next := ts[i], ts[i+1]
		if t.quoted || t.named {
			continue
		}
		ends := t.boundary && i > first+3 || english.ClauseWords.Has(t.Folded) && !joinsNames(ts, i)
		if i > first && (ends || t.Folded == "that" && !english.PlainPrepositions.Has(ts[i-1].Folded)) && !onlySays(ts[first:i+1]) {
			return "" // the clause before may hold what is meant
		}
		if !english.PointingWords.Has(t.Folded) || t.explicit {
			continue
		}
		if points(t.Folded, next.Folded, i == first || t.boundary || english.PlainPrepositions.Has(ts[i-1].Folded)) {
			return t.Folded
		}
	}
	return ""
}

// points reports whether a demonstrative points at what stands before the sentence: nothing behind it tells what it means. opens is set at
// the beginning of a phrase.
func points(word, next string, opens bool) bool {
	switch word {
	case "this", "these":
		return !english.TimeUnits.Has(next) && !english.SelfNouns.Has(next)
	case "that", "those":
		return opens && !english.ThoseWhich.Has(next) && !english.PlainRelatives.Has(next)
	case "such":
		return opens && next != "as"
	}
	return false
}

// onlySays reports whether words tell nothing but who says what follows: "Marsh told the paper that".
func onlySays(ts []token) bool {
	said := false
	for i, t := range ts {
		switch {
		case t.boundary && i > 0:
			return false
		case english.SayingForms.Has(t.Folded):
			said = true
		case prose.IsCapital(t.Text), t.named, english.OnePronouns.Has(t.Folded), english.ManyWords.Has(t.Folded), t.Folded == "that",
			t.Folded == "the", t.Folded == "has",
			t.Folded == "had":
		default:
			return false
		}
	}
	return said
}

// joinsNames reports whether a word stands between two names: "Calder and Marsh".
func joinsNames(ts []token, i int) bool {
	return (ts[i].Folded == "and" || ts[i].Folded == "or") && i > 0 && i+1 < len(ts) && prose.IsCapital(ts[i-1].Text) &&
		prose.IsCapital(ts[i+1].Text)
}

// pointing finds "that" or "this" at the end: "the visit confirmed that".
func pointing(ts []token, first int) string {
	last := ts[len(ts)-1]
	if len(ts) < 2 || last.quoted || last.named || last.Folded != "that" && last.Folded != "this" && last.Folded != "so" {
		return ""
	}
	for _, t := range ts[first+1 : len(ts)-1] {
		if t.Folded != "and" && english.ClauseWords.Has(t.Folded) {
			return ""
		}
	}
	return last.Folded
}

func pronoun(ts []token, first int) string {
	for i := first; i < len(ts); i++ {
		t := ts[i]
		if t.quoted || t.named || t.explicit {
			continue
		}
		var known bool
		switch {
		case english.OnePronouns.Has(t.Folded):
			known = personBefore(ts[:i])
		case english.ManyWords.Has(t.Folded):
			known = nounBefore(ts[:i])
		case english.ThingPronouns.Has(t.Folded):
			known = nounBefore(ts[:i]) && !(endsClause(ts, i) && onlyNames(ts[:i])) || isExpletive(ts, i)
		default:
			continue
		}
		if known || namedAfter(ts, i) {
			continue
		}
		return t.Folded
	}
	return ""
}

// isExpletive reports whether "it" means nothing: "it is clear that", "it took years to".
func isExpletive(ts []token, i int) bool {
	from := i + 1
	if ts[i].Folded != "it" || from >= len(ts) || !english.ExpletiveFollowers.Has(ts[from].Folded) && !prose.IsCapital(ts[from].Text) {
		return false
	}
	seems := strings.HasPrefix(ts[from].Folded, "seem") || strings.HasPrefix(ts[from].Folded, "appear")
	return slices.ContainsFunc(ts[from:min(from+9, len(ts))], func(t token) bool {
		return english.Completing.Has(t.Folded) && !(seems && t.Folded == "to")
	})
}

// personBefore reports whether somebody is named or described among the words.
func personBefore(ts []token) bool {
	for i, t := range ts {
		switch {
		case t.named:
			return true
		case t.quoted:
		case prose.IsCapital(t.Text) && i > 0 && !english.CalendarNames.Has(t.Folded) && !english.Functional.Has(t.Folded):
			if !(english.Placing.Has(ts[i-1].Folded) && !(i > 1 && ts[i-2].Folded == "according")) {
				return true
			}
		case i == 0 && opensWithName(t), isPerson(t.Folded):
			return true
		}
	}
	return false
}

// opensWithName reports whether the first word of a sentence may be somebody's name, though all first words have a capital.
func opensWithName(t token) bool {
	return prose.IsCapital(t.Text) && !english.Functional.Has(t.Folded) && !english.CalendarNames.Has(t.Folded) &&
		!english.SubordinateOpeners.Has(t.Folded) && !english.PlainPrepositions.Has(t.Folded) &&
		!strings.HasSuffix(t.Folded, "ing") && !strings.HasSuffix(t.Folded, "ed") && !strings.HasSuffix(t.Folded, "ly")
}

var (
	personEnds = regexp.MustCompile(`(?:ist|ists|man|men|woman|women|person|ian|ians|eer|eers)$`)
)

func isPerson(w string) bool { return english.PersonNouns.Has(w) || personEnds.MatchString(w) }

// nounBefore reports whether anything is named among the words that a pronoun can mean.
func nounBefore(ts []token) bool {
	for i, t := range ts {
		if t.named {
			return true
		}
		if !t.quoted && len(t.Folded) > 2 && !english.Functional.Has(t.Folded) && !english.PlainPrepositions.Has(t.Folded) &&
			!english.SubordinateOpeners.Has(t.Folded) &&
			!english.SentenceJoints.Has(t.Folded) &&
			!(i == 0 && (strings.HasSuffix(t.Folded, "ly") || strings.HasSuffix(t.Folded, "ed"))) && !(i > 0 && opensPast(ts[i-1])) {
			return true
		}
	}
	return false
}

// endsClause reports whether a word is the last of its clause: an object, and no subject.
func endsClause(ts []token, i int) bool { return i+1 == len(ts) || ts[i+1].boundary }

// onlyNames reports whether nothing but people can be meant by the words: names, adverbs and verbs of the past.
func onlyNames(ts []token) bool {
	return !slices.ContainsFunc(ts, func(t token) bool {
		return !prose.IsCapital(t.Text) && !english.Functional.Has(t.Folded) && !english.PlainPrepositions.Has(t.Folded) &&
			!strings.HasSuffix(t.Folded, "ly") &&
			!strings.HasSuffix(t.Folded, "ed")
	})
}

func opensPast(t token) bool { return t.Folded == "when" || t.Folded == "while" }

// namedAfter reports whether a pronoun stands in what is put before the sentence, and the sentence itself begins with whom it means:
// "Before he left, Marsh spoke."
func namedAfter(ts []token, i int) bool {
	if !english.SubordinateOpeners.Has(ts[0].Folded) && !strings.HasSuffix(ts[0].Folded, "ing") {
		return false
	}
	for j := i + 1; j < len(ts); j++ {
		if ts[j].boundary {
			return ts[j].named || prose.IsCapital(ts[j].Text) || ts[j].Folded == "the" || ts[j].Folded == "a"
		}
	}
	return false
}

// quoted finds a pronoun at the beginning of a quotation that begins the sentence.
func quoted(ts []token, _ int) string {
	i := 0
	for i < len(ts)-1 && (english.SentenceJoints.Has(ts[i].Folded) || ts[i].named) {
		i++
	}
	t := ts[i]
	if !t.quoted || t.explicit {
		return ""
	}
	switch t.Folded {
	case "they", "they're", "they've", "he", "she", "these", "those", "them":
		return t.Folded
	case "it":
		if !isExpletive(ts, i) {
			return t.Folded
		}
	case "that", "this":
		if i+1 < len(ts) && !english.TimeUnits.Has(ts[i+1].Folded) {
			return t.Folded
		}
	}
	return ""
}
