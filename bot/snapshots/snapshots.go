// Package snapshots keeps versions of libraries ready to be searched: what was read of their articles, their words, and their vectors.
//
// A version is one file, which is named by what the version holds, so that servers with the same articles share it, and never changes. Its
// vectors are searched where they lie, mapped into memory where the system can. Files can be made again from the articles, and are of use
// to the program that wrote them only: another may read articles by other rules.
//
// A file is a line that names its form; the length of the reading as little-endian uint64; the reading, see bot/readings, with what Pack
// says of the vectors beside it; and the vectors' rows.
package snapshots

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/renameio/v2/maybe"

	"readout/bot/readings"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/chromem"
)

// format begins every file; the number is that of the form.
const format = "readout snapshot 1\n"

// What is wrong with a file. It is made again from the articles.
var (
	// ErrStale marks a file of another program, or of another model.
	ErrStale = errors.New("a snapshot of another release or model")
	// ErrDamaged marks what is not as it was written, or never was a snapshot.
	ErrDamaged = errors.New("not a whole snapshot")
)

// Folder is where snapshots lie. It belongs to one process, and is safe for concurrent use.
type Folder struct {
	path   string
	mapped atomic.Int64 // bytes

	sweeping sync.Mutex
}

// In is the folder at a path, which is made when the first snapshot is written.
func In(path string) *Folder { return &Folder{path: path} }

// Mapped is how many bytes of snapshots are mapped into memory: also of those that nobody refers to any more, until they are unmapped.
func (f *Folder) Mapped() int64 { return f.mapped.Load() }

// suffix ends the names of snapshots.
const suffix = ".snapshot"

var contents = regexp.MustCompile(`^[0-9a-zA-Z-]{8,128}$`)

// Path is the file of a content.
func (f *Folder) Path(content string) string { return filepath.Join(f.path, content+suffix) }

// Snapshot is one version, opened or to be written.
type Snapshot struct {
	Corpus  *reading.Corpus
	Words   *retrieval.Lexicon
	Vectors chromem.Packed
	Read    int // bytes that all but the vectors takes in the file
}

