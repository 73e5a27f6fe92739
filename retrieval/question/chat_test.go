package question_test

import (
	"testing"

	"readout/retrieval/question"
)

func TestSpelledOut(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"wats he sayin bout the dam b4 the talks": "what's he saying about the dam before the talks",
		"What did U say in Berlin?":               "What did U say in Berlin?",
		"did the train leave again":               "did the train leave again",
		"":                                        "",
	} {
		if got := question.SpelledOut(text); got != want {
			t.Errorf("spelledOut(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzSpelledOut(f *testing.F) {
	f.Add("wats he sayin")
	f.Add("\xff u \u0301")
	f.Fuzz(func(t *testing.T, text string) {
		if once := question.SpelledOut(text); question.SpelledOut(once) != once {
			t.Errorf("spelledOut is not stable on %q: %q, then %q", text, once, question.SpelledOut(once))
		}
	})
}
