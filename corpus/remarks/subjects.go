package remarks

import (
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/people"
	"readout/corpus/prose"
	"readout/corpus/remarks/internal/phrase"
)

// clauseSubject is a person who is the subject of a finite clause.
type clauseSubject struct {
	at          int
	who         party
	subordinate bool
}

// noteSpeaker enters a speaker among the subjects of the sentence.
func (r *sentenceReader) noteSpeaker(p predicate) {
	for _, c := range r.subjects {
		if c.at >= p.from && c.at < p.to {
			return
		}
	}
	r.subjects = append(r.subjects, clauseSubject{at: p.from, who: p.speaker})
	slices.SortStableFunc(r.subjects, func(a, b clauseSubject) int { return a.at - b.at })
}

// findSubjects finds the persons, named or "he" and "she", that are followed by a finite verb.
func (r *sentenceReader) findSubjects() {
	for i := range r.s {
		it := r.s[i]
		pronoun := it.Is("he", "she")
		if !it.SubjectName() && !pronoun || r.s[i].Joined {
			continue
		}
		if v := r.afterSubject(i); !phrase.IsVerbLike(r.at(v)) || r.is(v+1, "by") && !english.Auxiliaries.Has(r.word(v)) || r.renames(i) {
			continue
		}
		from, who := i, party{}
		if pronoun {
			who = r.pronoun(i)
		} else {
			from, who = r.joint(i)
		}
		sub := english.Subordinators.Has(r.word(from - 1))
		if !sub && r.isObject(from, i) {
			continue
		}
		r.subjects = append(r.subjects, clauseSubject{i, who, sub || r.opensSubordinate(from)})
	}
}

// isObject reports whether the word before item from, with which the name at i begins, makes it an object: "met X said" cannot be told
// apart from a subject.
func (r *sentenceReader) isObject(from, i int) bool {
	before := r.word(from - 1)
	if english.BeginsClause.Has(before) {
		return false
	}
	return english.PurePrepositions.Has(before) ||
		i > 0 && r.kind(from-1) == phrase.Word && !english.Conjunctions.Has(before) && !english.IsAdverb(before)
}

// renames reports whether the name at i only says again who the name before it is: "X, the foreign minister, ...".
func (r *sentenceReader) renames(i int) bool {
	return r.s[i].Form == people.ByRole && r.kind(i-1) == phrase.Comma && r.kind(i-2) == phrase.Name && r.s[i-2].Person == r.s[i].Person
}

// opensSubordinate reports whether the clause whose subject begins at item i was opened by a subordinator some words before, as in
// "after a meeting in May X said".
func (r *sentenceReader) opensSubordinate(i int) bool {
	for k := i - 1; k >= 0 && k > i-8 && r.s[k].Kind == phrase.Word; k-- {
		if english.Subordinators.Has(r.s[k].Folded) && !r.s[k].Is("that", "once", "who") {
			for m := k + 1; m < i; m++ {
				if phrase.IsVerbLike(r.s[m]) {
					return false
				}
			}
			return true
		}
	}
	return false
}

// afterSubject is the item after the subject at i and what may stand between it and its verb: adverbs, and insertions between
// commas or dashes.
func (r *sentenceReader) afterSubject(i int) int {
	k := i + 1
	if r.kind(i-1) == phrase.Comma && r.kind(k) == phrase.Comma && people.IsOffice(r.word(i-2)) && r.s[i].Kind == phrase.Name {
		k++ // "the head, X, said"
	}
	for k < len(r.s) {
		switch {
		case r.s[k].Kind == phrase.Word && english.IsAdverb(r.s[k].Folded) && !english.Auxiliaries.Has(r.s[k].Folded):
			k++
		case r.s[k].Kind == phrase.Comma || r.s[k].Kind == phrase.Dash || r.s[k].Kind == phrase.Bracket:
			end := r.insertionEnd(k)
			if end < 0 {
				return k
			}
			k = end
		default:
			return k
		}
	}
	return k
}

// insertionEnd is the item after the insertion that the mark at k opens, or -1. Of several commas that may close it, the first
// one before a verb does.
func (r *sentenceReader) insertionEnd(k int) int {
	const longest = 30 // items
	if !r.opensInsertion(k + 1) {
		return -1
	}
	for m := k + 1; m < len(r.s) && m < k+longest; m++ {
		if r.s[m].Kind == phrase.Break || r.s[m].Kind == phrase.Quote || r.s[m].Kind == phrase.Colon {
			return -1
		}
		if r.s[m].Kind == r.s[k].Kind {
			n := m + 1
			for r.kind(n) == phrase.Word && english.IsAdverb(r.s[n].Folded) && !english.Auxiliaries.Has(r.s[n].Folded) {
				n++
			}
			if phrase.IsVerbLike(r.at(n)) {
				return m + 1
			}
		}
	}
	return -1
}

