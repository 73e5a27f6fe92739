package remarks

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/people"
	"readout/corpus/prose"
)

// nounPhraseBefore reads the description of a speaker that ends with item j: "a senior official", "a spokesman for X". The party is
// unknown when the phrase describes nobody who can speak.
func (r *sentenceReader) nounPhraseBefore(j int) (who party, from int, ok bool) {
	const longest = 16 // items
	from = j + 1
	and, cut := -1, false
	for k := j; k >= 0 && k > j-longest; k-- {
		it := r.s[k]
		if it.kind != wordItem && it.kind != nameItem {
			break
		}
		if it.kind == wordItem && !it.joined {
			if it.folded == "and" && k < j && k > 0 {
				if and < 0 || r.kind(k-1) != commaItem {
					and = k
				}
				from = k
				continue
			}
			if isVerbLike(it) && k < j && (r.s[k+1].kind == nameItem || determines(r.s[k+1])) {
				cut = true
				break
			}
			if english.Conjunctions.Has(it.folded) && it.folded != "both" || english.Subordinators.Has(it.folded) || isPronoun(it) || english.Auxiliaries.Has(it.folded) ||
				english.SpeechForms[it.folded].Finite() && !english.SpeechForms[it.folded].NounLike || english.IrregularPasts.Has(it.folded) || it.is("than", "according") {
				cut = !english.Subordinators.Has(it.folded) && !english.Conjunctions.Has(it.folded)
				break
			}
			if english.IsAdverb(it.folded) && !english.Quantifiers.Has(it.folded) {
				break
			}
		}
		from = k
		if it.opens {
			break
		}
		if k < j && determines(it) && !(k > 0 && r.s[k-1].kind == wordItem && (english.PhrasePrepositions.Has(r.s[k-1].folded) || r.s[k-1].folded == "and")) {
			if !it.possessive && !(k > 0 && determines(r.s[k-1])) {
				break
			}
		}
	}
	if cut && and >= 0 {
		from = and + 1
	}
	for from <= j && r.s[from].kind == wordItem && (english.PurePrepositions.Has(r.s[from].folded) || english.BeginsClause.Has(r.s[from].folded) && !r.is(from, "both")) {
		from++
	}
	if from > j {
		return party{}, j, false
	}
	return r.partyOf(from, j+1), from, true
}

func isPronoun(it item) bool {
	return it.kind == wordItem && !it.initialism && english.PersonalPronouns.Has(it.folded)
}

func determines(it item) bool {
	return it.kind == wordItem && (english.Determiners.Has(it.folded) || it.is("this", "that", "these", "those", "each", "every", "all", "most", "some", "two", "three", "several", "many", "one", "another", "both", "any", "no", "other"))
}

// partyOf is who the items describe, if it is somebody who can speak.
func (r *sentenceReader) partyOf(from, to int) party {
	head, capital := "", false
	for k := from; k < to; k++ {
		it := r.s[k]
		if it.kind == wordItem && english.PhrasePrepositions.Has(it.folded) && k > from {
			break
		}
		if it.kind == nameItem {
			head, capital = "", true
			continue
		}
		if it.is("people") || people.IsOffices(it.folded) || english.GroupNouns.Has(it.folded) && !determines(it) || english.GroupNouns.Has(it.folded) && to-from == 1 {
			head = it.folded
			capital = false
			continue
		}
		if !determines(it) && !english.FunctionWords.Has(it.folded) {
			if head == "" || it.capital && !it.opens || k == to-1 {
				head = ""
			}
			capital = it.capital && (!it.opens || r.p.names.Lower[it.folded] == 0) || it.initialism
		}
	}
	if head == "" && !capital || to == from+1 && (r.s[from].kind == nameItem && r.s[from].possessive) {
		return party{}
	}
	if from < to && r.s[to-1].kind == nameItem && r.s[to-1].possessive {
		return party{}
	}
	if first := r.s[from]; first.subjectName() && to > from+1 && english.PhrasePrepositions.Has(r.word(from+1)) && !r.hasWord(from, to, "and") {
		return personParty(first.person) // "X of the institute"
	}
	text := r.describe(from, to)
	if text == "both" || text == "the two" || text == "the pair" {
		if both := r.plural(); both.known() {
			return both
		}
	}
	if p := r.p.whoIs(r, from, to); p != nil {
		return personParty(p)
	}
	if strings.HasPrefix(text, "the ") && r.p.focus.person == nil && r.p.focus.known() && head != "" && strings.HasSuffix(r.p.focus.name, " "+head) && to-from == 2 {
		return r.p.focus // "The official" after "a senior official"
	}
	plural := strings.HasSuffix(head, "s") || head == "men" || head == "women" || head == "people" || r.is(from, "both", "two")
	return party{name: text, plural: plural}
}

