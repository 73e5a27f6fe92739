package builtin

import (
	"fmt"
	"math"

	"readout/retrieval"
	"readout/retrieval/builtin/internal/matmul"
	"readout/retrieval/builtin/internal/pack"
)

// The shape of the network.
const (
	vocabularySize = 8000
	embeddings     = 8002 // two more than pieces, as published
	embeddingSize  = 256  // of a piece
	layers         = 2
	heads          = 4
	wideSize       = 1536 // within the feed-forward part
	maxTokens      = 128
	epsilon        = 1e-6 // of the layer norms
)

// network is the encoder of Cer et al., "Universal Sentence Encoder" (2018), in its Lite form: a transformer encoder (Vaswani et
// al., 2017) that normalises before each part, the mean of its outputs, a dense layer with tanh, and length 1.
//
// Its weights are stored as int8. The table of embeddings, a quarter of them, of which a text needs a few rows, stays so; the
// matrices are expanded once.
type network struct {
	embeddings pack.Quantized
	timing     []float32 // what is added for the position: maxTokens x embeddingSize
	residual   dense     // carries the first layer's input, which is narrower, past its attention
	layers     [layers]layer
	hidden     dense
}

type layer struct {
	size        int // of its inputs
	norm        layerNorm
	qkv         dense // queries, keys and values, for all heads
	attended    dense
	forwardNorm layerNorm
	widen       dense
	narrow      dense
}

type dense struct {
	weights *matmul.Matrix
	bias    []float32
}

type layerNorm struct{ scale, bias []float32 }

func readNetwork(p *pack.Pack) (*network, error) {
	r := networkReader{pack: p}
	n := &network{
		embeddings: r.quantized("embeddings", embeddings, embeddingSize),
		timing:     timingSignal(r.floats("timing", embeddingSize/2)),
		residual:   r.dense("residual", embeddingSize, Dimensions),
		hidden:     r.dense("hidden", Dimensions, Dimensions),
	}
	size := embeddingSize
	for i := range n.layers {
		prefix := fmt.Sprintf("layer%d/", i)
		n.layers[i] = layer{
			size:        size,
			norm:        layerNorm{r.floats(prefix+"norm/scale", size), r.floats(prefix+"norm/bias", size)},
			qkv:         r.dense(prefix+"qkv", size, 3*size),
			attended:    r.dense(prefix+"attended", size, Dimensions),
			forwardNorm: layerNorm{r.floats(prefix+"forward/norm/scale", Dimensions), r.floats(prefix+"forward/norm/bias", Dimensions)},
			widen:       r.dense(prefix+"widen", Dimensions, wideSize),
			narrow:      r.dense(prefix+"narrow", wideSize, Dimensions),
		}
		size = Dimensions
	}
	return n, r.err
}

// networkReader reads tables until its first error; after it, what it returns means nothing.
type networkReader struct {
	pack *pack.Pack
	err  error
}

func (r *networkReader) floats(name string, columns int) []float32 {
	values, err := r.pack.Float32s(name, 1, columns)
	if err != nil {
		r.fail(err)
		return make([]float32, columns)
	}
	return values
}

func (r *networkReader) quantized(name string, rows, columns int) pack.Quantized {
	q, err := r.pack.Quantized(name, rows, columns)
	if err != nil {
		r.fail(err)
	}
	return q
}

func (r *networkReader) dense(name string, inputs, outputs int) dense {
	d := dense{weights: matmul.NewMatrix(inputs, outputs), bias: r.floats(name+"/bias", outputs)}
	q := r.quantized(name, outputs, inputs)
	if r.err != nil {
		return d
	}
	column := make([]float32, inputs)
	for o := range outputs {
		q.Row(o, column)
		d.weights.SetColumn(o, column)
	}
	return d
}

