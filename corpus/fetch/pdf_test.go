package fetch

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"readout/corpus"
	"readout/corpus/fetch/pdftext/pdftexttest"
)

func TestPDF(t *testing.T) {
	t.Parallel()
	c := client(t, ClientOptions{})
	for name, o := range map[string]pdftexttest.Options{
		"plain": {}, "compressed": {Packed: true}, "words placed": {Widths: true}, "stated": {Title: "Harbour opens to both fleets", Author: "Ann Lee", Packed: true},
		"made up": {Title: "Microsoft Word - harbour.docx"}, "file name": {Title: "harbour_final-2.indd"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc, err := c.Upload(t.Context(), "harbour.pdf", pdftexttest.Harbour(o))
			if err != nil {
				t.Fatal(err)
			}
			a := doc.Article
			check(t, a)
			if a.Title != "Harbour opens to both fleets" || a.Published != (corpus.Date{}) || a.Language != "en-GB" || a.Author != o.Author {
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
	inItself, err := os.ReadFile(filepath.Join("testdata", "stream-in-itself.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		data []byte
		want error
	}{
		"no pages":     {pdftexttest.Write(pdftexttest.Options{}), ErrNoWords},
		"no text":      {pdftexttest.Write(pdftexttest.Options{}, nil, nil), ErrNoWords},
		"no spaces":    {pdftexttest.Write(pdftexttest.Options{}, pdftexttest.Set(72, 700, 11, strings.Repeat("theforeignministersofthetwocountriesmet", 3), strings.Repeat("inOsloonTuesdayandagreed", 4))), ErrNoWords},
		"only figures": {pdftexttest.Write(pdftexttest.Options{}, pdftexttest.Set(72, 700, 11, "1 234 5678 90 12 34", "5 6 7 8")), ErrNoWords},
		"many pages":   {pdftexttest.Write(pdftexttest.Options{}, make([][]pdftexttest.Line, 501)...), ErrTooLarge},
		"a page":       {[]byte(harbourPage), ErrUnreadable},
		"in itself":    {inItself, ErrUnreadable}, // its objects are packed in a stream that is packed in itself
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if doc, err := c.Upload(t.Context(), "a.pdf", tt.data); !errors.Is(err, tt.want) {
				t.Errorf("document %v, error %v, want %v", doc, err, tt.want)
			}
		})
	}
}

func FuzzPDF(f *testing.F) {
	f.Add(pdftexttest.Raw("BT /F1 10 Tf 1 0 0 1 72 700 Tm (The boats came back at noon.) Tj ET", "", ""))
	f.Add(pdftexttest.Harbour(pdftexttest.Options{Packed: true, Widths: true}))
	if inItself, err := os.ReadFile(filepath.Join("testdata", "stream-in-itself.pdf")); err == nil {
		f.Add(inItself)
	}
	f.Add(pdftexttest.Raw("/Fm1 Do", "/XObject << /Fm1 6 0 R >>", "", "<< /Subtype /Form /Length 7 >>\nstream\n/Fm1 Do\nendstream"))
	for _, name := range []string{"qpdf-aes256.pdf", "reportlab-hidden.pdf"} {
		data, err := os.ReadFile(filepath.Join("pdftext", "testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		task{Format: "pdf"}.do(data) // panics of the library are caught; ours would be too, so that what counts is that it ends
	})
}
