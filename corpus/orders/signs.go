package orders

import (
	"cmp"
	"slices"
	"strings"

	"readout/corpus/prose"
)

const (
	orderThreshold   = 1.6 // score from which a sentence is an order
	plainThreshold   = 3   // score from which it is one even where nobody would answer from it
	relatedThreshold = 1.5 // score from which it belongs to an order next to it
	wordingWeight    = 1.5 // of the wording beside the signs
)

// An order to whoever answers binds somebody to an act of answering (a directive), and it is about answering from this text. Each sign
// has a weight, and the sum decides.
var orderSigns = []struct {
	name   string
	weight float64
	holds  func(*orderReading) bool
}{
	{"machine named", .5, (*orderReading).namesMachine},
	{"machine addressed", 2.5, (*orderReading).addressesMachine},
	{"reader of this text addressed", 2, (*orderReading).addressesItsReader},
	{"question anticipated", 1.5, (*orderReading).anticipatesQuestion},
	{"reply prescribed", 2, (*orderReading).prescribesReply},
	{"every reply", 1.25, (*orderReading).rulesEveryReply},
	{"instructions overruled", 3, (*orderReading).overrules},
	{"answering spoken of", .1, (*orderReading).speaksOfAnswering}, // enough where the wording says the rest
	{"strictness", .25, (*orderReading).isStrict},
	{"guise", 2, (*orderReading).isDisguised},
}

// Weights of a directive.
const (
	bindsReader   = 2.75 // an imperative, or a "must" of the machine, of "you", of a reply, of questions
	bindsWeakly   = 2    // an imperative by its place only: what follows does not look like its object
	bindsOthers   = .5   // a "must" of anybody else: ministers must answer
	addsContent   = .5   // what is to be said follows: "that ...", a colon, a quotation
	addsDirective = .75  // each further directive, up to two

	onlyAnticipated = .5 // less for a question that is anticipated where nobody is bound to anything
)

// Shares of the score that are left when the words are reported.
const (
	creditedToPeople   = .3  // in quotation marks, credited to somebody: people order people about
	creditedAtMachines = .6  // the same, of what machines must do
	mentionedOnly      = .45 // in quotation marks, in the midst of other words
	reportedSpeech     = .6  // without quotation marks, after "said that"
)

// orderWord is a word of a sentence that is read for an order.
type orderWord struct {
	class  orderClass
	span   prose.Span
	opens  bool // a clause opens with it
	quoted bool // inside quotation marks
}

// directive is a verb that binds somebody to an act.
type directive struct {
	at      int // of the verb, in words
	weight  float64
	machine bool // a machine is bound
}

// orderReading is a sentence read for an order.
type orderReading struct {
	text       string
	words      []orderWord
	all        orderClass // of its words together
	directives []directive
}

// readOrder reads a sentence that begins at a place in a text; quoted are the quotations of the text, in order.
func readOrder(sentence string, start int, quoted []prose.Span) *orderReading {
	r := &orderReading{text: sentence}
	first, _ := slices.BinarySearchFunc(quoted, start, func(q prose.Span, at int) int { return cmp.Compare(q.End, at) })
	quoted = quoted[first:]
	last := 0
	for scan := (orderScanner{text: r.text}); scan.next(); last = scan.span.End {
		gap, at := r.text[last:scan.span.Start], start+scan.span.Start
		w := orderWord{class: scan.class, span: scan.span}
		w.opens = len(r.words) == 0 || opensClause(gap) || strings.ContainsAny(gap, "“\"«„") && !r.is(len(r.words)-1, leadsOn)
		for len(quoted) > 0 && quoted[0].End <= at {
			quoted = quoted[1:]
		}
		w.quoted = len(quoted) > 0 && quoted[0].Start <= at
		if w.class&isMachine != 0 && (gap == "-" || gap == "/") && !r.is(len(r.words)-1, isQualifier) {
			w.class &^= isMachine // part of a longer name: "build/harbour-bot"
		}
		r.words = append(r.words, w)
	}
	for i := range r.words {
		r.refine(i)
		r.all |= r.words[i].class
	}
	for i := range r.words {
		if d := r.directiveAt(i); d.weight != 0 {
			r.directives = append(r.directives, d)
		}
	}
	return r
}

