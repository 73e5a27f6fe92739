package chromem

import (
	"runtime"

	"golang.org/x/sync/errgroup"

	"readout/retrieval"
)

// floatRows are vectors that lie one after the other.
type floatRows struct {
	size int
	data []float32
}

func (r floatRows) row(text int32) retrieval.Vector {
	return r.data[int(text)*r.size:][:r.size:r.size]
}

// against implements rows.
func (r floatRows) against(query retrieval.Vector) func(text int32) float32 {
	return func(text int32) float32 { return dot(r.row(text), query) }
}

// cosines are those of the texts in scope with the query, by text; what is out of scope has none. All texts are gone through on all
// processors: at a hundred thousand this takes little longer than to read them.
func (x *Index) cosines(query retrieval.Vector, scope [][2]int) ([]float32, error) {
	cosines, cosine := make([]float32, x.texts), x.rows.against(query)
	if len(scope) != 1 || scope[0] != [2]int{0, len(x.passages)} {
		return cosines, guarded(func() error {
			for _, r := range scope {
				for p := r[0]; p < r[1]; p++ {
					cosines[x.whole[p]] = cosine(x.whole[p])
					for _, text := range x.of[p] {
						cosines[text] = cosine(text)
					}
				}
			}
			return nil
		})
	}
	const least = 1024 // texts, for which another processor is not worth while
	each := max(least, (x.texts+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0))
	var workers errgroup.Group
	for first := 0; first < x.texts; first += each {
		workers.Go(func() error {
			return guarded(func() error {
				for text := first; text < min(first+each, x.texts); text++ {
					cosines[text] = cosine(int32(text))
				}
				return nil
			})
		})
	}
	return cosines, workers.Wait()
}

// dot is the product of two vectors of one length. It is rounded in a prescribed way, so that every machine ranks alike.
func dot(a, b retrieval.Vector) float32 {
	var s0, s1, s2, s3, s4, s5, s6, s7 float32
	for len(a) >= 8 && len(b) >= 8 {
		s0 += float32(a[0] * b[0])
		s1 += float32(a[1] * b[1])
		s2 += float32(a[2] * b[2])
		s3 += float32(a[3] * b[3])
		s4 += float32(a[4] * b[4])
		s5 += float32(a[5] * b[5])
		s6 += float32(a[6] * b[6])
		s7 += float32(a[7] * b[7])
		a, b = a[8:], b[8:]
	}
	for i, v := range a {
		s0 += float32(v * b[i])
	}
	return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7))
}
