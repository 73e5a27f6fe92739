// Package alone tells whether a sentence can be understood by itself: whether it has a word whose meaning stands in another sentence, or
// is no sentence but a label, a heading or a piece of one. It knows words and their places, no grammar.
package alone

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

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
	pieceOf  = prose.WordSet(`should would could can may might must will shall is are was were be been has have had do does did to`)
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
	case pieceOf[ws[0].Folded] && !strings.HasSuffix(rest, "?"):
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
	for i < len(ts)-1 && conjunctions[ts[i].Folded] {
		i++
	}
	return i
}

var conjunctions = prose.WordSet("but and yet or so well also still however nevertheless meanwhile moreover")

// openers are phrases at the beginning that point back.
var openers = []string{"at the time", "at that time", "at that point", "at that moment", "since then", "by then", "until then",
	"after that", "before that", "in turn", "instead", "otherwise", "for example", "for instance", "as a result", "by contrast", "in contrast",
	"in response",
	"the same", "the latter", "the former", "the pair", "the trio", "others", "the others", "the other", "another one", "likewise",
	"similarly", "conversely", "then", "therefore", "thus", "hence", "afterwards", "soon after", "that is why", "besides"}

// sets are words for some of what was named, when a verb follows.
var (
	sets    = prose.WordSet("both neither two three four first second third last some many most all each none one another")
	helpers = prose.WordSet(`is are was were be been has have had do does did will would can could may might must shall should also later then
 said says say told agreed met added wrote warned described discussed denied raised`)
)

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
	if len(ws) > 1 && sets[ws[0]] && helpers[ws[1]] && !ts[first].explicit {
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

// likeness are words for what resembles something: what stands before the sentence, unless "to" or "as" tells what.
var (
	likeness  = prose.WordSet("similar comparable identical equivalent analogous")
	ofLikened = prose.WordSet("a an the some many most other several two three equally quite very much")
	tellsLike = prose.WordSet("to as with between among")
)

// likened finds what opens by resembling something that it doesn't name: "Similar ideas", "A comparable offer".
func likened(ts []token, first int) string {
	i := first
	for i < len(ts)-1 && ofLikened[ts[i].Folded] {
		i++
	}
	if ts[i].quoted || ts[i].explicit || !likeness[ts[i].Folded] {
		return ""
	}
	for _, t := range ts[i+1 : min(i+4, len(ts))] {
		if tellsLike[t.Folded] {
			return ""
		}
	}
	return ts[i].Folded
}

func dated(ts []token) bool {
	return slices.ContainsFunc(ts, func(t token) bool {
		return calendar[t.Folded] || strings.ContainsAny(t.Text, "0123456789") || timeUnits[t.Folded]
	})
}

// Nouns for what was told before, when "the" stands before one of them at the beginning and nothing behind it tells which.
var (
	backNouns = prose.WordSet(`remark remarks comment comments move step gesture incident pair exchange quote sentence claim claims accusation
 accusations allegation allegations process reality situation difference problem official officials spokesman spokeswoman spokesperson
 decision announcement proposal idea change changes answer reply ruling outcome result results clash clashes phrase question`)
	narrowing = prose.WordSet("of that which who whose to on in for by from with at about over between whether announced made proposed agreed")
)

func definite(ts []token, first int) string {
	if first+2 >= len(ts) || ts[first].quoted || ts[first].Folded != "the" || !backNouns[ts[first+1].Folded] || ts[first+1].explicit {
		return ""
	}
	if next := ts[first+2]; narrowing[next.Folded] || next.boundary {
		return ""
	}
	return "the " + ts[first+1].Folded
}

var (
	demonstratives = prose.WordSet("this that these those such")
	prepositions   = prose.WordSet(`on of in to for with from by about at during after before over against under into through behind despite
 since until without within like opposite beside above below inside as than between among around upon via per regarding concerning`)
	relative  = prose.WordSet("who whom which that whose")
	ofThose   = prose.WordSet("of in with from who that which at on for to")
	timeUnits = prose.WordSet(`week weeks month months year years summer spring autumn fall winter morning afternoon evening night weekend
		season quarter century decade time today`)
	selfNouns  = prose.WordSet("article report piece story column interview book podcast newsletter")
	clauseWord = prose.WordSet("and but which who whom where when because although though while if said says told added wrote argued")
)

func demonstrative(ts []token, first int) string {
	for i := first; i < len(ts)-1; i++ {
		t, next := ts[i], ts[i+1]
		if t.quoted || t.named {
			continue
		}
		ends := t.boundary && i > first+3 || clauseWord[t.Folded] && !joinsNames(ts, i)
		if i > first && (ends || t.Folded == "that" && !prepositions[ts[i-1].Folded]) && !onlySays(ts[first:i+1]) {
			return "" // the clause before may hold what is meant
		}
		if !demonstratives[t.Folded] || t.explicit {
			continue
		}
		if points(t.Folded, next.Folded, i == first || t.boundary || prepositions[ts[i-1].Folded]) {
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
		return !timeUnits[next] && !selfNouns[next]
	case "that", "those":
		return opens && !ofThose[next] && !relative[next]
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
		case saying[t.Folded]:
			said = true
		case prose.IsCapital(t.Text), t.named, ofOne[t.Folded], ofMany[t.Folded], t.Folded == "that", t.Folded == "the", t.Folded == "has",
			t.Folded == "had":
		default:
			return false
		}
	}
	return said
}

var saying = prose.WordSet("said says say told tells added adds wrote writes argued argues believes thinks warned warns")

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
		if t.Folded != "and" && clauseWord[t.Folded] {
			return ""
		}
	}
	return last.Folded
}

