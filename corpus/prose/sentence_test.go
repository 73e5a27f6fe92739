package prose

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestSentences(t *testing.T) {
	t.Parallel()
	for name, marked := range map[string]string{ // a bar stands where a sentence ends
		"a mark apart":          "“We know.| We will go. ”",
		"marks apart":           "It sailed.| It came back. … ”",
		"plain":                 "The ship sailed.| Nobody saw it!| Where did it go?| We know.",
		"titles":                "Mr. Brown met Mrs. Green and Dr. White.| Gen. Black and Sen. Gray stayed.",
		"initials":              "Robert S. Miller III met J. R. Smith and K.L. Jones.| They left.",
		"initial after a title": "President Ivan V. Petrov met him.| He left.",
		"country inside":        "The U.S. Secretary of State met the U.K. Foreign Office.| It rained.",
		"country at the end":    "Many were against it in the U.S.| But now they are not.| It went to the U.N.| The end.",
		"country, then quotes":  "He lives in the U.S.| “We are staying,” he said.",
		"country, small word":   "The U.S. and the U.K. are far apart.",
		"country, comma":        "In the U.S., it is known.",
		"country in a compound": "U.S.-Canada ties are good.| They were not.",
		"country, then Mr.":     "It ended in the U.S.| Mr. Brown left.| The U.S. Gen. Lee stayed.",
		"country before No.":    "He is the U.S. No. 1.| The other is not.",
		"month and day":         "It began on Nov. 11 and ended on Dec. 3, 2018.| It was cold.",
		"month at the end":      "It began last Nov.| The end came soon.",
		"number":                "She lives at No. 10 Long Street.| He lives at No. 12.",
		"refusal":               "He said no.| No.| It is over.",
		"decimals":              "It rose 2.5 percent to $1,000.50 a share.| It fell .5 points.",
		"time of day":           "It starts at 5 p.m. Eastern time.| It ends at 9 a.m.| The doors open early.",
		"number first":          "It ended in 1990.| 24 sailors were free.| 1,000 more were not.",
		"money first":           "It cost a lot.| $5 million was paid.| €3 million was not.",
		"list label":            "1. The first point is this.| Then comes another.",
		"quotation":             "“We agree.”| He left.| “They do not,” she said.",
		"two closing marks":     "“It is unacceptable.’’| He said it clearly.| “‘Yes.’”| “No.”",
		"straight quotes":       "He said \"we agree.\"| She said 'no.'| \"We go,\" they said.",
		"question in quotes":    "“Why now?” he asked.| “Never!” she shouted.| Nobody spoke.",
		"question, then a name": "“Why now?” Mr. Brown asked.| “Who is it?” Anna K. Lee-Smith wondered.",
		"question, no credit":   "He asked, “Why now?”| The others were silent.| “When?”| Lee did not know.",
		"brackets":              "It was cold (it was winter).| (Nobody knew.)| It ended.",
		"country in brackets":   "The treaty (signed in the U.S. in 1987) ended.",
		"ellipsis":              "I thought… maybe not.| He waited...| Then he left.",
		"ellipsis apart":        "“We ... the people,” it says.| It goes on ...| Then it stops.",
		"ellipsis of dots":      "We . . . the people.| It ends.",
		"ellipsis, then a name": "They said ... Brown would go.",
		"company":               "Acme Inc. Chief Executive Ann Lee left Widget Corp. on Monday.| It is Acme Inc.| The name stays.",
		"junior":                "John Smith Jr. Street is here.| It was John Smith Jr.| He left.",
		"saint and street":      "St. Petersburg is far from Main St.| The road is long.",
		"degree":                "She has a Ph.D. in law.| He has a Ph.D.| She has two.",
		"war":                   "It was World War I.| It ended.",
		"latin":                 "Some, e.g. Brown, left, i.e. Gray et al. stayed.| Red vs. Blue ended.| It is etc. and so on.",
		"mark inside a name":    "The firm Yahoo! said so.",
		"brand":                 "He has one.| iPhone sales fell.",
		"no white space":        "Go to example.com.au for more.| See 3.14.15 too.",
		"ideographic":           "会談は終わった。|次は東京だ。",
		"accents":               "Es war kalt.| Über allem lag Schnee.| Éric left.",
		"dash first":            "He left.| — Agency",
		"no stop":               "No stop at the end",
		"line break inside":     "It was a chorus of\n\nvoices in town.| It ended.",
		"emphasis":              "*It ended.*| _It began._",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var want, got []string
			for part := range strings.SplitSeq(marked, "|") {
				want = append(want, strings.TrimSpace(part))
			}
			text := strings.ReplaceAll(marked, "|", "")
			spans := Sentences(text)
			checkSentences(t, text, spans)
			for _, s := range spans {
				got = append(got, text[s.Start:s.End])
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("sentences (-want +got):\n%s", diff)
			}
		})
	}
}

// checkSentences fails when spans do not cover everything of text but white space, in order and without overlap.
func checkSentences(t *testing.T, text string, spans []Span) {
	t.Helper()
	at := 0
	for _, s := range spans {
		if s.Start < at || s.End <= s.Start || s.End > len(text) {
			t.Fatalf("span %v after offset %d in %d bytes of %q", s, at, len(text), text)
		}
		if gap := text[at:s.Start]; strings.TrimFunc(gap, unicode.IsSpace) != "" {
			t.Fatalf("%q of %q is in no sentence", gap, text)
		}
		part := text[s.Start:s.End]
		if strings.TrimFunc(part, unicode.IsSpace) != part {
			t.Fatalf("sentence %q has white space at an end", part)
		}
		if utf8.ValidString(text) && !utf8.ValidString(part) {
			t.Fatalf("sentence %q cuts a rune of %q", part, text)
		}
		at = s.End
	}
	if rest := strings.TrimFunc(text[at:], unicode.IsSpace); rest != "" {
		t.Fatalf("%q of %q is in no sentence", rest, text)
	}
}

func FuzzSentences(f *testing.F) {
	for _, s := range []string{
		"", " ", ".", "Mr. Brown left. He did.", "“Why?” asked Lee. . . . \u2029", "U.S. But (no.) \"x.\" 'y'", "。！？a", "a\xff. B", "… … A", "1. 2. 3.",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) { checkSentences(t, text, Sentences(text)) })
}

func BenchmarkSentences(b *testing.B) {
	text := strings.Repeat("Mr. Brown said on Nov. 11 that the U.S. would go on, “whatever happens.” He left. ", 1000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Sentences(text)
	}
}
