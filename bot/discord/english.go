package discord

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"readout/bot/news"
	"readout/bot/phrases"
	"readout/bot/reply"
	"readout/bot/store"
)

// english is the catalogue in English.
var english = sync.OnceValue(func() language {
	c := phrases.Of("en")
	return language{
		Tag: "en", Name: "English", Phrases: unbroken(reply.English()), News: news.English(),
		Commands:     commandsIn(c),
		ShowPassages: "Show passages", AskFollowUp: "Ask a follow-up", Helpful: "Helpful", NotRight: "Not right", Delete: "Delete",
		AskAll:          "Ask without this limit",
		ByItself:        "Answered by itself, from the articles. If it is not right, say so below it, or with “Not right”.",
		TellMe:          "Tell me when the articles answer this",
		WillTell:        "I'll tell you once, by direct message, when articles that are added answer this. After 90 days I stop waiting.",
		WillTellAlready: "You will be told already.",
		WillTellNobody:  "Nobody is told about this one: nothing of it is kept any more.",
		TellFull:        "Too many questions wait already, yours or this server's. Each goes when it is answered, or after 90 days.",
		Told: func(server string) string {
			return "You wanted to know when the articles of " + server + " answer this. They do now."
		},
		FollowUpTitle: "Ask a follow-up", FollowUpLabel: "Your question",
		WhatIsWrong: "What is wrong with the answer?", FaultTitle: "What is wrong?", FaultLabel: "In your words (optional)",
		FaultHint: "Which sentence, and what it should be",
		Faults: map[store.Fault]string{store.WrongSource: "Wrong source", store.WrongSpeaker: "Wrong speaker",
			store.NotAnswered: "Not answered", store.OtherFault: "Something else"},
		ThanksUp:         "Thank you, noted.",
		ThanksNote:       "Thank you. This server's moderators will see your note.",
		ThanksNoteDirect: "Thank you, noted.",
		OnlyAskerDeletes: "Only who asked can delete this answer. Moderators can delete it as any other message.",
		OnlyAskerUses:    "This is somebody else's private answer.",
		Link:             "link",
		PassagesOf:       func(q string) string { return "Passages for: " + q },
		Paragraph:        func(n int) string { return fmt.Sprintf("paragraph %d", n) },
		Withdrawn: func(n int) string {
			if n == 1 {
				return "One passage of this answer has since been changed or withdrawn."
			}
			return fmt.Sprintf("%d passages of this answer have since been changed or withdrawn.", n)
		},
		AllWithdrawn: "What this answer rests on has since been changed or withdrawn. Ask again to see what the articles say now.",
		NoPassages:   "This answer cites no passage.",
		AnswerGone:   "Nothing is stored about this answer any more. Ask again, and the buttons work.",
		More:         func(n int) string { return fmt.Sprintf("-# %d more not shown", n) },
		NothingToAsk: "There is no text in this message to ask about.",
		NothingToSay: "Ask me what the articles say: who did what, when or why, what somebody said. To begin: “Summarize the articles”",
		TooLong: func(n, most int) string {
			return fmt.Sprintf("Your question has %d characters; at most %d fit. Please shorten it.", n, most)
		},
		NoScope:        "Give days like 2019-05-14, months like 2019-05, or years, the earlier one first.",
		EmptyScope:     "No article fits all of that, or nobody of that name is quoted. Choose from the lists that appear while you type.",
		UnknownArticle: "No article fits that, or more than one does. Choose one from the list that appears while you type.",
		OneAtATime: func(when string) string {
			return "I'm still working on your last question. Ask this one again " + when + "."
		},
		MemberLimit: func(when string) string {
			return "That's a lot of questions in a short time. You can ask again " + when + "."
		},
		GuildLimit: func(when string) string { return "This server asks a lot just now. Please try again " + when + "." },
		Busy:       func(when string) string { return "Very many are asking just now. Please try again " + when + "." },
		DayLimit: func(when string) string {
			return "The questions for today are used up. You can ask again " + when + "."
		},
		Restarting:  "I'm just restarting. Please ask again in a minute.",
		Interrupted: "I was interrupted, and don't know whether that was done. Please look, and try again.",
		TookTooLong: "That took too long, so I stopped. Please ask again; a shorter question may help.",
		Stages: stageWords{Understanding: "understanding the question", Writing: "writing", Checking: "checking", Translating: "translating",
			Reading: func(n int) string { return fmt.Sprintf("reading %d %s", n, reply.Plural(n, "passage")) }},
		RestHidden:   "-# The rest is hidden: I lack the permission Embed Links here.",
		Blocked:      "This server's automatic moderation blocks my answer. A moderator can allow it under Server Settings, AutoMod.",
		NoPermission: "I lack a permission in this channel. A moderator can grant it in the channel's settings.",
		Failed: func(reference string) string {
			return "Something went wrong on my side, not with your question. Please ask again; if it keeps happening, give whoever runs " +
				"this bot the reference `" + reference + "`."
		},
		NotHere:   func(channels string) string { return "In this server I answer in " + channels + "." },
		OutOfDate: "I don't know this command or button any more. Restart Discord to see the present ones.",
		SourcesTitle: func(articles, reports int) string {
			return fmt.Sprintf("**%d %s, %d separate %s**", articles, reply.Plural(articles, "article"), reports, reply.Plural(reports, "report"))
		},
		SameReport: func(title string) string { return "the same report as " + title },
		AllDigests: "digests in our own words",
		Help: func(h helpFacts) []string {
			know := fmt.Sprintf("**What I know**: %d %s", h.Articles, reply.Plural(h.Articles, "article"))
			if h.First != "" {
				know += ", from " + h.First
				if h.Last != h.First {
					know += " to " + h.Last
				}
			}
			model := "What you ask is not sent to anybody else."
			if h.Model {
				model = "Questions, the turns before them and the passages that answer them go to the provider of a language model."
			}
			return []string{
				"I answer questions from articles, and show where every sentence stands. When the articles are silent or disagree, I say so.",
				"**Ask** with " + h.Ask + ", by mentioning " + h.Bot + ", by replying to an answer, in a direct message, or with Apps › “Ask about " +
					"this” on any message. An answer's buttons show its passages, take a follow-up, or tell what is wrong with it; those below " +
					"ask what the articles answer, too. “Are you sure?”, “who said that?” or “source?” are about the answer before. Where the articles don't " +
					"answer, “Tell me when the articles answer this” has me tell you once they do.",
				h.Summary + " tells what the articles dwell on, " + h.Said + " what a person is quoted or reported as saying, " +
					h.Timeline + " what happened when, " + h.New + " what is new.",
				know + ". " + h.Sources + " lists them. I know nothing else, and I don't guess.",
				fmt.Sprintf("**What I keep**: your questions and the answers for %d days, what you say about answers, and which questions you want to be told of, for 90 days at most. %s deletes it. %s",
					h.TextDays, h.ForgetMe, model),
				"**Moderators**: " + h.Corpus + " keeps the articles, " +
					h.Inbox + " has what members noted and what went unanswered, " + h.Settings +
					" the rest: also where I answer new posts by myself, and " +
					"where I tell each week what is new. To report a problem, use “Not right” under an answer.",
			}
		},
		ForgetAsk: "This deletes your questions, their answers as I remember them, and your notes on answers, in all servers. Follow-up " +
			"questions to them will no longer be understood. Messages in channels stay: delete those with their own button first. " +
			"How much you asked today stays counted until tomorrow is over, and a question that moderators kept as a check stays one, both without " +
			"your name.",
		ForgetYes: "Delete it", ForgetNo: "Keep it", Forgotten: "What was stored about you is deleted.", NotForgotten: "Nothing was deleted.",
		GuildOnly:     "This works in a server only.",
		NotModerator:  "This is for those who manage this server, or hold the role chosen for it.",
		CorpusVersion: func(version string) string { return "corpus " + version },
		AddressesMe:   "its text addresses me; I don't follow it",
		Settings: func(s settingsFacts) string {
			where, role, private := "everywhere", "only those who manage the server", "public unless asked otherwise"
			if len(s.Channels) > 0 {
				where = strings.Join(s.Channels, ", ")
			}
			if s.Role != "" {
				role = "those who manage the server, and " + s.Role
			}
			if s.Private {
				private = "private unless asked otherwise"
			}
			audit := "nowhere"
			if s.Audit != "" {
				audit = s.Audit
			}
			daily := func(n int64) string {
				if n == 0 {
					return "no limit"
				}
				return strconv.FormatInt(n, 10)
			}
			digest := "never"
			if s.Digest != "" {
				digest = s.Digest
			}
			return "**Settings**\nI answer in: " + where + "\nModerators: " + role + "\nAnswers: " + private + "\nLanguage: " + s.Language +
				"\nWhat moderators do is told: " + audit + "\nArticles are fetched again: " + s.Refresh + "\nWhat is new is told: " + digest +
				"\nQuestions a day: " + daily(s.MemberDaily) + " for a member, " + daily(s.ServerDaily) + " for the server" + helpEnglish(s)
		},
		Saved:   "Saved.",
		Choices: c.Below("choices"),
		SummaryOf: func(what string) string {
			if what == "" {
				return "Summary"
			}
			return "Summary: " + what
		},
		SaidBy:   func(what string) string { return "Said by " + what },
		NewSince: func(day string) string { return "New since " + day },
		Weekly:   "New this week",
		DigestBegins: func(day time.Weekday) string {
			return "What is new in the articles is told here from now on, on " + day.String() + "s, when something is."
		},
		Timeline: "Timeline",
		MoreEvents: func(n int, command string) string {
			return fmt.Sprintf("-# %d more %s: %s with “all” shows every one, to you alone", n, reply.Plural(n, "event"), command)
		},
		Moderators: moderationIn(c),
		Planned:    "planned",
	}
})

// helpEnglish tells of the channels where posts are answered unasked.
func helpEnglish(s settingsFacts) string {
	if len(s.Help) == 0 {
		return "\nI answer by myself: nowhere"
	}
	text := "\nI answer by myself: " + strings.Join(s.Help, ", ") + ", when I'm " + s.HelpSure + " % sure, and not for 30 minutes after a moderator wrote there. " +
		"In a text channel that needs Create Public Threads, everywhere Send Messages in Threads."
	if s.Blind {
		text += "\n**I can't read the posts**: whoever runs me must turn on Message Content Intent."
	}
	return text
}
