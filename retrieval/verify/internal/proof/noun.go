package proof

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"readout/corpus"
	"readout/corpus/english"
	"readout/retrieval/thesaurus"
	"readout/retrieval/verify/internal/clause"
	"readout/retrieval/verify/internal/discourse"
	"readout/retrieval/verify/internal/omit"
	"readout/retrieval/verify/internal/paraphrase"
	"readout/retrieval/verify/internal/tagger"
)

// same tells why a phrase of the claim does not name what one of the source does; nil when it does.
func (x *Proof) same(s, c *clause.Phrase, in place, of *clause.Clause) error {
	if c.IsPronoun() || s.IsPronoun() {
		joined := c.IsPronoun() && len(c.And) > 0 || s.IsPronoun() && (len(s.And) > 0 || len(c.And) > 0)
		switch {
		case !joined:
			return x.samePronoun(s, c, in, of)
		case s.IsPronoun() && s.Head.Is("they", "them") && c.Join == "and" && english.CollectiveVerbs.Has(of.Verb.Folded) &&
			x.bothSubjects(c, in, of):
			return nil
		case len(c.And) != len(s.And):
			return fmt.Errorf("%q is not joined to the same", c.Head.Text)
		}
		return x.sameJoined(s, c, in, of)
	}
	if len(c.And) < len(s.And) && toldOfEach(s, c, of) {
		// What is told of all is told of each.
		return x.sameJoined(s, c, in, of)
	}
	if len(c.And) != len(s.And) {
		return fmt.Errorf("%q is not joined to the same", c.Head.Text)
	}
	if len(c.And) > 0 {
		return x.sameJoined(s, c, in, of)
	}
	return x.sameSingle(s, c, in, of)
}

// toldOfEach reports whether what a clause tells of all that "and" joins may be told of some of them.
func toldOfEach(s, c *clause.Phrase, of *clause.Clause) bool {
	return s.Join == "and" && (c.Join == "" || c.Join == "and") && !english.CollectiveVerbs.Has(of.Verb.Folded) && !omit.Strict(of) &&
		of.Pred == nil
}

// bothSubjects reports whether what the claim joins are the subjects of the clauses of the sentence before, and there is no other.
func (x *Proof) bothSubjects(c *clause.Phrase, in place, of *clause.Clause) bool {
	if in.source == 0 {
		return false
	}
	in.source--
	var subjects []*clause.Phrase
	for _, root := range x.Source.Sentences[in.source].Clauses {
		if root.Broken || root.Surface() == nil {
			return false
		}
		subjects = append(subjects, root.Surface())
	}
	if len(subjects) != 1+len(c.And) {
		return false
	}
	all := *subjects[0]
	all.And, all.Join = subjects[1:], "and"
	return x.sameJoined(&all, c, in, of) == nil
}

// sameJoined compares what "and" joins, in whatever order.
func (x *Proof) sameJoined(s, c *clause.Phrase, in place, of *clause.Clause) error {
	if s.Join != c.Join && c.Join != "" {
		return fmt.Errorf("%q is joined to the rest by another word", c.Head.Text)
	}
	parts := func(p *clause.Phrase) []*clause.Phrase {
		first := *p
		first.And = nil
		return append([]*clause.Phrase{&first}, p.And...)
	}
	rest := parts(s)
	for _, q := range parts(c) {
		k := slices.IndexFunc(rest, func(r *clause.Phrase) bool {
			if r.IsPronoun() || q.IsPronoun() {
				return x.samePronoun(r, q, in, of) == nil
			}
			return x.sameSingle(r, q, in, of) == nil
		})
		if k < 0 {
			return fmt.Errorf("%q is not among those named", q.Head.Text)
		}
		rest = slices.Delete(slices.Clone(rest), k, k+1)
	}
	return nil
}

