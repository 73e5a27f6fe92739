package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"readout/bot/chat"
	"readout/bot/discord/api"
	"readout/bot/discord/gateway"
	"readout/bot/discord/permissions"
	"readout/bot/store"
)

// rest makes the requests of the bot.
type rest struct{ *api.Client }

func newREST(token string, client *http.Client, timing api.Timing, count func(route string, status int)) (*rest, error) {
	c, err := api.New(token, client, timing, count)
	return &rest{c}, err
}

// payload is a message as Discord takes it. Its allowed mentions can't be left out: nobody is ever pinged.
type payload struct {
	Content         string                       `json:"content"`
	Embeds          []embed                      `json:"embeds"`
	Components      []discordgo.MessageComponent `json:"components"`
	AllowedMentions noMentions                   `json:"allowed_mentions"`
	Flags           discordgo.MessageFlags       `json:"flags,omitempty"`
	Reference       *reference                   `json:"message_reference,omitempty"`
	// Nonce makes Discord return the message that it has, when it was sent before but the response was lost.
	Nonce   string `json:"nonce,omitempty"`
	Enforce bool   `json:"enforce_nonce,omitempty"`

	// Attachments are the files that the message is to have. An edit that is repeated does not add its file twice.
	Attachments []attached `json:"attachments,omitempty"`

	file *api.File // sent with an edit of an interaction's message
}

// attached is a file of a message; "0" is the one that is sent with it.
type attached struct {
	ID string `json:"id"`
}

type embed struct {
	Description string `json:"description"`
}

type reference struct {
	MessageID string `json:"message_id"`
	// FailIfNotExists is never set: a reply to a deleted message is an ordinary message.
	FailIfNotExists bool `json:"fail_if_not_exists"`
}

// noMentions is the allowed_mentions under which nothing pings. discordgo's own leaves an empty list out, which allows everything.
type noMentions struct{}

// MarshalJSON implements json.Marshaler.
func (noMentions) MarshalJSON() ([]byte, error) {
	return []byte(`{"parse":[],"replied_user":false}`), nil
}

// callback is the first response to an interaction.
type callback struct {
	Type discordgo.InteractionResponseType `json:"type"`
	Data any                               `json:"data,omitempty"`
}

type formData struct {
	CustomID   string                       `json:"custom_id"`
	Title      string                       `json:"title"`
	Components []discordgo.MessageComponent `json:"components"`
}

type choicesData struct {
	Choices []chat.Choice `json:"choices"`
}

type flagsData struct {
	Flags discordgo.MessageFlags `json:"flags,omitempty"`
}

// Codes of Discord's errors that are expected in normal work.
const (
	codeUnknownChannel      = 10003
	codeUnknownMessage      = 10008
	codeAlreadyAcknowledged = 40060
	codeMissingAccess       = 50001
	codeMissingPermissions  = 50013
	codeBlocked             = 200000
	codeBlockedTitle        = 200001
)

// respond sends the first response to an interaction. It is sent again when it is unknown whether it arrived, unless that can be
// found out.
func (r *rest) respond(ctx context.Context, i *discordgo.Interaction, c callback) error {
	request := api.Call{Route: "callback", Method: http.MethodPost, URL: discordgo.EndpointInteractionResponse(i.ID, i.Token),
		Lane: i.Token, Body: c}
	err := r.Do(ctx, request, nil)
	for attempt := 1; attempt < r.Attempts() && api.UnknownEffect(err) && ctx.Err() == nil; attempt++ {
		creates := c.Type == discordgo.InteractionResponseChannelMessageWithSource ||
			c.Type == discordgo.InteractionResponseDeferredChannelMessageWithSource
		if creates && i.Type != discordgo.InteractionMessageComponent && r.answered(ctx, i) {
			return nil
		}
		if err = r.Do(ctx, request, nil); api.Code(err) == codeAlreadyAcknowledged {
			return nil
		}
	}
	return err
}

// answered reports whether the interaction has a message already.
func (r *rest) answered(ctx context.Context, i *discordgo.Interaction) bool {
	return r.Do(ctx, api.Get("original", original(i), i.Token), nil) == nil
}

// delivered reports whether the message that an interaction has is an answer, with buttons: before, it only says that one will come.
func (r *rest) delivered(ctx context.Context, i *discordgo.Interaction) bool {
	var has struct {
		Components []json.RawMessage `json:"components"`
	}
	return r.Do(ctx, api.Get("original", original(i), i.Token), &has) == nil && len(has.Components) > 0
}

