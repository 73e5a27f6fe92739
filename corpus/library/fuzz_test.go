package library

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func FuzzManifest(f *testing.F) {
	m := Manifest{Version{1, day(1), "4711", "add", "because\nof it", 0, 1}, []Entry{{ID: "a", Name: "a.md", Hash: HashOf(nil), Aliases: []string{"x"}}}, []Feed{{URL: "u"}}}
	content, err := m.encode()
	must(f, err)
	f.Add(content)
	f.Add([]byte(`{"number":1,"articles":2,"feeds":0}` + "\n"))
	f.Add([]byte(`{"number":1,"articles":-1,"feeds":1000000}` + "\n{}"))
	f.Fuzz(func(t *testing.T, content []byte) {
		m, err := decodeManifest(content)
		if err != nil {
			return
		}
		if err := m.check(); err != nil || m.Number < 1 || len(m.Articles) != m.Count {
			t.Fatalf("read a manifest that is none: %+v, %v", m, err)
		}
		again, err := m.encode()
		if err != nil {
			t.Fatalf("cannot be written again: %v", err)
		}
		back, err := decodeManifest(again)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(m, back); diff != "" || m.Content() != back.Content() {
			t.Fatalf("came back as another:\n%s", diff)
		}
		head, err := readVersion(bytes.NewReader(seal(kindVersion, again)))
		if err != nil || !cmp.Equal(head, m.Version) {
			t.Fatalf("the head is %+v, %v", head, err)
		}
	})
}

func FuzzUnseal(f *testing.F) {
	f.Add(seal(kindCurrent, []byte("12\n")))
	f.Add([]byte("readout-library-current 1 sha256:\n"))
	f.Add([]byte("readout-library-current 99 something else\n"))
	f.Add([]byte(kindCurrent + " 1 sha256:" + HashOf(nil) + "\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		content, err := unseal(kindCurrent, file)
		if err == nil && !bytes.Equal(seal(kindCurrent, content), file) && !bytes.Contains(file[:min(100, len(file))], []byte(" 01 ")) && !bytes.Contains(file[:min(100, len(file))], []byte(" +1 ")) {
			t.Fatalf("%q was taken for a file with %q", file, content)
		}
		if _, err := decodeDraft(seal(kindDraft, file)); errors.Is(err, ErrNewer) {
			t.Fatalf("a draft's content has a format: %v", err)
		}
	})
}

func FuzzReadExport(f *testing.F) {
	f.Add(exported(f, someLibrary(f)))
	f.Add(pack(f, exportIndex, index(f, "articles/a.md", "t"), "articles/a.md", "t"))
	f.Add(pack(f, exportIndex, index(f, "../../x", "t"), "../../x", "t"))
	f.Add([]byte{})
	limits := Limits{Packed: 1 << 20, Unpacked: 4 << 20, Article: 1 << 20, Articles: 100}
	f.Fuzz(func(t *testing.T, data []byte) {
		// Most changes are found by the sum at the end; what is read when there is none is of interest, too.
		for _, data := range [][]byte{data, pack(t, exportIndex, string(data)), pack(t, exportIndex, index(t, "articles/a.md", string(data)), "articles/a.md", string(data))} {
			x, err := ReadExport(t.Context(), bytes.NewReader(data), limits)
			if err != nil {
				for _, known := range []error{ErrNotExport, ErrNewer, ErrTooLarge, ErrInvalid, ErrDamaged} {
					if errors.Is(err, known) {
						err = nil
					}
				}
				if err != nil {
					t.Fatalf("error of no kind: %v", err)
				}
				continue
			}
			m := Manifest{Version: Version{Action: "import"}, Feeds: x.Feeds}
			for _, a := range x.Articles {
				m.Articles = append(m.Articles, a.Entry)
				if HashOf(a.Data) != a.Hash || int64(len(a.Data)) > limits.Article {
					t.Fatalf("article %q is not what it says", a.ID)
				}
			}
			for _, feed := range x.Feeds {
				if feed.By != "" {
					t.Fatal("a member came in with a feed")
				}
			}
			if err := m.check(); err != nil {
				t.Fatalf("what was read cannot be kept: %v", err)
			}
		}
	})
}
