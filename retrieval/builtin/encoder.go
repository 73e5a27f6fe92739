package builtin

import (
	"context"
	"fmt"
	"math"

	"readout/retrieval"
	"readout/retrieval/builtin/internal/bert"
	"readout/retrieval/builtin/internal/pack"
)

// encoderLength is how many pieces of a text the encoder takes, its two marks included.
const encoderLength = 128

var _ retrieval.Embedder = (*Encoder)(nil)

// Encoder embeds sentences and passages: all-MiniLM-L6-v2 (Reimers and Gurevych, Sentence-BERT, 2019; Wang et al., MiniLM, 2020), the
// mean of a transformer's outputs, brought to length 1. It is safe for concurrent use.
type Encoder struct {
	network *bert.Network
	marks   marks
	workers workers
}

// readEncoder reads the encoder's pack, and returns its table of pieces besides.
func readEncoder(p *pack.Pack, w workers) (*Encoder, pack.Quantized, error) {
	if err := checkName(p, EncoderName); err != nil {
		return nil, pack.Quantized{}, err
	}
	marks, err := readMarks(p)
	if err != nil {
		return nil, pack.Quantized{}, err
	}
	pieces, err := p.Quantized("words", pieceCount, bert.Width)
	if err != nil {
		return nil, pack.Quantized{}, err
	}
	network, err := bert.Read(p, pieces, encoderLength, 1)
	if err != nil {
		return nil, pack.Quantized{}, err
	}
	return &Encoder{network: network, marks: marks, workers: w}, pieces, nil
}

// Model implements retrieval.Embedder.
func (e *Encoder) Model() string { return EncoderName }

// Embed implements retrieval.Embedder. Passages and queries are treated alike. Of a long text the first 126 pieces count, some 90 to
// 100 English words. A text without words, even an empty one, has a vector all the same, which is near to none. The context is looked
// at between some texts and the next. Texts are embedded in parallel.
func (e *Encoder) Embed(ctx context.Context, _ retrieval.Purpose, texts []string) ([]retrieval.Vector, error) {
	all := make([]bert.Text, len(texts))
	for i, text := range texts {
		all[i] = e.text(text)
	}
	vectors := make([]retrieval.Vector, len(texts))
	err := e.workers.each(ctx, all, func(first int, some []bert.Text, w *bert.Workspace) {
		outputs := e.network.Encode(some, w)
		for i, text := range some {
			size := len(text.IDs) * bert.Width
			vectors[first+i] = meanDirection(outputs[:size])
			outputs = outputs[size:]
		}
	})
	if err != nil {
		return nil, fmt.Errorf("embedding %d texts: %w", len(texts), err)
	}
	return vectors, nil
}

// text returns the pieces of a text between their marks.
func (e *Encoder) text(text string) bert.Text {
	ids := e.marks.tokenizer.Append([]int32{e.marks.start}, text, encoderLength-2)
	return bert.Text{IDs: append(ids, e.marks.end), Second: len(ids) + 1}
}

// meanDirection is the sum of rows, brought to length 1.
func meanDirection(rows []float32) retrieval.Vector {
	v := make(retrieval.Vector, bert.Width)
	for i := 0; i < len(rows); i += bert.Width {
		for j, x := range rows[i:][:bert.Width] {
			v[j] += x
		}
	}
	var squares float64
	for _, x := range v {
		squares += float64(float64(x) * float64(x))
	}
	inverse := 1 / math.Sqrt(max(squares, 1e-24))
	for i := range v {
		v[i] = float32(float64(v[i]) * inverse)
	}
	return v
}