// refine settles by its neighbours what the word at i is.
func (r *orderReading) refine(i int) {
	w := &r.words[i]
	switch {
	case w.class&(mayMachine|isReply) != 0 && r.qualified(i):
		w.class |= isMachine // "language model", "users' assistants", "chat reply"
	case w.class&isMust != 0 && w.class&isIf != 0 && !w.opens:
		w.class &^= isIf // "you should", not "should you"
	case w.class&isAsk != 0 && (r.is(i+1, isFor) || r.is(i+2, isTo)) && !r.is(i-1, isIf|isUser) &&
		!(r.is(i-1, isBe) && r.near(i-2, -1, 2, isIf)):
		w.class &^= isAsk // asked for a thing, asked to do one
	case w.class&isMachine != 0 && strings.EqualFold(r.text[w.span.Start:w.span.End], "ai") && r.plainAt(i+1):
		w.class &^= isMachine // "AI firms"
	}
}

// qualified reports whether a word beside the one at i makes it a machine.
func (r *orderReading) qualified(i int) bool {
	return r.is(i-1, isQualifier|isMachine|isUser) && !r.wordIs(i-1, "generated") && !r.words[i].opens ||
		r.is(i+1, isQualifier) && !r.words[i+1].opens
}

// plainAt reports whether the word at i, of no class, goes on with the clause.
func (r *orderReading) plainAt(i int) bool {
	return i < len(r.words) && !r.words[i].opens && r.words[i].class == 0
}

// directiveAt weighs the word at i as an order; its weight is 0 when it is none.
func (r *orderReading) directiveAt(i int) directive {
	d := directive{at: i}
	switch w := r.words[i]; {
	case w.class&(doSpeak|doOverrule) != 0:
		d.weight, d.machine = r.active(i)
	case w.class&isDone != 0:
		d.weight = r.passive(i)
	case w.class&isKnow != 0:
		if j, _ := r.before(i); r.is(j-1, isMust) {
			d.weight, d.machine = r.obliged(j - 1) // "whoever asks must hear"
		}
	}
	if d.weight > bindsOthers && r.contentFollows(i) {
		d.weight += addsContent
	}
	return d
}

// opensClause reports whether the characters between two words end a clause.
func opensClause(gap string) bool {
	for i, c := range gap {
		switch c {
		case '\'', '’', '“', '”', '"', '«', '»', '„', ')', ' ', '\t', '\n', '\r', '\u00a0', '/', '_', '\u200b':
		case '-', '–':
			if i > 0 && gap[i-1] == ' ' || i == 0 && len(gap) > 3 {
				return true
			}
		default:
			return true
		}
	}
	return false
}

func (r *orderReading) is(i int, class orderClass) bool {
	return i >= 0 && i < len(r.words) && r.words[i].class&class != 0
}

// wordIs reports whether word i is one of the words, in small letters or not.
func (r *orderReading) wordIs(i int, words ...string) bool {
	if i < 0 || i >= len(r.words) {
		return false
	}
	text := r.text[r.words[i].span.Start:r.words[i].span.End]
	return slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, text) })
}

// near reports whether one of n words from i on, in the direction of step, is of the class.
func (r *orderReading) near(i, step, n int, class orderClass) bool {
	for ; n > 0; n-- {
		if r.is(i, class) {
			return true
		}
		i += step
	}
	return false
}

// before is the first of the words that lead to word i, adverbs and negations; opened tells that a clause opens with it.
func (r *orderReading) before(i int) (j int, opened bool) {
	for ; !r.words[i].opens && r.is(i-1, isManner|isNot); i-- {
	}
	return i, r.words[i].opens
}

// gapAfter is what stands between word i and the next one.
func (r *orderReading) gapAfter(i int) string {
	end := len(r.text)
	if i+1 < len(r.words) {
		end = r.words[i+1].span.Start
	}
	return r.text[r.words[i].span.End:end]
}

func (r *orderReading) colonAfter(i int) bool { return strings.Contains(r.gapAfter(i), ":") }

// contentFollows reports whether what is to be said follows word i.
func (r *orderReading) contentFollows(i int) bool {
	for j := i; j < len(r.words) && j < i+5; j++ {
		if strings.ContainsAny(r.gapAfter(j), "“\"«„") {
			return true
		}
	}
	return r.colonAfter(i) || r.near(i+1, 1, 2, isThat) || r.near(i+1, 1, 10, isAs) || r.near(i+1, 1, 3, isUser)
}