func (r *networkReader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// timingSignal returns the sines and then the cosines of each position at each inverse time scale.
func timingSignal(inverseScales []float32) []float32 {
	signal := make([]float32, 0, maxTokens*2*len(inverseScales))
	for position := range maxTokens {
		for _, scale := range inverseScales {
			signal = append(signal, float32(math.Sin(float64(float32(position)*scale))))
		}
		for _, scale := range inverseScales {
			signal = append(signal, float32(math.Cos(float64(float32(position)*scale))))
		}
	}
	return signal
}

// workspace is what encode computes in: matrices of maxTokens rows, packed to the size of the text at hand.
type workspace struct {
	input      []float32 // embeddings with positions
	normalized []float32
	wide       []float32 // queries, keys and values; then the inside of the feed-forward part
	context    []float32 // what attention collects
	state      []float32 // between the layers
	scores     []float32 // of each token for each
	keys       matmul.Matrix
	values     matmul.Matrix
	mean       []float32
	out        []float32
}

func newWorkspace() *workspace {
	return &workspace{
		input:      make([]float32, maxTokens*embeddingSize),
		normalized: make([]float32, maxTokens*Dimensions),
		wide:       make([]float32, maxTokens*wideSize),
		context:    make([]float32, maxTokens*Dimensions),
		state:      make([]float32, maxTokens*Dimensions),
		scores:     make([]float32, maxTokens*maxTokens),
		mean:       make([]float32, matmul.RowTile*Dimensions),
		out:        make([]float32, matmul.RowTile*Dimensions),
	}
}

// encode returns the unit vector of a text's pieces, at most maxTokens.
func (n *network) encode(ids []int32, w *workspace) retrieval.Vector {
	mean := w.mean[:Dimensions]
	clear(mean)
	if len(ids) > 0 {
		n.meanState(ids, w, mean)
	}
	n.hidden.set(w.out, w.mean)
	return unit(w.out[:Dimensions])
}

// meanState runs the transformer over at least one piece and adds up the mean of its outputs.
func (n *network) meanState(ids []int32, w *workspace, mean []float32) {
	tokens := len(ids)
	rows := matmul.PadRows(tokens) // rows after the last token start as zeros and are computed along, but never looked at
	input := w.input[:rows*embeddingSize]
	clear(input[tokens*embeddingSize:])
	for i, id := range ids {
		row := input[i*embeddingSize:][:embeddingSize]
		n.embeddings.Row(int(id), row)
		for j, t := range n.timing[i*embeddingSize:][:embeddingSize] {
			// The published graph adds the embedding twice: with the signal and once more.
			row[j] = 2*row[j] + t
		}
	}
	state := w.state[:rows*Dimensions]
	n.residual.set(state, input)
	n.layers[0].attend(state, input, tokens, w)
	n.layers[0].forward(state, w)
	n.layers[1].attend(state, state, tokens, w)
	n.layers[1].forward(state, w)

	for i := range tokens {
		for j, v := range state[i*Dimensions:][:Dimensions] {
			mean[j] += v / float32(tokens)
		}
	}
}

// attend adds to state, row by row, what multi-head attention makes of the layer's input.
func (l *layer) attend(state, input []float32, tokens int, w *workspace) {
	rows := len(input) / l.size
	normalized := w.normalized[:len(input)]
	l.norm.apply(normalized, input)
	stride := 3 * l.size
	qkv := w.wide[:rows*stride]
	l.qkv.set(qkv, normalized)

	context := w.context[:len(input)]
	clear(context)
	size := l.size / heads
	scoreStride := matmul.PadColumns(tokens)
	scores := w.scores[:rows*scoreStride]
	for head := range heads {
		at := head * size
		w.keys.Reset(size, tokens)
		w.values.Reset(tokens, size)
		for i := range tokens {
			row := qkv[i*stride:]
			w.keys.SetColumn(i, row[l.size+at:][:size])
			w.values.SetRow(i, row[2*l.size+at:][:size])
		}
		clear(scores)
		matmul.MulAdd(scores, scoreStride, qkv[at:], stride, rows, &w.keys)
		for i := range rows {
			softmax(scores[i*scoreStride:][:tokens], 1/math.Sqrt(float64(size)))
		}
		matmul.MulAdd(context[at:], l.size, scores, scoreStride, rows, &w.values)
	}
	l.attended.add(state, context)
}

// forward adds to state, row by row, what the feed-forward part makes of it.
func (l *layer) forward(state []float32, w *workspace) {
	normalized := w.normalized[:len(state)]
	l.forwardNorm.apply(normalized, state)
	wide := w.wide[:len(state)/Dimensions*wideSize]
	l.widen.set(wide, normalized)
	relu(wide)
	l.narrow.add(state, wide)
}

// set makes each row of dst the layer's answer to a row of input.
func (d *dense) set(dst, input []float32) {
	for i := 0; i < len(dst); i += len(d.bias) {
		copy(dst[i:], d.bias)
	}
	d.mulAdd(dst, input)
}

// add adds to each row of dst the layer's answer to a row of input.
func (d *dense) add(dst, input []float32) {
	for i := 0; i < len(dst); i += len(d.bias) {
		row := dst[i:][:len(d.bias)]
		for j, b := range d.bias {
			row[j] += b
		}
	}
	d.mulAdd(dst, input)
}

func (d *dense) mulAdd(dst, input []float32) {
	inputs, outputs := d.weights.Rows(), d.weights.Columns()
	matmul.MulAdd(dst, outputs, input, inputs, len(dst)/outputs, d.weights)
}

// apply makes each row of dst the row of input with mean 0 and variance 1, scaled and shifted.
func (n *layerNorm) apply(dst, input []float32) {
	size := len(n.scale)
	for i := 0; i < len(input); i += size {
		row, out := input[i:][:size], dst[i:][:size]
		var sum float32
		for _, v := range row {
			sum += v
		}
		mean := sum / float32(size)
		var squares float32
		for _, v := range row {
			squares += (v - mean) * (v - mean)
		}
		inverse := float32(1 / math.Sqrt(float64(squares/float32(size))+epsilon))
		for j, v := range row {
			out[j] = (v-mean)*inverse*n.scale[j] + n.bias[j]
		}
	}
}

// softmax replaces scores by positive weights that add up to 1.
func softmax(scores []float32, scale float64) {
	greatest := float32(math.Inf(-1))
	for _, v := range scores {
		greatest = max(greatest, v)
	}
	var sum float32
	for i, v := range scores {
		e := float32(math.Exp(float64(v-greatest) * scale))
		scores[i] = e
		sum += e
	}
	for i := range scores {
		scores[i] /= sum
	}
}

// relu replaces negative values by 0. It clears all bits of those that have the sign bit, since a jump that goes either way at
// random would take longer than all the rest.
func relu(values []float32) {
	for i, v := range values {
		bits := math.Float32bits(v)
		values[i] = math.Float32frombits(bits &^ uint32(int32(bits)>>31))
	}
}

// unit returns the tanh of the values, brought to length 1.
func unit(values []float32) retrieval.Vector {
	v := make(retrieval.Vector, len(values))
	var squares float64
	for i, x := range values {
		y := math.Tanh(float64(x))
		v[i] = float32(y)
		squares += y * y
	}
	inverse := 1 / math.Sqrt(max(squares, 1e-12))
	for i := range v {
		v[i] = float32(float64(v[i]) * inverse)
	}
	return v
}
