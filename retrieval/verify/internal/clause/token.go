package clause

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"readout/corpus"
	"readout/corpus/people"
	"readout/corpus/prose"
	"readout/retrieval"
	"readout/retrieval/thesaurus"
)

// Tag is a part of speech.
type Tag byte

// The tags.
const (
	None   Tag = 0
	Det    Tag = 'd' // an article, a demonstrative, a possessive pronoun, a quantifier
	Noun   Tag = 'n'
	Name   Tag = 'N'
	Pron   Tag = 'p'
	Num    Tag = '1'
	Adj    Tag = 'a'
	Adv    Tag = 'r'
	Verb   Tag = 'v' // finite, or after a modal, or an infinitive
	Past   Tag = 'e' // a past form or a past participle
	Ing    Tag = 'g'
	Aux    Tag = 'x' // be, have, do, a modal
	Prep   Tag = 'i'
	Conj   Tag = 'c'
	Sub    Tag = 's' // if, because, that, whether ...
	Wh     Tag = 'w' // who, which
	To     Tag = 't' // before an infinitive
	Not    Tag = '!'
	Letter Tag = 'l' // anything else
	Quoted Tag = 'q' // a whole quotation, of whatever words
)

// Token is a word of a text.
type Token struct {
	Text   string
	Folded string
	Stem   string
	Tag    Tag
	Span   prose.Span
	Mark   string  // the marks between the word before and this one, without spaces and quotation marks
	Opens  bool    // a quotation mark stands before it
	Quote  int     // the number of the quotation it stands in, from 1; 0 for none
	Owns   bool    // has a possessive ending
	Value  float64 // of a number
	Date   string  // a part of a date: "month:5", "day:14", "year:2019", "weekday:tue"
	Person *corpus.Person
	Lemmas []thesaurus.Lemma
	Money  bool // a currency sign stands before it
}

// Is reports whether the token is one of the words.
func (t Token) Is(words ...string) bool { return slices.Contains(words, t.Folded) }

// SameWord reports whether two words are forms of one.
func SameWord(a, b Token) bool {
	if a.Folded == b.Folded || a.Stem == b.Stem && a.Stem != "" {
		return true
	}
	if a.Tag == Name || b.Tag == Name {
		return false
	}
	theirs := lemmasOf(b)
	return slices.ContainsFunc(lemmasOf(a), func(l thesaurus.Lemma) bool { return slices.Contains(theirs, l) })
}

// lemmasOf are the dictionary forms of a token, which those that were read from a text know.
func lemmasOf(t Token) []thesaurus.Lemma {
	if t.Lemmas != nil {
		return t.Lemmas
	}
	return thesaurus.English().Lemmas(t.Folded)
}

// Reader reads texts that speak of the same things.
type Reader struct {
	Mentions func(text string) []people.Mention
	Proper   map[string]bool // stems that are written with a capital within sentences
	Whole    map[string]bool // quotations that are read as one word, by their Folded words
}

// Tokens are the words of one sentence, tagged.
func (r *Reader) Tokens(text string) []Token {
	quotations := prose.Quotations(text)
	var mentions []people.Mention
	if r.Mentions != nil {
		mentions = r.Mentions(text)
	}
	quotationTokens := make([]int, len(quotations))
	var out []Token
	end := 0
	for i, w := range prose.Words(text) {
		t := Token{Text: w.Text, Folded: w.Folded, Stem: retrieval.Stem(w), Span: w.Span}
		between := text[end:w.Span.Start]
		t.Mark = marksOf(between, i == 0)
		t.Money = strings.HasSuffix(between, "$") || strings.HasSuffix(between, "€") || strings.HasSuffix(between, "£")
		t.Opens = strings.ContainsAny(between, "“\"„«") || strings.HasSuffix(between, "‘")
		for q, s := range quotations {
			if s.Contains(w.Span) {
				t.Quote = q + 1
			}
		}
		if q := t.Quote; q > 0 && r.Whole[Key(text[quotations[q-1].Start:quotations[q-1].End])] {
			if quotationTokens[q-1]++; quotationTokens[q-1] == 1 {
				key := Key(text[quotations[q-1].Start:quotations[q-1].End])
				t.Folded, t.Stem, t.Tag, t.Text = "“"+key, "", Quoted, text[quotations[q-1].Start:quotations[q-1].End]
				t.Span = quotations[q-1]
				out = append(out, t)
			}
			end = w.Span.End
			continue
		}
		for _, m := range mentions {
			if m.Span.Contains(w.Span) {
				t.Person = m.Person
			}
		}
		if n := len(out); n > 0 && between == "-" && isCapital(out[n-1].Text) && strings.ContainsFunc(w.Text, unicode.IsDigit) {
			t.Tag = Name // "Su-57"
		}
		end = w.Span.End
		rest := text[end:]
		t.Owns = strings.HasPrefix(rest, "'s") || strings.HasPrefix(rest, "’s") ||
			strings.HasSuffix(w.Folded, "s") && (strings.HasPrefix(rest, "' ") || strings.HasPrefix(rest, "’ "))
		out = append(out, expand(t, w)...)
		if strings.HasPrefix(rest, "%") {
			percent := Word("percent", Noun)
			percent.Span, percent.Quote = prose.Span{Start: end, End: end + 1}, t.Quote
			out = append(out, percent)
		}
	}
	out = compounds(numbered(clockTimes(out)))
	for i := range out {
		out[i].Lemmas = thesaurus.English().Lemmas(out[i].Folded)
	}
	r.tag(text, out)
	return out
}

