package libraries

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"sync"

	"github.com/google/renameio/v2/maybe"

	"readout/corpus/reading"
	"readout/retrieval"
)

// readingFile keeps what was read of a library's present version, its words included, so that after a restart nothing is read again. It
// is of use to the very program that wrote it only: another may read by other rules. One that is missing, of another program or version,
// or damaged is made again.
//
// The file: a line that names the format; the SHA-256 of the program; the content of the version, the corpus and the lexicon, each after
// its length as little-endian uint64; the SHA-256 of all before it.
type readingFile struct {
	path string
	log  *slog.Logger

	mu sync.Mutex
}

const readingFormat = "readout reading 1\n"

var (
	errReading = errors.New("not what was written")
	errStale   = errors.New("of another version, or of another release of the program")
)

// program is the SHA-256 of the running program's file.
var program = sync.OnceValues(func() ([]byte, error) {
	path, err := os.Executable()
	if err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return nil, err
	}
	return sum.Sum(nil), nil
})

// write keeps a reading in the place of the one before, if it is still wanted. A crash leaves one of the two.
func (f *readingFile) write(x *index, wanted func() bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !wanted() {
		return
	}
	stamp, err := program()
	if err == nil {
		data := append([]byte(readingFormat), stamp...)
		for _, part := range [][]byte{[]byte(x.content), x.corpus.Pack(), x.words.Pack()} {
			data = append(binary.LittleEndian.AppendUint64(data, uint64(len(part))), part...)
		}
		sum := sha256.Sum256(data)
		err = maybe.WriteFile(f.path, append(data, sum[:]...), 0o600)
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
	var texts *reading.Corpus
	var words *retrieval.Lexicon
	if err == nil {
		texts, words, err = openReading(data, content, vectors)
	}
	if errors.Is(err, errStale) {
		f.log.Info("articles are read again, since what was kept is stale", "file", f.path, "error", err)
		return nil, nil
	}
	if err != nil {
		f.log.Warn("what was kept of a version is of no use, and its articles are read again", "file", f.path, "error", err)
		return nil, nil
	}
	f.log.Debug("a version was opened without reading its articles again", "file", f.path)
	return texts, words
}

// openReading reads the content of the file. errStale: it is of use to another program, or of another version.
func openReading(data []byte, content string, vectors retrieval.WordVectors) (*reading.Corpus, *retrieval.Lexicon, error) {
	stamp, err := program()
	if err != nil {
		return nil, nil, err
	}
	rest, ok := bytes.CutPrefix(data, []byte(readingFormat))
	if ok && len(rest) > len(stamp) && !bytes.HasPrefix(rest, stamp) {
		return nil, nil, errStale
	}
	if len(data) < sha256.Size || !ok || len(rest) < len(stamp)+sha256.Size {
		return nil, nil, fmt.Errorf("%w: its beginning is another", errReading)
	}
	if sum := sha256.Sum256(data[:len(data)-sha256.Size]); !bytes.Equal(sum[:], data[len(data)-sha256.Size:]) {
		return nil, nil, fmt.Errorf("%w: the checksum differs", errReading)
	}
	rest = rest[len(stamp) : len(rest)-sha256.Size]
	var parts [3]string
	for i := range parts {
		if len(rest) < 8 {
			return nil, nil, fmt.Errorf("%w: it is cut off", errReading)
		}
		n := binary.LittleEndian.Uint64(rest)
		if rest = rest[8:]; n > uint64(len(rest)) {
			return nil, nil, fmt.Errorf("%w: it is cut off", errReading)
		}
		parts[i] = string(rest[:n])
		rest = rest[n:]
	}
	if parts[0] != content {
		return nil, nil, errStale
	}
	texts, err := reading.Unpack(parts[1])
	if err != nil {
		return nil, nil, err
	}
	words, err := retrieval.UnpackLexicon(parts[2], texts, vectors)
	if err != nil {
		return nil, nil, err
	}
	return texts, words, nil
}
