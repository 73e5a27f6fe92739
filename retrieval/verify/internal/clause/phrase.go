package clause

import (
	"fmt"
	"strings"

	"readout/corpus/english"
	"readout/retrieval/verify/internal/tagger"
)

// parser reads one sentence.
type parser struct {
	ts    []tagger.Token
	prep  string // of the phrase that is read
	under int    // how many phrases are read that stand before the verb, within which no clause and no apposition is to be taken in
	i     int
	root  *Clause // the one that stands side by side with others, and may be credited

	commaBefore bool // before the conjunction read last
	steps       int  // left
	depth       int
}

func (p *parser) end() bool { return p.i >= len(p.ts) }

// at is the token n after the present one; the zero Token when there is none.
func (p *parser) at(n int) tagger.Token {
	if p.i+n < len(p.ts) && p.i+n >= 0 {
		return p.ts[p.i+n]
	}
	return tagger.Token{}
}

// marked reports whether a mark of the set stands before the present token.
func (p *parser) marked(marks string) bool {
	return !p.end() && strings.ContainsAny(p.at(0).Mark, marks)
}

// marks are those before the present token and the next ones, for back.
func (p *parser) marks() []string {
	var out []string
	for i := p.i; i < len(p.ts) && i < p.i+24; i++ {
		out = append(out, p.ts[i].Mark)
	}
	return out
}

// back returns to a token, and to the marks that stood there: reading a phrase takes away those that close it.
func (p *parser) back(to int, marks []string) {
	p.i = to
	for i, m := range marks {
		p.ts[to+i].Mark = m
	}
}

const anyMark = ",;:.?!-()…"

// spend reports whether the parser may go on: hostile text must not keep it long.
func (p *parser) spend() bool {
	p.steps--
	return p.steps > 0 && p.depth < 24
}

// phrase reads a noun phrase at the present place, with what is attached to it, or nothing. subject is set before the verb of the clause.
func (p *parser) phrase(subject bool) *Phrase {
	if !p.spend() {
		return nil
	}
	p.depth++
	defer func() { p.depth-- }()
	n := p.nominal()
	if n == nil {
		return nil
	}
	p.attach(n, subject)
	p.join(n, subject)
	return n
}

// nominal reads a noun with what stands before it.
func (p *parser) nominal() *Phrase {
	start := p.i
	if n := p.partOf(); n != nil {
		return n
	}
	n := &Phrase{From: start}
	if p.deniesQuantity() {
		p.i++
		if n = p.nominal(); n == nil {
			p.i = start
			return nil
		}
		n.Det, n.From = "not "+n.Det, start
		return n
	}
	if t := p.at(0); t.Tag == tagger.Pron || t.Tag == tagger.Wh && t.Folded != "that" {
		p.i++
		n.Head, n.To = t, p.i
		return n
	}
	p.determiners(n)
	p.numbers(n)
	if !p.yearAlone(n) {
		p.heads(n)
	}
	if n.Head.Folded == "" && len(n.Nums) > 0 {
		n.Head, n.Nums = n.Nums[len(n.Nums)-1], n.Nums[:len(n.Nums)-1]
	}
	if n.Head.Folded == "" {
		p.i = start
		return nil
	}
	n.To = p.i
	return n
}

// deniesQuantity reports whether "not" stands here before a quantifier: "not all villages".
func (p *parser) deniesQuantity() bool {
	t, next := p.at(0), p.at(1)
	return t.Tag == tagger.Not && t.Folded == "not" && next.Tag == tagger.Det && english.QuantityWords.Has(next.Folded) && next.Mark == ""
}

// yearAlone reports whether the one number that was read is a year that counts nothing behind it.
func (p *parser) yearAlone(n *Phrase) bool {
	next := p.at(0)
	if len(n.Nums) != 1 || !strings.HasPrefix(n.Nums[0].Date, "year") || next.Tag == tagger.Noun {
		return false
	}
	return n.Det == "" && n.Owner == nil || next.Mark != "" || !next.Tag.In(tagger.Adj, tagger.Name)
}

