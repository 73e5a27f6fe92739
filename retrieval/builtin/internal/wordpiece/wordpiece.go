// Package wordpiece splits text into the pieces of an uncased BERT vocabulary (Devlin et al., 2019): text in lower case without
// accents, in words at white space and punctuation, each word in the longest pieces from its start on.
package wordpiece

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	// continued marks the pieces that continue a word.
	continued = "##"
	// maxWord is how many characters a word may have and still be split; a longer one is unknown.
	maxWord = 100
	// maxBytes of a text are looked at. What a limit of pieces leaves over is cut off anyway, and this is many times what a few
	// hundred pieces can hold; it bounds the work on a text of megabytes.
	maxBytes = 16 << 10

	unknown        = "[UNK]"
	zeroWidthSpace = '\u200b'
)

// Tokenizer is immutable and safe for concurrent use.
type Tokenizer struct {
	starting   map[string]int32 // the pieces that words start with
	continuing map[string]int32 // the others, without their mark
	unknown    int32
	longest    int // piece, in bytes
}

// New makes a tokenizer of a vocabulary, whose pieces are in the order of their IDs.
func New(pieces []string) (*Tokenizer, error) {
	t := &Tokenizer{starting: make(map[string]int32, len(pieces)), continuing: make(map[string]int32, len(pieces)/4)}
	for id, piece := range pieces {
		table := t.starting
		rest, isContinued := strings.CutPrefix(piece, continued)
		if isContinued && rest != "" {
			table, piece = t.continuing, rest
		}
		if _, twice := table[piece]; twice || piece == "" {
			return nil, fmt.Errorf("vocabulary of %d pieces: piece %d, %q, is empty or there twice", len(pieces), id, piece)
		}
		table[piece] = int32(id)
		t.longest = max(t.longest, len(piece))
	}
	id, err := t.ID(unknown)
	if err != nil {
		return nil, err
	}
	t.unknown = id
	return t, nil
}

// ID returns the ID of a piece that starts a word, such as "[CLS]", which no text is split into.
func (t *Tokenizer) ID(piece string) (int32, error) {
	id, ok := t.starting[piece]
	if !ok {
		return 0, fmt.Errorf("vocabulary of %d pieces has no %q", len(t.starting)+len(t.continuing), piece)
	}
	return id, nil
}

// Append appends the IDs of the text's first pieces, at most limit, to ids. A text without letters, digits and punctuation has
// none.
func (t *Tokenizer) Append(ids []int32, text string, limit int) []int32 {
	s := splitter{tokenizer: t, ids: ids, limit: len(ids) + limit}
	if len(text) > maxBytes {
		text = text[:maxBytes]
	}
	var decomposed []byte
	for _, r := range text {
		if len(s.ids) >= s.limit {
			break
		}
		if r < utf8.RuneSelf {
			s.add(unicode.ToLower(r))
			continue
		}
		decomposed = norm.NFD.AppendString(decomposed[:0], string(unicode.ToLower(r)))
		for _, part := range string(decomposed) {
			s.add(part)
		}
	}
	s.endWord()
	return s.ids[:min(len(s.ids), s.limit)]
}

// splitter collects the words of a text and appends their pieces.
type splitter struct {
	tokenizer  *Tokenizer
	ids        []int32
	limit      int
	word       []byte
	characters int // in word
}

func (s *splitter) add(r rune) {
	switch {
	case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
		s.word = append(s.word, byte(r))
		s.characters++
	case isSpace(r):
		s.endWord()
	case standsAlone(r):
		s.endWord()
		s.word = utf8.AppendRune(s.word, r)
		s.characters = 1
		s.endWord()
	case unicode.In(r, unicode.Mn, unicode.C, unicode.Cn) || r == utf8.RuneError: // accents, control characters, bytes that are no text
	default:
		s.word = utf8.AppendRune(s.word, r)
		s.characters++
	}
}

func isSpace(r rune) bool {
	return unicode.IsSpace(r) || r == zeroWidthSpace || 0x1c <= r && r <= 0x1f
}

// standsAlone reports whether a character is a word of its own: punctuation, a symbol of ASCII, a Chinese character.
func standsAlone(r rune) bool {
	return unicode.IsPunct(r) || r < utf8.RuneSelf && unicode.IsSymbol(r) || 0x4e00 <= r && r <= 0x9fff
}

// endWord appends the pieces of the word, if there is one, and begins another.
func (s *splitter) endWord() {
	if s.characters > 0 {
		s.ids = s.tokenizer.appendWord(s.ids, s.word, s.characters)
	}
	s.word, s.characters = s.word[:0], 0
}

// appendWord appends the pieces of a word: the longest that it starts with, then the longest that what is left starts with. A word
// that can't be made so is unknown as a whole.
func (t *Tokenizer) appendWord(ids []int32, word []byte, characters int) []int32 {
	before := len(ids)
	if characters > maxWord {
		return append(ids, t.unknown)
	}
	table := t.starting
	for len(word) > 0 {
		end := min(len(word), t.longest)
		id, ok := int32(0), false
		for ; end > 0; end-- {
			if end < len(word) && !utf8.RuneStart(word[end]) {
				continue
			}
			if id, ok = table[string(word[:end])]; ok {
				break
			}
		}
		if !ok {
			return append(ids[:before], t.unknown)
		}
		ids, word, table = append(ids, id), word[end:], t.continuing
	}
	return ids
}
