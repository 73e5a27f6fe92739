package page

import (
	"encoding/json"
	"html"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"readout/corpus"
	"readout/corpus/prose"
)

// Many sites send an article as data, for a program on the page to show. Which names it has there differs, but it is always the list, or
// the one text, that has most sentences.

// pageData is the longest run of paragraphs in the data of a page.
type pageData struct {
	paragraphs []string
	words      int
	date       corpus.Date // of the thing that they belong to
}

func (d pageData) text() string           { return strings.Join(d.paragraphs, "\n\n") }
func (d pageData) published() corpus.Date { return d.date }

var (
	assigned = regexp.MustCompile(
		`(?:^|[;\s}])(?:(?:window|self|globalThis|var|let|const)[.\s]\s*)?[\w$.\[\]"']{2,80}\s*=\s*(?:JSON\.parse\(\s*)?["'{\[]`,
	)
	holdsText = regexp.MustCompile(
		`(?i)^(?:text|value|copy|markup|paragraphs?|children|blocks?|elements?|items|data|model|nodes|document|story|props|attrs|` +
			`sections?|parts)$|(?:body|html|content|contents|elements|paragraphs)$|^(?:body|content|html)`,
	)
	leads = regexp.MustCompile(
		`(?i)comment|related|recommend|more_?stor|trending|most_?(?:read|popular)|newsletter|promo|footer|header|menu|navigation|` +
			`caption|credit|consent|cookie|privacy|terms|biograph|\bbio\b|summary|excerpt|description|seo|i18n|translation|messages|locale`,
	)
	tells = regexp.MustCompile(
		`(?i)^_?(?:date_?published|(?:first_?)?published?(?:_?(?:at|date|time|on))?|publication_?date|publish_?date|` +
			`(?:first_?)?(?:published|publish|display|release|posted|pub)_?(?:date|time|at|on)|display_?date|` +
			`first_?publish(?:ed)?_?(?:at|date)|date)$`,
	)
)

// dataOf finds the article in the data of a page's programs.
func dataOf(doc *xhtml.Node) (best pageData) {
	for n := range doc.Descendants() {
		for _, v := range inAttributes(n) {
			search{best: &best}.walk(v, 0, nil)
		}
		if n.DataAtom != atom.Script || n.FirstChild == nil {
			continue
		}
		kind := strings.ToLower(strings.TrimSpace(attribute(n, "type")))
		var values []any
		switch {
		case kind == "application/ld+json":
			continue
		case strings.Contains(kind, "json"):
			values = decodeAll(html.UnescapeString, n.FirstChild.Data)
		case kind == "" || strings.Contains(kind, "javascript") || kind == "module":
			values = assignments(n.FirstChild.Data)
		}
		for _, v := range values {
			search{best: &best}.walk(v, 0, nil)
		}
	}
	return best
}

// inAttributes are the values of JSON that an element keeps for a program to show.
func inAttributes(n *xhtml.Node) (out []any) {
	const shortest = 500 // bytes of what may hold an article
	for _, a := range n.Attr {
		if len(a.Val) > shortest && strings.HasPrefix(a.Key, "data-") && strings.ContainsAny(a.Val[:1], "{[") {
			out = append(out, decodeAll(html.UnescapeString, a.Val)...)
		}
	}
	return out
}

// withoutScripts is the longest text that a page holds for browsers without scripts.
func withoutScripts(doc *xhtml.Node) (best string) {
	for n := range doc.Descendants() {
		if n.DataAtom != atom.Noscript {
			continue
		}
		var in []string
		for _, p := range textParagraphs(innerText(n)) {
			if isProse(p) {
				in = append(in, p)
			}
		}
		if text := strings.Join(in, "\n\n"); len(text) > len(best) {
			best = text
		}
	}
	return best
}

var datedIn = regexp.MustCompile(
	`(?i)["']?\b(?:date_?published|(?:article_?)?publish(?:ed)?_?(?:date|at|time|on)|publication_?date|article_?date|pub_?date|` +
		`display_?date)["']?\s*[:=,]\s*["']([^"'<>]{8,40})["']`,
)

// dateInScripts is when the programs of a page, such as those that count its readers, take it to be published, if they name one day only.
func dateInScripts(doc *xhtml.Node) (only corpus.Date) {
	var held strings.Builder
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "data-") {
				held.WriteString(a.Val + "\n")
			}
		}
		if n.DataAtom == atom.Script && n.FirstChild != nil && !isLinkedData(n) {
			held.WriteString(n.FirstChild.Data + "\n")
		}
	}
	for _, m := range datedIn.FindAllStringSubmatch(held.String(), -1) {
		switch d := date(m[1]); {
		case d.Precision() != corpus.Day || d == only:
		case only != corpus.Date{}:
			return corpus.Date{}
		default:
			only = d
		}
	}
	return only
}

