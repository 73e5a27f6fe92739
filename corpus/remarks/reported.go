package remarks

import (
	"strings"

	"readout/corpus/english"
	"readout/corpus/people"
	"readout/corpus/prose"
	"readout/corpus/remarks/internal/phrase"
)

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
	if english.SpeechForms[r.word(p.verb)].Addresses {
		k = r.addressee(&p, k)
		if p.addressee != nil {
			k = r.afterApposition(k)
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
	if p.body >= len(r.s) || r.kind(p.body) == phrase.Break || p.gerund && r.kind(p.body-1) == phrase.Comma &&
		r.kind(p.body) != phrase.Quote {
		p.body = len(r.s)
	}
	if !p.gerund {
		r.turnBack(&p)
	}
	return p
}

// afterApposition steps over what the comma at item k says of somebody addressed: "told X, the minister, that".
func (r *sentenceReader) afterApposition(k int) int {
	if r.kind(k) != phrase.Comma || !r.opensInsertion(k+1) {
		return k
	}
	for m := k + 2; m < len(r.s) && m < k+20 && r.kind(m) != phrase.Break && r.kind(m) != phrase.Quote; m++ {
		if r.kind(m) == phrase.Comma && (r.is(m+1, "that") || r.kind(m+1) == phrase.Quote) {
			return m + 1
		}
	}
	return k
}

// turnBack makes a verb that ends its clause credit what stands before it.
func (r *sentenceReader) turnBack(p *predicate) {
	inserted := r.kind(p.from-1) == phrase.Comma && r.kind(p.to) == phrase.Comma && phrase.IsVerbLike(r.at(p.to+1))
	if ends := p.body == len(r.s) || r.kind(p.body-1) == phrase.Comma; ends && (inserted || r.followsWords(p.from)) {
		p.post, p.outer = true, -1
		if r.kind(p.body) != phrase.Quote {
			p.body = len(r.s)
		}
	}
}

// openingEnd is the comma that ends the opening clause in which item i stands: "Asked whether ..., X replied". Without such a clause it
// is the sentence's length.
func (r *sentenceReader) openingEnd(i int) int {
	if before := r.word(i - 1); english.Subordinators.Has(before) && before != "that" && !english.PersonalRelatives.Has(before) &&
		before != "what" {
		return r.clauseEnd(i)
	}
	from := 0
	for r.is(from, "and", "but", "yet", "so", "then", "even") {
		from++
	}
	if w := r.word(from); !(english.Subordinators.Has(w) && w != "that" && w != "what" || w == "asked" || w == "speaking" || w == "as" ||
		strings.HasSuffix(w, "ing")) {
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
		if r.kind(k) == phrase.Comma && r.opensMainClause(k+1) {
			return k
		}
	}
	return len(r.s)
}

// opensMainClause reports whether a subject with its verb begins at item i.
func (r *sentenceReader) opensMainClause(i int) bool {
	it := r.at(i)
	switch {
	case it.Kind == phrase.Name && !it.Attributes && !it.Possessive:
		n := r.afterSubject(i)
		return phrase.IsVerbLike(r.at(n)) || r.is(n, "and")
	case it.Is("he", "she", "they", "it", "there", "we"):
		return true
	case it.Kind == phrase.Name || it.Is("the", "a", "an", "both", "his", "her", "their", "some", "many") ||
		it.Kind == phrase.Word && it.Capital:
		return r.verbAhead(i)
	}
	return false
}

// takesObject reports whether what follows the verb, from item k on, only makes sense with it: "rejected the claim", "warned of the
// risk", "urged her to stay".
func (r *sentenceReader) takesObject(p predicate, k int) bool {
	if p.class == english.CallVerb {
		return true
	}
	switch r.word(k) {
	case "not":
		return r.is(k+1, "to")
	case "to":
		next := r.at(k + 1)
		return english.TakesInfinitive.Has(p.lemma) && (next.Kind == phrase.Quote ||
			next.Kind == phrase.Word && !next.Capital && !phrase.Determines(next) &&
				!people.IsOffices(next.Folded) && !english.GroupNouns.Has(next.Folded))
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
	switch r.s[i-1].Kind {
	case phrase.Quote:
		return true
	case phrase.Comma, phrase.Dash:
	default:
		return false
	}
	if r.kind(i-2) == phrase.Quote {
		return true
	}
	from := 0
	for r.is(from, "and", "but", "yet", "so", "then") {
		from++
	}
	first := r.word(from)
	if english.Subordinators.Has(first) && first != "what" && first != "how" || first == "asked" || first == "speaking" || first == "as" {
		return false
	}
	return r.verbBefore(from+1, i-1) || r.hasQuote(from, i-1)
}

// occasionIn finds, among the words after item i, those that tell when or where, for verbs whose object comes between.
func (r *sentenceReader) occasionIn(i int) prose.Span {
	for k := i; k < len(r.s) && k < i+12; k++ {
		if r.s[k].Kind != phrase.Word && r.s[k].Kind != phrase.Name {
			break
		}
		if !r.timeWord(k) && !(english.OccasionPrepositions.Has(r.word(k)) && (venueFollows(r.s[k+1:]) || r.timeWord(k+1))) {
			continue
		}
		end := k + 1
		for end < len(r.s) && (r.s[end].Kind == phrase.Word || r.s[end].Kind == phrase.Name) &&
			!r.s[end].Is("as", "and", "but", "that", "to", "of", "for") {
			end++
		}
		if end == k+1 && !r.timeWord(k) {
			continue
		}
		return r.spanOf(k, end)
	}
	return prose.Span{}
}

func venueFollows(items []phrase.Item) bool {
	for k, it := range items {
		if k > 4 || it.Kind != phrase.Word {
			return false
		}
		if english.Venues.Has(it.Folded) || english.Venues.Has(strings.TrimSuffix(it.Folded, "s")) {
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
	case it.SubjectName():
		p.addressee = it.Person
		if !r.is(k+1, "and") {
			return k + 1
		}
		p.addressee = nil // more than one
		if r.at(k+2).Kind == phrase.Name {
			return k + 3
		}
		k += 2
	case it.Is("him", "her", "them", "me", "us", "it"):
		return k + 1
	case it.Is("that", "of", "against", "about", "whether", "if", "to", "for") || it.Kind != phrase.Word && it.Kind != phrase.Name:
		return k
	}
	return r.addresseeEnd(k)
}

// addresseeEnd is the item after the description, from item k on, of who is spoken to.
func (r *sentenceReader) addresseeEnd(k int) int {
	for m := k; m < len(r.s) && m < k+9; m++ {
		it := r.s[m]
		switch {
		case it.Kind != phrase.Word && it.Kind != phrase.Name, it.Is("that", "he", "she", "they", "it", "there", "we", "i", "to", "not"):
			return m
		case m == k:
		case english.PurePrepositions.Has(it.Folded) && it.Kind == phrase.Word || r.timeWord(m) || it.Is("the", "a", "an", "before", "after"):
			return m
		case it.Kind == phrase.Name && !it.Possessive && phrase.IsVerbLike(r.at(r.afterSubject(m))):
			return m
		}
	}
	return k
}

func (r *sentenceReader) timeWord(i int) bool {
	w := r.word(i)
	if w == "" || r.s[i].Possessive {
		return false
	}
	switch w {
	case "earlier", "later":
		return !english.Periods.Has(strings.TrimSuffix(r.word(i-1), "s"))
	case "last", "this", "next", "late", "early", "yesterday", "today", "tonight", "ahead":
		return w != "this" && w != "last" && w != "next" || english.Periods.Has(r.word(i+1))
	case "may":
		return r.s[i].Capital
	}
	return english.CalendarWords.Has(w)
}

// adverbials walks from item k over what may stand between a verb of speech and the words credited: "on Tuesday", "of his rival at
// a rally". It returns the first item of those words and the span that tells when or where.
func (r *sentenceReader) adverbials(k int) (body int, occasion prose.Span) {
	start, inside := -1, false
	end := r.regionEnd(k)
	if r.kind(end) == phrase.Colon && r.is(k, "as", "when", "while", "after", "before") {
		return end + 1, r.spanOf(k, end) // "told her as they met: ..."
	}
	if r.kind(end) == phrase.Comma && english.OccasionPrepositions.Has(r.word(end+1)) {
		if further := r.regionEnd(end + 1); r.kind(further) == phrase.Colon ||
			r.kind(further) == phrase.Comma && r.kind(further+1) == phrase.Quote {
			end = further // "on Tuesday, ahead of a meeting: ..."
		}
	}
	i := k
	for ; i < end; i++ {
		it := r.s[i]
		if start < 0 && r.opensOccasion(i) {
			start, inside = i, true
			continue
		}
		if it.Kind == phrase.Comma || it.LeadsAdverbial() {
			inside = true
			continue
		}
		if it.Is("as") && start >= 0 || !inside || r.beginsReport(i, k) &&
			!(r.is(end, "that") && it.Kind == phrase.Word && !phrase.IsPronoun(it)) {
			break
		}
	}
	return r.reported(i), r.spanOf(start, i)
}

// opensOccasion reports whether item i begins to tell when or where: "on", "Tuesday".
func (r *sentenceReader) opensOccasion(i int) bool {
	it := r.s[i]
	return it.Kind == phrase.Word && english.OccasionPrepositions.Has(it.Folded) && !english.NotOccasions.Has(r.word(i+1)) || r.timeWord(i)
}

// reported is the first word of a reported clause that begins at or after the mark or the "that" at i.
func (r *sentenceReader) reported(i int) int {
	switch {
	case i >= len(r.s):
		return len(r.s)
	case r.s[i].Kind == phrase.Comma && r.kind(i+1) == phrase.Dash:
		return i + 2
	case r.s[i].Is("that"), r.s[i].Kind == phrase.Colon, r.s[i].Kind == phrase.Comma, r.s[i].Kind == phrase.Dash:
		return i + 1
	}
	return i
}

// regionEnd is the first item from k on that is "that", a quotation, or a mark.
func (r *sentenceReader) regionEnd(k int) int {
	for i := k; i < len(r.s); i++ {
		switch {
		case r.is(i-1, "asked", "pressed", "questioned"):
		case r.s[i].Is("whether", "which", "what", "how", "why") && !english.PurePrepositions.Has(r.word(i-1)) &&
			!english.OccasionPrepositions.Has(r.word(i-1)):
			return i
		case r.s[i].Kind == phrase.Word && r.s[i].Is("that") && !r.is(i-1, "so", "all", "after", "before", "on", "at", "of", "in", "during"):
			return i
		case r.s[i].Kind != phrase.Word && r.s[i].Kind != phrase.Name && r.s[i].Kind != phrase.Bracket:
			return i
		}
	}
	return len(r.s)
}

func (r *sentenceReader) spanOf(start, end int) prose.Span {
	if start < 0 || end <= start {
		return prose.Span{}
	}
	return prose.Span{Start: r.s[start].Span.Start, End: r.s[end-1].Span.End}
}

// beginsReport guesses that a reported clause without "that" begins at item i, after adverbials from k on.
func (r *sentenceReader) beginsReport(i, k int) bool {
	if i == k {
		return false
	}
	prev, it := r.s[i-1], r.s[i]
	if prev.Kind == phrase.Word && (english.PurePrepositions.Has(prev.Folded) || english.OccasionPrepositions.Has(prev.Folded) ||
		english.Subordinators.Has(prev.Folded) || english.Determiners.Has(prev.Folded)) {
		return false
	}
	switch {
	case it.Is("he", "she", "they", "it", "there", "we", "i", "you"):
		return true
	case it.Is("the", "a", "an", "his", "her", "its", "their", "this", "these", "some", "no"):
		return r.verbAhead(i)
	case it.Kind == phrase.Name || it.Kind == phrase.Word && it.Capital && !english.CalendarWords.Has(it.Folded):
		return prev.Kind == phrase.Name || !prev.Capital && !people.IsOffices(prev.Folded) && r.verbAhead(i)
	}
	return false
}

// verbAhead reports whether a finite verb follows within the clause.
func (r *sentenceReader) verbAhead(i int) bool {
	for k := i + 1; k < len(r.s) && (r.s[k].Kind == phrase.Word || r.s[k].Kind == phrase.Name); k++ {
		if english.Subordinators.Has(r.word(k)) {
			return false
		}
		if phrase.IsVerbLike(r.s[k]) {
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
		case r.s[i].Kind == phrase.Break:
			return true
		case r.s[i].Is("while", "whereas", "though", "although", "but", "yet", "as", "so", "and") && r.opensClause(i, b):
			return true
		}
	}
	return false
}

// opensClause reports whether the conjunction at i opens a clause with a subject of its own: not "but that", and for the
// commonest words only after a comma or before somebody who speaks.
func (r *sentenceReader) opensClause(i, limit int) bool {
	n := r.at(i + 1)
	if n.Is("that", "to") {
		return false
	}
	comma := r.kind(i-1) == phrase.Comma || r.kind(i-1) == phrase.Quote
	if n.Kind == phrase.Quote && comma && !r.is(i, "and", "as", "so") {
		return true
	}
	subject := n.CanBeginSubject()
	switch r.s[i].Folded {
	case "and", "as", "so":
		if n.Kind == phrase.Name || n.Is("he", "she", "they", "both") {
			return r.speaksAfter(i, limit, comma)
		}
		return comma && r.is(i, "as") && subject
	case "while", "whereas", "though", "although":
		return comma || subject
	}
	return subject && r.verbBefore(i+1, max(limit, min(i+12, len(r.s))))
}

// speaksAfter reports whether the subject after the conjunction at i is followed by a verb of speech; after a comma, "as" needs none.
func (r *sentenceReader) speaksAfter(i, limit int, comma bool) bool {
	k := r.afterSubject(i + 1)
	if r.is(i+1, "both") {
		k = r.afterSubject(i + 2)
	}
	return (english.SpeechForms[r.word(k)].Finite() || r.is(i, "as") && comma) && k <= limit+8
}

func (r *sentenceReader) verbBefore(i, limit int) bool {
	for k := i; k < limit && k < len(r.s); k++ {
		if phrase.IsVerbLike(r.s[k]) {
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
		if r.isInserted(q) && q.to < from && !r.divides(q.to, from) {
			return k
		}
		if q.post || q.class != english.SayVerb || q.whole && !r.is(q.body, "to") || q.body > from || q.limit <= from || q.body >= len(r.s) {
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
	if r.kind(c) == phrase.Break {
		return true
	}
	switch r.word(c) {
	case "while", "whereas", "though", "although", "but", "yet", "as", "and", "so":
		return true
	}
	return false
}
