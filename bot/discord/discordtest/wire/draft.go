package wire

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Draft is the body of a message that is created or edited. A field that is absent is not in present.
type Draft struct {
	Content     *string          `json:"content"`
	Embeds      []Embed          `json:"embeds"`
	Components  []Component      `json:"components"`
	Flags       int              `json:"flags"`
	TTS         bool             `json:"tts"`
	Attachments []Attachment     `json:"attachments"`
	Mentions    json.RawMessage  `json:"allowed_mentions"`
	Reference   *Reference       `json:"message_reference"`
	Stickers    []string         `json:"sticker_ids"`
	Poll        json.RawMessage  `json:"poll"`
	Nonce       any              `json:"nonce"`
	Unique      bool             `json:"enforce_nonce"`
	Present     map[string]bool  // the fields that the body has, null included
	Allowed     *AllowedMentions // nil means that everything is parsed
}

// AllowedMentions say whom a message may ping; nil is everybody whom it names.
type AllowedMentions struct {
	Parse       []string `json:"parse"`
	Users       []string `json:"users"`
	Roles       []string `json:"roles"`
	RepliedUser bool     `json:"replied_user"`
}

// Pings tells whether a mention of a kind ("users", "roles") pings whom it names.
func (a *AllowedMentions) Pings(kind, id string) bool {
	if a == nil {
		return true
	}
	listed := a.Users
	if kind == "roles" {
		listed = a.Roles
	}
	return slices.Contains(a.Parse, kind) || slices.Contains(listed, id)
}

// ReadDraft reads a message's body, which comes with the files, and refuses what Discord refuses.
func ReadDraft(raw json.RawMessage, prefix string, files []Attachment) *Draft {
	d := &Draft{}
	var fields map[string]json.RawMessage
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &fields); err != nil {
			Refuse(Invalid(prefix, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType"))
		}
		if err := json.Unmarshal(raw, d); err != nil {
			Refuse(Invalid(prefix, "BASE_TYPE_INVALID", "%v", err))
		}
	}
	d.Present = map[string]bool{}
	for name := range fields {
		d.Present[name] = true
	}
	if string(d.Mentions) == "null" {
		d.Mentions = nil
	}
	if len(d.Mentions) > 0 {
		d.Allowed = &AllowedMentions{}
		if err := json.Unmarshal(d.Mentions, d.Allowed); err != nil {
			Refuse(Invalid("allowed_mentions", "BASE_TYPE_INVALID", "%v", err))
		}
	}
	var p Problems
	if len(d.Stickers) > 0 || len(d.Poll) > 0 && string(d.Poll) != "null" {
		p.Add("", "NOT_SIMULATED", "This server knows no stickers and no polls.")
	}
	p.CheckBody(d.Text(), d.Embeds, d.Components, d.Flags)
	p.Count("attachments", len(files), 0, MaxFiles)
	if unknown := d.Flags &^ (FlagSuppressEmbeds | FlagEphemeral | FlagSuppressNotifications | FlagComponentsV2); unknown != 0 {
		p.Add("flags", "BITFIELD_INVALID", "The flags %d cannot be set.", unknown)
	}
	for i, e := range d.Embeds {
		for _, media := range []*EmbedMedia{e.Image, e.Thumbnail} {
			if media != nil && strings.HasPrefix(media.URL, "attachment://") && !hasFile(files, strings.TrimPrefix(media.URL, "attachment://")) {
				p.Add(fmt.Sprintf("embeds.%d.image.url", i), "ATTACHMENT_NOT_FOUND", "No file %q comes with the message.", media.URL)
			}
		}
	}
	if e := p.Err(); e != nil {
		Refuse(e)
	}
	return d
}

func hasFile(files []Attachment, name string) bool {
	return slices.ContainsFunc(files, func(a Attachment) bool { return a.Filename == name })
}

// Text is the content, empty when there is none.
func (d *Draft) Text() string {
	if d.Content == nil {
		return ""
	}
	return *d.Content
}

// IsEmpty tells whether a new message would show nothing.
func (d *Draft) IsEmpty(files []Attachment) bool {
	return strings.TrimSpace(d.Text()) == "" && len(d.Embeds) == 0 && len(d.Components) == 0 && len(files) == 0
}

// On is what the draft makes of a message that it edits: of the fields that it names, and with further files. It refuses to leave nothing.
func (d *Draft) On(m Message, files []Attachment) Message {
	if d.Present["content"] {
		m.Content = d.Text()
	}
	if d.Present["embeds"] {
		m.Embeds = d.Embeds
	}
	if d.Present["components"] {
		m.Components = d.Components
	}
	if d.Present["flags"] {
		m.Flags = m.Flags&^FlagSuppressEmbeds | d.Flags&(FlagSuppressEmbeds|FlagComponentsV2)
	}
	if d.Present["attachments"] {
		m.Files = slices.DeleteFunc(slices.Clone(m.Files), func(a Attachment) bool {
			return !slices.ContainsFunc(d.Attachments, func(kept Attachment) bool { return kept.ID == a.ID })
		})
	}
	m.Files = append(slices.Clone(m.Files), files...)
	if m.Content == "" && len(m.Embeds) == 0 && len(m.Components) == 0 && len(m.Files) == 0 {
		Refuse(ErrEmptyMessage)
	}
	m.Flags &^= FlagLoading
	return m
}
