package chat

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"readout/bot/autoanswer"
	"readout/bot/chat/gate"
	"readout/bot/chat/markup"
	"readout/bot/chat/wording"
	"readout/bot/reply"
	"readout/bot/store"
	"readout/bot/talk"
	"readout/retrieval/answer"
	"readout/retrieval/scope"
)

// Posts is a platform where people post what is not for the bot, and the bot can answer in a thread.
type Posts interface {
	Channels
	// ReadsAll reports whether the bot is given the text of messages that are not for it.
	ReadsAll() bool
	// Thread starts a thread from a message, or finds the one that it has.
	Thread(ctx context.Context, channel store.ChannelID, message store.MessageID, name string) (store.ChannelID, error)
	// Deliver is Platform.Create for an answer whose receipt is told where it went. When it can't be shown, the reader is told why.
	Deliver(ctx context.Context, l *wording.Language, channel store.ChannelID, m Message, once string, to store.MessageID)
}

// ReadsPosts reports whether the bot is given the text of messages that are not for it.
func (b *Bot) ReadsPosts() bool {
	p, ok := b.Platform.(Posts)
	return ok && p.ReadsAll()
}

// Kinds of notes: a post that was taken up, by its ID, which a thread below it has as well; and a channel in which a moderator wrote.
const (
	notePost  = "post"
	noteQuiet = "quiet"
)

const (
	postKept = 90 * 24 * time.Hour
	QuietFor = 30 * time.Minute // after a moderator wrote
)

// answered is what the note of a post holds.
type answered struct {
	Receipt store.ReceiptID `json:"receipt,omitempty"` // "" for a post that was left alone
}

// Post is a message that nobody addressed to the bot, in the channel of its request.
type Post struct {
	ID        store.MessageID // a post of a forum has the channel's
	Text      string
	Reply     bool // to another message
	Moderator bool // its author moderates
}

// Posted looks at a message that nobody addressed to the bot. In a channel that the server chose for it, a post that is a question is
// answered in its thread when the articles answer it surely; else nothing is said.
func (b *Bot) Posted(ctx context.Context, q Request, p Post) error {
	platform, ok := b.Platform.(Posts)
	if !ok || b.Options.Notes == nil || q.Guild == "" || len(q.Settings.HelpChannels) == 0 {
		return nil
	}
	c, err := platform.Channel(ctx, q.Channel)
	if err != nil {
		return err
	}
	forum := c.Parent != "" && slices.Contains(q.Settings.HelpChannels, c.Parent) && c.Thread
	if !forum && !slices.Contains(q.Settings.HelpChannels, q.Channel) {
		return nil
	}
	if p.Moderator {
		return b.quieten(ctx, q)
	}
	starts := forum && string(p.ID) == string(q.Channel) || !forum && !p.Reply
	if quiet, err := b.quiet(ctx, q); !starts || quiet || err != nil {
		return err
	}
	title := ""
	if forum {
		title = c.Name
	}
	text, ok := autoanswer.Question(markup.Typed(title), markup.Typed(p.Text))
	if !ok || !b.Open() {
		return nil
	}
	return b.answerUnasked(ctx, platform, q, p.ID, text, forum)
}

// answerUnasked answers a question in a post where the articles answer it surely and whoever posted it may still ask.
func (b *Bot) answerUnasked(ctx context.Context, p Posts, q Request, id store.MessageID, text string, forum bool) error {
	ticket, err := b.Gate.Enter(ctx, q.User, q.Guild)
	if isRefused(err) {
		return nil // whoever asks so much is not answered unasked
	}
	if err != nil {
		return err
	}
	defer ticket.Leave()
	if err := b.charge(ctx, q); err != nil {
		return ignoring(err)
	}
	got, err := b.surely(ctx, q, text, ticket)
	if err != nil || got == nil {
		return err
	}
	return b.answerPost(ctx, p, q, id, text, forum, got)
}

// isRefused reports whether an error is a refusal, which is not said to somebody who asked nothing of the bot.
func isRefused(err error) bool {
	return errors.As(err, new(*wording.Refusal)) || errors.As(err, new(*gate.Refusal))
}

// ignoring is an error that is not a budget's.
func ignoring(err error) error {
	if errors.As(err, new(*store.BudgetError)) {
		return nil
	}
	return err
}

