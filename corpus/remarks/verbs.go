package remarks

import (
	"slices"
	"strings"

	"readout/corpus/english"
	"readout/corpus/people"
)

// verbGroup is what the adverbs and auxiliaries before a verb make of it.
type verbGroup struct {
	start      int // first item of the group
	be         bool
	modal      bool
	negated    bool
	infinitive bool
	do         bool
	have       bool
}

// group walks left over the adverbs and auxiliaries of the verb at i.
func (r *sentenceReader) group(i int) verbGroup {
	g := verbGroup{start: i}
	for k := i - 1; k >= 0; k-- {
		w := r.word(k)
		switch {
		case k >= 2 && r.kind(k) == commaItem && r.kind(k-1) == wordItem && r.commaBefore(k-1) >= 0:
			k = r.commaBefore(k - 1) // ", however,", ", once again,"
			g.start = k
			continue
		case english.CalendarWords.Has(w) && r.s[k].capital && !r.s[k].possessive:
			if r.is(k-1, "on", "last", "this", "late", "early") {
				k--
			}
		case r.endsGroup(k):
			return g
		case g.auxiliary(w):
		case w == "to":
			g.infinitive = true
			g.start = k
			return g
		case english.IsAdverb(w) && !english.Quantifiers.Has(w) && w != "so":
		case english.Quantifiers.Has(w) && r.at(k-1).subjectName(): // "X and Y both said"
		default:
			return g
		}
		g.start = k
	}
	return g
}

// endsGroup reports whether item k can't be in a group of verbs: no word, a possessive, a name's word.
func (r *sentenceReader) endsGroup(k int) bool {
	w := r.word(k)
	return w == "" || r.s[k].possessive && !isContracted(w) || r.s[k].capital && !r.s[k].opens
}

// auxiliary notes what the word, an auxiliary or a negation, makes of the verb.
func (g *verbGroup) auxiliary(w string) bool {
	switch {
	case english.Negations.Has(w) || w == "no":
		g.negated = true
		g.modal = g.modal || english.Modals.Has(w)
		g.do = g.do || strings.HasPrefix(w, "d")
		g.be = g.be || english.BeForms.Has(w)
	case english.BeForms.Has(w):
		g.be = true
	case english.Modals.Has(w):
		g.modal = true
	case oneOf(w, "do", "does", "did"):
		g.do = true
	case oneOf(w, "has", "have", "had", "having"):
		g.have = true
	default:
		return false
	}
	return true
}

// oneOf reports whether the word is among the others, however it is written: unlike is, an initialism too.
func oneOf(word string, others ...string) bool { return slices.Contains(others, word) }

// isContracted reports whether what looks like a possessive ending after the word is a verb: "who's", "he's".
func isContracted(word string) bool {
	switch word {
	case "who", "he", "she", "it", "that", "there", "what", "where", "here", "how", "let":
		return true
	}
	return false
}

// commaBefore is the comma that opens the short insertion which ends at item k, or -1.
func (r *sentenceReader) commaBefore(k int) int {
	for m := k; m >= 0 && m > k-4; m-- {
		if r.s[m].kind == commaItem {
			return m
		}
		if r.s[m].kind != wordItem || !english.IsAdverb(r.s[m].folded) {
			return -1
		}
	}
	return -1
}

// finite reads a past or present form: active, passive, or a participle without its auxiliary.
func (r *sentenceReader) finite(p *predicate, form english.SpeechForm) bool {
	g := r.group(p.verb)
	next := r.word(p.verb + 1)
	if r.at(g.start - 1).owns() {
		return false // an adjective: "his often repeated wish"
	}
	if form.NounLike && !r.nounIsVerb(g.start-1, p.verb) || english.NeedsQuote.Has(p.lemma) && !r.besideQuote(p.verb) {
		return false
	}
	if g.infinitive {
		return false
	}
	prev := r.at(g.start - 1)
	speaking := prev.subjectName() || prev.is("he", "she", "they", "who") // "she said by telephone"
	if form.Form == english.PastForm && (g.be || next == "by" && !speaking) {
		return r.passive(p, g)
	}
	if form.Form == english.PastForm && r.bareParticiple(p, g) {
		return r.passive(p, g)
	}
	if p.lemma == "tell" && r.tellsStory(p.verb) {
		return false
	}
	p.mute = g.negated || g.modal
	if r.inverted(p, form, g) {
		return true
	}
	return r.subjectBefore(p, g.start-1)
}

// owns reports whether a noun has to follow: "his", "the", "X's".
func (it item) owns() bool {
	return it.possessive && !isContracted(it.folded) || it.is("his", "her", "its", "their", "my", "your", "our", "the", "a", "an")
}

// tellsStory reports whether the verb at i tells what is no statement: "told the truth", "tells jokes".
func (r *sentenceReader) tellsStory(i int) bool {
	return r.is(i+1, "the") && r.is(i+2, "truth", "story", "tale") || r.is(i+1, "lies", "jokes", "stories") ||
		r.is(i+2, "lie", "joke", "story")
}

