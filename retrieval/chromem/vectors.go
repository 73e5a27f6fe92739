package chromem

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"

	"github.com/google/renameio/v2/maybe"

	"readout/corpus/parallel"
	"readout/corpus/reading"
	"readout/retrieval"
)

// What a caller may have to tell apart when vectors are read.
var (
	ErrForeign    = errors.New("not a file of vectors that this program reads")
	ErrDamaged    = errors.New("damaged file of vectors")
	ErrOtherModel = errors.New("vectors of another model")
)

// Vectors is what a model made of sentences and passages, found by the text. A text that was changed is not found, so no stale vector is
// ever used. It is immutable once built, and a nil *Vectors is empty.
//
// Components are rounded to bfloat16, so that an index is the same whether its vectors were just embedded or read from a file; this
// moves a unit vector by less than a millionth in cosine.
type Vectors struct {
	model   string
	version string // of the corpus they were made for
	size    int    // dimensions; 0 while empty
	byText  map[textHash]retrieval.Vector
}

// textHash identifies an embedded text: the first half of its SHA-256.
type textHash [16]byte

func hashText(text string) textHash {
	sum := sha256.Sum256([]byte(text))
	return textHash(sum[:16])
}

func newVectors(model, version string) *Vectors {
	return &Vectors{model: model, version: version, byText: map[textHash]retrieval.Vector{}}
}

// Model is the vector space.
func (v *Vectors) Model() string { return v.model }

// Version is the corpus version that the vectors were made for.
func (v *Vectors) Version() string { return v.version }

// Len is the number of texts.
func (v *Vectors) Len() int { return len(v.byText) }

// Vector is a text's vector; it is not to be changed.
func (v *Vectors) Vector(text string) (retrieval.Vector, bool) {
	vector, ok := v.byText[hashText(text)]
	return vector, ok
}

// Union is the vectors of both, which must be of one model: those of another are left out. Nil is empty, and the result is not nil.
func Union(a, b *Vectors) *Vectors {
	if a == nil {
		a = newVectors("", "")
		if b != nil {
			a = newVectors(b.model, b.version)
		}
	}
	out := newVectors(a.model, a.version)
	larger, smaller := a, b
	if b != nil && b.Len() > a.Len() {
		larger, smaller = b, a
	}
	for _, v := range []*Vectors{larger, smaller} {
		if v == nil || v.model != a.model || len(v.byText) == 0 || out.size > 0 && v.size != out.size {
			continue
		}
		out.size = v.size
		if len(out.byText) == 0 {
			out.byText = maps.Clone(v.byText)
			continue
		}
		maps.Copy(out.byText, v.byText)
	}
	return out
}

// Without is the vectors of the texts that known, which may be nil, does not have.
func (v *Vectors) Without(known *Vectors) *Vectors {
	out := newVectors(v.model, v.version)
	out.size = v.size
	for text, vector := range v.byText {
		if known != nil && known.model == v.model {
			if _, ok := known.byText[text]; ok {
				continue
			}
		}
		out.byText[text] = vector
	}
	return out
}

// Of is those of the vectors that are of texts of a corpus. Nil is empty.
func (v *Vectors) Of(c *reading.Corpus) *Vectors {
	if v == nil {
		return newVectors("", "")
	}
	out := newVectors(v.model, v.version)
	for _, p := range retrieval.Indexed(c) {
		out.share(v, p.Text)
		for _, s := range p.Sentences {
			out.share(v, s.Text)
		}
	}
	return out
}

// layOut puts the vectors of texts, which are all there, one after the other into one piece of memory, where they are found from now on.
func (v *Vectors) layOut(texts []string) []float32 {
	rows := make([]float32, len(texts)*v.size)
	for i, text := range texts {
		row := retrieval.Vector(rows[i*v.size:][:v.size:v.size])
		h := hashText(text)
		copy(row, v.byText[h])
		v.byText[h] = row
	}
	return rows
}