// samePronoun compares phrases of which one is a pronoun.
func (x *Proof) samePronoun(s, c *clause.Phrase, in place, of *clause.Clause) error {
	pair := [2]*clause.Phrase{s, c}
	if x.comparing[pair] {
		return fmt.Errorf("whom or what %q means can't be told without itself", c.Head.Text)
	}
	if x.comparing == nil {
		x.comparing = map[[2]*clause.Phrase]bool{}
	}
	x.comparing[pair] = true
	defer delete(x.comparing, pair)
	switch {
	case s.IsPronoun() && c.IsPronoun():
		return x.bothPronouns(s, c, in, of)
	case s.IsPronoun():
		if kind := discourse.PronounKind(s.Head.Folded); kind == "i" {
			if in.speaker == nil && !s.Head.Is("i", "me", "my") && x.issued(c, in, of) {
				return nil
			}
			if in.speaker != nil && (s.Head.Is("i", "me", "my")) && x.names(x.Source.Namings(in.speaker), c, in, of) {
				return nil
			}
			return fmt.Errorf("the sentence quoted does not say that %q is %s", s.Head.Text, c.Head.Text)
		}
		meant := x.Source.Meant(s, in.source)
		if len(meant) == 0 {
			return fmt.Errorf("the passage leaves open whom or what %q means", s.Head.Text)
		}
		if !x.names(meant, c, in, of) {
			return fmt.Errorf("the passage means %s by %q, not %s", meant[0].Head.Text, s.Head.Text, c.Head.Text)
		}
		return nil
	}
	meant := x.Claim.Meant(c, in.claim)
	if len(meant) == 0 {
		return fmt.Errorf("nothing says whom or what %q means", c.Head.Text)
	}
	if !x.names(x.Source.Namings(s), meant[0], in, of) {
		return fmt.Errorf("%q means %s in the claim, %s in the sentence quoted", c.Head.Text, meant[0].Head.Text, s.Head.Text)
	}
	return nil
}

// PronounsAlike checks that a pronoun of a sentence of the claim means whom one of a sentence of the source means.
func (x *Proof) PronounsAlike(s, c *clause.Phrase, source, claim int) error {
	return x.bothPronouns(s, c, place{source: source, claim: claim, used: map[*clause.Adjunct]bool{}}, &clause.Clause{})
}

// bothPronouns compares two pronouns.
func (x *Proof) bothPronouns(s, c *clause.Phrase, in place, of *clause.Clause) error {
	if q := c.Head.Folded; q == s.Head.Folded && (strings.HasSuffix(q, "self") || strings.HasSuffix(q, "selves")) {
		return nil // it means the subject of its own clause, which is compared
	}
	differ := fmt.Errorf("%q stands where the sentence quoted has %q", c.Head.Text, s.Head.Text)
	a, b := discourse.PronounKind(s.Head.Folded), discourse.PronounKind(c.Head.Folded)
	meant := x.Claim.Meant(c, in.claim)
	switch {
	case a == "i" && b != "i":
		if !x.ownPronoun(s, b, meant, in, of) {
			return differ
		}
		return nil
	case a != b || a == "" && s.Head.Folded != c.Head.Folded:
		return differ
	case a == "" && s.Head.Is("this", "that", "these", "those") && in.claim > 0 && !x.Follows:
		return fmt.Errorf("after the sentence before, %q may mean something else", c.Head.Text)
	case a == "":
		return x.attached(s, []*clause.Phrase{s}, c, in, of, false)
	case a == "i":
		return nil
	}
	return x.meanAlike(s, c, meant, in, of)
}

// ownPronoun reports whether a pronoun of the claim, of a kind, stands for the "I" or "we" of whoever speaks in the source.
func (x *Proof) ownPronoun(s *clause.Phrase, kind string, meant []*clause.Phrase, in place, of *clause.Clause) bool {
	one := s.Head.Is("i", "me", "my")
	if in.speaker == nil {
		return !one && len(meant) > 0 && (kind == "it" || kind == "they") && x.issued(meant[0], in, of)
	}
	if !one {
		return kind == "they"
	}
	return (kind == "he" || kind == "she") && (len(meant) == 0 || x.names(x.Source.Namings(in.speaker), meant[0], in, of))
}

// issued reports whether a phrase of the claim names one of those whom "we" means in the article's own words.
func (x *Proof) issued(c *clause.Phrase, in place, of *clause.Clause) bool {
	return slices.ContainsFunc(x.Issuers, func(p *clause.Phrase) bool { return x.names([]*clause.Phrase{p}, c, in, of) })
}