// beside is what stands beside the reading.
type beside struct {
	Model string `json:"model"`
	Size  int    `json:"size"` // dimensions
	Bytes int    `json:"bytes"`
	Sum   uint32 `json:"sum"` // CRC-32C of the rows
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Write writes the file of a content, and sets s.Read. It returns the snapshot with its vectors in the file. A crash leaves none, or the
// whole file.
func (f *Folder) Write(content string, s *Snapshot) (*Snapshot, error) {
	if !contents.MatchString(content) {
		return nil, fmt.Errorf("write a snapshot: %q names no content", content)
	}
	data, err := encode(content, s)
	runtime.KeepAlive(s.Vectors.Keep)
	if err == nil {
		err = os.MkdirAll(f.path, 0o700)
	}
	if err == nil {
		err = maybe.WriteFile(f.Path(content), data, 0o600)
	}
	if err != nil {
		return nil, fmt.Errorf("write a snapshot: %w", err)
	}
	file, err := os.Open(f.Path(content))
	if err != nil {
		return nil, fmt.Errorf("open a snapshot that was written: %w", err)
	}
	defer file.Close()
	written := *s
	if err := f.take(&written.Vectors, file, len(data)-len(s.Vectors.Rows), len(data)); err != nil {
		return nil, fmt.Errorf("open a snapshot that was written: %w", err)
	}
	return &written, nil
}

// take takes the rows from a file of some length, which they end.
func (f *Folder) take(v *chromem.Packed, file *os.File, from, length int) error {
	held, err := f.hold(file, length)
	if err == nil {
		v.Rows, v.Keep = held.data[from:], held
	}
	return err
}

func encode(content string, s *Snapshot) ([]byte, error) {
	rows := s.Vectors.Rows
	about, err := json.Marshal(beside{s.Vectors.Model, s.Vectors.Size, len(rows), crc32.Checksum(rows, castagnoli)})
	if err != nil {
		return nil, err
	}
	read, err := readings.Pack(content, readings.Reading{Corpus: s.Corpus, Words: s.Words, More: about})
	if err != nil {
		return nil, err
	}
	s.Read = len(read)
	data := make([]byte, 0, len(format)+8+len(read)+len(rows))
	data = append(binary.LittleEndian.AppendUint64(append(data, format...), uint64(len(read))), read...)
	return append(data, rows...), nil
}

// Open opens the file of a content whose vectors are of the model; words are the word vectors of its lexicon. The vectors stay mapped until
// nobody refers to Vectors.Keep. The error names the file: it is fs.ErrNotExist, ErrStale, ErrDamaged, or the file system's.
func (f *Folder) Open(content, model string, words retrieval.WordVectors) (*Snapshot, error) {
	if !contents.MatchString(content) {
		return nil, fmt.Errorf("open a snapshot: %w: %q names no content", fs.ErrNotExist, content)
	}
	s, err := f.open(content, model, words)
	if err != nil {
		return nil, fmt.Errorf("open snapshot %s: %w", f.Path(content), err)
	}
	return s, nil
}

func (f *Folder) open(content, model string, words retrieval.WordVectors) (*Snapshot, error) {
	file, err := os.Open(f.Path(content))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	s, rows, err := decode(file, info.Size(), content, model, words)
	if err != nil {
		return nil, err
	}
	return s, f.take(&s.Vectors, file, rows, int(info.Size()))
}

// held is the content of a file: read, or mapped, and unmapped when nobody refers to it any more.
type held struct{ data []byte }

// decode reads a file of some length. The vectors' rows are checked, and left where they are: they begin at the place that it returns.
func decode(file io.Reader, length int64, content, model string, words retrieval.WordVectors) (s *Snapshot, rows int, err error) {
	head := make([]byte, len(format)+8)
	if _, err := io.ReadFull(file, head); err != nil {
		return nil, 0, fmt.Errorf("%w: its beginning is cut off", ErrDamaged)
	}
	if !bytes.HasPrefix(head, []byte(format)) {
		if strings.HasPrefix(string(head), format[:len(format)-len("1\n")]) {
			return nil, 0, fmt.Errorf("%w: its form is another", ErrStale)
		}
		return nil, 0, fmt.Errorf("%w: its beginning is another", ErrDamaged)
	}
	n, rest := binary.LittleEndian.Uint64(head[len(format):]), length-int64(len(head))
	if rest < 0 || n > uint64(rest) {
		return nil, 0, fmt.Errorf("%w: it is cut off", ErrDamaged)
	}
	data := make([]byte, n)
	if _, err := io.ReadFull(file, data); err != nil {
		return nil, 0, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	read, err := readings.Unpack(data, content, words)
	var about beside
	if err == nil {
		err = json.Unmarshal(read.More, &about)
	}
	if errors.Is(err, readings.ErrStale) {
		return nil, 0, fmt.Errorf("%w: %w", ErrStale, err)
	}
	if err != nil {
		return nil, 0, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if about.Model != model {
		return nil, 0, fmt.Errorf("%w: its vectors are of %q, wanted are those of %q", ErrStale, about.Model, model)
	}
	sum := crc32.New(castagnoli)
	there, err := io.Copy(sum, file)
	if err != nil {
		return nil, 0, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if there != int64(about.Bytes) || there != rest-int64(n) {
		return nil, 0, fmt.Errorf("%w: it has %d bytes of vectors, and should have %d", ErrDamaged, there, about.Bytes)
	}
	if sum.Sum32() != about.Sum {
		return nil, 0, fmt.Errorf("%w: the sum of its vectors differs", ErrDamaged)
	}
	s = &Snapshot{
		Corpus: read.Corpus, Words: read.Words, Vectors: chromem.Packed{Model: about.Model, Size: about.Size}, Read: int(n),
	}
	return s, len(head) + int(n), nil
}

// unfinished is how old a file is that a crash left while it was written.
const unfinished = 24 * time.Hour

// Sweep removes the snapshots that are in no wishes, and what a crash left of writing one.
func (f *Folder) Sweep(wishes []*Wishes) error {
	f.sweeping.Lock()
	defer f.sweeping.Unlock()
	wanted := map[string]bool{}
	for _, w := range wishes {
		entries, err := os.ReadDir(w.dir)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("sweep the snapshots: %w", err)
		}
		for _, e := range entries {
			wanted[e.Name()] = true
		}
	}
	entries, err := os.ReadDir(f.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("sweep the snapshots: %w", err)
	}
	var errs []error
	for _, e := range entries {
		content, whole := strings.CutSuffix(e.Name(), suffix)
		if whole && wanted[content] {
			continue
		}
		if info, err := e.Info(); !whole && (err != nil || time.Since(info.ModTime()) < unfinished) {
			continue
		}
		if err := os.Remove(filepath.Join(f.path, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, fmt.Errorf("sweep the snapshots: %w", err))
		}
	}
	return errors.Join(errs...)
}
