package choose

import (
	"cmp"
	"context"
	"slices"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval"
	"readout/retrieval/evidence"
	"readout/retrieval/named"
	"readout/retrieval/question"
	"readout/retrieval/verify"
)

// searched is how many passages are looked at for one question. A corpus of a few articles is looked at whole.
const searched = 60

// Search is one question on its way to an answer.
type Search struct {
	Snapshot *retrieval.Snapshot
	Asked    question.Asked
	OfTopic  bool // a topic is looked up, and no question
	Evidence retrieval.Evidence
	Read     *evidence.Reading // of the evidence; nil where everything the articles report is

	filter []corpus.ArticleID // only these are asked; empty means all
}

// Claim and Citation are those of package verify.
type (
	Claim    = verify.Claim
	Citation = verify.Citation
)

// mayAsk reports whether an article may be asked.
func (s *Search) mayAsk(id corpus.ArticleID) bool {
	return len(s.filter) == 0 || slices.Contains(s.filter, id)
}

// askable are those of the articles that may be asked.
func (s *Search) askable(articles []corpus.ArticleID) []corpus.ArticleID {
	return Askable(articles, s.filter)
}

// Askable are those of the articles that stand in the filter; an empty one keeps all.
func Askable(articles, filter []corpus.ArticleID) []corpus.ArticleID {
	return slices.DeleteFunc(slices.Clone(articles), func(id corpus.ArticleID) bool { return len(filter) > 0 && !slices.Contains(filter, id) })
}

// Result is what a search came to: claims, or none and why.
type Result struct {
	Claims      []Claim
	Told        []Candidate // that a summary is made of
	Differences []Difference
	Premises    []Premise
	OnlyPlanned bool // of what is asked about as past, nothing but a plan is told
	Confidence  float64
	Reason      Reason
	Missing     []string            // names and numbers that nothing found holds
	Read        []evidence.Sentence // what may answer, the most probable first
}

// dropOrders leaves out the passages in which nothing but orders to whoever answers stands.
func (s *Search) dropOrders() {
	kept := s.Evidence.Hits[:0:0]
	for _, h := range s.Evidence.Hits {
		for _, t := range h.Passage.Sentences {
			if !t.Order {
				kept = append(kept, h)
				break
			}
		}
	}
	s.Evidence.Hits = kept
}

// Answer answers each question that a question consists of, from evidence of its own, and puts the results together.
func Answer(ctx context.Context, common *question.Setting, whole question.Asked, filter []corpus.ArticleID) (*Search, Result, error) {
	s, err := New(ctx, common.Snapshot, whole, filter)
	if err != nil {
		return nil, Result{}, err
	}
	texts := whole.Parts
	if whole.About != named.Nothing {
		texts = question.Clauses(whole.Text)
	}
	if len(texts) == 1 {
		return s, s.answer(), nil
	}
	var parts []question.Asked
	for i, text := range texts {
		if i > 0 {
			text = question.Completed(text, texts[0], s.Snapshot.Corpus)
		}
		part := question.Understand(text, s.Snapshot.Corpus, common)
		part.Parts = part.Parts[:1] // what was split once is one question
		parts = append(parts, part)
	}
	// Of an article itself all is asked at once, but for what it states in different lines.
	if whole.About != named.Nothing && slices.ContainsFunc(parts, func(p question.Asked) bool { return p.About == named.Nothing }) {
		return s, s.answer(), nil
	}
	var all Result
	for i, part := range parts {
		sub, err := New(ctx, common.Snapshot, part, filter)
		if err != nil {
			return nil, Result{}, err
		}
		r := sub.answer()
		if i == 0 {
			all.Reason, all.Missing, all.Read = r.Reason, r.Missing, r.Read
		}
		if len(r.Claims) == 0 {
			continue
		}
		all.Claims = append(all.Claims, r.Claims...)
		all.Differences = append(all.Differences, r.Differences...)
		all.Premises = append(all.Premises, r.Premises...)
		all.Confidence = max(all.Confidence, r.Confidence)
		for _, h := range sub.Evidence.Hits {
			s.Show(h.Passage)
		}
	}
	return s, all, nil
}

// New retrieves the evidence for a question and has it read.
func New(ctx context.Context, snapshot *retrieval.Snapshot, asked question.Asked, filter []corpus.ArticleID) (*Search, error) {
	s := &Search{Snapshot: snapshot, Asked: asked, filter: filter}
	var err error
	if s.Evidence, err = snapshot.Retrieve(ctx, asked.Lookup, filter, searched); err != nil {
		return nil, err
	}
	if asked.Occasion {
		s.beginnings()
	}
	s.dropOrders()
	if s.Read, err = evidence.Read(ctx, snapshot, cmp.Or(asked.ToRead, asked.Text), s.Evidence); err != nil {
		return nil, err
	}
	return s, nil
}

// SourceClaim is the claim that repeats a sentence of a passage: nothing is reworded.
func SourceClaim(p *corpus.Passage, sentence int) Claim {
	t := p.Sentences[sentence].Text
	return Claim{Text: prose.EndStopped(prose.OneLine(t)), Passage: p.ID, Quote: t}
}
