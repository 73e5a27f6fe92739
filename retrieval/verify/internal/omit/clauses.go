// Package omit tells what a sentence may leave out of another and still say nothing that the other does not: of its clauses, and of its
// words.
package omit

import (
	"slices"
	"strings"

	"readout/corpus/english"
	"readout/retrieval/verify/internal/clause"
	"readout/retrieval/verify/internal/tagger"
)

// What a shorter sentence may leave out. A word that is in none of these lists is kept, or the claim is not.

// Strict reports whether nothing may be left out of a clause, since what it denies, or holds for some only, is told of all its words.
func Strict(c *clause.Clause) bool {
	if c.Not || c.Asks || c.Imperative {
		return true
	}
	held := func(p *clause.Phrase) bool {
		return p != nil && p.Quantified() && p.Det != "several" && p.Det != "some"
	}
	for _, o := range c.Objs {
		if held(o) || IsNobody(o) {
			return true
		}
	}
	return held(c.Subj) || IsNobody(c.Subj) || held(c.Pred)
}

// IsNobody reports whether the phrase names nobody and nothing: what is told of it is denied.
func IsNobody(p *clause.Phrase) bool {
	return p != nil && (p.Head.Is("nobody", "nothing", "none") || p.Det == "no" || p.Det == "neither")
}

// Droppable reports whether a claim may leave out what is said besides of the clause.
func Droppable(c *clause.Clause, a *clause.Adjunct) bool {
	if Strict(c) && !(a.Front && a.Phrase != nil && a.Phrase.IsTime() && a.Joins("on", "")) {
		return a.Clause == nil && a.Phrase == nil && a.Adverb.Is("also", "however", "therefore", "meanwhile", "moreover")
	}
	switch {
	case a.Clause != nil:
		return droppableClause(c, a)
	case a.Phrase == nil:
		return english.LooseAdverbs.Has(a.Adverb.Folded) || a.Adverb.Is("of course", "in fact", "in addition")
	case a.Phrase.Quantified() || IsNobody(a.Phrase) || english.FrameNouns.Has(a.Phrase.Head.Folded):
		return false
	}
	return droppablePhrase(c, a)
}

// droppableClause is Droppable of a clause that depends on another.
func droppableClause(c *clause.Clause, a *clause.Adjunct) bool {
	if a.Clause.Broken || c.Modal != "" {
		return false
	}
	if a.Clause.Link == "what" && !a.Front {
		return true // "the ferry, in which many died"
	}
	switch a.Prep {
	case "ing", "after", "because", "as", "since", "although", "though", "even though", "to", "not because", "with":
		return true
	case "when", "before", "while":
		return c.Past || c.Perfect
	}
	return false
}

// droppablePhrase is Droppable of a noun that names something there is.
func droppablePhrase(c *clause.Clause, a *clause.Adjunct) bool {
	time := a.Phrase.IsTime()
	switch {
	case a.Joins("", "on", "in", "at", "during"):
		if time {
			return a.Phrase.Approx == ""
		}
		return a.Prep != "" && (!a.Front || a.Phrase.IsPlace() || isTopic(c, a))
	case c.Modal != "":
		return false
	case time:
		return a.Prep == "after" && !a.Front
	case a.Joins("after", "despite"), a.Prep == "to" && c.Comp != nil && tagger.IsSpeaking(c.Verb):
		return true
	}
	return !a.Front && (english.LoosePrepositions.Has(a.Prep) || a.Prep == "because of")
}

// isTopic reports whether what stands before a remark only says what it is about: "On the dam, Norn said".
func isTopic(c *clause.Clause, a *clause.Adjunct) bool {
	return a.Prep == "on" && a.Phrase.Det == "the" && tagger.IsSpeaking(c.Verb) && c.Comp != nil && len(a.Phrase.Rels) == 0 &&
		!english.PremiseNouns.Has(a.Phrase.Head.Folded)
}

// Harmless reports whether what can't be read of a sentence may be left out of it.
func Harmless(rest []tagger.Token) bool {
	if len(rest) == 0 {
		return true
	}
	first := rest[0]
	if first.Mark == "" && !first.Tag.In(tagger.Prep, tagger.Wh, tagger.Ing) ||
		strings.ContainsAny(first.Mark, ":") {
		return false
	}
	return !slices.ContainsFunc(rest, Binds)
}

// Binds reports whether a word, in what can't be read of a sentence, may change what the rest of it tells.
func Binds(t tagger.Token) bool {
	return english.BindingWords.Has(t.Folded) || t.Tag == tagger.Not || tagger.IsSpeaking(t) || strings.Contains(t.Folded, "according")
}
