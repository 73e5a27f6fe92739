// Package fetch turns what lies outside (files, links, uploads, feeds) into articles, and says what speaks against one. It alone
// imports the parsers of formats that are not text.
//
// A Client fetches from the public web only. Links are read strictly, those that a site leads on to like the first; every address is
// checked when it is dialled, so that a name may lead anywhere at any time. Sites are asked by robots.txt, in turns, under one name,
// without cookies; how much they send, and for how long, is bounded after decompression.
//
// What a Client gets, it has a process of its own read (see Extract), unless it is plain text: parsers of pages, PDFs and feeds panic,
// overflow their stacks and take all memory when they are given what was made for that. The client ends the process after 5 seconds.
// The process returns when it holds 200 MB more than at its start; Linux refuses it more than that. Go programs need some 20 MB
// besides, so that 256 MB are enough. What comes back is text and facts, bounded and checked like any input; it is kept as Markdown.
package fetch

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"

	"readout/corpus"
)

// MaxSize is the largest file that is read, in bytes.
const MaxSize = 10 << 20

var (
	// ErrTooLarge says that a file has more than MaxSize bytes.
	ErrTooLarge = errors.New("file is too large")
	// ErrBinary says that a file's bytes are not text.
	ErrBinary = errors.New("not a text file")
	// ErrFormat says that files of this kind are not read.
	ErrFormat = errors.New("not an article format (.md, .txt, .html)")
)

// File makes an article of a file, by the extension of its name: .md, .txt, .html or .htm. Its ID is the base name, extension
// included. What cannot be read is an error that names the file, and the line where there is one: see ErrTooLarge, ErrBinary,
// ErrFormat, corpus.ErrNoText, corpus.ErrNotUTF8 and *corpus.ParseError.
func File(name string, data []byte) (*corpus.Article, error) {
	a, err := parse(name, data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return a, nil
}

func parse(name string, data []byte) (*corpus.Article, error) {
	id := corpus.ArticleID(path.Base(name))
	format := formatOf(name)
	switch {
	case format == "":
		return nil, ErrFormat
	case len(data) > MaxSize:
		return nil, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, MaxSize)
	case format == "html":
		return parseHTML(id, data)
	case isUTF16(data):
		return nil, fmt.Errorf("%w: it is UTF-16", corpus.ErrNotUTF8)
	}
	if at := bytes.IndexByte(data, 0); at >= 0 {
		return nil, fmt.Errorf("%w: byte %d is zero", ErrBinary, at)
	}
	if format == "md" {
		return corpus.ParseMarkdown(id, string(data))
	}
	return corpus.ParseText(id, string(data))
}

// formatOf is "md", "txt" or "html"; "" for files that are not articles.
func formatOf(name string) string {
	switch ext := strings.ToLower(path.Ext(name)); ext {
	case ".md", ".txt", ".html":
		return ext[1:]
	case ".htm":
		return "html"
	}
	return ""
}

func isUTF16(data []byte) bool {
	return bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF})
}
