package fetch

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"readout/corpus"
)

// pdfOptions say how a test's PDF is written.
type pdfOptions struct {
	title, author string
	packed        bool // streams are compressed
	widths        bool // the font states how wide its letters are, and words are placed one by one, without spaces
}

// setText is a line of a test's PDF.
type setText struct {
	text string
	x, y float64
	size float64
}

// writePDF makes a PDF of pages of lines.
func writePDF(o pdfOptions, pages ...[]setText) []byte {
	var b bytes.Buffer
	var offsets []int
	object := func(body string) int {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(offsets), body)
		return len(offsets)
	}
	b.WriteString("%PDF-1.4\n%\xE2\xE3\xCF\xD3\n")
	widths := ""
	if o.widths {
		widths = "/FirstChar 32 /LastChar 126 /Widths [" + strings.Repeat("500 ", 95) + "]"
	}
	font := object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding " + widths + " >>")
	parent := len(offsets) + 2*len(pages) + 1
	var kids []string
	for _, lines := range pages {
		content := "BT\n"
		for _, l := range lines {
			content += fmt.Sprintf("/F1 %g Tf\n", l.size)
			if !o.widths {
				content += fmt.Sprintf("1 0 0 1 %g %g Tm\n(%s) Tj\n", l.x, l.y, escapePDF(l.text))
				continue
			}
			x := l.x
			for word := range strings.FieldsSeq(l.text) {
				content += fmt.Sprintf("1 0 0 1 %g %g Tm\n[(%s)] TJ\n", x, l.y, escapePDF(word))
				x += float64(len(word)+1) * l.size / 2
			}
		}
		content += "ET\n"
		filter := ""
		if o.packed {
			var packed bytes.Buffer
			z := zlib.NewWriter(&packed)
			_, _ = z.Write([]byte(content))
			z.Close()
			content, filter = packed.String(), "/Filter /FlateDecode"
		}
		stream := object(fmt.Sprintf("<< /Length %d %s >>\nstream\n%s\nendstream", len(content), filter, content))
		page := object(fmt.Sprintf("<< /Type /Page /Parent %d 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources << /Font << /F1 %d 0 R >> >> >>", parent, stream, font))
		kids = append(kids, fmt.Sprintf("%d 0 R", page))
	}
	object(fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Join(kids, " "), len(pages)))
	root := object(fmt.Sprintf("<< /Type /Catalog /Pages %d 0 R /Lang (en-GB) >>", parent))
	info := object(fmt.Sprintf("<< /Title (%s) /Author (%s) /CreationDate (D:20190516120000Z) >>", escapePDF(o.title), escapePDF(o.author)))
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, root, info, start)
	return b.Bytes()
}

func escapePDF(s string) string {
	return strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`, "“", "\\223", "”", "\\224", "’", "\\222", "—", "\\227").Replace(s)
}

// set is lines of a text from a height on, 14 points apart.
func set(x, y, size float64, lines ...string) []setText {
	var out []setText
	for i, l := range lines {
		out = append(out, setText{l, x, y - 14*float64(i), size})
	}
	return out
}

// harbourPDF is an article of two paragraphs over two pages, with a headline, a running line and page numbers.
func harbourPDF(o pdfOptions) []byte {
	return writePDF(o,
		slices.Concat(set(72, 760, 9, "The Example Times"), set(72, 720, 20, "Harbour opens", "to both fleets"),
			set(72, 670, 11, "The foreign ministers of the two countries met in Oslo on Tuesday and agreed",
				"to open the harbour to the boats of both. The agreement was signed after inter-",
				"national talks, and long-term plans were put off."),
			set(72, 614, 11, "“We came to agree,” Ms. Lee told reporters after the talks, which lasted for",
				"four hours and which nobody else attended. She spoke on the steps of the"), set(300, 40, 9, "- 1 -")),
		slices.Concat(set(72, 760, 9, "The Example Times"), set(72, 720, 11, "ministry for half an hour, and then went to the harbour, where the first boats",
			"were expected."), set(300, 40, 9, "- 2 -")),
		slices.Concat(set(72, 760, 9, "The Example Times"), set(72, 720, 11, "It rained the whole day, and the long-term outlook is no better than that."), set(300, 40, 9, "- 3 -")))
}

func TestPDF(t *testing.T) {
	t.Parallel()
	c := client(t, ClientOptions{})
	for name, o := range map[string]pdfOptions{
		"plain": {}, "compressed": {packed: true}, "words placed": {widths: true}, "stated": {title: "Harbour opens to both fleets", author: "Ann Lee", packed: true},
		"made up": {title: "Microsoft Word - harbour.docx"}, "file name": {title: "harbour_final-2.indd"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc, err := c.Upload(t.Context(), "harbour.pdf", harbourPDF(o))
			if err != nil {
				t.Fatal(err)
			}
			a := doc.Article
			check(t, a)
			if a.Title != "Harbour opens to both fleets" || a.Published != (corpus.Date{}) || a.Language != "en-GB" || a.Author != o.author {
				t.Errorf("title %q, published %q, language %q, author %q", a.Title, a.Published, a.Language, a.Author)
			}
			var got []string
			for _, p := range a.Passages {
				if p.Role == corpus.RoleBody {
					got = append(got, p.Text)
				}
			}
			want := []string{
				"The foreign ministers of the two countries met in Oslo on Tuesday and agreed to open the harbour to the boats of both. The agreement was signed after international talks, and long-term plans were put off.",
				"“We came to agree,” Ms. Lee told reporters after the talks, which lasted for four hours and which nobody else attended. She spoke on the steps of the ministry for half an hour, and then went to the harbour, where the first boats were expected.",
				"It rained the whole day, and the long-term outlook is no better than that.",
			}
			if !slices.Equal(got, want) {
				t.Errorf("paragraphs %q", got)
			}
		})
	}
}

func TestPDFRefused(t *testing.T) {
	t.Parallel()
	c := client(t, ClientOptions{})
	for name, tt := range map[string]struct {
		data []byte
		want error
	}{
		"no pages":     {writePDF(pdfOptions{}), ErrNoWords},
		"no text":      {writePDF(pdfOptions{}, nil, nil), ErrNoWords},
		"no spaces":    {writePDF(pdfOptions{}, set(72, 700, 11, strings.Repeat("theforeignministersofthetwocountriesmet", 3), strings.Repeat("inOsloonTuesdayandagreed", 4))), ErrNoWords},
		"only figures": {writePDF(pdfOptions{}, set(72, 700, 11, "1 234 5678 90 12 34", "5 6 7 8")), ErrNoWords},
		"many pages":   {writePDF(pdfOptions{}, make([][]setText, mostPages+1)...), ErrTooLarge},
		"a page":       {[]byte(harbourPage), ErrUnreadable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if doc, err := c.Upload(t.Context(), "a.pdf", tt.data); !errors.Is(err, tt.want) {
				t.Errorf("document %v, error %v, want %v", doc, err, tt.want)
			}
		})
	}
}

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