// partOf reads "most of the villages" and "about a third of the archive" as villages and archive of which most, or a third, are meant.
func (p *parser) partOf() *Phrase {
	start := p.i
	approx := p.approximation()
	if t := p.at(0); t.Tag == tagger.Num && t.Value > 1 && p.followsOf() && (p.at(2).Tag == tagger.Det || p.at(2).Owns) {
		p.i += 2
		if n := p.nominal(); n != nil && len(n.Nums) == 0 && !n.Quantified() && n.Head.Tag != tagger.Num {
			n.Nums, n.Approx, n.From = []tagger.Token{t}, approx, start
			return n
		}
		p.i = start
		return nil
	}
	if part := p.part(); part != "" {
		p.i++
		if n := p.nominal(); n != nil && !n.Quantified() {
			n.Det, n.From = part, start
			n.Approx = strings.TrimSpace(approx + " " + n.Approx)
			return n
		}
	}
	p.i = start
	return nil
}

// followsOf reports whether "of" stands behind the present token.
func (p *parser) followsOf() bool { return p.at(1).Folded == "of" && p.at(1).Mark == "" }

// part reads a quantifier or a fraction up to the "of" behind it; "" for none.
func (p *parser) part() string {
	switch t := p.at(0); {
	case t.Tag.In(tagger.Det, tagger.Pron) && english.QuantityWords.Has(t.Folded) && p.followsOf():
		p.i++
		return t.Folded
	case english.Fractions[p.at(1).Folded] > 0 && (t.Folded == "a" || t.Tag == tagger.Num) && p.at(2).Folded == "of":
		part := fmt.Sprintf("%.4f", english.Fractions[p.at(1).Folded]*max(1, t.Value))
		p.i += 2
		return part
	case t.Folded == "half" && p.at(1).Is("of", "the"):
		p.i++
		if p.at(0).Folded != "of" {
			p.i--
			p.ts[p.i].Folded = "of"
		}
		return "0.5000"
	}
	return ""
}

func (p *parser) determiners(n *Phrase) {
	for k := 0; k < 3 && !p.end() && p.at(0).Tag == tagger.Det && (k == 0 || p.at(0).Mark == ""); k++ {
		t := p.at(0)
		switch {
		case english.PossessivePronouns.Has(t.Folded):
			t.Tag = tagger.Pron
			n.Owner = &Phrase{Head: t, From: p.i, To: p.i + 1}
		case english.QuantityWords.Has(t.Folded) || n.Det == "":
			if t.Is("more", "less", "fewer", "most") && p.comparesNumber() {
				return
			}
			if n.Det == "a" && t.Is("few", "little") {
				n.Det = "a " + t.Folded
			} else if n.Det != "" && english.QuantityWords.Has(n.Det) {
				n.Mods = append(n.Mods, t)
			} else if next := p.at(1); t.Folded == "some" && next.Tag == tagger.Num && next.Mark == "" {
				n.Approx = "about"
			} else {
				n.Det = t.Folded
			}
		}
		p.i++
	}
}

func (p *parser) comparesNumber() bool {
	return p.at(1).Folded == "than" && p.at(2).Tag == tagger.Num || p.at(1).Tag == tagger.Num
}

// approximation reads what makes a number more, less or about as much, when a number follows.
func (p *parser) approximation() string {
	start := p.i
	var out []string
	for !p.end() && (english.Approximations.Has(p.at(0).Folded) || english.ApproximatePhrases.Has(p.at(0).Folded)) &&
		(p.i == start || p.at(0).Mark == "") && len(out) < 4 {
		out = append(out, p.at(0).Folded)
		p.i++
	}
	t := p.at(0)
	if len(out) > 0 && t.Mark == "" &&
		(t.Tag == tagger.Num || english.Fractions[p.at(1).Folded] > 0 && t.Folded == "a" || english.Fractions[t.Folded] > 0) {
		return strings.Join(out, " ")
	}
	p.i = start
	return ""
}

