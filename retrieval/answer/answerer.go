package answer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval"
	"readout/retrieval/evidence"
	"readout/retrieval/named"
	"readout/retrieval/question"
	"readout/retrieval/shown"
	"readout/retrieval/verify"
	"readout/retrieval/written"
)

// ErrTooLong is returned for a question over MaxQuestion characters.
var ErrTooLong = errors.New("the question is too long")

// MaxQuestion is the longest question answered, in characters.
const MaxQuestion = 4000

// searched is how many passages are looked at for one question. A corpus of a few articles is looked at whole.
const searched = 60

// Answerer answers questions from the current version of a library. It is safe for concurrent use.
type Answerer struct {
	current func() *retrieval.Snapshot
	writer  *written.Writer                  // words answers; nil: quotations answer
	setting atomic.Pointer[question.Setting] // of the snapshot last asked
}

// New returns an Answerer that asks current for the version to answer from, once for each question: an answer never mixes two.
func New(current func() *retrieval.Snapshot) *Answerer { return &Answerer{current: current} }

// Answer answers a question with what the articles say, or abstains and says why. An error is a failed attempt (ErrTooLong, a
// cancelled context, an embedder that failed), never "the articles are silent".
func (a *Answerer) Answer(ctx context.Context, q Question) (*Answer, error) {
	if n := len([]rune(q.Text)); n > MaxQuestion {
		return nil, fmt.Errorf("answer: %w: %d characters, at most %d", ErrTooLong, n, MaxQuestion)
	}
	snapshot := a.current()
	out := &Answer{Question: q.Text, Resolved: prose.OneLine(q.Text), Version: snapshot.Version, Model: Quotations}
	text, reason := withoutOrders(prose.OneLine(q.Text))
	if reason != "" {
		out.Abstention = &Abstention{Reason: reason}
		return out, nil
	}
	q.Text = text
	d := a.dialogue(ctx, snapshot.Corpus, q.Articles)
	if !d.inEnglish(ctx, &q, snapshot.Corpus, out) {
		return out, nil
	}
	common := a.settingOf(snapshot)
	resolved := q.Text
	if out.Language == "" || q.Text != text { // else it is in words that nothing here knows
		q.Text = question.SpelledOut(q.Text)
		resolved, _ = snapshot.Words.Mend(d.resolve(ctx, q, snapshot.Corpus))
	}
	out.Resolved = resolved

	asked := question.Understand(resolved, snapshot.Corpus, common)
	filter := q.Articles
	if named := (&search{filter: filter}).askable(asked.Articles); len(named) > 0 && !q.Whole {
		filter = named
		out.Narrowed = &Narrowed{Articles: named}
		for _, n := range asked.Named {
			out.Narrowed.Words = append(out.Narrowed.Words, asked.Text[n.Start:n.End])
		}
	}
	s, r, err := answerParts(ctx, common, asked, filter)
	if err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	kept, err := d.word(ctx, s, &r, s.verify(out, r), out)
	if err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	s.conclude(out, r, kept)
	d.translate(ctx, out, q.Language)
	d.account(out)
	return out, nil
}

// answerParts answers each question that a question consists of, from evidence of its own, and puts the results together.
func answerParts(ctx context.Context, common *question.Setting, whole question.Asked, filter []corpus.ArticleID) (*search, result, error) {
	s, err := newSearch(ctx, common.Snapshot, whole, filter)
	if err != nil {
		return nil, result{}, err
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
			text = question.Completed(text, texts[0], s.snapshot.Corpus)
		}
		part := question.Understand(text, s.snapshot.Corpus, common)
		part.Parts = part.Parts[:1] // what was split once is one question
		parts = append(parts, part)
	}
	// Of an article itself all is asked at once, but for what it states in different lines.
	if whole.About != named.Nothing && slices.ContainsFunc(parts, func(p question.Asked) bool { return p.About == named.Nothing }) {
		return s, s.answer(), nil
	}
	var all result
	for i, part := range parts {
		sub, err := newSearch(ctx, common.Snapshot, part, filter)
		if err != nil {
			return nil, result{}, err
		}
		r := sub.answer()
		if i == 0 {
			all.reason, all.missing, all.read = r.reason, r.missing, r.read
		}
		if len(r.claims) == 0 {
			continue
		}
		all.claims = append(all.claims, r.claims...)
		all.differences = append(all.differences, r.differences...)
		all.premises = append(all.premises, r.premises...)
		all.confidence = max(all.confidence, r.confidence)
		for _, h := range sub.evidence.Hits {
			s.show(h.Passage)
		}
	}
	return s, all, nil
}

// newSearch retrieves the evidence for a question and has it read.
func newSearch(ctx context.Context, snapshot *retrieval.Snapshot, asked question.Asked, filter []corpus.ArticleID) (*search, error) {
	s := &search{snapshot: snapshot, asked: asked, filter: filter}
	var err error
	if s.evidence, err = snapshot.Retrieve(ctx, asked.Lookup, filter, searched); err != nil {
		return nil, err
	}
	if asked.Occasion {
		s.beginnings()
	}
	s.dropOrders()
	if s.read, err = evidence.Read(ctx, snapshot, cmp.Or(asked.ToRead, asked.Text), s.evidence); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *search) verify(out *Answer, r result) []Supported {
	kept, removed := verify.Verify(s.evidence, r.claims)
	out.Confidence, out.Removed, out.Read = r.confidence, removed, r.read
	return kept
}

