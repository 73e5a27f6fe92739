package remarks

import (
	"readout/corpus/remarks/internal/phrase"
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
		case k >= 2 && r.kind(k) == phrase.Comma && r.kind(k-1) == phrase.Word && r.commaBefore(k-1) >= 0:
			k = r.commaBefore(k - 1) // ", however,", ", once again,"
			g.start = k
			continue
		case english.CalendarWords.Has(w) && r.s[k].Capital && !r.s[k].Possessive:
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
		case english.Quantifiers.Has(w) && r.at(k-1).SubjectName(): // "X and Y both said"
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
	return w == "" || r.s[k].Possessive && !phrase.IsContracted(w) || r.s[k].Capital && !r.s[k].Opens
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

// commaBefore is the comma that opens the short insertion which ends at item k, or -1.
func (r *sentenceReader) commaBefore(k int) int {
	for m := k; m >= 0 && m > k-4; m-- {
		if r.s[m].Kind == phrase.Comma {
			return m
		}
		if r.s[m].Kind != phrase.Word || !english.IsAdverb(r.s[m].Folded) {
			return -1
		}
	}
	return -1
}

// finite reads a past or present form: active, passive, or a participle without its auxiliary.
func (r *sentenceReader) finite(p *predicate, form english.SpeechForm) bool {
	g := r.group(p.verb)
	next := r.word(p.verb + 1)
	if r.at(g.start - 1).Owns() {
		return false // an adjective: "his often repeated wish"
	}
	if form.NounLike && !r.nounIsVerb(g.start-1, p.verb) || english.NeedsQuote.Has(p.lemma) && !r.besideQuote(p.verb) {
		return false
	}
	if g.infinitive {
		return false
	}
	prev := r.at(g.start - 1)
	speaking := prev.SubjectName() || prev.Is("he", "she", "they", "who") // "she said by telephone"
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

// tellsStory reports whether the verb at i tells what is no statement: "told the truth", "tells jokes".
func (r *sentenceReader) tellsStory(i int) bool {
	return r.is(i+1, "the") && r.is(i+2, "truth", "story", "tale") || r.is(i+1, "lies", "jokes", "stories") ||
		r.is(i+2, "lie", "joke", "story")
}

func (r *sentenceReader) besideQuote(verb int) bool {
	for k := max(0, verb-4); k < verb+4 && k < len(r.s); k++ {
		if r.s[k].Kind == phrase.Quote {
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
	if !(it.SubjectName() || it.Is("he", "she", "who")) {
		if !n.Is("that", "for") && n.Kind != phrase.Quote || it.Kind != phrase.Word || !it.Capital {
			return false
		}
		who, _, ok := r.nounPhraseBefore(subject)
		return ok && who.known()
	}
	return n.Kind == phrase.Quote || n.Kind == phrase.Name ||
		n.Is("that", "the", "a", "an", "it", "he", "she", "his", "her", "its", "their", "for", "on")
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
			(r.opensPart(p.verb) || prev.Is("when", "if") || prev.Kind == phrase.Comma && r.kind(g.start-2) != phrase.Quote)
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
		case r.objectFollows(p.verb), prev.Is("and", "but"):
			return false
		case prev.SubjectName():
			return true
		}
	}
	return prev.Kind != phrase.Name && !prev.Is("he", "she", "who", "they")
}

// opensPart reports whether item i opens the sentence, or a part of it as a sentence is opened.
func (r *sentenceReader) opensPart(i int) bool { return i == 0 || r.s[i].Opens }

// objectFollows reports whether the object of "dismissed as “...”" comes after the quotation: "suggestions that ...".
func (r *sentenceReader) objectFollows(verb int) bool {
	for k := verb + 2; k < len(r.s) && k < verb+6; k++ {
		if r.s[k].Kind == phrase.Quote {
			n := r.at(k + 1)
			return n.Kind == phrase.Name || n.Kind == phrase.Word && n.Folded != "by" && !english.Subordinators.Has(n.Folded) &&
				!(english.Conjunctions.Has(n.Folded) && n.Folded != "both") &&
				!english.PurePrepositions.Has(n.Folded)
		}
	}
	return false
}

// passive reads "was described by X as ...".
func (r *sentenceReader) passive(p *predicate, g verbGroup) bool {
	p.passive = true
	for k := p.verb + 1; k < len(r.s) && k < p.verb+25; k++ {
		if r.s[k].Kind == phrase.Break || r.s[k].Kind == phrase.Colon || k > p.verb+1 && english.SpeechForms[r.word(k)].Finite() {
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
	return r.kind(i-1) == phrase.Quote || r.kind(i-1) == phrase.Comma && r.kind(i-2) == phrase.Quote
}

// inverted reads a subject after its verb: "..., said X, the director."
func (r *sentenceReader) inverted(p *predicate, form english.SpeechForm, g verbGroup) bool {
	prev := r.kind(p.verb - 1)
	afterQuote := r.afterQuote(p.verb)
	if g.start != p.verb || form.Class != english.SayVerb || !form.Inverts() && (!afterQuote || p.lemma == "tell") {
		return false
	}
	if prev != phrase.Quote && prev != phrase.Comma && prev != phrase.Dash && !r.opensPart(p.verb) {
		return false
	}
	who, to, ok := r.nounPhraseAfter(p.verb + 1)
	if !ok {
		return false
	}
	if phrase.IsVerbLike(r.at(to)) || r.is(to, "and") && phrase.IsVerbLike(r.at(to+1)) {
		return false
	}
	if r.kind(to) == phrase.Comma && prev == phrase.Comma && !afterQuote && r.insertionEnd(to) > 0 && !r.is(to+1, "who") {
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
	if before := r.at(g.start - 1); before.SubjectName() {
		if p.mute = p.mute || !r.is(g.start-2, "with"); !p.mute { // "with X calling for"
			p.speaker, p.from = personParty(before.Person), g.start-1
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
	case oneOf(before, "while", "when", "before", "after") && start > 1 && !r.s[start-1].Opens:
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
	case r.kind(start-1) == phrase.Word:
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
	if it.Kind == phrase.Word && form.Class == english.SayVerb && !form.NounLike && !english.NeedsQuote.Has(p.lemma) {
		if who, _, ok := r.nounPhraseBefore(g.start - 1); ok && who.plural && who.known() {
			return r.subjectBefore(p, g.start-1)
		}
	}
	if !it.Is("they", "who") && (form.NounLike || form.Class == english.CallVerb || !r.manyAt(g.start-1)) {
		return false
	}
	return r.subjectBefore(p, g.start-1)
}

// manyAt reports whether item i ends a plural subject: "officials", "police", "X and Y".
func (r *sentenceReader) manyAt(i int) bool {
	it := r.at(i)
	return it.NamesMany() || it.Is("people", "police") || it.SubjectName() && r.is(i-1, "and")
}

// infinitiveHappened reports whether the infinitive whose "to" stands at i tells what was done: "went on to say", "used the
// speech to say".
func (r *sentenceReader) infinitiveHappened(i int) bool {
	switch r.word(i - 1) {
	case "on", "continued", "continues", "proceeded", "rushed":
		return true
	}
	for k := i - 1; k > 0 && k > i-12 && (r.kind(k) == phrase.Word || r.kind(k) == phrase.Name); k-- {
		if r.is(k, "used", "took", "uses", "takes") {
			return true
		}
	}
	return false
}
