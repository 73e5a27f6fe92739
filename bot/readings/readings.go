// Package readings writes down what was read of articles, their words included, so that they need not be read again. What is written is of
// use to the very program that wrote it only: another may read by other rules.
//
// The form: a line that names it; the SHA-256 of the program; what the articles are known by, what else the writer keeps, the corpus and
// the lexicon, each after its length as little-endian uint64; the SHA-256 of all before it.
package readings

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"readout/corpus/reading"
	"readout/retrieval"
)

// Format is the line that begins what was written.
const Format = "readout reading 2\n"

var (
	// ErrDamaged marks what was not written so.
	ErrDamaged = errors.New("not what was written")
	// ErrStale marks what is of other articles, or was written by another release.
	ErrStale = errors.New("of another version, or of another release of the program")
)

// Reading is what was read of articles.
type Reading struct {
	Corpus *reading.Corpus
	Words  *retrieval.Lexicon
	More   []byte // what else was written with them
}

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

// Pack writes down a reading of the articles that are known by key.
func Pack(key string, r Reading) ([]byte, error) {
	stamp, err := program()
	if err != nil {
		return nil, fmt.Errorf("tell which program reads: %w", err)
	}
	data := append([]byte(Format), stamp...)
	for _, part := range [][]byte{[]byte(key), r.More, r.Corpus.Pack(), r.Words.Pack()} {
		data = append(binary.LittleEndian.AppendUint64(data, uint64(len(part))), part...)
	}
	sum := sha256.Sum256(data)
	return append(data, sum[:]...), nil
}

// Unpack reads what Pack wrote. The error is ErrStale, ErrDamaged or that of a part.
func Unpack(data []byte, key string, vectors retrieval.WordVectors) (Reading, error) {
	stamp, err := program()
	if err != nil {
		return Reading{}, fmt.Errorf("tell which program reads: %w", err)
	}
	rest, ok := bytes.CutPrefix(data, []byte(Format))
	if ok && len(rest) > len(stamp) && !bytes.HasPrefix(rest, stamp) || !ok && bytes.HasPrefix(data, []byte(Format[:len(Format)-2])) {
		return Reading{}, ErrStale
	}
	if len(data) < sha256.Size || !ok || len(rest) < len(stamp)+sha256.Size {
		return Reading{}, fmt.Errorf("%w: its beginning is another", ErrDamaged)
	}
	if sum := sha256.Sum256(data[:len(data)-sha256.Size]); !bytes.Equal(sum[:], data[len(data)-sha256.Size:]) {
		return Reading{}, fmt.Errorf("%w: the checksum differs", ErrDamaged)
	}
	parts, err := partsOf(rest[len(stamp) : len(rest)-sha256.Size])
	if err != nil {
		return Reading{}, err
	}
	if parts[0] != key {
		return Reading{}, ErrStale
	}
	r := Reading{More: []byte(parts[1])}
	if r.Corpus, err = reading.Unpack(parts[2]); err != nil {
		return Reading{}, err
	}
	if r.Words, err = retrieval.UnpackLexicon(parts[3], r.Corpus, vectors); err != nil {
		return Reading{}, err
	}
	return r, nil
}

// partsOf are the key, what else was written, the corpus and the lexicon.
func partsOf(data []byte) (parts [4]string, err error) {
	for i := range parts {
		if len(data) < 8 {
			return parts, fmt.Errorf("%w: it is cut off", ErrDamaged)
		}
		n := binary.LittleEndian.Uint64(data)
		if data = data[8:]; n > uint64(len(data)) {
			return parts, fmt.Errorf("%w: it is cut off", ErrDamaged)
		}
		parts[i] = string(data[:n])
		data = data[n:]
	}
	return parts, nil
}
