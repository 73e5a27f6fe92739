package paraphrase

import (
	"slices"

	"readout/corpus/english"
	"readout/retrieval/thesaurus"
	"readout/retrieval/verify/internal/clause"
	"readout/retrieval/verify/internal/tagger"
)

// Same are other ways to tell a clause that say no more and no less.
func Same(c *clause.Clause) []*clause.Clause {
	var out []*clause.Clause
	for _, rule := range []func(*clause.Clause) []*clause.Clause{obliged, impersonal, turnedInTime, lightVerb, thereIs, agent, unfolded,
		upFrom, letting} {
		out = append(out, rule(c)...)
	}
	return out
}

// without is the adjuncts but for some.
func without(adjuncts []*clause.Adjunct, at ...int) []*clause.Adjunct {
	var out []*clause.Adjunct
	for i, a := range adjuncts {
		if !slices.Contains(at, i) {
			out = append(out, a)
		}
	}
	return out
}

// lifted is what depends on a verb, told of that verb's subject in its place.
func lifted(c *clause.Clause) clause.Clause {
	v := *c.Comp
	v.Subj, v.Link, v.Infinitive = subject(c, v.Subj), c.Link, false
	v.Adjuncts = slices.Concat(c.Adjuncts, v.Adjuncts)
	v.From, v.To, v.Asks = c.From, c.To, c.Asks
	return v
}

// subject is whom what is lifted is told of: in the passive nobody, the subject stands among its objects.
func subject(c *clause.Clause, own *clause.Phrase) *clause.Phrase {
	if c.Comp.Passive {
		return own
	}
	return c.Subj
}

// obliged tells "has to go" and "needs to go" as "must go", "has yet to go" as "has not gone".
func obliged(c *clause.Clause) []*clause.Clause {
	if !c.Verb.Is("have", "has", "need", "needs") || c.Comp == nil || !c.Comp.Infinitive || len(c.Objs) > 0 || c.Not || c.Past ||
		c.Perfect ||
		c.Comp.Not {
		return nil
	}
	v := lifted(c)
	if yet := slices.IndexFunc(v.Adjuncts, func(a *clause.Adjunct) bool { return a.Adverb.Folded == "yet" }); yet >= 0 {
		if !c.Verb.Is("have", "has") || c.Modal != "" {
			return nil
		}
		v.Not = true
		return []*clause.Clause{&v}
	}
	if c.Modal != "" && c.Modal != "will" {
		return nil
	}
	v.Modal = "must"
	return []*clause.Clause{&v}
}

// surely are the adverbs for what is said to be so or so.
var surely = map[string]string{
	"certain":  "certainly",
	"sure":     "certainly",
	"likely":   "probably",
	"probable": "probably",
	"evident":  "evidently",
}

// impersonal tells "it is certain that he left" as "certainly he left", "would not rule out that he left" as "said that he may have left".
func impersonal(c *clause.Clause) []*clause.Clause {
	if c.Comp == nil || !tellsThat(c.Comp) {
		return nil
	}
	maybe := *c.Comp
	maybe.Modal = "may"
	switch {
	case c.Verb.Is("rule") && c.Particle == "out" && c.Not && c.Comp.Modal == "":
		v := *c
		v.Verb, v.Particle, v.Not, v.Modal, v.Comp, v.Past = tagger.Word("said", tagger.Past), "", false, "", &maybe, true
		return []*clause.Clause{&v}
	case !c.Copula() || c.Pred == nil || c.Subj == nil || !c.Subj.Head.Is("it") || c.Not || c.Modal != "" || len(c.Pred.Mods) > 0:
		return nil
	case c.Pred.Head.Is("possible") && c.Comp.Modal == "":
		maybe.Link, maybe.Adjuncts = c.Link, slices.Concat(c.Adjuncts, maybe.Adjuncts)
		return []*clause.Clause{&maybe}
	case surely[c.Pred.Head.Folded] != "":
		v := *c.Comp
		v.Link = c.Link
		v.Adjuncts = slices.Concat(
			c.Adjuncts,
			[]*clause.Adjunct{{Adverb: tagger.Word(surely[c.Pred.Head.Folded], tagger.Adv), Near: -1}},
			v.Adjuncts,
		)
		return []*clause.Clause{&v}
	}
	return nil
}

// tellsThat reports whether a clause depends on another by "that", or by no word.
func tellsThat(c *clause.Clause) bool {
	return !c.Infinitive && !c.Participle && !c.Broken && (c.Link == "that" || c.Link == "")
}

