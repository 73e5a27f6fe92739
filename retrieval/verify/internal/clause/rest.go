package clause

import (
	"slices"
	"strings"

	"readout/corpus/english"
	"readout/retrieval/verify/internal/tagger"
)

// rest reads what follows the verb.
func (p *parser) rest(c *Clause) {
	var last *Phrase // the noun read last, when nothing stands behind it
	for !p.end() && p.spend() {
		start := p.i
		t := p.at(0)
		if strings.ContainsAny(t.Mark, ";.?!…") && !p.credits() {
			return
		}
		if strings.Contains(t.Mark, ":") {
			if !p.behindColon(c) {
				return
			}
			continue
		}
		if strings.Trim(t.Mark, ",:") == "" && p.quotedHere(c) {
			c.Comp = p.whole()
			continue
		}
		if t.Mark != "" {
			if c == p.root && p.credit(c) {
				continue
			}
			if c != p.root && (t.Folded == "according to" || p.credits()) {
				return
			}
			if !p.afterMark(c, last, t) {
				p.i = start
			}
			if p.i == start {
				return
			}
			last = nil
			continue
		}
		q, ok := p.element(c, last)
		if !ok || p.i == start {
			p.i = start
			return
		}
		last = q
	}
}

// behindColon reads what somebody says behind a colon, if the verb credits it.
func (p *parser) behindColon(c *Clause) bool {
	retort := english.Retorts.Has(c.Verb.Folded)
	if !tagger.IsSpeaking(c.Verb) && !(retort && p.at(0).Opens) || c.Comp != nil || c.Not {
		return false
	}
	if retort {
		c.Verb.Folded, c.Verb.Stem, c.Verb.Lemmas = "said", "said", nil
	}
	p.ts[p.i].Mark = ""
	c.Comp = p.sentence("that")
	return true
}

// quotedHere reports whether a whole quotation stands here that the verb credits.
func (p *parser) quotedHere(c *Clause) bool {
	return p.at(0).Tag == tagger.Quoted && c.Comp == nil && tagger.IsSpeaking(c.Verb)
}

// whole reads a quotation that stands in the place of a clause.
func (p *parser) whole() *Clause {
	c := &Clause{Link: "that", Verb: p.at(0), From: p.i, Quote: p.at(0).Quote}
	p.i++
	c.To = p.i
	return c
}

// sentence reads a clause that stands in the place of a complement.
func (p *parser) sentence(link string) *Clause {
	c := p.clause(link)
	if c.Verb.Folded == "" {
		c.Broken = true
	}
	return c
}

// element reads one thing behind a verb, with no mark before it; the noun read, if it was one.
func (p *parser) element(c *Clause, last *Phrase) (*Phrase, bool) {
	if p.quotedHere(c) && !describing(c.Verb) {
		c.Comp = p.whole()
		return nil, true
	}
	t := p.at(0)
	switch t.Tag {
	case tagger.Prep:
		return p.preposition(c)
	case tagger.To:
		return nil, p.infinitive(c)
	case tagger.Sub:
		return nil, p.subordinator(c, last)
	case tagger.Wh:
		return nil, p.wh(c, last)
	case tagger.Ing:
		p.gerund(c, last)
		return nil, true
	case tagger.Adv, tagger.Not:
		return nil, p.adverb(c)
	case tagger.Past:
		if last == nil || p.under > 0 && p.at(1).Folded != "by" {
			return nil, false
		}
		s := p.clauseFrom(last.bare())
		last.Rels = append(last.Rels, s)
		return nil, true
	case tagger.Conj:
		return nil, false
	}
	return p.object(c)
}

// preposition reads what begins with one behind a verb: a number that it makes about as much, what the object is called, or an adjunct.
func (p *parser) preposition(c *Clause) (*Phrase, bool) {
	t, next := p.at(0), p.at(1)
	if english.Approximations.Has(t.Folded) && p.counts() && !t.Is("over", "under", "above", "below", "up") {
		return p.object(c)
	}
	if c.Passive && next.Folded == "by" && next.Mark == "" {
		c.stranded = t.Folded
		p.i++
		return nil, true
	}
	if t.Folded == "as" && c.Pred == nil && len(c.Objs) > 0 && describing(c.Verb) &&
		next.Tag.In(tagger.Adj, tagger.Det, tagger.Adv, tagger.Noun) {
		p.i++
		c.Pred = p.phrase(false)
		return nil, c.Pred != nil
	}
	a := p.prepositional(p.i - 1)
	if a != nil {
		c.Adjuncts = append(c.Adjuncts, a)
		return a.Phrase, true
	}
	if c.gap == nil || next.Folded != "" && next.Mark == "" && !next.Tag.In(tagger.Aux, tagger.Verb, tagger.Past) {
		return nil, false
	}
	c.Adjuncts = append(c.Adjuncts, &Adjunct{Prep: t.Folded, Phrase: c.gap, Near: p.i - 1})
	c.gap = nil
	p.i++
	return nil, true
}

