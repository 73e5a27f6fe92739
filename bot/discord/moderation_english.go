package discord

import (
	"fmt"
	"strconv"
	"strings"

	"readout/bot/libraries"
	"readout/bot/reply"
	"readout/bot/store"
	"readout/corpus"
	"readout/corpus/fetch"
	"readout/corpus/library"
)

func englishModeratorCommands() map[string]naming {
	return map[string]naming{
		"settings.audit":          {"audit", "Where I tell what moderators do"},
		"settings.audit.in":       {"channel", "The channel; leave it out for none"},
		"settings.refresh":        {"refresh", "How often I fetch articles with a link and feeds again"},
		"settings.refresh.every":  {"every", "How often"},
		"settings.limits":         {"limits", "How many questions may be asked in a day; 0 for no limit"},
		"settings.limits.member":  {"member", "By one member"},
		"settings.limits.server":  {"server", "By all together"},
		"corpus":                  {"corpus", "The articles that I answer from in this server, for moderators"},
		"corpus.add":              {"add", "Add an article, or a feed of articles; you see it before anybody else"},
		"corpus.add.url":          {"url", "Link to the article"},
		"corpus.add.file":         {"file", "Or a file: txt, md, html, pdf"},
		"corpus.add.feed":         {"feed", "Or the address of a feed: its articles, now and at every refresh"},
		"corpus.add.why":          {"why", "Why, for the history"},
		"corpus.edit":             {"edit", "Correct what is stated about an article; a dash takes a fact away"},
		"corpus.edit.article":     {"article", "Which article"},
		"corpus.edit.title":       {"title", "Its headline"},
		"corpus.edit.publisher":   {"publisher", "Who published it"},
		"corpus.edit.agency":      {"agency", "The news agency that it is from"},
		"corpus.edit.author":      {"author", "Who wrote it"},
		"corpus.edit.date":        {"date", "When it was published: 2019-05-14 or 2019-05"},
		"corpus.edit.kind":        {"kind", "What sort of article it is"},
		"corpus.edit.link":        {"link", "Where it can be read"},
		"corpus.edit.tongue":      {"language", "The language it is in, such as en"},
		"corpus.edit.aliases":     {"other-names", "What else it is called, parted by semicolons: members can ask by these names"},
		"corpus.edit.same":        {"same-report-as", "The article that is the same report"},
		"corpus.edit.why":         {"why", "Why, for the history"},
		"corpus.remove":           {"remove", "Take an article out, or follow a feed no longer"},
		"corpus.remove.article":   {"article", "Which article"},
		"corpus.remove.feed":      {"feed", "Or which feed; its articles stay"},
		"corpus.remove.why":       {"why", "Why, for the history"},
		"corpus.list":             {"list", "List the articles"},
		"corpus.status":           {"status", "The present version, its sources, and what waits for you"},
		"corpus.refresh":          {"refresh", "Fetch all that was added by its link, and every feed, again"},
		"corpus.check":            {"check", "Ask the questions whose answers are known, or change them"},
		"corpus.check.keep":       {"keep", "Keep an answer as a check: the link to its message"},
		"corpus.check.remove":     {"remove", "Remove a check"},
		"corpus.check.quotes":     {"quotes", "Instead compare what reports quote with the transcripts among the articles"},
		"corpus.history":          {"history", "Who did what and when"},
		"corpus.rollback":         {"rollback", "Go back to an earlier version"},
		"corpus.rollback.version": {"version", "Which version"},
		"corpus.rollback.why":     {"why", "Why, for the history"},
		"corpus.export":           {"export", "Everything in one file"},
		"corpus.import":           {"import", "Put what was exported in the place of what is here"},
		"corpus.import.file":      {"file", "What /corpus export gave"},
		"corpus.import.why":       {"why", "Why, for the history"},
		"inbox":                   {"inbox", "Notes on answers, and questions that the articles don't answer, for moderators"},
		"keep":                    {"Keep this as a check", ""},
	}
}

func englishModeratorChoices() map[string]string {
	return map[string]string{refreshNever: "never", refresh6h: "every 6 hours", refreshDay: "every day", refreshWeek: "every week",
		string(corpus.KindReport): "report", string(corpus.KindPreview): "preview", string(corpus.KindOpinion): "opinion",
		string(corpus.KindTranscript): "transcript", string(corpus.KindEditorial): "editorial", string(corpus.KindMinutes): "minutes",
		string(corpus.KindRelease): "press release", string(corpus.KindFactSheet): "fact sheet", string(corpus.KindLive): "live page"}
}

