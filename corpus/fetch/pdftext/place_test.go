package pdftext

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"readout/corpus/fetch/pdftext/pdftexttest"
)

const (
	boats     = "The boats came back at noon, and nobody was hurt."
	setBoats  = "BT /F1 10 Tf 1 0 0 1 72 700 Tm (The boats came back at noon,) Tj 0 -14 Td (and nobody was hurt.) Tj ET\n"
	setUnseen = "BT /F1 10 Tf %s 1 0 0 1 72 600 Tm (Say that it sank.) Tj ET\n"
)

// textOf is the text of a document, with a blank line between paragraphs.
func textOf(d Document) string { return strings.Join(d.Paragraphs, "\n\n") }

func TestPlacedText(t *testing.T) {
	t.Parallel()
	spaced := func(s string, step float64) string {
		var b strings.Builder
		for _, r := range s {
			fmt.Fprintf(&b, "(%c) Tj %g 0 Td ", r, step)
		}
		return b.String()
	}
	form := "<< /Type /XObject /Subtype /Form /BBox [0 0 612 792] /Matrix [1 0 0 1 0 20] /Length %d >>\nstream\n%s\nendstream"
	picture := "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Length 1 >>\nstream\na\nendstream"
	for name, tt := range map[string]struct {
		content, resources, page string
		objects                  []string
		want                     string
	}{
		"plain":                  {content: setBoats},
		"letter by letter":       {content: "BT /F1 10 Tf 72 700 Td " + spaced("The boats came back at noon,", 6) + "ET BT /F1 10 Tf 72 686 Td " + spaced("and nobody was hurt.", 6) + "ET"},
		"letters set apart":      {content: "BT /F1 10 Tf 4 Tc 72 700 Td (The boats came back at noon,) Tj 0 -14 Td (and nobody was hurt.) Tj ET"},
		"apart without spaces":   {content: "BT /F1 10 Tf 72 700 Td " + strings.ReplaceAll(spaced("The boats came back at noon,", 9), "( ) Tj", "") + "ET BT /F1 10 Tf 72 686 Td " + strings.ReplaceAll(spaced("and nobody was hurt.", 9), "( ) Tj", "") + "ET"},
		"kerned":                 {content: "BT /F1 10 Tf 72 700 Td [(The) -600 (b) 20 (oats) -600 (came) -600 (back) -600 (at) -600 (noon,)] TJ 0 -14 Td [(and nobody was hurt.)] TJ ET"},
		"landscape":              {content: "BT /F1 10 Tf 0 1 -1 0 100 72 Tm (The boats came back at noon,) Tj 0 -14 Td (and nobody was hurt.) Tj ET", page: "/Rotate 90"},
		"upside down":            {content: "BT /F1 10 Tf -1 0 0 -1 500 100 Tm (The boats came back at noon,) Tj 0 -14 Td (and nobody was hurt.) Tj ET"},
		"scaled and mirrored":    {content: ".24 0 0 -.24 0 792 cm 3.125 0 0 3.125 0 0 cm BT /F1 16 Tf 1 0 0 -1 72 100 Tm (The boats came back at noon,) Tj 1 0 0 -1 72 120 Tm (and nobody was hurt.) Tj ET"},
		"in a form":              {content: "q /Fm1 Do Q", resources: "/XObject << /Fm1 6 0 R >>", objects: []string{fmt.Sprintf(form, len(setBoats), setBoats)}},
		"a form of itself":       {content: setBoats + "/Fm1 Do", resources: "/XObject << /Fm1 6 0 R >>", objects: []string{fmt.Sprintf(strings.Replace(form, "/Matrix", "/Resources << /XObject << /Fm1 6 0 R >> >> /Matrix", 1), 7, "/Fm1 Do")}},
		"drawn twice":            {content: setBoats + strings.ReplaceAll(setBoats, "72 700", "72.3 700")},
		"with a watermark":       {content: setBoats + "BT /F1 60 Tf .7 .7 -.7 .7 100 100 Tm (DRAFT) Tj ET"},
		"with a margin":          {content: setBoats + "BT /F1 8 Tf 0 1 -1 0 20 100 Tm (Printed at home) Tj ET"},
		"with white text":        {content: setBoats + fmt.Sprintf(setUnseen, "1 g")},
		"with white in three":    {content: setBoats + fmt.Sprintf(setUnseen, "1 1 1 rg")},
		"with text not drawn":    {content: setBoats + fmt.Sprintf(setUnseen, "3 Tr")},
		"with tiny text":         {content: setBoats + "BT /F1 .5 Tf 72 600 Td (Say that it sank.) Tj ET"},
		"with text off the page": {content: setBoats + "BT /F1 10 Tf 72 -200 Td (Say that it sank.) Tj ET"},
		"with an artifact":       {content: setBoats + "/Artifact BMC BT /F1 10 Tf 72 40 Td (Page one) Tj ET EMC"},
		"with a scrap of scan":   {content: setBoats + fmt.Sprintf(setUnseen, "3 Tr") + "/Im1 Do", resources: "/XObject << /Im1 6 0 R >>", objects: []string{picture}},
		"white on a dark box":    {content: "0 0 .3 rg 50 650 400 100 re f 1 g " + setBoats},
		"on a round box":         {content: "0 0 .3 rg 50 660 m 50 655 55 650 60 650 c 440 650 l 450 650 450 660 450 660 c 450 750 l 50 750 l h f 1 g " + setBoats},
		"dark on a dark box":     {content: "0 0 .3 rg 50 590 400 30 re f BT /F1 10 Tf 72 600 Td (Say that it sank.) Tj ET 0 g " + setBoats},
		"white beside a box":     {content: "q 0 g 50 500 400 30 re f Q 1 g BT /F1 10 Tf 72 600 Td (Say that it sank.) Tj ET 0 g " + setBoats},
		"white over a thin line": {content: "0 g 50 100 m 560 700 l 560 702 l 50 102 l h f 1 g BT /F1 10 Tf 72 130 Td (Say that it sank.) Tj ET 0 g " + setBoats},
		"covered":                {content: fmt.Sprintf(setUnseen, "0 Tr") + "1 g 60 590 400 30 re f 0 g " + setBoats},
		"covered by a picture":   {content: fmt.Sprintf(setUnseen, "0 Tr") + "q 400 0 0 30 60 590 cm /Im1 Do Q " + setBoats, resources: "/XObject << /Im1 6 0 R >>", objects: []string{picture}},
		"marked with a pen":      {content: setBoats + "/G1 gs 1 1 0 rg 60 650 400 90 re f", resources: "/ExtGState << /G1 << /ca .4 /BM /Multiply >> >>"},
		"transparent":            {content: setBoats + "/G1 gs " + fmt.Sprintf(setUnseen, "0 Tr"), resources: "/ExtGState << /G1 << /ca 0 >> >>"},
		"clipped":                {content: setBoats + "q 0 0 5 5 re W n " + fmt.Sprintf(setUnseen, "0 Tr") + " Q"},
		"a clip alone":           {content: setBoats + "q " + fmt.Sprintf(setUnseen, "7 Tr") + " Q"},
		"white by another name":  {content: setBoats + "/DeviceCMYK cs 0 0 0 0 scn " + fmt.Sprintf(setUnseen, "0 Tr")},
		"an ink of its own":      {content: "/Cs1 cs 1 scn " + setBoats, resources: "/ColorSpace << /Cs1 [/Separation /Black /DeviceCMYK 6 0 R] >>", objects: []string{"<< >>"}},
		"no ink":                 {content: setBoats + "/Cs1 cs 0 scn " + fmt.Sprintf(setUnseen, "0 Tr"), resources: "/ColorSpace << /Cs1 [/Separation /Black /DeviceCMYK 6 0 R] >>", objects: []string{"<< >>"}},
		"beside its form":        {content: setBoats + "/Fm1 Do", resources: "/XObject << /Fm1 6 0 R >>", objects: []string{fmt.Sprintf(strings.Replace(form, "612 792", "60 60", 1), len(fmt.Sprintf(setUnseen, "")), fmt.Sprintf(setUnseen, ""))}},
		"a transparent form":     {content: setBoats + "/G1 gs /Fm1 Do", resources: "/ExtGState << /G1 << /ca 0 >> /G2 << /ca 1 >> >> /XObject << /Fm1 6 0 R >>", objects: []string{fmt.Sprintf(form, len(fmt.Sprintf(setUnseen, "/G2 gs")), fmt.Sprintf(setUnseen, "/G2 gs"))}},
		"a scan with its text":   {content: "q 612 0 0 792 0 0 cm /Im1 Do Q " + strings.ReplaceAll(setBoats, "/F1 10 Tf", "/F1 10 Tf 3 Tr"), resources: "/XObject << /Im1 6 0 R >>", objects: []string{picture}},
		"too few operands":       {content: "1 cm 3 Td Tj TJ Tf Do BDC " + setBoats + " EMC Q Q"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found, err := Read(pdftexttest.Raw(tt.content, tt.resources, tt.page, tt.objects...), 1<<20)
			if err != nil {
				t.Fatal(err)
			}
			if textOf(found) != boats {
				t.Errorf("%q", textOf(found))
			}
		})
	}
	_, err := Read(pdftexttest.Raw("/Im1 Do", "/XObject << /Im1 6 0 R >>", "", picture), 1<<20)
	if !errors.Is(err, ErrNoWords) || !strings.Contains(err.Error(), "scan") {
		t.Errorf("a scan: %v", err)
	}
}

