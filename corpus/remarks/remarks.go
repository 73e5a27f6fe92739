// Package remarks finds who said what in a passage: quotations and reported speech, each with its exact span, the person or group it is
// credited to, and the occasion, where the words around it prove them. What they don't prove is credited to nobody.
package remarks

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/people"
	"readout/corpus/prose"
	"readout/corpus/remarks/internal/phrase"
)

// Find finds what is said in an article, and by whom, and sets the Remarks of its body passages.
//
// Words are credited by the verb of speech whose clause they stand in; a pronoun is its sentence's subject, or the last speaker;
// a quotation that stands alone goes on from the one before. Where that leaves more than one person, nobody is credited:
// Speaker is "". Several who speak together are one description: their names joined, or what the article calls them.
func Find(a *corpus.Article, names *people.Index) {
	var last *passageReader
	sexes := map[*corpus.Person]people.Sex{}
	for i := range a.Passages {
		p := &a.Passages[i]
		if p.Role != corpus.RoleBody {
			continue
		}
		if p.Turn.Label != "" {
			creditTurn(a, p, names)
			last = nil
			continue
		}
		r := &passageReader{article: a, passage: p, names: names, sexes: sexes,
			signed: i+1 < len(a.Passages) && signature.MatchString(a.Passages[i+1].Text)}
		if last != nil {
			r.focus, r.before, r.continues = last.focus, last.closing, last.unclosed
		}
		r.read()
		last = r
	}
}

// passageReader reads the remarks of one passage. Spans are in its text until they are stored.
type passageReader struct {
	article *corpus.Article
	passage *corpus.Passage
	names   *people.Index
	sexes   map[*corpus.Person]people.Sex // learnt from the pronouns of the article so far

	quotes  []prose.Quotation
	items   []phrase.Item
	people  []phrase.Item // where the passage first names each person, in order
	remarks []corpus.Remark

	focus     party            // who the last sentence was about
	named     []*corpus.Person // who the last sentence names
	before    *attribution     // who is credited at the end of the passage before; nil when nobody, or more than one
	continues bool             // the passage before left its quotation open
	closing   *attribution
	unclosed  bool
	signed    bool // a signature follows the passage: its words are those of a post
}

// signature is the line under a post that an article shows: "— Ann Lee (@annlee) May 4, 2021".
var signature = regexp.MustCompile(`^\s*[—–-]{1,2}\s*[^()\n]{2,80}\(@\w{1,30}\)`)

// attribution is who is credited with words, and by which ones.
type attribution struct {
	speaker  party
	to       *corpus.Person
	span     prose.Span // zero when implied
	occasion prose.Span
	inherits string // the occasion of the words before, which these go on from
}

func (p *passageReader) read() {
	text := p.passage.Text
	words := prose.Words(text)
	tokens := people.PassageTokens(p.passage)
	p.quotes = prose.FindQuotations(text)
	p.items = phrase.Items(tokens, p.quotes, p.names.Find(text, words, p.article.ID))
	closing := p.before
	for _, it := range p.items {
		if it.Kind == phrase.Name && !slices.ContainsFunc(p.people, func(first phrase.Item) bool { return first.Person == it.Person }) {
			p.people = append(p.people, it)
		}
	}
	for n, items := range phrase.Sentences(p.items, p.passage.SentenceSpans(), p.quotes) {
		s := &sentenceReader{p: p, s: items}
		s.read()
		closing = p.readSentence(s, closing, n == 0)
		p.moveFocus(s, n == 0)
	}
	p.closing = closing
	if n := len(p.quotes); n > 0 {
		p.unclosed = !p.quotes[n-1].Closed
	}
	p.store()
}

// store sets the passage's remarks, in order of Span.
func (p *passageReader) store() {
	slices.SortStableFunc(p.remarks, func(a, b corpus.Remark) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(b.Span.End, a.Span.End))
	})
	p.remarks = slices.CompactFunc(p.remarks, func(a, b corpus.Remark) bool {
		return a.Span == b.Span && a.Direct == b.Direct && a.Speaker == b.Speaker
	})
	p.passage.Remarks = p.remarks
}