var (
	ofOne     = prose.WordSet("he she him her his hers himself herself")
	ofMany    = prose.WordSet("they they're they've they'll they'd them their theirs themselves")
	ofThing   = prose.WordSet("it its itself")
	expletive = prose.WordSet(`is was isn't wasn't not clear easy hard possible likely unlikely important true been will would may might
		could can remains remained seems seemed appears appeared takes took has`)
	completing  = prose.WordSet("that to what whether how who why if when where")
	subordinate = prose.WordSet(`before after when while as in during at on despite since if although though because asked for with by under
		until once like unlike given
 amid following ahead upon from`)
)

func pronoun(ts []token, first int) string {
	for i := first; i < len(ts); i++ {
		t := ts[i]
		if t.quoted || t.named || t.explicit {
			continue
		}
		var known bool
		switch {
		case ofOne[t.Folded]:
			known = personBefore(ts[:i])
		case ofMany[t.Folded]:
			known = nounBefore(ts[:i])
		case ofThing[t.Folded]:
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
	if ts[i].Folded != "it" || from >= len(ts) || !expletive[ts[from].Folded] && !prose.IsCapital(ts[from].Text) {
		return false
	}
	seems := strings.HasPrefix(ts[from].Folded, "seem") || strings.HasPrefix(ts[from].Folded, "appear")
	return slices.ContainsFunc(ts[from:min(from+9, len(ts))], func(t token) bool {
		return completing[t.Folded] && !(seems && t.Folded == "to")
	})
}

// personBefore reports whether somebody is named or described among the words.
func personBefore(ts []token) bool {
	for i, t := range ts {
		switch {
		case t.named:
			return true
		case t.quoted:
		case prose.IsCapital(t.Text) && i > 0 && !calendar[t.Folded] && !functional[t.Folded]:
			if !(placing[ts[i-1].Folded] && !(i > 1 && ts[i-2].Folded == "according")) {
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
	return prose.IsCapital(t.Text) && !functional[t.Folded] && !calendar[t.Folded] && !subordinate[t.Folded] && !prepositions[t.Folded] &&
		!strings.HasSuffix(t.Folded, "ing") && !strings.HasSuffix(t.Folded, "ed") && !strings.HasSuffix(t.Folded, "ly")
}

var (
	calendar = prose.WordSet(`january february march april may june july august september october november december monday tuesday wednesday
		thursday friday saturday sunday`)
	placing    = prose.WordSet("in at from to on near into towards toward outside around")
	functional = prose.WordSet(`the a an this that these those there here it he she they we i you his her their its our my your in on at by
		for from with of to as if
 when while after before since during but and or so yet both all some many most each one two what who which how why where no not nor
 neither either
 is are was were do does did has have had will would can could may might must now then also still even only just asked`)
	personEnds = regexp.MustCompile(`(?:ist|ists|man|men|woman|women|person|ian|ians|eer|eers)$`)
	persons    = prose.WordSet(`minister ministers president leader leaders official officials secretary chief chiefs director directors
		senator senators mayor mayors
 lawyer lawyers lawmaker lawmakers writer author editor reporter teacher driver farmer father mother brother sister son daughter wife
 husband boy girl
 head aide aides member members envoy diplomat diplomats ambassador governor judge prosecutor commander general captain officer
 officers soldier owner
 manager worker workers voter voters player coach founder executive adviser advisor colleague friend successor predecessor candidate
 negotiator negotiators somebody someone anyone anybody everyone everybody nobody who whoever king queen prince pope doctor nurse
 student resident residents patient client professor speaker winner loser opponent commissioner chancellor premier critic`)
)

func isPerson(w string) bool { return persons[w] || personEnds.MatchString(w) }

// nounBefore reports whether anything is named among the words that a pronoun can mean.
func nounBefore(ts []token) bool {
	for i, t := range ts {
		if t.named {
			return true
		}
		if !t.quoted && len(t.Folded) > 2 && !functional[t.Folded] && !prepositions[t.Folded] && !subordinate[t.Folded] &&
			!conjunctions[t.Folded] &&
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
		return !prose.IsCapital(t.Text) && !functional[t.Folded] && !prepositions[t.Folded] && !strings.HasSuffix(t.Folded, "ly") &&
			!strings.HasSuffix(t.Folded, "ed")
	})
}

func opensPast(t token) bool { return t.Folded == "when" || t.Folded == "while" }

// namedAfter reports whether a pronoun stands in what is put before the sentence, and the sentence itself begins with whom it means:
// "Before he left, Marsh spoke."
func namedAfter(ts []token, i int) bool {
	if !subordinate[ts[0].Folded] && !strings.HasSuffix(ts[0].Folded, "ing") {
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
	for i < len(ts)-1 && (conjunctions[ts[i].Folded] || ts[i].named) {
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
		if i+1 < len(ts) && !timeUnits[ts[i+1].Folded] {
			return t.Folded
		}
	}
	return ""
}
