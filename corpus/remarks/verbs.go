package remarks

import (
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
		case r.kind(k) == commaItem && k >= 2 && english.IsAdverb(r.word(k-1)) && r.commaBefore(k-1) >= 0:
			k = r.commaBefore(k - 1) // ", however,", ", once again,"
			g.start = k
			continue
		case english.CalendarWords.Has(w) && r.s[k].capital && !r.s[k].possessive:
			if r.is(k-1, "on", "last", "this", "late", "early") {
				k--
			}
		case w == "" || r.s[k].possessive && !isContracted(w) || r.s[k].capital && !r.s[k].opens:
			return g
		case english.Negations.Has(w) || w == "no":
			g.negated = true
			g.modal = g.modal || english.Modals.Has(w)
			g.do = g.do || strings.HasPrefix(w, "d")
			g.be = g.be || english.BeForms.Has(w)
		case english.BeForms.Has(w):
			g.be = true
		case english.Modals.Has(w):
			g.modal = true
		case w == "do" || w == "does" || w == "did":
			g.do = true
		case w == "has" || w == "have" || w == "had" || w == "having":
			g.have = true
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
	if owner := r.at(g.start - 1); owner.possessive && !isContracted(owner.folded) || owner.is("his", "her", "its", "their", "my", "your", "our", "the", "a", "an") {
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
	if p.lemma == "tell" && (r.is(p.verb+1, "the") && r.is(p.verb+2, "truth", "story", "tale") || r.is(p.verb+1, "lies", "jokes", "stories") || r.is(p.verb+2, "lie", "joke", "story")) {
		return false
	}
	p.mute = g.negated || g.modal
	if r.inverted(p, form, g) {
		return true
	}
	return r.subjectBefore(p, g.start-1)
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
	return n.kind == quoteItem || n.kind == nameItem || n.is("that", "the", "a", "an", "it", "he", "she", "his", "her", "its", "their", "for", "on")
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
		opens := p.verb == 0 || r.s[p.verb].opens || prev.is("when", "if") || prev.kind == commaItem && r.kind(g.start-2) != quoteItem
		return opens && english.AsksOf.Has(next)
	case "tell", "assure", "inform", "remind":
		if next == "that" {
			return true
		}
	case "accuse", "blame", "praise", "condemn", "criticize", "criticise", "thank", "congratulate":
		if next == "of" || next == "for" || next == "on" {
			return true
		}
	}
	switch {
	case next != "of" && next != "for" && next != "to" && next != "as" || !english.TakesThings.Has(p.lemma):
		return false
	case next == "as" && r.objectFollows(p.verb):
		return false
	case next == "as" && prev.subjectName():
		return true
	}
	return prev.kind != nameItem && !prev.is("he", "she", "who", "they") && !(prev.is("and", "but") && next == "as")
}

// objectFollows reports whether the object of "dismissed as “...”" comes after the quotation: "suggestions that ...".
func (r *sentenceReader) objectFollows(verb int) bool {
	for k := verb + 2; k < len(r.s) && k < verb+6; k++ {
		if r.s[k].kind == quoteItem {
			n := r.at(k + 1)
			return n.kind == nameItem || n.kind == wordItem && n.folded != "by" && !english.Subordinators.Has(n.folded) && !(english.Conjunctions.Has(n.folded) && n.folded != "both") &&
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

// inverted reads a subject after its verb: "..., said X, the director."
func (r *sentenceReader) inverted(p *predicate, form english.SpeechForm, g verbGroup) bool {
	prev := r.kind(p.verb - 1)
	afterQuote := prev == quoteItem || prev == commaItem && r.kind(p.verb-2) == quoteItem
	if g.start != p.verb || form.Class != english.SayVerb {
		return false
	}
	if !form.Inverts() && !(afterQuote && p.lemma != "tell") {
		return false
	}
	if !(prev == quoteItem || prev == commaItem || prev == dashItem || p.verb == 0 || r.s[p.verb].opens) {
		return false
	}
	who, to, ok := r.nounPhraseAfter(p.verb + 1)
	if !ok {
		return false
	}
	next := r.at(to)
	if isVerbLike(next) || r.is(to, "and") && isVerbLike(r.at(to+1)) {
		return false
	}
	if next.kind == commaItem && prev == commaItem && !afterQuote {
		// "X, speaking on Friday, said Y, Z and others would come": the subject of another verb follows
		if end := r.insertionEnd(to); end > 0 && !r.is(to+1, "who") {
			return false
		}
	}
	p.speaker, p.to, p.post = who, to, true
	if p.verb == 0 || r.s[p.verb].opens {
		p.post = false
	}
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
	switch before := r.word(g.start - 1); {
	case (before == "while" || before == "when" || before == "before" || before == "after") && g.start > 1 && !r.s[g.start-1].opens:
		return false // "said when announcing it"
	case before == "by" || before == "in" || before == "while" || before == "when" || before == "and" || before == "before" || before == "after":
	case before == "without" || before == "for" || before == "of" || before == "as" || before == "than" || before == "from" || before == "about" || before == "to":
		p.mute = true
		return true
	case before == "" || english.IsAdverb(before):
	case people.IsOffices(before) || english.GroupNouns.Has(before): // "with officials saying"
		who, from, ok := r.nounPhraseBefore(g.start - 1)
		p.speaker, p.from, p.mute = who, from, !ok
		return true
	case r.kind(g.start-1) == wordItem:
		p.mute = true
		return true
	}
	opening := g.start == 0 || r.s[g.start].opens || r.word(g.start-1) != "" && g.start == 1
	if opening {
		// "Calling it “...”, X said": the subject is still to come
		for _, c := range r.subjects {
			if c.at > p.verb && !c.subordinate {
				p.speaker = c.who
				return true
			}
		}
		return false
	}
	for k := len(r.preds) - 1; k >= 0; k-- {
		q := r.preds[k]
		if q.mute || q.outer >= 0 || q.verb > p.verb {
			continue
		}
		if c, ok := r.mainSubject(p.verb); ok && c.at > q.to {
			break
		}
		p.speaker = q.speaker
		return true
	}
	if c, ok := r.mainSubject(p.verb); ok {
		p.speaker = c.who
		return true
	}
	p.mute = true
	return true
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
	if form.NounLike && !it.is("they", "who") || form.Class == english.CallVerb && !it.is("they", "who") {
		return false
	}
	if it.is("they", "who") || it.kind == wordItem && strings.HasSuffix(it.folded, "s") && (people.IsOffices(it.folded) || english.GroupNouns.Has(it.folded)) || it.is("people", "police") ||
		it.subjectName() && r.is(g.start-2, "and") {
		return r.subjectBefore(p, g.start-1)
	}
	return false
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
