package pdftext

import (
	"slices"
	"strings"
	"testing"
)

func TestJoinLines(t *testing.T) {
	t.Parallel()
	line := func(text string, page int, left, y, size float64) setLine { return setLine{text, page, left, y, size} }
	for name, tt := range map[string]struct {
		lines []setLine
		want  []string
	}{
		"none": {nil, nil},
		"distance": {[]setLine{line("The boats came at noon to the harbour", 1, 72, 700, 11), line("and left again.", 1, 72, 686, 11), line("It rained then.", 1, 72, 660, 11)},
			[]string{"The boats came at noon to the harbour and left again.", "It rained then."}},
		"indent": {[]setLine{line("The boats came at noon to the old harbour.", 1, 72, 700, 11), line("Nobody saw them come but the old keeper", 1, 84, 686, 11), line("of the tower.", 1, 72, 672, 11)},
			[]string{"The boats came at noon to the old harbour.", "Nobody saw them come but the old keeper of the tower."}},
		"short last line": {[]setLine{line("The boats came at noon to the old harbour", 1, 72, 700, 11), line("and left.", 1, 72, 686, 11), line("Nobody saw them but the old keeper there.", 1, 72, 672, 11)},
			[]string{"The boats came at noon to the old harbour and left.", "Nobody saw them but the old keeper there."}},
		"another column": {[]setLine{line("The boats came at noon to the old", 1, 72, 100, 11), line("harbour of the town.", 1, 300, 700, 11)},
			[]string{"The boats came at noon to the old harbour of the town."}},
		"a heading": {[]setLine{line("What comes next", 1, 72, 700, 16), line("The boats leave.", 1, 72, 686, 11)}, []string{"What comes next", "The boats leave."}},
		"broken words": {[]setLine{line("It was an inter-", 1, 72, 700, 11), line("national and well-", 1, 72, 686, 11), line("known harbour, as well-known as the Anglo-", 1, 72, 672, 11),
			line("Saxon one, from 1914-", 1, 72, 658, 11), line("18 on.", 1, 72, 644, 11)},
			[]string{"It was an international and well-known harbour, as well-known as the Anglo-Saxon one, from 1914-18 on."}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := joinLines(tt.lines); !slices.Equal(got, tt.want) {
				t.Errorf("paragraphs %q, want %q", got, tt.want)
			}
		})
	}
}

func FuzzJoinLines(f *testing.F) {
	f.Add("The boats came inter-\nnationally.\n\nIt rained.", []byte{0, 14, 30, 200})
	f.Add("a-\n-\nB", []byte{1, 1, 1})
	f.Fuzz(func(t *testing.T, text string, places []byte) {
		var lines []setLine
		y := 700.0
		for i, s := range strings.Split(text, "\n") {
			l := setLine{text: strings.Join(strings.Fields(plain(s)), " "), page: 1 + i/50, left: 72, y: y, size: 11}
			if i < len(places) {
				l.left += float64(places[i] & 15)
				y -= float64(places[i]) - 20
				l.size += float64(places[i]>>6) / 2
			}
			lines = append(lines, l)
		}
		// Every letter stands in some paragraph, in order; only hyphens and spaces go.
		letters := func(s string) string { return strings.NewReplacer(" ", "", "-", "").Replace(s) }
		var want strings.Builder
		for _, l := range lines {
			want.WriteString(letters(l.text))
		}
		var got strings.Builder
		for _, p := range joinLines(lines) {
			if p == "" {
				t.Fatal("an empty paragraph")
			}
			got.WriteString(letters(p))
		}
		if got.String() != want.String() {
			t.Fatalf("%q came of %q", got.String(), want.String())
		}
		for _, l := range withoutRunning(lines) {
			if !slices.Contains(lines, l) {
				t.Fatalf("a line that was not there: %q", l.text)
			}
		}
	})
}
