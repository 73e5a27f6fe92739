package arguments

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// line is an invented command line.
type line struct {
	Ask struct {
		Loud bool
		File string
		Text []string `arg:"" optional:""`
	} `cmd:"" default:"withargs"`
	Read struct {
		Aloud struct{} `cmd:""`
	} `cmd:""`
	Build struct{} `cmd:"" hidden:""`
}

func parser(t *testing.T, into *line) *kong.Kong {
	t.Helper()
	k, err := kong.New(into, kong.Name("readout"), kong.Exit(func(int) {}))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestHelp(t *testing.T) {
	t.Parallel()
	model := parser(t, &line{}).Model
	for args, want := range map[string]string{
		"help": "--help", "HELP ask": "ask --help", "help read aloud": "read aloud --help",
		"": "", "ask": "", "help me": "", "help ask --loud": "", "ask help": "", "help aloud": "",
	} {
		got, ok := Help(strings.Fields(args), model)
		if strings.Join(got, " ") != want || ok != (want != "") {
			t.Errorf("%q: %q, %t", args, got, ok)
		}
	}
}

func TestCommandFirst(t *testing.T) {
	t.Parallel()
	model := parser(t, &line{}).Model
	refused := errors.New("refused")
	for args, want := range map[string]string{"--loud read aloud": "read --loud aloud", "read --loud": "", "--loud": "", "": ""} {
		if got, ok := CommandFirst(strings.Fields(args), model, refused); strings.Join(got, " ") != want || ok != (want != "") {
			t.Errorf("%q: %q, %t", args, got, ok)
		}
	}
	if got, ok := CommandFirst([]string{"--loud", "read"}, model, nil); ok {
		t.Errorf("what was not refused becomes %q", got)
	}
}

func TestWithHelp(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"ask --lout": "\nHelp: readout ask --help",
		"ask --file": "--file needs a value behind it\nHelp: readout ask --help",
		"--lout":     "readout --help",
	} {
		_, err := parser(t, &line{}).Parse(strings.Fields(args))
		if got := WithHelp(err); got == nil || !strings.Contains(got.Error(), want) {
			t.Errorf("%q: %v, want %q", args, got, want)
		}
	}
	if err := errors.New("another"); WithHelp(err) != err {
		t.Error("an error of another kind is changed")
	}
	if WithHelp(nil) != nil {
		t.Error("no error becomes one")
	}
}

func TestMeant(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]struct{ near, err string }{
		"":                 {},
		"raed":             {err: `did you mean "read"?`},
		"buidl":            {err: "one word is no question"},
		"quay":             {err: "readout --help"},
		"quay?":            {},
		"raed the minutes": {near: "read"},
		"head of the fair": {},
		"who paid for it":  {},
		"ask quay":         {},
		"ask raed it":      {},
	} {
		var l line
		k := parser(t, &l)
		fields := strings.Fields(args)
		if _, err := k.Parse(fields); err != nil {
			t.Fatal(err)
		}
		near, err := Meant(fields, l.Ask.Text, k.Model)
		if near != want.near || (err == nil) != (want.err == "") || err != nil && !strings.Contains(err.Error(), want.err) {
			t.Errorf("%q: near %q, %v", args, near, err)
		}
		if err != nil && strings.Contains(err.Error(), "build") {
			t.Errorf("%q: %v names what is hidden", args, err)
		}
	}
}

func FuzzArguments(f *testing.F) {
	f.Add("help ask")
	f.Add("--loud read aloud")
	f.Add("\x00 \xff")
	f.Fuzz(func(t *testing.T, text string) {
		args := strings.Split(text, " ")
		var l line
		k := parser(t, &l)
		_, err := k.Parse(args)
		if instead, ok := Help(args, k.Model); ok && instead[len(instead)-1] != "--help" {
			t.Errorf("%q prints no help: %q", args, instead)
		}
		if instead, ok := CommandFirst(args, k.Model, err); ok && len(instead) != len(args) {
			t.Errorf("%q: %q", args, instead)
		}
		if WithHelp(err) == nil != (err == nil) {
			t.Errorf("%q: %v is lost", args, err)
		}
		if err == nil && (len(l.Ask.Text) == 0 || slices.Contains(args, l.Ask.Text[0])) {
			_, _ = Meant(args, l.Ask.Text, k.Model)
		}
	})
}
