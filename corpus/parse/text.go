// Package parse makes articles of files: text, Markdown, subtitles, and the text of pages and PDFs. It finds what is stated about an
// article (front matter or headline, byline, date, link), leaves out what sites print around it (furniture.go: captions, credits of
// photographs, links to other articles), and makes each paragraph that is kept a passage with its exact span in the file. It is pure,
// and decides nothing about who is meant or who speaks.
package parse

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"readout/corpus"
	"readout/corpus/language"
	"readout/corpus/parse/about"
	"readout/corpus/transcript"
)

// ErrNoText says that a file has no paragraph of reporting.
var ErrNoText = errors.New("no text to read")

// ErrNotUTF8 says that a file's bytes are not UTF-8 text.
var ErrNotUTF8 = errors.New("not UTF-8 text")

const byteOrderMark = "\uFEFF"

// newArticle is an article of which nothing is known but its text. A byte order mark is not part of Body.
func newArticle(id corpus.ArticleID, data string) (*corpus.Article, error) {
	if at := invalidUTF8(data); at >= 0 {
		return nil, parseErrorf(strings.Count(data[:at], "\n")+1, "%w: byte %d is %#02x", ErrNotUTF8, at, data[at])
	}
	return &corpus.Article{ID: id, Body: strings.TrimPrefix(data, byteOrderMark)}, nil
}

// invalidUTF8 is the offset of the first byte that is not UTF-8, or -1.
func invalidUTF8(s string) int {
	for i, r := range s {
		if r != utf8.RuneError {
			continue
		}
		if _, n := utf8.DecodeRuneInString(s[i:]); n == 1 {
			return i
		}
	}
	return -1
}

// Article reads a file of text by its format, which is the extension of its name: "md", "txt", or "vtt" and "srt" for subtitles.
func Article(id corpus.ArticleID, format, data string) (*corpus.Article, error) {
	switch format {
	case "md":
		return Markdown(id, data)
	case "txt":
		return Text(id, data)
	case "vtt", "srt":
		return Subtitles(id, data)
	}
	return nil, fmt.Errorf("articles in the format %q are not read", format)
}

// Subtitles reads a WebVTT or SRT file. Its Body is the text extracted: a paragraph for each turn, with the time at which it begins.
func Subtitles(id corpus.ArticleID, data string) (*corpus.Article, error) {
	if _, err := newArticle(id, data); err != nil {
		return nil, err
	}
	text, err := transcript.Subtitles(data)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoText, err)
	}
	a, err := newArticle(id, text)
	if err != nil {
		return nil, err
	}
	a.Kind, a.Title = corpus.KindTranscript, transcript.SubtitlesTitle(data)
	return finish(a, splitTurns(a.Body, textBlocks(a.Body, 0)))
}

// Text reads a plain text file as a site or a clipping tool leaves it.
func Text(id corpus.ArticleID, data string) (*corpus.Article, error) {
	a, err := newArticle(id, data)
	if err != nil {
		return nil, err
	}
	blocks := clean(a, textBlocks(a.Body, 0))
	if a.Publisher == "" {
		a.Publisher = about.HostOf(a)
	}
	return finish(a, blocks)
}

// lead is the first of what an article reports, enough to tell its language.
func lead(a *corpus.Article) string {
	const enough = 4000 // bytes
	var b strings.Builder
	for _, p := range a.Passages {
		if p.Role == corpus.RoleBody && b.Len() < enough {
			b.WriteString(p.Text)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// finish fills in what was not stated and makes the blocks passages.
func finish(a *corpus.Article, blocks []block) (*corpus.Article, error) {
	whole := setTurns(a, blocks)
	setEntries(a, blocks)
	setPassages(a, splitItems(a.Body, blocks))
	if !slices.ContainsFunc(a.Passages, func(p corpus.Passage) bool { return p.Role == corpus.RoleBody }) {
		return nil, ErrNoText
	}
	if a.Kind == "" {
		a.Kind = kindOf(a, whole)
	}
	a.Published = cmp.Or(a.Published, dateOfMeeting(a), about.DateInAddress(a.URL))
	if a.Form == "" {
		a.Form = corpus.FormFull
	}
	if a.Language == "" {
		a.Language = "en"
		if tag := language.Of(lead(a)); tag != "" && tag != "en" {
			a.Language = tag
		}
	}
	return a, nil
}
