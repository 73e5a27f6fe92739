package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestEvalClaims(t *testing.T) {
	t.Parallel()
	const passage = `"passage": "The ferry sank in March, Mayor Ila Venn said. Nobody was hurt.", "article": {"title": "The \"Tern\"", "kind": "report", "publisher": "The Daily Tide", "file": "ferry.md"}`
	lines := strings.Join([]string{
		`{"id": "whole", ` + passage + `, "claim": "Nobody was hurt.", "quote": "Nobody was hurt."}`,
		`{"id": "other", ` + passage + `, "claim": "Somebody was hurt.", "quote": "Nobody was hurt.", "label": "misleading"}`,
		`{"id": 3, ` + passage + `, "claim": "Nobody was hurt.", "quote": "Everybody was hurt."}`,
		``,
		`{"id": "none", "claim": "Nobody was hurt."}`,
		`no claim`,
		`{"id": "kind", "passage": "It rained.", "article": {"kind": "rumour"}, "claim": "It rained.", "quote": "It rained."}`,
	}, "\n")
	dir := t.TempDir()
	article := "---\ntitle: The Tern\n---\n\nThe ferry sank in March, Mayor Ila Venn said. Nobody was hurt.\n"
	if err := os.WriteFile(filepath.Join(dir, "ferry.md"), []byte(article), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{"passages alone": nil, "articles whole": {"--articles", dir}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, stdout, stderr := runParrot(t, lines, nil, append([]string{"eval", "--claims", "-"}, args...)...)
			want := []string{`{"id":"whole","kept":true,"text":"Nobody was hurt."}`, `{"id":"other","kept":false,"reason":"`, `{"id":3,"kept":false,"reason":"`,
				`{"id":"none","error":"line 5: `, `{"id":"","error":"line 6: not a claim as JSON`, `{"id":"kind","error":"line 7: article: `}
			got := strings.Split(strings.TrimSpace(stdout), "\n")
			if len(got) != len(want) {
				t.Fatalf("%d lines, want %d:\n%s", len(got), len(want), stdout)
			}
			for i := range want {
				if !strings.HasPrefix(got[i], want[i]) || !json.Valid([]byte(got[i])) {
					t.Errorf("line %d is %s, want %s", i+1, got[i], want[i])
				}
			}
			if status != 1 {
				t.Errorf("status %d, stderr %q", status, stderr)
			}
		})
	}
	if status, _, stderr := runParrot(t, "", nil, "eval", "--claims", "-", "--questions", "q.jsonl"); status != 2 || !strings.Contains(stderr, "--claims") {
		t.Errorf("both: status %d, stderr %q", status, stderr)
	}
	if status, _, stderr := runParrot(t, "", nil, "eval", "--claims", filepath.Join(dir, "absent")); status != 2 || !strings.Contains(stderr, "absent") {
		t.Errorf("absent: status %d, stderr %q", status, stderr)
	}
}
