package remarks

import (
	"readout/corpus/remarks/internal/phrase"
	"strings"

	"readout/corpus/english"
)

// accordingTo reads "according to X".
func (r *sentenceReader) accordingTo(i int) (predicate, bool) {
	who, to, ok := r.nounPhraseAfter(i + 2)
	if !ok {
		return predicate{}, false
	}
	p := predicate{verb: i, class: english.SayVerb, lemma: "according", speaker: who, from: i, to: to, body: len(r.s), limit: len(r.s),
		outer: -1}
	opening := true
	for k := i - 1; k >= 0 && r.s[k].Kind != phrase.Break; k-- {
		if r.s[k].Kind != phrase.Word || !english.FunctionWords.Has(r.s[k].Folded) {
			opening = false
		}
	}
	if c := r.nextComma(to, 14); opening && c >= 0 {
		p.body = c + 1
	} else {
		p.post = true
	}
	return p, true
}

// putIt reads "as X put it" and "in X's words", which credit the quotations around them.
func (r *sentenceReader) putIt(i int) (predicate, bool) {
	p := predicate{verb: i, class: english.SayVerb, lemma: "according", from: i, to: i + 1, body: len(r.s), limit: len(r.s), outer: -1,
		post: true}
	switch {
	case r.is(i, "put", "puts", "described") && r.is(i+1, "it") && r.at(i-1).SubjectName() && r.is(i-2, "as"):
		p.speaker, p.from, p.to = personParty(r.s[i-1].Person), i-1, i+2
	case r.is(i, "words") && r.at(i-1).Kind == phrase.Name && r.s[i-1].Possessive && r.is(i-2, "in"):
		p.speaker, p.from = personParty(r.s[i-1].Person), i-2
	case r.is(i, "words") && r.is(i-1, "the") && r.is(i-2, "in") && r.is(i+1, "of"):
		who, to, ok := r.nounPhraseAfter(i + 2)
		if !ok {
			return predicate{}, false
		}
		p.speaker, p.from, p.to = who, i-2, to
	default:
		return predicate{}, false
	}
	return p, true
}

func (r *sentenceReader) nextComma(i, atMost int) int {
	for k := i; k < len(r.s) && k < i+atMost; k++ {
		if r.s[k].Kind == phrase.Comma {
			return k
		}
	}
	return -1
}

// quotedAsSaying reads "quoted X as saying" and "X was quoted by Y as saying": X speaks.
func (r *sentenceReader) quotedAsSaying(p predicate) (predicate, bool) {
	saying := -1
	for k := p.verb + 1; k < len(r.s) && k < p.verb+20; k++ {
		if r.s[k].Kind == phrase.Break || r.s[k].Kind == phrase.Quote {
			break
		}
		if r.is(k, "as") && r.is(k+1, "saying", "telling") {
			saying = k + 1
			break
		}
	}
	if saying < 0 {
		return p, false
	}
	g := r.group(p.verb)
	p.class, p.lemma = english.SayVerb, "say"
	if g.be || r.is(p.verb+1, "by", "as") {
		j := g.start - 1
		if !r.subjectBefore(&p, j) {
			p.mute = true
		}
	} else {
		who, _, ok := r.nounPhraseAfter(p.verb + 1)
		p.speaker, p.mute = who, !ok
	}
	p.to = saying + 1
	p.mute = p.mute || g.negated || g.modal
	p.relative = false
	return p, true
}

// giving reads "had a simpler explanation", "issued a warning": a verb that makes a noun of speech a predicate.
func (r *sentenceReader) giving(i int) (predicate, bool) {
	if !english.GivingVerbs.Has(r.word(i)) || r.s[i].Capital && !r.s[i].Opens {
		return predicate{}, false
	}
	const farthest = 6 // words from the verb to its noun
	negated := false
	for k := i + 1; k < len(r.s) && k <= i+farthest; k++ {
		if r.s[k].EndsObject() {
			return predicate{}, false
		}
		negated = negated || r.is(k, "no", "not", "little", "few")
		noun := english.SpeechNouns.Has(r.s[k].Folded) || english.WordNouns.Has(r.s[k].Folded)
		if !noun || english.SpeechNouns.Has(r.word(k+1)) {
			continue
		}
		if using := r.is(i, "used", "uses", "using"); using != english.WordNouns.Has(r.s[k].Folded) && using {
			return predicate{}, false
		}
		return r.gives(i, k, negated)
	}
	return predicate{}, false
}

// gives is the predicate that the verb at item i makes of the noun of speech at item k.
func (r *sentenceReader) gives(i, k int, negated bool) (predicate, bool) {
	p := predicate{verb: i, class: english.CallVerb, lemma: "give", from: i, to: k + 1, body: len(r.s), limit: len(r.s), outer: -1,
		mute: negated, gerund: strings.HasSuffix(r.word(i), "ing")}
	g := r.group(i)
	p.mute = p.mute || g.negated || g.modal
	ok := false
	switch {
	case g.infinitive || g.be:
	case p.gerund:
		ok = r.gerund(&p)
	default:
		ok = r.subjectBefore(&p, g.start-1)
	}
	if !ok {
		return predicate{}, false
	}
	return r.finish(p), true
}

// phrasals are verbs that tell of speech only with the word after them.
var phrasals = map[string]string{"pointed": "out", "points": "out", "pointing": "out", "shot": "back", "fired": "back", "hit": "back",
	"spelled": "out"}

// phrasal reads "pointed out that".
func (r *sentenceReader) phrasal(i int) (predicate, bool) {
	if particle := phrasals[r.word(i)]; particle == "" || !r.is(i+1, particle) {
		return predicate{}, false
	}
	p := predicate{verb: i, class: english.SayVerb, lemma: r.word(i), from: i, to: i + 2, body: len(r.s), limit: len(r.s), outer: -1}
	g := r.group(i)
	if p.gerund = r.is(i, "pointing"); p.gerund && !r.gerund(&p) || !p.gerund && (g.infinitive || g.be || !r.subjectBefore(&p, g.start-1)) {
		return predicate{}, false
	}
	p.mute = p.mute || g.negated || g.modal
	return r.finish(p), true
}

// madeClear reads "made clear that", "made it clear that".
func (r *sentenceReader) madeClear(i int) (predicate, bool) {
	if !r.is(i, "made", "makes") {
		return predicate{}, false
	}
	k := i + 1
	if r.is(k, "it") {
		k++
	}
	if !r.is(k, "clear", "plain") {
		return predicate{}, false
	}
	p := predicate{verb: i, class: english.SayVerb, lemma: "make clear", from: i, to: k + 1, body: len(r.s), limit: len(r.s), outer: -1}
	g := r.group(i)
	if g.infinitive || g.be || !r.subjectBefore(&p, g.start-1) {
		return predicate{}, false
	}
	p.mute = g.negated || g.modal
	return r.finish(p), true
}
