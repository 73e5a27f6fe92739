package tagger

import (
	"readout/corpus/english"
	"strings"
)

type Form byte

const (
	BaseForm Form = iota
	SForm
	PastForm
	IngForm
)

// Form tells which form of a verb the token could be.
func (t Token) Form() Form { return formOf(t.Folded) }

// formOf tells which form of a verb a word could be.
func formOf(w string) Form {
	switch {
	case strings.HasSuffix(w, "ing") && len(w) > 5:
		return IngForm
	case strings.HasSuffix(w, "ed") && len(w) > 3 && !english.NotPast.Has(w):
		return PastForm
	case english.IrregularForms.Has(w):
		return PastForm
	case strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && len(w) > 3:
		return SForm
	}
	return BaseForm
}

// IsSpeaking reports whether a verb credits words to somebody, and no more than that.
func IsSpeaking(t Token) bool { return english.SpeakingVerbs.Has(Lemma(t.Folded)) }

// Lemma is the form under which the grammar lists a verb.
func Lemma(w string) string {
	if l, ok := irregularLemma[w]; ok {
		return l
	}
	for _, e := range []struct{ ending, base string }{{"ies", "y"}, {"ied", "y"}, {"es", "e"}, {"ed", "e"}, {"s", ""}, {"ed", ""},
		{"ing", ""}, {"ing", "e"}, {"es", ""}} {
		if b, ok := strings.CutSuffix(w, e.ending); ok && english.SpeakingVerbs.Has(b+e.base) {
			return b + e.base
		}
	}
	return w
}

var irregularLemma = map[string]string{"said": "say", "says": "say", "told": "tell", "wrote": "write", "written": "write",
	"thought": "think", "insisted": "insist",
	"saying": "say", "telling": "tell", "writes": "write", "tells": "tell"}
