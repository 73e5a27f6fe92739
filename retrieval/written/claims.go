package written

import (
	"context"
	"errors"
	"slices"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/verify"
)

// Form is what a model words.
type Form int

const (
	AnAnswer Form = iota
	ASummary
	AnIntroduction // of a list
)

// Task is what a model words, and from what.
type Task struct {
	Form      Form
	Question  string   // of an answer, understandable by itself
	Turns     []Turn   // before the question, where it leans on them
	Topic     string   // of a summary or a list; "" for none
	Sentences int      // how many a summary has
	Listed    []string // what stands in a list

	Evidence retrieval.Evidence // for Verify: all that may be cited
	Ranked   []*corpus.Passage  // of the evidence: what may be shown, best first
}

// Became is what became of a claim.
type Became string

const (
	Kept     Became = "kept"     // it holds, in the model's words
	Repaired Became = "repaired" // it held when it was worded once more
	Replaced Became = "replaced" // the sentences that it quotes stand in its place
	Covered  Became = "covered"  // the sentences that it rests on are said already
	Dropped  Became = "removed"  // nothing of it is said
)

// Line is a claim, and what became of it.
type Line struct {
	Text      string // as the model wrote it
	Became    Became
	Reason    string             // why it is not kept as it was written; "" when it is
	Sentences []verify.Supported // what is said for it
	Nearness  float64            // how much of it the sentences in its place tell, 0 to 1; 0 when none are

	claim verify.Claim
}

// Wording is what a model wrote, line by line. No lines mean that it says the articles do not tell.
type Wording struct {
	Lines  []Line
	Tokens int // that the prompt had, about
}

// Holds reports whether a claim of the model holds.
func (w *Wording) Holds() bool {
	return slices.ContainsFunc(w.Lines, func(l Line) bool { return l.Became == Kept || l.Became == Repaired })
}

// Nearness is how near the claim that is nearest to the sentences in its place is to them.
func (w *Wording) Nearness() float64 {
	most := 0.0
	for _, l := range w.Lines {
		most = max(most, l.Nearness)
	}
	return most
}

// Sentences are those that are said, in order.
func (w *Wording) Sentences() []verify.Supported {
	var out []verify.Supported
	for _, l := range w.Lines {
		out = append(out, l.Sentences...)
	}
	return out
}

// Unsay takes back what is said of all that the model wrote.
func (w *Wording) Unsay() {
	for i := range w.Lines {
		w.Lines[i].Sentences = nil
	}
}

// Own are the sentences in the model's words.
func (w *Wording) Own() []verify.Supported {
	var out []verify.Supported
	for _, l := range w.Lines {
		if l.Became == Kept || l.Became == Repaired {
			out = append(out, l.Sentences...)
		}
	}
	return out
}

// Removed are the claims that are not shown as they were written, with the reasons.
func (w *Wording) Removed() []verify.Removed {
	var out []verify.Removed
	for _, l := range w.Lines {
		if l.Reason != "" {
			out = append(out, verify.Removed{Text: l.Text, Reason: l.Reason})
		}
	}
	return out
}

// ErrNothingToShow means that there is no passage to show a model.
var ErrNothingToShow = errors.New("no passage can be shown")

// Word has the model word what the task says. An error wraps ErrNothingToShow, one of the reasons why a model's answer is not used, or what
// the Generator returned; a cancelled context is one. A server that has too little room for the passages is asked once more, with fewer.
func (d *Dialogue) Word(ctx context.Context, t Task) (*Wording, error) {
	p := d.prompts.claims
	switch t.Form {
	case ASummary:
		p = d.prompts.summary
	case AnIntroduction:
		p = d.prompts.introduction
	}
	tokens, most := d.options.PassageTokens, mostPassages
	switch t.Form {
	case ASummary:
		tokens *= summaryRoom
		most *= summaryRoom
	case AnIntroduction:
		tokens /= 2
	}
	data := claimsData{Question: t.Question, Turns: turnsOf(t.Turns), Topic: t.Topic, Sentences: t.Sentences, Listed: t.Listed}
	if room := int(d.room.Load()); room > 0 {
		tokens = min(tokens, d.left(p, data, room))
	}
	shown := t.pieces(tokens, most)
	out, err := d.word(ctx, t, p, data, shown)
	var full *noRoom
	if !errors.Is(err, ErrNoRoom) || len(shown) < 2 || ctx.Err() != nil {
		return out, err
	}
	tokens = sizeOf(shown) / 2
	if errors.As(err, &full) && full.took > 0 {
		tokens = min(tokens, d.left(p, data, full.took))
	}
	out, err = d.word(ctx, t, p, data, t.pieces(tokens, most))
	if err == nil {
		d.room.Store(int64(out.Tokens + answerRoom))
	}
	return out, err
}

// summaryRoom is how many times more passages a summary is made from than an answer.
const summaryRoom = 3

// answerRoom is what a context must hold besides the prompt, in tokens: the answer, and what a server puts around the messages.
const answerRoom = 350

// left is how many tokens of passages a prompt may have where it may have so many in all.
func (d *Dialogue) left(p prompt, data claimsData, room int) int {
	data.Articles, data.Passages = []articleShown{}, []passageShown{}
	request, err := p.request(data)
	if err != nil {
		return 0
	}
	return max(0, room-request.size()-answerRoom)
}

// sizeOf is about how many tokens what is shown costs.
func sizeOf(shown []piece) int {
	n := 0
	for _, p := range shown {
		n += p.tokens()
	}
	return n
}

// word asks the model once, and once more for what does not hold.
func (d *Dialogue) word(ctx context.Context, t Task, p prompt, data claimsData, shown []piece) (*Wording, error) {
	if len(shown) == 0 {
		return nil, ErrNothingToShow
	}
	data.show(d.corpus, shown)
	request, err := p.request(data)
	if err != nil {
		return nil, err
	}
	tell(ctx, Stage{Reading, len(shown)})
	out := &Wording{Tokens: request.size()}
	key := ""
	if len(data.Turns) == 0 {
		key = d.key(request, "") // what is made of a conversation is not kept
	}
	err = d.do(ctx, task{request: request, doing: Writing, passages: len(shown), within: p.within, key: key, use: func(raw []byte) error {
		out.Lines = nil
		claims, err := readClaims(raw, shown, p.claims)
		if err != nil {
			return err
		}
		c := newChecker(t)
		for _, claim := range claims {
			out.Lines = append(out.Lines, c.check(claim))
		}
		if len(claims) > 0 && !out.Holds() {
			return ErrModelUnsupported // not worth keeping, and worth asking anew where it was kept
		}
		return nil
	}})
	if err != nil && !errors.Is(err, ErrModelUnsupported) {
		return nil, err
	}
	d.repair(ctx, t, shown, out)
	return out, nil
}