// add appends a remark whose words are at the span of the passage's text.
func (p *passageReader) add(words prose.Span, direct bool, by attribution) {
	base := p.passage.Span.Start
	words = prose.TrimSpan(p.passage.Text, words)
	if words.Len() == 0 {
		return
	}
	r := corpus.Remark{Speaker: by.speaker.name, Person: by.speaker.person, To: by.to, Direct: direct,
		Span: prose.Span{Start: base + words.Start, End: base + words.End}, Text: p.passage.Text[words.Start:words.End], Occasion: by.inherits}
	if by.span.Len() > 0 {
		r.Attribution = prose.Span{Start: base + by.span.Start, End: base + by.span.End}
	}
	if by.occasion.Len() > 0 {
		r.Occasion = p.occasionText(by)
	}
	for i, s := range p.passage.Sentences {
		if s.Span.Start <= r.Span.Start {
			r.Sentence = i
		}
	}
	p.remarks = append(p.remarks, r)
}

// readSentence credits the quotations and the reported clauses of a sentence. It returns who a quotation that follows and stands
// alone goes on from.
func (p *passageReader) readSentence(s *sentenceReader, before *attribution, opening bool) *attribution {
	var speakers []attribution
	note := func(by attribution) {
		if !slices.ContainsFunc(speakers, func(a attribution) bool { return a.speaker.same(by.speaker) }) {
			speakers = append(speakers, by)
		}
	}
	bare := s.isBare()
	for i, it := range s.s {
		if it.Kind != phrase.Quote {
			continue
		}
		q := p.quotes[it.Quote]
		if bare {
			by := p.goesOn(q, before, opening)
			p.add(q.Inner, true, by)
			note(by)
			continue
		}
		by := s.creditQuote(i)
		p.add(q.Inner, true, by)
		if by.speaker.known() || s.isWholeSentence(q) {
			note(by)
		}
	}
	for k := range s.preds {
		if words, by, ok := s.reportedWords(k); ok {
			p.add(words, false, by)
			if !s.passesOn(s.preds[k]) {
				note(by)
			}
		}
	}
	return p.introduces(s, speakers)
}

// introduces is who a quotation after the sentence goes on from, of those who speak in it.
func (p *passageReader) introduces(s *sentenceReader, speakers []attribution) *attribution {
	if len(speakers) != 1 || !speakers[0].speaker.known() {
		if len(speakers) == 0 && s.endsInColon() {
			if c, ok := s.mainSubject(len(s.s)); ok && s.onlyPerson(c.who) {
				return &attribution{speaker: c.who}
			}
		}
		return nil
	}
	last := speakers[0]
	if last.occasion.Len() > 0 {
		last.inherits, last.occasion = p.occasionText(last), prose.Span{}
	}
	return &last
}

// goesOn credits a quotation that stands alone to who spoke before it.
func (p *passageReader) goesOn(q prose.Quotation, before *attribution, opening bool) attribution {
	if before == nil || p.signed || !p.continues && opening && q.Inner.Start <= q.Outer.Start {
		return attribution{}
	}
	by := attribution{speaker: before.speaker, to: before.to, inherits: before.inherits}
	if before.occasion.Len() > 0 {
		by.inherits = p.occasionText(*before)
	}
	return by
}

// passesOn reports whether a predicate only tells where the words of somebody else in the sentence come from: "according to the
// agency".
func (s *sentenceReader) passesOn(p predicate) bool {
	if !p.post || p.speaker.person != nil && p.lemma != "according" || p.lemma != "according" && p.lemma != "report" {
		return false
	}
	for _, q := range s.preds {
		if q.verb < p.verb && !q.mute && q.speaker.known() {
			return true
		}
	}
	return false
}

func (p *passageReader) occasionText(a attribution) string {
	return prose.OneLine(p.passage.Text[a.occasion.Start:a.occasion.End])
}

