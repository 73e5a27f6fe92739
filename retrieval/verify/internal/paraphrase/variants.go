// Package paraphrase tells a clause in other words that say the same: another verb, a noun for a verb, the other side of a comparison.
package paraphrase

import (
	"slices"
	"strings"

	"readout/retrieval/verify/internal/clause"
	"readout/retrieval/verify/internal/tagger"
	"readout/retrieval/verify/internal/wordlist"
)

// Variants are other ways to tell a clause: "refused to go" for "would not go", "called it a lie" for "said that it is a lie", "A is less
// than B" for "B is more than A".
func Variants(c *clause.Clause) []*clause.Clause {
	var out []*clause.Clause
	with := func(v clause.Clause) { out = append(out, &v) }
	if c.Verb.Is("refused", "refuses", "refuse", "declined", "declines") && c.Comp != nil && c.Comp.Infinitive && !c.Not {
		v := *c.Comp
		v.Not, v.Modal, v.Infinitive, v.Subj, v.Link = true, "would", false, c.Subj, c.Link
		v.Adjuncts = append(slices.Clone(v.Adjuncts), c.Adjuncts...)
		with(v)
		v.Modal, v.Past = "", c.Past
		with(v)
	}
	if c.Verb.Is("call", "calls", "called") && c.Pred != nil && len(c.Objs) == 1 && c.Subj != nil {
		inner := clause.Clause{
			Link:     "that",
			Subj:     c.Objs[0],
			Verb:     tagger.Word("is", tagger.Aux),
			Pred:     c.Pred,
			Adjuncts: c.Adjuncts,
			From:     c.From,
			To:       c.To,
		}
		v := *c
		v.Verb, v.Objs, v.Pred, v.Adjuncts, v.Comp = tagger.Word("said", tagger.Past), nil, nil, nil, &inner
		with(v)
	}
	if c.Verb.Is("found", "finds", "find", "saw", "sees") && len(c.Objs) == 1 && c.Objs[0].Head.Is("evidence", "proof", "sign", "signs") &&
		c.Pred == nil &&
		!c.Not &&
		c.Subj != nil {
		there := clause.Clause{
			Link: "that",
			Subj: &clause.Phrase{Head: tagger.Word("there", tagger.Pron)},
			Verb: tagger.Word("was", tagger.Aux),
			Past: true,
			Pred: c.Objs[0],
		}
		if what := *c.Objs[0]; len(what.Rels) == 1 && what.Rels[0].Link == "that" {
			there.Comp, what.Rels = what.Rels[0], nil
			there.Pred = &what
		}
		v := *c
		v.Verb, v.Objs, v.Comp = tagger.Word("said", tagger.Past), nil, &there
		with(v)
	}
	if len(c.Objs) == 1 && Giving[c.Verb.Folded] {
		for at, a := range c.Adjuncts {
			if a.Phrase != nil && a.Joins("to", "with") && !a.Front {
				v := *c
				v.Adjuncts = slices.Delete(slices.Clone(c.Adjuncts), at, at+1)
				if v.Objs = []*clause.Phrase{a.Phrase, c.Objs[0]}; a.Prep == "with" {
					v.Objs = []*clause.Phrase{c.Objs[0], a.Phrase}
				}
				with(v)
			}
		}
	}
	if at := slices.IndexFunc(c.Adjuncts, func(a *clause.Adjunct) bool { return a.Prep == "unless" }); at >= 0 && c.Not {
		v := *c
		v.Not, v.Adjuncts = false, slices.Clone(c.Adjuncts)
		condition := *v.Adjuncts[at]
		condition.Prep = "only if"
		v.Adjuncts[at] = &condition
		with(v)
	}
	if c.Verb.Is("died") && c.Subj != nil && len(c.Objs) == 0 && !c.Not {
		for at, a := range c.Adjuncts {
			if a.Phrase != nil && a.Joins("in", "from") && !a.Phrase.IsTime() && !a.Phrase.IsPlace() &&
				a.Phrase.Head.Tag == tagger.Noun &&
				!a.Front {
				v := *c
				v.Verb, v.Subj, v.Objs = tagger.Word("killed", tagger.Past), a.Phrase, []*clause.Phrase{c.Subj}
				v.Adjuncts = slices.Delete(slices.Clone(c.Adjuncts), at, at+1)
				with(v)
			}
		}
	}
	if v, ok := converse(c); ok {
		with(v)
	}
	return out
}

// contraries are what a comparison says when it is turned round.
var contraries = pairs(
	"more less, faster slower, higher lower, larger smaller, bigger smaller, longer shorter, older younger, richer poorer, stronger weaker, earlier later, better worse, warmer colder",
)

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

// Giving are verbs of which the one who gets something may be told with "to" or without.
var Giving = wordlist.Set(
	`give gives gave given pay pays paid offer offers offered send sends sent sell sells sold hand hands handed lend lends lent show shows
 showed shown supply supplies supplied provide provides provided award awards awarded grant grants granted promise promised promises teach taught`,
)

// converse turns a comparison round.
func converse(c *clause.Clause) (clause.Clause, bool) {
	at := slices.IndexFunc(c.Adjuncts, func(a *clause.Adjunct) bool { return a.Prep == "than" && a.Phrase != nil })
	if at < 0 || c.Subj == nil || c.Not || c.Passive || c.Subj.Quantified() {
		return *c, false
	}
	flip := map[string]string{"more": "less", "less": "more", "fewer": "more"}
	v := *c
	v.Adjuncts = slices.Clone(c.Adjuncts)
	for k, a := range v.Adjuncts {
		if a.Phrase != nil && a.Prep == "" && flip[a.Phrase.Det] != "" {
			more := *a.Phrase
			more.Det = flip[more.Det]
			v.Adjuncts[k] = &clause.Adjunct{Phrase: &more, Near: -1}
			v.Subj = c.Adjuncts[at].Phrase
			v.Adjuncts[at] = &clause.Adjunct{Prep: "than", Phrase: c.Subj, Near: -1}
			return v, true
		}
	}
	v.Subj = c.Adjuncts[at].Phrase
	v.Adjuncts[at] = &clause.Adjunct{Prep: "than", Phrase: c.Subj, Near: -1}
	for k, a := range v.Adjuncts {
		if by := contraries[a.Adverb.Folded]; a.Phrase == nil && a.Clause == nil && by != "" {
			turned := *a
			turned.Adverb = tagger.Word(by, tagger.Adv)
			v.Adjuncts[k] = &turned
			return v, true
		}
	}
	if c.Copula() && c.Pred != nil && len(c.Pred.Mods) == 0 && contraries[c.Pred.Head.Folded] != "" {
		p := *c.Pred
		p.Head = tagger.Word(contraries[p.Head.Folded], tagger.Adj)
		v.Pred = &p
		return v, true
	}
	if c.Pred != nil && len(c.Pred.Mods) == 1 && flip[c.Pred.Mods[0].Folded] != "" {
		p := *c.Pred
		p.Mods = []tagger.Token{tagger.Word(flip[p.Mods[0].Folded], tagger.Adv)}
		v.Pred = &p
		return v, true
	}
	if len(c.Objs) == 1 && flip[c.Objs[0].Det] != "" && c.Pred == nil {
		o := *c.Objs[0]
		o.Det = flip[o.Det]
		v.Objs = []*clause.Phrase{&o}
		return v, true
	}
	return v, false
}