// editOriginal puts the message in the place of the interaction's first response, and returns its ID.
func (r *rest) editOriginal(ctx context.Context, i *discordgo.Interaction, p payload) (string, error) {
	var sent struct{ ID string }
	p.Flags = 0 // of an edited message they are those of the first response
	err := r.Do(ctx, api.Call{Route: "edit original", Method: http.MethodPatch, URL: original(i), Lane: i.Token, Body: p, File: p.file,
		Repeat: true, Patient: true}, &sent)
	return sent.ID, err
}

// editOnce is editOriginal for what is soon out of date: it is tried once.
func (r *rest) editOnce(ctx context.Context, i *discordgo.Interaction, p payload) error {
	p.Flags = 0
	return r.Do(ctx, api.Call{Route: "edit original", Method: http.MethodPatch, URL: original(i), Lane: i.Token, Body: p}, nil)
}

// followUp sends a further message about an interaction.
func (r *rest) followUp(ctx context.Context, i *discordgo.Interaction, p payload) error {
	return r.Do(ctx, api.Call{Route: "follow up", Method: http.MethodPost, URL: discordgo.EndpointFollowupMessage(i.AppID, i.Token),
		Lane: i.Token, Body: p}, nil)
}

// alreadyBegun reports whether an interaction can't be given a first response because it has one.
func alreadyBegun(err error) bool { return api.Code(err) == codeAlreadyAcknowledged }

// deleteOriginal deletes the message that an interaction has, which for a button is the message that it is on. One that is gone
// already is no error.
func (r *rest) deleteOriginal(ctx context.Context, i *discordgo.Interaction) error {
	err := r.Do(ctx, api.Call{Route: "delete original", Method: http.MethodDelete, URL: original(i), Lane: i.Token, Repeat: true}, nil)
	if api.Code(err) == codeUnknownMessage {
		return nil
	}
	return err
}

func original(i *discordgo.Interaction) string {
	return discordgo.EndpointInteractionResponseActions(i.AppID, i.Token)
}

// create posts a message in a channel, and returns it. once names it, so that it is not posted twice; it replies to a message, "" for none.
func (r *rest) create(ctx context.Context, channel, once string, to store.MessageID, p payload) (created, error) {
	var sent created
	p.Nonce, p.Enforce = once, true
	if to != "" {
		p.Reference = &reference{MessageID: string(to)}
	}
	err := r.Do(ctx, api.Call{Route: "create message", Method: http.MethodPost, URL: discordgo.EndpointChannelMessages(channel),
		Lane: "channel " + channel, Body: p, Repeat: true, Patient: true}, &sent)
	return sent, err
}

// created is a message that was posted.
type created struct {
	ID     string            `json:"id"`
	Embeds []json.RawMessage `json:"embeds"`
}

// edit replaces a message of the bot's in a channel.
func (r *rest) edit(ctx context.Context, channel, message string, p payload) error {
	p.Reference, p.Nonce, p.Enforce = nil, "", false
	return r.Do(ctx, api.Call{Route: "edit message", Method: http.MethodPatch, URL: discordgo.EndpointChannelMessage(channel, message),
		Lane: "channel " + channel, Body: p, Repeat: true}, nil)
}

// typing shows that the bot is at work in the channel.
func (r *rest) typing(ctx context.Context, channel string) error {
	return r.Do(ctx, api.Call{Route: "typing", Method: http.MethodPost, URL: discordgo.EndpointChannelTyping(channel),
		Lane: "typing " + channel}, nil)
}

// channel is what is known of a channel.
type channel struct {
	Parent string                `json:"parent_id"` // of a thread; the category of any other
	Type   discordgo.ChannelType `json:"type"`
	Name   string                `json:"name"` // of a post in a forum, its title
}

func (r *rest) channel(ctx context.Context, id string) (channel, error) {
	var c channel
	err := r.Do(ctx, api.Get("channel", discordgo.EndpointChannel(id), "channel "+id).Remembered(), &c)
	return c, err
}

// application is what is known of the bot itself.
type application struct {
	ID    string `json:"id"`
	Flags int    `json:"flags"`
	Bot   struct {
		ID string `json:"id"`
	} `json:"bot"`
}

// user is the bot's ID as a member; old applications have another one than it.
func (a application) user() string { return cmp.Or(a.Bot.ID, a.ID) }

// readsContent reports whether the message content intent is granted, in full or for an unverified bot.
func (a application) readsContent() bool { return a.Flags&(1<<18|1<<19) != 0 }

