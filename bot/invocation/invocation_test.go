package invocation

import (
	"strings"
	"testing"
)

func TestOf(t *testing.T) {
	t.Parallel()
	for first, want := range map[string]Name{
		"readout":                             "readout",
		"/usr/local/bin/readout":              "readout",
		"./readout":                           "readout",
		"readout.exe":                         "readout",
		"bot":                                 "bot",
		"./bot":                               "./bot",
		"/var/cache/go-build123/b001/exe/bot": "go run ./bot",
		`C:\Temp\go-build9\b001\exe\bot.exe`:  "go run ./bot",
		"/opt/my tools/answers":               "readout",
		"":                                    "readout",
	} {
		if got := Of(first); got != want {
			t.Errorf("%q is %q, want %q", first, got, want)
		}
	}
}

func TestIn(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Help: readout --help. To ask: readout ask \"why?\"":   "Help: go run ./bot --help. To ask: go run ./bot ask \"why?\"",
		"  readout corpus publish --server 1 x":                "  go run ./bot corpus publish --server 1 x",
		"readout: no question":                                 "readout: no question",
		"/usr/local/bin/readout run, bot/operate/readout unit": "/usr/local/bin/readout run, bot/operate/readout unit",
		"a readout, the readout.":                              "a readout, the readout.",
		"(readout corpus drafts)":                              "(go run ./bot corpus drafts)",
	} {
		if got := Name("go run ./bot").In(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
		if got := Usual.In(text); got != text {
			t.Errorf("%q becomes %q by its usual name", text, got)
		}
	}
}

func FuzzIn(f *testing.F) {
	f.Add("readout ask", "go run ./bot")
	f.Add("readout readout ask", "$1")
	f.Fuzz(func(t *testing.T, text, name string) {
		if got := Name(name).In(text); !strings.Contains(text, "readout") && got != text {
			t.Errorf("%q becomes %q", text, got)
		}
	})
}