func (p *parser) numbers(n *Phrase) {
	if a := p.approximation(); a != "" {
		n.Approx = a
	}
	if t := p.at(0); strings.HasPrefix(t.Date, "year") && n.Det == "" && n.Owner == nil && n.Head.Folded == "" && p.at(1).Tag != tagger.Noun {
		n.Nums = append(n.Nums, t)
		p.i++
		return
	}
	for !p.end() && p.at(0).Tag == tagger.Num && (len(n.Nums) == 0 || p.at(0).Mark == "") {
		n.Nums = append(n.Nums, p.at(0))
		p.i++
	}
}

// heads reads the words up to the noun that is the head. What has a possessive ending owns what follows.
func (p *parser) heads(n *Phrase) {
	for first := true; !p.end(); first = false {
		t := p.at(0)
		if !first && t.Mark != "" && t.Mark != "." || !p.inNominal(n, t) {
			break
		}
		if t.Mark != "" && !(first && n.Head.Folded == "" && len(n.Nums) == 0 && n.Det == "") && t.Mark != "." {
			break
		}
		if n.Head.Folded != "" {
			n.Mods = append(n.Mods, n.Head)
		}
		n.Head = t
		p.i++
		if t.Owns {
			owner := *n
			owner.To = p.i
			*n = Phrase{From: n.From, Owner: &owner}
			p.numbers(n)
		}
	}
	// "more popular" ends in no noun: its head is the adjective.
	if n.Head.Tag == tagger.Adv && n.Head.Folded != "" {
		if n.Head.Is("there", "here") || len(n.Mods) == 0 {
			p.i--
			n.Head = tagger.Token{}
			if k := len(n.Mods); k > 0 {
				n.Head, n.Mods = n.Mods[k-1], n.Mods[:k-1]
			}
		}
	}
}

// inNominal reports whether a token goes on with the words before the noun that is the head, or is that noun.
func (p *parser) inNominal(n *Phrase, t tagger.Token) bool {
	next := p.at(1)
	first := n.Head.Folded == ""
	switch t.Tag {
	case tagger.Name:
		return t.Date != "" || n.Head.Date == "" && !english.TimeNouns.Has(n.Head.Folded)
	case tagger.Quoted:
		return first
	case tagger.Noun, tagger.Letter:
		return n.Head.Tag != tagger.Quoted
	case tagger.Adj:
		return first || adjectiveGoesOn(n.Head, t, next)
	case tagger.Num:
		return !first && numbersHead(n.Head, t, next)
	case tagger.Adv:
		return first && p.describesNext(t)
	case tagger.Ing:
		return first && (n.Det != "" || n.Owner != nil) || n.Head.Tag == tagger.Adj
	}
	return false
}

// adjectiveGoesOn reports whether an adjective behind the head so far belongs to a noun behind it: not so "last" in "the upper gate last
// year".
func adjectiveGoesOn(head, t, next tagger.Token) bool {
	if t.Is("last", "next") && english.TimeNouns.Has(next.Folded) {
		return false
	}
	return head.Tag == tagger.Adj || next.Mark == "" && next.Tag.In(tagger.Noun, tagger.Name, tagger.Adj)
}

// numbersHead reports whether a number behind a noun belongs to it: "Article 5", "14 May 2031".
func numbersHead(head, t, next tagger.Token) bool {
	return !t.Money && (t.Date != "" || head.Date != "" || head.Tag == tagger.Noun && next.Tag != tagger.Noun)
}

// describesNext reports whether an adverb belongs to the adjective or the participle behind it: "very old", "newly built mills".
func (p *parser) describesNext(t tagger.Token) bool {
	next := p.at(1)
	if next.Mark != "" || t.Is("also", "already", "still", "now", "then", "again", "only") {
		return false
	}
	return next.Tag == tagger.Adj || next.Tag == tagger.Past && p.at(2).Tag == tagger.Noun
}