// decodeAll decodes the JSON that a script is, as it stands or, where that is none, as a page may escape it.
func decodeAll(unescape func(string) string, script string) []any {
	for _, s := range []string{script, unescape(script)} {
		var v any
		if json.NewDecoder(strings.NewReader(s)).Decode(&v) == nil {
			return []any{v}
		}
	}
	return nil
}

// assignments are the values that a script assigns, where they are written as JSON, or as a text that is JSON.
func assignments(script string) (out []any) {
	const most, shortest = 40, 500 // assignments; bytes of a script that may hold an article
	if len(script) < shortest {
		return nil
	}
	for range most {
		at := assigned.FindStringIndex(script)
		if at == nil {
			return out
		}
		script = script[at[1]-1:]
		value, n := decodeValue(script)
		if text, ok := value.(string); ok && len(text) > shortest {
			value, _ = decodeValue(strings.TrimSpace(text))
		}
		if value != nil {
			out = append(out, value)
		}
		script = script[max(n, 1):]
	}
	return out
}

var undefined = regexp.MustCompile(`([:,\[]\s*)(?:undefined|NaN|-?Infinity|void 0|!0|!1)\b?`)

// decodeValue decodes the value of JSON that a text begins with, and returns where it ends; 0 when it is none. What JavaScript has and JSON
// has not becomes null.
func decodeValue(text string) (value any, end int) {
	if strings.HasPrefix(text, "'") {
		return nil, 0
	}
	for i, s := range []string{text, ""} {
		if i == 1 {
			s = undefined.ReplaceAllString(text, "${1}null")
		}
		d := json.NewDecoder(strings.NewReader(s))
		var v any
		if err := d.Decode(&v); err == nil {
			return v, min(int(d.InputOffset()), len(text))
		} else if err == io.ErrUnexpectedEOF {
			return nil, 0
		}
		if !undefined.MatchString(text) {
			break
		}
	}
	return nil, 0
}

// search looks for the longest run of paragraphs.
type search struct{ best *pageData }

const deepest = 40 // levels of data that are looked into

// walk looks at a value and what it holds. above are the things that it belongs to, the innermost last.
func (s search) walk(v any, depth int, above []thing) {
	if depth > deepest {
		return
	}
	switch v := v.(type) {
	case string:
		s.offer(proseIn(v), above)
	case []any:
		var run []string
		for _, element := range v {
			run = append(run, paragraphsIn(element, depth)...)
		}
		s.offer(run, above)
		for _, element := range v {
			s.walk(element, depth+1, above)
		}
	case thing:
		above = append(slices.Clip(above), v)
		for key, value := range v {
			if text, ok := value.(string); leads.MatchString(key) || ok && !holdsText.MatchString(key) && len(text) < 1000 {
				continue
			}
			s.walk(value, depth+1, above)
		}
	}
}

// offer takes a run of paragraphs that is longer than the best one.
func (s search) offer(run []string, above []thing) {
	words := 0
	for _, p := range run {
		words += len(strings.Fields(p))
	}
	const fewest = 60 // words
	if words < fewest || words <= s.best.words {
		return
	}
	*s.best = pageData{paragraphs: run, words: words}
	for i := len(above) - 1; i >= 0 && s.best.date == (corpus.Date{}); i-- {
		s.best.date = dateIn(above[i])
	}
}

// dateIn is when a thing says it was published.
func dateIn(t thing) corpus.Date {
	keys := make([]string, 0, len(t))
	for key := range t {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		if text, ok := t[key].(string); ok && tells.MatchString(key) {
			if d := date(text); d.Precision() == corpus.Day {
				return d
			}
		}
	}
	return corpus.Date{}
}

// paragraphsIn are the paragraphs of an element of a list: of a text, or of a thing that holds one, whatever its other fields.
func paragraphsIn(v any, depth int) []string {
	if depth > deepest {
		return nil
	}
	switch v := v.(type) {
	case string:
		return proseIn(v)
	case thing:
		if p := strings.TrimSpace(leavesOf(v, depth)); isProse(p) && !strings.Contains(p, "\n") && !strings.Contains(p, "<") {
			return []string{p}
		}
		var best []string
		for key, value := range v {
			if leads.MatchString(key) || !holdsText.MatchString(key) {
				continue
			}
			var in []string
			if list, ok := value.([]any); ok {
				for _, element := range list {
					in = append(in, paragraphsIn(element, depth+1)...)
				}
			} else {
				in = paragraphsIn(value, depth+1)
			}
			if len(strings.Join(in, " ")) > len(strings.Join(best, " ")) {
				best = in
			}
		}
		return best
	}
	return nil
}

// leavesOf is the text of a thing that is a tree of pieces of one paragraph.
func leavesOf(t thing, depth int) string {
	if depth > deepest {
		return ""
	}
	for _, key := range []string{"text", "value"} {
		if text, ok := t[key].(string); ok {
			return text
		}
	}
	var b strings.Builder
	for _, key := range []string{"children", "content", "nodes"} {
		list, _ := t[key].([]any)
		for _, element := range list {
			piece, ok := element.(thing)
			if !ok || isBlock(piece) {
				return ""
			}
			b.WriteString(leavesOf(piece, depth+1))
		}
	}
	return b.String()
}

