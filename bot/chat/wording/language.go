package wording

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"readout/bot/chat/markup"
	"readout/bot/fragment"
	"readout/bot/news"
	"readout/bot/phrases"
	"readout/bot/reply"
	"readout/bot/store"
	"readout/corpus"
)

// Language is everything that the bot says in one language, besides the articles' own words. Times are given as
// references (package markup), commands as the platform shows them. No word is ever empty; a test holds every language to that.
type Language struct {
	Tag     string // as Discord writes it: "de"
	Name    string // in the language itself
	Phrases reply.Phrases
	News    news.Words

	Bare fragment.Hosts // whose pages break on links to words

	// Commands are names and descriptions of commands, by key: "ask", and "ask.question" for an option.
	Commands map[string]naming
	// Choices are the names of options' values, by value.
	Choices map[string]string

	// Buttons and forms.
	ShowPassages, AskFollowUp, Helpful, NotRight, Delete    string
	FollowUpTitle, FollowUpLabel                            string
	ByItself                                                string // below an answer that nobody asked the bot for, formatted
	TellMe                                                  string // a button: when the articles answer it
	WillTell, WillTellAlready, WillTellNobody, TellFull     string
	Told                                                    func(server string) string // above the answer that somebody waited for
	AskAll                                                  string                     // the question again, and of all
	WhatIsWrong, FaultTitle, FaultLabel, FaultHint          string
	Faults                                                  map[store.Fault]string
	ThanksUp, ThanksNote, ThanksNoteDirect                  string
	OnlyAskerDeletes, OnlyAskerUses                         string
	Link                                                    string
	PassagesOf                                              func(question string) string
	Paragraph                                               func(n int) string
	Withdrawn                                               func(n int) string // n of the passages are in the articles no longer
	AllWithdrawn, NoPassages, AnswerGone                    string
	More                                                    func(n int) string // n more parts had no room
	NothingToAsk, NothingToSay                              string
	TooLong                                                 func(n, most int) string
	UnknownArticle                                          string
	NoScope, EmptyScope                                     string // a day that is none; nothing fits what the question was narrowed to
	OneAtATime                                              func(when string) string
	MemberLimit, GuildLimit, Busy                           func(when string) string
	DayLimit                                                func(when string) string
	Stages                                                  stageWords // of an answer that is being written
	RestHidden, Blocked                                     string
	Restarting, Interrupted, TookTooLong, NoPermission      string
	Failed                                                  func(reference string) string
	NotHere                                                 func(channels string) string
	OutOfDate                                               string
	SourcesTitle                                            func(articles, reports int) string
	SameReport                                              func(title string) string
	AllDigests                                              string                     // that all articles are digests, behind SourcesTitle
	Help                                                    func(h HelpFacts) []string // paragraphs
	ForgetAsk, ForgetYes, ForgetNo, Forgotten, NotForgotten string
	GuildOnly, NotModerator                                 string
	CorpusVersion                                           func(version string) string
	AddressesMe                                             string // of an article whose text tells whoever answers how to answer
	Moderators                                              moderation
	Settings                                                func(s SettingsFacts) string
	Saved                                                   string
	SummaryOf, SaidBy                                       func(what string) string // titles; what may be "" for SummaryOf
	NewSince                                                func(day string) string  // a title
	Weekly                                                  string                   // the title of a weekly digest
	DigestBegins                                            func(day time.Weekday) string
	Timeline, Planned                                       string
	MoreEvents                                              func(n int, command string) string // n events not shown; the command shows all
}

// naming is what a command or an option is called and what it does.
type naming struct{ Name, Description string }

// HelpFacts are what /help tells.
type HelpFacts struct {
	Ask, Summary, Said, Timeline string
	New                          string
	Sources, ForgetMe, Settings  string // mentions of the commands
	Corpus, Inbox                string // likewise
	Articles                     int
	First, Last                  string // dates of the oldest and the newest article; "" when unknown
	Bot                          string // mention of the bot
	TextDays                     int    // how long questions are kept
	Model                        bool   // questions go to a model's provider
}

// SettingsFacts are what /settings shows. Role and channels are mentions.
type SettingsFacts struct {
	Channels []string
	Role     string
	Private  bool
	Language string
	Audit    string // "" for nowhere
	Refresh  string // how often
	Digest   string // where and when it is told what is new; "" for never

	Help     []string // channels where posts are answered unasked
	HelpSure string   // in percent
	Blind    bool     // posts can't be read: the intent is not granted

	MemberDaily, ServerDaily int64 // questions a day; 0 for no limit
}

// Languages are all there are; the first one stands in for those there are not.
type Languages []Language

// unbroken are phrases whose dates stay on one line.
func unbroken(in reply.Phrases) reply.Phrases {
	date := in.Date
	in.Date = func(d corpus.Date) string { return strings.ReplaceAll(date(d), " ", markup.NoBreak) }
	return in
}

// English is the language whose names commands are registered and told apart by.
var English = sync.OnceValue(func() Language { return In(phrases.Of("en")) })

// All are those that there is a message file for.
func All() Languages {
	var all Languages
	for _, c := range phrases.Shipped() {
		all = append(all, In(c))
	}
	return all
}

