package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"readout/bot/desk"
	"readout/bot/engine"
	"readout/bot/failure"
	"readout/bot/record"
	"readout/bot/terminal"
	"readout/bot/typeset"
	"readout/retrieval"
	"readout/retrieval/answer"
)

// SearchCommand shows ranked passages.
type SearchCommand struct {
	engine.CorpusConfig `embed:""`
	desk.FromServer     `embed:""`

	JSON    bool     `name:"json" help:"Print one JSON object for each query."`
	Batch   string   `placeholder:"FILE" help:"${search_batch}"`
	K       int      `short:"k" default:"5" placeholder:"N" help:"Passages to show, at most ${default}."`
	Explain bool     `help:"Tell what made each score: the words matched, and the nearness in meaning."`
	Query   []string `arg:"" optional:"" help:"What to search for; the words need no quotation marks."`
}

// maxHits is the most passages that may be asked for.
const maxHits = 1000

// Validate is called by kong once everything is set. It reports every fault.
func (c *SearchCommand) Validate() error {
	var faults []error
	switch {
	case c.Batch != "" && len(c.Query) > 0:
		faults = append(faults, errors.New("a query and --batch exclude each other"))
	case c.Batch == "" && len(c.Query) == 0:
		faults = append(faults, errors.New("no query: give one, or name a file with --batch"))
	}
	if c.K < 1 || c.K > maxHits {
		faults = append(faults, fmt.Errorf("-k is %d; it may be 1 to %d", c.K, maxHits))
	}
	return errors.Join(faults...)
}

// Run implements command.
func (c *SearchCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	query := strings.Join(c.Query, " ")
	if c.Batch == "" {
		if err := terminal.CheckQuestion(query); err != nil {
			return failure.Input(err)
		}
	}
	engine, err := c.Engine(ctx, con, open, c.CorpusConfig)
	if err != nil {
		return err
	}
	search := func(id json.RawMessage, query string) (record.Search, error) {
		start := time.Now()
		found, err := engine.Searcher.Retrieve(ctx, query, nil, c.K)
		if err != nil {
			return record.Search{}, err
		}
		return record.SearchOf(id, query, found, c.Explain, time.Since(start)), nil
	}
	if c.Batch != "" {
		return terminal.RunBatch(ctx, con, c.Batch, func(id json.RawMessage, q answer.Question) (any, error) { return search(id, q.Text) })
	}
	if c.JSON {
		found, err := search(terminal.NoID, query)
		if err != nil {
			return err
		}
		return terminal.WriteJSON(con.Stdout, found)
	}
	found, err := engine.Searcher.Retrieve(ctx, query, nil, c.K)
	if err != nil {
		return err
	}
	_, err = io.WriteString(con.Stdout, layoutOf(con).hits(found, c.Explain))
	return err
}

// hits sets ranked passages.
func (l layout) hits(found retrieval.Evidence, explain bool) string {
	var blocks []string
	if len(found.Hits) == 0 {
		blocks = append(blocks, l.Paragraph(typeset.Plain, "", "", l.Phrases.Nothing))
	}
	if explain && len(found.Corrected) > 0 {
		var read string
		for _, c := range found.Corrected {
			read += l.Paragraph(typeset.Dim, "", "    ", fmt.Sprintf("%s read as %s", c.From, c.To))
		}
		blocks = append(blocks, read)
	}
	for i, h := range found.Hits {
		rank := fmt.Sprintf("%2d. ", i+1)
		where := fmt.Sprintf("%s, paragraph %d (%.3f)", h.Passage.Article, h.Passage.Paragraph, h.Score)
		if a := found.Corpus.Article(h.Passage.Article); a != nil {
			where = l.Phrases.SourceLine(a) + " · " + where
		}
		b := l.Paragraph(typeset.Plain, rank, "    ", h.Passage.Text) + l.Paragraph(typeset.Dim, "    ", "    ", where)
		if explain {
			b += l.explain(record.ExplainHit(h, found.Terms))
		}
		blocks = append(blocks, b)
	}
	return strings.Join(blocks, "\n")
}

// explain sets what made a score: the words, each with the word that it matched, and the meaning.
func (l layout) explain(e *record.Score) string {
	var terms []string
	for _, t := range e.Terms {
		switch {
		case t.Matched == "":
			terms = append(terms, fmt.Sprintf("%s: none (weight %.2f)", t.Term, t.Weight))
		default:
			terms = append(terms, fmt.Sprintf("%s: %s %.2f (weight %.2f)", t.Term, t.Matched, t.Strength, t.Weight))
		}
	}
	made := fmt.Sprintf("meaning %.3f · words %.3f · %s", e.Meaning, e.Words, strings.Join(terms, ", "))
	return l.Paragraph(typeset.Dim, "    ", "    ", made)
}

// layout sets what these commands print.
type layout struct{ terminal.Layout }

// layoutOf sets text for a console's output.
func layoutOf(con *terminal.Console) layout { return layout{con.Layout()} }
