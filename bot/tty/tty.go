// Package tty is where the bot of package chat converses at a terminal, or over a pipe: with one member, in the one channel of one server.
// It has neither threads nor links nor a second reader, so it does what chat.Platform asks of every platform and no more.
//
// A turn is a line, and what comes of it is shown before the next one is read:
//
//	@readout QUESTION   a question of its own
//	QUESTION            a reply to the last answer, which may be a follow-up
//	/COMMAND ...        a command of members or moderators (typed.go)
//	:N                  a button below the last message that has any
//
// Where a button opens a form, the next line is its text, unless it is a command or a button. What the bot says unasked is shown with the
// next turn. A message is Markdown (shown.go) and as long as it is: nothing here limits it.
package tty

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"

	"readout/bot/chat"
	"readout/bot/chat/markup"
	"readout/bot/chat/members"
	"readout/bot/chat/metrics"
	"readout/bot/chat/moderators"
	"readout/bot/chat/wording"
	"readout/bot/interrupt"
	"readout/bot/prompt"
	"readout/bot/store"
	"readout/bot/typeset"
)

// Server is the server at the terminal, the one that operators have for a library of their own. No platform gives IDs as small as it and
// those below.
const Server store.GuildID = "1"

const (
	channel store.ChannelID = "2"
	member  store.UserID    = "3"
	self    store.UserID    = "4"
)

// The names of who and what is there.
const (
	botName     = "@readout"
	memberName  = "@you"
	channelName = "#terminal"
)

// Options are what the bot works with. Typed.Stdin and Typed.Stdout must be set, and what chat.Options says.
type Options struct {
	chat.Options
	Moderator bool           // the member moderates
	Typed     prompt.Options // where lines are typed, and messages shown
	Echo      bool           // each line is shown above what comes of it: nobody sees it being typed
	Page      typeset.Page
	Warn      func(format string, args ...any)
	Working   func(doing string) (stop func()) // shows that something is under way; nil shows nothing
}

// room is the platform, and what is known of the conversation.
type room struct {
	*chat.Bot
	options    Options
	commands   []chat.Command
	repertoire *chat.Repertoire

	buttons []chat.Button // of the last message that had any, as they are numbered
	form    *chat.Form    // whose text the next line is; nil for none

	mu     sync.Mutex
	last   uint64         // guarded by mu: the ID given last
	unread []chat.Message // guarded by mu: said, and not shown yet
}

// errLeave ends a conversation.
var errLeave = errors.New("leave")

// Run converses until there are no more lines, somebody leaves, or the context ends.
func Run(ctx context.Context, o Options) error {
	o.Options = o.WithDefaults()
	r := &room{options: o}
	b := chat.New(o.Options, r, metrics.Of(o.Store, o.Libraries))
	r.Bot = b
	m, mod := members.New(b), moderators.New(b)
	r.commands = append(m.Commands(), mod.Commands()...)
	r.repertoire = chat.NewRepertoire(r.commands, append(m.Actions(), mod.Actions()...))
	if err := b.Options.Store.GuildJoined(ctx, Server); err != nil {
		return fmt.Errorf("tty: %w", err)
	}
	lines, err := prompt.Open(o.Typed)
	if lines == nil {
		return err
	}
	defer lines.Close()
	if err != nil {
		o.Warn("%v", err)
	}
	background, stop := context.WithCancel(ctx)
	var running sync.WaitGroup
	defer running.Wait()
	defer stop()
	for _, always := range []func(context.Context){b.Hear, b.CatchUp, b.Recalls, mod.Refreshes, b.TellAlways, m.DigestAlways} {
		running.Go(func() { always(background) })
	}
	for {
		line, err := lines.Read(ctx)
		switch {
		case ctx.Err() != nil || errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("standard input: %w", err)
		}
		if err := lines.Keep(line); err != nil {
			o.Warn("%v", err)
		}
		switch err := r.turn(ctx, line); {
		case ctx.Err() != nil || errors.Is(err, errLeave):
			return nil
		case err != nil:
			return err
		}
	}
}

// turn does what a line says. Ctrl-C gives it up. The error is that nothing can be shown any more, or errLeave.
func (r *room) turn(ctx context.Context, line string) error {
	within, done := interrupt.Alone(ctx)
	defer done()
	if r.options.Echo {
		if err := r.write("> " + typeset.Harmless(line) + "\n"); err != nil {
			return err
		}
	}
	q := chat.Request{ID: r.nextID(), Guild: Server, Channel: channel, User: member, Manages: r.options.Moderator, Own: r.Languages.Of("")}
	q.Language = q.Own
	shown, err := r.work(within, &q, line)
	if errors.Is(err, errLeave) {
		return err
	}
	typed := (*typingError)(nil)
	switch {
	case within.Err() != nil && ctx.Err() == nil:
		shown = []chat.Message{chat.Note("Given up.")}
	case errors.As(err, &typed):
		shown = []chat.Message{chat.Note(markup.Escape(typed.text))}
	case err != nil:
		shown = []chat.Message{chat.Note(r.Explain(ctx, q.Language, err))}
	}
	for _, m := range append(shown, r.said()...) {
		if err := r.show(m); err != nil {
			return err
		}
	}
	return nil
}

// work takes a line up and does all that comes of it.
func (r *room) work(ctx context.Context, q *chat.Request, line string) (shown []chat.Message, err error) {
	err = chat.Safely(func() error {
		if err := r.ApplySettings(ctx, q); err != nil {
			return err
		}
		response, err := r.take(ctx, *q, line)
		defer func() { response.Finish() }()
		if err == nil {
			shown, err = r.follow(ctx, response)
		}
		return err
	})
	return shown, err
}

