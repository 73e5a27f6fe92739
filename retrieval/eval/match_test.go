package eval

import (
	"slices"
	"strings"
	"testing"
)

func TestFold(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ in, want string }{
		{"", ""},
		{"  Two\n\twords ", "two words"},
		{"“It’s” — or–so", `"it's" - or-so`},
		{"Nicolás Žižek", "nicolas zizek"},
		{"a\u00a0b\u2003c", "a b c"},
		{"ﬁve…", "five..."},
	} {
		if got := fold(tc.in); got != tc.want {
			t.Errorf("fold(%q) = %q, want %q", tc.in, got, tc.want)
		}
	}
}

func TestHolds(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		text, needle string
		want         bool
	}{
		{"The cat sat", "CAT", true},
		{"The cats sat", "cat", false},
		{"concat", "cat", false},
		{"cats, a cat", "cat", true}, // not the first place, but the second
		{"It cost $5.", "$", true},
		{"35 percent", "5", false},
		{"It is Su-57s", "Su-57", false},
		{"café au lait", "cafe", true},
		{"caf\u00e9s", "cafe", false},
		{"so-called", "called", true},
		{"anything", "", true},
	} {
		if got := holds(tc.text, tc.needle); got != tc.want {
			t.Errorf("holds(%q, %q) = %v, want %v", tc.text, tc.needle, got, tc.want)
		}
	}
}

func TestHoldsExactly(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		text, needle string
		want         bool
	}{
		{"YES.", "YES", true},
		{"Yes.", "YES", false},
		{"EYES", "YES", false},
		{"YES2", "YES", true},
	} {
		if got := holdsExactly(tc.text, tc.needle); got != tc.want {
			t.Errorf("holdsExactly(%q, %q) = %v, want %v", tc.text, tc.needle, got, tc.want)
		}
	}
}

func TestSentencesOf(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		in   string
		want []string
	}{
		{"", nil},
		{"One. [1] Two. [1][2]", []string{"One.", " Two."}},
		{"One. Two", []string{"One.", "Two"}},
		{"Mr. Low spoke. So did Gen. High.", []string{"Mr. Low spoke.", "So did Gen. High."}},
		{"The U.S. left. He met J. Doe.", []string{"The U.S. left.", "He met J. Doe."}},
		{"“Now.” He left", []string{"“Now.", "He left"}},
		{"One [1], and two [2].", []string{"One", ", and two"}},
		{"A line\nand another", []string{"A line", "and another"}},
		{"... [1]", nil},
	} {
		if got := sentencesOf(tc.in); !slices.Equal(got, tc.want) {
			t.Errorf("sentencesOf(%q) = %q, want %q", tc.in, got, tc.want)
		}
	}
}

func TestSupported(t *testing.T) {
	t.Parallel()
	passage := []string{fold("The harbour of Aldmoor reopened on Tuesday after repairs.")}
	for _, tc := range []struct {
		sentence           string
		verbatim, supports bool
	}{
		{"The harbour of Aldmoor reopened on Tuesday", true, true},
		{"“reopened on Tuesday.”", true, true},
		{"On Tuesday the Aldmoor harbour reopened.", false, true},
		{"The harbour of Aldmoor burned down on Friday.", false, false},
		{"It is so", false, true}, // no word of three letters: nothing that could be missing
		{"...", true, true},
	} {
		if got := verbatim(tc.sentence, passage); got != tc.verbatim {
			t.Errorf("verbatim(%q) = %v", tc.sentence, got)
		}
		if got := supported(tc.sentence, passage); got != tc.supports {
			t.Errorf("supported(%q) = %v", tc.sentence, got)
		}
	}
}

func TestSameParagraph(t *testing.T) {
	t.Parallel()
	long := "The council voted nine to two on Monday to close the old bridge to lorries"
	for _, tc := range []struct {
		a, b string
		want bool
	}{
		{long, long + ", and to mend it in spring when the river is low.", true},
		{long, "The council voted nine to two", true},
		{long, "The ferry was late", false},
		{"a bridge", "a bridge", false}, // two words are too few to tell
	} {
		if got := sameParagraph(tc.a, tc.b); got != tc.want {
			t.Errorf("sameParagraph(%q, %q) = %v, want %v", tc.a, tc.b, got, tc.want)
		}
	}
}

func FuzzSentencesOf(f *testing.F) {
	for _, s := range []string{"", "One. [1] Two. [1][2]", "Mr. X said “no.” Then\n[9].", "a\x00.\u2003[٣]", "[1][2]."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, sentence := range sentencesOf(s) {
			if strings.TrimSpace(sentence) == "" {
				t.Errorf("an empty sentence in %q", s)
			}
			if !supported(sentence, []string{fold(s)}) {
				t.Errorf("%q is not supported by the text %q that it comes from", sentence, s)
			}
		}
		if again := fold(fold(s)); again != fold(s) {
			t.Errorf("fold is not stable on %q: %q, then %q", s, fold(s), again)
		}
		if !holds(s, "") {
			t.Errorf("%q does not hold nothing", s)
		}
	})
}
