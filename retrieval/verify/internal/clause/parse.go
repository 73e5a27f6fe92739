package clause

import (
	"strings"

	"readout/corpus/english"
	"readout/retrieval/thesaurus"
	"readout/retrieval/verify/internal/tagger"
)

// most steps and tokens of one sentence.
const (
	mostTokens = 160
	mostSteps  = 4000
)

// Parse reads the clauses of one sentence that stand side by side; each holds those that depend on it. A sentence that is too long, or
// that can't be read to its end, has a Broken one.
func Parse(tokens []tagger.Token) []*Clause {
	if len(tokens) == 0 || len(tokens) > mostTokens {
		return []*Clause{{Broken: true}}
	}
	p := &parser{ts: append([]tagger.Token{}, tokens...), steps: mostSteps}
	asks := false
	var out []*Clause
	link := ""
	for !p.end() {
		start := p.i
		var last *Clause
		if len(out) > 0 {
			last = out[len(out)-1]
		}
		c := p.next(last, link)
		if c.Broken && last != nil {
			if g := p.gapped(last, link, start); g != nil {
				c = g
			}
		}
		c.From, c.To = start, p.i
		c.Asks = c.Asks || asks
		out = creditAll(append(out, c))
		if p.i == start || !p.spend() {
			c.Broken, c.Rest = true, p.ts[p.i:]
			return out
		}
		if p.end() {
			break
		}
		var ok bool
		if link, ok = p.between(); !ok {
			c.Rest = p.ts[p.i:]
			return out
		}
	}
	return out
}

// creditAll puts the clauses before one that credits what stands before it below it as well, up to the last semicolon.
func creditAll(cs []*Clause) []*Clause {
	last := cs[len(cs)-1]
	if !last.credits || last.Link == ";" {
		return cs
	}
	for i := len(cs) - 2; i >= 0 && !cs[i].credits && cs[i+1].Link != ";"; i-- {
		by, inner := *last, *cs[i]
		by.Link, inner.Link = inner.Link, "that"
		by.Comp = &inner
		cs[i] = &by
	}
	return cs
}

// between reads what joins two clauses that stand side by side.
func (p *parser) between() (link string, ok bool) {
	t := p.at(0)
	p.commaBefore = strings.Contains(t.Mark, ",")
	switch {
	case t.Tag == tagger.Conj:
		p.i++
		if p.at(0).Tag == tagger.Adv && p.at(0).Is("then", "so", "also", "yet", "still", "thus") {
			p.i++
		}
		return t.Folded, !p.end()
	case t.Tag == tagger.Sub && t.Is("while", "whereas", "although", "though"):
		p.i++
		return "and", !p.end()
	case strings.ContainsAny(t.Mark, ";"):
		return ";", true
	case strings.ContainsAny(t.Mark, ":"):
		return ":", true
	}
	return "", false
}

// next reads a clause; where it begins with a verb, its subject is the last one's.
func (p *parser) next(last *Clause, link string) *Clause {
	if last == nil {
		return p.clause(link)
	}
	if p.deniesVerb(last) {
		p.ts[p.i+1].Tag = tagger.Verb // "will rise but not double"
	}
	if inner := p.below(last, link); inner != nil {
		return inner
	}
	t := p.at(0)
	if english.Coordinators.Has(link) && p.goesOn() {
		return p.secondVerb(last, link)
	}
	if t.Tag == tagger.Sub && t.Is("that", "whether") && last.Comp != nil && !last.Comp.Infinitive && link != "" {
		p.i++
		by := *last
		by.Link, by.Comp = link, p.clause(t.Folded)
		by.Broken = by.Broken || by.Comp.Broken
		return &by
	}
	return p.clause(link)
}

// deniesVerb reports whether "not" and what looks like a noun stand here, which is a verb under the modal verb of the last clause.
func (p *parser) deniesVerb(last *Clause) bool {
	n, behind := p.at(1), p.at(2)
	return p.at(0).Folded == "not" && n.Tag == tagger.Noun && n.Mark == "" && n.Form() == tagger.BaseForm && last.promises() &&
		(behind.Folded == "" || behind.Mark != "" || behind.Tag == tagger.Det)
}

