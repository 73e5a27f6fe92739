package retrieval

import (
	"errors"
	"strconv"

	"readout/corpus/packed"
	"readout/corpus/reading"
)

// ErrPacked marks what Lexicon.Pack cannot have written, or not for this corpus.
var ErrPacked = errors.New("not a packed lexicon")

// Pack is all of a lexicon but its corpus, to be kept in a file: UnpackLexicon takes a fraction of the time of NewLexicon. What another
// release of this package packed may be unpacked without an error, and be wrong: the file must say by which it was written.
func (l *Lexicon) Pack() []byte {
	var b []byte
	offers := make([]byte, len(l.offers))
	for i, o := range l.offers {
		offers[i] = byte(o)
	}
	b = packed.AppendText(b, string(offers))
	b = packed.AppendNumber(b, len(l.spelt))
	for w, how := range l.spelt {
		b = packed.AppendNumber(packed.AppendText(b, w), how.common)
	}
	b = packed.AppendNumber(b, len(l.words))
	for i := range l.words {
		w := &l.words[i]
		b = packed.AppendFlag(packed.AppendText(packed.AppendText(b, w.text), w.stem), w.exact)
		b = packed.AppendText(b, w.name.Of)
		if w.name.Of != "" {
			b = packed.AppendText(b, strconv.FormatFloat(w.name.Directness, 'g', -1, 64))
		}
		b = appendAscending(appendAscending(b, w.passages), w.articles)
	}
	return b
}

// appendAscending appends numbers by what each is more than the one before.
func appendAscending(b []byte, list []int32) []byte {
	b = packed.AppendNumber(b, len(list))
	last := int32(0)
	for _, n := range list {
		b = packed.AppendNumber(b, int(n-last))
		last = n
	}
	return b
}

// UnpackLexicon is the lexicon that was packed, of an equal corpus; its texts are parts of data. The vectors may be others. The error is
// ErrPacked.
func UnpackLexicon(data string, c *reading.Corpus, vectors WordVectors) (*Lexicon, error) {
	l := &Lexicon{corpus: c, vectors: vectors, passages: Indexed(c), articles: spansOf(c)}
	r := packed.NewReader(data)
	offers := r.Text()
	if len(offers) != len(l.passages) {
		return nil, ErrPacked
	}
	l.offers = make([]Expectation, len(offers))
	for i := range l.offers {
		l.offers[i] = Expectation(offers[i])
	}
	n := r.Count()
	spellings := make(map[string]spelt, n)
	for range n {
		w := r.Text()
		if common := r.Number(); common > 0 {
			spellings[w] = spelt{common: common}
		}
	}
	l.words = make([]word, r.Count())
	for i := range l.words {
		w := &l.words[i]
		w.text, w.stem, w.exact = r.Text(), r.Text(), r.Flag()
		if w.name.Of = r.Text(); w.name.Of != "" {
			directness, err := strconv.ParseFloat(r.Text(), 64)
			if err != nil {
				r.Fail()
			}
			w.name.Directness = directness
		}
		w.passages, w.articles = ascending(r, len(l.passages)), ascending(r, len(l.articles))
	}
	if !r.Done() {
		return nil, ErrPacked
	}
	l.prepare(spellings)
	return l, nil
}

// ascending reads what appendAscending wrote; the numbers are under the limit.
func ascending(r *packed.Reader, limit int) []int32 {
	n := r.Count()
	if n == 0 {
		return nil
	}
	out := make([]int32, n)
	last := 0
	for i := range out {
		last += r.Number()
		if last < 0 || last >= limit {
			r.Fail()
			return nil
		}
		out[i] = int32(last)
	}
	return out
}
