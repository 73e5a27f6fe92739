package proof

import (
	"fmt"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/prose"
	"readout/retrieval/verify/internal/clause"
	"readout/retrieval/verify/internal/discourse"
	"readout/retrieval/verify/internal/omit"
	"readout/retrieval/verify/internal/quote"
	"readout/retrieval/verify/internal/tagger"
)

// A sentence whose grammar can't be read to its end can still be repeated in part: word for word, without what a shorter sentence may do
// without. told is such a sentence parted into what it tells and who is credited with it.
type told struct {
	speaker []tagger.Token // who is credited; nil for nobody
	body    []tagger.Token
	verb    string // that credits, in its first form; "" for "according to"
	spoken  bool   // the body is the speaker's own words
}

// Shortens tells why a sentence of the claim is not one of the source with parts left out; nil when it is.
func (x *Proof) Shortens(at int) error {
	c := x.Claim.Sentences[at]
	if c.Asks {
		return fmt.Errorf("it asks")
	}
	best := fmt.Errorf("its words do not stand in the sentence quoted in this order")
	for _, i := range x.Basis {
		s := x.Source.Sentences[i]
		if s.Asks || s.Quoted && s.Speaker == "" || supposing(s.Tokens) || len(s.Tokens) > mostCompared || len(c.Tokens) > mostCompared {
			continue
		}
		for _, theirs := range x.spokenBy(s) {
			for _, ours := range tellings(c.Tokens, false) {
				err := x.cut(theirs, ours)
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
func (x *Proof) leansAlike(i, at int) error {
	if at == 0 || !discourse.LeansBack(x.Claim.Sentences[at].Text) {
		return nil
	}
	for _, q := range x.Claim.Sentences[at].Phrases {
		kind := discourse.PronounKind(q.Head.Folded)
		if !q.IsPronoun() || kind == "" || kind == "i" {
			continue
		}
		for _, p := range x.Source.Sentences[i].Phrases {
			if p.IsPronoun() && p.Head.Folded == q.Head.Folded {
				return x.PronounsAlike(p, q, i, at)
			}
		}
		return fmt.Errorf("whom or what %q means can't be told", q.Head.Text)
	}
	return nil
}

// spokenBy are the ways to part a sentence of the source; one that somebody speaks is credited to them, whoever it credits itself.
func (x *Proof) spokenBy(s *discourse.Sentence) []told {
	if s.Speaker == "" {
		return tellings(s.Tokens, true)
	}
	by := x.speaker(s).Tokens()
	out := []told{{speaker: by, body: s.Tokens, spoken: true}}
	if body := omit.WithoutFillers(s.Tokens); len(body) < len(s.Tokens) {
		out = append(out, told{speaker: by, body: body, spoken: true})
	}
	return out
}

// mostCompared is the most words of a sentence that are compared one by one.
const mostCompared = 160

func supposing(ts []tagger.Token) bool {
	return len(ts) == 0 || english.Suppositions.Has(ts[0].Folded) && ts[0].Tag != tagger.Name
}

// tellings are the ways to part a sentence into what it tells and who is credited.
func tellings(ts []tagger.Token, source bool) []told {
	one := credit(ts, source)
	out := []told{one}
	if one.speaker != nil {
		out = append(out, told{body: ts})
	}
	return out
}

// credit finds who is credited with a sentence, at its beginning or at its end. Of a sentence of the source, when and where it was said may
// be left out.
func credit(ts []tagger.Token, source bool) told {
	out, ts := creditFirst(ts, source)
	if out == nil {
		out = accordingFirst(ts)
	}
	if out == nil {
		out = creditLast(ts, source)
	}
	if out == nil {
		return told{body: ts}
	}
	return *out
}

// speaks reports whether a word is a verb that credits words to somebody.
func speaks(t tagger.Token) bool { return t.Tag.In(tagger.Past, tagger.Verb) && tagger.IsSpeaking(t) }

// creditFirst reads "Orlov said (that) ..."; nil when a sentence does not begin so. It gives the sentence without what says nothing before
// the verb.
func creditFirst(ts []tagger.Token, source bool) (*told, []tagger.Token) {
	for k := 1; k < len(ts)-1 && k < 8 && ts[k].Mark == ""; k++ {
		if ts[k].Is("also") || source && ts[k].Is("later", "then", "again") {
			ts = slices.Delete(slices.Clone(ts), k, k+1)
		}
		if !speaks(ts[k]) {
			continue
		}
		from := k + 1
		if from < len(ts) && ts[from].Folded == "that" {
			from++
		}
		if from < len(ts) && omit.NamesOnly(ts[:k]) {
			return &told{speaker: ts[:k], verb: tagger.Lemma(ts[k].Folded), body: ts[from:]}, ts
		}
		break
	}
	return nil, ts
}

// accordingFirst reads "According to Orlov, ..."; nil when a sentence does not begin so.
func accordingFirst(ts []tagger.Token) *told {
	if len(ts) < 4 || ts[0].Folded != "according to" {
		return nil
	}
	for k := 1; k < len(ts) && k < 10; k++ {
		if strings.Contains(ts[k].Mark, ",") {
			return &told{speaker: ts[1:k], body: ts[k:]}
		}
	}
	return nil
}

// creditLast reads "..., Orlov said" and "... according to Orlov"; nil when a sentence does not end so.
func creditLast(ts []tagger.Token, source bool) *told {
	n := len(ts)
	for k := n - 1; k > 1 && k > n-10; k-- {
		switch {
		case ts[k].Folded == "according to" && k+1 < n:
			return &told{speaker: ts[k+1:], body: ts[:k]}
		case strings.ContainsAny(ts[k].Mark, ",?!"):
			return creditTail(ts[:k], ts[k:], source)
		}
	}
	return nil
}

// creditTail reads the words behind the last mark as what credits those before it; nil when they are something else.
func creditTail(body, tail []tagger.Token, source bool) *told {
	n := len(tail)
	switch last := tail[n-1]; {
	case n > 1 && speaks(last) && omit.NamesOnly(tail[:n-1]):
		return &told{speaker: tail[:n-1], verb: tagger.Lemma(last.Folded), body: body}
	case n > 1 && speaks(tail[0]) && omit.NamesOnly(tail[1:]):
		return &told{speaker: tail[1:], verb: tagger.Lemma(tail[0].Folded), body: body}
	}
	// "..., Norn said in the hall on Monday."
	at := slices.IndexFunc(tail, speaks)
	if source && at > 0 && at+1 < n && omit.NamesOnly(tail[:at]) && occasion(tail[at+1:]) {
		return &told{speaker: tail[:at], verb: tagger.Lemma(tail[at].Folded), body: body}
	}
	return nil
}

// occasion reports whether tokens only tell where and when something was said.
func occasion(ts []tagger.Token) bool {
	return (ts[0].Tag == tagger.Prep || ts[0].Date != "") && !omit.Bound(ts) && !slices.ContainsFunc(ts, func(t tagger.Token) bool {
		return t.Mark != "" || t.Quote > 0 || t.Person != nil || t.Tag.In(tagger.Quoted, tagger.Past, tagger.Verb, tagger.Aux)
	})
}

// cut aligns a sentence of the claim with one of the source that holds its words in the same order.
func (x *Proof) cut(s, c told) error {
	if (s.speaker == nil) != (c.speaker == nil) {
		return fmt.Errorf("it does not credit the same as the sentence quoted")
	}
	if s.speaker != nil && !x.sameSpeaker(s.speaker, c.speaker) {
		return fmt.Errorf("it credits another than the sentence quoted does")
	}
	if c.verb != "" && !english.NeutralVerbs.Has(c.verb) && c.verb != s.verb {
		return fmt.Errorf("the sentence quoted does not have %q", c.verb)
	}
	a, b := omit.Content(s.body), omit.Content(c.body)
	if len(b) < 3 || len(b) > len(a) {
		return fmt.Errorf("its words do not stand in the sentence quoted in this order")
	}
	held := omit.HeldBy(b)
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
			if err := omit.Between(a, from, i, j == 0, held); err != nil {
				return err
			}
		}
		i++
		end = i
	}
	return omit.Behind(a, end, held)
}

// sameWord reports whether two words, at the same place of two sentences, say the same.
func (x *Proof) sameWord(a, b tagger.Token, in told) bool {
	reported := in.speaker != nil
	switch {
	case a.Quote > 0 != (b.Quote > 0) && (b.Quote > 0 || !reported):
		return false
	case in.spoken && (a.Tag == tagger.Pron || possessivesOfSpeakers[a.Folded] != ""):
		return ofSpeaker(a, b)
	case a.Folded == b.Folded, a.Value != 0 && a.Value == b.Value && a.Date == b.Date, bothOf(english.PlainArticles, a, b):
		return true
	case a.Person != nil || b.Person != nil:
		return false
	case a.Is("remains", "remain", "remained") && b.Is("is", "are", "was", "were"):
		return (a.Folded == "remained") == b.Is("was", "were")
	case a.Tag == b.Tag && a.Quote == b.Quote && a.Tag.In(tagger.Noun, tagger.Adj, tagger.Verb, tagger.Past):
		return x.sameToken(a, b) && formsAlike(a, b)
	case b.Folded == pastOf[a.Folded]:
		return true
	}
	return reported && tensesAlike(a, b)
}

// ofSpeaker reports whether a pronoun of the claim is what stands in reported speech for one that somebody says.
func ofSpeaker(a, b tagger.Token) bool {
	return b.Quote == 0 && slices.Contains(strings.Fields(possessivesOfSpeakers[a.Folded]), b.Folded) ||
		a.Folded == b.Folded && discourse.PronounKind(a.Folded) != "i"
}

// tensesAlike reports whether two verbs are one in direct and in reported speech.
func tensesAlike(a, b tagger.Token) bool {
	return tenses[a.Folded] != "" && tenses[a.Folded] == tenses[b.Folded] ||
		a.Tag == tagger.Aux && b.Tag == tagger.Aux && presentOf(a.Folded) == presentOf(b.Folded)
}

// bothOf reports whether two words are of one set.
func bothOf(class english.Class, a, b tagger.Token) bool {
	return class.Has(a.Folded) && class.Has(b.Folded)
}

// possessivesOfSpeakers is what stands in reported speech for the words with which somebody speaks of himself.
var possessivesOfSpeakers = map[string]string{"i": "he she", "me": "him her", "my": "his her", "we": "they", "us": "them", "our": "their"}

// formsAlike reports whether two words of one kind stand in the same form: both end in "s", or neither does.
func formsAlike(a, b tagger.Token) bool {
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

func (x *Proof) sameSpeaker(s, c []tagger.Token) bool {
	if len(s) == 0 || len(c) == 0 {
		return false // "According to, it rose": nobody is named
	}
	last := func(ts []tagger.Token) tagger.Token { return ts[len(ts)-1] }
	a, b := last(s), last(c)
	if a.Tag == tagger.Pron || b.Tag == tagger.Pron {
		return a.Folded == b.Folded && len(s) == 1 && len(c) == 1
	}
	if a.Person != nil && a.Person == b.Person && !slices.ContainsFunc(c, describesSpeaker) {
		return true
	}
	if !tagger.SameWord(a, b) {
		return false
	}
	for _, t := range c[:len(c)-1] {
		if t.Person != nil && t.Person == a.Person {
			continue
		}
		if !t.Is("a", "an", "the") && !slices.ContainsFunc(s, func(o tagger.Token) bool { return tagger.SameWord(o, t) }) {
			return false
		}
	}
	return true
}

// describesSpeaker reports whether a word of whom a sentence credits is no part of a name.
func describesSpeaker(t tagger.Token) bool {
	return t.Tag != tagger.Name && !t.Is("mr", "mrs", "ms", "dr")
}

// Quotes tells why a sentence of the claim is not somebody's words, credited to them and nothing else; nil when it is. Words that were cut
// off must not have changed what is left.
func (x *Proof) Quotes(at int, p *corpus.Passage, claimed *corpus.Person) error {
	s := x.Claim.Sentences[at]
	return x.OnlyQuotes(s.Text, s.Tokens, p, claimed, func(speaker []tagger.Token) bool { return at == 0 || x.meansThem(at, speaker) })
}

func (x *Proof) OnlyQuotes(text string, tokens []tagger.Token, p *corpus.Passage, claimed *corpus.Person,
	means func([]tagger.Token) bool) error {
	spans := prose.Quotations(text)
	if len(spans) != 1 {
		return fmt.Errorf("it is no quotation")
	}
	words := text[spans[0].Start:spans[0].End]
	var outside []tagger.Token
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
		if !r.Direct || r.Person == nil || !slices.ContainsFunc(speaker, func(t tagger.Token) bool { return t.Person == r.Person }) {
			continue
		}
		if slices.ContainsFunc(speaker, func(t tagger.Token) bool { return t.Person != nil && t.Person != r.Person }) {
			continue
		}
		if entire(r.Text, words) {
			return nil
		}
	}
	return fmt.Errorf("the article does not credit these words, as they stand, to them")
}

// meansThem reports whether the pronoun that credits words in a sentence, if it is one, means after the sentence before whom they are to
// be.
func (x *Proof) meansThem(at int, speaker []tagger.Token) bool {
	for _, t := range speaker {
		if !t.Is("he", "she") {
			continue
		}
		k := slices.IndexFunc(x.Claim.Sentences[at].Phrases, func(p *clause.Phrase) bool { return p.IsPronoun() && p.Head.Span == t.Span })
		if k < 0 {
			return false
		}
		return slices.ContainsFunc(x.Claim.Meant(x.Claim.Sentences[at].Phrases[k], at),
			func(p *clause.Phrase) bool { return p.Head.Person == t.Person })
	}
	return true
}

// onlyCredits reports whether words only tell who says something, and gives those that name them. A verb that is not of plain saying must
// be the article's.
func (x *Proof) onlyCredits(ts []tagger.Token, claimed *corpus.Person) (speaker []tagger.Token, ok bool) {
	verbs := 0
	for k, t := range ts {
		switch {
		case t.Tag.In(tagger.Past, tagger.Verb, tagger.Noun) && english.NeutralVerbs.Has(tagger.Lemma(t.Folded)) || t.Folded == "according to",
			t.Tag == tagger.Past && tagger.IsSpeaking(t) && x.inBasis(t):
			verbs++
		case t.Tag == tagger.Aux && t.Is("has", "had") && k > 0:
		case t.Folded == "did" && k > 0 && (k+1 == len(ts) || ts[k+1].Mark != "" || ts[k+1].Is("he", "she")):
			// "Who said so? Norn did:" — what follows proves it.
		case t.Is("he", "she") && claimed != nil:
			t.Person = claimed
			speaker = append(speaker, t)
		case t.Tag == tagger.Name, t.Is("mr", "mrs", "ms", "dr"):
			speaker = append(speaker, t)
		default:
			return nil, false
		}
	}
	return speaker, verbs == 1 && len(speaker) > 0
}

// inBasis reports whether a form of the verb stands in a sentence quoted.
func (x *Proof) inBasis(verb tagger.Token) bool {
	return slices.ContainsFunc(x.Basis, func(i int) bool {
		return slices.ContainsFunc(x.Source.Sentences[i].Tokens, func(t tagger.Token) bool { return tagger.SameWord(t, verb) })
	})
}

// entire reports whether a quotation is whole sentences of a text, but for words that only open the first, and for an end of the last that
// changes nothing of what is left.
func entire(text, quotation string) bool {
	found, ok := quote.Find(text, quotation)
	if !ok {
		return false
	}
	r := &tagger.Reader{}
	starts, end := false, len(text)
	for _, s := range prose.Sentences(text) {
		if s.Start <= found.Start && found.Start < s.End {
			before := r.Tokens(text[s.Start:found.Start])
			starts = !slices.ContainsFunc(before, func(t tagger.Token) bool { return !english.OpeningFillers.Has(t.Folded) })
		}
		if s.Start < found.End && found.End <= s.End {
			end = s.End
		}
	}
	if !starts {
		return false
	}
	rest := text[found.End:end]
	if !strings.ContainsFunc(rest, prose.IsWordRune) {
		return true
	}
	kept, gap := r.Tokens(text[:found.End]), r.Tokens(rest)
	mark := strings.TrimLeft(rest, " ")
	finite := slices.ContainsFunc(kept, func(t tagger.Token) bool { return t.Tag.In(tagger.Aux, tagger.Verb, tagger.Past) })
	return len(kept) > 3 && finite && !omit.Bound(gap) && !omit.HeldBy(kept) && mark != "" && strings.ContainsRune(",;.", rune(mark[0]))
}
