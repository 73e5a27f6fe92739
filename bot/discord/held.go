package discord

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/bwmarrin/discordgo"

	"readout/bot/chat"
	"readout/bot/chat/wording"
	"readout/bot/discord/fleet"
	"readout/bot/discord/gateway"
	"readout/bot/store"
)

// Shared is what processes share that are one bot; *postgres.Store is one.
type Shared = fleet.Store

// Kinds of tasks, by what another process can do about them.
const (
	taskQuestion = "question" // an interaction that any process can answer
	taskMessage  = "message"  // likewise a message
	taskOther    = "other"    // an interaction whose effects are not known once its process died: its member is told
)

// held is an interaction or a message that this process works on.
type held struct {
	task    store.Task
	claim   *fleet.Claim // nil before it is taken, and where no other process knows of it
	taken   bool
	resumed bool // another process took it up, and let its asker in
}

// take takes the task up as one of a kind, once; asker is whose question it is, "" for none. The errors are those of fleet.Take.
func (b *bot) take(ctx context.Context, h *held, kind string, asker store.UserID) (err error) {
	if h == nil || h.taken {
		return nil
	}
	h.task.Kind, h.task.Asker = kind, asker
	if h.claim, err = b.fleet.Take(ctx, h.task, b.Gate.Most()); err == nil {
		h.taken = true
	}
	return err
}

// holds has a request be that of a task.
func (b *bot) holds(q *chat.Request, h *held) {
	q.Admitted = h.resumed
	q.Admit = func(ctx context.Context) error { return b.admit(ctx, h, q.User) }
}

// admit takes a question up that the gate has let in, for all processes: of each member there is one.
func (b *bot) admit(ctx context.Context, h *held, asker store.UserID) error {
	kind := taskQuestion
	if h.task.Kind != "" {
		kind = h.task.Kind
	}
	return b.refused(b.take(ctx, h, kind, asker))
}

// refused says why a question is not let in that could not be taken up.
func (b *bot) refused(err error) error {
	until := b.options.Clock().Add(b.Gate.Waits())
	switch {
	case errors.Is(err, store.ErrExists):
		return &wording.Refusal{Why: wording.OneAtATime, Until: until}
	case errors.Is(err, store.ErrFull):
		return &wording.Refusal{Why: wording.Busy, Until: until}
	}
	return err
}

// settle waits until it is known whether what was acknowledged is this process's to go on with. The errors are those of fleet.Take.
func (h *held) settle() (err error) {
	h.claim, err = h.claim.Settle()
	return err
}

// portable reports whether another process can go on with what was acknowledged here.
func (h *held) portable() bool { return h.claim != nil && !h.resumed && h.claim.Kind != taskOther }

// delivering wraps the sending of an answer: it is not sent when another process has taken the task over.
func (h *held) delivering(send func(context.Context, payload) (string, error)) func(context.Context, payload) (string, error) {
	return func(ctx context.Context, p payload) (string, error) {
		if err := h.claim.Deliver(ctx); err != nil {
			return "", err
		}
		return send(ctx, p)
	}
}

// heldMessage is what another process needs of a message to the bot.
type heldMessage struct {
	Message json.RawMessage `json:"message"`
	Follows store.ReceiptID `json:"follows"`
	Locale  string          `json:"locale"`
}

// resume goes on with a task that another process took up: it answers a question, and says of anything else that it was interrupted.
func (b *bot) resume(ctx context.Context, c *fleet.Claim) {
	defer c.Finish(ctx)
	h := &held{task: c.Task, claim: c, taken: true, resumed: true}
	if c.Kind == taskMessage {
		var m heldMessage
		var of discordgo.Message
		if err := errors.Join(json.Unmarshal(c.Data, &m), json.Unmarshal(m.Message, &of)); err != nil || of.Author == nil {
			b.Log.Error("a message that another process took up can't be read", "kind", c.Kind)
			return
		}
		b.message(ctx, &of, h, &m)
		return
	}
	var i discordgo.Interaction
	if err := json.Unmarshal(c.Data, &i); err != nil || i.Data == nil {
		b.Log.Error("an interaction that another process took up can't be read", "kind", c.Kind)
		return
	}
	switch {
	case c.Kind == taskOther:
		b.interrupted(ctx, &i, c)
	case c.Begun && i.Type == discordgo.InteractionApplicationCommand && b.rest.delivered(ctx, &i):
		// The process died between sending the answer and noting that.
	default:
		b.interaction(ctx, &i, h)
	}
}

// interrupted tells a member that what was asked of a process that died may not have been done.
func (b *bot) interrupted(ctx context.Context, i *discordgo.Interaction, c *fleet.Claim) {
	ctx, cancel := context.WithTimeout(ctx, b.options.Timing.Send)
	defer cancel()
	l := b.Languages.Of(string(i.Locale))
	p := payloadOf(chat.Note(l.Interrupted))
	p.Flags = discordgo.MessageFlagsEphemeral
	if !c.Begun {
		err := b.rest.respond(ctx, i, callback{discordgo.InteractionResponseChannelMessageWithSource, p})
		if err == nil {
			return
		}
	}
	if err := b.rest.followUp(ctx, i, p); err != nil {
		b.Log.Info("nobody is told of what was interrupted", "error", err)
	}
}

// goOn goes on with what processes took up, this one too, until the context ends.
func (b *bot) goOn(ctx, hold context.Context) {
	b.fleet.Work(ctx, hold, b.Gate.Free, func(c *fleet.Claim) {
		if !b.start(func(ctx context.Context) { b.resume(ctx, c) }) {
			c.Finish(ctx)
		}
	})
}

// takeUp takes up what an event asks for.
func (b *bot) takeUp(ctx context.Context, e gateway.Event) {
	defer e.Taken()
	task := store.Task{Data: e.Raw}
	switch of := e.Struct.(type) {
	case *discordgo.InteractionCreate:
		task.ID, task.Guild = of.Interaction.ID, store.GuildID(of.GuildID)
		b.interaction(ctx, of.Interaction, &held{task: task})
	case *discordgo.MessageCreate:
		task.ID, task.Guild, task.Kind = of.Message.ID, store.GuildID(of.GuildID), taskMessage
		b.message(ctx, of.Message, &held{task: task}, nil)
	}
}
