package people

import (
	"slices"
	"testing"

	"readout/corpus"
)

func TestCredited(t *testing.T) {
	t.Parallel()
	ida, per := &corpus.Person{Name: "Ida Brenk", Surname: "Brenk"}, &corpus.Person{Name: "Per"}
	remarks := []corpus.Remark{{Person: per}, {Person: ida}, {Speaker: "a pilot"}, {Person: ida}}
	got := Credited([]*corpus.Article{{Passages: []corpus.Passage{{Remarks: remarks}}}, {}})
	if want := []string{"Brenk", "Ida Brenk", "Per"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := Credited(nil); len(got) != 0 {
		t.Errorf("of nothing: %q", got)
	}
}