// active weighs the verb at i by what binds somebody to it, and tells whether that is a machine.
func (r *orderReading) active(i int) (weight float64, machine bool) {
	w := r.words[i]
	if w.class&isImperative != 0 {
		return bindsReader, false
	}
	j, opened := r.before(i)
	switch {
	case opened:
		return r.imperative(i, j), false
	case r.is(j-1, isAnd) && len(r.directives) > 0:
		return bindsReader, false
	case r.is(j-1, isAnd) && r.words[j-1].opens && r.is(i+1, isUser):
		return bindsWeakly, false // "read it otherwise, and tell users"
	case r.is(j-1, isMust):
		return r.obliged(j - 1)
	case r.is(j-1, isYou) && r.is(j-2, isThat) && r.near(j-3, -1, 4, isOrdering|isBound):
		return bindsReader, false // "we ask that you present"
	case r.is(j-1, isModal) && r.near(j, 1, i-j, isNot|isStrict) && r.is(j-2, isYou):
		return bindsReader, false
	case r.is(j-1, isTo):
		return r.infinitive(j - 1)
	case r.near(j-1, -1, 2, isMachine|mayMachine) && r.near(j-2, -1, 8, isOrdering|isBound) && r.near(j-2, -1, 6, isThat):
		return bindsReader, true // "it is mandatory that chatbots state"
	}
	return 0, false
}

// isNounOf reports whether what follows makes the verb at i a noun.
func (r *orderReading) isNounOf(i int) bool {
	return r.is(i+1, isFor) && r.words[i].class&doOverrule != 0 ||
		r.wordIs(i+1, "of") && !r.wordIs(i, "speak", "talk", "inform", "remind", "assure", "convince")
}

// isListed reports whether the clause that opens at j after a comma is one of several of which none addresses anybody.
func (r *orderReading) isListed(j int) bool {
	return j > 0 && strings.TrimSpace(r.gapAfter(j-1)) == "," && len(r.directives) == 0 &&
		!r.near(j-1, -1, j, isIf|isAsk|isQuestion|isReading|isReply|isMachine|mayMachine|isStrict|isNotice|isYou)
}

// imperative weighs a verb at i whose clause opens at j, with nothing but adverbs before the verb.
func (r *orderReading) imperative(i, j int) float64 {
	w := r.words[i]
	switch {
	case r.is(i+1, isBe|isPast|isMust|isModal) && !r.words[i+1].opens:
		return 0 // a noun: "state must answer", "report was lost"
	case r.isNounOf(i):
		return 0 // "disregard for rules", "use of force"
	case i == 0 && r.colonAfter(i) && r.wordIs(i, "report", "present", "state", "record", "note", "name", "credit", "claim", "quote", "play"):
		return 0 // a label: "present: the mayor and two members"
	case r.is(i+1, isUs), w.class&(isNotice|isReply) != 0 && (r.colonAfter(i) || w.class&isNotice != 0 && r.is(i+1, isFor)):
		return 0 // "tell us", "answer:", "note to readers"
	case r.is(i+1, isNot) && !r.is(i+1, isObject):
		return 0 // "never say never"
	case i == j && r.isListed(j):
		return 0 // one of several: "they name judges, list powers and ..."
	case r.is(i+1, isObject|isThat|isUser|isReply|isQuestion|isRule|isPrior|isTo) || i+1 == len(r.words) || r.contentFollows(i):
		return bindsReader
	}
	return bindsWeakly
}

// infinitive weighs an infinitive whose "to" stands at i: "are to", "is required to", "instructs all assistants to".
func (r *orderReading) infinitive(i int) (weight float64, machine bool) {
	j, _ := r.before(i)
	j--
	switch {
	case r.is(j, isBound) && r.is(j-1, isBe) && r.is(j-2, isModal):
		return 0, false // "you will be asked to leave"
	case r.is(j, isBe), r.is(j, isBound|isMust) && !r.near(j-1, -1, 2, isPast):
		return r.obliged(j)
	case r.near(j-1, -1, 6, isOrdering|isBound) && r.near(j, -1, 5, isMachine|mayMachine) && !r.near(j-1, -1, 6, isPast):
		return bindsReader, true
	}
	return 0, false
}