// conclude writes the sentences kept into the answer; with none, it abstains.
func (s *search) conclude(out *Answer, r result, kept []Supported) {
	if len(kept) == 0 {
		out.Abstention = s.abstain(r)
		return
	}
	out.number(kept)
	if s.asked.Dated {
		out.date()
	}
	out.settle(s.evidence, r.differences)
	out.correct(r.premises)
	if r.onlyPlanned {
		out.unknownWhether()
	}
}

func (a *Answerer) settingOf(s *retrieval.Snapshot) *question.Setting {
	if known := a.setting.Load(); known != nil && known.Snapshot == s {
		return known
	}
	fresh := question.NewSetting(s)
	a.setting.Store(fresh)
	return fresh
}

// search is one question on its way to an answer.
type search struct {
	snapshot *retrieval.Snapshot
	asked    question.Asked
	filter   []corpus.ArticleID // only these are asked; empty means all
	ofTopic  bool               // a topic is looked up, and no question
	evidence retrieval.Evidence
	read     *evidence.Reading // of the evidence; nil where everything the articles report is
}

// mayAsk reports whether an article may be asked.
func (s *search) mayAsk(id corpus.ArticleID) bool {
	return len(s.filter) == 0 || slices.Contains(s.filter, id)
}

// askable are those of the articles that may be asked.
func (s *search) askable(articles []corpus.ArticleID) []corpus.ArticleID {
	return slices.DeleteFunc(slices.Clone(articles), func(id corpus.ArticleID) bool { return !s.mayAsk(id) })
}

// result is what a search came to: claims, or none and why.
type result struct {
	claims      []Claim
	told        []candidate // that a summary is made of
	differences []difference
	premises    []premise
	onlyPlanned bool // of what is asked about as past, nothing but a plan is told
	confidence  float64
	reason      Reason
	missing     []string
	read        []evidence.Sentence // what may answer, the most probable first
}

// dropOrders leaves out the passages in which nothing but orders to whoever answers stands.
func (s *search) dropOrders() {
	kept := s.evidence.Hits[:0:0]
	for _, h := range s.evidence.Hits {
		for _, t := range h.Passage.Sentences {
			if !t.Order {
				kept = append(kept, h)
				break
			}
		}
	}
	s.evidence.Hits = kept
}

// citing is the number of the citation of a passage; 0 when there is none.
func (out *Answer) citing(id corpus.PassageID) int {
	return 1 + slices.IndexFunc(out.Citations, func(c Citation) bool { return c.Passage.ID == id })
}

// joined is the span of two quotes of a passage; the first alone where an order to whoever answers stands between them.
func joined(p *corpus.Passage, a, b prose.Span) prose.Span {
	both := prose.Span{Start: min(a.Start, b.Start), End: max(a.End, b.End)}
	if slices.ContainsFunc(p.Sentences, func(t corpus.Sentence) bool { return t.Order && t.Span.Overlaps(both) }) {
		return a
	}
	return both
}

// number adds the sentences in their order with their citations, one for each passage, numbered from 1. Of equal ones, the first gets the
// citations of all.
func (out *Answer) number(kept []Supported) {
	bySentence := map[string]int{}
	after := "" // what is shown last
	for i, k := range kept {
		n := out.citing(k.Citation.Passage.ID)
		if n == 0 {
			n = len(out.Citations) + 1
			k.Citation.N = n
			out.Citations = append(out.Citations, k.Citation)
		} else {
			c := &out.Citations[n-1]
			c.Quote = joined(c.Passage, c.Quote, k.Citation.Quote)
			if c.Speaker != k.Citation.Speaker {
				c.Speaker = ""
			}
		}
		same := prose.Fold(k.Text)
		if i, ok := bySentence[same]; ok {
			if cites := &out.Sentences[i].Citations; !slices.Contains(*cites, n) {
				*cites = append(*cites, n)
			}
			continue
		}
		bySentence[same] = len(out.Sentences)
		told := shownAfter(kept[:i], after, k)
		after = told.Text
		out.Sentences = append(out.Sentences, Sentence{Text: told.Text, Added: told.Added, Citations: []int{n}})
	}
}

// sourceClaim is the claim that repeats a sentence of a passage: nothing is reworded.
func sourceClaim(p *corpus.Passage, sentence int) Claim {
	t := p.Sentences[sentence].Text
	return Claim{Text: shown.EndStopped(prose.OneLine(t)), Passage: p.ID, Quote: t}
}

// date adds to the weekdays of the answer the days that they mean, where all articles that a sentence cites mean the same.
func (out *Answer) date() {
	for i := range out.Sentences {
		s := &out.Sentences[i]
		of := map[string][]string{}
		for _, n := range s.Citations {
			text, days := shown.WithDays(out.Citations[n-1].Article, s.Text)
			of[text] = days
		}
		for text, days := range of {
			if len(of) == 1 && len(days) > 0 {
				s.Text, s.Added = text, slices.Concat(s.Added, days)
			}
		}
		slices.SortStableFunc(s.Added, func(a, b string) int { return cmp.Compare(strings.Index(s.Text, a), strings.Index(s.Text, b)) })
	}
}
