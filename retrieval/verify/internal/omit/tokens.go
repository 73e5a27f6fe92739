package omit

import (
	"fmt"
	"slices"
	"strings"

	"readout/retrieval/thesaurus"
	"readout/retrieval/verify/internal/clause"
)

// Content are the tokens without titles of courtesy and articles, which say nothing.
func Content(ts []clause.Token) []clause.Token {
	var out []clause.Token
	mark := ""
	for i, t := range ts {
		next := clause.Token{}
		if i+1 < len(ts) {
			next = ts[i+1]
		}
		if t.Is("mr", "mrs", "ms", "dr") ||
			pointing(t) && !next.Is("few", "little", "lot", "first", "only", "same") && next.Folded != "" && next.Mark == "" {
			mark += t.Mark
			continue
		}
		t.Mark += mark
		mark = ""
		// All names of a person are one.
		if n := len(out); t.Person != nil && t.Tag == clause.Name {
			if n > 0 && out[n-1].Person == t.Person && t.Mark == "" && !out[n-1].Owns {
				out[n-1].Owns = t.Owns
				continue
			}
			t.Folded, t.Stem = "@"+t.Person.Name, ""
		}
		out = append(out, t)
	}
	if len(out) > 0 {
		out[0].Mark = ""
	}
	return out
}

// pointing reports whether a word only points at the noun behind it, as "the" does: notes leave it out.
func pointing(t clause.Token) bool {
	return t.Tag == clause.Det && t.Quote == 0 && t.Is("a", "an", "the", "this", "that", "these", "those")
}

// HeldBy reports whether a sentence denies something or tells it of some only: then nothing that narrows it may be left out.
func HeldBy(ts []clause.Token) bool {
	for _, t := range ts {
		if t.Tag == clause.Not ||
			t.Is(
				"no",
				"nobody",
				"nothing",
				"none",
				"neither",
				"nor",
				"few",
				"most",
				"all",
				"every",
				"each",
				"only",
				"any",
				"hardly",
				"without",
				"not",
			) {
			return true
		}
	}
	return false
}

// Between checks that the tokens a[from:to], between two that are kept or before the first, may be left out.
func Between(a []clause.Token, from, to int, front, held bool) error {
	gap := a[from:to]
	err := fmt.Errorf("it leaves out %q", TextOf(gap))
	if Bound(gap) {
		return err
	}
	next := a[to]
	switch {
	case front:
		if rest := behindContext(gap); len(rest) < len(gap) &&
			(len(rest) == 0 && strings.Contains(next.Mark, ",") || titles(rest, next) || !held && len(rest) > 0 && describing(rest, next)) {
			return nil
		}
		if Connecting(gap) || strings.Contains(next.Mark, ",") && Frontable(gap) {
			return nil
		}
	case strings.ContainsAny(gap[0].Mark, ",-(") && strings.ContainsAny(next.Mark, ",-)") && !held:
		return nil
	case len(gap) == 1 && (Adverbs[gap[0].Folded] || !held && manner(gap[0])):
		return nil
	case !held && describing(gap, next), !held && aside(gap, next, a[from-1]):
		return nil
	}
	if titles(gap, next) {
		return nil
	}
	return err
}

// titles reports whether tokens are what somebody is called before the name.
func titles(gap []clause.Token, next clause.Token) bool {
	return next.Person != nil && next.Mark == "" && !slices.ContainsFunc(gap, func(t clause.Token) bool {
		return t.Tag != clause.Name && t.Tag != clause.Noun && t.Tag != clause.Adj && t.Folded != "the" || HeldAdjectives[t.Folded] ||
			t.Owns ||
			t.Person != nil
	})
}

// behindContext are the words behind the phrases, each closed by a comma, that only join a sentence to others or tell when and where.
func behindContext(gap []clause.Token) []clause.Token {
	for len(gap) > 0 {
		k := 1
		for k < len(gap) && !strings.Contains(gap[k].Mark, ",") {
			k++
		}
		if first := gap[0]; !Connecting(gap[:k]) && !Frontable(gap[:k]) && !(first.Is("regarding", "concerning") && !Bound(gap[:k])) {
			return gap
		}
		gap = gap[k:]
	}
	return gap
}

// describing reports whether tokens only describe the noun behind them.
func describing(gap []clause.Token, noun clause.Token) bool {
	if noun.Mark != "" || noun.Tag != clause.Noun && noun.Tag != clause.Adj && noun.Tag != clause.Name {
		return false
	}
	return !slices.ContainsFunc(gap, func(t clause.Token) bool {
		return t.Tag != clause.Adj || t.Mark != "" || HeldAdjectives[t.Folded] || t.Owns || t.Quote > 0
	})
}

// manner reports whether an adverb tells how something is done, and takes nothing back of it.
func manner(t clause.Token) bool {
	return t.Tag == clause.Adv && t.Mark == "" && strings.HasSuffix(t.Folded, "ly") && !guarded[t.Folded]
}

