package tagger

import (
	"strconv"
	"strings"
	"unicode"

	"readout/retrieval/thesaurus"
	"readout/retrieval/verify/internal/wordlist"
)

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
	case wordlist.BeForms[w], wordlist.HaveForms[w], wordlist.DoForms[w], wordlist.Modals[w] && !(w == "may" && isCapital(t.Text) && i > 0):
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
	case w == "mine" && i > 0 && (wordlist.Articles[ts[i-1].Folded] || ts[i-1].Tag == Adj):
	case w == "even if", w == "only if", w == "as if", w == "as though", w == "even though", w == "provided that":
		t.Tag = Sub
	case isCapital(t.Text) && i > 0 && t.Mark == "" && !t.Opens && w != "i" && !wordlist.Articles[w]:
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
	case wordlist.Conjunctions[w] && !(w == "yet" && i > 0 && t.Mark == ""):
		t.Tag = Conj
	case w == "who" || w == "whom" || w == "which" || w == "what":
		t.Tag = Wh
	case wordlist.Articles[w], wordlist.Possessive[w], wordlist.Quantifiers[w]:
		t.Tag = Det
	case wordlist.Pronouns[w]:
		t.Tag = Pron
	case wordlist.Prepositions[w] && !(w == "as" && i > 0 && false):
		t.Tag = Prep
	case wordlist.Subordinators[w]:
		t.Tag = Sub
	case wordlist.Adverbs[w]:
		t.Tag = Adv
	case isCapital(t.Text) && w != "i" && i > 0 && !t.Opens && !strings.ContainsAny(t.Mark, ".?!:"):
		t.Tag = Name
	}
}

// imperatives are verbs that open a sentence more often than they are names.
var imperatives = wordlist.Set("suppose imagine assume picture pretend consider say see read take let make")

