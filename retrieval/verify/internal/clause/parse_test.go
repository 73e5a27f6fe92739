package clause

import (
	"strings"
	"testing"

	"readout/retrieval/verify/internal/tagger"
)

// read is the short form of the clauses of a sentence, and what can't be read of it.
func read(text string) string {
	var out []string
	for _, c := range Parse((&tagger.Reader{}).Tokens(text)) {
		s := strings.TrimSpace(c.String())
		if len(c.Rest) > 0 {
			s += " REST"
		}
		out = append(out, s)
	}
	return strings.Join(out, " / ")
}

func TestParse(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"The mayor signed the law.":                        "(the MAYOR) SIGNED (the LAW)",
		"The law was signed by the mayor.":                 "(the MAYOR) PASS SIGNED (the LAW)",
		"The mayor did not sign the law.":                  "(the MAYOR) NOT SIGN (the LAW)",
		"The mayor said that the law might pass.":          "(the MAYOR) SAID [that: (the LAW) might PASS]",
		"The law will pass, the mayor said.":               "(the MAYOR) SAID [that: (the LAW) will PASS]",
		"The board wants to shut the mill.":                "(the BOARD) WANTS [to: (the BOARD) TO SHUT (the MILL)]",
		"The mill was sold, a deal the owner regrets.":     "(-) PASS SOLD (the MILL) REST",
		"They had a plan they dropped in May.":             "(THEY) HAD (a PLAN {who: (THEY) DROPPED (a PLAN) <in MAY>})",
		"The tax, which ends in 2031, in May rose.":        "(the TAX <in MAY> {who,: (the TAX) ENDS <in 2031>}) ROSE",
		"The baker is more popular than the miller.":       "(the BAKER) IS =(POPULAR) <more> <than the MILLER>",
		"Most villages oppose the road, but some want it.": "(most VILLAGES) OPPOSE (the ROAD) / but: (SOME) WANT (IT)",
		"If the river rises, the bridge will close.":       "(the BRIDGE) will CLOSE ^{if if: (the RIVER) RISES}",
		"Will the bridge close?":                           "? (the BRIDGE) will CLOSE",
		"":                                                 "BROKEN (-)",
		strings.Repeat("very ", 300) + "long.":             "BROKEN (-)",
	} {
		if got := read(text); got != want {
			t.Errorf("%.60q is read as\n\t%s\nwant\t%s", text, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"The mayor said that the law might pass if “half” of the towns agreed, a step she called risky.", "Who, which and that?",
		"1.40 p.m. to 3½, 14 May 2031 — not only", "had were should had", "\xff“”’"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tokens := (&tagger.Reader{}).Tokens(text)
		for _, k := range tokens {
			if k.Span.Start < 0 || k.Span.End > len(text) || k.Span.Start > k.Span.End {
				t.Fatalf("the word %q stands at %v of %d bytes", k.Text, k.Span, len(text))
			}
		}
		clauses := Parse(tokens)
		if len(clauses) == 0 {
			t.Fatal("a text has no clause")
		}
		for _, root := range clauses {
			n := 0
			root.Clauses(func(c *Clause) {
				if n++; c.Verb.Folded == "" && !c.Broken && c == root {
					t.Errorf("a clause without a verb is not broken: %s", root)
				}
			})
			if n > 100*(len(tokens)+1) {
				t.Errorf("%d words have %d clauses", len(tokens), n)
			}
		}
	})
}
