package omit

import (
	"slices"
	"strings"
	"testing"

	"readout/retrieval/verify/internal/clause"
	"readout/retrieval/verify/internal/tagger"
)

func tokens(text string) []tagger.Token { return Content((&tagger.Reader{}).Tokens(text)) }

// gap is where what is in brackets stands among the tokens of a text without them.
func gap(t *testing.T, text string) (ts []tagger.Token, from, to int) {
	t.Helper()
	before, rest, ok := strings.Cut(text, "[")
	inside, after, closed := strings.Cut(rest, "]")
	if !ok || !closed {
		t.Fatalf("%q has no brackets", text)
	}
	ts = tokens(before + inside + after)
	at := func(end int) int {
		if i := slices.IndexFunc(ts, func(k tagger.Token) bool { return k.Span.Start >= end }); i >= 0 {
			return i
		}
		return len(ts)
	}
	return ts, at(len(before)), at(len(before + inside))
}

// TestLeftOut: what stands in brackets may be left out, or not since the rest would then tell something else.
func TestLeftOut(t *testing.T) {
	t.Parallel()
	for text, may := range map[string]bool{
		"The mayor [, who was elected in May,] signed the law.":   true,
		"The mayor [, if the board agrees,] will sign the law.":   false,
		"The mayor [quickly] signed the law.":                     true,
		"The mayor [reportedly] signed the law.":                  false,
		"The mayor [nearly] signed the law.":                      false,
		"The fire burned the [old] mill down.":                    true,
		"The [former] mayor resigned.":                            false,
		"The [alleged] thief fled.":                               false,
		"The report [by Norn] of the fire was wrong.":             false,
		"The bridge [near the river] in Elva fell.":               true,
		"[On Monday,] the mayor signed the law.":                  true,
		"[On paper,] the plan costs nothing.":                     false,
		"[In a film,] the mayor dies.":                            false,
		"[However,] the mayor signed the law.":                    true,
		"[Unless it rains,] the mayor will sign.":                 false,
		"[According to Norn,] the dam leaks.":                     false,
		"The mayor signed the law [on Monday].":                   true,
		"The mayor signed the law [because the board asked].":     true,
		"The mayor will sign the law [if the board asks].":        false,
		"The mayor will sign the law [unless it rains].":          false,
		"The mayor signed the law [, she said].":                  false,
		"The mayor signed half [of the laws].":                    false,
		"The mayor signed the law [, while Norn warned of debt].": true,
		"Nobody signed the law [on Monday].":                      false,
		"The mayor did not sign the law [on Monday].":             false,
		"Most towns signed the law [in May].":                     false,
		"The mayor [did not] sign the law.":                       false,
		"The plan is a first step [, though only a first one].":   false,
		"Norn praised the boat [he described as unsinkable].":     true,
		"Norn praised the boat [he said was unsinkable].":         false,
	} {
		ts, from, to := gap(t, text)
		held := HeldBy(slices.Concat(ts[:from], ts[to:]))
		var err error
		if to == len(ts) {
			err = Behind(ts, from, held)
		} else {
			err = Between(ts, from, to, from == 0, held)
		}
		if (err == nil) != may {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestDroppable: of what is said besides of a clause, the adjunct whose words are given may be dropped, or not.
func TestDroppable(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text, adjunct string
		may           bool
	}{
		{"The mayor signed the law in May.", "in MAY", true},
		{"The mayor signed the law about noon.", "about NOON", false},
		{"In theory, the plan costs nothing.", "in THEORY", false},
		{"The mayor may sign the law after the vote.", "after the VOTE", false},
		{"The mayor signed the law after the vote.", "after the VOTE", true},
		{"Few mayors signed the law in the town.", "in the TOWN", false},
		{"The mayor did not sign the law in the town.", "in the TOWN", false},
		{"The mayor signed the law without a word.", "without a WORD", false},
		{"The mayor also signed the law.", "also", true},
		{"The mayor probably signed the law.", "probably", false},
	} {
		c := clause.Parse((&tagger.Reader{}).Tokens(tt.text))[0]
		i := slices.IndexFunc(c.Adjuncts, func(a *clause.Adjunct) bool { return strings.Contains(a.String(), tt.adjunct) })
		if i < 0 {
			t.Errorf("%s is read as %s, without %q", tt.text, c, tt.adjunct)
		} else if Droppable(c, c.Adjuncts[i]) != tt.may {
			t.Errorf("%s: %q may be dropped: %v", tt.text, tt.adjunct, !tt.may)
		}
	}
}

func TestPhrases(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		is    func([]tagger.Token) bool
		texts map[string]bool
	}{
		"when or where": {frontable,
			map[string]bool{"On Monday": true, "In Elva": true, "After the vote": true, "In theory": false, "If it rains": false, "": false}},
		"connecting": {connecting,
			map[string]bool{"However": true, "But also": true, "In fact": true, "About noon": false, "The mayor": false}},
		"names": {NamesOnly, map[string]bool{"Ada Norn": true, "the mayor of Elva": true, "Norn said": false, "": false}},
		"bound": {Bound,
			map[string]bool{"if it rains": true, "on paper": true, "according to Norn": true, "in May": false, "it may rain": true,
				"in Elva": false, "but the mayor": false}},
		"harmless": {Harmless,
			map[string]bool{"": true, "with a smile": true, "unless it rains": false, "a deal": false, "with a perhaps": false}},
	} {
		for text, want := range tt.texts {
			if got := tt.is((&tagger.Reader{}).Tokens(text)); got != want {
				t.Errorf("%s: %q is %v", name, text, got)
			}
		}
	}
	for text, want := range map[string]string{"Well, the mayor signed the law.": "the mayor signed the law",
		"The mayor signed the law.": "The mayor signed the law"} {
		if got := textOf(WithoutFillers((&tagger.Reader{}).Tokens(text))); got != want {
			t.Errorf("%q without fillers is %q", text, got)
		}
	}
}

// FuzzLeftOut: any words may be asked about, and what only a sentence's own words bind is never left out.
func FuzzLeftOut(f *testing.F) {
	f.Add("The mayor, who was elected in May, signed the law if asked.", 2, 7)
	f.Add("Explained by Norn and noted in the minutes was the plan of the board.", 1, 6)
	f.Add("\xff“”’ — no, 1.40 p.m.", 0, 1)
	f.Fuzz(func(t *testing.T, text string, from, to int) {
		ts := tokens(text)
		if from < 0 || to > len(ts) || from > to {
			return
		}
		cut := ts[from:to]
		frontable(cut)
		connecting(cut)
		NamesOnly(cut)
		Harmless(cut)
		if n := len(WithoutFillers(ts)); n > len(ts) || len(ts) > 0 && n == 0 {
			t.Errorf("%d of %d words are left", n, len(ts))
		}
		held := HeldBy(ts)
		if from < len(ts) {
			_ = Behind(ts, from, held)
		}
		if from < to && to < len(ts) && Between(ts, from, to, from == 0, held) == nil && Bound(cut) {
			t.Errorf("of %q it leaves out %q", text, textOf(cut))
		}
		for _, root := range clause.Parse((&tagger.Reader{}).Tokens(text)) {
			root.Clauses(func(c *clause.Clause) {
				for _, a := range c.Adjuncts {
					if Droppable(c, a) && c.Asks {
						if a.Clause != nil || a.Phrase != nil && !(a.Front && a.Phrase.IsTime()) {
							t.Errorf("of the question %q it drops %s", text, a)
						}
					}
				}
			})
		}
	})
}
