package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math"

	"readout/bot/store"
	"readout/corpus"
	"readout/corpus/library"
	"readout/corpus/reading"
)

// FromServer chooses the library of a server to answer from.
type FromServer struct {
	DataConfig `embed:""`

	Server string `placeholder:"ID" help:"Answer from the library of the Discord server with this ID, in the bot's data directory."`
}

// libraryVersion is the articles of a version of a library.
type libraryVersion struct {
	texts   *reading.Corpus
	version string // as answers state it: "v3"
	from    string // names the library, among all on this machine
}

// engine opens the engine over the articles chosen.
func (f FromServer) engine(ctx context.Context, con *console, open opener, from CorpusConfig) (*engine, error) {
	from, err := f.choose(ctx, con, open, from)
	if err != nil {
		return nil, err
	}
	return con.open(ctx, open, from)
}

// choose has from use the server's articles, if one is given. A server that never published is answered from the same articles as
// everybody.
func (f FromServer) choose(ctx context.Context, con *console, open opener, from CorpusConfig) (CorpusConfig, error) {
	if f.Server == "" {
		return from, nil
	}
	guild := store.GuildID(f.Server)
	err := f.at(ctx, con, open, from.Articles, "ask", reads, func(d desk) error {
		status, err := d.Status(ctx, guild)
		if err != nil {
			return err
		}
		if !status.Own {
			wrong, err := unknown(ctx, d, guild)
			if err != nil {
				return err
			}
			con.warn("%s. The articles that every server begins with answer", cmp.Or(wrong, fmt.Sprintf("nothing was ever published in server %s", guild)))
			return nil
		}
		if from.library, err = exported(ctx, d, guild); err != nil {
			return err
		}
		from.library.from = f.libraryName()
		return nil
	})
	return from, err
}

// libraryName names the server's library, among all on this machine.
func (f FromServer) libraryName() string { return "server " + f.Server + " of " + absolute(f.Data) }

// ownExport are the limits of what this program's library exported just now, however large it is.
var ownExport = library.Limits{Packed: math.MaxInt64, Unpacked: math.MaxInt64, Ratio: math.MaxInt64, Articles: math.MaxInt}

// exported is the present version of a server's library, from wherever it is open.
func exported(ctx context.Context, d desk, guild store.GuildID) (*libraryVersion, error) {
	var packed bytes.Buffer
	if err := d.Export(ctx, guild, &packed); err != nil {
		return nil, err
	}
	return readLibrary(ctx, &packed, ownExport)
}

// exportedVersion is an earlier version of a server's library; 0 is none, for the articles that every server begins with.
func exportedVersion(ctx context.Context, d desk, guild store.GuildID, number int) (*libraryVersion, error) {
	if number == 0 {
		return nil, nil
	}
	var packed bytes.Buffer
	if err := d.ExportVersion(ctx, guild, number, &packed); err != nil {
		return nil, err
	}
	return readLibrary(ctx, &packed, ownExport)
}

// readLibrary reads what a library exported.
func readLibrary(ctx context.Context, packed io.Reader, limits library.Limits) (*libraryVersion, error) {
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
	return &libraryVersion{texts: texts, version: fmt.Sprintf("v%d", export.Version)}, nil
}
