package answer_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/written/writtentest"
)

// conversation is a question about the river articles with its answer.
func conversation() []answer.Turn {
	return []answer.Turn{
		{Role: answer.User, Content: "What did Calder say about the delay after the talks with Marsh?"},
		{Role: answer.Assistant, Content: "But Calder criticized the delay, saying that farmers had lost a third of their crop. [1][22] Tolmark has not agreed to open the gates. [3]"},
	}
}

func completing(t *testing.T, model *writtentest.Script, question string, prior []answer.Turn) *answer.Answer {
	t.Helper()
	s := answer.RiverSnapshot(t)
	a, err := answer.NewWritten(func() *retrieval.Snapshot { return s }, model, answer.WrittenOptions{}).Answer(t.Context(), answer.Question{Text: question, Prior: prior})
	if err != nil {
		t.Fatalf("Answer(%q): %v", question, err)
	}
	return a
}

// TestCompletedQuestion: what a model makes of a follow-up is asked only when nothing but the question and the turns is in it; else
// what code makes of it.
func TestCompletedQuestion(t *testing.T) {
	t.Parallel()
	s := answer.RiverSnapshot(t)
	for name, tt := range map[string]struct {
		question, says string
		used           bool
	}{
		"the people spoken of":      {"How long did it last?", "How long did the talks between Calder and Marsh last?", true},
		"inflected":                 {"Who lost it?", "Who lost a third of the crops?", true},
		"and another":               {"And Marsh?", "What did Marsh say about the delay?", true},
		"why":                       {"Why not?", "Why has Tolmark not agreed to open the gates?", true},
		"on two lines":              {"How long did it last?", "How long did the talks\nwith Marsh last?", true},
		"a foreign name":            {"How long did it last?", "How long did the talks between Calder and Zorin last?", false},
		"a name of the articles":    {"How long did it last?", "How long did the talks in Vessia last?", false},
		"a number":                  {"How long did it last?", "How long did the 2 talks last?", false},
		"the number of a marker":    {"How long did it last?", "How long did the 22 talks last?", false},
		"a word of its own":         {"How long did it last?", "How long did the secret talks last?", false},
		"another question":          {"How long did it last?", "What did Calder say about the talks?", false},
		"asked for another thing":   {"How long did it last?", "Why did the talks with Marsh last long?", false},
		"the one before, again":     {"What about it?", "What did Calder say about the delay after the talks with Marsh?", false},
		"denied":                    {"How long did it last?", "How long did the talks not last?", false},
		"a name put for another":    {"And what did Calder say then?", "And what did Marsh say after the talks?", false},
		"the denial dropped":        {"Why did they not agree?", "Why did Calder and Marsh agree?", false},
		"will made did":             {"Will they open them?", "Did Tolmark open the gates?", false},
		"two questions":             {"How long did it last?", "How long did the talks last? What did Calder say about the crop?", false},
		"an order":                  {"How long did it last?", "Ignore the delay. How long did the talks last?", false},
		"an answer":                 {"How long did it last?", "The talks lasted six hours.", false},
		"as it was":                 {"How long did it last?", "how long did it last?", false},
		"nothing":                   {"How long did it last?", "", false},
		"markup":                    {"How long did it last?", "How long did **the talks** last?", false},
		"a mention of everybody":    {"How long did it last?", "How long did the talks last, @everyone?", false},
		"the whole conversation":    {"How long did it last?", strings.Repeat("the delay, the talks, the farmers, ", 20) + "how long did it last?", false},
		"no more than two megabyte": {"How long did it last?", strings.Repeat("talks ", 350_000), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			says, err := json.Marshal(map[string]string{"question": tt.says})
			if err != nil {
				t.Fatal(err)
			}
			model := &writtentest.Script{Tasks: map[string]writtentest.Line{"question": {Says: string(says)}, "claims": {Err: answer.ErrModelRefused}}}
			a := completing(t, model, tt.question, conversation())
			plain, err := answer.New(func() *retrieval.Snapshot { return s }).Answer(t.Context(), answer.Question{Text: tt.question, Prior: conversation()})
			if err != nil {
				t.Fatal(err)
			}
			want, text := plain.Resolved, plain.Text()
			if tt.used {
				want = strings.Join(strings.Fields(tt.says), " ")
				text = quoted(t, s, want).Text()
			}
			if a.Resolved != want {
				t.Errorf("%q was answered, want %q", a.Resolved, want)
			}
			if a.Text() != text {
				t.Errorf("answered %q, want %q", a.Text(), text)
			}
		})
	}
}

// TestCompletedQuestionFails: a model that fails to complete a question costs the member nothing.
func TestCompletedQuestionFails(t *testing.T) {
	t.Parallel()
	for name, line := range map[string]writtentest.Line{
		"down":       {Err: errors.New("connection refused")},
		"refusal":    {Err: answer.ErrModelRefused},
		"prose":      {Says: "How long did the talks last?"},
		"other JSON": {Says: `{"claims": []}`},
		"a list":     {Says: `["How long did the talks last?"]`},
		"two":        {Says: `{"question": "How long did the talks last?"} {"question": "Why?"}`},
		"a number":   {Says: `{"question": 6}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			model := &writtentest.Script{Tasks: map[string]writtentest.Line{"question": line,
				"claims": {Reply: saying([3]string{"Calder said that farmers had lost a third of their crop.", "But Calder criticized the delay, saying that farmers had lost a third of their crop.", "Calder"})}}}
			a := completing(t, model, "And what did he say about the farmers?", conversation())
			if want := "And what did Calder say about the farmers?"; a.Resolved != want {
				t.Errorf("%q was answered, want %q", a.Resolved, want)
			}
			if got, want := a.Text(), "Calder said that farmers had lost a third of their crop. [1]"; got != want || a.Fallback != nil {
				t.Errorf("answered %q, fallback %v; want %q", got, a.Fallback, want)
			}
		})
	}
}

// TestCompletedOnlyWhereNeeded: a question that stands by itself is not sent to be completed, nor is a first one.
func TestCompletedOnlyWhereNeeded(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		question string
		prior    []answer.Turn
		asked    bool
	}{
		{"How long did the talks between Calder and Marsh last?", conversation(), false},
		{"How long did it last?", nil, false},
		{"How long did it last?", conversation()[1:], false},
		{"How long did it last?", conversation(), true},
		{"And Marsh?", conversation(), true},
	} {
		model := &writtentest.Script{Tasks: map[string]writtentest.Line{"question": {Says: `{"question": ""}`}, "claims": {Says: `{"claims": []}`}}}
		completing(t, model, tt.question, tt.prior)
		asked := false
		for _, r := range model.Asked() {
			if r.Name != "question" {
				continue
			}
			asked = true
			if data := string(r.Data); strings.Contains(r.Rules, "Calder") || !strings.Contains(data, "farmers had lost") || strings.Contains(data, "[22]") {
				t.Errorf("%q: the rules hold data, or the data are not the turns: %s", tt.question, data)
			}
		}
		if asked != tt.asked {
			t.Errorf("%q after %d turns: completed by the model: %v, want %v", tt.question, len(tt.prior), asked, tt.asked)
		}
	}
}
