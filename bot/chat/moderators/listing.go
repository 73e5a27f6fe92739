package moderators

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"readout/bot/chat"
	"readout/bot/chat/markup"
	"readout/bot/chat/wording"
	"readout/bot/libraries"
	"readout/bot/store"
	"readout/corpus"
)

// listArticles lists the articles of the present version.
func (b *Moderators) listArticles(_ context.Context, q chat.Request, _ chat.Arguments) (chat.Response, error) {
	return chat.Response{Private: true, Later: func(ctx context.Context) (chat.Message, error) { return b.listPage(ctx, q, "") }}, nil
}

func (b *Moderators) turnList(_ context.Context, q chat.Request, about string) (chat.Response, error) {
	return chat.Response{Private: true, Replace: true, Later: func(ctx context.Context) (chat.Message, error) {
		return b.listPage(ctx, q,
			about)
	}}, nil
}

func (b *Moderators) listPage(ctx context.Context, q chat.Request, about string) (chat.Message, error) {
	l := q.Language
	items, err := b.Options.Libraries.List(ctx, q.Guild)
	if err != nil {
		return chat.Message{}, err
	}
	c, err := b.Articles(ctx, q)
	if err != nil {
		return chat.Message{}, err
	}
	shown, page, pages := pageOf(items, about)
	m := chat.Titled(markup.Heading(l.Moderators.List(len(items), page+1, pages)), l)
	for _, i := range shown {
		line := itemLine(i, nil, l) + markup.Dot + markup.Code(string(i.ID))
		if a := c.Article(i.ID); a != nil && chat.OrdersAround(a) {
			line += "\n  " + markup.Heading(l.AddressesMe)
		}
		if first := c.Article(corpus.ArticleID(i.Report)); first != nil && first.ID != i.ID {
			line += markup.Dot + l.SameReport("“"+markup.Escape(markup.Clip(first.Title, 100))+"”")
		}
		m.Add("\n", line)
	}
	m.Rows = pageButtons(actionList, page, pages, l)
	return m, nil
}

// showStatus tells about the present version, its sources, and the drafts that wait.
func (b *Moderators) showStatus(_ context.Context, q chat.Request, _ chat.Arguments) (chat.Response, error) {
	return chat.Response{Private: true, Later: func(ctx context.Context) (chat.Message, error) { return b.status(ctx, q) }}, nil
}

func (b *Moderators) status(ctx context.Context, q chat.Request) (chat.Message, error) {
	l := q.Language
	w := l.Moderators
	status, err := b.Options.Libraries.Status(ctx, q.Guild)
	if err != nil {
		return chat.Message{}, err
	}
	drafts, err := b.Options.Libraries.Drafts(ctx, q.Guild)
	if err != nil {
		return chat.Message{}, err
	}
	m := chat.Titled(w.Status(*status, b.publisher(status.Version, l)), l)
	if q.Settings.RefreshEvery > 0 && !status.Refresh.IsZero() {
		m.Add("\n", w.NextRefresh(markup.Relative(status.Refresh)))
	}
	failing := 0
	for _, s := range status.Sources {
		if s.Failures == 0 {
			continue
		}
		before := "\n"
		if failing++; failing == 1 {
			before = "\n\n"
		}
		if failing > mostSources {
			continue
		}
		m.Add(before, "- "+w.SourceFails(markup.Code(s.URL), markup.Escape(markup.Clip(w.Reason(s.Err), wording.LongestQuote)),
			markup.Relative(s.Failing)))
	}
	if failing > mostSources {
		m.Add("\n", l.More(failing-mostSources))
	}
	var buttons []chat.Button
	for i, d := range drafts[max(0, len(drafts)-5):] {
		before := "\n"
		if i == 0 {
			before = "\n\n" + markup.Heading(w.DraftsWait) + "\n"
		}
		m.Add(before, "- "+strconv.Itoa(i+1)+markup.Dot+w.Preview(d.Kind)+markup.Dot+markup.Relative(d.At))
		buttons = append(buttons, chat.NewButton(w.ShowDraft(i+1), chat.Secondary, actionDraft+":"+d.ID))
	}
	if len(buttons) > 0 {
		m.Rows = chat.Row(buttons...)
	}
	return m, nil
}