// isBare reports whether a sentence is nothing but quotations.
func (s *sentenceReader) isBare() bool {
	quotes := 0
	for _, it := range s.s {
		switch it.Kind {
		case phrase.Quote:
			quotes++
		case phrase.Word, phrase.Name:
			return false
		}
	}
	return quotes > 0
}

func (s *sentenceReader) endsInColon() bool { return s.kind(len(s.s)-1) == phrase.Colon }

// isWholeSentence reports whether a quotation reads as a sentence of its own, so that whoever speaks next answers it.
func (s *sentenceReader) isWholeSentence(q prose.Quotation) bool {
	return len(prose.Words(s.p.passage.Text[q.Inner.Start:q.Inner.End])) > 4
}

// onlyPerson reports whether nobody but one is named in the sentence.
func (s *sentenceReader) onlyPerson(who party) bool {
	for _, it := range s.s {
		if it.Kind == phrase.Name && !it.Attributes && it.Person != who.person {
			return false
		}
	}
	return who.person != nil
}

// by is the attribution that a predicate makes.
func (s *sentenceReader) by(p predicate) attribution {
	a := attribution{speaker: p.speaker, to: p.addressee, occasion: p.occasion}
	if p.speaker.known() {
		a.span = prose.Span{Start: s.s[p.from].Span.Start, End: s.s[p.to-1].Span.End}
	}
	if a.occasion.Len() == 0 && p.outer < 0 && !p.post {
		a.occasion = s.openingOccasion(p.from)
	}
	return a
}

// openingOccasion is the phrase before the first comma when it tells when or where what follows was said.
func (s *sentenceReader) openingOccasion(subject int) prose.Span {
	i := 0
	for s.is(i, "and", "but", "yet", "then") {
		i++
	}
	if !(s.is(i, "asked", "speaking") || s.kind(i) == phrase.Word && english.OccasionPrepositions.Has(s.word(i)) &&
		!english.NotOccasions.Has(s.word(i+1)) || s.timeWord(i)) {
		return prose.Span{}
	}
	if s.is(i, "in", "on") && !venueFollows(s.s[i+1:]) && !s.timeWord(i+1) {
		return prose.Span{}
	}
	for k := i + 1; k < subject && k < i+30; k++ {
		if s.kind(k) == phrase.Comma && k+1 >= subject-1 {
			return s.spanOf(i, k)
		}
		if s.kind(k) != phrase.Word && s.kind(k) != phrase.Name {
			return prose.Span{}
		}
	}
	return prose.Span{}
}

// creditQuote decides who is credited with the quotation at item i.
func (s *sentenceReader) creditQuote(i int) attribution {
	if s.isTitle(i) {
		return attribution{}
	}
	right := s.creditedByNext(i)
	left := s.governing(i)
	if owner, ok := s.owner(i); ok && (left < 0 || s.preds[left].class == english.CallVerb || !owner.speaker.known()) {
		return owner
	}
	if right >= 0 && (left < 0 || s.closesBefore(i) && s.standsApart(i) && !s.leadsDirectly(left, i)) {
		return s.by(s.preds[right])
	}
	if left >= 0 {
		return s.credit(left)
	}
	if k := s.reportedBy(i); k >= 0 {
		return s.by(s.preds[k])
	}
	if s.kind(i-1) == phrase.Colon && len(s.preds) == 0 {
		return s.beforeColon(i)
	}
	return attribution{}
}

// beforeColon credits the quotation at item i, which follows a colon and no verb of speech.
func (s *sentenceReader) beforeColon(i int) attribution {
	if c, ok := s.mainSubject(i); ok && s.onlyPerson(c.who) {
		return attribution{speaker: c.who}
	}
	if i == 2 && s.s[0].Kind == phrase.Name && s.onlyPerson(personParty(s.s[0].Person)) {
		return attribution{speaker: personParty(s.s[0].Person), span: s.s[0].Span}
	}
	return attribution{}
}

