package parse

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

	"readout/corpus"
	"readout/corpus/parse/about"
	"readout/corpus/prose"
)

// Error says which line of a file cannot be read, and why. Whoever knows the file's path adds it.
type Error struct {
	Line int // from 1
	Err  error
}

func (e *Error) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }
func (e *Error) Unwrap() error { return e.Err }

func parseErrorf(line int, format string, args ...any) error {
	return &Error{line, fmt.Errorf(format, args...)}
}

// matterKeys are the keys of front matter, in the order in which an error lists them.
var matterKeys = []string{"title", "publisher", "agency", "author", "published", "url", "kind", "form", "report", "language"}

// citedKeys are those that answer a question about the article, so that their lines become passages.
var citedKeys = []string{"title", "publisher", "agency", "author", "published", "url"}

// otherNames are the keys under which other programs write what ours mean, in lower case. Those named first count before others.
var otherNames = []struct{ name, key string }{
	{"headline", "title"}, {"published_time", "published"}, {"publishdate", "published"}, {"pubdate", "published"},
	{"date_published", "published"}, {"date", "published"}, {"authors", "author"}, {"byline", "author"}, {"creator", "author"},
	{"link", "url"}, {"permalink", "url"}, {"canonical", "url"}, {"canonical_url", "url"}, {"source_url", "url"}, {"source", "url"},
	{"site", "publisher"}, {"site_name", "publisher"}, {"publication", "publisher"}, {"lang", "language"}, {"type", "kind"},
}

// tagKeys are those that hold what an article is filed under.
var tagKeys = []string{"tags", "categories", "category", "tag", "keywords"}

const (
	fence     = "---"
	tomlFence = "+++"
)

// otherBreaks makes spaces of what ends a line to YAML and to nothing else here, so that both count the same lines.
var otherBreaks = strings.NewReplacer("\u0085", " ", "\u2028", " ", "\u2029", " ")

var tomlPair = regexp.MustCompile(`^[ \t]*([\w-]+)[ \t]*=[ \t]*`)

// asYAML is front matter in TOML, line by line, as YAML: a key has a colon, and from the first table on all is passed over. Texts, dates
// and lists are written alike in both.
func asYAML(toml string) string {
	var b strings.Builder
	mark := ""
	for i, l := range strings.SplitAfter(toml, "\n") {
		switch {
		case i == 0:
			b.WriteString(fence + "\n")
			continue
		case strings.HasPrefix(strings.TrimSpace(l), "["):
			mark = "# "
		}
		b.WriteString(mark + tomlPair.ReplaceAllString(l, "$1: "))
	}
	return b.String()
}

// matterField is one key of front matter with its value.
type matterField struct {
	name       string // as written
	key        string // of matterKeys, or "" when unknown
	first      int    // first line of it, from 0
	last       int    // last line
	value      *yaml.Node
	line, rank int // the line from 1; how far down otherNames, -1 for our own name
}

