// Package discourse reads sentences that follow each other, so that one explains the pronouns of the next: whom or what a pronoun means,
// which phrases name the same, and whether a sentence can stand without the one before it.
package discourse

import (
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/prose"
	"readout/retrieval/thesaurus"
	"readout/retrieval/verify/internal/clause"
	"readout/retrieval/verify/internal/omit"
	"readout/retrieval/verify/internal/tagger"
)

// Sentence is a sentence read into its clauses.
type Sentence struct {
	Text    string
	Tokens  []tagger.Token
	Clauses []*clause.Clause
	Phrases []*clause.Phrase // all that name something, in the order of the text
	Speaker string           // whose turn of a transcript it is part of; "" outside of one
	Asks    bool             // ends with a question mark
	Quoted  bool             // stands in quotation marks as a whole, or among other sentences that do
}

// Discourse is sentences that follow each other, so that one explains the pronouns of the next.
type Discourse struct {
	source    bool // a passage: what can't be read of it may be left aside
	Sentences []*Sentence
	found     map[*clause.Phrase][]*clause.Phrase // what was found to be meant, with nil for nothing
}

// turnLabel is what opens a turn in a transcript.
var turnLabel = regexp.MustCompile(`^((?:\p{Lu}[\p{Lu}.’'-]*|\p{Lu}\p{Ll}+\.?)(?: (?:\p{Lu}[\p{Lu}.’'-]*|\p{Lu}\p{Ll}+\.?)){0,3}):\s+`)

// ReadPassage reads all sentences of a passage.
func ReadPassage(r *tagger.Reader, p *corpus.Passage, transcript bool) *Discourse {
	d := &Discourse{source: true, found: map[*clause.Phrase][]*clause.Phrase{}}
	speaker := ""
	quotations := prose.Quotations(p.Text)
	for _, s := range p.Sentences {
		text := s.Text
		at := prose.Span{Start: s.Span.Start - p.Span.Start, End: s.Span.End - p.Span.Start}
		if slices.ContainsFunc(quotations, func(q prose.Span) bool { return q.Start-4 <= at.Start && at.End <= q.End+8 }) && !transcript {
			by := ""
			for _, r := range p.Remarks {
				if r.Direct && r.Span.Overlaps(s.Span) {
					by = r.Speaker
				}
			}
			d.add(r, strings.Trim(text, "“”\""), by)
			d.Sentences[len(d.Sentences)-1].Quoted = true
			continue
		}
		if m := turnLabel.FindStringSubmatch(text); m != nil && transcript {
			speaker, text = m[1], text[len(m[0]):]
		} else if transcript && speaker == "" {
			for _, r := range p.Remarks {
				if r.Direct && r.Speaker != "" && r.Span.Overlaps(s.Span) {
					speaker = r.Speaker
				}
			}
		}
		d.add(r, text, speaker)
	}
	return d
}

// ReadText reads a text of one sentence or several.
func ReadText(r *tagger.Reader, texts ...string) *Discourse {
	d := &Discourse{found: map[*clause.Phrase][]*clause.Phrase{}}
	for _, text := range texts {
		for _, s := range prose.Sentences(text) {
			d.add(r, text[s.Start:s.End], "")
		}
	}
	return d
}

func (d *Discourse) add(r *tagger.Reader, text, speaker string) {
	s := &Sentence{Text: text, Speaker: speaker, Asks: AsksOnly(text)}
	s.Tokens = r.Tokens(text)
	s.Clauses = clause.Parse(s.Tokens)
	for _, simpler := range []func([]tagger.Token) []tagger.Token{withoutBrackets, withoutLabel} {
		if !d.source || len(s.Readable()) > 0 {
			break
		}
		if tokens := simpler(s.Tokens); len(tokens) > 0 && len(tokens) < len(s.Tokens) {
			if other := (&Sentence{Tokens: tokens, Clauses: clause.Parse(tokens)}); len(other.Readable()) > 0 {
				s.Clauses, s.Tokens = other.Clauses, tokens
			}
		}
	}
	for _, c := range s.Clauses {
		credited(c)
		raised(c)
		c.Clauses(func(c *clause.Clause) {
			c.Phrases(func(p *clause.Phrase) {
				if !slices.Contains(s.Phrases, p) {
					s.Phrases = append(s.Phrases, p)
				}
			})
		})
	}
	slices.SortStableFunc(s.Phrases, func(a, b *clause.Phrase) int { return a.From - b.From })
	d.Sentences = append(d.Sentences, s)
	d.fillProForms(len(d.Sentences) - 1)
}

