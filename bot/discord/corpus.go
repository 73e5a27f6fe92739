package discord

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"readout/bot/chat/markup"
	"readout/bot/chat/wording"
	"readout/bot/libraries"
	"readout/bot/store"
	"readout/corpus"
)

// removeFact is what a moderator gives for a fact that the article is to state no longer: Discord takes no empty text.
const removeFact = "-"

func corpusOptions() []option {
	fact := func(key string) option { return option{key: key, kind: takesText, longest: 300} }
	why := fact("why")
	named := func(key string, choices ...string) option {
		o := option{key: key, kind: takesText}
		for _, c := range choices {
			o.choices = append(o.choices, choice{"*", c})
		}
		return o
	}
	return []option{
		{key: "add", kind: subcommand, handle: (*bot).addArticle, options: []option{
			{key: "url", kind: takesText, longest: 2000}, {key: "file", kind: takesFile}, {key: "feed", kind: takesText, longest: 2000}, why}},
		{key: "edit", kind: subcommand, handle: (*bot).editArticle, options: []option{
			{key: "article", kind: takesText, required: true, proposed: true},
			fact("title"), fact("publisher"), fact("agency"), fact("author"), fact("date"),
			named("kind", kindNames()...),
			fact("link"), fact("tongue"), fact("aliases"), {key: "same", kind: takesText, proposed: true}, why}},
		{key: "remove", kind: subcommand, handle: (*bot).removeArticle, options: []option{
			{key: "article", kind: takesText, proposed: true}, {key: "feed", kind: takesText, proposed: true}, why}},
		{key: "list", kind: subcommand, handle: (*bot).listArticles},
		{key: "status", kind: subcommand, handle: (*bot).showStatus},
		{key: "refresh", kind: subcommand, handle: (*bot).refreshArticles},
		{key: "check", kind: subcommand, handle: (*bot).runChecks, options: []option{
			{key: "keep", kind: takesText, longest: 200}, {key: "remove", kind: takesText, proposed: true},
			{key: "quotes", kind: takesYesNo}}},
		{key: "history", kind: subcommand, handle: (*bot).showHistory},
		{key: "rollback", kind: subcommand, handle: (*bot).rollBack, options: []option{{key: "version", kind: takesText, required: true, proposed: true}, why}},
		{key: "export", kind: subcommand, handle: (*bot).exportLibrary},
		{key: "import", kind: subcommand, handle: (*bot).importLibrary, options: []option{{key: "file", kind: takesFile, required: true}, why}},
	}
}

// moderatorActions are what the buttons and forms of moderators do.
func moderatorActions() []action {
	return []action{
		{key: actionPublish, moderators: true, press: (*bot).publish},
		{key: actionAccept, moderators: true, press: (*bot).publishWorse},
		{key: actionDiscard, moderators: true, press: (*bot).discard},
		{key: actionDraft, moderators: true, press: (*bot).showDraft},
		{key: actionHistory, moderators: true, press: (*bot).turnHistory},
		{key: actionList, moderators: true, press: (*bot).turnList},
		{key: actionInbox, moderators: true, press: (*bot).turnInbox},
		{key: actionResolve, moderators: true, press: (*bot).resolve},
		{key: actionSuggest, moderators: true, press: (*bot).suggest, submit: (*bot).addSuggested},
		{key: actionKeep, moderators: true, press: (*bot).keepItem},
		{key: actionUncheck, moderators: true, press: (*bot).askUncheck},
		{key: actionUnchecks, moderators: true, press: (*bot).uncheck},
	}
}

