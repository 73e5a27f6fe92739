package moderators

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"readout/bot/chat"
	"readout/bot/chat/markup"
	"readout/bot/chat/wording"
	"readout/bot/libraries"
	"readout/bot/store"
	"readout/corpus"
)

// removeFact is what a moderator gives for a fact that the article is to state no longer: Discord takes no empty text.
const removeFact = "-"

func (b *Moderators) corpusOptions() []chat.Option {
	fact := func(key string) chat.Option { return chat.Option{Key: key, Kind: chat.TakesText, Longest: 300} }
	why := fact("why")
	named := func(key string, choices ...string) chat.Option {
		o := chat.Option{Key: key, Kind: chat.TakesText}
		for _, c := range choices {
			o.Choices = append(o.Choices, chat.Choice{Name: "*", Value: c})
		}
		return o
	}
	return []chat.Option{
		{Key: "add", Kind: chat.Subcommand, Handle: b.addArticle, Options: []chat.Option{
			{Key: "url", Kind: chat.TakesText, Longest: 2000}, {Key: "file", Kind: chat.TakesFile}, {Key: "feed", Kind: chat.TakesText,
				Longest: 2000}, why}},
		{Key: "edit", Kind: chat.Subcommand, Handle: b.editArticle, Options: []chat.Option{
			{Key: "article", Kind: chat.TakesText, Required: true, Proposed: true},
			fact("title"), fact("publisher"), fact("agency"), fact("author"), fact("date"),
			named("kind", kindNames()...),
			fact("link"), fact("tongue"), fact("aliases"), {Key: "same", Kind: chat.TakesText, Proposed: true}, why}},
		{Key: "remove", Kind: chat.Subcommand, Handle: b.removeArticle, Options: []chat.Option{
			{Key: "article", Kind: chat.TakesText, Proposed: true}, {Key: "feed", Kind: chat.TakesText, Proposed: true}, why}},
		{Key: "list", Kind: chat.Subcommand, Handle: b.listArticles},
		{Key: "status", Kind: chat.Subcommand, Handle: b.showStatus},
		{Key: "refresh", Kind: chat.Subcommand, Handle: b.refreshArticles},
		{Key: "check", Kind: chat.Subcommand, Handle: b.runChecks, Options: []chat.Option{
			{Key: "keep", Kind: chat.TakesText, Longest: 200}, {Key: "remove", Kind: chat.TakesText, Proposed: true},
			{Key: "quotes", Kind: chat.TakesYesNo}}},
		{Key: "history", Kind: chat.Subcommand, Handle: b.showHistory},
		{Key: "rollback", Kind: chat.Subcommand, Handle: b.rollBack, Options: []chat.Option{{Key: "version", Kind: chat.TakesText,
			Required: true, Proposed: true}, why}},
		{Key: "export", Kind: chat.Subcommand, Handle: b.exportLibrary},
		{Key: "import", Kind: chat.Subcommand, Handle: b.importLibrary, Options: []chat.Option{{Key: "file", Kind: chat.TakesFile,
			Required: true}, why}},
	}
}

// moderatorActions are what the buttons and forms of moderators do.
func (b *Moderators) Actions() []chat.Action {
	return []chat.Action{
		{Key: actionPublish, Moderators: true, Press: b.publish},
		{Key: actionAccept, Moderators: true, Press: b.publishWorse},
		{Key: actionDiscard, Moderators: true, Press: b.discard},
		{Key: actionDraft, Moderators: true, Press: b.showDraft},
		{Key: actionHistory, Moderators: true, Press: b.turnHistory},
		{Key: actionList, Moderators: true, Press: b.turnList},
		{Key: actionInbox, Moderators: true, Press: b.turnInbox},
		{Key: actionResolve, Moderators: true, Press: b.resolve},
		{Key: actionSuggest, Moderators: true, Press: b.suggest, Submit: b.addSuggested},
		{Key: actionKeep, Moderators: true, Press: b.keepItem},
		{Key: actionUncheck, Moderators: true, Press: b.askUncheck},
		{Key: actionUnchecks, Moderators: true, Press: b.uncheck},
	}
}