// attach reads what is attached behind a noun: "of" phrases, relative clauses, appositions, prices "a year".
func (p *parser) attach(n *Phrase, subject bool) {
	for !p.end() && p.spend() {
		found, whole := p.attachOne(n, subject)
		if !whole {
			return
		}
		if !found {
			break
		}
	}
	n.To = p.i
}

// attachOne reads one thing behind a noun, if any is found; whole is not set when what was begun is none.
func (p *parser) attachOne(n *Phrase, subject bool) (found, whole bool) {
	t := p.at(0)
	beside := t.Mark == ""
	switch {
	case beside && t.Folded == "of":
		return true, p.attachOf(n, subject)
	case beside && p.ratesHere(n):
		near := p.i - 1
		p.i++
		n.After = append(n.After, &Adjunct{Prep: "per", Phrase: &Phrase{Head: p.at(0), From: p.i, To: p.i + 1}, Near: near})
		p.i++
		return true, true
	case beside && subject && (t.Tag == tagger.To || t.Tag == tagger.Sub && t.Folded == "that"):
		return true, p.attachContent(n)
	case p.relativeHere(n):
		return true, true
	}
	if beside && subject {
		if found, whole := p.attachBeforeVerb(n); found {
			return true, whole
		}
	}
	return p.parenthesis(n, subject), true
}

// attachBeforeVerb reads what behind a subject describes it, and behind an object would belong to the verb.
func (p *parser) attachBeforeVerb(n *Phrase) (found, whole bool) {
	t := p.at(0)
	switch {
	case t.Tag == tagger.Past && n.Head.Tag != tagger.Name && !english.OnlyPasts.Has(t.Folded) && p.reduced():
		n.Rels = append(n.Rels, p.clauseFrom(n.bare()))
		return true, true
	case t.Tag == tagger.Prep && !t.Is("according to", "than", "off"):
		return true, p.attachPreposition(n, p.i-1, "")
	case t.Tag == tagger.Adj && n.Head.Tag == tagger.Noun && p.at(1).Tag == tagger.Prep && p.at(1).Mark == "":
		p.i++
		return true, p.attachPreposition(n, p.i-2, t.Folded+" ")
	}
	return false, true
}

// attachOf reads an "of" phrase behind a noun.
func (p *parser) attachOf(n *Phrase, subject bool) bool {
	near := p.i - 1
	p.i++
	o := p.nominal()
	if o == nil {
		p.i--
		return false
	}
	n.After = append(n.After, &Adjunct{Prep: "of", Phrase: o, Near: near})
	p.joinOnly(o, subject)
	return true
}

// ratesHere reports whether what is counted is told for a time: "5 crowns a year".
func (p *parser) ratesHere(n *Phrase) bool {
	return p.at(0).Is("a", "an", "per") && len(n.Nums)+len(n.Head.Date) > 0 && english.TimeNouns.Has(p.at(1).Folded) &&
		!p.at(2).Is("earlier", "later", "ago", "before", "after")
}

// attachContent reads what a noun before the verb is about: "the rumour that it fell", "the plan to sell it".
func (p *parser) attachContent(n *Phrase) bool {
	start, t := p.i, p.at(0)
	p.i++
	s := &Clause{Link: t.Folded, Infinitive: t.Tag == tagger.To, From: p.i}
	p.under++
	if t.Tag == tagger.To {
		p.predicate(s)
	} else {
		s = p.clause("that")
	}
	p.under--
	if s.Verb.Folded == "" {
		p.i = start
		return false
	}
	n.Rels = append(n.Rels, s)
	return true
}

// relativeHere reads a relative clause, if one begins here.
func (p *parser) relativeHere(n *Phrase) bool {
	t := p.at(0)
	return t.Tag == tagger.Wh && (t.Mark == "" || t.Mark == ",") && p.relative(n) || t.Folded == "whose" && p.relative(n) ||
		t.Mark == "" && n.Head.Tag == tagger.Noun && english.SubjectPronouns.Has(t.Folded) && p.bareRelative(n)
}

