package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTheMapLeadsSomewhere follows every link of this package's documentation to a room, and to what the link names in it.
func TestTheMapLeadsSomewhere(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	links := regexp.MustCompile(`\[readout/([a-z0-9/]+)(?:\.([A-Z]\w*))?\]`).FindAllStringSubmatch(string(text), -1)
	if len(links) < 30 {
		t.Fatalf("only %d links", len(links))
	}
	for _, link := range links {
		room, name := filepath.Join("..", filepath.FromSlash(link[1])), link[2]
		declared, documented := declaredIn(t, room)
		if !documented {
			t.Errorf("%s leads to no documented package", link[0])
		}
		if name != "" && !declared[name] {
			t.Errorf("%s: there is no such name", link[0])
		}
	}
}

// declaredIn is what a package declares for others, and whether it has a package comment.
func declaredIn(t *testing.T, dir string) (names map[string]bool, documented bool) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	names = map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		documented = documented || parsed.Doc != nil
		for _, d := range parsed.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				names[d.Name.Name] = true
			case *ast.GenDecl:
				for _, s := range d.Specs {
					if typed, ok := s.(*ast.TypeSpec); ok {
						names[typed.Name.Name] = true
					}
				}
			}
		}
	}
	return names, documented
}