// withoutBrackets are the words of a sentence without what stands in brackets, where that binds nothing.
func withoutBrackets(ts []tagger.Token) []tagger.Token {
	var out []tagger.Token
	for i := 0; i < len(ts); i++ {
		if !strings.ContainsAny(ts[i].Mark, "([") {
			out = append(out, ts[i])
			continue
		}
		end := i + 1
		for end < len(ts) && !strings.ContainsAny(ts[end].Mark, ")]") {
			end++
		}
		if slices.ContainsFunc(ts[i:end], omit.Binds) || i == 0 {
			return nil
		}
		if end < len(ts) {
			next := ts[end]
			next.Mark = strings.Trim(strings.ReplaceAll(strings.ReplaceAll(next.Mark, ")", ""), "]", ""), "(")
			out = append(out, next)
		}
		i = end
	}
	return out
}

// withoutLabel are the words of a sentence without the heading that stands before them and a colon: common nouns, nobody's name.
func withoutLabel(ts []tagger.Token) []tagger.Token {
	for k, t := range ts {
		if k > 1 && k < 9 && t.Mark == ":" {
			body := slices.Clone(ts[k:])
			body[0].Mark = ""
			return body
		}
		english := thesaurus.English()
		if t.Person != nil || t.Quote > 0 || omit.Binds(t) || english.PartOfSpeech(t.Folded) == thesaurus.Unknown &&
			len(english.Lemmas(t.Folded)) == 0 || english.Class(t.Folded) == thesaurus.Person && !t.Owns {
			return nil
		}
	}
	return nil
}

// fillProForms puts the noun that is meant in the place of "one" in "the old one" and of "none" and "some" alone: the only one before it,
// in its sentence or the one before, that it can stand for.
func (d *Discourse) fillProForms(at int) {
	for _, p := range d.Sentences[at].Phrases {
		one := p.Head.Tag == tagger.Noun && p.Head.Is("one", "ones") && len(p.Mods) > 0
		some := p.Head.Tag == tagger.Pron && p.Head.Is("none", "some", "most", "many", "few") && p.Det == "" && len(p.After)+len(p.Rels) == 0
		if !one && !some {
			continue
		}
		for back := at; back >= 0 && back >= at-1; back-- {
			fit := d.nounsFor(p, one, back, at)
			if len(fit) == 1 {
				fillProForm(p, fit[0], some)
			}
			if len(fit) > 0 {
				break
			}
		}
	}
}

// nounsFor are the different nouns of a sentence that a pro-form can stand for.
func (d *Discourse) nounsFor(p *clause.Phrase, one bool, in, at int) []tagger.Token {
	var fit []tagger.Token
	for _, q := range d.Sentences[in].Phrases {
		if in == at && q.To > p.From || !standsFor(p, q, one) {
			continue
		}
		if !slices.ContainsFunc(fit, func(t tagger.Token) bool { return tagger.SameWord(t, q.Head) }) {
			fit = append(fit, q.Head)
		}
	}
	return fit
}

// standsFor reports whether a pro-form can stand for the noun of a phrase: "one" for one that an adjective describes as well, "some" for
// several.
func standsFor(p, q *clause.Phrase, one bool) bool {
	if q.Head.Tag != tagger.Noun || q.Head.Is("one", "ones") || q.IsTime() {
		return false
	}
	if !one {
		return q.IsPlural()
	}
	return q.IsPlural() != p.Head.Is("one") && slices.ContainsFunc(q.Mods, func(t tagger.Token) bool { return t.Tag == tagger.Adj })
}

// fillProForm puts a noun in the place of a pro-form; "some" becomes its quantifier.
func fillProForm(p *clause.Phrase, noun tagger.Token, some bool) {
	if some {
		p.Det = p.Head.Folded
		if p.Det == "none" {
			p.Det = "no"
		}
	}
	noun.Span, noun.Mark, noun.Text = p.Head.Span, p.Head.Mark, noun.Folded
	p.Head = noun
}