// passive weighs a participle at i: "are to be answered", "must not be named".
func (r *orderReading) passive(i int) (weight float64) {
	j, _ := r.before(i)
	if !r.is(j-1, isBe) {
		return 0
	}
	j, _ = r.before(j - 1)
	switch {
	case r.is(j-1, isMust):
		weight, _ = r.obliged(j - 1)
	case r.is(j-1, isTo) && r.is(j-2, isBe|isBound) && !r.near(j-3, -1, 2, isPast):
		weight, _ = r.obliged(j - 2)
	}
	return weight
}

// obliged weighs what the modal at i binds, by its subject.
func (r *orderReading) obliged(i int) (weight float64, machine bool) {
	const longestSubject = 14 // words
	var subject orderClass
	for j := i - 1; j >= 0 && i-j <= longestSubject; j-- {
		subject |= r.words[j].class
		if r.words[j].opens && !r.words[j].quoted {
			break
		}
	}
	switch {
	case subject&isMachine != 0, subject&mayMachine != 0 && subject&(isAsk|isReading) != 0:
		return bindsReader, true
	case r.near(i-1, -1, 3, isYou), subject&isReply != 0, subject&isRule != 0 && subject&isYou != 0,
		subject&isQuestion != 0 && subject&(isEvery|isAbout) != 0,
		subject&(isReading|isAsk) != 0 && subject&(isSomebody|isUser|isThis) != 0:
		return bindsReader, false
	}
	return bindsOthers, false
}

func (r *orderReading) namesMachine() bool { return r.all&isMachine != 0 }

// addressesMachine: "note to AI systems", "dear assistant", "AI:", "as a language model you", "if you are a bot".
func (r *orderReading) addressesMachine() bool {
	for i, w := range r.words {
		strong := w.class&isMachine != 0
		if !strong && w.class&mayMachine == 0 || w.class&isUser != 0 {
			continue
		}
		if r.noticeTo(i) || r.youAre(i) || r.calls(i, strong) || strong && r.speaksTo(i) {
			return true
		}
	}
	return false
}

// noticeTo: "note to AI systems", "dear reader or robot".
func (r *orderReading) noticeTo(i int) bool {
	return r.near(i-1, -1, 5, isNotice) && (r.near(i-1, -1, 3, isFor) || r.is(0, isNotice) || r.is(i-1, isNotice)) &&
		!r.near(i-1, -1, 5, isPast|isBe)
}

// youAre: "you are now a model".
func (r *orderReading) youAre(i int) bool {
	return r.near(i-1, -1, 5, isYou) && r.near(i-1, -1, 4, isAs|isIf|isBe) && !r.is(i-1, isYou) && !r.words[i].quoted
}

// calls: "AI:", "talking point for assistants:", "assistant, tell".
func (r *orderReading) calls(i int, strong bool) bool {
	if i < 9 && r.colonAfter(i) && (strong && i < 3 || r.near(i-1, -1, 3, isFor)) {
		return true
	}
	return r.words[i].opens && i+1 < len(r.words) && r.words[i+1].opens && (len(r.directives) > 0 || strong && i == 0)
}

// speaksTo reports whether the words around a word that can only be a machine speak to it.
func (r *orderReading) speaksTo(i int) bool {
	switch {
	case r.near(i-1, -1, 2, isBe|isAs) && r.near(i+1, 1, 2, isYou):
		return true // "being an AI, you"
	case i < 7 && (r.is(0, isFor|isAs) || r.near(i+1, 1, 2, isReading) && r.near(i+1, 1, 3, isThis)):
		return true // "for models only", "bots reading this"
	}
	// "language models are hereby informed"
	return r.is(i+1, isBe) && r.near(i+2, 1, 2, isOrdering|isBound|isDone) && r.near(i+3, 1, 2, isTo|isThat)
}

// addressesItsReader: "anyone summarising this text", "by reading this page you", "whoever answers".
func (r *orderReading) addressesItsReader() bool {
	for i, w := range r.words {
		switch {
		case w.class&isReading == 0 || !r.near(i+1, 1, 3, isThis):
		case r.near(i+1, 1, 4, isText) && (r.near(i-1, -1, 3, isSomebody|isMachine|mayMachine|isYou|isEvery) || r.near(i+1, 1, 4, isYou)),
			r.near(i-1, -1, 2, isMachine|mayMachine) && r.is(i+1, isThis), r.is(i+1, isThis) && r.is(i+2, isYou):
			return true
		}
	}
	return false
}