// infinitive reads what is to be done, by the object where there is one.
func (p *parser) infinitive(c *Clause) bool {
	p.i++
	s := &Clause{Link: "to", Infinitive: true, From: p.i, Subj: c.Subj}
	if len(c.Objs) > 0 && len(c.Adjuncts) == 0 && !c.Passive && !c.Verb.Is("promise", "promised", "promises") {
		s.Subj = c.Objs[len(c.Objs)-1]
	}
	p.predicate(s)
	return p.complement(c, s, "to")
}

// subordinator reads a clause that a word such as "that" joins to the verb, or to the noun before it.
func (p *parser) subordinator(c *Clause, last *Phrase) bool {
	t := p.at(0)
	switch {
	case last == nil:
		return p.linked(c)
	case t.Folded == "where":
		return p.whereClause(last)
	case t.Folded == "that" && len(c.Objs) > 0 && !english.TellingVerbs.Has(c.Verb.Folded) &&
		!(c.Pred != nil && c.Objs[0].Head.Folded == "it"):
		return p.relative(last)
	}
	return p.linked(c)
}

// gerund reads what ends in "ing" behind a verb: what depends on it, what is told of the noun before, or an adjunct.
func (p *parser) gerund(c *Clause, last *Phrase) {
	s := p.clauseFrom(nil)
	switch {
	case c.Comp == nil && len(c.Objs) == 0 && len(c.Adjuncts) == 0:
		c.Comp = s
	case last != nil:
		s.Subj = last.bare()
		last.Rels = append(last.Rels, s)
	default:
		c.Adjuncts = append(c.Adjuncts, &Adjunct{Prep: "ing", Clause: s, Near: s.From - 1})
	}
}

func (p *parser) adverb(c *Clause) bool {
	t := p.at(0)
	if t.Tag == tagger.Not {
		return p.denial(c)
	}
	if p.describesPredicate(c) {
		if _, ok := p.object(c); ok {
			return true
		}
	}
	if p.at(1).Mark == "" && (english.Approximations.Has(t.Folded) || english.ApproximatePhrases.Has(t.Folded) || t.Is("only", "just")) {
		start := p.i
		if _, ok := p.object(c); ok {
			return true
		}
		p.i = start
	}
	p.i++
	c.Adjuncts = append(c.Adjuncts, &Adjunct{Adverb: t, Near: p.i - 2})
	return true
}

// describesPredicate reports whether an adverb belongs to what the subject is said to be.
func (p *parser) describesPredicate(c *Clause) bool {
	next := p.at(1)
	return c.Copula() && c.Pred == nil && next.Mark == "" && next.Tag.In(tagger.Adj, tagger.Past)
}

// denial reads "not" behind the verb: of what is to be done, or of a form of be.
func (p *parser) denial(c *Clause) bool {
	if p.at(1).Tag == tagger.To {
		p.i += 2
		s := &Clause{Link: "to", Infinitive: true, From: p.i, Subj: c.Subj, Not: true}
		if len(c.Objs) > 0 {
			s.Subj = c.Objs[len(c.Objs)-1]
		}
		p.predicate(s)
		return p.complement(c, s, "to")
	}
	p.i++
	c.Broken = c.Broken || c.Not || !c.Copula()
	c.Not = true
	return true
}

// complement places a clause below another.
func (p *parser) complement(c, s *Clause, link string) bool {
	if s.Verb.Folded == "" {
		return false
	}
	if c.Comp == nil &&
		(len(c.Adjuncts) == 0 || link != "to" || !slices.ContainsFunc(c.Adjuncts, func(a *Adjunct) bool { return !a.Front && a.Phrase != nil })) {
		c.Comp = s
		return true
	}
	c.Adjuncts = append(c.Adjuncts, &Adjunct{Prep: link, Clause: s, Near: s.From - 2})
	return true
}

