package eval

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"readout/corpus/corpustest"
	"readout/retrieval/eval/squad"
)

// scorer runs one of the reference scorers and returns what it prints; ok is false where there is none to run.
func scorer(t *testing.T, name string, args ...string) (out string, ok bool) {
	t.Helper()
	shared, ok := corpustest.Shared(t)
	if !ok {
		return "", false
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Log("python3 is absent: nothing to compare with")
		return "", false
	}
	printed, err := exec.CommandContext(t.Context(), python, append([]string{filepath.Join(shared, "eval", name)}, args...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, printed)
	}
	return string(printed), true
}

// replyTo makes up a reply of one of several sorts: right, with a wrong speaker, abstaining, with what is forbidden, garbled.
func replyTo(q *Question, sort int, texts map[string]string) Reply {
	confidence := float64(sort%4) / 4
	r := Reply{ID: q.ID, Confidence: &confidence, Citations: []Cited{}}
	for i, span := range q.GoldSpans {
		article := q.GoldSpanArticles[i][0]
		for _, p := range strings.Split(texts[article], "\n") {
			if strings.Contains(fold(p), fold(span)) {
				r.Citations = append(r.Citations, Cited{article, strings.TrimSpace(p)})
				break
			}
		}
		r.Answer += fmt.Sprintf("%s. [%d] ", span, i+1)
	}
	switch sort % 7 {
	case 1:
		r.Abstained, r.Answer, r.Citations = true, "", []Cited{}
	case 2:
		r.Answer = "It is said that Mr. " + strings.Join(q.DistractorSources, " and Gen. ") + " did.\nYes “so”. [1][2]. And? " + r.Answer
	case 3:
		r.Answer += strings.Join(q.MustNot, "; ") + " [1]"
	case 4:
		r.Citations = append(r.Citations, Cited{"absent.txt", "No such words stand anywhere."}, Cited{"absent.txt", ""})
	case 5:
		for _, point := range q.AnswerPoints {
			r.Answer += strings.ToUpper(point[len(point)-1]) + " "
		}
		r.Confidence = nil
	case 6:
		r.Answer = strings.ReplaceAll(r.Answer, " ", "  ")
		r.Citations = r.Citations[:0]
	}
	return r
}

var printedMeasure = regexp.MustCompile(`(?m)^  (.+?) +(\d\.\d{3})(?:  \(n=(\d+)\))?$`)

