package engine

import (
	"context"
	"log/slog"
	"path/filepath"
	"time"

	"readout/bot/failure"
	"readout/bot/libraries"
	"readout/bot/store"
	"readout/bot/suggest"
	"readout/bot/waiting"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/chromem"
	"readout/retrieval/eval"
)

// OpenLibraries opens the libraries of all servers in a data directory. Those that never published answer from the engine's articles,
// and start with them; w words the answers, and rank, if not nil, has a model on a server rank their passages.
func OpenLibraries(
	ctx context.Context, from CorpusConfig, data string, e *Engine, w Wording,
	rank func(context.Context, *chromem.Index, string) retrieval.Index, kept waiting.Notes, log *slog.Logger,
) (*libraries.Libraries, error) {
	fetcher, err := newFetcher(log)
	if err != nil {
		return nil, err
	}
	var checks []eval.Question
	if from.Articles == "" {
		if checks, err = eval.Shipped(); err != nil {
			return nil, err
		}
	}
	shared, _ := kept.(libraries.Shared)
	shelves, err := libraries.Open(ctx, libraries.Options{
		Dir: filepath.Join(data, "libraries"), Shipped: e.Snapshot, Vectors: e.vectors, WordVectors: e.words, Checks: checks, Fetcher: fetcher,
		Answers: func(s *retrieval.Snapshot) libraries.Answerer {
			return w.answerer(func() *retrieval.Snapshot { return s })
		},
		Rank: rank, Suggest: suggest.About, Waiting: waitingIn(kept), Sure: waiting.Sure, Shared: shared, Logger: log,
	})
	return shelves, failure.Input(err)
}

// waitingIn gives the questions that wait for an answer; nil where nothing is kept of them.
func waitingIn(kept waiting.Notes) func(context.Context, store.GuildID) ([]answer.Question, error) {
	if kept == nil {
		return nil
	}
	return func(ctx context.Context, g store.GuildID) ([]answer.Question, error) {
		open, err := waiting.Open(ctx, kept, g, time.Now())
		if err != nil {
			return nil, err
		}
		var out []answer.Question
		for _, q := range open {
			out = append(out, answer.Question{Text: q.Text, Articles: q.Articles})
		}
		return out, nil
	}
}
