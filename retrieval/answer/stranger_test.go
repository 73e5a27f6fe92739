package answer

import (
	"slices"
	"strings"
	"testing"
)

// TestStrangers: a question about somebody or something that no article mentions is not answered from what else it names.
func TestStrangers(t *testing.T) {
	t.Parallel()
	s := riverSnapshot(t)
	for question, missing := range map[string]string{
		"Did Calder and Marsh agree to meet Brandt in December?":   "Brandt",
		"Did the farmers of Zembrovia lose a third of their crop?": "Zembrovia",
		"Did Marsh open the cathedral before March?":               "cathedral",
	} {
		a := ask(t, s, question)
		if a.Abstention == nil {
			t.Errorf("%q: answered %q", question, a.Text())
			continue
		}
		if !slices.ContainsFunc(a.Abstention.Missing, func(m string) bool { return strings.Contains(m, missing) }) {
			t.Errorf("%q: missing %q, want %q", question, a.Abstention.Missing, missing)
		}
	}
	for _, question := range []string{
		"Did Calder And Marsh Agree To Meet Again In December?", // capitals that tell nothing
		"did the ministers agree to meet again in december",
		"How long did the Talks last?",
	} {
		if a := ask(t, s, question); a.Abstention != nil {
			t.Errorf("%q: abstained, missing %q", question, a.Abstention.Missing)
		}
	}
}
