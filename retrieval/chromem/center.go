package chromem

import (
	"math"

	"readout/retrieval"
)

// offMean is the share of the corpus's mean vector that is taken off every vector before passages are ranked. It must be less than 1
// for a corpus of one sentence to keep any direction.
const offMean = .7

// center is the middle of a corpus: what all its sentences have in common, which tells nothing of one rather than another. With most of
// it taken off, cosines tell sentences of one subject apart better (the first step of Mu and Viswanath, All-but-the-Top, 2018).
type center struct {
	mean   retrieval.Vector // times offMean
	square float64          // of mean's length
}

// offCenter is a unit vector with what its cosines after centring need.
type offCenter struct {
	vector retrieval.Vector
	along  float64 // its product with the center's mean
	length float64 // what is left of it without the center
}

func centerOf(sentences []sentence) center {
	if len(sentences) == 0 {
		return center{}
	}
	sum := make([]float64, len(sentences[0].vector))
	for _, s := range sentences {
		for i, v := range s.vector {
			sum[i] += float64(v)
		}
	}
	c := center{mean: make(retrieval.Vector, len(sum))}
	for i, v := range sum {
		c.mean[i] = float32(offMean * v / float64(len(sentences)))
	}
	c.square = dot(c.mean, c.mean)
	return c
}

func (c center) of(v retrieval.Vector) offCenter {
	along := dot(c.mean, v)
	return offCenter{v, along, math.Sqrt(1 - 2*along + c.square)}
}

// cosine is the cosine of two vectors once the center is taken off both.
func (c center) cosine(a, b offCenter) float64 {
	return (dot(a.vector, b.vector) - a.along - b.along + c.square) / (a.length * b.length)
}