// isBlock reports whether a thing says that it is a paragraph or holds some.
func isBlock(t thing) bool {
	kind, _ := t["type"].(string)
	if other, ok := t["nodeType"].(string); ok {
		kind = other
	}
	switch strings.ToLower(kind) {
	case "paragraph", "p", "heading", "list", "blockquote", "document", "doc", "root":
		return true
	}
	return false
}

// proseIn are the paragraphs of a text in data that are made of sentences: of HTML, or with line breaks between them.
func proseIn(text string) (out []string) {
	const shortest = 20 // bytes
	if len(text) < shortest || !strings.Contains(text, " ") {
		return nil
	}
	for _, p := range textParagraphs(text) {
		if isProse(p) || len(out) > 0 && endsPlain.MatchString(p) {
			out = append(out, p)
		}
	}
	return out
}

var (
	element  = regexp.MustCompile(`</?[a-zA-Z][^<>]*>`)
	runOn    = regexp.MustCompile(`([.!?]["”’)]?)(["“‘(]?\p{Lu})`)
	entities = regexp.MustCompile(`&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);`)
)

// textParagraphs are the paragraphs of a text in data. One that has no breaks is cut where sentences were joined without a space, and else
// after some sentences: nobody prints so much without a break.
func textParagraphs(text string) (out []string) {
	if element.MatchString(text) {
		if body, err := xhtml.Parse(strings.NewReader(text)); err == nil {
			prune(body)
			text = blockText(body)
		}
	} else if entities.MatchString(text) {
		text = html.UnescapeString(text)
	}
	for line := range strings.Lines(strings.ReplaceAll(text, "\r", "\n")) {
		if line = prose.OneLine(line); line != "" {
			out = append(out, cutLong(line)...)
		}
	}
	return out
}

// cutLong cuts a line that is no paragraph, being too long for one, into some.
func cutLong(line string) (out []string) {
	const longest, enough = 150, 45 // words of a paragraph; of one that is cut off
	if len(strings.Fields(line)) <= longest {
		return []string{line}
	}
	joined := runOn.ReplaceAllString(line, "$1\n$2")
	if joined != line && strings.Count(joined, "\n") > 1 {
		for part := range strings.SplitSeq(joined, "\n") {
			out = append(out, part)
		}
		return out
	}
	start, words := 0, 0
	for _, s := range prose.Sentences(line) {
		words += len(strings.Fields(line[s.Start:s.End]))
		if words >= enough {
			out = append(out, strings.TrimSpace(line[start:s.End]))
			start, words = s.End, 0
		}
	}
	if rest := strings.TrimSpace(line[start:]); rest != "" {
		out = append(out, rest)
	}
	return out
}

// blockText is the text under a node, a line for each block.
func blockText(n *xhtml.Node) string {
	var b strings.Builder
	var walk func(n *xhtml.Node)
	walk = func(n *xhtml.Node) {
		block := false
		switch n.DataAtom {
		case atom.Script, atom.Style:
			return
		case atom.P,
			atom.Div,
			atom.Br,
			atom.Li,
			atom.H1,
			atom.H2,
			atom.H3,
			atom.H4,
			atom.Blockquote,
			atom.Section,
			atom.Tr,
			atom.Ul,
			atom.Ol:
			block = true
			b.WriteByte('\n')
		}
		if n.Type == xhtml.TextNode {
			b.WriteString(strings.Map(func(r rune) rune {
				if unicode.IsSpace(r) {
					return ' '
				}
				return r
			}, n.Data))
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
		if block {
			b.WriteByte('\n')
		}
	}
	walk(n)
	return b.String()
}

// longest is the longest of the texts in a page's data that is much longer than what the page shows, and holds that; "" for none. What
// shows more than a beginning, and something else, is another article.
func longest(shown string, others ...string) (best string) {
	const (
		more = 1.4 // times as long as what is shown
		few  = 60  // words that may be anything: that something is being loaded, what a cookie is
	)
	words := len(strings.Fields(shown))
	for _, other := range others {
		n := len(strings.Fields(other))
		if float64(n) < more*float64(words) || n <= len(strings.Fields(best)) || n < 40 {
			continue
		}
		if words <= few || holds(other, shown) {
			best = other
		}
	}
	return best
}

// holds reports whether most of the lines of sentences in part stand in a text.
func holds(text, part string) bool {
	whole := folded(text)
	in, all := 0, 0
	for line := range strings.Lines(part) {
		if line = strings.TrimSpace(line); isProse(line) {
			all++
			if strings.Contains(whole, folded(line)) {
				in++
			}
		}
	}
	return in*2 >= all
}