// goesOn reports whether a verb, or what belongs to one, begins here without a subject.
func (p *parser) goesOn() bool {
	t := p.at(0)
	return t.Tag == tagger.Aux && !p.inverted() || t.Tag.In(tagger.Verb, tagger.Past, tagger.Not) ||
		t.Tag == tagger.Adv && p.at(1).Tag != tagger.Det && p.at(1).Mark == ""
}

// secondVerb reads a clause of which the subject, a modal verb and what stands in front are those of the last one.
func (p *parser) secondVerb(last *Clause, link string) *Clause {
	c := &Clause{Link: link, From: p.i, Broken: p.eitherVerb(last, link)}
	p.root = c
	c.Subj = last.Surface()
	p.group(c)
	if c.Verb.Folded == "" {
		c.Broken = true
		return c
	}
	if last.Modal != "" && c.takesModal() {
		c.Modal, c.Not = last.Modal, c.Not || last.Not
	}
	for _, a := range last.Adjuncts {
		if a.Front {
			c.Adjuncts = append(c.Adjuncts, a)
		}
	}
	p.rest(c)
	p.active(c)
	return c
}

// takesModal reports whether a modal verb that stands before another verb may govern that of the clause as well.
func (c *Clause) takesModal() bool {
	return c.Modal == "" && !c.Past && c.Verb.Form() == tagger.BaseForm && c.Verb.Tag == tagger.Verb
}

// eitherVerb reports whether it can't be told if the verb here goes on with the last clause or with what depends on it.
func (p *parser) eitherVerb(last *Clause, link string) bool {
	t := p.at(0)
	if last.Comp == nil || p.commaBefore && link == "but" && tagger.IsSpeaking(t) {
		return false
	}
	if last.Comp.Infinitive {
		return t.Form() == tagger.BaseForm && t.Tag == tagger.Verb
	}
	return last.Comp.Verb.Folded != ""
}

// below reads a verb that "and" joins, without a comma, to the verb of what is said or tried: "said that it rose and fell", "agreed to meet
// and talk". It gives the last clause with that in the place of its complement; nil when there is none such.
func (p *parser) below(last *Clause, link string) *Clause {
	if link != "and" && link != "but" || !p.reachesBelow(last) || !p.joinsVerb(last.Comp) {
		return nil
	}
	inner := last.Comp
	c := &Clause{Link: inner.Link, Infinitive: inner.Infinitive, Subj: inner.Surface(), From: p.i}
	p.group(c)
	if c.Verb.Folded == "" {
		c.Broken = true
		return c
	}
	if inner.Modal != "" && c.takesModal() {
		c.Modal = inner.Modal
	}
	p.rest(c)
	p.active(c)
	by := *last
	by.Link, by.Comp = link, c
	return &by
}

// reachesBelow reports whether what a conjunction joins here can belong to what depends on the last clause.
func (p *parser) reachesBelow(last *Clause) bool {
	if last.Broken || last.Comp == nil || last.Comp.Broken {
		return false
	}
	quote := p.at(0).Quote
	return !(p.commaBefore && (quote == 0 || quote != last.Comp.Quote)) && !(len(last.Comp.Adjuncts) > 0 && last.Comp.Comp != nil)
}

// joinsVerb reports whether a verb stands here in the form that a clause has which depends on another.
func (p *parser) joinsVerb(inner *Clause) bool {
	t := p.at(0)
	denied := t.Tag == tagger.Not && p.at(1).Tag == tagger.Verb && inner.Modal != ""
	if inner.Comp != nil || inner.Participle || !t.Tag.In(tagger.Verb, tagger.Past, tagger.Aux) && !denied {
		return false
	}
	return !inner.Infinitive || t.Tag == tagger.Verb && t.Form() == tagger.BaseForm
}

// promises reports whether a modal verb governs the last verb of the clause.
func (c *Clause) promises() bool {
	return c.Modal != "" || c.Comp != nil && c.Comp.Modal != "" && !c.Comp.Broken
}

// Surface is the subject that stands before the verb: in the passive, to whom or what it is done.
func (c *Clause) Surface() *Phrase {
	if c.Passive && len(c.Objs) > 0 {
		return c.Objs[0]
	}
	return c.Subj
}

