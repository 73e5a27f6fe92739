package chat

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"readout/bot/chat/gate"
	"readout/bot/chat/markup"
	"readout/bot/chat/wording"
	"readout/bot/reply"
	"readout/bot/store"
	"readout/bot/talk"
	"readout/corpus"
	"readout/retrieval/answer"
	"readout/retrieval/scope"
)

// Asked is a question as it came.
type Asked struct {
	Text     string
	Author   store.UserID // whose words they are, when not the asker's
	Private  bool
	Articles []corpus.ArticleID // only these are asked; nil for all
	Scope    scope.Scope        // what was chosen of them, and by whom they are to be said
	Whole    bool               // what the question's own words narrow it to is not heeded
	Follows  store.ReceiptID    // the answer that it may follow up; "" for none
	Visible  bool               // readers of the answer have the question before their eyes

	// Overview makes the answer to a command that is no question; its title stands above. nil for questions.
	Overview func(ctx context.Context, over Answerer) (*answer.Answer, Frame, error)
}

// turnsKept is how many earlier turns help to understand a question.
const turnsKept = 6

// Ask lets a question in, or refuses it with an error. What it returns answers the question.
func (b *Bot) Ask(ctx context.Context, q Request, a Asked) (Response, error) {
	text := markup.Typed(a.Text)
	switch n := len([]rune(text)); {
	case text == "":
		return Response{}, wording.Refuse(wording.NothingToSay)
	case n > answer.MaxQuestion:
		return Response{}, &wording.Refusal{Why: wording.TooLong, N: n}
	}
	admitted, err := b.enter(ctx, q)
	if err != nil {
		return Response{}, err
	}
	a.Text = text
	return Response{Private: a.Private, End: admitted.Leave,
		Later: func(ctx context.Context) (Message, error) { return b.answer(ctx, q, a, admitted) },
		Staged: func(ctx context.Context, show func(Message)) (Message, error) {
			return b.answer(answer.WithProgress(ctx, func(s answer.Stage) {
				if text := q.Language.Stages.Text(s); text != "" {
					show(Note(text))
				}
			}), q, a, admitted)
		}}, nil
}

// enter lets a question in. One that another process has let in is in.
func (b *Bot) enter(ctx context.Context, q Request) (*gate.Ticket, error) {
	if q.Admitted {
		return b.Gate.Pass(q.User), nil
	}
	if !b.Open() {
		return nil, wording.Refuse(wording.Restarting)
	}
	if err := b.answersIn(ctx, q); err != nil {
		return nil, err
	}
	admitted, err := b.Gate.Enter(ctx, q.User, q.Guild)
	if err != nil {
		return nil, err
	}
	if q.Admit != nil {
		err = q.Admit(ctx)
	}
	if err == nil {
		err = b.charge(ctx, q)
	}
	if err != nil {
		admitted.Leave()
		return nil, err
	}
	b.Metrics.Questions.Inc()
	return admitted, nil
}

// charge counts the question against the server's limits of the day, where there are any.
func (b *Bot) charge(ctx context.Context, q Request) error {
	limits := store.Limits{MemberHere: q.Settings.Limits.MemberHere, Guild: q.Settings.Limits.Guild}
	if limits == (store.Limits{}) {
		return nil
	}
	_, err := b.Options.Store.Reserve(ctx, store.Charge{Guild: q.Guild, Member: q.User, Amount: store.Amount{Questions: 1}, Limits: limits})
	return err
}

// answer answers a question that was let in, and stores the receipt.
func (b *Bot) answer(ctx context.Context, q Request, a Asked, admitted *gate.Ticket) (Message, error) {
	asking, cancel := context.WithTimeout(ctx, b.Options.AnswerTime)
	defer cancel()
	end, err := admitted.Begin(asking)
	if err != nil {
		return Message{}, err
	}
	defer end()
	start := b.Options.Clock()
	got, around, err := b.find(WithAccount(asking, Account{q.Guild, q.User}), q, a)
	if err != nil {
		return Message{}, fmt.Errorf("answer: %w", err)
	}
	if got == nil { // talk, of which nothing is kept
		return Message{Pieces: around.Talk, Rows: around.buttons}, nil
	}
	b.Metrics.Answered(got, b.Options.Clock().Sub(start))
	receipt, err := b.Options.Store.AddReceipt(ctx, ReceiptOf(q, a, got, around.Leans))
	if err != nil {
		return Message{}, fmt.Errorf("store the receipt: %w", err)
	}
	b.MovedOn(ctx, q.Guild, got.Version)
	m := Render(got, around, q.Language)
	m.Receipt = receipt
	m.Rows = AnswerButtons(q.Language, receipt, len(got.Citations) > 0)
	if around.narrows {
		m.Rows = append(m.Rows, Row(NewButton(q.Language.AskAll, Secondary, ActionWhole+":"+string(receipt)))...)
	}
	if a.Overview == nil && !around.Leans && b.canTell(q, got) {
		m.Rows = append(m.Rows, Row(NewButton(q.Language.TellMe, Primary, ActionTell+":"+string(receipt)))...)
	}
	m.Next = b.nextTo(q, a, got, receipt, m)
	return m, nil
}

