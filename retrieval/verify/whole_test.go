package verify

import (
	"strings"
	"testing"

	"readout/corpus/prose"
	"readout/retrieval/verify/internal/discourse"
)

const harbourText = `---
title: The harbour
kind: report
---

Harbour Minister Lena Brook met the pilots on Monday. She said that the channel was too narrow. It had silted up for years.

“Nobody dredges for free,” he told the council. The council laughed.

Suppose that the channel closed tomorrow. The mills would stop within a week. Who would pay for that?

The mayor, Tom Arden, spoke last. His plan needs a dredger. In his youth, Arden said, the channel was deep. It is clear that it will not wait.
`

func TestWhole(t *testing.T) {
	t.Parallel()
	ev := shownAll(t, map[string]string{"harbour": harbourText})
	for _, tt := range []struct{ quote, want, fault string }{
		{"met the pilots", "Harbour Minister Lena Brook met the pilots on Monday.", ""},
		{"was too narrow", "[Brook] said that the channel was too narrow.", ""},
		{"silted up", "[Brook] said that the channel was too narrow. It had silted up for years.", ""},
		{"Nobody dredges", "", "does not explain"},
		{"council laughed", "The council laughed.", ""},
		{"mills would stop", "Suppose that the channel closed tomorrow. The mills would stop within a week.", ""},
		{"Who would pay", "", "only asks"},
		{"His plan", "The mayor, Tom Arden, spoke last. His plan needs a dredger.", ""},
		{"channel was deep", "In his youth, Arden said, the channel was deep.", ""},
		{"It is clear", "It is clear that it will not wait.", ""},
		{"met the pirates", "", "does not stand"},
	} {
		c := Claim{Text: "The mills closed.", Quote: tt.quote}
		for _, h := range ev.Hits {
			if _, ok := FindQuote(h.Passage.Text, tt.quote); ok {
				c.Passage = h.Passage.ID
			}
		}
		if c.Passage == "" {
			c.Passage = ev.Hits[1].Passage.ID
		}
		got, err := New(ev).Whole(c)
		var texts []string
		for _, s := range got {
			texts = append(texts, s.Text)
			if words := s.Citation.Article.Text(s.Citation.Quote); !strings.Contains(s.Text, "[") && prose.OneLine(words) != s.Text {
				t.Errorf("%q cites %q", s.Text, words)
			}
		}
		if text := strings.Join(texts, " "); text != tt.want || (err == nil) != (tt.fault == "") || err != nil && !strings.Contains(err.Error(), tt.fault) {
			t.Errorf("%q gave %q, %v; want %q %s", tt.quote, text, err, tt.want, tt.fault)
		}
	}
}

func FuzzLeansBack(f *testing.F) {
	for _, s := range []string{"He said so.", "“He said,” it", "In his youth, Arden", "It is", "the former", "", "\xff it"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { discourse.LeansBack(s) })
}