// In is what the bot says in the language of a catalogue.
func In(c *phrases.Catalogue) Language {
	when := func(key string) func(string) string { return c.Of("member."+key, "when") }
	l := Language{
		Tag: c.Tag(), Name: c.Text("language"), Phrases: unbroken(reply.In(c)), News: news.WordsIn(c),
		Commands: commandsIn(c), Choices: c.Below("choices"), Moderators: moderationIn(c), Faults: make(map[store.Fault]string),
		Told: c.Of("member.told", "server"), PassagesOf: c.Of("member.passages-of", "question"), Paragraph: c.Counted("member.paragraph"),
		Withdrawn: c.Counted("member.withdrawn"), More: c.Counted("member.more"),
		TooLong:    func(n, most int) string { return c.Say("member.too-long", phrases.Values{"n": n, "most": most}) },
		OneAtATime: when("one-at-a-time"), MemberLimit: when("member-limit"), GuildLimit: when("guild-limit"),
		Busy: when("busy"), DayLimit: when("day-limit"),
		Stages: stageWords{Reading: c.Counted("stages.reading")},
		Failed: c.Of("member.failed", "reference"), NotHere: c.Of("member.not-here", "channels"),
		SourcesTitle: func(articles, reports int) string {
			return c.Say("member.sources-title", phrases.Values{"articles": c.Count("member.articles", articles),
				"reports": c.Count("member.reports", reports)})
		},
		SameReport: c.Of("member.same-report", "title"), CorpusVersion: c.Of("member.corpus-version", "version"),
		Help:     func(h HelpFacts) []string { return helpIn(c, h) },
		Settings: func(s SettingsFacts) string { return settingsIn(c, s) },
		SummaryOf: func(what string) string {
			if what == "" {
				return c.Text("member.summary")
			}
			return c.Say("member.summary-of", phrases.Values{"what": what})
		},
		SaidBy: c.Of("member.said-by", "what"), NewSince: c.Of("member.new-since", "day"),
		DigestBegins: func(day time.Weekday) string {
			return c.Say("member.digest-begins", phrases.Values{"day": c.Text("member.on." + strconv.Itoa(int(day)))})
		},
		MoreEvents: func(n int, command string) string {
			return c.Say("member.more-events", phrases.Values{"n": n, "command": command})
		},
	}
	for fault, words := range c.Below("faults") {
		l.Faults[store.Fault(fault)] = words
	}
	delete(l.Faults, "something else") // "other" is the name of a plural category
	l.Faults[store.OtherFault] = c.Text("faults.something else")
	c.Fill("stages", &l.Stages)
	c.Fill("member", &l)
	return l
}

// helpIn is the paragraphs of /help.
func helpIn(c *phrases.Catalogue, h HelpFacts) []string {
	dates, model := "", c.Text("help.no-model")
	switch {
	case h.First == "":
	case h.First == h.Last:
		dates = c.Say("help.from", phrases.Values{"first": h.First})
	default:
		dates = c.Say("help.from-to", phrases.Values{"first": h.First, "last": h.Last})
	}
	if h.Model {
		model = c.Text("help.model")
	}
	facts := phrases.Values{
		"ask": h.Ask, "bot": h.Bot, "summary": h.Summary, "said": h.Said, "timeline": h.Timeline, "new": h.New, "sources": h.Sources,
		"forget": h.ForgetMe,
		"corpus": h.Corpus, "inbox": h.Inbox, "settings": h.Settings, "articles": c.Count("member.articles",
			h.Articles), "dates": dates, "days": h.TextDays,
		"model": model,
	}
	var out []string
	for _, paragraph := range []string{"what", "ask", "more", "know", "kept", "moderators"} {
		out = append(out, c.Say("help."+paragraph, facts))
	}
	return out
}

// settingsIn is what /settings shows, in Discord's formatting.
func settingsIn(c *phrases.Catalogue, s SettingsFacts) string {
	or := func(value, otherwise string) string { return cmp.Or(value, c.Text("settings."+otherwise)) }
	daily := func(n int64) string {
		if n == 0 {
			return c.Text("settings.no-limit")
		}
		return strconv.FormatInt(n, 10)
	}
	role, answers, unasked := c.Text("settings.who-manages"), c.Text("settings.public"), c.Text("settings.nowhere")
	if s.Role != "" {
		role = c.Say("settings.who-manages-and", phrases.Values{"role": s.Role})
	}
	if s.Private {
		answers = c.Text("settings.private")
	}
	if len(s.Help) > 0 {
		unasked = c.Say("settings.unasked", phrases.Values{"channels": strings.Join(s.Help, ", "), "sure": s.HelpSure})
		if s.Blind {
			unasked += "\n" + c.Text("settings.blind")
		}
	}
	return c.Say("settings.all", phrases.Values{
		"where": or(strings.Join(s.Channels, ", "), "everywhere"), "role": role, "private": answers, "language": s.Language,
		"audit":   or(s.Audit, "nowhere"),
		"refresh": s.Refresh, "digest": or(s.Digest, "never"), "member": daily(s.MemberDaily), "server": daily(s.ServerDaily), "unasked": unasked,
	})
}

// Linking is the languages with links that don't open at a page's words for some hosts.
func (ls Languages) Linking(bare fragment.Hosts) Languages {
	for i := range ls {
		ls[i].Bare = bare
	}
	return ls
}

// Of is the language for a locale of Discord's, such as "de" or "en-GB": its own, or else that of another region, or else the first.
func (ls Languages) Of(locale string) *Language {
	base := func(tag string) string { return strings.SplitN(tag, "-", 2)[0] }
	for _, same := range []func(tag string) bool{
		func(tag string) bool { return tag == locale },
		func(tag string) bool { return base(tag) == base(locale) },
	} {
		if i := slices.IndexFunc(ls, func(l Language) bool { return same(l.Tag) }); i >= 0 {
			return &ls[i]
		}
	}
	return &ls[0]
}

// Has reports whether there is a language with this tag.
func (ls Languages) Has(tag string) bool {
	for _, l := range ls {
		if l.Tag == tag {
			return true
		}
	}
	return false
}

// Faults are what can be wrong with an answer, in the order of the buttons.
func Faults() []store.Fault {
	return []store.Fault{store.WrongSource, store.WrongSpeaker, store.NotAnswered, store.OtherFault}
}
