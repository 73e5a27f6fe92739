package fetch

import (
	"strings"
	"testing"
)

func TestMarkdownOf(t *testing.T) {
	t.Parallel()
	const many = 20_000
	for name, tt := range map[string]struct{ text, want string }{
		"paragraphs":      {"The port is open.\nThe ships are in.", "The port is open.\n\nThe ships are in."},
		"a sentence":      {"The port\nis open.", "The port is open."},
		"a heading":       {"## The port is open", "The port is open"},
		"code":            {"``` ~~~ The port", "The port"},
		"a definition":    {"[The port]: open", "The port open"},
		"marks in marks":  {"# [# The port]:", "The port"},
		"a rule":          {"The port is open.\n* * *\nThe ships are in.", "The port is open.\n\nThe ships are in."},
		"only headings":   {strings.Repeat("# ", many) + "The port", ""},
		"only references": {strings.Repeat("[", many) + "The port" + strings.Repeat("]:", many), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := markdownOf(tt.text); got != tt.want {
				t.Errorf("%.100q, want %q", got, tt.want)
			}
		})
	}
}
