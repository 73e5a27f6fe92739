package retrievaltest

import (
	"testing"

	"readout/retrieval"
)

func TestHashEmbedder(t *testing.T) {
	t.Parallel()
	Embedder(t, func(*testing.T) retrieval.Embedder { return HashEmbedder{} })
}

func TestHashEmbedderLikesSharedWords(t *testing.T) {
	t.Parallel()
	v := mustEmbed(t, HashEmbedder{}, retrieval.ForPassage,
		"the bridge opens in May", "In MAY the bridge opens", "the bridge opens in June", "prices of wheat fell sharply")
	same, near, far := cosine(v[0], v[1]), cosine(v[0], v[2]), cosine(v[0], v[3])
	if same < .9999 || near < .5 || near > .95 || far > .35 {
		t.Errorf("cosines: same words %.3f, four of five words %.3f, no word %.3f", same, near, far)
	}
	if got := (HashEmbedder{Dimensions: 8}).Model(); got == (HashEmbedder{}).Model() {
		t.Errorf("two dimensions have one model name %q", got)
	}
}

func TestOverlapReader(t *testing.T) {
	t.Parallel()
	Reader(t, func(*testing.T) retrieval.Reader { return OverlapReader{} })
	Reader(t, func(*testing.T) retrieval.Reader { return OverlapReader{Sentences: 3} })
	got := mustRead(t, OverlapReader{Sentences: 2}, "Who opened the new bridge?", retrieval.Window{Sentences: []string{
		"The BRIDGE was opened, a bridge of steel.", "Rain fell.", "The bridge was opened.",
	}})[0]
	if got.Answered != 4 || got.Sentences[0] != 4 || got.Sentences[1] != -4 || !got.Unread(2) {
		t.Errorf("reading %+v", got)
	}
}

func TestSynonyms(t *testing.T) {
	t.Parallel()
	words := Synonyms{{"talks", "negotiations"}, {"talks", "speaks"}, {"wheat"}}
	for _, c := range []struct {
		a, b string
		cos  float64
		ok   bool
	}{
		{"talks", "negotiations", SynonymCosine, true},
		{"speaks", "talks", SynonymCosine, true},
		{"negotiations", "speaks", 0, true},
		{"wheat", "wheat", 1, true},
		{"wheat", "talks", 0, true},
		{"wheat", "rye", 0, false},
		{"rye", "rye", 0, false},
	} {
		if cos, ok := words.Cosine(c.a, c.b); cos != c.cos || ok != c.ok {
			t.Errorf("Cosine(%q, %q) = %v, %v; want %v, %v", c.a, c.b, cos, ok, c.cos, c.ok)
		}
	}
	WordVectors(t, words, []string{"talks", "negotiations", "speaks", "wheat"}, []string{"", "rye", "Talks"})
}
