package pdftext

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/ledongthuc/pdf"
)

// packedPDF is a PDF with a stream of objects, number 4, that holds the catalogue (1) and the pages (2), and with a table of objects that
// is a stream. stream and pages are what the dictionaries of 4 and 2 say besides; in is the stream that 4 itself is packed in, by the
// table, or 0.
func packedPDF(stream, pages string, in byte) []byte {
	first, second := "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] "+pages+" >>"
	head := fmt.Sprintf("1 0 2 %d ", len(first)+1)
	packed := head + first + " " + second
	var b bytes.Buffer
	at := map[int]int{}
	object := func(id int, text string) {
		at[id] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", id, text)
	}
	b.WriteString("%PDF-1.7\n")
	if !strings.Contains(stream, "/Length") {
		stream += fmt.Sprintf(" /Length %d", len(packed))
	}
	text := "BT /F1 10 Tf 1 0 0 1 72 700 Tm (The boats came back at noon.) Tj ET"
	object(3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 6 0 R /Resources << /Font << /F1 7 0 R >> >> >>")
	object(4, fmt.Sprintf("<< /Type /ObjStm /N 2 /First %d %s >>\nstream\n%s\nendstream", len(head), stream, packed))
	object(6, fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(text), text))
	object(7, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
	table := b.Len()
	const size = 8
	fmt.Fprintf(&b, "5 0 obj\n<< /Type /XRef /Size %d /W [1 4 1] /Root 1 0 R /Length %d >>\nstream\n", size, 6*size)
	for id := range size {
		kind, place := byte(1), at[id]
		switch {
		case id == 0 || id == 5:
			kind, place = 0, 0
		case id < 3:
			kind, place = 2, 4
		case id == 4 && in != 0:
			kind, place = 2, int(in)
		}
		b.Write([]byte{kind, byte(place >> 24), byte(place >> 16), byte(place >> 8), byte(place), 0})
	}
	fmt.Fprintf(&b, "\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", table)
	return b.Bytes()
}

func TestObjectsThatLeadBack(t *testing.T) {
	t.Parallel()
	whole, err := Read(packedPDF("", "", 0), 1<<20)
	if err != nil || textOf(whole) != "The boats came back at noon." {
		t.Fatalf("a sound file: %q, %v", textOf(whole), err)
	}
	inItself, err := os.ReadFile("../testdata/stream-in-itself.pdf")
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		file []byte
		want error
	}{
		"packed in itself":                      {packedPDF("", "", 4), errInItself},
		"another that is packed in itself":      {inItself, errInItself},
		"the length is packed in what it is of": {packedPDF("/Length 1 0 R", "", 0), errEndless},
		"a stream that goes on in itself":       {packedPDF("/Extends 4 0 R /N 0", "", 0), errEndless},
		"a page above itself":                   {packedPDF("", "/Parent 2 0 R", 0), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := read(tt.file, 1<<20); tt.want != nil && (!errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), tt.want.Error())) {
				t.Errorf("read: %v, want %v", err, tt.want)
			}
			if _, err := Read(tt.file, 1<<20); err != nil && !errors.Is(err, ErrDamaged) {
				t.Errorf("with a new table: %v", err)
			}
		})
	}
}

func TestParsersTable(t *testing.T) {
	t.Parallel()
	table, ok := reflect.TypeFor[pdf.Reader]().FieldByName("xref")
	if !ok || table.Type.Kind() != reflect.Slice {
		t.Fatal("the parser keeps its table of objects elsewhere: packedInPacked has to look there")
	}
	entry := table.Type.Elem()
	packed, _ := entry.FieldByName("inStream")
	stream, _ := entry.FieldByName("stream")
	if packed.Type.Kind() != reflect.Bool {
		t.Error("an entry no longer says whether its object is packed")
	}
	if id, ok := stream.Type.FieldByName("id"); !ok || id.Type.Kind() != reflect.Uint32 {
		t.Error("an entry no longer says in which stream its object is packed")
	}
}