// credit is the attribution by a predicate that governs words, hearsay included: what X says that Y said is credited to X.
func (s *sentenceReader) credit(k int) attribution {
	p := s.preds[k]
	if p.mute {
		return attribution{}
	}
	if p.outer < 0 {
		if s.retold(p) {
			return attribution{}
		}
		return s.by(p)
	}
	outer := s.preds[p.outer]
	if outer.mute {
		return attribution{}
	}
	if outer.speaker.same(p.speaker) {
		return s.by(p)
	}
	if outer.body == p.from || s.is(p.from-1, "that") {
		return s.credit(p.outer)
	}
	return attribution{}
}

// retold reports whether somebody else says what the predicate tells: "X called it “...”, Y said". Agencies only pass it on.
func (s *sentenceReader) retold(p predicate) bool {
	for _, q := range s.preds {
		if !q.post || q.mute || q.from <= p.verb || q.speaker.same(p.speaker) || p.post || s.divides(p.to, q.from) {
			continue
		}
		if q.lemma != "according" && q.lemma != "report" && !isAgency(q.speaker) {
			return true
		}
	}
	return false
}

// isAgency reports whether a speaker is one that passes on what others say.
func isAgency(p party) bool {
	if p.person != nil {
		return false
	}
	for _, w := range prose.Words(p.name) {
		if english.Media.Has(w.Folded) {
			return true
		}
	}
	return false
}

// isTitle reports whether the quotation is the name of a work or of an undertaking.
func (s *sentenceReader) isTitle(i int) bool {
	prev := s.word(i - 1)
	if s.isTitleCase(i) && s.kind(i-1) != phrase.Comma && s.kind(i-1) != phrase.Colon && !english.SpeechForms[prev].Finite() && i > 0 {
		return true
	}
	if prev == "called" || prev == "named" {
		return s.kind(i-2) == phrase.Word && (english.TitleNouns.Has(s.word(i-2)) || s.is(i-2, "is", "was", "are", "were", "so"))
	}
	return english.TitleNouns.Has(prev)
}

// isTitleCase reports whether the quotation at item i is written as titles are: several words, the long ones capitalised.
func (s *sentenceReader) isTitleCase(i int) bool {
	q := s.p.quotes[s.s[i].Quote].Inner
	long := 0
	words := prose.Words(s.p.passage.Text[q.Start:q.End])
	for _, w := range words {
		if len(w.Folded) < 4 || english.FunctionWords.Has(w.Folded) {
			continue
		}
		if !prose.IsCapital(w.Text) {
			return false
		}
		long++
	}
	return long > 1
}

// creditedByNext is the predicate that directly follows the quotation at item i: “...,” X said; “...,” said X.
func (s *sentenceReader) creditedByNext(i int) int {
	next := i + 1
	for s.kind(next) == phrase.Comma || s.kind(next) == phrase.Dash {
		next++
	}
	for k, p := range s.preds {
		if p.verb <= i || p.mute {
			continue
		}
		start := p.from
		if p.post && p.verb == p.from {
			start = p.verb
		}
		if start == next || start == next+1 && s.is(next, "as") {
			return k
		}
		if p.from > next {
			break
		}
	}
	return -1
}

// closesBefore reports whether the quotation at item i ends the way one does before the words that credit it.
func (s *sentenceReader) closesBefore(i int) bool {
	q := s.p.quotes[s.s[i].Quote]
	inner := s.p.passage.Text[q.Inner.Start:q.Inner.End]
	return strings.HasSuffix(inner, ",") || strings.HasSuffix(inner, "?") || strings.HasSuffix(inner, "!") || strings.HasSuffix(inner, "—") ||
		s.kind(i+1) == phrase.Comma
}

// standsApart reports whether the quotation at item i does not go on from the words before it.
func (s *sentenceReader) standsApart(i int) bool {
	return s.kind(i-1) != phrase.Word && s.kind(i-1) != phrase.Name
}

