package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "readout"

// mayKnow says which packages of this module each package may import, besides its own internal ones. "/..." is a package with all
// below it. Internal packages, and commands that only help to build, are under the rule of the package they lie below.
var mayKnow = map[string][]string{
	"corpus":                           {"corpus/markdown", "corpus/prose", "corpus/orders"},
	"corpus/english":                   {},
	"corpus/prose":                     {"corpus/english"},
	"corpus/parallel":                  {},
	"corpus/orders":                    {"corpus/prose"},
	"corpus/parse":                     {"corpus", "corpus/english", "corpus/language", "corpus/markdown", "corpus/parse/about", "corpus/prose", "corpus/transcript"},
	"corpus/parse/about":               {"corpus", "corpus/english", "corpus/prose"},
	"corpus/people":                    {"corpus", "corpus/english", "corpus/parallel", "corpus/prose", "corpus/transcript"},
	"corpus/remarks":                   {"corpus", "corpus/english", "corpus/people", "corpus/prose", "corpus/transcript"},
	"corpus/reading":                   {"corpus", "corpus/orders", "corpus/packed", "corpus/parallel", "corpus/people", "corpus/prose", "corpus/remarks"},
	"corpus/corpustest":                {"corpus", "corpus/prose"},
	"retrieval/alone":                  {"corpus/prose", "corpus/english"},
	"retrieval/dates":                  {"corpus", "corpus/prose"},
	"retrieval/summary":                {},
	"retrieval/occasions":              {"corpus/prose", "corpus/english"},
	"retrieval/question":               {"retrieval/named", "retrieval/dates", "retrieval/thesaurus", "retrieval", "corpus", "corpus/people", "corpus/prose", "corpus/reading", "corpus/orders", "corpus/english"},
	"retrieval/shown":                  {"corpus", "corpus/prose", "retrieval/dates"},
	"retrieval/conflict":               {"retrieval/evidence", "retrieval/dates", "retrieval/verify", "retrieval", "corpus", "corpus/prose", "corpus/english"},
	"corpus/articles":                  {"corpus", "corpus/parse"},
	"corpus/fetch":                     {"corpus", "corpus/fetch/page", "corpus/orders", "corpus/parse", "corpus/parse/about", "corpus/prose", "corpus/reading", "corpus/fetch/pdftext", "corpus/language"},
	"corpus/library":                   {"corpus", "corpus/parse", "corpus/reading", "corpus/prose"},
	"corpus/language":                  {},
	"corpus/markdown":                  {},
	"corpus/transcript":                {"corpus/english"},
	"corpus/packed":                    {},
	"corpus/fetch/page":                {"corpus", "corpus/parse", "corpus/parse/about", "corpus/prose"},
	"corpus/fetch/pdftext":             {},
	"corpus/fetch/pdftext/pdftexttest": {},
	"retrieval":                        {"corpus", "corpus/packed", "corpus/people", "corpus/prose", "corpus/reading", "corpus/english"},
	"retrieval/thesaurus":              {"corpus/packed"},
	"retrieval/thesaurus/convert":      {"retrieval/builtin", "retrieval/thesaurus"},
	"retrieval/verify":                 {"retrieval", "retrieval/thesaurus", "corpus", "corpus/people", "corpus/prose", "corpus/reading", "corpus/english"},
	"retrieval/written":                {"retrieval", "retrieval/question", "retrieval/verify", "retrieval/thesaurus", "corpus", "corpus/people", "corpus/prose", "corpus/reading"},
	"retrieval/written/writtentest":    {"retrieval/written"},
	"retrieval/misquote":               {"retrieval/verify", "corpus", "corpus/people", "corpus/prose", "corpus/reading", "corpus/english"},
	"retrieval/language":               {"retrieval/verify", "retrieval/thesaurus", "corpus", "corpus/people", "corpus/prose", "corpus/reading"},
	"retrieval/evidence":               {"retrieval", "corpus", "corpus/people", "corpus/prose", "corpus/reading"},
	"retrieval/fit":                    {"retrieval/...", "corpus/..."},
	"retrieval/choose":                 {"retrieval", "retrieval/evidence", "retrieval/verify", "retrieval/thesaurus", "corpus", "corpus/people", "corpus/prose", "retrieval/alone", "retrieval/occasions", "retrieval/named", "retrieval/conflict", "retrieval/dates", "retrieval/question", "retrieval/shown", "retrieval/summary", "retrieval/together", "corpus/english"},
	"retrieval/answer":                 {"retrieval/choose", "retrieval", "retrieval/evidence", "retrieval/language", "retrieval/verify", "retrieval/written", "retrieval/named", "retrieval/question", "retrieval/shown", "corpus", "corpus/prose", "corpus/reading", "corpus/english"},
	"retrieval/snapshottest":           {"retrieval", "retrieval/builtin", "retrieval/chromem", "retrieval/retrievaltest", "corpus/reading"},
	"retrieval/named":                  {"retrieval", "corpus", "corpus/parse", "corpus/prose", "corpus/reading"},
	"retrieval/builtin":                {"retrieval", "corpus", "corpus/people", "corpus/prose", "corpus/reading"},
	"retrieval/chromem":                {"retrieval", "corpus", "corpus/parallel", "corpus/people", "corpus/prose", "corpus/reading"},
	"retrieval/openai":                 {"retrieval/written", "retrieval", "corpus", "corpus/people", "corpus/prose", "corpus/reading"},
	"retrieval/eval":                   {"retrieval/answer", "retrieval", "corpus", "corpus/people", "corpus/prose", "corpus/reading", "retrieval/alone"},
	"retrieval/eval/squad/measure":     {"retrieval/...", "corpus/reading"},
	"retrieval/eval/squad":             {"retrieval", "retrieval/evidence", "corpus", "corpus/people", "corpus/prose", "corpus/reading"},
	"retrieval/retrievaltest":          {"retrieval/answer", "retrieval", "corpus", "corpus/parse", "corpus/people", "corpus/prose", "corpus/reading"},
	"retrieval/together":               {"corpus"},
	"retrieval/scope":                  {"retrieval/answer", "retrieval", "corpus", "corpus/people", "corpus/prose", "corpus/reading", "retrieval/evidence", "corpus/english", "retrieval/dates"},
	"bot/waiting":                      {"bot/store", "retrieval/answer", "corpus", "corpus/people", "corpus/prose", "corpus/reading"},
	"bot/autoanswer":                   {"bot/talk", "retrieval/answer", "corpus", "corpus/people", "corpus/prose", "corpus/reading"},
	"bot/talk":                         {"retrieval/answer", "retrieval/scope", "retrieval", "corpus", "corpus/people", "corpus/prose", "corpus/reading"},
	"bot/suggest":                      {"retrieval/answer", "retrieval/thesaurus", "retrieval", "corpus", "corpus/people", "corpus/prose", "corpus/reading"},
	"bot/receipt":                      {"bot/reply", "bot/typeset", "retrieval/answer", "retrieval/shown", "retrieval/scope", "retrieval/verify", "retrieval", "corpus", "corpus/people", "corpus/prose", "corpus/reading"},
	"bot/record":                       {"bot/talk", "bot/fragment", "retrieval/answer", "retrieval/scope", "retrieval", "corpus", "corpus/people", "corpus/prose", "corpus/reading"},
	"bot/reply":                        {"bot/phrases", "bot/talk", "bot/fragment", "retrieval/scope", "retrieval/answer", "retrieval", "corpus", "corpus/people", "corpus/prose", "corpus/reading"},
	"bot/store":                        {"corpus", "corpus/prose"},
	"bot/bolt":                         {"bot/store", "corpus", "corpus/prose"},
	"bot/edition":                      {"retrieval/misquote", "retrieval/answer", "retrieval/scope", "retrieval", "corpus", "corpus/people", "corpus/prose", "corpus/reading"},
	"bot/edition/editiontest":          {"bot/edition", "retrieval/answer", "retrieval/builtin", "retrieval/chromem", "retrieval", "corpus/..."},
	"bot/mcp":                          {"bot/fragment", "bot/edition", "bot/misquotes", "bot/news", "bot/record", "retrieval/answer", "retrieval/scope", "retrieval", "corpus", "corpus/people", "corpus/prose", "corpus/reading", "corpus/orders"},
	"bot/serve":                        {"bot/fragment", "bot/edition", "bot/libraries", "bot/mcp", "bot/misquotes", "bot/news", "bot/receipt", "bot/record", "bot/reply", "bot/store", "bot/typeset", "retrieval/answer", "retrieval/misquote", "retrieval/scope", "retrieval", "corpus/..."},
	"bot/control":                      {},
	"bot/operate/notices":              {},
	"bot/fragment":                     {"corpus", "corpus/people", "corpus/prose", "corpus/reading"},
	"bot/misquotes":                    {"bot/reply", "bot/typeset", "retrieval/misquote", "corpus", "corpus/people", "corpus/prose", "corpus/reading"},
	"bot/nearest":                      {},
	"bot/interrupt":                    {},
	"bot/money":                        {},
	"bot/budget":                       {"bot/chat", "bot/money", "bot/store", "retrieval", "retrieval/answer", "retrieval/openai", "retrieval/written", "corpus/..."},
	"bot/arguments":                    {"bot/nearest"},
	"bot/engine":                       {"bot/edition", "bot/failure", "bot/libraries", "bot/progress", "bot/readings", "bot/secret", "bot/store", "bot/suggest", "bot/terminal", "bot/version", "bot/waiting", "retrieval", "retrieval/answer", "retrieval/builtin", "retrieval/chromem", "retrieval/eval", "retrieval/evidence", "retrieval/openai", "corpus", "corpus/fetch", "corpus/library", "corpus/reading"},
	"bot/desk":                         {"bot/bolt", "bot/budget", "bot/chat", "bot/control", "bot/datadir", "bot/engine", "bot/failure", "bot/libraries", "bot/news", "bot/postgres", "bot/progress", "bot/reply", "bot/rewritten", "bot/secret", "bot/store", "bot/terminal", "bot/typeset", "bot/upkeep", "bot/version", "retrieval/answer", "retrieval/eval", "corpus", "corpus/fetch", "corpus/library", "corpus/parse"},
	"bot/evaluation":                   {"bot/engine", "bot/failure", "bot/libraries", "bot/progress", "bot/terminal", "bot/typeset", "retrieval", "retrieval/answer", "retrieval/eval", "retrieval/verify", "corpus", "corpus/parse", "corpus/reading"},
	"bot/failure":                      {},
	"bot/version":                      {},
	"bot/terminal":                     {"bot/failure", "bot/fragment", "bot/invocation", "bot/progress", "bot/record", "bot/reply", "bot/typeset", "retrieval/answer"},
	"bot/invocation":                   {},
	"bot/secret":                       {},
	"bot/variables":                    {"bot/secret"},
	"bot/phrases":                      {},
	"bot/rewritten":                    {},
	"bot/progress":                     {},
	"bot/prompt":                       {},
	"bot/chat/printed":                 {"bot/chat/markup", "bot/typeset"},
	"bot/chat/typed":                   {"bot/chat", "bot/chat/wording", "bot/nearest"},
	"bot/tty":                          {"bot/chat", "bot/chat/markup", "bot/chat/members", "bot/chat/metrics", "bot/chat/moderators", "bot/chat/printed", "bot/chat/typed", "bot/chat/wording", "bot/interrupt", "bot/prompt", "bot/store", "bot/typeset"},
	"bot/typeset":                      {},
	"bot/datadir":                      {"bot/bolt", "bot/store", "bot/store/copying", "corpus/library"},
	"bot/store/copying":                {"bot/store"},
	"bot/jobs":                         {"bot/store"},
	"bot/upkeep":                       {"bot/jobs", "bot/datadir", "bot/postgres", "bot/store", "bot/store/copying", "corpus/library"},
	"bot/libraries":                    {"bot/snapshots", "bot/store", "retrieval/answer", "retrieval/chromem", "retrieval/eval", "retrieval", "corpus/...", "bot/libraries/candidate", "bot/libraries/held", "bot/libraries/judging", "bot/libraries/provenance"},
	"bot/libraries/candidate":          {"bot/libraries/provenance", "corpus", "corpus/fetch", "corpus/library", "corpus/parse", "corpus/reading"},
	"bot/libraries/held":               {},
	"bot/libraries/judging":            {"retrieval", "retrieval/answer", "retrieval/eval"},
	"bot/discord":                      {"bot/chat", "bot/chat/gate", "bot/chat/markup", "bot/chat/members", "bot/chat/metrics", "bot/chat/moderators", "bot/chat/pages", "bot/chat/wording", "bot/discord/api", "bot/discord/fleet", "bot/discord/gateway", "bot/discord/permissions", "bot/pause", "bot/store"},
	"bot/readings":                     {"retrieval", "corpus", "corpus/articles", "corpus/fetch", "corpus/reading"},
	"bot/snapshots":                    {"bot/readings", "retrieval/chromem", "retrieval", "corpus", "corpus/reading"},
	"bot/news":                         {"bot/phrases", "bot/fragment", "bot/libraries", "bot/record", "bot/reply", "bot/store", "retrieval/answer", "retrieval", "corpus", "corpus/prose", "corpus/reading"},
	"bot/chat/metrics":                 {"bot/libraries", "bot/store", "retrieval/answer"},
	"bot/chat/markup":                  {},
	"bot/chat":                         {"bot/autoanswer", "bot/chat/gate", "bot/chat/markup", "bot/chat/metrics", "bot/chat/pages", "bot/chat/wording", "bot/fragment", "bot/jobs", "bot/libraries", "bot/pause", "bot/reply", "bot/store", "bot/talk", "bot/waiting", "corpus", "corpus/orders", "corpus/prose", "corpus/reading", "retrieval", "retrieval/answer", "retrieval/eval", "retrieval/scope"},
	"bot/chat/members":                 {"bot/chat", "bot/chat/markup", "bot/chat/pages", "bot/chat/wording", "bot/fragment", "bot/news", "bot/pause", "bot/store", "bot/talk", "bot/waiting", "corpus", "corpus/prose", "corpus/reading", "retrieval/answer", "retrieval/scope"},
	"bot/chat/moderators":              {"bot/chat", "bot/chat/markup", "bot/chat/pages", "bot/chat/wording", "bot/autoanswer", "bot/chat/lanes", "bot/libraries", "bot/news", "bot/store", "corpus", "corpus/fetch", "retrieval/answer", "retrieval/misquote"},
	"bot/chat/wording":                 {"bot/chat/gate", "bot/chat/markup", "bot/fragment", "bot/libraries", "bot/libraries/provenance", "bot/news", "bot/phrases", "bot/reply", "bot/store", "corpus", "corpus/fetch", "corpus/library", "corpus/parse", "retrieval/answer", "retrieval/misquote"},
	"bot/chat/pages":                   {},
	"bot/discord/permissions":          {},
	"bot/discord/gateway":              {"bot/pause"},
	"bot/chat/lanes":                   {},
	"bot/chat/gate":                    {"bot/store", "corpus", "corpus/prose"},
	"bot/discord/fleet":                {"bot/discord/gateway", "bot/pause", "bot/store", "corpus", "corpus/prose"},
	"bot/discord/api":                  {"bot/discord/gateway", "bot/pause"},
	"bot/pause":                        {},
	"bot":                              {"bot/...", "retrieval/...", "corpus/..."},
	"bot/postgres":                     {"bot/store", "corpus", "corpus/library", "corpus/people", "corpus/prose", "corpus/reading"},
	"bot/libraries/provenance":         {"corpus", "corpus/fetch", "corpus/library", "corpus/parse"},
	"corpus/library/librarytest":       {"corpus", "corpus/library"},
	"bot/postgres/postgrestest":        {},
	"bot/postgres/fleetbench":          {},
	"bot/store/storetest":              {"bot/store", "corpus", "corpus/people", "corpus/prose", "corpus/reading"},
	"bot/store/storetest/dying":        {},

	"bot/discord/discordtest":             {"bot/discord/discordtest/..."},
	"bot/discord/discordtest/wire":        {},
	"bot/discord/discordtest/cdn":         {"bot/discord/discordtest/wire"},
	"bot/discord/discordtest/client":      {"bot/discord/discordtest/wire"},
	"bot/discord/discordtest/commands":    {"bot/discord/discordtest/wire"},
	"bot/discord/discordtest/description": {"bot/discord/discordtest/wire"},
	"bot/discord/discordtest/gateway":     {"bot/discord/discordtest/wire"},
	"bot/discord/discordtest/monitor":     {},
	"bot/discord/discordtest/traffic":     {"bot/discord/discordtest/wire"},
	"bot/discord/discordtest/serve":       {"bot/discord/discordtest/..."},
}

