package unigram

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// vocabulary of the tests; the IDs start at Reserved.
var vocabulary = []struct {
	piece string
	score float64
}{
	{"▁", -5}, {"▁a", -2}, {"▁ab", -4}, {"a", -3}, {"b", -3}, {"ab", -4}, {"c", -1}, {"bc", -3}, {"▁fi", -2}, {":", 0}, {"ab", -4.5},
}

const (
	space = Reserved + iota
	spaceA
	spaceAB
	a
	b
	_ // "ab", replaced by the second one
	c
	bc
	spaceFI
	colon
	ab
)

func newTokenizer(t testing.TB) *Tokenizer {
	t.Helper()
	pieces, scores := make([]string, Reserved), make([]float64, Reserved)
	for _, v := range vocabulary {
		pieces, scores = append(pieces, v.piece), append(scores, v.score)
	}
	tokenizer, err := New(pieces, scores)
	if err != nil {
		t.Fatal(err)
	}
	return tokenizer
}

func TestEncode(t *testing.T) {
	t.Parallel()
	tokenizer := newTokenizer(t)
	for _, test := range []struct {
		name, text string
		want       []int32
	}{
		{"empty", "", nil},
		{"white space", " \t\n\u00a0", nil},
		{"one piece", "a", []int32{spaceA}},
		{"the longer piece scores higher", "ab", []int32{spaceAB}},
		{"of equal ways the shorter last piece", "abc", []int32{spaceAB, c}},
		{"of equal pieces the later", "cab", []int32{space, c, ab}},
		{"runs of white space are one", "  a\r\n\t b ", []int32{spaceA, space, b}},
		{"unknown characters are one", "a☃☃☃a", []int32{spaceA, Unknown, a}},
		{"unknown characters in two words are two", "☃ ☃", []int32{space, Unknown, space, Unknown}},
		{"compatibility forms", "ﬁ", []int32{spaceFI}},
		{"damaged bytes are unknown", "a\xff\xfec", []int32{spaceA, Unknown, c}},
		{"a piece that scores 0", "a:", []int32{spaceA, colon}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := tokenizer.Encode(test.text, 100); !slices.Equal(got, test.want) {
				t.Errorf("Encode(%q) = %v, want %v", test.text, got, test.want)
			}
		})
	}
}

func TestEncodeLimit(t *testing.T) {
	t.Parallel()
	tokenizer := newTokenizer(t)
	long := strings.Repeat("abc ☃ ", 100_000)
	all := tokenizer.Encode(long[:3000], 1<<20)
	if got := tokenizer.Encode(long, 128); !slices.Equal(got, all[:128]) {
		t.Errorf("the first pieces of a long text are %v, want %v", got, all[:128])
	}
	if got := tokenizer.Encode("abc", 0); len(got) != 0 {
		t.Errorf("limit 0 gives %v", got)
	}
	// The cut falls within a character.
	if got := tokenizer.Encode("c"+strings.Repeat("☃", maxBytes), 128); !slices.Equal(got, []int32{space, c, Unknown}) {
		t.Errorf("a long run of unknown characters gives %v", got)
	}
}

// TestEncodeIsBest compares with every way to write short texts.
func TestEncodeIsBest(t *testing.T) {
	t.Parallel()
	tokenizer := newTokenizer(t)
	scores := map[string]float64{}
	for _, v := range vocabulary {
		scores[v.piece] = v.score
	}
	var best func(text string) float64
	best = func(text string) float64 {
		if text == "" {
			return 0
		}
		top := math.Inf(-1)
		for piece, score := range scores {
			if rest, ok := strings.CutPrefix(text, piece); ok {
				top = max(top, score+best(rest))
			}
		}
		return top
	}
	rng := rand.New(rand.NewPCG(7, 7))
	for range 300 {
		text := make([]byte, 1+rng.IntN(9))
		for i := range text {
			text[i] = "abc"[rng.IntN(3)]
		}
		var got float64
		for _, id := range tokenizer.Encode(string(text), 100) {
			got += vocabulary[id-Reserved].score
		}
		if want := best(boundary + string(text)); math.Abs(got-want) > 1e-9 {
			t.Errorf("Encode(%q) scores %v, the best is %v", text, got, want)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]func() (*Tokenizer, error){
		"too few pieces":        func() (*Tokenizer, error) { return New(make([]string, 3), make([]float64, 3)) },
		"other count of scores": func() (*Tokenizer, error) { return New(make([]string, 9), make([]float64, 8)) },
		"empty piece":           func() (*Tokenizer, error) { return New(make([]string, 7), make([]float64, 7)) },
	} {
		if tokenizer, err := f(); err == nil || tokenizer != nil {
			t.Errorf("%s: %v, %v", name, tokenizer, err)
		}
	}
}

func FuzzEncode(f *testing.F) {
	for _, s := range []string{"", "abc ab", "☃☃ a\xffb", "ﬁﬁ \u0301a", ":::", strings.Repeat("ab ", 200)} {
		f.Add(s, 128)
	}
	tokenizer := newTokenizer(f)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		limit = max(0, limit%1000)
		ids := tokenizer.Encode(text, limit)
		if len(ids) > limit {
			t.Fatalf("%d pieces, limit %d", len(ids), limit)
		}
		if len(ids) > utf8.RuneCountInString(normalize(text)) {
			t.Fatalf("%d pieces of %d characters", len(ids), utf8.RuneCountInString(normalize(text)))
		}
		for i, id := range ids {
			if id < 0 || int(id) >= Reserved+len(vocabulary) || id > 0 && id < Reserved {
				t.Fatalf("piece %d has ID %d", i, id)
			}
			if i > 0 && id == Unknown && ids[i-1] == Unknown {
				t.Fatalf("pieces %d and %d are both unknown", i-1, i)
			}
		}
	})
}
