package clause

import (
	"strings"

	"readout/retrieval/thesaurus"
	"readout/retrieval/verify/internal/tagger"
)

// gapped reads, from a token on, a clause whose verb is left out since it is that of the clause before: "Norn won in May and Orlov in
// June", "spends 1 percent, and France 2". What it has takes the place of what is like it there; nil when it is not read to its end so.
func (p *parser) gapped(last *Clause, link string, from int) *Clause {
	if last.Broken || len(last.Rest) > 0 || link != "and" && link != "but" && link != ";" {
		return nil
	}
	reached := p.i
	p.i = from
	inner := last
	if tagger.IsSpeaking(last.Verb) && last.Comp != nil {
		inner = last.Comp
	}
	g := *inner
	if g.Verb.Folded == "" || g.Verb.Tag == tagger.Quoted || g.Comp != nil || g.Asks || g.Imperative || !p.gapFirst(&g) || !p.gapRest(&g) ||
		!g.Passive && len(g.Objs) == 1 && g.Objs[0] == inner.Objs[0] { // "closed the path in May and the gate in June": which part comes first?
		p.i = reached
		return nil
	}
	if inner == last {
		g.Link, g.From, g.credits = link, from, false
		return &g
	}
	by := *last
	by.Link, by.Comp, by.From, by.credits = link, &g, from, false
	return &by
}

// gapFirst puts the noun at the present place where the subject of the clause stood; of a verb with two objects, where the first of them
// did.
func (p *parser) gapFirst(g *Clause) bool {
	n := p.nominal()
	if n == nil || n.IsPronoun() || n.IsTime() {
		return false
	}
	if k := len(n.Mods); n.Head.Tag == tagger.Num && n.Head.Date == "" && k > 0 {
		// "the fishing talks nine"
		p.i--
		n.Head, n.Mods, n.To = n.Mods[k-1], n.Mods[:k-1], p.i
	}
	if p.at(0).Folded == "of" {
		near := p.i - 1
		p.i++
		o := p.nominal()
		if o == nil {
			return false
		}
		n.After, n.To = append(n.After, &Adjunct{Prep: "of", Phrase: o, Near: near}), p.i
	}
	if s := g.Surface(); s != nil {
		n.likeGapped(s)
	}
	if g.Passive {
		if len(g.Objs) == 0 {
			return false
		}
		g.Objs = append([]*Phrase{n}, g.Objs[1:]...)
		return true
	}
	if len(g.Objs) == 2 {
		g.Objs = []*Phrase{n, g.Objs[1]}
		return true
	}
	if len(g.Objs) == 1 && n.Head.Tag == tagger.Noun && n.Det == "the" && inanimate[thesaurus.English().Class(n.Head.Folded)] &&
		(g.Subj.IsPronoun() || g.Subj.IsPerson()) && p.at(0).Tag != tagger.Num {
		g.Objs = []*Phrase{n} // "we closed the path in May and the road in June"
		return true
	}
	g.Subj = n
	return true
}

// inanimate are the classes of nouns that name nobody who could do something.
var inanimate = map[thesaurus.Class]bool{thesaurus.Thing: true, thesaurus.Place: true, thesaurus.Time: true, thesaurus.Quantity: true}

// gapRest puts all that follows where what is like it stood; at least one thing must.
func (p *parser) gapRest(g *Clause) bool {
	g.Adjuncts = append([]*Adjunct{}, g.Adjuncts...)
	some := false
	for !p.end() && !strings.ContainsAny(p.at(0).Mark, ";:.?!") && p.spend() {
		near := p.i - 1
		switch t := p.at(0); {
		case t.Tag == tagger.Prep:
			a := p.prepositional(near)
			if a == nil || a.Phrase == nil {
				return false
			}
			if g.Passive && a.Prep == "by" && g.Subj != nil {
				g.Subj = a.Phrase
			} else if !g.gapAdjunct(a) {
				return false
			}
		case p.bareTime():
			n := p.nominal()
			if n == nil {
				return false
			}
			if !g.gapAdjunct(&Adjunct{Phrase: n, Near: near}) {
				return false
			}
			if t := p.at(0); t.Is("later", "earlier") {
				g.Adjuncts = append(g.Adjuncts, &Adjunct{Adverb: t, Near: p.i - 1})
				p.i++
			}
		case t.Tag.In(tagger.Num, tagger.Noun, tagger.Name, tagger.Det, tagger.Adj):
			n := p.phrase(false)
			if n == nil || !g.gapObject(n) {
				return false
			}
		default:
			return false
		}
		some = true
	}
	return some
}

// gapAdjunct puts an adjunct in the place of the one that is like it.
func (g *Clause) gapAdjunct(a *Adjunct) bool {
	for k, b := range g.Adjuncts {
		if b.Phrase == nil || b.Front || b.Prep != a.Prep && !(a.Prep == "against" && b.Prep == "for") &&
			!(b.Phrase.IsTime() && a.Phrase.IsTime()) || a.Phrase.IsTime() != b.Phrase.IsTime() {
			continue
		}
		a.Phrase.likeGapped(b.Phrase)
		g.Adjuncts[k] = a
		return true
	}
	return false
}

// gapObject puts a noun in the place of the last object, or of a measure.
func (g *Clause) gapObject(n *Phrase) bool {
	first := 0
	if g.Passive {
		first = 1
	}
	if k := len(g.Objs); k > first {
		n.likeGapped(g.Objs[k-1])
		g.Objs = append(append([]*Phrase{}, g.Objs[:k-1]...), n)
		return true
	}
	for k, b := range g.Adjuncts {
		if b.Prep == "" && b.Phrase != nil && len(b.Phrase.Nums) > 0 {
			n.likeGapped(b.Phrase)
			g.Adjuncts[k] = &Adjunct{Phrase: n, Near: b.Near}
			return true
		}
	}
	return false
}

// likeGapped takes over from the phrase in whose place it stands what is left out: what is counted, and of what it is a part.
func (n *Phrase) likeGapped(of *Phrase) {
	if n.Head.Tag == tagger.Num && n.Head.Date == "" && len(of.Nums) > 0 && of.Head.Tag == tagger.Noun {
		n.Nums, n.Head = append(append([]tagger.Token{}, n.Nums...), n.Head), of.Head
	}
	if len(n.After) == 0 && tagger.SameWord(n.Head, of.Head) {
		n.After = of.After
	}
}
