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
	Lacks     bool               // they lack a word that was asked about, and that the claim has from the question alone

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

// Nearness is how near the claim that is nearest to the sentences in its place is to them. A claim whose sentences lack what was asked
// about counts as less near, by what the caller gives.
func (w *Wording) Nearness(lessIfLacking float64) float64 {
	most := 0.0
	for _, l := range w.Lines {
		near := l.Nearness
		if l.Lacks {
			near -= lessIfLacking
		}
		most = max(most, near)
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
// the Generator returned; a cancelled context is one. A server that has too little room for the passages, or seems to have, is asked once
// more, with fewer.
func (d *Dialogue) Word(ctx context.Context, t Task) (*Wording, error) {
	p := d.prompts.claims
	tokens, most := d.options.PassageTokens, mostPassages
	switch t.Form {
	case ASummary:
		p = d.prompts.summary
		tokens *= summaryRoom
		most *= summaryRoom
	case AnIntroduction:
		p = d.prompts.introduction
		tokens /= 2
	}
	data := claimsData{Question: t.Question, Turns: turnsOf(t.Turns), Topic: t.Topic, Sentences: t.Sentences, Listed: t.Listed}
	if room := int(d.room.Load()); room > 0 {
		tokens = min(tokens, d.left(p, data, room))
	}
	shown := t.pieces(tokens, most)
	out, count, err := d.word(ctx, t, p, data, shown)
	if d.tooLong(out, count, err) && len(shown) > 1 && ctx.Err() == nil {
		less := sizeOf(shown) / 2
		if count.input > 0 {
			less = min(less, d.left(p, data, count.input))
		}
		fewer := t.pieces(less, most)
		again, countAgain, errAgain := d.word(ctx, t, p, data, fewer)
		cut, errAgain := d.judge(count, countAgain, err, errAgain)
		if err != nil || cut && errAgain == nil {
			shown, out, err = fewer, again, errAgain
		}
	} else {
		d.meter.note(count)
	}
	if err != nil {
		return nil, err
	}
	d.repair(ctx, t, shown, out)
	return out, nil
}

// judge tells whether a prompt was too long for the model's context, by what became of it and of a shorter one, and remembers how long a
// prompt may be. Where the shorter one was cut off as well, that is its error.
func (d *Dialogue) judge(long, short counted, errLong, errShort error) (cut bool, err error) {
	cut = errLong != nil && long.input == 0 || d.meter.compare(long, short)
	switch {
	case !cut || errShort != nil:
		return cut, errShort
	case d.meter.cut(short):
		return cut, &noRoom{short.input}
	}
	room := short.size + answerRoom
	if long.input > 0 && short.input > 0 {
		room = max(room, int(float64(long.input)/short.share()))
	}
	d.room.Store(int64(room))
	return cut, nil
}

// tooLong reports whether a prompt is longer than the model's context, or may be: the server says so, or by what it counted it did not read
// all of it; or it may not have, and nothing came of it.
func (d *Dialogue) tooLong(out *Wording, count counted, err error) bool {
	if errors.Is(err, ErrNoRoom) || d.meter.cut(count) {
		return true
	}
	return d.meter.doubts(count) && (errors.Is(err, ErrModelNonsense) || err == nil && !out.Holds())
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

// word asks the model once, and tells what the server counted.
func (d *Dialogue) word(ctx context.Context, t Task, p prompt, data claimsData, shown []piece) (*Wording, counted, error) {
	var count counted
	if len(shown) == 0 {
		return nil, count, ErrNothingToShow
	}
	data.show(d.corpus, shown)
	request, err := p.request(data)
	if err != nil {
		return nil, count, err
	}
	tell(ctx, Stage{Reading, len(shown)})
	out := &Wording{Tokens: request.size()}
	key := ""
	if len(data.Turns) == 0 {
		key = d.key(request, "") // what is made of a conversation is not kept
	}
	use := func(raw []byte) error {
		out.Lines = nil
		claims, err := readClaims(raw, shown, p.claims)
		if err != nil {
			return err
		}
		c := newChecker(t)
		for _, claim := range claims {
			out.Lines = append(out.Lines, c.check(claim))
		}
		if !out.Holds() && (len(claims) > 0 || d.meter.doubts(count)) || d.meter.cut(count) {
			return ErrModelUnsupported // not worth keeping, and worth asking anew where it was kept
		}
		return nil
	}
	err = d.do(ctx, task{request: request, doing: Writing, passages: len(shown), within: p.within, key: key, use: use, counted: &count})
	if err != nil && !errors.Is(err, ErrModelUnsupported) {
		return nil, count, err
	}
	return out, count, nil
}