func (r *sentenceReader) besideQuote(verb int) bool {
	for k := max(0, verb-4); k < verb+4 && k < len(r.s); k++ {
		if r.s[k].kind == quoteItem {
			return true
		}
	}
	for k := verb + 1; k < verb+5; k++ {
		if r.is(k, "that") {
			return true
		}
	}
	return false
}

// nounIsVerb reports whether a word that is a noun as often is a verb here: after a person, before words credited.
func (r *sentenceReader) nounIsVerb(subject, verb int) bool {
	it, n := r.at(subject), r.at(verb+1)
	if !(it.subjectName() || it.is("he", "she", "who")) {
		if !n.is("that", "for") && n.kind != quoteItem || it.kind != wordItem || !it.capital {
			return false
		}
		who, _, ok := r.nounPhraseBefore(subject)
		return ok && who.known()
	}
	return n.kind == quoteItem || n.kind == nameItem ||
		n.is("that", "the", "a", "an", "it", "he", "she", "his", "her", "its", "their", "for", "on")
}

// bareParticiple recognises "the talks, described as ...", "asked about ..." and "X, told that ...": participles that have no
// subject of their own.
func (r *sentenceReader) bareParticiple(p *predicate, g verbGroup) bool {
	if g.have || g.do || g.modal {
		return false
	}
	prev, next := r.at(g.start-1), r.word(p.verb+1)
	switch p.lemma {
	case "ask":
		return english.AsksOf.Has(next) &&
			(r.opensPart(p.verb) || prev.is("when", "if") || prev.kind == commaItem && r.kind(g.start-2) != quoteItem)
	case "tell", "assure", "inform", "remind":
		if next == "that" {
			return true
		}
	case "accuse", "blame", "praise", "condemn", "criticize", "criticise", "thank", "congratulate":
		if oneOf(next, "of", "for", "on") {
			return true
		}
	}
	if !oneOf(next, "of", "for", "to", "as") || !english.TakesThings.Has(p.lemma) {
		return false
	}
	if next == "as" {
		switch {
		case r.objectFollows(p.verb), prev.is("and", "but"):
			return false
		case prev.subjectName():
			return true
		}
	}
	return prev.kind != nameItem && !prev.is("he", "she", "who", "they")
}

// opensPart reports whether item i opens the sentence, or a part of it as a sentence is opened.
func (r *sentenceReader) opensPart(i int) bool { return i == 0 || r.s[i].opens }

// objectFollows reports whether the object of "dismissed as “...”" comes after the quotation: "suggestions that ...".
func (r *sentenceReader) objectFollows(verb int) bool {
	for k := verb + 2; k < len(r.s) && k < verb+6; k++ {
		if r.s[k].kind == quoteItem {
			n := r.at(k + 1)
			return n.kind == nameItem || n.kind == wordItem && n.folded != "by" && !english.Subordinators.Has(n.folded) &&
				!(english.Conjunctions.Has(n.folded) && n.folded != "both") &&
				!english.PurePrepositions.Has(n.folded)
		}
	}
	return false
}

// passive reads "was described by X as ...".
func (r *sentenceReader) passive(p *predicate, g verbGroup) bool {
	p.passive = true
	for k := p.verb + 1; k < len(r.s) && k < p.verb+25; k++ {
		if r.s[k].kind == breakItem || r.s[k].kind == colonItem || k > p.verb+1 && english.SpeechForms[r.word(k)].Finite() {
			break
		}
		if !r.is(k, "by") {
			continue
		}
		if who, to, ok := r.nounPhraseAfter(k + 1); ok {
			p.speaker, p.to = who, to
			p.mute = g.negated || g.modal
			return true
		}
	}
	p.mute = true
	return true
}

// afterQuote reports whether item i follows a quotation, or the comma after one.
func (r *sentenceReader) afterQuote(i int) bool {
	return r.kind(i-1) == quoteItem || r.kind(i-1) == commaItem && r.kind(i-2) == quoteItem
}

// inverted reads a subject after its verb: "..., said X, the director."
func (r *sentenceReader) inverted(p *predicate, form english.SpeechForm, g verbGroup) bool {
	prev := r.kind(p.verb - 1)
	afterQuote := r.afterQuote(p.verb)
	if g.start != p.verb || form.Class != english.SayVerb || !form.Inverts() && (!afterQuote || p.lemma == "tell") {
		return false
	}
	if prev != quoteItem && prev != commaItem && prev != dashItem && !r.opensPart(p.verb) {
		return false
	}
	who, to, ok := r.nounPhraseAfter(p.verb + 1)
	if !ok {
		return false
	}
	if isVerbLike(r.at(to)) || r.is(to, "and") && isVerbLike(r.at(to+1)) {
		return false
	}
	if r.kind(to) == commaItem && prev == commaItem && !afterQuote && r.insertionEnd(to) > 0 && !r.is(to+1, "who") {
		return false // "X, speaking on Friday, said Y, Z and others would come": the subject of another verb follows
	}
	p.speaker, p.to, p.post = who, to, !r.opensPart(p.verb)
	return true
}

