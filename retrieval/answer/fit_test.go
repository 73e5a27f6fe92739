package answer

import (
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/builtin"
	"readout/retrieval/chromem"
)

var (
	squadFile = flag.String("squad", "", "fit the chooser and the gate on this file of SQuAD v2 questions")
	cacheFile = flag.String("vectors", "", "keep the vectors of -squad's sentences in this file")
	update    = flag.Bool("update", false, "rewrite what the test compares with or fits")
)

// squadQuestion is a question with the features of each sentence of its paragraph.
type squadQuestion struct {
	title      string
	impossible bool
	search     *search
	part       part
	ranked     []candidate // in no order
	right      []bool      // for each of ranked
}

// TestFit fits the weights that choose sentences (choose.json) and the gate (gate.json) on one half of SQuAD's titles, tells how they do
// on the other half, and with -update writes them:
//
//	go test ./retrieval/answer -run TestFit -v -squad FILE [-vectors CACHE] [-update]
//
// Without -squad it checks that the shipped coefficients are complete and finite.
func TestFit(t *testing.T) {
	if *squadFile == "" {
		for name, names := range map[string][]string{"choose.json": featureNames, "gate.json": signNames} {
			m := readCoefficients(name)
			if len(m.Weights) != len(names) {
				t.Errorf("%s has %d weights, want %d", name, len(m.Weights), len(names))
			}
			for _, n := range names {
				if w, ok := m.Weights[n]; !ok || math.IsNaN(w) || math.IsInf(w, 0) {
					t.Errorf("%s: weight %q is missing or not finite", name, n)
				}
			}
		}
		return
	}
	questions := loadSQuAD(t, *squadFile)
	var titles []string
	for _, q := range questions {
		titles = append(titles, q.title)
	}
	slices.Sort(titles)
	titles = slices.Compact(titles)
	var tune, held []squadQuestion
	for _, q := range questions {
		if i, _ := slices.BinarySearch(titles, q.title); i%2 == 0 {
			tune = append(tune, q)
		} else {
			held = append(held, q)
		}
	}
	for _, m := range []struct {
		name string
		w    coefficients
	}{{"shipped", readCoefficients("choose.json")}, {"fitted", fitChooser(tune)}} {
		t.Logf("%s chooser: top-1 %.3f fitted titles, %.3f held-out titles", m.name, topOne(tune, m.w), topOne(held, m.w))
		logWeights(t, featureNames, m.w)
		if m.name == "fitted" && *update {
			writeCoefficients(t, "choose.json", m.w)
		}
		rank(tune, m.w)
		rank(held, m.w)
	}
	gate := fitGate(tune)
	t.Logf("gate: AUROC %.3f fitted titles, %.3f held-out titles; shipped %.3f held-out", gateAUROC(tune, gate), gateAUROC(held, gate),
		gateAUROC(held, readCoefficients("gate.json")))
	logWeights(t, signNames, gate)
	for i, n := range signNames {
		var yes, no []float64
		for _, q := range held {
			x := q.search.signs(q.part, q.ranked)[i]
			if q.impossible {
				no = append(no, x)
			} else {
				yes = append(yes, x)
			}
		}
		t.Logf("  alone %-12s AUROC %.3f", n, auroc(yes, no))
	}
	if *update {
		writeCoefficients(t, "gate.json", gate)
	}
}

func logWeights(t *testing.T, names []string, m coefficients) {
	t.Logf("  bias %.2f", m.Bias)
	for _, n := range names {
		t.Logf("  %-12s %+.2f", n, m.Weights[n])
	}
}

