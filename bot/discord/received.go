package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"readout/bot/chat"
	"readout/bot/chat/pages"
	"readout/bot/chat/wording"
	"readout/bot/discord/api"
	"readout/bot/store"
)

// components are rows of buttons as Discord takes them.
func components(rows [][]chat.Button) []discordgo.MessageComponent {
	out := []discordgo.MessageComponent{}
	styles := map[chat.Style]discordgo.ButtonStyle{chat.Primary: discordgo.PrimaryButton, chat.Success: discordgo.SuccessButton,
		chat.Danger: discordgo.DangerButton}
	for _, buttons := range rows {
		var row discordgo.ActionsRow
		for _, b := range buttons {
			one := discordgo.Button{Label: b.Label, Style: discordgo.SecondaryButton, CustomID: b.ID, Disabled: b.Disabled}
			if style, ok := styles[b.Style]; ok {
				one.Style = style
			}
			if b.Emoji != "" {
				one.Emoji = &discordgo.ComponentEmoji{Name: b.Emoji}
			}
			row.Components = append(row.Components, one)
		}
		out = append(out, row)
	}
	return out
}

// modal is a form as Discord takes it.
func modal(f *chat.Form) formData {
	input := discordgo.TextInput{CustomID: "text", Label: f.Field.Label, Placeholder: f.Field.Placeholder, Style: discordgo.TextInputShort,
		Required: f.Field.Required, MaxLength: f.Field.Most}
	if f.Field.Long {
		input.Style = discordgo.TextInputParagraph
	}
	return formData{f.ID, f.Title, []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{input}}}}
}

// fieldOf is the text of a form's field.
func fieldOf(d discordgo.ModalSubmitInteractionData) string {
	for _, input := range inRows[discordgo.TextInput](d.Components) {
		return input.Value
	}
	return ""
}

// inRows are the components of one type in the rows of a message or a form that Discord sent.
func inRows[C any](rows []discordgo.MessageComponent) []*C {
	var out []*C
	for _, c := range rows {
		r, ok := c.(*discordgo.ActionsRow)
		if !ok || r == nil {
			continue
		}
		for _, c := range r.Components {
			if one, ok := any(c).(*C); ok && one != nil {
				out = append(out, one)
			}
		}
	}
	return out
}

// receiptIn is the receipt that the buttons of a message are about, "" when it has none.
func receiptIn(m *discordgo.Message) store.ReceiptID {
	if m == nil {
		return ""
	}
	for _, b := range inRows[discordgo.Button](m.Components) {
		if id, ok := strings.CutPrefix(b.CustomID, chat.ActionDelete+":"); ok {
			return store.ReceiptID(id)
		}
	}
	return ""
}

// mostUpload is the size of the largest file that is taken from Discord, in bytes. What a format may have is checked where it is read.
const mostUpload = 64 << 20

// download fetches a file that a member uploaded. Its address comes with the command; only Discord's own hosts are asked.
func (b *bot) download(ctx context.Context, file *discordgo.MessageAttachment) ([]byte, error) {
	from, err := url.Parse(file.URL)
	if err != nil || from.Scheme != "https" || from.User != nil || !slices.Contains([]string{"cdn.discordapp.com", "media.discordapp.net"},
		from.Host) {
		return nil, errors.New("download an upload: not an address of Discord's")
	}
	if file.Size > mostUpload {
		return nil, &wording.Refusal{Why: wording.TooLarge, N: mostUpload >> 20}
	}
	ctx, cancel := context.WithTimeout(ctx, b.options.Timing.Send)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, from.String(), nil)
	if err != nil {
		return nil, errors.New("download an upload: no valid address")
	}
	client := &http.Client{Transport: b.options.Client.Transport, CheckRedirect: func(*http.Request,
		[]*http.Request) error {
		return http.ErrUseLastResponse
	}}
	resp, err := client.Do(r)
	if err != nil {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("download an upload: %w", ctx.Err())
		}
		return nil, fmt.Errorf("download an upload: %w", api.Plain("upload", err)) // without the address, which is a key to the file
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, wording.Refuse(wording.UploadGone)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, mostUpload+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("download an upload: %w", api.Plain("upload", err))
	case len(data) > mostUpload:
		return nil, &wording.Refusal{Why: wording.TooLarge, N: mostUpload >> 20}
	}
	return data, nil
}

// isModerator reports whether a message is by somebody who moderates.
func (b *bot) isModerator(q chat.Request, m *discordgo.Message) bool {
	if m.Member == nil {
		return false
	}
	q.Roles = m.Member.Roles
	b.mu.Lock()
	defer b.mu.Unlock()
	known := b.managers[q.Guild]
	q.Manages = known.owner == q.User || slices.ContainsFunc(q.Roles, func(r string) bool { return known.roles[r] })
	return q.Moderates()
}

// managers are who may manage a server.
type managers struct {
	owner store.UserID
	roles map[string]bool
}

// manage notes who may manage a server.
func (b *bot) manage(g *discordgo.Guild) {
	m := managers{owner: store.UserID(g.OwnerID), roles: map[string]bool{}}
	for _, r := range g.Roles {
		if r != nil && r.Permissions&(discordgo.PermissionManageGuild|discordgo.PermissionAdministrator) != 0 {
			m.roles[r.ID] = true
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.managers[store.GuildID(g.ID)] = m
}

// role notes a role that was made or changed.
func (b *bot) role(guild string, r *discordgo.Role) {
	if r == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if m, ok := b.managers[store.GuildID(guild)]; ok {
		m.roles[r.ID] = r.Permissions&(discordgo.PermissionManageGuild|discordgo.PermissionAdministrator) != 0
	}
}

func isThread(t discordgo.ChannelType) bool {
	return t == discordgo.ChannelTypeGuildPublicThread || t == discordgo.ChannelTypeGuildNewsThread
}

// sent is a message as Discord has it.
type sent struct {
	Content    string            `json:"content"`
	Embeds     []embed           `json:"embeds"`
	Components []json.RawMessage `json:"components"`
}

// below is the message under a line, with all else as it is. Where the content has no room for the line, it goes below it.
func (s sent) below(line string) payload {
	p := payload{Content: line + "\n\n" + s.Content, Embeds: s.Embeds, Components: []discordgo.MessageComponent{}}
	if pages.Units(p.Content) > pageLimits[0] {
		p.Content, p.Embeds = s.Content, append(p.Embeds[:len(p.Embeds):len(p.Embeds)], embed{line})
	}
	for _, c := range s.Components {
		p.Components = append(p.Components, raw(c))
	}
	if p.Embeds == nil {
		p.Embeds = []embed{}
	}
	return p
}

// raw is a component that stays as it is.
type raw json.RawMessage

// Type implements discordgo.MessageComponent.
func (raw) Type() discordgo.ComponentType { return 0 }

// MarshalJSON implements json.Marshaler.
func (r raw) MarshalJSON() ([]byte, error) { return r, nil }
