package corpus

import (
	"slices"
	"strings"
)

// party is who speaks: a person, or a description of somebody who is not named. The zero value is unknown.
type party struct {
	person *Person
	name   string
	plural bool
}

func (p party) known() bool { return p.name != "" }

func (p party) same(q party) bool { return p.name == q.name && p.person == q.person }

// predicate is a verb of speech with its subject: what credits words to somebody.
type predicate struct {
	verb      int // item
	class     verbClass
	lemma     string
	speaker   party
	from, to  int // items that credit: subject and verb
	addressee *Person
	body      int  // first item of the words credited, when they follow; the sentence's length when none do
	whole     bool // the words credited include the verb: "rejected the claim"
	passive   bool
	limit     int  // item at which its clause is over, whatever follows
	post      bool // the words credited stand before: "..., X said."
	mute      bool // credits nothing: denied, asked for, merely possible, or passive without an agent
	gerund    bool
	relative  bool // "who said", "what he called"
	outer     int  // the predicate in whose reported clause it stands, or -1
	occasion  Span // in the passage's text
}

// clauseSubject is a person who is the subject of a finite clause.
type clauseSubject struct {
	at          int
	who         party
	subordinate bool
}

// sentenceReader finds who says what in one sentence.
type sentenceReader struct {
	p        *passageReader
	s        []item
	preds    []predicate
	subjects []clauseSubject
}

func (r *sentenceReader) text(from, to int) string {
	if from >= to {
		return ""
	}
	return r.p.passage.Text[r.s[from].span.Start:r.s[to-1].span.End]
}

func (r *sentenceReader) kind(i int) itemKind {
	if i < 0 || i >= len(r.s) {
		return breakItem
	}
	return r.s[i].kind
}

func (r *sentenceReader) is(i int, words ...string) bool {
	return i >= 0 && i < len(r.s) && r.s[i].is(words...)
}

func (r *sentenceReader) word(i int) string {
	if i < 0 || i >= len(r.s) || r.s[i].kind != wordItem {
		return ""
	}
	return r.s[i].folded
}

// read finds the subjects and the predicates of the sentence.
func (r *sentenceReader) read() {
	r.findSubjects()
	for i := range r.s {
		if p, ok := r.predicateAt(i); ok {
			r.preds = append(r.preds, p)
			if p.speaker.known() && !p.relative && !p.gerund && p.outer < 0 && !p.mute {
				r.noteSpeaker(p)
			}
		}
	}
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
		isPronoun := it.is("he", "she")
		if !it.subjectName() && !isPronoun || r.s[i].joined {
			continue
		}
		if v := r.afterSubject(i); !isVerbLike(r.at(v)) || r.is(v+1, "by") && !auxiliaries[r.word(v)] || r.renames(i) {
			continue
		}
		from, who := i, party{}
		if isPronoun {
			who = r.pronoun(i)
		} else {
			from, who = r.joint(i)
		}
		before := r.word(from - 1)
		sub := subordinators[before]
		if purePrepositions[before] && !sub && !beginsClause[before] {
			continue
		}
		if !sub && i > 0 && r.kind(from-1) == wordItem && !conjunctions[before] && !isAdverb(before) && !beginsClause[before] {
			continue // an object: "met X said" cannot be told apart from a subject
		}
		if !sub && r.opensSubordinate(from) {
			sub = true
		}
		r.subjects = append(r.subjects, clauseSubject{i, who, sub})
	}
}

// renames reports whether the name at i only says again who the name before it is: "X, the foreign minister, ...".
func (r *sentenceReader) renames(i int) bool {
	return r.s[i].form == ByRole && r.kind(i-1) == commaItem && r.kind(i-2) == nameItem && r.s[i-2].person == r.s[i].person
}

func (r *sentenceReader) at(i int) item {
	if i < 0 || i >= len(r.s) {
		return item{kind: breakItem}
	}
	return r.s[i]
}

var conjunctions = set(`and but or nor yet so both then`)

// beginsClause are words after which a subject begins: it is no object of theirs.
var beginsClause = set(`and but or so yet both that as while when then also even though although because if since before after until
	like than where whether which who how why what`)

