// Package wire holds what travels between a bot and Discord: the objects as Discord writes them, the names of its routes, permissions,
// intents and errors, and the limits of what it accepts. It knows no server.
package wire

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Object is a wire object that no Go type is worth.
type Object = map[string]any

// User is an account. Its name is unique on a server.
type User struct {
	ID       string
	Username string
	Bot      bool

	// Guarded by the server.
	Blocks bool   // direct messages from the bot are refused
	Locale string // of the client
}

// Mention is the text that mentions the user in a message.
func (u *User) Mention() string { return "<@" + u.ID + ">" }

// MarshalJSON writes a Discord user object.
func (u User) MarshalJSON() ([]byte, error) {
	return json.Marshal(Object{
		"id": u.ID, "username": u.Username, "discriminator": "0", "global_name": nil, "avatar": nil, "banner": nil, "accent_color": nil,
		"bot": u.Bot, "system": false, "public_flags": 0, "flags": 0, "primary_guild": nil, "avatar_decoration_data": nil, "collectibles": nil,
	})
}

// Message flags.
const (
	FlagSuppressEmbeds        = 1 << 2
	FlagHasThread             = 1 << 5
	FlagEphemeral             = 1 << 6
	FlagLoading               = 1 << 7 // a deferred response: "thinking…"
	FlagSuppressNotifications = 1 << 12
	FlagComponentsV2          = 1 << 15
)

// Message types.
const (
	MessageDefault         = 0
	MessageThreadCreated   = 18
	MessageReply           = 19
	MessageSlashCommand    = 20
	MessageContextMenuUsed = 23
)

// Message is a message as it stood at one moment. What it holds is shared with other copies: read it, don't change it.
type Message struct {
	ID        string       `json:"id"`
	ChannelID string       `json:"channel_id"`
	Type      int          `json:"type"`
	Author    User         `json:"author"`
	Content   string       `json:"content"`
	Embeds    []Embed      `json:"embeds"`
	Files     []Attachment `json:"attachments"`
	// Components are the rows of buttons and menus, or the components of a version 2 message.
	Components []Component `json:"components"`
	Flags      int         `json:"flags"`
	Timestamp  time.Time   `json:"timestamp"`
	Edited     *time.Time  `json:"edited_timestamp"` // nil when never edited
	// Mentions are the users, MentionRoles the roles, that the message pings after allowed_mentions.
	Mentions            []User               `json:"mentions"`
	MentionRoles        []string             `json:"mention_roles"`
	MentionEveryone     bool                 `json:"mention_everyone"`
	Reactions           []Reaction           `json:"reactions,omitempty"`
	Pinned              bool                 `json:"pinned"`
	TTS                 bool                 `json:"tts"`
	WebhookID           string               `json:"webhook_id,omitempty"`     // the application, for an interaction's messages
	ApplicationID       string               `json:"application_id,omitempty"` // likewise
	Reference           *Reference           `json:"message_reference,omitempty"`
	Referenced          *Message             `json:"referenced_message,omitempty"`
	InteractionMetadata *InteractionMetadata `json:"interaction_metadata,omitempty"`
	Interaction         *MessageInteraction  `json:"interaction,omitempty"`
	Nonce               any                  `json:"nonce,omitempty"`
}

// Reference is what a reply points to.
type Reference struct {
	Type            int    `json:"type"`
	MessageID       string `json:"message_id,omitempty"`
	ChannelID       string `json:"channel_id,omitempty"`
	GuildID         string `json:"guild_id,omitempty"`
	FailIfNotExists *bool  `json:"fail_if_not_exists,omitempty"`
}

// InteractionMetadata tells which interaction a message answers.
type InteractionMetadata struct {
	ID                string               `json:"id"`
	Type              int                  `json:"type"`
	User              User                 `json:"user"`
	Owners            map[string]string    `json:"authorizing_integration_owners"`
	OriginalID        string               `json:"original_response_message_id,omitempty"`
	InteractedMessage string               `json:"interacted_message_id,omitempty"`
	TargetMessage     string               `json:"target_message_id,omitempty"`
	Triggering        *InteractionMetadata `json:"triggering_interaction_metadata,omitempty"`
}

// MessageInteraction is the older form of InteractionMetadata, which commands' answers still carry.
type MessageInteraction struct {
	ID   string `json:"id"`
	Type int    `json:"type"`
	Name string `json:"name"`
	User User   `json:"user"`
}

// Emoji is a Unicode emoji (no ID), or a guild's own.
type Emoji struct {
	ID       *string `json:"id"`
	Name     string  `json:"name"`
	Animated bool    `json:"animated,omitempty"`
}