// meanAlike checks that two pronouns of one kind mean the same, of which meant is what the claim's does.
func (x *Proof) meanAlike(s, c *clause.Phrase, meant []*clause.Phrase, in place, of *clause.Clause) error {
	theirs := x.Source.Meant(s, in.source)
	switch {
	case len(meant) == 0 && len(theirs) == 0:
		return nil
	case len(meant) == 0:
		// Left open in the claim: those before it in the answer are the same as in the passage, or there are none.
		if in.claim == 0 {
			return nil
		}
		return fmt.Errorf("the sentence before leaves open whom or what %q means", c.Head.Text)
	case len(theirs) == 0:
		if slices.ContainsFunc(x.Source.Sentences[in.source].Phrases, func(p *clause.Phrase) bool {
			return x.sameSingle(p, meant[0], in, of) == nil
		}) {
			return nil
		}
		return fmt.Errorf("the passage leaves open whom or what %q means", s.Head.Text)
	case !x.names(theirs, meant[0], in, of):
		return fmt.Errorf("after the sentence before, %q means %s; in the passage it means %s",
			c.Head.Text, meant[0].Head.Text, theirs[0].Head.Text)
	}
	return nil
}

// names reports whether a phrase of the claim names what the phrases of the source name.
func (x *Proof) names(namings []*clause.Phrase, c *clause.Phrase, in place, of *clause.Clause) bool {
	in.loose = true
	for _, p := range namings {
		if p.IsPronoun() {
			continue
		}
		if x.described(p, namings, c, in, of) == nil {
			return true
		}
	}
	return false
}

// sameSingle compares two phrases that are no pronouns, without what is joined to them.
func (x *Proof) sameSingle(s, c *clause.Phrase, in place, of *clause.Clause) error {
	if quantity(s) != quantity(c) {
		return fmt.Errorf("the sentence quoted tells it of %q, the claim of %q", determined(s), determined(c))
	}
	if c.Head.Is("nobody", "nothing", "none", "everybody", "everyone", "everything") && c.Head.Folded != s.Head.Folded {
		return fmt.Errorf("the sentence quoted does not say %q", c.Head.Text)
	}
	if len(c.Apps) == 1 && c.Apps[0].Head.Tag == tagger.Name && c.Head.Tag == tagger.Noun {
		c = nameFirst(c)
	}
	namings := x.Source.Namings(s)
	var first error
	for _, p := range namings {
		if p != s && (p.IsPronoun() || s.Quantified()) {
			continue
		}
		err := x.described(p, namings, c, in, of)
		if err == nil {
			return x.counted(s, c)
		}
		if first == nil {
			first = err
		}
	}
	return first
}

// nameFirst is "the captain, Ann Lee" as "Ann Lee, the captain".
func nameFirst(p *clause.Phrase) *clause.Phrase {
	what, name := *p, *p.Apps[0]
	what.Apps = nil
	name.Apps = append(slices.Clone(name.Apps), &what)
	return &name
}

// quantity is of how many of its kind a phrase tells.
func quantity(p *clause.Phrase) string {
	switch {
	case !p.Quantified():
		return ""
	case p.Det == "every" || p.Det == "each":
		return "all"
	case p.Det == "fewer":
		return "less"
	case p.Det == "not many":
		return "few"
	}
	return p.Det
}

func determined(p *clause.Phrase) string {
	return strings.TrimSpace(p.Det + " " + p.Head.Text)
}