// leadsDirectly reports whether the predicate k stands directly before the quotation at item i, or with nothing but whom it was
// said to and when between.
func (s *sentenceReader) leadsDirectly(k, i int) bool {
	p := s.preds[k]
	if p.post {
		return false
	}
	for m := p.to; m < i; m++ {
		if s.kind(m) != phrase.Word && s.kind(m) != phrase.Name && s.kind(m) != phrase.Colon && !(s.kind(m) == phrase.Comma && m == i-1) ||
			phrase.IsVerbLike(s.s[m]) {
			return false
		}
	}
	return s.kind(i-1) != phrase.Comma || p.body == i
}

// governing is the predicate whose clause the quotation at item i stands in, or -1.
func (s *sentenceReader) governing(i int) int {
	for k := len(s.preds) - 1; k >= 0; k-- {
		p := s.preds[k]
		if p.verb > i {
			continue
		}
		if p.post {
			if s.resumes(p, i) || p.lemma == "according" && !s.divides(p.to, i) {
				return k
			}
			continue
		}
		if p.limit <= i || p.body > i || p.body >= len(s.s) && p.class == english.SayVerb {
			continue
		}
		if s.divides(p.to, i) {
			return -1
		}
		if p.class == english.CallVerb && s.leavesObject(p, i) {
			continue
		}
		return k
	}
	return -1
}

// resumes reports whether a quotation goes on after the words that credit it: “...,” X said, “...”.
func (s *sentenceReader) resumes(p predicate, i int) bool {
	for m := p.to; m < i; m++ {
		if s.kind(m) == phrase.Break || s.kind(m) == phrase.Quote ||
			english.Subordinators.Has(s.word(m)) && !s.is(m, "that", "after", "before", "when") {
			return false
		}
	}
	switch s.kind(i - 1) {
	case phrase.Comma, phrase.Colon, phrase.Dash:
		return true
	}
	return s.is(i-1, "that", "and", "but") || s.isInserted(p)
}

// isInserted reports whether the predicate stands between commas inside what it reports: "The aim, X said, is ...".
func (s *sentenceReader) isInserted(p predicate) bool {
	return p.post && s.kind(p.from-1) == phrase.Comma && s.kind(p.from-2) != phrase.Quote &&
		s.kind(p.to) == phrase.Comma && phrase.IsVerbLike(s.at(p.to+1))
}

// leavesObject reports whether the quotation at item i is no longer part of what the verb is about.
func (s *sentenceReader) leavesObject(p predicate, i int) bool {
	for m := p.to; m < i && p.relative; m++ {
		if s.kind(m) == phrase.Colon || s.kind(m) == phrase.Comma {
			return true
		}
	}
	if s.is(i-1, "as") && !s.hasWord(p.to, i, "who", "which", "whose") {
		return false
	}
	for m := p.to; m < i; m++ {
		if s.kind(m) == phrase.Comma && p.lemma != "give" || s.is(m, "who", "whom", "whose", "which", "whether", "after", "before", "when") {
			return true
		}
	}
	return false
}

// reportedBy is the predicate at the end of a clause that reports the quotation at item i within: "The “...” is over, X said."
func (s *sentenceReader) reportedBy(i int) int {
	for k, p := range s.preds {
		if p.post && !p.mute && p.from > i && !s.divides(i, p.from) {
			return k
		}
	}
	return -1
}

// owner finds "X's claim that “...”": the words are X's.
func (s *sentenceReader) owner(i int) (attribution, bool) {
	const farthest = 8 // items
	for k := i - 1; k >= 0 && k > i-farthest; k-- {
		if !slices.Contains([]phrase.Kind{phrase.Word, phrase.Name, phrase.Colon, phrase.Comma}, s.kind(k)) {
			return attribution{}, false
		}
		if !english.SpeechNouns.Has(s.word(k)) {
			if english.SpeechForms[s.word(k)].Finite() || english.Auxiliaries.Has(s.word(k)) {
				return attribution{}, false
			}
			continue
		}
		if !s.is(k+1, "that", "to", "of", "for", "about") && k+1 != i && s.kind(k+1) != phrase.Colon && s.kind(k+1) != phrase.Comma {
			return attribution{}, false
		}
		return s.ownerOf(k)
	}
	return attribution{}, false
}

