package discord

import (
	"context"
	"slices"

	"github.com/bwmarrin/discordgo"

	"readout/bot/store"
)

// languageOfMember is the value of /settings language that leaves the choice to each member's own client.
const languageOfMember = "member"

// onSettings shows or changes a server's settings. Who may is checked at every call, whatever Discord's own permissions let through.
func (b *bot) onSettings(ctx context.Context, q request, d discordgo.ApplicationCommandInteractionData) (response, error) {
	if !q.moderates() {
		return response{}, &refusal{why: notModerator}
	}
	if len(d.Options) == 0 || d.Options[0] == nil {
		return response{}, &refusal{why: outOfDate}
	}
	sub := d.Options[0]
	given := values(sub.Options)
	var change func(*store.Settings)
	var what string
	for _, o := range []string{"show", "channels", "moderators", "private", "language"} {
		if english().Commands["settings."+o].Name == sub.Name {
			what = o
		}
	}
	under := "settings." + what
	switch what {
	case "show":
		return whisper(b.settingsOf(q.settings, q.language, "")), nil
	case "channels":
		change = func(s *store.Settings) {
			if all, _ := given.yes("all", under); all {
				s.Channels = nil
			}
			if id := store.ChannelID(given.text("add", under)); id != "" && !slices.Contains(s.Channels, id) {
				s.Channels = append(s.Channels, id)
			}
			gone := store.ChannelID(given.text("drop", under))
			s.Channels = slices.DeleteFunc(s.Channels, func(id store.ChannelID) bool { return id == gone })
		}
	case "moderators":
		change = func(s *store.Settings) { s.ModeratorRole = store.RoleID(given.text("who", under)) }
	case "private":
		on, _ := given.yes("on", under)
		change = func(s *store.Settings) { s.Private = on }
	case "language":
		tag := given.text("to", under)
		if !b.languages.has(tag) {
			tag = ""
		}
		change = func(s *store.Settings) { s.Language = tag }
	default:
		return response{}, &refusal{why: outOfDate}
	}
	now, err := b.options.Store.UpdateSettings(ctx, q.guild, func(s *store.Settings) error { change(s); return nil })
	if err != nil {
		return response{}, err
	}
	err = b.options.Store.AppendAudit(ctx, store.AuditEntry{Guild: q.guild, Actor: q.user, Action: "settings", Target: what})
	if err != nil {
		return response{}, err
	}
	l := q.language
	if what == "language" {
		if l = q.own; now.Language != "" {
			l = b.languages.of(now.Language)
		}
	}
	return whisper(b.settingsOf(now, l, l.Saved)), nil
}

// settingsOf shows settings, under a line of our own.
func (b *bot) settingsOf(s store.Settings, l *language, above string) message {
	facts := settingsFacts{Channels: channelMentions(s.Channels), Private: s.Private, Language: l.Choices[languageOfMember]}
	if s.ModeratorRole != "" {
		facts.Role = "<@&" + string(s.ModeratorRole) + ">"
	}
	if b.languages.has(s.Language) {
		facts.Language = b.languages.of(s.Language).Name
	}
	m := note(l.Settings(facts))
	if above != "" {
		m.pieces = append([]piece{{"", above}}, piece{"\n", m.pieces[0].text})
	}
	return m
}