// counted checks the numbers of two phrases.
func (x *Proof) counted(s, c *clause.Phrase) error {
	if s.Head.Tag == tagger.Num && c.Head.Tag == tagger.Noun {
		return nil
	}
	if len(c.Nums) == 0 {
		if c.Approx != "" && approximately(c.Approx) != approximately(s.Approx) {
			return fmt.Errorf("the sentence quoted does not say %q", c.Approx)
		}
		if len(s.Nums) == 0 && approximately(s.Approx) == approximately(c.Approx) || len(s.Nums) > 0 && (c.Det == "the" || c.Owner != nil) {
			return nil
		}
		return fmt.Errorf("it leaves out how many %q are", s.Head.Text)
	}
	if len(s.Nums) == 0 {
		return fmt.Errorf("the sentence quoted does not count %q", c.Head.Text)
	}
	if a, b := valueOf(s.Nums), valueOf(c.Nums); math.Abs(a-b) > 1e-9*math.Abs(a) {
		return fmt.Errorf("the sentence quoted has another number of %q", s.Head.Text)
	}
	if approximately(s.Approx) != approximately(c.Approx) && !(s.Approx == "only" && c.Approx == "") {
		return fmt.Errorf("the sentence quoted says %q, the claim %q", s.Approx+" "+s.Nums[0].Text, c.Approx+" "+c.Nums[0].Text)
	}
	return nil
}

// valueOf is the number that the tokens make together: "12 million", "twenty one".
func valueOf(ts []tagger.Token) float64 {
	total, part := 0.0, 0.0
	for _, t := range ts {
		switch {
		case t.Value >= 1000 && part > 0 && !strings.ContainsAny(t.Folded, "0123456789"):
			total, part = total+part*t.Value, 0
		case t.Value == 100 && t.Folded == "hundred":
			part = max(1, part) * 100
		default:
			part += t.Value
		}
	}
	return total + part
}

func approximately(w string) string {
	for i, group := range []string{"about around roughly approximately", "nearly almost", "over|more than|above",
		"under|less than|fewer than|below", "up to|at most", "at least"} {
		sep := " "
		if strings.Contains(group, "|") {
			sep = "|"
		}
		if slices.Contains(strings.Split(group, sep), w) {
			return string(rune('a' + i))
		}
	}
	return w
}

// described checks that a phrase of the claim describes what one of the source does in words that the source has for it, and that it
// leaves out nothing that makes it something else.
func (x *Proof) described(s *clause.Phrase, namings []*clause.Phrase, c *clause.Phrase, in place, of *clause.Clause) error {
	if !x.sameHead(s, c) {
		return fmt.Errorf("%q is not named there, but %q", phraseText(c), phraseText(s))
	}
	isName := c.Head.Tag == tagger.Name && s.Head.Tag == tagger.Name
	pool := x.descriptions(s, namings, isName)
	for _, m := range c.Mods {
		if !x.hasToken(pool, m) && !x.fromBehind(s, m) && !knownOf(c.Head.Person, m) {
			return fmt.Errorf("the sentence quoted does not call %q %q", c.Head.Text, m.Text)
		}
	}
	definite := c.Det == "the" || c.Det == "this" || c.Det == "that" || c.Owner != nil || isName
	if !in.loose && initialsOf(s) != c.Head.Text {
		for _, m := range s.Mods {
			if x.narrows(s, m, isName, definite) && !x.describedAs(c, m) {
				return fmt.Errorf("it leaves out that %q is %q", s.Head.Text, m.Text)
			}
		}
	}
	return x.attached(s, namings, c, in, of, definite)
}

// descriptions are the words by which the source describes what its phrases name.
func (x *Proof) descriptions(s *clause.Phrase, namings []*clause.Phrase, isName bool) []tagger.Token {
	var pool []tagger.Token
	for _, p := range namings {
		if p == s || isName || p.Head.Tag == tagger.Name {
			pool = append(pool, p.Mods...)
			if p != s {
				pool = append(pool, p.Head)
			}
		}
		if isName && p.Owner != nil && !p.Owner.IsPronoun() {
			for _, q := range x.Source.Namings(p.Owner) {
				pool = append(pool, q.Tokens()...) // "the health board director Ann Voll" is "the board's director, Ann Voll"
			}
		}
	}
	return append(pool, s.Mods...)
}

// hasToken reports whether one of the words of the source says the same as one of the claim.
func (x *Proof) hasToken(pool []tagger.Token, m tagger.Token) bool {
	return slices.ContainsFunc(pool, func(t tagger.Token) bool { return x.sameToken(t, m) })
}

