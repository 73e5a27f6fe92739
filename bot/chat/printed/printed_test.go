package printed

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"readout/bot/chat/markup"
	"readout/bot/typeset"
)

func named(r markup.Reference) string { return "«" + string(r.Kind) + r.Of + "»" }

func TestText(t *testing.T) {
	t.Parallel()
	at := time.Unix(1900000000, 0)
	for text, want := range map[string]string{
		"":                                   "\n",
		"two\n\nlines":                       "two\n\nlines\n",
		"**bold** and " + markup.Code("a*b"): "bold and a*b\n",
		markup.Escape("*a* <b> [c](d) `e`"):  "*a* <b> [c](d) `e`\n",
		"- a point [1]\n  its line":          "- a point [1]\n  its line\n",
		"> quoted":                           "│ quoted\n",
		"-# small":                           "small\n",
		"at [link](<https://a.example/b>)":   "at https://a.example/b\n",
		"by " + markup.Member("3") + " in " + markup.Channel("2") + " at " + markup.Stamp(at): "by «@3» in «#2» at «t:1900000000»\n",
		"a \\": "a \\\n", "**open": "open\n", "`open": "`open\n", "[1] (<x>": "[1] (<x>\n", "<@": "<@\n",
	} {
		if diff := cmp.Diff(want, Text(typeset.Page{}, text, named)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestWrappedAndColoured(t *testing.T) {
	t.Parallel()
	page := typeset.Page{Width: 24, Colour: true}
	got := Text(page, "**Sources differ**\n- the keeper lights at dusk\n> “at dusk, always” he said\n-# one source", named)
	want := "\x1b[1mSources differ\x1b[0m\n- the keeper lights at\n  dusk\n│ \x1b[36m“at dusk, always” he\x1b[0m\n│ \x1b[36msaid\x1b[0m\n\x1b[2mone source\x1b[0m\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPlain(t *testing.T) {
	t.Parallel()
	if got := Plain("**Reading**\n2 of\u00a03 [x](<https://a.example>)", named); got != "Reading 2 of 3 https://a.example" {
		t.Errorf("got %q", got)
	}
}

// FuzzText holds that what is escaped is shown as it is, and that no text steers the terminal.
func FuzzText(f *testing.F) {
	for _, text := range []string{"**a** `b` [c](<d>) <@1> <t:1:R>", "- a\n> b\n-# c\\", "\x1b[31m\u202e", "\xff`"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		shown := Text(typeset.Page{Width: 20}, text, named)
		if strings.ContainsFunc(shown, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }) || !strings.HasSuffix(shown, "\n") {
			t.Errorf("%q is shown as %q", text, shown)
		}
		if !utf8.ValidString(text) {
			return
		}
		visible := strings.Join(strings.Fields(markup.Visible(text)), " ")
		if got := Plain(markup.Escape(text), named); got != visible {
			t.Errorf("%q, escaped, is shown as %q", text, got)
		}
	})
}
