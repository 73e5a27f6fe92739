// Package proof shows that a claim follows from the sentences that it quotes: that each of its clauses is one of theirs, in other words or
// in the same; or that it repeats one of them in part; or that it quotes somebody.
package proof

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/english"
	"readout/retrieval/thesaurus"
	"readout/retrieval/verify/internal/clause"
	"readout/retrieval/verify/internal/discourse"
	"readout/retrieval/verify/internal/omit"
	"readout/retrieval/verify/internal/paraphrase"
	"readout/retrieval/verify/internal/tagger"
)

// Proof shows that a claim's clauses are clauses of the sentences that it quotes.
type Proof struct {
	Source  *discourse.Discourse // the passage
	Basis   []int                // the sentences quoted
	Claim   *discourse.Discourse // the sentence before the claim, if any, and the claim
	Author  string               // of an article that speaks for itself; "" else
	Follows bool                 // the sentence before the claim is the one before the sentences quoted
	Issuers []*clause.Phrase     // whom "we" means in the article's own words
	Person  func(name string) *corpus.Person
	Voices  []string // who may be credited with all that the article tells: its author, its publisher

	comparing map[[2]*clause.Phrase]bool // pairs with a pronoun that are being compared: "her" may be read as the rival in "her rival"
}

// candidate is a clause that the source tells as a fact, or as what somebody says.
type candidate struct {
	clause *clause.Clause
	voiced bool              // it is the article that tells it
	needs  []*clause.Adjunct // what it must not be told without, said of the clause that it is part of
}

// place is where two clauses are compared.
type place struct {
	source, claim int  // the sentences
	loose         bool // it is enough that both name the same: nothing is said of it here
	reported      bool // both are told as somebody's words or thoughts
	speaker       *clause.Phrase
	pool          []*clause.Adjunct // what the source says besides of the clause
	more          []*clause.Adjunct // what the claim says besides of its own
	used          map[*clause.Adjunct]bool
}

// Proves tells why a sentence of the claim is not shown by the source; nil when it is.
func (x *Proof) Proves(at int) error {
	s := x.Claim.Sentences[at]
	if s.Asks {
		return errors.New("it asks")
	}
	for _, c := range s.Clauses {
		if c.Broken || len(c.Rest) > 0 {
			return fmt.Errorf("its grammar can't be read: %q", s.Text)
		}
	}
	for _, c := range s.Clauses {
		if err := x.provesClause(c, at); err != nil {
			return err
		}
	}
	return nil
}

func (x *Proof) provesClause(c *clause.Clause, at int) error {
	best, furthest := fmt.Errorf("no sentence quoted tells %q of anybody in these words", c.Verb.Text), 0
	for _, i := range x.Basis {
		for _, k := range x.told(i, c) {
			n, err := x.entails(k.clause, c, place{source: i, claim: at, pool: k.needs, used: map[*clause.Adjunct]bool{}})
			if err == nil {
				return nil
			}
			if n > furthest && !k.voiced {
				best, furthest = err, n
			}
		}
	}
	return best
}

// told are the clauses that a sentence of the source tells, and by whom, where the claim credits its author or publisher.
func (x *Proof) told(i int, c *clause.Clause) []candidate {
	s := x.Source.Sentences[i]
	var out []candidate
	readable := s.Readable()
	if s.Quoted && s.Speaker == "" {
		return nil // nobody can be credited
	}
	for _, root := range readable {
		if root.Broken || root.Imperative || root.Link == ":" && s.Speaker == "" {
			continue // told under something that is not understood
		}
		inner := *root
		asks := s.Asks || root.Asks
		inner.Link = "that"
		if asks {
			inner.Link, inner.Asks = "whether", false
		}
		switch {
		case s.Speaker != "":
			verb := tagger.Word("said", tagger.Past)
			if asks {
				verb = tagger.Word("asked", tagger.Past)
			}
			out = append(out, candidate{clause: &clause.Clause{Subj: x.speaker(s), Verb: verb, Past: true, Comp: &inner}})
		case asks:
			if root.Subj != nil && root.Subj.Head.Tag == tagger.Wh {
				inner.Link = root.Subj.Head.Folded
			}
			out = append(out, x.voiced(&inner, tagger.Word("asks", tagger.Verb))...)
		default:
			out = append(out, within(root, nil)...)
			if decided(root) {
				out = append(out, candidate{clause: root.Comp})
			}
			if tagger.IsSpeaking(c.Verb) && tagger.Lemma(c.Verb.Folded) != c.Verb.Folded {
				out = append(out, x.voiced(&inner, c.Verb)...)
			}
		}
	}
	return out
}