// Key is a quotation's words, by which it is found in Reader.Whole.
func Key(quotation string) string {
	var parts []string
	for _, w := range prose.Words(quotation) {
		parts = append(parts, w.Folded)
	}
	return strings.Join(parts, " ")
}

// marksOf are the marks between two words that part phrases.
func marksOf(between string, first bool) string {
	if first {
		return ""
	}
	var b strings.Builder
	for _, r := range between {
		switch r {
		case ',', ';', ':', '.', '?', '!', '(', ')', '…', '[', ']':
			b.WriteRune(r)
		case '—', '–':
			b.WriteByte('-')
		}
	}
	if strings.Contains(between, " - ") || strings.Contains(between, "--") {
		b.WriteByte('-')
	}
	return b.String()
}

var contracted = map[string][]string{"won't": {"will", "not"}, "can't": {"can", "not"}, "cannot": {"can", "not"}, "shan't": {"shall", "not"},
	"let's": {"let", "us"}}

var contractedEndings = []struct{ ending, word string }{{"n't", "not"}, {"'re", "are"}, {"'ve", "have"}, {"'ll", "will"}, {"'d", "would"}, {"'m", "am"}}

// expand parts what is contracted: "didn't" is "did" and "not", "he's" is "he" and "is".
func expand(t Token, w prose.Word) []Token {
	if parts := contracted[w.Folded]; parts != nil {
		return parts2(t, parts[0], parts[1])
	}
	for _, c := range contractedEndings {
		if base, ok := strings.CutSuffix(w.Folded, c.ending); ok && base != "" {
			return parts2(t, base, c.word)
		}
	}
	if base, ok := strings.CutSuffix(w.Folded, "'s"); ok && (pronouns[base] || relatives[base]) {
		return parts2(t, base, "is")
	}
	if t.Owns && (pronouns[w.Folded] || relatives[w.Folded]) && !set("one nobody everybody somebody everyone someone anyone anybody")[w.Folded] {
		t.Owns = false
		return parts2(t, w.Folded, "is")
	}
	return []Token{t}
}

func parts2(t Token, first, second string) []Token {
	a, b := t, t
	a.Text, a.Folded, a.Stem, a.Owns = first, first, first, false
	b.Text, b.Folded, b.Stem, b.Mark, b.Opens, b.Owns = second, second, second, "", false, false
	if unicode.IsUpper([]rune(t.Text)[0]) {
		a.Text = t.Text
	}
	return []Token{a, b}
}

// phrasesAsOne are words that do the work of one.
var phrasesAsOne = map[string][]string{
	"according": {"to"}, "because": {"of"}, "instead": {"of"}, "out": {"of"}, "ahead": {"of"}, "rather": {"than"}, "due": {"to"}, "contrary": {"to"},
	"owing": {"to"}, "apart": {"from"}, "aside": {"from"}, "along": {"with"}, "together": {"with"}, "even": {"if", "though"}, "only": {"if"},
	"as": {"if", "though", "of"}, "such": {"as"}, "up": {"to"}, "prior": {"to"}, "regardless": {"of"}, "thanks": {"to"}, "provided": {"that"}, "at": {"least", "most"}, "no": {"longer"},
	"of": {"course"}, "in": {"fact", "addition"}, "for": {"example", "instance"},
}

