package discord

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"readout/bot/chat/gate"
	"readout/bot/chat/markup"
	"readout/bot/chat/wording"
	"readout/bot/discord/api"
	"readout/bot/reply"
	"readout/bot/store"
	"readout/bot/talk"
	"readout/corpus"
	"readout/retrieval/answer"
	"readout/retrieval/scope"
)

// asked is a question as it came.
type asked struct {
	text     string
	author   store.UserID // whose words they are, when not the asker's
	private  bool
	articles []corpus.ArticleID // only these are asked; nil for all
	scope    scope.Scope        // what was chosen of them, and by whom they are to be said
	whole    bool               // what the question's own words narrow it to is not heeded
	follows  store.ReceiptID    // the answer that it may follow up; "" for none
	visible  bool               // readers of the answer have the question before their eyes

	// overview makes the answer to a command that is no question; its title stands above. nil for questions.
	overview func(ctx context.Context, over Answerer) (*answer.Answer, frame, error)
}

// turnsKept is how many earlier turns help to understand a question.
const turnsKept = 6

// ask lets a question in, or refuses it with an error. What it returns answers the question.
func (b *bot) ask(ctx context.Context, q request, a asked) (response, error) {
	text := markup.Typed(a.text)
	switch n := len([]rune(text)); {
	case text == "":
		return response{}, wording.Refuse(wording.NothingToSay)
	case n > answer.MaxQuestion:
		return response{}, &wording.Refusal{Why: wording.TooLong, N: n}
	}
	admitted, err := b.enter(ctx, q)
	if err != nil {
		return response{}, err
	}
	a.text = text
	return response{private: a.private, end: admitted.Leave,
		later: func(ctx context.Context) (message, error) { return b.answer(ctx, q, a, admitted) },
		staged: func(ctx context.Context, show func(message)) (message, error) {
			return b.answer(answer.WithProgress(ctx, func(s answer.Stage) {
				if text := q.language.Stages.Text(s); text != "" {
					show(note(text))
				}
			}), q, a, admitted)
		}}, nil
}

// enter lets a question in. One that another process has let in is in.
func (b *bot) enter(ctx context.Context, q request) (*gate.Ticket, error) {
	if q.held != nil && q.held.resumed {
		return b.gate.Pass(q.user), nil
	}
	if !b.open() {
		return nil, wording.Refuse(wording.Restarting)
	}
	if err := b.answersIn(ctx, q); err != nil {
		return nil, err
	}
	admitted, err := b.gate.Enter(ctx, q.user, q.guild)
	if err != nil {
		return nil, err
	}
	err = b.admit(ctx, q)
	if err == nil {
		err = b.charge(ctx, q)
	}
	if err != nil {
		admitted.Leave()
		return nil, err
	}
	b.metrics.Questions.Inc()
	return admitted, nil
}

// charge counts the question against the server's limits of the day, where there are any.
func (b *bot) charge(ctx context.Context, q request) error {
	limits := store.Limits{MemberHere: q.settings.Limits.MemberHere, Guild: q.settings.Limits.Guild}
	if limits == (store.Limits{}) {
		return nil
	}
	_, err := b.options.Store.Reserve(ctx, store.Charge{Guild: q.guild, Member: q.user, Amount: store.Amount{Questions: 1}, Limits: limits})
	return err
}

