package answer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"readout/corpus"
	"readout/retrieval"
)

// WrittenOptions set how a model words answers. The zero value is ready for use.
type WrittenOptions struct {
	Wait          time.Duration // how long one question waits for the model; 0 means DefaultWait
	PassageTokens int           // how much of the evidence it is shown; 0 means DefaultPassageTokens

	// Spend is asked before each call, with the most that it may cost; an error (ErrOverBudget) forbids it. It returns what to call
	// with the actual cost. Nil allows everything.
	Spend func(ctx context.Context, worst Usage) (settle func(Usage), err error)

	Cache Cache // of what the model wrote; nil keeps nothing
}

// Cache keeps what a model wrote. The key is a hash of all that the writing depends on: the articles, the model, its rules, the question,
// the articles asked, the language, the form. What comes out is checked like what a model writes now, and asked for anew when it is of no
// use: a damaged or foreign cache can put no words into an answer. What a model makes of a conversation is not kept.
type Cache interface {
	// Get returns what is kept under the key, if anything. A cache that fails has nothing.
	Get(ctx context.Context, key string) (value []byte, ok bool)
	// Put keeps a value: JSON of some kilobytes. One that fails may keep nothing.
	Put(ctx context.Context, key string, value []byte)
}

// The defaults of WrittenOptions.
const (
	DefaultWait          = 30 * time.Second
	DefaultPassageTokens = 6000
)

const (
	answerTokens = 1200                   // room for most claims with their quotes
	lastMoment   = 200 * time.Millisecond // kept of a caller's deadline, to answer with quotations in
)

// NewWritten returns an Answerer whose open answers are worded by a model. Understanding the question, retrieval, the gate, premises,
// disagreements and abstention stay code, and of what the model writes only the sentences that Verify supports are said. When it fails
// or nothing is left, the quotations answer, as those of New do, and Answer.Fallback says why.
func NewWritten(current func() *retrieval.Snapshot, model Generator, o WrittenOptions) *Answerer {
	if o.Wait == 0 {
		o.Wait = DefaultWait
	}
	if o.PassageTokens == 0 {
		o.PassageTokens = DefaultPassageTokens
	}
	return &Answerer{current: current, writer: &writer{model: model, options: o, prompt: claimsPrompt()}}
}

// writer has a model word answers.
type writer struct {
	model   Generator
	options WrittenOptions
	prompt  prompt
}

// word puts what the model says in the place of the composed sentences, as far as it is supported. When it fails, out.Fallback says
// why and the composed sentences are returned. The only error is a cancelled context.
func (w *writer) word(ctx context.Context, s *search, r result, composed []Supported, out *Answer) ([]Supported, error) {
	if !s.open(r) {
		return composed, nil
	}
	claims, err := w.claims(ctx, s, composed, out)
	if err == nil {
		var kept []Supported
		var removed []Removed
		kept, removed = Verify(s.evidence, claims)
		out.Removed = append(out.Removed, removed...)
		if slices.ContainsFunc(kept, func(k Supported) bool { return cites(composed, k.Citation.Passage.ID) }) {
			out.Model = w.model.Model()
			return append(kept, sidesMissing(r.differences, composed, kept)...), nil
		}
		err = ErrModelUnsupported
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	out.Fallback = err
	return composed, nil
}

// open reports whether the wording of the answer is free. A corrected premise and what an article states of itself are not: there the
// exact words matter.
func (s *search) open(r result) bool { return len(r.premises) == 0 && s.asked.about == aboutNothing }

func cites(sentences []Supported, id corpus.PassageID) bool {
	return slices.ContainsFunc(sentences, func(k Supported) bool { return k.Citation.Passage.ID == id })
}

// sidesMissing are the composed sentences for sides of a difference that the model passed over: an answer shows all sides.
func sidesMissing(differences []difference, composed, kept []Supported) []Supported {
	var out []Supported
	for _, d := range differences {
		for _, side := range d.sides {
			for _, c := range side {
				if cites(kept, c.passage.ID) || cites(out, c.passage.ID) {
					continue
				}
				for _, k := range composed {
					if k.Citation.Passage.ID == c.passage.ID {
						out = append(out, k)
					}
				}
			}
		}
	}
	return out
}

// claims asks the model, within the time and the budget there is.
func (w *writer) claims(ctx context.Context, s *search, composed []Supported, out *Answer) ([]Claim, error) {
	shown := s.shownToModel(composed, w.options.PassageTokens)
	request, err := w.prompt.request(out.Resolved, s.snapshot.Corpus, shown)
	if err != nil {
		return nil, err
	}
	settle := func(Usage) {}
	if w.options.Spend != nil {
		worst := Usage{Input: EstimateTokens(request.Rules) + EstimateTokens(string(request.Data)), Output: request.MaxTokens, Estimated: true}
		if settle, err = w.options.Spend(ctx, worst); err != nil {
			return nil, err
		}
	}
	wait := w.options.Wait
	if deadline, ok := ctx.Deadline(); ok {
		wait = min(wait, time.Until(deadline)-lastMoment)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, wait, ErrModelLate)
	defer cancel()
	raw, used, err := w.generate(ctx, request)
	settle(used)
	out.Usage = out.Usage.Plus(used)
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		return nil, fmt.Errorf("%s: %w", w.model.Model(), err)
	}
	claims, err := w.prompt.read(raw, shown)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", w.model.Model(), err)
	}
	return claims, nil
}