// numbered joins "No. 2" to one word, and the year of a date to its day: "26 March, 2024".
func numbered(ts []Token) []Token {
	var out []Token
	for i, t := range ts {
		n := len(out)
		digit := strings.ContainsFunc(t.Folded, unicode.IsDigit)
		if n > 0 && out[n-1].Text == "No" && t.Mark == "." && digit {
			out[n-1].Folded, out[n-1].Stem, out[n-1].Tag, out[n-1].Span.End = "no "+t.Folded, "no "+t.Folded, Name, t.Span.End
			continue
		}
		if n > 1 && t.Mark == "," && len(t.Folded) == 4 && digit && (months[out[n-2].Folded] > 0 && strings.ContainsFunc(out[n-1].Folded, unicode.IsDigit) || months[out[n-1].Folded] > 0) {
			t.Mark = ""
		}
		if n > 0 && t.Folded == "one" && out[n-1].Is("no", "every", "some", "any") && t.Mark == "" && (i+1 == len(ts) || !ts[i+1].Is("of")) {
			body := strings.TrimSuffix(out[n-1].Folded, " ") + "body"
			out[n-1].Folded, out[n-1].Stem, out[n-1].Text, out[n-1].Span.End = body, body, out[n-1].Text+" one", t.Span.End
			continue
		}
		out = append(out, t)
	}
	return out
}

// threeAsOne are three words that do the work of one.
var threeAsOne = set("as_long_as as_soon_as as_many_as as_much_as as_few_as on_condition_that")

// compounds joins such words.
func compounds(ts []Token) []Token {
	var out []Token
	for i := 0; i < len(ts); i++ {
		t := ts[i]
		if i+2 < len(ts) && threeAsOne[t.Folded+"_"+ts[i+1].Folded+"_"+ts[i+2].Folded] {
			t.Folded += " " + ts[i+1].Folded + " " + ts[i+2].Folded
			t.Text, t.Stem, t.Span.End = t.Folded, t.Folded, ts[i+2].Span.End
			out = append(out, t)
			i += 2
			continue
		}
		if i+1 < len(ts) && ts[i+1].Mark == "" && slices.Contains(phrasesAsOne[t.Folded], ts[i+1].Folded) && !((t.Folded == "up" || t.Folded == "at") && !numberNear(ts, i+2)) {
			t.Folded += " " + ts[i+1].Folded
			t.Text += " " + ts[i+1].Text
			t.Stem = t.Folded
			t.Span.End = ts[i+1].Span.End
			i++
		}
		out = append(out, t)
	}
	return out
}

// clockTimes reads "1.40 p.m." as 13.40.
func clockTimes(ts []Token) []Token {
	var out []Token
	for _, t := range ts {
		if n := len(out); n > 0 && t.Mark == "" && (t.Folded == "pm" || t.Folded == "am") {
			v, err := strconv.ParseFloat(out[n-1].Folded, 64)
			if err == nil && v < 13 {
				if t.Folded == "pm" && v < 12 {
					v += 12
				}
				out[n-1].Folded = strconv.FormatFloat(v, 'f', 2, 64)
				out[n-1].Span.End = t.Span.End
				continue
			}
		}
		out = append(out, t)
	}
	return out
}

func numberNear(ts []Token, i int) bool {
	return i < len(ts) && (strings.ContainsFunc(ts[i].Folded, unicode.IsDigit) || numberWords[ts[i].Folded] > 0)
}

func isCapital(s string) bool { return strings.IndexFunc(s, unicode.IsUpper) == 0 }

// tag gives each token its part of speech.
func (r *Reader) tag(text string, ts []Token) {
	for i := range ts {
		if ts[i].Tag == None {
			r.closed(ts, i)
		}
	}
	for i := range ts {
		if ts[i].Tag == None {
			ts[i].Tag = r.open(ts, i)
		}
	}
	for i := range ts {
		retag(ts, i)
	}
}

