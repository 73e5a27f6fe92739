package chat

import (
	"context"
	"strconv"
	"strings"

	"readout/bot/chat/markup"
	"readout/bot/chat/pages"
	"readout/bot/reply"
	"readout/bot/store"
	"readout/bot/talk"
	"readout/retrieval/answer"
)

// longestLabel is how long a button's words may be, in characters, and longestID how long its custom ID, in bytes.
const (
	longestLabel = 80
	longestID    = 100
)

// nextTo finds, once an answer is there, questions to ask next, and puts them below it as buttons. The receipt keeps the questions, so
// that the buttons work after a restart.
func (b *Bot) nextTo(q Request, a Asked, got *answer.Answer, id store.ReceiptID, shown Message) func(context.Context) (Message, bool) {
	if b.Options.Next == nil || a.Overview != nil {
		return nil
	}
	return func(ctx context.Context) (Message, bool) {
		turns, err := b.turns(ctx, a.Follows)
		if err != nil {
			b.Log.Error("no questions to ask next", "error", err)
			return Message{}, false
		}
		offered := b.Options.Next(ctx, q.Guild, got, turns, a.Articles)
		if len(offered) == 0 {
			return Message{}, false
		}
		r, err := b.Options.Store.UpdateReceipt(ctx, id, func(r *store.Receipt) error { r.Next = offered; return nil })
		if err != nil || r.Withdrawn != "" || r.Question == "" { // deleted, recalled or forgotten meanwhile
			return Message{}, false
		}
		shown.Rows = append(shown.Rows[:len(shown.Rows):len(shown.Rows)], offers(offered, func(i int) string {
			return ActionNext + ":" + strconv.Itoa(i) + ":" + string(id)
		})...)
		return shown, true
	}
}

// offers are buttons that ask questions, each in a row of its own: they are long.
func offers(questions []string, id func(i int) string) (rows [][]Button) {
	for i, q := range questions {
		if custom := id(i); len(custom) <= longestID {
			rows = append(rows, Row(NewButton(markup.Clip(markup.Visible(q), longestLabel), Primary, custom))...)
		}
	}
	return rows
}

// toTalk is what is said to talk: our own words, and to who asks what there is, questions to begin with.
func (b *Bot) toTalk(ctx context.Context, q Request, a *talk.Answer, r reply.Reply) Frame {
	out := Frame{Talk: []pages.Piece{pages.Part("", markup.Escape(r.Text))}}
	switch a.Kind {
	case talk.Greeting, talk.Who, talk.Can:
	default:
		return out
	}
	if a.Kind == talk.Can {
		out.Talk = append(out.Talk, pages.Part("\n", strings.Join([]string{b.Platform.Command(q.Language, "help"),
			b.Platform.Command(q.Language, "summary"), b.Platform.Command(q.Language, "said"), b.Platform.Command(q.Language,
				"timeline"), b.Platform.Command(q.Language, "sources")}, markup.Dot)))
	}
	if b.Options.Next != nil {
		questions := b.Options.Next(ctx, q.Guild, nil, nil, nil)
		out.buttons = offers(questions, func(i int) string { return ActionBegin + ":" + questions[i] })
	}
	return out
}