// moderatorProposals are the values of options that only moderators name; ok is false for any other option.
func (b *bot) moderatorProposals(ctx context.Context, q request, key string) (all []choice, ok bool, err error) {
	l := q.language
	switch key {
	case "corpus.remove.feed":
		status, err := b.options.Libraries.Status(ctx, q.guild)
		if err != nil {
			return nil, true, err
		}
		for _, s := range status.Sources {
			if s.Feed {
				all = append(all, choice{s.URL, s.URL})
			}
		}
	case "corpus.rollback.version":
		versions, err := b.options.Libraries.History(ctx, q.guild)
		if err != nil {
			return nil, true, err
		}
		for i, v := range versions {
			if i > 0 { // the newest is the present one
				all = append(all, choice{l.Moderators.VersionChoice(v), strconv.Itoa(v.Number)})
			}
		}
	case "corpus.check.remove":
		checks, err := b.options.Libraries.Checks(ctx, q.guild)
		if err != nil {
			return nil, true, err
		}
		for _, c := range checks {
			all = append(all, choice{c.Text, c.ID})
		}
	default:
		return nil, false, nil
	}
	return all, true, nil
}

func (b *bot) addArticle(_ context.Context, q request, given arguments) (response, error) {
	page, feed, file := given.text("url"), given.text("feed"), given.file("file")
	from := 0
	for _, is := range []bool{page != "", feed != "", file != nil} {
		if is {
			from++
		}
	}
	if from != 1 {
		return response{}, wording.Refuse(wording.OneSource)
	}
	return b.prepare(q, libraries.Change{Kind: libraries.Add, URL: page, Feed: feed, Why: given.text("why")}, file)
}

func (b *bot) editArticle(ctx context.Context, q request, given arguments) (response, error) {
	a, err := b.present(ctx, q, given.text("article"))
	if err != nil {
		return response{}, err
	}
	c := libraries.Change{Kind: libraries.Edit, Article: a.ID, Why: given.text("why")}
	set := 0
	for key, fact := range map[string]**string{"title": &c.Facts.Title, "publisher": &c.Facts.Publisher, "agency": &c.Facts.Agency,
		"author": &c.Facts.Author, "date": &c.Facts.Published, "kind": &c.Facts.Kind, "link": &c.Facts.URL, "tongue": &c.Facts.Language} {
		switch value := given.text(key); value {
		case "":
			continue
		case removeFact:
			*fact = new("")
		default:
			*fact = &value
		}
		set++
	}
	if same := given.text("same"); same == removeFact {
		c.Facts.Report = new("")
		set++
	} else if same != "" {
		other, err := b.present(ctx, q, same)
		if err != nil {
			return response{}, err
		}
		c.Facts.Report = new(string(other.ID))
		set++
	}
	if names := given.text("aliases"); names != "" {
		if names == removeFact {
			names = ""
		}
		c.Aliases = &names
		set++
	}
	if set == 0 {
		return response{}, wording.Refuse(wording.NoFact)
	}
	return b.prepare(q, c, nil)
}

// present is the article that a moderator named.
func (b *bot) present(ctx context.Context, q request, named string) (*corpus.Article, error) {
	c, err := b.articles(ctx, q)
	if err != nil {
		return nil, err
	}
	if a := b.articleNamed(c, named); a != nil {
		return a, nil
	}
	return nil, wording.Refuse(wording.UnknownArticle)
}

func (b *bot) removeArticle(ctx context.Context, q request, given arguments) (response, error) {
	c := libraries.Change{Kind: libraries.Remove, Feed: given.text("feed"), Why: given.text("why")}
	named := given.text("article")
	if (named == "") == (c.Feed == "") {
		return response{}, wording.Refuse(wording.OneOfTwo)
	}
	if named != "" {
		a, err := b.present(ctx, q, named)
		if err != nil {
			return response{}, err
		}
		c.Article = a.ID
	}
	return b.prepare(q, c, nil)
}

func (b *bot) refreshArticles(_ context.Context, q request, _ arguments) (response, error) {
	return b.prepare(q, libraries.Change{Kind: libraries.Refresh}, nil)
}

func (b *bot) rollBack(_ context.Context, q request, given arguments) (response, error) {
	n, err := strconv.Atoi(strings.TrimPrefix(given.text("version"), "v"))
	if err != nil || n < 1 {
		return response{}, wording.Refuse(wording.UnknownVersion)
	}
	return b.prepare(q, libraries.Change{Kind: libraries.Rollback, Version: n, Why: given.text("why")}, nil)
}

