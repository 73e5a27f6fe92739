package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"readout/bot/desk"
	"readout/bot/engine"
	"readout/bot/failure"
	"readout/bot/record"
	"readout/bot/reply"
	"readout/bot/terminal"
	"readout/bot/typeset"
	"readout/corpus"
	"readout/retrieval/answer"
)

// OverviewConfig is what the overviews share: what they are of, who words them and how they are printed.
type OverviewConfig struct {
	AskedConfig `embed:""`

	Language string `placeholder:"TAG" help:"${overview_translation}"`
	JSON     bool   `name:"json" help:"Print one JSON object."`
}

// at opens the articles and does something with them.
func (c *OverviewConfig) at(ctx context.Context, con *terminal.Console, open engine.Opener, do func(*asking) error) error {
	engine, err := c.open(ctx, con, open)
	if err != nil {
		return err
	}
	return do(&asking{con: con, engine: engine, json: c.JSON, language: c.Language})
}

// SummaryCommand summarises.
type SummaryCommand struct {
	OverviewConfig `embed:""`

	Long bool     `help:"About twice as many sentences."`
	Of   []string `arg:"" optional:"" help:"A topic, a person, or an article by its ID or title; all that the articles report unless given."`
}

// Run implements command.
func (c *SummaryCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	return c.at(ctx, con, open, func(k *asking) error { return k.summary(ctx, strings.Join(c.Of, " "), c.Long) })
}

// SaidCommand lists remarks.
type SaidCommand struct {
	OverviewConfig `embed:""`

	About   string   `placeholder:"TOPIC" help:"Only what was said about this."`
	Most    int      `default:"8" placeholder:"N" help:"Remarks to show, at most ${default}."`
	Speaker []string `arg:"" help:"Whose remarks; \"about\" and a topic may follow."`
}

// Validate is called by kong once everything is set.
func (c *SaidCommand) Validate() error {
	if c.Most < 1 {
		return fmt.Errorf("--most is %d; it must be at least 1", c.Most)
	}
	return nil
}

// Run implements command.
func (c *SaidCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	speaker, about := speakerAndTopic(strings.Join(c.Speaker, " "))
	return c.at(ctx, con, open, func(k *asking) error { return k.said(ctx, speaker, cmp.Or(c.About, about), c.Most) })
}

// speakerAndTopic parts "Ruth Dane about the bridge".
func speakerAndTopic(text string) (speaker, topic string) {
	words := strings.Fields(text)
	for i, w := range words {
		if i > 0 && (strings.EqualFold(w, "about") || strings.EqualFold(w, "on")) {
			return strings.Join(words[:i], " "), strings.Join(words[i+1:], " ")
		}
	}
	return strings.Join(words, " "), ""
}

// TimelineCommand lists dated events.
type TimelineCommand struct {
	OverviewConfig `embed:""`

	Article []string `arg:"" optional:"" help:"Only what this article tells, named by its ID or title."`
}

// Run implements command.
func (c *TimelineCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	return c.at(ctx, con, open, func(k *asking) error { return k.timeline(ctx, strings.Join(c.Article, " ")) })
}

// SourcesCommand lists the articles.
type SourcesCommand struct {
	engine.CorpusConfig `embed:""`
	desk.FromServer     `embed:""`

	JSON bool `name:"json" help:"Print one JSON object."`
}

// Run implements command.
func (c *SourcesCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	c.Later = true // nothing is asked of an embedding model
	engine, err := c.Engine(ctx, con, open, c.CorpusConfig)
	if err != nil {
		return err
	}
	return (&asking{con: con, engine: engine, json: c.JSON}).sources()
}

// summary prints a summary of everything, a topic, a person or an article.
func (k *asking) summary(ctx context.Context, of string, long bool) error {
	if rest, ok := strings.CutPrefix(of, "of "); ok && k.engine.ArticleNamed(of) == nil {
		of = rest // "summary of the talks"
	}
	wanted := answer.Overview{Topic: of, Long: long, Language: k.language}
	title := "Summary"
	if a := k.engine.ArticleNamed(of); a != nil {
		wanted.Topic, wanted.Articles = "", []corpus.ArticleID{a.ID}
		of = cmp.Or(a.Title, string(a.ID))
	}
	if of != "" {
		title += " · " + of
	}
	return k.overview(ctx, title, func(ctx context.Context) (*answer.Answer, error) { return k.engine.Answerer.Overview(ctx, wanted) })
}

