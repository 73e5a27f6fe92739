// Package copying copies all that one store of the bot holds, the servers' libraries included, into another: from files to a database, or
// back.
//
// A copy can be broken off at any moment, by a kill too, and made again: it goes on where it was. How far it is stands in the target, in
// one transaction with what was copied last, and nobody can open the target for anything else meanwhile. Once all is there, the target is
// read whole and compared with the source, by counts and a hash; only then is it a store like any other.
package copying

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"readout/bot/store"
)

// ErrDiffers says that what arrived is not what was sent: the source was written to meanwhile, or the target.
var ErrDiffers = errors.New("what is in the target differs from what is in the source")

// Source is what is copied: *datadir.Dir is one, *postgres.Whole another. What it gives comes in the same order as long as nothing changes.
type Source interface {
	// Secret is the key of the pseudonyms under which members are counted.
	Secret(ctx context.Context) ([]byte, error)
	Records(ctx context.Context, fn func(store.Kept) error) error
	Files(ctx context.Context, fn func(store.File) error) error
}

// Target is what a copy is put into: *datadir.Dir is one, *postgres.Copy another.
type Target interface {
	Source
	// Begin readies the target, and returns how many records and files it has already, of a copy of the same that was begun before; what
	// is there of a copy of anything else is thrown away. store.ErrOccupied: it holds what no copy has put there.
	Begin(ctx context.Context, secret []byte, of string) (done int, err error)
	// PutRecords and PutFiles put what comes next, in one step with how much is there then.
	PutRecords(ctx context.Context, records []store.Kept, done int) error
	PutFiles(ctx context.Context, files []store.File, done int) error
	// End says that the copy is whole.
	End(ctx context.Context) error
}

// Sum stands for all that a source holds. Two that hold the same have the same, in whatever order they give it.
type Sum struct {
	Counts map[string]int // of records by their kinds, and of files
	Hash   [sha256.Size]byte
}

// files is how the files of libraries are counted.
const files = "files of libraries"

// Of reads a source whole.
func Of(ctx context.Context, from Source, tell func(done int)) (Sum, error) {
	s := Sum{Counts: map[string]int{}}
	secret, err := from.Secret(ctx)
	if err != nil {
		return s, err
	}
	s.add("secret", secret)
	delete(s.Counts, "secret")
	err = from.Records(ctx, func(k store.Kept) error {
		s.add(string(k.Kind), k.Data)
		tell(s.Total())
		return nil
	})
	if err == nil {
		err = from.Files(ctx, func(f store.File) error {
			s.add(files, []byte(f.Guild), []byte(f.Name), f.Data)
			tell(s.Total())
			return nil
		})
	}
	return s, err
}

// add counts something, and adds its hash to that of all. Records and files are told from one another by their keys, which they hold, so
// none is added twice; and the sum of hashes does not depend on the order.
func (s *Sum) add(kind string, parts ...[]byte) {
	s.Counts[kind]++
	h := sha256.New()
	for _, part := range append([][]byte{[]byte(kind)}, parts...) {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part))))
		h.Write(part)
	}
	carry := uint16(0)
	for i, b := range h.Sum(nil) {
		carry += uint16(s.Hash[i]) + uint16(b)
		s.Hash[i] = byte(carry)
		carry >>= 8
	}
}

// Total is how many records and files there are.
func (s Sum) Total() (n int) {
	for _, count := range s.Counts {
		n += count
	}
	return n
}

// Equal tells whether two sources hold the same.
func (s Sum) Equal(o Sum) bool { return s.Hash == o.Hash && maps.Equal(s.Counts, o.Counts) }

// String is the hash, and the counts.
func (s Sum) String() string {
	var counts []string
	for _, kind := range slices.Sorted(maps.Keys(s.Counts)) {
		counts = append(counts, fmt.Sprintf("%d %s", s.Counts[kind], kind))
	}
	if len(counts) == 0 {
		counts = []string{"no records"}
	}
	return hex.EncodeToString(s.Hash[:]) + " (" + strings.Join(counts, ", ") + ")"
}

// Progress is told how far a copy is; nil is told nothing.
type Progress func(doing string, done, total int)

// Copy copies all that from holds into to, and returns what arrived. It goes on with a copy of the same that was begun before. Nobody may
// write to either meanwhile. store.ErrOccupied; ErrDiffers: the next copy begins anew.
func Copy(ctx context.Context, from Source, to Target, tell Progress) (Sum, error) {
	if tell == nil {
		tell = func(string, int, int) {}
	}
	sent, err := Of(ctx, from, func(done int) { tell("reading", done, 0) })
	if err != nil {
		return sent, fmt.Errorf("read what is to be copied: %w", err)
	}
	secret, err := from.Secret(ctx)
	if err != nil {
		return sent, err
	}
	done, err := to.Begin(ctx, secret, sent.String())
	if err != nil {
		return sent, err
	}
	if err := put(ctx, from, to, done, func(done int) { tell("copying", done, sent.Total()) }); err != nil {
		return sent, err
	}
	arrived, err := Of(ctx, to, func(done int) { tell("verifying", done, sent.Total()) })
	if err == nil && !arrived.Equal(sent) {
		// A copy of nothing that there is: whoever copies next finds another one's, and begins anew.
		_, err = to.Begin(ctx, secret, "differs")
		err = errors.Join(fmt.Errorf("%w: sent %v, arrived %v", ErrDiffers, sent, arrived), err)
	}
	if err != nil {
		return arrived, err
	}
	return arrived, to.End(ctx)
}

// A batch is put in one transaction: so many records or files at most, or so many bytes.
const (
	mostBatch = 500
	mostBytes = 4 << 20
)

// put copies all but the first done records and files.
func put(ctx context.Context, from Source, to Target, done int, tell func(done int)) error {
	seen := 0
	records := batch[store.Kept]{put: to.PutRecords, tell: tell, size: func(k store.Kept) int { return len(k.Data) }}
	err := from.Records(ctx, func(k store.Kept) error {
		if seen++; seen <= done {
			return nil
		}
		return records.add(ctx, k, seen)
	})
	if err == nil {
		err = records.flush(ctx)
	}
	if err != nil {
		return err
	}
	files := batch[store.File]{put: to.PutFiles, tell: tell, size: func(f store.File) int { return len(f.Data) }}
	err = from.Files(ctx, func(f store.File) error {
		if seen++; seen <= done {
			return nil
		}
		return files.add(ctx, f, seen)
	})
	if err == nil {
		err = files.flush(ctx)
	}
	return err
}

// batch gathers what is put together.
type batch[T any] struct {
	put  func(ctx context.Context, all []T, done int) error
	tell func(done int)
	size func(T) int

	all   []T
	bytes int
	seen  int
}

func (b *batch[T]) add(ctx context.Context, one T, seen int) error {
	b.all, b.seen = append(b.all, one), seen
	b.bytes += b.size(one)
	if len(b.all) < mostBatch && b.bytes < mostBytes {
		return nil
	}
	return b.flush(ctx)
}

func (b *batch[T]) flush(ctx context.Context) error {
	if len(b.all) == 0 {
		return nil
	}
	if err := b.put(ctx, b.all, b.seen); err != nil {
		return err
	}
	b.tell(b.seen)
	b.all, b.bytes = nil, 0
	return nil
}