// opensSubordinate reports whether the clause whose subject begins at item i was opened by a subordinator some words before, as in
// "after a meeting in May X said".
func (r *sentenceReader) opensSubordinate(i int) bool {
	for k := i - 1; k >= 0 && k > i-8 && r.s[k].kind == wordItem; k-- {
		if subordinators[r.s[k].folded] && !r.s[k].is("that", "once", "who") {
			for m := k + 1; m < i; m++ {
				if isVerbLike(r.s[m]) {
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
	for k < len(r.s) {
		switch {
		case r.s[k].kind == wordItem && isAdverb(r.s[k].folded) && !auxiliaries[r.s[k].folded]:
			k++
		case r.s[k].kind == commaItem || r.s[k].kind == dashItem || r.s[k].kind == bracketItem:
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
		if r.s[m].kind == breakItem || r.s[m].kind == quoteItem || r.s[m].kind == colonItem {
			return -1
		}
		if r.s[m].kind == r.s[k].kind {
			n := m + 1
			for r.kind(n) == wordItem && isAdverb(r.s[n].folded) && !auxiliaries[r.s[n].folded] {
				n++
			}
			if isVerbLike(r.at(n)) {
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
	case it.kind == nameItem:
		return true
	case it.kind != wordItem:
		return false
	case it.capital && !functionWords[it.folded], isOffices(it.folded), officeModifiers[it.folded], strings.HasSuffix(it.folded, "ing"),
		isNumber(it.folded), it.initialism:
		return true
	}
	return insertionOpeners[it.folded] || purePrepositions[it.folded] || strings.HasSuffix(it.folded, "ed") || isAdverb(it.folded)
}

var insertionOpeners = set(`the a an one his her its their who whom whose which himself herself however though meanwhile as like once too
	after before during while when whether if then now later nonetheless nevertheless indeed instead moreover again also still
	himself herself for`)

// joint is where the subject that ends with the name at i begins, and who it is: the names joined to it by "and" count.
func (r *sentenceReader) joint(i int) (from int, who party) {
	who = personParty(r.s[i].person)
	if r.word(i-1) != "and" {
		return r.skipBoth(i), who
	}
	first := i - 2
	if r.kind(first) == commaItem {
		first--
	}
	it := r.at(first)
	var lead party
	switch {
	case it.subjectName():
		lead = personParty(it.person)
	case it.is("he", "she"):
		lead = r.pronoun(first)
	default:
		return i, who
	}
	start := first
	for start >= 2 && r.kind(start-1) == commaItem && r.s[start-2].subjectName() {
		start -= 2
	}
	before := r.word(start - 1)
	if start > 0 && r.kind(start-1) == wordItem && !conjunctions[before] && !beginsClause[before] && !subordinators[before] && !isAdverb(before) {
		return i, party{} // "met X and Y said": X may be an object
	}
	names := []string{}
	for k := start; k < first; k += 2 {
		names = append(names, r.s[k].person.Name)
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

func personParty(p *Person) party { return party{person: p, name: p.Name} }

// predicateAt reads the verb of speech at item i, if there is one.
func (r *sentenceReader) predicateAt(i int) (predicate, bool) {
	it := r.s[i]
	if it.kind != wordItem || it.joined || it.possessive {
		return predicate{}, false
	}
	if i+1 < len(r.s) && r.s[i+1].joined {
		return predicate{}, false
	}
	if it.is("according") && r.is(i+1, "to") {
		return r.accordingTo(i)
	}
	if p, ok := r.putIt(i); ok {
		return p, true
	}
	form := speechForms[it.folded]
	if form.class == noSpeech {
		if p, ok := r.giving(i); ok {
			return p, true
		}
		if p, ok := r.phrasal(i); ok {
			return p, true
		}
		return r.madeClear(i)
	}
	if it.capital && !it.opens || r.word(i-1) == "the" || r.word(i-1) == "a" || r.word(i-1) == "an" {
		return predicate{}, false
	}
	if i > 0 && (r.s[i-1].possessive || possessivePronouns[r.word(i-1)] && r.word(i-1) != "her") {
		return predicate{}, false // "his stated aim", "her reply"
	}
	p := predicate{verb: i, class: form.class, lemma: form.lemma, from: i, to: i + 1, body: len(r.s), outer: -1, limit: len(r.s), gerund: form.form == gerundForm}
	if form.lemma == "quote" || form.lemma == "cite" {
		if q, ok := r.quotedAsSaying(p); ok {
			return r.finish(q), true
		}
	}
	if r.word(i) == "saying" && r.word(i-1) == "as" {
		return predicate{}, false // belongs to "quoted X as saying"
	}
	switch form.form {
	case gerundForm:
		if !r.gerund(&p) {
			return predicate{}, false
		}
	case baseForm:
		if !r.base(&p, form) {
			return predicate{}, false
		}
	default:
		if !r.finite(&p, form) {
			return predicate{}, false
		}
	}
	return r.finish(p), true
}

// group walks left over the adverbs and auxiliaries of the verb at i and tells what they make of it.
type verbGroup struct {
	start      int // first item of the group
	be         bool
	modal      bool
	negated    bool
	infinitive bool
	do         bool
	have       bool
}

func (r *sentenceReader) group(i int) verbGroup {
	g := verbGroup{start: i}
	for k := i - 1; k >= 0; k-- {
		w := r.word(k)
		switch {
		case r.kind(k) == commaItem && k >= 2 && isAdverb(r.word(k-1)) && r.commaBefore(k-1) >= 0:
			k = r.commaBefore(k - 1) // ", however,", ", once again,"
			g.start = k
			continue
		case calendarWords[w] && r.s[k].capital && !r.s[k].possessive:
			if r.is(k-1, "on", "last", "this", "late", "early") {
				k--
			}
		case w == "" || r.s[k].possessive && !isContracted(w) || r.s[k].capital && !r.s[k].opens:
			return g
		case negations[w] || w == "no":
			g.negated = true
			g.modal = g.modal || modals[w]
			g.do = g.do || strings.HasPrefix(w, "d")
			g.be = g.be || beForms[w]
		case beForms[w]:
			g.be = true
		case modals[w]:
			g.modal = true
		case w == "do" || w == "does" || w == "did":
			g.do = true
		case w == "has" || w == "have" || w == "had" || w == "having":
			g.have = true
		case w == "to":
			g.infinitive = true
			g.start = k
			return g
		case isAdverb(w) && !quantifiers[w] && w != "so":
		case quantifiers[w] && r.at(k-1).subjectName(): // "X and Y both said"
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
		if r.s[m].kind != wordItem || !isAdverb(r.s[m].folded) {
			return -1
		}
	}
	return -1
}

// finite reads a past or present form: active, passive, or a participle without its auxiliary.
func (r *sentenceReader) finite(p *predicate, form speechForm) bool {
	g := r.group(p.verb)
	next := r.word(p.verb + 1)
	if owner := r.at(g.start - 1); owner.possessive && !isContracted(owner.folded) || owner.is("his", "her", "its", "their", "my", "your", "our", "the", "a", "an") {
		return false // an adjective: "his often repeated wish"
	}
	if form.nounLike && !r.nounIsVerb(g.start-1, p.verb) || needsQuote[p.lemma] && !r.besideQuote(p.verb) {
		return false
	}
	if g.infinitive {
		return false
	}
	if form.form == pastForm && (g.be || next == "by") {
		return r.passive(p, g)
	}
	if form.form == pastForm && r.bareParticiple(p, g, form) {
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

// needsQuote are verbs that tell of speech only beside a quotation: "continued".
var needsQuote = set(`hope believe think fear expect feel agree disagree continue post counter reason repeat maintain`)

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
	it := r.at(subject)
	if !(it.subjectName() || it.is("he", "she", "who")) {
		return false
	}
	n := r.at(verb + 1)
	return n.kind == quoteItem || n.kind == nameItem || n.is("that", "the", "a", "an", "it", "he", "she", "his", "her", "its", "their", "for", "on")
}

// bareParticiple recognises "the talks, described as ...", "asked about ..." and "X, told that ...": participles that have no
// subject of their own.
func (r *sentenceReader) bareParticiple(p *predicate, g verbGroup, form speechForm) bool {
	if g.have || g.do || g.modal {
		return false
	}
	prev, next := r.at(g.start-1), r.word(p.verb+1)
	participial := prev.kind == breakItem || prev.kind == commaItem || prev.kind == dashItem || prev.is("when", "if", "as", "once", "and", "but", "or") ||
		p.verb == 0
	if p.lemma == "ask" && (participial || prev.kind == wordItem) && !(prev.kind == commaItem && r.kind(g.start-2) == quoteItem) {
		switch next {
		case "about", "whether", "if", "how", "why", "what", "by", "last", "on", "at", "during", "again", "in", "to", "later", "earlier", "when", "where", "who":
			if prev.is("when", "if") || p.verb == 0 || r.s[p.verb].opens || prev.kind == commaItem {
				return true
			}
		}
	}
	switch next {
	case "of", "for", "to", "as":
		switch p.lemma {
		case "accuse", "blame", "tell", "praise", "criticize", "criticise", "ask", "urge", "describe", "dismiss", "denounce", "characterize", "characterise",
			"call", "hail", "brand", "label", "term", "dub", "cite", "portray", "quote", "condemn", "depict", "reject":
			if next == "as" && r.objectFollows(p.verb) {
				return false
			}
			if next == "as" && r.at(g.start-1).subjectName() {
				return true
			}
			return prev.kind != nameItem && !prev.is("he", "she", "who", "they") && !(prev.is("and", "but") && next == "as")
		}
	case "that":
		if p.lemma == "tell" || p.lemma == "assure" || p.lemma == "inform" || p.lemma == "remind" {
			return true
		}
	}
	return false
}

// objectFollows reports whether the object of "dismissed as “...”" comes after the quotation: "suggestions that ...".
func (r *sentenceReader) objectFollows(verb int) bool {
	for k := verb + 2; k < len(r.s) && k < verb+6; k++ {
		if r.s[k].kind == quoteItem {
			n := r.at(k + 1)
			return n.kind == nameItem || n.kind == wordItem && n.folded != "by" && !subordinators[n.folded] && !(conjunctions[n.folded] && n.folded != "both") &&
				!purePrepositions[n.folded]
		}
	}
	return false
}

// passive reads "was described by X as ...".
func (r *sentenceReader) passive(p *predicate, g verbGroup) bool {
	p.passive = true
	for k := p.verb + 1; k < len(r.s) && k < p.verb+25; k++ {
		if r.s[k].kind == breakItem || r.s[k].kind == colonItem || k > p.verb+1 && speechForms[r.word(k)].finite() {
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
func (r *sentenceReader) inverted(p *predicate, form speechForm, g verbGroup) bool {
	prev := r.kind(p.verb - 1)
	afterQuote := prev == quoteItem || prev == commaItem && r.kind(p.verb-2) == quoteItem
	if g.start != p.verb || form.class != sayVerb {
		return false
	}
	if !form.inverts() && !(afterQuote && form.addresses && p.lemma != "tell") && !(afterQuote && form.class == sayVerb && !form.addresses) {
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

// subjectBefore reads the subject that ends before or at item j.
func (r *sentenceReader) subjectBefore(p *predicate, j int) bool {
	j = r.skipInsertion(j)
	if j < 0 {
		return false
	}
	it := r.s[j]
	switch {
	case it.subjectName():
		return r.namedSubject(p, j)
	case it.kind == nameItem && it.possessive:
		return false
	case it.is("he", "she"):
		p.speaker, p.from = r.pronoun(j), j
		p.relative = r.is(j-1, "what", "whom", "which")
	case it.is("they"):
		p.speaker, p.from = r.plural(), j
	case it.is("who"):
		return r.relativeSubject(p, j)
	case it.is("i", "we", "you", "it", "that", "which", "this", "there"):
		p.from, p.mute = j, true
	case it.is("and", "but", "or", "then") || it.kind == commaItem && r.is(j-1, "and", "but"):
		return r.sharedSubject(p, j)
	case it.kind == wordItem || it.kind == nameItem:
		who, from, ok := r.nounPhraseBefore(j)
		if !ok {
			return false
		}
		if p.class == callVerb && !who.known() {
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
	if from > 0 && !r.s[from].opens && purePrepositions[before] && before != "like" {
		who, start, ok := r.nounPhraseBefore(j)
		if !ok || !who.known() {
			return false
		}
		p.speaker, p.from = who, start
		return true
	}
	if before == "and" && from == j && r.kind(j-2) == wordItem && isOffices(r.word(j-2)) {
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
	if r.kind(k) == commaItem {
		k--
	}
	it := r.at(k)
	switch {
	case it.kind == nameItem && !it.possessive:
		p.speaker, p.from = personParty(it.person), k
		if r.is(k-1, "and") && r.at(k-2).kind == nameItem {
			p.speaker = party{}
		}
	case it.kind == wordItem:
		if who, from, ok := r.nounPhraseBefore(k); ok {
			p.speaker, p.from = who, from
		}
	}
	return true
}

// sharedSubject gives a verb after "and" the subject of the verb before it: "X said ... and dismissed ...".
func (r *sentenceReader) sharedSubject(p *predicate, j int) bool {
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

// skipInsertion steps from item j, directly before a verb, over an insertion between commas, dashes or brackets.
func (r *sentenceReader) skipInsertion(j int) int {
	const farthest = 45 // items
	kind := r.kind(j)
	if j < 1 || kind != commaItem && kind != dashItem && kind != bracketItem {
		return j
	}
	fallback := -1
	for k := j - 1; k > 0 && k > j-farthest; k-- {
		switch r.s[k].kind {
		case quoteItem, breakItem, colonItem:
			return fallback
		case kind:
			if !r.opensInsertion(k + 1) {
				continue
			}
			b := r.s[k-1]
			if b.subjectName() && r.canBeSubject(k-1) {
				if r.isAppositionOf(k) {
					return j - 1 // "the adviser, X, said": the name is the insertion
				}
				return k - 1
			}
			if b.is("he", "she", "they") {
				return k - 1
			}
			if k+2 == j && r.s[k+1].subjectName() {
				return k + 1
			}
			if fallback < 0 && b.kind == wordItem && (isOffices(b.folded) || groupNouns[b.folded] || b.capital && !functionWords[b.folded] && !calendarWords[b.folded]) {
				fallback = k - 1
			}
		}
	}
	return fallback
}

// isAppositionOf reports whether what the comma at k opens is a name alone.
func (r *sentenceReader) isAppositionOf(k int) bool {
	return r.at(k+1).subjectName() && r.kind(k+2) == commaItem && !r.at(k-1).subjectName()
}

// canBeSubject reports whether nothing before the name at i makes it an object.
func (r *sentenceReader) canBeSubject(i int) bool {
	from, _ := r.joint(i)
	if from == 0 || r.s[from].opens || r.kind(from-1) != wordItem {
		return true
	}
	before := r.word(from - 1)
	return conjunctions[before] || beginsClause[before] || subordinators[before] || isAdverb(before) && !purePrepositions[before]
}

// gerund reads "..., saying that": its subject is the speaker before it, or the subject of the sentence.
func (r *sentenceReader) gerund(p *predicate) bool {
	g := r.group(p.verb)
	if needsQuote[p.lemma] && !r.besideQuote(p.verb) {
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
	case before == "" || isAdverb(before):
	case isOffices(before) || groupNouns[before]: // "with officials saying"
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
func (r *sentenceReader) base(p *predicate, form speechForm) bool {
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
	if form.nounLike && !it.is("they", "who") || form.class == callVerb && !it.is("they", "who") {
		return false
	}
	if it.is("they", "who") || it.kind == wordItem && strings.HasSuffix(it.folded, "s") && (isOffices(it.folded) || groupNouns[it.folded]) || it.is("people", "police") ||
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

// accordingTo reads "according to X".
func (r *sentenceReader) accordingTo(i int) (predicate, bool) {
	who, to, ok := r.nounPhraseAfter(i + 2)
	if !ok {
		return predicate{}, false
	}
	p := predicate{verb: i, class: sayVerb, lemma: "according", speaker: who, from: i, to: to, body: len(r.s), limit: len(r.s), outer: -1}
	opening := true
	for k := i - 1; k >= 0 && r.s[k].kind != breakItem; k-- {
		if r.s[k].kind != wordItem || !functionWords[r.s[k].folded] {
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
	p := predicate{verb: i, class: sayVerb, lemma: "according", from: i, to: i + 1, body: len(r.s), limit: len(r.s), outer: -1, post: true}
	switch {
	case r.is(i, "put", "puts", "described") && r.is(i+1, "it") && r.at(i-1).subjectName() && r.is(i-2, "as"):
		p.speaker, p.from, p.to = personParty(r.s[i-1].person), i-1, i+2
	case r.is(i, "words") && r.at(i-1).kind == nameItem && r.s[i-1].possessive && r.is(i-2, "in"):
		p.speaker, p.from = personParty(r.s[i-1].person), i-2
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
		if r.s[k].kind == commaItem {
			return k
		}
	}
	return -1
}

// quotedAsSaying reads "quoted X as saying" and "X was quoted by Y as saying": X speaks.
func (r *sentenceReader) quotedAsSaying(p predicate) (predicate, bool) {
	saying := -1
	for k := p.verb + 1; k < len(r.s) && k < p.verb+20; k++ {
		if r.s[k].kind == breakItem || r.s[k].kind == quoteItem {
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
	p.class, p.lemma = sayVerb, "say"
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
	if !givingVerbs[r.word(i)] || r.s[i].capital && !r.s[i].opens {
		return predicate{}, false
	}
	const farthest = 6 // words from the verb to its noun
	negated := false
	for k := i + 1; k < len(r.s) && k <= i+farthest; k++ {
		if r.s[k].kind != wordItem || r.s[k].possessive || purePrepositions[r.s[k].folded] || subordinators[r.s[k].folded] || speechForms[r.s[k].folded].finite() && !speechNouns[r.s[k].folded] {
			return predicate{}, false
		}
		negated = negated || r.is(k, "no", "not", "little", "few")
		noun := speechNouns[r.s[k].folded] || wordNouns[r.s[k].folded]
		if !noun || speechNouns[r.word(k+1)] {
			continue
		}
		if using := r.is(i, "used", "uses", "using"); using != wordNouns[r.s[k].folded] && using {
			return predicate{}, false
		}
		p := predicate{verb: i, class: callVerb, lemma: "give", from: i, to: k + 1, body: len(r.s), limit: len(r.s), outer: -1, mute: negated, gerund: strings.HasSuffix(r.word(i), "ing")}
		g := r.group(i)
		p.mute = p.mute || g.negated || g.modal
		ok := false
		switch {
		case g.infinitive || g.be:
			return predicate{}, false
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
	return predicate{}, false
}

// phrasals are verbs that tell of speech only with the word after them.
var phrasals = map[string]string{"pointed": "out", "points": "out", "pointing": "out", "shot": "back", "fired": "back", "hit": "back", "spelled": "out"}

// phrasal reads "pointed out that".
func (r *sentenceReader) phrasal(i int) (predicate, bool) {
	if particle := phrasals[r.word(i)]; particle == "" || !r.is(i+1, particle) {
		return predicate{}, false
	}
	p := predicate{verb: i, class: sayVerb, lemma: r.word(i), from: i, to: i + 2, body: len(r.s), limit: len(r.s), outer: -1}
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
	p := predicate{verb: i, class: sayVerb, lemma: "make clear", from: i, to: k + 1, body: len(r.s), limit: len(r.s), outer: -1}
	g := r.group(i)
	if g.infinitive || g.be || !r.subjectBefore(&p, g.start-1) {
		return predicate{}, false
	}
	p.mute = g.negated || g.modal
	return r.finish(p), true
}

// finish works out, for a verb whose subject is known, who is spoken to, when, and where the words credited are.
func (r *sentenceReader) finish(p predicate) predicate {
	p.to = max(p.to, p.verb+1)
	p.limit = r.openingEnd(p.from)
	if p.post { // inverted
		_, p.occasion = r.adverbials(p.to)
		return p
	}
	if !p.relative && !p.gerund {
		p.outer = r.enclosing(p.from)
	}
	k := p.to
	if p.passive {
		k = p.verb + 1
	}
	if speechForms[r.word(p.verb)].addresses {
		k = r.addressee(&p, k)
		if r.kind(k) == commaItem && p.addressee != nil && r.opensInsertion(k+1) {
			// "told X, the minister, that"
			for m := k + 2; m < len(r.s) && m < k+20 && r.kind(m) != breakItem && r.kind(m) != quoteItem; m++ {
				if r.kind(m) == commaItem && (r.is(m+1, "that") || r.kind(m+1) == quoteItem) {
					k = m + 1
					break
				}
			}
		}
	}
	if p.speaker.person != nil && p.addressee == p.speaker.person {
		p.speaker = party{}
	}
	if r.takesObject(p, k) {
		p.whole = true
		p.body = k
		p.occasion = r.occasionIn(k)
		return p
	}
	p.body, p.occasion = r.adverbials(k)
	if p.gerund && r.kind(p.body-1) == commaItem && r.kind(p.body) != quoteItem {
		p.body = len(r.s)
	}
	if p.body >= len(r.s) || r.kind(p.body) == breakItem {
		p.body = len(r.s)
	}
	// A verb that ends its clause credits what stands before it.
	if p.gerund {
		return p
	}
	if ends := p.body == len(r.s) || r.kind(p.body-1) == commaItem; ends && r.followsWords(p.from) {
		p.post, p.outer = true, -1
		if r.kind(p.body) != quoteItem {
			p.body = len(r.s)
		}
	}
	return p
}

// openingEnd is the comma that ends the opening clause in which item i stands: "Asked whether ..., X replied". Without such a clause it
// is the sentence's length.
func (r *sentenceReader) openingEnd(i int) int {
	if before := r.word(i - 1); subordinators[before] && before != "that" && !personalRelatives[before] && before != "what" {
		return r.clauseEnd(i)
	}
	from := 0
	for r.is(from, "and", "but", "yet", "so", "then", "even") {
		from++
	}
	if w := r.word(from); !(subordinators[w] && w != "that" && w != "what" || w == "asked" || w == "speaking" || w == "as" || strings.HasSuffix(w, "ing")) {
		return len(r.s)
	}
	if end := r.clauseEnd(from + 1); end > i {
		return end
	}
	return len(r.s)
}

// clauseEnd is the first comma from item i on that a main clause follows, or the sentence's length.
func (r *sentenceReader) clauseEnd(i int) int {
	for k := i; k < len(r.s); k++ {
		if r.kind(k) == commaItem && r.opensMainClause(k+1) {
			return k
		}
	}
	return len(r.s)
}

// opensMainClause reports whether a subject with its verb begins at item i.
func (r *sentenceReader) opensMainClause(i int) bool {
	it := r.at(i)
	switch {
	case it.kind == nameItem && !it.attributes && !it.possessive:
		n := r.afterSubject(i)
		return isVerbLike(r.at(n)) || r.is(n, "and")
	case it.is("he", "she", "they", "it", "there", "we"):
		return true
	case it.kind == nameItem || it.is("the", "a", "an", "both", "his", "her", "their", "some", "many") || it.kind == wordItem && it.capital:
		return r.verbAhead(i)
	}
	return false
}

// takesObject reports whether what follows the verb, from item k on, only makes sense with it: "rejected the claim", "warned of the
// risk", "urged her to stay".
func (r *sentenceReader) takesObject(p predicate, k int) bool {
	if p.class == callVerb {
		return true
	}
	switch r.word(k) {
	case "not":
		return r.is(k+1, "to")
	case "to":
		return r.kind(k+1) == quoteItem || r.word(k+1) != "" && !r.s[k+1].capital && !determines(r.s[k+1]) && !isOffices(r.word(k+1)) && !groupNouns[r.word(k+1)]
	case "of", "against", "about", "for", "on":
		switch p.lemma {
		case "say", "write", "add", "remark", "comment", "observe", "quip", "joke", "tweet", "note", "report", "post":
			return false
		}
		return !(r.is(k, "on") && (r.timeWord(k+1) || venueFollows(r.s[k+1:])))
	}
	return false
}

// followsWords reports whether words that can be credited stand directly before item i: a quotation, or a clause that is no mere
// opening phrase.
func (r *sentenceReader) followsWords(i int) bool {
	if i <= 0 {
		return false
	}
	switch r.s[i-1].kind {
	case quoteItem:
		return true
	case commaItem, dashItem:
	default:
		return false
	}
	if r.kind(i-2) == quoteItem {
		return true
	}
	from := 0
	for r.is(from, "and", "but", "yet", "so", "then") {
		from++
	}
	first := r.word(from)
	if subordinators[first] && first != "what" && first != "how" || first == "asked" || first == "speaking" || first == "as" {
		return false
	}
	return r.verbBefore(from+1, i-1) || r.hasQuote(from, i-1)
}

// occasionIn finds, among the words after item i, those that tell when or where, for verbs whose object comes between.
func (r *sentenceReader) occasionIn(i int) Span {
	for k := i; k < len(r.s) && k < i+12; k++ {
		if r.s[k].kind != wordItem && r.s[k].kind != nameItem {
			break
		}
		if !r.timeWord(k) && !(occasionPrepositions[r.word(k)] && (venueFollows(r.s[k+1:]) || r.timeWord(k+1))) {
			continue
		}
		end := k + 1
		for end < len(r.s) && (r.s[end].kind == wordItem || r.s[end].kind == nameItem) && !r.s[end].is("as", "and", "but", "that", "to", "of", "for") {
			end++
		}
		if end == k+1 && !r.timeWord(k) {
			continue
		}
		return r.spanOf(k, end)
	}
	return Span{}
}

// venues are places and times of speaking.
var venues = set(`conference briefing interview speech statement meeting summit talks hearing press rally debate session event twitter
	facebook telegram television tv radio reception lunch dinner ceremony address letter tweet post call conversation forum
	parliament congress monday tuesday wednesday thursday friday saturday sunday`)

func venueFollows(items []item) bool {
	for k, it := range items {
		if k > 4 || it.kind != wordItem {
			return false
		}
		if venues[it.folded] || venues[strings.TrimSuffix(it.folded, "s")] {
			return true
		}
	}
	return false
}

// addressee reads who is spoken to, from item k on, and returns the item after.
func (r *sentenceReader) addressee(p *predicate, k int) int {
	if r.is(k, "both") {
		k++
	}
	it := r.at(k)
	switch {
	case it.subjectName():
		p.addressee = it.person
		if !r.is(k+1, "and") {
			return k + 1
		}
		p.addressee = nil // more than one
		if r.at(k+2).kind == nameItem {
			return k + 3
		}
		k += 2
	case it.is("him", "her", "them", "me", "us", "it"):
		return k + 1
	case it.is("that", "of", "against", "about", "whether", "if", "to", "for") || it.kind != wordItem && it.kind != nameItem:
		return k
	}
	for m := k; m < len(r.s) && m < k+9; m++ {
		switch {
		case r.s[m].kind != wordItem && r.s[m].kind != nameItem, r.s[m].is("that", "he", "she", "they", "it", "there", "we", "i", "to", "not"):
			return m
		case m > k && (purePrepositions[r.s[m].folded] && r.s[m].kind == wordItem || r.timeWord(m) || r.s[m].is("the", "a", "an", "before", "after")):
			return m
		case m > k && r.s[m].kind == nameItem && !r.s[m].possessive && isVerbLike(r.at(r.afterSubject(m))):
			return m
		}
	}
	return k
}

func (r *sentenceReader) timeWord(i int) bool {
	w := r.word(i)
	if w == "" || r.s[i].possessive {
		return false
	}
	switch w {
	case "earlier", "later":
		return !periods[strings.TrimSuffix(r.word(i-1), "s")]
	case "last", "this", "next", "late", "early", "yesterday", "today", "tonight", "ahead":
		return w != "this" && w != "last" && w != "next" || periods[r.word(i+1)]
	case "may":
		return r.s[i].capital
	}
	return calendarWords[w]
}

var periods = set(`week month year night morning afternoon evening weekend time day summer winter spring autumn fall monday tuesday
	wednesday thursday friday saturday sunday january february march april may june july august september october november december`)

var occasionPrepositions = set(`at during before after in on following while when upon inside outside aboard ahead via amid through`)

// notOccasions follow such a preposition in phrases that tell neither when nor where.
var notOccasions = set(`least most all fact turn general part addition effect particular short once first last behalf condition response
	return itself himself herself them him it reply support favor favour spite terms`)

// adverbials walks from item k over what may stand between a verb of speech and the words credited: "on Tuesday", "of his rival at
// a rally". It returns the first item of those words and the span that tells when or where.
func (r *sentenceReader) adverbials(k int) (body int, occasion Span) {
	start, inside := -1, false
	end := r.regionEnd(k)
	if r.kind(end) == colonItem && r.is(k, "as", "when", "while", "after", "before") {
		return end + 1, r.spanOf(k, end) // "told her as they met: ..."
	}
	if r.kind(end) == commaItem && occasionPrepositions[r.word(end+1)] {
		if further := r.regionEnd(end + 1); r.kind(further) == colonItem || r.kind(further) == commaItem && r.kind(further+1) == quoteItem {
			end = further // "on Tuesday, ahead of a meeting: ..."
		}
	}
	i := k
	for ; i < end; i++ {
		it := r.s[i]
		if start < 0 && (it.kind == wordItem && occasionPrepositions[it.folded] && !notOccasions[r.word(i+1)] || r.timeWord(i)) {
			start, inside = i, true
			continue
		}
		if it.kind == commaItem || it.kind == wordItem && (purePrepositions[it.folded] || isAdverb(it.folded) && !quantifiers[it.folded]) {
			inside = true
			continue
		}
		if it.is("as") && start >= 0 || !inside || r.beginsReport(i, k) && !(r.is(end, "that") && it.kind == wordItem && !isPronoun(it)) {
			break
		}
	}
	return r.reported(i), r.spanOf(start, i)
}

// reported is the first word of a reported clause that begins at or after the mark or the "that" at i.
func (r *sentenceReader) reported(i int) int {
	switch {
	case i >= len(r.s):
		return len(r.s)
	case r.s[i].kind == commaItem && r.kind(i+1) == dashItem:
		return i + 2
	case r.s[i].is("that"), r.s[i].kind == colonItem, r.s[i].kind == commaItem, r.s[i].kind == dashItem:
		return i + 1
	}
	return i
}

// regionEnd is the first item from k on that is "that", a quotation, or a mark.
func (r *sentenceReader) regionEnd(k int) int {
	for i := k; i < len(r.s); i++ {
		switch {
		case r.is(i-1, "asked", "pressed", "questioned"):
		case r.s[i].is("whether", "which", "what", "how", "why") && !purePrepositions[r.word(i-1)] && !occasionPrepositions[r.word(i-1)]:
			return i
		case r.s[i].kind == wordItem && r.s[i].is("that") && !r.is(i-1, "so", "all", "after", "before", "on", "at", "of", "in", "during"):
			return i
		case r.s[i].kind != wordItem && r.s[i].kind != nameItem && r.s[i].kind != bracketItem:
			return i
		}
	}
	return len(r.s)
}

func (r *sentenceReader) spanOf(start, end int) Span {
	if start < 0 || end <= start {
		return Span{}
	}
	return Span{r.s[start].span.Start, r.s[end-1].span.End}
}

// beginsReport guesses that a reported clause without "that" begins at item i, after adverbials from k on.
func (r *sentenceReader) beginsReport(i, k int) bool {
	if i == k {
		return false
	}
	prev, it := r.s[i-1], r.s[i]
	if prev.kind == wordItem && (purePrepositions[prev.folded] || occasionPrepositions[prev.folded] || subordinators[prev.folded] || determiners[prev.folded]) {
		return false
	}
	switch {
	case it.is("he", "she", "they", "it", "there", "we", "i", "you"):
		return true
	case it.is("the", "a", "an", "his", "her", "its", "their", "this", "these", "some", "no"):
		return r.verbAhead(i)
	case it.kind == nameItem || it.kind == wordItem && it.capital && !calendarWords[it.folded]:
		return prev.kind == nameItem || !prev.capital && !isOffices(prev.folded) && r.verbAhead(i)
	}
	return false
}

// verbAhead reports whether a finite verb follows within the clause.
func (r *sentenceReader) verbAhead(i int) bool {
	for k := i + 1; k < len(r.s) && (r.s[k].kind == wordItem || r.s[k].kind == nameItem); k++ {
		if subordinators[r.word(k)] {
			return false
		}
		if isVerbLike(r.s[k]) {
			return true
		}
	}
	return false
}

// divides reports whether items from a to b hold a boundary after which words are no longer part of what is reported: a
// semicolon, or a conjunction that opens a clause of its own.
func (r *sentenceReader) divides(a, b int) bool {
	for i := a; i < b; i++ {
		switch {
		case r.s[i].kind == breakItem:
			return true
		case r.s[i].is("while", "whereas", "though", "although", "but", "yet", "as", "so", "and") && r.opensClause(i, b):
			return true
		}
	}
	return false
}

// opensClause reports whether the conjunction at i opens a clause with a subject of its own: not "but that", and for the
// commonest words only after a comma or before somebody who speaks.
func (r *sentenceReader) opensClause(i, limit int) bool {
	n := r.at(i + 1)
	if n.is("that", "to") {
		return false
	}
	comma := r.kind(i-1) == commaItem || r.kind(i-1) == quoteItem
	if n.kind == quoteItem && comma && !r.is(i, "and", "as", "so") {
		return true
	}
	subject := n.kind == nameItem && !n.attributes || n.is("he", "she", "they", "it", "the", "a", "an", "both", "his", "her", "there", "some", "many", "other", "others", "its", "their", "this") ||
		n.kind == wordItem && n.capital
	switch r.s[i].folded {
	case "and", "as", "so":
		if n.kind == nameItem || n.is("he", "she", "they", "both") {
			k := r.afterSubject(i + 1)
			if n.is("both") {
				k = r.afterSubject(i + 2)
			}
			f := speechForms[r.word(k)]
			return (f.finite() || r.is(i, "as") && comma) && k <= limit+8
		}
		return comma && r.is(i, "as") && subject
	case "while", "whereas", "though", "although":
		return comma || subject
	}
	return subject && r.verbBefore(i+1, max(limit, min(i+12, len(r.s))))
}

func (r *sentenceReader) verbBefore(i, limit int) bool {
	for k := i; k < limit && k < len(r.s); k++ {
		if isVerbLike(r.s[k]) {
			return true
		}
	}
	return false
}

// enclosing is the predicate in whose reported clause the subject at from stands, or -1.
func (r *sentenceReader) enclosing(from int) int {
	for k := len(r.preds) - 1; k >= 0; k-- {
		q := r.preds[k]
		if q.lemma == "according" && q.speaker.person == nil {
			continue // an agency passes on what others say
		}
		if q.post || q.class != sayVerb || q.whole && !r.is(q.body, "to") || q.body > from || q.limit <= from || q.body >= len(r.s) {
			continue
		}
		if r.divides(q.body, from) || from > q.body && r.opensAt(from) {
			continue
		}
		return k
	}
	return -1
}

// opensAt reports whether a conjunction directly before item i opens a clause that is no longer reported.
func (r *sentenceReader) opensAt(i int) bool {
	if i == 0 {
		return true
	}
	c := i - 1
	if r.is(c, "both") {
		c--
	}
	if r.kind(c) == breakItem {
		return true
	}
	switch r.word(c) {
	case "while", "whereas", "though", "although", "but", "yet":
		return true
	case "as", "and", "so":
		return true
	}
	return false
}
