package retrieval

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Whatever is within reach of a correction is not passed over at a glance.
func TestLettersOfSlips(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		letter := rapid.RuneFrom([]rune("abcdefghijklmnopqrstuvwxyzäßж'19"))
		word := rapid.SliceOfN(letter, 4, 12).Draw(r, "word")
		slip := slices.Clone(word)
		for range mostSlips {
			at := rapid.IntRange(0, len(slip)-2).Draw(r, "at")
			switch rapid.IntRange(0, 3).Draw(r, "slip") {
			case 0:
				slip[at] = letter.Draw(r, "other")
			case 1:
				slip = slices.Insert(slip, at, letter.Draw(r, "more"))
			case 2:
				slip = slices.Delete(slip, at, at+1)
			case 3:
				slip[at], slip[at+1] = slip[at+1], slip[at]
			}
		}
		if lettersOf(string(word)).apart(lettersOf(string(slip))) {
			r.Fatalf("%q and %q, which is %d slips away, are told apart", string(word), string(slip), mostSlips)
		}
	})
	if !lettersOf("treaty").apart(lettersOf("sailors")) {
		t.Error("two quite different words are not told apart")
	}
}

func BenchmarkCorrect(b *testing.B) {
	l := &Lexicon{vectors: known{}}
	spellings := map[string]spelt{}
	r := rand.New(rand.NewPCG(1, 2))
	for range 50_000 {
		w := make([]byte, 5+r.IntN(6))
		for j := range w {
			w[j] = byte('a' + r.IntN(26))
		}
		spellings[string(w)] = spelt{common: 1}
	}
	l.prepare(spellings)
	b.ReportAllocs()
	for b.Loop() {
		l.Correct("qwjzxkvyp")
	}
}