// said prints what somebody said.
func (k *asking) said(ctx context.Context, speaker, about string, most int) error {
	title := "Said by " + speaker
	if about != "" {
		title += " · " + about
	}
	return k.overview(ctx, title, func(ctx context.Context) (*answer.Answer, error) {
		return k.engine.Answerer.Said(ctx, answer.Said{Speaker: speaker, About: about, Most: most, Language: k.language})
	})
}

// overview prints what an answerer makes of all the articles.
func (k *asking) overview(ctx context.Context, title string, make func(context.Context) (*answer.Answer, error)) error {
	start := time.Now()
	line := k.con.Working("reading")
	a, err := make(ctx)
	line.Stop()
	if err != nil {
		return err
	}
	k.warnOf(a.Fallback)
	if k.json {
		return terminal.WriteJSON(k.con.Stdout, record.Of(terminal.NoID, a, time.Since(start)).Bare(k.con.PlainLinks))
	}
	l := k.con.Layout()
	return k.print(title, l.Reply(reply.Of(a, l.Phrases)))
}

// timeline prints the dated events of all articles, or of one.
func (k *asking) timeline(ctx context.Context, article string) error {
	title := "Timeline"
	var articles []corpus.ArticleID
	if article != "" {
		a := k.engine.ArticleNamed(article)
		if a == nil {
			return failure.Input(fmt.Errorf("%q is no article: readout sources lists them", article))
		}
		articles, title = []corpus.ArticleID{a.ID}, title+" · "+cmp.Or(a.Title, string(a.ID))
	}
	start := time.Now()
	line := k.con.Working("reading")
	found, err := k.engine.Answerer.Timeline(ctx, articles)
	line.Stop()
	if err != nil {
		return err
	}
	k.warnOf(found.Fallback)
	if k.json {
		return terminal.WriteJSON(k.con.Stdout, record.TimelineOf(found, time.Since(start)).Bare(k.con.PlainLinks))
	}
	return k.print(title, layoutOf(k.con).timeline(found))
}

// timeline sets dated events.
func (l layout) timeline(t *answer.Timeline) string {
	a := &answer.Answer{Citations: t.Citations, Model: cmp.Or(t.Model, answer.Quotations), Fallback: t.Fallback, Version: t.Version}
	a.Sentences = slices.Clone(t.Introduction)
	for _, e := range t.Events {
		a.Sentences = append(a.Sentences, e.Sentence)
	}
	if len(t.Events) == 0 {
		a.Abstention = &answer.Abstention{Reason: answer.NotCovered}
	}
	return l.Listed(reply.Of(a, l.Phrases), func(i int) string { return l.date(t.Events[i-len(t.Introduction)]) })
}

// date is when an event was, or was to be.
func (l layout) date(e answer.Event) string {
	text := e.Date
	if d, err := corpus.ParseDate(text); err == nil && d.Precision() != corpus.Unknown {
		text = l.Phrases.Date(d)
	}
	if e.Planned {
		text += " (planned)"
	}
	return text + ":"
}

// sources prints the articles.
func (k *asking) sources() error {
	if k.json {
		return terminal.WriteJSON(k.con.Stdout, record.SourcesOf(k.engine.Version, k.engine.Articles))
	}
	l := k.con.Layout()
	reports := map[corpus.ReportID]*corpus.Article{}
	text := ""
	for _, a := range k.engine.Articles {
		line := l.Phrases.SourceLine(a)
		if first := reports[a.Report]; first == nil || a.Report == "" {
			reports[a.Report] = a
		} else {
			line += " · the same report as “" + cmp.Or(first.Title, string(first.ID)) + "”"
		}
		text += l.Spans("- ", "  ", typeset.Span{Text: line}) + l.Paragraph(typeset.Dim, "  ", "  ", string(a.ID)) + l.Link("  ", a.URL)
	}
	title := terminal.Counted(len(k.engine.Articles), "article")
	if n := len(reports); n != len(k.engine.Articles) {
		title += ", " + terminal.Counted(n, "report")
	}
	return k.print(title, text)
}

// print prints a text below its title.
func (k *asking) print(title, text string) error {
	_, err := io.WriteString(k.con.Stdout, k.con.Layout().Paragraph(typeset.Bold, "", "", title)+text)
	return err
}

// warnOf warns that quotations answer although a model was to; of one fault only once in a row.
func (k *asking) warnOf(fallback error) {
	if fallback == nil {
		return
	}
	if warning := fallback.Error(); warning != k.warned {
		k.con.Warn("quotations answer: %s", warning)
		k.warned = warning
	}
}