// opensName reports whether a word at the beginning of a sentence, before one with a capital, is part of a name.
func opensName(w string) bool {
	if wordlist.Articles[w] || wordlist.Pronouns[w] || wordlist.Prepositions[w] || wordlist.Possessive[w] || wordlist.Quantifiers[w] || wordlist.Subordinators[w] || wordlist.Conjunctions[w] || wordlist.Adverbs[w] ||
		wordlist.Relatives[w] || wordlist.Modals[w] || wordlist.BeForms[w] || wordlist.HaveForms[w] || wordlist.DoForms[w] {
		return false
	}
	if imperatives[w] {
		return false
	}
	english := thesaurus.English()
	return english.Class(w) != thesaurus.Person && (english.PartOfSpeech(w) != thesaurus.Verb || formOf(w) == BaseForm) && english.PartOfSpeech(w) != thesaurus.Adverb && formOf(w) != IngForm && formOf(w) != PastForm
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
	if v, ok := wordlist.NumberWords[w]; ok && !(w == "one" && i+1 < len(ts) && ts[i+1].Folded != "of" && r.oneIsPronoun(ts, i)) {
		t.Tag, t.Value = Num, v
		return true
	}
	if v, ok := wordlist.Multipliers[w]; ok {
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
	return ts[i].Folded == "one" && i > 1 && ts[i].Mark == "" && ts[i-1].Mark == "" && (wordlist.Articles[ts[i-2].Folded] || wordlist.Possessive[ts[i-2].Folded]) &&
		thesaurus.English().PartOfSpeech(ts[i-1].Folded) == thesaurus.Adjective
}

func (r *Reader) oneIsPronoun(ts []Token, i int) bool {
	n := ts[i+1]

	return n.Mark != "" || wordlist.Prepositions[n.Folded] || wordlist.Modals[n.Folded] || wordlist.BeForms[n.Folded] || wordlist.Adverbs[n.Folded]
}

// date reads the names of months and days, and the numbers beside them.
func (r *Reader) date(ts []Token, i int) bool {
	t := &ts[i]
	if !isCapital(t.Text) {
		return false
	}
	if wordlist.Weekdays[t.Folded] {
		t.Tag, t.Date = Name, "weekday:"+t.Folded[:3]
		return true
	}
	m, ok := wordlist.Months[t.Folded]
	if !ok || t.Is("may", "march") && i == 0 {
		return false
	}
	digit := func(j int) bool {
		return j >= 0 && j < len(ts) && strings.ContainsFunc(ts[j].Folded, unicode.IsDigit)
	}
	if t.Is("may", "mar", "jan") && !digit(i-1) && !digit(i+1) && !(i > 0 && (wordlist.Prepositions[ts[i-1].Folded] || ts[i-1].Is("last", "next", "this", "early", "late"))) {
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
	form := t.Form()
	before := Token{}
	j := i - 1
	for j >= 0 && ts[j].Tag.In(Not, Adv) && ts[i].Mark == "" {
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
	case before.Tag == Aux && t.Is("first", "long", "well", "much") && (next.Form() == PastForm || next.Tag == Aux):
		return Adv
	case before.Tag == Aux:
		return afterAuxiliary(before, form, pos, next)
	case before.Folded == "to" && before.Tag == Prep:
		if pos == thesaurus.Verb && form == BaseForm || sameInPast[t.Folded] || infinitive(t, next) {
			ts[j].Tag = To
			return Verb
		}
	case before.Tag == Adj && form == PastForm && pos == thesaurus.Verb && (next.Folded == "" || next.Tag != None):
		return Past
	case before.Is("more", "less", "most", "least") && pos == thesaurus.Adjective && next.Is("", "than"):
		return Adj
	case before.Tag == Det && wordlist.Quantifiers[before.Folded] && wordlist.NounVerbs[t.Folded] && form == BaseForm && (next.Tag == Pron || wordlist.Articles[next.Folded]):
		return Verb // "some support it"
	case before.Tag.In(Det, Num, Adj) || before.Owns:
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

func afterAuxiliary(before Token, f Form, pos thesaurus.PartOfSpeech, next Token) Tag {
	switch {
	case wordlist.Modals[before.Folded] || wordlist.DoForms[before.Folded]:
		return Verb
	case wordlist.HaveForms[before.Folded]:
		if f == PastForm {
			return Past
		}
		return nounOrAdj(pos, next)
	case f == IngForm:
		return Ing
	case f == PastForm && (pos == thesaurus.Verb || pos == thesaurus.Adjective || pos == thesaurus.Unknown || pos == thesaurus.Noun):
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
	return wordlist.NounVerbs[t.Folded] && next.Tag != Aux || t.Form() == BaseForm && (wordlist.Articles[next.Folded] || wordlist.Possessive[next.Folded]) && !t.Owns
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
	nounBefore := before.Tag.In(Noun, Name, Pron, Wh)
	objectNext := next.Tag.In(Det, Pron, Name, Num, Prep, Sub, Not)
	switch {
	case strings.HasSuffix(t.Folded, "ly") && pos != thesaurus.Noun && pos != thesaurus.Verb && pos != thesaurus.Adjective:
		return Adv
	case f == PastForm && pos != thesaurus.Adjective && (pos != thesaurus.Noun || nounBefore || strings.HasSuffix(t.Folded, "ed")):
		return Past
	case f == PastForm && nounBefore:
		return Past
	case f == IngForm && pos == thesaurus.Verb || f == IngForm && objectNext && next.Tag != Prep:
		return Ing
	case nounBefore && (before.Tag == Pron && !objectPronouns[before.Folded] || before.Tag == Wh) && pos != thesaurus.Adverb && pos != thesaurus.Adjective:
		return Verb
	case before.Tag == Noun && pos == thesaurus.Verb && f == BaseForm && !PluralNoun(before) && !next.Tag.In(Det, Pron, Name):
		return Noun // "a phone call"
	case nounBefore && pos == thesaurus.Verb && !t.Owns:
		return Verb
	case before.Tag == Name && f == SForm && !t.Owns && !next.Tag.In(None, Noun) && thesaurus.English().PartOfSpeech(strings.TrimSuffix(t.Folded, "s")) == thesaurus.Verb:
		return Verb // "Norn remains in prison"
	case nounBefore && f == SForm && next.Is("out", "up", "down", "off", "away", "back") && !PluralNoun(before):
		return Verb
	case nounBefore && f == SForm && objectNext && next.Tag != Prep && !strings.HasSuffix(before.Folded, "s") && !t.Owns && thesaurus.English().Class(t.Folded) != thesaurus.Person:
		return Verb
	case (nounBefore || before.Tag == Num) && wordlist.NounVerbs[t.Folded] && next.Tag.In(Det, Pron):
		return Verb
	case pos == thesaurus.Adjective && !plural(t.Folded):
		return Adj
	case pos == thesaurus.Adverb:
		return Adv
	case pos == thesaurus.Verb && f == BaseForm && before.Folded == "" && !t.Owns:
		return Verb
	case pos == thesaurus.Verb && before.Tag == Conj && !t.Owns && (f == SForm || f == BaseForm) && objectNext:
		return Verb
	}
	return Noun
}

// plural reports whether a word that may be an adjective has the ending of several: "civilians".
func plural(w string) bool {
	return strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is") && len(w) > 3
}

var objectPronouns = wordlist.Set("them him me us himself herself itself themselves")

func PluralNoun(t Token) bool {
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
	if t.Folded == "that" && strings.Contains(t.Mark, ",") && next.Tag.In(Noun, Adj, Aux) {
		before = Token{} // it joins nothing to what stands before the comma
	}
	switch {
	case i == 0 && t.Tag == Noun && t.Form() == IngForm && next.Tag.In(Prep, Det) && next.Mark == "":
		t.Tag = Ing
	case t.Folded == "last" && t.Tag == Adj && PluralNoun(before) && t.Mark == "" && (next.Folded == "" || next.Mark != ""):
		t.Tag = Verb
	case t.Tag == Verb && i > 1 && ts[i-2].Tag == Sub:
	case t.Tag == Verb && t.Form() == SForm && before.Tag.In(Noun, Adj, Name) && next.Mark == "" && (next.Tag == Aux || next.Tag == Past && !wordlist.Articles[before.Folded]):
		t.Tag = Noun // "the peace talks were"
	case t.Tag == Verb && before.Tag == Noun && t.Form() == BaseForm && !strings.HasSuffix(before.Folded, "s") && next.Mark == "" && next.Tag.In(Aux, Past, Verb):
		t.Tag = Noun
	case t.Tag == Adj && (before.Tag == Det || before.Owns) && t.Mark == "" && (next.Folded == "" || next.Mark != "" && !next.Tag.In(Adj, Conj) || next.Tag.In(Past, Verb, Aux, Prep)):
		t.Tag = Noun // "the general said"
	case t.Folded == "that" && t.Tag == Det:
		t.Tag = thatTag(before, next)
	case t.Is("before", "after", "since", "until", "till", "as") && t.Tag == Prep && next.Date == "" && next.Tag != Num && ClauseFollows(ts, i+1):
		t.Tag = Sub
	case t.Folded == "so" && t.Tag == Sub:
		t.Tag = Adv
	case t.Folded == "her" && t.Tag == Det && (next.Folded == "" || next.Mark != "" || !next.Tag.In(Noun, Adj, Num, Name, Ing, Adv)):
		t.Tag = Pron
	case t.Tag == Det && (wordlist.Quantifiers[t.Folded] || wordlist.Articles[t.Folded] && !t.Is("the", "a", "an")) && standsAlone(next) && !(next.Folded == "than" && i+2 < len(ts) && ts[i+2].Tag == Num):
		t.Tag = Pron
	case t.Is("more", "less", "most") && t.Tag == Det && next.Mark == "" && (next.Tag == Adv || next.Tag == Adj && !pluralAfter(ts, i+1)):
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
	return next.Folded == "" || next.Mark != "" || next.Tag.In(Aux, Verb) || next.Tag == Prep && next.Folded != "of" || next.Tag.In(Past, Conj, Not)
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
