package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"readout/corpus"
	"readout/corpus/articles"
	"readout/corpus/fetch"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/builtin"
	"readout/retrieval/chromem"
)

// shippedVectors are the vectors of the shipped articles. Should they not fit the model or the articles, what is missing is
// embedded; a test keeps them complete.
//
//go:embed shipped.vectors
var shippedVectors []byte

// openEngine is the opener of the program: articles from a folder or the shipped ones, the built-in models, an index in memory.
func openEngine(ctx context.Context, from CorpusConfig, warn func(format string, args ...any)) (*engine, error) {
	var (
		texts *corpus.Corpus
		model *builtin.Model
		group errgroup.Group
	)
	group.Go(func() (err error) {
		if from.library != nil {
			texts = from.library.texts
			return nil
		}
		texts, err = loadCorpus(ctx, from.Articles, warn)
		return err
	})
	group.Go(func() (err error) {
		model, err = builtin.Open()
		return err
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	version := versionOf(texts.Articles)
	if from.library != nil {
		version = from.library.version
	}
	known, cache := from.knownVectors(model.Model(), warn)
	index, err := chromem.Build(ctx, chromem.Input{Corpus: texts, Version: version, Embedder: model, WordVectors: model, Reuse: known})
	if err != nil {
		return nil, fmt.Errorf("index the articles: %w", err)
	}
	if cache != "" && (known == nil || known.Version() != version) {
		if err := keepVectors(cache, index.Vectors()); err != nil {
			warn("the vectors are not kept: %v", err)
		}
	}
	snapshot := &retrieval.Snapshot{Version: version, Corpus: texts, Index: index, Words: index.Words(), Embedder: model}
	e := &engine{
		version:  version,
		articles: texts.Articles,
		answerer: answer.New(func() *retrieval.Snapshot { return snapshot }),
		searcher: snapshot,
		snapshot: snapshot,
		words:    model,
		vectors:  index.Vectors(),
	}
	if !from.embeds() {
		return e, nil
	}
	if !from.set() {
		return nil, badInput(errNowhereToEmbed)
	}
	e.assistant = newAssistant(from, index)
	snapshot.Index = e.assistant.index
	if from.later {
		return e, nil
	}
	if err := e.assistant.adopt(ctx, nil, warn); err != nil {
		return nil, fmt.Errorf("%w\nWithout OPENAI_EMBEDDING_MODEL the built-in model finds the passages", err)
	}
	return e, nil
}

// loadCorpus reads the articles of a folder, or the shipped ones for "".
func loadCorpus(ctx context.Context, dir string, warn func(format string, args ...any)) (*corpus.Corpus, error) {
	var loaded []*corpus.Article
	var passedOver []fetch.Warning
	var err error
	if dir == "" {
		loaded, err = articles.Load()
	} else {
		loaded, passedOver, err = fetch.Path(ctx, dir)
	}
	for _, w := range passedOver {
		warn("%s", w)
	}
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, badInput(err)
	}
	texts, err := corpus.New(loaded)
	return texts, badInput(err)
}

// knownVectors are vectors of earlier runs, or of the shipped articles. cache is the file to keep new ones in, "" for none.
func (from CorpusConfig) knownVectors(model string, warn func(format string, args ...any)) (known *chromem.Vectors, cache string) {
	var err error
	if from.Articles == "" {
		if known, err = chromem.Decode(shippedVectors, model); err != nil {
			known = nil
		}
		return known, ""
	}
	if cache = from.vectorsFile(model); cache == "" {
		return nil, ""
	}
	known, err = chromem.ReadFile(cache, model)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			warn("the vectors are computed anew: %v", err)
		}
		return nil, cache
	}
	return known, cache
}

func keepVectors(path string, vectors *chromem.Vectors) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return vectors.WriteFile(path)
}

// writeShippedVectors embeds the shipped articles into a file.
func writeShippedVectors(ctx context.Context, path string) error {
	texts, err := loadCorpus(ctx, "", nil)
	if err != nil {
		return err
	}
	model, err := builtin.Open()
	if err != nil {
		return err
	}
	index, err := chromem.Build(ctx, chromem.Input{Corpus: texts, Version: versionOf(texts.Articles), Embedder: model, WordVectors: model})
	if err != nil {
		return err
	}
	return index.Vectors().WriteFile(path)
}