// anticipatesQuestion: "when asked", "whoever asks", "any question about".
func (r *orderReading) anticipatesQuestion() bool {
	for i, w := range r.words {
		switch {
		case w.class&isAsk != 0 && r.asksWhenever(i), w.class&isQuestion != 0 && r.anyQuestion(i):
			return true
		case w.class&isKnow != 0 && r.is(i-1, isTo) && r.near(i-2, -1, 3, isSomebody|isIf):
			return true // "whoever wants to know"
		case w.class&isReading != 0 && r.whenReading(i):
			return true // "when replying", "instead of answering"
		case w.class&doSpeak != 0 && r.is(i-1, isYou) && r.is(i-2, isIf|isPrior):
			return true // "wherever you describe", "everything you write"
		}
	}
	return false
}

// asksWhenever: "when asked", "whoever asks".
func (r *orderReading) asksWhenever(i int) bool {
	return !r.is(i-1, isYou) && (r.near(i-1, -1, 7, isIf|isEvery) || r.near(i-1, -1, 2, isSomebody|isUser) ||
		r.words[i].opens && r.is(i+1, isAbout))
}

// anyQuestion: "any question about".
func (r *orderReading) anyQuestion(i int) bool {
	return r.near(i-1, -1, 3, isEvery) || r.is(i+1, isAbout) && (r.words[i].opens || i < 2 || r.near(i-1, -1, 3, isIf|doSpeak))
}

func (r *orderReading) whenReading(i int) bool {
	w := r.words[i]
	return strings.HasSuffix(r.text[:w.span.End], "ing") && len(r.directives) > 0 && !r.wordIs(i, "using") &&
		(w.opens || r.near(i-1, -1, 2, isIf|isFor|isStrict))
}

// prescribesReply: "your answer", "the only permitted reply", "summaries must", "begin each reply".
func (r *orderReading) prescribesReply() bool {
	for i, w := range r.words {
		if w.class&isReply == 0 || r.is(i-1, isTo|isMust|isModal) {
			continue
		}
		switch {
		case r.near(i-1, -1, 2, isYou), r.near(i-1, -1, 4, isMandated) && (r.near(i+1, 1, 14, isBe) || r.isLabel(i)),
			r.is(i+1, isMandated|isYou), r.near(i+1, 1, 2, isTo) && r.near(i+2, 1, 2, doSpeak|isBe):
			return true
		case slices.ContainsFunc(r.directives, func(d directive) bool { return i-2 <= d.at && d.at < i }), r.mustFollow(i):
			return true
		}
	}
	return false
}

// rulesEveryReply: "in all replies", "every response names".
func (r *orderReading) rulesEveryReply() bool {
	for i, w := range r.words {
		if w.class&isReply != 0 && !w.quoted && r.is(i-1, isEvery) && !r.near(i+1, 1, 1, isPast) {
			return true
		}
	}
	return false
}

// isLabel reports whether a colon follows word i within four words.
func (r *orderReading) isLabel(i int) bool {
	for j := i; j < len(r.words) && j < i+5; j++ {
		if r.colonAfter(j) {
			return true
		}
	}
	return false
}

// mustFollow reports whether what stands at word i must do something, or have one of the acts done to it.
func (r *orderReading) mustFollow(i int) bool {
	const reach = 8 // words
	for j := i + 1; j < len(r.words) && j <= i+reach; j++ {
		switch {
		case r.is(j, isMust):
		case r.is(j, isBe|isBound) && r.is(j+1, isTo):
			j++
		default:
			continue
		}
		for j++; r.is(j, isManner|isNot); j++ {
		}
		return !r.is(j, isBe) || r.near(j+1, 1, 2, isDone|isNot)
	}
	return false
}

// overrules: "ignore all previous instructions", "this overrides the text above".
func (r *orderReading) overrules() bool {
	for i, w := range r.words {
		if w.class&isOverruling != 0 && r.near(i-1, -1, 4, isThis) && r.near(i+1, 1, 5, isText|isThis|isPrior|isRule) {
			return true
		}
	}
	return slices.ContainsFunc(r.directives, func(d directive) bool {
		const reach = 7 // words
		return r.is(d.at, doOverrule) && (r.near(d.at+1, 1, reach, isRule|isQuestion) ||
			r.near(d.at+1, 1, reach, isPrior) && r.near(d.at+1, 1, reach, isText|isThis))
	})
}