// creditsNext reports whether the quotation at the present place is credited behind it.
func (p *parser) creditsNext() bool {
	p.i++
	defer func() { p.i-- }()
	return p.credits()
}

func (p *parser) inverted() bool {
	n := p.at(1)
	return n.Tag.In(tagger.Det, tagger.Name, tagger.Pron, tagger.Noun)
}

// clause reads a clause from its beginning.
func (p *parser) clause(link string) *Clause {
	c := &Clause{Link: link, From: p.i}
	if !p.spend() {
		c.Broken = true
		return c
	}
	if p.depth == 0 {
		p.root = c
	}
	p.depth++
	defer func() { p.depth-- }()
	if p.clauseFirst(c) {
		return c
	}
	p.fronted(c)
	t := p.at(0)
	switch {
	case t.Tag == tagger.Quoted && (p.i+1 >= len(p.ts) || p.at(1).Mark != "" || p.creditsNext()):
		p.quotedClause(c)
	case t.Tag == tagger.Aux && p.inverted():
		p.invertedClause(c)
	case t.Tag == tagger.Verb && t.Form() == tagger.BaseForm && !t.Owns:
		c.Imperative = true
		p.predicate(c)
	case t.Tag == tagger.Wh && p.at(1).Tag.In(tagger.Aux, tagger.Verb, tagger.Past):
		p.i++
		c.Subj, c.Asks = &Phrase{Head: t, From: p.i - 1, To: p.i}, true
		p.predicate(c)
	case t.Tag == tagger.Sub && p.asksWith(t):
		p.i++
		c.Adjuncts = append(c.Adjuncts, &Adjunct{Adverb: t, Near: -1})
		p.invertedClause(c)
	default:
		if c.Subj = p.phrase(true); c.Subj == nil {
			c.Broken = true
			return c
		}
		p.predicate(c)
	}
	if c.Verb.Folded == "" {
		c.Broken = true
	}
	return c
}

// quotedClause reads a quotation in the place of a clause, with whoever is credited behind it.
func (p *parser) quotedClause(c *Clause) {
	whole := p.whole()
	whole.Link, whole.Adjuncts = c.Link, c.Adjuncts
	*c = *whole
	if p.end() {
		return
	}
	if !strings.ContainsAny(p.at(0).Mark, ",.?!") {
		p.ts[p.i].Mark = ","
	}
	if !p.credit(c) {
		c.Broken = true
	}
}

// clauseFirst reads a sentence whose subject is a clause as if it stood behind: "That it rose is a myth", "Whether it stays will be
// decided".
func (p *parser) clauseFirst(c *Clause) bool {
	t := p.at(0)
	if p.depth != 1 || t.Tag != tagger.Sub && t.Folded != "that" || !t.Is("that", "whether") || p.at(1).Mark != "" {
		return false
	}
	start, marks := p.i, p.marks()
	p.i++
	inner := p.clause(t.Folded)
	if next := p.at(0); inner.Broken || len(inner.Objs) > 0 && inner.Objs[len(inner.Objs)-1].Rels != nil || next.Tag != tagger.Aux ||
		next.Mark != "" {
		p.back(start, marks)
		return false
	}
	c.Subj = &Phrase{Head: tagger.Word("it", tagger.Pron), From: start, To: start}
	p.predicate(c)
	if c.Verb.Folded == "" || c.Comp != nil {
		*c = Clause{Link: c.Link, From: c.From}
		p.back(start, marks)
		return false
	}
	c.Comp = inner
	if c.Passive {
		c.Objs = c.Objs[:0]
	}
	return true
}

// invertedClause reads a clause whose auxiliary stands before the subject: a question, or what "only", "neither" and the like turn round.
func (p *parser) invertedClause(c *Clause) {
	aux := p.at(0)
	p.i++
	if english.ModalVerbs.Has(aux.Folded) || english.DoForms.Has(aux.Folded) {
		p.verbAfterSubject()
	}
	if c.Subj = p.phrase(true); c.Subj == nil {
		c.Broken = true
		return
	}
	if n := c.Subj; (english.ModalVerbs.Has(aux.Folded) || english.DoForms.Has(aux.Folded)) && n.Head.Tag == tagger.Noun && len(n.Mods) > 0 &&
		n.To == p.i && !p.at(0).Tag.In(tagger.Verb, tagger.Not) {
		// "will Norn lead": what looks like a noun is the verb.
		p.i--
		p.ts[p.i].Tag = tagger.Verb
		n.Head, n.Mods, n.To = n.Mods[len(n.Mods)-1], n.Mods[:len(n.Mods)-1], p.i
	}
	c.Asks = len(c.Adjuncts) == 0 && c.Link != "nor"
	c.Not = c.Link == "nor"
	p.auxiliary(c, aux)
	p.predicateAfter(c, aux)
}

