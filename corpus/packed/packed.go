// Package packed writes numbers and texts in little room, and reads them back without copying: files that are checked as a whole
// consist of them.
package packed

import "encoding/binary"

// AppendNumber appends a number, which must not be negative.
func AppendNumber(b []byte, n int) []byte { return binary.AppendUvarint(b, uint64(n)) }

// AppendText appends a text after its length.
func AppendText(b []byte, text string) []byte { return append(AppendNumber(b, len(text)), text...) }

// AppendTexts appends texts after their number.
func AppendTexts(b []byte, texts []string) []byte {
	b = AppendNumber(b, len(texts))
	for _, t := range texts {
		b = AppendText(b, t)
	}
	return b
}

// AppendFlag appends a yes or no.
func AppendFlag(b []byte, yes bool) []byte {
	if yes {
		return append(b, 1)
	}
	return append(b, 0)
}

// Reader reads what was appended, in the same order. After a failure all that it reads is nothing.
type Reader struct {
	data   string
	at     int // where the next thing begins
	failed bool
}

// NewReader reads data. The texts that it reads are parts of it.
func NewReader(data string) *Reader { return &Reader{data: data} }

// Failed reports whether something could not be read.
func (r *Reader) Failed() bool { return r.failed }

// Done reports whether all was read, and nothing failed.
func (r *Reader) Done() bool { return !r.failed && r.at == len(r.data) }

// Fail has the reader fail, since what it read makes no sense.
func (r *Reader) Fail() { r.failed, r.at = true, len(r.data) }

// Number reads a number.
func (r *Reader) Number() int {
	if r.at < len(r.data) && r.data[r.at] < 0x80 { // most are small
		r.at++
		return int(r.data[r.at-1])
	}
	n := uint64(0)
	for i := 0; r.at+i < len(r.data) && i < binary.MaxVarintLen64-1; i++ {
		c := r.data[r.at+i]
		n |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			r.at += i + 1
			return int(n)
		}
	}
	r.Fail()
	return 0
}

// Below reads a number that must be less than the limit.
func (r *Reader) Below(limit int) int {
	n := r.Number()
	if n >= limit {
		r.Fail()
		return 0
	}
	return n
}

// Count reads the number of things that follow, each of which takes a byte at least.
func (r *Reader) Count() int {
	n := r.Number()
	if n > len(r.data)-r.at {
		r.Fail()
		return 0
	}
	return n
}

// Text reads a text.
func (r *Reader) Text() string {
	n := r.Count()
	r.at += n
	return r.data[r.at-n : r.at]
}

// Texts reads texts; none are nil.
func (r *Reader) Texts() []string {
	n := r.Count()
	if n == 0 {
		return nil
	}
	out := make([]string, n)
	for i := range out {
		out[i] = r.Text()
	}
	return out
}

// Flag reads a yes or no.
func (r *Reader) Flag() bool { return r.Below(2) == 1 }
