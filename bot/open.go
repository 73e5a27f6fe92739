package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"readout/bot/progress"
	"readout/corpus"
	"readout/corpus/articles"
	"readout/corpus/fetch"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/builtin"
	"readout/retrieval/chromem"
	"readout/retrieval/evidence"
)

// shippedVectors are the vectors of the shipped articles. Should they not fit the model or the articles, what is missing is
// embedded; a test keeps them complete.
//
//go:embed shipped.vectors
var shippedVectors []byte

// openEngine is the opener of the program: articles from a folder or the shipped ones, the built-in models, an index in memory.
func openEngine(ctx context.Context, from CorpusConfig, warn func(format string, args ...any)) (*engine, error) {
	var (
		texts *reading.Corpus
		model *builtin.Model
		group errgroup.Group
	)
	group.Go(func() (err error) {
		if from.library != nil {
			texts = from.library.texts
			return nil
		}
		texts, err = loadCorpus(ctx, from.Articles, from.Strict, from.telling("reading", "articles"), warn)
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
	index, err := chromem.Build(ctx, chromem.Input{Corpus: texts, Version: version, Embedder: model, WordVectors: model, Reuse: known, Progress: from.telling("embedding", "sentences")})
	if err != nil {
		return nil, fmt.Errorf("index the articles: %w", err)
	}
	if cache != "" && (known == nil || known.Version() != version) {
		from.keep(cache, index.Vectors(), warn)
	}
	snapshot := &retrieval.Snapshot{Version: version, Corpus: texts, Index: index, Words: index.Words(), Embedder: model, Reader: model.Reader()}
	e := &engine{
		version:  version,
		articles: texts.Articles,
		answerer: answer.New(func() *retrieval.Snapshot { return snapshot }),
		searcher: evidence.Searcher{Snapshot: snapshot},
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

// loadCorpus reads the articles of a folder, or the shipped ones for "". strict makes a file that can't be read an error; tell is
// told how many are read, unless it is nil.
func loadCorpus(ctx context.Context, dir string, strict bool, tell func(done, total int), warn func(format string, args ...any)) (*reading.Corpus, error) {
	var loaded []*corpus.Article
	var passedOver []fetch.Warning
	var err error
	if dir == "" {
		loaded, err = articles.Load()
	} else {
		var extract func(context.Context) *exec.Cmd
		if extract, err = extractCommand(); err != nil {
			return nil, err
		}
		loaded, passedOver, err = fetch.Folder{Extract: extract, Strict: strict, Progress: tell}.Path(ctx, dir)
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
	texts, err := reading.New(loaded)
	return texts, badInput(err)
}

// knownVectors are vectors of earlier runs, or of the shipped articles. cache is the file to keep new ones in, "" for none.
func (from CorpusConfig) knownVectors(model string, warn func(format string, args ...any)) (known *chromem.Vectors, cache string) {
	var shipped *chromem.Vectors
	if from.Articles == "" || from.library != nil { // a server's library begins with the shipped articles
		var err error
		if shipped, err = chromem.Decode(shippedVectors, model); err != nil {
			shipped = nil
		}
	}
	if from.Articles == "" && from.library == nil {
		return shipped, ""
	}
	if cache = from.vectorsFile(model); cache == "" {
		return shipped, ""
	}
	known, err := chromem.ReadFile(cache, model)
	unreadable := err != nil && !errors.Is(err, chromem.ErrDamaged) && !errors.Is(err, chromem.ErrForeign) && !errors.Is(err, chromem.ErrOtherModel)
	switch {
	case errors.Is(err, fs.ErrNotExist), unreadable && from.quiet:
		return shipped, cache
	case err != nil:
		warn("the vectors are computed anew: %v", err)
		return shipped, cache
	case shipped != nil:
		known = chromem.Union(known, shipped)
	}
	return known, cache
}

// keep keeps vectors in a file. That this fails matters only to whoever asked for it: they can be computed again.
func (from CorpusConfig) keep(path string, vectors *chromem.Vectors, warn func(format string, args ...any)) {
	err := os.MkdirAll(filepath.Dir(path), 0o700)
	if err == nil {
		err = vectors.WriteFile(path)
	}
	if err != nil && !from.quiet {
		warn("the vectors are not kept: %v", err)
	}
}

// telling tells how far opening is; nil for nobody to tell.
func (from CorpusConfig) telling(doing, of string) func(done, total int) {
	if from.progress == nil {
		return nil
	}
	return func(done, total int) { from.progress(progress.State{Doing: doing, Of: of, Done: done, Total: total}) }
}

// writeShippedVectors embeds the shipped articles into a file.
func writeShippedVectors(ctx context.Context, path string) error {
	texts, err := loadCorpus(ctx, "", false, nil, nil)
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
