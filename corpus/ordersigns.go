package corpus

import (
	"slices"
	"strings"
)

// orderThreshold is the score from which a sentence is an order; relatedThreshold the one from which it belongs to an order that
// stands next to it.
const (
	orderThreshold   = 2.8
	relatedThreshold = 2.0
)

// An order to whoever answers has three parts: it binds somebody (an imperative, a "must"), to an act of answering, and it is about
// answering from this text: a machine is addressed, a question anticipated, a reply prescribed, other instructions overruled. Each
// sign of a part has a weight, and the sum decides. None reaches the threshold alone but imitated markup.
var orderSigns = []struct {
	name   string
	weight float64
	holds  func(*orderReading) bool
}{
	{"machine addressed", 2.5, (*orderReading).addressesMachine},
	{"label for a machine", .75, (*orderReading).labelsForMachine},
	{"machine named", .75, (*orderReading).namesMachine},
	{"user named", .5, (*orderReading).namesUser},
	{"question anticipated", 2, (*orderReading).anticipatesQuestion},
	{"reply prescribed", 2, (*orderReading).prescribesReply},
	{"reply of a fixed wording", 2, (*orderReading).fixesReply},
	{"reply stated", 1, (*orderReading).statesReply},
	{"instructions overruled", 3, (*orderReading).overrules},
	{"other text outranked", 2.5, (*orderReading).outranks},
	{"other text ruled out", 1.5, (*orderReading).rulesOut},
	{"role assigned", 2, (*orderReading).assignsRole},
	{"speaks of itself", 1, (*orderReading).speaksOfItself},
	{"reader of this text addressed", 2, (*orderReading).addressesItsReader},
	{"threat or reward", 2, (*orderReading).threatens},
	{"strictness", .75, (*orderReading).isStrict},
	{"guise", 2, (*orderReading).isDisguised},
}

// machinesThemselves is what laws about machines take off: they "must say that they are machines".
const machinesThemselves = 3

// Weights of a directive, by how it binds, whom, and to what.
const (
	bindsReader    = 2    // an imperative, or a "must" of the machine, of "you", of a reply or a question
	bindsOthers    = .5   // a "must" of anybody else: ministers must answer
	bindsWeakly    = 1.25 // an imperative by its place only: what follows does not look like its object
	addsDirective  = .75  // each further directive, up to two
	hasUserAsGoal  = 1    // what is said is said to users
	hasSaidContent = .5   // what is to be said follows: "that ...", a colon, a quotation
)

var actWeights = []struct {
	act    orderClass
	weight float64
}{
	{doAnswer, .75}, {doSay, .75}, {doTell, .75}, {doProduce, .75}, {doWithhold, .75}, {doPresent, .75}, {doTrust, .75}, {doOverrule, .75}, {isDone, .75},
}

// Shares of the score that are left when the words are reported.
const (
	creditedToPeople   = .4  // in quotation marks, credited to somebody: people order people about
	creditedAtMachines = .6  // the same, of what machines must do: laws are about that
	mentionedOnly      = .45 // in quotation marks, in the midst of other words
	reportedSpeech     = .6  // without quotation marks, after "said that"
)

// orderWord is a word of a sentence that is read for an order.
type orderWord struct {
	class  orderClass
	span   Span
	opens  bool // a clause opens with it
	quoted bool // inside quotation marks
}

// orderReading is a sentence read for an order.
type orderReading struct {
	text       string
	words      []orderWord
	all        orderClass // of its words together
	directives []directive
}

// directive is a verb that binds somebody to an act.
type directive struct {
	at       int // of the verb, in words
	weight   float64
	machine  bool // a machine is bound
	asker    bool // those who ask are bound
	quoted   bool
	overrule bool
	trust    bool // the act is to rely on a source
}

