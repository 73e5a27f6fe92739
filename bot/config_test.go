package main

import (
	"os"
	"strings"
	"testing"

	"github.com/joho/godotenv"

	"readout/bot/terminal"
	"readout/bot/variables"
)

// documented is what .env.example says: the variables, each commented out with its default, under a comment of its own.
func documented(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile("../.env.example")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	explained := false
	for line := range strings.SplitSeq(string(data), "\n") {
		name, value, ok := strings.Cut(strings.TrimPrefix(line, "#"), "=")
		switch {
		case ok && name == strings.ToUpper(name) && !strings.Contains(name, " "):
			if !explained {
				t.Errorf(".env.example: %s has no comment above it", name)
			}
			if _, twice := out[name]; twice {
				t.Errorf(".env.example: %s stands there twice", name)
			}
			out[name] = value
			explained = false
		case strings.HasPrefix(line, "# "):
			explained = true
		case line == "":
			explained = false
		default:
			t.Errorf(".env.example: neither a comment nor a variable: %q", line)
		}
	}
	if _, err := godotenv.Unmarshal(string(data)); err != nil {
		t.Errorf(".env.example: %v", err)
	}
	return out
}

// allVariables lists what can be set from the environment, by name.
func allVariables() ([]variables.Variable, error) {
	parser, err := newParser(&Config{}, nil, &terminal.Console{Stdout: os.Stdout, Stderr: os.Stderr}, os.Exit)
	if err != nil {
		return nil, err
	}
	return variables.Of(parser.Model), nil
}

func TestEnvExampleIsTheConfiguration(t *testing.T) {
	t.Parallel()
	configured, err := allVariables()
	if err != nil {
		t.Fatal(err)
	}
	there := documented(t)
	for _, v := range configured {
		value, ok := there[v.Name]
		switch {
		case !ok:
			t.Errorf("%s is read, but .env.example does not have it", v.Name)
		case value != v.Default:
			t.Errorf("%s is %q unless set, but .env.example says %q", v.Name, v.Default, value)
		case v.Help == "":
			t.Errorf("%s has no help", v.Name)
		}
		delete(there, v.Name)
	}
	for name := range there {
		t.Errorf(".env.example has %s, which nothing reads", name)
	}
}

func TestEnvFile(t *testing.T) {
	t.Chdir(t.TempDir())
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(".env", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("# articles\nREADOUT_ARTICLES=odd\n")
	if status, _, stderr := runParrot(t, "", nil, "ask", "when?"); status != 0 || !strings.Contains(stderr, "notes.doc") {
		t.Errorf("the file is not read: status %d, %s", status, stderr)
	}
	if status, _, stderr := runParrot(t, "", []string{"READOUT_ARTICLES=missing"}, "ask", "when?"); status != 2 || !strings.Contains(stderr, "missing") {
		t.Errorf("the environment does not win: status %d, %s", status, stderr)
	}
	if status, _, stderr := runParrot(t, "", []string{"READOUT_ARTICLES="}, "ask", "when?"); status != 0 || stderr != "" {
		t.Errorf("an empty variable does not unset the file's: status %d, %s", status, stderr)
	}
	write("TOKEN=abc\ns3cret\n")
	status, _, stderr := runParrot(t, "", nil, "search", "-k", "0")
	if status != 2 || !strings.Contains(stderr, ".env: not a list of lines") || !strings.Contains(stderr, "-k is 0") {
		t.Errorf("a damaged file: status %d, %s", status, stderr)
	}
	if strings.Contains(stderr, "s3cret") {
		t.Errorf("the file's text is printed: %s", stderr)
	}
}
