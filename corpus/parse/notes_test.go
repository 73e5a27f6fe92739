package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/corpus"
	"readout/corpus/corpustest"
	"readout/corpus/reading"
)

// TestNotes: whose words the items of notes are.
func TestNotes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		want []string // speaker: words
	}{
		"a committee's": {`# Quay committee 2021-05-01

## Attendees

* Mia Holt @miah (chair)
* Tom Reed (member)

## Decisions

* The opening is postponed to June 3.
* Mia
  * is worried about the gate
    * asks for a survey
* Tom, thinks that the opening should not wait
* Carl (chat): I would rather open now
* **Tom**: the gate is fine

## Action items

- [ ] Tom: mend the gate by Friday
`, []string{"Mia Holt: is worried about the gate", "Mia Holt: asks for a survey", "Tom Reed: thinks that the opening should not wait",
			"Carl: I would rather open now", "Tom Reed: the gate is fine"}},
		"those present in one line": {"# Call\n\nPresent: Mia Holt, Tom Reed (chair) and Ida Lund.\n\n- Mia:\n  - the gate is late\n    - two weeks at least\n- Roadmap:\n  - nothing new\n- [Tom](https://example.org/tom): it is not\n",
			[]string{"Mia: the gate is late", "Mia: two weeks at least", "Tom Reed: it is not"}},
		"an item on another person": {"# Call\n\nPresent: Mia Holt, Tom Reed (chair) and Ida Lund.\n\n- Mia, the gate is late\n  - Tom will write to the builder\n    - before Friday\n  - the builder is ill\n  - Mia will call him\n",
			[]string{"Mia: the gate is late", "Mia: the builder is ill", "Mia: Mia will call him"}},
		"names that come again": {"# Call\n\n* Gate\n  * Ola: it leaks\n  * Pia: it does not\n  * Ola: it did in May\n* Recording: see below\n* Status: open\n", []string{"Ola: it leaks", "Ola: it did in May"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, err := Markdown("a", c.text)
			if err != nil {
				t.Fatal(err)
			}
			corpustest.Check(t, a)
			if _, err := reading.New([]*corpus.Article{a}); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range a.Passages {
				for _, r := range p.Remarks {
					got = append(got, r.Speaker+": "+r.Text)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("remarks (-want +got):\n%s", diff)
			}
		})
	}
}