// generate is Generate that ends with its context even if the model does not.
func (w *writer) generate(ctx context.Context, r Request) ([]byte, Usage, error) {
	type generated struct {
		raw  []byte
		used Usage
		err  error
	}
	done := make(chan generated, 1)
	go func() {
		raw, used, err := w.model.Generate(ctx, r)
		done <- generated{raw, used, err}
	}()
	select {
	case g := <-done:
		return g.raw, g.used, g.err
	case <-ctx.Done():
		// A model that stops in time says what it used; one that does not is charged for the most.
		select {
		case g := <-done:
			return nil, g.used, errors.Join(ctx.Err(), g.err)
		case <-time.After(lastMoment / 2):
			return nil, Usage{Input: EstimateTokens(r.Rules) + EstimateTokens(string(r.Data)), Output: r.MaxTokens, Estimated: true}, ctx.Err()
		}
	}
}

// shownToModel are the passages that the model sees: those that the composed answer rests on, then the best of the evidence, while
// they fit. The best stand first and last, where models read most carefully (Liu et al., "Lost in the Middle", 2024). A passage with
// an order to whoever answers is left out whole, and so are lines that are no reporting.
func (s *search) shownToModel(composed []Supported, tokens int) []*corpus.Passage {
	var ranked []*corpus.Passage
	add := func(p *corpus.Passage) {
		cost := EstimateTokens(p.Text) + tokensPerPassage
		if p.Role != corpus.RoleBody || slices.Contains(ranked, p) || cost > tokens ||
			slices.ContainsFunc(p.Sentences, func(t corpus.Sentence) bool { return t.Order }) {
			return
		}
		tokens -= cost
		ranked = append(ranked, p)
	}
	for _, k := range composed {
		add(k.Citation.Passage)
	}
	for _, h := range s.evidence.Hits {
		add(h.Passage)
	}
	return bestAtBothEnds(ranked)
}

// tokensPerPassage is about what a passage's label and source cost.
const tokensPerPassage = 40

// bestAtBothEnds puts the first, third, fifth ... in front and the second, fourth ... behind, the second last.
func bestAtBothEnds[T any](ranked []T) []T {
	front, back := make([]T, 0, len(ranked)), []T{}
	for i, x := range ranked {
		if i%2 == 0 {
			front = append(front, x)
		} else {
			back = append(back, x)
		}
	}
	slices.Reverse(back)
	return append(front, back...)
}

// sourceOf tells a model what an article is.
func sourceOf(a *corpus.Article) string {
	var parts []string
	for _, part := range []string{a.Title, a.Publisher, a.Agency, a.Author, a.Published.String(), string(a.Kind)} {
		if part != "" && !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}
