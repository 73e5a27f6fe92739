package answer

import "testing"

const epithetText = `---
title: Two presidents and an empty chair
publisher: The Daily Ledger
published: 2021-10-02
kind: report
---

French President Jules Amaury met Vessian President Ilse Brandt in Lyon on Friday. Vessian Foreign Minister Oren Calder stayed at home.

French Foreign Minister Claire Dumont said that the harbour dues would be cut. "A port is a door, not a wall," Dumont said.

Vessian opposition leader Piet Hansa said the talks had come too late. U.S. President Warren Tolle sent a letter.
`

// TestWithoutEpithets: an office in other words than the articles' is put as the name of the only one who can hold it.
func TestWithoutEpithets(t *testing.T) {
	t.Parallel()
	s := newSetting(testSnapshot(t, map[string]string{"a": epithetText}))
	for question, want := range map[string]string{
		"What did France's top diplomat say about the dues?":               "What did Claire Dumont say about the dues?",
		"What did the French envoy say about the dues?":                    "What did Claire Dumont say about the dues?",
		"Whom did the French head of state meet?":                          "Whom did Jules Amaury meet?",
		"Did the Vessian strongman come to Lyon?":                          "Did Ilse Brandt come to Lyon?",
		"Did the French head of state talk to his Vessian counterpart?":    "Did Jules Amaury talk to Ilse Brandt?",
		"What did the occupant of the White House send?":                   "What did Warren Tolle send?",
		"What did the White House occupant send?":                          "What did Warren Tolle send?",
		"What did the German head of state say?":                           "What did the German head of state say?",          // nobody
		"What did the former French premier say?":                          "What did the former French premier say?",         // another
		"What did a French lawmaker say?":                                  "What did a French lawmaker say?",                 // nobody in particular
		"Who is the French head of state?":                                 "Who is the French head of state?",                // asked, not told
		"What did French head of state Jean Meunier say?":                  "What did French head of state Jean Meunier say?", // named
		"Did the Vessian opposition chief speak to the Vessian strongman?": "Did Piet Hansa speak to Ilse Brandt?",            // a leader of another sort
		"Did the French head of the union speak?":                          "Did the French head of the union speak?",
		"What did the Lyon boss say about the dues?":                       "What did the Lyon boss say about the dues?", // a city's
	} {
		if got := s.withoutEpithets(question); got != want {
			t.Errorf("withoutEpithets(%q) = %q, want %q", question, got, want)
		}
	}
}

func FuzzWithoutEpithets(f *testing.F) {
	s := newSetting(testSnapshot(f, map[string]string{"a": epithetText}))
	f.Add("What did the French envoy say of his Vessian counterpart?")
	f.Add("the the head of state of of")
	f.Add("Kremlin's chief's top’s")
	f.Fuzz(func(t *testing.T, question string) {
		if got := s.withoutEpithets(question); got != question && len(got) == 0 {
			t.Errorf("nothing left of %q", question)
		}
	})
}