// onlyIn says which packages alone may import a dependency. "/..." is every package under a path. Tests count, too.
var onlyIn = map[string][]string{
	"github.com/bwmarrin/discordgo/...":          {"bot/discord/..."},
	"github.com/jackc/pgx/v5/...":                {"bot/postgres/..."},
	"github.com/pressly/goose/v3/...":            {"bot/postgres"},
	"go.etcd.io/bbolt/...":                       {"bot/bolt/..."},
	"github.com/sashabaranov/go-openai/...":      {"retrieval/openai"},
	"github.com/philippgille/chromem-go/...":     {"retrieval/chromem"},
	"codeberg.org/readeck/go-readability/v2/...": {"corpus/fetch/page"},
	"golang.org/x/net/html/...":                  {"corpus/fetch/page"},
	"github.com/mmcdole/gofeed/...":              {"corpus/fetch"},
	"github.com/yuin/goldmark/...":               {"corpus/markdown"},
	"github.com/ledongthuc/pdf/...":              {"corpus/fetch/pdftext"},
	"github.com/abadojack/whatlanggo/...":        {"corpus/language", "retrieval/language"},
	"github.com/blevesearch/bleve/v2/...":        {"retrieval/language"},
	"github.com/modelcontextprotocol/go-sdk/...": {"bot/mcp"},
	"github.com/alecthomas/kong/...":             {"bot", "bot/arguments", "bot/variables"},
	"github.com/joho/godotenv/...":               {"bot", "bot/variables"},
	"github.com/ergochat/readline/...":           {"bot/prompt"},
}

