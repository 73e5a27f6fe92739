// Package tty is where the bot of package chat converses at a terminal, or over a pipe: with one member, in the one channel of one server.
// There are neither threads nor links there, and one reader, so it does what chat.Platform asks of every platform, and little more.
//
// A turn is a line, and what comes of it is shown before the next one is read:
//
//	@readout QUESTION   a question of its own
//	QUESTION            a reply to the last answer, which may be a follow-up
//	/COMMAND ...        a command of members or moderators, as package typed reads it
//	:N                  a button below the last message that has any
//
// Where a button opens a form, the next line is its text, unless it is a command or a button. What the bot says unasked is shown with the
// next turn. A message is as long as it is: nothing here limits it.
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
	"readout/bot/chat/printed"
	"readout/bot/chat/typed"
	"readout/bot/interrupt"
	"readout/bot/prompt"
	"readout/bot/store"
	"readout/bot/typeset"
)

// Options are what the bot works with. Typed.Stdin and Typed.Stdout must be set, Warn, and what chat.Options says.
type Options struct {
	chat.Options
	Moderator bool           // the member moderates
	Typed     prompt.Options // where lines are typed, and messages shown; Complete is made here
	Echo      bool           // each line is shown above what comes of it: nobody sees it being typed
	Page      typeset.Page
	Warn      func(format string, args ...any)
	// Working shows that something is under way, and how far, until stop is called; nil shows nothing.
	Working func(doing string) (say func(doing string), stop func())
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
	if err := b.Options.Store.GuildJoined(ctx, server); err != nil {
		return fmt.Errorf("tty: %w", err)
	}
	o.Typed.Complete = func(before string) []prompt.Completion { return r.complete(ctx, before) }
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
	return r.converse(ctx, lines)
}

// converse takes a turn for each line.
func (r *room) converse(ctx context.Context, lines *prompt.Prompt) error {
	for {
		line, err := lines.Read(ctx)
		switch {
		case ctx.Err() != nil || errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("standard input: %w", err)
		}
		if err := lines.Keep(line); err != nil {
			r.options.Warn("%v", err)
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
	q := r.request()
	shown, err := r.work(within, &q, line)
	if errors.Is(err, errLeave) {
		return err
	}
	wrong := (*typed.Error)(nil)
	switch {
	case within.Err() != nil && ctx.Err() == nil:
		shown = []chat.Message{chat.Note("Given up.")}
	case errors.As(err, &wrong):
		shown = []chat.Message{chat.Note(markup.Escape(wrong.Text))}
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

// request is one of the member's, before the server's settings are known.
func (r *room) request() chat.Request {
	q := chat.Request{ID: r.nextID(), Guild: server, Channel: channel, User: member, Manages: r.options.Moderator, Own: r.Languages.Of("")}
	q.Language = q.Own
	return q
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
		return r.command(ctx, q, line)
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
		return "", r.Options.Store.PutThread(ctx, store.Thread{ID: channel, Guild: server, Owner: member})
	}
	return t.Latest, err
}

// command runs a command.
func (r *room) command(ctx context.Context, q chat.Request, line string) (chat.Response, error) {
	if line == "/quit" {
		return chat.Response{}, errLeave
	}
	c, rest, err := typed.Command(r.commands, line)
	if err != nil {
		return chat.Response{}, err
	}
	response, err := r.repertoire.Use(ctx, q, c, func() (chat.Handler, chat.Arguments, error) {
		if !c.Menu {
			return typed.Read(c, rest, value)
		}
		target, err := r.target(ctx, rest)
		return c.Handle, chat.Arguments{Under: c.Key, Message: target}, err
	})
	if err == nil && c.Key == "help" {
		r.list(q, response.Now)
	}
	return response, err
}

// target is the message that a command of a message's menu is about: a text, or the last answer.
func (r *room) target(ctx context.Context, text string) (*chat.Target, error) {
	if text != "" {
		return &chat.Target{Text: text, Author: member}, nil
	}
	latest, err := r.latest(ctx)
	if err != nil || latest == "" {
		return nil, err
	}
	answer, err := r.Options.Store.Receipt(ctx, latest)
	return &chat.Target{ID: answer.Message, Text: answer.Answer, Author: self, Receipt: latest}, err
}

// list adds to a message what can be typed.
func (r *room) list(q chat.Request, to *chat.Message) {
	to.Add("\n\n", markup.Heading("What can be typed here"))
	for _, u := range append([]typed.Usage{
		{Call: botName + " QUESTION", Does: "A question of its own. Without " + botName + " it may follow up the answer before"},
		{Call: ":1", Does: "Press a button, by its number below the last message"},
		{Call: "/quit", Does: "Leave; the end of input does the same"},
	}, typed.Usages(r.commands, q)...) {
		to.Add("\n", "- "+markup.Code(u.Call)+markup.Dot+markup.Escape(u.Does))
	}
}

// complete tells what may stand in place of the end of a line.
func (r *room) complete(ctx context.Context, before string) []prompt.Completion {
	if !strings.HasPrefix(before, "/") {
		return nil
	}
	q := r.request()
	if err := r.ApplySettings(ctx, &q); err != nil {
		return nil
	}
	return prompt.Names(typed.Candidates(r.commands, before, func(c chat.Command, given chat.Arguments) []chat.Choice {
		proposed, err := chat.Propose(ctx, q, c, given)
		if err != nil {
			return nil
		}
		return proposed.Choices
	}), before)
}

// press does what a numbered button is for.
func (r *room) press(ctx context.Context, q chat.Request, number string) (chat.Response, error) {
	n, err := strconv.Atoi(strings.TrimSpace(number))
	if err != nil || n < 1 || n > len(r.buttons) {
		return chat.Response{}, typed.Wrong("There is no button :%s; the last message has %d.", strings.TrimSpace(number), len(r.buttons))
	}
	response, err := r.repertoire.Press(ctx, q, r.buttons[n-1].ID)
	if err == nil && (response.Replace || response.Remove != nil) {
		r.buttons = nil // they were of the message that goes
	}
	return response, err
}

// nothing is typed for a form's text that is left out.
const nothing = "-"

// fill takes a line for the text of a form.
func (r *room) fill(ctx context.Context, q chat.Request, form *chat.Form, text string) (chat.Response, error) {
	switch n := len([]rune(text)); {
	case text == nothing && form.Field.Required:
		return chat.Response{}, typed.Wrong("Nothing is done.")
	case text == nothing:
		text = ""
	case form.Field.Most > 0 && n > form.Field.Most:
		return chat.Response{}, typed.Wrong("That has %d characters; at most %d fit.", n, form.Field.Most)
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
	case of.Later == nil && of.Staged == nil && of.Now != nil:
		return []chat.Message{*of.Now}, nil
	}
	say, stop := func(string) {}, func() {}
	if r.options.Working != nil {
		say, stop = r.options.Working("working")
	}
	defer stop()
	if of.Staged != nil {
		of.Later = func(ctx context.Context) (chat.Message, error) {
			return of.Staged(ctx, func(m chat.Message) { say(printed.Plain(whole(m), r.named)) })
		}
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
