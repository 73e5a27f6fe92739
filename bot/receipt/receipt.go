// Package receipt writes down what an answer rests on, so that others can check it later from an export of the articles, without this
// program's answer, its model or a network: who is behind the sources, of which kinds and dates they are, and the hashes of what they say.
// It is not store.Receipt, which the buttons under an answer name.
//
//	answer -> Of -> Write -> file
//	file -> Read -> Verify, with the articles of an export -> faults, each naming what in the receipt does not hold
//
// A receipt is sealed with a hash of itself, which shows damage and careless changes. Whoever changes it on purpose can seal it anew:
// what proves the rest are the articles, from which everything but the question is computed again.
package receipt

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/scope"
	"readout/retrieval/shown"
	"readout/retrieval/verify"
)

// Format is the number of the form that is written. One with a higher number is of a later release.
const Format = 1

// kind is what the file says it is.
const kind = "readout-receipt"

// Receipt is what an answer rests on. Arrays are never null.
type Receipt struct {
	Kind      string     `json:"kind"`
	Format    int        `json:"format"`
	Program   string     `json:"program"` // the version of the program that wrote it
	Version   string     `json:"version"` // of the articles
	Question  string     `json:"question"`
	Resolved  string     `json:"resolved_question"`
	Within    Within     `json:"within"`
	Model     string     `json:"model"` // who worded the answer
	Abstained bool       `json:"abstained"`
	Sentences []Sentence `json:"sentences"`
	Origins   []Origin   `json:"origins"`
	Sources   []Source   `json:"sources"`
	Passages  []Passage  `json:"passages"` // cited; of an abstention, the nearest
	Seal      string     `json:"seal"`     // SHA-256 of the receipt with "" in its place
}

// Within is what was asked; "" is anything.
type Within struct {
	Article   string `json:"article"`
	Speaker   string `json:"speaker"`
	Publisher string `json:"publisher"`
	From      string `json:"from"`
	To        string `json:"to"`
	Kind      string `json:"kind"`
}

// Proof is how a sentence follows from the passages that it cites.
type Proof string

// The proofs.
const (
	Verbatim  Proof = "verbatim"  // it is whole sentences of one of them, besides what is added, which the article bears out
	Supported Proof = "supported" // one of them says it in other words, as package verify reads it
	Unproven  Proof = "unproven"  // from these passages alone it does not follow: Verify says so
)

// Sentence is a sentence of the answer.
type Sentence struct {
	Text     string   `json:"text"`
	Added    []string `json:"added,omitempty"` // what of Text is not the words of the passage's sentence; see answer.Sentence
	Passages []int    `json:"passages"`        // their numbers
	Proof    Proof    `json:"proof"`
}

// Origin is how many sources and passages are from one origin, of one kind and one date: a row of the table that tells how broadly an
// answer is founded.
type Origin struct {
	Origin    string      `json:"origin"` // the agency, else the publisher, else the article's ID
	Kind      corpus.Kind `json:"kind"`
	Published string      `json:"published"`
	Articles  int         `json:"articles"`
	Passages  int         `json:"passages"`
}

// Source is an article that is cited.
type Source struct {
	Article   corpus.ArticleID `json:"article"`
	Title     string           `json:"title"`
	Publisher string           `json:"publisher"`
	Agency    string           `json:"agency"`
	Author    string           `json:"author"`
	Published string           `json:"published"`
	Kind      corpus.Kind      `json:"kind"`
	Form      corpus.Form      `json:"form"`
	URL       string           `json:"url"`
	Report    corpus.ReportID  `json:"report"` // articles of one report are one text
	SHA256    string           `json:"sha256"` // of its text
}

// Passage is a passage that is cited.
type Passage struct {
	N         int              `json:"n"`
	Article   corpus.ArticleID `json:"article"`
	Passage   corpus.PassageID `json:"passage"`
	Paragraph int              `json:"paragraph"`
	Turn      int              `json:"turn"`
	SHA256    string           `json:"sha256"` // of its text
	From      int              `json:"from"`   // the words relied on, in bytes from the passage's beginning
	To        int              `json:"to"`
	Quote     string           `json:"quote"`
	Speaker   string           `json:"speaker"` // whom the article credits the words to; "" when they are its own
}

// Of is the receipt for an answer; program is the version of the program, c the articles that it was made from.
func Of(program string, c *reading.Corpus, a *scope.Answer) *Receipt {
	r := &Receipt{
		Kind: kind, Format: Format, Program: program, Version: a.Version, Question: a.Question, Resolved: a.Resolved, Model: a.Model,
		Within:    Within{a.Scope.Article, a.Scope.Speaker, a.Scope.Publisher, a.Scope.From.String(), a.Scope.To.String(), string(a.Scope.Kind)},
		Abstained: a.Abstention != nil, Sentences: []Sentence{}, Sources: []Source{}, Passages: []Passage{},
	}
	cited := a.Citations
	if a.Abstention != nil {
		cited = slices.Clone(a.Abstention.Closest)
		for i := range cited {
			cited[i].N = i + 1
		}
	}
	for _, p := range cited {
		from, to := p.Quote.Start-p.Passage.Span.Start, p.Quote.End-p.Passage.Span.Start
		r.Passages = append(r.Passages, passageOf(p.N, p.Passage, from, to))
		if !slices.ContainsFunc(r.Sources, func(s Source) bool { return s.Article == p.Article.ID }) {
			r.Sources = append(r.Sources, sourceOf(p.Article))
		}
	}
	for i, s := range a.Sentences {
		before := ""
		if i > 0 {
			before = a.Sentences[i-1].Text
		}
		said := Sentence{Text: s.Text, Passages: append([]int{}, s.Citations...)}
		said.Proof, said.Added = r.prove(c, said, before)
		r.Sentences = append(r.Sentences, said)
	}
	r.Origins = r.origins(c)
	r.Seal = r.seal()
	return r
}

