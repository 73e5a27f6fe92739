package conflict_test

import (
	"testing"

	"readout/corpus"
	"readout/retrieval/conflict"
)

func TestPolarity(t *testing.T) {
	t.Parallel()
	for sentence, want := range map[string]conflict.Polarity{
		"Marsh signed the letter.":                                    conflict.Asserted,
		"Marsh refused to sign the letter.":                           conflict.Denied,
		"Marsh did not sign the letter.":                              conflict.Denied,
		"Marsh could sign the letter.":                                conflict.Unsaid,
		"Marsh did not sign the letter before noon.":                  conflict.Unsaid,
		"Calder spoke at the signing.":                                conflict.Unsaid,
		"Calder, who did not speak, and Marsh signed the letter.":     conflict.Asserted,
		"“I will not sign,” Marsh had said.":                          conflict.Unsaid,
		"Marsh signed no letter.":                                     conflict.Unsaid,
		"Marsh did not refuse to sign the letter, an aide said later": conflict.Unsaid,
	} {
		if got := conflict.PolarityOf(sentence, "sign"); got != want {
			t.Errorf("PolarityOf(%q) = %d, want %d", sentence, got, want)
		}
	}
}

func TestPointOf(t *testing.T) {
	t.Parallel()
	for question, want := range map[string]string{
		"Will Calder and Marsh meet in Halm?": "Whether Calder and Marsh will meet in Halm",
		"Has the treaty expired?":             "Whether the treaty has expired",
		"Did Marsh sign?":                     "else",
		"How long did it last?":               "else",
		"":                                    "else",
	} {
		if got := conflict.PointOf(question, "else"); got != want {
			t.Errorf("PointOf(%q) = %q, want %q", question, got, want)
		}
	}
}

func FuzzPolarity(f *testing.F) {
	for _, s := range []string{"", "Marsh did not sign.", "“sign", "sign sign not", "\xff sign"} {
		f.Add(s, "Will Marsh sign it?")
	}
	f.Fuzz(func(t *testing.T, sentence, question string) {
		conflict.PolarityOf(sentence, "sign")
		conflict.LeftOpen(sentence)
		conflict.AgreedTo(sentence, "sign")
		conflict.MainPart(sentence)
		conflict.PointOf(question, sentence)
		conflict.SameOccasion(sentence, question, sentence, false)
		conflict.SameThing(sentence, question)
		conflict.RateIn(sentence)
		if v, ok := conflict.UntilIn(sentence, corpus.NewDay(2021, 9, 15)); ok && v.Context(sentence) == sentence {
			t.Errorf("%q: what it lasts until stays", sentence)
		}
	})
}
