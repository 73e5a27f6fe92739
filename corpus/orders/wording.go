package orders

import (
	_ "embed"
	"math"
	"strconv"
	"strings"
	"sync"

	"readout/corpus/prose"
)

// How a sentence is worded tells an order from reporting even where no sign is found: "is to be told that" is rare in news. The
// wording is weighed by a logistic regression on words, pairs of words, and pairs with one word between them, fitted on the examples
// of testdata (see TestFitWording). Words that are in no pair worth knowing stand as a blank, and names as a mark that is the same for
// all, so that no topic is learned. The hostile articles of retrieval/eval/testdata are not among the examples.

//go:embed wording.tsv
var wordingFile string

// wording is a fitted model: the weight of each feature, by what it looks like. Single words are its vocabulary.
type wording struct {
	bias    float64
	weights map[string]float64
}

const (
	leastWording, mostWording = -3.0, 1.05 // with its weight, just short of an order: some sign must be there
	wordingBias               = "(bias)"
	blank                     = "_" // for a word outside the vocabulary
)

var orderWording = sync.OnceValue(func() wording {
	m := wording{weights: map[string]float64{}}
	for line := range strings.Lines(wordingFile) {
		feature, number, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		weight, err := strconv.ParseFloat(number, 64)
		if err != nil {
			panic("orders: wording.tsv, which is part of the program, is damaged: " + err.Error())
		}
		if feature == wordingBias {
			m.bias = weight
			continue
		}
		m.weights[feature] = weight
	}
	return m
})

// score is the logarithm of the odds that a sentence worded like this is an order.
func (m wording) score(sentence string) float64 {
	sum, n := 0.0, 0
	eachWordingFeature(wordingTokens(sentence), m.knows, func(feature []byte) {
		if w, ok := m.weights[string(feature)]; ok {
			sum += w
			n++
		}
	})
	return max(leastWording, min(mostWording, m.bias+sum/math.Sqrt(float64(max(n, 1)))))
}

func (m wording) knows(token string) bool {
	_, ok := m.weights[token]
	return ok
}

// wordingTokens are the folded words of a sentence with the marks that shape it, between "^" and "$". Numbers are all "0", names are
// all "N": see isNameWord.
func wordingTokens(sentence string) []string {
	words := prose.Words(sentence)
	out := make([]string, 0, len(words)+8)
	out = append(out, "^")
	last, name := 0, false
	shouted := !prose.HasSmallLetter(sentence)
	for i, w := range words {
		before := len(out)
		out = appendShape(out, sentence[last:w.Span.Start])
		token := w.Folded
		opens := i == 0 || len(out) > before
		switch {
		case token != "" && '0' <= token[0] && token[0] <= '9':
			token, name = "0", false
		case !shouted && isNameWord(w) && (!opens || i+1 < len(words) && isNameWord(words[i+1])):
			last = w.Span.End
			if name && !opens {
				continue // the name goes on
			}
			token, name = "N", true
		default:
			name = false
		}
		out = append(out, token)
		last = w.Span.End
	}
	return append(appendShape(out, sentence[last:]), "$")
}

// isNameWord reports whether a word is written as names are and means nothing in an order: "Orlov", not "AI".
func isNameWord(w prose.Word) bool {
	return prose.IsCapital(w.Text) && !prose.OpensSentences[w.Text] && orderClassOf(w.Text) == 0
}

// orderClassOf is what a word can be in an order; 0 for nothing.
func orderClassOf(word string) orderClass {
	scan := orderScanner{text: word}
	scan.next()
	return scan.class
}

func appendShape(out []string, gap string) []string {
	for _, c := range gap {
		switch c {
		case '"', '“', '”', '„', '«', '»':
			out = append(out, `"`)
		case ':':
			out = append(out, ":")
		}
	}
	return out
}

// eachWordingFeature visits the known tokens, the pairs of neighbours, and the pairs with one token between them.
func eachWordingFeature(tokens []string, known func(string) bool, visit func([]byte)) {
	var buf []byte
	var two, one string // before the token
	for i, token := range tokens {
		if known(token) {
			visit(append(buf[:0], token...))
		} else {
			token = blank
		}
		if i > 0 && (one != blank || token != blank) {
			buf = append(append(append(buf[:0], one...), ' '), token...)
			visit(buf)
		}
		if i > 1 && two != blank && token != blank {
			buf = append(append(append(buf[:0], two...), " . "...), token...)
			visit(buf)
		}
		two, one = one, token
	}
}