// decided reports whether a clause tells that something was decided to be done: it will be.
func decided(c *clause.Clause) bool {
	return c.Verb.Is("decided", "ruled") && !c.Not && c.Modal == "" && c.Comp != nil && c.Comp.Modal == "will" && !c.Comp.Broken
}

// voiced are a clause of the article as what its author, or its publisher, tells or asks.
func (x *Proof) voiced(inner *clause.Clause, verb tagger.Token) []candidate {
	var out []candidate
	for k, name := range x.Voices {
		by := &clause.Clause{Subj: discourse.Named(name), Verb: verb, Past: verb.Tag == tagger.Past, Comp: inner}
		for _, other := range x.Voices[k+1:] {
			by.Adjuncts = append(by.Adjuncts, &clause.Adjunct{Prep: "in", Phrase: discourse.Named(other), Near: -1})
		}
		out = append(out, candidate{clause: by, voiced: true})
	}
	return out
}

// within are a clause and those that it holds and tells as facts.
func within(c *clause.Clause, needs []*clause.Adjunct) []candidate {
	out := []candidate{{clause: c, needs: needs}}
	for _, a := range c.Adjuncts {
		if a.Front && a.Clause == nil && a.Phrase != nil && !omit.Droppable(c, a) {
			needs = append(slices.Clone(needs), a)
		}
	}
	if c.Modal != "" || slices.ContainsFunc(c.Adjuncts, conditional) || len(needs) > 0 {
		return out
	}
	for _, a := range c.Adjuncts {
		if a.Clause != nil && english.FactiveLinks.Has(a.Prep) && a.Prep != "as" && !c.Not && !a.Clause.Participle {
			out = append(out, within(a.Clause, needs)...)
		}
	}
	for _, a := range c.Adjuncts {
		if accompanies(c, a) {
			v := *a.Clause
			v.Participle, v.Progressive, v.Past, v.Link = false, false, true, c.Link
			out = append(out, candidate{clause: &v})
		}
	}
	if remark := addedRemark(c); remark != nil {
		out = append(out, candidate{clause: remark})
	}
	c.Phrases(func(p *clause.Phrase) {
		for _, r := range p.Rels {
			if tellsMore(p, r) {
				out = append(out, within(r, nil)...)
			}
		}
		out = append(out, appositions(p)...)
	})
	return out
}

// conditional reports whether a clause depends on another in a way that may make it untrue.
func conditional(a *clause.Adjunct) bool {
	return a.Clause != nil && !english.FactiveLinks.Has(a.Prep) && !a.Joins("to", "ing", "before", "with")
}

// accompanies reports whether what is told by "with" was so when the clause was: "with two ministers looking on".
func accompanies(c *clause.Clause, a *clause.Adjunct) bool {
	k := a.Clause
	return a.Prep == "with" && k != nil && k.Participle && k.Progressive && k.Subj != nil && !c.Not && (c.Past || c.Perfect) && !k.Broken
}

// tellsMore reports whether a relative clause tells something of what a phrase names, and does not only say which is meant.
func tellsMore(p *clause.Phrase, r *clause.Clause) bool {
	if r.Broken || p.Quantified() {
		return false
	}
	return r.Link == "who," || r.Link == "where," || r.Link == "who" && (p.Det == "the" || p.Owner != nil || p.Head.Tag == tagger.Name)
}

