// Package paraphrase tells a clause in other words that say the same: another verb, a noun for a verb, the other side of a comparison.
package paraphrase

import (
	"slices"
	"strings"

	"readout/corpus/english"
	"readout/retrieval/verify/internal/clause"
	"readout/retrieval/verify/internal/tagger"
)

// Variants are other ways to tell a clause: "refused to go" for "would not go", "called it a lie" for "said that it is a lie", "A is less
// than B" for "B is more than A".
func Variants(c *clause.Clause) []*clause.Clause {
	var out []*clause.Clause
	for _, rule := range []func(*clause.Clause) []*clause.Clause{refused, called, found, givenTo, onlyIf, diedIn, converse} {
		out = append(out, rule(c)...)
	}
	return out
}

// refused tells "refused to go" as "would not go" and "did not go".
func refused(c *clause.Clause) []*clause.Clause {
	if !c.Verb.Is("refused", "refuses", "refuse", "declined", "declines") || c.Comp == nil || !c.Comp.Infinitive || c.Not {
		return nil
	}
	would := *c.Comp
	would.Not, would.Modal, would.Infinitive, would.Subj, would.Link = true, "would", false, c.Subj, c.Link
	would.Adjuncts = append(slices.Clone(would.Adjuncts), c.Adjuncts...)
	did := would
	did.Modal, did.Past = "", c.Past
	return []*clause.Clause{&would, &did}
}

// called tells "called it a lie" as "said that it is a lie".
func called(c *clause.Clause) []*clause.Clause {
	if !c.Verb.Is("call", "calls", "called") || c.Pred == nil || len(c.Objs) != 1 || c.Subj == nil {
		return nil
	}
	inner := clause.Clause{
		Link: "that", Subj: c.Objs[0], Verb: tagger.Word("is", tagger.Aux), Pred: c.Pred, Adjuncts: c.Adjuncts, From: c.From, To: c.To,
	}
	v := *c
	v.Verb, v.Objs, v.Pred, v.Adjuncts, v.Comp = tagger.Word("said", tagger.Past), nil, nil, nil, &inner
	return []*clause.Clause{&v}
}

// found tells "found evidence of a leak" as "said that there was evidence of a leak".
func found(c *clause.Clause) []*clause.Clause {
	if !c.Verb.Is("found", "finds", "find", "saw", "sees") || len(c.Objs) != 1 || c.Pred != nil || c.Not || c.Subj == nil ||
		!c.Objs[0].Head.Is("evidence", "proof", "sign", "signs") {
		return nil
	}
	there := clause.Clause{
		Link: "that", Subj: &clause.Phrase{Head: tagger.Word("there", tagger.Pron)}, Verb: tagger.Word("was", tagger.Aux), Past: true,
		Pred: c.Objs[0],
	}
	if what := *c.Objs[0]; len(what.Rels) == 1 && what.Rels[0].Link == "that" {
		there.Comp, what.Rels = what.Rels[0], nil
		there.Pred = &what
	}
	v := *c
	v.Verb, v.Objs, v.Comp = tagger.Word("said", tagger.Past), nil, &there
	return []*clause.Clause{&v}
}

// givenTo tells "gave half to Norn" as "gave Norn half".
func givenTo(c *clause.Clause) []*clause.Clause {
	if len(c.Objs) != 1 || !english.DativeVerbs.Has(c.Verb.Folded) {
		return nil
	}
	var out []*clause.Clause
	for at, a := range c.Adjuncts {
		if a.Phrase == nil || !a.Joins("to", "with") || a.Front {
			continue
		}
		v := *c
		v.Adjuncts = without(c.Adjuncts, at)
		if v.Objs = []*clause.Phrase{a.Phrase, c.Objs[0]}; a.Prep == "with" {
			v.Objs = []*clause.Phrase{c.Objs[0], a.Phrase}
		}
		out = append(out, &v)
	}
	return out
}