// proposals are the values that an option of moderators' can be given: sources, versions, checks, else articles.
func (b *Moderators) proposals(ctx context.Context, q chat.Request, key string) (all []chat.Choice, err error) {
	l := q.Language
	switch key {
	case "corpus.remove.feed":
		status, err := b.Options.Libraries.Status(ctx, q.Guild)
		if err != nil {
			return nil, err
		}
		for _, s := range status.Sources {
			if s.Feed {
				all = append(all, chat.Choice{Name: s.URL, Value: s.URL})
			}
		}
	case "corpus.rollback.version":
		versions, err := b.Options.Libraries.History(ctx, q.Guild)
		if err != nil {
			return nil, err
		}
		for i, v := range versions {
			if i > 0 { // the newest is the present one
				all = append(all, chat.Choice{Name: l.Moderators.VersionChoice(v), Value: strconv.Itoa(v.Number)})
			}
		}
	case "corpus.check.remove":
		checks, err := b.Options.Libraries.Checks(ctx, q.Guild)
		if err != nil {
			return nil, err
		}
		for _, c := range checks {
			all = append(all, chat.Choice{Name: c.Text, Value: c.ID})
		}
	default:
		return b.ArticleChoices(ctx, q)
	}
	return all, nil
}

func (b *Moderators) addArticle(_ context.Context, q chat.Request, given chat.Arguments) (chat.Response, error) {
	page, feed, file := given.Text("url"), given.Text("feed"), given.File("file")
	from := 0
	for _, is := range []bool{page != "", feed != "", file != nil} {
		if is {
			from++
		}
	}
	if from != 1 {
		return chat.Response{}, wording.Refuse(wording.OneSource)
	}
	return b.prepare(q, libraries.Change{Kind: libraries.Add, URL: page, Feed: feed, Why: given.Text("why")}, file)
}

func (b *Moderators) editArticle(ctx context.Context, q chat.Request, given chat.Arguments) (chat.Response, error) {
	a, err := b.present(ctx, q, given.Text("article"))
	if err != nil {
		return chat.Response{}, err
	}
	c := libraries.Change{Kind: libraries.Edit, Article: a.ID, Why: given.Text("why")}
	set := 0
	for key, fact := range map[string]**string{"title": &c.Facts.Title, "publisher": &c.Facts.Publisher, "agency": &c.Facts.Agency,
		"author": &c.Facts.Author, "date": &c.Facts.Published, "kind": &c.Facts.Kind, "link": &c.Facts.URL, "tongue": &c.Facts.Language} {
		switch value := given.Text(key); value {
		case "":
			continue
		case removeFact:
			*fact = new("")
		default:
			*fact = &value
		}
		set++
	}
	if same := given.Text("same"); same == removeFact {
		c.Facts.Report = new("")
		set++
	} else if same != "" {
		other, err := b.present(ctx, q, same)
		if err != nil {
			return chat.Response{}, err
		}
		c.Facts.Report = new(string(other.ID))
		set++
	}
	if names := given.Text("aliases"); names != "" {
		if names == removeFact {
			names = ""
		}
		c.Aliases = &names
		set++
	}
	if set == 0 {
		return chat.Response{}, wording.Refuse(wording.NoFact)
	}
	return b.prepare(q, c, nil)
}

// present is the article that a moderator named.
func (b *Moderators) present(ctx context.Context, q chat.Request, named string) (*corpus.Article, error) {
	c, err := b.Articles(ctx, q)
	if err != nil {
		return nil, err
	}
	if a := b.ArticleNamed(c, named); a != nil {
		return a, nil
	}
	return nil, wording.Refuse(wording.UnknownArticle)
}

func (b *Moderators) removeArticle(ctx context.Context, q chat.Request, given chat.Arguments) (chat.Response, error) {
	c := libraries.Change{Kind: libraries.Remove, Feed: given.Text("feed"), Why: given.Text("why")}
	named := given.Text("article")
	if (named == "") == (c.Feed == "") {
		return chat.Response{}, wording.Refuse(wording.OneOfTwo)
	}
	if named != "" {
		a, err := b.present(ctx, q, named)
		if err != nil {
			return chat.Response{}, err
		}
		c.Article = a.ID
	}
	return b.prepare(q, c, nil)
}

func (b *Moderators) refreshArticles(_ context.Context, q chat.Request, _ chat.Arguments) (chat.Response, error) {
	return b.prepare(q, libraries.Change{Kind: libraries.Refresh}, nil)
}

func (b *Moderators) rollBack(_ context.Context, q chat.Request, given chat.Arguments) (chat.Response, error) {
	n, err := strconv.Atoi(strings.TrimPrefix(given.Text("version"), "v"))
	if err != nil || n < 1 {
		return chat.Response{}, wording.Refuse(wording.UnknownVersion)
	}
	return b.prepare(q, libraries.Change{Kind: libraries.Rollback, Version: n, Why: given.Text("why")}, nil)
}

func (b *Moderators) importLibrary(_ context.Context, q chat.Request, given chat.Arguments) (chat.Response, error) {
	file := given.File("file")
	if file == nil {
		return chat.Response{}, wording.Refuse(wording.OneSource)
	}
	return b.prepare(q, libraries.Change{Kind: libraries.Import, Why: given.Text("why")}, file)
}

