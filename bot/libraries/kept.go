package libraries

import (
	"errors"
	"io/fs"
	"path/filepath"

	"readout/bot/snapshots"
	"readout/retrieval/chromem"
)

// snapshotsDir is where, in the directory of all libraries, the snapshots of their versions and drafts lie.
const snapshotsDir = "snapshots"

// sweepSnapshots removes the snapshots that no library wants.
func (s *Libraries) sweepSnapshots() error {
	guilds, err := s.directories()
	if err != nil {
		return err
	}
	var all []*snapshots.Wishes
	for _, g := range guilds {
		all = append(all, snapshots.WishesIn(filepath.Join(s.o.Dir, string(g), snapshotsDir)))
	}
	return s.snapshots.Sweep(all)
}

// opened is the index of a content as its snapshot has it, without its articles being read; nil when there is none of use.
func (s *Libraries) opened(content string) *index {
	kept, err := s.snapshots.Open(content, s.o.Shipped.Embedder.Model(), s.o.WordVectors)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var own *chromem.Index
	if err == nil {
		own, err = chromem.Open(kept.Words, content, kept.Vectors)
	}
	switch {
	case errors.Is(err, snapshots.ErrStale):
		s.o.Logger.Info("articles are read again, since what was kept is stale", "error", err)
		return nil
	case err != nil:
		s.o.Logger.Warn("what was kept of a version is of no use, and its articles are read again",
			"file", s.snapshots.Path(content), "error", err)
		return nil
	}
	s.o.Logger.Debug("a version was opened without reading its articles again", "file", s.snapshots.Path(content))
	return &index{
		content: content, corpus: kept.Corpus, index: own, words: kept.Words, bytes: bytesOf(kept), opened: true,
	}
}

// keep writes the snapshot of what was built, and gives the index that lies in it. Where it cannot be written, the index lies in memory.
func (s *Libraries) keep(built *chromem.Index, x *index) error {
	made := &snapshots.Snapshot{Corpus: x.corpus, Words: x.words, Vectors: built.Pack()}
	kept, err := s.snapshots.Write(x.content, made)
	if err != nil {
		s.o.Logger.Warn("what was read of a version is not kept, and will be read again", "error", err)
		kept = made
	}
	x.bytes = bytesOf(kept)
	x.index, err = chromem.Open(x.words, x.content, kept.Vectors)
	return err
}

// wish notes that a library wants a snapshot, and removes what no library wants any more.
func (s *Libraries) wish(c *community, content string) {
	if content == s.shippedContent {
		return
	}
	fewer, err := c.wanted.Add(content, s.o.Clock(), func() (present string) {
		if m, ok := c.library.Current(); ok {
			present = c.content(m)
		}
		return present
	})
	if err == nil && fewer {
		err = s.sweepSnapshots()
	}
	if err != nil {
		s.o.Logger.Warn("which snapshots are wanted is not noted; some may be made again", "error", err)
	}
}

// timesRead is how much more memory articles and their words take than what is written of them: four times as much was measured, and half
// as much again for what the reading of a change needs to know.
const timesRead = 6

// bytesOf is about how much memory an index takes, what is mapped included.
func bytesOf(s *snapshots.Snapshot) int64 {
	return timesRead*int64(s.Read) + int64(len(s.Vectors.Rows))
}