// share keeps the vector that known, which may be nil, has of the text; false when it has none, or is of another model.
func (v *Vectors) share(known *Vectors, text string) bool {
	if known == nil || known.model != v.model || v.size > 0 && known.size != v.size {
		return false
	}
	h := hashText(text)
	vector, ok := known.byText[h]
	if ok {
		v.size = known.size
		v.byText[h] = vector
	}
	return ok
}

// add keeps a copy of the vector, rounded.
func (v *Vectors) add(text string, vector retrieval.Vector) error {
	if len(vector) == 0 {
		return fmt.Errorf("%w: no dimensions", ErrVector)
	}
	if v.size == 0 {
		v.size = len(vector)
	}
	if err := v.check(vector); err != nil {
		return err
	}
	rounded := make(retrieval.Vector, len(vector))
	for i, c := range vector {
		rounded[i] = fromBfloat16(toBfloat16(c))
	}
	normalise(rounded)
	v.byText[hashText(text)] = rounded
	return nil
}

// check refuses a vector that can't be compared with these.
func (v *Vectors) check(vector retrieval.Vector) error {
	if v.size > 0 && len(vector) != v.size {
		return fmt.Errorf("%w: %d dimensions, %s has %d", ErrVector, len(vector), v.model, v.size)
	}
	length := lengthOf(vector)
	if fits(length) || len(vector) == 0 {
		return nil
	}
	for i, c := range vector {
		if math.IsNaN(float64(c)) || math.IsInf(float64(c), 0) {
			return fmt.Errorf("%w: component %d is %v", ErrVector, i, c)
		}
	}
	return fmt.Errorf("%w: its length is %.3g", ErrVector, length)
}

// fits reports whether a length is about one. That of a vector with a component that is no finite number is none, either.
func fits(length float64) bool { return math.Abs(length-1) <= .01 }

func lengthOf(v retrieval.Vector) float64 {
	var square float64
	for _, c := range v {
		square += float64(c) * float64(c)
	}
	return math.Sqrt(square)
}

// normalise makes the length one, as closely as float32 can: chromem-go would otherwise do so again, in a copy.
func normalise(v retrieval.Vector) { divide(v, lengthOf(v)) }

func divide(v retrieval.Vector, length float64) {
	for i := range v {
		v[i] = float32(float64(v[i]) / length)
	}
}

// toBfloat16 keeps the upper half of a float32, rounded to the nearest, ties to even.
func toBfloat16(f float32) uint16 {
	bits := math.Float32bits(f)
	return uint16((bits + 0x7fff + bits>>16&1) >> 16)
}

func fromBfloat16(b uint16) float32 { return math.Float32frombits(uint32(b) << 16) }

// The file: magic (with the format's number), model, version, dimensions, count; then for each text, ordered by hash, its hash and
// components; then the SHA-256 of all before it. Strings are preceded by their length; numbers are little-endian uint32, components
// bfloat16.
const (
	magic   = "readout vectors 1\n"
	maxName = 1 << 10
	maxSize = 1 << 14 // dimensions
)

// MarshalBinary is the content of the file.
func (v *Vectors) MarshalBinary() ([]byte, error) {
	if len(v.model) > maxName || len(v.version) > maxName || v.size > maxSize {
		return nil, fmt.Errorf("marshal vectors of model %.40q: name or dimensions too large", v.model)
	}
	out := []byte(magic)
	for _, s := range []string{v.model, v.version} {
		out = binary.LittleEndian.AppendUint32(out, uint32(len(s)))
		out = append(out, s...)
	}
	out = binary.LittleEndian.AppendUint32(out, uint32(v.size))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(v.byText)))
	hashes := make([]textHash, 0, len(v.byText))
	for h := range v.byText {
		hashes = append(hashes, h)
	}
	slices.SortFunc(hashes, func(a, b textHash) int { return bytes.Compare(a[:], b[:]) })
	out = slices.Grow(out, len(hashes)*(len(textHash{})+2*v.size)+sha256.Size)
	for _, h := range hashes {
		out = append(out, h[:]...)
		for _, c := range v.byText[h] {
			out = binary.LittleEndian.AppendUint16(out, toBfloat16(c))
		}
	}
	sum := sha256.Sum256(out)
	return append(out, sum[:]...), nil
}

