package main

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"readout/bot/reply"
)

func TestLayoutWrapsAndColours(t *testing.T) {
	t.Parallel()
	r := reply.Reply{
		Asked:   "You asked: when did the old harbour open again?",
		Text:    "The harbour reopened on Tuesday. [1][2] Nobody was hurt. [1]",
		Sources: []reply.Source{{Markers: "[1][2]", Line: "Harbour reopens · The Daily Tide · 4 March 2021 · report", Link: "https://tide.example/a/very/long/link/that/is/not/broken"}},
		Note:    "1 independent source · quotations only",
	}
	got := layout{width: 34, colour: true, phrases: reply.English()}.reply(r)
	want := "\x1b[2mYou asked: when did the old\x1b[0m\n" +
		"\x1b[2mharbour open again?\x1b[0m\n" +
		"\n" +
		"The harbour reopened on\n" +
		"Tuesday. [1][2] Nobody was\n" +
		"hurt. [1]\n" +
		"\n" +
		"\x1b[1mSources\x1b[0m\n" +
		"[1][2] Harbour reopens · The Daily\n" +
		"    Tide · 4 March 2021 · report\n" +
		"    \x1b[2mhttps://tide.example/a/very/long/link/that/is/not/broken\x1b[0m\n" +
		"\x1b[2m1 independent source · quotations\x1b[0m\n" +
		"\x1b[2monly\x1b[0m\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestLayoutOfTranslations(t *testing.T) {
	t.Parallel()
	r := reply.Reply{Text: "It held. [1] It was old. [1]", Translations: []string{"translation, unchecked: Sie hielt. [1]", "translation, unchecked: Sie war alt. [1]"}, Note: "quotations only"}
	want := "It held. [1] It was old. [1]\n\ntranslation, unchecked: Sie hielt. [1]\ntranslation, unchecked: Sie war alt. [1]\nquotations only\n"
	if diff := cmp.Diff(want, layout{phrases: reply.English()}.reply(r)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
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
		if got := harmless(tc.in); got != tc.want {
			t.Errorf("harmless(%q) = %q, want %q", tc.in, got, tc.want)
		}
	}
}

func FuzzParagraph(f *testing.F) {
	f.Add("One two. [1] Three", 10)
	f.Add("\x1b[31mred\x1b[0m\u202e [1][2]\n[x]", 3)
	f.Add("[1] [2]", 0)
	f.Fuzz(func(t *testing.T, text string, width int) {
		width %= 120
		got := layout{width: width}.paragraph(dim, "- ", "  ", text)
		if strings.ContainsAny(got, "\x1b\r\a") {
			t.Fatalf("steers the terminal: %q", got)
		}
		if want := "- " + strings.Join(strings.Fields(harmless(text)), " "); strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(want), " ") {
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
			if joined := unbreakable(words); width > 0 && columns(line) > width && len(joined) > 1 {
				t.Fatalf("a line of %d columns at a width of %d: %q", columns(line), width, line)
			}
		}
	})
}

func TestConsoleOfFilesIsPlain(t *testing.T) {
	t.Parallel()
	file, err := os.CreateTemp(t.TempDir(), "out")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	c := newConsole(nil, file, file, file)
	if c.interactive || c.colour || c.width != 0 || c.spins {
		t.Errorf("a file is taken for a terminal: %+v", c)
	}
	c.spin("nothing to see")()
	if info, err := file.Stat(); err != nil || info.Size() != 0 {
		t.Errorf("the spinner writes to a file: %v, %v", info.Size(), err)
	}
}

func TestSpinnerCleansUp(t *testing.T) {
	t.Parallel()
	var out, quick sharedBuffer
	stop := (&console{stderr: &out, spins: true}).spin("reading")
	for deadline := time.Now().Add(30 * time.Second); !strings.Contains(out.String(), "reading"); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("shown %q", out.String())
		}
	}
	stop()
	if shown := out.String(); !strings.HasSuffix(shown, "\r\x1b[K") {
		t.Errorf("shown %q", shown)
	}
	(&console{stderr: &quick, spins: true}).spin("quick")()
	if shown := quick.String(); shown != "" {
		t.Errorf("shown for what takes no time: %q", shown)
	}
}
