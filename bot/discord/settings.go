package discord

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"readout/bot/chat/pages"
	"readout/bot/chat/wording"
	"readout/bot/news"
	"readout/bot/store"
)

// languageOfMember is the value of /settings language that leaves the choice to each member's own client.
const languageOfMember = "member"

// mostDaily is the highest limit of questions a day that can be set.
const mostDaily = 1_000_000

// The values of /settings refresh: how often articles with a link are fetched again.
const (
	refreshNever = "never"
	refresh6h    = "6h"
	refreshDay   = "24h"
	refreshWeek  = "168h"
)

func settingsOptions() []option {
	tongues := []choice{{"*", languageOfMember}}
	for _, l := range wording.All() {
		tongues = append(tongues, choice{l.Name, l.Tag})
	}
	var days []choice
	for _, day := range news.Weekdays() {
		days = append(days, choice{"*", day})
	}
	return []option{
		{key: "show", kind: subcommand, handle: (*bot).showSettings},
		{key: "channels", kind: subcommand, handle: changing(setChannels), options: []option{
			{key: "add", kind: takesPlace},
			{key: "drop", kind: takesPlace},
			{key: "all", kind: takesYesNo},
		}},
		{key: "help", kind: subcommand, handle: changing(setHelp), options: []option{
			{key: "add", kind: takesPlace},
			{key: "drop", kind: takesPlace},
			{key: "sure", kind: takesNumber, most: 100},
		}},
		{key: "moderators", kind: subcommand, handle: changing(setModerators), options: []option{{key: "who", kind: takesRole}}},
		{key: "private", kind: subcommand, handle: changing(setPrivate), options: []option{{key: "on", kind: takesYesNo, required: true}}},
		{key: "language", kind: subcommand, handle: changing(setLanguage), options: []option{{key: "to", kind: takesText, required: true, choices: tongues}}},
		{key: "audit", kind: subcommand, handle: (*bot).setAudit, options: []option{{key: "in", kind: takesChannel}}},
		{key: "digest", kind: subcommand, handle: (*bot).setDigest, options: []option{
			{key: "in", kind: takesChannel},
			{key: "on", kind: takesText, choices: days},
		}},
		{key: "refresh", kind: subcommand, handle: changing(setRefresh), options: []option{{key: "every", kind: takesText, required: true,
			choices: []choice{{"*", refreshNever}, {"*", refresh6h}, {"*", refreshDay}, {"*", refreshWeek}}}}},
		{key: "limits", kind: subcommand, handle: changing(setLimits), options: []option{
			{key: "member", kind: takesNumber, most: mostDaily},
			{key: "server", kind: takesNumber, most: mostDaily},
		}},
	}
}

// setting changes settings as what was given says.
type setting func(b *bot, s *store.Settings, given arguments)

// changing is a subcommand that changes settings, notes who did it, and shows them.
func changing(set setting) func(*bot, context.Context, request, arguments) (response, error) {
	return func(b *bot, ctx context.Context, q request, given arguments) (response, error) {
		return b.change(ctx, q, given, set)
	}
}

func (b *bot) change(ctx context.Context, q request, given arguments, set setting) (response, error) {
	now, err := b.options.Store.UpdateSettings(ctx, q.guild, func(s *store.Settings) error { set(b, s, given); return nil })
	if err != nil {
		return response{}, err
	}
	if err := b.record(ctx, q, store.AuditEntry{Action: wording.DidSettings, Target: strings.TrimPrefix(given.under, "settings.")}); err != nil {
		return response{}, err
	}
	l := q.own
	if now.Language != "" {
		l = b.languages.Of(now.Language)
	}
	return whisper(b.settingsOf(ctx, q.guild, now, l, l.Saved)), nil
}

func (b *bot) showSettings(ctx context.Context, q request, _ arguments) (response, error) {
	return whisper(b.settingsOf(ctx, q.guild, q.settings, q.language, "")), nil
}

func setChannels(_ *bot, s *store.Settings, given arguments) {
	if all, _ := given.yes("all"); all {
		s.Channels = nil
	}
	if id := store.ChannelID(given.text("add")); id != "" && !slices.Contains(s.Channels, id) {
		s.Channels = append(s.Channels, id)
	}
	gone := store.ChannelID(given.text("drop"))
	s.Channels = slices.DeleteFunc(s.Channels, func(id store.ChannelID) bool { return id == gone })
}

func setModerators(_ *bot, s *store.Settings, given arguments) {
	s.ModeratorRole = store.RoleID(given.text("who"))
}

func setPrivate(_ *bot, s *store.Settings, given arguments) { s.Private, _ = given.yes("on") }

func setLanguage(b *bot, s *store.Settings, given arguments) {
	if s.Language = given.text("to"); !b.languages.Has(s.Language) {
		s.Language = ""
	}
}

func setRefresh(_ *bot, s *store.Settings, given arguments) {
	every, err := time.ParseDuration(given.text("every"))
	if err != nil || every < time.Hour {
		every = 0
	}
	s.RefreshEvery = every
}

// setLimits sets the questions a day; 0 sets no limit, and what is left out stays.
func setLimits(_ *bot, s *store.Settings, given arguments) {
	if n, ok := given.number("member"); ok {
		s.Limits.MemberHere.Questions = int64(max(n, 0))
	}
	if n, ok := given.number("server"); ok {
		s.Limits.Guild.Questions = int64(max(n, 0))
	}
}

// setAudit chooses where moderators' doings are told, and tells that there: whoever may not write in the channel learns it now.
func (b *bot) setAudit(ctx context.Context, q request, given arguments) (response, error) {
	to := store.ChannelID(given.text("in"))
	if to != "" {
		if err := b.tryChannel(ctx, q, to, b.languageOf(q.settings, q.guild).Moderators.AuditBegins); err != nil {
			return response{}, err
		}
	}
	return b.change(ctx, q, given, func(_ *bot, s *store.Settings, _ arguments) { s.AuditChannel = to })
}

// settingsOf shows settings, under a line of our own.
func (b *bot) settingsOf(ctx context.Context, guild store.GuildID, s store.Settings, l *wording.Language, above string) message {
	facts := wording.SettingsFacts{Help: channelMentions(s.HelpChannels), HelpSure: helpLine(s), Blind: len(s.HelpChannels) > 0 && !b.self.Load().content,
		Channels: channelMentions(s.Channels), Private: s.Private, Language: l.Choices[languageOfMember],
		MemberDaily: s.Limits.MemberHere.Questions, ServerDaily: s.Limits.Guild.Questions, Refresh: l.Choices[refreshNever]}
	if s.ModeratorRole != "" {
		facts.Role = "<@&" + string(s.ModeratorRole) + ">"
	}
	if b.languages.Has(s.Language) {
		facts.Language = b.languages.Of(s.Language).Name
	}
	if s.AuditChannel != "" {
		facts.Audit = "<#" + string(s.AuditChannel) + ">"
	}
	facts.Digest = b.digestOf(ctx, guild, l)
	if s.RefreshEvery > 0 {
		if facts.Refresh = l.Choices[strconv.Itoa(int(s.RefreshEvery/time.Hour))+"h"]; facts.Refresh == "" {
			facts.Refresh = s.RefreshEvery.String()
		}
	}
	m := note(l.Settings(facts))
	if above != "" {
		m.pieces = append([]pages.Piece{pages.Part("", above)}, pages.Part("\n", m.pieces[0].Text))
	}
	return m
}
