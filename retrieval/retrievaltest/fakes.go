package retrievaltest

import (
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"slices"

	"readout/corpus/prose"
	"readout/retrieval"
)

var (
	_ retrieval.Embedder    = HashEmbedder{}
	_ retrieval.WordVectors = Synonyms(nil)
)

// DefaultDimensions is the dimension of a zero HashEmbedder.
const DefaultDimensions = 64

// HashEmbedder is a deterministic Embedder for tests that must be quick. A text's vector is the normalised sum of its words'
// pseudo-random signs, so the cosine of two texts is about the share of folded words that they have in common: texts of the same
// words are equal whatever their order and case, texts with no word in common are nearly orthogonal. A text without words has the
// first unit vector. It treats passages and queries alike. The zero value is ready for use.
type HashEmbedder struct {
	Dimensions int // 0 means DefaultDimensions
}

// Model names the dimension, so that two HashEmbedders of different dimensions are different models.
func (e HashEmbedder) Model() string { return fmt.Sprintf("words-hashed/%d", e.dimensions()) }

// Embed implements retrieval.Embedder.
func (e HashEmbedder) Embed(ctx context.Context, _ retrieval.Purpose, texts []string) ([]retrieval.Vector, error) {
	vectors := make([]retrieval.Vector, 0, len(texts))
	for i, text := range texts {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("embedding text %d of %d: %w", i+1, len(texts), err)
		}
		vectors = append(vectors, e.vector(text))
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("embedding %d texts: %w", len(texts), err)
	}
	return vectors, nil
}

func (e HashEmbedder) dimensions() int {
	if e.Dimensions > 0 {
		return e.Dimensions
	}
	return DefaultDimensions
}

func (e HashEmbedder) vector(text string) retrieval.Vector {
	v := make(retrieval.Vector, e.dimensions())
	for _, w := range prose.Words(text) {
		h := fnv.New64a()
		h.Write([]byte(w.Folded))
		state := h.Sum64()
		for i := range v {
			if splitMix(&state)&1 == 0 {
				v[i]++
			} else {
				v[i]--
			}
		}
	}
	var square float64
	for _, x := range v {
		square += float64(x) * float64(x)
	}
	if square == 0 { // no words, or words whose signs cancel out
		v[0] = 1
		return v
	}
	norm := math.Sqrt(square)
	for i := range v {
		v[i] = float32(float64(v[i]) / norm)
	}
	return v
}

// OverlapReader is a Reader for tests that counts words: a sentence answers as far as it has the question's words of four letters and
// more, in any case. Its logit is 8 times the share of them that it has, less 4; a window's is that of its best sentence, or that of no
// word. Titles don't count. The zero value is ready for use.
type OverlapReader struct {
	Sentences int // are read of a window; 0 means all
}

// Model implements retrieval.Reader.
func (r OverlapReader) Model() string { return fmt.Sprintf("words-overlap/%d", r.Sentences) }

// Read implements retrieval.Reader.
func (r OverlapReader) Read(ctx context.Context, question string, windows []retrieval.Window) ([]retrieval.Reading, error) {
	asked := map[string]bool{}
	for _, w := range prose.Words(question) {
		if len(w.Folded) >= 4 {
			asked[w.Folded] = true
		}
	}
	readings := make([]retrieval.Reading, len(windows))
	for i, window := range windows {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("reading window %d of %d: %w", i+1, len(windows), err)
		}
		readings[i].Answered = overlap(asked, "")
		for j, sentence := range window.Sentences {
			logit := math.Inf(-1)
			if r.Sentences == 0 || j < r.Sentences {
				logit = overlap(asked, sentence)
			}
			readings[i].Sentences = append(readings[i].Sentences, logit)
			readings[i].Answered = max(readings[i].Answered, logit)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("reading %d windows: %w", len(windows), err)
	}
	return readings, nil
}

// overlap is the logit of a sentence.
func overlap(asked map[string]bool, sentence string) float64 {
	found := map[string]bool{}
	for _, w := range prose.Words(sentence) {
		if asked[w.Folded] {
			found[w.Folded] = true
		}
	}
	return 8*float64(len(found))/float64(max(len(asked), 1)) - 4
}

// splitMix is the SplitMix64 generator (Steele, Lea and Flood, 2014).
func splitMix(state *uint64) uint64 {
	*state += 0x9e3779b97f4a7c15
	z := *state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// SynonymCosine is the similarity of two words of one Synonyms group.
const SynonymCosine = .8

// Synonyms is a WordVectors for tests: groups of folded, lower-case words near in meaning. Two words of one group have
// SynonymCosine, a known word and itself 1, two known words that share no group 0; words in no group are unknown.
type Synonyms [][]string

// Known implements retrieval.WordVectors.
func (s Synonyms) Known(word string) bool {
	_, ok := s.Cosine(word, word)
	return ok
}

// Cosine implements retrieval.WordVectors.
func (s Synonyms) Cosine(a, b string) (cos float64, ok bool) {
	var knownA, knownB, together bool
	for _, group := range s {
		var inA, inB bool
		for _, w := range group {
			inA = inA || w == a
			inB = inB || w == b
		}
		knownA, knownB, together = knownA || inA, knownB || inB, together || inA && inB
	}
	switch {
	case !knownA || !knownB:
		return 0, false
	case a == b:
		return 1, true
	case together:
		return SynonymCosine, true
	}
	return 0, true
}

// EvenReader gives whatever it reads the one score: above 0 it sees an answer in everything, far below in nothing.
type EvenReader float64

// Model implements retrieval.Reader.
func (r EvenReader) Model() string { return fmt.Sprintf("even/%g", float64(r)) }

// Read implements retrieval.Reader.
func (r EvenReader) Read(_ context.Context, _ string, windows []retrieval.Window) ([]retrieval.Reading, error) {
	readings := make([]retrieval.Reading, len(windows))
	for i, w := range windows {
		readings[i] = retrieval.Reading{Answered: float64(r), Sentences: slices.Repeat([]float64{float64(r)}, len(w.Sentences))}
	}
	return readings, nil
}
