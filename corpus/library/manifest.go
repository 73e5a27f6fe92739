package library

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"readout/corpus"
	"readout/corpus/parse"
)

// Source is where an article came from, for fetching it again. It is zero for an uploaded file.
type Source struct {
	URL          string    `json:"url,omitempty"`  // the article's own address
	Feed         string    `json:"feed,omitempty"` // the address of the feed that led to it
	ETag         string    `json:"etag,omitempty"`
	LastModified string    `json:"last_modified,omitempty"` // as the server wrote it
	Fetched      time.Time `json:"fetched,omitzero"`
}

// Entry is an article of a version.
type Entry struct {
	ID      corpus.ArticleID `json:"id"`
	Name    string           `json:"name"` // a file name; its extension, .md or .txt, decides how the article is read
	Hash    string           `json:"hash"` // of the article's file, see Library.Put
	Source  Source           `json:"source,omitzero"`
	Aliases []string         `json:"aliases,omitempty"` // other names for the article
}

// Parse reads the article from its file. The errors are those of parse.Markdown and parse.Text.
func (e Entry) Parse(data []byte) (*corpus.Article, error) {
	parsing := parse.Markdown
	if path.Ext(e.Name) == ".txt" {
		parsing = parse.Text
	}
	a, err := parsing(e.ID, string(data))
	if err != nil {
		return nil, err
	}
	a.Aliases = slices.Clone(e.Aliases)
	return a, nil
}

// Feed is a feed that a library follows.
type Feed struct {
	URL          string    `json:"url"`
	Title        string    `json:"title,omitempty"`
	ETag         string    `json:"etag,omitempty"`
	LastModified string    `json:"last_modified,omitempty"` // as the server wrote it
	Added        time.Time `json:"added,omitzero"`
	By           string    `json:"by,omitempty"` // who added it; never exported
}

// Version tells of a version what its history shows.
type Version struct {
	Number int       `json:"number"`         // from 1; the order of versions
	At     time.Time `json:"at"`             // when it was published, by the clock of then: not an order
	By     string    `json:"by,omitempty"`   // who published it; never exported
	Action string    `json:"action"`         // what was done: "add", "rollback"
	Why    string    `json:"why,omitempty"`  // in the words of whoever did it; never exported
	Base   int       `json:"base,omitempty"` // the version that it was made from; 0 for the first
	Count  int       `json:"articles"`       // how many articles it has
}

// Manifest is a version whole. A published one does not change, but that Forget takes a member's ID and words out of it.
type Manifest struct {
	Version
	Articles []Entry // ordered by ID
	Feeds    []Feed  // ordered by URL
}

