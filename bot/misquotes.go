package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"readout/bot/misquotes"
	"readout/corpus"
	"readout/retrieval/misquote"
)

// MisquotesCommand compares quotations with transcripts.
type MisquotesCommand struct {
	CorpusConfig `embed:""`
	FromServer   `embed:""`

	All     bool     `help:"Also show the quotations that are as the transcripts have them."`
	JSON    bool     `name:"json" help:"Print one JSON object, with all of them."`
	Article []string `arg:"" optional:"" help:"Only what this article quotes, named by its ID or title."`
}

// Run implements command.
func (c *MisquotesCommand) Run(ctx context.Context, con *console, open opener) error {
	c.later = true // nothing is asked of an embedding model
	engine, err := c.engine(ctx, con, open, c.CorpusConfig)
	if err != nil {
		return err
	}
	var articles []corpus.ArticleID
	if name := strings.Join(c.Article, " "); name != "" {
		a := engine.articleNamed(name)
		if a == nil {
			return badInput(fmt.Errorf("%q is no article: readout sources lists them", name))
		}
		articles = []corpus.ArticleID{a.ID}
	}
	line := con.working("comparing quotations")
	found, err := misquote.Check(ctx, engine.texts(), articles)
	line.Stop()
	if err != nil {
		return err
	}
	if c.JSON {
		return writeJSON(con.stdout, misquotes.Of(engine.version, found))
	}
	l := con.layout()
	_, err = io.WriteString(con.stdout, misquotes.Text(l.Page, l.phrases, found, c.All))
	return err
}
