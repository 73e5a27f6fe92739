package members

import (
	"context"
	"slices"
	"time"

	"readout/bot/chat"
	"readout/bot/chat/markup"
	"readout/bot/chat/wording"
	"readout/corpus"
)

// onSources lists the articles.
func (b *Members) onSources(ctx context.Context, q chat.Request, _ chat.Arguments) (chat.Response, error) {
	l := q.Language
	c, err := b.Articles(ctx, q)
	if err != nil {
		return chat.Response{}, err
	}
	title := l.SourcesTitle(len(c.Articles), len(c.Reports))
	digests := len(c.Articles) > 0 && !slices.ContainsFunc(c.Articles, func(a *corpus.Article) bool { return a.Form != corpus.FormDigest })
	if digests {
		title += markup.Dot + l.AllDigests
	}
	m := chat.Titled(title, l)
	first := map[corpus.ReportID]*corpus.Article{}
	for _, a := range c.Articles {
		listed := *a
		if digests {
			listed.Form = corpus.FormFull // the title has said that it is a digest
		}
		line := "- " + chat.SourceLine(l.Phrases.SourceLine(&listed), a.URL, l)
		if same := first[a.Report]; same == nil {
			first[a.Report] = a
		} else if a.Report != "" {
			title := same.Title
			if title == "" {
				title = l.Phrases.NoTitle
			}
			line += markup.Dot + l.SameReport("“"+markup.Escape(title)+"”")
		}
		if chat.OrdersAround(a) {
			line += markup.Dot + l.AddressesMe
		}
		m.Add("\n", line)
	}
	return chat.Whisper(m), nil
}

// onHelp tells what the bot can do, what it knows and what it keeps.
func (b *Members) onHelp(ctx context.Context, q chat.Request, _ chat.Arguments) (chat.Response, error) {
	in := q.Language.Phrases
	c, err := b.Articles(ctx, q)
	if err != nil {
		return chat.Response{}, err
	}
	facts := wording.HelpFacts{
		Ask: b.Platform.Command(q.Language, "ask"), Summary: b.Platform.Command(q.Language, "summary"),
		New: b.Platform.Command(q.Language, "new"), Said: b.Platform.Command(q.Language, "said"),
		Timeline: b.Platform.Command(q.Language, "timeline"), Sources: b.Platform.Command(q.Language, "sources"),
		ForgetMe: b.Platform.Command(q.Language, "forget-me"), Settings: b.Platform.Command(q.Language, "settings.show"),
		Corpus: b.Platform.Command(q.Language, "corpus.status"), Inbox: b.Platform.Command(q.Language, "inbox"),
		Articles: len(c.Articles), Bot: markup.Member(b.Platform.Self()),
		TextDays: int(b.Options.Store.Retention().Text / (24 * time.Hour)), Model: b.Options.ModelProvider,
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
	var m chat.Message
	for _, paragraph := range q.Language.Help(facts) {
		m.Add("\n\n", paragraph)
	}
	return chat.Whisper(m), nil
}

// onForget asks whether to delete what is stored about the member.
func (b *Members) onForget(_ context.Context, q chat.Request, _ chat.Arguments) (chat.Response, error) {
	m := chat.Note(q.Language.ForgetAsk)
	m.Rows = chat.Row(chat.NewButton(q.Language.ForgetYes, chat.Danger, chat.ActionForget+":yes"),
		chat.NewButton(q.Language.ForgetNo, chat.Secondary, chat.ActionForget+":no"))
	return chat.Whisper(m), nil
}

// forget deletes what is stored about the member, or not.
func (b *Members) forget(ctx context.Context, q chat.Request, answered string) (chat.Response, error) {
	done := q.Language.NotForgotten
	if answered == "yes" {
		deleted, err := b.Options.Store.ForgetMember(ctx, q.User)
		if err != nil {
			return chat.Response{}, err
		}
		if err := b.Options.Libraries.Forget(ctx, string(q.User)); err != nil {
			return chat.Response{}, err
		}
		b.Log.Info("a member was forgotten", "receipts", deleted.Receipts, "texts", deleted.Texts, "feedback", deleted.Feedback)
		done = q.Language.Forgotten
	}
	return chat.Response{Now: new(chat.Note(done)), Private: true, Replace: true}, nil
}
