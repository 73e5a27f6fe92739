package builtin

import (
	"math"

	"readout/retrieval/builtin/internal/pack"
)

const (
	wordCount      = 20_000
	wordDimensions = 100
)

// wordVectors are the vectors of the most frequent words. The scale of a stored row is the same in each of its dimensions, so
// that cosines need none.
type wordVectors struct {
	rows           map[string]uint16 // by word
	vectors        pack.Quantized
	inverseLengths []float32 // of the rows' int8 values
}

func readWordVectors(p *pack.Pack) (*wordVectors, error) {
	words, err := p.Texts("words", wordCount)
	if err != nil {
		return nil, err
	}
	vectors, err := p.Quantized("words/vectors", wordCount, wordDimensions)
	if err != nil {
		return nil, err
	}
	w := &wordVectors{rows: make(map[string]uint16, wordCount), vectors: vectors, inverseLengths: make([]float32, wordCount)}
	for row, word := range words {
		w.rows[word] = uint16(row)
		v := vectors.Bytes(row)
		w.inverseLengths[row] = float32(1 / math.Sqrt(max(float64(dot(v, v)), 1)))
	}
	return w, nil
}

func (w *wordVectors) known(word string) bool {
	_, ok := w.rows[word]
	return ok
}

func (w *wordVectors) cosine(a, b string) (cos float64, ok bool) {
	rowA, okA := w.rows[a]
	rowB, okB := w.rows[b]
	if !okA || !okB {
		return 0, false
	}
	if rowA == rowB {
		return 1, true
	}
	product := float64(dot(w.vectors.Bytes(int(rowA)), w.vectors.Bytes(int(rowB))))
	cos = product * float64(w.inverseLengths[rowA]) * float64(w.inverseLengths[rowB])
	return min(max(cos, -1), 1), true
}

// dot is the product of two rows of int8 values of equal length.
func dot(a, b []byte) int32 {
	var sum int32
	for i, x := range a {
		sum += int32(int8(x)) * int32(int8(b[i]))
	}
	return sum
}
