package libraries

import (
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"sync"

	"github.com/google/renameio/v2/maybe"

	"readout/bot/readings"
	"readout/corpus/reading"
	"readout/retrieval"
)

// readingFile keeps what was read of a library's present version, so that after a restart nothing is read again. One that is missing, of
// another program or version, or damaged is made again.
type readingFile struct {
	path string
	log  *slog.Logger

	mu sync.Mutex
}

// write keeps a reading in the place of the one before, if it is still wanted. A crash leaves one of the two.
func (f *readingFile) write(x *index, wanted func() bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !wanted() {
		return
	}
	data, err := readings.Pack(x.content, readings.Reading{Corpus: x.corpus, Words: x.words})
	if err == nil {
		err = maybe.WriteFile(f.path, data, 0o600)
	}
	if err != nil {
		f.log.Warn("what was read of a version is not kept, and will be read again", "error", err)
	}
}

// read is what was kept of a version with the content; nil when there is nothing of use.
func (f *readingFile) read(content string, vectors retrieval.WordVectors) (*reading.Corpus, *retrieval.Lexicon) {
	data, err := os.ReadFile(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var kept readings.Reading
	if err == nil {
		kept, err = readings.Unpack(data, content, vectors)
	}
	if errors.Is(err, readings.ErrStale) {
		f.log.Info("articles are read again, since what was kept is stale", "file", f.path, "error", err)
		return nil, nil
	}
	if err != nil {
		f.log.Warn("what was kept of a version is of no use, and its articles are read again", "file", f.path, "error", err)
		return nil, nil
	}
	f.log.Debug("a version was opened without reading its articles again", "file", f.path)
	return kept.Corpus, kept.Words
}