// fronted reads what stands before the subject.
func (p *parser) fronted(c *Clause) {
	for !p.end() && p.spend() {
		start := p.i
		if start > c.From && strings.ContainsAny(p.at(0).Mark, ";:.?!") {
			return
		}
		a, skipped := p.front(c)
		switch {
		case skipped:
			continue
		case c.Broken:
			return
		case a == nil:
			p.i = start
			return
		}
		a.Front, a.Near = true, -1
		c.Adjuncts = append(c.Adjuncts, a)
	}
}

// front reads one thing before the subject, nil for nothing. A word that says nothing there is skipped.
func (p *parser) front(c *Clause) (a *Adjunct, skipped bool) {
	t := p.at(0)
	switch {
	case p.numberHere(t):
		return nil, false
	case t.Tag == tagger.Prep && t.Folded != "of":
		return p.frontPreposition(), false
	case t.Tag == tagger.Sub && t.Folded != "that" && !p.asksWith(t):
		return p.subordinate(), false
	case p.invertedHere(t):
		if s := p.invertedCondition(); s != nil {
			return &Adjunct{Prep: "if", Clause: s}, false
		}
		return nil, false
	case p.onlyOpens(t, p.i == c.From):
		p.i++
		return nil, true
	case t.Tag == tagger.Adv && !(p.at(1).Mark == "" && p.at(1).Tag == tagger.Adj):
		p.i++
		return &Adjunct{Adverb: t}, false
	case p.bareTime() || t.Tag == tagger.Num && t.Date != "":
		return p.frontTime(c), false
	case t.Tag == tagger.Ing && p.commaAhead() && p.at(1).Tag != tagger.Aux:
		s := p.clauseFrom(nil)
		if p.marked(",") {
			return &Adjunct{Prep: "ing", Clause: s}, false
		}
	}
	return nil, false
}

// asksWith reports whether a word begins a question: "why", "how", "when" or "where" before an auxiliary.
func (p *parser) asksWith(t tagger.Token) bool {
	return t.Is("why", "how", "when", "where") && p.at(1).Tag == tagger.Aux
}

// numberHere reports whether a word makes a number about as much that begins the subject.
func (p *parser) numberHere(t tagger.Token) bool {
	switch {
	case english.Approximations.Has(t.Folded) && t.Tag != tagger.Conj && p.counts():
		return true
	case t.Tag != tagger.Adv:
		return false
	case english.ApproximatePhrases.Has(t.Folded):
		return true
	}
	return english.Approximations.Has(t.Folded) &&
		(p.at(1).Tag == tagger.Num || p.at(1).Folded == "than" || english.Fractions[p.at(2).Folded] > 0)
}

// invertedHere reports whether an auxiliary before its subject may stand for "if": "should it rain,".
func (p *parser) invertedHere(t tagger.Token) bool {
	return p.inverted() && (t.Folded == "had" || t.Is("should", "were") && p.commaAhead())
}

// onlyOpens reports whether a word joins the clause to what stands before and says nothing of it: "first,", "though,", "and".
func (p *parser) onlyOpens(t tagger.Token, first bool) bool {
	comma := strings.Contains(p.at(1).Mark, ",")
	return t.Folded == "though" && !first && comma || t.Is("first", "second", "third", "finally") && first && comma ||
		t.Tag == tagger.Conj && first
}

// frontPreposition reads a preposition with its noun, and what is told of that by a participle: "In a hall built by the town,".
func (p *parser) frontPreposition() *Adjunct {
	a := p.prepositional(-1)
	if a != nil && a.Phrase != nil && p.at(0).Tag == tagger.Past && p.at(0).Mark == "" && p.at(1).Tag == tagger.Prep {
		a.Phrase.Rels = append(a.Phrase.Rels, p.clauseFrom(a.Phrase.bare()))
	}
	return a
}

