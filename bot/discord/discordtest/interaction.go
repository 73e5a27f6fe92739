package discordtest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// Interaction types.
const (
	interactionCommand      = 2
	interactionComponent    = 3
	interactionAutocomplete = 4
	interactionForm         = 5
)

// Response types, as [Interaction.WaitAck] returns them.
const (
	AckMessage        = 4 // a message
	AckThinking       = 5 // a message will follow
	AckDeferredUpdate = 6 // the component's message may be edited later, without a loading state
	AckUpdate         = 7 // the component's message was edited
	AckChoices        = 8 // of autocomplete
	AckForm           = 9 // a modal
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
	user    *User
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
	choices   []Choice
	form      *Modal
	lost      bool // a fault hit the response: the bot may give up, or try again although it arrived
}

// Modal is a form that the bot has opened for a member.
type Modal struct {
	CustomID   string      `json:"custom_id"`
	Title      string      `json:"title"`
	Components []Component `json:"components"`

	interaction *Interaction
	submitted   bool
}

// inputs are the fields of the form, in order.
func (m *Modal) inputs() []Component {
	var found []Component
	for _, row := range m.Components {
		switch {
		case row.Type == Label && row.Component != nil:
			c := *row.Component
			c.Label = row.Label
			found = append(found, c)
		case row.Type == ActionRow:
			found = append(found, row.Components...)
		}
	}
	return found
}

// Labels returns the labels of the form's fields, in order.
func (m *Modal) Labels() []string {
	var labels []string
	for _, c := range m.inputs() {
		labels = append(labels, c.Label)
	}
	return labels
}