// guarded are adverbs that make what they stand beside less sure, less whole or less real.
var guarded = clause.WordSet(
	`reportedly allegedly probably possibly nearly only hardly barely scarcely partly largely mostly usually initially formerly theoretically
 supposedly apparently likely unlikely potentially hypothetically falsely jokingly conditionally tentatively temporarily provisionally purportedly seemingly
 ostensibly virtually practically almost rarely early occasionally partially generally normally typically wrongly mistakenly privately unofficially roughly
 approximately slightly necessarily fully completely entirely exactly merely simply solely previously briefly presumably conceivably arguably`,
)

// partitive reports whether a noun says too little without what it is of.
func partitive(t clause.Token) bool {
	return FrameNouns[t.Folded] || thesaurus.English().Class(t.Folded) == thesaurus.Quantity ||
		t.Is(
			"half",
			"third",
			"quarter",
			"part",
			"number",
			"lack",
			"head",
			"rest",
			"kind",
			"sort",
			"end",
			"percent",
			"risk",
			"threat",
			"possibility",
			"absence",
		)
}

// aside reports whether tokens are a phrase that only says more of the noun before it, or where and when: what follows goes on behind it.
func aside(gap []clause.Token, next, before clause.Token) bool {
	first := gap[0]
	opens := first.Tag == clause.Prep && LoosePrepositions[first.Folded] && first.Mark == "" ||
		first.Tag == clause.Ing && len(gap) == 1 && next.Tag == clause.Prep && before.Tag == clause.Noun
	if first.Folded == "of" && first.Mark == "" && before.Tag == clause.Noun && !partitive(before) {
		opens = true
	}
	if first.Folded == "and" && first.Mark == "" && len(gap) > 2 && gap[1].Tag == clause.Past &&
		(next.Tag == clause.Aux || next.Tag == clause.Verb) { // "explained by Norn and noted in the minutes was"
		opens, gap, first = true, gap[1:], gap[1]
	}
	if first.Tag == clause.Past && first.Mark == "" && len(gap) > 2 && gap[1].Folded == "by" &&
		before.Tag != clause.Past { // "escorted by six jets"
		opens, gap = true, gap[1:]
	}
	if !opens || before.Tag != clause.Noun && before.Tag != clause.Name && before.Tag != clause.Past {
		return false
	}
	if first.Folded == "of" && next.Mark == "" && (next.Tag == clause.Past || next.Tag == clause.Verb) {
		opens = true
	} else if next.Mark == "" && next.Tag != clause.Prep && next.Tag != clause.To && next.Tag != clause.Conj && next.Tag != clause.Aux || next.Folded == first.Folded {
		return false
	}
	for _, t := range gap[1:] {
		switch t.Tag {
		case clause.Det, clause.Noun, clause.Adj, clause.Name:
			if quantifying(t) || t.Mark != "" || t.Quote > 0 {
				return false
			}
		case clause.Num:
			if t.Date == "" && first.Tag != clause.Past {
				return false
			}
		case clause.Ing:
			if first.Tag != clause.Past {
				return false
			}
		case clause.Prep:
			if t.Folded != "of" && !(first.Tag == clause.Past && LoosePrepositions[t.Folded]) {
				return false
			}
		default:
			return false
		}
	}
	return len(gap) > 1 || first.Tag == clause.Ing
}

func quantifying(t clause.Token) bool {
	return t.Tag == clause.Det && !t.Is("a", "an", "the", "his", "her", "its", "their", "this", "that", "these", "those") ||
		HeldAdjectives[t.Folded]
}

// Behind checks that what stands behind the last token kept may be left out.
func Behind(a []clause.Token, from int, held bool) error {
	if from >= len(a) {
		return nil
	}
	gap := a[from:]
	if otherRemark(gap) {
		return nil
	}
	err := fmt.Errorf("it leaves out %q", TextOf(gap))
	if bareRelative(gap) && from > 0 && a[from-1].Tag == clause.Noun && !held {
		return nil
	}
	if Bound(gap) {
		return err
	}
	first := gap[0]
	if first.Quote > 0 && from > 0 && a[from-1].Quote == first.Quote {
		return err // a quotation cut short
	}
	switch {
	case strings.ContainsAny(first.Mark, ",;-(") && (first.Tag == clause.Wh || first.Tag == clause.Conj || first.Tag == clause.Ing || first.Tag == clause.Det || first.Tag == clause.Prep || first.Tag == clause.Sub && FactiveLinks[first.Folded]):
		return nil
	case first.Folded == "despite":
		return nil
	case held:
		return err
	case first.Tag == clause.Conj && first.Folded == "and", first.Tag == clause.Sub && FactiveLinks[first.Folded] && first.Folded != "as":
		return nil
	case first.Tag == clause.Prep && (LoosePrepositions[first.Folded] || first.Folded == "over"):
		return nil
	case first.Folded == "of" && from > 0 && a[from-1].Tag == clause.Noun && !partitive(a[from-1]):
		return nil
	}
	return err
}