// linked reads a clause that "that", "if", "because" or the like begins.
func (p *parser) linked(c *Clause) bool {
	t := p.at(0)
	content := t.Is("that", "whether", "how", "why", "where") || t.Is("if", "when") && english.AskingVerbs.Has(base1(c.Verb.Folded))
	if t.Is("while", "whereas", "although", "though") {
		return false // two clauses side by side
	}
	if content && c.Comp == nil {
		p.i++
		link := t.Folded
		if n := p.at(0); t.Folded == "how" && n.Is("much", "many", "long", "far", "often", "soon") {
			link += " " + n.Folded
			p.i++
		}
		s := p.clause(link)
		if s.Broken && s.Verb.Folded == "" {
			return false
		}
		c.Comp = s
		return true
	}
	if t.Is("that") {
		return false
	}
	a := p.subordinate()
	if a == nil {
		return false
	}
	c.Adjuncts = append(c.Adjuncts, a)
	return true
}

func base1(w string) string {
	for _, e := range []string{"ing", "ed", "s"} {
		if b, ok := strings.CutSuffix(w, e); ok && english.AskingVerbs.Has(b) {
			return b
		}
	}
	return w
}

// wh reads what "who" or "what" begins: a relative clause of the noun before, or what is asked.
func (p *parser) wh(c *Clause, last *Phrase) bool {
	if last != nil {
		return p.relative(last)
	}
	if c.Comp != nil {
		return false
	}
	t := p.at(0)
	p.i++
	s := &Clause{Link: t.Folded, From: p.i}
	who := &Phrase{Head: t, From: p.i - 1, To: p.i}
	if n := p.at(0); n.Tag.In(tagger.Aux, tagger.Verb, tagger.Past) {
		s.Subj = who
		p.predicate(s)
	} else {
		if s.Subj = p.phrase(true); s.Subj == nil {
			return false
		}
		p.predicate(s)
		s.Objs = append([]*Phrase{who}, s.Objs...)
	}
	c.Comp = s
	return s.Verb.Folded != ""
}

// object reads a noun or an adjective behind a verb: what the subject is, an object, a time, or the subject of a clause without "that".
func (p *parser) object(c *Clause) (*Phrase, bool) {
	start := p.i
	if p.bareTime() && !c.Copula() {
		n := p.nominal()
		if n == nil {
			return nil, false
		}
		p.attach(n, false)
		if !p.verbAt() {
			c.Adjuncts = append(c.Adjuncts, &Adjunct{Phrase: n, Near: start - 1})
			return nil, true
		}
		p.i = start
	}
	if c.takesClause() && p.under == 0 && p.finiteAhead() {
		s := p.clause("")
		if !s.Broken && s.Verb.Folded != "" {
			c.Comp = s
			return nil, true
		}
		p.i = start
	}
	n := p.phrase(false)
	if n == nil {
		return nil, false
	}
	if p.conditionHere(c) {
		c.Objs = append(c.Objs, n)
		s := p.inversion()
		if s == nil {
			return nil, false
		}
		c.Adjuncts = append(c.Adjuncts, &Adjunct{Prep: "if", Clause: s, Near: s.From - 2})
		return nil, true
	}
	if p.subjectOfNext(c, n) {
		p.i = start
		s := p.clause("")
		if s.Broken && s.Verb.Folded == "" {
			return nil, false
		}
		c.Comp = s
		return nil, true
	}
	if pred := c.splitCalled(n); pred != nil {
		return pred, true
	}
	c.takes(n, start-1)
	return n, true
}

// takesClause reports whether a clause without "that" may follow the verb.
func (c *Clause) takesClause() bool {
	return c.Comp == nil && (tagger.IsSpeaking(c.Verb) || english.ClausalVerbs.Has(c.Verb.Folded))
}

// conditionHere reports whether a condition begins here whose auxiliary stands before the subject: "would pay had it rained".
func (p *parser) conditionHere(c *Clause) bool {
	t := p.at(0)
	return t.Is("had", "were", "should") && t.Mark == "" && p.inverted() && c.Modal != ""
}

// subjectOfNext reports whether a noun behind the verb is the subject of what follows it.
func (p *parser) subjectOfNext(c *Clause, n *Phrase) bool {
	if c.Comp != nil || c.Copula() || p.under > 0 {
		return false
	}
	told := n.Head.Tag == tagger.Name && len(c.Objs) == 0 && p.at(0).Tag == tagger.Past && p.at(0).Mark == "" && c.takesClause()
	return told || p.verbAt()
}