// closed tags the words of the closed classes, numbers, dates and names.
func (r *Reader) closed(ts []Token, i int) {
	t := &ts[i]
	w := t.Folded
	switch {
	case t.Person != nil && isCapital(t.Text):
		t.Tag = Name
	case proForm(ts, i):
		t.Tag = Noun
	case r.number(ts, i), r.date(ts, i):
	case w == "not", w == "never", w == "no longer":
		t.Tag = Not
	case beForms[w], haveForms[w], doForms[w], modals[w] && !(w == "may" && isCapital(t.Text) && i > 0):
		t.Tag = Aux
	case w == "according to", w == "because of", w == "contrary to", w == "instead of", w == "due to", w == "such as", w == "out of",
		w == "ahead of", w == "owing to", w == "as of", w == "apart from", w == "aside from", w == "along with", w == "together with", w == "prior to",
		w == "regardless of", w == "thanks to", w == "rather than":
		t.Tag = Prep
	case w == "of course", w == "in fact", w == "in addition", w == "for example", w == "for instance":
		t.Tag = Adv
	case w == "up to", w == "at least", w == "at most", w == "as many as", w == "as much as", w == "as few as":
		t.Tag = Adv
	case w == "as long as", w == "as soon as", w == "on condition that":
		t.Tag = Sub
	case w == "provided" && t.Mark == "," || w == "provided" && i == 0:
		t.Tag = Sub
	case w == "mine" && i > 0 && (articles[ts[i-1].Folded] || ts[i-1].Tag == Adj):
	case w == "even if", w == "only if", w == "as if", w == "as though", w == "even though", w == "provided that":
		t.Tag = Sub
	case isCapital(t.Text) && i > 0 && t.Mark == "" && !t.Opens && w != "i" && !articles[w]:
		t.Tag = Name
	case i == 0 && isCapital(t.Text) && len(ts) > 1 && ts[1].Mark == "" && isCapital(ts[1].Text) && ts[1].Folded != "i" && opensName(w):
		t.Tag = Name
	case r.Proper[t.Stem] && isCapital(t.Text):
		t.Tag = Name
	case w == "to":
		t.Tag = Prep
		if i+1 < len(ts) && ts[i+1].Is("be", "have", "do") {
			t.Tag = To
		}
	case conjunctions[w] && !(w == "yet" && i > 0 && t.Mark == ""):
		t.Tag = Conj
	case w == "who" || w == "whom" || w == "which" || w == "what":
		t.Tag = Wh
	case articles[w], possessive[w], quantifiers[w]:
		t.Tag = Det
	case pronouns[w]:
		t.Tag = Pron
	case prepositions[w] && !(w == "as" && i > 0 && false):
		t.Tag = Prep
	case subordinators[w]:
		t.Tag = Sub
	case adverbs[w]:
		t.Tag = Adv
	case isCapital(t.Text) && w != "i" && i > 0 && !t.Opens && !strings.ContainsAny(t.Mark, ".?!:"):
		t.Tag = Name
	}
}

// imperatives are verbs that open a sentence more often than they are names.
var imperatives = set("suppose imagine assume picture pretend consider say see read take let make")

// opensName reports whether a word at the beginning of a sentence, before one with a capital, is part of a name.
func opensName(w string) bool {
	if articles[w] || pronouns[w] || prepositions[w] || possessive[w] || quantifiers[w] || subordinators[w] || conjunctions[w] || adverbs[w] ||
		relatives[w] || modals[w] || beForms[w] || haveForms[w] || doForms[w] {
		return false
	}
	if imperatives[w] {
		return false
	}
	english := thesaurus.English()
	return english.Class(w) != thesaurus.Person && (english.PartOfSpeech(w) != thesaurus.Verb || formOf(w) == base) && english.PartOfSpeech(w) != thesaurus.Adverb && formOf(w) != ingForm && formOf(w) != pastForm
}

// number reads numbers in digits and in words.
func (r *Reader) number(ts []Token, i int) bool {
	t := &ts[i]
	w := strings.ReplaceAll(t.Folded, ",", "")
	if v, err := strconv.ParseFloat(w, 64); err == nil && w[0] != 'i' && w[0] != 'n' && w[0] != '+' {
		t.Tag, t.Value = Num, v
		if v >= 1500 && v < 2100 && !strings.Contains(t.Text, ",") && len(w) == 4 {
			t.Date = "year:" + w
		}
		return true
	}
	if v, ok := numberWords[w]; ok && !(w == "one" && i+1 < len(ts) && ts[i+1].Folded != "of" && r.oneIsPronoun(ts, i)) {
		t.Tag, t.Value = Num, v
		return true
	}
	if v, ok := multipliers[w]; ok {
		t.Tag, t.Value = Num, v
		return true
	}
	for _, ending := range []string{"st", "nd", "rd", "th"} {
		if v, err := strconv.Atoi(strings.TrimSuffix(w, ending)); err == nil && strings.HasSuffix(w, ending) {
			t.Tag, t.Value = Num, float64(v)
			return true
		}
	}
	return false
}