// attachPreposition reads a preposition with its noun behind a noun before the verb, or behind the adjective that describes it. near is the
// token before both.
func (p *parser) attachPreposition(n *Phrase, near int, adjective string) bool {
	p.under++
	a := p.prepositional(near)
	p.under--
	if a == nil || a.Clause != nil {
		p.i = near + 1
		return false
	}
	a.Prep = adjective + a.Prep
	n.After = append(n.After, a)
	return true
}

// parenthesis reads what stands between commas behind a noun, or a clause with "where", if any of these begins here.
func (p *parser) parenthesis(n *Phrase, subject bool) bool {
	t := p.at(0)
	return t.Mark == "," && subject && t.Tag == tagger.Prep && p.bracketed(n) ||
		t.Tag == tagger.Sub && t.Folded == "where" && p.whereClause(n) ||
		t.Mark == "," && p.under == 0 && p.apposition(n)
}

// bracketed reads what a preposition attaches to the noun between two commas, before the verb: "the old gate, for carts, will go".
func (p *parser) bracketed(n *Phrase) bool {
	start, marks := p.i, p.marks()
	if p.at(0).Folded == "according to" {
		return false
	}
	p.under++
	a := p.prepositional(start - 1)
	p.under--
	if t := p.at(0); a == nil || a.Phrase == nil || !strings.Contains(t.Mark, ",") || !t.Tag.In(tagger.Aux, tagger.Verb, tagger.Past) {
		p.back(start, marks)
		return false
	}
	p.ts[p.i].Mark = strings.Replace(p.at(0).Mark, ",", "", 1)
	n.After = append(n.After, a)
	return true
}

// reduced reports whether the past form at the present place is a participle that describes the noun before it: a finite verb follows.
func (p *parser) reduced() bool {
	next := p.at(1)
	if next.Mark == "" && next.Tag.In(tagger.Aux, tagger.Verb) && next.Form() != tagger.PastForm {
		return true // "the people arrested stay"
	}
	if !next.Tag.In(tagger.Prep, tagger.Adv) && next.Date == "" {
		return false
	}
	for j := p.i + 1; j < len(p.ts) && j < p.i+14; j++ {
		t := p.ts[j]
		if strings.ContainsAny(t.Mark, anyMark) || t.Tag.In(tagger.Sub, tagger.Wh, tagger.Conj) {
			return false
		}
		if t.Tag.In(tagger.Aux, tagger.Verb, tagger.Past) && j > p.i+1 {
			return true
		}
	}
	return false
}

// relative reads a relative clause of the noun.
func (p *parser) relative(n *Phrase) bool {
	start := p.i
	w := p.at(0)
	p.i++
	if p.contentHere(n, w) {
		marks := p.marks()
		c := p.clause("that")
		if !c.Broken && c.Verb.Folded != "" {
			n.Rels = append(n.Rels, c)
			return true
		}
		p.back(start+1, marks)
	}
	self := n.bare()
	c := &Clause{Link: "who", From: p.i}
	if w.Folded == "whose" {
		c.Link = "whose"
	}
	if w.Mark == "," {
		c.Link += ","
	}
	if w.Folded != "whose" && p.at(0).Tag.In(tagger.Aux, tagger.Verb, tagger.Past, tagger.Not, tagger.Adv) {
		c.Subj = self
		p.predicate(c)
	} else if !p.relativeObject(c, n, self, w) {
		p.i = start
		return false
	}
	if c.Verb.Folded == "" {
		p.i = start
		return false
	}
	n.Rels = append(n.Rels, c)
	if w.Mark != "," {
		return true
	}
	if c.Subj == self && !c.Broken && p.secondRelative() {
		p.i++
		more := &Clause{Link: c.Link, Subj: self, From: p.i}
		p.predicate(more)
		n.Rels = append(n.Rels, more)
	}
	p.closeComma()
	return true
}

