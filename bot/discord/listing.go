package discord

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"readout/bot/chat/markup"
	"readout/bot/chat/wording"
	"readout/bot/libraries"
	"readout/bot/store"
	"readout/corpus"
	"readout/corpus/orders"
)

// listArticles lists the articles of the present version.
func (b *bot) listArticles(_ context.Context, q request, _ arguments) (response, error) {
	return response{private: true, later: func(ctx context.Context) (message, error) { return b.listPage(ctx, q, "") }}, nil
}

func (b *bot) turnList(_ context.Context, q request, about string) (response, error) {
	return response{private: true, replace: true, later: func(ctx context.Context) (message, error) { return b.listPage(ctx, q, about) }}, nil
}

func (b *bot) listPage(ctx context.Context, q request, about string) (message, error) {
	l := q.language
	items, err := b.options.Libraries.List(ctx, q.guild)
	if err != nil {
		return message{}, err
	}
	c, err := b.articles(ctx, q)
	if err != nil {
		return message{}, err
	}
	shown, page, pages := pageOf(items, about)
	m := titled(markup.Heading(l.Moderators.List(len(items), page+1, pages)), l)
	for _, i := range shown {
		line := itemLine(i, nil, l) + markup.Dot + markup.Code(string(i.ID))
		if a := c.Article(i.ID); a != nil && ordersAround(a) {
			line += "\n  " + markup.Heading(l.AddressesMe)
		}
		if first := c.Article(corpus.ArticleID(i.Report)); first != nil && first.ID != i.ID {
			line += markup.Dot + l.SameReport("“"+markup.Escape(markup.Clip(first.Title, 100))+"”")
		}
		m.add("\n", line)
	}
	m.rows = pageButtons(actionList, page, pages, l)
	return m, nil
}

// ordersAround reports whether an article's title or text tells whoever answers how to answer.
func ordersAround(a *corpus.Article) bool {
	return orders.Is(a.Title) || slices.ContainsFunc(a.Passages, func(p corpus.Passage) bool {
		return slices.ContainsFunc(p.Sentences, func(s corpus.Sentence) bool { return s.Order })
	})
}

// showStatus tells about the present version, its sources, and the drafts that wait.
func (b *bot) showStatus(_ context.Context, q request, _ arguments) (response, error) {
	return response{private: true, later: func(ctx context.Context) (message, error) { return b.status(ctx, q) }}, nil
}

func (b *bot) status(ctx context.Context, q request) (message, error) {
	l := q.language
	w := l.Moderators
	status, err := b.options.Libraries.Status(ctx, q.guild)
	if err != nil {
		return message{}, err
	}
	drafts, err := b.options.Libraries.Drafts(ctx, q.guild)
	if err != nil {
		return message{}, err
	}
	m := titled(w.Status(*status, b.publisher(status.Version, l)), l)
	if q.settings.RefreshEvery > 0 && !status.Refresh.IsZero() {
		m.add("\n", w.NextRefresh(markup.Relative(status.Refresh)))
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
		m.add(before, "- "+w.SourceFails(markup.Code(s.URL), markup.Escape(markup.Clip(w.Reason(s.Err), wording.LongestQuote)), markup.Relative(s.Failing)))
	}
	if failing > mostSources {
		m.add("\n", l.More(failing-mostSources))
	}
	var buttons []Button
	for i, d := range drafts[max(0, len(drafts)-5):] {
		before := "\n"
		if i == 0 {
			before = "\n\n" + markup.Heading(w.DraftsWait) + "\n"
		}
		m.add(before, "- "+strconv.Itoa(i+1)+markup.Dot+w.Preview(d.Kind)+markup.Dot+markup.Relative(d.At))
		buttons = append(buttons, button(w.ShowDraft(i+1), Secondary, actionDraft+":"+d.ID))
	}
	if len(buttons) > 0 {
		m.rows = row(buttons...)
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
func (b *bot) showHistory(ctx context.Context, q request, _ arguments) (response, error) {
	m, err := b.historyPage(ctx, q, "")
	return whisper(m), err
}

func (b *bot) turnHistory(ctx context.Context, q request, about string) (response, error) {
	m, err := b.historyPage(ctx, q, about)
	return response{now: &m, private: true, replace: true}, err
}

func (b *bot) historyPage(ctx context.Context, q request, about string) (message, error) {
	l := q.language
	versions, err := b.options.Libraries.History(ctx, q.guild)
	if err != nil {
		return message{}, err
	}
	entries, err := b.options.Store.Audit(ctx, q.guild, 0, mostAudit)
	if err != nil {
		return message{}, err
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
	m := titled(markup.Heading(l.Moderators.History(page+1, pages)), l)
	for _, e := range shown {
		m.add("\n", "- "+markup.Stamp(e.at)+markup.Dot+e.line())
	}
	if len(all) == 0 {
		m.add("\n", l.Moderators.NoHistory)
	}
	m.rows = pageButtons(actionHistory, page, pages, l)
	return m, nil
}

// happened are lines that tell what versions did.
func (b *bot) happened(ctx context.Context, guild store.GuildID, versions []libraries.Version, l *wording.Language) []string {
	entries, err := b.options.Store.Audit(ctx, guild, 0, mostAudit)
	if err != nil {
		b.log.Error("what was published is not told in full", "error", err)
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
func (b *bot) versionLine(v libraries.Version, told map[string]store.AuditEntry, l *wording.Language) string {
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
