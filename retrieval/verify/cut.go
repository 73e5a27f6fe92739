package verify

import (
	"fmt"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval/thesaurus"
	"readout/retrieval/verify/internal/clause"
)

// A sentence whose grammar can't be read to its end can still be repeated in part: word for word, without what a shorter sentence may do
// without. told is such a sentence parted into what it tells and who is credited with it.
type told struct {
	speaker []clause.Token // who is credited; nil for nobody
	body    []clause.Token
	verb    string // that credits, in its first form; "" for "according to"
	spoken  bool   // the body is the speaker's own words
}

// shortens tells why a sentence of the claim is not one of the source with parts left out; nil when it is.
func (x *proof) shortens(at int) error {
	c := x.claim.sentences[at]
	if c.asks {
		return fmt.Errorf("it asks")
	}
	best := fmt.Errorf("its words do not stand in the sentence quoted in this order")
	for _, i := range x.basis {
		s := x.source.sentences[i]
		if s.asks || s.quoted && s.speaker == "" || supposing(s.tokens) || len(s.tokens) > mostCompared || len(c.tokens) > mostCompared {
			continue
		}
		for _, theirs := range x.spokenBy(s) {
			for _, ours := range tellings(c.tokens) {
				err := x.cut(theirs, ours, i, at)
				if err == nil {
					err = x.leansAlike(i, at)
				}
				if err == nil {
					return nil
				}
				if theirs.speaker != nil {
					best = err
				}
			}
		}
	}
	return best
}

// leansAlike checks that the pronoun with which a sentence of the claim leans on the one before it means whom it means in the source.
func (x *proof) leansAlike(i, at int) error {
	if at == 0 || !LeansBack(x.claim.sentences[at].text) {
		return nil
	}
	for _, q := range x.claim.sentences[at].phrases {
		kind := pronounKind(q.Head.Folded)
		if !q.IsPronoun() || kind == "" || kind == "i" {
			continue
		}
		for _, p := range x.source.sentences[i].phrases {
			if p.IsPronoun() && p.Head.Folded == q.Head.Folded {
				return x.bothPronouns(p, q, place{source: i, claim: at, used: map[*clause.Adjunct]bool{}}, &clause.Clause{})
			}
		}
		return fmt.Errorf("whom or what %q means can't be told", q.Head.Text)
	}
	return nil
}

// spokenBy are the ways to part a sentence of the source; one that somebody speaks is credited to them, whoever it credits itself.
func (x *proof) spokenBy(s *sentence) []told {
	if s.speaker == "" {
		out := tellings(s.tokens)
		if x.author != "" && credit(s.tokens).speaker == nil {
			for _, body := range parts(s.tokens) {
				out = append(out, told{speaker: named(x.author).Tokens(), body: body}, told{speaker: x.authorTokens(), body: body})
			}
		}
		// "On Monday, Orlov said": what stands before the speaker may be left out.
		for k := 1; k < len(s.tokens) && k < 14; k++ {
			if strings.Contains(s.tokens[k].Mark, ",") {
				if frontable(s.tokens[:k]) || connecting(s.tokens[:k]) {
					rest := slices.Clone(s.tokens[k:])
					rest[0].Mark = ""
					if by := credit(rest); by.speaker != nil {
						out = append(out, by)
					}
				}
				break
			}
		}
		return out
	}
	by := x.speaker(s).Tokens()
	out := []told{{speaker: by, body: s.tokens, spoken: true}}
	if body := withoutFillers(s.tokens); len(body) < len(s.tokens) {
		out = append(out, told{speaker: by, body: body, spoken: true})
	}
	for k, t := range s.tokens {
		if k > 3 || !t.Is("i", "also") && (k == 0 || !clause.IsSpeaking(t)) {
			break
		}
		if clause.IsSpeaking(t) && s.tokens[0].Folded == "i" && k+1 < len(s.tokens) && s.tokens[k+1].Folded == "that" {
			out = append(out, told{speaker: by, body: s.tokens[k+2:], spoken: true})
			break
		}
	}
	return out
}

// authorTokens are the author's name, known to be theirs.
func (x *proof) authorTokens() []clause.Token {
	ts := named(x.author).Tokens()
	if who := x.person(x.author); who != nil {
		for i := range ts {
			ts[i].Person = who
		}
	}
	return ts
}

