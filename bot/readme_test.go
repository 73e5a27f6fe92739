package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"readout/bot/discord/permissions"
	"readout/bot/engine"
	"readout/bot/terminal"
	"readout/retrieval/answer"
	"readout/retrieval/eval"
)

var updateReadme = flag.Bool("update-readme", false, "rewrite the tables of the README pages")

// pages are the README files of the module by their path from here: one at the top, and one beside the code that it describes.
func pages(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir("..", func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && file != ".." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata"):
			return filepath.SkipDir
		case d.Name() != "README.md":
			return nil
		}
		data, err := os.ReadFile(file)
		out[file] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// compareSection compares what stands on one of the pages between <!-- name --> and <!-- /name -->.
func compareSection(t *testing.T, name, want string) {
	t.Helper()
	open, closing := "<!-- "+name+" -->\n", "<!-- /"+name+" -->"
	var file, before, got, after string
	for page, text := range pages(t) {
		head, rest, ok := strings.Cut(text, open)
		inside, tail, closed := strings.Cut(rest, closing)
		switch {
		case !ok || !closed:
			continue
		case file != "":
			t.Fatalf("%s and %s both have a section %q", file, page, name)
		}
		file, before, got, after = page, head+open, inside, closing+tail
	}
	if file == "" {
		t.Fatalf("no page has a section %q", name)
	}
	if got == want {
		return
	}
	if !*updateReadme {
		t.Errorf("the %s of %s differs from the program's (go test ./bot -run Readme -update-readme rewrites it):\n%s", name, file, cmp.Diff(want, got))
		return
	}
	if err := os.WriteFile(file, []byte(before+want+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// longestReadme is the most characters that the first page may have: it is read by whoever has not decided yet.
const longestReadme = 8000

func TestReadmeIsShort(t *testing.T) {
	t.Parallel()
	if n := utf8.RuneCountInString(pages(t)["../README.md"]); n == 0 || n > longestReadme {
		t.Errorf("README.md has %d characters, which must be 1 to %d", n, longestReadme)
	}
}

var (
	linkPattern    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	headingPattern = regexp.MustCompile(`(?m)^#+ (.+)$`)
	fencePattern   = regexp.MustCompile("(?ms)^[ ]*```([a-z]*)\n(.*?)^[ ]*```$")
)

// anchors are the names that a page's headings can be linked by.
func anchors(page string) []string {
	var out []string
	for _, h := range headingPattern.FindAllStringSubmatch(page, -1) {
		out = append(out, strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
				return unicode.ToLower(r)
			}
			return -1
		}, h[1]))
	}
	return out
}

// TestReadmeLinks follows every link of the pages that stays in the module.
func TestReadmeLinks(t *testing.T) {
	t.Parallel()
	all := pages(t)
	followed := 0
	for file, text := range all {
		for _, m := range linkPattern.FindAllStringSubmatch(text, -1) {
			target, anchor, _ := strings.Cut(m[1], "#")
			if strings.Contains(target, "://") {
				continue
			}
			followed++
			to := file
			if target != "" {
				to = filepath.Join(filepath.Dir(file), target)
			}
			if _, err := os.Stat(to); err != nil {
				t.Errorf("%s links to %s, which is not there", file, m[1])
			} else if anchor != "" && !slices.Contains(anchors(all[to]), anchor) {
				t.Errorf("%s links to %s, where no heading is called so", file, m[1])
			}
		}
	}
	if followed < 10 {
		t.Errorf("only %d links are found", followed)
	}
}

// commandsOf are the arguments of each call of the program in a page's blocks of commands.
func commandsOf(t *testing.T, file, text string) (out [][]string) {
	t.Helper()
	for _, block := range fencePattern.FindAllStringSubmatch(text, -1) {
		if block[1] != "sh" {
			continue
		}
		if strings.ContainsAny(block[2], "#…") {
			t.Errorf("%s: a block of commands holds a comment or an ellipsis, which can't be pasted into every shell:\n%s", file, block[2])
		}
		for line := range strings.Lines(strings.ReplaceAll(block[2], "\\\n", " ")) {
			words := shellWords(line)
			for len(words) > 0 && strings.Contains(words[0], "=") {
				words = words[1:]
			}
			if to := slices.Index(words, ">"); to >= 0 {
				words = words[:to]
			}
			switch {
			case len(words) > 3 && slices.Equal(words[:3], []string{"go", "run", "./bot"}):
				out = append(out, words[3:])
			case len(words) > 1 && words[0] == "./readout":
				out = append(out, words[1:])
			}
		}
	}
	return out
}

// shellWords parts a line as a shell does, as far as the pages need it.
func shellWords(line string) []string {
	var words []string
	var word strings.Builder
	quote, begun := rune(0), false
	end := func() {
		if begun {
			words = append(words, word.String())
		}
		word.Reset()
		begun = false
	}
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '"' || r == '\''):
			quote, begun = r, true
		case quote == 0 && unicode.IsSpace(r):
			end()
		default:
			word.WriteRune(r)
			begun = true
		}
	}
	end()
	return words
}

