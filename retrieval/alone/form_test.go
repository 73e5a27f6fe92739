package alone

import "testing"

func TestIsForm(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"Present: O. Marsh (Chair), L. Brenk":                                                                  true,
		"Also in attendance (by telephone): Lida Brenk":                                                        true,
		"HALM PARISH COUNCIL Draft Minutes of the meeting of 13 March Present: Cllr Marsh (Chair) Cllr Brenk.": true,
		"The Minutes of the meeting held in the hall Present: Cllr Marsh Cllr Brenk":                           true,
		"138/19 To receive declarations of interest from members.":                                             true,
		"4. To approve the minutes of the last meeting":                                                        true,
		"Links: Issue: https://code.example/halm/ferry/issues/12.":                                             true,
		"See https://code.example/12":                                                                          true,
		"halm/ferry: engine: start twice 12.":                                                                  true,
		"To cross the river, Calder took the ferry.":                                                           false,
		"The ferry is described at https://halm.example/ferry by its builder Calder.":                          false,
		"Everyone present spoke for the ferry.":                                                                false,
		"HALM FERRY stopped on Monday.":                                                                        false,
		"The council agreed to receive the report in May.":                                                     false,
		"": false,
	} {
		if got := IsForm(text); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
}

func FuzzIsForm(f *testing.F) {
	for _, s := range []string{"", "Present: A", "1. To note", "AAA BBB CCC d", "x: https://a", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(_ *testing.T, text string) { IsForm(text) })
}