// find answers the question, or makes the overview.
func (b *Bot) find(ctx context.Context, q Request, a Asked) (*answer.Answer, Frame, error) {
	answers, err := b.Options.Answers(ctx, q.Guild)
	if err != nil {
		return nil, Frame{}, err
	}
	if a.Overview != nil {
		return a.Overview(ctx, answers)
	}
	turns, err := b.turns(ctx, a.Follows)
	if err != nil {
		return nil, Frame{}, err
	}
	c, err := b.Articles(ctx, q)
	if err != nil {
		return nil, Frame{}, err
	}
	asking := answer.Question{Text: a.Text, Prior: turns, Articles: a.Articles, Language: q.Language.Tag}
	got, err := talk.Ask(ctx, answers, c, asking, a.Scope, a.Whole)
	if err != nil {
		return nil, Frame{}, err
	}
	in := reply.Talked(got, q.Language.Phrases)
	if got.Talked() {
		return nil, b.toTalk(ctx, q, got, in), nil
	}
	around := Frame{within: in.Within, Reply: &in, Leans: got.Kind != talk.Question,
		narrows: len(got.Inferred) > 0 && a.Scope.Speaker == ""}
	if !a.Visible {
		around.asked = a.Text
	}
	return got.Answer.Answer, around, nil
}

func ReceiptOf(q Request, a Asked, got *answer.Answer, leans bool) store.Receipt {
	r := store.Receipt{
		Guild: q.Guild, Channel: q.Channel, Asker: q.User, Private: a.Private, Question: a.Text, Resolved: got.Resolved, Answer: got.Text(),
		Follows: a.Follows, Articles: a.Articles, Version: got.Version, Model: got.Model, Overview: a.Overview != nil,
	}
	if a.Author != q.User {
		r.Author = a.Author
	}
	for _, c := range got.Citations {
		if c.Article == nil || c.Passage == nil {
			continue
		}
		r.Citations = append(r.Citations, store.Citation{Article: c.Article.ID, Passage: c.Passage.ID, Quote: c.Quote})
	}
	if n := got.Abstention; n != nil && !leans && (n.Reason == answer.NotCovered || n.Reason == answer.PartlyCovered) {
		r.Unanswered = string(n.Reason)
	}
	return r
}

// turns is the conversation that ends with an answer, none when it is no longer known.
func (b *Bot) turns(ctx context.Context, last store.ReceiptID) ([]answer.Turn, error) {
	if last == "" {
		return nil, nil
	}
	known, err := b.Options.Store.Turns(ctx, last, turnsKept)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the turns: %w", err)
	}
	var out []answer.Turn
	for _, t := range known {
		out = append(out, answer.Turn{Role: answer.User, Content: t.Question}, answer.Turn{Role: answer.Assistant, Content: t.Answer})
	}
	return out, nil
}

// answersIn refuses a question where the server's settings say that the bot does not answer. A thread counts as its channel.
func (b *Bot) answersIn(ctx context.Context, q Request) error {
	chosen := q.Settings.Channels
	if len(chosen) == 0 || slices.Contains(chosen, q.Channel) {
		return nil
	}
	if p, ok := b.Platform.(Channels); ok {
		switch c, err := p.Channel(ctx, q.Channel); {
		case err != nil && !errors.Is(err, ErrNowhere):
			return fmt.Errorf("look for the thread's channel: %w", err)
		case err == nil && c.Parent != "" && slices.Contains(chosen, c.Parent):
			return nil
		}
	}
	return &wording.Refusal{Why: wording.NotHere, Channels: strings.Join(ChannelMentions(chosen), ", ")}
}
