package discord

import (
	"context"
	"strconv"
	"strings"

	"readout/bot/chat/markup"
	"readout/bot/chat/pages"
	"readout/bot/chat/wording"
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
func (b *bot) nextTo(q request, a asked, got *answer.Answer, id store.ReceiptID, shown message) func(context.Context) (message, bool) {
	if b.options.Next == nil || a.overview != nil {
		return nil
	}
	return func(ctx context.Context) (message, bool) {
		turns, err := b.turns(ctx, a.follows)
		if err != nil {
			b.log.Error("no questions to ask next", "error", err)
			return message{}, false
		}
		offered := b.options.Next(ctx, q.guild, got, turns, a.articles)
		if len(offered) == 0 {
			return message{}, false
		}
		r, err := b.options.Store.UpdateReceipt(ctx, id, func(r *store.Receipt) error { r.Next = offered; return nil })
		if err != nil || r.Withdrawn != "" || r.Question == "" { // deleted, recalled or forgotten meanwhile
			return message{}, false
		}
		shown.rows = append(shown.rows[:len(shown.rows):len(shown.rows)], offers(offered, func(i int) string {
			return actionNext + ":" + strconv.Itoa(i) + ":" + string(id)
		})...)
		return shown, true
	}
}

// offers are buttons that ask questions, each in a row of its own: they are long.
func offers(questions []string, id func(i int) string) (rows [][]Button) {
	for i, q := range questions {
		if custom := id(i); len(custom) <= longestID {
			rows = append(rows, row(button(markup.Clip(markup.Visible(q), longestLabel), Primary, custom))...)
		}
	}
	return rows
}

// askOffered asks a question that was offered below an answer.
func (b *bot) askOffered(ctx context.Context, q request, about string) (response, error) {
	number, id, _ := strings.Cut(about, ":")
	r, err := b.receipt(ctx, q, id)
	if err != nil {
		return response{}, err
	}
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n >= len(r.Next) {
		return response{}, wording.Refuse(wording.AnswerGone)
	}
	return b.ask(ctx, q, asked{text: r.Next[n], private: r.Private || q.settings.Private, articles: r.Articles, follows: r.ID})
}

// askToBegin asks a question that was offered below a greeting.
func (b *bot) askToBegin(ctx context.Context, q request, about string) (response, error) {
	return b.ask(ctx, q, asked{text: about, private: q.settings.Private})
}

// toTalk is what is said to talk: our own words, and to who asks what there is, questions to begin with.
func (b *bot) toTalk(ctx context.Context, q request, a *talk.Answer, r reply.Reply) frame {
	out := frame{talk: []pages.Piece{pages.Part("", markup.Escape(r.Text))}}
	switch a.Kind {
	case talk.Greeting, talk.Who, talk.Can:
	default:
		return out
	}
	if a.Kind == talk.Can {
		out.talk = append(out.talk, pages.Part("\n", strings.Join([]string{b.commandMention(q.language, "help"),
			b.commandMention(q.language, "summary"), b.commandMention(q.language, "said"), b.commandMention(q.language, "timeline"), b.commandMention(q.language, "sources")}, markup.Dot)))
	}
	if b.options.Next != nil {
		questions := b.options.Next(ctx, q.guild, nil, nil, nil)
		out.buttons = offers(questions, func(i int) string { return actionBegin + ":" + questions[i] })
	}
	return out
}
