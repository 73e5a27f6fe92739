package answer

import (
	"strings"
	"testing"

	"readout/retrieval/question"
	"readout/retrieval/snapshottest"
)

// canalArticles are three reports of one meeting, each of which tells of other meetings as well.
var canalArticles = map[string]string{
	"one": "---\ntitle: Neighbours talk about the canal\nkind: report\n---\n\nPresident Ivo Sand received Premier Mara Lund for talks about the canal in the " +
		"harbour town of Aldmouth on Tuesday.\n\nTheir meeting lasted two hours. An earlier meeting, planned for Karsholm in June, was called off.\n",
	"two": "---\ntitle: Little progress on the canal\nkind: report\n---\n\nSand and Lund met on Tuesday in Aldmouth and found little to agree on in their talks.\n\n" +
		"The two had met in Veldt in June. A further meeting is planned in Brenn for December.\n",
	"three": "---\ntitle: Why the canal divides two neighbours\nkind: report\n---\n\nBefore the talks with Lund in Aldmouth on Tuesday, Sand visited a dockyard.\n\n" +
		"The last meeting of the two governments, held in Karsholm two years ago, ended in a quarrel.\n",
}

// TestOccasion: where and when the meeting was that all report is told by those that agree, whatever other meetings they tell of.
func TestOccasion(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, canalArticles)
	for _, tt := range []struct {
		question, want string
		never          []string
	}{
		{"Where did the talks take place?", "Aldmouth", []string{"Karsholm", "Veldt", "Brenn"}},
		{"When was the meeting?", "Tuesday", []string{"June", "December", "two years"}},
		{"Where did they meet?", "Aldmouth", []string{"Karsholm", "Veldt", "Brenn"}},
		{"where was it?", "Aldmouth", []string{"Karsholm", "Veldt", "Brenn"}},
		{"who took part?", "Lund", []string{"Karsholm", "Veldt", "Brenn"}},
		{"Who are they?", "Sand", []string{"Karsholm", "Veldt", "Brenn"}},
	} {
		a := ask(t, s, tt.question)
		if !strings.Contains(a.Text(), tt.want) {
			t.Errorf("%s: %q, want %s", tt.question, a.Text(), tt.want)
		}
		for _, never := range tt.never {
			if strings.Contains(a.Text(), never) {
				t.Errorf("%s: %q tells of %s", tt.question, a.Text(), never)
			}
		}
	}
}

// TestOccasionAlone: of sentences that tell the day of the meeting those are shown which need no other one before them.
func TestOccasionAlone(t *testing.T) {
	t.Parallel()
	articles := map[string]string{
		"four": "---\ntitle: A quarrel\npublished: 2021-10-06\nkind: opinion\nauthor: Ada Norn\n---\n\nNothing will come of the canal. That was only " +
			"confirmed by the meeting of Sand and Lund in Aldmouth on Tuesday.\n",
	}
	for name, text := range canalArticles {
		articles[name] = strings.Replace(text, "kind: report", "kind: report\npublished: 2021-10-06", 1)
	}
	a := ask(t, snapshottest.Parsed(t, articles), "When was the meeting?")
	if !strings.Contains(a.Text(), "Tuesday [5 October 2021]") || strings.Contains(a.Text(), "Nothing will come") {
		t.Errorf("%q", a.Text())
	}
}

// TestNoOccasion: where the articles are of different events, "it" and "they" mean none of them.
func TestNoOccasion(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{
		"one":   "---\ntitle: A canal\nkind: report\n---\n\nPresident Ivo Sand received Premier Mara Lund in Aldmouth on Tuesday.\n",
		"two":   "---\ntitle: A school\nkind: report\n---\n\nThe teachers Ada Norn and Olaf Berg opened a school in Veldt on Monday.\n",
		"three": "---\ntitle: A fair\nkind: report\n---\n\nThousands came to the fair in Brenn, which the singer Ola Prim opened with Kaja Moen on Friday.\n",
	})
	for _, question := range []string{"Where was it?", "when was it?", "who took part?", "Where did they meet?"} {
		if a := ask(t, s, question); a.Abstention == nil {
			t.Errorf("%s: %q", question, a.Text())
		}
	}
}

func TestAsksOfOccasion(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, canalArticles)
	common := question.NewSetting(s)
	for asks, want := range map[string]bool{
		"Where did the talks take place?":            true,
		"In which town was the meeting held?":        true,
		"when was the meeting":                       true,
		"Where was the last meeting?":                false,
		"When will the talks take place?":            false,
		"Where did the talks not take place?":        false,
		"Where was the wedding?":                     false,
		"Where did they meet?":                       true,
		"so when was that":                           true,
		"Who attended the talks?":                    true,
		"Who met?":                                   true,
		"who are they":                               true,
		"Who is it?":                                 false,
		"Who met the shipwrights?":                   false,
		"Where did they dine?":                       false,
		"Where will they meet next?":                 false,
		"Who took part in the regatta?":              false,
		"When did the dockyard open?":                false,
		"Where did the ministers of Aldmouth dine?":  false,
		"What was said at the talks?":                false,
		"Where were the talks, and who wrote of it?": false,
	} {
		if got := question.Understand(asks, s.Corpus, common).Occasion; got != want {
			t.Errorf("%q asks of the occasion: %v, want %v", asks, got, want)
		}
	}
}

// TestSummaryToRead: a reader is asked what is said of the topic; that the articles are about the event tells nothing of it.
func TestSummaryToRead(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, canalArticles)
	common := question.NewSetting(s)
	for asks, want := range map[string]string{
		"Summarise what was said about fishing at the Aldmouth talks.": "what was said about fishing?",
		"Give me a summary of the quarrel over the dockyard":           "What is said about the quarrel over the dockyard?",
		"Why did the talks fail?":                                      "",
	} {
		if got := question.Understand(asks, s.Corpus, common).ToRead; got != want {
			t.Errorf("%q is read as %q, want %q", asks, got, want)
		}
	}
}