// WriteFile writes the vectors so that a crash leaves the old file or the new one.
func (v *Vectors) WriteFile(path string) error {
	data, err := v.MarshalBinary()
	if err != nil {
		return err
	}
	if err := maybe.WriteFile(path, data, 0o600); err != nil {
		return fmt.Errorf("write vectors: %w", err)
	}
	return nil
}

// ReadFile reads what WriteFile wrote, for use with a model. The error is ErrForeign, ErrDamaged, ErrOtherModel, or the file
// system's.
func ReadFile(path, model string) (*Vectors, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read vectors: %w", err)
	}
	v, err := Decode(data, model)
	if err != nil {
		return nil, fmt.Errorf("read vectors from %s: %w", path, err)
	}
	return v, nil
}

// Decode is ReadFile for the content of the file. It allocates no more than a small multiple of it.
func Decode(data []byte, model string) (*Vectors, error) {
	body, ok := bytes.CutPrefix(data, []byte(magic))
	if !ok {
		return nil, ErrForeign
	}
	if len(body) < sha256.Size {
		return nil, fmt.Errorf("%w: %d bytes", ErrDamaged, len(data))
	}
	body = body[:len(body)-sha256.Size]
	if sum := sha256.Sum256(data[:len(data)-sha256.Size]); !bytes.Equal(sum[:], data[len(data)-sha256.Size:]) {
		return nil, fmt.Errorf("%w: the checksum differs", ErrDamaged)
	}
	r := reader{rest: body}
	v := newVectors(r.text(), r.text())
	v.size = int(r.number(maxSize))
	count := int(r.number(math.MaxUint32))
	if entry := len(textHash{}) + 2*v.size; r.failed || len(r.rest)%entry != 0 || len(r.rest)/entry != count || v.size == 0 && count > 0 {
		return nil, fmt.Errorf("%w: its lengths don't add up", ErrDamaged)
	}
	if v.model != model {
		return nil, fmt.Errorf("%w: made by %q, wanted for %q", ErrOtherModel, v.model, model)
	}
	if err := v.decode(r.rest, count); err != nil {
		return nil, err
	}
	if len(v.byText) != count {
		return nil, fmt.Errorf("%w: a text stands twice", ErrDamaged)
	}
	return v, nil
}

// decode reads the vectors, each with its hash before it.
func (v *Vectors) decode(data []byte, count int) error {
	const together = 64 // vectors in one allocation
	entry := len(textHash{}) + 2*v.size
	vectors, failed := make([]retrieval.Vector, count), make([]error, count)
	parallel.Each((count+together-1)/together, func(part int) {
		from, to := part*together, min((part+1)*together, count)
		room := make(retrieval.Vector, (to-from)*v.size)
		for n := from; n < to; n++ {
			components := data[n*entry+len(textHash{}) : (n+1)*entry]
			vector := room[:v.size:v.size]
			room = room[v.size:]
			for i := range vector {
				vector[i] = fromBfloat16(binary.LittleEndian.Uint16(components[2*i:]))
			}
			length := lengthOf(vector)
			if !fits(length) {
				failed[n] = v.check(vector)
				continue
			}
			divide(vector, length)
			vectors[n] = vector
		}
	})
	v.byText = make(map[textHash]retrieval.Vector, count)
	for n, vector := range vectors {
		if failed[n] != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, failed[n])
		}
		v.byText[textHash(data[n*entry:])] = vector
	}
	return nil
}

// reader takes a file apart; after a failure it gives zeros.
type reader struct {
	rest   []byte
	failed bool
}

func (r *reader) take(n int) []byte {
	if n > len(r.rest) {
		r.failed, r.rest = true, nil
		return make([]byte, n)
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}

func (r *reader) number(most uint32) uint32 {
	n := binary.LittleEndian.Uint32(r.take(4))
	if n > most {
		r.failed = true
		return 0
	}
	return n
}

func (r *reader) text() string { return string(r.take(int(r.number(maxName)))) }
