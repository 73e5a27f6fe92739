package discord

import (
	"context"
	"slices"
	"strings"
	"time"

	"readout/bot/chat/markup"
	"readout/bot/chat/wording"
	"readout/corpus"
	"readout/corpus/reading"
)

// onSources lists the articles.
func (b *bot) onSources(ctx context.Context, q request, _ arguments) (response, error) {
	l := q.language
	c, err := b.articles(ctx, q)
	if err != nil {
		return response{}, err
	}
	title := l.SourcesTitle(len(c.Articles), len(c.Reports))
	digests := len(c.Articles) > 0 && !slices.ContainsFunc(c.Articles, func(a *corpus.Article) bool { return a.Form != corpus.FormDigest })
	if digests {
		title += markup.Dot + l.AllDigests
	}
	m := titled(title, l)
	first := map[corpus.ReportID]*corpus.Article{}
	for _, a := range c.Articles {
		listed := *a
		if digests {
			listed.Form = corpus.FormFull // the title has said that it is a digest
		}
		line := "- " + sourceLine(l.Phrases.SourceLine(&listed), a.URL, l)
		if same := first[a.Report]; same == nil {
			first[a.Report] = a
		} else if a.Report != "" {
			title := same.Title
			if title == "" {
				title = l.Phrases.NoTitle
			}
			line += markup.Dot + l.SameReport("“"+markup.Escape(title)+"”")
		}
		if ordersAround(a) {
			line += markup.Dot + l.AddressesMe
		}
		m.add("\n", line)
	}
	return whisper(m), nil
}

// onHelp tells what the bot can do, what it knows and what it keeps.
func (b *bot) onHelp(ctx context.Context, q request, _ arguments) (response, error) {
	self, in := b.self.Load(), q.language.Phrases
	c, err := b.articles(ctx, q)
	if err != nil {
		return response{}, err
	}
	facts := wording.HelpFacts{
		Ask: b.commandMention(q.language, "ask"), Summary: b.commandMention(q.language, "summary"),
		New: b.commandMention(q.language, "new"), Said: b.commandMention(q.language, "said"),
		Timeline: b.commandMention(q.language, "timeline"), Sources: b.commandMention(q.language, "sources"),
		ForgetMe: b.commandMention(q.language, "forget-me"), Settings: b.commandMention(q.language, "settings.show"),
		Corpus: b.commandMention(q.language, "corpus.status"), Inbox: b.commandMention(q.language, "inbox"),
		Articles: len(c.Articles), Bot: "<@" + self.user + ">",
		TextDays: int(b.options.Store.Retention().Text / (24 * time.Hour)), Model: b.options.ModelProvider,
	}
	var oldest, newest corpus.Date
	for _, a := range c.Articles {
		d := a.Published
		if d.Precision() == corpus.Unknown {
			continue
		}
		if oldest.Precision() == corpus.Unknown || d.Time().Before(oldest.Time()) {
			oldest = d
		}
		if newest.Precision() == corpus.Unknown || d.Time().After(newest.Time()) {
			newest = d
		}
	}
	if oldest.Precision() != corpus.Unknown {
		facts.First, facts.Last = in.Date(oldest), in.Date(newest)
	}
	var m message
	for _, paragraph := range q.language.Help(facts) {
		m.add("\n\n", paragraph)
	}
	return whisper(m), nil
}

// articles are the articles of the server where something is asked.
func (b *bot) articles(ctx context.Context, q request) (*reading.Corpus, error) {
	snapshot, err := b.options.Libraries.Snapshot(ctx, q.guild)
	if err != nil {
		return nil, err
	}
	return snapshot.Corpus, nil
}

// commandMention is a command as a text that can be clicked, or just its name while its ID is unknown. Discord makes no link of a
// command with subcommands: name one of these.
func (b *bot) commandMention(l *wording.Language, key string) string {
	command, _, _ := strings.Cut(key, ".")
	name, own := b.languages[0].Commands[command].Name, l.Commands[command].Name
	if command != key {
		name += " " + b.languages[0].Commands[key].Name
		own += " " + l.Commands[key].Name
	}
	if id := b.self.Load().commands[command]; id != "" {
		return "</" + name + ":" + id + ">"
	}
	return "`/" + own + "`"
}

// onForget asks whether to delete what is stored about the member.
func (b *bot) onForget(_ context.Context, q request, _ arguments) (response, error) {
	m := note(q.language.ForgetAsk)
	m.rows = row(button(q.language.ForgetYes, Danger, actionForget+":yes"),
		button(q.language.ForgetNo, Secondary, actionForget+":no"))
	return whisper(m), nil
}

// forget deletes what is stored about the member, or not.
func (b *bot) forget(ctx context.Context, q request, answered string) (response, error) {
	done := q.language.NotForgotten
	if answered == "yes" {
		deleted, err := b.options.Store.ForgetMember(ctx, q.user)
		if err != nil {
			return response{}, err
		}
		if err := b.options.Libraries.Forget(ctx, string(q.user)); err != nil {
			return response{}, err
		}
		b.log.Info("a member was forgotten", "receipts", deleted.Receipts, "texts", deleted.Texts, "feedback", deleted.Feedback)
		done = q.language.Forgotten
	}
	return response{now: new(note(done)), private: true, replace: true}, nil
}
