// Package engine opens what answers over one version of some articles, as it is configured.
package engine

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"readout/bot/libraries"
	"readout/bot/suggest"
	"readout/corpus"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/chromem"
)

// Engine answers over one version of one corpus.
type Engine struct {
	Version  string
	Articles []*corpus.Article
	Answerer libraries.Answerer
	Searcher Searcher
	Snapshot *retrieval.Snapshot
	words    retrieval.WordVectors
	vectors  *chromem.Vectors // of the articles' sentences, by the built-in model
	// Assistant has an embedding model on a server; nil when the built-in one ranks.
	Assistant *Assistant
}

// Texts are the articles, read together.
func (e *Engine) Texts() *reading.Corpus { return e.Snapshot.Corpus }

// Next finds questions to ask after an answer that the articles do answer. It asks no model for them.
func (e *Engine) Next(ctx context.Context, a *answer.Answer, turns []answer.Turn, articles []corpus.ArticleID) []string {
	quotations := answer.New(func() *retrieval.Snapshot { return e.Snapshot })
	return suggest.After(ctx, quotations, e.Texts(), a, turns, articles, suggest.Options{})
}

// Searcher finds the passages nearest to a question, at most k, in all articles or in those named.
type Searcher interface {
	Retrieve(ctx context.Context, question string, articles []corpus.ArticleID, k int) (retrieval.Evidence, error)
}

// Opener builds the engine over the articles chosen. It warns of what it leaves out.
type Opener func(ctx context.Context, from CorpusConfig, warn func(format string, args ...any)) (*Engine, error)

// VersionOf names a set of articles by what they hold.
func VersionOf(articles []*corpus.Article) string {
	h := sha256.New()
	for _, a := range articles {
		fmt.Fprintf(h, "%d %s %d ", len(a.ID), a.ID, len(a.Body))
		h.Write([]byte(a.Body))
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}

// Ranker tells which model on a server ranks the passages; "" for the built-in one.
func (e *Engine) Ranker() string {
	if e.Assistant == nil || e.Assistant.index.Model() == "" {
		return ""
	}
	return "; ranked by " + e.Assistant.index.Model()
}

// ArticleNamed is the article with this ID, title or other name, whatever their case; nil for none.
func (e *Engine) ArticleNamed(name string) *corpus.Article {
	name = strings.TrimSpace(name)
	at := slices.IndexFunc(e.Articles, func(a *corpus.Article) bool {
		return name != "" && (strings.EqualFold(string(a.ID), name) || strings.EqualFold(a.Title, name) ||
			slices.ContainsFunc(a.Aliases, func(alias string) bool { return strings.EqualFold(alias, name) }))
	})
	if at < 0 {
		return nil
	}
	return e.Articles[at]
}

// Passages is the engine's search in the form that eval judges. A follow-up is searched for as the answerer resolves it.
func (e *Engine) Passages(ctx context.Context, q answer.Question, k int) ([]*corpus.Passage, error) {
	if len(q.Prior) > 0 {
		a, err := e.Answerer.Answer(ctx, q)
		if err != nil {
			return nil, err
		}
		q.Text = a.Resolved
	}
	found, err := e.Searcher.Retrieve(ctx, q.Text, q.Articles, k)
	if err != nil {
		return nil, err
	}
	var out []*corpus.Passage
	for _, h := range found.Hits {
		out = append(out, h.Passage)
	}
	return out, nil
}