// credited puts a clause that is told "according to" somebody below a clause in which they say it.
func credited(c *clause.Clause) {
	for k, a := range c.Adjuncts {
		if a.Prep != "according to" || a.Phrase == nil {
			continue
		}
		inner := *c
		inner.Adjuncts = slices.Delete(slices.Clone(c.Adjuncts), k, k+1)
		inner.Link = "that"
		*c = clause.Clause{Link: c.Link, Subj: a.Phrase, Verb: Said(c.Verb), Past: true, Comp: &inner, Broken: c.Broken, From: c.From, To: c.To,
			Asks: c.Asks, Rest: c.Rest}
		return
	}
}

// hedging are adverbs that say what a verb in the passive does.
var hedging = map[string]string{"reported": "reportedly", "alleged": "allegedly", "supposed": "supposedly", "rumoured": "reportedly",
	"rumored": "reportedly"}

// raised makes what such a verb governs a clause of its own.
func raised(c *clause.Clause) {
	c.Clauses(func(c *clause.Clause) {
		if english.RaisingVerbs.Has(c.Verb.Folded) && len(c.Objs) == 1 && c.Comp != nil && c.Comp.Infinitive && !c.Passive {
			inner := *c.Comp
			inner.Subj, inner.Link = c.Objs[0], "that"
			c.Objs, c.Comp = nil, &inner
		}
		// "is reported to have died" is "reportedly died".
		if adverb := hedging[c.Verb.Folded]; adverb != "" && c.Passive && c.Subj == nil && len(c.Objs) == 1 && c.Comp != nil &&
			c.Comp.Infinitive && !c.Not && c.Modal == "" {
			inner := *c.Comp
			inner.Infinitive, inner.Link = false, c.Link
			inner.Past = inner.Perfect || c.Past
			inner.Adjuncts = append(append(slices.Clone(inner.Adjuncts), c.Adjuncts...),
				&clause.Adjunct{Adverb: tagger.Word(adverb, tagger.Adv), Near: -1})
			inner.From, inner.To, inner.Asks, inner.Rest = c.From, c.To, c.Asks, c.Rest
			*c = inner
		}
	})
}

func Said(like tagger.Token) tagger.Token {
	like.Text, like.Folded, like.Stem, like.Tag, like.Quote = "said", "said", "said", tagger.Past, 0
	return like
}

func PronounKind(w string) string {
	switch {
	case english.ManPronouns.Has(w):
		return "he"
	case english.WomanPronouns.Has(w):
		return "she"
	case english.ThingPronouns.Has(w):
		return "it"
	case english.ManyPronouns.Has(w):
		return "they"
	case english.OwnPronouns.Has(w):
		return "i"
	}
	return ""
}

// mayMean reports whether a pronoun of a kind can mean what a phrase names.
func mayMean(kind string, p *clause.Phrase) bool {
	if p.Head.Tag.In(tagger.Pron, tagger.Wh, tagger.Adj, tagger.Num) || p.Head.Date != "" || p.IsTime() {
		return false
	}
	switch kind {
	case "he":
		return bareName(p) || p.IsPerson() && !p.IsPlural() && !hasWord(p, english.WomenWords)
	case "she":
		return bareName(p) || p.IsPerson() && !p.IsPlural() && !hasWord(p, english.MenWords)
	case "it":
		return !p.IsPerson() && !p.IsPlural() && !english.UnmeantNouns.Has(p.Head.Folded)
	case "they":
		return p.IsPlural() || thesaurus.English().Class(p.Head.Folded) == thesaurus.Group
	}
	return false
}

// bareName reports whether a phrase is a name of which nothing tells whether it is somebody's.
func bareName(p *clause.Phrase) bool {
	return p.Head.Tag == tagger.Name && p.Head.Person == nil && len(p.Mods) == 0 && p.Det == "" && len(p.After) == 0 &&
		thesaurus.English().Class(p.Head.Folded) != thesaurus.Place
}

// hasWord reports whether a phrase, or what describes it, has a word of the set.
func hasWord(p *clause.Phrase, class english.Class) bool {
	words := p.Tokens()
	for _, a := range p.Apps {
		words = append(words, a.Tokens()...)
	}
	return slices.ContainsFunc(words, func(t tagger.Token) bool { return class.Has(t.Folded) })
}