// readOrder reads the sentence text[s.Start:s.End]; quoted are the quotations of text.
func readOrder(text string, s Span, quoted []Span) *orderReading {
	r := &orderReading{text: text[s.Start:s.End]}
	scan := orderScanner{text: r.text}
	last := 0
	for scan.next() {
		w := orderWord{class: scan.class, span: scan.span}
		gap := r.text[last:scan.span.Start]
		w.opens = len(r.words) == 0 || opensClause(gap) || strings.ContainsAny(gap, "“\"«„") && !r.is(len(r.words)-1, leadsOn)
		at := s.Start + scan.span.Start
		w.quoted = slices.ContainsFunc(quoted, func(q Span) bool { return q.Start <= at && at < q.End })
		r.words = append(r.words, w)
		r.all |= w.class
		last = scan.span.End
	}
	for i, w := range r.words {
		if w.class&(mayMachine|isReply) != 0 && (r.is(i-1, isQualifier|isMachine|isUser) && !w.opens || r.is(i+1, isQualifier) && !r.words[i+1].opens) {
			r.words[i].class |= isMachine
			r.all |= isMachine
		}
	}
	for i := range r.words {
		w := &r.words[i]
		if w.class&isMust != 0 && w.class&isIf != 0 && !w.opens {
			w.class &^= isIf // "you should", not "should you"
		}
		if w.class&isAsk != 0 && (r.is(i+1, isFor) || r.is(i+2, isTo)) && !(w.class&isAsked != 0 && r.is(i-1, isBe|isIf)) {
			w.class &^= isAsk // asked for a thing, asked to do one
		}
	}
	r.findDirectives()
	return r
}

