package evaluation

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"readout/bot/engine"
	"readout/bot/terminal"
	"readout/corpus"
	"readout/corpus/parse"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/verify"
)

// labelledClaim is one line of a file of claims: a sentence, and what it is to be verified against. What it is labelled as is for
// whoever scores the verdicts.
type labelledClaim struct {
	ID      json.RawMessage `json:"id"`
	Passage string          `json:"passage"` // the one paragraph of its article
	Article struct {
		Title     string `json:"title"`
		Kind      string `json:"kind"`
		Author    string `json:"author"`
		Publisher string `json:"publisher"`
		File      string `json:"file"` // names the article among those of a folder; "" for none
	} `json:"article"`
	Claim    string `json:"claim"`
	Quote    string `json:"quote"`
	Speaker  string `json:"speaker"`
	Previous string `json:"previous"`
	Question string `json:"question"`
}

// claimVerdict is what became of a claim.
type claimVerdict struct {
	ID     json.RawMessage `json:"id"`
	Kept   bool            `json:"kept"`
	Text   string          `json:"text,omitempty"`   // as it is shown
	Reason string          `json:"reason,omitempty"` // why it is not
}

// claims prints a verdict for each line of the file of claims.
func (c *EvalCommand) claims(ctx context.Context, con *terminal.Console) error {
	var library retrieval.Evidence
	if c.Articles != "" {
		texts, err := engine.LoadCorpus(ctx, c.Articles, c.Strict, nil, con.Warn)
		if err != nil {
			return err
		}
		library = wholeCorpus(texts)
	}
	return terminal.EachLine(ctx, con, c.Claims, "claims", func(line []byte) (json.RawMessage, any, error) {
		l, err := parseClaim(line)
		if err != nil {
			return l.ID, nil, err
		}
		v, err := l.judge(library)
		return l.ID, v, err
	})
}

// parseClaim reads a claim. Whatever is wrong with it, it has an ID.
func parseClaim(line []byte) (labelledClaim, error) {
	line = bytes.TrimPrefix(line, []byte("\ufeff"))
	if !utf8.Valid(line) {
		return labelledClaim{ID: terminal.NoID}, errors.New("not UTF-8")
	}
	var l labelledClaim
	err := json.Unmarshal(line, &l)
	if len(l.ID) == 0 {
		l.ID = terminal.NoID
	}
	switch {
	case err != nil:
		return l, fmt.Errorf("not a claim as JSON: %w", err)
	case strings.TrimSpace(l.Claim) == "" || strings.TrimSpace(l.Passage) == "":
		return l, errors.New("a claim needs a claim and a passage")
	}
	return l, nil
}

// judge verifies the claim as it would be in an answer: against the article that it names, where that is at hand, or else against its
// passage alone.
func (l labelledClaim) judge(library retrieval.Evidence) (claimVerdict, error) {
	evidence, passage := library, l.in(library, l.Article.File)
	if passage == nil {
		article, err := l.article()
		if err != nil {
			return claimVerdict{}, err
		}
		texts, err := reading.New([]*corpus.Article{article})
		if err != nil {
			return claimVerdict{}, err
		}
		evidence = wholeCorpus(texts)
		if passage = l.in(evidence, string(article.ID)); passage == nil {
			return claimVerdict{}, errors.New("its passage is not read as one paragraph")
		}
	}
	kept, removed := verify.Verify(evidence, []verify.Claim{{
		Text: l.Claim, Passage: passage.ID, Quote: l.Quote, Speaker: l.Speaker, Previous: l.Previous, Question: l.Question,
	}})
	if len(kept) == 0 {
		return claimVerdict{ID: l.ID, Reason: removed[0].Reason}, nil
	}
	return claimVerdict{ID: l.ID, Kept: true, Text: kept[0].Text}, nil
}

// article is one that holds the passage and nothing else.
func (l labelledClaim) article() (*corpus.Article, error) {
	var b strings.Builder
	b.WriteString("---\n")
	of := l.Article
	for _, line := range [][2]string{{"title", of.Title}, {"kind", of.Kind}, {"author", of.Author}, {"publisher", of.Publisher}} {
		if line[1] == "" {
			continue
		}
		value, err := json.Marshal(line[1]) // YAML reads what JSON writes
		if err != nil {
			return nil, fmt.Errorf("article: %s: %w", line[0], err)
		}
		fmt.Fprintf(&b, "%s: %s\n", line[0], value)
	}
	b.WriteString("---\n\n" + l.Passage + "\n")
	a, err := parse.Markdown("claim", b.String())
	if err != nil {
		return nil, fmt.Errorf("article: %w", err)
	}
	return a, nil
}

// wholeCorpus is the evidence in which every passage was found.
func wholeCorpus(c *reading.Corpus) retrieval.Evidence {
	e := retrieval.Evidence{Corpus: c}
	for _, a := range c.Articles {
		for i := range a.Passages {
			e.Hits = append(e.Hits, retrieval.Hit{Passage: &a.Passages[i]})
		}
	}
	return e
}

// in is the passage of an article that the claim is about; nil for none. What the article is read without, such as an agency's name at
// the end, may leave of the passage no more than what the claim quotes.
func (l labelledClaim) in(e retrieval.Evidence, article string) *corpus.Passage {
	for _, text := range []string{l.Passage, l.Quote} {
		for _, h := range e.Hits {
			if string(h.Passage.Article) != article {
				continue
			}
			if _, ok := verify.FindQuote(h.Passage.Text, text); ok {
				return h.Passage
			}
		}
	}
	return nil
}
