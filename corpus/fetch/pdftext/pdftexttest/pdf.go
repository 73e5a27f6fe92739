// Package pdftexttest writes small PDFs for tests.
package pdftexttest

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"slices"
	"strings"
)

// Options say how a PDF is written.
type Options struct {
	Title, Author string
	Packed        bool // streams are compressed
	Widths        bool // the font states how wide its letters are, and words are placed one by one, without spaces
}

// Line is a line of a PDF, in points from the lower left corner.
type Line struct {
	Text string
	X, Y float64
	Size float64
}

// Write makes a PDF of pages of lines.
func Write(o Options, pages ...[]Line) []byte {
	var b bytes.Buffer
	var offsets []int
	object := func(body string) int {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(offsets), body)
		return len(offsets)
	}
	b.WriteString("%PDF-1.4\n%\xE2\xE3\xCF\xD3\n")
	widths := ""
	if o.Widths {
		widths = "/FirstChar 32 /LastChar 126 /Widths [" + strings.Repeat("500 ", 95) + "]"
	}
	font := object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding " + widths + " >>")
	parent := len(offsets) + 2*len(pages) + 1
	var kids []string
	for _, lines := range pages {
		content := "BT\n"
		for _, l := range lines {
			content += fmt.Sprintf("/F1 %g Tf\n", l.Size)
			if !o.Widths {
				content += fmt.Sprintf("1 0 0 1 %g %g Tm\n(%s) Tj\n", l.X, l.Y, escape(l.Text))
				continue
			}
			x := l.X
			for word := range strings.FieldsSeq(l.Text) {
				content += fmt.Sprintf("1 0 0 1 %g %g Tm\n[(%s)] TJ\n", x, l.Y, escape(word))
				x += float64(len(word)+1) * l.Size / 2
			}
		}
		content += "ET\n"
		filter := ""
		if o.Packed {
			var packed bytes.Buffer
			z := zlib.NewWriter(&packed)
			_, _ = z.Write([]byte(content))
			z.Close()
			content, filter = packed.String(), "/Filter /FlateDecode"
		}
		stream := object(fmt.Sprintf("<< /Length %d %s >>\nstream\n%s\nendstream", len(content), filter, content))
		page := object(fmt.Sprintf("<< /Type /Page /Parent %d 0 R /MediaBox [0 0 612 792] "+
			"/Contents %d 0 R /Resources << /Font << /F1 %d 0 R >> >> >>", parent, stream, font))
		kids = append(kids, fmt.Sprintf("%d 0 R", page))
	}
	object(fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Join(kids, " "), len(pages)))
	root := object(fmt.Sprintf("<< /Type /Catalog /Pages %d 0 R /Lang (en-GB) >>", parent))
	info := object(fmt.Sprintf("<< /Title (%s) /Author (%s) /CreationDate (D:20190516120000Z) >>", escape(o.Title), escape(o.Author)))
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, root, info, start)
	return b.Bytes()
}

func escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`, "“", "\\223", "”", "\\224", "’", "\\222", "—", "\\227").Replace(s)
}

// Set is lines of a text from a height on, 14 points apart.
func Set(x, y, size float64, lines ...string) []Line {
	var out []Line
	for i, l := range lines {
		out = append(out, Line{l, x, y - 14*float64(i), size})
	}
	return out
}

// Harbour is an article of two paragraphs over two pages, with a headline, a running line and page numbers.
func Harbour(o Options) []byte {
	return Write(o,
		slices.Concat(Set(72, 760, 9, "The Example Times"), Set(72, 720, 20, "Harbour opens", "to both fleets"),
			Set(72, 670, 11, "The foreign ministers of the two countries met in Oslo on Tuesday and agreed",
				"to open the harbour to the boats of both. The agreement was signed after inter-",
				"national talks, and long-term plans were put off."),
			Set(72, 614, 11, "“We came to agree,” Ms. Lee told reporters after the talks, which lasted for",
				"four hours and which nobody else attended. She spoke on the steps of the"), Set(300, 40, 9, "- 1 -")),
		slices.Concat(Set(72, 760, 9, "The Example Times"),
			Set(72, 720, 11, "ministry for half an hour, and then went to the harbour, where the first boats",
				"were expected."), Set(300, 40, 9, "- 2 -")),
		slices.Concat(Set(72, 760, 9, "The Example Times"),
			Set(72, 720, 11, "It rained the whole day, and the long-term outlook is no better than that."), Set(300, 40, 9, "- 3 -")))
}

// Raw makes a PDF of one page with a content of its own, in a fixed-width font as F1, and other resources.
func Raw(content, resources, page string, objects ...string) []byte {
	var b bytes.Buffer
	var offsets []int
	object := func(body string) {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(offsets), body)
	}
	b.WriteString("%PDF-1.4\n")
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
	object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> " +
		resources + " >> /Contents 4 0 R " + page + " >>")
	object(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content))
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding " +
		"/FirstChar 32 /LastChar 126 /Widths [" + strings.Repeat("600 ", 95) + "] >>")
	for _, o := range objects {
		object(o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, start)
	return b.Bytes()
}