// splitCalled parts "called the rumours nonsense" into the object and what it is called, which it gives; nil when there is no such.
func (c *Clause) splitCalled(n *Phrase) *Phrase {
	k := len(n.Mods) - 1
	if !describing(c.Verb) || len(c.Objs) > 0 || c.Pred != nil || c.Passive || k < 0 || n.Owner != nil || len(n.And) > 0 ||
		n.Head.Tag != tagger.Noun || n.Mods[k].Tag != tagger.Noun || !tagger.PluralNoun(n.Mods[k]) {
		return nil
	}
	pred := &Phrase{Head: n.Head, After: n.After, From: n.To - 1, To: n.To}
	n.Head, n.Mods, n.After = n.Mods[k], n.Mods[:k], nil
	c.Objs, c.Pred = append(c.Objs, n), pred
	return pred
}

// takes puts a noun or an adjective behind the verb, and behind the token near, where it belongs.
func (c *Clause) takes(n *Phrase, near int) {
	switch {
	case c.Copula() && c.Pred == nil && !c.Passive:
		c.Pred = n
	case describing(c.Verb) && c.Pred == nil && (len(c.Objs) > 0 || c.Passive):
		c.Pred = n
	case n.Head.Is("first", "last", "early", "late", "fast", "hard", "long") && len(n.Mods) == 0 && n.Det == "":
		c.Adjuncts = append(c.Adjuncts, &Adjunct{Adverb: n.Head, Near: near})
	case n.Head.Tag == tagger.Adj && c.Pred == nil && !c.Copula():
		c.Pred = n
	default:
		c.Objs = append(c.Objs, n)
		c.Broken = c.Broken || len(c.Objs) > 2
	}
}

// finiteAhead reports whether a subject with an auxiliary begins here, before anything that begins another clause.
func (p *parser) finiteAhead() bool {
	for j := p.i; j < len(p.ts) && j < p.i+12; j++ {
		t := p.ts[j]
		if j > p.i && t.Mark != "" {
			return false
		}
		switch t.Tag {
		case tagger.Aux, tagger.Not:
			return j > p.i
		case tagger.Past:
			if next := p.ts[min(j+1, len(p.ts)-1)]; j == p.i || next.Tag != tagger.Prep || english.OnlyPasts.Has(t.Folded) {
				return false
			}
		case tagger.Sub, tagger.Wh, tagger.To, tagger.Verb, tagger.Ing:
			return false
		}
	}
	return false
}

// verbAt reports whether a finite verb stands here.
func (p *parser) verbAt() bool {
	t := p.at(0)
	return t.Mark == "" &&
		(t.Tag.In(tagger.Aux, tagger.Verb) || t.Tag == tagger.Past && p.at(1).Folded != "by" && !p.participleHere() ||
			t.Tag == tagger.Adv && p.at(1).Tag.In(tagger.Aux, tagger.Verb) && p.at(1).Mark == "")
}

// participleHere reports whether a past form can only describe the noun before it.
func (p *parser) participleHere() bool {
	t, next := p.at(0), p.at(1)
	return next.Tag == tagger.Prep && t.Tag == tagger.Past && !english.OnlyPasts.Has(t.Folded) &&
		next.Is("by", "in", "on", "at", "for", "from", "to", "with", "between", "under")
}

// describing reports whether a verb says what its object is: "called the offer a trick".
func describing(t tagger.Token) bool { return english.DescribingVerbs.Has(t.Folded) }

// afterMark reads what follows a comma, a dash or a bracket within a clause.
func (p *parser) afterMark(c *Clause, last *Phrase, t tagger.Token) bool {
	closed := strings.HasSuffix(c.Link, ",") // a comma closes the clause
	switch t.Tag {
	case tagger.Wh:
		return last != nil && p.relative(last)
	case tagger.Ing, tagger.Past:
		if p.at(1).Tag == tagger.Aux || t.Tag == tagger.Past && closed {
			return false
		}
		s := p.clauseFrom(c.Surface())
		c.Adjuncts = append(c.Adjuncts, &Adjunct{Prep: "ing", Clause: s, Near: s.From - 1})
		return true
	case tagger.Sub:
		return !t.Is("that") && p.linked(c)
	case tagger.To, tagger.Conj:
		return false
	case tagger.Prep:
		if closed {
			return false
		}
		p.ts[p.i].Mark = ""
		_, ok := p.element(c, nil)
		return ok
	case tagger.Adv:
		if p.at(1).Tag == tagger.Conj {
			return false
		}
		p.i++
		c.Adjuncts = append(c.Adjuncts, &Adjunct{Adverb: t, Near: p.i - 2})
		return true
	case tagger.Not:
		return p.deniedAddition(c)
	}
	return p.timeBehind(c)
}