// Meant is what a pronoun means: the phrase that names it, and those that name the same. Nothing when that can't be told for sure.
func (d *Discourse) Meant(pronoun *clause.Phrase, at int) []*clause.Phrase {
	if got, ok := d.found[pronoun]; ok {
		return got
	}
	d.found[pronoun] = nil
	kind := PronounKind(pronoun.Head.Folded)
	if kind == "" || kind == "i" {
		return nil
	}
	var apart []*clause.Phrase // what it does not mean
	for back := at; back >= 0 && back >= at-2; back-- {
		s := d.Sentences[back]
		if back == at {
			if same := d.earlierPronoun(s, pronoun, kind, at); len(same) > 0 {
				d.found[pronoun] = same
				return same
			}
		}
		fit := likeliest(kind, d.antecedents(s, pronoun, kind, back == at, &apart))
		switch {
		case len(fit) > 0:
			got := d.chosen(s, fit, pronoun, kind, back == at)
			if got != nil {
				d.found[pronoun] = d.Namings(got)
			}
			return d.found[pronoun]
		case back < at:
			// A pronoun there may mean the same.
			k := slices.IndexFunc(s.Phrases, func(p *clause.Phrase) bool { return p.IsPronoun() && PronounKind(p.Head.Folded) == kind })
			if k >= 0 {
				d.found[pronoun] = d.Meant(s.Phrases[k], back)
				return d.found[pronoun]
			}
		}
	}
	return nil
}

// earlierPronoun is what a pronoun of the same kind before one in its sentence means, the nearest of which that can be told.
func (d *Discourse) earlierPronoun(s *Sentence, pronoun *clause.Phrase, kind string, at int) []*clause.Phrase {
	for _, p := range slices.Backward(s.Phrases) {
		if p.IsPronoun() && p.From < pronoun.From && PronounKind(p.Head.Folded) == kind && p != pronoun && !d.together(s, p, pronoun) {
			if m := d.Meant(p, at); len(m) > 0 {
				return m
			}
		}
	}
	return nil
}

// antecedents are the phrases of a sentence that a pronoun of a kind may mean, one for each that is named. own is set for the pronoun's
// sentence, of which those that it does not mean are put apart.
func (d *Discourse) antecedents(s *Sentence, pronoun *clause.Phrase, kind string, own bool, apart *[]*clause.Phrase) []*clause.Phrase {
	var fit []*clause.Phrase
	for _, p := range s.Phrases {
		if own && (p.From >= pronoun.From || p.To > pronoun.From) || !mayMean(kind, p) || describesOther(s, p) {
			continue
		}
		if own && d.together(s, p, pronoun) {
			*apart = append(*apart, p)
			continue
		}
		if !namedIn(*apart, p) && !predicate(s, p) && !namedIn(fit, p) {
			fit = append(fit, p)
		}
	}
	return slices.DeleteFunc(slices.Clone(fit), func(p *clause.Phrase) bool {
		return slices.ContainsFunc(fit, func(q *clause.Phrase) bool {
			return slices.ContainsFunc(q.After, func(a *clause.Adjunct) bool { return a.Phrase == p })
		})
	})
}

// describesOther reports whether a phrase only says who or what another of its sentence is.
func describesOther(s *Sentence, p *clause.Phrase) bool {
	return slices.ContainsFunc(s.Phrases, func(q *clause.Phrase) bool { return slices.Contains(q.Apps, p) })
}

// namedIn reports whether one of the phrases names what a phrase names.
func namedIn(phrases []*clause.Phrase, p *clause.Phrase) bool {
	return slices.ContainsFunc(phrases, func(q *clause.Phrase) bool { return sameNaming(p, q) })
}

// likeliest are those of the phrases that a pronoun means rather than the others: several, or somebody.
func likeliest(kind string, fit []*clause.Phrase) []*clause.Phrase {
	unlikely := func(*clause.Phrase) bool { return false }
	switch kind {
	case "they":
		unlikely = func(p *clause.Phrase) bool { return !p.IsPlural() }
	case "he", "she":
		unlikely = func(p *clause.Phrase) bool { return !p.IsPerson() }
	}
	if likely := slices.DeleteFunc(slices.Clone(fit), unlikely); len(likely) > 0 {
		return likely
	}
	return fit
}

// chosen is the one of the phrases that a pronoun means; nil when it could be either.
func (d *Discourse) chosen(s *Sentence, fit []*clause.Phrase, pronoun *clause.Phrase, kind string, own bool) *clause.Phrase {
	if len(fit) == 1 {
		return fit[0]
	}
	if own {
		if p := d.repeated(s, fit, pronoun); p != nil {
			return p
		}
	}
	if kind == "he" || kind == "she" {
		return nil
	}
	return d.parallel(s, fit, pronoun, own)
}