// describedAs reports whether a phrase of the claim has a word of the source before its head or in an apposition.
func (x *Proof) describedAs(c *clause.Phrase, m tagger.Token) bool {
	same := func(t tagger.Token) bool { return x.sameToken(m, t) }
	return slices.ContainsFunc(c.Mods, same) ||
		slices.ContainsFunc(c.Apps, func(a *clause.Phrase) bool { return slices.ContainsFunc(a.Tokens(), same) })
}

// narrows reports whether a phrase of the source names something else, or more, without a word that describes it.
func (x *Proof) narrows(s *clause.Phrase, m tagger.Token, isName, definite bool) bool {
	return english.HeldAdjectives.Has(m.Folded) || m.Tag.In(tagger.Num, tagger.Adv) || !isName && !definite && m.Tag != tagger.Adj ||
		s.Quantified() || len(s.Nums) > 0 && !isName
}

// knownOf reports whether a word is part of somebody's name, or of what the articles call them before it.
func knownOf(who *corpus.Person, m tagger.Token) bool {
	if who == nil || english.HeldAdjectives.Has(m.Folded) {
		return false
	}
	return m.Tag == tagger.Name && m.Person == who ||
		slices.ContainsFunc(who.Roles, func(role string) bool { return slices.Contains(strings.Fields(role), m.Folded) })
}

func phraseText(p *clause.Phrase) string {
	var parts []string
	for _, t := range p.Tokens() {
		parts = append(parts, t.Text)
	}
	return strings.Join(parts, " ")
}

// fromBehind reports whether what stands before a noun in the claim stands behind it in the source: "a bus stop", "a stop of buses".
func (x *Proof) fromBehind(s *clause.Phrase, m tagger.Token) bool {
	return slices.ContainsFunc(s.After, func(a *clause.Adjunct) bool {
		return a.Phrase != nil && a.Joins("of", "for", "in", "on", "by") && len(a.Phrase.Mods) == 0 && len(a.Phrase.And) == 0 &&
			x.sameToken(a.Phrase.Head, m)
	})
}

func (x *Proof) sameHead(s, c *clause.Phrase) bool {
	a, b := s.Head, c.Head
	switch {
	case a.Person != nil && b.Person != nil:
		return a.Person == b.Person
	case a.Date != "" || b.Date != "":
		return a.Date == b.Date
	case a.Tag == tagger.Num || b.Tag == tagger.Num:
		return x.sameNumber(s, c)
	case a.Tag == tagger.Name && b.Tag == tagger.Name:
		return a.Folded == b.Folded || a.Stem == b.Stem || initialsOf(s) == b.Text || initialsOf(c) == a.Text
	}
	return x.sameToken(a, b)
}

// sameNumber reports whether two phrases are the same number. What is counted may be left out in the source: "from 5 crowns to 6".
func (x *Proof) sameNumber(s, c *clause.Phrase) bool {
	a, b := s.Head, c.Head
	value := valueOf(append(slices.Clone(s.Nums), a))
	switch {
	case a.Tag == tagger.Num && b.Tag == tagger.Noun:
		return len(c.Nums) > 0 && value == valueOf(c.Nums) && x.countedNear(b)
	case a.Tag != b.Tag:
		return false
	}
	other := valueOf(append(slices.Clone(c.Nums), b))
	return math.Abs(value-other) < 1e-9*math.Abs(value) && approximately(s.Approx) == approximately(c.Approx)
}

// initialsOf are the first letters of a name of several words, or "" for another: "UN" of "United Nations".
func initialsOf(p *clause.Phrase) string {
	if len(p.Mods) == 0 {
		return ""
	}
	out := ""
	for _, t := range p.Tokens() {
		if t.Tag != tagger.Name {
			return ""
		}
		r, _ := utf8.DecodeRuneInString(t.Text)
		out += string(r)
	}
	return out
}

// countedNear reports whether a sentence quoted counts the noun, and no other with the same kind of number.
func (x *Proof) countedNear(noun tagger.Token) bool {
	found := false
	for _, i := range x.Basis {
		for _, p := range x.Source.Sentences[i].Phrases {
			found = found || len(p.Nums) > 0 && tagger.SameWord(p.Head, noun)
		}
	}
	return found
}