// surely is the answer to a question; nil where the articles don't answer it as surely as the server wants.
func (b *Bot) surely(ctx context.Context, q Request, text string, t *gate.Ticket) (*answer.Answer, error) {
	ctx, cancel := context.WithTimeout(WithAccount(ctx, Account{q.Guild, q.User}), b.Options.AnswerTime)
	defer cancel()
	end, err := t.Begin(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	c, err := b.Articles(ctx, q)
	if err != nil {
		return nil, err
	}
	// Whether anything is said is decided without a model, which costs nothing; what is said may be worded by one.
	var out *answer.Answer
	for _, source := range []func(context.Context, store.GuildID) (Answerer, error){b.Options.Plain, b.Options.Answers} {
		over, err := source(ctx, q.Guild)
		if err != nil {
			return nil, err
		}
		a, err := scope.Ask(ctx, over, c, answer.Question{Text: text, Language: q.Language.Tag}, scope.Scope{}, false)
		if err != nil {
			return nil, err
		}
		if out = a.Answer; !autoanswer.Says(out, q.Settings.HelpLine) {
			return nil, nil
		}
		if !b.Options.ModelProvider {
			break
		}
	}
	return out, nil
}

// answerPost answers a post in its thread, once: it is noted before anything is sent.
func (b *Bot) answerPost(ctx context.Context, p Posts, q Request, id store.MessageID, text string, forum bool, got *answer.Answer) error {
	taken := store.Note{
		Kind: notePost, Guild: q.Guild, Name: string(id), Member: q.User, Until: b.Options.Clock().Add(postKept), Data: []byte(`{}`),
	}
	if err := b.Options.Notes.AddNote(ctx, taken, store.Room{}); errors.Is(err, store.ErrExists) {
		return nil
	} else if err != nil {
		return err
	}
	if quiet, err := b.quiet(ctx, q); quiet || err != nil { // a moderator was quicker
		return err
	}
	to, replyTo := q, id
	if !forum {
		var err error
		if to.Channel, err = p.Thread(ctx, q.Channel, id, markup.Clip(text, longestThread)); err != nil {
			return err
		}
		replyTo = ""
	}
	receipt, err := b.Options.Store.AddReceipt(ctx, ReceiptOf(to, Asked{Text: text}, got, false))
	if err != nil {
		return err
	}
	b.Metrics.Questions.Inc()
	words := reply.Talked(&talk.Answer{Kind: talk.Question, Answer: &scope.Answer{Answer: got}}, q.Language.Phrases)
	shown := Render(got, Frame{Reply: &words, Rest: "-# " + q.Language.ByItself}, q.Language)
	shown.Receipt, shown.Rows = receipt, AnswerButtons(q.Language, receipt, true)
	if taken.Data, err = json.Marshal(answered{receipt}); err != nil {
		return err
	}
	if err := b.Options.Notes.PutNote(ctx, taken); err != nil {
		return err
	}
	p.Deliver(ctx, q.Language, to.Channel, shown, "a"+string(id), replyTo)
	return nil
}

// Corrected takes what a moderator writes below an answer that nobody asked the bot for into the inbox. ok is false for anything else.
func (b *Bot) Corrected(ctx context.Context, q Request, p Post) (ok bool, err error) {
	if b.Options.Notes == nil || q.Guild == "" || !p.Moderator {
		return false, nil
	}
	n, err := b.Options.Notes.Note(ctx, notePost, q.Guild, string(q.Channel))
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	var post answered
	if err := json.Unmarshal(n.Data, &post); err != nil || post.Receipt == "" {
		return false, err
	}
	text := markup.Typed(p.Text)
	if _, asks := autoanswer.Question("", text); asks || text == "" || talk.Read(text, true).Kind != talk.Question {
		return false, nil
	}
	err = b.Options.Store.PutFeedback(ctx, store.Feedback{Receipt: post.Receipt, Member: q.User, Vote: store.Down, Fault: store.OtherFault,
		Text: markup.Clip(text, NoteLength)})
	if errors.Is(err, store.ErrNotFound) { // the answer was deleted
		err = nil
	}
	return err == nil, errors.Join(err, b.quieten(ctx, q))
}

// quieten has the bot say nothing unasked in a channel for a while.
func (b *Bot) quieten(ctx context.Context, q Request) error {
	return b.Options.Notes.PutNote(ctx, store.Note{
		Kind: noteQuiet, Guild: q.Guild, Name: string(q.Channel), Until: b.Options.Clock().Add(QuietFor), Data: []byte(`{}`),
	})
}

func (b *Bot) quiet(ctx context.Context, q Request) (bool, error) {
	n, err := b.Options.Notes.Note(ctx, noteQuiet, q.Guild, string(q.Channel))
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil && b.Options.Clock().Before(n.Until), err
}

// longestThread is how long a thread's name may be, in characters.
const longestThread = 100