// repeated is the one of the phrases that is the subject of the pronoun's clause, where the pronoun tells whose something in it is, or the
// subject of the clause before with the same verb: "Norn never led the party, nor does he lead the union".
func (d *Discourse) repeated(s *Sentence, fit []*clause.Phrase, pronoun *clause.Phrase) *clause.Phrase {
	var last *clause.Clause
	for _, root := range s.Clauses {
		subject := root.Surface()
		if subject == pronoun && last != nil && tagger.SameWord(last.Verb, root.Verb) && slices.Contains(fit, last.Surface()) {
			return last.Surface()
		}
		if english.ThirdPossessives.Has(pronoun.Head.Folded) && pronoun.Head.Folded != "her" && pronoun.From >= root.From &&
			pronoun.From < root.To &&
			subject != nil && subject.To <= pronoun.From &&
			root.Comp == nil && slices.Contains(fit, subject) {
			return subject
		}
		last = root
	}
	return nil
}

// together reports whether two phrases are subject and object of one verb: then they do not mean the same.
func (d *Discourse) together(s *Sentence, p, q *clause.Phrase) bool {
	if english.ThirdPossessives.Has(q.Head.Folded) && q.Head.Folded != "her" {
		return false
	}
	for _, root := range s.Clauses {
		found := false
		root.Clauses(func(c *clause.Clause) {
			at := func(x *clause.Phrase) bool {
				return c.Subj == x || slices.Contains(c.Objs, x) ||
					slices.ContainsFunc(c.Adjuncts, func(a *clause.Adjunct) bool { return a.Phrase == x })
			}
			found = found || at(p) && at(q)
		})
		if found {
			return true
		}
	}
	return false
}

// predicate reports whether a phrase only says what another is.
func predicate(s *Sentence, p *clause.Phrase) bool {
	found := false
	for _, root := range s.Clauses {
		root.Clauses(func(c *clause.Clause) { found = found || c.Pred == p })
	}
	return found
}

// parallel is the one of the phrases that has the part in its clause that the pronoun has in its own.
func (d *Discourse) parallel(s *Sentence, fit []*clause.Phrase, pronoun *clause.Phrase, same bool) *clause.Phrase {
	if !same {
		return d.foremost(s, fit)
	}
	var object []*clause.Phrase
	isObject := false
	for _, root := range s.Clauses {
		root.Clauses(func(c *clause.Clause) {
			isObject = isObject || slices.Contains(c.Objs, pronoun) && !c.Passive
			for _, o := range c.Objs {
				if slices.Contains(fit, o) && !c.Passive {
					object = append(object, o)
				}
			}
		})
	}
	if isObject && len(object) == 1 {
		return object[0]
	}
	return nil
}

// foremost is the one of the phrases that is the subject of the sentence, when the sentence has no other that fits before it.
func (d *Discourse) foremost(s *Sentence, fit []*clause.Phrase) *clause.Phrase {
	var subject *clause.Phrase
	for _, c := range s.Clauses {
		if c.Broken {
			return nil
		}
		x := c.Surface()
		if !slices.Contains(fit, x) && c.Comp != nil && !c.Comp.Broken && !c.Comp.Infinitive && tagger.IsSpeaking(c.Verb) {
			x = c.Comp.Surface()
		}
		if slices.Contains(fit, x) {
			if subject != nil && subject != x {
				return nil
			}
			subject = x
		}
	}
	return subject
}

// sameNaming reports whether two phrases name the same by their own words.
func sameNaming(p, q *clause.Phrase) bool {
	if p.Head.Person != nil && p.Head.Person == q.Head.Person {
		return true
	}
	if titled(p, q) || titled(q, p) {
		return true
	}
	if !tagger.SameWord(p.Head, q.Head) || p.Quantified() || q.Quantified() || len(p.And)+len(q.And) > 0 {
		return false
	}
	if p.Head.Tag == tagger.Name && q.Head.Tag == tagger.Name {
		return true
	}
	return (p.Det == "the" || p.Owner != nil) && compatible(p, q) || (q.Det == "the" || q.Owner != nil) && compatible(q, p)
}

