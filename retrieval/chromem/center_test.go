package chromem

import (
	"math"
	"math/rand/v2"
	"testing"

	"readout/retrieval"
)

// leaning gives random unit vectors that all lean one way, as sentences of one subject do.
func leaning(r *rand.Rand, n int) []sentence {
	out := make([]sentence, n)
	for i := range out {
		v := make(retrieval.Vector, 32)
		for j := range v {
			v[j] = float32(r.NormFloat64())
		}
		v[0] += 6
		normalise(v)
		out[i].vector = v
	}
	return out
}

func TestCenter(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{1, 2, 100} {
		sentences := leaning(r, n)
		c := centerOf(sentences)
		without := func(v retrieval.Vector) retrieval.Vector { // the long way
			out := make(retrieval.Vector, len(v))
			for i := range v {
				var mean float64
				for _, s := range sentences {
					mean += float64(s.vector[i]) / float64(n)
				}
				out[i] = v[i] - float32(offMean*mean)
			}
			normalise(out)
			return out
		}
		for _, a := range sentences {
			b := leaning(r, 1)[0]
			got, want := c.cosine(c.of(a.vector), c.of(b.vector)), dot(without(a.vector), without(b.vector))
			if math.Abs(got-want) > 1e-5 {
				t.Fatalf("%d sentences: cosine %f, want %f", n, got, want)
			}
			if same := c.cosine(c.of(a.vector), c.of(a.vector)); math.Abs(same-1) > 1e-5 {
				t.Errorf("%d sentences: a vector's cosine with itself is %f", n, same)
			}
		}
	}
}

// What all sentences have in common no longer makes them alike.
func TestCenterSpreads(t *testing.T) {
	t.Parallel()
	sentences := leaning(rand.New(rand.NewPCG(3, 4)), 200)
	c := centerOf(sentences)
	var plain, centred float64
	for i := 1; i < len(sentences); i++ {
		a, b := sentences[i-1].vector, sentences[i].vector
		plain += dot(a, b) / float64(len(sentences)-1)
		centred += c.cosine(c.of(a), c.of(b)) / float64(len(sentences)-1)
	}
	if plain < .4 || centred > plain/2 {
		t.Errorf("strangers' mean cosine is %.2f, and %.2f without the center; want it at least halved", plain, centred)
	}
}

func TestCenterOfNothing(t *testing.T) {
	t.Parallel()
	if c := centerOf(nil); len(c.mean) != 0 || c.square != 0 {
		t.Errorf("the center of no sentences is %v", c)
	}
}
