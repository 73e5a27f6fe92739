package packed

import (
	"math"
	"slices"
	"testing"
)

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	numbers, texts := []int{0, 1, 127, 128, 300, 1 << 40, math.MaxInt}, []string{"", "a", "naïve\x00", string(make([]byte, 200))}
	var b []byte
	for _, n := range numbers {
		b = AppendNumber(b, n)
	}
	b = AppendFlag(AppendFlag(AppendTexts(AppendTexts(b, texts), nil), true), false)
	r := NewReader(string(b))
	for _, want := range numbers {
		if got := r.Number(); got != want {
			t.Errorf("number %d, want %d", got, want)
		}
	}
	if got := r.Texts(); !slices.Equal(got, texts) {
		t.Errorf("texts %q", got)
	}
	if got := r.Texts(); got != nil {
		t.Errorf("texts %q, want none", got)
	}
	if yes, no := r.Flag(), r.Flag(); !yes || no || !r.Done() {
		t.Errorf("flags %v and %v; done: %v", yes, no, r.Done())
	}
	for cut := range b {
		r := NewReader(string(b[:cut]))
		for range numbers {
			r.Number()
		}
		r.Texts()
		r.Texts()
		r.Flag()
		r.Flag()
		if !r.Failed() || r.Done() {
			t.Fatalf("what was cut off after %d bytes was read", cut)
		}
	}
}

func FuzzReader(f *testing.F) {
	f.Add([]byte{3, 1, 'a', 0, 0xff})
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f})
	f.Fuzz(func(t *testing.T, data []byte) {
		r := NewReader(string(data))
		size := 0
		for !r.Failed() && !r.Done() {
			if n := r.Number(); n < 0 {
				t.Fatal("a negative number")
			}
			for _, text := range r.Texts() {
				size += len(text)
			}
			r.Flag()
		}
		if size > len(data) {
			t.Fatalf("%d bytes of texts in %d", size, len(data))
		}
	})
}
