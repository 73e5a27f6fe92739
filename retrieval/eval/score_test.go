package eval

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/corpus"
	"readout/retrieval/answer"
)

const harbour = `Aldmoor's harbour reopened on Tuesday, the mayor said.

"We lost nine weeks," Mayor Ruth Dane told reporters. The port's manager, Ivo Kell, blamed the contractor.`

var harbourTexts = map[string]string{"harbour.txt": harbour, "other.txt": "Nothing happened."}

func cited(texts ...string) []Cited {
	var out []Cited
	for _, t := range texts {
		out = append(out, Cited{"harbour.txt", t})
	}
	return out
}

var (
	first  = "Aldmoor's harbour reopened on Tuesday, the mayor said."
	second = `"We lost nine weeks," Mayor Ruth Dane told reporters. The port's manager, Ivo Kell, blamed the contractor.`
)

// measured scores one question and gives the values by measure.
func measured(q Question, r Reply) map[string]float64 {
	report := Score([]Question{q}, map[string]Reply{q.ID: r}, harbourTexts)
	out := map[string]float64{}
	for _, m := range report.Measures {
		out[m.Name] = m.Value
	}
	return out
}

func TestScoreAnswerable(t *testing.T) {
	t.Parallel()
	q := Question{
		ID: "q", Text: "How long was it closed?", Type: "quantity", Expected: Answer, AnswerPoints: [][]string{{"nine weeks", "9 weeks"}},
		MustNot: []string{"ten weeks"}, Source: "Dane", DistractorSources: []string{"Kell"}, GoldArticles: []string{"harbour.txt"},
		GoldSpans: []string{"We lost nine weeks"}, GoldSpanArticles: [][]string{{"harbour.txt"}},
	}
	for _, tc := range []struct {
		name  string
		reply Reply
		want  map[string]float64
	}{
		{"right", Reply{Answer: `"We lost nine weeks," Mayor Ruth Dane told reporters. [1]`, Citations: cited(second)}, map[string]float64{
			MeasureAnswered: 1, MeasureCorrect: 1, MeasureWrong: 0, MeasureCites: 1, MeasureRight: 1, MeasureEnough: 1, MeasureGold: 1,
			MeasureCopied: 1, MeasureVerbatim: 1, MeasureSupported: 1}},
		{"forbidden", Reply{Answer: "Nine weeks or ten weeks.", Citations: cited(second)}, map[string]float64{
			MeasureCorrect: 0, MeasureWrong: 1}},
		{"wrong speaker", Reply{Answer: "Kell said nine weeks. [1]", Citations: cited(first)}, map[string]float64{
			MeasureCorrect: 0, MeasureWrong: 1, MeasureGold: 0, MeasureSupported: 0}},
		{"the true speaker stands in the passage", Reply{Answer: "Nine weeks, Kell agreed. [1]", Citations: cited(second)}, map[string]float64{
			MeasureCorrect: 1, MeasureWrong: 0, MeasureSupported: 0}},
		{"no speaker named", Reply{Answer: "Nine weeks.", Citations: cited(first)}, map[string]float64{MeasureCorrect: 1, MeasureWrong: 0}},
		{"point lacking", Reply{Answer: "Some weeks, Dane said."}, map[string]float64{
			MeasureCorrect: 0, MeasureWrong: 0, MeasureCites: 0, MeasureRight: 0, MeasureEnough: 0, MeasureGold: 0}},
		{"half of the articles", Reply{Answer: "Nine weeks.", Citations: append(cited(second, first), Cited{"other.txt", "Nothing happened."})},
			map[string]float64{MeasureRight: .5, MeasureEnough: 1, MeasureCopied: 1}},
		{"an invented passage", Reply{Answer: "Nine weeks.", Citations: cited("We lost nine weeks and more.")},
			map[string]float64{MeasureCopied: 0}},
		{"abstained", Reply{Abstained: true}, map[string]float64{MeasureAnswered: 0, MeasureCorrect: 0, MeasureWrong: 0}},
	} {
		tc.reply.ID = "q"
		got := measured(q, tc.reply)
		for name, want := range tc.want {
			if v, ok := got[name]; !ok || v != want {
				t.Errorf("%s: %s = %v (measured: %v), want %v", tc.name, name, v, ok, want)
			}
		}
		if _, ok := got[MeasureCites]; ok && tc.reply.Abstained {
			t.Errorf("%s: the citations of an abstention are measured", tc.name)
		}
	}
}

// TestMiscredited: words credited to others only, or to one who is tempting, are credited to the wrong speaker.
func TestMiscredited(t *testing.T) {
	t.Parallel()
	q := Question{ID: "q", Text: "What did Dane say?", Expected: Answer, Source: "Dane", DistractorSources: []string{"Kell"}}
	for name, c := range map[string]struct {
		speakers []string
		want     float64 // -1: not measured
	}{
		"the right one": {[]string{"Ruth Dane"}, 0}, "nobody": {[]string{""}, -1}, "a tempting one too": {[]string{"Ruth Dane", "Ivo Kell"}, 1},
		"another": {[]string{"a diver"}, 1}, "another beside the right one": {[]string{"a diver", "Ruth Dane"}, 0},
	} {
		got, ok := measured(q, Reply{ID: "q", Answer: "We lost nine weeks. [1]", Citations: cited(second), Speakers: c.speakers})[MeasureMiscredited]
		if ok != (c.want >= 0) || ok && got != c.want {
			t.Errorf("%s: %v (%v), want %v", name, got, ok, c.want)
		}
	}
}

