package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"readout/bot/desk"
	"readout/bot/engine"
	"readout/bot/failure"
	"readout/bot/misquotes"
	"readout/bot/terminal"
	"readout/corpus"
	"readout/retrieval/misquote"
)

// MisquotesCommand compares quotations with transcripts.
type MisquotesCommand struct {
	engine.CorpusConfig `embed:""`
	desk.FromServer     `embed:""`

	All     bool     `help:"Also show the quotations that are as the transcripts have them."`
	JSON    bool     `name:"json" help:"Print one JSON object, with all of them."`
	Article []string `arg:"" optional:"" help:"Only what this article quotes, named by its ID or title."`
}

// Run implements command.
func (c *MisquotesCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	c.Later = true // nothing is asked of an embedding model
	engine, err := c.Engine(ctx, con, open, c.CorpusConfig)
	if err != nil {
		return err
	}
	var articles []corpus.ArticleID
	if name := strings.Join(c.Article, " "); name != "" {
		a := engine.ArticleNamed(name)
		if a == nil {
			return failure.Input(fmt.Errorf("%q is no article: readout sources lists them", name))
		}
		articles = []corpus.ArticleID{a.ID}
	}
	line := con.Working("comparing quotations")
	found, err := misquote.Check(ctx, engine.Texts(), articles)
	line.Stop()
	if err != nil {
		return err
	}
	if c.JSON {
		return terminal.WriteJSON(con.Stdout, misquotes.Of(engine.Version, found))
	}
	l := con.Layout()
	_, err = io.WriteString(con.Stdout, misquotes.Text(l.Page, l.Phrases, found, c.All))
	return err
}