// addedRemark is what the subject of a clause is told to have said by the way, "criticized the delay, saying that …", or nil.
func addedRemark(c *clause.Clause) *clause.Clause {
	if c.Not || c.Asks || c.Passive || c.Infinitive || c.Participle || c.Subj == nil || c.Subj.Quantified() || c.Broken {
		return nil
	}
	k := slices.IndexFunc(c.Adjuncts, func(a *clause.Adjunct) bool {
		return a.Prep == "ing" && a.Clause != nil && !a.Front && !a.Clause.Not && (a.Clause.Subj == nil || a.Clause.Subj == c.Subj) &&
			a.Clause.Comp != nil && tagger.IsSpeaking(a.Clause.Verb)
	})
	if k < 0 {
		return nil
	}
	remark := *c.Adjuncts[k].Clause
	remark.Link, remark.Subj, remark.Participle, remark.Progressive, remark.Past = c.Link, c.Subj, false, false, c.Past
	remark.Verb = discourse.Said(remark.Verb)
	if !c.Past {
		remark.Verb.Text, remark.Verb.Folded = "says", "says"
	}
	return &remark
}

// appositions are what the descriptions of a phrase tell: "Ada Norn, a pilot, landed" tells that Ada Norn is a pilot.
func appositions(p *clause.Phrase) []candidate {
	is := func(who, what *clause.Phrase) candidate {
		return candidate{clause: &clause.Clause{Subj: who, Verb: tagger.Word("is", tagger.Aux), Pred: what, From: p.From, To: p.To}}
	}
	bare := *p
	bare.Apps = nil
	var out []candidate
	for _, a := range p.Apps {
		if a.Head.Tag == tagger.Num {
			continue
		}
		out = append(out, is(&bare, a))
		if a.Head.Tag == tagger.Name {
			out = append(out, is(a, &bare))
		}
	}
	if p.Head.Tag == tagger.Name {
		var title []tagger.Token
		for _, m := range p.Mods {
			if m.Tag != tagger.Name {
				title = append(title, m)
			}
		}
		if n := len(title); n > 0 && title[n-1].Tag == tagger.Noun {
			out = append(out, is(&bare, &clause.Phrase{Det: "the", Mods: title[:n-1], Head: title[n-1], Owner: p.Owner, From: p.From, To: p.To}))
		}
	}
	return out
}

// speaker is who speaks a sentence.
func (x *Proof) speaker(s *discourse.Sentence) *clause.Phrase {
	p := discourse.Named(s.Speaker)
	if who := x.Person(s.Speaker); who != nil {
		p.Head.Person = who
		for i := range p.Mods {
			p.Mods[i].Person = who
		}
	}
	return p
}

// entails compares a clause of the claim with one of the source, told in this way or in another: err tells what differs; n how far they
// agree.
func (x *Proof) entails(s, c *clause.Clause, in place) (n int, err error) {
	n, err = x.compare(s, c, in)
	if err == nil {
		return n, nil
	}
	theirs, ours := otherwise(s, true), otherwise(c, false)
	for _, v := range theirs {
		for _, w := range ours {
			if strings.HasPrefix(v.Verb.Folded, "|") != strings.HasPrefix(w.Verb.Folded, "|") {
				continue
			}
			clear(in.used)
			if _, other := x.compare(v, w, in); other == nil {
				return n, nil
			}
		}
	}
	return n, err
}