// ownerOf is whose the noun of speech at item k is: "X's claim".
func (s *sentenceReader) ownerOf(k int) (attribution, bool) {
	for m := k - 1; m >= 0 && m > k-5; m-- {
		it := s.s[m]
		if it.PossessiveName() {
			return attribution{speaker: personParty(it.Person), span: prose.Span{Start: it.Span.Start, End: s.s[k].Span.End}}, true
		}
		if it.Kind == phrase.Word && (english.PossessivePronouns.Has(it.Folded) || it.Possessive) {
			return s.ownerBefore(k)
		}
		if it.Kind != phrase.Word || english.PurePrepositions.Has(it.Folded) {
			break
		}
	}
	return attribution{}, false
}

// ownerBefore is whose claim "his claim" is: the speaker's, when nobody else is named before it; else it is open.
func (s *sentenceReader) ownerBefore(i int) (attribution, bool) {
	var named []*corpus.Person
	for k := range i {
		if it := s.s[k]; it.Kind == phrase.Name && !slices.Contains(named, it.Person) {
			named = append(named, it.Person)
		}
	}
	return attribution{}, len(named) > 1
}

// reportedWords is what predicate k reports in words that are not quoted, or not all.
func (s *sentenceReader) reportedWords(k int) (prose.Span, attribution, bool) {
	p := s.preds[k]
	if p.mute || !p.speaker.known() || p.relative && s.is(p.from-1, "what") {
		return prose.Span{}, attribution{}, false
	}
	by := s.by(p)
	if p.outer >= 0 {
		if by = s.credit(k); !by.speaker.same(p.speaker) || p.class == english.CallVerb && !s.preds[p.outer].speaker.same(p.speaker) {
			return prose.Span{}, attribution{}, false
		}
	}
	from, to := p.body, s.reportEnd(p)
	switch {
	case p.post:
		var ok bool
		if from, to, ok = s.wordsBefore(p); !ok {
			return prose.Span{}, attribution{}, false
		}
	case p.whole:
		if !s.saysEnough(p) {
			return prose.Span{}, attribution{}, false
		}
		from = p.verb
	case s.reportsThing(p, from, to):
		from = p.verb
	}
	for to > from && !s.holdsWords(to-1) {
		to--
	}
	for from < to && !s.holdsWords(from) {
		from++
	}
	if words := s.plainWords(from, to); words < 2 {
		return prose.Span{}, attribution{}, false
	}
	return prose.Span{Start: s.s[from].Span.Start, End: s.s[to-1].Span.End}, by, true
}

// reportsThing reports whether what the predicate reports is no clause: "announced the cancellation".
func (s *sentenceReader) reportsThing(p predicate, from, to int) bool {
	return !p.passive && p.body < len(s.s) && p.verb < from && !s.is(from-1, "that") && !s.hasQuote(from, to) && !s.verbBefore(from, to)
}

// holdsWords reports whether item i is a word, a name or a quotation.
func (s *sentenceReader) holdsWords(i int) bool {
	return s.kind(i) == phrase.Word || s.kind(i) == phrase.Name || s.kind(i) == phrase.Quote
}

// wordsBefore are the items that a predicate reports to its left.
func (s *sentenceReader) wordsBefore(p predicate) (from, to int, ok bool) {
	from, to = 0, p.from
	if q := s.kind(p.from - 1); q == phrase.Comma || q == phrase.Dash {
		to--
	}
	for s.is(from, "and", "but", "yet", "so") {
		from++
	}
	if p.lemma == "according" && (p.from == 0 || !s.is(p.from, "according")) {
		return 0, 0, false
	}
	if s.is(from, "asked", "speaking") {
		return 0, 0, false
	}
	from = max(s.afterDateline(from), s.insertionStart(p))
	if s.isInserted(p) {
		to = s.reportEnd(p)
	}
	return from, to, true
}

