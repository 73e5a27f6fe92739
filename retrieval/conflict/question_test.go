package conflict_test

import (
	"testing"

	"readout/retrieval/conflict"
)

func TestQuestion(t *testing.T) {
	t.Parallel()
	for sentence, want := range map[string]string{
		"The talks in Port Elva lasted six hours.":                          "How long did the talks in Port Elva last?",
		"The meeting lasted about four hours, officials said.":              "How long did the meeting last?",
		"Calder has agreed to meet Marsh in Halm in June.":                  "Will Calder meet Marsh in Halm in June?",
		"But Calder will meet Marsh in Halm, after both had declined twice": "Will Calder meet Marsh in Halm?",
		"The plan for the quay has been approved.":                          "Has the plan for the quay been approved?",
		"The plan for the quay has not been approved, the pilots said.":     "Has the plan for the quay been approved?",
		"They have agreed to meet.":                                         "",
		"“We will meet,” Calder said.":                                      "",
		"Will Calder meet Marsh?":                                           "",
		"Calder warned the pilots.":                                         "",
		"":                                                                  "",
	} {
		if got := conflict.Question(sentence); got != want {
			t.Errorf("Question(%q) = %q, want %q", sentence, got, want)
		}
	}
}

func FuzzQuestion(f *testing.F) {
	for _, s := range []string{"", "The talks lasted six hours.", "Calder has agreed to meet.", "The  is a", "\xff will be", "The has not "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, sentence string) {
		if a, b := conflict.Question(sentence), conflict.Question(sentence); a != b {
			t.Fatalf("%q and %q for one sentence", a, b)
		}
	})
}