// frontTime reads a time without a preposition, alone or before what it is counted from: "A year after it opened,".
func (p *parser) frontTime(c *Clause) *Adjunct {
	a := &Adjunct{Phrase: p.nominal()}
	if s := p.at(0); a.Phrase != nil && s.Tag == tagger.Sub && s.Is("after", "before") && s.Mark == "" {
		a.Front, a.Near = true, -1
		c.Adjuncts = append(c.Adjuncts, a)
		if a = p.subordinate(); a == nil || !p.marked(",") {
			c.Broken = true
		}
		return a
	}
	if a.Phrase == nil || !p.marked(",") && !p.subjectAt() {
		return nil
	}
	return a
}

// invertedCondition reads "had he known" as "if he had known"; nil when no subject or no comma follows.
func (p *parser) invertedCondition() *Clause {
	if !p.commaAhead() {
		return nil
	}
	return p.inversion()
}

// inversion reads a condition whose auxiliary stands before the subject; nil when no subject follows.
func (p *parser) inversion() *Clause {
	t := p.at(0)
	p.i++
	s := &Clause{Link: "if", From: p.i}
	if s.Subj = p.phrase(true); s.Subj == nil {
		return nil
	}
	p.auxiliary(s, t)
	p.predicateAfter(s, t)
	return s
}

// counts reports whether what makes a number about as much, and the number, stand here.
func (p *parser) counts() bool {
	start := p.i
	defer func() { p.i = start }()
	return p.approximation() != ""
}

// commaAhead reports whether a comma follows in the sentence before another mark.
func (p *parser) commaAhead() bool {
	for j := p.i + 1; j < len(p.ts); j++ {
		if strings.ContainsAny(p.ts[j].Mark, ";:.?!") {
			return false
		}
		if strings.Contains(p.ts[j].Mark, ",") {
			return true
		}
	}
	return false
}

// subjectAt reports whether a noun phrase with a verb begins here.
func (p *parser) subjectAt() bool { return tagger.ClauseFollows(p.ts, p.i) }

// bareTime reports whether a time without a preposition begins here: "last week", "a year later", "Tuesday".
func (p *parser) bareTime() bool {
	for j := 0; j < 4; j++ {
		t := p.at(j)
		if j > 0 && t.Mark != "" || t.Folded == "" {
			return false
		}
		if t.Date != "" && !strings.HasPrefix(t.Date, "year") || english.TimeNouns.Has(t.Folded) {
			next := p.at(j + 1)
			return !t.Owns && (next.Mark != "" || next.Tag != tagger.Noun && next.Folded != "of" && !next.Tag.In(tagger.Aux, tagger.Verb))
		}
		if !t.Tag.In(tagger.Det, tagger.Adj, tagger.Num) && !t.Is("last", "next", "this", "early", "late") ||
			english.PossessivePronouns.Has(t.Folded) {
			return false
		}
	}
	return false
}

// subordinate reads a clause with the word that links it.
func (p *parser) subordinate() *Adjunct {
	start := p.i
	link := p.at(0)
	near := p.i - 1
	p.i++
	if next := p.at(0); next.Tag.In(tagger.Ing, tagger.Past, tagger.Prep, tagger.Adj) {
		if next.Tag != tagger.Ing {
			p.i = start
			return nil // "if necessary", "as planned"
		}
		return &Adjunct{Prep: link.Folded, Clause: p.clauseFrom(nil), Near: near}
	}
	s := p.clause(link.Folded)
	if s.Broken {
		p.i = start
		return nil
	}
	return &Adjunct{Prep: link.Folded, Clause: s, Near: near}
}

// clauseFrom reads a clause without a subject of its own, from its participle.
func (p *parser) clauseFrom(subj *Phrase) *Clause {
	c := &Clause{Link: "ing", Subj: subj, From: p.i, Participle: true}
	t := p.at(0)
	c.Verb, c.Quote = t, t.Quote
	p.i++
	if t.Tag == tagger.Past {
		c.Passive = true
	} else {
		c.Progressive = true
	}
	p.particle(c)
	p.rest(c)
	p.active(c)
	return c
}