// parts are the words of a sentence, and those behind a colon or a semicolon in it where nothing before that supposes, reports or denies.
func parts(ts []clause.Token) [][]clause.Token {
	out := [][]clause.Token{ts}
	for k := 1; k < len(ts)-3; k++ {
		if !strings.ContainsAny(ts[k].Mark, ":;") {
			continue
		}
		if slices.ContainsFunc(ts[:k], func(t clause.Token) bool {
			return clause.IsSpeaking(t) && t.Tag != clause.Noun || attitudes[clause.Lemma(t.Folded)] || t.Is("if", "unless", "suppose", "imagine")
		}) {
			break
		}
		body := slices.Clone(ts[k:])
		body[0].Mark = ""
		out = append(out, body)
	}
	return out
}

// attitudes are verbs and nouns by which what follows is not told as so.
var attitudes = wordSet(`deny denies denied doubt doubts doubted fear fears feared hope hopes hoped myth lie rumour rumours question questions wonder theory idea
 suspicion believe believes believed think thinks thought expect expects expected pretend pretends pretended dream wrong false`)

// fillers open what somebody says and tell nothing.
var fillers = wordSet("well so look yeah yes okay ok first second now and but also again right obviously frankly honestly listen")

// withoutFillers are the words of a sentence without those that only open it.
func withoutFillers(ts []clause.Token) []clause.Token {
	k := 0
	for k < len(ts)-3 && k < 4 && fillers[ts[k].Folded] && (strings.Contains(ts[k+1].Mark, ",") || fillers[ts[k+1].Folded] || ts[k].Is("and", "but", "so")) {
		k++
	}
	body := slices.Clone(ts[k:])
	if len(body) > 0 {
		body[0].Mark = ""
	}
	return body
}

// mostCompared is the most words of a sentence that are compared one by one.
const mostCompared = 160

func supposing(ts []clause.Token) bool {
	return len(ts) == 0 || suppositions[ts[0].Folded] && ts[0].Tag != clause.Name
}

// tellings are the ways to part a sentence into what it tells and who is credited: as it stands, and with what stands before its first
// comma put at its end.
func tellings(ts []clause.Token) []told {
	one := credit(ts)
	out := []told{one}
	if one.speaker != nil {
		out = append(out, told{body: ts})
	}
	for k := 1; k < len(one.body) && k < 14; k++ {
		if strings.Contains(one.body[k].Mark, ",") {
			if first := one.body[0]; first.Tag == clause.Prep && frontable(one.body[:k]) {
				rest := slices.Clone(one.body[k:])
				rest[0].Mark = ""
				moved := slices.Clone(one.body[:k])
				out = append(out, told{speaker: one.speaker, verb: one.verb, body: append(rest, moved...)})
			}
			break
		}
	}
	return out
}

// credit finds who is credited with a sentence, at its beginning or at its end.
func credit(ts []clause.Token) told {
	speaks := func(t clause.Token) bool {
		return (t.Tag == clause.Past || t.Tag == clause.Verb) && clause.IsSpeaking(t)
	}
	n := len(ts)
	// "Orlov said (that) ..."
	for k := 1; k < n-1 && k < 8 && ts[k].Mark == ""; k++ {
		if ts[k].Is("also", "later", "then", "again") {
			ts = slices.Delete(slices.Clone(ts), k, k+1)
			n--
		}
		if speaks(ts[k]) {
			from := k + 1
			if ts[from].Folded == "that" {
				from++
			}
			if from < n && namesOnly(ts[:k]) {
				return told{speaker: ts[:k], verb: clause.Lemma(ts[k].Folded), body: ts[from:]}
			}
			break
		}
	}
	if n > 3 && ts[0].Folded == "according to" {
		for k := 1; k < n && k < 10; k++ {
			if strings.Contains(ts[k].Mark, ",") {
				return told{speaker: ts[1:k], body: ts[k:]}
			}
		}
	}
	for k := n - 1; k > 1 && k > n-10; k-- {
		switch {
		case ts[k].Folded == "according to" && k+1 < n:
			return told{speaker: ts[k+1:], body: ts[:k]}
		case strings.ContainsAny(ts[k].Mark, ",?!"):
			tail := ts[k:]
			if last := tail[len(tail)-1]; len(tail) > 1 && speaks(last) && namesOnly(tail[:len(tail)-1]) {
				return told{speaker: tail[:len(tail)-1], verb: clause.Lemma(last.Folded), body: ts[:k]}
			}
			if speaks(tail[0]) && len(tail) > 1 && namesOnly(tail[1:]) {
				return told{speaker: tail[1:], verb: clause.Lemma(tail[0].Folded), body: ts[:k]}
			}
			// "..., Norn said in the hall on Monday."
			if at := slices.IndexFunc(tail, speaks); at > 0 && at+1 < len(tail) && namesOnly(tail[:at]) && !bound(tail[at+1:]) && (tail[at+1].Tag == clause.Prep || tail[at+1].Date != "") {
				return told{speaker: tail[:at], verb: clause.Lemma(tail[at].Folded), body: ts[:k]}
			}
			return told{body: ts}
		}
	}
	return told{body: ts}
}

