package discordtest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"readout/bot/discord/discordtest/traffic"
	"readout/bot/discord/discordtest/wire"
)

// The types of response, as [Interaction.WaitAck] returns them.
const (
	AckMessage        = wire.AckMessage
	AckThinking       = wire.AckThinking
	AckDeferredUpdate = wire.AckDeferredUpdate
	AckUpdate         = wire.AckUpdate
	AckChoices        = wire.AckChoices
	AckForm           = wire.AckForm
)

// How long a first response may take, and how long an interaction's token lives.
const (
	responseWithin = 3 * time.Second
	tokenLife      = 15 * time.Minute
)

// Interaction is one use of a command, a component, a form or autocomplete by a member, and what the bot makes of it.
type Interaction struct {
	ID    string
	Token string

	srv     *Server
	kind    int
	command int    // the command's type, if it is one
	name    string // of the command; of a component or form its custom ID
	user    *wire.User
	channel *Channel
	source  *message     // the component's message
	trigger *Interaction // a form's: what opened it
	// Guarded by srv.mu.
	created   time.Time
	answered  time.Time // zero: not yet
	ack       int
	original  *message
	edits     int // of the original before a deferred update
	followups []*message
	choices   []wire.Choice
	form      *Modal
	lost      bool // a fault hit the response: the bot may give up, or try again although it arrived
}

// Modal is a form that the bot has opened for a member.
type Modal struct {
	wire.Form

	interaction *Interaction
	submitted   bool
}

// describe says what became of the interaction, for failures. The caller holds srv.mu.
func (it *Interaction) describe() string {
	what := map[int]string{
		wire.InteractionCommand: "command", wire.InteractionComponent: "component",
		wire.InteractionAutocomplete: "autocomplete of", wire.InteractionForm: "form",
	}[it.kind]
	state := "no response"
	switch {
	case it.ack == AckForm:
		state = "answered with a form"
	case it.original != nil && it.original.deleted:
		state = "the reply was deleted"
	case it.original != nil && it.original.IsThinking():
		state = "still thinking"
	case it.original != nil:
		state = fmt.Sprintf("the reply is %q", it.original.Text())
	case it.ack != 0:
		state = fmt.Sprintf("response of type %d", it.ack)
	}
	return fmt.Sprintf("%s %q by %s: %s", what, it.name, it.user.Username, state)
}

// WaitAck waits for the first response, and returns its type and how long it took on the server's clock.
func (it *Interaction) WaitAck(ctx context.Context) (ack int, took time.Duration) {
	it.srv.tb.Helper()
	it.srv.require(ctx, func() bool {
		ack, took = it.ack, it.answered.Sub(it.created)
		return ack != 0
	}, it.describe)
	return ack, took
}

// Outcome is what became of the interaction so far: when it was made, the type of its first response, 0 for none, its reply, nil for none
// that can be read, and how many further messages it has.
func (it *Interaction) Outcome() (made time.Time, ack int, reply *wire.Message, followups int) {
	it.srv.mu.Lock()
	defer it.srv.mu.Unlock()
	if m := it.original; m != nil && !m.deleted && !m.IsThinking() {
		reply = m.snapshot()
	}
	return it.created, it.ack, reply, len(it.followups)
}

// WaitReply waits until there is something to read, and returns the message: the first response, or what a deferred response
// became, or after an update the component's message. Later edits are seen by calling it again, or with WaitReplyLike.
func (it *Interaction) WaitReply(ctx context.Context) *wire.Message {
	it.srv.tb.Helper()
	return it.WaitReplyLike(ctx, func(*wire.Message) bool { return true })
}

// WaitReplyLike waits until the reply is one that match accepts.
func (it *Interaction) WaitReplyLike(ctx context.Context, match func(*wire.Message) bool) *wire.Message {
	it.srv.tb.Helper()
	var found *wire.Message
	it.srv.require(ctx, func() bool {
		m := it.original
		if m == nil || m.deleted || m.IsThinking() || it.ack == AckDeferredUpdate && len(m.past) == it.edits {
			return false
		}
		found = m.snapshot()
		return match(found)
	}, it.describe)
	return found
}

// WaitGone waits until the reply has been deleted.
func (it *Interaction) WaitGone(ctx context.Context) {
	it.srv.tb.Helper()
	it.srv.require(ctx, func() bool { return it.original != nil && it.original.deleted }, it.describe)
}

// WaitFollowups waits for at least n follow-up messages that are not deleted, and returns all of them.
func (it *Interaction) WaitFollowups(ctx context.Context, n int) []*wire.Message {
	it.srv.tb.Helper()
	var found []*wire.Message
	it.srv.require(ctx, func() bool {
		found = nil
		for _, m := range it.followups {
			if !m.deleted {
				found = append(found, m.snapshot())
			}
		}
		return len(found) >= n
	}, func() string { return fmt.Sprintf("%d of %d follow-ups: %s", len(found), n, it.describe()) })
	return found
}

// WaitModal waits for a form as the first response.
func (it *Interaction) WaitModal(ctx context.Context) *Modal {
	it.srv.tb.Helper()
	it.srv.require(ctx, func() bool { return it.form != nil }, it.describe)
	return it.form
}