// Content names what an index is built from: the articles, their IDs, files and aliases. Manifests of equal Content, of whichever
// libraries, have equal indices. It is 64 hexadecimal digits.
func (m Manifest) Content() string {
	h := sha256.New()
	for _, e := range sorted(m).Articles {
		fmt.Fprintf(h, "%q %q %s %q\n", e.ID, path.Ext(e.Name), e.Hash, e.Aliases)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Entry is the entry of the article, if the version has it.
func (m Manifest) Entry(id corpus.ArticleID) (e Entry, ok bool) {
	for _, e := range m.Articles {
		if e.ID == id {
			return e, true
		}
	}
	return Entry{}, false
}

// clone is the manifest with lists of its own.
func (m Manifest) clone() Manifest {
	m.Articles, m.Feeds = slices.Clone(m.Articles), slices.Clone(m.Feeds)
	return m
}

// sorted is the manifest with its lists in order, and its own.
func sorted(m Manifest) Manifest {
	m = m.clone()
	slices.SortStableFunc(m.Articles, func(a, b Entry) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortStableFunc(m.Feeds, func(a, b Feed) int { return cmp.Compare(a.URL, b.URL) })
	return m
}

// MaxAliases is how many other names an article may have.
const MaxAliases = 20

// What a manifest may hold at most. Lengths are in bytes.
const (
	maxArticles = 100_000
	maxFeeds    = 1000
	maxName     = 200
	maxWord     = 200
	maxAddress  = 4096
	maxWhy      = 4000
)

// Check tells whether a manifest, whose lists are sorted, may be published. ErrInvalid names the field that cannot be kept.
func (m Manifest) Check() error {
	if err := m.check(); err != nil {
		return fmt.Errorf("version %w: %w", ErrInvalid, err)
	}
	return nil
}

// check tells what is wrong with a manifest whose lists are sorted. It is what a publisher is told, so it names the field.
func (m Manifest) check() error {
	switch {
	case len(m.Articles) > maxArticles:
		return fmt.Errorf("%d articles, at most %d", len(m.Articles), maxArticles)
	case len(m.Feeds) > maxFeeds:
		return fmt.Errorf("%d feeds, at most %d", len(m.Feeds), maxFeeds)
	case m.Action == "":
		return errors.New("no action is stated")
	}
	if err := cmp.Or(checkText("by", m.By, maxWord), checkText("action", m.Action, maxWord)); err != nil {
		return err
	}
	// Words of a person may be several lines.
	if err := checkText("why", strings.NewReplacer("\n", " ", "\r", " ", "\t", " ").Replace(m.Why), maxWhy); err != nil {
		return err
	}
	for i, e := range m.Articles {
		if err := e.check(); err != nil {
			return fmt.Errorf("article %.100q: %w", e.ID, err)
		}
		if i > 0 && m.Articles[i-1].ID == e.ID {
			return fmt.Errorf("article %q is there twice", e.ID)
		}
	}
	for i, f := range m.Feeds {
		if err := f.check(); err != nil {
			return fmt.Errorf("feed %.100q: %w", f.URL, err)
		}
		if i > 0 && m.Feeds[i-1].URL == f.URL {
			return fmt.Errorf("feed %q is there twice", f.URL)
		}
	}
	return nil
}

func (e Entry) check() error {
	if err := cmp.Or(checkFileName("id", string(e.ID)), checkFileName("name", e.Name)); err != nil {
		return err
	}
	if ext := path.Ext(e.Name); ext != ".md" && ext != ".txt" {
		return fmt.Errorf("name %q ends neither in .md nor in .txt", e.Name)
	}
	if !isHash(e.Hash) {
		return fmt.Errorf("hash %.100q is no SHA-256 in lower-case hexadecimal", e.Hash)
	}
	if len(e.Aliases) > MaxAliases {
		return fmt.Errorf("%d aliases, at most %d", len(e.Aliases), MaxAliases)
	}
	for _, alias := range e.Aliases {
		if err := checkText("alias", alias, maxWord); err != nil {
			return err
		}
	}
	return cmp.Or(checkText("source url", e.Source.URL, maxAddress), checkText("source feed", e.Source.Feed, maxAddress),
		checkText("source etag", e.Source.ETag, maxAddress), checkText("source last_modified", e.Source.LastModified, maxWord))
}

func (f Feed) check() error {
	if f.URL == "" {
		return errors.New("no url")
	}
	return cmp.Or(checkText("url", f.URL, maxAddress), checkText("title", f.Title, maxAddress), checkText("etag", f.ETag, maxAddress),
		checkText("last_modified", f.LastModified, maxWord), checkText("by", f.By, maxWord))
}

// checkText refuses what would be too long for a line of history, or break it.
func checkText(field, value string, longest int) error {
	switch {
	case len(value) > longest:
		return fmt.Errorf("%s is too long: %d bytes, at most %d", field, len(value), longest)
	case !utf8.ValidString(value):
		return fmt.Errorf("%s is not UTF-8", field)
	case strings.ContainsFunc(value, unicode.IsControl):
		return fmt.Errorf("%s has control characters: %q", field, value)
	}
	return nil
}

// checkFileName refuses what is not the plain name of a file: it becomes one when an export is unpacked.
func checkFileName(field, value string) error {
	switch {
	case value == "":
		return fmt.Errorf("no %s", field)
	case strings.ContainsAny(value, `/\`) || value[0] == '.':
		return fmt.Errorf("%s %.100q is not the name of a file: it has a slash or begins with a dot", field, value)
	}
	return checkText(field, value, maxName)
}

// versionLine is the first line of a manifest's content.
type versionLine struct {
	Version
	Feeds int `json:"feeds"`
}

// encode is the content of a manifest's file.
func (m Manifest) encode() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(versionLine{m.Version, len(m.Feeds)}); err != nil {
		return nil, err
	}
	for _, f := range m.Feeds {
		if err := enc.Encode(f); err != nil {
			return nil, err
		}
	}
	for _, e := range m.Articles {
		if err := enc.Encode(e); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

// decodeManifest reads what encode wrote.
func decodeManifest(content []byte) (Manifest, error) {
	var head versionLine
	line, rest, _ := bytes.Cut(content, []byte("\n"))
	if err := json.Unmarshal(line, &head); err != nil {
		return Manifest{}, fmt.Errorf("its head: %w", err)
	}
	if head.Number < 1 || head.Count < 0 || head.Feeds < 0 || head.Count > maxArticles || head.Feeds > maxFeeds {
		return Manifest{}, fmt.Errorf("its head: version %d with %d articles and %d feeds", head.Number, head.Count, head.Feeds)
	}
	m := Manifest{Version: head.Version}
	for n := range head.Feeds + head.Count {
		if line, rest, _ = bytes.Cut(rest, []byte("\n")); len(line) == 0 {
			return Manifest{}, fmt.Errorf("it ends after %d of %d feeds and articles", n, head.Feeds+head.Count)
		}
		var err error
		if n < head.Feeds {
			var f Feed
			err = json.Unmarshal(line, &f)
			m.Feeds = append(m.Feeds, f)
		} else {
			var e Entry
			err = json.Unmarshal(line, &e)
			m.Articles = append(m.Articles, e)
		}
		if err != nil {
			return Manifest{}, fmt.Errorf("feed or article %d: %w", n+1, err)
		}
	}
	if len(rest) > 0 {
		return Manifest{}, errors.New("it has more than its head says")
	}
	m = sorted(m)
	return m, m.check()
}

// longestHead is how many bytes the first two lines of a version's manifest may have.
const longestHead = 64 << 10

// readVersion reads the head of a manifest's file, the rest unread and unverified.
func readVersion(r io.Reader) (Version, error) {
	lines := bufio.NewScanner(io.LimitReader(r, longestHead))
	lines.Buffer(nil, longestHead)
	if !lines.Scan() {
		return Version{}, errors.New("it is empty")
	}
	if _, err := parseSeal(kindVersion, lines.Text()); err != nil {
		return Version{}, err
	}
	if !lines.Scan() {
		return Version{}, errors.New("it ends in its first line")
	}
	var head versionLine
	if err := json.Unmarshal(lines.Bytes(), &head); err != nil {
		return Version{}, fmt.Errorf("its head: %w", err)
	}
	return head.Version, nil
}
