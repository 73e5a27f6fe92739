package discord

import (
	"strings"
	"time"

	"readout/bot/fragment"
	"readout/bot/news"
	"readout/bot/reply"
	"readout/bot/store"
	"readout/corpus"
)

// language is everything that the bot says in one language, besides the articles' own words. Times are given as Discord's
// timestamps, commands as mentions. No word is ever empty; a test holds every language to that.
type language struct {
	Tag     string // as Discord writes it: "de"
	Name    string // in the language itself
	Phrases reply.Phrases
	News    news.Words

	bare fragment.Hosts // whose pages break on links to words

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
	AskAll                                                  string                     // the question again, without what its own words narrow it to
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
	Help                                                    func(h helpFacts) []string // paragraphs
	ForgetAsk, ForgetYes, ForgetNo, Forgotten, NotForgotten string
	GuildOnly, NotModerator                                 string
	CorpusVersion                                           func(version string) string
	AddressesMe                                             string // of an article whose text tells whoever answers how to answer
	Moderators                                              moderation
	Settings                                                func(s settingsFacts) string
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

// helpFacts are what /help tells.
type helpFacts struct {
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

// settingsFacts are what /settings shows. Role and channels are mentions.
type settingsFacts struct {
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

// languages are all there are; the first one stands in for those there are not.
type languages []language

// unbroken are phrases whose dates stay on one line.
func unbroken(in reply.Phrases) reply.Phrases {
	date := in.Date
	in.Date = func(d corpus.Date) string { return strings.ReplaceAll(date(d), " ", noBreak) }
	return in
}

func allLanguages() languages { return languages{english(), german()} }

// linking is the languages with links that don't open at a page's words for some hosts.
func (ls languages) linking(bare fragment.Hosts) languages {
	for i := range ls {
		ls[i].bare = bare
	}
	return ls
}

// of is the language for a locale of Discord's, such as "de" or "en-GB".
func (ls languages) of(locale string) *language {
	base, _, _ := strings.Cut(locale, "-")
	for i := range ls {
		if ls[i].Tag == base {
			return &ls[i]
		}
	}
	return &ls[0]
}

// has reports whether there is a language with this tag.
func (ls languages) has(tag string) bool {
	for _, l := range ls {
		if l.Tag == tag {
			return true
		}
	}
	return false
}