// turnedInTime tells "left before they came" as "they came after he left", "when they came he had already left" as "he left before they
// came".
func turnedInTime(c *clause.Clause) []*clause.Clause {
	if c.Modal != "" || c.Not || c.Infinitive ||
		slices.ContainsFunc(c.Adjuncts, func(a *clause.Adjunct) bool { return a.Prep == "" && a.Phrase != nil }) {
		return nil
	}
	var out []*clause.Clause
	for at, a := range c.Adjuncts {
		if a.Clause == nil || a.Clause.Broken || a.Clause.Not || a.Clause.Modal != "" || a.Clause.Participle {
			continue
		}
		switch already := slices.IndexFunc(c.Adjuncts, func(a *clause.Adjunct) bool { return a.Adverb.Folded == "already" }); {
		case a.Joins("after", "before"):
			inner := *c
			inner.Adjuncts, inner.Link = without(c.Adjuncts, at), "after"
			turned := &clause.Adjunct{Prep: "after", Clause: &inner, Near: -1}
			if a.Prep == "after" {
				turned.Prep = "before"
			}
			v := *a.Clause
			v.Link, v.Adjuncts, v.Past, v.Perfect = c.Link, append(slices.Clone(v.Adjuncts), turned), v.Past || v.Perfect, false
			out = append(out, &v)
		case a.Prep == "when" && already >= 0 && c.Perfect:
			v := *c
			before := *a
			before.Prep = "before"
			v.Adjuncts, v.Perfect, v.Past = append(without(c.Adjuncts, at, already), &before), false, true
			out = append(out, &v)
		}
	}
	return out
}

// lightVerb tells "made an offer to the union" as "offered the union".
func lightVerb(c *clause.Clause) []*clause.Clause {
	if !english.LightVerbs.Has(c.Verb.Folded) || len(c.Objs) != 1 || c.Particle != "" || c.Comp != nil {
		return nil
	}
	o := c.Objs[0]
	if o.Det != "a" && o.Det != "an" && o.Det != "" || len(o.Mods)+len(o.And)+len(o.Nums) > 0 || o.Owner != nil ||
		o.Head.Tag != tagger.Noun ||
		len(o.Rels) > 1 {
		return nil
	}
	v := *c
	v.Verb, v.Objs, v.Adjuncts = o.Head, nil, slices.Concat(o.After, c.Adjuncts)
	if len(o.Rels) == 1 { // "has doubts that"
		told := *o.Rels[0]
		told.Link, v.Comp = "that", &told
	}
	return append([]*clause.Clause{&v}, governed(&v)...)
}

// governed is a clause with what its first preposition governs as its object.
func governed(c *clause.Clause) []*clause.Clause {
	for at, a := range c.Adjuncts {
		if a.Phrase != nil && !a.Front &&
			a.Joins("of", "on", "to", "for", "about", "into", "against") {
			v := *c
			v.Objs, v.Adjuncts = []*clause.Phrase{a.Phrase}, without(c.Adjuncts, at)
			return []*clause.Clause{&v}
		}
	}
	return nil
}

// thereIs tells "there are talks about a visit" as "a visit is talked about".
func thereIs(c *clause.Clause) []*clause.Clause {
	if !c.Copula() || c.Subj == nil || !c.Subj.Head.Is("there") || c.Pred == nil || c.Pred.Quantified() ||
		len(c.Pred.Mods)+len(c.Pred.Nums) > 0 ||
		c.Pred.Head.Tag != tagger.Noun {
		return nil
	}
	v := *c
	v.Subj, v.Pred, v.Verb, v.Noun, v.Adjuncts = nil, nil, c.Pred.Head, true, slices.Concat(c.Pred.After, c.Adjuncts)
	if c.Comp != nil {
		v.Comp = c.Comp
		return []*clause.Clause{&v}
	}
	out := governed(&v)
	for _, g := range out {
		g.Passive = true
	}
	return out
}

// agent tells "is the leader of the party" as "leads the party", "is a spokesman of it" as "speaks for it".
func agent(c *clause.Clause) []*clause.Clause {
	if !c.Copula() || c.Pred == nil || c.Subj == nil || c.Pred.Head.Tag != tagger.Noun || c.Pred.Quantified() ||
		thesaurus.English().Class(c.Pred.Head.Folded) != thesaurus.Person {
		return nil
	}
	what, rest := c.Pred.Owner, []*clause.Adjunct(nil)
	for _, a := range c.Pred.After {
		if what == nil && a.Phrase != nil && a.Joins("of", "for") {
			what = a.Phrase
		} else {
			rest = append(rest, a)
		}
	}
	mods := c.Pred.Mods
	if k := len(mods); what == nil && k > 0 && mods[k-1].Tag.In(tagger.Noun, tagger.Name) {
		what, mods = &clause.Phrase{Head: mods[k-1], From: c.Pred.From, To: c.Pred.To}, mods[:k-1]
	}
	if what == nil || len(mods) > 0 {
		return nil
	}
	v := *c
	v.Pred, v.Adjuncts = nil, slices.Concat(rest, c.Adjuncts)
	if c.Pred.Head.Is("spokesman", "spokeswoman", "spokesperson") {
		v.Verb = tagger.Word("speaks", tagger.Verb)
		v.Adjuncts = append([]*clause.Adjunct{{Prep: "for", Phrase: what, Near: -1}}, v.Adjuncts...)
		return []*clause.Clause{&v}
	}
	v.Verb, v.Objs = c.Pred.Head, []*clause.Phrase{what}
	return []*clause.Clause{&v}
}

