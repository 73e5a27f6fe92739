package judging_test

import (
	"testing"

	"readout/bot/libraries/judging"
	"readout/retrieval/eval"
)

func TestWriteIsRead(t *testing.T) {
	t.Parallel()
	questions := []eval.Question{{ID: "a", Text: "Who met?", Expected: eval.Abstain}, {ID: "b", Text: "Why?", Expected: eval.Refuse}}
	for n := range len(questions) + 1 {
		data, err := judging.Write(questions[:n])
		if err != nil || len(data) == 0 {
			t.Fatalf("wrote %q, %v", data, err) // no data would mean that nobody changed the questions
		}
		got, err := judging.Read(data)
		if err != nil || len(got) != n {
			t.Fatalf("read %v, %v", got, err)
		}
		for i := range got {
			if got[i].ID != questions[i].ID || got[i].Text != questions[i].Text || got[i].Expected != questions[i].Expected {
				t.Errorf("read %+v, want %+v", got[i], questions[i])
			}
		}
	}
	if _, err := judging.Read([]byte("{")); err == nil {
		t.Error("half a question is read")
	}
}