// describe says what became of the interaction, for failures. The caller holds srv.mu.
func (it *Interaction) describe() string {
	what := map[int]string{
		interactionCommand: "command", interactionComponent: "component", interactionAutocomplete: "autocomplete of", interactionForm: "form",
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

// WaitReply waits until there is something to read, and returns the message: the first response, or what a deferred response
// became, or after an update the component's message. Later edits are seen by calling it again, or with WaitReplyLike.
func (it *Interaction) WaitReply(ctx context.Context) *Message {
	it.srv.tb.Helper()
	return it.WaitReplyLike(ctx, func(*Message) bool { return true })
}

// WaitReplyLike waits until the reply is one that match accepts.
func (it *Interaction) WaitReplyLike(ctx context.Context, match func(*Message) bool) *Message {
	it.srv.tb.Helper()
	var found *Message
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
func (it *Interaction) WaitFollowups(ctx context.Context, n int) []*Message {
	it.srv.tb.Helper()
	var found []*Message
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
func (it *Interaction) WaitChoices(ctx context.Context) []Choice {
	it.srv.tb.Helper()
	it.srv.require(ctx, func() bool { return it.ack == AckChoices }, it.describe)
	return it.choices
}

// History returns every state that the message has had, oldest first, the present one last.
func (s *Server) History(m *Message) []*Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	stored := s.world.message(m.ChannelID, m.ID)
	if stored == nil {
		return nil
	}
	var states []*Message
	for i := range stored.past {
		past := stored.past[i]
		states = append(states, &past)
	}
	return append(states, stored.snapshot())
}

// Current returns the message as it is now, or nil when it has been deleted.
func (s *Server) Current(m *Message) *Message {
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
			s.violate(Unanswered, "interaction "+it.ID, "%s", it.describe())
		}
	}
}

// fire sends an interaction to the bot. The caller holds s.mu and has checked that the client would.
func (s *Server) fire(it *Interaction, data object) *Interaction {
	it.ID, it.srv, it.created = s.newID(), s, s.now()
	it.Token = "interaction" + s.newID()
	s.world.interactions[it.ID] = it
	s.world.tokens[it.Token] = it
	s.world.order = append(s.world.order, it)
	event := object{
		"id": it.ID, "application_id": s.bot.ID, "type": it.kind, "data": data, "token": it.Token, "version": 1, "locale": it.user.locale,
		"channel_id": it.channel.ID, "channel": it.channel.wire(), "entitlements": []object{}, "attachment_size_limit": maxFile,
	}
	guild := it.channel.guild
	if guild == nil {
		event = merge(event, object{
			"user": *it.user, "context": ContextBotDM, "authorizing_integration_owners": map[string]string{"0": "0"},
			"app_permissions": allPermissions.String(),
		})
	} else {
		member := guild.member(it.user)
		event = merge(event, object{
			"guild_id": guild.ID, "guild": object{"id": guild.ID, "locale": guild.locale, "features": []string{}}, "guild_locale": guild.locale,
			"member":  merge(member.wire(), object{"permissions": guild.permissionsIn(it.channel, member).String()}),
			"context": ContextGuild, "authorizing_integration_owners": map[string]string{"0": guild.ID},
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
func (it *Interaction) metadata() *InteractionMetadata {
	owner := "0"
	if it.channel.guild != nil {
		owner = it.channel.guild.ID
	}
	m := &InteractionMetadata{ID: it.ID, Type: it.kind, User: *it.user, Owners: map[string]string{"0": owner}}
	if it.original != nil {
		m.OriginalID = it.original.ID
	}
	switch it.kind {
	case interactionComponent:
		m.InteractedMessage = it.source.ID
	case interactionForm:
		m.Triggering = it.trigger.metadata()
	}
	return m
}

// interaction returns the interaction of the path, for the follow-up routes.
func (c *call) interaction() *Interaction {
	if c.value("webhook_id") != c.srv.bot.ID {
		refuse(errUnknownWebhook)
	}
	if it := c.srv.world.tokens[c.value("webhook_token")]; it != nil {
		if c.srv.expired(it.created, tokenLife) {
			refuse(errExpiredToken)
		}
		if it.ack == 0 || it.kind == interactionAutocomplete {
			refuse(errUnknownWebhook)
		}
		return it
	}
	refuse(errExpiredToken)
	return nil
}

// responses are the types of first response that each kind of interaction allows.
var responses = map[int][]int{
	interactionCommand:      {AckMessage, AckThinking, AckForm},
	interactionComponent:    {AckMessage, AckThinking, AckDeferredUpdate, AckUpdate, AckForm},
	interactionAutocomplete: {AckChoices},
	interactionForm:         {AckMessage, AckThinking},
}

// callback is the first response to an interaction.
func (c *call) callback() (int, any) {
	s := c.srv
	it := s.world.interactions[c.value("interaction_id")]
	if it == nil || it.Token != c.value("interaction_token") {
		refuse(errUnknownInteraction)
	}
	if it.ack != 0 {
		if it.lost {
			refuse(errAcknowledged)
		}
		refuse(&apiError{status: 400, code: 40060, message: errAcknowledged.message, rule: SecondResponse})
	}
	now := s.now()
	if s.expired(it.created, responseWithin) {
		refuse(&apiError{status: 404, code: 10062, message: errUnknownInteraction.message, rule: LateResponse})
	}
	var body struct {
		Type int             `json:"type"`
		Data json.RawMessage `json:"data"`
	}
	c.decode(&body)
	allowed := responses[it.kind]
	if it.kind == interactionForm && it.source != nil {
		allowed = append(slices.Clone(allowed), AckDeferredUpdate, AckUpdate)
	}
	if !slices.Contains(allowed, body.Type) {
		refuse(invalid("type", "BASE_TYPE_CHOICES", "An interaction of type %d cannot be answered with %d.", it.kind, body.Type))
	}
	switch body.Type {
	case AckMessage:
		d := c.readDraft(body.Data, "data")
		if d.isEmpty(c.files) {
			refuse(errEmptyMessage)
		}
		it.original = c.reply(it, d, d.Flags)
	case AckThinking:
		var d struct {
			Flags int `json:"flags"`
		}
		if len(body.Data) > 0 && json.Unmarshal(body.Data, &d) != nil {
			refuse(invalid("data", "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType"))
		}
		it.original = c.reply(it, &draft{}, d.Flags&FlagEphemeral|FlagLoading)
	case AckDeferredUpdate:
		it.original, it.edits = it.source, len(it.source.past)
	case AckUpdate:
		d := c.readDraft(body.Data, "data")
		if it.source.deleted {
			refuse(errUnknownMessage)
		}
		c.edit(it.source, d)
		it.original = it.source
	case AckChoices:
		var d struct {
			Choices []Choice `json:"choices"`
		}
		if json.Unmarshal(body.Data, &d) != nil {
			refuse(invalid("data", "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType"))
		}
		var p problems
		p.checkChoices("data.choices", d.Choices)
		if e := p.err(); e != nil {
			refuse(e)
		}
		it.choices = d.Choices
	case AckForm:
		form := &Modal{interaction: it}
		if json.Unmarshal(body.Data, form) != nil {
			refuse(invalid("data", "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType"))
		}
		var p problems
		p.checkForm(form)
		if e := p.err(); e != nil {
			refuse(e)
		}
		it.form = form
	}
	it.ack, it.answered = body.Type, now
	s.notify()
	if c.request.URL.Query().Get("with_response") != "true" {
		return http.StatusNoContent, nil
	}
	about := object{"id": it.ID, "type": it.kind}
	answer := object{"interaction": about, "resource": object{"type": body.Type}}
	if it.original != nil {
		about["response_message_id"] = it.original.ID
		about["response_message_loading"] = it.original.IsThinking()
		about["response_message_ephemeral"] = it.original.IsEphemeral()
		answer["resource"] = object{"type": body.Type, "message": c.show(it.original)}
	}
	return http.StatusOK, answer
}

// reply posts a message that answers an interaction.
func (c *call) reply(it *Interaction, d *draft, flags int) *message {
	s := c.srv
	m := &message{channel: it.channel, author: s.bot}
	m.Content, m.Embeds, m.Components, m.TTS, m.Flags = d.content(), d.Embeds, d.Components, d.TTS, flags
	m.WebhookID, m.ApplicationID, m.InteractionMetadata = s.bot.ID, s.bot.ID, it.metadata()
	switch {
	case it.kind == interactionCommand:
		m.Type = MessageSlashCommand
		if it.command != SlashCommand {
			m.Type = MessageContextMenuUsed
		}
		m.Interaction = &MessageInteraction{ID: it.ID, Type: it.kind, Name: it.name, User: *it.user}
	case it.source != nil:
		m.Type = MessageReply
		m.Reference = &Reference{MessageID: it.source.ID, ChannelID: it.channel.ID}
		if it.channel.guild != nil {
			m.Reference.GuildID = it.channel.guild.ID
		}
	}
	if flags&FlagEphemeral != 0 {
		m.viewer = it.user
	}
	m.Files = c.store(it.channel, d, m.viewer != nil)
	s.resolveMentions(m, d.allowed)
	s.unarchive(it.channel)
	return s.post(m)
}

// followup posts a further message. The first one after a deferred response takes its place, whatever its own flags.
func (c *call) followup() (int, any) {
	it := c.interaction()
	d := c.readDraft(c.body, "")
	if d.isEmpty(c.files) {
		refuse(errEmptyMessage)
	}
	var m *message
	if it.original != nil && it.original.IsThinking() && !it.original.deleted {
		m = it.original
		d.present["flags"] = false
		c.edit(m, d)
	} else {
		m = c.reply(it, d, d.Flags)
		it.followups = append(it.followups, m)
	}
	c.srv.notify()
	// Without wait=true Discord answers 204; for an interaction's webhook it always sends the message.
	return http.StatusOK, c.show(m)
}

// response returns the message of the path: @original or a follow-up.
func (c *call) response() *message {
	it := c.interaction()
	id := c.value("message_id")
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
		refuse(errUnknownMessage)
	}
	return m
}

func (c *call) getReply() (int, any) { return http.StatusOK, c.show(c.response()) }

func (c *call) editReply() (int, any) {
	m := c.response()
	c.edit(m, c.readDraft(c.body, ""))
	return http.StatusOK, c.show(m)
}

func (c *call) deleteReply() (int, any) {
	c.srv.tellDeleted(c.response())
	return http.StatusNoContent, nil
}