// deniedAddition reads ", not because it rained".
func (p *parser) deniedAddition(c *Clause) bool {
	next := p.at(1)
	if !next.Tag.In(tagger.Sub, tagger.Prep) || next.Mark != "" || next.Folded == c.Link {
		return false
	}
	p.i++
	if _, ok := p.element(c, nil); !ok || len(c.Adjuncts) == 0 {
		return false
	}
	added := c.Adjuncts[len(c.Adjuncts)-1]
	added.Prep = "not " + added.Prep
	return true
}

// timeBehind reads a time behind a mark.
func (p *parser) timeBehind(c *Clause) bool {
	if !p.bareTime() {
		return false
	}
	n := p.nominal()
	if n == nil || p.verbAt() {
		return false
	}
	p.attach(n, false)
	c.Adjuncts = append(c.Adjuncts, &Adjunct{Phrase: n, Near: n.From - 1})
	return true
}

// credits reports whether what begins here credits what stands before it.
func (p *parser) credits() bool {
	start, marks := p.i, p.marks()
	_, ok := p.crediting()
	p.back(start, marks)
	return ok
}

// credit reads what credits the clause to somebody ("..., a lawyer said"), and puts the clause below it.
func (p *parser) credit(c *Clause) bool {
	start, marks := p.i, p.marks()
	by, ok := p.crediting()
	if !ok {
		p.back(start, marks)
		return false
	}
	by.To = p.i
	inner := *c
	inner.Link = "that"
	p.active(&inner)
	// What follows the credit goes on with the clause.
	link, asks := c.Link, c.Asks
	if !p.end() && p.marked(",-") && !strings.ContainsAny(p.at(0).Mark, ";:.?!") {
		more := inner
		more.Passive = false
		p.root = nil
		p.rest(&more)
		more.Passive = inner.Passive
		inner = more
	}
	*c = *by
	c.credits = true
	c.Link, c.From = link, inner.From
	if asks {
		inner.Asks = true
	}
	c.Comp = &inner
	return true
}

// crediting reads "a lawyer said", "said a lawyer" up to the next mark.
func (p *parser) crediting() (*Clause, bool) {
	c := &Clause{From: p.i}
	t := p.at(0)
	if strings.ContainsAny(t.Mark, ";:") {
		return nil, false
	}
	asked := strings.Contains(t.Mark, "?")
	if t.Tag.In(tagger.Verb, tagger.Past) && (tagger.IsSpeaking(t) || asked && t.Is("asked", "asks")) {
		p.i++
		c.Verb, c.Past = t, t.Tag == tagger.Past
		if c.Subj = p.phrase(false); c.Subj == nil {
			return nil, false
		}
	} else {
		if c.Subj = p.phrase(true); c.Subj == nil {
			return nil, false
		}
		p.group(c)
		if c.Verb.Folded == "" || c.Not || c.Passive || !credited(c.Verb, asked) {
			return nil, false
		}
	}
	for !p.end() && p.at(0).Mark == "" {
		start := p.i
		if !p.creditDetail(c) || p.i == start {
			return nil, false
		}
	}
	return c, true
}

// credited reports whether a verb behind what it tells credits that to somebody; asked is set behind a question.
func credited(verb tagger.Token, asked bool) bool {
	return tagger.IsSpeaking(verb) || english.FindingVerbs.Has(verb.Folded) || asked && verb.Is("asked", "asks")
}

// creditDetail reads when, where, how and to whom something was said.
func (p *parser) creditDetail(c *Clause) bool {
	switch t := p.at(0); {
	case t.Tag == tagger.Prep:
		a := p.prepositional(p.i - 1)
		if a == nil {
			return false
		}
		c.Adjuncts = append(c.Adjuncts, a)
	case p.bareTime():
		c.Adjuncts = append(c.Adjuncts, &Adjunct{Phrase: p.nominal(), Near: p.i - 1})
	case t.Tag == tagger.Adv:
		c.Adjuncts = append(c.Adjuncts, &Adjunct{Adverb: t, Near: p.i - 1})
		p.i++
	case t.Tag.In(tagger.Pron, tagger.Name, tagger.Noun, tagger.Det):
		if len(c.Objs) > 0 {
			return false
		}
		o := p.phrase(false)
		if o == nil {
			return false
		}
		c.Objs = append(c.Objs, o)
	default:
		return false
	}
	return true
}