// bareRelative reports whether tokens describe the noun before them without a word that joins them to it: "he has praised as invincible".
func bareRelative(gap []clause.Token) bool {
	return len(gap) > 2 && gap[0].Mark == "" && gap[0].Is("he", "she", "they", "we") &&
		(gap[1].Tag == clause.Aux || gap[1].Tag == clause.Verb || gap[1].Tag == clause.Past) &&
		!slices.ContainsFunc(gap, func(t clause.Token) bool {
			return t.Mark != "" || t.Is("if", "unless", "until", "said", "says", "whether")
		})
}

// otherRemark reports whether tokens are what another says besides: ", while Norn warned of delays".
func otherRemark(gap []clause.Token) bool {
	if !strings.Contains(gap[0].Mark, ",") || !gap[0].Is("while", "as", "and", "whereas") {
		return false
	}
	for k := 1; k < len(gap) && k < 6; k++ {
		if clause.IsSpeaking(gap[k]) {
			return k > 1 && NamesOnly(gap[1:k])
		}
	}
	return false
}

// Bound reports whether something in the tokens may change what the rest of their sentence tells.
func Bound(gap []clause.Token) bool {
	for i, t := range gap {
		if BindingWords[t.Folded] && t.Date == "" && !(i == 0 && t.Is("but", "although", "though")) || t.Tag == clause.Not ||
			clause.IsSpeaking(t) && t.Tag != clause.Noun ||
			FrameNouns[t.Folded] ||
			strings.Contains(t.Folded, "according") ||
			t.Is("contrary to", "only if", "even if", "as if", "up to", "at least") {
			return true
		}
	}
	return false
}

// Connecting reports whether tokens only join a sentence to the one before.
func Connecting(gap []clause.Token) bool {
	for _, t := range gap {
		if !Openers[t.Folded] && !Adverbs[t.Folded] &&
			!t.Is(
				"fact",
				"addition",
				"though",
				"also",
				"the",
				"same",
				"conversely",
				"finally",
				"yet",
				"in fact",
				"in addition",
				"of course",
				"for example",
				"for instance",
				"first",
				"second",
			) ||
			t.Is("about") ||
			t.Tag == clause.Prep && !t.Is("in", "at", "besides") {
			return false
		}
	}
	return true
}

// Frontable reports whether a phrase before the subject only says when or where: it may be left out, or stand behind.
func Frontable(gap []clause.Token) bool {
	if len(gap) == 0 {
		return false
	}
	first := gap[0]
	if first.Is("after", "following", "during") || first.Folded == "before" && len(gap) > 1 && gap[1].Tag == clause.Ing {
		return true
	}
	if !first.Is("on", "in", "at") || Bound(gap) {
		return false
	}
	last := gap[len(gap)-1]
	return slices.ContainsFunc(gap, func(t clause.Token) bool { return t.Date != "" || clause.NamesTime(t.Folded) }) ||
		last.Tag == clause.Name
}

// NamesOnly reports whether tokens are somebody's name or description and nothing else.
func NamesOnly(ts []clause.Token) bool {
	for _, t := range ts {
		switch t.Tag {
		case clause.Name, clause.Noun, clause.Det, clause.Adj, clause.Pron:
		case clause.Prep:
			if t.Folded != "of" {
				return false
			}
		default:
			return false
		}
	}
	return len(ts) > 0
}

func TextOf(ts []clause.Token) string {
	var parts []string
	for _, t := range ts {
		parts = append(parts, t.Text)
	}
	if len(parts) > 6 {
		parts = append(parts[:6], "…")
	}
	return strings.Join(parts, " ")
}

// Fillers open what somebody says and tell nothing.
var Fillers = clause.WordSet("well so look yeah yes okay ok first second now and but also again right obviously frankly honestly listen")

// WithoutFillers are the words of a sentence without those that only open it.
func WithoutFillers(ts []clause.Token) []clause.Token {
	k := 0
	for k < len(ts)-3 && k < 4 && Fillers[ts[k].Folded] && (strings.Contains(ts[k+1].Mark, ",") || Fillers[ts[k+1].Folded] || ts[k].Is("and", "but", "so")) {
		k++
	}
	body := slices.Clone(ts[k:])
	if len(body) > 0 {
		body[0].Mark = ""
	}
	return body
}

// Openers may stand before the word that a sentence leans with.
var Openers = clause.WordSet(
	`but and yet so or then thus also still however meanwhile instead later afterwards therefore moreover nevertheless nonetheless
 finally besides in on at by with from for about to of after before during despite under according`,
)
