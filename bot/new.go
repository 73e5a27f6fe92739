package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"readout/bot/news"
	"readout/bot/store"
	"readout/bot/typeset"
)

// NewCommand tells what is new.
type NewCommand struct {
	CorpusConfig `embed:""`
	FromServer   `embed:""`

	Since    string   `default:"7d" placeholder:"WHEN" help:"Days (7d), a day (2026-11-02) or a version (v3) to go back to."`
	Before   string   `placeholder:"DIR" help:"Folder of the articles as they were before, to compare with; instead of --server."`
	Question []string `placeholder:"TEXT" help:"A question to compare the answers to, besides what most members ask; can be repeated."`
	JSON     bool     `name:"json" help:"Print one JSON object."`
}

// Run implements command.
func (c *NewCommand) Run(ctx context.Context, con *console, open opener) error {
	if (c.Server == "") == (c.Before == "") {
		return badInput(errors.New("give --server, to compare versions of a library, or --before, to compare two folders"))
	}
	start := time.Now()
	before, after := c.CorpusConfig, c.CorpusConfig
	var asked []news.Asked
	for _, q := range c.Question {
		if err := checkQuestion(q); err != nil {
			return badInput(err)
		}
		asked = append(asked, news.Asked{Text: q})
	}
	if c.Server == "" {
		before.Articles = c.Before
	} else {
		err := c.at(ctx, con, open, c.Articles, "new", reads, func(d desk) (err error) {
			before.library, after.library, err = c.versions(ctx, d)
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
	then, err := con.open(ctx, open, before)
	if err != nil {
		return err
	}
	now, err := con.open(ctx, open, after) // the last one opened is whose vectors are kept
	if err != nil {
		return err
	}
	line := con.working("comparing")
	r, err := news.Between(ctx, then.snapshot, now.snapshot, asked)
	line.Stop()
	if err != nil {
		return err
	}
	if c.JSON {
		return writeJSON(con.stdout, r.Record(time.Since(start), con.plainLinks))
	}
	return con.printNews(r)
}

// versions are the two versions of the server's library, each nil for the articles that every server begins with.
func (c *NewCommand) versions(ctx context.Context, d desk) (before, after *libraryVersion, err error) {
	guild := store.GuildID(c.Server)
	versions, err := d.History(ctx, guild)
	if err != nil {
		return nil, nil, err
	}
	if len(versions) == 0 {
		wrong, err := unknown(ctx, d, guild)
		if err == nil && wrong != "" {
			err = badInput(errors.New(wrong))
		}
		return nil, nil, err
	}
	since, err := news.SinceOf(c.Since, versions, time.Now())
	if err != nil {
		return nil, nil, badInput(fmt.Errorf("--since: %w", err))
	}
	if before, err = exportedVersion(ctx, d, guild, since); err != nil {
		return nil, nil, err
	}
	if after, err = exported(ctx, d, guild); err != nil {
		return nil, nil, err
	}
	before.from, after.from = c.libraryName(), c.libraryName()
	return before, after, nil
}

// printNews prints what is new.
func (c *console) printNews(r *news.Report) error {
	l := c.layout()
	told := r.Tell(news.English())
	var blocks []string
	if len(told.Answer.Sentences) > 0 {
		blocks = append(blocks, l.listed(told.Reply(l.phrases), func(i int) string { return told.Leads[i] }))
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