// predicate reads the verb and what follows it.
func (p *parser) predicate(c *Clause) {
	p.group(c)
	if c.Verb.Folded == "" {
		c.Broken = true
		return
	}
	p.rest(c)
	p.active(c)
}

// predicateAfter is predicate with an auxiliary that was read before.
func (p *parser) predicateAfter(c *Clause, aux tagger.Token) {
	p.main(c, aux)
	if c.Verb.Folded == "" {
		c.Broken = true
		return
	}
	p.rest(c)
	p.active(c)
}

// auxiliary notes what an auxiliary makes of the verb.
func (p *parser) auxiliary(c *Clause, t tagger.Token) {
	switch {
	case english.ModalVerbs.Has(t.Folded):
		c.Modal = t.Folded
	case t.Is("did", "had", "was", "were"):
		c.Past = true
	}
}

// group reads the auxiliaries and the verb.
func (p *parser) group(c *Clause) { p.main(c, tagger.Token{}) }

func (p *parser) main(c *Clause, aux tagger.Token) {
	start := p.i
	for !p.end() && p.spend() {
		t := p.at(0)
		if strings.ContainsAny(t.Mark, anyMark) && p.i > start && !t.Tag.In(tagger.Aux, tagger.Past, tagger.Verb) {
			break
		}
		switch t.Tag {
		case tagger.Not:
			p.denies(c)
			continue
		case tagger.Adv:
			if p.describesBehind(aux) {
				p.verbIs(c, aux)
				return
			}
			c.Adjuncts = append(c.Adjuncts, &Adjunct{Adverb: t, Near: p.i - 1})
		case tagger.Aux:
			if aux.Folded != "" && !governs(aux, t) {
				p.verbIs(c, aux)
				return
			}
			if english.HaveForms.Has(aux.Folded) {
				c.Perfect = true
			}
			p.auxiliary(c, t)
			aux = t
		case tagger.Verb:
			if english.PlainBeForms.Has(aux.Folded) {
				p.verbIs(c, aux)
				return
			}
			p.mainVerb(c, t)
			return
		case tagger.Past, tagger.Ing:
			if t.Tag == tagger.Ing && aux.Folded == "" {
				p.i = start
				return
			}
			p.participle(c, aux, t)
			return
		default:
			if aux.Folded == "" && p.nounAsVerb(t) {
				p.mainVerb(c, t)
				return
			}
			p.verbIs(c, aux)
			return
		}
		p.i++
	}
	p.verbIs(c, aux)
}

// denies reads what denies the verb; "did not only praise it but" praised it.
func (p *parser) denies(c *Clause) {
	t := p.at(0)
	if t.Folded == "not" && p.at(1).Folded == "only" && p.at(1).Mark == "" && p.butAhead() {
		p.i += 2
		return
	}
	if c.Not {
		c.Broken = true
	}
	c.Not = true
	if t.Folded != "not" {
		c.Adjuncts = append(c.Adjuncts, &Adjunct{Adverb: t, Near: p.i - 1})
	}
	p.i++
}

// describesBehind reports whether what an adverb belongs to is said of the subject behind a form of be: "is very popular".
func (p *parser) describesBehind(aux tagger.Token) bool {
	next := p.at(1)
	return english.PlainBeForms.Has(aux.Folded) && next.Mark == "" && next.Tag.In(tagger.Adj, tagger.Noun, tagger.Det)
}

// governs reports whether a second auxiliary can stand behind a first.
func governs(aux, t tagger.Token) bool {
	return english.ModalVerbs.Has(aux.Folded) || english.HaveForms.Has(aux.Folded) || english.DoForms.Has(aux.Folded) ||
		english.PlainBeForms.Has(aux.Folded) && t.Folded == "being"
}

// mainVerb reads the verb at the present place.
func (p *parser) mainVerb(c *Clause, t tagger.Token) {
	p.i++
	p.verbIs(c, t)
	p.particle(c)
}