// sameToken reports whether two words say the same.
func (x *Proof) sameToken(a, b tagger.Token) bool {
	if tagger.SameWord(a, b) || a.Value != 0 && a.Value == b.Value && a.Tag == b.Tag {
		return true
	}
	if a.Tag == tagger.Name || b.Tag == tagger.Name || a.Tag == tagger.Num || b.Tag == tagger.Num {
		return false
	}
	if english.HeldAdjectives.Has(a.Folded) || english.HeldAdjectives.Has(b.Folded) {
		return a.Is("alleged", "suspected", "accused") && b.Is("alleged", "suspected", "accused")
	}
	// A verb's synonyms are not those of the noun that is made of it: a "calling" is no "visit".
	if strings.HasSuffix(a.Folded, "ing") != strings.HasSuffix(b.Folded, "ing") {
		return false
	}
	return thesaurus.English().Between(a.Folded, b.Folded) == thesaurus.Synonym
}

// attached checks what is attached to two phrases.
func (x *Proof) attached(
	s *clause.Phrase, namings []*clause.Phrase, c *clause.Phrase, in place, of *clause.Clause, definite bool,
) error {
	var theirs []*clause.Adjunct
	for _, p := range namings {
		theirs = append(theirs, p.After...)
	}
	used := map[*clause.Adjunct]bool{}
	for _, a := range c.After {
		k := slices.IndexFunc(theirs, func(b *clause.Adjunct) bool {
			return !used[b] && !parted(s.Head, b, a) && x.sameAdjunct(b, a, in, of)
		})
		switch {
		case k >= 0:
			used[theirs[k]] = true
		case a.Joins("of", "about") && x.contentOf(namings, a, c.After, in):
			return x.clausesOf(s, namings, c, in, of, definite)
		case !x.attachedElsewhere(s, namings, a, in, of):
			return fmt.Errorf("the sentence quoted does not have %q with %q", adjunctText(a), c.Head.Text)
		}
	}
	if c.Owner != nil && !x.ownedOtherwise(s, namings, theirs, used, c.Owner, in, of) {
		return fmt.Errorf("the sentence quoted does not say whose %q is in this way", c.Head.Text)
	}
	if in.loose {
		return x.clausesOf(s, namings, c, in, of, definite)
	}
	for _, b := range s.After {
		if !used[b] && !x.toldBesides(b, in, of) && x.mustKeep(s, c, b, definite) {
			return fmt.Errorf("it leaves out %q", adjunctText(b))
		}
	}
	if s.Owner != nil && c.Owner == nil && !definite && len(c.After) == 0 {
		return fmt.Errorf("it leaves out whose %q is", s.Head.Text)
	}
	return x.clausesOf(s, namings, c, in, of, definite)
}

// attachedElsewhere reports whether the source says of the clause, or by an owner, what the claim attaches to a noun.
func (x *Proof) attachedElsewhere(s *clause.Phrase, namings []*clause.Phrase, a *clause.Adjunct, in place, of *clause.Clause) bool {
	return x.fromPool(s, a, in, of) || a.Joins("of", "by", "in") && x.owned(namings, a.Phrase, in, of)
}

// ownedOtherwise reports whether the source gives what a phrase names to the owner that the claim gives it to, in whatever way. What is
// attached to the phrase for it is marked used.
func (x *Proof) ownedOtherwise(
	s *clause.Phrase, namings []*clause.Phrase, attached []*clause.Adjunct, used map[*clause.Adjunct]bool, owner *clause.Phrase, in place,
	of *clause.Clause,
) bool {
	if x.owned(namings, owner, in, of) || x.made(s, owner, in, of) || x.within(s, owner, in, of) {
		return true
	}
	k := slices.IndexFunc(attached, func(b *clause.Adjunct) bool {
		return b.Phrase != nil && b.Joins("of", "by", "in", "from") && x.same(b.Phrase, owner, in, of) == nil
	})
	if k < 0 {
		return false
	}
	used[attached[k]] = true
	return true
}

// toldBesides reports whether the claim says of its clause what is attached to a noun in the source.
func (x *Proof) toldBesides(b *clause.Adjunct, in place, of *clause.Clause) bool {
	return slices.ContainsFunc(in.more, func(a *clause.Adjunct) bool { return x.sameAdjunct(b, a, in, of) })
}