// take finds out what a line is.
func (r *room) take(ctx context.Context, q chat.Request, line string) (chat.Response, error) {
	form := r.form
	r.form = nil
	switch {
	case line[0] == '/':
		return r.command(ctx, q, line[1:])
	case line[0] == ':':
		return r.press(ctx, q, line[1:])
	case form != nil:
		return r.fill(ctx, q, form, line)
	}
	text, alone := strings.CutPrefix(line, botName)
	follows, err := r.latest(ctx)
	if alone {
		follows = ""
	}
	if err != nil {
		return chat.Response{}, err
	}
	return r.Ask(ctx, q, chat.Asked{Text: text, Follows: follows, Visible: true})
}

// latest is the last answer in the channel, in which every message is for the bot.
func (r *room) latest(ctx context.Context) (store.ReceiptID, error) {
	t, err := r.Options.Store.Thread(ctx, channel)
	if errors.Is(err, store.ErrNotFound) {
		return "", r.Options.Store.PutThread(ctx, store.Thread{ID: channel, Guild: Server, Owner: member})
	}
	return t.Latest, err
}

// press does what a numbered button is for.
func (r *room) press(ctx context.Context, q chat.Request, number string) (chat.Response, error) {
	n, err := strconv.Atoi(strings.TrimSpace(number))
	if err != nil || n < 1 || n > len(r.buttons) {
		return chat.Response{}, mistyped("There is no button :%s. %s", strings.TrimSpace(number), r.numbers())
	}
	response, err := r.repertoire.Press(ctx, q, r.buttons[n-1].ID)
	if err == nil && (response.Replace || response.Remove != nil) {
		r.buttons = nil // they were of the message that goes
	}
	return response, err
}

// numbers says which buttons there are.
func (r *room) numbers() string {
	switch n := len(r.buttons); n {
	case 0:
		return "The last message has none."
	case 1:
		return "There is :1."
	default:
		return fmt.Sprintf("There are :1 to :%d.", n)
	}
}

// nothing is typed for a form's text that is left out.
const nothing = "-"

// fill takes a line for the text of a form.
func (r *room) fill(ctx context.Context, q chat.Request, form *chat.Form, text string) (chat.Response, error) {
	if text == nothing {
		if form.Field.Required {
			return chat.Response{}, mistyped("Nothing is done.")
		}
		text = ""
	}
	if n := len([]rune(text)); form.Field.Most > 0 && n > form.Field.Most {
		return chat.Response{}, mistyped("That has %d characters; at most %d fit.", n, form.Field.Most)
	}
	return r.repertoire.Submit(ctx, q, form.ID, text)
}

// follow does what a response asks for.
func (r *room) follow(ctx context.Context, of chat.Response) ([]chat.Message, error) {
	switch {
	case of.Form != nil:
		r.form = of.Form
		return []chat.Message{formAsked(of.Form)}, nil
	case of.Remove != nil:
		return []chat.Message{chat.Note("Nothing is stored about it any more.")}, of.Remove(ctx)
	case of.Staged != nil:
		of.Later = func(ctx context.Context) (chat.Message, error) { return of.Staged(ctx, func(chat.Message) {}) }
	case of.Later == nil && of.Now != nil:
		return []chat.Message{*of.Now}, nil
	case of.Later == nil:
		return nil, nil
	}
	if r.options.Working != nil {
		defer r.options.Working("working")()
	}
	m, err := of.Later(ctx)
	if err != nil {
		return nil, err
	}
	if m.Next != nil { // what is shown can't be changed, so it is waited for
		if better, ok := m.Next(ctx); ok {
			m = better
		}
	}
	return []chat.Message{m}, r.number(ctx, m.Receipt)
}

// number gives the message of an answer an ID. One that the store knows from an earlier run, when the clock was ahead, is passed over.
func (r *room) number(ctx context.Context, id store.ReceiptID) (err error) {
	if id == "" {
		return nil
	}
	for tried := false; !tried || errors.Is(err, store.ErrExists); tried = true {
		_, err = r.Options.Store.UpdateReceipt(ctx, id, func(kept *store.Receipt) error {
			kept.Message = store.MessageID(r.nextID())
			return nil
		})
	}
	return err
}

// nextID is an ID that was not given before, in an earlier run neither: what the store keeps is found by it.
func (r *room) nextID() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.last = max(r.last+1, uint64(r.options.Clock().UnixMilli()))
	return strconv.FormatUint(r.last, 10)
}

// said is what was said and not shown yet.
func (r *room) said() []chat.Message {
	r.mu.Lock()
	defer r.mu.Unlock()
	unread := r.unread
	r.unread = nil
	return unread
}

var _ chat.Platform = (*room)(nil)

// Self implements chat.Platform.
func (*room) Self() store.UserID { return self }

// Locale implements chat.Platform.
func (*room) Locale(store.GuildID) string { return "" }

// Server implements chat.Platform.
func (*room) Server(context.Context, store.GuildID) string { return "this terminal" }

// Command implements chat.Platform.
func (r *room) Command(_ *wording.Language, key string) string {
	command, sub, _ := strings.Cut(key, ".")
	return markup.Code(strings.TrimSpace("/" + nameOf(command, false) + " " + nameOf(key, sub == "")))
}

// Say implements chat.Platform.
func (r *room) Say(_ context.Context, in store.ChannelID, m chat.Message, _ string) error {
	if in != channel {
		return chat.ErrNowhere
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.unread = append(r.unread, m)
	return nil
}

// Create implements chat.Platform.
func (r *room) Create(ctx context.Context, in store.ChannelID, m chat.Message, once string, _ store.MessageID) (store.MessageID, error) {
	return store.MessageID(r.nextID()), r.Say(ctx, in, m, once)
}
