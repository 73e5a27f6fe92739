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
	"readout/retrieval/choose"
	"readout/retrieval/question"
	"readout/retrieval/shown"
	"readout/retrieval/verify"
	"readout/retrieval/written"
)

// ErrTooLong is returned for a question over MaxQuestion characters.
var ErrTooLong = errors.New("the question is too long")

// MaxQuestion is the longest question answered, in characters.
const MaxQuestion = 4000

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
	if named := choose.Askable(asked.Articles, filter); len(named) > 0 && !q.Whole {
		filter = named
		out.Narrowed = &Narrowed{Articles: named}
		for _, n := range asked.Named {
			out.Narrowed.Words = append(out.Narrowed.Words, asked.Text[n.Start:n.End])
		}
	}
	s, r, err := choose.Answer(ctx, common, asked, filter)
	if err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	kept, err := d.word(ctx, s, &r, out.verify(s.Evidence, r), out)
	if err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	out.conclude(s, r, kept)
	d.translate(ctx, out, q.Language)
	d.account(out)
	return out, nil
}

// verify keeps of a result's claims those that hold.
func (out *Answer) verify(ev retrieval.Evidence, r choose.Result) []Supported {
	kept, removed := verify.Verify(ev, r.Claims)
	out.Confidence, out.Removed, out.Read = r.Confidence, removed, r.Read
	return kept
}

// conclude writes the sentences kept into the answer; with none, it abstains.
func (out *Answer) conclude(s *choose.Search, r choose.Result, kept []Supported) {
	if len(kept) == 0 {
		out.Abstention = s.Abstain(r)
		return
	}
	out.number(kept)
	if s.Asked.Dated {
		out.date()
	}
	out.settle(s.Evidence, r.Differences)
	out.correct(r.Premises)
	if r.OnlyPlanned {
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

// citing is the number of the citation of a passage; 0 when there is none.
func (out *Answer) citing(id corpus.PassageID) int {
	return 1 + slices.IndexFunc(out.Citations, func(c Citation) bool { return c.Passage.ID == id })
}

// joined is the span of two quotes of a passage; the first alone where an order to whoever answers stands between them.
func joined(p *corpus.Passage, a, b prose.Span) prose.Span {
	both := prose.Span{Start: min(a.Start, b.Start), End: max(a.End, b.End)}
	if p.Orders(both) {
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
		told := choose.ShownAfter(kept[:i], after, k)
		after = told.Text
		out.Sentences = append(out.Sentences, Sentence{Text: told.Text, Added: told.Added, Citations: []int{n}})
	}
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

// settle turns the differences into disagreements: their sentences verified like any other, their citations those of the answer.
func (out *Answer) settle(ev retrieval.Evidence, found []choose.Difference) {
	for _, d := range found {
		dis := Disagreement{Point: d.Point}
		for _, told := range d.Sides {
			var claims []Claim
			for _, c := range told.Told {
				claims = append(claims, choose.SourceClaim(c.Passage, c.Sentence))
			}
			kept, _ := verify.Verify(ev, claims)
			var side Side
			for _, k := range kept {
				n := out.citing(k.Citation.Passage.ID)
				if n == 0 {
					continue
				}
				if side.Text == "" {
					side.Text = choose.ShownAfter(nil, "", k).Text // the best worded; the others say the same
					if told.Says != "" {
						side.Text = told.Says
					}
				}
				if !slices.Contains(side.Citations, n) {
					side.Citations = append(side.Citations, n)
				}
			}
			if side.Text != "" {
				dis.Sides = append(dis.Sides, side)
			}
		}
		if len(dis.Sides) > 1 {
			out.Disagreements = append(out.Disagreements, dis)
		}
	}
}

// correct tells of the premises that the kept sentences contradict.
func (out *Answer) correct(found []choose.Premise) {
	for _, p := range found {
		if n := out.citing(p.Passage.ID); n > 0 && len(p.Asked) > 0 {
			out.Premises = append(out.Premises, Premise{Asked: p.Asked[0].Name, Credited: p.Credited.Name, Citation: n})
		}
	}
}

// unknownWhether says of the planned sentences that no article tells what became of it.
func (out *Answer) unknownWhether() {
	for i := range out.Sentences {
		s := &out.Sentences[i]
		if last := len(s.Added) - 1; last >= 0 && strings.HasPrefix(s.Added[last], "[planned (") {
			note := s.Added[last]
			s.Added[last] = shown.OpenNote(note)
			s.Text = strings.TrimSuffix(s.Text, note) + s.Added[last]
		}
	}
}