// parseFrontMatter reads the front matter at the start of a.Body into a. It returns its citable lines and where the text after it
// begins; 0 when there is no front matter. What other programs write there and we do not know is kept, with a warning. Of a key that
// we know by our own name, a wrong value is an error; by another's, a warning.
func parseFrontMatter(a *corpus.Article) (lines []block, rest int, err error) {
	all := splitLines(a.Body, 0)
	opening := a.Text(all[0].Span)
	if opening != fence && opening != tomlFence || all[0].Start != 0 {
		return nil, 0, nil
	}
	closing := slices.IndexFunc(all[1:], func(l line) bool { return a.Text(l.Span) == opening }) + 1
	switch {
	case closing == 0 && opening == tomlFence:
		return nil, 0, nil
	case closing == 0:
		return nil, 0, parseErrorf(1, "front matter is not closed: no second %q line", fence)
	}
	rest = all[closing].End
	matter := a.Body[:all[closing].Start]
	if opening == tomlFence {
		matter = asYAML(matter)
	}
	fields, err := matterFields(otherBreaks.Replace(matter), closing)
	if err != nil {
		return nil, 0, err
	}
	where := func(f matterField) prose.Span {
		return prose.TrimSpan(a.Body, prose.Span{Start: all[f.first].Start, End: all[f.last].End})
	}
	seen := map[string]bool{}
	var extra []string
	for _, f := range fields {
		known := f.key != ""
		switch {
		case slices.Contains(tagKeys, strings.ToLower(f.name)):
			a.Tags = append(a.Tags, textsOf(f.value)...)
			known = false
		case !known:
			a.Warn(f.line, "the key %q is kept, but not read (known: %s)", f.name, strings.Join(matterKeys, " "))
		case seen[f.key] && f.rank >= 0: // said already, under a name that counts before this
			continue
		}
		if !known {
			extra = append(extra, a.Text(prose.Span{Start: all[f.first].Start, End: all[f.last].End}))
			continue
		}
		if stated, err := readField(a, f); err != nil {
			return nil, 0, err
		} else if !stated {
			continue
		}
		seen[f.key] = true
		if slices.Contains(citedKeys, f.key) {
			lines = append(lines, block{span: where(f), text: a.Text(where(f)), role: corpus.RoleMatter})
		}
	}
	slices.SortFunc(lines, func(x, y block) int { return x.span.Start - y.span.Start })
	a.Extra = strings.Join(extra, "\n")
	return lines, rest, nil
}

// matterFields are the keys of front matter, those that count before others first.
func matterFields(matter string, closing int) ([]matterField, error) {
	var doc yaml.Node
	// The opening fence is a document mark to YAML, so that its line numbers are the file's.
	if err := yaml.Unmarshal([]byte(matter), &doc); err != nil {
		doc = yaml.Node{}
		if yaml.Unmarshal([]byte(quoted(matter)), &doc) != nil {
			return nil, yamlError(err)
		}
	}
	if len(doc.Content) == 0 || doc.Content[0].Tag == "!!null" {
		return nil, nil
	}
	mapping := doc.Content[0]
	if mapping.Kind != yaml.MappingNode || mapping.Style&yaml.FlowStyle != 0 {
		return nil, parseErrorf(mapping.Line, "front matter is not a list of \"key: value\" lines")
	}
	var out []matterField
	seen := map[string]bool{}
	for i := 0; i < len(mapping.Content); i += 2 {
		key, value := mapping.Content[i], mapping.Content[i+1]
		f := matterField{name: key.Value, value: value, line: key.Line, first: key.Line - 1, last: closing - 1, rank: -1}
		if i+2 < len(mapping.Content) {
			f.last = max(mapping.Content[i+2].Line-2, f.first)
		}
		if key.Kind == yaml.ScalarNode {
			f.key, f.rank = knownKey(key.Value)
		}
		if text, ok := textOf(value); ok && strings.EqualFold(f.name, "source") && !strings.Contains(text, "://") {
			f.key = "publisher" // the name of a source, not its address
		}
		if seen[key.Value] {
			return nil, parseErrorf(key.Line, "key %q is given twice", key.Value)
		}
		seen[key.Value] = true
		out = append(out, f)
	}
	slices.SortStableFunc(out, func(x, y matterField) int { return x.rank - y.rank })
	return out, nil
}

var plainPair = regexp.MustCompile(`(?m)^([\w-]+:[ \t]+)(\S[^\r\n]*?)[ \t]*(\r?)$`)

// quoted is front matter in which the values have quotation marks that people leave out and YAML asks for: those with a colon, or with a
// mark of its own before the words. What is opened and not closed stays as it is.
func quoted(matter string) string {
	return plainPair.ReplaceAllStringFunc(matter, func(line string) string {
		m := plainPair.FindStringSubmatch(line)
		value := m[2]
		closed := value[0] == '[' && strings.Contains(value, "] ") || value[0] == '"' && strings.Count(value, `"`)%2 == 0
		switch {
		case strings.IndexByte("'{|>", value[0]) >= 0, !closed && strings.IndexByte(`"[`, value[0]) >= 0:
			return line
		case !closed && strings.IndexByte("@`%*&!", value[0]) < 0 && !strings.Contains(value, ": ") && !strings.HasSuffix(value, ":"),
			closed && strings.IndexByte(`"]`, value[len(value)-1]) >= 0:
			return line
		}
		return m[1] + "'" + strings.ReplaceAll(value, "'", "''") + "'" + m[3]
	})
}

