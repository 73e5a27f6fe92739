package clause

import (
	"strings"

	"readout/retrieval/thesaurus"
	"readout/retrieval/verify/internal/tagger"
	"readout/retrieval/verify/internal/wordlist"
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
	t := p.at(0)
	if n := p.at(1); last != nil && t.Folded == "not" && n.Tag == tagger.Noun && n.Mark == "" && n.Form() == tagger.BaseForm && last.promises() && (p.at(2).Folded == "" || p.at(2).Mark != "" || p.at(2).Tag == tagger.Det) {
		p.ts[p.i+1].Tag = tagger.Verb // "will rise but not double"
	}
	if inner := p.below(last, link); inner != nil {
		return inner
	}
	if last != nil && (link == "and" || link == "but" || link == "or" || link == "nor" || link == "yet") && (t.Tag == tagger.Aux && !p.inverted() || t.Tag.In(tagger.Verb, tagger.Past, tagger.Not) || t.Tag == tagger.Adv && p.at(1).Tag != tagger.Det && p.at(1).Mark == "") {
		c := &Clause{Link: link, From: p.i}
		p.root = c
		from := last
		if from.Comp != nil && !(p.commaBefore && link == "but" && tagger.IsSpeaking(t)) && (from.Comp.Infinitive && t.Form() == tagger.BaseForm && t.Tag == tagger.Verb || !from.Comp.Infinitive && from.Comp.Verb.Folded != "") {
			c.Broken = true // whose verb it is can't be told
		}
		c.Subj = from.Surface()
		p.group(c)
		if c.Verb.Folded == "" {
			c.Broken = true
			return c
		}
		if c.Modal == "" && !c.Past && from.Modal != "" && c.Verb.Form() == tagger.BaseForm && c.Verb.Tag == tagger.Verb {
			c.Modal, c.Not = from.Modal, c.Not || from.Not
		}
		if len(from.Adjuncts) > 0 {
			for _, a := range from.Adjuncts {
				if a.Front {
					c.Adjuncts = append(c.Adjuncts, a)
				}
			}
		}
		p.rest(c)
		p.active(c)
		return c
	}
	if t.Tag == tagger.Sub && t.Is("that", "whether") && last != nil && last.Comp != nil && !last.Comp.Infinitive && link != "" {
		p.i++
		by := *last
		by.Link, by.Comp = link, p.clause(t.Folded)
		by.Broken = by.Broken || by.Comp.Broken
		return &by
	}
	return p.clause(link)
}