// forTests reports whether a package, or the one that it lies below, exists for tests ("discordtest").
func forTests(pkg string) bool {
	return slices.ContainsFunc(strings.Split(pkg, "/"), func(part string) bool { return strings.HasSuffix(part, "test") })
}

// testsOnly may be imported by tests and by the packages that exist for them.
var testsOnly = []string{
	module + "/retrieval/retrievaltest", module + "/retrieval/written/writtentest", module + "/bot/discord/discordtest/...",
	module + "/bot/edition/editiontest", module + "/bot/store/storetest", module + "/bot/postgres/postgrestest", module + "/corpus/library/librarytest", module + "/corpus/fetch/pdftext/pdftexttest", module + "/corpus/corpustest", "testing/...", "github.com/google/go-cmp/...", "pgregory.net/rapid/...", "go.uber.org/goleak/...",
	"github.com/rogpeppe/go-internal/...", "github.com/getkin/kin-openapi/...", "github.com/chromedp/...",
}

// TestImports holds the packages to who may know whom. It reads the sources itself: a test that asked the go command would be
// cached and keep passing.
func TestImports(t *testing.T) {
	t.Parallel()
	files := parseModule(t)
	if len(files) < 50 {
		t.Fatalf("only %d files found", len(files))
	}
	for _, f := range files {
		rule, ok := ruleOf(f.pkg)
		if !ok {
			t.Errorf("%s: no rule says what the package %s may know: add one to mayKnow", f.path, f.pkg)
			continue
		}
		for _, imported := range f.imports {
			if imported == "C" {
				t.Errorf("%s imports C: the program is built without cgo", f.path)
			}
			if inner, ok := strings.CutPrefix(imported, module+"/"); ok && !f.isTest && inner != f.pkg {
				if !fits(rule+"/internal/...", inner) && !slices.ContainsFunc(mayKnow[rule], func(p string) bool { return fits(p, inner) }) {
					t.Errorf("%s: %s may not know %s", f.path, f.pkg, inner)
				}
				if inner == "bot" {
					t.Errorf("%s imports the command", f.path)
				}
			}
			for dependency, where := range onlyIn {
				if fits(dependency, imported) && !slices.ContainsFunc(where, func(p string) bool { return fits(p, f.pkg) }) {
					t.Errorf("%s: only %s may import %s", f.path, strings.Join(where, " and "), imported)
				}
			}
			if !f.isTest && !forTests(f.pkg) && slices.ContainsFunc(testsOnly, func(p string) bool { return fits(p, imported) }) {
				t.Errorf("%s imports %s, which is for tests only", f.path, imported)
			}
		}
	}
}

