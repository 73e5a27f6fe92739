// Package bert computes transformer encoders of the BERT family (Devlin et al., 2019): the sum of embeddings of pieces, positions and
// types, normalised; then layers of self-attention and a feed-forward part, each added to its input and normalised (Vaswani et al.,
// 2017).
//
// Weights are int8, and so is the input of each product with them, a row at a time (see int8mul); all else is float32. Texts of any
// length are computed together, one after the other in the rows of the same matrices; what comes out for one does not depend on the
// others.
package bert

import (
	"fmt"
	"math"

	"readout/retrieval/builtin/internal/floats"
	"readout/retrieval/builtin/internal/int8mul"
	"readout/retrieval/builtin/internal/matmul"
	"readout/retrieval/builtin/internal/pack"
)

// The shape of the networks.
const (
	Layers   = 6
	Width    = 384 // of a row between the layers
	inner    = 1536
	heads    = 12
	headSize = Width / heads
	epsilon  = 1e-12 // of the norms
)

// Network is an encoder. It is immutable and safe for concurrent use. Its word table and its weights lie in the packs that it was
// read from.
type Network struct {
	words     pack.Quantized
	positions []float32
	types     []float32
	norm      norm
	layers    [Layers]layer
}

type layer struct {
	qkv          dense // queries, keys and values, for all heads
	attended     dense
	attendedNorm norm
	widen        dense
	narrow       dense
	narrowNorm   norm
}

type dense struct {
	weights pack.Panels
	bias    []float32
}

type norm struct{ scale, bias []float32 }

// Read reads a network for texts of at most the given length and number of types, with a word table that another may share.
func Read(p *pack.Pack, words pack.Quantized, length, types int) (*Network, error) {
	if words.Columns != Width {
		return nil, fmt.Errorf("word table of width %d, want %d", words.Columns, Width)
	}
	r := reader{pack: p}
	n := &Network{words: words, positions: r.floats("positions", length, Width), types: r.floats("types", types, Width), norm: r.norm("norm")}
	for i := range n.layers {
		prefix := fmt.Sprintf("layer%d/", i)
		n.layers[i] = layer{
			qkv:          r.dense(prefix+"qkv", Width, 3*Width),
			attended:     r.dense(prefix+"attended", Width, Width),
			attendedNorm: r.norm(prefix + "attended/norm"),
			widen:        r.dense(prefix+"widen", Width, inner),
			narrow:       r.dense(prefix+"narrow", inner, Width),
			narrowNorm:   r.norm(prefix + "narrow/norm"),
		}
	}
	if r.err != nil {
		return nil, r.err
	}
	return n, nil
}

// reader reads tables until its first error; after it, what it returns means nothing.
type reader struct {
	pack *pack.Pack
	err  error
}

func (r *reader) floats(name string, rows, columns int) []float32 {
	values, err := r.pack.Float32s(name, rows, columns)
	r.fail(err)
	return values
}

func (r *reader) norm(name string) norm {
	return norm{r.floats(name+"/scale", 1, Width), r.floats(name+"/bias", 1, Width)}
}

