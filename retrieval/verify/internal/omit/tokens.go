package omit

import (
	"fmt"
	"slices"
	"strings"

	"readout/corpus/english"
	"readout/retrieval/thesaurus"
	"readout/retrieval/verify/internal/tagger"
)

// Content are the tokens without titles of courtesy and articles, which say nothing.
func Content(ts []tagger.Token) []tagger.Token {
	var out []tagger.Token
	mark := ""
	for i, t := range ts {
		next := tagger.Token{}
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
		if n := len(out); t.Person != nil && t.Tag == tagger.Name {
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
func pointing(t tagger.Token) bool {
	return t.Tag == tagger.Det && t.Quote == 0 && t.Is("a", "an", "the", "this", "that", "these", "those")
}

// HeldBy reports whether a sentence denies something or tells it of some only: then nothing that narrows it may be left out.
func HeldBy(ts []tagger.Token) bool {
	return slices.ContainsFunc(ts, func(t tagger.Token) bool { return t.Tag == tagger.Not || english.HoldingWords.Has(t.Folded) })
}

// Between checks that the tokens a[from:to], between two that are kept or before the first, may be left out.
func Between(a []tagger.Token, from, to int, front, held bool) error {
	gap, next := a[from:to], a[to]
	switch {
	case Bound(gap):
	case front && mayOpen(gap, next, held), !front && mayStandBetween(gap, next, a[max(0, from-1)], held), titles(gap, next):
		return nil
	}
	return fmt.Errorf("it leaves out %q", textOf(gap))
}

// mayOpen reports whether tokens before the first that is kept say nothing, or only when, where and of what kind.
func mayOpen(gap []tagger.Token, next tagger.Token, held bool) bool {
	comma := strings.Contains(next.Mark, ",")
	rest := behindContext(gap)
	switch {
	case len(rest) == len(gap):
	case len(rest) == 0 && comma, titles(rest, next), !held && len(rest) > 0 && describing(rest, next):
		return true
	}
	return connecting(gap) || comma && frontable(gap)
}

// mayStandBetween reports whether tokens between two that are kept may be left out: what marks part from the rest, an adverb, a
// description.
func mayStandBetween(gap []tagger.Token, next, before tagger.Token, held bool) bool {
	if len(gap) == 1 && english.LooseAdverbs.Has(gap[0].Folded) {
		return true
	}
	return !held && (strings.ContainsAny(gap[0].Mark, ",-(") && strings.ContainsAny(next.Mark, ",-)") || len(gap) == 1 && manner(gap[0]) ||
		describing(gap, next) || aside(gap, next, before))
}

// titles reports whether tokens are what somebody is called before the name.
func titles(gap []tagger.Token, next tagger.Token) bool {
	return next.Person != nil && next.Mark == "" && !slices.ContainsFunc(gap, func(t tagger.Token) bool {
		return !t.Tag.In(tagger.Name, tagger.Noun, tagger.Adj) && t.Folded != "the" || english.HeldAdjectives.Has(t.Folded) ||
			t.Owns ||
			t.Person != nil
	})
}

// behindContext are the words behind the phrases, each closed by a comma, that only join a sentence to others or tell when and where.
func behindContext(gap []tagger.Token) []tagger.Token {
	for len(gap) > 0 {
		k := 1
		for k < len(gap) && !strings.Contains(gap[k].Mark, ",") {
			k++
		}
		if first := gap[0]; !connecting(gap[:k]) && !frontable(gap[:k]) && !(first.Is("regarding", "concerning") && !Bound(gap[:k])) {
			return gap
		}
		gap = gap[k:]
	}
	return gap
}

// describing reports whether tokens only describe the noun behind them.
func describing(gap []tagger.Token, noun tagger.Token) bool {
	if noun.Mark != "" || !noun.Tag.In(tagger.Noun, tagger.Adj, tagger.Name) {
		return false
	}
	return !slices.ContainsFunc(gap, func(t tagger.Token) bool {
		return t.Tag != tagger.Adj || t.Mark != "" || english.HeldAdjectives.Has(t.Folded) || t.Owns || t.Quote > 0
	})
}

// manner reports whether an adverb tells how something is done, and takes nothing back of it.
func manner(t tagger.Token) bool {
	return t.Tag == tagger.Adv && t.Mark == "" && strings.HasSuffix(t.Folded, "ly") && !english.GuardedAdverbs.Has(t.Folded)
}

// partitive reports whether a noun says too little without what it is of.
func partitive(t tagger.Token) bool {
	return english.FrameNouns.Has(t.Folded) || thesaurus.English().Class(t.Folded) == thesaurus.Quantity || english.Partitives.Has(t.Folded)
}

// aside reports whether tokens are a phrase that only says more of the noun before it, or where and when: what follows goes on behind it.
func aside(gap []tagger.Token, next, before tagger.Token) bool {
	if !before.Tag.In(tagger.Noun, tagger.Name, tagger.Past) {
		return false
	}
	first := gap[0]
	if !opensAside(gap, next, before) {
		return false
	}
	if !(first.Folded == "of" && next.Mark == "" && next.Tag.In(tagger.Past, tagger.Verb)) &&
		(next.Mark == "" && !next.Tag.In(tagger.Prep, tagger.To, tagger.Conj, tagger.Aux) || next.Folded == first.Folded) {
		return false
	}
	for _, t := range gap[1:] {
		if !asideWord(t) {
			return false
		}
	}
	return len(gap) > 1 || first.Tag == tagger.Ing
}

// opensAside reports whether tokens begin with a preposition or a participle that can open an aside.
func opensAside(gap []tagger.Token, next, before tagger.Token) bool {
	first := gap[0]
	return first.Mark == "" && (first.Tag == tagger.Prep && english.LoosePrepositions.Has(first.Folded) || ofNoun(first, before)) ||
		first.Tag == tagger.Ing && len(gap) == 1 && next.Tag == tagger.Prep && before.Tag == tagger.Noun
}

// ofNoun reports whether "of" stands behind a noun that says enough without what it is of.
func ofNoun(first, before tagger.Token) bool {
	return first.Folded == "of" && before.Tag == tagger.Noun && !partitive(before)
}

// asideWord reports whether a word of an aside only belongs to its noun.
func asideWord(t tagger.Token) bool {
	switch t.Tag {
	case tagger.Det, tagger.Noun, tagger.Adj, tagger.Name:
		return !quantifying(t) && t.Mark == "" && t.Quote == 0
	case tagger.Num:
		return t.Date != ""
	case tagger.Prep:
		return t.Folded == "of"
	}
	return false
}

func quantifying(t tagger.Token) bool {
	return t.Tag == tagger.Det && !t.Is("a", "an", "the", "his", "her", "its", "their", "this", "that", "these", "those") ||
		english.HeldAdjectives.Has(t.Folded)
}

// Behind checks that what stands behind the last token kept may be left out.
func Behind(a []tagger.Token, from int, held bool) error {
	if from >= len(a) {
		return nil
	}
	gap, before := a[from:], tagger.Token{}
	if from > 0 {
		before = a[from-1]
	}
	first := gap[0]
	switch {
	case otherRemark(gap), bareRelative(gap) && before.Tag == tagger.Noun && !held:
		return nil
	case Bound(gap):
	case first.Quote > 0 && from > 0 && before.Quote == first.Quote: // a quotation cut short
	case strings.ContainsAny(first.Mark, ",;-(") && addition(first), first.Folded == "despite":
		return nil
	case held:
	case loosely(first), ofNoun(first, before):
		return nil
	}
	return fmt.Errorf("it leaves out %q", textOf(gap))
}

// addition reports whether a word behind a mark begins what is added to a sentence that stands without it.
func addition(first tagger.Token) bool {
	return first.Tag.In(tagger.Wh, tagger.Conj, tagger.Ing, tagger.Det, tagger.Prep) || first.Tag == tagger.Sub &&
		english.FactiveLinks.Has(first.Folded)
}

// loosely reports whether a word joins to a sentence what it can stand without.
func loosely(first tagger.Token) bool {
	switch first.Tag {
	case tagger.Conj:
		return first.Folded == "and"
	case tagger.Sub:
		return english.FactiveLinks.Has(first.Folded) && first.Folded != "as"
	case tagger.Prep:
		return english.LoosePrepositions.Has(first.Folded) || first.Folded == "over"
	}
	return false
}

// bareRelative reports whether tokens describe the noun before them without a word that joins them to it: "he has praised as invincible".
func bareRelative(gap []tagger.Token) bool {
	return len(gap) > 2 && gap[0].Mark == "" && gap[0].Is("he", "she", "they", "we") &&
		gap[1].Tag.In(tagger.Aux, tagger.Verb, tagger.Past) &&
		!slices.ContainsFunc(gap, func(t tagger.Token) bool {
			return t.Mark != "" || t.Is("if", "unless", "until", "said", "says", "whether")
		})
}

// otherRemark reports whether tokens are what another says besides: ", while Norn warned of delays".
func otherRemark(gap []tagger.Token) bool {
	if !strings.Contains(gap[0].Mark, ",") || !gap[0].Is("while", "as", "and", "whereas") {
		return false
	}
	for k := 1; k < len(gap) && k < 6; k++ {
		if tagger.IsSpeaking(gap[k]) {
			return k > 1 && NamesOnly(gap[1:k])
		}
	}
	return false
}

// Bound reports whether something in the tokens may change what the rest of their sentence tells.
func Bound(gap []tagger.Token) bool {
	for i, t := range gap {
		if english.BindingWords.Has(t.Folded) && t.Date == "" && !(i == 0 && t.Is("but", "although", "though")) || t.Tag == tagger.Not ||
			tagger.IsSpeaking(t) && t.Tag != tagger.Noun ||
			english.FrameNouns.Has(t.Folded) ||
			strings.Contains(t.Folded, "according") ||
			t.Is("contrary to", "only if", "even if", "as if", "up to", "at least") {
			return true
		}
	}
	return false
}

// connecting reports whether tokens only join a sentence to the one before.
func connecting(gap []tagger.Token) bool {
	for _, t := range gap {
		joins := english.SentenceOpeners.Has(t.Folded) || english.LooseAdverbs.Has(t.Folded) || english.Connectives.Has(t.Folded) ||
			t.Is("in fact", "in addition", "of course", "for example", "for instance")
		if !joins || t.Is("about") || t.Tag == tagger.Prep && !t.Is("in", "at", "besides") {
			return false
		}
	}
	return true
}

// frontable reports whether a phrase before the subject only says when or where: it may be left out, or stand behind.
func frontable(gap []tagger.Token) bool {
	if len(gap) == 0 {
		return false
	}
	first := gap[0]
	if first.Is("after", "following", "during") || first.Folded == "before" && len(gap) > 1 && gap[1].Tag == tagger.Ing {
		return true
	}
	if !first.Is("on", "in", "at") || Bound(gap) {
		return false
	}
	last := gap[len(gap)-1]
	return slices.ContainsFunc(gap, func(t tagger.Token) bool { return t.Date != "" || english.TimeWords.Has(t.Folded) }) ||
		last.Tag == tagger.Name
}

// NamesOnly reports whether tokens are somebody's name or description and nothing else.
func NamesOnly(ts []tagger.Token) bool {
	for _, t := range ts {
		switch t.Tag {
		case tagger.Name, tagger.Noun, tagger.Det, tagger.Adj, tagger.Pron:
		case tagger.Prep:
			if t.Folded != "of" {
				return false
			}
		default:
			return false
		}
	}
	return len(ts) > 0
}

// textOf is the beginning of the text of tokens, for a reason that people read.
func textOf(ts []tagger.Token) string {
	var parts []string
	for _, t := range ts {
		parts = append(parts, t.Text)
	}
	if len(parts) > 6 {
		parts = append(parts[:6], "…")
	}
	return strings.Join(parts, " ")
}

// WithoutFillers are the words of a sentence without those that only open it.
func WithoutFillers(ts []tagger.Token) []tagger.Token {
	k := 0
	for k < len(ts)-3 && k < 4 && english.OpeningFillers.Has(ts[k].Folded) &&
		(strings.Contains(ts[k+1].Mark, ",") || english.OpeningFillers.Has(ts[k+1].Folded) || ts[k].Is("and", "but", "so")) {
		k++
	}
	body := slices.Clone(ts[k:])
	if len(body) > 0 {
		body[0].Mark = ""
	}
	return body
}