func (b *bot) importLibrary(_ context.Context, q request, given arguments) (response, error) {
	file := given.file("file")
	if file == nil {
		return response{}, wording.Refuse(wording.OneSource)
	}
	return b.prepare(q, libraries.Change{Kind: libraries.Import, Why: given.text("why")}, file)
}

// mostChanges is how many servers' articles are changed at a time, each server's one after another: most of that is waiting for sites.
// atATime is how many uploads are in memory.
const mostChanges, atATime = 12, 2

// prepare makes a draft of a change and shows it to the moderator alone. file is the upload that the change is made of; nil for none.
func (b *bot) prepare(q request, c libraries.Change, file *Upload) (response, error) {
	if !b.open() {
		return response{}, wording.Refuse(wording.Restarting)
	}
	l := q.language
	return response{private: true, staged: func(ctx context.Context, show func(message)) (message, error) {
		ctx, cancel := context.WithTimeout(ctx, b.options.timing.change)
		defer cancel()
		leave, err := b.changes.Enter(ctx, string(q.guild))
		if err != nil {
			return message{}, err
		}
		defer leave()
		if file != nil {
			select {
			case b.uploads <- struct{}{}:
				defer func() { <-b.uploads }()
			case <-ctx.Done():
				return message{}, ctx.Err()
			}
			data, err := file.Load(ctx)
			if err != nil {
				return message{}, err
			}
			c.Name, c.Data = file.Name, data
		}
		draft, err := b.options.Libraries.Prepare(ctx, q.guild, string(q.user), c, func(p libraries.Progress) { show(note(l.Moderators.Progress(p))) })
		if err != nil {
			return message{}, wording.RefusedChange(c.Kind, err)
		}
		return b.preview(ctx, q, draft), nil
	}}, nil
}

// publish makes a draft the next version.
func (b *bot) publish(ctx context.Context, q request, id string) (response, error) {
	return b.publishDraft(ctx, q, id, false)
}

// publishWorse does, although answers get worse.
func (b *bot) publishWorse(ctx context.Context, q request, id string) (response, error) {
	return b.publishDraft(ctx, q, id, true)
}

func (b *bot) publishDraft(ctx context.Context, q request, id string, accept bool) (response, error) {
	if !b.open() {
		return response{}, wording.Refuse(wording.Restarting)
	}
	draft, err := b.options.Libraries.Draft(ctx, q.guild, id)
	if err != nil {
		return response{}, err
	}
	end, ok := b.publishing.Begin(string(q.guild) + " " + id)
	if !ok {
		return response{}, wording.Refuse(wording.UnderWay)
	}
	l := q.language
	return response{now: new(note(l.Moderators.Publishing)), private: true, replace: true, end: end,
		later: func(ctx context.Context) (message, error) {
			ctx, cancel := context.WithTimeout(ctx, b.options.timing.publish)
			defer cancel()
			done, err := b.options.Libraries.Publish(ctx, q.guild, id, string(q.user), accept)
			conflict, worse := (*libraries.ConflictError)(nil), (*libraries.WorseError)(nil)
			switch {
			case err == nil:
				return b.published(ctx, q, draft, done)
			case errors.As(err, &conflict):
				m := note(l.Moderators.Conflict(b.happened(ctx, q.guild, conflict.Since, l)))
				m.rows = row(button(l.Moderators.Discard, Secondary, actionDiscard+":"+id))
				return m, nil
			case errors.As(err, &worse):
				m := message{more: l.More, pieces: worseLines(worse.Gate, l)}
				m.add("\n\n", l.Moderators.AskAccept)
				m.rows = row(button(l.Moderators.Accept, Danger, actionAccept+":"+id),
					button(l.Moderators.Discard, Secondary, actionDiscard+":"+id))
				return m, nil
			case errors.Is(err, libraries.ErrDraftGone):
				return message{}, err
			}
			m := note(b.explain(ctx, l, err))
			m.rows = draftButtons(id, l)
			return m, nil
		}}, nil
}