// contentHere reports whether "that" tells what a noun is about: a subject, no verb, follows.
func (p *parser) contentHere(n *Phrase, w tagger.Token) bool {
	return w.Folded == "that" && english.ContentNouns.Has(n.Head.Folded) && w.Mark == "" &&
		!p.at(0).Tag.In(tagger.Aux, tagger.Verb, tagger.Past, tagger.Not)
}

// secondRelative reports whether a second verb is told here of what a relative clause describes: "who came and left".
func (p *parser) secondRelative() bool {
	next := p.at(1)
	return p.at(0).Is("and", "but") && p.at(0).Mark == "" &&
		(next.Tag.In(tagger.Verb, tagger.Past, tagger.Aux) || next.Tag == tagger.Adv && p.at(2).Tag.In(tagger.Past, tagger.Verb))
}

// closeComma takes away the comma before the present token: it closes what was read.
func (p *parser) closeComma() {
	if p.marked(",") && !p.at(0).Opens {
		p.ts[p.i].Mark = strings.Replace(p.at(0).Mark, ",", "", 1)
	}
}

// relativeObject reads a relative clause with a subject of its own, "whom the opposition had called a murderer": what is described is the
// object, or stands behind a preposition that ends the clause. Without a subject there is none.
func (p *parser) relativeObject(c *Clause, n, self *Phrase, w tagger.Token) bool {
	c.gap = self
	if c.Subj = p.phrase(true); c.Subj == nil {
		return false
	}
	if w.Folded == "whose" {
		c.Subj.Owner = self
		p.predicate(c)
		return true
	}
	p.predicate(c)
	switch {
	case c.gap == nil:
	case w.Folded == "that" && (english.ContentNouns.Has(n.Head.Folded) || len(c.Objs) > 0 && !c.Passive && !describing(c.Verb)):
		c.Link, c.gap = "that", nil // it tells what the noun is about
	case c.Passive:
		c.Broken = true
	case describing(c.Verb) && len(c.Objs) == 1 && c.Pred == nil:
		c.Objs, c.Pred = []*Phrase{self}, c.Objs[0]
	default:
		c.Objs = append([]*Phrase{self}, c.Objs...)
	}
	return true
}

// bareRelative reads "he rejects" behind "a charge": a relative clause without the word that would join it.
func (p *parser) bareRelative(n *Phrase) bool {
	start := p.i
	if next := p.at(1); next.Mark != "" || !next.Tag.In(tagger.Aux, tagger.Verb, tagger.Past, tagger.Adv) {
		return false
	}
	self := n.bare()
	c := &Clause{Link: "who", From: p.i, gap: self}
	c.Subj = &Phrase{Head: p.at(0), From: p.i, To: p.i + 1}
	c.Subj.Head.Tag = tagger.Pron
	p.i++
	p.predicate(c)
	if c.Verb.Folded == "" || c.Broken || len(c.Objs) > 0 || c.Pred != nil || c.Comp != nil || c.Passive {
		p.i = start
		return false
	}
	if c.gap != nil {
		c.Objs = []*Phrase{self}
	}
	n.Rels = append(n.Rels, c)
	return true
}

// whereClause reads "where he was born" behind a place.
func (p *parser) whereClause(n *Phrase) bool {
	start := p.i
	mark := p.at(0).Mark
	for k := len(n.After); k > 0 && n.After[k-1].Phrase != nil && n.After[k-1].Phrase.Head.Tag == tagger.Name &&
		n.Head.Tag != tagger.Name; k = len(n.After) {
		n = n.After[k-1].Phrase // "the library of Dorn, where"
	}
	p.i++
	c := p.clause("where")
	if c.Broken || c.Verb.Folded == "" {
		p.i = start
		return false
	}
	if mark == "," {
		c.Link = "where,"
	}
	c.Adjuncts = append(c.Adjuncts, &Adjunct{Prep: "in", Phrase: n.bare(), Near: -1})
	n.Rels = append(n.Rels, c)
	if mark == "," {
		p.closeComma()
	}
	return true
}

