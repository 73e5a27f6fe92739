package typeset

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSpansWrapAndColour(t *testing.T) {
	t.Parallel()
	spans := append(Quotations(`The keeper said: “We light it at dusk, always.” Nobody asked why.`), Span{Dim, " [1][2]"})
	for _, tc := range []struct {
		name string
		page Page
		want string
	}{
		{"plain", Page{}, "- The keeper said: “We light it at dusk, always.” Nobody asked why. [1][2]\n"},
		{"wrapped", Page{Width: 30}, "- The keeper said: “We light\n  it at dusk, always.” Nobody\n  asked why. [1][2]\n"},
		{"coloured", Page{Width: 30, Colour: true}, "- The keeper said: \x1b[36m“We light\x1b[0m\n" +
			"  \x1b[36mit at dusk, always.”\x1b[0m Nobody\n  asked why. \x1b[2m[1][2]\x1b[0m\n"},
	} {
		if diff := cmp.Diff(tc.want, tc.page.Spans("- ", "  ", spans...)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tc.name, diff)
		}
	}
}

func TestSpansWithinAWord(t *testing.T) {
	t.Parallel()
	got := Page{Width: 12, Colour: true}.Spans("", "", Span{Plain, "the ("}, Span{Bold, "lamp"}, Span{Plain, ") shone"})
	if want := "the (\x1b[1mlamp\x1b[0m)\nshone\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestQuotations(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]Span{
		"":                       nil,
		"plain":                  {{Plain, "plain"}},
		`a "b" c`:                {{Plain, "a "}, {Quoted, `"b"`}, {Plain, " c"}},
		"„b“ and «c»":            {{Quoted, "„b“"}, {Plain, " and "}, {Quoted, "«c»"}},
		"it's never “closed":     {{Plain, "it's never "}, {Quoted, "“closed"}},
		"stray ” and “one ‘in’”": {{Plain, "stray ” and "}, {Quoted, "“one ‘in’”"}},
	} {
		if diff := cmp.Diff(want, Quotations(text)); diff != "" {
			t.Errorf("%q: (-want +got)\n%s", text, diff)
		}
	}
}

func FuzzQuotations(f *testing.F) {
	for _, seed := range []string{"", `"a" b "c`, "“”„“«»", "\xff“\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		joined := ""
		for _, s := range Quotations(text) {
			joined += s.Text
		}
		if joined != text {
			t.Fatalf("%q became %q", text, joined)
		}
	})
}

func TestColumns(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"": 0, "lamp": 4, "e\u0301": 1, "灯台": 4, "–": 1} {
		if got := columns(text); got != want {
			t.Errorf("Columns(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestHarmless(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ in, want string }{
		{"plain\ttext\n", "plain\ttext\n"},
		{"\x1b[2J\x1b]0;title\x07x", "[2J]0;titlex"},
		{"a\u009b31mb\r\x7f", "a31mb"},
		{"right\u202eleft\u2066x\u200f", "rightleftx"},
		{"Nicolás “quoted” – 中文", "Nicolás “quoted” – 中文"},
	} {
		if got := Harmless(tc.in); got != tc.want {
			t.Errorf("Harmless(%q) = %q, want %q", tc.in, got, tc.want)
		}
	}
}

func FuzzParagraph(f *testing.F) {
	f.Add("One two. [1] Three", 10)
	f.Add("\x1b[31mred\x1b[0m\u202e [1][2]\n[x]", 3)
	f.Add("[1] [2]", 0)
	f.Fuzz(func(t *testing.T, text string, width int) {
		width %= 120
		got := Page{Width: width}.Spans("- ", "  ", Quotations(text)...)
		if strings.ContainsAny(got, "\x1b\r\a") {
			t.Fatalf("steers the terminal: %q", got)
		}
		if want := "- " + strings.Join(strings.Fields(Harmless(text)), " "); strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(want), " ") {
			t.Fatalf("words are lost or added: %q of %q", got, text)
		}
		for i, line := range strings.Split(strings.TrimSuffix(got, "\n"), "\n") {
			words := strings.Fields(line[2:])
			if i > 0 && isMarker(words[0]) {
				t.Fatalf("a marker begins a line: %q", got)
			}
			if width <= 0 && i > 0 {
				t.Fatalf("wrapped without a width: %q", got)
			}
			alone := len(words) == 1
			for _, w := range words[min(1, len(words)):] {
				alone = alone || isMarker(w)
			}
			if width > 0 && columns(line) > width && len(words) > 1 && !alone {
				t.Fatalf("a line of %d columns at a width of %d: %q", columns(line), width, line)
			}
		}
	})
}
