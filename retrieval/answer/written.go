package answer

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/verify"
)

// WrittenOptions set how a model words answers. The zero value is ready for use.
type WrittenOptions struct {
	Wait          time.Duration // how long one question waits for the model, all calls together; 0 means DefaultWait
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

// lastMoment is kept of a caller's deadline, to answer with quotations in.
const lastMoment = 200 * time.Millisecond

// NewWritten returns an Answerer whose open answers, summaries and introductions are worded by a model; it also completes questions that
// lean on the turns before them, and translates where a language is asked for. Understanding the question, retrieval, the gate, premises,
// disagreements and abstention stay code, and of what the model writes only the sentences that Verify supports are said. When it fails
// or nothing is left, the quotations answer, as those of New do, and Answer.Fallback says why. All that is waited for the model, for one
// question, ends at the same time: after WrittenOptions.Wait, or a moment before the context's deadline.
func NewWritten(current func() *retrieval.Snapshot, model Generator, o WrittenOptions) *Answerer {
	if o.Wait == 0 {
		o.Wait = DefaultWait
	}
	if o.PassageTokens == 0 {
		o.PassageTokens = DefaultPassageTokens
	}
	return &Answerer{current: current, writer: &writer{model: model, options: o, prompts: prompts()}}
}

// writer has a model word answers.
type writer struct {
	model   Generator
	options WrittenOptions
	prompts *promptSet
	content atomic.Pointer[contentHash] // of the corpus last asked
}

// word puts what the model says in the place of the composed sentences, as far as it is supported. When it fails, out.Fallback says
// why and the composed sentences are returned. The only error is a cancelled context.
func (d *dialogue) word(ctx context.Context, s *search, r result, composed []Supported, out *Answer) ([]Supported, error) {
	if d == nil || len(composed) == 0 || !s.open(r) {
		return composed, nil
	}
	shown := s.shownToModel(composed, d.options.PassageTokens)
	kept, err := d.supported(ctx, s, d.prompts.claims, promptData{Question: out.Resolved}, shown, out, func(kept []Supported) bool {
		return slices.ContainsFunc(kept, func(k Supported) bool { return cites(composed, k.Citation.Passage.ID) })
	})
	if err == nil {
		out.Model = d.model.Model()
		return append(kept, sidesMissing(r.differences, composed, kept)...), nil
	}
	return composed, out.fallBack(ctx, err)
}

// fallBack notes why quotations answer. The error that it returns is that of a cancelled context.
func (out *Answer) fallBack(ctx context.Context, why error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	out.Fallback = why
	return nil
}

// supported has the model make claims about the passages shown, and returns those that hold; enough tells whether they will do. The
// others go to out.Removed. Its errors are those that Answer.Fallback may have.
func (d *dialogue) supported(ctx context.Context, s *search, p prompt, data promptData, shown []*corpus.Passage, out *Answer, enough func([]Supported) bool) ([]Supported, error) {
	data.Passages = labelled(d.corpus, shown)
	request, err := p.request(data)
	if err != nil {
		return nil, err
	}
	tell(ctx, Stage{Reading, len(shown)})
	var kept []Supported
	var removed []Removed
	err = d.do(ctx, task{request: request, doing: Writing, passages: len(shown), within: p.within, key: d.key(request, ""), use: func(raw []byte) error {
		kept, removed = nil, nil
		claims, err := readClaims(raw, shown, p.claims)
		if err != nil {
			return err
		}
		if kept, removed = verify.Verify(s.evidence, claims); !enough(kept) {
			return ErrModelUnsupported
		}
		return nil
	}})
	if err == nil || errors.Is(err, ErrModelUnsupported) {
		out.Removed = append(out.Removed, removed...)
	}
	return kept, err
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

// shownToModel are the passages that the model sees: those that the composed answer rests on, then the best of the evidence.
func (s *search) shownToModel(composed []Supported, tokens int) []*corpus.Passage {
	var ranked []*corpus.Passage
	for _, k := range composed {
		ranked = append(ranked, k.Citation.Passage)
	}
	for _, h := range s.evidence.Hits {
		ranked = append(ranked, h.Passage)
	}
	return fitting(ranked, tokens)
}

// fitting are the passages that fit, taken in their order, each once. The first stand first and last, where models read most carefully
// (Liu et al., "Lost in the Middle", 2024). A passage with an order to whoever answers is left out whole, and so are lines that are no
// reporting.
func fitting(ranked []*corpus.Passage, tokens int) []*corpus.Passage {
	var out []*corpus.Passage
	for _, p := range ranked {
		cost := EstimateTokens(p.Text) + tokensPerPassage
		if p.Role != corpus.RoleBody || slices.Contains(out, p) || cost > tokens ||
			slices.ContainsFunc(p.Sentences, func(t corpus.Sentence) bool { return t.Order }) {
			continue
		}
		tokens -= cost
		out = append(out, p)
	}
	return bestAtBothEnds(out)
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