// proForm reports whether a word stands for a noun that an adjective describes: "the upper one", "new ones".
func proForm(ts []Token, i int) bool {
	if ts[i].Folded == "ones" {
		return true
	}
	return ts[i].Folded == "one" && i > 1 && ts[i].Mark == "" && ts[i-1].Mark == "" && (articles[ts[i-2].Folded] || possessive[ts[i-2].Folded]) &&
		thesaurus.English().PartOfSpeech(ts[i-1].Folded) == thesaurus.Adjective
}

func (r *Reader) oneIsPronoun(ts []Token, i int) bool {
	n := ts[i+1]

	return n.Mark != "" || prepositions[n.Folded] || modals[n.Folded] || beForms[n.Folded] || adverbs[n.Folded]
}

// date reads the names of months and days, and the numbers beside them.
func (r *Reader) date(ts []Token, i int) bool {
	t := &ts[i]
	if !isCapital(t.Text) {
		return false
	}
	if weekdays[t.Folded] {
		t.Tag, t.Date = Name, "weekday:"+t.Folded[:3]
		return true
	}
	m, ok := months[t.Folded]
	if !ok || (t.Folded == "may" || t.Folded == "march") && i == 0 {
		return false
	}
	digit := func(j int) bool {
		return j >= 0 && j < len(ts) && strings.ContainsFunc(ts[j].Folded, unicode.IsDigit)
	}
	if (t.Folded == "may" || t.Folded == "mar" || t.Folded == "jan") && !digit(i-1) && !digit(i+1) && !(i > 0 && (prepositions[ts[i-1].Folded] || ts[i-1].Is("last", "next", "this", "early", "late"))) {
		return false
	}
	t.Tag, t.Date = Name, "month:"+strconv.Itoa(m)
	for _, j := range []int{i - 1, i + 1} {
		if digit(j) && ts[j].Value >= 1 && ts[j].Value <= 31 && (j < i || ts[j].Mark == "") {
			ts[j].Tag, ts[j].Date = Num, "day:"+strconv.Itoa(int(ts[j].Value))
			if j > i {
				ts[j].Tag = Num
			}
			break
		}
		if j < i && j > 0 && ts[j].Folded == "of" && digit(j-1) && ts[j-1].Value <= 31 {
			ts[j-1].Date = "day:" + strconv.Itoa(int(ts[j-1].Value))
		}
	}
	return true
}

// open tags a word of an open class by what stands before it and by the dictionary.
func (r *Reader) open(ts []Token, i int) Tag {
	t := ts[i]
	english := thesaurus.English()
	pos := english.PartOfSpeech(t.Folded)
	form := formOf(t.Folded)
	before := Token{}
	j := i - 1
	for j >= 0 && (ts[j].Tag == Not || ts[j].Tag == Adv) && ts[i].Mark == "" {
		j--
	}
	if j >= 0 && !strings.ContainsAny(marksFrom(ts, j+1, i), ",;:.?!-()") {
		before = ts[j]
	}
	next := Token{}
	if i+1 < len(ts) && ts[i+1].Mark == "" {
		next = ts[i+1]
	}
	switch {
	case before.Tag == Aux && t.Is("first", "long", "well", "much") && (formOf(next.Folded) == pastForm || next.Tag == Aux):
		return Adv
	case before.Tag == Aux:
		return afterAuxiliary(before, form, pos, next)
	case before.Folded == "to" && before.Tag == Prep:
		if pos == thesaurus.Verb && form == base || sameInPast[t.Folded] || infinitive(t, next) {
			ts[j].Tag = To
			return Verb
		}
	case before.Tag == Adj && form == pastForm && pos == thesaurus.Verb && (next.Folded == "" || next.Tag != None):
		return Past
	case before.Is("more", "less", "most", "least") && pos == thesaurus.Adjective && (next.Folded == "" || next.Folded == "than"):
		return Adj
	case before.Tag == Det && quantifiers[before.Folded] && nounVerbs[t.Folded] && form == base && (next.Tag == Pron || articles[next.Folded]):
		return Verb // "some support it"
	case before.Tag == Det || before.Tag == Num || before.Tag == Adj || before.Owns:
		return inNoun(t, form, pos, next)
	}
	return alone(t, before, form, pos, next)
}