func writeCoefficients(t *testing.T, file string, m coefficients) {
	for n, w := range m.Weights {
		m.Weights[n] = math.Round(w*1000) / 1000
	}
	m.Bias = math.Round(m.Bias*1000) / 1000
	data, err := json.MarshalIndent(m, "", "  ")
	if err == nil {
		err = os.WriteFile(file, append(data, '\n'), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func loadSQuAD(t *testing.T, path string) []squadQuestion {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var set struct {
		Data []struct {
			Title      string
			Paragraphs []struct {
				Context string
				QAs     []struct {
					Question   string
					Impossible bool `json:"is_impossible"`
					Answers    []struct {
						Text  string
						Start int `json:"answer_start"`
					}
				}
			}
		}
	}
	if err := json.Unmarshal(data, &set); err != nil {
		t.Fatal(err)
	}
	var articles []*corpus.Article
	for i, title := range set.Data {
		for j, p := range title.Paragraphs {
			a, err := corpus.ParseMarkdown(corpus.ArticleID(fmt.Sprintf("%02d-%03d", i, j)), "---\nkind: report\n---\n\n"+onOneLine(p.Context)+"\n")
			if err != nil {
				t.Fatal(err)
			}
			articles = append(articles, a)
		}
	}
	c, err := corpus.New(articles)
	if err != nil {
		t.Fatal(err)
	}
	model, err := builtin.Open()
	if err != nil {
		t.Fatal(err)
	}
	var reuse *chromem.Vectors
	if *cacheFile != "" {
		reuse, _ = chromem.ReadFile(*cacheFile, model.Model())
	}
	index, err := chromem.Build(t.Context(), chromem.Input{Corpus: c, Version: "squad", Embedder: model, WordVectors: model, Reuse: reuse})
	if err != nil {
		t.Fatal(err)
	}
	if *cacheFile != "" {
		if err := index.Vectors().WriteFile(*cacheFile); err != nil {
			t.Fatal(err)
		}
	}
	snapshot := &retrieval.Snapshot{Version: "squad", Corpus: c, Index: index, Words: index.Words(), Embedder: model}
	common := newSetting(snapshot)
	var out []squadQuestion
	for i, title := range set.Data {
		for j, p := range title.Paragraphs {
			id := corpus.ArticleID(fmt.Sprintf("%02d-%03d", i, j))
			for _, qa := range p.QAs {
				q := squadQuestion{title: title.Title, impossible: qa.Impossible}
				q.search = &search{snapshot: snapshot, asked: understand(onOneLine(qa.Question), c, common)}
				if q.search.evidence, err = snapshot.Retrieve(context.Background(), q.search.asked.text, []corpus.ArticleID{id}, 1); err != nil {
					t.Fatal(err)
				}
				q.part = q.search.asked.whole()
				q.ranked = q.search.candidates(q.part)
				if len(q.ranked) == 0 {
					continue
				}
				for _, c := range q.ranked {
					right := false
					for _, a := range qa.Answers {
						right = right || strings.Contains(onOneLine(c.text()), onOneLine(a.Text)) && holdsAt(p.Context, a.Start, c.text())
					}
					q.right = append(q.right, right)
				}
				out = append(out, q)
			}
		}
	}
	return out
}

// holdsAt reports whether the sentence stands in the paragraph around the character offset of the answer.
func holdsAt(context string, start int, sentence string) bool {
	at := len(string([]rune(context)[:start]))
	folded, flat := onOneLine(context), onOneLine(sentence)
	i := strings.Index(folded, flat)
	return i >= 0 && i <= at && at <= i+len(flat)+len(context)-len(folded)
}

func topOne(questions []squadQuestion, m coefficients) float64 {
	right, total := 0, 0
	for _, q := range questions {
		if q.impossible {
			continue
		}
		best := 0
		for i := range q.ranked {
			if m.dot(featureNames, q.ranked[i].features.list()) > m.dot(featureNames, q.ranked[best].features.list()) {
				best = i
			}
		}
		total++
		if q.right[best] {
			right++
		}
	}
	return float64(right) / float64(total)
}

// rank puts each question's sentences in order of their score, best first.
func rank(questions []squadQuestion, m coefficients) {
	for k := range questions {
		q := &questions[k]
		order := make([]int, len(q.ranked))
		for i := range order {
			order[i] = i
			q.ranked[i].score = m.dot(featureNames, q.ranked[i].features.list())
		}
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(q.ranked[b].score, q.ranked[a].score) })
		ranked, right := make([]candidate, len(order)), make([]bool, len(order))
		for i, j := range order {
			ranked[i], right[i] = q.ranked[j], q.right[j]
		}
		q.ranked, q.right = ranked, right
	}
}

// fitChooser maximises the likelihood of the right sentences among those of their paragraph (a softmax over the scores).
func fitChooser(questions []squadQuestion) coefficients {
	w := make([]float64, len(featureNames))
	const rounds, rate, decay = 300, 2.0, 1e-3
	for range rounds {
		gradient := make([]float64, len(w))
		n := 0.0
		for _, q := range questions {
			if q.impossible || !slices.Contains(q.right, true) || !slices.Contains(q.right, false) {
				continue
			}
			n++
			lists := make([][]float64, len(q.ranked))
			all, good := make([]float64, len(q.ranked)), 0.0
			sum := 0.0
			for i := range q.ranked {
				lists[i] = q.ranked[i].features.list()
				for j, x := range lists[i] {
					all[i] += w[j] * x
				}
				all[i] = math.Exp(all[i])
				sum += all[i]
				if q.right[i] {
					good += all[i]
				}
			}
			for i := range lists {
				p := all[i] / sum
				r := 0.0
				if q.right[i] {
					r = all[i] / good
				}
				for j, x := range lists[i] {
					gradient[j] += (r - p) * x
				}
			}
		}
		for j := range w {
			w[j] += rate * (gradient[j]/n - decay*w[j])
		}
	}
	m := coefficients{Weights: map[string]float64{}}
	for j, n := range featureNames {
		m.Weights[n] = w[j]
	}
	return m
}

// fitGate fits a logistic regression that tells the questions a paragraph answers from those it does not.
func fitGate(questions []squadQuestion) coefficients {
	rows := make([]signs, len(questions))
	for i, q := range questions {
		rows[i] = q.search.signs(q.part, q.ranked)
	}
	w, bias := make([]float64, len(signNames)), 0.0
	const rounds, rate, decay = 1500, 1.0, 1e-3
	for range rounds {
		gradient, gb := make([]float64, len(w)), 0.0
		for i, x := range rows {
			sum := bias
			for j := range w {
				sum += w[j] * x[j]
			}
			e := yes(!questions[i].impossible) - 1/(1+math.Exp(-sum))
			gb += e
			for j := range w {
				gradient[j] += e * x[j]
			}
		}
		n := float64(len(rows))
		bias += rate * gb / n
		for j := range w {
			w[j] += rate * (gradient[j]/n - decay*w[j])
		}
	}
	m := coefficients{Bias: bias, Weights: map[string]float64{}}
	for j, n := range signNames {
		m.Weights[n] = w[j]
	}
	return m
}

func gateAUROC(questions []squadQuestion, m coefficients) float64 {
	var yes, no []float64
	for _, q := range questions {
		p := m.probability(q.search.signs(q.part, q.ranked))
		if q.impossible {
			no = append(no, p)
		} else {
			yes = append(yes, p)
		}
	}
	return auroc(yes, no)
}

// auroc is the chance that one of yes is above one of no; ties count half.
func auroc(yes, no []float64) float64 {
	slices.Sort(no)
	sum := 0.0
	for _, y := range yes {
		below, _ := slices.BinarySearch(no, y)
		upTo, _ := slices.BinarySearch(no, math.Nextafter(y, math.Inf(1)))
		sum += float64(below) + float64(upTo-below)/2
	}
	return sum / float64(len(yes)) / float64(len(no))
}