func sourceOf(a *corpus.Article) Source {
	return Source{
		Article: a.ID, Title: a.Title, Publisher: a.Publisher, Agency: a.Agency, Author: a.Author, Published: a.Published.String(),
		Kind: a.Kind, Form: a.Form, URL: a.URL, Report: a.Report, SHA256: hash(a.Body),
	}
}

// passageOf is a passage with the words from byte from to byte to, which lie in it.
func passageOf(n int, p *corpus.Passage, from, to int) Passage {
	return Passage{
		N: n, Article: p.Article, Passage: p.ID, Paragraph: p.Paragraph, Turn: p.Turn.Number, SHA256: hash(p.Text), From: from, To: to,
		Quote: p.Text[from:to], Speaker: verify.SpeakerWithin(p, prose.Span{Start: p.Span.Start + from, End: p.Span.Start + to}),
	}
}

// hash is a SHA-256 in hexadecimal.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// prove is how a sentence follows from the passages that it names, which the articles have, and what of it is added to their words.
func (r *Receipt) prove(c *reading.Corpus, s Sentence, before string) (Proof, []string) {
	proof, added := Unproven, []string(nil)
	for _, p := range r.Passages {
		if !slices.Contains(s.Passages, p.N) {
			continue
		}
		in := c.Passage(p.Passage)
		if in == nil {
			continue
		}
		undated, notes := shown.WithoutDays(c.Article(in.Article), s.Text)
		text, note := shown.WithoutNote(c.Article(in.Article), in, undated)
		if note != "" {
			notes = append(notes, note)
		}
		if standsIn(in, p, text) {
			return Verbatim, notes
		}
		if names, ok := shownOf(in, p, text, before); ok {
			return Verbatim, append(names, notes...)
		}
		claim := answer.Claim{Text: text, Passage: p.Passage, Quote: p.Quote, Speaker: p.Speaker, Previous: before, Question: r.Resolved}
		evidence := retrieval.Evidence{Corpus: c, Results: retrieval.Results{Hits: []retrieval.Hit{{Passage: in}}}}
		kept, _ := verify.Verify(evidence, []verify.Claim{claim})
		if len(kept) > 0 && proof == Unproven {
			proof, added = Supported, notes
		}
	}
	return proof, added
}

// shownOf reports whether a text is what an answer shows for a sentence that lies in the words relied on, and what that adds to the
// sentence; before is what the answer shows before it.
func shownOf(in *corpus.Passage, p Passage, text, before string) (added []string, ok bool) {
	relied := prose.Span{Start: in.Span.Start + p.From, End: in.Span.Start + p.To}
	for i, sentence := range in.Sentences {
		if !sentence.Span.Overlaps(relied) {
			continue
		}
		for _, after := range []string{"", before} {
			if is := shown.Of(in, i, after); is.Text == text {
				return is.Added, true
			}
		}
	}
	return nil, false
}

// standsIn reports whether a text is whole sentences of a passage, all of them in the words relied on. That a part of a sentence stands
// there proves nothing: what was left out may be a "not".
func standsIn(in *corpus.Passage, p Passage, text string) bool {
	if p.From < 0 || p.To > len(in.Text) {
		return false
	}
	relied := prose.Span{Start: in.Span.Start + p.From, End: in.Span.Start + p.To}
	for i, first := range in.Sentences {
		if !first.Span.Overlaps(relied) {
			continue
		}
		for _, last := range in.Sentences[i:] {
			if !last.Span.Overlaps(relied) {
				break
			}
			from, to := first.Span.Start-in.Span.Start, last.Span.End-in.Span.Start
			if reads(in.Text[from:to], text) || from < in.Turn.Words && in.Turn.Words < to && reads(in.Text[in.Turn.Words:to], text) {
				return true
			}
		}
	}
	return false
}

// reads reports whether a stretch of an article reads like a text, which has a full stop also where the article has none.
func reads(stretch, text string) bool {
	plain := corpus.Plain(stretch)
	return plain == text || plain+"." == text
}

// origins is the table of what is behind the passages, the earliest first.
func (r *Receipt) origins(c *reading.Corpus) []Origin {
	out := []Origin{}
	for _, s := range r.Sources {
		a := c.Article(s.Article)
		if a == nil {
			continue
		}
		row := Origin{Origin: a.Origin(), Kind: a.Kind, Published: a.Published.String()}
		at := slices.IndexFunc(out, func(o Origin) bool {
			return o.Origin == row.Origin && o.Kind == row.Kind && o.Published == row.Published
		})
		if at < 0 {
			at = len(out)
			out = append(out, row)
		}
		out[at].Articles++
		for _, p := range r.Passages {
			if p.Article == a.ID {
				out[at].Passages++
			}
		}
	}
	slices.SortFunc(out, func(a, b Origin) int {
		return cmp.Or(cmp.Compare(a.Published, b.Published), cmp.Compare(a.Origin, b.Origin), cmp.Compare(a.Kind, b.Kind))
	})
	return out
}