// Attachment is a file of a message or of a command's option.
type Attachment struct {
	ID          string `json:"id"`
	Filename    string `json:"filename"`
	Description string `json:"description,omitempty"`
	ContentType string `json:"content_type,omitempty"`
	Size        int    `json:"size"`
	URL         string `json:"url"`
	ProxyURL    string `json:"proxy_url"`
	Ephemeral   bool   `json:"ephemeral,omitempty"`

	// Data is the file's content.
	Data []byte `json:"-"`
}

// Embed is a rich embed.
type Embed struct {
	Type        string       `json:"type,omitempty"`
	Title       string       `json:"title,omitempty"`
	Description string       `json:"description,omitempty"`
	URL         string       `json:"url,omitempty"`
	Timestamp   string       `json:"timestamp,omitempty"`
	Color       int          `json:"color,omitempty"`
	Footer      *EmbedText   `json:"footer,omitempty"`
	Image       *EmbedMedia  `json:"image,omitempty"`
	Thumbnail   *EmbedMedia  `json:"thumbnail,omitempty"`
	Author      *EmbedAuthor `json:"author,omitempty"`
	Fields      []EmbedField `json:"fields,omitempty"`
}

// EmbedText is an embed's footer.
type EmbedText struct {
	Text    string `json:"text"`
	IconURL string `json:"icon_url,omitempty"`
}

// EmbedMedia is an embed's picture.
type EmbedMedia struct {
	URL string `json:"url,omitempty"`
}

// EmbedAuthor is the line above an embed's title.
type EmbedAuthor struct {
	Name    string `json:"name"`
	URL     string `json:"url,omitempty"`
	IconURL string `json:"icon_url,omitempty"`
}

// EmbedField is a titled part of an embed.
type EmbedField struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Inline bool   `json:"inline"`
}

// Component types.
const (
	ActionRow         = 1
	Button            = 2
	StringSelect      = 3
	TextInput         = 4
	UserSelect        = 5
	RoleSelect        = 6
	MentionableSelect = 7
	ChannelSelect     = 8
	Section           = 9
	TextDisplay       = 10
	Thumbnail         = 11
	MediaGallery      = 12
	File              = 13
	Separator         = 14
	Container         = 17
	Label             = 18
)

// Button styles.
const (
	StylePrimary = iota + 1
	StyleSecondary
	StyleSuccess
	StyleDanger
	StyleLink
	StylePremium
)

// Component is any part of a message's or a form's layout; which fields count depends on Type.
type Component struct {
	Type        int             `json:"type"`
	ID          int             `json:"id,omitempty"`
	CustomID    string          `json:"custom_id,omitempty"`
	Label       string          `json:"label,omitempty"`
	Style       int             `json:"style,omitempty"`
	Emoji       *ComponentEmoji `json:"emoji,omitempty"`
	URL         string          `json:"url,omitempty"`
	SKU         string          `json:"sku_id,omitempty"`
	Disabled    bool            `json:"disabled,omitempty"`
	Placeholder string          `json:"placeholder,omitempty"`
	Options     []SelectOption  `json:"options,omitempty"`
	MinValues   *int            `json:"min_values,omitempty"`
	MaxValues   *int            `json:"max_values,omitempty"`
	Value       string          `json:"value,omitempty"`
	Required    *bool           `json:"required,omitempty"`
	MinLength   *int            `json:"min_length,omitempty"`
	MaxLength   *int            `json:"max_length,omitempty"`
	Description string          `json:"description,omitempty"`
	Content     string          `json:"content,omitempty"`
	Components  []Component     `json:"components,omitempty"`
	Accessory   *Component      `json:"accessory,omitempty"`
	Component   *Component      `json:"component,omitempty"` // of a label
	Media       *Media          `json:"media,omitempty"`
	Items       []MediaItem     `json:"items,omitempty"`
	File        *Media          `json:"file,omitempty"`
	Spoiler     bool            `json:"spoiler,omitempty"`
	Divider     *bool           `json:"divider,omitempty"`
	Spacing     *int            `json:"spacing,omitempty"`
	AccentColor *int            `json:"accent_color,omitempty"`
	Types       []int           `json:"channel_types,omitempty"`
}

// Media is a picture or file of a version 2 component.
type Media struct {
	ID       string `json:"id,omitempty"`
	URL      string `json:"url"`
	ProxyURL string `json:"proxy_url,omitempty"`
}

// MediaItem is one picture of a gallery.
type MediaItem struct {
	Media       Media   `json:"media"`
	Description *string `json:"description"`
	Spoiler     bool    `json:"spoiler"`
}

