package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// What a room may hold; tests do not count.
const (
	mostLines      = 3000 // in a package, comments and empty ones among them
	mostFiles      = 16   // in a package
	mostBranches   = 20   // cyclomatic complexity of a function, as McCabe counts it
	mostCharacters = 140  // in a line; a tab is one
)

// size is what a package holds.
type size struct {
	lines, files int
	faults       []string // of its lines and functions: where they are, and what they have too much of
}

// add counts a file in.
func (s *size) add(path string, text []byte, syntax *ast.File) {
	s.files++
	n := 0
	for line := range bytes.Lines(text) {
		n++
		if width := utf8.RuneCount(bytes.TrimRight(line, "\r\n")); width > mostCharacters {
			s.faults = append(s.faults, fmt.Sprintf("%s:%d has %d characters, at most %d", path, n, width, mostCharacters))
		}
	}
	s.lines += n
	for _, d := range syntax.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		if n := branches(fn); n > mostBranches {
			s.faults = append(s.faults, fmt.Sprintf("%s: %s has a complexity of %d, at most %d", path, fn.Name.Name, n, mostBranches))
		}
	}
}

// beyond lists where packages pass a limit.
func beyond(packages map[string]*size) (out []string) {
	for _, pkg := range slices.Sorted(maps.Keys(packages)) {
		s := packages[pkg]
		if s.lines > mostLines {
			out = append(out, fmt.Sprintf("%s has %d lines, at most %d", pkg, s.lines, mostLines))
		}
		if s.files > mostFiles {
			out = append(out, fmt.Sprintf("%s has %d files, at most %d", pkg, s.files, mostFiles))
		}
		out = append(out, s.faults...)
	}
	return out
}

// TestLimits holds that no limit is passed anywhere.
func TestLimits(t *testing.T) {
	t.Parallel()
	packages := map[string]*size{}
	for _, s := range parseModule(t) {
		if s.isTest {
			continue
		}
		text, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(s.path)))
		if err != nil {
			t.Fatal(err)
		}
		if packages[s.pkg] == nil {
			packages[s.pkg] = &size{}
		}
		packages[s.pkg].add(s.path, text, s.syntax)
	}
	for _, fault := range beyond(packages) {
		t.Error(fault)
	}
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
	wide := "//" + strings.Repeat("ä", mostCharacters-2)
	cases := strings.Repeat("case n > 1 && n < 2:\n", mostBranches/2)
	source := "package a\n" + wide + "\n" + wide + "b\nvar s = `a\nb` // and another\n" +
		"func few(n int) {\nswitch {\n" + cases[:strings.LastIndex(cases, "case")] + "}\n}\n" +
		"func many(n int) {\nswitch {\n" + cases + "}\n}\n"
	syntax, err := parser.ParseFile(token.NewFileSet(), "a.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	a := &size{}
	a.add("a/a.go", []byte(source), syntax)
	packages := map[string]*size{
		"a": a, "full": {lines: mostLines, files: mostFiles}, "long": {lines: mostLines + 1}, "scattered": {files: mostFiles + 1},
	}
	want := []string{
		"a/a.go:3 has 141 characters, at most 140", "a/a.go: many has a complexity of 21, at most 20",
		"long has 3001 lines, at most 3000", "scattered has 17 files, at most 16",
	}
	if got := beyond(packages); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if lines := strings.Count(source, "\n"); a.lines != lines || a.files != 1 {
		t.Errorf("%d lines in %d files, and there are %d in one", a.lines, a.files, lines)
	}
}