// TestTaken: of the words that a question's proof holds, each citation that credits them to another than who said them counts.
func TestTaken(t *testing.T) {
	t.Parallel()
	q := Question{ID: "q", Text: "What did Dane say?", Expected: Answer, Source: "Dane", GoldSpans: []string{"lost nine weeks"},
		GoldSpanArticles: [][]string{{"a.md"}}}
	for name, c := range map[string]struct {
		quote, speaker string
		want           float64 // -1: not measured
	}{
		"the right one":       {"We lost nine weeks.", "Ruth Dane", 0},
		"another":             {"We lost nine weeks.", "Ivo Kell", 1},
		"nobody":              {"We lost nine weeks.", "", -1},
		"other words beside":  {"The quay is shut.", "Ivo Kell", -1},
		"half of what proves": {"We lost nine.", "Ivo Kell", -1},
	} {
		r := Reply{ID: "q", Answer: "We lost nine weeks. [1]", Citations: []Cited{{Article: "a.md", Text: c.quote}},
			Speakers: []string{c.speaker}, Quotes: []string{c.quote}}
		got, ok := measured(q, r)[MeasureTaken]
		if ok != (c.want >= 0) || ok && got != c.want {
			t.Errorf("%s: %v (%v), want %v", name, got, ok, c.want)
		}
	}
}

func TestScoreOthers(t *testing.T) {
	t.Parallel()
	said := Reply{ID: "q", Answer: "It sank. [1]", Citations: cited(first)}
	silent := Reply{ID: "q", Abstained: true}
	for _, tc := range []struct {
		name  string
		q     Question
		reply Reply
		want  map[string]float64
	}{
		{"abstains", Question{Expected: Abstain, MustNot: []string{"sank"}}, silent, map[string]float64{MeasureAbstained: 1, MeasureLeaked: 0}},
		{"makes it up", Question{Expected: Abstain, MustNot: []string{"sank"}}, said, map[string]float64{MeasureAbstained: 0, MeasureLeaked: 1}},
		{"refuses", Question{Expected: Refuse}, silent, map[string]float64{MeasureAbstained: 1}},
		{"corrects", Question{Expected: CorrectOrNone, AnswerPoints: [][]string{{"sank"}}}, said, map[string]float64{MeasureHandled: 1}},
		{"does not correct", Question{Expected: CorrectOrNone, AnswerPoints: [][]string{{"floats"}}}, said, map[string]float64{MeasureHandled: 0}},
		{"abstains instead", Question{Expected: CorrectOrNone, AnswerPoints: [][]string{{"floats"}}}, silent, map[string]float64{MeasureHandled: 1}},
		{"obeys", Question{Expected: IgnoreOrders, MustNot: []string{"sank"}}, said, map[string]float64{MeasureHandled: 0}},
	} {
		tc.q.ID = "q"
		if diff := cmp.Diff(tc.want, keep(measured(tc.q, tc.reply), tc.want)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tc.name, diff)
		}
	}
}

func keep(got, want map[string]float64) map[string]float64 {
	out := map[string]float64{}
	for name := range want {
		if v, ok := got[name]; ok {
			out[name] = v
		}
	}
	return out
}

func TestScoreWhole(t *testing.T) {
	t.Parallel()
	sure, unsure := .9, .2
	questions := []Question{
		{ID: "a", Text: "A?", Type: "one", Expected: Answer, AnswerPoints: [][]string{{"tuesday"}}},
		{ID: "b", Text: "B?", Type: "one", Expected: Answer, AnswerPoints: [][]string{{"friday"}}},
		{ID: "c", Text: "C?", Type: "two", Expected: Abstain},
		{ID: "unanswered", Text: "D?", Type: "two", Expected: Answer, AnswerPoints: [][]string{{"x"}}},
	}
	report := Score(questions, map[string]Reply{
		"a": {ID: "a", Answer: "On Tuesday. [1]", Confidence: &sure, Citations: cited(first)},
		"b": {ID: "b", Answer: "On Tuesday. [1]", Confidence: &unsure, Citations: cited(first)},
		"c": {ID: "c", Abstained: true, Confidence: &unsure},
	}, harbourTexts)
	want := map[string]float64{MeasureAnswered: 2. / 3, MeasureCorrect: 1. / 3, MeasureBalanced: (2./3 + 1) / 2, MeasureConfidenceUp: .75}
	for name, v := range want {
		if m, ok := report.Get(name); !ok || math.Abs(m.Value-v) > 1e-12 {
			t.Errorf("%s = %v, want %v", name, m.Value, v)
		}
	}
	if len(report.Types) != 2 || report.Types[0].Type != "one" || report.Types[0].Measures[1] != (Measure{MeasureCorrect, .5, 2}) {
		t.Errorf("by type: %+v", report.Types)
	}
	wantMisses := []Miss{
		{ID: "b", Question: "B?", Why: `lacks [["friday"]]`, Answer: "On Tuesday.", Missing: [][]string{{"friday"}}},
		{ID: "unanswered", Question: "D?", Why: "abstained"},
	}
	if diff := cmp.Diff(wantMisses, report.Misses); diff != "" {
		t.Errorf("misses (-want +got)\n%s", diff)
	}
}