// MarshalJSON writes the component with the fields that Discord's answers always have.
func (c Component) MarshalJSON() ([]byte, error) {
	type plain Component
	switch c.Type {
	case Container:
		return json.Marshal(struct {
			plain
			AccentColor *int `json:"accent_color"`
			Spoiler     bool `json:"spoiler"`
		}{plain(c), c.AccentColor, c.Spoiler})
	case Thumbnail:
		return json.Marshal(struct {
			plain
			Description string `json:"description"`
			Spoiler     bool   `json:"spoiler"`
		}{plain(c), c.Description, c.Spoiler})
	case File:
		return json.Marshal(struct {
			plain
			Name    any  `json:"name"`
			Size    any  `json:"size"`
			Spoiler bool `json:"spoiler"`
		}{plain(c), nil, nil, c.Spoiler})
	}
	return json.Marshal(plain(c))
}

// SelectOption is one choice of a string select menu.
type SelectOption struct {
	Label       string          `json:"label"`
	Value       string          `json:"value"`
	Description string          `json:"description,omitempty"`
	Emoji       *ComponentEmoji `json:"emoji,omitempty"`
	Default     bool            `json:"default,omitempty"`
}

// ComponentEmoji is the emoji of a button or of a menu's option.
type ComponentEmoji struct {
	ID       string `json:"id,omitempty"`
	Name     string `json:"name,omitempty"`
	Animated bool   `json:"animated,omitempty"`
}

// Walk calls f for the component and everything inside it, outermost first.
func (c *Component) Walk(f func(*Component)) {
	f(c)
	for i := range c.Components {
		c.Components[i].Walk(f)
	}
	if c.Accessory != nil {
		c.Accessory.Walk(f)
	}
	if c.Component != nil {
		c.Component.Walk(f)
	}
}

// IsEphemeral tells whether only the member who asked can see the message.
func (m *Message) IsEphemeral() bool { return m.Flags&FlagEphemeral != 0 }

// IsThinking tells whether the message is a deferred response that has no content yet.
func (m *Message) IsThinking() bool { return m.Flags&FlagLoading != 0 }

// Interactive returns the buttons and menus of the message, in order.
func (m *Message) Interactive() []Component {
	var found []Component
	for i := range m.Components {
		m.Components[i].Walk(func(c *Component) {
			if c.Type >= Button && c.Type <= ChannelSelect {
				found = append(found, *c)
			}
		})
	}
	return found
}

// Labels returns the labels of the message's buttons, in order.
func (m *Message) Labels() []string {
	var labels []string
	for _, c := range m.Interactive() {
		if c.Type == Button {
			labels = append(labels, c.Label)
		}
	}
	return labels
}

// Text is everything a reader sees as text, a line each: the content, the embeds' parts, and text components.
func (m *Message) Text() string {
	var lines []string
	add := func(texts ...string) {
		for _, t := range texts {
			if t != "" {
				lines = append(lines, t)
			}
		}
	}
	add(m.Content)
	for _, e := range m.Embeds {
		if e.Author != nil {
			add(e.Author.Name)
		}
		add(e.Title, e.Description)
		for _, f := range e.Fields {
			add(f.Name, f.Value)
		}
		if e.Footer != nil {
			add(e.Footer.Text)
		}
	}
	for i := range m.Components {
		m.Components[i].Walk(func(c *Component) { add(c.Content) })
	}
	return strings.Join(lines, "\n")
}

// Pings tells whether the message pings u.
func (m *Message) Pings(u *User) bool {
	return slices.ContainsFunc(m.Mentions, func(v User) bool { return v.ID == u.ID })
}

// Censor takes from the message what only a reader with the message content intent sees.
func (m *Message) Censor() {
	m.Content, m.Embeds, m.Files, m.Components = "", []Embed{}, []Attachment{}, []Component{}
}

// Marshal writes a wire object.
func Marshal(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		panic("discordtest: a wire object that is no JSON: " + err.Error()) // only our own types come here
	}
	return raw
}

// epoch is the first millisecond of 2015, which snowflakes count from.
const epoch = 1420070400000

// NextID is a snowflake of a time, above the last one.
func NextID(last uint64, now time.Time) uint64 { return max(uint64(now.UnixMilli()-epoch)<<22, last+1) }

// Snowflake is the number that an ID writes, 0 when it is none.
func Snowflake(id string) uint64 {
	n, _ := strconv.ParseUint(id, 10, 64) // the server made it
	return n
}

// CompareIDs orders IDs by their time.
func CompareIDs(a, b string) int { return cmp.Compare(Snowflake(a), Snowflake(b)) }

// Merge writes b's fields into a, and returns it.
func Merge(a, b Object) Object {
	maps.Copy(a, b)
	return a
}