// WaitChoices waits for autocomplete's proposals.
func (it *Interaction) WaitChoices(ctx context.Context) []wire.Choice {
	it.srv.tb.Helper()
	it.srv.require(ctx, func() bool { return it.ack == AckChoices }, it.describe)
	return it.choices
}

// History returns every state that the message has had, oldest first, the present one last.
func (s *Server) History(m *wire.Message) []*wire.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	stored := s.world.message(m.ChannelID, m.ID)
	if stored == nil {
		return nil
	}
	var states []*wire.Message
	for i := range stored.past {
		past := stored.past[i]
		states = append(states, &past)
	}
	return append(states, stored.snapshot())
}

// Current returns the message as it is now, or nil when it has been deleted.
func (s *Server) Current(m *wire.Message) *wire.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	stored := s.world.message(m.ChannelID, m.ID)
	if stored == nil || stored.deleted {
		return nil
	}
	return stored.snapshot()
}

// checkAnswered fails the test for interactions that the bot left without a response.
func (s *Server) checkAnswered() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, it := range s.world.order {
		if it.ack == 0 && !it.lost {
			s.violate(wire.Unanswered, "interaction "+it.ID, "%s", it.describe())
		}
	}
}

// fire sends an interaction to the bot. The caller holds s.mu and has checked that the client would.
func (s *Server) fire(it *Interaction, data wire.Object) *Interaction {
	it.ID, it.srv, it.created = s.newID(), s, s.now()
	it.Token = "interaction" + s.newID()
	s.world.interactions[it.ID] = it
	s.world.tokens[it.Token] = it
	s.world.order = append(s.world.order, it)
	event := wire.Object{
		"id": it.ID, "application_id": s.bot.ID, "type": it.kind, "data": data, "token": it.Token, "version": 1, "locale": it.user.Locale,
		"channel_id": it.channel.ID, "channel": it.channel.wire(), "entitlements": []wire.Object{}, "attachment_size_limit": traffic.MaxFile,
	}
	guild := it.channel.guild
	if guild == nil {
		event = wire.Merge(event, wire.Object{
			"user": *it.user, "context": wire.ContextBotDM, "authorizing_integration_owners": map[string]string{"0": "0"},
			"app_permissions": wire.AllPermissions.String(),
		})
	} else {
		member := guild.member(it.user)
		event = wire.Merge(event, wire.Object{
			"guild_id": guild.ID, "guild": wire.Object{"id": guild.ID, "locale": guild.locale, "features": []string{}}, "guild_locale": guild.locale,
			"member":  wire.Merge(member.wire(), wire.Object{"permissions": guild.permissionsIn(it.channel, member).String()}),
			"context": wire.ContextGuild, "authorizing_integration_owners": map[string]string{"0": guild.ID},
			"app_permissions": guild.permissionsIn(it.channel, guild.member(s.bot)).String(),
		})
	}
	if it.source != nil {
		event["message"] = s.wire(it.source, true)
	}
	s.dispatch("INTERACTION_CREATE", guild, 0, event)
	return it
}

// metadata is what the interaction's messages say about it.
func (it *Interaction) metadata() *wire.InteractionMetadata {
	owner := "0"
	if it.channel.guild != nil {
		owner = it.channel.guild.ID
	}
	m := &wire.InteractionMetadata{ID: it.ID, Type: it.kind, User: *it.user, Owners: map[string]string{"0": owner}}
	if it.original != nil {
		m.OriginalID = it.original.ID
	}
	switch it.kind {
	case wire.InteractionComponent:
		m.InteractedMessage = it.source.ID
	case wire.InteractionForm:
		m.Triggering = it.trigger.metadata()
	}
	return m
}

// interaction returns the interaction of the path, for the follow-up routes.
func (c *call) interaction() *Interaction {
	if c.Value("webhook_id") != c.srv.bot.ID {
		wire.Refuse(wire.ErrUnknownWebhook)
	}
	if it := c.srv.world.tokens[c.Value("webhook_token")]; it != nil {
		if c.srv.expired(it.created, tokenLife) {
			wire.Refuse(wire.ErrExpiredToken)
		}
		if it.ack == 0 || it.kind == wire.InteractionAutocomplete {
			wire.Refuse(wire.ErrUnknownWebhook)
		}
		return it
	}
	wire.Refuse(wire.ErrExpiredToken)
	return nil
}

