// Package clause reads the structure of English sentences as far as it can be seen from a dictionary and a small grammar: the clauses,
// which depends on which and by what word, and in each the subject, the verb with what denies or weakens it, the objects and what else is
// said of it. A passive sentence is read as its active form is. What the grammar can't read makes a clause Broken: nothing should be
// concluded from one.
package clause

import (
	"slices"
	"strings"

	"readout/corpus/english"
	"readout/retrieval/verify/internal/tagger"
)

// Phrase is a noun, a name, a pronoun or an adjective with what belongs to it.
type Phrase struct {
	Det    string // the article, or the quantifier: "most", "no"; a fraction as "0.33"
	Owner  *Phrase
	Approx string         // what makes the number more or less: "about", "more than"
	Nums   []tagger.Token // the numbers that count it
	Mods   []tagger.Token // what stands before the head: adjectives, nouns, parts of a name
	Head   tagger.Token
	After  []*Adjunct // what is attached with a preposition
	Rels   []*Clause  // relative clauses
	Apps   []*Phrase  // appositions
	And    []*Phrase  // what a conjunction joins to it
	Join   string     // that conjunction
	From   int        // its first token
	To     int        // the one after its last
}

// Adjunct is something said of a clause or of a noun besides its objects.
type Adjunct struct {
	Prep   string  // the preposition; the word that links the clause; "" for a bare time or an adverb
	Phrase *Phrase // nil for an adverb or a clause
	Adverb tagger.Token
	Clause *Clause
	Front  bool // stands before the subject
	Near   int  // the token before it
}

// Joins reports whether one of the prepositions joins the adjunct.
func (a *Adjunct) Joins(prepositions ...string) bool { return slices.Contains(prepositions, a.Prep) }

// Clause is a verb with what belongs to it.
type Clause struct {
	Link        string // the word that joins it to what it depends on: "that", "if", "and"; "" for none
	Subj        *Phrase
	Verb        tagger.Token
	Particle    string
	Modal       string
	Not         bool
	Perfect     bool
	Progressive bool
	Passive     bool // it was; the subject and the object are those of the active form
	Past        bool
	Infinitive  bool
	Participle  bool
	Noun        bool // named by a noun, without tense
	Asks        bool // a question
	Imperative  bool
	Objs        []*Phrase
	Pred        *Phrase // what the subject is said to be
	Comp        *Clause // what is said, hoped, tried ...
	Adjuncts    []*Adjunct
	Broken      bool
	Rest        []tagger.Token // what stands behind the clause and can't be read
	From, To    int
	credits     bool    // stands behind what it credits
	gap         *Phrase // what a relative clause describes, until its place is found
	stranded    string  // the preposition of what a passive clause is told of: "the study was paid for"
	Quote       int     // the number of the quotation that its verb stands in
}

// Copula reports whether the clause says what its subject is.
func (c *Clause) Copula() bool { return english.PlainBeForms.Has(c.Verb.Folded) }

// IsPronoun reports whether the phrase is a pronoun.
func (p *Phrase) IsPronoun() bool { return p != nil && p.Head.Tag == tagger.Pron }

// Quantified reports whether the phrase says of how many of its kind something holds.
func (p *Phrase) Quantified() bool {
	return p.Det != "" &&
		(english.QuantityWords.Has(p.Det) || strings.HasPrefix(p.Det, "not ") || strings.HasPrefix(p.Det, "a ") || strings.HasPrefix(p.Det, "0."))
}

// bare is the phrase without the clauses, the appositions and what is joined to it.
func (p *Phrase) bare() *Phrase {
	b := *p
	b.Rels, b.Apps, b.And = nil, nil, nil
	return &b
}

// Tokens are the words of the phrase itself: without what is attached behind.
func (p *Phrase) Tokens() []tagger.Token { return append(append([]tagger.Token{}, p.Mods...), p.Head) }

// Clauses calls f for the clause and for all that it holds.
func (c *Clause) Clauses(f func(*Clause)) {
	if c == nil {
		return
	}
	f(c)
	c.Phrases(func(p *Phrase) {
		for _, r := range p.Rels {
			r.Clauses(f)
		}
	})
	c.Comp.Clauses(f)
	for _, a := range c.Adjuncts {
		a.Clause.Clauses(f)
	}
}

// Phrases calls f for the phrases of the clause, not of those below it.
func (c *Clause) Phrases(f func(*Phrase)) {
	c.Subj.walk(f)
	for _, o := range c.Objs {
		o.walk(f)
	}
	c.Pred.walk(f)
	for _, a := range c.Adjuncts {
		a.Phrase.walk(f)
	}
}

func (p *Phrase) walk(f func(*Phrase)) {
	if p == nil {
		return
	}
	f(p)
	p.Owner.walk(f)
	for _, a := range p.After {
		a.Phrase.walk(f)
	}
	for _, q := range p.And {
		q.walk(f)
	}
	for _, q := range p.Apps {
		q.walk(f)
	}
}

// String is a short form of the clause, for tests and for reading.
func (c *Clause) String() string {
	if c == nil {
		return "-"
	}
	var b strings.Builder
	if c.Broken {
		b.WriteString("BROKEN ")
	}
	if c.Link != "" {
		b.WriteString(c.Link + ": ")
	}
	if c.Asks {
		b.WriteString("? ")
	}
	b.WriteString("(" + c.Subj.String() + ") ")
	for _, x := range []struct {
		on   bool
		text string
	}{{c.Modal != "", c.Modal + " "}, {c.Not, "NOT "}, {c.Passive, "PASS "}, {c.Perfect, "PERF "}, {c.Progressive, "PROG "},
		{c.Infinitive, "TO "}} {
		if x.on {
			b.WriteString(x.text)
		}
	}
	b.WriteString(strings.ToUpper(c.Verb.Folded))
	if c.Particle != "" {
		b.WriteString("+" + c.Particle)
	}
	for _, o := range c.Objs {
		b.WriteString(" (" + o.String() + ")")
	}
	if c.Pred != nil {
		b.WriteString(" =(" + c.Pred.String() + ")")
	}
	for _, a := range c.Adjuncts {
		b.WriteString(" " + a.String())
	}
	if c.Comp != nil {
		b.WriteString(" [" + c.Comp.String() + "]")
	}
	return b.String()
}

func (a *Adjunct) String() string {
	front := ""
	if a.Front {
		front = "^"
	}
	switch {
	case a.Clause != nil:
		return front + "{" + a.Prep + " " + a.Clause.String() + "}"
	case a.Phrase != nil:
		return front + "<" + a.Prep + " " + a.Phrase.String() + ">"
	}
	return front + "<" + a.Adverb.Folded + ">"
}

func (p *Phrase) String() string {
	if p == nil {
		return "-"
	}
	var parts []string
	if p.Det != "" {
		parts = append(parts, p.Det)
	}
	if p.Owner != nil {
		parts = append(parts, p.Owner.String()+"'s")
	}
	if p.Approx != "" {
		parts = append(parts, "~"+p.Approx)
	}
	for _, n := range p.Nums {
		parts = append(parts, "#"+n.Folded)
	}
	for _, m := range p.Mods {
		parts = append(parts, m.Folded)
	}
	parts = append(parts, strings.ToUpper(p.Head.Folded))
	for _, a := range p.After {
		parts = append(parts, a.String())
	}
	for _, q := range p.Apps {
		parts = append(parts, "="+q.String())
	}
	for _, r := range p.Rels {
		parts = append(parts, "{"+r.String()+"}")
	}
	for _, q := range p.And {
		parts = append(parts, p.Join+" "+q.String())
	}
	return strings.Join(parts, " ")
}
