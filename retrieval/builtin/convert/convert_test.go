package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
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
	dir := t.TempDir()
	out := filepath.Join(dir, "pack.bin")
	if _, err := convert(dir, dir, out); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without sources: %v, want %v", err, fs.ErrNotExist)
	}
	if err := os.MkdirAll(filepath.Join(dir, "dist"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "dist", "vocab.json"), []byte("[]"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := convert(dir, dir, out); !errors.Is(err, errSum) {
		t.Errorf("with another vocabulary: %v, want %v", err, errSum)
	}
	if _, err := os.Stat(out); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a pack was written all the same: %v", err)
	}
}

func TestTranspose(t *testing.T) {
	t.Parallel()
	if got, want := transpose([]float32{1, 2, 3, 4, 5, 6}, 2, 3), []float32{1, 4, 2, 5, 3, 6}; !slices.Equal(got, want) {
		t.Errorf("transpose = %v, want %v", got, want)
	}
}