// gerund reads "..., saying that": its subject is the speaker before it, or the subject of the sentence.
func (r *sentenceReader) gerund(p *predicate) bool {
	g := r.group(p.verb)
	if english.NeedsQuote.Has(p.lemma) && !r.besideQuote(p.verb) {
		return false
	}
	if g.be {
		p.mute = g.negated || g.modal
		p.gerund = false
		return r.subjectBefore(p, g.start-1)
	}
	if g.have || g.do || g.modal {
		return false
	}
	p.mute = g.negated
	if before := r.at(g.start - 1); before.subjectName() {
		if p.mute = p.mute || !r.is(g.start-2, "with"); !p.mute { // "with X calling for"
			p.speaker, p.from = personParty(before.person), g.start-1
		}
		return true
	}
	if is, decided := r.gerundAfter(p, g.start); decided {
		return is
	}
	if r.opensPart(g.start) || r.word(g.start-1) != "" && g.start == 1 {
		// "Calling it “...”, X said": the subject is still to come
		for _, c := range r.subjects {
			if c.at > p.verb && !c.subordinate {
				p.speaker = c.who
				return true
			}
		}
		return false
	}
	r.gerundGoesOn(p)
	return true
}

// gerundAfter reads the gerund by the word before its group, which starts at item start, when that decides.
func (r *sentenceReader) gerundAfter(p *predicate, start int) (is, decided bool) {
	switch before := r.word(start - 1); {
	case oneOf(before, "while", "when", "before", "after") && start > 1 && !r.s[start-1].opens:
		return false, true // "said when announcing it"
	case oneOf(before, "by", "in", "while", "when", "and", "before", "after"):
	case oneOf(before, "without", "for", "of", "as", "than", "from", "about", "to"):
		p.mute = true
		return true, true
	case before == "" || english.IsAdverb(before):
	case people.IsOffices(before) || english.GroupNouns.Has(before): // "with officials saying"
		who, from, ok := r.nounPhraseBefore(start - 1)
		p.speaker, p.from, p.mute = who, from, !ok
		return true, true
	case r.kind(start-1) == wordItem:
		p.mute = true
		return true, true
	}
	return false, false
}

// gerundGoesOn gives the gerund the speaker of the predicate before it, or the sentence's subject.
func (r *sentenceReader) gerundGoesOn(p *predicate) {
	for k := len(r.preds) - 1; k >= 0; k-- {
		q := r.preds[k]
		if q.mute || q.outer >= 0 || q.verb > p.verb {
			continue
		}
		if c, ok := r.mainSubject(p.verb); ok && c.at > q.to {
			break
		}
		p.speaker = q.speaker
		return
	}
	if c, ok := r.mainSubject(p.verb); ok {
		p.speaker = c.who
		return
	}
	p.mute = true
}

// base reads a base form: "did say", "officials say", "went on to say".
func (r *sentenceReader) base(p *predicate, form english.SpeechForm) bool {
	g := r.group(p.verb)
	switch {
	case g.infinitive:
		if !r.infinitiveHappened(g.start) {
			p.mute = true
			return true
		}
		c, ok := r.mainSubject(g.start)
		p.speaker = c.who
		return ok
	case g.modal || g.do || g.negated:
		p.mute = g.modal || g.negated
		return r.subjectBefore(p, g.start-1)
	}
	it := r.at(g.start - 1)
	if it.kind == wordItem && form.Class == english.SayVerb && !form.NounLike && !english.NeedsQuote.Has(p.lemma) {
		if who, _, ok := r.nounPhraseBefore(g.start - 1); ok && who.plural && who.known() {
			return r.subjectBefore(p, g.start-1)
		}
	}
	if !it.is("they", "who") && (form.NounLike || form.Class == english.CallVerb || !r.manyAt(g.start-1)) {
		return false
	}
	return r.subjectBefore(p, g.start-1)
}

// manyAt reports whether item i ends a plural subject: "officials", "police", "X and Y".
func (r *sentenceReader) manyAt(i int) bool {
	it := r.at(i)
	return it.namesMany() || it.is("people", "police") || it.subjectName() && r.is(i-1, "and")
}

// namesMany reports whether the item is a plural of those who speak: "officials", "agencies".
func (it item) namesMany() bool {
	return it.kind == wordItem && strings.HasSuffix(it.folded, "s") && (people.IsOffices(it.folded) || english.GroupNouns.Has(it.folded))
}

// infinitiveHappened reports whether the infinitive whose "to" stands at i tells what was done: "went on to say", "used the
// speech to say".
func (r *sentenceReader) infinitiveHappened(i int) bool {
	switch r.word(i - 1) {
	case "on", "continued", "continues", "proceeded", "rushed":
		return true
	}
	for k := i - 1; k > 0 && k > i-12 && (r.kind(k) == wordItem || r.kind(k) == nameItem); k-- {
		if r.is(k, "used", "took", "uses", "takes") {
			return true
		}
	}
	return false
}