// callback is the first response to an interaction.
func (c *call) callback() (int, any) {
	s := c.srv
	it := s.world.interactions[c.Value("interaction_id")]
	if it == nil || it.Token != c.Value("interaction_token") {
		wire.Refuse(wire.ErrUnknownInteraction)
	}
	if it.ack != 0 {
		if it.lost {
			wire.Refuse(wire.ErrAcknowledged)
		}
		wire.Refuse(&wire.Error{Status: 400, Code: 40060, Message: wire.ErrAcknowledged.Message, Rule: wire.SecondResponse})
	}
	now := s.now()
	if s.expired(it.created, responseWithin) {
		wire.Refuse(&wire.Error{Status: 404, Code: 10062, Message: wire.ErrUnknownInteraction.Message, Rule: wire.LateResponse})
	}
	var body struct {
		Type int             `json:"type"`
		Data json.RawMessage `json:"data"`
	}
	c.Decode(&body)
	wire.CheckResponse(it.kind, body.Type, it.source != nil)
	c.respond(it, body.Type, body.Data)
	it.ack, it.answered = body.Type, now
	s.mu.Notify()
	if c.Request.URL.Query().Get("with_response") != "true" {
		return http.StatusNoContent, nil
	}
	about := wire.Object{"id": it.ID, "type": it.kind}
	answer := wire.Object{"interaction": about, "resource": wire.Object{"type": body.Type}}
	if it.original != nil {
		about["response_message_id"] = it.original.ID
		about["response_message_loading"] = it.original.IsThinking()
		about["response_message_ephemeral"] = it.original.IsEphemeral()
		answer["resource"] = wire.Object{"type": body.Type, "message": c.show(it.original)}
	}
	return http.StatusOK, answer
}

// respond does what a first response of the type says.
func (c *call) respond(it *Interaction, kind int, raw json.RawMessage) {
	switch kind {
	case AckMessage:
		d := c.readDraft(raw, "data")
		if d.IsEmpty(c.Files) {
			wire.Refuse(wire.ErrEmptyMessage)
		}
		it.original = c.reply(it, d, d.Flags)
	case AckThinking:
		var d struct {
			Flags int `json:"flags"`
		}
		if len(raw) > 0 {
			wire.DecodeData(raw, &d)
		}
		it.original = c.reply(it, &wire.Draft{}, d.Flags&wire.FlagEphemeral|wire.FlagLoading)
	case AckDeferredUpdate:
		it.original, it.edits = it.source, len(it.source.past)
	case AckUpdate:
		d := c.readDraft(raw, "data")
		if it.source.deleted {
			wire.Refuse(wire.ErrUnknownMessage)
		}
		c.edit(it.source, d)
		it.original = it.source
	case AckChoices:
		it.choices = wire.ReadChoices(raw)
	case AckForm:
		it.form = &Modal{Form: wire.ReadForm(raw), interaction: it}
	}
}

// reply posts a message that answers an interaction.
func (c *call) reply(it *Interaction, d *wire.Draft, flags int) *message {
	s := c.srv
	m := &message{channel: it.channel, author: s.bot}
	m.Content, m.Embeds, m.Components, m.TTS, m.Flags = d.Text(), d.Embeds, d.Components, d.TTS, flags
	m.WebhookID, m.ApplicationID, m.InteractionMetadata = s.bot.ID, s.bot.ID, it.metadata()
	switch {
	case it.kind == wire.InteractionCommand:
		m.Type = wire.MessageSlashCommand
		if it.command != wire.SlashCommand {
			m.Type = wire.MessageContextMenuUsed
		}
		m.Interaction = &wire.MessageInteraction{ID: it.ID, Type: it.kind, Name: it.name, User: *it.user}
	case it.source != nil:
		m.Type = wire.MessageReply
		m.Reference = &wire.Reference{MessageID: it.source.ID, ChannelID: it.channel.ID}
		if it.channel.guild != nil {
			m.Reference.GuildID = it.channel.guild.ID
		}
	}
	if flags&wire.FlagEphemeral != 0 {
		m.viewer = it.user
	}
	m.Files = c.store(it.channel, d, m.viewer != nil)
	s.resolveMentions(m, d.Allowed)
	s.unarchive(it.channel)
	return s.post(m)
}

// followup posts a further message. The first one after a deferred response takes its place, whatever its own flags.
func (c *call) followup() (int, any) {
	it := c.interaction()
	d := c.readDraft(c.Body, "")
	if d.IsEmpty(c.Files) {
		wire.Refuse(wire.ErrEmptyMessage)
	}
	var m *message
	if it.original != nil && it.original.IsThinking() && !it.original.deleted {
		m = it.original
		d.Present["flags"] = false
		c.edit(m, d)
	} else {
		m = c.reply(it, d, d.Flags)
		it.followups = append(it.followups, m)
	}
	c.srv.mu.Notify()
	// Without wait=true Discord answers 204; for an interaction's webhook it always sends the message.
	return http.StatusOK, c.show(m)
}

// response returns the message of the path: @original or a follow-up.
func (c *call) response() *message {
	it := c.interaction()
	id := c.Value("message_id")
	m := it.original
	if id != "" && (m == nil || m.ID != id) {
		m = nil
		for _, f := range it.followups {
			if f.ID == id {
				m = f
			}
		}
	}
	if m == nil || m.deleted {
		wire.Refuse(wire.ErrUnknownMessage)
	}
	return m
}

func (c *call) getReply() (int, any) { return http.StatusOK, c.show(c.response()) }

func (c *call) editReply() (int, any) {
	m := c.response()
	c.edit(m, c.readDraft(c.Body, ""))
	return http.StatusOK, c.show(m)
}

func (c *call) deleteReply() (int, any) {
	c.srv.tellDeleted(c.response())
	return http.StatusNoContent, nil
}
