package main

import (
	"fmt"
	"math"
	"slices"

	"readout/retrieval/eval"
	"readout/retrieval/evidence"
)

// The strength of the penalty on weights, of features brought to variance 1. That of a question's length is doubted more than others:
// who wrote the judged questions knew the articles, and who asks may not.
const (
	steady  = 1
	doubted = 40
)

// fit fits both regressions: sentences as they are, questions with answerable ones and others weighing the same.
func fit(sets [][]sample) evidence.Weights {
	sentences := regression{penalties: []float64{steady, steady, steady}}
	questions := regression{penalties: []float64{steady, steady, steady, steady, doubted}}
	for _, x := range slices.Concat(sets...) {
		most := slices.Max(x.answers)
		if x.answerable && most == 0 {
			continue // not read, or no sentence holds a whole point
		}
		for i, r := range x.read {
			sentences.add([]float64{r.Features.Logit, r.Features.Window, r.Features.Meaning}, x.answerable && x.answers[i] == most)
		}
	}
	for _, x := range slices.Concat(sets...) {
		questions.add(featuresOf(x), x.answerable)
	}
	questions.balance()
	s, q := sentences.solve(), questions.solve()
	return evidence.Weights{
		Sentence: evidence.SentenceWeights{Bias: round(s[3]), Logit: round(s[0]), Window: round(s[1]), Meaning: round(s[2])},
		Confidence: evidence.ConfidenceWeights{
			Bias: round(q[5]), Logit: round(q[0]), Window: round(q[1]), Second: round(q[2]), Lacks: round(q[3]), Asks: round(q[4]),
		},
	}
}

func featuresOf(x sample) []float64 {
	f := x.read[0].Features
	return []float64{f.Logit, f.Window, evidence.Second(x.read), f.Lacks, f.Asks}
}

// measure tells what the weights make of a set.
func measure(w evidence.Weights, set []sample) string {
	var yes, no []float64
	for _, x := range set {
		f := featuresOf(x)
		c := w.Confidence
		p := 1 / (1 + math.Exp(-(c.Bias + c.Logit*f[0] + c.Window*f[1] + c.Second*f[2] + c.Lacks*f[3] + c.Asks*f[4])))
		if x.answerable {
			yes = append(yes, p)
		} else {
			no = append(no, p)
		}
	}
	above := func(ps []float64) (n float64) {
		for _, p := range ps {
			if p >= .5 {
				n++
			}
		}
		return n / float64(len(ps))
	}
	if len(yes) == 0 || len(no) == 0 {
		return fmt.Sprintf("%d questions, all of one kind", len(set))
	}
	return fmt.Sprintf("answered %.3f silent %.3f AUROC %.3f", above(yes), 1-above(no), eval.AUROC(yes, no))
}

func round(x float64) float64 { return math.Round(x*1000) / 1000 }

// regression is a logistic regression with a penalty on its weights, solved by Newton's method.
type regression struct {
	x         [][]float64
	y         []bool
	weight    []float64
	penalties []float64 // one for each feature
}

func (r *regression) add(features []float64, yes bool) {
	r.x, r.y, r.weight = append(r.x, features), append(r.y, yes), append(r.weight, 1)
}

// balance gives what is so and what is not the same weight together.
func (r *regression) balance() {
	yes := 0.0
	for _, y := range r.y {
		if y {
			yes++
		}
	}
	all := float64(len(r.y))
	for i, y := range r.y {
		if y {
			r.weight[i] = all / 2 / yes
		} else {
			r.weight[i] = all / 2 / (all - yes)
		}
	}
}

// solve returns the weights of the features as they are, and the bias last.
func (r *regression) solve() []float64 {
	n := len(r.x[0])
	mean, deviation := make([]float64, n), make([]float64, n)
	for j := range n {
		for _, x := range r.x {
			mean[j] += x[j] / float64(len(r.x))
		}
		for _, x := range r.x {
			deviation[j] += (x[j] - mean[j]) * (x[j] - mean[j]) / float64(len(r.x))
		}
		deviation[j] = math.Sqrt(deviation[j]) + 1e-9
	}
	w := make([]float64, n+1)
	z := make([]float64, n+1)
	for range 50 {
		gradient, hessian := make([]float64, n+1), make([][]float64, n+1)
		for j := range hessian {
			hessian[j] = make([]float64, n+1)
			if j < n {
				hessian[j][j], gradient[j] = r.penalties[j], r.penalties[j]*w[j]
			} else {
				hessian[j][j] = 1e-9
			}
		}
		for i, x := range r.x {
			sum := w[n]
			z[n] = 1
			for j := range n {
				z[j] = (x[j] - mean[j]) / deviation[j]
				sum += w[j] * z[j]
			}
			p := 1 / (1 + math.Exp(-sum))
			off := p
			if r.y[i] {
				off--
			}
			for j := range z {
				gradient[j] += r.weight[i] * off * z[j]
				for k := range z {
					hessian[j][k] += r.weight[i] * p * (1 - p) * z[j] * z[k]
				}
			}
		}
		for j, step := range solved(hessian, gradient) {
			w[j] -= step
		}
	}
	out := make([]float64, n+1)
	out[n] = w[n]
	for j := range n {
		out[j] = w[j] / deviation[j]
		out[n] -= out[j] * mean[j]
	}
	return out
}

// solved solves a small system of linear equations by elimination.
func solved(a [][]float64, b []float64) []float64 {
	n := len(b)
	for i := range n {
		pivot := i
		for j := i + 1; j < n; j++ {
			if math.Abs(a[j][i]) > math.Abs(a[pivot][i]) {
				pivot = j
			}
		}
		a[i], a[pivot], b[i], b[pivot] = a[pivot], a[i], b[pivot], b[i]
		for j := i + 1; j < n; j++ {
			factor := a[j][i] / a[i][i]
			for k := i; k < n; k++ {
				a[j][k] -= factor * a[i][k]
			}
			b[j] -= factor * b[i]
		}
	}
	x := make([]float64, n)
	for i := n - 1; i >= 0; i-- {
		x[i] = b[i]
		for k := i + 1; k < n; k++ {
			x[i] -= a[i][k] * x[k]
		}
		x[i] /= a[i][i]
	}
	return x
}
