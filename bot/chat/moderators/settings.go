package moderators

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"readout/bot/autoanswer"
	"readout/bot/chat"
	"readout/bot/chat/markup"
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

func (b *Moderators) settingsOptions() []chat.Option {
	tongues := []chat.Choice{{Name: "*", Value: languageOfMember}}
	for _, l := range wording.All() {
		tongues = append(tongues, chat.Choice{Name: l.Name, Value: l.Tag})
	}
	var days []chat.Choice
	for _, day := range news.Weekdays() {
		days = append(days, chat.Choice{Name: "*", Value: day})
	}
	return []chat.Option{
		{Key: "show", Kind: chat.Subcommand, Handle: b.showSettings},
		{Key: "channels", Kind: chat.Subcommand, Handle: b.changing(setChannels), Options: []chat.Option{
			{Key: "add", Kind: chat.TakesPlace},
			{Key: "drop", Kind: chat.TakesPlace},
			{Key: "all", Kind: chat.TakesYesNo},
		}},
		{Key: "help", Kind: chat.Subcommand, Handle: b.changing(setHelp), Options: []chat.Option{
			{Key: "add", Kind: chat.TakesPlace},
			{Key: "drop", Kind: chat.TakesPlace},
			{Key: "sure", Kind: chat.TakesNumber, Most: 100},
		}},
		{Key: "moderators", Kind: chat.Subcommand, Handle: b.changing(setModerators), Options: []chat.Option{{Key: "who", Kind: chat.TakesRole}}},
		{Key: "private", Kind: chat.Subcommand, Handle: b.changing(setPrivate), Options: []chat.Option{{Key: "on", Kind: chat.TakesYesNo,
			Required: true}}},
		{Key: "language", Kind: chat.Subcommand, Handle: b.changing(setLanguage), Options: []chat.Option{{Key: "to", Kind: chat.TakesText,
			Required: true, Choices: tongues}}},
		{Key: "audit", Kind: chat.Subcommand, Handle: b.setAudit, Options: []chat.Option{{Key: "in", Kind: chat.TakesChannel}}},
		{Key: "digest", Kind: chat.Subcommand, Handle: b.setDigest, Options: []chat.Option{
			{Key: "in", Kind: chat.TakesChannel},
			{Key: "on", Kind: chat.TakesText, Choices: days},
		}},
		{Key: "refresh", Kind: chat.Subcommand, Handle: b.changing(setRefresh), Options: []chat.Option{{Key: "every", Kind: chat.TakesText,
			Required: true,
			Choices: []chat.Choice{{Name: "*", Value: refreshNever}, {Name: "*", Value: refresh6h}, {Name: "*", Value: refreshDay}, {Name: "*",
				Value: refreshWeek}}}}},
		{Key: "limits", Kind: chat.Subcommand, Handle: b.changing(setLimits), Options: []chat.Option{
			{Key: "member", Kind: chat.TakesNumber, Most: mostDaily},
			{Key: "server", Kind: chat.TakesNumber, Most: mostDaily},
		}},
	}
}

// setting changes settings as what was given says.
type setting func(b *Moderators, s *store.Settings, given chat.Arguments)

// changing is a subcommand that changes settings, notes who did it, and shows them.
func (b *Moderators) changing(set setting) chat.Handler {
	return func(ctx context.Context, q chat.Request, given chat.Arguments) (chat.Response, error) {
		return b.change(ctx, q, given, set)
	}
}

func (b *Moderators) change(ctx context.Context, q chat.Request, given chat.Arguments, set setting) (chat.Response, error) {
	now, err := b.Options.Store.UpdateSettings(ctx, q.Guild, func(s *store.Settings) error { set(b, s, given); return nil })
	if err != nil {
		return chat.Response{}, err
	}
	if err := b.Record(ctx, q, store.AuditEntry{Action: wording.DidSettings, Target: strings.TrimPrefix(given.Under,
		"settings.")}); err != nil {
		return chat.Response{}, err
	}
	l := q.Own
	if now.Language != "" {
		l = b.Languages.Of(now.Language)
	}
	return chat.Whisper(b.settingsOf(ctx, q.Guild, now, l, l.Saved)), nil
}

func (b *Moderators) showSettings(ctx context.Context, q chat.Request, _ chat.Arguments) (chat.Response, error) {
	return chat.Whisper(b.settingsOf(ctx, q.Guild, q.Settings, q.Language, "")), nil
}

func setChannels(_ *Moderators, s *store.Settings, given chat.Arguments) {
	if all, _ := given.Yes("all"); all {
		s.Channels = nil
	}
	if id := store.ChannelID(given.Text("add")); id != "" && !slices.Contains(s.Channels, id) {
		s.Channels = append(s.Channels, id)
	}
	gone := store.ChannelID(given.Text("drop"))
	s.Channels = slices.DeleteFunc(s.Channels, func(id store.ChannelID) bool { return id == gone })
}

func setModerators(_ *Moderators, s *store.Settings, given chat.Arguments) {
	s.ModeratorRole = store.RoleID(given.Text("who"))
}

func setPrivate(_ *Moderators, s *store.Settings, given chat.Arguments) {
	s.Private, _ = given.Yes("on")
}

func setLanguage(b *Moderators, s *store.Settings, given chat.Arguments) {
	if s.Language = given.Text("to"); !b.Languages.Has(s.Language) {
		s.Language = ""
	}
}

func setRefresh(_ *Moderators, s *store.Settings, given chat.Arguments) {
	every, err := time.ParseDuration(given.Text("every"))
	if err != nil || every < time.Hour {
		every = 0
	}
	s.RefreshEvery = every
}

