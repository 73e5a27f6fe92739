package discord

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"readout/bot/discord/gateway"
	"time"

	"github.com/bwmarrin/discordgo"
)

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

	file *attachment // sent with an edit of an interaction's message
}

// attached is a file of a message; "0" is the one that is sent with it.
type attached struct {
	ID string `json:"id"`
}

// attachment is a file that is sent.
type attachment struct {
	name string
	data []byte
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
	Choices []choice `json:"choices"`
}

type choice struct {
	Name  string `json:"name"`
	Value string `json:"value"`
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
	request := call{route: "callback", method: http.MethodPost, url: discordgo.EndpointInteractionResponse(i.ID, i.Token), lane: i.Token, body: c}
	err := r.do(ctx, request, nil)
	for attempt := 1; attempt < r.timing.Attempts && unknownEffect(err) && ctx.Err() == nil; attempt++ {
		creates := c.Type == discordgo.InteractionResponseChannelMessageWithSource ||
			c.Type == discordgo.InteractionResponseDeferredChannelMessageWithSource
		if creates && i.Type != discordgo.InteractionMessageComponent && r.answered(ctx, i) {
			return nil
		}
		if err = r.do(ctx, request, nil); codeOf(err) == codeAlreadyAcknowledged {
			return nil
		}
	}
	return err
}

// answered reports whether the interaction has a message already.
func (r *rest) answered(ctx context.Context, i *discordgo.Interaction) bool {
	return r.do(ctx, call{route: "original", method: http.MethodGet, url: original(i), lane: i.Token, repeat: true}, nil) == nil
}

// editOriginal puts the message in the place of the interaction's first response, and returns its ID.
func (r *rest) editOriginal(ctx context.Context, i *discordgo.Interaction, p payload) (string, error) {
	var sent struct{ ID string }
	p.Flags = 0 // of an edited message they are those of the first response
	err := r.do(ctx, call{route: "edit original", method: http.MethodPatch, url: original(i), lane: i.Token, body: p, file: p.file,
		repeat: true, patient: true}, &sent)
	return sent.ID, err
}

// editOnce is editOriginal for what is soon out of date: it is tried once.
func (r *rest) editOnce(ctx context.Context, i *discordgo.Interaction, p payload) error {
	p.Flags = 0
	return r.do(ctx, call{route: "edit original", method: http.MethodPatch, url: original(i), lane: i.Token, body: p}, nil)
}

// deleteOriginal deletes the message that an interaction has, which for a button is the message that it is on. One that is gone
// already is no error.
func (r *rest) deleteOriginal(ctx context.Context, i *discordgo.Interaction) error {
	err := r.do(ctx, call{route: "delete original", method: http.MethodDelete, url: original(i), lane: i.Token, repeat: true}, nil)
	if codeOf(err) == codeUnknownMessage {
		return nil
	}
	return err
}

func original(i *discordgo.Interaction) string {
	return discordgo.EndpointInteractionResponseActions(i.AppID, i.Token)
}

// create posts a message in a channel, and returns it. p.Nonce must be set.
func (r *rest) create(ctx context.Context, channel string, p payload) (created, error) {
	var sent created
	p.Enforce = true
	err := r.do(ctx, call{route: "create message", method: http.MethodPost, url: discordgo.EndpointChannelMessages(channel),
		lane: "channel " + channel, body: p, repeat: true, patient: true}, &sent)
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
	return r.do(ctx, call{route: "edit message", method: http.MethodPatch, url: discordgo.EndpointChannelMessage(channel, message),
		lane: "channel " + channel, body: p, repeat: true}, nil)
}

// typing shows that the bot is at work in the channel.
func (r *rest) typing(ctx context.Context, channel string) error {
	return r.do(ctx, call{route: "typing", method: http.MethodPost, url: discordgo.EndpointChannelTyping(channel), lane: "typing " + channel}, nil)
}

// channel is what is known of a channel.
type channel struct {
	Parent string                `json:"parent_id"` // of a thread; the category of any other
	Type   discordgo.ChannelType `json:"type"`
	Name   string                `json:"name"` // of a post in a forum, its title
}

func (r *rest) channel(ctx context.Context, id string) (channel, error) {
	var c channel
	err := r.do(ctx, call{route: "channel", method: http.MethodGet, url: discordgo.EndpointChannel(id), lane: "channel " + id, repeat: true}, &c)
	return c, err
}

// application is what is known of the bot itself.
type application struct {
	ID    string `json:"id"`
	Flags int    `json:"flags"`
}

// readsContent reports whether the message content intent is granted, in full or for an unverified bot.
func (a application) readsContent() bool { return a.Flags&(1<<18|1<<19) != 0 }

// application asks who the bot is. A token that is refused is ErrToken.
func (r *rest) application(ctx context.Context) (application, error) {
	var a application
	err := r.do(ctx, call{route: "application", method: http.MethodGet, url: discordgo.EndpointApplications + "/@me", lane: "application", repeat: true}, &a)
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
	ask := call{route: "gateway", method: http.MethodGet, url: discordgo.EndpointGatewayBot, lane: "gateway", repeat: true}
	err := r.do(ctx, ask, &i)
	left := gateway.Limit{Remaining: i.Limit.Remaining, Resets: time.Duration(i.Limit.ResetAfter) * time.Millisecond}
	return left, tokenError(err)
}

func tokenError(err error) error {
	if statusOf(err) == http.StatusUnauthorized {
		return errors.Join(ErrToken, err)
	}
	return err
}
