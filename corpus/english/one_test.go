package english

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// listed is a text of words in small letters and nothing else.
var listed = regexp.MustCompile(`^\s*[a-z][a-z']*(?:\s+[a-z][a-z']*){5,}\s*$`)

// lists reports whether an expression makes a list or a set of six words or more.
func lists(e ast.Node) bool {
	var words []ast.Expr
	switch e := e.(type) {
	case *ast.CallExpr: // of strings.Fields, and of what makes a set
		name := strings.ToLower(nameOf(e.Fun))
		if !strings.HasPrefix(name, "fields") && !strings.HasSuffix(name, "set") {
			return false
		}
		words = e.Args
	case *ast.CompositeLit: // map[string]bool
		m, ok := e.Type.(*ast.MapType)
		if !ok || nameOf(m.Value) != "bool" {
			return false
		}
		for _, el := range e.Elts {
			if kv, ok := el.(*ast.KeyValueExpr); ok {
				words = append(words, kv.Key)
			}
		}
	}
	var all []string
	for _, w := range words {
		if lit, ok := w.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			text, _ := strconv.Unquote(lit.Value)
			all = append(all, text)
		}
	}
	return listed.MatchString(strings.Join(all, " "))
}

func nameOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

// TestListsStandHere: no other package that reads English has a list of words of its own, but for what a pattern holds.
func TestListsStandHere(t *testing.T) {
	t.Parallel()
	for _, top := range []string{"../../corpus", "../../retrieval"} {
		err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			for _, place := range listsIn(t, path, nil) {
				t.Errorf("%s: a list of words of its own", place)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for text, want := range map[string]int{
		`var x = map[string]bool{"a": true, "b": true, "c": true, "d": true, "e": true, "f": true}`: 1,
		"var x = strings.Fields(`the a an this that these`)":                                        1,
		`var x = wordSet("the a an this that these")`:                                               1,
		`var x = errors.New("the words of a sentence are no list")`:                                 0,
		`var x = map[string]int{"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6}`:                    0,
	} {
		if got := listsIn(t, "a.go", []byte("package a\n"+text)); len(got) != want {
			t.Errorf("%s: %d lists, want %d", text, len(got), want)
		}
	}
}

// listsIn are the places of lists in a file, or in its text where that is given.
func listsIn(t *testing.T, path string, text any) []token.Position {
	t.Helper()
	file := token.NewFileSet()
	parsed, err := parser.ParseFile(file, path, text, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []token.Position
	ast.Inspect(parsed, func(n ast.Node) bool {
		if n != nil && lists(n) {
			out = append(out, file.Position(n.Pos()))
		}
		return true
	})
	return out
}