// answer answers a question that was let in, and stores the receipt.
func (b *bot) answer(ctx context.Context, q request, a asked, admitted *gate.Ticket) (message, error) {
	asking, cancel := context.WithTimeout(ctx, b.options.AnswerTime)
	defer cancel()
	end, err := admitted.Begin(asking)
	if err != nil {
		return message{}, err
	}
	defer end()
	start := b.options.Clock()
	got, around, err := b.find(WithAccount(asking, Account{q.guild, q.user}), q, a)
	if err != nil {
		return message{}, fmt.Errorf("answer: %w", err)
	}
	if got == nil { // talk, of which nothing is kept
		return message{pieces: around.talk, rows: around.buttons}, nil
	}
	b.metrics.Answered(got, b.options.Clock().Sub(start))
	receipt, err := b.options.Store.AddReceipt(ctx, receiptOf(q, a, got, around.leans))
	if err != nil {
		return message{}, fmt.Errorf("store the receipt: %w", err)
	}
	b.movedOn(ctx, q.guild, got.Version)
	m := render(got, around, q.language)
	m.receipt = receipt
	m.rows = answerButtons(q.language, receipt, len(got.Citations) > 0)
	if around.narrows {
		m.rows = append(m.rows, row(button(q.language.AskAll, Secondary, actionWhole+":"+string(receipt)))...)
	}
	if a.overview == nil && !around.leans && b.canTell(q, got) {
		m.rows = append(m.rows, row(button(q.language.TellMe, Primary, actionTell+":"+string(receipt)))...)
	}
	m.next = b.nextTo(q, a, got, receipt, m)
	return m, nil
}

// find answers the question, or makes the overview.
func (b *bot) find(ctx context.Context, q request, a asked) (*answer.Answer, frame, error) {
	answers, err := b.options.Answers(ctx, q.guild)
	if err != nil {
		return nil, frame{}, err
	}
	if a.overview != nil {
		return a.overview(ctx, answers)
	}
	turns, err := b.turns(ctx, a.follows)
	if err != nil {
		return nil, frame{}, err
	}
	c, err := b.articles(ctx, q)
	if err != nil {
		return nil, frame{}, err
	}
	asking := answer.Question{Text: a.text, Prior: turns, Articles: a.articles, Language: q.language.Tag}
	got, err := talk.Ask(ctx, answers, c, asking, a.scope, a.whole)
	if err != nil {
		return nil, frame{}, err
	}
	in := reply.Talked(got, q.language.Phrases)
	if got.Talked() {
		return nil, b.toTalk(ctx, q, got, in), nil
	}
	around := frame{within: in.Within, reply: &in, leans: got.Kind != talk.Question,
		narrows: len(got.Inferred) > 0 && a.scope.Speaker == ""}
	if !a.visible {
		around.asked = a.text
	}
	return got.Answer.Answer, around, nil
}

func receiptOf(q request, a asked, got *answer.Answer, leans bool) store.Receipt {
	r := store.Receipt{
		Guild: q.guild, Channel: q.channel, Asker: q.user, Private: a.private, Question: a.text, Resolved: got.Resolved, Answer: got.Text(),
		Follows: a.follows, Articles: a.articles, Version: got.Version, Model: got.Model, Overview: a.overview != nil,
	}
	if a.author != q.user {
		r.Author = a.author
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
func (b *bot) turns(ctx context.Context, last store.ReceiptID) ([]answer.Turn, error) {
	if last == "" {
		return nil, nil
	}
	known, err := b.options.Store.Turns(ctx, last, turnsKept)
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
func (b *bot) answersIn(ctx context.Context, q request) error {
	chosen := q.settings.Channels
	if len(chosen) == 0 || slices.Contains(chosen, q.channel) {
		return nil
	}
	switch c, err := b.channelOf(ctx, string(q.channel)); {
	case err != nil && !api.ShutOut(err):
		return fmt.Errorf("look for the thread's channel: %w", err)
	case err == nil && c.Parent != "" && slices.Contains(chosen, store.ChannelID(c.Parent)):
		return nil
	}
	return &wording.Refusal{Why: wording.NotHere, Channels: strings.Join(channelMentions(chosen), ", ")}
}

// channelOf is what is known of a channel, asked for once.
func (b *bot) channelOf(ctx context.Context, id string) (channel, error) {
	if c, ok := b.channels.Get(id); ok {
		return c, nil
	}
	c, err := b.rest.channel(ctx, id)
	if err == nil {
		b.channels.Add(id, c)
	}
	return c, err
}

func channelMentions(ids []store.ChannelID) []string {
	var out []string
	for _, id := range ids {
		out = append(out, "<#"+string(id)+">")
	}
	return out
}