func marksFrom(ts []Token, from, to int) string {
	var b strings.Builder
	for k := from; k <= to && k < len(ts); k++ {
		b.WriteString(ts[k].Mark)
	}
	return b.String()
}

type form byte

const (
	base form = iota
	sForm
	pastForm
	ingForm
)

// formOf tells which form of a verb a word could be.
func formOf(w string) form {
	switch {
	case strings.HasSuffix(w, "ing") && len(w) > 5:
		return ingForm
	case strings.HasSuffix(w, "ed") && len(w) > 3 && !notPast[w]:
		return pastForm
	case irregularPast[w]:
		return pastForm
	case strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && len(w) > 3:
		return sForm
	}
	return base
}

// notPast are words in "ed" that are no past forms.
var notPast = set("need speed breed bleed exceed proceed succeed shed seed weed feed heed hundred sacred naked wicked indeed embed bed red wed")

// irregularPast are past forms and participles that "ed" does not end.
var irregularPast = set(`began begun broke broken brought built bought caught chose chosen came cut dealt did done drew drawn drove driven ate eaten fell
 fallen felt fought found flew flown forgot forgotten forgave froze frozen gave given went gone got gotten grew grown held heard hid hidden hit hurt
 kept knew known laid led left lent let lost made meant met paid put quit read rode ridden rang rose risen ran said saw seen sold sent set shook
 shaken shot showed shown shut sang sank sunk sat slept spoke spoken spent stood stole stolen struck swore sworn swept swam swung took taken taught
 tore torn told thought threw thrown understood woke won wore worn wrote written withdrew withdrawn overtook overtaken undertook undertaken
 became become bore born bound bred cost dug fed fled forbade forbidden hung laid leapt learnt lit overcame proved proven sought slid split
 spread sprang stuck stung swollen thrust underwent upheld upset wept wound withheld withstood rebuilt retook mistook misled foresaw forewent`)

// sameInPast are verbs whose past form is their infinitive.
var sameInPast = set("become bet burst cast come cost cut hit hurt let put quit read run set shed shut split spread thrust upset beat")

func afterAuxiliary(before Token, f form, pos thesaurus.PartOfSpeech, next Token) Tag {
	switch {
	case modals[before.Folded] || doForms[before.Folded]:
		return Verb
	case haveForms[before.Folded]:
		if f == pastForm {
			return Past
		}
		return nounOrAdj(pos, next)
	case f == ingForm:
		return Ing
	case f == pastForm && (pos == thesaurus.Verb || pos == thesaurus.Adjective || pos == thesaurus.Unknown || pos == thesaurus.Noun):
		return Past
	case pos == thesaurus.Adverb:
		return Adv
	case pos == thesaurus.Verb && next.Tag != Noun:
		return Adj
	}
	return nounOrAdj(pos, next)
}

func nounOrAdj(pos thesaurus.PartOfSpeech, next Token) Tag {
	switch pos {
	case thesaurus.Adjective:
		return Adj
	case thesaurus.Adverb:
		return Adv
	}
	return Noun
}

// infinitive reports whether a word that the dictionary does not count as a verb is one after "to": what follows can be its object.
func infinitive(t Token, next Token) bool {
	return nounVerbs[t.Folded] && next.Tag != Aux || formOf(t.Folded) == base && (articles[next.Folded] || possessive[next.Folded]) && !t.Owns
}

func inNoun(t Token, f form, pos thesaurus.PartOfSpeech, next Token) Tag {
	openNext := next.Folded != "" && (next.Tag == None || next.Tag == Name || next.Tag == Num) && !t.Owns
	switch {
	case pos == thesaurus.Adjective && (openNext || next.Tag == Conj):
		return Adj
	case (f == pastForm || f == ingForm) && openNext:
		return Adj
	case pos == thesaurus.Adverb && (openNext || strings.HasSuffix(t.Folded, "ly")):
		return Adv
	case strings.HasSuffix(t.Folded, "ly") && openNext && thesaurus.English().Class(t.Folded) == thesaurus.Other && pos != thesaurus.Noun:
		return Adv
	}
	return Noun
}

