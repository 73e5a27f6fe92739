package retrieval

import (
	"slices"
	"testing"

	"readout/corpus"
)

func TestNear(t *testing.T) {
	t.Parallel()
	people := []*corpus.Person{
		{Name: "Ruth Dane", Surname: "Dane", Variants: []string{"Ruth Dane"}},
		{Name: "Anders Lindqvist", Surname: "Lindqvist", Variants: []string{"Anders Lindqvist", "Anders B. Lindqvist"}},
		{Name: "Ana Lindquist", Surname: "Lindquist", Variants: []string{"Ana Lindquist"}},
		{Name: "Bo Li", Surname: "Li", Variants: []string{"Bo Li"}},
		{Name: "Oren Marsh", Surname: "Marsh"},
	}
	for name, want := range map[string][]string{
		"Lindkvist":         {"Anders Lindqvist", "Ana Lindquist"},
		"Ana Lindkvist":     {"Ana Lindquist", "Anders Lindqvist"},
		"Anders Lindquwist": {"Anders Lindqvist", "Ana Lindquist"},
		"Ruth Dene":         {"Ruth Dane"},
		"Dayne's":           {"Ruth Dane"},
		"Dane":              nil, // it is the name
		"Ana Marsh":         {"Oren Marsh"},
		"the dane":          nil, // no name
		"Bo Lo":             nil, // of two letters another one makes another name
		"Marshall":          nil,
		"Calder":            nil,
		"":                  nil,
		"?!":                nil,
	} {
		if got := Near(people, name); !slices.Equal(got, want) {
			t.Errorf("%q: near %q, want %q", name, got, want)
		}
	}
	if got := Near(nil, "Dane"); got != nil {
		t.Errorf("among nobody: %q", got)
	}
}

func FuzzNear(f *testing.F) {
	f.Add("Ruth Dene", "Ruth Dane", "Dane")
	f.Add("", "", "")
	f.Add("\xff’s", "İ", "’s")
	f.Fuzz(func(t *testing.T, name, full, surname string) {
		p := &corpus.Person{Name: full, Surname: surname}
		for _, got := range Near([]*corpus.Person{p, p}, name) {
			if got != full {
				t.Errorf("%q is near %q", name, got)
			}
		}
	})
}
