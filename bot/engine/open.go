package engine

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"readout/bot/failure"
	"readout/bot/progress"
	"readout/bot/readings"
	"readout/bot/terminal"
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

// Open is the opener of the program: articles from a folder or the shipped ones, the built-in models, an index in memory.
func Open(ctx context.Context, from CorpusConfig, warn func(format string, args ...any)) (*Engine, error) {
	open := sync.OnceValues(builtin.Open)
	var read *readings.Folder
	var group errgroup.Group
	group.Go(func() (err error) {
		read, err = from.read(ctx, open, warn)
		return err
	})
	model, err := open()
	if err := cmp.Or(group.Wait(), err); err != nil {
		return nil, err
	}
	version := VersionOf(read.Corpus.Articles)
	if from.Library != nil {
		version = from.Library.Version
	}
	known, cache := from.knownVectors(model.Model(), warn)
	index, err := chromem.Build(ctx, chromem.Input{Corpus: read.Corpus, Version: version, Embedder: model, WordVectors: model,
		Reuse: known, Words: read.Words, Progress: from.telling("embedding", "sentences")})
	if err != nil {
		return nil, fmt.Errorf("index the articles: %w", err)
	}
	if cache != "" && (known == nil || known.Version() != version) {
		from.keep(cache, index.Vectors(), warn)
	}
	if err := read.Keep(index.Words()); err != nil && !from.quiet {
		warn("%v", err)
	}
	snapshot := &retrieval.Snapshot{
		Version: version, Corpus: read.Corpus, Index: index, Words: index.Words(), Embedder: model, Reader: model.Reader(),
	}
	e := &Engine{
		Version:  version,
		Articles: read.Corpus.Articles,
		Answerer: answer.New(func() *retrieval.Snapshot { return snapshot }),
		Searcher: evidence.Searcher{Snapshot: snapshot},
		Snapshot: snapshot,
		words:    model,
		vectors:  index.Vectors(),
	}
	if !from.Embeds() {
		return e, nil
	}
	if !from.set() {
		return nil, failure.Input(errNowhereToEmbed)
	}
	e.Assistant = newAssistant(from, index)
	snapshot.Index = e.Assistant.index
	if from.Later {
		return e, nil
	}
	if err := e.Assistant.adopt(ctx, nil, warn); err != nil {
		return nil, fmt.Errorf("%w\nWithout OPENAI_EMBEDDING_MODEL the built-in model finds the passages", err)
	}
	return e, nil
}

// With opens an engine, telling how far it is, then what was left out, and where vectors are kept from now on.
func (open Opener) With(ctx context.Context, c *terminal.Console, from CorpusConfig) (*Engine, error) {
	var warnings []string
	line := c.Working("reading the articles")
	from.Progress, c.PlainLinks = line.Say, from.PlainLinks
	kept := ""
	if from.Cache == "" && c.Cache != "" {
		from.Cache, from.quiet = c.Cache, true
		if _, err := os.Stat(c.Cache); errors.Is(err, fs.ErrNotExist) {
			kept = c.Cache
		}
	}
	e, err := open(ctx, from, func(format string, args ...any) { warnings = append(warnings, fmt.Sprintf(format, args...)) })
	line.Stop()
	for _, w := range warnings {
		c.Warn("%s", w)
	}
	if kept != "" {
		if _, err := os.Stat(kept); err == nil {
			c.Note("the vectors of your articles are kept in %s, so that the next run need not compute them. To keep none: --cache %s",
				kept, noCache)
		}
	}
	if e != nil && e.Assistant != nil {
		var told atomic.Bool
		e.Assistant.OnFailure(func(err error) {
			if !told.Swap(true) {
				c.Warn("the built-in model finds the passages: %v", err)
			}
		})
	}
	return e, err
}

// read reads the articles. Those of a folder are kept as they were read where its vectors are.
func (from CorpusConfig) read(ctx context.Context, open func() (*builtin.Model, error), warn readings.Warn) (*readings.Folder, error) {
	if from.Library != nil {
		return &readings.Folder{Corpus: from.Library.Texts}, nil
	}
	load := func(ctx context.Context, warn readings.Warn) (*reading.Corpus, error) {
		return LoadCorpus(ctx, from.Articles, from.Strict, from.telling("reading", "articles"), warn)
	}
	file := from.vectorsFile("reading")
	if from.Articles == "" || file == "" {
		texts, err := load(ctx, warn)
		return &readings.Folder{Corpus: texts}, err
	}
	model, err := open()
	if err != nil {
		return nil, err
	}
	return readings.Read(ctx, from.Articles, strings.TrimSuffix(file, ".vectors")+".reading", fmt.Sprint(from.Strict), model, warn, load)
}

// LoadCorpus reads the articles of a folder, or the shipped ones for "". strict makes a file that can't be read an error; tell is
// told how many are read, unless it is nil.
func LoadCorpus(
	ctx context.Context, dir string, strict bool, tell func(done, total int), warn func(format string, args ...any),
) (*reading.Corpus, error) {
	extract, err := extractCommand()
	if err != nil {
		return nil, failure.Input(err)
	}
	texts, err := readings.Load(ctx, dir, fetch.Folder{Extract: extract, Strict: strict, Progress: tell}, warn)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil && dir != "" {
		err = fmt.Errorf("%w\n--articles takes a folder with at least one such file as readout can read: .md, .txt, .html, .pdf, .vtt or .srt. "+
			"Without it the shipped articles are asked", err)
	}
	return texts, failure.Input(err)
}

// knownVectors are vectors of earlier runs, or of the shipped articles. cache is the file to keep new ones in, "" for none.
func (from CorpusConfig) knownVectors(model string, warn func(format string, args ...any)) (known *chromem.Vectors, cache string) {
	var shipped *chromem.Vectors
	if from.Articles == "" || from.Library != nil { // a server's library begins with the shipped articles
		var err error
		if shipped, err = chromem.Decode(shippedVectors, model); err != nil {
			shipped = nil
		}
	}
	if from.Articles == "" && from.Library == nil {
		return shipped, ""
	}
	if cache = from.vectorsFile(model); cache == "" {
		return shipped, ""
	}
	known, err := chromem.ReadFile(cache, model)
	unreadable := err != nil &&
		!errors.Is(err, chromem.ErrDamaged) && !errors.Is(err, chromem.ErrForeign) && !errors.Is(err, chromem.ErrOtherModel)
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
	if from.Progress == nil {
		return nil
	}
	return func(done, total int) { from.Progress(progress.State{Doing: doing, Of: of, Done: done, Total: total}) }
}