// otherwise are a clause and the ways to tell it in other words; of one of the source also what it tells besides.
func otherwise(c *clause.Clause, source bool) []*clause.Clause {
	out := []*clause.Clause{c}
	for from, round := 0, 0; round < 2; round++ {
		to := len(out)
		for _, v := range out[from:to] {
			out = append(out, paraphrase.Unnamed(v)...)
			out = append(out, paraphrase.Same(v)...)
			switch {
			case source:
				out = append(out, paraphrase.Variants(v)...)
				out = append(out, paraphrase.Less(v)...)
			case len(v.Objs) == 1 && english.DativeVerbs.Has(v.Verb.Folded):
				out = append(out, paraphrase.Variants(v)...)
			}
		}
		from = to
		if len(out) > mostWays {
			break
		}
	}
	for _, v := range out[:len(out):len(out)] {
		out = append(out, paraphrase.Rephrased(v)...)
	}
	return out
}

// mostWays is how many ways to tell a clause are enough.
const mostWays = 40

func (x *Proof) compare(s, c *clause.Clause, in place) (n int, err error) {
	if in.speaker == nil && x.Author != "" && s.Comp != nil {
		in.speaker = discourse.Named(x.Author)
	}
	if s.Broken || c.Broken {
		return 0, fmt.Errorf("the grammar of the sentence quoted can't be read")
	}
	if err := x.verbs(s, c); err != nil {
		return 0, err
	}
	in.pool, in.more = append(slices.Clone(in.pool), s.Adjuncts...), c.Adjuncts
	n = 1
	for _, check := range []func(*clause.Clause, *clause.Clause, place) error{x.subjects, x.objects, x.force, x.complements, x.additions} {
		if err := check(s, c, in); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// verbs checks that both clauses have the same verb, or another for the same.
func (x *Proof) verbs(s, c *clause.Clause) error {
	differ := fmt.Errorf("no sentence quoted tells %q of anybody in these words", c.Verb.Text)
	if s.Copula() != c.Copula() || s.Particle != c.Particle {
		return differ
	}
	if s.Copula() {
		return nil
	}
	if tagger.SameVerb(s.Verb, c.Verb) {
		return nil
	}
	if tagger.IsSpeaking(s.Verb) && english.NeutralVerbs.Has(tagger.Lemma(c.Verb.Folded)) && s.Comp != nil {
		return nil
	}
	if tagger.IsSpeaking(s.Verb) && c.Verb.Is("predicts", "predicted", "predict") && s.Comp != nil &&
		(s.Comp.Modal == "will" || s.Comp.Modal == "would") {
		return nil
	}
	if s.Particle == "" && thesaurus.English().Between(s.Verb.Folded, c.Verb.Folded) == thesaurus.Synonym &&
		!english.NeutralVerbs.Has(tagger.Lemma(c.Verb.Folded)) {
		return nil
	}
	return differ
}

// force checks that both clauses are told, denied, weakened and set in time alike.
func (x *Proof) force(s, c *clause.Clause, in place) error {
	switch {
	case s.Not && !c.Not:
		return fmt.Errorf("it leaves out that the sentence quoted denies %q", s.Verb.Text)
	case c.Not && !s.Not:
		return fmt.Errorf("it denies %q, the sentence quoted does not", c.Verb.Text)
	case in.reported && (s.Noun || c.Noun) && s.Asks == c.Asks:
		return nil // a noun has no tense, nor is it sure
	case !sureAlike(s, c, in.reported):
		theirs, ours := strings.TrimSpace(s.Modal+" "+s.Verb.Text), strings.TrimSpace(c.Modal+" "+c.Verb.Text)
		return fmt.Errorf("the sentence quoted says %q, the claim %q", theirs, ours)
	case s.Progressive != c.Progressive && !s.Participle && !c.Participle && !(present(s) && present(c)):
		return fmt.Errorf("the sentence quoted tells %q in another way", s.Verb.Text)
	case c.Asks != s.Asks:
		return errors.New("one of both only asks")
	case in.reported:
		return nil
	}
	return factAlike(s, c)
}

// factAlike checks that a clause that the claim tells as a fact, of the present, is told so by the source.
func factAlike(s, c *clause.Clause) error {
	switch {
	case s.Infinitive && !c.Infinitive:
		return fmt.Errorf("the sentence quoted does not tell %q as a fact", s.Verb.Text)
	case past(s) && nowTrue(c) && !s.Infinitive && !tagger.IsSpeaking(s.Verb):
		return fmt.Errorf("the sentence quoted tells %q of the past", s.Verb.Text)
	}
	return nil
}

// sureAlike reports whether the modal verbs of two clauses make them as sure as each other.
func sureAlike(s, c *clause.Clause, reported bool) bool {
	if s.Modal == c.Modal || english.PossibleModals.Has(s.Modal) && english.PossibleModals.Has(c.Modal) && c.Modal != "could" {
		return true
	}
	return reported && (tenses[s.Modal] != "" && tenses[s.Modal] == tenses[c.Modal] ||
		s.Infinitive && (c.Modal == "will" || c.Modal == "would"))
}

// present reports whether a clause tells what is so, or goes on, now.
func present(c *clause.Clause) bool { return !c.Past && !c.Perfect && c.Modal == "" && !c.Infinitive }

// past reports whether a clause tells what was so.
func past(c *clause.Clause) bool { return c.Past || c.Perfect || c.Participle && c.Passive }

// nowTrue reports whether a clause tells something as a fact of now.
func nowTrue(c *clause.Clause) bool {
	return !past(c) && c.Modal == "" && !c.Infinitive && !c.Participle
}

// tenses are the modal verbs that are one in direct and in reported speech.
var tenses = map[string]string{"will": "will", "would": "will", "shall": "will", "can": "can", "could": "can", "may": "may",
	"might": "may", "must": "must"}

// subjects checks that both clauses are told of the same.
func (x *Proof) subjects(s, c *clause.Clause, in place) error {
	switch {
	case s.Verb.Tag == tagger.Quoted && c.Verb.Tag == tagger.Quoted:
		return nil
	case c.Subj == nil || c.Infinitive && s.Infinitive || c.Participle && s.Participle && s.Subj == nil:
		if c.Subj == nil && !c.Passive && !c.Participle && !c.Infinitive && !c.Noun {
			return errors.New("it has no subject")
		}
		return nil
	case s.Subj == nil:
		return fmt.Errorf("the sentence quoted does not say who or what %q is told of", c.Verb.Text)
	}
	if err := x.same(s.Subj, c.Subj, in, s); err != nil {
		return fmt.Errorf("as for who or what %q is told of: %w", c.Verb.Text, err)
	}
	return nil
}

// objects checks that both verbs have the same objects, and that the same is said of what both are about.
func (x *Proof) objects(s, c *clause.Clause, in place) error {
	if s.Verb.Tag == tagger.Quoted || c.Verb.Tag == tagger.Quoted {
		return nil
	}
	if tagger.IsSpeaking(s.Verb) && s.Comp != nil && len(s.Objs) == 1 && len(c.Objs) == 0 {
		return nil // whom it was told
	}
	if len(c.Objs) != len(s.Objs) {
		return fmt.Errorf("the sentence quoted has %q with other objects", s.Verb.Text)
	}
	for k := range c.Objs {
		if err := x.same(s.Objs[k], c.Objs[k], in, s); err != nil {
			return fmt.Errorf("as for what %q is done to: %w", c.Verb.Text, err)
		}
	}
	if (s.Pred == nil) != (c.Pred == nil) {
		return fmt.Errorf("the sentence quoted says something else of what %q is told of", c.Verb.Text)
	}
	if c.Pred == nil {
		return nil
	}
	return x.same(s.Pred, c.Pred, in, s)
}

// complements checks that what is said, thought or tried is the same.
func (x *Proof) complements(s, c *clause.Clause, in place) error {
	if (s.Comp == nil) != (c.Comp == nil) {
		if s.Comp != nil {
			return fmt.Errorf("it leaves out what depends on %q", s.Verb.Text)
		}
		return fmt.Errorf("in the sentence quoted nothing depends on %q", c.Verb.Text)
	}
	if c.Comp == nil {
		return nil
	}
	if gerund(s) != gerund(c) && english.RefusingVerbs.Has(tagger.Lemma(s.Verb.Folded)) {
		s, c = asThat(s), asThat(c)
	}
	if link(s.Comp.Link) != link(c.Comp.Link) && !(link(s.Comp.Link) == "to" && link(c.Comp.Link) == "that") {
		return fmt.Errorf("what depends on %q is joined to it by %q, not by %q", s.Verb.Text, s.Comp.Link, c.Comp.Link)
	}
	inner := place{source: in.source, claim: in.claim, reported: in.reported || !s.Comp.Infinitive ||
		!c.Comp.Infinitive, speaker: in.speaker, used: map[*clause.Adjunct]bool{}}
	if tagger.IsSpeaking(s.Verb) && s.Subj != nil {
		inner.speaker = s.Subj
	}
	_, err := x.entails(s.Comp, c.Comp, inner)
	return err
}

func gerund(c *clause.Clause) bool { return c.Comp != nil && c.Comp.Participle }

// asThat is a clause with what its subject denies or admits doing as a clause of its own: "denied ordering it", "denied that he ordered
// it".
func asThat(c *clause.Clause) *clause.Clause {
	if !gerund(c) || c.Comp.Passive || c.Subj == nil {
		return c
	}
	out, inner := *c, *c.Comp
	inner.Link, inner.Participle, inner.Progressive, inner.Past, inner.Subj = "that", false, false, true, c.Subj
	out.Comp = &inner
	return &out
}

func link(w string) string {
	switch w {
	case "", "that":
		return "that"
	case "if", "whether":
		return "whether"
	}
	return w
}

// additions checks that whatever else the claim says of its clause the source says as well, and that nothing is left out that matters.
func (x *Proof) additions(s, c *clause.Clause, in place) error {
	dates := 0
	for _, a := range s.Adjuncts {
		if setsTime(a) && !a.Front {
			dates++
		}
	}
	last := -1
	for _, a := range c.Adjuncts {
		if a.Clause == nil && a.Phrase == nil && a.Adverb.Is("also", "however", "meanwhile", "moreover") {
			continue // it joins the claim to the one before
		}
		at := x.added(a, s, in)
		if at < 0 {
			return fmt.Errorf("the sentence quoted does not say %q of %q", adjunctText(a), c.Verb.Text)
		}
		// Of several dates, each belongs to what stands before it.
		if dates > 1 && setsTime(a) && at < len(in.pool) && at > 0 && last != at-1 {
			return fmt.Errorf("the sentence quoted does not say %q of the same", adjunctText(a))
		}
		last = at
	}
	for _, a := range in.pool {
		if !in.used[a] && !(omit.Droppable(s, a) && !x.isNeed(s, a)) {
			return fmt.Errorf("it leaves out %q", adjunctText(a))
		}
	}
	return nil
}

// setsTime reports whether an adjunct tells when something is so, not for how long.
func setsTime(a *clause.Adjunct) bool {
	return a.Phrase != nil && a.Phrase.IsTime() && (!a.Joins("to", "for", "within") || a.Phrase.Head.Date != "")
}

func (x *Proof) isNeed(s *clause.Clause, a *clause.Adjunct) bool {
	return !slices.Contains(s.Adjuncts, a)
}

func adjunctText(a *clause.Adjunct) string {
	switch {
	case a.Clause != nil:
		return strings.TrimSpace(a.Prep + " … " + a.Clause.Verb.Text)
	case a.Phrase != nil:
		return strings.TrimSpace(a.Prep + " " + a.Phrase.Head.Text)
	}
	return a.Adverb.Text
}

// added finds in the source what the claim adds to a clause, marks it used, and tells where it stands; -1 for nowhere.
func (x *Proof) added(a *clause.Adjunct, s *clause.Clause, in place) int {
	for i, b := range in.pool {
		if !in.used[b] && x.sameAdjunct(b, a, in, s) {
			in.used[b] = true
			return i
		}
	}
	// It may be attached to a noun there.
	found := false
	phrases := append([]*clause.Phrase{s.Subj, s.Pred}, s.Objs...)
	for _, b := range in.pool {
		phrases = append(phrases, b.Phrase)
	}
	for _, p := range phrases {
		if p == nil {
			continue
		}
		for _, b := range p.After {
			found = found || x.sameAdjunct(b, a, in, s)
		}
	}
	if found {
		return len(in.pool)
	}
	return -1
}

// prepositionsAlike are groups of which one may stand for the other before a time or a place.
var prepositionsAlike = map[string]string{"": "on", "on": "on", "in": "on", "at": "on", "during": "on", "because": "because",
	"since": "since", "as": "as",
	"provided that": "if", "only if": "only if", "though": "although"}

// linksAlike are groups of words of which one may stand for the other before what they join.
var linksAlike = groups("if|provided that|provided|on condition that|unless", "although|though", "until|till", "from|out of",
	"because of|due to")

// groups numbers the words of each group, from 1.
func groups(lists ...string) map[string]int {
	out := map[string]int{}
	for i, list := range lists {
		for w := range strings.SplitSeq(list, "|") {
			out[w] = i + 1
		}
	}
	return out
}

func sameLink(a, b string) bool {
	return a == b || linksAlike[a] != 0 && linksAlike[a] == linksAlike[b]
}

func (x *Proof) sameAdjunct(b, a *clause.Adjunct, in place, s *clause.Clause) bool {
	switch {
	case a.Clause != nil:
		return b.Clause != nil && sameLink(b.Prep, a.Prep) && x.sameAddedClause(b, a, in)
	case a.Phrase == nil:
		return b.Phrase == nil && b.Clause == nil && (a.Adverb.Folded == b.Adverb.Folded || sameHedge(a.Adverb.Folded, b.Adverb.Folded))
	case b.Phrase == nil, a.Prep == "between" && len(a.Phrase.And) != len(b.Phrase.And):
		return false
	}
	if a.Prep != b.Prep && b.Prep != "due "+a.Prep && !sameLink(a.Prep, b.Prep) && !samePlaceOrTime(b, a) {
		return false
	}
	return x.same(b.Phrase, a.Phrase, in, s) == nil
}

// samePlaceOrTime reports whether the prepositions of two times, or of one event, say the same: "at the summit", "during the summit".
func samePlaceOrTime(b, a *clause.Adjunct) bool {
	return (a.Phrase.IsTime() && b.Phrase.IsTime() || english.EventNouns.Has(a.Phrase.Head.Folded) &&
		tagger.SameWord(a.Phrase.Head, b.Phrase.Head)) &&
		prepositionsAlike[a.Prep] == "on" && prepositionsAlike[b.Prep] == "on"
}

// sameAddedClause compares two clauses that the same kind of word joins. A condition may be told in another tense, and "unless it is" is
// "if it is not".
func (x *Proof) sameAddedClause(b, a *clause.Adjunct, in place) bool {
	inner := place{source: in.source, claim: in.claim, reported: in.reported, speaker: in.speaker, used: map[*clause.Adjunct]bool{}}
	theirs := b.Clause
	if b.Prep != a.Prep && (b.Prep == "unless" || a.Prep == "unless") {
		v := *b.Clause
		v.Not = !v.Not
		theirs = &v
	}
	if a.Joins("if", "unless", "only if", "provided that") {
		inner.reported = true
	}
	_, err := x.entails(theirs, a.Clause, inner)
	return err == nil
}

func sameHedge(a, b string) bool {
	for _, group := range []string{"perhaps possibly maybe", "reportedly allegedly", "nearly almost", "first initially", "too also"} {
		words := strings.Fields(group)
		if slices.Contains(words, a) && slices.Contains(words, b) {
			return true
		}
	}
	return false
}