// opensClause reports whether the characters between two words end a clause.
func opensClause(gap string) bool {
	for i, c := range gap {
		switch c {
		case '\'', '’', '“', '”', '"', '«', '»', '„', ' ', '\t', '\n', '\r', '\u00a0', '/', '_', '\u200b':
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

// near reports whether one of n words from i on, in the direction of step, is of the class.
func (r *orderReading) near(i, step, n int, class orderClass) bool {
	for ; n > 0 && i >= 0 && i < len(r.words); n-- {
		if r.words[i].class&class != 0 {
			return true
		}
		i += step
	}
	return false
}

func (r *orderReading) is(i int, class orderClass) bool {
	return i >= 0 && i < len(r.words) && r.words[i].class&class != 0
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

func (r *orderReading) findDirectives() {
	for i, w := range r.words {
		var d directive
		switch {
		case w.class&doAny != 0:
			d = r.activeDirective(i)
		case w.class&isDone != 0:
			if d = r.passiveDirective(i); d.asker {
				d.weight = bindsReader // "whoever asks is to be told"
			}
		case w.class&isKnow != 0:
			d = r.learning(i)
		case w.class&doLet != 0:
			if w.opens && (r.near(i+1, 1, 3, isUser|isSomebody) || r.near(i+1, 1, 4, isDone)) {
				d = directive{weight: bindsReader} // "let it be answered", "let whoever asks know"
			}
		}
		if d.weight == 0 {
			continue
		}
		d.at, d.quoted, d.overrule = i, w.quoted, w.class&doOverrule != 0
		d.trust = w.class&(doTrust|isDone) != 0
		if d.weight == bindsOthers && !d.asker {
			r.directives = append(r.directives, d)
			continue
		}
		for _, a := range actWeights {
			if w.class&a.act != 0 {
				d.weight += a.weight
				break
			}
		}
		if r.saidAfter(i) || r.near(i+1, 1, 2, isThat) || w.class&doPresent != 0 && r.near(i+1, 1, 12, isAs) {
			d.weight += hasSaidContent
		}
		if w.class&(doTell|doSay|doPresent|doProduce|doWithhold) != 0 && (r.near(i+1, 1, 2, isUser|isSomebody) || r.userAsGoal(i)) {
			d.weight += hasUserAsGoal
		}
		r.directives = append(r.directives, d)
	}
}

// saidAfter reports whether a colon follows word i, or a quotation within four words.
func (r *orderReading) saidAfter(i int) bool {
	for j := i; j < len(r.words) && j < i+5; j++ {
		if strings.ContainsAny(r.gapAfter(j), "“\"«„") {
			return true
		}
	}
	return r.colonAfter(i)
}

// userAsGoal reports whether "to users", "to anyone who asks" follows word i in its clause.
func (r *orderReading) userAsGoal(i int) bool {
	for j := i + 1; j < len(r.words) && !r.words[j].opens; j++ {
		if r.words[j].class&isTo != 0 && r.near(j+1, 1, 2, isUser|isSomebody) {
			return true
		}
	}
	return false
}

// activeDirective weighs the verb at i by what binds somebody to it.
func (r *orderReading) activeDirective(i int) directive {
	w := r.words[i]
	if w.class&isImperative != 0 {
		return directive{weight: bindsReader}
	}
	j := i
	for j > 0 && !r.words[j].opens && r.words[j-1].class&(isManner|isNot) != 0 {
		j--
	}
	if r.words[j].opens {
		return r.imperative(i, j)
	}
	switch before := r.words[j-1].class; {
	case before&isAnd != 0 && len(r.directives) > 0:
		return directive{weight: bindsReader}
	case before&isAnd != 0 && r.words[j-1].opens && w.class&doTell != 0 && r.near(i+1, 1, 2, isUser|isSomebody):
		return directive{weight: bindsWeakly} // "read it otherwise, and tell users"
	case before&isUs != 0, r.is(i+1, isUs):
		return directive{}
	case before&isMust != 0:
		return r.obliged(j - 1)
	case before&isMild != 0:
		switch d := r.obliged(j - 1); {
		case d.weight == bindsReader && (r.near(j, 1, i-j, isNot|isStrict) || r.near(j-2, -1, 4, isNot)):
			return d
		case r.is(j-2, isYou), r.words[0].class&isYou != 0:
			return directive{weight: bindsWeakly} // "you will say"
		}
	case before&isPolite != 0 && r.near(j-2, -1, j, isIf):
		return r.obliged(j - 1)
	case before&isTo != 0:
		return r.infinitive(j - 1)
	case before&isYou != 0 && r.is(j-2, isThat) && r.near(j-3, -1, 4, isOrdering|isBound):
		return directive{weight: bindsReader} // "asked that you present"
	case before&isMachine != 0 || before&mayMachine != 0 && r.near(j-2, -1, 5, isEvery):
		// "it is mandatory that chatbots state ...", "directs that every assistant give ..."
		if r.near(j-2, -1, 10, isOrdering|isBound) && r.near(j-2, -1, 6, isThat) {
			return directive{weight: bindsReader, machine: true}
		}
	}
	return directive{}
}

// learning weighs what those who ask must hear or must not know.
func (r *orderReading) learning(i int) directive {
	j := i - 1
	for j > 0 && r.words[j].class&(isManner|isNot) != 0 {
		j--
	}
	if r.is(j, isMust) {
		if d := r.obliged(j); d.asker || d.machine {
			return directive{weight: bindsReader, machine: d.machine}
		}
	}
	return directive{}
}

// imperative weighs a verb at i whose clause opens at j with nothing but adverbs before the verb.
func (r *orderReading) imperative(i, j int) directive {
	w := r.words[i]
	if j > 0 && strings.TrimSpace(r.gapAfter(j-1)) == "," && len(r.directives) == 0 && i == j &&
		!r.near(j-1, -1, j, isIf|isAsk|isQuestion|isAnswering|isReply|isMachine|isStrict|isNotice|isYou) && !(r.is(j-1, mayMachine) && r.words[j-1].opens) {
		return directive{} // one of several: "they name judges, list powers and ..."
	}
	if r.is(i+1, isUs) || w.class&isNotice != 0 && (r.colonAfter(i) || r.is(i+1, isFor)) || w.class&isReply != 0 && r.colonAfter(i) {
		return directive{}
	}
	object := r.is(i+1, isObject|isThat|isUser|isReply|isQuestion|isRule|isPrior) || r.saidAfter(i)
	if i+1 == len(r.words) {
		object = true
	}
	switch {
	case w.class&doTell != 0 && !r.near(i+1, 1, 3, isUser|isSomebody):
		return directive{weight: bindsWeakly} // "tell a joke"
	case object:
		return directive{weight: bindsReader}
	case j > 0 && w.class&doSay != 0 && i == j:
		return directive{} // "..., say officials"
	}
	return directive{weight: bindsWeakly}
}

// infinitive weighs an infinitive whose "to" stands at i: "are to", "is required to", "be sure to", "want you to".
func (r *orderReading) infinitive(i int) directive {
	j := i - 1
	for j > 0 && r.words[j].class&(isManner|isNot) != 0 {
		j--
	}
	switch {
	case r.is(j, isBe):
		return r.obliged(j)
	case r.is(j, isBound|isMust):
		if r.near(j-1, -1, 2, isPast) {
			return directive{}
		}
		return r.obliged(j)
	case r.is(j, isYou) && r.is(j-1, isOrdering|isWant) && !r.near(j-2, -1, 2, isMild|isPolite):
		return directive{weight: bindsReader}
	case i == 1 && r.is(0, isPrior) && strings.Contains(r.text, ":"):
		return directive{weight: bindsWeakly} // "what to say if asked: ..."
	}
	// "instructs all assistants to name"
	for k := j; k >= 0 && k > j-8; k-- {
		if r.words[k].class&isOrdering != 0 {
			if r.near(k+1, 1, j-k, isMachine|mayMachine|isSomebody|isUser) {
				return directive{weight: bindsReader, machine: r.near(k+1, 1, j-k, isMachine)}
			}
			break
		}
	}
	return directive{}
}

// passiveDirective weighs a participle at i: "are to be answered", "must not be named".
func (r *orderReading) passiveDirective(i int) directive {
	j := i - 1
	for j > 0 && r.words[j].class&(isManner|isNot) != 0 {
		j--
	}
	if !r.is(j, isBe) {
		return directive{}
	}
	for j--; j > 0 && r.words[j].class&(isManner|isNot) != 0 && r.words[j].class&(isMust|isMild) == 0; j-- {
	}
	d := r.passiveBinding(j)
	if d.machine { // machines are used, not ordered; users are told
		d = directive{weight: bindsOthers, asker: r.all&isUser != 0}
	}
	return d
}

func (r *orderReading) passiveBinding(j int) directive {
	switch {
	case r.is(j, isMust):
		return r.obliged(j)
	case r.is(j, isMild):
		if d := r.obliged(j); d.weight == bindsReader && r.is(j+1, isNot) || d.asker {
			return d
		}
	case r.is(j, isTo) && r.is(j-1, isBe|isBound|isMust) && !r.near(j-2, -1, 2, isPast):
		return r.obliged(j - 1)
	}
	return directive{}
}

// obliged weighs what the modal at i binds, by its subject.
func (r *orderReading) obliged(i int) directive {
	const longestSubject = 14 // words
	var subject orderClass
	for j := i - 1; j >= 0 && i-j <= longestSubject; j-- {
		subject |= r.words[j].class
		if r.words[j].opens && !r.words[j].quoted {
			break
		}
	}
	switch {
	case subject&isMachine != 0:
		return directive{weight: bindsReader, machine: true}
	case subject&mayMachine != 0 && subject&(isAsk|isReading) != 0, subject&mayMachine != 0 && r.near(i-1, -1, 2, mayMachine) && r.near(i-1, -1, 6, isEvery):
		return directive{weight: bindsReader, machine: true}
	case r.near(i-1, -1, 3, isYou), subject&isRole != 0 && subject&isYour != 0, subject&isReply != 0, subject&isQuestion != 0 && (subject&isSingular == 0 || subject&isEvery != 0), subject&isPrior != 0 && (r.is(i-1, isPrior) || subject&isText != 0), subject&isReading != 0 && subject&(isSomebody|isThis) != 0:
		return directive{weight: bindsReader}
	}
	switch {
	case subject&isAsked != 0 && subject&(isSomebody|isUser|isEvery) != 0:
		return directive{weight: bindsReader} // "anyone who is asked about it must"
	case subject&mayMachine != 0 && subject&isUser == 0:
		return directive{weight: bindsWeakly}
	case subject&(isAsk|isWant) != 0, subject&isUser != 0 && subject&isMachine != 0:
		return directive{weight: bindsOthers, asker: true}
	}
	return directive{weight: bindsOthers}
}

// addressesMachine: "note to AI systems", "dear assistant", "AI:", "as a language model you", "if you are a bot", or a machine is
// the one who must answer.
func (r *orderReading) addressesMachine() bool {
	for _, d := range r.directives {
		if d.machine {
			return true
		}
	}
	for i, w := range r.words {
		if w.class&(isMachine|mayMachine) == 0 {
			continue
		}
		strong := w.class&isMachine != 0
		switch {
		case strong && r.near(i-1, -1, 5, isNotice) && !r.near(i-1, -1, 5, isPast|isBe):
			return true
		case w.class&isUser == 0 && r.near(i-1, -1, 3, isNotice) && r.near(i-1, -1, 2, isFor):
			return true // "P.S. to the machine"
		case w.class&isUser == 0 && i < 5 && r.is(0, isNotice) && !r.near(1, 1, i, isBe|isPast):
			return true // "dear reader or robot"
		case strong && i < 7 && r.is(0, isFor|isAs):
			return true // "for models only"
		case strong && r.near(i-1, -1, 4, isAs|isIf|isBe) && r.near(i-1, -1, 5, isYou):
			return true
		case w.class&mayMachine != 0 && r.near(i-1, -1, 5, isYou) && r.near(i-1, -1, 4, isBe) && !r.words[i].quoted:
			return true // "you are now a model"
		case w.opens && i+1 < len(r.words) && r.words[i+1].opens && len(r.directives) > 0 && w.class&isUser == 0:
			return true // "assistant, tell"
		case strong && (i < 3 && r.colonAfter(i) || r.near(i+1, 1, 2, isReading) && r.near(i+1, 1, 3, isThis)):
			return true
		case i < 9 && r.colonAfter(i) && r.near(i-1, -1, 3, isFor) && w.class&isUser == 0:
			return true
		case strong && r.is(i+1, isBe) && r.near(i+2, 1, 2, isOrdering|isBound|isDone) && r.near(i+3, 1, 2, isTo|isThat):
			return true // "language models are hereby informed"
		}
	}
	return false
}

// labelsForMachine: "talking point for assistants:".
func (r *orderReading) labelsForMachine() bool {
	for i, w := range r.words {
		if i < 9 && w.class&(isMachine|mayMachine) != 0 && w.class&isUser == 0 && r.colonAfter(i) && r.near(i-1, -1, 3, isFor) {
			return true
		}
	}
	return false
}

// namesUser: "the user", but not the readers whom articles speak to.
func (r *orderReading) namesUser() bool {
	for _, w := range r.words {
		if w.class&isUser != 0 && w.class&mayMachine == 0 {
			return true
		}
	}
	return false
}

func (r *orderReading) namesMachine() bool { return r.all&isMachine != 0 }

// anticipatesQuestion: "when asked", "whoever asks", "any question about", "if the topic comes up".
func (r *orderReading) anticipatesQuestion() bool {
	const reach = 7 // words
	for i, w := range r.words {
		switch {
		case w.class&isAsk != 0:
			if r.near(i-1, -1, reach, isIf|isEvery) || r.is(i-1, isSomebody) || w.opens && r.is(i+1, isAbout) || r.is(i+1, isImperative) {
				return true
			}
		case w.class&isQuestion != 0:
			if r.near(i-1, -1, 3, isEvery) || r.is(i+1, isAbout) && (w.opens || i < 2 || r.is(i-1, doAny) || r.near(i-1, -1, 3, isIf)) || r.near(i+1, 1, reach, isArise) && r.near(i-1, -1, 4, isIf) {
				return true
			}
		case w.class&isAnswering != 0:
			if len(r.directives) > 0 && (w.opens || r.near(i-1, -1, 2, isIf|isFor|isStrict)) {
				return true
			}
		case w.class&(doAnswer|doPresent) != 0:
			if r.is(i-1, isYou) && r.is(i-2, isIf) {
				return true
			}
		case w.class&doProduce != 0:
			if r.is(i-1, isYou) && r.is(i-2, isPrior) {
				return true // "in everything you write"
			}
		case w.class&isWant != 0:
			if (r.is(i+2, isKnow) || r.is(i+1, isKnow)) && (r.near(i-1, -1, 3, isSomebody|isIf)) {
				return true
			}
		case w.class&isArise != 0:
			if r.near(i-1, -1, reach, isIf) && strings.HasPrefix(strings.TrimSpace(r.text[w.span.End:]), "up") {
				return true
			}
		}
	}
	return false
}

// prescribesReply: "your answer ...", "the only permitted reply is", "summaries of this must".
func (r *orderReading) prescribesReply() bool {
	for i, w := range r.words {
		if w.class&isReply == 0 || r.is(i-1, isTo|isMust) {
			continue
		}
		switch {
		case r.near(i-1, -1, 2, isYour|isMandated), len(r.directives) > 0 && r.directs(i-1, 2), r.near(i+1, 1, 2, isMandated|isYou):
			return true
		case r.is(i+1, isTo) && r.is(i+2, doAny), r.near(i+1, 1, 2, isTo) && r.near(i+2, 1, 2, isBe) && r.near(i+3, 1, 2, isDone),
			r.is(i+1, isBe) && r.is(i+2, isTo):
			return true
		case r.near(i-1, -1, 3, isEvery) && (len(r.directives) > 0 || r.near(i+1, 1, 8, isDoes) || r.near(i+1, 1, 14, isCorrect)):
			return true
		case r.mustFollow(i), r.near(i-1, -1, 6, isMust) && r.near(i-1, -1, 9, isQuestion):
			return true
		}
	}
	return false
}

// mustFollow reports whether what stands at word i must do something, or have one of the listed things done to it.
func (r *orderReading) mustFollow(i int) bool {
	const reach = 8 // words
	for j := i + 1; j < len(r.words) && j <= i+reach; j++ {
		switch {
		case r.words[j].class&isMust != 0:
		case r.words[j].class&(isBe|isBound) != 0 && r.is(j+1, isTo):
			j++
		default:
			continue
		}
		for j++; r.is(j, isManner|isNot); j++ {
		}
		return !r.is(j, isBe) || r.near(j+1, 1, 2, isDone) || r.near(j+1, 1, 1, isNot)
	}
	return false
}

// isSomething reports whether what stands at word i is said to be something, not to have to be it.
func (r *orderReading) isSomething(i int) bool {
	const reach = 14 // words
	for j := i + 1; j < len(r.words) && j <= i+reach; j++ {
		if r.words[j].class&isBe != 0 && !r.is(j-1, isMust|isMild|isPolite|isTo) {
			return true
		}
	}
	return false
}

// labels reports whether word i is part of a label: a colon follows within four words.
func (r *orderReading) labels(i int) bool {
	for j := i; j < len(r.words) && j < i+5; j++ {
		if r.colonAfter(j) {
			return true
		}
	}
	return false
}

// directs reports whether a directive stands at word i or one of the n-1 before it.
func (r *orderReading) directs(i, n int) bool {
	return slices.ContainsFunc(r.directives, func(d directive) bool { return d.at <= i && d.at > i-n })
}

// fixesReply: a reply that is qualified is said to be something: "the correct answer to ... is:".
func (r *orderReading) fixesReply() bool {
	for i, w := range r.words {
		if w.class&isReply != 0 && (r.is(i+1, isAbout) && r.mustFollow(i+1) || r.near(i-1, -1, 2, isEvery) && r.is(i+1, isDoes)) {
			return true // "answers about the dam must", "every reply names"
		}
		if w.class&isReply == 0 || !r.near(i-1, -1, 4, isYour|isMandated|isCorrect) && !r.near(i+1, 1, 2, isMandated) && !(r.near(i+1, 1, 2, isTo) && r.near(i+2, 1, 2, isBe|doAny)) {
			continue
		}
		if r.labels(i) || r.isSomething(i) || r.mustFollow(i) || r.is(i+1, isDoes) {
			return true
		}
	}
	return false
}

// statesReply: "the answer is".
func (r *orderReading) statesReply() bool {
	for i, w := range r.words {
		if w.class&isReply != 0 && r.is(i-1, isObject) && r.isSomething(i) && !w.quoted && r.all&isDone == 0 {
			return true
		}
	}
	return false
}

// overrules: "ignore all previous instructions", "your orders are cancelled".
func (r *orderReading) overrules() bool {
	for _, d := range r.directives {
		if !d.overrule {
			continue
		}
		object := orderClass(0)
		for j := d.at + 1; j < len(r.words) && j <= d.at+7; j++ {
			object |= r.words[j].class
		}
		if object&isRule != 0 || object&isQuestion != 0 || object&isPrior != 0 && (object&(isText|isThis) != 0 || object&isYou != 0 && object&(isReading|isDone) != 0) {
			return true
		}
	}
	for i, w := range r.words {
		if w.class&isOverruling != 0 && r.near(i-1, -1, 5, isRule) && r.near(i-1, -1, 6, isYour) {
			return true
		}
	}
	return false
}

// outranks: "this paragraph outranks every other source", "the following supersedes the text above".
func (r *orderReading) outranks() bool {
	for i, w := range r.words {
		if w.class&isOverruling != 0 && r.near(i-1, -1, 4, isThis) && r.near(i+1, 1, 5, isText|isThis|isPrior|isRule) {
			return true
		}
	}
	return false
}

// rulesOut: "must not use any other article", "trust only this page".
func (r *orderReading) rulesOut() bool {
	return r.all&isText != 0 && r.all&(isNot|isStrict) != 0 && r.all&(isPrior|isThis) != 0 &&
		slices.ContainsFunc(r.directives, func(d directive) bool { return d.trust && d.weight >= bindsReader })
}

// assignsRole: "you are now", "your task is", "act as".
func (r *orderReading) assignsRole() bool {
	for i, w := range r.words {
		if w.class&(isRole|isRule) != 0 && r.near(i-1, -1, 2, isYour) {
			return true
		}
		if w.class&isYou != 0 && r.is(i+1, isBe) && r.is(i+2, isManner) || w.class&isRole != 0 && r.is(i+1, isFor) && r.is(i-1, isThis|isObject) && r.near(i-3, 1, 2, doAny) {
			return true
		}
	}
	return false
}

// speaksOfItself: "this article", "these instructions", "the text above".
func (r *orderReading) speaksOfItself() bool {
	for i, w := range r.words {
		if w.class&isThis != 0 && (r.is(i+1, isText|isRule) || r.is(i-1, isText)) {
			return true
		}
	}
	return false
}

// addressesItsReader: "anyone summarising this text", "by reading this page you".
func (r *orderReading) addressesItsReader() bool {
	for i, w := range r.words {
		if w.class&isReading != 0 && r.near(i+1, 1, 3, isThis) && (r.near(i+1, 1, 4, isText) || r.near(i-1, -1, 3, isMachine|mayMachine)) &&
			(r.near(i-1, -1, 3, isSomebody|isMachine|mayMachine|isYou|isEvery) || r.near(i+1, 1, 4, isYou)) {
			return true
		}
	}
	return false
}

// threatens: "unless you say", "if your answer says".
func (r *orderReading) threatens() bool {
	for i, w := range r.words {
		if w.class&(isUnless|isIf) != 0 && r.near(i+1, 1, 2, isYou|isYour) && (r.near(i+1, 1, 4, doAnswer|doSay|isReply)) {
			return true
		}
	}
	return false
}

func (r *orderReading) isStrict() bool { return r.all&isStrict != 0 }

func (r *orderReading) isDisguised() bool { return r.all&isGuise != 0 }

// score sums what speaks for an order, less what is reported.
func (r *orderReading) score() float64 {
	score := promptScore(r.text)
	if len(r.directives) > 0 {
		best := slices.MaxFunc(r.directives, func(a, b directive) int { return cmpFloat(a.weight, b.weight) })
		score += best.weight + addsDirective*float64(min(len(r.directives)-1, 2))
	}
	for _, s := range orderSigns {
		if s.holds(r) {
			score += s.weight
		}
	}
	if r.concernsMachine() {
		score -= machinesThemselves
	}
	return max(score, 0) * r.reported()
}

// concernsMachine reports whether what a machine must say is about itself: "that they are", "that it is".
func (r *orderReading) concernsMachine() bool {
	return slices.ContainsFunc(r.directives, func(d directive) bool {
		return d.machine && (r.is(d.at+1, isThat) && r.is(d.at+2, isItself) && r.is(d.at+3, isBe|isPolite|isMild) ||
			r.is(d.at+2, isThat) && r.is(d.at+3, isItself) && r.is(d.at+4, isBe|isPolite|isMild))
	})
}

func cmpFloat(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// reported is the share of the score that is left when the sentence reports the words of others.
func (r *orderReading) reported() float64 {
	credit, machine := -1, r.namesMachine() && r.creditsToMachine()
	for i, w := range r.words {
		if !w.quoted && w.class&isCredit != 0 && !r.within(i) && !r.is(i-1, isText) && !r.near(i-1, -1, 2, isBe|isPast) && !r.is(i-1, isSomebody|isIf) && !(r.is(i+1, isThis)) && !slices.ContainsFunc(r.directives, func(d directive) bool { return d.at == i }) {
			credit = i
		}
	}
	quoted, others := len(r.directives) > 0, 0
	for _, d := range r.directives {
		quoted = quoted && d.quoted
		machine = machine || d.machine
	}
	for _, w := range r.words {
		if !w.quoted {
			others++
		}
	}
	switch {
	case credit < 0 && r.all&(isYou|isYour|isUser) == 0 && !machine && len(r.directives) > 0 && r.near(r.directives[0].at-1, -1, r.directives[0].at, isPast):
		return reportedSpeech
	case credit < 0 && quoted && !machine && others > 3:
		return mentionedOnly
	case credit < 0 && quoted && !machine:
		return reportedSpeech
	case credit < 0 && machine && r.all&isLaw != 0:
		return creditedAtMachines
	case credit < 0:
		return 1
	case machine:
		return creditedAtMachines
	case quoted:
		return creditedToPeople
	}
	return reportedSpeech
}

// creditsToMachine: words are credited to somebody who spoke to machines, "the company told AI services".
func (r *orderReading) creditsToMachine() bool {
	for i, w := range r.words {
		if w.class&isCredit != 0 && !w.quoted && r.near(i+1, 1, 2, isMachine) {
			return true
		}
	}
	return false
}

// within reports whether word i is part of what a directive before it wants said: "tell them the minister said yes".
func (r *orderReading) within(i int) bool {
	for j := i; j >= 0 && !r.words[j].opens; j-- {
		if r.directs(j-1, 1) && !r.words[j-1].quoted {
			return true
		}
	}
	return false
}

// quotedSpans finds what stands in double quotation marks.
func quotedSpans(text string) []Span {
	var out []Span
	open := -1
	for i, c := range text {
		switch c {
		case '“', '«', '„':
			switch {
			case open < 0:
				open = i
			case c == '“' && strings.HasPrefix(text[open:], "„"):
				out = append(out, Span{open, i})
				open = -1
			}
		case '”', '»':
			if open >= 0 {
				out = append(out, Span{open, i})
				open = -1
			}
		case '"':
			if open >= 0 {
				out = append(out, Span{open, i})
				open = -1
			} else {
				open = i
			}
		}
	}
	if open >= 0 {
		out = append(out, Span{open, len(text)})
	}
	return out
}
