package engine

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

	"readout/bot/failure"
	"readout/retrieval"
	"readout/retrieval/chromem"
	"readout/retrieval/openai"
)

// EmbeddingConfig chooses a model on a server that ranks passages by meaning. Without one, the built-in model does.
type EmbeddingConfig struct {
	Embedding     string `from:"OPENAI_EMBEDDING_MODEL" placeholder:"MODEL" help:"${embedding_model}"`
	QueryPrefix   string `from:"OPENAI_QUERY_PREFIX" placeholder:"TEXT" help:"${query_prefix}"`
	PassagePrefix string `from:"OPENAI_PASSAGE_PREFIX" placeholder:"TEXT" help:"${passage_prefix}"`
}

// Embeds reports whether a model on a server is to rank.
func (c EmbeddingConfig) Embeds() bool { return c.Embedding != "" }

// errNowhereToEmbed says what an embedding model lacks.
var errNowhereToEmbed = errors.New("an embedding model is set (OPENAI_EMBEDDING_MODEL) and no server: " +
	"set OPENAI_API_KEY, or OPENAI_BASE_URL to a server of your own")

// Connect reaches the model, which costs one tiny request.
func (c EmbeddingConfig) Connect(ctx context.Context, server ServerConfig) (*openai.Embedder, error) {
	if !server.set() {
		return nil, failure.Input(errNowhereToEmbed)
	}
	return openai.NewEmbedder(ctx, openai.EmbedderConfig{
		Config:      openai.Config{BaseURL: string(server.BaseURL), Key: server.Key.Reveal(), Model: c.Embedding},
		QueryPrefix: c.QueryPrefix, PassagePrefix: c.PassagePrefix,
	})
}

// Assistant has a model on a server rank the passages of one index, once it has embedded them.
type Assistant struct {
	from  CorpusConfig
	index *chromem.Assisted
	// Failed is told of a question that the built-in model had to be asked about; nil is no one.
	failed atomic.Pointer[func(error)]
}

func newAssistant(from CorpusConfig, own *chromem.Index) *Assistant {
	a := &Assistant{from: from}
	a.index = chromem.NewAssisted(own, chromem.Assistance{Progress: from.telling("embedding", "sentences"), Failed: func(err error) {
		if tell := a.failed.Load(); tell != nil {
			(*tell)(err)
		}
	}})
	return a
}

// OnFailure has tell told when the built-in model stands in.
func (a *Assistant) OnFailure(tell func(error)) { a.failed.Store(&tell) }

// adopt reaches the model and embeds the articles, unless their vectors are kept from an earlier run. Questions are embedded by what
// Through makes of the model; nil leaves it as it is.
func (a *Assistant) adopt(
	ctx context.Context, through func(retrieval.Embedder) retrieval.Embedder, warn func(format string, args ...any),
) error {
	model, err := a.from.Connect(ctx, a.from.ServerConfig)
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
	case from.Library != nil:
		dir = from.Library.From
	case from.Articles != "":
		dir = Absolute(from.Articles)
	}
	name := sha256.Sum256([]byte(dir + "\x00" + model))
	return filepath.Join(from.Cache, hex.EncodeToString(name[:8])+".vectors")
}

// Absolute is a path from the root, as far as that can be told.
func Absolute(path string) string {
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

// AdoptInTime adopts the model, for as long as that fails and the context lasts. The built-in model ranks meanwhile.
func (a *Assistant) AdoptInTime(
	ctx context.Context, through func(retrieval.Embedder) retrieval.Embedder, log *slog.Logger, first time.Duration,
) {
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
		log.Warn("the embedding model is not ready; the built-in model ranks meanwhile",
			"model", a.from.Embedding, "error", err, "retry", pause.String())
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return
		}
	}
}

// Rankers have the embedding model rank the indices of a bot: those that come later as well. What begins ends with working.
type Rankers struct {
	From    CorpusConfig
	Working context.Context // of the bot, which outlives every index
	Through func(retrieval.Embedder) retrieval.Embedder
	Log     *slog.Logger
	Failed  func(error)
	Begun   *sync.WaitGroup
}

// Rank makes the index that is searched in the place of own, for as long as the context lasts. What it keeps, it keeps in dir.
func (r *Rankers) Rank(ctx context.Context, own *chromem.Index, dir string) retrieval.Index {
	from := r.From
	from.Articles, from.Cache = "", dir
	a := newAssistant(from, own)
	r.Take(ctx, a)
	return a.index
}

// Take has an assistant adopt the model, for as long as the context lasts.
func (r *Rankers) Take(ctx context.Context, a *Assistant) {
	a.OnFailure(r.Failed)
	r.Begun.Go(func() {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(r.Working, cancel)()
		a.AdoptInTime(ctx, r.Through, r.Log, firstRetry)
	})
}

// SayFailure is how often the log says that an embedding model fails.
const SayFailure = time.Minute

// LogFailures logs, now and then, that the built-in model stands in.
func LogFailures(log *slog.Logger, every time.Duration) func(error) {
	var last atomic.Int64
	return func(err error) {
		now := time.Now().UnixNano()
		if before := last.Load(); now-before < int64(every) || !last.CompareAndSwap(before, now) {
			return
		}
		log.Warn("the embedding model failed; the built-in model ranked in its place", "error", err)
	}
}
