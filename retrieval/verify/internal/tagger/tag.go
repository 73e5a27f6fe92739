package tagger

import (
	"strconv"
	"strings"
	"unicode"

	"readout/corpus/english"
	"readout/corpus/prose"
	"readout/retrieval/thesaurus"
)

// tag gives each token its part of speech.
func (r *Reader) tag(ts []Token) {
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

// fixedTags are the tags of words, and of words joined to one, that have no other.
var fixedTags = tagged(map[Tag]string{
	Not: "not,never,no longer",
	Prep: "according to,because of,contrary to,instead of,due to,such as,out of,ahead of,owing to,as of,apart from,aside from,along with," +
		"together with,prior to,regardless of,thanks to,rather than",
	Adv: "of course,in fact,in addition,for example,for instance,up to,at least,at most,as many as,as much as,as few as",
	Sub: "as long as,as soon as,on condition that,even if,only if,as if,as though,even though,provided that",
})

func tagged(lists map[Tag]string) map[string]Tag {
	out := map[string]Tag{}
	for tag, list := range lists {
		for w := range strings.SplitSeq(list, ",") {
			out[w] = tag
		}
	}
	return out
}

// closed tags the words of the closed classes, numbers, dates and names.
func (r *Reader) closed(ts []Token, i int) {
	t := &ts[i]
	w := t.Folded
	switch {
	case t.Person != nil && prose.IsCapital(t.Text):
		t.Tag = Name
	case proForm(ts, i):
		t.Tag = Noun
	case r.number(ts, i), r.date(ts, i):
	case auxiliary(ts, i):
		t.Tag = Aux
	case fixedTags[w] != None:
		t.Tag = fixedTags[w]
	case w == "provided" && (t.Mark == "," || i == 0):
		t.Tag = Sub
	case w == "mine" && i > 0 && (english.Articles.Has(ts[i-1].Folded) || ts[i-1].Tag == Adj): // one that is dug
	case r.name(ts, i):
		t.Tag = Name
	default:
		t.Tag = functional(ts, i)
	}
}

// auxiliary reports whether a word is a form of be, have or do, or a modal verb; "May" within a sentence is a month or a name.
func auxiliary(ts []Token, i int) bool {
	w := ts[i].Folded
	return english.PlainBeForms.Has(w) || english.HaveForms.Has(w) || english.DoForms.Has(w) ||
		english.ModalVerbs.Has(w) && !(w == "may" && prose.IsCapital(ts[i].Text) && i > 0)
}

// name reports whether a word's capital tells that it is a name: it stands within the sentence, opens a name of several words, or is
// written with one elsewhere.
func (r *Reader) name(ts []Token, i int) bool {
	t := ts[i]
	switch {
	case !prose.IsCapital(t.Text):
		return false
	case i > 0 && t.Mark == "" && !t.Opens && t.Folded != "i" && !english.Articles.Has(t.Folded):
		return true
	case i == 0 && len(ts) > 1 && ts[1].Mark == "" && prose.IsCapital(ts[1].Text) && ts[1].Folded != "i" && opensName(t.Folded):
		return true
	}
	return r.Proper[t.Stem]
}

// functional is the tag of a function word, or of a word with a capital that is none; None for another.
func functional(ts []Token, i int) Tag {
	t := ts[i]
	w := t.Folded
	switch {
	case w == "to" && i+1 < len(ts) && ts[i+1].Is("be", "have", "do"):
		return To
	case w == "to":
		return Prep
	case english.Coordinators.Has(w) && !(w == "yet" && i > 0 && t.Mark == ""):
		return Conj
	case t.Is("who", "whom", "which", "what"):
		return Wh
	case english.Articles.Has(w), english.PossessivePronouns.Has(w), english.QuantityWords.Has(w):
		return Det
	case english.Pronouns.Has(w):
		return Pron
	case english.Prepositions.Has(w):
		return Prep
	case english.DependentOpeners.Has(w):
		return Sub
	case english.PlainAdverbs.Has(w):
		return Adv
	case prose.IsCapital(t.Text) && w != "i" && i > 0 && !t.Opens && !strings.ContainsAny(t.Mark, ".?!:"):
		return Name
	}
	return None
}

// opensName reports whether a word at the beginning of a sentence, before one with a capital, is part of a name.
func opensName(w string) bool {
	if english.Articles.Has(w) || english.Pronouns.Has(w) || english.Prepositions.Has(w) || english.PossessivePronouns.Has(w) ||
		english.QuantityWords.Has(w) ||
		english.DependentOpeners.Has(w) || english.Coordinators.Has(w) || english.PlainAdverbs.Has(w) ||
		english.Relatives.Has(w) || english.ModalVerbs.Has(w) || english.PlainBeForms.Has(w) || english.HaveForms.Has(w) ||
		english.DoForms.Has(w) {
		return false
	}
	if english.Imperatives.Has(w) {
		return false
	}
	english := thesaurus.English()
	return english.Class(w) != thesaurus.Person && (english.PartOfSpeech(w) != thesaurus.Verb || formOf(w) == BaseForm) &&
		english.PartOfSpeech(w) != thesaurus.Adverb && formOf(w) != IngForm && formOf(w) != PastForm
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
	if v, ok := english.Numbers[w]; ok && !(w == "one" && i+1 < len(ts) && ts[i+1].Folded != "of" && r.oneIsPronoun(ts, i)) {
		t.Tag, t.Value = Num, v
		return true
	}
	if v, ok := english.Multipliers[w]; ok {
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
	return ts[i].Folded == "one" && i > 1 && ts[i].Mark == "" && ts[i-1].Mark == "" &&
		(english.Articles.Has(ts[i-2].Folded) || english.PossessivePronouns.Has(ts[i-2].Folded)) &&
		thesaurus.English().PartOfSpeech(ts[i-1].Folded) == thesaurus.Adjective
}

func (r *Reader) oneIsPronoun(ts []Token, i int) bool {
	n := ts[i+1]

	return n.Mark != "" || english.Prepositions.Has(n.Folded) || english.ModalVerbs.Has(n.Folded) || english.PlainBeForms.Has(n.Folded) ||
		english.PlainAdverbs.Has(n.Folded)
}

// date reads the names of months and days, and the numbers beside them.
func (r *Reader) date(ts []Token, i int) bool {
	t := &ts[i]
	if !prose.IsCapital(t.Text) {
		return false
	}
	if english.Weekdays.Has(t.Folded) {
		t.Tag, t.Date = Name, "weekday:"+t.Folded[:3]
		return true
	}
	m, ok := english.Months[t.Folded]
	if !ok || !surelyMonth(ts, i) {
		return false
	}
	t.Tag, t.Date = Name, "month:"+strconv.Itoa(m)
	for _, j := range []int{i - 1, i + 1} {
		if digits(ts, j) && ts[j].Value >= 1 && ts[j].Value <= 31 && (j < i || ts[j].Mark == "") {
			ts[j].Tag, ts[j].Date = Num, "day:"+strconv.Itoa(int(ts[j].Value))
			break
		}
		if j < i && j > 0 && ts[j].Folded == "of" && digits(ts, j-1) && ts[j-1].Value <= 31 {
			ts[j-1].Date = "day:" + strconv.Itoa(int(ts[j-1].Value))
		}
	}
	return true
}

// digits reports whether the token at j has a digit.
func digits(ts []Token, j int) bool {
	return j >= 0 && j < len(ts) && strings.ContainsFunc(ts[j].Folded, unicode.IsDigit)
}

// surelyMonth reports whether the name of a month is no other word: "May", "March", "Mar" and "Jan" are when what stands beside them tells.
func surelyMonth(ts []Token, i int) bool {
	t := ts[i]
	if t.Is("may", "march") && i == 0 {
		return false
	}
	if !t.Is("may", "mar", "jan") || digits(ts, i-1) || digits(ts, i+1) {
		return true
	}
	return i > 0 && (english.Prepositions.Has(ts[i-1].Folded) || ts[i-1].Is("last", "next", "this", "early", "late"))
}

// open tags a word of an open class by what stands before it and by the dictionary.
func (r *Reader) open(ts []Token, i int) Tag {
	t := ts[i]
	pos := thesaurus.English().PartOfSpeech(t.Folded)
	form := t.Form()
	before, j := governing(ts, i)
	next := joined(ts, i)
	switch {
	case before.Tag == Aux:
		return afterAuxiliary(t, before, form, pos, next)
	case before.Folded == "to" && before.Tag == Prep && infinitive(t, pos, next):
		ts[j].Tag = To
		return Verb
	case before.Folded == "to" && before.Tag == Prep:
		return alone(t, before, form, pos, next)
	case before.Tag == Adj && form == PastForm && pos == thesaurus.Verb && (next.Folded == "" || next.Tag != None):
		return Past
	case before.Is("more", "less", "most", "least") && pos == thesaurus.Adjective && next.Is("", "than"):
		return Adj
	case before.Tag == Det && verbOfSome(t, before, next):
		return Verb
	case before.Tag.In(Det, Num, Adj) || before.Owns:
		return inNoun(t, form, pos, next)
	}
	return alone(t, before, form, pos, next)
}

// joined is the word behind one with no mark between them; the zero Token where there is none.
func joined(ts []Token, i int) Token {
	if i+1 < len(ts) && ts[i+1].Mark == "" {
		return ts[i+1]
	}
	return Token{}
}

// governing is the word before one, but for what denies it and adverbs, with its place; the zero Token behind a mark.
func governing(ts []Token, i int) (before Token, j int) {
	j = i - 1
	for j >= 0 && ts[j].Tag.In(Not, Adv) && ts[i].Mark == "" {
		j--
	}
	if j >= 0 && !strings.ContainsAny(marksFrom(ts, j+1, i), ",;:.?!-()") {
		before = ts[j]
	}
	return before, j
}

// verbOfSome reports whether a word behind a quantifier is its verb: "some support it".
func verbOfSome(t, before, next Token) bool {
	return english.QuantityWords.Has(before.Folded) && english.NounVerbs.Has(t.Folded) && t.Form() == BaseForm &&
		(next.Tag == Pron || english.Articles.Has(next.Folded))
}

func marksFrom(ts []Token, from, to int) string {
	var b strings.Builder
	for k := from; k <= to && k < len(ts); k++ {
		b.WriteString(ts[k].Mark)
	}
	return b.String()
}

func afterAuxiliary(t, before Token, f Form, pos thesaurus.PartOfSpeech, next Token) Tag {
	switch {
	case t.Is("first", "long", "well", "much") && (next.Form() == PastForm || next.Tag == Aux):
		return Adv
	case english.ModalVerbs.Has(before.Folded) || english.DoForms.Has(before.Folded):
		return Verb
	case english.HaveForms.Has(before.Folded):
		if f == PastForm {
			return Past
		}
		return nounOrAdj(pos)
	case f == IngForm:
		return Ing
	case f == PastForm && (pos == thesaurus.Verb || pos == thesaurus.Adjective || pos == thesaurus.Unknown || pos == thesaurus.Noun):
		return Past
	case pos == thesaurus.Adverb:
		return Adv
	case pos == thesaurus.Verb && next.Tag != Noun:
		return Adj
	}
	return nounOrAdj(pos)
}

func nounOrAdj(pos thesaurus.PartOfSpeech) Tag {
	switch pos {
	case thesaurus.Adjective:
		return Adj
	case thesaurus.Adverb:
		return Adv
	}
	return Noun
}

// infinitive reports whether a word after "to" is a verb: by its form, or since what follows can be its object.
func infinitive(t Token, pos thesaurus.PartOfSpeech, next Token) bool {
	if pos == thesaurus.Verb && t.Form() == BaseForm || english.SameInPast.Has(t.Folded) || english.NounVerbs.Has(t.Folded) &&
		next.Tag != Aux {
		return true
	}
	return t.Form() == BaseForm && (english.Articles.Has(next.Folded) || english.PossessivePronouns.Has(next.Folded)) && !t.Owns
}

func inNoun(t Token, f Form, pos thesaurus.PartOfSpeech, next Token) Tag {
	openNext := next.Folded != "" && next.Tag.In(None, Name, Num) && !t.Owns
	switch {
	case pos == thesaurus.Adjective && (openNext || next.Tag == Conj):
		return Adj
	case (f == PastForm || f == IngForm) && openNext:
		return Adj
	case pos == thesaurus.Adverb && (openNext || strings.HasSuffix(t.Folded, "ly")):
		return Adv
	case strings.HasSuffix(t.Folded, "ly") && openNext && thesaurus.English().Class(t.Folded) == thesaurus.Other && pos != thesaurus.Noun:
		return Adv
	}
	return Noun
}

// alone tags a word with neither an auxiliary nor a determiner before it.
func alone(t, before Token, f Form, pos thesaurus.PartOfSpeech, next Token) Tag {
	for _, rule := range []func(t, before Token, f Form, pos thesaurus.PartOfSpeech, next Token) Tag{byEnding, behindNoun, byDictionary} {
		if tag := rule(t, before, f, pos, next); tag != None {
			return tag
		}
	}
	return Noun
}

// names reports whether a word can be the subject of the verb behind it.
func names(before Token) bool { return before.Tag.In(Noun, Name, Pron, Wh) }

// takes reports whether a word can begin what stands behind a verb.
func takes(next Token) bool { return next.Tag.In(Det, Pron, Name, Num, Prep, Sub, Not) }

// byEnding tags adverbs in "ly", past forms and participles.
func byEnding(t, before Token, f Form, pos thesaurus.PartOfSpeech, next Token) Tag {
	switch {
	case strings.HasSuffix(t.Folded, "ly") && pos != thesaurus.Noun && pos != thesaurus.Verb && pos != thesaurus.Adjective:
		return Adv
	case f == PastForm && (names(before) || pos != thesaurus.Adjective && (pos != thesaurus.Noun || strings.HasSuffix(t.Folded, "ed"))):
		return Past
	case f == IngForm && (pos == thesaurus.Verb || takes(next) && next.Tag != Prep):
		return Ing
	}
	return None
}

// behindNoun tags the verb behind its subject, and the noun that looks like one.
func behindNoun(t, before Token, f Form, pos thesaurus.PartOfSpeech, next Token) Tag {
	switch {
	case before.Tag == Num && english.NounVerbs.Has(t.Folded) && next.Tag.In(Det, Pron):
		return Verb
	case !names(before):
		return None
	case surelySubject(before) && pos != thesaurus.Adverb && pos != thesaurus.Adjective:
		return Verb
	case before.Tag == Noun && pos == thesaurus.Verb && f == BaseForm && !PluralNoun(before) && !next.Tag.In(Det, Pron, Name):
		return Noun // "a phone call"
	case pos == thesaurus.Verb && !t.Owns, f == SForm && finite(t, before, next):
		return Verb
	case english.NounVerbs.Has(t.Folded) && next.Tag.In(Det, Pron):
		return Verb
	}
	return None
}

// surelySubject reports whether a pronoun can only be the subject of what follows.
func surelySubject(before Token) bool {
	return before.Tag == Pron && !english.ObjectPronouns.Has(before.Folded) || before.Tag == Wh
}

// finite reports whether a word in "s" that the dictionary counts as something else is the verb of the noun before it.
func finite(t, before, next Token) bool {
	english := thesaurus.English()
	switch {
	case before.Tag == Name && !t.Owns && !next.Tag.In(None, Noun) &&
		english.PartOfSpeech(strings.TrimSuffix(t.Folded, "s")) == thesaurus.Verb: // "Norn remains in prison"
		return true
	case next.Is("out", "up", "down", "off", "away", "back") && !PluralNoun(before):
		return true
	}
	return takes(next) && next.Tag != Prep && !strings.HasSuffix(before.Folded, "s") && !t.Owns && english.Class(t.Folded) != thesaurus.Person
}

// byDictionary tags a word as what the dictionary counts it as.
func byDictionary(t, before Token, f Form, pos thesaurus.PartOfSpeech, next Token) Tag {
	switch {
	case pos == thesaurus.Adjective && !plural(t.Folded):
		return Adj
	case pos == thesaurus.Adverb:
		return Adv
	case pos != thesaurus.Verb || t.Owns:
		return None
	case f == BaseForm && before.Folded == "", before.Tag == Conj && (f == SForm || f == BaseForm) && takes(next):
		return Verb
	}
	return None
}

// plural reports whether a word that may be an adjective has the ending of several: "civilians".
func plural(w string) bool {
	return strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is") && len(w) > 3
}

func PluralNoun(t Token) bool {
	return strings.HasSuffix(t.Folded, "s") && !strings.HasSuffix(t.Folded, "ss") ||
		t.Is("people", "men", "women", "children", "police", "staff")
}

// retag mends what only what follows shows.
func retag(ts []Token, i int) {
	t := &ts[i]
	before, next := beside(ts, i)
	switch t.Tag {
	case Noun:
		if i == 0 && t.Form() == IngForm && next.Tag.In(Prep, Det) && next.Mark == "" {
			t.Tag = Ing
		}
	case Adj:
		t.Tag = retagAdjective(*t, before, next)
	case Verb:
		if !(i > 1 && ts[i-2].Tag == Sub) && namesInstead(*t, before, next) {
			t.Tag = Noun
		}
	case Prep:
		if t.Is("before", "after", "since", "until", "till", "as") && next.Date == "" && next.Tag != Num && ClauseFollows(ts, i+1) {
			t.Tag = Sub
		}
	case Sub:
		if t.Folded == "so" {
			t.Tag = Adv
		}
	case Det:
		t.Tag = retagDeterminer(ts, i, before, next)
	}
}

// beside are the words before and behind one; the zero Token where there is none.
func beside(ts []Token, i int) (before, next Token) {
	if i+1 < len(ts) {
		next = ts[i+1]
	}
	if i > 0 {
		before = ts[i-1]
	}
	if ts[i].Folded == "that" && strings.Contains(ts[i].Mark, ",") && next.Tag.In(Noun, Adj, Aux) {
		before = Token{} // it joins nothing to what stands before the comma
	}
	return before, next
}

// retagAdjective tells "the peace talks last" and "the general said" from adjectives.
func retagAdjective(t, before, next Token) Tag {
	ends := next.Folded == "" || next.Mark != ""
	switch {
	case t.Folded == "last" && PluralNoun(before) && t.Mark == "" && ends:
		return Verb
	case before.Tag != Det && !before.Owns || t.Mark != "":
		return Adj
	case next.Folded == "", next.Mark != "" && !next.Tag.In(Adj, Conj), next.Tag.In(Past, Verb, Aux, Prep):
		return Noun
	}
	return Adj
}

// namesInstead reports whether what looks like a verb is a noun, since another verb follows: "the peace talks were".
func namesInstead(t, before, next Token) bool {
	if next.Mark != "" {
		return false
	}
	return t.Form() == SForm && before.Tag.In(Noun, Adj, Name) &&
		(next.Tag == Aux || next.Tag == Past && !english.Articles.Has(before.Folded)) ||
		before.Tag == Noun && t.Form() == BaseForm && !strings.HasSuffix(before.Folded, "s") && next.Tag.In(Aux, Past, Verb)
}

// retagDeterminer tells what a determiner is that determines nothing.
func retagDeterminer(ts []Token, i int, before, next Token) Tag {
	t := ts[i]
	pointing := english.Articles.Has(t.Folded) && !t.Is("the", "a", "an")
	counts := next.Folded == "than" && i+2 < len(ts) && ts[i+2].Tag == Num
	switch {
	case t.Folded == "that":
		return thatTag(before, next)
	case t.Folded == "her" && (next.Folded == "" || next.Mark != "" || !next.Tag.In(Noun, Adj, Num, Name, Ing, Adv)):
		return Pron
	case (english.QuantityWords.Has(t.Folded) || pointing) && standsAlone(next) && !counts:
		return Pron
	case t.Is("more", "less", "most") && next.Mark == "" && (next.Tag == Adv || next.Tag == Adj && !pluralAfter(ts, i+1)):
		return Adv
	}
	return Det
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
	return next.Folded == "" || next.Mark != "" || next.Tag.In(Aux, Verb) || next.Tag == Prep && next.Folded != "of" ||
		next.Tag.In(Past, Conj, Not)
}

func thatTag(before, next Token) Tag {
	switch {
	case before.Tag.In(Noun, Name) && next.Tag.In(Aux, Verb, Past, Not) && next.Mark == "":
		return Wh
	case next.Tag.In(Noun, Adj):
		if before.Tag.In(Prep, None, Conj) {
			return Det
		}
		return Sub
	case next.Tag == Aux && before.Tag.In(None, Conj, Prep):
		return Pron
	}
	return Sub
}

// ClauseFollows reports whether a subject with its verb begins at i.
func ClauseFollows(ts []Token, i int) bool {
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