// TestReadmeCommands holds every command of the pages against what the program takes.
func TestReadmeCommands(t *testing.T) {
	t.Parallel()
	found := 0
	for file, text := range pages(t) {
		for _, args := range commandsOf(t, file, text) {
			found++
			if _, err := parseArguments(args, nil, &terminal.Console{Stdout: io.Discard, Stderr: io.Discard}); err != nil {
				t.Errorf("%s: readout %s: %v", file, strings.Join(args, " "), err)
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d commands are found", found)
	}
}

// TestReadmeConfiguration compares the README's table with what can be set.
func TestReadmeConfiguration(t *testing.T) {
	vars, err := allVariables()
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

// TestReadmeLeast holds the list of what each door needs to the permissions that the bot's tests give it there, and the invitation to
// their sum.
func TestReadmeLeast(t *testing.T) {
	var b strings.Builder
	b.WriteString("| door | needs at least |\n|---|---|\n")
	named := func(of []permissions.Permission) string {
		var names []string
		for _, p := range of {
			names = append(names, "*"+p.Name+"*")
		}
		return strings.Join(names, ", ")
	}
	for _, d := range permissions.Doors {
		needs := strings.TrimPrefix(strings.TrimSuffix(named(d.Needs)+"; "+d.Also, "; "), "; ")
		fmt.Fprintf(&b, "| in Discord: %s | %s |\n", d.Name, needs)
	}
	b.WriteString("| `serve`: the page, the API, MCP over HTTP | nothing on a loopback address; elsewhere the API and MCP need a key of `--keys` |\n" +
		"| `serve`: adding articles | the token that is printed; to reach the sites of links and feeds |\n" +
		"| `mcp`, `ask`, `misquotes`, `receipt`, `new` | nothing but to read the articles |\n")
	compareSection(t, "least", b.String())
	for page, text := range pages(t) {
		_, step, ok := strings.Cut(text, "**Invitation.**")
		step, _, _ = strings.Cut(step, "Open the link")
		for _, p := range permissions.Needed {
			if ok && !strings.Contains(strings.Join(strings.Fields(step), " "), "*"+p.Name+"*") {
				t.Errorf("%s: the invitation lacks %s", page, p.Name)
			}
		}
	}
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

// TestReadmeFirstMinutes asks what the first page has its reader ask, and holds the answers to what it says of them.
func TestReadmeFirstMinutes(t *testing.T) {
	t.Parallel()
	shipped, err := engine.Open(t.Context(), engine.CorpusConfig{}, t.Logf)
	if err != nil {
		t.Fatal(err)
	}
	ask := func(question string) *answer.Answer {
		a, err := shipped.Answerer.Answer(t.Context(), answer.Question{Text: question})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	readme := pages(t)["../README.md"]
	const corrected, silent = "why did Lavrov call the talks very productive", "what will the Osaka summit cost"
	for _, question := range []string{corrected, silent} {
		if !strings.Contains(readme, "\n./readout "+question+"\n") {
			t.Errorf("README.md does not ask %q any more", question)
		}
	}
	if a := ask(corrected); len(a.Premises) == 0 {
		t.Errorf("%q is answered without a correction: %s", corrected, a.Text())
	}
	if a := ask(silent); a.Abstention == nil {
		t.Errorf("%q is answered: %s", silent, a.Text())
	}
}