// titled reports whether a phrase is the title of a name, "the governor" of "Governor Ann Lee".
func titled(p, name *clause.Phrase) bool {
	return p.Det == "the" && len(p.Mods)+len(p.After) == 0 && p.Head.Tag == tagger.Noun && name.Head.Tag == tagger.Name && p.Owner == nil &&
		slices.ContainsFunc(name.Mods, func(t tagger.Token) bool { return t.Folded == p.Head.Folded }) &&
		(p.IsPerson() || len(name.Mods) == 1 && name.Mods[0].Tag == tagger.Name)
}

// compatible reports whether what describes the first phrase describes the second as well, or nothing does.
func compatible(p, q *clause.Phrase) bool {
	for _, m := range p.Mods {
		if !slices.ContainsFunc(q.Mods, func(n tagger.Token) bool { return tagger.SameWord(m, n) }) {
			return false
		}
	}
	if len(p.After) > 0 && len(q.After) > 0 && p.After[0].String() != q.After[0].String() {
		return false
	}
	return len(p.Nums) == len(q.Nums) || len(p.Nums)+len(q.Nums) > 0 && p.Nums == nil
}

// Namings are the phrases of the discourse that name what the phrase names, itself first.
func (d *Discourse) Namings(p *clause.Phrase) []*clause.Phrase {
	out := []*clause.Phrase{p}
	out = append(out, p.Apps...)
	for i := range d.Sentences {
		for _, q := range d.Sentences[i].Phrases {
			if q != p && !slices.Contains(out, q) && !q.IsPronoun() &&
				slices.ContainsFunc(out, func(x *clause.Phrase) bool { return sameNaming(x, q) }) {
				out = append(out, q)
				out = append(out, q.Apps...)
			}
		}
	}
	// The apposition may stand the other way round.
	for i := range d.Sentences {
		for _, q := range d.Sentences[i].Phrases {
			if slices.ContainsFunc(q.Apps, func(a *clause.Phrase) bool { return slices.Contains(out, a) }) && !slices.Contains(out, q) {
				out = append(out, q)
			}
		}
	}
	return out
}

// Readable are the clauses, side by side, of which nothing that can't be read may change what they tell: all, or those before one that
// is only joined to them.
func (s *Sentence) Readable() []*clause.Clause {
	if slices.ContainsFunc(s.Clauses, func(c *clause.Clause) bool { return c.Link == "or" || c.Link == "nor" && len(s.Clauses) > 2 }) {
		return nil // one of them may not be so
	}
	for k, root := range s.Clauses {
		if !root.Broken && omit.Harmless(root.Rest) {
			continue
		}
		if k > 0 && (root.Link == "and" || root.Link == "but" || root.Link == ";") && root.From > 0 && root.From <= len(s.Tokens) &&
			!slices.ContainsFunc(s.Tokens[root.From:], reachesBack) {
			return s.Clauses[:k]
		}
		return nil
	}
	return s.Clauses
}

// reachesBack reports whether a word may make what stands before it depend on what follows, or somebody's.
func reachesBack(t tagger.Token) bool {
	return t.Is("if", "unless", "until", "till", "provided", "provided that", "according to", "reportedly", "allegedly", "supposedly",
		"apparently", "as", "like",
		"than", "whether", "contrary to", "as long as", "on condition that", "only if", "which") || tagger.IsSpeaking(t) && t.Tag != tagger.Noun
}

// Disagrees reports whether a verb of a sentence that credits somebody has not the form that one speaker needs: "Norn report".
func (s *Sentence) Disagrees() bool {
	found := false
	for _, root := range s.Clauses {
		if c := root; tagger.IsSpeaking(c.Verb) && c.Subj != nil && c.Subj.Head.Tag == tagger.Name && !c.Subj.IsPlural() {
			bare := c.Modal == "" && !(c.Past || c.Perfect || c.Passive || c.Progressive || c.Infinitive || c.Participle || c.Asks)
			found = found || bare && c.Verb.Tag == tagger.Verb && !strings.HasSuffix(c.Verb.Folded, "s") &&
				tagger.Lemma(c.Verb.Folded) == c.Verb.Folded
		}
	}
	return found
}

// Named is a phrase that is a name and stands in no text.
func Named(name string) *clause.Phrase {
	p := &clause.Phrase{}
	for i, w := range prose.Words(name) {
		if i > 0 {
			p.Mods = append(p.Mods, p.Head)
		}
		p.Head = tagger.Token{Text: w.Text, Folded: w.Folded, Stem: w.Folded, Tag: tagger.Name}
	}
	return p
}