// participle reads a past form, or what ends in "ing", behind an auxiliary.
func (p *parser) participle(c *Clause, aux, t tagger.Token) {
	past, be := t.Tag == tagger.Past, english.PlainBeForms.Has(aux.Folded)
	c.Passive = past && be
	c.Progressive = c.Progressive || !past && be
	c.Perfect = c.Perfect || past && english.HaveForms.Has(aux.Folded)
	c.Past = c.Past || past && aux.Folded == ""
	if !past && !be {
		p.verbIs(c, aux)
		return
	}
	p.mainVerb(c, t)
}

// nounAsVerb reports whether what looks like a noun is a verb, since its object follows.
func (p *parser) nounAsVerb(t tagger.Token) bool {
	return t.Tag == tagger.Noun && (t.Form() == tagger.SForm || english.NounVerbs.Has(t.Folded)) && p.objectAt(1) &&
		thesaurus.English().Class(t.Folded) != thesaurus.Person
}

// butAhead reports whether a "but" follows in the sentence.
func (p *parser) butAhead() bool {
	for _, t := range p.ts[p.i:] {
		if t.Folded == "but" {
			return true
		}
	}
	return false
}

// verbAfterSubject finds the verb of a question, which a noun before it may hide: "Will the airport stay open?"
func (p *parser) verbAfterSubject() {
	for k := p.i + 1; k < len(p.ts) && k < p.i+8 && p.ts[k].Mark == ""; k++ {
		t := p.ts[k]
		if t.Tag == tagger.Verb {
			return
		}
		if b := p.ts[k-1].Tag; (b == tagger.Noun || b == tagger.Name || b == tagger.Pron) && !p.ts[k-1].Owns && t.Tag == tagger.Noun &&
			t.Form() == tagger.BaseForm &&
			(english.NounVerbs.Has(t.Folded) || thesaurus.English().PartOfSpeech(t.Folded) == thesaurus.Verb) {
			p.ts[k].Tag = tagger.Verb
			return
		}
	}
}

// objectAt reports whether the token n after the present one can begin what follows a verb.
func (p *parser) objectAt(n int) bool {
	switch t := p.at(n); t.Tag {
	case tagger.Det, tagger.Pron, tagger.Sub, tagger.Name, tagger.Num, tagger.Prep, tagger.To:
		return t.Mark == ""
	}
	return false
}

// verbIs sets the verb.
func (p *parser) verbIs(c *Clause, t tagger.Token) {
	if t.Folded == "" || english.ModalVerbs.Has(t.Folded) {
		return
	}
	c.Verb, c.Quote = t, t.Quote
}

// particle reads the particle of a verb: "put off".
func (p *parser) particle(c *Clause) {
	t := p.at(0)
	if !english.Particles.Has(t.Folded) || t.Mark != "" {
		return
	}
	next := p.at(1)
	if t.Is("on", "in", "over", "through", "along", "off") && next.Mark == "" &&
		next.Tag.In(tagger.Det, tagger.Name, tagger.Noun, tagger.Num, tagger.Pron, tagger.Adj) {
		return
	}
	c.Particle = t.Folded
	p.i++
}

// active puts the subject and the object of a passive clause where they stand in the active one.
func (p *parser) active(c *Clause) {
	if !c.Passive {
		return
	}
	surface := c.Subj
	c.Subj = nil
	for k, a := range c.Adjuncts {
		if a.Prep == "by" && a.Phrase != nil && !a.Front && a.Clause == nil && a.Phrase.acts() {
			c.Subj = a.Phrase
			c.Adjuncts = append(append([]*Adjunct{}, c.Adjuncts[:k]...), c.Adjuncts[k+1:]...)
			break
		}
	}
	if surface != nil && c.stranded != "" {
		c.Adjuncts = append(c.Adjuncts, &Adjunct{Prep: c.stranded, Phrase: surface, Near: -1})
		return
	}
	if surface != nil {
		c.Objs = append([]*Phrase{surface}, c.Objs...)
	}
}

// acts reports whether what a phrase behind "by" names can have done something: it is no time, number, amount or vote.
func (p *Phrase) acts() bool {
	h := p.Head
	if h.Date != "" || english.TimeNouns.Has(h.Folded) || h.Tag == tagger.Num ||
		h.Is("end", "beginning", "start", "middle", "vote", "votes", "majority", "margin", "percent", "half") {
		return false
	}
	return len(p.Nums) == 0 || thesaurus.English().Class(h.Folded) != thesaurus.Quantity
}