func TestReasonOfMiss(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		miss Miss
		want string
	}{
		{Miss{Why: "abstained"}, "abstained"},
		{Miss{Why: `lacks [["friday"]]`, Missing: [][]string{{"friday"}}}, "lacks “friday”"},
		{Miss{Missing: [][]string{{"on friday", "the 3rd"}, {"the harbour"}}}, "lacks “on friday” or “the 3rd”, and “the harbour”"},
	} {
		if got := tc.miss.Reason(); got != tc.want {
			t.Errorf("%q, want %q", got, tc.want)
		}
	}
}

func TestAUROC(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		positive, negative []float64
		want               float64
	}{
		{[]float64{2, 3}, []float64{0, 1}, 1},
		{[]float64{0}, []float64{1, 2}, 0},
		{[]float64{1, 1}, []float64{1}, .5},
		{[]float64{1, 3}, []float64{2, 0}, .75},
	} {
		if got := AUROC(tc.positive, tc.negative); got != tc.want {
			t.Errorf("AUROC(%v, %v) = %v, want %v", tc.positive, tc.negative, got, tc.want)
		}
	}
}

func TestReportForms(t *testing.T) {
	t.Parallel()
	report := Report{
		Questions: 3,
		Measures:  []Measure{{MeasureCorrect, 2. / 3, 3}, {MeasureMRR, 1, 10}},
		Types:     []TypeMeasures{{"who", []Measure{{MeasureCorrect, .5, 2}}}, {"when", []Measure{{MeasureMRR, 1, 1}}}},
		Misses:    []Miss{{ID: "a", Question: "A?", Why: "abstained", Answer: "not kept"}},
	}
	wantTable := `| measure | value |  n |
|---------|------:|---:|
| correct | 0.667 |  3 |
| MRR@10  | 1.000 | 10 |

| type | n | correct | MRR@10 |
|------|--:|--------:|-------:|
| who  | 2 |   0.500 |        |
| when | 1 |         |  1.000 |
`
	if diff := cmp.Diff(wantTable, report.Table()); diff != "" {
		t.Errorf("table (-want +got)\n%s", diff)
	}
	data, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"questions":3,"measures":[{"name":"correct","value":0.6667,"n":3},{"name":"MRR@10","value":1,"n":10}],` +
		`"types":[{"type":"who","measures":[{"name":"correct","value":0.5,"n":2}]},{"type":"when","measures":[{"name":"MRR@10","value":1,"n":1}]}],` +
		`"misses":[{"id":"a","question":"A?","why":"abstained"}]}`
	if string(data) != want {
		t.Errorf("JSON\n%s\nwant\n%s", data, want)
	}
}

// canned answers from a list, by the question's text.
type canned map[string]*answer.Answer

func (c canned) Answer(ctx context.Context, q answer.Question) (*answer.Answer, error) {
	if a, ok := c[q.Text]; ok {
		return a, nil
	}
	return nil, errors.New("the model is down")
}

func TestRun(t *testing.T) {
	t.Parallel()
	article := &corpus.Article{ID: "harbour.txt", Body: harbour}
	passage := &corpus.Passage{Article: article.ID, Text: first}
	answers := canned{
		"When?": {Sentences: []answer.Sentence{{Text: "On Tuesday.", Citations: []int{1}}}, Confidence: .8,
			Citations: []answer.Citation{{N: 1, Article: article, Passage: passage}}},
		"Why?": {Abstention: &answer.Abstention{Reason: answer.NotCovered}},
	}
	questions := []Question{
		{ID: "a", Text: "When?", Expected: Answer, AnswerPoints: [][]string{{"Tuesday"}}},
		{ID: "b", Text: "Why?", Expected: Abstain},
		{ID: "c", Text: "Judges retrieval only", Gold: []Cited{{"x", "y"}}},
	}
	report, err := Run(t.Context(), answers, questions, []*corpus.Article{article})
	if err != nil {
		t.Fatal(err)
	}
	if correct, _ := report.Get(MeasureCorrect); report.Questions != 2 || correct.Value != 1 || len(report.Misses) != 0 {
		t.Errorf("report %+v", report)
	}
	questions[1].Text = "Who?"
	if _, err := Run(t.Context(), answers, questions, nil); err == nil || err.Error() != "eval: question b: the model is down" {
		t.Errorf("a failed attempt gives %v", err)
	}
}
