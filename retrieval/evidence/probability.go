package evidence

import (
	_ "embed" // for weights.json
	"encoding/json"
	"math"
	"regexp"
	"strings"
	"sync"

	"readout/corpus/prose"
	"readout/retrieval"
)

// weightsFile holds what the fit command (readout/retrieval/fit) found; the doc of the package tells on what.
//
//go:embed weights.json
var weightsFile []byte

// Weights are the coefficients of two logistic regressions.
type Weights struct {
	Sentence   SentenceWeights   `json:"sentence"`
	Confidence ConfidenceWeights `json:"confidence"`
}

// SentenceWeights make of a sentence's features the probability that it answers.
type SentenceWeights struct {
	Bias    float64 `json:"bias"`
	Logit   float64 `json:"logit"`
	Window  float64 `json:"window"`
	Meaning float64 `json:"meaning"`
}

// ConfidenceWeights make of the best sentence's features, and the second one's logit, the probability that anything answers.
type ConfidenceWeights struct {
	Bias   float64 `json:"bias"`
	Logit  float64 `json:"logit"`
	Window float64 `json:"window"`
	Second float64 `json:"second"`
	Lacks  float64 `json:"lacks"`
	Asks   float64 `json:"asks"`
}

var fitted = sync.OnceValue(func() Weights {
	var w Weights
	if err := json.Unmarshal(weightsFile, &w); err != nil {
		panic("evidence: weights.json, which is part of the program, is damaged: " + err.Error())
	}
	return w
})

// noSecond is the logit of a second sentence where only one was read: about that of most sentences beside one that answers.
const noSecond = -5

func (w SentenceWeights) probability(f Features) float64 {
	return sigmoid(w.Bias + w.Logit*f.Logit + w.Window*f.Window + w.Meaning*f.Meaning)
}

// Confidence is the probability that any of the sentences answers; they are ordered as Reading.Sentences. Where half of the questions
// are answered by the articles, as many of those above .5 are as of those below are not.
func Confidence(sentences []Sentence) float64 {
	if len(sentences) == 0 {
		return 0
	}
	w, f := fitted().Confidence, sentences[0].Features
	return sigmoid(w.Bias + w.Logit*f.Logit + w.Window*f.Window + w.Second*Second(sentences) + w.Lacks*f.Lacks + w.Asks*f.Asks)
}

// leastSecond is the least logit that a second sentence counts for: one far below the first tells only that one sentence answers.
const leastSecond = -4

// Second is the logit of the second most probable sentence, as far as it counts.
func Second(sentences []Sentence) float64 {
	if len(sentences) < 2 {
		return noSecond
	}
	return max(leastSecond, sentences[1].Features.Logit)
}

// lacking is the share of the terms' weight that lies on names and numbers which a text lacks.
func lacking(words *retrieval.Lexicon, terms []retrieval.Term, text string) float64 {
	_, matches := words.Match(terms, text)
	lacks, total := 0.0, 0.0
	for i, t := range terms {
		total += t.Weight
		if t.IsName() && !(matches[i].Strength < 1 && spellsOut(text, t.Text)) {
			lacks += t.Weight * (1 - matches[i].Strength)
		}
	}
	if total == 0 {
		return 0
	}
	return lacks / total
}

// How many words of a question count.
const (
	fewestAsking = 5
	mostAsking   = 14
)

// asks is the natural logarithm of the number of a question's words, within bounds. A question that tells much of what it asks for is
// rather one of what was reported: between two that read alike, it is the one with an answer.
func asks(question string) float64 {
	return math.Log(float64(min(max(len(prose.Words(question)), fewestAsking), mostAsking)))
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// longestInitialism is how many bytes of letters one has: longer ones are shouted words.
const longestInitialism = 6

// spellsOut reports whether a text has the name that an initialism stands for: "United Nations" for "UN".
func spellsOut(text, initialism string) bool {
	letters := strings.ReplaceAll(initialism, ".", "")
	if len(letters) < 2 || len(letters) > longestInitialism || strings.ToUpper(letters) != letters {
		return false
	}
	var pattern strings.Builder
	pattern.WriteString(`\b`)
	for i, r := range letters {
		if i > 0 {
			pattern.WriteString(`[ -](?:(?:of|the|for|and|on) ){0,2}`)
		}
		pattern.WriteString(regexp.QuoteMeta(string(r)) + `[\p{Ll}’'-]+`)
	}
	found, err := regexp.MatchString(pattern.String(), text)
	return err == nil && found
}