// alone tags a word with neither an auxiliary nor a determiner before it.
func alone(t, before Token, f form, pos thesaurus.PartOfSpeech, next Token) Tag {
	nounBefore := before.Tag == Noun || before.Tag == Name || before.Tag == Pron || before.Tag == Wh
	objectNext := next.Tag == Det || next.Tag == Pron || next.Tag == Name || next.Tag == Num || next.Tag == Prep || next.Tag == Sub || next.Tag == Not
	switch {
	case strings.HasSuffix(t.Folded, "ly") && pos != thesaurus.Noun && pos != thesaurus.Verb && pos != thesaurus.Adjective:
		return Adv
	case f == pastForm && pos != thesaurus.Adjective && (pos != thesaurus.Noun || nounBefore || strings.HasSuffix(t.Folded, "ed")):
		return Past
	case f == pastForm && nounBefore:
		return Past
	case f == ingForm && pos == thesaurus.Verb || f == ingForm && objectNext && next.Tag != Prep:
		return Ing
	case nounBefore && (before.Tag == Pron && !objectPronouns[before.Folded] || before.Tag == Wh) && pos != thesaurus.Adverb && pos != thesaurus.Adjective:
		return Verb
	case before.Tag == Noun && pos == thesaurus.Verb && f == base && !pluralNoun(before) && next.Tag != Det && next.Tag != Pron && next.Tag != Name:
		return Noun // "a phone call"
	case nounBefore && pos == thesaurus.Verb && !t.Owns:
		return Verb
	case before.Tag == Name && f == sForm && !t.Owns && next.Tag != None && next.Tag != Noun && thesaurus.English().PartOfSpeech(strings.TrimSuffix(t.Folded, "s")) == thesaurus.Verb:
		return Verb // "Norn remains in prison"
	case nounBefore && f == sForm && next.Is("out", "up", "down", "off", "away", "back") && !pluralNoun(before):
		return Verb
	case nounBefore && f == sForm && objectNext && next.Tag != Prep && !strings.HasSuffix(before.Folded, "s") && !t.Owns && thesaurus.English().Class(t.Folded) != thesaurus.Person:
		return Verb
	case (nounBefore || before.Tag == Num) && nounVerbs[t.Folded] && (next.Tag == Det || next.Tag == Pron):
		return Verb
	case pos == thesaurus.Adjective && !plural(t.Folded):
		return Adj
	case pos == thesaurus.Adverb:
		return Adv
	case pos == thesaurus.Verb && f == base && before.Folded == "" && !t.Owns:
		return Verb
	case pos == thesaurus.Verb && before.Tag == Conj && !t.Owns && (f == sForm || f == base) && objectNext:
		return Verb
	}
	return Noun
}

// plural reports whether a word that may be an adjective has the ending of several: "civilians".
func plural(w string) bool {
	return strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is") && len(w) > 3
}

var objectPronouns = set("them him me us himself herself itself themselves")

func pluralNoun(t Token) bool {
	return strings.HasSuffix(t.Folded, "s") && !strings.HasSuffix(t.Folded, "ss") || t.Is("people", "men", "women", "children", "police", "staff")
}

