package chromem

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"runtime/debug"

	"readout/corpus/parallel"
	"readout/retrieval"
)

// ErrPacked marks rows that are not those of the texts they are opened for.
var ErrPacked = errors.New("not the packed vectors of these texts")

// Packed is the vectors of an index at eight bits a component, a quarter of what they take in memory otherwise, and little enough to be
// searched where they lie: in a file that is mapped. A cosine is off by less than a hundredth, mostly by less than a thousandth.
type Packed struct {
	Model string
	Size  int    // dimensions
	Rows  []byte // a row for each distinct text, in the order in which the corpus has them; never written to
	Keep  any    // what Rows are part of: it is held for as long as an index over them is
}

// scaleSize is how many bytes precede the components of a row: the float32 by which they are multiplied.
const scaleSize = 4

// Pack is the vectors of the index, packed; of an opened one those that it was opened with.
func (x *Index) Pack() Packed {
	p := Packed{Model: x.vectors.model, Size: x.vectors.size}
	switch rows := x.rows.(type) {
	case packedRows:
		p.Rows, p.Keep = rows.data, rows.keep
	case floatRows:
		p.Rows = packRows(rows.data, rows.size)
	}
	return p
}

// Open is the index of a lexicon's corpus whose vectors were packed: it embeds nothing, and holds nothing but what is packed. It ranks as
// the index that they are of does, but for the cosines' last digits. The error is ErrPacked.
func Open(words *retrieval.Lexicon, version string, p Packed) (*Index, error) {
	x := newIndex(words, version)
	texts := x.collect()
	if p.Size < 0 || p.Size > maxSize || p.Size == 0 && len(texts) > 0 || len(p.Rows) != len(texts)*(scaleSize+p.Size) {
		return nil, fmt.Errorf("%w: %d bytes for %d texts of %d dimensions", ErrPacked, len(p.Rows), len(texts), p.Size)
	}
	rows := packedRows{p.Size, p.Rows, p.Keep}
	err := guarded(func() error {
		for text := range texts {
			if scale, _ := rows.row(int32(text)); !(scale > 0 && scale <= 1) {
				return fmt.Errorf("%w: row %d has the scale %v", ErrPacked, text, scale)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	x.holdPacked(rows, p.Model)
	return x, nil
}

// holdPacked has the texts searched by packed vectors of a model.
func (x *Index) holdPacked(rows packedRows, model string) {
	x.vectors = newVectors(model, x.version)
	x.vectors.size, x.rows = rows.size, rows
}

// packRows packs unit vectors that lie one after the other.
func packRows(vectors []float32, size int) []byte {
	if size == 0 {
		return nil
	}
	n := len(vectors) / size
	out := make([]byte, n*(scaleSize+size))
	parallel.Each(n, func(i int) {
		packRow(out[i*(scaleSize+size):][:scaleSize+size], vectors[i*size:][:size])
	})
	return out
}

// packRow scales a vector so that its largest component takes up all of eight bits. What it is multiplied by to read it again makes its
// length one, which rounding may have changed.
func packRow(out []byte, vector retrieval.Vector) {
	scale := math.MaxInt8 / float64(largest(vector))
	square := 0
	for i, c := range vector {
		cell := int8(math.RoundToEven(float64(c) * scale))
		out[scaleSize+i] = byte(cell)
		square += int(cell) * int(cell)
	}
	binary.LittleEndian.PutUint32(out, math.Float32bits(float32(1/math.Sqrt(float64(square)))))
}

func largest(vector retrieval.Vector) (most float32) {
	for _, c := range vector {
		most = max(most, c, -c)
	}
	return most
}

// packedRows are Packed.Rows.
type packedRows struct {
	size int
	data []byte
	keep any
}

func (r packedRows) row(text int32) (scale float32, cells []byte) {
	row := r.data[int(text)*(scaleSize+r.size):][:scaleSize+r.size]
	return math.Float32frombits(binary.LittleEndian.Uint32(row)), row[scaleSize:]
}

// against implements rows. The query is rounded as finely as the sum, of whole numbers, has room for: so every machine ranks alike.
func (r packedRows) against(query retrieval.Vector) func(text int32) float32 {
	most := min(math.MaxInt16, math.MaxInt32/(math.MaxInt8*max(r.size, 1)))
	fine := float64(most) / float64(largest(query))
	rounded := make([]int32, len(query))
	for i, c := range query {
		rounded[i] = int32(math.RoundToEven(float64(c) * fine))
	}
	return func(text int32) float32 {
		scale, cells := r.row(text)
		return float32(float64(dotPacked(cells, rounded)) * (float64(scale) / fine))
	}
}

// dotPacked is the product of components of eight bits with as many whole numbers.
func dotPacked(cells []byte, query []int32) int32 {
	var s0, s1, s2, s3 int32
	for len(cells) >= 4 && len(query) >= 4 {
		s0 += int32(int8(cells[0])) * query[0]
		s1 += int32(int8(cells[1])) * query[1]
		s2 += int32(int8(cells[2])) * query[2]
		s3 += int32(int8(cells[3])) * query[3]
		cells, query = cells[4:], query[4:]
	}
	for i, c := range cells {
		s0 += int32(int8(c)) * query[i]
	}
	return s0 + s1 + s2 + s3
}

// guarded calls f, which reads what may be a mapped file. A page that cannot be read, of a file that was cut off or of a disk that fails,
// is ErrDamaged, where it would end the program.
func guarded(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		switch fault := recover().(type) {
		case nil:
		case interface {
			error
			Addr() uintptr
		}:
			err = fmt.Errorf("%w: a page cannot be read: %w", ErrDamaged, fault)
		default:
			panic(fault)
		}
	}()
	return f()
}
