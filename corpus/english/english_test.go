package english

import (
	"slices"
	"strings"
	"testing"
)

func TestWords(t *testing.T) {
	t.Parallel()
	all, err := parse(words)
	if err != nil {
		t.Fatal(err)
	}
	var used Classes
	var before string
	for line := range strings.Lines(words) {
		word, _, _ := strings.Cut(line, "\t")
		if word <= before {
			t.Errorf("%q stands after %q", word, before)
		}
		before = word
		if word != strings.ToLower(word) {
			t.Errorf("%q is not in small letters", word)
		}
		for i, bits := range all[word] {
			used[i] |= bits
		}
	}
	for c := range Class(classes) {
		if !used.Has(c) {
			t.Errorf("no word is of the class %s", names[c])
		}
	}
	if slices.Contains(names[:], "") {
		t.Error("a class has no name")
	}
}

func TestClasses(t *testing.T) {
	t.Parallel()
	if !Honorifics.Has("mrs") || Honorifics.Has("minister") || !Offices.Has("minister") || Offices.Has("") || Offices.Has("Minister") {
		t.Error("the classes of mrs and minister are wrong")
	}
	if got := Of("mrs"); !got.Has(Honorifics) || got.Has(Modals) {
		t.Errorf("mrs is in %v", got)
	}
}

func TestParseDamaged(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{
		"mrs":                              "line 1: no word",
		"mrs\thonorifics\nmrs\thonorifics": "line 2: no word, or one that stands above",
		"mrs\thonourifics":                 `line 1: no class is called "honourifics"`,
		"\thonorifics":                     "line 1: no word",
	} {
		if _, err := parse(text); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("mrs\thonorifics\n")
	f.Add("a\t\n\n\t")
	f.Fuzz(func(_ *testing.T, text string) { _, _ = parse(text) })
}
