// Package articles holds the articles that ship with the product: digests in our own words, complete enough to be asked about.
package articles

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"readout/corpus"
	"readout/corpus/parse"
)

//go:embed *.md
var files embed.FS

// Load parses the articles, ordered by file name. The ID of each is its file's name without ".md".
func Load() ([]*corpus.Article, error) {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, fmt.Errorf("shipped articles: %w", err)
	}
	var out []*corpus.Article
	for _, e := range entries {
		data, err := fs.ReadFile(files, e.Name())
		if err != nil {
			return nil, fmt.Errorf("shipped articles: %w", err)
		}
		id := corpus.ArticleID(strings.TrimSuffix(e.Name(), path.Ext(e.Name())))
		a, err := parse.Markdown(id, string(data))
		if err != nil {
			return nil, fmt.Errorf("shipped article %s: %w", e.Name(), err)
		}
		out = append(out, a)
	}
	return out, nil
}
