package engine

import (
	"context"
	"errors"
	"fmt"
	"io"

	"readout/bot/progress"
	"readout/corpus"
	"readout/corpus/library"
	"readout/corpus/reading"
)

// CorpusConfig chooses the articles and what finds passages in them.
type CorpusConfig struct {
	Articles string `from:"READOUT_ARTICLES" placeholder:"DIR" help:"${articles}"`
	Strict   bool   `help:"Stop at a file of --articles that can't be read, instead of leaving it out."`
	Cache    string `from:"READOUT_CACHE" placeholder:"DIR" help:"${vectors_cache}"`

	PlainLinks []string `from:"READOUT_PLAIN_LINKS" placeholder:"HOST,…" help:"${plain_links}"`

	ServerConfig    `embed:""`
	EmbeddingConfig `embed:""`

	Library  *LibraryVersion      `kong:"-"` // is used instead of Articles; nil for none
	Later    bool                 `kong:"-"` // the embedding model is left to be adopted by the caller
	quiet    bool                 // nobody asked for Cache: that it can't be kept is not told
	Progress func(progress.State) `kong:"-"` // is told how far opening is; nil tells nobody
}

// LibraryVersion is the articles of a version of a library.
type LibraryVersion struct {
	Texts   *reading.Corpus
	Version string // as answers state it: "v3"
	From    string // names the library, among all on this machine
}

// ReadLibrary reads what a library exported.
func ReadLibrary(ctx context.Context, packed io.Reader, limits library.Limits) (*LibraryVersion, error) {
	export, err := library.ReadExport(ctx, packed, limits)
	if err != nil {
		return nil, err
	}
	var articles []*corpus.Article
	var errs []error
	for _, e := range export.Articles {
		a, err := e.Parse(e.Data)
		articles, errs = append(articles, a), append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	texts, err := reading.New(articles)
	if err != nil {
		return nil, err
	}
	return &LibraryVersion{Texts: texts, Version: fmt.Sprintf("v%d", export.Version)}, nil
}