// mostChanges is how many servers' articles are changed at a time, each server's one after another: most of that is waiting for sites.
// atATime is how many uploads are in memory.
const mostChanges, AtATime = 12, 2

// prepare makes a draft of a change and shows it to the moderator alone. file is the upload that the change is made of; nil for none.
func (b *Moderators) prepare(q chat.Request, c libraries.Change, file *chat.Upload) (chat.Response, error) {
	if !b.Open() {
		return chat.Response{}, wording.Refuse(wording.Restarting)
	}
	l := q.Language
	return chat.Response{Private: true, Staged: func(ctx context.Context, show func(chat.Message)) (chat.Message, error) {
		ctx, cancel := context.WithTimeout(ctx, b.Options.Timing.Change)
		defer cancel()
		leave, err := b.changes.Enter(ctx, string(q.Guild))
		if err != nil {
			return chat.Message{}, err
		}
		defer leave()
		if file != nil {
			select {
			case b.uploads <- struct{}{}:
				defer func() { <-b.uploads }()
			case <-ctx.Done():
				return chat.Message{}, ctx.Err()
			}
			data, err := file.Load(ctx)
			if err != nil {
				return chat.Message{}, err
			}
			c.Name, c.Data = file.Name, data
		}
		draft, err := b.Options.Libraries.Prepare(ctx, q.Guild, string(q.User), c,
			func(p libraries.Progress) { show(chat.Note(l.Moderators.Progress(p))) })
		if err != nil {
			return chat.Message{}, wording.RefusedChange(c.Kind, err)
		}
		return b.preview(ctx, q, draft), nil
	}}, nil
}

// publish makes a draft the next version.
func (b *Moderators) publish(ctx context.Context, q chat.Request, id string) (chat.Response, error) {
	return b.publishDraft(ctx, q, id, false)
}

// publishWorse does, although answers get worse.
func (b *Moderators) publishWorse(ctx context.Context, q chat.Request, id string) (chat.Response, error) {
	return b.publishDraft(ctx, q, id, true)
}

func (b *Moderators) publishDraft(ctx context.Context, q chat.Request, id string, accept bool) (chat.Response, error) {
	if !b.Open() {
		return chat.Response{}, wording.Refuse(wording.Restarting)
	}
	draft, err := b.Options.Libraries.Draft(ctx, q.Guild, id)
	if err != nil {
		return chat.Response{}, err
	}
	end, ok := b.publishing.Begin(string(q.Guild) + " " + id)
	if !ok {
		return chat.Response{}, wording.Refuse(wording.UnderWay)
	}
	l := q.Language
	return chat.Response{Now: new(chat.Note(l.Moderators.Publishing)), Private: true, Replace: true, End: end,
		Later: func(ctx context.Context) (chat.Message, error) {
			ctx, cancel := context.WithTimeout(ctx, b.Options.Timing.Publish)
			defer cancel()
			done, err := b.Options.Libraries.Publish(ctx, q.Guild, id, string(q.User), accept)
			conflict, worse := (*libraries.ConflictError)(nil), (*libraries.WorseError)(nil)
			switch {
			case err == nil:
				return b.published(ctx, q, draft, done)
			case errors.As(err, &conflict):
				m := chat.Note(l.Moderators.Conflict(b.happened(ctx, q.Guild, conflict.Since, l)))
				m.Rows = chat.Row(chat.NewButton(l.Moderators.Discard, chat.Secondary, actionDiscard+":"+id))
				return m, nil
			case errors.As(err, &worse):
				m := chat.Message{More: l.More, Pieces: worseLines(worse.Gate, l)}
				m.Add("\n\n", l.Moderators.AskAccept)
				m.Rows = chat.Row(chat.NewButton(l.Moderators.Accept, chat.Danger, actionAccept+":"+id),
					chat.NewButton(l.Moderators.Discard, chat.Secondary, actionDiscard+":"+id))
				return m, nil
			case errors.Is(err, libraries.ErrDraftGone):
				return chat.Message{}, err
			}
			m := chat.Note(b.Explain(ctx, l, err))
			m.Rows = draftButtons(id, l)
			return m, nil
		}}, nil
}

