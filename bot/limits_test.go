package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

var updateLimits = flag.Bool("update-limits", false, "write how much of each limit is passed to testdata/limits.json")

// What a room may hold; tests do not count.
const (
	mostLines      = 3000 // in a package, comments and empty ones among them
	mostFiles      = 16   // in a package
	mostBranches   = 20   // cyclomatic complexity of a function, as McCabe counts it
	mostCharacters = 140  // in a line; a tab is one
)

// passed is how often each limit is passed: for a package its name with the figure, for files how many functions and lines.
type passed struct {
	Lines     map[string]int // by package
	Files     map[string]int // by package
	Functions map[string]int // by package: functions with more branches than they may have
	Wide      map[string]int // by package: lines with more characters than they may have
}

// TestLimits holds that no limit is passed but where testdata/limits.json says so, and there by no more than it says; what has become less
// has to be written there, so that it can't grow again.
func TestLimits(t *testing.T) {
	t.Parallel()
	now := passed{map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}}
	lines, files := map[string]int{}, map[string]int{}
	for _, s := range parseModule(t) {
		if s.isTest {
			continue
		}
		text, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(s.path)))
		if err != nil {
			t.Fatal(err)
		}
		files[s.pkg]++
		lines[s.pkg] += bytes.Count(text, []byte("\n"))
		if n := wideLines(text); n > 0 {
			now.Wide[s.pkg] += n
		}
		for _, d := range s.syntax.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && branches(fn) > mostBranches {
				now.Functions[s.pkg]++
			}
		}
	}
	for pkg := range files {
		if lines[pkg] > mostLines {
			now.Lines[pkg] = lines[pkg]
		}
		if files[pkg] > mostFiles {
			now.Files[pkg] = files[pkg]
		}
	}

	const file = "testdata/limits.json"
	if *updateLimits {
		out, err := json.MarshalIndent(now, "", "\t")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, append(out, '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var allowed passed
	if err := json.Unmarshal(text, &allowed); err != nil {
		t.Fatal(err)
	}
	for _, limit := range []struct {
		what         string
		now, allowed map[string]int
	}{
		{fmt.Sprintf("lines in a package with more than %d", mostLines), now.Lines, allowed.Lines},
		{fmt.Sprintf("files in a package with more than %d", mostFiles), now.Files, allowed.Files},
		{fmt.Sprintf("functions with more than %d branches", mostBranches), now.Functions, allowed.Functions},
		{fmt.Sprintf("lines with more than %d characters", mostCharacters), now.Wide, allowed.Wide},
	} {
		t.Logf("%s: %d exceptions", limit.what, len(limit.now))
		for _, fault := range against(limit.now, limit.allowed) {
			t.Errorf("%s: %s", limit.what, fault)
		}
	}
}

// against lists where what is passed differs from what may be.
func against(now, allowed map[string]int) []string {
	var out []string
	for _, pkg := range slices.Sorted(maps.Keys(now)) {
		switch was := allowed[pkg]; {
		case now[pkg] > was:
			out = append(out, fmt.Sprintf("%s has %d, and %d are allowed", pkg, now[pkg], was))
		case now[pkg] < was:
			out = append(out, fmt.Sprintf("%s has %d, and %d are still allowed: -update-limits", pkg, now[pkg], was))
		}
	}
	for _, pkg := range slices.Sorted(maps.Keys(allowed)) {
		if _, ok := now[pkg]; !ok {
			out = append(out, fmt.Sprintf("%s has none, and %d are still allowed: -update-limits", pkg, allowed[pkg]))
		}
	}
	return out
}

func wideLines(text []byte) int {
	n := 0
	for line := range bytes.Lines(text) {
		if utf8.RuneCount(bytes.TrimRight(line, "\r\n")) > mostCharacters {
			n++
		}
	}
	return n
}

// branches is the cyclomatic complexity of a function, of the functions within it, too.
func branches(fn *ast.FuncDecl) int {
	n := 1
	ast.Inspect(fn, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt:
			n++
		case *ast.CaseClause:
			if node.List != nil {
				n++
			}
		case *ast.CommClause:
			if node.Comm != nil {
				n++
			}
		case *ast.BinaryExpr:
			if node.Op == token.LAND || node.Op == token.LOR {
				n++
			}
		}
		return true
	})
	return n
}

func TestLimitsCatch(t *testing.T) {
	t.Parallel()
	text := []byte("package a\n\n// A comment.\nvar s = `a\nb` // and another\n" + "//" + strings.Repeat("ä", mostCharacters) + "\n")
	if got := wideLines(text); got != 1 {
		t.Errorf("%d wide lines, want 1", got)
	}
	got := against(map[string]int{"more": 2, "less": 1, "new": 1, "same": 1}, map[string]int{"more": 1, "less": 2, "gone": 1, "same": 1})
	want := []string{
		"less has 1, and 2 are still allowed: -update-limits", "more has 2, and 1 are allowed", "new has 1, and 0 are allowed",
		"gone has none, and 1 are still allowed: -update-limits",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