// letting tells "lets them go" as "allows them to go".
func letting(c *clause.Clause) []*clause.Clause {
	if !c.Verb.Is("let", "lets") || c.Comp == nil || c.Comp.Subj == nil || c.Comp.Infinitive || len(c.Objs) > 0 {
		return nil
	}
	v, inner := *c, *c.Comp
	inner.Infinitive, inner.Link = true, "to"
	v.Verb, v.Objs, v.Comp = tagger.Word("allow", c.Verb.Tag), []*clause.Phrase{c.Comp.Subj}, &inner
	return []*clause.Clause{&v}
}

// turned is a clause told with another verb from the side of who stands in one of its adjuncts: the subject becomes the object.
func turned(c *clause.Clause, at int, verb tagger.Token) *clause.Clause {
	v := *c
	v.Verb, v.Subj, v.Adjuncts = verb, c.Adjuncts[at].Phrase, without(c.Adjuncts, at)
	v.Objs = []*clause.Phrase{c.Subj}
	return &v
}

// unfolded tells "told her of the army's victory" as "told her that the army is victorious": what a noun names becomes a clause.
func unfolded(c *clause.Clause) []*clause.Clause {
	if c.Comp != nil || c.Copula() || c.Passive {
		return nil
	}
	var out []*clause.Clause
	if len(c.Objs) == 1 && (c.Objs[0].Det == "the" || c.Objs[0].Det == "a" || c.Objs[0].Det == "an" || c.Objs[0].Owner != nil) {
		for _, inner := range Nominal(c.Objs[0], c.Adjuncts) {
			v := *c
			v.Comp, v.Adjuncts, v.Objs = inner, nil, nil
			out = append(out, &v)
		}
	}
	if k := len(c.Objs); k > 0 {
		for _, a := range c.Objs[k-1].After {
			if a.Phrase != nil && a.Joins("of", "about") { // "told her of his wish"
				o := *c.Objs[k-1]
				o.After = slices.DeleteFunc(slices.Clone(o.After), func(b *clause.Adjunct) bool { return a == b })
				for _, inner := range Nominal(a.Phrase, c.Adjuncts) {
					v := *c
					v.Comp, v.Adjuncts, v.Objs = inner, nil, append(slices.Clone(c.Objs[:k-1]), &o)
					out = append(out, &v)
				}
			}
		}
	}
	return out
}

// Nominal are the clauses that a noun with what belongs to it may tell, without tense: "the army's victory in the war" is that the army is
// victorious in the war. more is what stands behind it.
func Nominal(p *clause.Phrase, more []*clause.Adjunct) []*clause.Clause {
	if p.Head.Tag != tagger.Noun || len(p.Mods)+len(p.Nums)+len(p.And)+len(p.Rels) > 0 || p.Quantified() ||
		p.Owner == nil && len(p.After)+len(more) == 0 {
		return nil
	}
	base := clause.Clause{
		Link:     "that",
		Verb:     p.Head,
		Noun:     true,
		Subj:     p.Owner,
		Adjuncts: slices.Concat(p.After, more),
		From:     p.From,
		To:       p.To,
	}
	if by := slices.IndexFunc(base.Adjuncts, func(a *clause.Adjunct) bool { return a.Prep == "by" && a.Phrase != nil }); by >= 0 &&
		base.Subj == nil {
		base.Subj, base.Adjuncts = base.Adjuncts[by].Phrase, without(base.Adjuncts, by)
	}
	var out []*clause.Clause
	if base.Subj != nil {
		v := base
		out = append(out, &v)
		out = append(out, governed(&base)...)
	}
	of := slices.IndexFunc(base.Adjuncts, func(a *clause.Adjunct) bool { return a.Prep == "of" && a.Phrase != nil })
	if of >= 0 && base.Subj == nil {
		does, done := base, base
		does.Subj, does.Adjuncts = base.Adjuncts[of].Phrase, without(base.Adjuncts, of)
		done.Objs, done.Adjuncts, done.Passive = []*clause.Phrase{base.Adjuncts[of].Phrase}, does.Adjuncts, true
		out = append(out, &does, &done)
	}
	return out
}
