package terminal

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/bot/reply"
	"readout/bot/typeset"
)

func TestLayoutWrapsAndColours(t *testing.T) {
	t.Parallel()
	r := reply.Reply{
		Asked: "You asked: when did the old harbour open again?",
		Text:  "The harbour reopened on Tuesday. [1][2] “Nobody was hurt,” she said. [1]",
		Sentences: []reply.Sentence{{Text: "The harbour reopened on Tuesday.", Markers: "[1][2]"},
			{Text: "“Nobody was hurt,” she said.", Markers: "[1]"}},
		Sources: []reply.Source{{Markers: "[1][2]", Line: "Harbour reopens · The Daily Tide · 4 March 2021 · report", Link: "https://tide.example/a/very/long/link/that/is/not/broken"}},
		Note:    "1 independent source · quotations only",
	}
	got := Layout{Page: typeset.Page{Width: 34, Colour: true}, Phrases: reply.English()}.Reply(r)
	want := "\x1b[2mYou asked: when did the old\x1b[0m\n" +
		"\x1b[2mharbour open again?\x1b[0m\n" +
		"\n" +
		"- The harbour reopened on\n" +
		"  Tuesday. \x1b[2m[1][2]\x1b[0m\n" +
		"- \x1b[36m“Nobody was hurt,”\x1b[0m she said. \x1b[2m[1]\x1b[0m\n" +
		"\n" +
		"\x1b[1mSources\x1b[0m\n" +
		"\x1b[2m[1][2]\x1b[0m Harbour reopens · The Daily\n" +
		"    Tide · 4 March 2021 · report\n" +
		"    \x1b[2mhttps://tide.example/a/very/long/link/that/is/not/broken\x1b[0m\n" +
		"\x1b[2m1 independent source · quotations\x1b[0m\n" +
		"\x1b[2monly\x1b[0m\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestLayoutOfSentences(t *testing.T) {
	t.Parallel()
	plain := Layout{Phrases: reply.English()}
	for _, tc := range []struct {
		name string
		r    reply.Reply
		lead func(int) string
		want string
	}{
		{"none", reply.Reply{Text: "The articles don't say."}, nil, "The articles don't say.\n"},
		{"one", reply.Reply{Sentences: []reply.Sentence{{Text: "It held.", Markers: "[1]"}}}, nil, "It held. [1]\n"},
		{"introduced", reply.Reply{Sentences: []reply.Sentence{{Text: "Of the bridge:", Markers: "[1]", Introduces: true}, {Text: "It held.", Markers: "[1]"}}}, nil,
			"Of the bridge: [1]\n- It held. [1]\n"},
		{"led", reply.Reply{Sentences: []reply.Sentence{{Text: "It held.", Markers: "[1]"}}}, func(int) string { return "May 2021:" }, "- May 2021: It held. [1]\n"},
	} {
		if diff := cmp.Diff(tc.want, plain.sentences(tc.r, tc.lead)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tc.name, diff)
		}
	}
}

func TestLayoutOfTranslations(t *testing.T) {
	t.Parallel()
	r := reply.Reply{Text: "It held. [1] It was old. [1]", Translations: []string{"translation, unchecked: Sie hielt. [1]", "translation, unchecked: Sie war alt. [1]"}, Note: "quotations only"}
	want := "It held. [1] It was old. [1]\n\ntranslation, unchecked: Sie hielt. [1]\ntranslation, unchecked: Sie war alt. [1]\nquotations only\n"
	if diff := cmp.Diff(want, Layout{Phrases: reply.English()}.Reply(r)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestConsoleOfFilesIsPlain(t *testing.T) {
	t.Parallel()
	file, err := os.CreateTemp(t.TempDir(), "out")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	c := NewConsole(nil, file, file, file)
	if c.Interactive || c.colour || c.width != 0 || c.Spins {
		t.Errorf("a file is taken for a terminal: %+v", c)
	}
	c.Working("nothing to see").Stop()
	if info, err := file.Stat(); err != nil || info.Size() != 0 {
		t.Errorf("progress is written to a file: %v, %v", info.Size(), err)
	}
}

func TestUserDirs(t *testing.T) {
	t.Parallel()
	if cache, state := userDirs([]string{"PATH=/bin"}); cache != "" || state != "" {
		t.Errorf("without a home: %q, %q", cache, state)
	}
	if cache, state := userDirs([]string{"HOME=relative", "XDG_CACHE_HOME=also/relative", "XDG_STATE_HOME="}); cache != "" || state != "" {
		t.Errorf("of relative folders: %q, %q", cache, state)
	}
}
