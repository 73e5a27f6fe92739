package readings

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2/maybe"

	"readout/corpus"
	"readout/corpus/articles"
	"readout/corpus/fetch"
	"readout/corpus/reading"
	"readout/retrieval"
)

// Folder is a folder of articles as it was read, now or by an earlier run of this program.
type Folder struct {
	Corpus *reading.Corpus
	Words  *retrieval.Lexicon // nil where it is still to be made

	file     string   // in which the reading is kept; "" for none
	key      string   // of what was read
	warnings []string // that were told while it was read
}

// Read has the articles of a folder read, or takes what an earlier run read of the very same files from the given file, "" for none, and
// tells again what that was told. What can't be kept, or is of no use, is read again without a word: it takes some seconds for hundreds of
// articles, and nothing else. By the way of reading the same files may be read otherwise.
func Read(ctx context.Context, dir, file, way string, vectors retrieval.WordVectors, warn Warn,
	load func(context.Context, Warn) (*reading.Corpus, error)) (*Folder, error) {
	f := &Folder{}
	if file != "" {
		if digest, err := fetch.Digest(ctx, os.DirFS(dir)); err == nil {
			f.file, f.key = file, digest+" "+way
		}
	}
	if f.file != "" && f.take(vectors) {
		for _, w := range f.warnings {
			warn("%s", w)
		}
		return f, nil
	}
	var err error
	f.warnings = nil
	f.Corpus, err = load(ctx, func(format string, args ...any) {
		f.warnings = append(f.warnings, fmt.Sprintf(format, args...))
		warn(format, args...)
	})
	return f, err
}

// Load reads the articles of a folder, or the shipped ones for "".
func Load(ctx context.Context, dir string, from fetch.Folder, warn Warn) (*reading.Corpus, error) {
	var loaded []*corpus.Article
	var passedOver []fetch.Warning
	var err error
	if dir == "" {
		loaded, err = articles.Load()
	} else {
		loaded, passedOver, err = from.Path(ctx, dir)
	}
	for _, w := range passedOver {
		warn("%s", w)
	}
	if err != nil {
		return nil, err
	}
	return reading.New(loaded)
}

// Warn is told what was left out.
type Warn = func(format string, args ...any)

// take takes what is kept of the folder. It reports whether there is anything of use.
func (f *Folder) take(vectors retrieval.WordVectors) bool {
	data, err := os.ReadFile(f.file)
	if err != nil {
		return false
	}
	kept, err := Unpack(data, f.key, vectors)
	if err != nil || json.Unmarshal(kept.More, &f.warnings) != nil {
		return false
	}
	f.Corpus, f.Words = kept.Corpus, kept.Words
	return true
}

// Keep keeps what was read, with the words that were made of it, unless it was kept before or is not to be.
func (f *Folder) Keep(words *retrieval.Lexicon) error {
	if f.file == "" || f.Words != nil {
		return nil
	}
	warnings, err := json.Marshal(f.warnings)
	if err != nil {
		return fmt.Errorf("keep what was read: %w", err)
	}
	data, err := Pack(f.key, Reading{Corpus: f.Corpus, Words: words, More: warnings})
	if err == nil {
		err = os.MkdirAll(filepath.Dir(f.file), 0o700)
	}
	if err == nil {
		err = maybe.WriteFile(f.file, data, 0o600)
	}
	if err != nil {
		return fmt.Errorf("keep what was read: %w", err)
	}
	return nil
}
