package orders

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"readout/corpus/prose"
)

var fitWordingFlag = flag.Bool("fitorders", false, "fit wording.tsv on the examples and write it")

// example is a sentence, or a few, that is an order or is none.
type example struct {
	text  string
	order bool
	alike bool // reporting that is like an order
}

// wordingExamples are the judged sentences of testdata, and reporting to tell them from: the shipped articles. Nothing of
// retrieval/eval/testdata is among them, so that what is measured there is not what was fitted.
func wordingExamples(t *testing.T) (judgedOnes, background []example) {
	for _, line := range linesOf(t, "testdata/hostile.txt") {
		judgedOnes = append(judgedOnes, example{text: line, order: true})
	}
	for _, line := range linesOf(t, "testdata/benign.txt") {
		judgedOnes = append(judgedOnes, example{text: line, alike: true})
	}
	names, err := filepath.Glob("../articles/*.md")
	if err != nil || len(names) == 0 {
		t.Fatal("no shipped articles", err)
	}
	for _, name := range names {
		for _, paragraph := range linesOf(t, name) {
			for _, s := range prose.Sentences(paragraph) {
				background = append(background, example{text: paragraph[s.Start:s.End]})
			}
		}
	}
	return judgedOnes, background
}

// fitWording fits a logistic regression by stochastic gradient descent. The order of the examples is fixed, so that a second fit gives
// the same weights.
func fitWording(examples []example) wording {
	const (
		fewest   = 2 // examples that a feature stands in
		epochs   = 20
		rate     = .1
		decay    = .3   // of the rate, by epoch
		shrink   = 1e-3 // of a weight, at each example that has it
		ordersBy = 2.0  // how much more an order counts than reporting
		likesBy  = 3.0  // the same of reporting that is like an order
		smallest = .04  // weight of a pair that is kept
	)
	count := map[string]int{}
	for _, e := range examples {
		tokens := wordingTokens(e.text)
		slices.Sort(tokens)
		for _, token := range slices.Compact(tokens) {
			count[token]++
		}
	}
	known := func(token string) bool { return count[token] >= fewest }
	ids := map[string]int{}
	var names []string
	var stands []int
	features := make([][]int, len(examples))
	for i, e := range examples {
		eachWordingFeature(wordingTokens(e.text), known, func(f []byte) {
			id, ok := ids[string(f)]
			if !ok {
				id = len(names)
				ids[string(f)] = id
				names = append(names, string(f))
				stands = append(stands, 0)
			}
			if !slices.Contains(features[i], id) {
				stands[id]++
			}
			features[i] = append(features[i], id)
		})
	}
	for i := range features {
		features[i] = slices.DeleteFunc(features[i], func(id int) bool { return stands[id] < fewest })
	}
	m := wording{weights: map[string]float64{}}
	weights := make([]float64, len(names))
	random := rand.New(rand.NewPCG(1, 2))
	order := random.Perm(len(examples))
	for epoch := range epochs {
		step := rate / (1 + float64(epoch)*decay)
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			norm := math.Sqrt(float64(max(len(features[i]), 1)))
			sum := m.bias
			for _, id := range features[i] {
				sum += weights[id] / norm
			}
			gradient := -1 / (1 + math.Exp(-sum))
			switch {
			case examples[i].order:
				gradient = ordersBy * (1 + gradient)
			case examples[i].alike:
				gradient *= likesBy
			}
			m.bias += .1 * step * gradient
			for _, id := range features[i] {
				weights[id] += 3*step*gradient/norm - shrink*weights[id]
			}
		}
	}
	for id, name := range names {
		if stands[id] >= fewest && (!strings.Contains(name, " ") || math.Abs(weights[id]) >= smallest) {
			m.weights[name] = math.Round(weights[id]*100) / 100
		}
	}
	m.bias = math.Round(m.bias*100) / 100
	return m
}

// TestFitWording tells how the wording does on examples that it was not fitted on, and with -fitorders writes the shipped model:
//
//	go test ./corpus/orders -run TestFitWording -v -fitorders
func TestFitWording(t *testing.T) {
	examples, background := wordingExamples(t)
	if *fitWordingFlag {
		m := fitWording(slices.Concat(examples, background))
		var b strings.Builder
		fmt.Fprintf(&b, "%s\t%.2f\n", wordingBias, m.bias)
		for _, name := range slices.Sorted(maps.Keys(m.weights)) {
			fmt.Fprintf(&b, "%s\t%.2f\n", name, m.weights[name])
		}
		if err := os.WriteFile("wording.tsv", []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	const folds = 5
	type scored struct {
		example
		weighedSentence
	}
	var out []scored
	random := rand.New(rand.NewPCG(3, 4))
	random.Shuffle(len(examples), func(i, j int) { examples[i], examples[j] = examples[j], examples[i] })
	for fold := range folds {
		var train []example
		for i, e := range examples {
			if i%folds != fold {
				train = append(train, e)
			}
		}
		m := fitWording(slices.Concat(train, background))
		for i, e := range examples {
			if i%folds != fold {
				continue
			}
			best := scored{e, weighedSentence{wording: math.Inf(-1)}}
			for _, s := range prose.Sentences(e.text) {
				w := weighOrder(e.text, s, quotedSpans(e.text))
				w.wording = m.score(w.text)
				if mayBeOrder(w.text) && w.sum() > best.sum() {
					best.weighedSentence = w
				}
			}
			out = append(out, best)
		}
	}
	slices.SortStableFunc(out, func(a, b scored) int {
		return -cmp.Compare(a.sum(), b.sum())
	})
	found, wrong, orders := 0, 0, 0
	for _, s := range out {
		flagged := s.isOrder()
		switch {
		case s.order:
			orders++
			if flagged {
				found++
			} else {
				t.Logf("not found: %.2f %.2f %s", s.signs, s.wording, s.example.text)
			}
		case flagged:
			wrong++
			t.Logf("wrongly: %.2f %.2f %s", s.signs, s.wording, s.example.text)
		}
	}
	t.Logf("held-out examples: %d of %d orders found, %d of %d others taken for orders", found, orders, wrong, len(out)-orders)
	const fewest, most = .85, .05
	if share := float64(found) / float64(orders); share < fewest {
		t.Errorf("%.3f of the held-out orders found, want %.2f", share, fewest)
	}
	if share := float64(wrong) / float64(len(out)-orders); share > most {
		t.Errorf("%.3f of the held-out reporting taken for orders, want at most %.2f", share, most)
	}
}
