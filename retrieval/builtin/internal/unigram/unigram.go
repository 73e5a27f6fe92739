// Package unigram splits text into the pieces of a SentencePiece unigram vocabulary: of all ways to write the text as pieces, it
// takes the one whose scores (log probabilities) add up highest, by Viterbi's algorithm (Kudo, "Subword Regularization", 2018).
package unigram

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	// Unknown is the ID of every character that is in no piece.
	Unknown = 0
	// Reserved is how many IDs at the start of a vocabulary stand for no text.
	Reserved = 6

	// boundary stands for a space, and before the first word.
	boundary = "▁"
	// maxBytes of a text are looked at. What a limit of pieces leaves over is cut off anyway, and this is many times what 128
	// pieces can hold; it bounds the work on a text of megabytes.
	maxBytes = 16 << 10
)

// Tokenizer is immutable and safe for concurrent use.
type Tokenizer struct {
	ids       map[string]int32
	scores    []float64
	maxLength int // of a piece, in characters
}

// New makes a tokenizer of pieces and their scores, in the order of their IDs. Of two equal pieces the later one counts.
func New(pieces []string, scores []float64) (*Tokenizer, error) {
	if len(pieces) != len(scores) || len(pieces) < Reserved {
		return nil, fmt.Errorf("unigram vocabulary of %d pieces and %d scores", len(pieces), len(scores))
	}
	t := &Tokenizer{ids: make(map[string]int32, len(pieces)), scores: scores}
	for id, piece := range pieces[Reserved:] {
		if piece == "" {
			return nil, fmt.Errorf("unigram vocabulary: piece %d is empty", id+Reserved)
		}
		t.ids[piece] = int32(id + Reserved)
		t.maxLength = max(t.maxLength, utf8.RuneCountInString(piece))
	}
	return t, nil
}

// Encode returns the IDs of the text's first pieces, at most limit; neighbouring unknown characters are one Unknown. The text is
// brought to NFKC; runs of white space are one space, and none at the ends, as in SentencePiece's own normalisation. A text of
// white space has no pieces.
func (t *Tokenizer) Encode(text string, limit int) []int32 {
	text = normalize(text)
	if text == "" {
		return nil
	}
	starts := make([]int, 0, len(text)+1) // of the characters, and the end of the text
	for i := range text {
		starts = append(starts, i)
	}
	starts = append(starts, len(text))
	last := t.bestPieces(text, starts)

	// Back from the end, then turned round.
	ids := make([]int32, 0, len(last)/2)
	for end := len(last) - 1; end > 0; end -= last[end].length {
		id := last[end].id
		if id != Unknown || len(ids) == 0 || ids[len(ids)-1] != Unknown {
			ids = append(ids, id)
		}
	}
	slices.Reverse(ids)
	return ids[:min(limit, len(ids))]
}

// lastPiece is the last piece of the best way to write the text up to some character.
type lastPiece struct {
	score  float64 // of the whole way
	length int     // in characters
	id     int32
}

// bestPieces returns the last piece of the best way to write the text up to each of its characters.
func (t *Tokenizer) bestPieces(text string, starts []int) []lastPiece {
	last := make([]lastPiece, len(starts))
	for start := range len(starts) - 1 {
		known := false
		for length := 1; length <= t.maxLength && start+length < len(starts); length++ {
			if id, ok := t.ids[text[starts[start]:starts[start+length]]]; ok {
				known = true
				last[start+length].improve(lastPiece{last[start].score + t.scores[id], length, id})
			}
		}
		if !known {
			// An unknown character costs nothing: it is taken only where there is no choice, and then on every way.
			last[start+1].improve(lastPiece{last[start].score, 1, Unknown})
		}
	}
	return last
}

// improve takes another way if it is no worse; equal ones come in the order of their starts, so the shorter last piece wins. A
// score of 0 counts as not reached yet, even where pieces that score 0 have led there: the implementation that the network's
// reference vectors come from does so, and a text must give the same pieces here.
func (p *lastPiece) improve(other lastPiece) {
	if p.score == 0 || other.score >= p.score {
		*p = other
	}
}

// normalize returns the text with NFKC applied and a boundary before each word, or "".
func normalize(text string) string {
	if len(text) > maxBytes {
		cut := maxBytes
		for cut > maxBytes-utf8.UTFMax && !utf8.RuneStart(text[cut]) {
			cut--
		}
		text = text[:cut]
	}
	words := strings.Fields(norm.NFKC.String(text))
	if len(words) == 0 {
		return ""
	}
	return boundary + strings.Join(words, boundary)
}