// opensInsertion reports whether the words from i on can be inserted between a subject and its verb.
func (r *sentenceReader) opensInsertion(i int) bool {
	it := r.at(i)
	switch {
	case it.Kind == phrase.Name:
		return true
	case it.Kind != phrase.Word:
		return false
	case it.Capital && !english.FunctionWords.Has(it.Folded), people.IsOffices(it.Folded), english.OfficeModifiers.Has(it.Folded),
		strings.HasSuffix(it.Folded, "ing"),
		prose.IsNumber(it.Folded), it.Initialism:
		return true
	}
	return english.InsertionOpeners.Has(it.Folded) || english.PurePrepositions.Has(it.Folded) || strings.HasSuffix(it.Folded, "ed") ||
		english.IsAdverb(it.Folded)
}

// joint is where the subject that ends with the name at i begins, and who it is: the names joined to it by "and" count.
func (r *sentenceReader) joint(i int) (from int, who party) {
	who = personParty(r.s[i].Person)
	if r.word(i-1) != "and" {
		return r.skipBoth(i), who
	}
	first := i - 2
	if r.kind(first) == phrase.Comma {
		first--
	}
	it := r.at(first)
	var lead party
	switch {
	case it.SubjectName():
		lead = personParty(it.Person)
	case it.Is("he", "she"):
		lead = r.pronoun(first)
	default:
		return i, who
	}
	start := first
	for start >= 2 && r.kind(start-1) == phrase.Comma && r.s[start-2].SubjectName() {
		start -= 2
	}
	before := r.word(start - 1)
	if start > 0 && r.kind(start-1) == phrase.Word && !english.Conjunctions.Has(before) && !english.BeginsClause.Has(before) &&
		!english.Subordinators.Has(before) && !english.IsAdverb(before) {
		return i, party{} // "met X and Y said": X may be an object
	}
	names := []string{}
	for k := start; k < first; k += 2 {
		names = append(names, r.s[k].Person.Name)
	}
	if !lead.known() {
		return r.skipBoth(start), party{plural: true}
	}
	names = append(names, lead.name, who.name)
	joined := strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
	return r.skipBoth(start), party{name: joined, plural: true}
}

func (r *sentenceReader) skipBoth(i int) int {
	if r.is(i-1, "both") {
		return i - 1
	}
	return i
}

func personParty(p *corpus.Person) party { return party{person: p, name: p.Name} }

// subjectBefore reads the subject that ends before or at item j.
func (r *sentenceReader) subjectBefore(p *predicate, j int) bool {
	j = r.skipInsertion(r.skipDay(j))
	if j < 0 {
		return false
	}
	it := r.s[j]
	switch {
	case it.SubjectName():
		return r.namedSubject(p, j)
	case it.Kind == phrase.Name && it.Possessive:
		return false
	case it.Is("he", "she"):
		p.speaker, p.from = r.speakingPronoun(j), j
		p.relative = r.is(j-1, "what", "whom", "which")
	case it.Is("they"):
		p.speaker, p.from = r.plural(), j
	case it.Is("who"):
		return r.relativeSubject(p, j)
	case it.Is("i", "we", "you", "it", "that", "which", "this", "there"):
		p.from, p.mute = j, true
	case it.Is("and", "but", "or", "then") || it.Kind == phrase.Comma && r.is(j-1, "and", "but"):
		if r.is(p.verb-1, "had", "has", "have") {
			return false // it may go on within what is reported
		}
		return r.sharedSubject(p)
	case it.Kind == phrase.Word || it.Kind == phrase.Name:
		who, from, ok := r.nounPhraseBefore(j)
		if !ok {
			return false
		}
		if p.class == english.CallVerb && !who.known() {
			return false
		}
		p.speaker, p.from = who, from
	default:
		return false
	}
	return true
}