// TestBelowTheCommand holds what lies below bot to taking its settings from its callers, and every package to doing nothing unasked.
func TestBelowTheCommand(t *testing.T) {
	t.Parallel()
	for _, f := range parseModule(t) {
		if f.isTest {
			continue
		}
		for _, d := range f.syntax.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				t.Errorf("%s has an init function", f.path)
			}
		}
		if f.syntax.Name.Name == "main" {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			call, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			name, ok := call.X.(*ast.Ident)
			if !ok {
				return true
			}
			switch name.Name + "." + call.Sel.Name {
			case "os.Getenv", "os.LookupEnv", "os.Environ", "os.ExpandEnv":
				t.Errorf("%s reads the environment", f.path)
			case "os.Exit", "log.Fatal", "log.Fatalf":
				t.Errorf("%s ends the process", f.path)
			case "slog.SetDefault", "slog.Default":
				t.Errorf("%s uses the global logger", f.path)
			}
			return true
		})
	}
}

// source is a parsed file of the module.
type source struct {
	path    string // from the root
	pkg     string // its directory, from the root
	isTest  bool
	imports []string
	syntax  *ast.File
}

func parseModule(t *testing.T) []source {
	t.Helper()
	const root = ".."
	var out []source
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && file != root && (strings.HasPrefix(name, ".") || name == "testdata") {
			return filepath.SkipDir
		}
		if d.IsDir() || path.Ext(name) != ".go" {
			return nil
		}
		syntax, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		s := source{path: filepath.ToSlash(rel), pkg: path.Dir(filepath.ToSlash(rel)), isTest: strings.HasSuffix(name, "_test.go"), syntax: syntax}
		for _, spec := range syntax.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			s.imports = append(s.imports, imported)
		}
		out = append(out, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// ruleOf is the entry of mayKnow that a package is under.
func ruleOf(pkg string) (rule string, ok bool) {
	for p := pkg; p != "."; p = path.Dir(p) {
		if _, ok := mayKnow[p]; !ok {
			continue
		}
		below := strings.TrimPrefix(pkg, p)
		return p, below == "" || strings.Contains(below+"/", "/internal/") || strings.HasSuffix(below, "/convert")
	}
	return "", false
}

// fits reports whether a package is the pattern, or with "/..." at the pattern's end, lies below it.
func fits(pattern, pkg string) bool {
	prefix, below := strings.CutSuffix(pattern, "/...")
	return pkg == prefix || below && strings.HasPrefix(pkg, prefix+"/")
}

func TestImportRulesCatch(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		pattern, pkg string
		want         bool
	}{
		{"corpus", "corpus", true}, {"corpus", "corpus/fetch", false}, {"corpus/...", "corpus/fetch", true}, {"corpus/...", "corpusx", false},
	} {
		if got := fits(tc.pattern, tc.pkg); got != tc.want {
			t.Errorf("fits(%q, %q) = %v", tc.pattern, tc.pkg, got)
		}
	}
	for pkg, want := range map[string]string{
		"corpus": "corpus", "retrieval/builtin/internal/pack": "retrieval/builtin", "retrieval/builtin/convert": "retrieval/builtin",
		"corpus/new": "", "util": "",
	} {
		rule, ok := ruleOf(pkg)
		if !ok {
			rule = ""
		}
		if rule != want {
			t.Errorf("the rule of %s is %q, want %q", pkg, rule, want)
		}
	}
}