// retag mends what only what follows shows.
func retag(ts []Token, i int) {
	t := &ts[i]
	next, before := Token{}, Token{}
	if i+1 < len(ts) {
		next = ts[i+1]
	}
	if i > 0 {
		before = ts[i-1]
	}
	if t.Folded == "that" && strings.Contains(t.Mark, ",") && (next.Tag == Noun || next.Tag == Adj || next.Tag == Aux) {
		before = Token{} // it joins nothing to what stands before the comma
	}
	switch {
	case i == 0 && t.Tag == Noun && formOf(t.Folded) == ingForm && (next.Tag == Prep || next.Tag == Det) && next.Mark == "":
		t.Tag = Ing
	case t.Folded == "last" && t.Tag == Adj && pluralNoun(before) && t.Mark == "" && (next.Folded == "" || next.Mark != ""):
		t.Tag = Verb
	case t.Tag == Verb && i > 1 && ts[i-2].Tag == Sub:
	case t.Tag == Verb && formOf(t.Folded) == sForm && (before.Tag == Noun || before.Tag == Adj || before.Tag == Name) && next.Mark == "" && (next.Tag == Aux || next.Tag == Past && !articles[before.Folded]):
		t.Tag = Noun // "the peace talks were"
	case t.Tag == Verb && before.Tag == Noun && formOf(t.Folded) == base && !strings.HasSuffix(before.Folded, "s") && next.Mark == "" && (next.Tag == Aux || next.Tag == Past || next.Tag == Verb):
		t.Tag = Noun
	case t.Tag == Adj && (before.Tag == Det || before.Owns) && t.Mark == "" && (next.Folded == "" || next.Mark != "" && next.Tag != Adj && next.Tag != Conj || next.Tag == Past || next.Tag == Verb || next.Tag == Aux || next.Tag == Prep):
		t.Tag = Noun // "the general said"
	case t.Folded == "that" && t.Tag == Det:
		t.Tag = thatTag(before, next)
	case (t.Folded == "before" || t.Folded == "after" || t.Folded == "since" || t.Folded == "until" || t.Folded == "till" || t.Folded == "as") && t.Tag == Prep && next.Date == "" && next.Tag != Num && clauseFollows(ts, i+1):
		t.Tag = Sub
	case t.Folded == "so" && t.Tag == Sub:
		t.Tag = Adv
	case t.Folded == "her" && t.Tag == Det && (next.Folded == "" || next.Mark != "" || next.Tag != Noun && next.Tag != Adj && next.Tag != Num && next.Tag != Name && next.Tag != Ing && next.Tag != Adv):
		t.Tag = Pron
	case t.Tag == Det && (quantifiers[t.Folded] || articles[t.Folded] && t.Folded != "the" && t.Folded != "a" && t.Folded != "an") && standsAlone(next) && !(next.Folded == "than" && i+2 < len(ts) && ts[i+2].Tag == Num):
		t.Tag = Pron
	case (t.Folded == "more" || t.Folded == "less" || t.Folded == "most") && t.Tag == Det && next.Mark == "" && (next.Tag == Adv || next.Tag == Adj && !pluralAfter(ts, i+1)):
		t.Tag = Adv
	}
}

// pluralAfter reports whether a noun follows the adjective at i: "more popular ministers".
func pluralAfter(ts []Token, i int) bool {
	for j := i + 1; j < len(ts) && ts[j].Mark == ""; j++ {
		switch ts[j].Tag {
		case Adj:
			continue
		case Noun:
			return true
		}
		return false
	}
	return false
}

func standsAlone(next Token) bool {
	return next.Folded == "" || next.Mark != "" || next.Tag == Aux || next.Tag == Verb || next.Tag == Prep && next.Folded != "of" || next.Tag == Past || next.Tag == Conj || next.Tag == Not
}

func thatTag(before, next Token) Tag {
	switch {
	case (before.Tag == Noun || before.Tag == Name) && (next.Tag == Aux || next.Tag == Verb || next.Tag == Past || next.Tag == Not) && next.Mark == "":
		return Wh
	case next.Tag == Noun || next.Tag == Adj:
		if before.Tag == Prep || before.Tag == None || before.Tag == Conj {
			return Det
		}
		return Sub
	case next.Tag == Aux && (before.Tag == None || before.Tag == Conj || before.Tag == Prep):
		return Pron
	}
	return Sub
}

// clauseFollows reports whether a subject with its verb begins at i.
func clauseFollows(ts []Token, i int) bool {
	seen := false
	for j := i; j < len(ts) && j < i+9; j++ {
		if j > i && ts[j].Mark != "" {
			return false
		}
		switch ts[j].Tag {
		case Noun, Name, Pron:
			seen = true
		case Verb, Aux, Past:
			return seen
		case Sub, Conj, Wh, To:
			return false
		}
	}
	return false
}

// ProperIn are the stems of a text that it writes with a capital within its sentences.
func ProperIn(text string) map[string]bool {
	out := map[string]bool{}
	end := 0
	for i, w := range prose.Words(text) {
		between := text[end:w.Span.Start]
		end = w.Span.End
		if i == 0 || !isCapital(w.Text) || strings.ContainsAny(between, ".?!:\"“”‘'\n") && !w.Initialism {
			continue
		}
		if articles[w.Folded] || prepositions[w.Folded] || quantifiers[w.Folded] || possessive[w.Folded] || !w.Initialism && (pronouns[w.Folded] || subordinators[w.Folded]) {
			continue
		}
		out[retrieval.Stem(w)] = true
	}
	return out
}
