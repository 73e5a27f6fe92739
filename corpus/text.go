package corpus

import (
	"errors"
	"fmt"
	"strings"
)

// ErrNoText says that nothing is left to read in a file.
var ErrNoText = errors.New("no text")

const byteOrderMark = "\uFEFF"

// ParseText reads a plain text file as a site or a clipping tool leaves it.
func ParseText(id ArticleID, data string) (*Article, error) {
	a := &Article{ID: id, Kind: KindReport, Form: FormFull, Language: "en", Body: strings.TrimPrefix(data, byteOrderMark)}
	setPassages(a, textBlocks(a.Body, 0))
	if len(a.Passages) == 0 {
		return nil, fmt.Errorf("parse %s: %w", id, ErrNoText)
	}
	return a, nil
}