// onlyIf tells "will not go unless it rains" as "will go only if it rains".
func onlyIf(c *clause.Clause) []*clause.Clause {
	at := slices.IndexFunc(c.Adjuncts, func(a *clause.Adjunct) bool { return a.Prep == "unless" })
	if at < 0 || !c.Not {
		return nil
	}
	v := *c
	v.Not, v.Adjuncts = false, slices.Clone(c.Adjuncts)
	condition := *v.Adjuncts[at]
	condition.Prep = "only if"
	v.Adjuncts[at] = &condition
	return []*clause.Clause{&v}
}

// diedIn tells "died in the flood" as "the flood killed".
func diedIn(c *clause.Clause) []*clause.Clause {
	if !c.Verb.Is("died") || c.Subj == nil || len(c.Objs) > 0 || c.Not {
		return nil
	}
	var out []*clause.Clause
	for at, a := range c.Adjuncts {
		if a.Phrase != nil && a.Joins("in", "from") && !a.Front && a.Phrase.Head.Tag == tagger.Noun && !a.Phrase.IsTime() && !a.Phrase.IsPlace() {
			out = append(out, turned(c, at, tagger.Word("killed", tagger.Past)))
		}
	}
	return out
}

// contraries are what a comparison says when it is turned round.
var contraries = pairs("more less, faster slower, higher lower, larger smaller, bigger smaller, longer shorter, older younger, " +
	"richer poorer, stronger weaker, earlier later, better worse, warmer colder")

// pairs are words that stand for each other.
func pairs(list string) map[string]string {
	out := map[string]string{}
	for pair := range strings.SplitSeq(list, ", ") {
		a, b, _ := strings.Cut(pair, " ")
		out[a] = b
		if out[b] == "" {
			out[b] = a
		}
	}
	return out
}

// flips are what a comparison of numbers says when it is turned round.
var flips = map[string]string{"more": "less", "less": "more", "fewer": "more"}

// converse turns a comparison round.
func converse(c *clause.Clause) []*clause.Clause {
	at := slices.IndexFunc(c.Adjuncts, func(a *clause.Adjunct) bool { return a.Prep == "than" && a.Phrase != nil })
	if at < 0 || c.Subj == nil || c.Not || c.Passive || c.Subj.Quantified() {
		return nil
	}
	v := *c
	v.Adjuncts = slices.Clone(c.Adjuncts)
	v.Subj = c.Adjuncts[at].Phrase
	v.Adjuncts[at] = &clause.Adjunct{Prep: "than", Phrase: c.Subj, Near: -1}
	if flipMeasure(c, &v) || flipAdverb(&v) || flipObject(c, &v) {
		return []*clause.Clause{&v}
	}
	return nil
}

// flipMeasure turns "10 more" round.
func flipMeasure(c, v *clause.Clause) bool {
	for k, a := range c.Adjuncts {
		if a.Phrase != nil && a.Prep == "" && flips[a.Phrase.Det] != "" {
			more := *a.Phrase
			more.Det = flips[more.Det]
			v.Adjuncts[k] = &clause.Adjunct{Phrase: &more, Near: -1}
			return true
		}
	}
	return false
}

// flipAdverb turns "faster" and "more" round.
func flipAdverb(v *clause.Clause) bool {
	for k, a := range v.Adjuncts {
		if by := contraries[a.Adverb.Folded]; a.Phrase == nil && a.Clause == nil && by != "" {
			turned := *a
			turned.Adverb = tagger.Word(by, tagger.Adv)
			v.Adjuncts[k] = &turned
			return true
		}
	}
	return false
}

// flipObject turns "has more seats" round.
func flipObject(c, v *clause.Clause) bool {
	if c.Pred == nil && len(c.Objs) == 1 && flips[c.Objs[0].Det] != "" {
		o := *c.Objs[0]
		o.Det = flips[o.Det]
		v.Objs = []*clause.Phrase{&o}
		return true
	}
	return false
}