// namedSubject takes the name at j for the subject, unless a preposition makes it part of a longer one: "a spokesman for X".
func (r *sentenceReader) namedSubject(p *predicate, j int) bool {
	from, who := r.joint(j)
	before := r.word(from - 1)
	if from > 0 && !r.s[from].Opens && english.PurePrepositions.Has(before) && before != "like" {
		who, start, ok := r.nounPhraseBefore(j)
		if !ok || !who.known() {
			return false
		}
		p.speaker, p.from = who, start
		return true
	}
	if before == "and" && from == j && r.kind(j-2) == phrase.Word && people.IsOffices(r.word(j-2)) {
		if w, start, ok := r.nounPhraseBefore(j - 2); ok && w.known() {
			p.from = start
			p.speaker = party{name: r.describe(start, j+1), plural: true}
			return true
		}
	}
	p.speaker, p.from = who, from
	p.relative = r.is(from-1, "what", "whom", "which")
	return true
}

// relativeSubject finds whom "who" at j stands for.
func (r *sentenceReader) relativeSubject(p *predicate, j int) bool {
	p.relative, p.from = true, j
	k := j - 1
	if r.kind(k) == phrase.Comma {
		k--
	}
	it := r.at(k)
	switch {
	case it.Kind == phrase.Name && !it.Possessive:
		p.speaker, p.from = personParty(it.Person), k
		if r.is(k-1, "and") && r.at(k-2).Kind == phrase.Name {
			p.speaker = party{}
		}
	case it.Kind == phrase.Word:
		if who, from, ok := r.nounPhraseBefore(k); ok {
			p.speaker, p.from = who, from
		}
	}
	return true
}

// sharedSubject gives a verb after "and" the subject of the verb before it: "X said ... and dismissed ...".
func (r *sentenceReader) sharedSubject(p *predicate) bool {
	for k := len(r.preds) - 1; k >= 0; k-- {
		if q := r.preds[k]; !q.gerund && !q.relative && q.outer < 0 && q.verb < p.verb {
			if q.post {
				continue
			}
			p.speaker = q.speaker
			return true
		}
	}
	if c, ok := r.mainSubject(p.verb); ok {
		p.speaker = c.who
		return true
	}
	return false
}

// mainSubject is the nearest subject of a main clause before item i.
func (r *sentenceReader) mainSubject(i int) (clauseSubject, bool) {
	for k := len(r.subjects) - 1; k >= 0; k-- {
		if c := r.subjects[k]; c.at < i && !c.subordinate && r.enclosing(c.at) < 0 {
			return c, true
		}
	}
	return clauseSubject{}, false
}

// skipDay steps from item j over the day on which something is said: "X, the director, Monday said".
func (r *sentenceReader) skipDay(j int) int {
	if j > 0 && english.Weekdays.Has(r.word(j)) && !r.s[j].Possessive {
		return j - 1
	}
	return j
}

// skipInsertion steps from item j, directly before a verb, over an insertion between commas, dashes or brackets.
func (r *sentenceReader) skipInsertion(j int) int {
	const farthest = 45 // items
	kind := r.kind(j)
	if j < 1 || kind != phrase.Comma && kind != phrase.Dash && kind != phrase.Bracket {
		return j
	}
	fallback := -1
	for k := j - 1; k > 0 && k > j-farthest; k-- {
		switch r.s[k].Kind {
		case phrase.Quote, phrase.Break, phrase.Colon:
			return fallback
		case kind:
			if !r.opensInsertion(k + 1) {
				continue
			}
			b := r.s[k-1]
			if b.SubjectName() && r.canBeSubject(k-1) {
				if r.isAppositionOf(k) {
					return j - 1 // "the adviser, X, said": the name is the insertion
				}
				return k - 1
			}
			if b.Is("he", "she", "they") {
				return k - 1
			}
			if k+2 == j && r.s[k+1].SubjectName() {
				return k + 1
			}
			if fallback < 0 && b.MaySpeak() {
				fallback = k - 1
			}
		}
	}
	return fallback
}

// isAppositionOf reports whether what the comma at k opens is a name alone.
func (r *sentenceReader) isAppositionOf(k int) bool {
	return r.at(k+1).SubjectName() && r.kind(k+2) == phrase.Comma && !r.at(k-1).SubjectName()
}

// canBeSubject reports whether nothing before the name at i makes it an object.
func (r *sentenceReader) canBeSubject(i int) bool {
	from, _ := r.joint(i)
	if from == 0 || r.s[from].Opens || r.kind(from-1) != phrase.Word {
		return true
	}
	before := r.word(from - 1)
	return english.Conjunctions.Has(before) || english.BeginsClause.Has(before) || english.Subordinators.Has(before) ||
		english.IsAdverb(before) && !english.PurePrepositions.Has(before)
}
