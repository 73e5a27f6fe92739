// Package fetch turns what lies outside (files, links, uploads, feeds) into articles, and says what speaks against one. It alone
// imports the parsers of formats that are not text.
//
// A Client fetches from the public web only. Links are read strictly, those that a site leads on to like the first; every address is
// checked when it is dialled, so that a name may lead anywhere at any time. Sites are asked by robots.txt, in turns, under one name,
// without cookies; how much they send, and for how long, is bounded after decompression.
//
// What a Client gets, it has a process of its own read (see Extract), plain text included: parsers of pages, PDFs and feeds panic,
// overflow their stacks and take all memory when they are given what was made for that, and a text of ten megabytes takes its time. The
// client ends the process after 5 seconds. The process returns when it holds 200 MB more than at its start; Linux refuses it more than
// that. Go programs need some 20 MB besides, so that 256 MB are enough. What comes back is text and facts, bounded and checked like any
// input; it is kept as Markdown.
package fetch

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"

	"golang.org/x/text/encoding/unicode"

	"readout/corpus"
	"readout/corpus/fetch/page"
	"readout/corpus/parse"
	"readout/corpus/prose"
)

// MaxSize is the largest file that is read, in bytes.
const MaxSize = 10 << 20

var (
	// ErrTooLarge says that a file has more than MaxSize bytes.
	ErrTooLarge = errors.New("file is too large")
	// ErrBinary says that a file's bytes are not text.
	ErrBinary = errors.New("not a text file")
	// ErrFormat says that files of this kind are not read.
	ErrFormat = errors.New("not an article format (.md, .txt, .html, .pdf, .vtt, .srt)")
)

// parseFile makes an article of a file that is no PDF: the parser of those is not safe to have in one's own process. Its errors are
// ErrTooLarge, ErrBinary, ErrFormat, parse.ErrNoText, parse.ErrNotUTF8 and *parse.Error.
func parseFile(id corpus.ArticleID, format string, data []byte) (*corpus.Article, error) {
	switch {
	case format == "" || format == "pdf":
		return nil, ErrFormat
	case len(data) > MaxSize:
		return nil, tooLarge(MaxSize)
	case format == "html":
		return parseHTML(id, data)
	}
	text, err := plainText(data)
	if err != nil {
		return nil, err
	}
	text, _ = prose.Visible(text)
	return parse.Article(id, format, text)
}

// plainText is the text of a file that is nothing but text. A byte order mark tells UTF-16. A few zero bytes, as an interrupted copy
// leaves them, become spaces; a file with many is none of text.
func plainText(data []byte) (string, error) {
	if page.IsUTF16(data) {
		decoded, err := unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM).NewDecoder().Bytes(data)
		if err != nil {
			return "", fmt.Errorf("%w: its UTF-16 is damaged: %w", ErrBinary, err)
		}
		data = decoded
	}
	if zeros := bytes.Count(data, []byte{0}); zeros > 0 {
		if zeros > page.MostZeros(len(data)) {
			return "", fmt.Errorf("%w: byte %d is zero", ErrBinary, bytes.IndexByte(data, 0))
		}
		data = bytes.ReplaceAll(data, []byte{0}, []byte{' '})
	}
	return string(data), nil
}

// formatOf is "md", "txt", "vtt", "srt", "html" or "pdf"; "" for files that are not articles.
func formatOf(name string) string {
	switch ext := strings.ToLower(path.Ext(name)); ext {
	case ".md", ".txt", ".vtt", ".srt", ".html", ".pdf":
		return ext[1:]
	case ".markdown":
		return "md"
	case ".text":
		return "txt"
	case ".htm", ".xhtml":
		return "html"
	}
	return ""
}