// setLimits sets the questions a day; 0 sets no limit, and what is left out stays.
func setLimits(_ *Moderators, s *store.Settings, given chat.Arguments) {
	if n, ok := given.Number("member"); ok {
		s.Limits.MemberHere.Questions = int64(max(n, 0))
	}
	if n, ok := given.Number("server"); ok {
		s.Limits.Guild.Questions = int64(max(n, 0))
	}
}

// setAudit chooses where moderators' doings are told, and tells that there: whoever may not write in the channel learns it now.
func (b *Moderators) setAudit(ctx context.Context, q chat.Request, given chat.Arguments) (chat.Response, error) {
	to := store.ChannelID(given.Text("in"))
	if to != "" {
		if err := b.tryChannel(ctx, q, to, b.LanguageOf(q.Settings, q.Guild).Moderators.AuditBegins); err != nil {
			return chat.Response{}, err
		}
	}
	return b.change(ctx, q, given, func(_ *Moderators, s *store.Settings, _ chat.Arguments) { s.AuditChannel = to })
}

// settingsOf shows settings, under a line of our own.
func (b *Moderators) settingsOf(ctx context.Context, guild store.GuildID, s store.Settings, l *wording.Language,
	above string) chat.Message {
	facts := wording.SettingsFacts{Help: chat.ChannelMentions(s.HelpChannels), HelpSure: helpLine(s),
		Blind:    len(s.HelpChannels) > 0 && !b.ReadsPosts(),
		Channels: chat.ChannelMentions(s.Channels), Private: s.Private, Language: l.Choices[languageOfMember],
		MemberDaily: s.Limits.MemberHere.Questions, ServerDaily: s.Limits.Guild.Questions, Refresh: l.Choices[refreshNever]}
	if s.ModeratorRole != "" {
		facts.Role = markup.Role(s.ModeratorRole)
	}
	if b.Languages.Has(s.Language) {
		facts.Language = b.Languages.Of(s.Language).Name
	}
	if s.AuditChannel != "" {
		facts.Audit = markup.Channel(s.AuditChannel)
	}
	facts.Digest = b.digestOf(ctx, guild, l)
	if s.RefreshEvery > 0 {
		if facts.Refresh = l.Choices[strconv.Itoa(int(s.RefreshEvery/time.Hour))+"h"]; facts.Refresh == "" {
			facts.Refresh = s.RefreshEvery.String()
		}
	}
	m := chat.Note(l.Settings(facts))
	if above != "" {
		m.Pieces = append([]pages.Piece{pages.Part("", above)}, pages.Part("\n", m.Pieces[0].Text))
	}
	return m
}

// setHelp changes the channels in which the bot answers by itself, and how sure it must be.
func setHelp(_ *Moderators, s *store.Settings, given chat.Arguments) {
	if id := store.ChannelID(given.Text("add")); id != "" && !slices.Contains(s.HelpChannels, id) {
		s.HelpChannels = append(s.HelpChannels, id)
	}
	gone := store.ChannelID(given.Text("drop"))
	s.HelpChannels = slices.DeleteFunc(s.HelpChannels, func(id store.ChannelID) bool { return id == gone })
	if n, ok := given.Number("sure"); ok {
		s.HelpLine = min(max(n, 0), 100)
	}
}

// helpLine is how sure the bot must be, in percent.
func helpLine(s store.Settings) string {
	if s.HelpLine <= 0 {
		return strconv.Itoa(autoanswer.Sure)
	}
	return strconv.Itoa(s.HelpLine)
}

// setDigest chooses where and when what is new is told each week, and tells that there: whoever may not write in the channel learns it now.
func (b *Moderators) setDigest(ctx context.Context, q chat.Request, given chat.Arguments) (chat.Response, error) {
	if b.Options.Notes == nil {
		return b.showSettings(ctx, q, given)
	}
	to := store.ChannelID(given.Text("in"))
	if to == "" {
		if err := news.End(ctx, b.Options.Notes, q.Guild); err != nil {
			return chat.Response{}, err
		}
		return b.change(ctx, q, given, func(*Moderators, *store.Settings, chat.Arguments) {})
	}
	day := news.Weekday(given.Text("on"))
	if err := b.tryChannel(ctx, q, to, b.LanguageOf(q.Settings, q.Guild).DigestBegins(day)); err != nil {
		return chat.Response{}, err
	}
	present, err := b.PresentVersion(ctx, q.Guild)
	if err != nil {
		return chat.Response{}, err
	}
	if err := news.Choose(ctx, b.Options.Notes, q.Guild, to, day, present, b.Options.Clock()); err != nil {
		return chat.Response{}, err
	}
	return b.change(ctx, q, given, func(*Moderators, *store.Settings, chat.Arguments) {})
}

// digestOf tells where and when a server is told what is new; "" for never.
func (b *Moderators) digestOf(ctx context.Context, guild store.GuildID, l *wording.Language) string {
	if b.Options.Notes == nil {
		return ""
	}
	w, ok, err := news.Chosen(ctx, b.Options.Notes, guild)
	if err != nil {
		b.Log.Error("the weekly digest is not read", "error", err)
	}
	if !ok {
		return ""
	}
	return markup.Channel(w.Channel) + ", " + l.Choices[news.Weekdays()[w.Day]]
}

// tryChannel writes a line of our own in a channel; a refusal tells that the bot may not.
func (b *Moderators) tryChannel(ctx context.Context, q chat.Request, to store.ChannelID, line string) error {
	err := b.Platform.Say(ctx, to, chat.Note(line), "try"+q.ID)
	if errors.Is(err, chat.ErrNowhere) {
		return &wording.Refusal{Why: wording.NoAuditThere, Channels: markup.Channel(to)}
	}
	if err != nil {
		return errors.Join(errors.New("try the channel"), err)
	}
	return nil
}