// apposition reads ", a noun," behind a noun.
func (p *parser) apposition(n *Phrase) bool {
	t := p.at(0)
	if !t.Tag.In(tagger.Det, tagger.Name, tagger.Noun, tagger.Adj, tagger.Num) || t.Opens {
		return false
	}
	start := p.i
	q := p.nominal()
	if q == nil {
		return false
	}
	if !p.appositionTail(q) {
		p.i = start
		return false
	}
	closed := p.end() || p.marked(",)") || p.at(0).Mark == "-"
	if !closed || !describes(q, n) || p.at(0).Tag == tagger.Conj || p.speakerFollows(start) {
		p.i = start
		return false
	}
	n.Apps = append(n.Apps, q)
	if p.marked(",") {
		p.ts[p.i].Mark = strings.Replace(p.at(0).Mark, ",", "", 1)
	}
	return true
}

// appositionTail reads what is attached behind the noun of an apposition; ok is not set when that can't be read.
func (p *parser) appositionTail(q *Phrase) (ok bool) {
	for t := p.at(0); t.Folded == "of" || t.Tag == tagger.Prep && t.Mark == "" && q.Det != "" && t.Folded != "according to"; t = p.at(0) {
		a := p.prepositional(p.i - 1)
		if a == nil || a.Clause != nil {
			return false
		}
		q.After = append(q.After, a)
	}
	q.To = p.i
	if p.at(0).Tag == tagger.Wh && p.at(0).Mark == "" {
		p.relative(q)
	} else if english.SubjectPronouns.Has(p.at(0).Folded) && p.at(0).Mark == "" && q.Head.Tag == tagger.Noun {
		p.bareRelative(q)
	}
	return true
}

// describes reports whether a phrase behind a comma may say who or what the noun before it is: a name a noun, a noun a name, an age a name.
func describes(q, n *Phrase) bool {
	if q.Head.Date != "" || n.Head.Date != "" {
		return false
	}
	return (q.Head.Tag == tagger.Name) != (n.Head.Tag == tagger.Name) || q.Det == "a" || q.Det == "an" ||
		q.Head.Tag == tagger.Num && n.Head.Tag == tagger.Name
}

// speakerFollows reports whether what begins at i credits what stands before it: "..., a lawyer said".
func (p *parser) speakerFollows(i int) bool {
	for j := i; j < len(p.ts) && j < i+10; j++ {
		if j > i && p.ts[j].Mark != "" {
			return false
		}
		if p.ts[j].Tag.In(tagger.Past, tagger.Verb) {
			return tagger.IsSpeaking(p.ts[j])
		}
	}
	return false
}

// join reads what a conjunction joins to the noun.
func (p *parser) join(n *Phrase, subject bool) { p.joined(n, subject, true) }

func (p *parser) joinOnly(n *Phrase, subject bool) { p.joined(n, subject, false) }

func (p *parser) joined(n *Phrase, subject, attached bool) {
	for !p.end() && p.spend() {
		start := p.i
		t := p.at(0)
		list := t.Mark == "," && t.Tag != tagger.Conj && p.isList()
		if !list {
			if !p.joinsHere(n) {
				return
			}
			p.i++
		}
		q := p.nominal()
		if q == nil || p.leavesOutVerb(n, q, subject) {
			p.i = start
			return
		}
		if attached {
			p.attach(q, subject)
		}
		if p.opensClause(q, subject) {
			p.i = start
			return
		}
		n.And = append(n.And, q)
		if !list {
			n.Join = t.Folded
		}
		n.To = p.i
	}
}