// mustKeep reports whether a phrase names something else without what is attached to it, and the claim does not say it before the noun.
func (x *Proof) mustKeep(s, c *clause.Phrase, b *clause.Adjunct, definite bool) bool {
	if definite && !s.Quantified() && !b.Joins("per", "without") {
		return false
	}
	return b.Phrase == nil || !slices.ContainsFunc(c.Mods, func(m tagger.Token) bool { return x.sameToken(b.Phrase.Head, m) })
}

// parted reports whether an adjunct of a noun that takes several together, "a meeting of Norn and Orlov", names fewer of them.
func parted(noun tagger.Token, b, a *clause.Adjunct) bool {
	return english.TogetherNouns.Has(noun.Folded) && a.Phrase != nil && b.Phrase != nil && len(a.Phrase.And) != len(b.Phrase.And)
}

// contentOf reports whether what a noun is of is what the source has as a clause: "rumours of his return", "rumours that he returned".
func (x *Proof) contentOf(namings []*clause.Phrase, a *clause.Adjunct, all []*clause.Adjunct, in place) bool {
	at := slices.Index(all, a)
	if a.Phrase == nil || at < 0 {
		return false
	}
	for _, told := range paraphrase.Nominal(a.Phrase, all[at+1:]) {
		for _, p := range namings {
			for _, r := range p.Rels {
				inner := place{source: in.source, claim: in.claim, reported: true, speaker: in.speaker, used: map[*clause.Adjunct]bool{}}
				if _, err := x.entails(r, told, inner); r.Link == "that" && err == nil {
					return true
				}
			}
		}
	}
	return false
}

// fromPool finds what is attached to a noun of the claim among what the source says of its clause, right behind the noun.
func (x *Proof) fromPool(s *clause.Phrase, a *clause.Adjunct, in place, of *clause.Clause) bool {
	for _, b := range in.pool {
		if !in.used[b] && b.Phrase != nil && b.Near == s.To-1 && x.sameAdjunct(b, a, in, of) {
			in.used[b] = true
			return true
		}
	}
	return false
}

// owned reports whether the source gives the thing to the same owner.
func (x *Proof) owned(namings []*clause.Phrase, owner *clause.Phrase, in place, of *clause.Clause) bool {
	for _, p := range namings {
		if p.Owner != nil && x.same(p.Owner, owner, in, of) == nil {
			return true
		}
	}
	return false
}

// within reports whether the source says right behind a noun that it is in or on what the claim has as its owner: "the opposition on the
// council", "the council's opposition".
func (x *Proof) within(s, owner *clause.Phrase, in place, of *clause.Clause) bool {
	for _, b := range in.pool {
		if !in.used[b] && b.Phrase != nil && b.Near == s.To-1 && b.Joins("of", "in", "on", "at") && !b.Phrase.IsTime() &&
			x.same(b.Phrase, owner, in, of) == nil {
			in.used[b] = true
			return true
		}
	}
	return false
}

// made reports whether the passage tells that the owner made what the phrase names: "the union made an offer", "the union's offer".
func (x *Proof) made(s, owner *clause.Phrase, in place, of *clause.Clause) bool {
	namings := x.Source.Namings(s)
	if s.IsPronoun() {
		namings = x.Source.Meant(s, in.source)
	}
	found := false
	for at, sentence := range x.Source.Sentences {
		for _, root := range sentence.Clauses {
			if !english.MakingVerbs.Has(root.Verb.Folded) || root.Not || root.Modal != "" || root.Broken || len(root.Objs) != 1 ||
				root.Subj == nil ||
				sentence.Asks || sentence.Speaker != "" {
				continue
			}
			if slices.Contains(namings, root.Objs[0]) {
				there := in
				there.source = at
				found = found || x.same(root.Subj, owner, there, of) == nil
			}
		}
	}
	return found
}

var errRelative = errors.New("it has a clause that the sentence quoted does not have")

