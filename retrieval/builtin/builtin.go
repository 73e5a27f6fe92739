// Package builtin embeds texts, reads them for answers and compares words with models that are part of the program: it needs no key,
// no network and no file. The models are converted from published ones, and one that was trained for this program (see NOTICE, and
// the convert command below this package). They lie in packs:
//
//   - encoder.pack: all-MiniLM-L6-v2, a transformer of six layers over pieces of words, for vectors of sentences and passages;
//   - reader.pack: the same network trained further to tell which sentences answer a question; it shares the encoder's table of
//     pieces;
//   - pack.bin: the Universal Sentence Encoder Lite, English (Cer et al., 2018), and GloVe vectors (Pennington et al., 2014) of the
//     20,000 most frequent words, for words near in meaning.
package builtin

import (
	"context"
	_ "embed" // for pack.bin
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"readout/retrieval"
	"readout/retrieval/builtin/internal/pack"
	"readout/retrieval/builtin/internal/unigram"
)

//go:embed pack.bin
var packFile []byte

//go:embed encoder.pack
var encoderPack []byte

//go:embed reader.pack
var readerPack []byte

// pieceCount is the size of the vocabulary that encoder and reader share.
const pieceCount = 30522

// Dimensions of the sentence vectors.
const Dimensions = 512

// ModelName names the model of the sentence vectors.
const ModelName = "use-lite-int8/512"

var (
	_ retrieval.Embedder    = (*Model)(nil)
	_ retrieval.WordVectors = (*Model)(nil)
)

// Model is both built-in models. It is immutable from outside and safe for concurrent use; one instance (some 25 MB, and 2 MB for
// each text that is embedded at the same time) serves a whole program.
type Model struct {
	tokenizer *unigram.Tokenizer
	network   *network
	words     *wordVectors
	encoder   *Encoder
	reader    *Reader
	// free has a place for each text that may be embedded at the same time, over all calls: its workspace, or nil where none has
	// been needed yet. It bounds memory, and lets a question wait for one passage rather than for a whole batch.
	free chan *workspace
}

// Open reads the models; as many texts are embedded at the same time as Go uses processors. An error means that the program file
// is damaged.
func Open() (*Model, error) { return open(packFile, encoderPack, readerPack) }

func open(file, encoder, reader []byte) (*Model, error) {
	m, err := read(file)
	if err != nil {
		return nil, fmt.Errorf("opening the built-in models: pack.bin: %w", err)
	}
	workers := newWorkers()
	var words pack.Quantized
	if m.encoder, words, err = openEncoder(encoder, workers); err != nil {
		return nil, fmt.Errorf("opening the built-in models: encoder.pack: %w", err)
	}
	if m.reader, err = openReader(reader, m.encoder.marks, words, workers); err != nil {
		return nil, fmt.Errorf("opening the built-in models: reader.pack: %w", err)
	}
	return m, nil
}

// Encoder is the model of sentence vectors that is to take this one's place.
func (m *Model) Encoder() *Encoder { return m.encoder }

// Reader is the model that tells which windows and sentences answer a question.
func (m *Model) Reader() *Reader { return m.reader }

func read(file []byte) (*Model, error) {
	p, err := pack.Read(file)
	if err != nil {
		return nil, err
	}
	pieces, err := p.Texts("pieces", vocabularySize)
	if err != nil {
		return nil, err
	}
	scores, err := p.Float64s("scores", vocabularySize, 1)
	if err != nil {
		return nil, err
	}
	m := &Model{free: make(chan *workspace, runtime.GOMAXPROCS(0))}
	for range cap(m.free) {
		m.free <- nil
	}
	if m.tokenizer, err = unigram.New(pieces, scores); err != nil {
		return nil, err
	}
	if m.network, err = readNetwork(p); err != nil {
		return nil, err
	}
	if m.words, err = readWordVectors(p); err != nil {
		return nil, err
	}
	return m, nil
}

// Model implements retrieval.Embedder.
func (m *Model) Model() string { return ModelName }

// Embed implements retrieval.Embedder. Passages and queries are treated alike. Of a long text the first 128 pieces count, some 90
// to 100 English words. A text without words, even an empty one, has the vector that the network gives to no input, which is as
// far from one subject as from another. The context is looked at between texts. Texts are embedded in parallel.
func (m *Model) Embed(ctx context.Context, _ retrieval.Purpose, texts []string) ([]retrieval.Vector, error) {
	vectors := make([]retrieval.Vector, len(texts))
	var next atomic.Int64
	work := func() {
		for ctx.Err() == nil {
			i := int(next.Add(1)) - 1
			if i >= len(texts) {
				return
			}
			select {
			case w := <-m.free:
				if w == nil {
					w = newWorkspace()
				}
				vectors[i] = m.network.encode(m.tokenizer.Encode(texts[i], maxTokens), w)
				m.free <- w
			case <-ctx.Done():
			}
		}
	}
	var helpers sync.WaitGroup
	for range min(cap(m.free), len(texts)) - 1 {
		helpers.Go(work)
	}
	work()
	helpers.Wait()
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("embedding %d texts: %w", len(texts), err)
	}
	return vectors, nil
}

// Known implements retrieval.WordVectors: it reports whether the word is one of the 20,000 most frequent that are written with
// the letters a to z alone.
func (m *Model) Known(word string) bool { return m.words.known(word) }

// Cosine implements retrieval.WordVectors.
func (m *Model) Cosine(a, b string) (cos float64, ok bool) { return m.words.cosine(a, b) }