func TestScoreAgreesWithReference(t *testing.T) {
	t.Parallel()
	shared, ok := corpustest.Shared(t)
	if !ok {
		return
	}
	judged, seeds := filepath.Join(shared, "eval", "dev.jsonl"), filepath.Join(shared, "seeds")
	questions, err := ReadQuestionsFile(judged)
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	files, err := filepath.Glob(filepath.Join(seeds, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d seeds, %v", len(files), err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.Base(f)] = string(data)
	}
	for sort := range 7 {
		replies := map[string]Reply{}
		var lines bytes.Buffer
		for i := range questions {
			r := replyTo(&questions[i], sort+i, texts)
			replies[r.ID] = r
			if err := json.NewEncoder(&lines).Encode(r); err != nil {
				t.Fatal(err)
			}
		}
		file := filepath.Join(t.TempDir(), "answers.jsonl")
		if err := os.WriteFile(file, lines.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		out, ok := scorer(t, "score", judged, file, seeds)
		if !ok {
			return
		}
		report := Score(questions, replies, texts)
		totals, _, _ := strings.Cut(out, "by type")
		printed := printedMeasure.FindAllStringSubmatch(totals, -1)
		if len(printed) != len(report.Measures) {
			t.Errorf("sort %d: the reference has %d measures, Score %d:\n%s", sort, len(printed), len(report.Measures), totals)
		}
		for _, p := range printed {
			m, ok := report.Get(p[1])
			want, err := strconv.ParseFloat(p[2], 64)
			if err != nil || !ok || math.Abs(m.Value-want) > .00051 || p[3] != "" && p[3] != fmt.Sprint(m.N) {
				t.Errorf("sort %d: %s = %.4f (n=%d), the reference has %s (n=%s)", sort, p[1], m.Value, m.N, p[2], p[3])
			}
		}
		compareTypes(t, out, report)
	}
}

// compareTypes compares the lines after "by type", each a name and a Python dictionary with two decimals.
func compareTypes(t *testing.T, out string, report Report) {
	t.Helper()
	_, types, _ := strings.Cut(out, "by type\n")
	n := 0
	for lines := bufio.NewScanner(strings.NewReader(types)); lines.Scan(); n++ {
		name, dict, _ := strings.Cut(lines.Text(), "{")
		var want map[string]float64
		if err := json.Unmarshal([]byte(strings.ReplaceAll("{"+dict, "'", `"`)), &want); err != nil {
			t.Fatalf("%q: %v", lines.Text(), err)
		}
		if n >= len(report.Types) || report.Types[n].Type != strings.TrimSpace(name) {
			t.Fatalf("type %d of the reference is %q, of %d", n, name, len(report.Types))
		}
		for _, m := range report.Types[n].Measures {
			if w, ok := want[m.Name]; !ok || math.Abs(m.Value-w) > .0051 {
				t.Errorf("%s: %s = %.3f, the reference has %v (%v)", report.Types[n].Type, m.Name, m.Value, w, ok)
			}
		}
		if len(want) != len(report.Types[n].Measures) {
			t.Errorf("%s: %d measures, the reference has %d", report.Types[n].Type, len(report.Types[n].Measures), len(want))
		}
	}
	if n != len(report.Types) {
		t.Errorf("%d types, the reference has %d", len(report.Types), n)
	}
}

func TestRanksAgreeWithReference(t *testing.T) {
	t.Parallel()
	shared, ok := corpustest.Shared(t)
	if !ok {
		return
	}
	judged := filepath.Join(shared, "eval", "retrieval-dev.jsonl")
	questions, err := ReadQuestionsFile(judged)
	if err != nil {
		t.Fatal(err)
	}
	// Made-up rankings: the gold paragraphs of all questions in one order, so that each question's own is at another rank, some
	// cut short.
	found := map[string][]Cited{}
	var lines bytes.Buffer
	for i, q := range questions {
		hits := []Cited{}
		for j := range 12 {
			gold := questions[(i+j*j-i%5+len(questions))%len(questions)].Gold[0]
			gold.Text = gold.Text[:len(gold.Text)*(4+i%7)/10]
			hits = append(hits, gold)
		}
		found[q.ID] = hits
		if err := json.NewEncoder(&lines).Encode(map[string]any{"id": q.ID, "hits": hits}); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(t.TempDir(), "found.jsonl")
	if err := os.WriteFile(file, lines.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, ok := scorer(t, "score-search", judged, file)
	if !ok {
		return
	}
	report := scoreRanks(questions, found)
	groups := append([]TypeMeasures{{"all", report.Measures}}, report.Types...)
	if got := strings.Count(out, "\n"); got != len(groups) {
		t.Errorf("%d groups, the reference has\n%s", len(groups), out)
	}
	for _, g := range groups {
		value := map[string]Measure{}
		for _, m := range g.Measures {
			value[m.Name] = m
		}
		want := fmt.Sprintf("%-9s n %d  hit@1 %.3f  hit@3 %.3f  hit@5 %.3f  MRR@10 %.3f\n", g.Type, value[MeasureMRR].N,
			value[MeasureHit1].Value, value[MeasureHit3].Value, value[MeasureHit5].Value, value[MeasureMRR].Value)
		if !strings.Contains(out, want) {
			t.Errorf("%swhere the reference has\n%s", want, out)
		}
	}
}

func TestReadsWholeSQuADHalf(t *testing.T) {
	t.Parallel()
	shared, ok := corpustest.Shared(t)
	if !ok {
		return
	}
	f, err := os.Open(filepath.Join(shared, "eval", "squad2-half-dev.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	questions, err := squad.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	impossible := 0
	for _, q := range questions {
		if q.Impossible {
			impossible++
		}
	}
	tune, held := squad.SplitByTitle(questions, func(q squad.Question) string { return q.Title })
	if len(questions) != 6078 || impossible != 3168 || len(tune)+len(held) != 6078 {
		t.Errorf("%d questions, %d impossible, split into %d and %d", len(questions), impossible, len(tune), len(held))
	}
}
