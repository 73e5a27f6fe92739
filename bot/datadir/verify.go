package datadir

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"readout/bot/bolt"
	"readout/bot/store"
	"readout/corpus/library"
)

// Report is what Verify found.
type Report struct {
	Libraries int
	Damage    []Damage
}

// Damage is something that is not as it was written.
type Damage struct {
	Part string // "the store", "the library of server 123"
	What string
	Do   string
}

// Err is the report as an error, nil when nothing is damaged.
func (r Report) Err() error {
	var lines []string
	for _, d := range r.Damage {
		lines = append(lines, d.Part+": "+d.What)
	}
	if len(lines) == 0 {
		return nil
	}
	return errors.New(strings.Join(lines, "\n"))
}

// Verify reads everything and verifies it. check verifies the library of a server, which the caller may have open; nil opens each.
// An error says that it could not be done.
func (d *Dir) Verify(ctx context.Context, check func(context.Context, store.GuildID) error) (Report, error) {
	if check == nil {
		check = d.checkLibrary
	}
	var out Report
	if err := d.Store.Check(ctx); err != nil {
		out.Damage = append(out.Damage, Damage{"the store", err.Error(), mendStore})
	}
	err := verifyLibraries(ctx, d.Path, check, &out)
	return out, err
}

// What to do about damage.
const (
	mendStore   = "stop the bot and restore a backup (readout restore FILE --replace); settings, receipts and usage are in the store alone"
	mendLibrary = "roll back to a version that is whole (readout corpus history, readout corpus rollback), " +
		"add the article again, or restore a backup"
	mendDatabase = "stop the bots and restore a backup (readout restore FILE --replace), or what your provider keeps of the database"
	mendNewer    = "use the newer release of this program that wrote it"
)

// VerifyClosed verifies a directory whose store cannot be opened, which err says: the libraries may be well.
func VerifyClosed(ctx context.Context, path string, storeErr error) (Report, error) {
	do := mendStore
	if errors.Is(storeErr, store.ErrNewer) {
		do = mendNewer
	}
	out := Report{Damage: []Damage{{"the store", storeErr.Error(), do}}}
	d := &Dir{Path: path}
	err := verifyLibraries(ctx, path, d.checkLibrary, &out)
	return out, err
}

// Shared is a store that several processes share, with the libraries in it: *postgres.Store is one.
type Shared interface {
	Check(ctx context.Context) error
	Heads(ctx context.Context) (map[store.GuildID]library.Head, error)
}

// VerifyShared reads everything in a shared store and verifies it; check verifies the library of a server.
func VerifyShared(ctx context.Context, s Shared, check func(context.Context, store.GuildID) error) (out Report, err error) {
	if err := s.Check(ctx); errors.Is(err, store.ErrDamaged) {
		out.Damage = append(out.Damage, Damage{"the database", err.Error(), mendDatabase})
	} else if err != nil {
		return out, err
	}
	heads, err := s.Heads(ctx)
	if err != nil {
		return out, err
	}
	err = verifyEach(ctx, slices.Sorted(maps.Keys(heads)), check, &out)
	return out, err
}

func verifyLibraries(ctx context.Context, path string, check func(context.Context, store.GuildID) error, out *Report) error {
	ids, err := guilds(path)
	if err != nil {
		return err
	}
	return verifyEach(ctx, ids, check, out)
}

func verifyEach(ctx context.Context, ids []store.GuildID, check func(context.Context, store.GuildID) error, out *Report) error {
	for _, id := range ids {
		err := check(ctx, id)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		out.Libraries++
		if err == nil {
			continue
		}
		do := mendLibrary
		if errors.Is(err, library.ErrNewer) {
			do = mendNewer
		}
		out.Damage = append(out.Damage, Damage{"the library of server " + string(id), err.Error(), do})
	}
	return ctx.Err()
}

// checkLibrary verifies a library that is not open.
func (d *Dir) checkLibrary(ctx context.Context, id store.GuildID) error {
	l, err := library.Open(ctx, filepath.Join(d.Libraries(), string(id), "library"), library.Options{})
	if err != nil {
		return err
	}
	return errors.Join(l.Check(ctx), l.Close())
}

// verifyStaged verifies the files of a backup, and migrates a store of an older layout.
func verifyStaged(ctx context.Context, staged string, o store.Options) error {
	kept, err := bolt.Open(staged, o)
	if errors.Is(err, store.ErrNewer) {
		return fmt.Errorf("%w: %w", ErrNewer, err)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	d := &Dir{Path: staged, Store: kept}
	report, err := d.Verify(ctx, nil)
	err = errors.Join(err, kept.Close())
	if err == nil {
		if damage := report.Err(); damage != nil {
			err = fmt.Errorf("%w: %w", ErrDamaged, damage)
		}
	}
	return err
}
