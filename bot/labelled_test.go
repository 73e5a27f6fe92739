package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"readout/bot/invocation"
)

// TestLabelledClaims: of the labelled claims that stand beside the repository, where they do, none that misleads or adds something is kept,
// and more than half of the faithful are.
func TestLabelledClaims(t *testing.T) {
	t.Parallel()
	file := filepath.Join("..", "..", "shared", "eval", "verify", "claims.jsonl")
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Logf("no labelled claims at hand: %v", err)
		return
	}
	type claim struct{ Label, Cause, Claim string }
	claims := map[string]claim{}
	for line := range bytes.Lines(raw) {
		var c struct {
			ID string
			claim
		}
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		claims[c.ID] = c.claim
	}
	var out, errs bytes.Buffer
	if status := Run(t.Context(), invocation.Usual, []string{"eval", "--claims", file}, nil, strings.NewReader(""), &out, &errs); status != 0 {
		t.Fatalf("status %d: %s", status, &errs)
	}
	judged, kept, all := 0, map[string]int{}, map[string]int{}
	for line := range bytes.Lines(out.Bytes()) {
		var verdict struct {
			ID   string
			Kept bool
		}
		if err := json.Unmarshal(line, &verdict); err != nil {
			t.Fatal(err)
		}
		c := claims[verdict.ID]
		judged++
		all[c.Label]++
		if verdict.Kept {
			kept[c.Label]++
			if c.Label != "faithful" {
				t.Errorf("kept, %s, %s: %s", c.Label, c.Cause, c.Claim)
			}
		}
	}
	t.Logf("kept %v of %v", kept, all)
	if judged != len(claims) || all["misleading"] < 300 || 2*kept["faithful"] < all["faithful"] {
		t.Errorf("%d of %d claims judged; kept %v of %v", judged, len(claims), kept, all)
	}
}