// count is a number with its noun.
func count(n int, noun string) string { return strconv.Itoa(n) + " " + reply.Plural(n, noun) }

func englishModeration() moderation {
	kinds := map[libraries.Kind]string{libraries.Add: "adding", libraries.Edit: "editing", libraries.Remove: "removing", libraries.Refresh: "refreshing",
		libraries.Rollback: "going back to an earlier version", libraries.Import: "importing", libraries.Start: "the articles that I came with"}
	steps := map[libraries.Step]string{libraries.Fetching: "Fetching", libraries.Reading: "Reading", libraries.Embedding: "Indexing", libraries.Checking: "Asking the checks"}
	page := func(page, pages int) string {
		if pages < 2 {
			return ""
		}
		return fmt.Sprintf(", page %d of %d", page, pages)
	}
	did := func(kind string) string {
		if word := kinds[libraries.Kind(kind)]; word != "" {
			return word
		}
		return escape(kind)
	}
	return moderation{
		Preview:        func(k libraries.Kind) string { return "Preview: " + did(string(k)) },
		Added:          func(n int) string { return count(n, "article") + " added" },
		Changed:        func(n int) string { return count(n, "article") + " changed, as it would be" },
		Removed:        func(n int) string { return count(n, "article") + " removed" },
		NothingChanges: "Nothing would change, so there is nothing to publish.",
		BeforePublish:  "Members see nothing of this before you publish it. It waits for a day.",
		Holds:          func(p, r int) string { return count(p, "paragraph") + ", " + count(r, "remark") },
		Warning:        "Look at this",
		Concerns: map[fetch.ConcernKind]func(string) string{
			fetch.ConcernOrder: func(q string) string {
				return "its text addresses whoever answers: " + q + " I don't follow it, and never show it as an answer"
			},
			fetch.ConcernNoTitle:     func(string) string { return "it states no headline" },
			fetch.ConcernNoDate:      func(string) string { return "it states no date" },
			fetch.ConcernNoPublisher: func(string) string { return "it states no publisher" },
			fetch.ConcernPaywall: func(q string) string {
				return "this looks like the beginning only, of an article behind a paywall " + q
			},
			fetch.ConcernSite: func(q string) string { return "it says that it is of a site that it does not come from: " + q },
			fetch.ConcernHidden: func(q string) string {
				return "it had characters that nobody sees, which I dropped: " + q
			},
			fetch.ConcernLanguage: func(q string) string {
				return "its text is not in English, the only language that I read for who said what: " + q
			},
			fetch.ConcernFile:       func(q string) string { return "part of the file is not read as it was meant: " + q },
			fetch.ConcernShort:      func(string) string { return "there is hardly any text" },
			fetch.ConcernLoss:       func(q string) string { return "text may be missing: " + q },
			fetch.ConcernDuplicate:  func(q string) string { return "the same text is here already: " + q },
			fetch.ConcernReport:     func(q string) string { return "looks like the same report as " + q },
			fetch.ConcernUncredited: func(string) string { return "nobody is credited with what is quoted in it" },
		},
		Sources: func(fresh, changed, unchanged, failed int) string {
			return count(fresh+changed+unchanged+failed, "source") + ": " + counted([]part{{fresh, "new"}, {changed, "changed"}, {unchanged, "unchanged"}, {failed, "failed"}})
		},
		SourceFailed: func(url, why string) string { return url + " failed: " + why + ". What was published from it stays" },
		Reason:       libraries.Reason.String,
		AnswersOpen: func(answered, asked int) string {
			return libraries.OpenResult{Asked: asked, Answered: answered}.String()
		},
		ChecksWell: func(ran, right, better int) string {
			text := fmt.Sprintf("Checks: %d of %d answered right, none worse than before", right, ran)
			if better > 0 {
				text += fmt.Sprintf(", %d better", better)
			}
			return text
		},
		ChecksWorse: func(worse, ran int) string {
			return fmt.Sprintf("Of %s, %d would be answered worse than before", count(ran, "check"), worse)
		},
		Before: "before", After: "after", NotAnswered: "not answered",
		Progress: func(p libraries.Progress) string {
			if p.Total == 0 {
				return steps[p.Step] + "…"
			}
			return fmt.Sprintf("%s: %d of %d…", steps[p.Step], p.Done, p.Total)
		},
		Publish: "Publish", Discard: "Discard", Accept: "Publish all the same",
		Publishing: "Publishing…", Discarded: "Discarded. Nothing has changed.", Exported: "Everything of this server's library, for `/corpus import`.",
		AskAccept: "Publish all the same?",
		Conflict: func(since []string) string {
			return "Not published: the articles have changed since you made this change.\n" + strings.Join(since, "\n") +
				"\nLook at `/corpus list`, and make your change again from there."
		},
		Published: func(version string, articles int) string {
			return "**" + version + " is published**, with " + count(articles, "article") + "."
		},
		Recalling: func(marked, private int) string {
			var parts []string
			if marked > 0 {
				parts = append(parts, count(marked, "answer")+" from what has changed will be marked.")
			}
			if private > 0 {
				parts = append(parts, count(private, "private answer")+" can't be: only their askers see them.")
			}
			return strings.Join(parts, " ")
		},
		List: func(n, at, pages int) string { return count(n, "article") + page(at, pages) },
		Status: func(s libraries.Status, by string) string {
			text := "**The articles that I came with**: nothing was published here yet"
			if s.Own {
				text = fmt.Sprintf("**%s**, published by %s %s", escape(s.Name), by, relative(s.Version.At))
			}
			failing := 0
			for _, source := range s.Sources {
				if source.Failures > 0 {
					failing++
				}
			}
			people := count(s.People, "person")
			if s.People != 1 {
				people = strconv.Itoa(s.People) + " people"
			}
			text += fmt.Sprintf("\n%s in %s, %s, %s by %s\n%s to fetch from", count(s.Articles, "article"), count(s.Reports, "report"),
				count(s.Passages, "passage"), count(s.Remarks, "remark"), people, count(len(s.Sources), "source"))
			if failing > 0 {
				text += fmt.Sprintf(", %d of them failing", failing)
			}
			return text + ", " + count(s.Checks, "check")
		},
		NextRefresh: func(when string) string { return "Fetched again " + when },
		SourceFails: func(url, why, since string) string { return url + " has failed since " + since + ": " + why },
		DraftsWait:  "Waiting to be published",
		ShowDraft:   func(n int) string { return "Show draft " + strconv.Itoa(n) },
		History:     func(at, pages int) string { return "History" + page(at, pages) },
		NoHistory:   "Nothing was done yet.",
		VersionChoice: func(v libraries.Version) string {
			return fmt.Sprintf("v%d · %s · %s", v.Number, did(string(v.Kind)), count(v.Articles, "article"))
		},
		Back: "Back", Next: "Next",
		Did: func(by string, e store.AuditEntry) string {
			target := escape(e.Target)
			switch e.Action {
			case didPublish, didPublishOutside:
				kind, titles, _ := strings.Cut(e.Note, ": ")
				if e.Action == didPublishOutside {
					by = "whoever runs me"
				}
				text := by + " published " + target + ", " + did(kind)
				if titles != "" {
					text += ": " + escape(clip(titles, 300))
				}
				return text
			case didDiscard:
				return by + " discarded a draft: " + did(e.Target)
			case didSettings:
				return by + " changed settings: " + target
			case didExport:
				return by + " exported everything"
			case didResolve:
				return by + " closed an item of the inbox"
			case didKeep:
				return by + " kept an answer as a check, " + code(e.Target)
			case didUncheck:
				return by + " removed the check " + code(e.Target)
			case didDraft:
				return by + " refreshed the articles, but answers would get worse. `/corpus status` shows the draft"
			case didFail:
				return "a source fails: " + code(e.Target) + ", " + escape(clip(libraries.Reason(e.Note).String(), longestQuote))
			case didRecover:
				return "a source works again: " + code(e.Target)
			case didNoDigest:
				return "I may not write where what is new is told each week. `/settings digest` chooses another channel"
			case didRecall:
				n := recallNumbers(e.Note)
				return fmt.Sprintf("%s was withdrawn in %s: %s marked, %d private, %d out of reach", "what answers rest on", target, count(n.marked, "answer"), n.private, n.lost)
			}
			return by + ": " + escape(e.Action) + " " + target
		},
		Somebody:    "somebody",
		AuditBegins: "What moderators do is told here from now on.",
		Withdrawn: func(version string) string {
			return "**A source of this answer was withdrawn in " + version + ".** Ask again to see what the articles say now."
		},
		Quotes:    englishQuotes(),
		ChecksRun: func(right, all int) string { return fmt.Sprintf("%d of %s answered right", right, count(all, "check")) },
		Kept: func(question, said string) string {
			return "Kept as a check: " + question + "\nAnswered now: " + said + "\nBefore a change is published after which that is answered worse, you are told."
		},
		AskUncheck: func(question string) string { return "Remove this check? That can't be undone.\n" + question },
		Uncheck:    "Remove the check", Unchecked: "The check is removed.",
		Inbox: "Inbox", InboxEmpty: "Nothing is open.", Unanswered: "Not answered by the articles", Message: "message",
		Resolve: "Resolve", Keep: "Keep as a check", AddArticle: "Add an article", AddLabel: "Link to an article that answers it",
		Newest: "Newest", Older: "Older",
		Refused: map[reason]func(*refusal) string{
			oneSource:      says("Give me one of these: a link, a file or a feed."),
			oneOfTwo:       says("Give me an article or a feed, one of the two."),
			noFact:         says("Say what to change, for example the publisher or the date."),
			unknownVersion: says("There is no such version. Choose one from the list that appears while you type."),
			unknownCheck:   says("There is no such check. Choose one from the list that appears while you type."),
			tooLarge:       func(r *refusal) string { return fmt.Sprintf("This file is too large for me: at most %d MB.", r.n) },
			uploadGone:     says("Discord doesn't give me this file any more. Please upload it again."),
			exportTooLarge: func(r *refusal) string {
				return fmt.Sprintf("The export has more than the %d MB that Discord takes. Whoever runs this bot can make it in the terminal: `readout corpus export --server %s`.", r.n, r.channels)
			},
			underWay: says("This is just being published."),
			noAuditThere: func(r *refusal) string {
				return "I may not write in " + r.channels + ". Let me see it and send messages there, then try again."
			},
			noAnswer:      says("That is not a public answer of mine in this server. Copy the link of the message with the answer."),
			keptAlready:   says("This question is a check already."),
			draftGone:     says("This draft is gone: it was published or discarded, or is older than a day. Make your change again."),
			notThere:      says("That is not in the library any more. `/corpus list` shows what is."),
			thereAlready:  says("That is in the library already."),
			notPossible:   func(r *refusal) string { return "That can't be done: " + escape(r.detail) + "." },
			tooManyNames:  says(fmt.Sprintf("An article has at most %d other names.", library.MaxAliases)),
			emptyLibrary:  says("No article would be left. Add another one first."),
			changeTooSlow: says("That took too long, so I stopped. Nothing has changed; please try again."),
			badFact:       func(r *refusal) string { return "A fact can't be stated like that: " + escape(r.detail) + "." },
			notExport:     says("This file is no export of a library. Give me what `/corpus export` gave."),
			newerExport:   says("This export was made by a newer version of me. Whoever runs this bot must update it first."),
			badLink:       func(r *refusal) string { return "I don't fetch this link: " + escape(r.detail) + "." },
			tooManyHops:   says("This link leads on and on. Give me the address where it ends."),
			forbidden:     says("This site asks programs not to fetch the page. Save it and give me the file."),
			badStatus: func(r *refusal) string {
				return fmt.Sprintf("The site doesn't give me this page (status %d). Open the link to see whether it is right, or save the page and give me the file.", r.n)
			},
			unreachable:  says("I can't reach this site. See whether the link is right, and try again later."),
			busyMachine:  says("I have too much to do to read this in time. Try again later."),
			slowSite:     says("This site is too slow. Try again later, or save the page and give me the file."),
			wrongType:    says("I can't read this: it is no page, no text and no PDF."),
			notFeed:      says("This is no feed. Give me its page with `url`, or look for the site's RSS address."),
			unreadable:   says("I can't read this file: it is damaged, or built so that reading it takes too much. Save it as text and give me that."),
			noWords:      says("This PDF holds pictures of text, but no text. Give me the article in another form."),
			noText:       says("I find no article in this: no paragraph of text. If the page needs a login, save it and give me the file."),
			fileTooLarge: says("This is too large for an article."),
		},
	}
}

// part is how many of a whole are something.
type part struct {
	n    int
	what string
}

// counted are the parts that there are: "2 new, 1 failed".
func counted(parts []part) string {
	var out []string
	for _, p := range parts {
		if p.n > 0 {
			out = append(out, strconv.Itoa(p.n)+" "+p.what)
		}
	}
	return strings.Join(out, ", ")
}

// says is a refusal of fixed words.
func says(text string) func(*refusal) string { return func(*refusal) string { return text } }