// clausesOf checks the relative clauses and the appositions of two phrases.
func (x *Proof) clausesOf(
	s *clause.Phrase, namings []*clause.Phrase, c *clause.Phrase, in place, of *clause.Clause, definite bool,
) error {
	used := map[*clause.Clause]bool{}
	for _, r := range c.Rels {
		if !x.sameRelative(r, namings, in, used) && (!strings.HasPrefix(r.Link, "who") || x.provesClause(r, in.claim) != nil) {
			return errRelative
		}
	}
	if !in.loose {
		for _, q := range s.Rels {
			if !used[q] && narrowing(s, q, definite) && !(q.Link == "that" && x.toldAsNoun(namings, c, in)) {
				return fmt.Errorf("it leaves out what the sentence quoted says of %q", s.Head.Text)
			}
		}
	}
	for _, a := range c.Apps {
		if !slices.ContainsFunc(namings, func(p *clause.Phrase) bool { return x.calls(p, a, p == s, in, of) }) && !x.isSo(c, a, in) {
			return fmt.Errorf("the sentence quoted does not call %q %q", c.Head.Text, a.Head.Text)
		}
	}
	return nil
}

// sameRelative finds in the source a relative clause of the claim, and marks it used.
func (x *Proof) sameRelative(r *clause.Clause, namings []*clause.Phrase, in place, used map[*clause.Clause]bool) bool {
	for _, p := range namings {
		for _, q := range p.Rels {
			if used[q] {
				continue
			}
			inner := place{source: in.source, claim: in.claim, reported: in.reported, speaker: in.speaker, used: map[*clause.Adjunct]bool{}}
			if _, err := x.entails(q, r, inner); err == nil && relativeAlike(q.Link, r.Link) {
				used[q] = true
				return true
			}
		}
	}
	return false
}

// relativeAlike reports whether two clauses belong to their nouns in one way.
func relativeAlike(q, r string) bool {
	return link(q) == link(r) || strings.HasPrefix(q, "who") && strings.HasPrefix(r, "who") || q == "ing" || r == "ing"
}

// narrowing reports whether a phrase names something else, or more, without a relative clause.
func narrowing(s *clause.Phrase, q *clause.Clause, definite bool) bool {
	return q.Link == "that" || q.Link == "to" || q.Broken || !definite && !strings.HasSuffix(q.Link, ",") || s.Quantified()
}

// toldAsNoun reports whether the claim has as a noun what a clause of the source tells: "rumours of his return".
func (x *Proof) toldAsNoun(namings []*clause.Phrase, c *clause.Phrase, in place) bool {
	return slices.ContainsFunc(c.After, func(a *clause.Adjunct) bool { return a.Prep == "of" && x.contentOf(namings, a, c.After, in) })
}

// calls reports whether a phrase of the source is, or has before its name, what an apposition of the claim says. own is set for the phrase
// that the claim's stands for.
func (x *Proof) calls(p, a *clause.Phrase, own bool, in place, of *clause.Clause) bool {
	if own && p.Head.Tag == tagger.Name {
		title := func(t tagger.Token) bool { return t.Tag != tagger.Name && x.sameToken(t, a.Head) }
		return slices.ContainsFunc(p.Mods, title) && len(a.After) == 0 && x.allIn(a.Mods, p.Mods)
	}
	return x.sameToken(p.Head, a.Head) && x.described(p, []*clause.Phrase{p}, a, in, of) == nil
}

// isSo reports whether a sentence quoted tells that who or what the phrase names is what the apposition says: "who leads the party" of "the
// leader of the party".
func (x *Proof) isSo(c, a *clause.Phrase, in place) bool {
	if c.Head.Tag != tagger.Name || a.Head.Tag != tagger.Noun || in.source < 0 {
		return false
	}
	bare, what := *c, *a
	bare.Apps, bare.Rels = nil, nil
	return x.provesClause(&clause.Clause{Subj: &bare, Verb: tagger.Word("is", tagger.Aux), Pred: &what, From: a.From, To: a.To},
		in.claim) == nil
}

func (x *Proof) allIn(ts, pool []tagger.Token) bool {
	for _, m := range ts {
		if !slices.ContainsFunc(pool, func(t tagger.Token) bool { return x.sameToken(t, m) }) {
			return false
		}
	}
	return true
}