// application asks who the bot is. A token that is refused is ErrToken.
func (r *rest) application(ctx context.Context) (application, error) {
	var a application
	err := r.Do(ctx, api.Get("application", discordgo.EndpointApplications+"/@me", "application"), &a)
	return a, tokenError(err)
}

// identifies is how often the bot may still identify.
func (r *rest) identifies(ctx context.Context) (gateway.Limit, error) {
	var i struct {
		Limit struct {
			Remaining  int   `json:"remaining"`
			ResetAfter int64 `json:"reset_after"` // in milliseconds
		} `json:"session_start_limit"`
	}
	ask := api.Get("gateway", discordgo.EndpointGatewayBot, "gateway")
	err := r.Do(ctx, ask, &i)
	left := gateway.Limit{Remaining: i.Limit.Remaining, Resets: time.Duration(i.Limit.ResetAfter) * time.Millisecond}
	return left, tokenError(err)
}

func tokenError(err error) error {
	if api.Status(err) == http.StatusUnauthorized {
		return errors.Join(ErrToken, err)
	}
	return err
}

// direct is the channel of direct messages with a member.
func (r *rest) direct(ctx context.Context, member string) (string, error) {
	var c struct {
		ID string `json:"id"`
	}
	err := r.Do(ctx, api.Call{Route: "direct channel", Method: http.MethodPost, URL: discordgo.EndpointUserChannels("@me"), Lane: "direct",
		Body: struct {
			To string `json:"recipient_id"`
		}{member}, Repeat: true}, &c)
	return c.ID, err
}

// holds reports whether one of the last messages of a channel is the answer with a receipt.
func (r *rest) holds(ctx context.Context, channel string, id store.ReceiptID) (bool, error) {
	var last []struct {
		Components json.RawMessage `json:"components"`
	}
	err := r.Do(ctx, api.Get("messages", discordgo.EndpointChannelMessages(channel)+"?limit=100", "channel "+channel), &last)
	return slices.ContainsFunc(last, func(m struct {
		Components json.RawMessage `json:"components"`
	}) bool {
		return strings.Contains(string(m.Components), `"`+chat.ActionDelete+":"+string(id)+`"`)
	}), err
}

// post posts a message that nobody waits for; sending it twice would be worse than not at all.
func (r *rest) post(ctx context.Context, channel string, p payload) error {
	p.Enforce = p.Nonce != ""
	return r.Do(ctx, api.Call{Route: "create message", Method: http.MethodPost, URL: discordgo.EndpointChannelMessages(channel),
		Lane: "channel " + channel, Body: p, Repeat: p.Enforce}, nil)
}

// codeThreadExists says that a message has a thread already. It has the message's ID.
const codeThreadExists = 160004

// startThread starts a thread from a message, or finds the one that it has.
func (r *rest) startThread(ctx context.Context, channel, message, name string) (string, error) {
	var c struct {
		ID string `json:"id"`
	}
	err := r.Do(ctx, api.Call{Route: "start thread", Method: http.MethodPost, URL: discordgo.EndpointChannelMessageThread(channel,
		message), Lane: "channel " + channel,
		Body: struct {
			Name string `json:"name"`
		}{name}}, &c)
	if api.Code(err) == codeThreadExists || api.UnknownEffect(err) && ctx.Err() == nil {
		return message, nil
	}
	return c.ID, err
}

// openChannels are the channels of a server, and whether everybody in it can read them.
func (r *rest) openChannels(ctx context.Context, guild string) (map[string]bool, error) {
	var g struct{ Roles []permissions.Role }
	ask := api.Get("guild", discordgo.EndpointGuild(guild), "guild "+guild)
	if err := r.Do(ctx, ask, &g); err != nil {
		return nil, err
	}
	var channels []permissions.Channel
	if err := r.Do(ctx, channelsCall(guild), &channels); err != nil {
		return nil, err
	}
	return permissions.Open(guild, g.Roles, channels)
}

// channelsCall asks for the channels of a server.
func channelsCall(guild string) api.Call {
	return api.Get("channels", discordgo.EndpointGuildChannels(guild), "guild "+guild)
}

// message is a message of the bot's.
func (r *rest) message(ctx context.Context, channel, message string) (sent, error) {
	var s sent
	err := r.Do(ctx, api.Get("message", discordgo.EndpointChannelMessage(channel, message), "channel "+channel), &s)
	return s, err
}