func (r *sentenceReader) hasWord(from, to int, words ...string) bool {
	for k := from; k < to && k < len(r.s); k++ {
		if r.s[k].is(words...) {
			return true
		}
	}
	return false
}

// describe is the text of the items, without the capital that a sentence's start gave its first word.
func (r *sentenceReader) describe(from, to int) string {
	text := prose.OneLine(r.text(from, to))
	first := r.s[from]
	if first.opens && first.kind == wordItem && !first.initialism && (english.FunctionWords.Has(first.folded) || r.p.names.Lower[first.folded] > 0 || people.IsOffices(first.folded) || english.GroupNouns.Has(first.folded)) {
		c, n := utf8.DecodeRuneInString(text)
		return string(unicode.ToLower(c)) + text[n:]
	}
	return text
}

// nounPhraseAfter reads the speaker that begins at item i, after "said" or "by", and returns the item after it.
func (r *sentenceReader) nounPhraseAfter(i int) (who party, to int, ok bool) {
	const longest = 14 // items
	it := r.at(i)
	if it.is("both") && r.at(i+1).kind == nameItem {
		i++
		it = r.at(i)
	}
	if it.subjectName() {
		who, to = personParty(it.person), i+1
		if r.is(to, "and") && r.at(to+1).subjectName() {
			second := r.s[to+1].person.Name
			return party{name: who.name + " and " + second, plural: true}, to + 2, true
		}
		return who, to, true
	}
	if next := r.at(i + 1); next.subjectName() && (it.possessive || determines(it)) {
		return personParty(next.person), i + 2, true // "the president's adviser X"
	}
	if it.kind != wordItem && it.kind != nameItem {
		return party{}, i, false
	}
	if it.kind == wordItem && (isPronoun(it) || !determines(it) && english.FunctionWords.Has(it.folded) || isVerbLike(it) && !people.IsOffices(it.folded) && !english.GroupNouns.Has(it.folded) && !it.capital) {
		return party{}, i, false
	}
	to = i
	for to < len(r.s) && to < i+longest {
		it := r.s[to]
		if it.kind != wordItem && it.kind != nameItem || it.opens && to > i {
			break
		}
		if it.kind == wordItem && to > i {
			w := it.folded
			if english.PersonalRelatives.Has(w) || w == "that" || w == "as" || english.Conjunctions.Has(w) || r.timeWord(to) || english.Auxiliaries.Has(w) || english.SpeechForms[w].Finite() && !english.SpeechForms[w].NounLike {
				break
			}
			if english.OccasionPrepositions.Has(w) && !(w == "at" || w == "in" || w == "on") || w == "by" || w == "during" {
				break
			}
			if (w == "in" || w == "on" || w == "at") && (!people.IsOffices(r.word(to-1)) || venueFollows(r.s[to+1:])) {
				break
			}
		}
		to++
	}
	if to == i {
		return party{}, i, false
	}
	who = r.partyOf(i, to)
	return who, to, who.known()
}

// speakingPronoun is whom "he" or "she" at item i, the subject of a verb of speech, stands for. Where nobody else can be meant, it
// shows how pronouns refer to the person.
func (r *sentenceReader) speakingPronoun(i int) party {
	who, want := r.pronoun(i), r.sexAt(i)
	if who.person == nil || r.p.sexOf(who.person) != people.AnySex || r.others(0, i, who, want) > 0 {
		return who
	}
	for _, other := range r.p.named {
		if s := r.p.sexOf(other); other != who.person && (s == people.AnySex || s == want) {
			return who
		}
	}
	r.p.sexes[who.person] = want
	return who
}