// published notes a publication, has answers recalled, and says what came of it.
func (b *Moderators) published(ctx context.Context, q chat.Request, draft *libraries.Draft, done *libraries.Published) (chat.Message,
	error) {
	l := q.Language
	version := "v" + strconv.Itoa(done.Version)
	if err := b.Record(ctx, q, store.AuditEntry{Action: wording.DidPublish, Target: version, Note: b.summary(draft)}); err != nil {
		b.Log.Error("a publication was not noted", "error", err) // it is done, and the library's history has it
	}
	m := chat.Note(l.Moderators.Published(version, done.Articles))
	affected, err := b.Affected(ctx, q.Guild, version, append(slices.Clone(done.Changed), done.Gone...))
	if err != nil {
		b.Log.Error("the answers from what was withdrawn were not counted", "error", err)
	}
	if affected != (wording.Reach{}) {
		m.Add("\n", l.Moderators.Recalling(affected.Marked, affected.Private))
	}
	b.PublishedIn(ctx, q.Guild)
	return m, nil
}

// summary says in a few words what a draft does, in the server's own words only where they are titles.
func (b *Moderators) summary(d *libraries.Draft) string {
	var titles []string
	for _, items := range [][]libraries.Item{d.Added, d.Changed, d.Removed} {
		for _, i := range items {
			titles = append(titles, markup.Clip(markup.Fold(markup.Visible(i.Title)), 80))
		}
	}
	text := string(d.Kind)
	if len(titles) > 0 {
		text += ": " + strings.Join(titles[:min(len(titles), 3)], " · ")
	}
	if len(titles) > 3 {
		text += fmt.Sprintf(" +%d", len(titles)-3)
	}
	return text
}

// publisher is who published a version.
func (b *Moderators) publisher(v libraries.Version, l *wording.Language) string {
	if v.ByBot() {
		return l.Actor(string(b.Platform.Self()))
	}
	return l.Actor(v.By)
}

// discard throws a draft away.
func (b *Moderators) discard(ctx context.Context, q chat.Request, id string) (chat.Response, error) {
	draft, err := b.Options.Libraries.Draft(ctx, q.Guild, id)
	if err != nil {
		return chat.Response{}, err
	}
	if err := b.Options.Libraries.Discard(ctx, q.Guild, id); err != nil {
		return chat.Response{}, err
	}
	if err := b.Record(ctx, q, store.AuditEntry{Action: wording.DidDiscard, Target: string(draft.Kind)}); err != nil {
		return chat.Response{}, err
	}
	return chat.Response{Now: new(chat.Note(q.Language.Moderators.Discarded)), Private: true, Replace: true}, nil
}

// showDraft shows a draft that waits.
func (b *Moderators) showDraft(ctx context.Context, q chat.Request, id string) (chat.Response, error) {
	draft, err := b.Options.Libraries.Draft(ctx, q.Guild, id)
	if err != nil {
		return chat.Response{}, err
	}
	return chat.Whisper(b.preview(ctx, q, draft)), nil
}

// exportLibrary sends everything of a library as one file.
func (b *Moderators) exportLibrary(_ context.Context, q chat.Request, _ chat.Arguments) (chat.Response, error) {
	if !b.Open() {
		return chat.Response{}, wording.Refuse(wording.Restarting)
	}
	l := q.Language
	return chat.Response{Private: true, Later: func(ctx context.Context) (chat.Message, error) {
		ctx, cancel := context.WithTimeout(ctx, b.Options.Timing.Publish)
		defer cancel()
		to := limited{most: b.MessageLimits().File}
		if err := b.Options.Libraries.Export(ctx, q.Guild, &to); to.over {
			return chat.Message{}, &wording.Refusal{Why: wording.ExportTooLarge, N: (to.most-1)>>20 + 1, Channels: string(q.Guild)}
		} else if err != nil {
			return chat.Message{}, err
		}
		if err := b.Record(ctx, q, store.AuditEntry{Action: wording.DidExport}); err != nil {
			return chat.Message{}, err
		}
		m := chat.Note(l.Moderators.Exported)
		m.File = &chat.File{Name: "readout-" + b.Options.Clock().UTC().Format(time.DateOnly) + exportSuffix, Data: to.data}
		return m, nil
	}}, nil
}

// exportSuffix ends the names of exports.
const exportSuffix = ".tar.gz"

// limited is what is written, up to a size in bytes.
type limited struct {
	most int
	data []byte
	over bool
}

var errOver = errors.New("more than the platform takes")

// Write implements io.Writer.
func (w *limited) Write(p []byte) (int, error) {
	if w.over = w.over || len(p) > w.most-len(w.data); w.over {
		return 0, errOver
	}
	w.data = append(w.data, p...)
	return len(p), nil
}

// kindNames are the kinds of article that can be stated.
func kindNames() []string {
	var out []string
	for _, k := range corpus.Kinds {
		out = append(out, string(k))
	}
	return out
}
