package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"readout/bot/libraries"
	"readout/bot/suggest"
	"readout/corpus"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/chromem"
)

// engine answers over one version of one corpus.
type engine struct {
	version  string
	articles []*corpus.Article
	answerer answerer
	searcher searcher
	snapshot *retrieval.Snapshot
	words    retrieval.WordVectors
	vectors  *chromem.Vectors // of the articles' sentences, by the built-in model
	// assistant has an embedding model on a server; nil when the built-in one ranks.
	assistant *assistant
}

// texts are the articles, read together.
func (e *engine) texts() *reading.Corpus { return e.snapshot.Corpus }

// next finds questions to ask after an answer that the articles do answer. It asks no model for them.
func (e *engine) next(ctx context.Context, a *answer.Answer, turns []answer.Turn, articles []corpus.ArticleID) []string {
	quotations := answer.New(func() *retrieval.Snapshot { return e.snapshot })
	return suggest.After(ctx, quotations, e.texts(), a, turns, articles, suggest.Options{})
}

type answerer = libraries.Answerer

type searcher interface {
	Retrieve(ctx context.Context, question string, articles []corpus.ArticleID, k int) (retrieval.Evidence, error)
}

// opener builds the engine over the articles chosen. It warns of what it leaves out.
type opener func(ctx context.Context, from CorpusConfig, warn func(format string, args ...any)) (*engine, error)

// versionOf names a set of articles by what they hold.
func versionOf(articles []*corpus.Article) string {
	h := sha256.New()
	for _, a := range articles {
		fmt.Fprintf(h, "%d %s %d ", len(a.ID), a.ID, len(a.Body))
		h.Write([]byte(a.Body))
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}

// ranker tells which model on a server ranks the passages; "" for the built-in one.
func (e *engine) ranker() string {
	if e.assistant == nil || e.assistant.index.Model() == "" {
		return ""
	}
	return "; ranked by " + e.assistant.index.Model()
}