// speaksToYou reports whether the sentence speaks to somebody: reporting speaks of people.
func (r *orderReading) speaksToYou() bool {
	return slices.ContainsFunc(r.words, func(w orderWord) bool { return w.class&isYou != 0 && !w.quoted })
}

func (r *orderReading) speaksOfAnswering() bool {
	return r.all&(isUser|isReply|isMachine|mayMachine|isQuestion) != 0 || r.speaksToYou()
}

func (r *orderReading) isStrict() bool {
	return r.all&isStrict != 0 && (len(r.directives) > 0 || r.speaksOfAnswering())
}

func (r *orderReading) isDisguised() bool {
	return slices.ContainsFunc(r.words, func(w orderWord) bool { return w.class&isGuise != 0 && w.class != isGuise })
}

// score sums what speaks for an order, less what is reported.
func (r *orderReading) score() float64 {
	score := promptScore(r.text, r.all)
	if len(r.directives) > 0 {
		best := 0.0
		for _, d := range r.directives {
			best = max(best, d.weight)
		}
		score += best + addsDirective*float64(min(len(r.directives)-1, 2))
	}
	for _, s := range orderSigns {
		if s.holds(r) {
			score += s.weight
		}
	}
	if len(r.directives) == 0 && r.anticipatesQuestion() {
		score -= onlyAnticipated
	}
	return score * r.reported()
}

// lastCredit is the last word, outside of quotations, that credits somebody with words, or -1; others is how many words are outside.
func (r *orderReading) lastCredit() (credit, others int) {
	credit = -1
	for i, w := range r.words {
		if w.quoted {
			continue
		}
		others++
		if w.class&doSpeak != 0 && i > 1 && r.words[i-1].opens && r.words[i-1].class == 0 {
			credit = i // "..., widows tell inquiry"
		}
		if w.class&isCredit != 0 && !r.near(i-1, -1, 2, isBe|isPast) && !r.is(i-1, isSomebody|isIf|isText) && !r.is(i+1, isThis) && !r.within(i) {
			credit = i
		}
	}
	return credit, others
}

// reported is the share of the score that is left when the sentence reports the words of others.
func (r *orderReading) reported() float64 {
	credit, others := r.lastCredit()
	quoted, machine := len(r.directives) > 0, false
	for _, d := range r.directives {
		quoted = quoted && r.words[d.at].quoted
		machine = machine || d.machine
	}
	switch {
	case credit >= 0 && (machine || r.near(credit+1, 1, 2, isMachine)):
		return creditedAtMachines
	case credit >= 0 && (quoted || r.colonAfter(credit)), r.isTurn():
		return creditedToPeople
	case credit >= 0:
		return reportedSpeech
	case machine, len(r.directives) == 0:
		return 1
	case quoted && others > 3:
		return mentionedOnly
	case quoted, r.all&(isYou|isUser) == 0 && r.near(r.directives[0].at-1, -1, r.directives[0].at, isPast):
		return reportedSpeech
	}
	return 1
}

// isTurn reports whether the sentence opens a turn of a transcript: "MODERATOR: Please answer."
func (r *orderReading) isTurn() bool {
	label, _, ok := strings.Cut(r.text, ":")
	return ok && label == strings.ToUpper(label) &&
		!r.near(0, 1, len(strings.Fields(label)), isMachine|mayMachine|isNotice|isRule|isUser|isThis|isText)
}

// within reports whether word i is part of what a directive before it wants said: "tell them the minister said yes".
func (r *orderReading) within(i int) bool {
	return slices.ContainsFunc(r.directives, func(d directive) bool {
		return d.at < i && !r.words[d.at].quoted && !slices.ContainsFunc(r.words[d.at+1:i+1], func(w orderWord) bool { return w.opens })
	})
}

// quotedSpans finds what stands in double quotation marks.
func quotedSpans(text string) []prose.Span {
	var out []prose.Span
	open := -1
	for i, c := range text {
		switch {
		case open < 0 && strings.ContainsRune("“«„\"", c):
			open = i
		case open >= 0 && (strings.ContainsRune("”»\"", c) || c == '“' && strings.HasPrefix(text[open:], "„")):
			out = append(out, prose.Span{Start: open, End: i})
			open = -1
		}
	}
	if open >= 0 {
		out = append(out, prose.Span{Start: open, End: len(text)})
	}
	return out
}