// insertionStart is the item after the dash that opens the insertion in which the predicate stands, or 0: "– wrongly, according to
// X –" speaks of that word alone.
func (s *sentenceReader) insertionStart(p predicate) int {
	opened := 0
	for k := range p.from {
		if s.kind(k) == phrase.Dash {
			opened = k + 1
		}
	}
	for k := p.to; k < len(s.s) && opened > 0; k++ {
		if s.kind(k) == phrase.Dash {
			return opened
		}
	}
	return 0
}

// afterDateline skips "VIENNA —" at the start of a sentence.
func (s *sentenceReader) afterDateline(from int) int {
	for k := from; k < len(s.s) && k < from+7; k++ {
		switch s.kind(k) {
		case phrase.Dash, phrase.Break:
			return k + 1
		case phrase.Comma, phrase.Bracket:
		default:
			if it := s.s[k]; !it.Capital && !prose.IsNumber(it.Folded) {
				return from
			}
		}
	}
	return from
}

// plainWords counts the words of items[from:to] outside quotations.
func (s *sentenceReader) plainWords(from, to int) int {
	n := 0
	for k := from; k < to; k++ {
		if s.kind(k) == phrase.Word || s.kind(k) == phrase.Name {
			n++
		}
	}
	return n
}

// saysEnough reports whether a verb like "called" is about words here: "called him on Friday" is not.
func (s *sentenceReader) saysEnough(p predicate) bool {
	end := s.reportEnd(p)
	switch p.lemma {
	case "call":
		if s.is(p.verb+1, "for", "on", "off") {
			return !s.is(p.verb+1, "off") && !s.timeWord(p.verb+2)
		}
		return s.hasQuote(p.verb+1, end)
	case "describe", "characterize", "characterise", "dub", "term", "brand", "label", "voice", "cheer", "slam", "blast", "liken", "quote",
		"cite", "hail", "portray", "depict":
		for k := p.verb + 1; k < end; k++ {
			if s.is(k, "as", "to") || s.kind(k) == phrase.Quote {
				return true
			}
		}
		return p.lemma == "cite" || p.lemma == "hail"
	case "refer":
		return s.hasWord(p.verb+1, end, "as") || s.hasQuote(p.verb+1, end)
	case "give":
		return s.is(p.to, "that", "of", "on", "about", "to", "for", "against") || s.kind(p.to) == phrase.Colon
	case "speak":
		return s.is(p.verb+1, "of", "about", "out")
	}
	return true
}

func (s *sentenceReader) hasQuote(from, to int) bool {
	for k := from; k < to && k < len(s.s); k++ {
		if s.kind(k) == phrase.Quote {
			return true
		}
	}
	return false
}

// returnsToSubject reports whether the comma at k closes the relative clause of a predicate, before a verb of speech of the same
// subject: "The official, who asked ..., said".
func (s *sentenceReader) returnsToSubject(p predicate, k int) bool {
	for _, q := range s.preds {
		if q.verb > k && q.verb < k+4 && q.from <= p.from && !q.relative {
			return true
		}
	}
	return false
}

// reportEnd is the item after the words that a predicate reports to its right.
func (s *sentenceReader) reportEnd(p predicate) int {
	for k := p.to; k < len(s.s); k++ {
		if s.kind(k) == phrase.Break && k > p.to || k == p.limit || s.kind(k) == phrase.Comma && s.commaEnds(p, k) {
			return k
		}
		if s.kind(k) == phrase.Quote && p.class == english.CallVerb && p.lemma != "give" {
			if q := s.p.quotes[s.s[k].Quote]; strings.HasSuffix(s.p.passage.Text[q.Inner.Start:q.Inner.End], ",") {
				return k + 1
			}
		}
		if k > p.to && s.s[k].Is("while", "whereas", "though", "although", "but", "yet", "as", "so", "and") && s.opensClause(k, k) {
			return k
		}
		for _, q := range s.preds {
			if q.verb > p.verb && q.outer < 0 && !q.relative {
				if end := s.nextBegins(p, q, k); end >= 0 {
					return end
				}
			}
		}
	}
	return len(s.s)
}

