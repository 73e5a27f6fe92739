package retrievaltest

import (
	"testing"

	"readout/retrieval"
)

// WordVectors checks that words keep the contract of retrieval.WordVectors on some words that they know and some that they don't.
func WordVectors(t *testing.T, words retrieval.WordVectors, known, unknown []string) {
	t.Helper()
	for _, a := range known {
		if cos, ok := words.Cosine(a, a); !words.Known(a) || !ok || cos != 1 {
			t.Errorf("%q is known: %t; its cosine with itself is %v, %t", a, words.Known(a), cos, ok)
		}
		for _, b := range known {
			cos, ok := words.Cosine(a, b)
			if back, _ := words.Cosine(b, a); !ok || cos < -1 || cos > 1 || back != cos {
				t.Errorf("Cosine(%q, %q) = %v, %t; the other way %v", a, b, cos, ok, back)
			}
		}
		for _, b := range unknown {
			cos, ok := words.Cosine(a, b)
			back, also := words.Cosine(b, a)
			if ok || also || cos != 0 || back != 0 || words.Known(b) {
				t.Errorf("%q, which is unknown, is compared with %q: %v, %t; the other way %v, %t", b, a, cos, ok, back, also)
			}
		}
	}
}