// joinsHere reports whether a conjunction here may join a noun to the one before.
func (p *parser) joinsHere(n *Phrase) bool {
	t := p.at(0)
	return t.Tag == tagger.Conj && t.Is("and", "or", "nor") && (t.Mark == "" || t.Mark == "," && len(n.And) > 0)
}

// leavesOutVerb reports whether what a conjunction joins is no noun but a clause whose verb is left out: "62 percent of the cod and Lethe
// 38", "for the motion and two against it".
func (p *parser) leavesOutVerb(n, q *Phrase, subject bool) bool {
	next := p.at(0)
	switch {
	case (n.Head.Date != "" || n.Head.Tag == tagger.Num) && q.Head.Date == "" && q.Head.Tag != tagger.Num:
		return true
	case q.Head.Date != "" || subject || next.Mark != "":
		return false
	}
	return q.Head.Tag == tagger.Num && n.Head.Tag != tagger.Num && next.Tag == tagger.Prep ||
		q.Head.Tag == tagger.Name && next.Tag == tagger.Num
}

// opensClause reports whether the noun that a conjunction joins begins another clause: a verb follows, or, where that is left out, the
// preposition that the noun before it stands behind ("for 38 percent of exports and fish for 21").
func (p *parser) opensClause(q *Phrase, subject bool) bool {
	next := p.at(0)
	if next.Mark != "" {
		return false
	}
	if !subject && next.Tag == tagger.Prep && next.Folded == p.prep {
		return true
	}
	verb := next.Tag.In(tagger.Aux, tagger.Verb, tagger.Not) || next.Tag == tagger.Past && !subject
	return verb && (!subject || q.IsPronoun())
}

// isList reports whether a comma here parts the members of a list: "and" or "or" follows, with only nouns between.
func (p *parser) isList() bool {
	for j := p.i; j < len(p.ts) && j < p.i+12; j++ {
		t := p.ts[j]
		if strings.ContainsAny(t.Mark, ";:.?!()-") {
			return false
		}
		switch t.Tag {
		case tagger.Conj:
			return t.Folded != "but" && j > p.i
		case tagger.Noun, tagger.Name, tagger.Adj, tagger.Det, tagger.Num, tagger.Letter:
		case tagger.Prep:
			if t.Folded != "of" {
				return false
			}
		default:
			return false
		}
	}
	return false
}

// prepositional reads a preposition with its noun or its clause.
func (p *parser) prepositional(near int) *Adjunct {
	start := p.i
	a := &Adjunct{Prep: p.at(0).Folded, Near: near}
	p.i++
	if next := p.at(0); next.Mark == "" && (next.Tag == tagger.Prep || next.Tag == tagger.Adv && p.at(1).Tag == tagger.Prep) &&
		next.Folded != "according to" && !english.Approximations.Has(next.Folded) {
		a.Prep += " " + next.Folded // "out of", "from under"
		p.i++
	}
	switch t := p.at(0); {
	case t.Tag == tagger.Ing && t.Mark == "":
		a.Clause = p.clauseFrom(nil)
		return a
	case t.Tag == tagger.Wh && t.Is("what", "whom", "which"):
		c := &Clause{Link: "what", From: p.i}
		p.i++
		if c.Subj = p.phrase(true); c.Subj == nil {
			p.i = start
			return nil
		}
		p.predicate(c)
		a.Clause = c
		return a
	}
	outer := p.prep
	p.prep = a.Prep
	a.Phrase = p.phrase(false)
	p.prep = outer
	if t := p.at(0); a.Phrase != nil && a.Prep == "with" && t.Mark == "" && t.Tag.In(tagger.Ing, tagger.Past) {
		a.Clause = p.clauseFrom(a.Phrase)
		a.Phrase = nil
		return a
	}
	if a.Phrase == nil {
		if t := p.at(0); t.Mark == "" && t.Tag == tagger.Adv {
			p.i++
			a.Phrase = &Phrase{Head: t, From: p.i - 1, To: p.i}
			return a
		}
		p.i = start
		return nil
	}
	return a
}