// published notes a publication, has answers recalled, and says what came of it.
func (b *bot) published(ctx context.Context, q request, draft *libraries.Draft, done *libraries.Published) (message, error) {
	l := q.language
	version := "v" + strconv.Itoa(done.Version)
	if err := b.record(ctx, q, store.AuditEntry{Action: wording.DidPublish, Target: version, Note: b.summary(draft)}); err != nil {
		b.log.Error("a publication was not noted", "error", err) // it is done, and the library's history has it
	}
	m := note(l.Moderators.Published(version, done.Articles))
	affected, err := b.affected(ctx, q.guild, version, append(slices.Clone(done.Changed), done.Gone...))
	if err != nil {
		b.log.Error("the answers from what was withdrawn were not counted", "error", err)
	}
	if affected != (wording.Reach{}) {
		m.add("\n", l.Moderators.Recalling(affected.Marked, affected.Private))
	}
	b.publishedIn(ctx, q.guild)
	return m, nil
}

// summary says in a few words what a draft does, in the server's own words only where they are titles.
func (b *bot) summary(d *libraries.Draft) string {
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
func (b *bot) publisher(v libraries.Version, l *wording.Language) string {
	if v.ByBot() {
		return l.Actor(b.self.Load().user)
	}
	return l.Actor(v.By)
}

// discard throws a draft away.
func (b *bot) discard(ctx context.Context, q request, id string) (response, error) {
	draft, err := b.options.Libraries.Draft(ctx, q.guild, id)
	if err != nil {
		return response{}, err
	}
	if err := b.options.Libraries.Discard(ctx, q.guild, id); err != nil {
		return response{}, err
	}
	if err := b.record(ctx, q, store.AuditEntry{Action: wording.DidDiscard, Target: string(draft.Kind)}); err != nil {
		return response{}, err
	}
	return response{now: new(note(q.language.Moderators.Discarded)), private: true, replace: true}, nil
}

// showDraft shows a draft that waits.
func (b *bot) showDraft(ctx context.Context, q request, id string) (response, error) {
	draft, err := b.options.Libraries.Draft(ctx, q.guild, id)
	if err != nil {
		return response{}, err
	}
	return whisper(b.preview(ctx, q, draft)), nil
}

// exportLibrary sends everything of a library as one file.
func (b *bot) exportLibrary(_ context.Context, q request, _ arguments) (response, error) {
	if !b.open() {
		return response{}, wording.Refuse(wording.Restarting)
	}
	l := q.language
	return response{private: true, later: func(ctx context.Context) (message, error) {
		ctx, cancel := context.WithTimeout(ctx, b.options.timing.publish)
		defer cancel()
		var to limited
		if err := b.options.Libraries.Export(ctx, q.guild, &to); to.over {
			return message{}, &wording.Refusal{Why: wording.ExportTooLarge, N: discordTakes >> 20, Channels: string(q.guild)}
		} else if err != nil {
			return message{}, err
		}
		if err := b.record(ctx, q, store.AuditEntry{Action: wording.DidExport}); err != nil {
			return message{}, err
		}
		m := note(l.Moderators.Exported)
		m.file = &File{Name: "readout-" + b.options.Clock().UTC().Format(time.DateOnly) + exportSuffix, Data: to.data}
		return m, nil
	}}, nil
}

// exportSuffix ends the names of exports.
const exportSuffix = ".tar.gz"

// discordTakes is how large what a bot sends may be, in bytes, and mostSent how large a file is then: the request around it counts.
const (
	discordTakes = 10 << 20
	mostSent     = discordTakes - 1<<16
)

// limited is what is written, up to mostSent.
type limited struct {
	data []byte
	over bool
}

var errOver = errors.New("more than Discord takes")

// Write implements io.Writer.
func (w *limited) Write(p []byte) (int, error) {
	if w.over = w.over || len(w.data)+len(p) > mostSent; w.over {
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
