package verify

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"readout/corpus"
	"readout/corpus/corpustest"
	"readout/corpus/prose"
	"readout/retrieval"
)

var update = flag.Bool("update", false, "write which claims are kept to testdata/claims.golden")

// labelled is a claim of testdata/claims.jsonl with what it is: faithful to its passage, or misleading.
type labelled struct{ Passage, Claim, Quote, Label, Cause, Previous, Question, Speaker string }

// The labelled claims: those that rules were made on, and those on invented meetings that rules are held against.
var claimFiles = []string{"testdata/claims.jsonl", "testdata/foreign.jsonl"}

func labelledClaims(t testing.TB) []labelled {
	t.Helper()
	var out []labelled
	for _, file := range claimFiles {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(raw) {
			var c labelled
			if err := json.Unmarshal(line, &c); err != nil {
				t.Fatalf("%s: claim %d: %v", file, len(out)+1, err)
			}
			out = append(out, c)
		}
	}
	return out
}

// of is a verifier of a passage, and the claim made of it.
func (c labelled) of(t testing.TB) (*Verifier, Claim) {
	t.Helper()
	ev := shownAll(t, map[string]string{"a": "---\ntitle: The valley\nkind: report\n---\n\n" + c.Passage + "\n"})
	i := slices.IndexFunc(ev.Hits, func(h retrieval.Hit) bool { return h.Passage.Role == corpus.RoleBody })
	return New(ev), Claim{Text: c.Claim, Passage: ev.Hits[i].Passage.ID, Quote: c.Quote, Speaker: c.Speaker, Previous: c.Previous, Question: c.Question}
}

// TestClaimsByCause: of claims labelled by hand none that misleads is kept; which of the faithful are stands in a golden file.
func TestClaimsByCause(t *testing.T) {
	t.Parallel()
	var golden strings.Builder
	for _, c := range labelledClaims(t) {
		v, claim := c.of(t)
		kept, err := v.Verify(claim)
		verdict := "kept"
		if err != nil {
			verdict = "removed"
		}
		if err == nil && c.Label != "faithful" {
			t.Errorf("kept, %s: %q of %q", c.Cause, c.Claim, c.Quote)
		}
		if err == nil && kept.Citation.Passage == nil {
			t.Errorf("%q cites nothing", c.Claim)
		}
		fmt.Fprintf(&golden, "%-8s %-11s %-22s %s\n", verdict, c.Label, c.Cause, c.Claim)
	}
	corpustest.Golden(t, *update, "claims.golden", golden.String())
}

// FuzzLabelledClaims: whatever is claimed, what is kept cites the passage, and quotes nothing that does not stand there.
func FuzzLabelledClaims(f *testing.F) {
	for _, c := range labelledClaims(f) {
		f.Add(c.Claim, c.Quote, c.Speaker, c.Previous, c.Question)
	}
	f.Add("\xff“”", "", "\x00", "…", "?")
	v, base := labelledClaims(f)[0].of(f)
	passage := v.shown[base.Passage]
	f.Fuzz(func(t *testing.T, text, quote, speaker, previous, question string) {
		kept, err := v.Verify(Claim{Text: text, Passage: base.Passage, Quote: quote, Speaker: speaker, Previous: previous, Question: question})
		if err != nil {
			if kept != (Supported{}) {
				t.Errorf("%q is refused and given: %+v", text, kept)
			}
			return
		}
		if kept.Citation.Passage != passage || !passage.Span.Contains(kept.Citation.Quote) || strings.TrimSpace(kept.Text) == "" {
			t.Errorf("kept %q citing %v", kept.Text, kept.Citation.Quote)
		}
		for _, q := range prose.Quotations(kept.Text) {
			if _, ok := FindQuote(passage.Text, kept.Text[q.Start:q.End]); !ok {
				t.Errorf("kept %q with the quotation %q, which does not stand in the passage", kept.Text, kept.Text[q.Start:q.End])
			}
		}
	})
}
