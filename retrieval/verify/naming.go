package verify

import (
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/prose"
	"readout/retrieval/thesaurus"
	"readout/retrieval/verify/internal/clause"
	"readout/retrieval/verify/internal/discourse"
	"readout/retrieval/verify/internal/issuer"
	"readout/retrieval/verify/internal/tagger"
)

// errOrphan is why a sentence is not shown whose first word means what is not shown.
var errOrphan = errors.New("nothing before it tells whom or what its first word means")

// mostNames is how many names are tried in the place of one pronoun.
const mostNames = 8

// InPlace verifies a claim where it stands in an answer. When the pronoun at its beginning has lost what explains it, or may mean somebody
// else there, a name from the sentences quoted is put in its place, in brackets, "[Orlov] said so.": one with which the claim is proven.
func (v *Verifier) InPlace(c Claim) (Supported, error) {
	if m := yesOrNo.FindString(c.Text); m != "" && len(m) < len(c.Text) && strings.ContainsAny(m, ",:;.!—–-") {
		if s, err := v.inPlace(c); err == nil {
			return s, nil
		}
		// What it says yes or no to is not proven: the rest may be.
		c.Text = upperFirst(c.Text[len(m):])
	}
	return v.inPlace(c)
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

func (v *Verifier) inPlace(c Claim) (Supported, error) {
	err := errOrphan
	leans := discourse.LeansBack(c.Text)
	if c.Previous != "" || !leans {
		var s Supported
		if s, err = v.Verify(c); err == nil || !leans {
			return s, err
		}
	}
	at, owns := leaningPronoun(c.Text)
	p := v.shown[c.Passage]
	if at.Len() == 0 || p == nil {
		return Supported{}, err
	}
	for _, name := range v.namesFor(p, c, prose.Fold(c.Text[at.Start:at.End])) {
		shown := name
		if owns {
			name += "'s"
		}
		named := c
		named.Text = c.Text[:at.Start] + name + c.Text[at.End:]
		s, other := v.Verify(named)
		if other != nil || !strings.HasPrefix(s.Text[min(at.Start, len(s.Text)):], name) {
			continue
		}
		s.Text = s.Text[:at.Start] + strings.Replace(name, shown, "["+shown+"]", 1) + s.Text[at.Start+len(name):]
		return s, nil
	}
	return Supported{}, err
}

// leaningPronoun is where the pronoun stands with which a sentence leans back, and whether it tells whose something is.
func leaningPronoun(text string) (at prose.Span, owns bool) {
	quotations := prose.Quotations(text)
	for i, w := range prose.Words(text) {
		if slices.ContainsFunc(quotations, func(q prose.Span) bool { return q.Contains(w.Span) }) {
			continue
		}
		if discourse.PronounKind(w.Folded) == "" || english.OwnPronouns.Has(w.Folded) {
			if english.SentenceOpeners.Has(w.Folded) && i < 3 {
				continue
			}
			return prose.Span{}, false
		}
		return w.Span, english.ThirdPossessives.Has(w.Folded) && w.Folded != "her"
	}
	return prose.Span{}, false
}

// namesFor are the names that a pronoun at the beginning of a claim may stand for: the people credited in the sentences quoted, and what
// these are told of.
func (v *Verifier) namesFor(p *corpus.Passage, c Claim, pronoun string) []string {
	in, ok := FindQuote(p.Text, c.Quote)
	if !ok {
		return nil
	}
	quote := prose.Span{Start: p.Span.Start + in.Start, End: p.Span.Start + in.End}
	var out []string
	seen := map[string]bool{}
	add := func(name string) {
		if name != "" && !seen[name] && len(out) < mostNames {
			seen[name] = true
			out = append(out, name)
		}
	}
	person := discourse.PronounKind(pronoun) == "he" || discourse.PronounKind(pronoun) == "she"
	if person {
		if who := personNamed(v.evidence.Corpus, c.Speaker); who != nil {
			add(who.Surname)
		}
		for _, r := range remarksAt(p, quote) {
			if r.Person != nil {
				add(r.Person.Surname)
			}
		}
		for _, m := range v.evidence.Corpus.Mentions(p.Text[in.Start:in.End]) {
			add(m.Person.Surname)
		}
		return out
	}
	reader := &tagger.Reader{Mentions: v.evidence.Corpus.Mentions, Proper: tagger.ProperIn(p.Text)}
	d := v.read(reader, p, v.evidence.Corpus.Article(p.Article))
	for i, s := range p.Sentences {
		if !s.Span.Overlaps(quote) || i >= len(d.Sentences) {
			continue
		}
		for _, root := range d.Sentences[i].Clauses {
			root.Clauses(func(k *clause.Clause) {
				subject := k.Surface()
				if subject.IsPronoun() {
					if meant := d.Meant(subject, i); len(meant) > 0 {
						subject = meant[0]
					}
				}
				add(nameOf(subject))
			})
		}
	}
	for _, name := range v.issuers(p) {
		add(name)
	}
	return out
}

// nameOf is a phrase in its own words, without what is attached to it; "" for one that names nothing by itself.
func nameOf(p *clause.Phrase) string {
	if p == nil || p.IsPronoun() || p.Quantified() || p.Head.Tag.In(tagger.Wh, tagger.Adj) || p.Head.Text == "" || p.Owner != nil {
		return ""
	}
	one := func(q *clause.Phrase) string {
		words := ""
		if q.Head.Tag == tagger.Noun {
			words = "the "
		}
		for _, n := range q.Nums {
			words += n.Text + " "
		}
		for _, t := range q.Tokens() {
			words += t.Text + " "
		}
		return strings.TrimSpace(words)
	}
	if len(p.And) == 0 {
		return one(p)
	}
	parts := one(p)
	for i, q := range p.And {
		if q.IsPronoun() || q.Quantified() {
			return ""
		}
		if i == len(p.And)-1 {
			parts += " " + p.Join + " "
		} else {
			parts += ", "
		}
		parts += one(q)
	}
	return parts
}

// issuers are who may be meant by "we" in the own words of the passage's article.
func (v *Verifier) issuers(p *corpus.Passage) []string {
	return issuer.Of(v.evidence.Corpus.Article(p.Article))
}

// issuerPhrase is a phrase that names who issued an article.
func issuerPhrase(name string) *clause.Phrase {
	if bare, ok := strings.CutPrefix(name, "the "); ok {
		p := discourse.Named(bare)
		p.Det, p.Head.Tag = "the", tagger.Noun
		p.Head.Lemmas = thesaurus.English().Lemmas(p.Head.Folded)
		return p
	}
	return discourse.Named(name)
}