// commaEnds reports whether the words that the predicate reports end at the comma at item k.
func (s *sentenceReader) commaEnds(p predicate, k int) bool {
	switch {
	case p.relative && (s.returnsToSubject(p, k) || p.class == english.CallVerb):
		return true
	case s.is(k+1, "reports", "reported") && s.at(k+2).Capital:
		return true
	}
	return p.whole && s.is(k+1, "and", "but") && s.verbAhead(k+1)
}

// nextBegins is where the words that p reports end because the predicate q begins at item k, or -1.
func (s *sentenceReader) nextBegins(p, q predicate, k int) int {
	switch {
	case q.verb == k && q.from == q.verb && !q.post && s.is(k-1, "and", "but"):
		return k - 1
	case q.verb == k && q.gerund && s.kind(k-1) == phrase.Comma:
		return k - 1
	case q.verb == k && q.gerund && s.kind(k-1) == phrase.Quote:
		return k
	case q.from == k && k > p.body && (q.post || q.from < q.verb && s.kind(k-1) == phrase.Comma):
		return k
	}
	return -1
}

// moveFocus works out who the sentence was about, for the pronouns of the next.
func (p *passageReader) moveFocus(s *sentenceReader, opening bool) {
	p.named = p.named[:0:0]
	for _, it := range s.s {
		if it.Kind == phrase.Name && !it.Attributes && !slices.Contains(p.named, it.Person) {
			p.named = append(p.named, it.Person)
		}
	}
	switch found := s.spokenOf(); {
	case len(found) == 1:
		p.focus = found[0]
		return
	case len(found) > 1:
		p.focus = party{}
		return
	}
	switch {
	case len(p.named) == 0:
	case len(p.named) == 1 && (opening || p.focus.person == p.named[0] || !p.focus.known()):
		p.focus = personParty(p.named[0])
	default:
		p.focus = party{}
	}
}

// spokenOf are the subjects and the speakers of the sentence, outside of what is reported.
func (s *sentenceReader) spokenOf() []party {
	var found []party
	add := func(who party) {
		if !slices.ContainsFunc(found, func(h party) bool { return h.same(who) }) {
			found = append(found, who)
		}
	}
	for _, c := range s.subjects {
		if !c.subordinate && s.enclosing(c.at) < 0 {
			add(c.who)
		}
	}
	for _, q := range s.preds {
		if q.outer < 0 && !q.relative && !q.mute && q.speaker.known() && !q.gerund {
			add(q.speaker)
		}
	}
	return found
}

// whoIs is the person that a description such as "the secretary" stands for within the passage, or nil.
func (p *passageReader) whoIs(s *sentenceReader, from, to int) *corpus.Person {
	if !s.is(from, "the") || to-from < 2 {
		return nil
	}
	office := strings.ToLower(prose.OneLine(s.text(from+1, to)))
	var found []*corpus.Person
	for _, it := range p.people {
		if it.Span.Start >= s.s[from].Span.Start {
			break
		}
		if holds(it.Person, office) {
			found = append(found, it.Person)
		}
	}
	switch {
	case len(found) == 1:
		return found[0]
	case len(found) == 0 && p.focus.person != nil && holds(p.focus.person, office):
		return p.focus.person
	}
	return nil
}

// holds reports whether the articles call a person by the office, or by one of which it is the noun.
func holds(p *corpus.Person, office string) bool {
	for _, role := range p.Roles {
		if role == office || !strings.Contains(office, " ") && people.HeadOf(role) == office && !english.RankWords.Has(strings.Fields(role)[0]) {
			return true
		}
	}
	return false
}
