package remarks

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/people"
	"readout/corpus/prose"
	"readout/corpus/remarks/internal/phrase"
)

// nounPhraseBefore reads the description of a speaker that ends with item j: "a senior official", "a spokesman for X". The party is
// unknown when the phrase describes nobody who can speak.
func (r *sentenceReader) nounPhraseBefore(j int) (who party, from int, ok bool) {
	from, and, cut := r.walkBack(j)
	if cut && and >= 0 {
		from = and + 1
	}
	for from <= j && r.s[from].LeadsPhrase() {
		from++
	}
	if from > j {
		return party{}, j, false
	}
	return r.partyOf(from, j+1), from, true
}

// walkBack goes from item j to the left as far as a description may go. and is the last "and" on the way, or -1; cut says that the walk
// ended at a word of another clause.
func (r *sentenceReader) walkBack(j int) (from, and int, cut bool) {
	const longest = 16 // items
	from, and = j+1, -1
	for k := j; k >= 0 && k > j-longest; k-- {
		it := r.s[k]
		if it.Kind != phrase.Word && it.Kind != phrase.Name {
			break
		}
		if it.Kind == phrase.Word && !it.Joined {
			if it.Folded == "and" && k < j && k > 0 {
				if and < 0 || r.kind(k-1) != phrase.Comma {
					and = k
				}
				from = k
				continue
			}
			if stops, cut := r.stopsWalk(k, j); stops {
				return from, and, cut
			}
		}
		from = k
		if it.Opens || k < j && r.beginsPhrase(k) {
			break
		}
	}
	return from, and, false
}

// stopsWalk reports whether the word at item k is before the description that ends with item j, and whether it is of another clause.
func (r *sentenceReader) stopsWalk(k, j int) (stops, cut bool) {
	it := r.s[k]
	switch {
	case k < j && phrase.IsVerbLike(it) && (r.s[k+1].Kind == phrase.Name || phrase.Determines(r.s[k+1])):
		return true, true
	case it.EndsPhraseBefore():
		return true, !english.Subordinators.Has(it.Folded) && !english.Conjunctions.Has(it.Folded)
	}
	return english.IsAdverb(it.Folded) && !english.Quantifiers.Has(it.Folded), false
}

// beginsPhrase reports whether the article or other determiner at item k begins a description: none is before it, and nothing that
// continues one.
func (r *sentenceReader) beginsPhrase(k int) bool {
	if !phrase.Determines(r.s[k]) || r.s[k].Possessive {
		return false
	}
	if k == 0 {
		return true
	}
	before := r.s[k-1]
	continues := before.Kind == phrase.Word && (english.PhrasePrepositions.Has(before.Folded) || before.Folded == "and")
	return !continues && !phrase.Determines(before)
}

// partyOf is who the items describe, if it is somebody who can speak.
func (r *sentenceReader) partyOf(from, to int) party {
	head, capital := r.headOf(from, to)
	if head == "" && !capital || to == from+1 && r.s[from].PossessiveName() {
		return party{}
	}
	if from < to && r.s[to-1].PossessiveName() {
		return party{}
	}
	if first := r.s[from]; first.SubjectName() && to > from+1 && english.PhrasePrepositions.Has(r.word(from+1)) &&
		!r.hasWord(from, to, "and") {
		return personParty(first.Person) // "X of the institute"
	}
	text := r.describe(from, to)
	if oneOf(text, "both", "the two", "the pair") {
		if both := r.plural(); both.known() {
			return both
		}
	}
	if p := r.p.whoIs(r, from, to); p != nil {
		return personParty(p)
	}
	if focus := r.p.focus; to-from == 2 && head != "" && strings.HasPrefix(text, "the ") && focus.describedAs(head) {
		return focus // "The official" after "a senior official"
	}
	plural := strings.HasSuffix(head, "s") || oneOf(head, "men", "women", "people") || r.is(from, "both", "two")
	return party{name: text, plural: plural}
}

// describedAs reports whether the party is known by a description that ends with the word.
func (p party) describedAs(head string) bool {
	return p.person == nil && p.known() && strings.HasSuffix(p.name, " "+head)
}

// headOf is the noun of the items that tells of somebody who can speak, if there is one, and whether they end in a name of another kind.
func (r *sentenceReader) headOf(from, to int) (head string, capital bool) {
	for k := from; k < to; k++ {
		it := r.s[k]
		if it.Kind == phrase.Word && english.PhrasePrepositions.Has(it.Folded) && k > from {
			break
		}
		if it.Kind == phrase.Name {
			head, capital = "", true
			continue
		}
		if it.Is("people") || people.IsOffices(it.Folded) || english.GroupNouns.Has(it.Folded) && (!phrase.Determines(it) || to-from == 1) {
			head = it.Folded
			capital = false
			continue
		}
		if !phrase.Determines(it) && !english.FunctionWords.Has(it.Folded) {
			if head == "" || it.Capital && !it.Opens || k == to-1 {
				head = ""
			}
			capital = it.Capital && (!it.Opens || r.p.names.Lower[it.Folded] == 0) || it.Initialism
		}
	}
	return head, capital
}

func (r *sentenceReader) hasWord(from, to int, words ...string) bool {
	for k := from; k < to && k < len(r.s); k++ {
		if r.s[k].Is(words...) {
			return true
		}
	}
	return false
}

