package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"readout/retrieval"
	"readout/retrieval/chromem"
	"readout/retrieval/openai"
)

// EmbeddingConfig chooses a model on a server that ranks passages by meaning. Without one, the built-in model does.
type EmbeddingConfig struct {
	Embedding     string `from:"OPENAI_EMBEDDING_MODEL" placeholder:"MODEL" help:"Embedding model on the same server, to find passages with; the built-in model unless set. The articles and the questions go to its provider."`
	QueryPrefix   string `from:"OPENAI_QUERY_PREFIX" placeholder:"TEXT" help:"What the embedding model wants in front of a question, if anything, such as 'query: '."`
	PassagePrefix string `from:"OPENAI_PASSAGE_PREFIX" placeholder:"TEXT" help:"What the embedding model wants in front of a passage, if anything, such as 'passage: '."`
}

// embeds reports whether a model on a server is to rank.
func (c EmbeddingConfig) embeds() bool { return c.Embedding != "" }

// errNowhereToEmbed says what an embedding model lacks.
var errNowhereToEmbed = errors.New("an embedding model is set (OPENAI_EMBEDDING_MODEL) and no server: set OPENAI_API_KEY, or OPENAI_BASE_URL to a server of your own")

// connect reaches the model, which costs one tiny request.
func (c EmbeddingConfig) connect(ctx context.Context, server ServerConfig) (*openai.Embedder, error) {
	if !server.set() {
		return nil, badInput(errNowhereToEmbed)
	}
	return openai.NewEmbedder(ctx, openai.EmbedderConfig{
		Config:      openai.Config{BaseURL: string(server.BaseURL), Key: server.Key.Reveal(), Model: c.Embedding},
		QueryPrefix: c.QueryPrefix, PassagePrefix: c.PassagePrefix,
	})
}

// assistant has a model on a server rank the passages of one index, once it has embedded them.
type assistant struct {
	from  CorpusConfig
	index *chromem.Assisted
	// failed is told of a question that the built-in model had to be asked about; nil is no one.
	failed atomic.Pointer[func(error)]
}

func newAssistant(from CorpusConfig, own *chromem.Index) *assistant {
	a := &assistant{from: from}
	a.index = chromem.NewAssisted(own, chromem.Assistance{Progress: from.telling("embedding", "sentences"), Failed: func(err error) {
		if tell := a.failed.Load(); tell != nil {
			(*tell)(err)
		}
	}})
	return a
}

// onFailure has tell told when the built-in model stands in.
func (a *assistant) onFailure(tell func(error)) { a.failed.Store(&tell) }

// adopt reaches the model and embeds the articles, unless their vectors are kept from an earlier run. Questions are embedded by what
// through makes of the model; nil leaves it as it is.
func (a *assistant) adopt(ctx context.Context, through func(retrieval.Embedder) retrieval.Embedder, warn func(format string, args ...any)) error {
	model, err := a.from.connect(ctx, a.from.ServerConfig)
	if err != nil {
		return err
	}
	file := a.from.vectorsFile(model.Model())
	var known *chromem.Vectors
	if file != "" {
		if known, err = chromem.ReadFile(file, model.Model()); err != nil && !errors.Is(err, fs.ErrNotExist) {
			warn("the vectors are computed anew: %v", err)
		}
	}
	embedder := retrieval.Embedder(model)
	if through != nil {
		embedder = through(model)
	}
	vectors, err := a.index.Adopt(ctx, embedder, known)
	if err != nil {
		return err
	}
	if file != "" && (known == nil || known.Version() != vectors.Version()) {
		a.from.keep(file, vectors, warn)
	}
	return nil
}

// noCache is the Cache of whoever wants no vectors kept.
const noCache = "none"

// vectorsFile is where the vectors of the articles chosen are kept, for one model; "" for nowhere.
func (from CorpusConfig) vectorsFile(model string) string {
	if from.Cache == "" || from.Cache == noCache {
		return ""
	}
	dir := ""
	switch {
	case from.library != nil:
		dir = from.library.from
	case from.Articles != "":
		dir = absolute(from.Articles)
	}
	name := sha256.Sum256([]byte(dir + "\x00" + model))
	return filepath.Join(from.Cache, hex.EncodeToString(name[:8])+".vectors")
}

// absolute is a path from the root, as far as that can be told.
func absolute(path string) string {
	if whole, err := filepath.Abs(path); err == nil {
		return whole
	}
	return path
}

// How often a model that can't be reached is tried again.
const (
	firstRetry = 5 * time.Second
	lastRetry  = 5 * time.Minute
)

// adoptInTime adopts the model, for as long as that fails and the context lasts. The built-in model ranks meanwhile.
func (a *assistant) adoptInTime(ctx context.Context, through func(retrieval.Embedder) retrieval.Embedder, log *slog.Logger, first time.Duration) {
	warn := func(format string, args ...any) { log.Warn(fmt.Sprintf(format, args...)) }
	for pause := first; ; pause = min(2*pause, lastRetry) {
		err := a.adopt(ctx, through, warn)
		switch {
		case ctx.Err() != nil:
			return
		case err == nil:
			log.Info("the embedding model ranks from now on", "model", a.index.Model())
			return
		}
		pause := pause + rand.N(pause/4+1)
		log.Warn("the embedding model is not ready; the built-in model ranks meanwhile", "model", a.from.Embedding, "error", err, "retry", pause.String())
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return
		}
	}
}

// rankers have the embedding model rank the indices of a bot: those that come later as well. What begins ends with working.
type rankers struct {
	from    CorpusConfig
	working context.Context // of the bot, which outlives every index
	through func(retrieval.Embedder) retrieval.Embedder
	log     *slog.Logger
	failed  func(error)
	begun   *sync.WaitGroup
}

// rank makes the index that is searched in the place of own, for as long as the context lasts. What it keeps, it keeps in dir.
func (r *rankers) rank(ctx context.Context, own *chromem.Index, dir string) retrieval.Index {
	from := r.from
	from.Articles, from.Cache = "", dir
	a := newAssistant(from, own)
	r.take(ctx, a)
	return a.index
}

// take has an assistant adopt the model, for as long as the context lasts.
func (r *rankers) take(ctx context.Context, a *assistant) {
	a.onFailure(r.failed)
	r.begun.Go(func() {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(r.working, cancel)()
		a.adoptInTime(ctx, r.through, r.log, firstRetry)
	})
}

// sayFailure is how often the log says that an embedding model fails.
const sayFailure = time.Minute

// logFailures logs, now and then, that the built-in model stands in.
func logFailures(log *slog.Logger, every time.Duration) func(error) {
	var last atomic.Int64
	return func(err error) {
		now := time.Now().UnixNano()
		if before := last.Load(); now-before < int64(every) || !last.CompareAndSwap(before, now) {
			return
		}
		log.Warn("the embedding model failed; the built-in model ranked in its place", "error", err)
	}
}
