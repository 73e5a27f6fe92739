package desk

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math"

	"readout/bot/engine"
	"readout/bot/store"
	"readout/bot/terminal"
	"readout/corpus/library"
)

// FromServer chooses the library of a server to answer from.
type FromServer struct {
	DataConfig `embed:""`

	Server string `placeholder:"ID" help:"Answer from the library of the Discord server with this ID, in the bot's data directory."`
}

// Engine opens the engine over the articles chosen.
func (f FromServer) Engine(
	ctx context.Context, con *terminal.Console, open engine.Opener, from engine.CorpusConfig,
) (*engine.Engine, error) {
	from, err := f.choose(ctx, con, open, from)
	if err != nil {
		return nil, err
	}
	return open.With(ctx, con, from)
}

// choose has from use the server's articles, if one is given. A server that never published is answered from the same articles as
// everybody.
func (f FromServer) choose(
	ctx context.Context, con *terminal.Console, open engine.Opener, from engine.CorpusConfig,
) (engine.CorpusConfig, error) {
	if f.Server == "" {
		return from, nil
	}
	guild := store.GuildID(f.Server)
	err := f.At(ctx, con, open, from.Articles, "ask", Reads, func(d Desk) error {
		status, err := d.Status(ctx, guild)
		if err != nil {
			return err
		}
		if !status.Own {
			wrong, err := Unknown(ctx, d, guild)
			if err != nil {
				return err
			}
			con.Warn("%s. The articles that every server begins with answer",
				cmp.Or(wrong, fmt.Sprintf("nothing was ever published in server %s", guild)))
			return nil
		}
		if from.Library, err = Exported(ctx, d, guild); err != nil {
			return err
		}
		from.Library.From = f.LibraryName()
		return nil
	})
	return from, err
}

// LibraryName names the server's library, among all on this machine.
func (f FromServer) LibraryName() string {
	return "server " + f.Server + " of " + engine.Absolute(f.Data)
}

// ownExport are the limits of what this program's library exported just now, however large it is.
var ownExport = library.Limits{Packed: math.MaxInt64, Unpacked: math.MaxInt64, Ratio: math.MaxInt64, Articles: math.MaxInt}

// Exported is the present version of a server's library, from wherever it is open.
func Exported(ctx context.Context, d Desk, guild store.GuildID) (*engine.LibraryVersion, error) {
	var packed bytes.Buffer
	if err := d.Export(ctx, guild, &packed); err != nil {
		return nil, err
	}
	return engine.ReadLibrary(ctx, &packed, ownExport)
}

// ExportedVersion is an earlier version of a server's library; 0 is none, for the articles that every server begins with.
func ExportedVersion(ctx context.Context, d Desk, guild store.GuildID, number int) (*engine.LibraryVersion, error) {
	if number == 0 {
		return nil, nil
	}
	var packed bytes.Buffer
	if err := d.ExportVersion(ctx, guild, number, &packed); err != nil {
		return nil, err
	}
	return engine.ReadLibrary(ctx, &packed, ownExport)
}