func (r *sentenceReader) sexAt(i int) people.Sex {
	if r.s[i].folded == "she" {
		return people.Female
	}
	return people.Male
}

// pronoun is whom "he" or "she" at item i stands for, when that is beyond doubt.
func (r *sentenceReader) pronoun(i int) party {
	want := r.sexAt(i)
	suits := func(p party) bool {
		if p.person == nil {
			return p.known() && !p.plural
		}
		s := r.p.sexOf(p.person)
		return s == people.AnySex || s == want
	}
	if outer := r.enclosing(i); outer >= 0 {
		q := r.preds[outer]
		if q.body == i && q.addressee == nil {
			if suits(q.speaker) {
				return q.speaker
			}
			return party{}
		}
		if to := q.addressee; to != nil && (r.p.sexOf(to) == people.AnySex || r.p.sexOf(to) == want) {
			return party{} // "X told Y he would": either
		}
		if r.others(q.body, i, q.speaker, want) > 0 || !suits(q.speaker) {
			return party{}
		}
		return q.speaker
	}
	if c, ok := r.mainSubject(i); ok {
		if suits(c.who) && !c.who.plural {
			return c.who
		}
		if c.who.plural {
			return party{}
		}
		return r.onlySuiting(0, i, want)
	}
	for _, c := range r.subjects { // "After X came, he said": X, if nobody else is named
		if c.at < i && c.subordinate && c.who.known() {
			if suits(c.who) && !c.who.plural && r.others(0, i, c.who, want) == 0 {
				return c.who
			}
			return party{}
		}
	}
	if focus := r.p.focus; suits(focus) && !focus.plural && (focus.person == nil || r.p.sexOf(focus.person) == want || !r.p.soleOfSex(want).known()) {
		return focus
	}
	if r.p.focus.plural {
		return party{}
	}
	return r.p.soleOfSex(want)
}

// sexOf is how pronouns refer to the person, as far as the articles, or this one so far, have shown.
func (p *passageReader) sexOf(person *corpus.Person) people.Sex {
	if s := p.names.Sexes[person]; s != people.AnySex {
		return s
	}
	return p.sexes[person]
}

// soleOfSex is the one person named in the last sentence whom the articles are known to call by the pronoun.
func (p *passageReader) soleOfSex(want people.Sex) party {
	var found party
	for _, person := range p.named {
		if p.sexOf(person) != want {
			continue
		}
		if found.known() {
			return party{}
		}
		found = personParty(person)
	}
	return found
}

// others counts the persons named in items[from:to] besides one, whom the pronoun could stand for.
func (r *sentenceReader) others(from, to int, besides party, want people.Sex) int {
	n := 0
	for k := from; k < to; k++ {
		if it := r.s[k]; it.kind == nameItem && !it.attributes && it.person != besides.person {
			if s := r.p.sexOf(it.person); s == people.AnySex || s == want {
				n++
			}
		}
	}
	return n
}

// onlySuiting is the one person named in items[from:to] whom the articles are known to call by the pronoun.
func (r *sentenceReader) onlySuiting(from, to int, want people.Sex) party {
	var found *corpus.Person
	for k := from; k < to; k++ {
		it := r.s[k]
		if it.kind != nameItem || it.attributes || r.p.sexOf(it.person) != want {
			continue
		}
		if found != nil && found != it.person {
			return party{}
		}
		found = it.person
	}
	if found == nil {
		return party{}
	}
	return personParty(found)
}

// plural is whom "they" stands for: those who spoke together last.
func (r *sentenceReader) plural() party {
	for k := len(r.subjects) - 1; k >= 0; k-- {
		if c := r.subjects[k]; !c.subordinate {
			if c.who.plural {
				return c.who
			}
			return party{}
		}
	}
	if r.p.focus.plural {
		return r.p.focus
	}
	return party{}
}