// below reads a verb that "and" joins, without a comma, to the verb of what is said or tried: "said that it rose and fell", "agreed to meet
// and talk". It gives the last clause with that in the place of its complement; nil when there is none such.
func (p *parser) below(last *Clause, link string) *Clause {
	t := p.at(0)
	if last == nil || last.Broken || last.Comp == nil || last.Comp.Broken || p.commaBefore && (t.Quote == 0 || t.Quote != last.Comp.Quote) || (link != "and" && link != "but") || len(last.Comp.Adjuncts) > 0 && last.Comp.Comp != nil {
		return nil
	}
	inner := last.Comp
	if inner.Comp != nil || inner.Participle || (!t.Tag.In(tagger.Verb, tagger.Past, tagger.Aux) && !(t.Tag == tagger.Not && p.at(1).Tag == tagger.Verb && inner.Modal != "")) || inner.Infinitive && (t.Tag != tagger.Verb || t.Form() != tagger.BaseForm) {
		return nil
	}
	c := &Clause{Link: inner.Link, Infinitive: inner.Infinitive, Subj: inner.Surface(), From: p.i}
	p.group(c)
	if c.Verb.Folded == "" {
		c.Broken = true
		return c
	}
	if c.Modal == "" && !c.Past && inner.Modal != "" && c.Verb.Tag == tagger.Verb && c.Verb.Form() == tagger.BaseForm {
		c.Modal = inner.Modal
	}
	p.rest(c)
	p.active(c)
	by := *last
	by.Link, by.Comp = link, c
	return &by
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
		whole := p.whole()
		whole.Link, whole.Adjuncts = c.Link, c.Adjuncts
		*c = *whole
		if !p.end() {
			if !strings.ContainsAny(p.at(0).Mark, ",.?!") {
				p.ts[p.i].Mark = ","
			}
			if !p.credit(c) {
				c.Broken = true
			}
		}
	case t.Tag == tagger.Aux && p.inverted():
		p.invertedClause(c)
	case t.Tag == tagger.Verb && t.Form() == tagger.BaseForm && !t.Owns:
		c.Imperative = true
		p.predicate(c)
	case t.Tag == tagger.Wh && p.at(1).Tag.In(tagger.Aux, tagger.Verb, tagger.Past):
		p.i++
		c.Subj, c.Asks = &Phrase{Head: t, From: p.i - 1, To: p.i}, true
		p.predicate(c)
	case t.Tag == tagger.Sub && t.Is("why", "how", "when", "where") && p.at(1).Tag == tagger.Aux:
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

// clauseFirst reads a sentence whose subject is a clause as if it stood behind: "That it rose is a myth", "Whether it stays will be decided".
func (p *parser) clauseFirst(c *Clause) bool {
	t := p.at(0)
	if p.depth != 1 || t.Tag != tagger.Sub && t.Folded != "that" || !t.Is("that", "whether") || p.at(1).Mark != "" {
		return false
	}
	start, marks := p.i, p.marks()
	p.i++
	inner := p.clause(t.Folded)
	if next := p.at(0); inner.Broken || len(inner.Objs) > 0 && inner.Objs[len(inner.Objs)-1].Rels != nil || next.Tag != tagger.Aux || next.Mark != "" {
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
	if wordlist.Modals[aux.Folded] || wordlist.DoForms[aux.Folded] {
		p.verbAfterSubject()
	}
	if c.Subj = p.phrase(true); c.Subj == nil {
		c.Broken = true
		return
	}
	if n := c.Subj; (wordlist.Modals[aux.Folded] || wordlist.DoForms[aux.Folded]) && n.Head.Tag == tagger.Noun && len(n.Mods) > 0 && n.To == p.i && !p.at(0).Tag.In(tagger.Verb, tagger.Not) {
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
		t := p.at(0)
		if start > c.From && strings.ContainsAny(t.Mark, ";:.?!") {
			return
		}
		var a *Adjunct
		switch {
		case wordlist.Approximations[t.Folded] && t.Tag != tagger.Conj && p.counts():
			return
		case t.Tag == tagger.Prep && t.Folded != "of":
			if a = p.prepositional(-1); a != nil && a.Phrase != nil && p.at(0).Tag == tagger.Past && p.at(0).Mark == "" && p.at(1).Tag == tagger.Prep {
				a.Phrase.Rels = append(a.Phrase.Rels, p.clauseFrom(a.Phrase.bare()))
			}
		case t.Tag == tagger.Sub && t.Folded != "that" && !(t.Is("why", "how", "when", "where") && p.at(1).Tag == tagger.Aux):
			a = p.subordinate()
		case t.Folded == "had" && p.inverted() || t.Is("should", "were") && p.inverted() && p.commaAhead():
			if !p.commaAhead() {
				return
			}
			p.i++
			s := &Clause{Link: "if", From: p.i}
			if s.Subj = p.phrase(true); s.Subj != nil {
				p.auxiliary(s, t)
				p.predicateAfter(s, t)
				a = &Adjunct{Prep: "if", Clause: s}
			}
		case t.Tag == tagger.Adv && wordlist.ApproximatePhrases[t.Folded]:
			return
		case t.Tag == tagger.Adv && wordlist.Approximations[t.Folded] && (p.at(1).Tag == tagger.Num || p.at(1).Folded == "than" || wordlist.Fractions[p.at(2).Folded] > 0):
			return
		case t.Folded == "though" && start > c.From && strings.Contains(p.at(1).Mark, ","):
			p.i++
			continue
		case t.Is("first", "second", "third", "finally") && start == c.From && strings.Contains(p.at(1).Mark, ","):
			p.i++
			continue
		case t.Tag == tagger.Adv && !(p.at(1).Mark == "" && p.at(1).Tag == tagger.Adj) || t.Tag == tagger.Conj && start == c.From:
			p.i++
			if t.Tag == tagger.Conj {
				continue
			}
			a = &Adjunct{Adverb: t}
		case p.bareTime() || t.Tag == tagger.Num && p.at(0).Date != "":
			a = &Adjunct{Phrase: p.nominal()}
			if s := p.at(0); a.Phrase != nil && s.Tag == tagger.Sub && s.Is("after", "before") && s.Mark == "" {
				a.Front, a.Near = true, -1
				c.Adjuncts = append(c.Adjuncts, a)
				if a = p.subordinate(); a == nil || !p.marked(",") {
					c.Broken = true
					return
				}
				break
			}
			if a.Phrase == nil || !p.marked(",") && !p.subjectAt() {
				p.i = start
				return
			}
		case t.Tag.In(tagger.Ing, tagger.Past) && p.commaAhead() && t.Tag == tagger.Ing && p.at(1).Tag != tagger.Aux:
			s := p.clauseFrom(nil)
			a = &Adjunct{Prep: "ing", Clause: s}
			if !p.marked(",") {
				p.i = start
				return
			}
		}
		if a == nil {
			p.i = start
			return
		}
		a.Front, a.Near = true, -1
		c.Adjuncts = append(c.Adjuncts, a)
	}
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
		if t.Date != "" && !strings.HasPrefix(t.Date, "year") || wordlist.TimeNouns[t.Folded] {
			next := p.at(j + 1)
			return !t.Owns && (next.Mark != "" || next.Tag != tagger.Noun && next.Folded != "of" && !next.Tag.In(tagger.Aux, tagger.Verb))
		}
		if !t.Tag.In(tagger.Det, tagger.Adj, tagger.Num) && !t.Is("last", "next", "this", "early", "late") || wordlist.Possessive[t.Folded] {
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
	case wordlist.Modals[t.Folded]:
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
			if t.Folded == "not" && p.at(1).Folded == "only" && p.at(1).Mark == "" && p.butAhead() {
				p.i += 2 // "did not only praise it but": it was praised
				continue
			}
			if c.Not {
				c.Broken = true
			}
			c.Not = true
			if t.Folded != "not" {
				c.Adjuncts = append(c.Adjuncts, &Adjunct{Adverb: t, Near: p.i - 1})
			}
		case tagger.Adv:
			if next := p.at(1); aux.Folded != "" && next.Mark == "" && wordlist.BeForms[aux.Folded] && next.Tag.In(tagger.Adj, tagger.Noun, tagger.Det) {
				p.verbIs(c, aux)
				return
			}
			c.Adjuncts = append(c.Adjuncts, &Adjunct{Adverb: t, Near: p.i - 1})
		case tagger.Aux:
			if aux.Folded != "" && !wordlist.Modals[aux.Folded] && !wordlist.HaveForms[aux.Folded] && !(wordlist.BeForms[aux.Folded] && t.Folded == "being") && !(wordlist.DoForms[aux.Folded]) {
				p.verbIs(c, aux)
				return
			}
			if wordlist.HaveForms[aux.Folded] {
				c.Perfect = true
			}
			p.auxiliary(c, t)
			aux = t
		case tagger.Verb:
			if aux.Folded != "" && wordlist.BeForms[aux.Folded] {
				p.verbIs(c, aux)
				return
			}
			p.i++
			p.verbIs(c, t)
			p.particle(c)
			return
		case tagger.Past, tagger.Ing:
			if t.Tag == tagger.Ing && aux.Folded == "" {
				p.i = start
				return
			}
			c.Passive = t.Tag == tagger.Past && wordlist.BeForms[aux.Folded]
			c.Progressive = c.Progressive || t.Tag == tagger.Ing && wordlist.BeForms[aux.Folded]
			c.Perfect = c.Perfect || t.Tag == tagger.Past && wordlist.HaveForms[aux.Folded]
			c.Past = c.Past || t.Tag == tagger.Past && aux.Folded == ""
			if t.Tag == tagger.Ing && !wordlist.BeForms[aux.Folded] {
				p.verbIs(c, aux)
				return
			}
			p.i++
			p.verbIs(c, t)
			p.particle(c)
			return
		default:
			if aux.Folded == "" && t.Tag == tagger.Noun && (t.Form() == tagger.SForm || wordlist.NounVerbs[t.Folded]) && p.objectAt(1) && thesaurus.English().Class(t.Folded) != thesaurus.Person {
				p.i++
				p.verbIs(c, t)
				p.particle(c)
				return
			}
			p.verbIs(c, aux)
			return
		}
		p.i++
	}
	p.verbIs(c, aux)
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
		if b := p.ts[k-1].Tag; (b == tagger.Noun || b == tagger.Name || b == tagger.Pron) && !p.ts[k-1].Owns && t.Tag == tagger.Noun && t.Form() == tagger.BaseForm &&
			(wordlist.NounVerbs[t.Folded] || thesaurus.English().PartOfSpeech(t.Folded) == thesaurus.Verb) {
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
	if t.Folded == "" || wordlist.Modals[t.Folded] {
		return
	}
	c.Verb, c.Quote = t, t.Quote
}

// particle reads the particle of a verb: "put off".
func (p *parser) particle(c *Clause) {
	t := p.at(0)
	if !wordlist.Particles[t.Folded] || t.Mark != "" {
		return
	}
	next := p.at(1)
	if t.Is("on", "in", "over", "through", "along", "off") && next.Mark == "" && next.Tag.In(tagger.Det, tagger.Name, tagger.Noun, tagger.Num, tagger.Pron, tagger.Adj) {
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
	if h.Date != "" || wordlist.TimeNouns[h.Folded] || h.Tag == tagger.Num || h.Is("end", "beginning", "start", "middle", "vote", "votes", "majority", "margin", "percent", "half") {
		return false
	}
	return len(p.Nums) == 0 || thesaurus.English().Class(h.Folded) != thesaurus.Quantity
}
