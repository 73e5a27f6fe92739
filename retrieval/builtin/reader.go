package builtin

import (
	"context"
	"fmt"
	"math"

	"readout/retrieval"
	"readout/retrieval/builtin/internal/bert"
	"readout/retrieval/builtin/internal/floats"
	"readout/retrieval/builtin/internal/pack"
	"readout/retrieval/builtin/internal/wordpiece"
)

// How many pieces the reader takes: in all, marks included, and of each part.
const (
	readerLength   = 224
	questionLength = 48
	titleLength    = 24
	sentenceLength = 90
)

var _ retrieval.Reader = (*Reader)(nil)

// Reader tells which windows and sentences answer a question: a transformer of the encoder's shape, trained on questions over news for
// this program. It reads
//
//	[CLS] question [SEP] title . sentence sentence … [SEP]
//
// with the type 0 up to the first [SEP] and 1 after it. It is safe for concurrent use.
type Reader struct {
	network  *bert.Network
	sentence head
	window   head
	marks    marks
	workers  workers
}

// readReader reads the reader's pack; the rest is the encoder's.
func readReader(p *pack.Pack, m marks, pieces pack.Quantized, w workers) (*Reader, error) {
	if err := checkName(p, ReaderName); err != nil {
		return nil, err
	}
	r := &Reader{marks: m, workers: w}
	var err error
	if r.network, err = bert.Read(p, pieces, readerLength, 2); err != nil {
		return nil, err
	}
	if r.sentence, err = readHead(p, "sentence"); err != nil {
		return nil, err
	}
	if r.window, err = readHead(p, "window"); err != nil {
		return nil, err
	}
	return r, nil
}

// head makes a logit of an output.
type head struct {
	weights []float32
	bias    float32
}

func readHead(p *pack.Pack, name string) (head, error) {
	weights, err := p.Float32s(name, 1, bert.Width)
	if err != nil {
		return head{}, err
	}
	bias, err := p.Float32s(name+"/bias", 1, 1)
	if err != nil {
		return head{}, err
	}
	return head{weights, bias[0]}, nil
}

func (h head) logit(output []float32) float64 { return float64(floats.Dot(h.weights, output) + h.bias) }

// Model implements retrieval.Reader.
func (r *Reader) Model() string { return ReaderName }

// Read implements retrieval.Reader. Of the question the first 48 pieces count, of a title 24 and of a sentence 90; a window is read up
// to the sentence that would make it longer than 224 pieces in all. Its first sentence always fits. The context is looked at between
// windows, which are read in parallel.
func (r *Reader) Read(ctx context.Context, question string, windows []retrieval.Window) ([]retrieval.Reading, error) {
	asked := r.asked(question)
	texts, spans := make([]bert.Text, len(windows)), make([][]span, len(windows))
	for i, window := range windows {
		texts[i], spans[i] = r.encode(asked, window)
	}
	readings := make([]retrieval.Reading, len(windows))
	err := r.workers.each(ctx, texts, func(first int, some []bert.Text, w *bert.Workspace) {
		outputs := r.network.Encode(some, w)
		for i, text := range some {
			size := len(text.IDs) * bert.Width
			readings[first+i] = r.reading(outputs[:size], spans[first+i], len(windows[first+i].Sentences))
			outputs = outputs[size:]
		}
	})
	if err != nil {
		return nil, fmt.Errorf("reading %d windows: %w", len(windows), err)
	}
	return readings, nil
}

// asked returns the pieces of the question between their marks.
func (r *Reader) asked(question string) []int32 {
	return append(r.marks.tokenizer.Append([]int32{r.marks.start}, question, questionLength), r.marks.end)
}

// span is the pieces of a sentence in its window's.
type span struct{ start, end int }

// encode returns the pieces of the question, which are given, and of a window, and where its sentences are; of the last ones there is
// none if they don't fit.
func (r *Reader) encode(asked []int32, window retrieval.Window) (bert.Text, []span) {
	ids := append(make([]int32, 0, readerLength), asked...)
	if window.Title != "" {
		ids = append(r.marks.tokenizer.Append(ids, window.Title, titleLength), r.marks.stop)
	}
	var spans []span
	for _, sentence := range window.Sentences {
		start := len(ids)
		ids = r.marks.tokenizer.Append(ids, sentence, sentenceLength)
		if len(ids) >= readerLength {
			ids = ids[:start]
			break
		}
		spans = append(spans, span{start, len(ids)})
	}
	return bert.Text{IDs: append(ids, r.marks.end), Second: len(asked)}, spans
}

// reading makes logits of the outputs for a window's pieces.
func (r *Reader) reading(outputs []float32, spans []span, sentences int) retrieval.Reading {
	reading := retrieval.Reading{Answered: r.window.logit(outputs[:bert.Width]), Sentences: make([]float64, sentences)}
	mean := make([]float32, bert.Width)
	for i := range reading.Sentences {
		if i >= len(spans) {
			reading.Sentences[i] = math.Inf(-1)
			continue
		}
		clear(mean)
		pieces := spans[i].end - spans[i].start
		for at := spans[i].start; at < spans[i].end; at++ {
			for j, v := range outputs[at*bert.Width:][:bert.Width] {
				mean[j] += v
			}
		}
		for j := range mean {
			mean[j] /= float32(max(pieces, 1))
		}
		reading.Sentences[i] = r.sentence.logit(mean)
	}
	return reading
}

// marks are the pieces that frame texts, and the tokenizer that knows them.
type marks struct {
	tokenizer        *wordpiece.Tokenizer
	start, end, stop int32
}

func readMarks(p *pack.Pack) (marks, error) {
	pieces, err := p.Texts("pieces", pieceCount)
	if err != nil {
		return marks{}, err
	}
	m := marks{}
	if m.tokenizer, err = wordpiece.New(pieces); err != nil {
		return marks{}, err
	}
	for piece, id := range map[string]*int32{"[CLS]": &m.start, "[SEP]": &m.end, ".": &m.stop} {
		if *id, err = m.tokenizer.ID(piece); err != nil {
			return marks{}, err
		}
	}
	return m, nil
}
