package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/retrieval/eval"
)

var updateReadme = flag.Bool("update-readme", false, "rewrite the tables of the README")

const readmeFile = "../README.md"

// section is what stands in the README between <!-- name --> and <!-- /name -->.
func section(t *testing.T, readme, name string) (before, inside, after string) {
	t.Helper()
	open, closing := "<!-- "+name+" -->\n", "<!-- /"+name+" -->"
	before, rest, ok := strings.Cut(readme, open)
	inside, after, closed := strings.Cut(rest, closing)
	if !ok || !closed {
		t.Fatalf("%s has no section %q", readmeFile, name)
	}
	return before + open, inside, closing + after
}

func compareSection(t *testing.T, name, want string) {
	t.Helper()
	data, err := os.ReadFile(readmeFile)
	if err != nil {
		t.Fatal(err)
	}
	before, got, after := section(t, string(data), name)
	if got == want {
		return
	}
	if !*updateReadme {
		t.Errorf("the README's %s differs from the program's (go test ./bot -run Readme -update-readme rewrites it):\n%s", name, cmp.Diff(want, got))
		return
	}
	if err := os.WriteFile(readmeFile, []byte(before+want+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestReadmeConfiguration compares the README's table with what can be set.
func TestReadmeConfiguration(t *testing.T) {
	vars, err := variables()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("| variable | unset | what it does |\n|---|---|---|\n")
	for _, v := range vars {
		def := "–"
		if v.Default != "" {
			def = "`" + v.Default + "`"
		}
		help := v.Help
		if v.Secret {
			help += " Secret: never printed."
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", v.Name, def, help)
	}
	compareSection(t, "configuration", b.String())
}

// TestReadmeFigures compares the README's figures with the golden statistics.
func TestReadmeFigures(t *testing.T) {
	type golden struct {
		Answers eval.Report `json:"answers"`
	}
	read := func(set string) map[string]eval.Measure {
		data, err := os.ReadFile(filepath.Join("..", "retrieval", "eval", "testdata", "golden", set+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var g golden
		if err := json.Unmarshal(data, &g); err != nil {
			t.Fatal(err)
		}
		out := map[string]eval.Measure{}
		for _, m := range g.Answers.Measures {
			out[m.Name] = m
		}
		return out
	}
	sets := []map[string]eval.Measure{read("shipped"), read("second"), read("third"), read("fourth")}
	var b strings.Builder
	b.WriteString("| share of the questions it applies to | shipped articles | talks on a river | talks on fishing | four meetings |\n|---|--:|--:|--:|--:|\n| questions |")
	for _, of := range sets {
		// Each question counts for one of these.
		fmt.Fprintf(&b, " %d |", of["answered"].N+of["abstained when it should"].N+of["adversarial handled"].N)
	}
	b.WriteString("\n")
	for _, name := range []string{"answered", "correct", "wrong attribution", "abstained when it should", "balanced abstention accuracy",
		"adversarial handled", "citation verbatim in its article", "sentence supported by a cited passage", "cited articles that are right"} {
		fmt.Fprintf(&b, "| %s |", name)
		for _, of := range sets {
			m, ok := of[name]
			if !ok {
				t.Fatalf("the golden statistics lack %q", name)
			}
			fmt.Fprintf(&b, " %.2f |", m.Value)
		}
		b.WriteString("\n")
	}
	compareSection(t, "figures", b.String())
}