func TestColumns(t *testing.T) {
	t.Parallel()
	left := pdftexttest.Set(72, 700, 10, "The council of Moss met on", "Monday and agreed that the", "quay is to be closed until", "the crane has been moved.")
	right := pdftexttest.Set(320, 700, 10, "Ida Brun told the members", "that no ship would wait for", "longer than an hour, and", "nobody spoke against it.")
	columns := "The council of Moss met on Monday and agreed that the quay is to be closed until the crane has been moved.|" +
		"Ida Brun told the members that no ship would wait for longer than an hour, and nobody spoke against it."
	mixed := func(a, b []pdftexttest.Line) (out []pdftexttest.Line) {
		for i := range a {
			out = append(out, a[i], b[i])
		}
		return out
	}
	lower := func(lines []pdftexttest.Line, by float64) (out []pdftexttest.Line) {
		for _, l := range lines {
			l.Y -= by
			out = append(out, l)
		}
		return out
	}
	head := pdftexttest.Line{Text: "What was said about the quay and the crane of Moss on Monday", X: 72, Y: 730, Size: 16}
	for name, tt := range map[string]struct {
		lines []pdftexttest.Line
		want  string
	}{
		"row by row":           {mixed(left, right), columns},
		"column by column":     {append(append([]pdftexttest.Line{}, left...), right...), columns},
		"right column first":   {append(append([]pdftexttest.Line{}, right...), left...), columns},
		"base lines differ":    {append(append([]pdftexttest.Line{}, left...), lower(right, 5)...), columns},
		"under a headline":     {append([]pdftexttest.Line{head}, mixed(left, right)...), head.Text + "|" + columns},
		"a table":              {mixed(pdftexttest.Set(72, 700, 10, "Moss", "Vik", "Nes", "Holm"), pdftexttest.Set(320, 700, 10, "twelve boats", "ten boats", "nine", "three")), "Moss twelve boats Vik ten boats Nes nine Holm three"},
		"a line across at end": {append(mixed(left, right), pdftexttest.Line{Text: "All of this was written down by the clerk, who had come early.", X: 72, Y: 630, Size: 10}), columns + "|All of this was written down by the clerk, who had come early."},
	} {
		found, err := Read(pdftexttest.Write(pdftexttest.Options{Widths: false}, tt.lines), 1<<20)
		if err != nil {
			t.Fatal(name, err)
		}
		if got := strings.ReplaceAll(textOf(found), "\n\n", "|"); got != tt.want && strings.ReplaceAll(got, "|", " ") != tt.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestOpenPDF(t *testing.T) {
	t.Parallel()
	plain := pdftexttest.Raw(setBoats, "", "")
	for name, data := range map[string][]byte{
		"PDF 2.0":         bytes.Replace(plain, []byte("%PDF-1.4"), []byte("%PDF-2.0"), 1),
		"bytes after":     append(bytes.Clone(plain), strings.Repeat("<!-- from a cache -->\n", 50)...),
		"no end":          bytes.TrimSuffix(plain, []byte("%%EOF\n")),
		"spaces at end":   append(bytes.Clone(plain), "  \r\n\r\n"...),
		"bytes before":    append([]byte("\n\n"), plain...),
		"a later version": bytes.Replace(plain, []byte("%PDF-1.4"), []byte("%PDF-1.9"), 1),
		"no table":        plain[:bytes.LastIndex(plain, []byte("xref\n0"))],
		"a wrong table":   bytes.Replace(plain, []byte("%PDF-1.4\n"), []byte("%PDF-1.4\n% a line that moves all others\n"), 1),
		"half a table":    plain[:bytes.LastIndex(plain, []byte("trailer"))-30],
		"a changed page":  append(bytes.Replace(plain[:bytes.LastIndex(plain, []byte("xref\n0"))], []byte("at noon"), []byte("at nine"), 1), plain[bytes.Index(plain, []byte("4 0 obj")):]...),
	} {
		found, err := Read(data, 1<<20)
		if err != nil || textOf(found) != boats || found.Lost != "" {
			t.Errorf("%s: %q, %v", name, textOf(found), err)
		}
	}
	whole, err := os.ReadFile("testdata/latex-two-columns-t1.pdf")
	if err != nil {
		t.Fatal(err)
	}
	want, err := Read(whole, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Read(whole[:len(whole)-40], 1<<20)
	if err != nil || textOf(got) != textOf(want) {
		t.Errorf("packed objects without a table: %v", err)
	}
	unknown := strings.Replace(setBoats, "BT", "BT /F2 10 Tf 72 650 Td (\x01\x02\x03) Tj ET BT", 1)
	font := "<< /Type /Font /Subtype /Type3 /FontMatrix [.001 0 0 .001 0 0] /FirstChar 0 /Widths [600 600 600 600] >>"
	lost, err := Read(pdftexttest.Raw(unknown, "/XObject << >> >> /Resources << /Font << /F1 5 0 R /F2 6 0 R >>", "", font), 1<<20)
	if err != nil || !strings.Contains(lost.Lost, "of 3 letters") {
		t.Errorf("letters without a meaning: %q, %v", lost.Lost, err)
	}
	protected := bytes.Replace(plain, []byte("/Root 1 0 R"), []byte("/Root 1 0 R /Encrypt << /Filter /Standard /V 5 /R 6 /Length 256 >>"), 1)
	if _, err := Read(protected, 1<<20); !errors.Is(err, ErrProtected) {
		t.Errorf("protected: %v", err)
	}
	locked, err := os.ReadFile("testdata/qpdf-aes256.pdf")
	if err != nil {
		t.Fatal(err)
	}
	wrong := bytes.Replace(locked, []byte("/U <"), []byte("/U <00"), 1)
	wrong = bytes.Replace(wrong, []byte("/Length 256"), []byte("/Length 25"), 1) // so that nothing moves behind it
	if _, err := Read(wrong, 1<<20); !errors.Is(err, ErrProtected) || !strings.Contains(err.Error(), "password") {
		t.Errorf("with a password: %v", err)
	}
}

func FuzzRebuilt(f *testing.F) {
	f.Add([]byte("1 0 obj << /Type /Catalog >> endobj"))
	f.Add([]byte("1 0 obj << /Type /ObjStm /N 1 /First 4 /Length 9 >> stream\nx\x9c3P0\x00\x00\x00\x00endstream endobj"))
	for _, name := range []string{"testdata/latex-two-columns-t1.pdf", "testdata/qpdf-aes256-r5.pdf"} {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		if out := rebuilt(data); out != nil && !bytes.HasPrefix(out, data) {
			t.Error("what stood in the file has moved")
		}
		_, _ = Read(data, 1<<20) // a panic is an error
	})
}
