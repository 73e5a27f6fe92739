package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"readout/bot/desk"
	"readout/bot/engine"
	"readout/bot/failure"
	"readout/bot/news"
	"readout/bot/store"
	"readout/bot/terminal"
	"readout/bot/typeset"
)

// NewCommand tells what is new.
type NewCommand struct {
	engine.CorpusConfig `embed:""`
	desk.FromServer     `embed:""`

	Since    string   `default:"7d" placeholder:"WHEN" help:"Days (7d), a day (2026-11-02) or a version (v3) to go back to."`
	Before   string   `placeholder:"DIR" help:"Folder of the articles as they were before, to compare with; instead of --server."`
	Question []string `placeholder:"TEXT" help:"A question to compare the answers to, besides what most members ask; can be repeated."`
	JSON     bool     `name:"json" help:"Print one JSON object."`
}

// Run implements command.
func (c *NewCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	if (c.Server == "") == (c.Before == "") {
		return failure.Input(errors.New("give --server, to compare versions of a library, or --before, to compare two folders"))
	}
	start := time.Now()
	before, after := c.CorpusConfig, c.CorpusConfig
	var asked []news.Asked
	for _, q := range c.Question {
		if err := terminal.CheckQuestion(q); err != nil {
			return failure.Input(err)
		}
		asked = append(asked, news.Asked{Text: q})
	}
	if c.Server == "" {
		before.Articles = c.Before
	} else {
		err := c.At(ctx, con, open, c.Articles, "new", desk.Reads, func(d desk.Desk) (err error) {
			before.Library, after.Library, err = c.versions(ctx, d)
			if err != nil {
				return err
			}
			often, err := d.Asked(ctx, store.GuildID(c.Server))
			asked = append(asked, often...)
			return err
		})
		if err != nil {
			return err
		}
	}
	then, err := open.With(ctx, con, before)
	if err != nil {
		return err
	}
	now, err := open.With(ctx, con, after) // the last one opened is whose vectors are kept
	if err != nil {
		return err
	}
	line := con.Working("comparing")
	r, err := news.Between(ctx, then.Snapshot, now.Snapshot, asked)
	line.Stop()
	if err != nil {
		return err
	}
	if c.JSON {
		return terminal.WriteJSON(con.Stdout, r.Record(time.Since(start), con.PlainLinks))
	}
	return printNews(con, r)
}

// versions are the two versions of the server's library, each nil for the articles that every server begins with.
func (c *NewCommand) versions(ctx context.Context, d desk.Desk) (before, after *engine.LibraryVersion, err error) {
	guild := store.GuildID(c.Server)
	versions, err := d.History(ctx, guild)
	if err != nil {
		return nil, nil, err
	}
	if len(versions) == 0 {
		wrong, err := desk.Unknown(ctx, d, guild)
		if err == nil && wrong != "" {
			err = failure.Input(errors.New(wrong))
		}
		return nil, nil, err
	}
	since, err := news.SinceOf(c.Since, versions, time.Now())
	if err != nil {
		return nil, nil, failure.Input(fmt.Errorf("--since: %w", err))
	}
	if before, err = desk.ExportedVersion(ctx, d, guild, since); err != nil {
		return nil, nil, err
	}
	if after, err = desk.Exported(ctx, d, guild); err != nil {
		return nil, nil, err
	}
	before.From, after.From = c.LibraryName(), c.LibraryName()
	return before, after, nil
}

// printNews prints what is new.
func printNews(c *terminal.Console, r *news.Report) error {
	l := c.Layout()
	told := r.Tell(news.English())
	var blocks []string
	if len(told.Answer.Sentences) > 0 {
		blocks = append(blocks, l.Listed(told.Reply(l.Phrases), func(i int) string { return told.Leads[i] }))
	}
	rest := ""
	for _, line := range told.Rest {
		rest += l.Paragraph(typeset.Plain, "", "", line)
	}
	if rest != "" {
		blocks = append(blocks, rest)
	}
	return (&asking{con: c}).print("New since "+r.Since, strings.Join(blocks, "\n"))
}