// knownKey is which of matterKeys a name means, and how far down otherNames it stands; -1 for our own.
func knownKey(name string) (key string, rank int) {
	name = strings.ToLower(name)
	if slices.Contains(matterKeys, name) {
		return name, -1
	}
	for i, other := range otherNames {
		if other.name == strings.ReplaceAll(name, "-", "_") {
			return other.key, i
		}
	}
	return "", -1
}

// readField sets the field of a that a key of front matter names. It reports whether the key states anything.
func readField(a *corpus.Article, f matterField) (stated bool, err error) {
	text, ok := textOf(f.value)
	if !ok && f.key == "author" && (f.value.Kind == yaml.SequenceNode || f.value.Kind == yaml.MappingNode) {
		text, ok = strings.Join(textsOf(f.value), ", "), true
	}
	switch {
	case !ok && f.rank < 0:
		return false, parseErrorf(f.line, "the value of %q is not one text", f.name)
	case !ok:
		a.Warn(f.line, "the value of %q is not one text", f.name)
		return false, nil
	case text == "":
		return false, nil
	}
	switch err = setMatter(a, f.key, text); {
	case err == nil:
		return true, nil
	case f.rank >= 0 || f.key == "url" && strings.HasPrefix(text, "/"): // a path on a site that only its own program knows
		a.Warn(f.line, "%v", err)
		return false, nil
	}
	return false, &Error{f.line, err}
}

// textOf is a value that is one text; "" for none.
func textOf(n *yaml.Node) (text string, ok bool) {
	if n.Kind != yaml.ScalarNode {
		return "", false
	}
	if n.Tag == "!!null" {
		return "", true
	}
	return prose.OneLine(n.Value), true
}

// textsOf is the texts of a value that is a list, or a text with commas. Of what is itself a list of keys, it is the name.
func textsOf(n *yaml.Node) []string {
	var out []string
	switch n.Kind {
	case yaml.ScalarNode:
		for part := range strings.SplitSeq(n.Value, ",") {
			if part = strings.TrimSpace(part); part != "" && n.Tag != "!!null" {
				out = append(out, part)
			}
		}
	case yaml.SequenceNode:
		for _, item := range n.Content {
			if text, ok := textOf(item); ok && text != "" {
				out = append(out, text)
			} else if item.Kind == yaml.MappingNode {
				out = append(out, textsOf(item)...)
			}
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if text, ok := textOf(n.Content[i+1]); ok && text != "" && strings.EqualFold(n.Content[i].Value, "name") {
				out = append(out, text)
			}
		}
	}
	return out
}

// setMatter sets the field of a that a key of front matter names.
func setMatter(a *corpus.Article, key, value string) (err error) {
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
		a.Published, err = corpus.ParseDate(value)
		if at := about.AnyDate.FindStringIndex(value); err != nil && at != nil && at[0] == 0 {
			if loose := about.ReadDate(value[:at[1]]); loose.Precision() != corpus.Unknown {
				a.Published, err = loose, nil
			}
		}
	case "url":
		u, parseErr := url.Parse(value)
		if parseErr != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			return fmt.Errorf("url %q is not an http or https address", value)
		}
		a.URL = value
	case "kind":
		a.Kind, err = oneOf(key, strings.ToLower(strings.NewReplacer("-", " ", "_", " ").Replace(value)), corpus.Kinds...)
	case "form":
		a.Form, err = oneOf(key, value, corpus.FormFull, corpus.FormDigest)
	case "report":
		a.Report = corpus.ReportID(value)
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
	return &Error{line, errors.New("front matter: " + message)}
}
