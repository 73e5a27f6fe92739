package fetch

import (
	"fmt"
	"path"

	"readout/corpus"
)

// File makes an article of a file as a folder's are made, without a child.
func File(name string, data []byte) (*corpus.Article, error) {
	a, err := parseFile(corpus.ArticleID(path.Base(name)), formatOf(name), data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return a, nil
}