// describe is the text of the items, without the capital that a sentence's start gave its first word, and with the full stop of an
// abbreviation at its end: "Lenta Power Co.".
func (r *sentenceReader) describe(from, to int) string {
	text := prose.OneLine(r.text(from, to))
	if shown, end := r.p.passage.Text, r.s[to-1].Span.End; end < len(shown) && shown[end] == '.' && to < len(r.s) &&
		prose.StopAfter(shown, r.s[from].Span.Start, end) == prose.Possible {
		text += "."
	}
	first := r.s[from]
	if first.Opens && first.Kind == phrase.Word && !first.Initialism && (english.FunctionWords.Has(first.Folded) ||
		r.p.names.Lower[first.Folded] > 0 || people.IsOffices(first.Folded) || english.GroupNouns.Has(first.Folded)) {
		c, n := utf8.DecodeRuneInString(text)
		return string(unicode.ToLower(c)) + text[n:]
	}
	return text
}

// nounPhraseAfter reads the speaker that begins at item i, after "said" or "by", and returns the item after it.
func (r *sentenceReader) nounPhraseAfter(i int) (who party, to int, ok bool) {
	it := r.at(i)
	if it.Is("both") && r.at(i+1).Kind == phrase.Name {
		i++
		it = r.at(i)
	}
	if it.SubjectName() {
		who, to = personParty(it.Person), i+1
		if r.is(to, "and") && r.at(to+1).SubjectName() {
			second := r.s[to+1].Person.Name
			return party{name: who.name + " and " + second, plural: true}, to + 2, true
		}
		return who, to, true
	}
	if next := r.at(i + 1); next.SubjectName() && (it.Possessive || phrase.Determines(it)) {
		return personParty(next.Person), i + 2, true // "the president's adviser X"
	}
	if it.Kind != phrase.Word && it.Kind != phrase.Name {
		return party{}, i, false
	}
	if it.NoDescription() || english.Weekdays.Has(it.Folded) { // "X, the director, said Monday"
		return party{}, i, false
	}
	if to = r.phraseEnd(i); to == i {
		return party{}, i, false
	}
	who = r.partyOf(i, to)
	return who, to, who.known()
}

// phraseEnd is the item after the description that begins at item i.
func (r *sentenceReader) phraseEnd(i int) int {
	const longest = 14 // items
	to := i
	for to < len(r.s) && to < i+longest {
		it := r.s[to]
		if it.Kind != phrase.Word && it.Kind != phrase.Name || it.Opens && to > i {
			break
		}
		if it.Kind == phrase.Word && to > i && r.endsPhrase(to) {
			break
		}
		to++
	}
	return to
}

// endsPhrase reports whether the word at item k belongs to what comes after a description.
func (r *sentenceReader) endsPhrase(k int) bool {
	w := r.s[k].Folded
	switch {
	case english.PersonalRelatives.Has(w) || oneOf(w, "that", "as", "by", "during") || english.Conjunctions.Has(w) || r.timeWord(k) ||
		english.Auxiliaries.Has(w):
		return true
	case english.SpeechForms[w].Finite() && !english.SpeechForms[w].NounLike:
		return true
	case oneOf(w, "in", "on", "at"):
		return !people.IsOffices(r.word(k-1)) || venueFollows(r.s[k+1:])
	}
	return english.OccasionPrepositions.Has(w)
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
	if r.s[i].Folded == "she" {
		return people.Female
	}
	return people.Male
}

// pronoun is whom "he" or "she" at item i stands for, when that is beyond doubt.
func (r *sentenceReader) pronoun(i int) party {
	want := r.sexAt(i)
	suits := func(p party) bool { return r.suits(p, want) }
	if outer := r.enclosing(i); outer >= 0 {
		return r.pronounWithin(i, r.preds[outer], want)
	}
	if c, ok := r.mainSubject(i); ok {
		if c.who.plural {
			return party{}
		}
		if suits(c.who) {
			return c.who
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
	focus, sole := r.p.focus, r.p.soleOfSex(want)
	if suits(focus) && !focus.plural && (focus.person == nil || r.p.sexOf(focus.person) == want || !sole.known()) {
		return focus
	}
	if focus.plural {
		return party{}
	}
	return sole
}

// suits reports whether a pronoun of the sex can stand for the party.
func (r *sentenceReader) suits(p party, want people.Sex) bool {
	if p.person == nil {
		return p.known() && !p.plural
	}
	s := r.p.sexOf(p.person)
	return s == people.AnySex || s == want
}

// pronounWithin is whom the pronoun at item i stands for in words that the predicate reports.
func (r *sentenceReader) pronounWithin(i int, q predicate, want people.Sex) party {
	if q.body == i && q.addressee == nil {
		if r.suits(q.speaker, want) {
			return q.speaker
		}
		return party{}
	}
	if to := q.addressee; to != nil && (r.p.sexOf(to) == people.AnySex || r.p.sexOf(to) == want) {
		return party{} // "X told Y he would": either
	}
	if r.others(q.body, i, q.speaker, want) > 0 || !r.suits(q.speaker, want) {
		return party{}
	}
	return q.speaker
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
		if it := r.s[k]; it.Kind == phrase.Name && !it.Attributes && it.Person != besides.person {
			if s := r.p.sexOf(it.Person); s == people.AnySex || s == want {
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
		if it.Kind != phrase.Name || it.Attributes || r.p.sexOf(it.Person) != want {
			continue
		}
		if found != nil && found != it.Person {
			return party{}
		}
		found = it.Person
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