// mostAudit is how many of the latest entries of the audit are looked through.
const mostAudit = 1000

// event is an entry of the history.
type event struct {
	at   time.Time
	line func() string
}

// showHistory tells who did what and when: versions, and what else moderators did.
func (b *Moderators) showHistory(ctx context.Context, q chat.Request, _ chat.Arguments) (chat.Response, error) {
	m, err := b.historyPage(ctx, q, "")
	return chat.Whisper(m), err
}

func (b *Moderators) turnHistory(ctx context.Context, q chat.Request, about string) (chat.Response, error) {
	m, err := b.historyPage(ctx, q, about)
	return chat.Response{Now: &m, Private: true, Replace: true}, err
}

func (b *Moderators) historyPage(ctx context.Context, q chat.Request, about string) (chat.Message, error) {
	l := q.Language
	versions, err := b.Options.Libraries.History(ctx, q.Guild)
	if err != nil {
		return chat.Message{}, err
	}
	entries, err := b.Options.Store.Audit(ctx, q.Guild, 0, mostAudit)
	if err != nil {
		return chat.Message{}, err
	}
	var all []event
	told := publications(entries)
	for _, v := range versions {
		all = append(all, event{v.At, func() string { return b.versionLine(v, told, l) }})
	}
	for _, e := range entries {
		if !publishes(e) {
			all = append(all, event{e.At, func() string { return l.Did(e) }})
		}
	}
	slices.SortStableFunc(all, func(a, b event) int { return cmp.Compare(b.at.UnixMilli(), a.at.UnixMilli()) })
	shown, page, pages := pageOf(all, about)
	m := chat.Titled(markup.Heading(l.Moderators.History(page+1, pages)), l)
	for _, e := range shown {
		m.Add("\n", "- "+markup.Stamp(e.at)+markup.Dot+e.line())
	}
	if len(all) == 0 {
		m.Add("\n", l.Moderators.NoHistory)
	}
	m.Rows = pageButtons(actionHistory, page, pages, l)
	return m, nil
}

// happened are lines that tell what versions did.
func (b *Moderators) happened(ctx context.Context, guild store.GuildID, versions []libraries.Version, l *wording.Language) []string {
	entries, err := b.Options.Store.Audit(ctx, guild, 0, mostAudit)
	if err != nil {
		b.Log.Error("what was published is not told in full", "error", err)
	}
	told := publications(entries)
	var out []string
	for _, v := range versions {
		out = append(out, "- "+markup.Relative(v.At)+markup.Dot+b.versionLine(v, told, l))
	}
	return out
}

// publishes reports whether an entry of the audit tells of a version, as the library's own history does.
func publishes(e store.AuditEntry) bool {
	return e.Action == wording.DidPublish || e.Action == wording.DidPublishOutside
}

// publications are the entries of the audit that tell of versions, by the version's name.
func publications(entries []store.AuditEntry) map[string]store.AuditEntry {
	out := map[string]store.AuditEntry{}
	for _, e := range slices.Backward(entries) { // the newest counts
		if publishes(e) {
			out[e.Target] = e
		}
	}
	return out
}

// versionLine tells who published a version, what it did, and why.
func (b *Moderators) versionLine(v libraries.Version, told map[string]store.AuditEntry, l *wording.Language) string {
	version := "v" + strconv.Itoa(v.Number)
	e, ok := told[version]
	if !ok {
		e = store.AuditEntry{Action: wording.DidPublish, Target: version}
	}
	if e.Note == "" {
		e.Note = string(v.Kind)
	}
	line := l.Moderators.Did(b.publisher(v, l), e)
	if v.Why != "" {
		line += markup.Dot + "“" + markup.Escape(markup.Clip(v.Why, 200)) + "”"
	}
	return line
}