func (r *reader) dense(name string, inputs, outputs int) dense {
	weights, err := r.pack.Panels(name, outputs, inputs)
	r.fail(err)
	return dense{weights, r.floats(name+"/bias", 1, outputs)}
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// Text is the pieces of a text.
type Text struct {
	IDs []int32
	// Second is where the pieces of type 1 begin; those before are of type 0. It may be the length.
	Second int
}

// Length is the greatest that a text may have, in pieces.
func (n *Network) Length() int { return len(n.positions) / Width }

// Workspace is what Encode computes in. It serves one call at a time, and grows to the largest.
type Workspace struct {
	state   []float32 // between the layers
	wide    []float32 // queries, keys and values; then the inside of the feed-forward part
	context []float32 // what attention collects; then what is added to the state
	scores  []float32 // of each piece for each
	rounded int8mul.Rows
	keys    matmul.Matrix
	values  matmul.Matrix
}

// Encode returns the outputs for the pieces of all texts, Width values each, in order. They are part of the workspace: its next use
// overwrites them. No text is longer than n.Length, or of pieces that the word table does not have.
func (n *Network) Encode(texts []Text, w *Workspace) []float32 {
	rows := 0
	for _, text := range texts {
		rows += len(text.IDs)
	}
	if rows == 0 {
		return nil
	}
	w.state = sized(w.state, rows*Width)
	at := 0
	for _, text := range texts {
		for i, id := range text.IDs {
			row := w.state[at:][:Width]
			n.words.Row(int(id), row)
			kind := 0
			if i >= text.Second {
				kind = 1
			}
			types, positions := n.types[kind*Width:][:Width], n.positions[i*Width:][:Width]
			for j := range row {
				row[j] += positions[j] + types[j]
			}
			at += Width
		}
	}
	floats.Norm(w.state, n.norm.scale, n.norm.bias, epsilon)
	for i := range n.layers {
		n.layers[i].attend(texts, w)
		n.layers[i].feedForward(w)
	}
	return w.state
}

// attend puts the layer's attention into the state.
func (l *layer) attend(texts []Text, w *Workspace) {
	rows := len(w.state) / Width
	w.rounded.Round(w.state, Width)
	l.qkv.set(&w.wide, w)
	w.context = sized(w.context, (int8mul.PadRows(rows)+matmul.RowTile)*Width)
	at := 0
	for _, text := range texts {
		w.attendWithin(at, len(text.IDs))
		at += len(text.IDs)
	}
	w.rounded.Round(w.context[:rows*Width], Width)
	l.attended.set(&w.context, w)
	floats.AddNorm(w.state, w.context[:rows*Width], l.attendedNorm.scale, l.attendedNorm.bias, epsilon)
}

// attendWithin computes the context of one text's pieces, whose first row is given, from their queries, keys and values.
func (w *Workspace) attendWithin(first, pieces int) {
	if pieces == 0 {
		return
	}
	const stride = 3 * Width
	rows := matmul.PadRows(pieces) // those after the last piece are other texts' or left over: they are computed and not looked at
	qkv := w.wide[first*stride:]
	scoreStride := matmul.PadColumns(pieces)
	w.scores = sized(w.scores, rows*scoreStride)
	for head := range heads {
		at := head * headSize
		w.keys.Reset(headSize, pieces)
		w.values.Reset(pieces, headSize)
		for i := range pieces {
			row := qkv[i*stride:][:stride]
			w.keys.SetColumn(i, row[Width+at:][:headSize])
			w.values.SetRow(i, row[2*Width+at:][:headSize])
		}
		clear(w.scores)
		matmul.MulAdd(w.scores, scoreStride, qkv[at:], stride, pieces, &w.keys)
		for i := range pieces {
			floats.Softmax(w.scores[i*scoreStride:][:scoreStride], pieces, 1/float32(math.Sqrt(headSize)))
		}
		context := w.context[first*Width+at:]
		for i := range rows {
			clear(context[i*Width:][:headSize])
		}
		matmul.MulAdd(context, Width, w.scores, scoreStride, pieces, &w.values)
	}
}

// feedForward puts the layer's feed-forward part into the state.
func (l *layer) feedForward(w *Workspace) {
	rows := len(w.state) / Width
	w.rounded.Round(w.state, Width)
	l.widen.set(&w.wide, w)
	wide := w.wide[:rows*inner]
	floats.GELU(wide)
	w.rounded.Round(wide, inner)
	l.narrow.set(&w.context, w)
	floats.AddNorm(w.state, w.context[:rows*Width], l.narrowNorm.scale, l.narrowNorm.bias, epsilon)
}

// set makes dst what the layer answers to the rounded rows. It has room for some rows more, of which attention within the last text
// reads a few.
func (d *dense) set(dst *[]float32, w *Workspace) {
	*dst = sized(*dst, (int8mul.PadRows(w.rounded.Len())+matmul.RowTile)*len(d.bias))
	int8mul.Mul(*dst, &w.rounded, &d.weights, d.bias)
}

// sized returns a slice of the given length, in the memory of s where that is enough. What is in it means nothing.
func sized(s []float32, length int) []float32 {
	if length > cap(s) {
		return make([]float32, length)
	}
	return s[:length]
}
