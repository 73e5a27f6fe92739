package corpus

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/language"
)

// ParseError says which line of a file cannot be read, and why. Whoever knows the file's path adds it.
type ParseError struct {
	Line int // from 1
	Err  error
}

func (e *ParseError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }
func (e *ParseError) Unwrap() error { return e.Err }

func parseErrorf(line int, format string, args ...any) error {
	return &ParseError{line, fmt.Errorf(format, args...)}
}

// matterKeys are the keys of front matter, in the order in which an error lists them.
var matterKeys = []string{"title", "publisher", "agency", "author", "published", "url", "kind", "form", "report", "language"}

// citedKeys are those that answer a question about the article, so that their lines become passages.
var citedKeys = []string{"title", "publisher", "agency", "author", "published", "url"}

const fence = "---"

// parseFrontMatter reads the front matter at the start of a.Body into a. It returns its citable lines and where the text after it
// begins; 0 when there is no front matter.
func parseFrontMatter(a *Article) (lines []block, rest int, err error) {
	all := splitLines(a.Body, 0)
	if a.Text(all[0].Span) != fence || all[0].Start != 0 {
		return nil, 0, nil
	}
	closing := slices.IndexFunc(all[1:], func(l line) bool { return a.Text(l.Span) == fence }) + 1
	if closing == 0 {
		return nil, 0, parseErrorf(1, "front matter is not closed: no second %q line", fence)
	}
	rest = all[closing].End
	var doc yaml.Node
	// The opening fence is a document mark to YAML, so that its line numbers are the file's.
	if err := yaml.Unmarshal([]byte(a.Body[:all[closing].Start]), &doc); err != nil {
		return nil, 0, yamlError(err)
	}
	if len(doc.Content) == 0 || doc.Content[0].Tag == "!!null" {
		return nil, rest, nil
	}
	mapping := doc.Content[0]
	if mapping.Kind != yaml.MappingNode || mapping.Style&yaml.FlowStyle != 0 {
		return nil, 0, parseErrorf(mapping.Line, "front matter is not a list of \"key: value\" lines")
	}
	seen := map[string]bool{}
	for i := 0; i < len(mapping.Content); i += 2 {
		key, value := mapping.Content[i], mapping.Content[i+1]
		if key.Kind != yaml.ScalarNode || !slices.Contains(matterKeys, key.Value) {
			return nil, 0, parseErrorf(key.Line, "unknown key %q (known: %s)", key.Value, strings.Join(matterKeys, " "))
		}
		if seen[key.Value] {
			return nil, 0, parseErrorf(key.Line, "key %q is given twice", key.Value)
		}
		seen[key.Value] = true
		if value.Kind != yaml.ScalarNode {
			return nil, 0, parseErrorf(key.Line, "the value of %q is not one text", key.Value)
		}
		text := strings.TrimSpace(value.Value)
		if value.Tag == "!!null" || text == "" {
			continue
		}
		if err := setMatter(a, key.Value, text); err != nil {
			return nil, 0, &ParseError{key.Line, err}
		}
		if !slices.Contains(citedKeys, key.Value) {
			continue
		}
		end := closing
		if i+2 < len(mapping.Content) {
			end = mapping.Content[i+2].Line - 1
		}
		span := trimSpan(a.Body, Span{all[key.Line-1].Start, all[max(end, key.Line)-1].End})
		lines = append(lines, block{span: span, text: a.Text(span), role: RoleMatter})
	}
	return lines, rest, nil
}

// setMatter sets the field of a that a key of front matter names.
func setMatter(a *Article, key, value string) (err error) {
	switch key {
	case "title":
		a.Title = value
	case "publisher":
		a.Publisher = value
	case "agency":
		a.Agency = value
	case "author":
		a.Author = value
	case "published":
		a.Published, err = ParseDate(value)
	case "url":
		u, parseErr := url.Parse(value)
		if parseErr != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			return fmt.Errorf("url %q is not an http or https address", value)
		}
		a.URL = value
	case "kind":
		a.Kind, err = oneOf(key, value, KindReport, KindPreview, KindOpinion, KindTranscript)
	case "form":
		a.Form, err = oneOf(key, value, FormFull, FormDigest)
	case "report":
		a.Report = ReportID(value)
	case "language":
		if _, err := language.Parse(value); err != nil {
			return fmt.Errorf("language %q is not a BCP 47 tag", value)
		}
		a.Language = value
	}
	return err
}

func oneOf[T ~string](key, value string, known ...T) (T, error) {
	if !slices.Contains(known, T(value)) {
		return "", fmt.Errorf("unknown %s %q (known: %s)", key, value, strings.Trim(fmt.Sprint(known), "[]"))
	}
	return T(value), nil
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// yamlError takes the line out of an error of the YAML parser, which states it only in words.
func yamlError(err error) error {
	line := 1
	m := yamlLine.FindStringSubmatch(err.Error())
	if len(m) > 1 && m[1] != "" {
		line, _ = strconv.Atoi(m[1])
	}
	message := err.Error()
	if m != nil {
		message = message[len(m[0]):]
	}
	return &ParseError{line, errors.New("front matter: " + message)}
}