// namesOnly reports whether tokens are somebody's name or description and nothing else.
func namesOnly(ts []clause.Token) bool {
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

// cut aligns a sentence of the claim with one of the source that holds its words in the same order.
func (x *proof) cut(s, c told, si, ci int) error {
	if (s.speaker == nil) != (c.speaker == nil) {
		return fmt.Errorf("it does not credit the same as the sentence quoted")
	}
	if s.speaker != nil && !x.sameSpeaker(s.speaker, c.speaker, si) {
		return fmt.Errorf("it credits another than the sentence quoted does")
	}
	if c.verb != "" && !neutral[c.verb] && c.verb != s.verb {
		return fmt.Errorf("the sentence quoted does not have %q", c.verb)
	}
	a, b := content(s.body), content(c.body)
	if len(b) < 3 || len(b) > len(a) {
		return fmt.Errorf("its words do not stand in the sentence quoted in this order")
	}
	held := heldBy(b)
	i, end := 0, 0
	for j := range b {
		from := i
		for i < len(a) && !x.sameWord(a[i], b[j], s) {
			i++
		}
		if i == len(a) {
			return fmt.Errorf("the word %q does not stand there in the sentence quoted", b[j].Text)
		}
		if i > from {
			if err := omits(a, from, i, j == 0, held); err != nil {
				return err
			}
		}
		i++
		end = i
	}
	return omitsRest(a, end, held)
}

// content are the tokens without titles of courtesy and articles, which say nothing.
func content(ts []clause.Token) []clause.Token {
	var out []clause.Token
	mark := ""
	for i, t := range ts {
		next := clause.Token{}
		if i+1 < len(ts) {
			next = ts[i+1]
		}
		if t.Is("mr", "mrs", "ms", "dr") || pointing(t) && !next.Is("few", "little", "lot", "first", "only", "same") && next.Folded != "" && next.Mark == "" {
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

// heldBy reports whether a sentence denies something or tells it of some only: then nothing that narrows it may be left out.
func heldBy(ts []clause.Token) bool {
	for _, t := range ts {
		if t.Tag == clause.Not || t.Is("no", "nobody", "nothing", "none", "neither", "nor", "few", "most", "all", "every", "each", "only", "any", "hardly", "without", "not") {
			return true
		}
	}
	return false
}

// sameWord reports whether two words, at the same place of two sentences, say the same.
func (x *proof) sameWord(a, b clause.Token, in told) bool {
	reported := in.speaker != nil
	switch {
	case a.Quote > 0 != (b.Quote > 0) && b.Quote > 0:
		return false
	case a.Quote > 0 && b.Quote == 0 && !reported:
		return false
	case in.spoken && a.Tag == clause.Pron || in.spoken && possessivesOfSpeakers[a.Folded] != "":
		return b.Quote == 0 && slices.Contains(strings.Fields(possessivesOfSpeakers[a.Folded]), b.Folded) || a.Folded == b.Folded && pronounKind(a.Folded) != "i"
	case a.Folded == b.Folded:
		return true
	case a.Value != 0 && a.Value == b.Value && a.Date == b.Date:
		return true
	case a.Is("a", "an", "the") && b.Is("a", "an", "the"):
		return true
	case a.Person != nil || b.Person != nil:
		return false
	case a.Is("remains", "remain", "remained") && b.Is("is", "are", "was", "were"):
		return (a.Folded == "remained") == b.Is("was", "were")
	case a.Tag == b.Tag && a.Quote == b.Quote && (a.Tag == clause.Noun || a.Tag == clause.Adj || a.Tag == clause.Verb || a.Tag == clause.Past) && (a.Tag == clause.Past) == (b.Tag == clause.Past):
		return x.sameToken(a, b) && formsAlike(a, b)
	case a.Is("is", "are", "has", "have") && b.Folded == pastOf[a.Folded]:
		return true
	case reported && tenses[a.Folded] != "" && tenses[a.Folded] == tenses[b.Folded]:
		return true
	case reported && a.Tag == clause.Aux && b.Tag == clause.Aux && presentOf(a.Folded) == presentOf(b.Folded):
		return true
	}
	return false
}

// possessivesOfSpeakers is what stands in reported speech for the words with which somebody speaks of himself.
var possessivesOfSpeakers = map[string]string{"i": "he she", "me": "him her", "my": "his her", "we": "they", "us": "them", "our": "their"}

// formsAlike reports whether two words of one kind stand in the same form: both end in "s", or neither does.
func formsAlike(a, b clause.Token) bool {
	return strings.HasSuffix(a.Folded, "s") == strings.HasSuffix(b.Folded, "s")
}

var pastOf = map[string]string{"is": "was", "are": "were", "has": "had", "have": "had"}

func presentOf(w string) string {
	switch w {
	case "was":
		return "is"
	case "were":
		return "are"
	case "had":
		return "has"
	case "have":
		return "has"
	case "did":
		return "does"
	}
	return w
}

func (x *proof) sameSpeaker(s, c []clause.Token, si int) bool {
	last := func(ts []clause.Token) clause.Token { return ts[len(ts)-1] }
	a, b := last(s), last(c)
	if a.Tag == clause.Pron || b.Tag == clause.Pron {
		return a.Folded == b.Folded && len(s) == 1 && len(c) == 1
	}
	if a.Person != nil && a.Person == b.Person && !slices.ContainsFunc(c, func(t clause.Token) bool { return t.Tag != clause.Name && !t.Is("mr", "mrs", "ms", "dr") }) {
		return true
	}
	if !clause.SameWord(a, b) {
		return false
	}
	pool := slices.Clone(s)
	for _, sentence := range x.source.sentences {
		for _, p := range sentence.phrases {
			if a.Tag == clause.Name && sameNaming(p, &clause.Phrase{Head: a}) {
				pool = append(pool, p.Mods...)
			}
		}
	}
	for _, t := range c[:len(c)-1] {
		if t.Person != nil && t.Person == a.Person {
			continue
		}
		if !t.Is("a", "an", "the") && !slices.ContainsFunc(pool, func(o clause.Token) bool { return clause.SameWord(o, t) }) {
			return false
		}
	}
	return true
}

// omits checks that the tokens a[from:to], between two that are kept or before the first, may be left out.
func omits(a []clause.Token, from, to int, front, held bool) error {
	gap := a[from:to]
	err := fmt.Errorf("it leaves out %q", textOf(gap))
	if bound(gap) {
		return err
	}
	next := a[to]
	switch {
	case front:
		if rest := behindContext(gap); len(rest) < len(gap) && (len(rest) == 0 && strings.Contains(next.Mark, ",") || titles(rest, next) || !held && len(rest) > 0 && describing(rest, next)) {
			return nil
		}
		if connecting(gap) || strings.Contains(next.Mark, ",") && frontable(gap) {
			return nil
		}
	case strings.ContainsAny(gap[0].Mark, ",-(") && strings.ContainsAny(next.Mark, ",-)") && !held:
		return nil
	case len(gap) == 1 && (droppedAdverbs[gap[0].Folded] || !held && manner(gap[0])):
		return nil
	case !held && describing(gap, next), !held && aside(gap, next, a[from-1]):
		return nil
	}
	if titles(gap, next) {
		return nil
	}
	return err
}

// behindContext are the words behind the phrases, each closed by a comma, that only join a sentence to others or tell when and where.
func behindContext(gap []clause.Token) []clause.Token {
	for len(gap) > 0 {
		k := 1
		for k < len(gap) && !strings.Contains(gap[k].Mark, ",") {
			k++
		}
		if first := gap[0]; !connecting(gap[:k]) && !frontable(gap[:k]) && !(first.Is("regarding", "concerning") && !bound(gap[:k])) {
			return gap
		}
		gap = gap[k:]
	}
	return gap
}

// titles reports whether tokens are what somebody is called before the name.
func titles(gap []clause.Token, next clause.Token) bool {
	return next.Person != nil && next.Mark == "" && !slices.ContainsFunc(gap, func(t clause.Token) bool {
		return t.Tag != clause.Name && t.Tag != clause.Noun && t.Tag != clause.Adj && t.Folded != "the" || heldAdjectives[t.Folded] || t.Owns || t.Person != nil
	})
}

// partitive reports whether a noun says too little without what it is of.
func partitive(t clause.Token) bool {
	return frameNouns[t.Folded] || thesaurus.English().Class(t.Folded) == thesaurus.Quantity ||
		t.Is("half", "third", "quarter", "part", "number", "lack", "head", "rest", "kind", "sort", "end", "percent", "risk", "threat", "possibility", "absence")
}

// manner reports whether an adverb tells how something is done, and takes nothing back of it.
func manner(t clause.Token) bool {
	return t.Tag == clause.Adv && t.Mark == "" && strings.HasSuffix(t.Folded, "ly") && !guarded[t.Folded]
}

// guarded are adverbs that make what they stand beside less sure, less whole or less real.
var guarded = wordSet(`reportedly allegedly probably possibly nearly only hardly barely scarcely partly largely mostly usually initially formerly theoretically
 supposedly apparently likely unlikely potentially hypothetically falsely jokingly conditionally tentatively temporarily provisionally purportedly seemingly
 ostensibly virtually practically almost rarely early occasionally partially generally normally typically wrongly mistakenly privately unofficially roughly
 approximately slightly necessarily fully completely entirely exactly merely simply solely previously briefly presumably conceivably arguably`)

// describing reports whether tokens only describe the noun behind them.
func describing(gap []clause.Token, noun clause.Token) bool {
	if noun.Mark != "" || noun.Tag != clause.Noun && noun.Tag != clause.Adj && noun.Tag != clause.Name {
		return false
	}
	return !slices.ContainsFunc(gap, func(t clause.Token) bool {
		return t.Tag != clause.Adj || t.Mark != "" || heldAdjectives[t.Folded] || t.Owns || t.Quote > 0
	})
}

// aside reports whether tokens are a phrase that only says more of the noun before it, or where and when: what follows goes on behind it.
func aside(gap []clause.Token, next, before clause.Token) bool {
	first := gap[0]
	opens := first.Tag == clause.Prep && loosePrepositions[first.Folded] && first.Mark == "" || first.Tag == clause.Ing && len(gap) == 1 && next.Tag == clause.Prep && before.Tag == clause.Noun
	if first.Folded == "of" && first.Mark == "" && before.Tag == clause.Noun && !partitive(before) {
		opens = true
	}
	if first.Folded == "and" && first.Mark == "" && len(gap) > 2 && gap[1].Tag == clause.Past && (next.Tag == clause.Aux || next.Tag == clause.Verb) { // "explained by Norn and noted in the minutes was"
		opens, gap, first = true, gap[1:], gap[1]
	}
	if first.Tag == clause.Past && first.Mark == "" && len(gap) > 2 && gap[1].Folded == "by" && before.Tag != clause.Past { // "escorted by six jets"
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
			if t.Folded != "of" && !(first.Tag == clause.Past && loosePrepositions[t.Folded]) {
				return false
			}
		default:
			return false
		}
	}
	return len(gap) > 1 || first.Tag == clause.Ing
}

func quantifying(t clause.Token) bool {
	return t.Tag == clause.Det && !t.Is("a", "an", "the", "his", "her", "its", "their", "this", "that", "these", "those") || heldAdjectives[t.Folded]
}

// omitsRest checks that what stands behind the last token kept may be left out.
func omitsRest(a []clause.Token, from int, held bool) error {
	if from >= len(a) {
		return nil
	}
	gap := a[from:]
	if otherRemark(gap) {
		return nil
	}
	err := fmt.Errorf("it leaves out %q", textOf(gap))
	if bareRelative(gap) && from > 0 && a[from-1].Tag == clause.Noun && !held {
		return nil
	}
	if bound(gap) {
		return err
	}
	first := gap[0]
	if first.Quote > 0 && from > 0 && a[from-1].Quote == first.Quote {
		return err // a quotation cut short
	}
	switch {
	case strings.ContainsAny(first.Mark, ",;-(") && (first.Tag == clause.Wh || first.Tag == clause.Conj || first.Tag == clause.Ing || first.Tag == clause.Det || first.Tag == clause.Prep || first.Tag == clause.Sub && factiveLinks[first.Folded]):
		return nil
	case first.Folded == "despite":
		return nil
	case held:
		return err
	case first.Tag == clause.Conj && first.Folded == "and", first.Tag == clause.Sub && factiveLinks[first.Folded] && first.Folded != "as":
		return nil
	case first.Tag == clause.Prep && (loosePrepositions[first.Folded] || first.Folded == "over"):
		return nil
	case first.Folded == "of" && from > 0 && a[from-1].Tag == clause.Noun && !partitive(a[from-1]):
		return nil
	}
	return err
}

// bareRelative reports whether tokens describe the noun before them without a word that joins them to it: "he has praised as invincible".
func bareRelative(gap []clause.Token) bool {
	return len(gap) > 2 && gap[0].Mark == "" && gap[0].Is("he", "she", "they", "we") && (gap[1].Tag == clause.Aux || gap[1].Tag == clause.Verb || gap[1].Tag == clause.Past) &&
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
			return k > 1 && namesOnly(gap[1:k])
		}
	}
	return false
}

// bound reports whether something in the tokens may change what the rest of their sentence tells.
func bound(gap []clause.Token) bool {
	for i, t := range gap {
		if bindingWords[t.Folded] && !(i == 0 && t.Is("but", "although", "though")) || t.Tag == clause.Not || clause.IsSpeaking(t) && t.Tag != clause.Noun ||
			frameNouns[t.Folded] || strings.Contains(t.Folded, "according") || t.Is("contrary to", "only if", "even if", "as if", "up to", "at least") {
			return true
		}
	}
	return false
}

// connecting reports whether tokens only join a sentence to the one before.
func connecting(gap []clause.Token) bool {
	for _, t := range gap {
		if !openers[t.Folded] && !droppedAdverbs[t.Folded] && !t.Is("fact", "addition", "though", "also", "the", "same", "conversely", "finally", "yet", "in fact", "in addition", "of course", "for example", "for instance", "first", "second") ||
			t.Is("about") || t.Tag == clause.Prep && !t.Is("in", "at", "besides") {
			return false
		}
	}
	return true
}

// frontable reports whether a phrase before the subject only says when or where: it may be left out, or stand behind.
func frontable(gap []clause.Token) bool {
	if len(gap) == 0 {
		return false
	}
	first := gap[0]
	if first.Is("after", "following", "during") || first.Folded == "before" && len(gap) > 1 && gap[1].Tag == clause.Ing {
		return true
	}
	if !first.Is("on", "in", "at") || bound(gap) {
		return false
	}
	last := gap[len(gap)-1]
	return slices.ContainsFunc(gap, func(t clause.Token) bool { return t.Date != "" || clause.NamesTime(t.Folded) }) || last.Tag == clause.Name
}

func textOf(ts []clause.Token) string {
	var parts []string
	for _, t := range ts {
		parts = append(parts, t.Text)
	}
	if len(parts) > 6 {
		parts = append(parts[:6], "…")
	}
	return strings.Join(parts, " ")
}

// quotes tells why a sentence of the claim is not somebody's words, credited to them and nothing else; nil when it is. Words that were cut
// off must not have changed what is left.
func (x *proof) quotes(at int, p *corpus.Passage, claimed *corpus.Person) error {
	s := x.claim.sentences[at]
	return x.onlyQuotes(s.text, s.tokens, p, claimed, func(speaker []clause.Token) bool { return at == 0 || x.meansThem(at, speaker) })
}

func (x *proof) onlyQuotes(text string, tokens []clause.Token, p *corpus.Passage, claimed *corpus.Person, means func([]clause.Token) bool) error {
	spans := prose.Quotations(text)
	if len(spans) != 1 {
		return fmt.Errorf("it is no quotation")
	}
	words := text[spans[0].Start:spans[0].End]
	var outside []clause.Token
	for _, t := range tokens {
		if t.Quote == 0 {
			outside = append(outside, t)
		}
	}
	speaker, ok := x.onlyCredits(outside, claimed)
	if !ok || !means(speaker) {
		return fmt.Errorf("it tells more than who said what it quotes")
	}
	for _, r := range p.Remarks {
		if !r.Direct || r.Person == nil || !slices.ContainsFunc(speaker, func(t clause.Token) bool { return t.Person == r.Person }) {
			continue
		}
		if slices.ContainsFunc(speaker, func(t clause.Token) bool { return t.Person != nil && t.Person != r.Person }) {
			continue
		}
		if entire(r.Text, words) {
			return nil
		}
	}
	return fmt.Errorf("the article does not credit these words, as they stand, to them")
}

// meansThem reports whether the pronoun that credits words in a sentence, if it is one, means after the sentence before whom they are to be.
func (x *proof) meansThem(at int, speaker []clause.Token) bool {
	for _, t := range speaker {
		if !t.Is("he", "she") {
			continue
		}
		k := slices.IndexFunc(x.claim.sentences[at].phrases, func(p *clause.Phrase) bool { return p.IsPronoun() && p.Head.Span == t.Span })
		if k < 0 {
			return false
		}
		return slices.ContainsFunc(x.claim.meant(x.claim.sentences[at].phrases[k], at), func(p *clause.Phrase) bool { return p.Head.Person == t.Person })
	}
	return true
}

// onlyCredits reports whether words only tell who says something, and gives those that name them. A verb that is not of plain saying must
// be the article's.
func (x *proof) onlyCredits(ts []clause.Token, claimed *corpus.Person) (speaker []clause.Token, ok bool) {
	verbs := 0
	for k, t := range ts {
		switch {
		case (t.Tag == clause.Past || t.Tag == clause.Verb || t.Tag == clause.Noun) && neutral[clause.Lemma(t.Folded)] || t.Folded == "according to",
			t.Tag == clause.Past && clause.IsSpeaking(t) && x.inBasis(t):
			verbs++
		case t.Tag == clause.Aux && t.Is("has", "had") && k > 0:
		case t.Folded == "did" && k > 0 && (k+1 == len(ts) || ts[k+1].Mark != "" || ts[k+1].Is("he", "she")):
			// "Who said so? Norn did:" — what follows proves it.
		case t.Is("he", "she") && claimed != nil:
			t.Person = claimed
			speaker = append(speaker, t)
		case t.Tag == clause.Name, t.Is("mr", "mrs", "ms", "dr"):
			speaker = append(speaker, t)
		default:
			return nil, false
		}
	}
	return speaker, verbs == 1 && len(speaker) > 0
}

// inBasis reports whether a form of the verb stands in a sentence quoted.
func (x *proof) inBasis(verb clause.Token) bool {
	return slices.ContainsFunc(x.basis, func(i int) bool {
		return slices.ContainsFunc(x.source.sentences[i].tokens, func(t clause.Token) bool { return clause.SameWord(t, verb) })
	})
}

// entire reports whether a quotation is whole sentences of a text, but for words that only open the first, and for an end of the last that
// changes nothing of what is left.
func entire(text, quotation string) bool {
	found, ok := FindQuote(text, quotation)
	if !ok {
		return false
	}
	r := &clause.Reader{}
	starts, end := false, len(text)
	for _, s := range prose.Sentences(text) {
		if s.Start <= found.Start && found.Start < s.End {
			before := r.Tokens(text[s.Start:found.Start])
			starts = !slices.ContainsFunc(before, func(t clause.Token) bool { return !fillers[t.Folded] })
		}
		if s.Start < found.End && found.End <= s.End {
			end = s.End
		}
	}
	if !starts {
		return false
	}
	rest := text[found.End:end]
	if !strings.ContainsFunc(rest, isWordRune) {
		return true
	}
	kept, gap := r.Tokens(text[:found.End]), r.Tokens(rest)
	mark := strings.TrimLeft(rest, " ")
	finite := slices.ContainsFunc(kept, func(t clause.Token) bool { return t.Tag == clause.Aux || t.Tag == clause.Verb || t.Tag == clause.Past })
	return len(kept) > 3 && finite && !bound(gap) && !heldBy(kept) && mark != "" && strings.ContainsRune(",;.", rune(mark[0]))
}
