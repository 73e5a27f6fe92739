// Package fragment makes links that open a page at words on it: text fragments, as browsers understand them
// (https://wicg.github.io/scroll-to-text-fragment/).
package fragment

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
)

// directive stands before what of a fragment is for the browser alone.
const directive = ":~:"

// longestDirective is the most bytes that a link grows by: a longer one is not shown everywhere.
const longestDirective = 320

// longestPage is the longest article that is searched for its words, in bytes.
const longestPage = 1 << 20

// Link is the address of an article, ending in a text fragment that finds the words of a span and nothing before them. It is the address
// alone where no fragment does, or none can be checked: of a digest, whose words are not the page's; of a PDF; where the address has such
// a fragment already, or one that a script on the page reads. It is "" where the article states no address.
func Link(a *corpus.Article, words prose.Span) string {
	if a.Form != corpus.FormFull || len(a.Body) > longestPage || !takesDirective(a.URL) {
		return a.URL
	}
	at := slices.IndexFunc(a.Passages, func(p corpus.Passage) bool { return p.Span.Contains(words) })
	if at < 0 {
		return a.URL
	}
	var blocks []string
	for _, p := range a.Passages {
		blocks = append(blocks, p.Text)
	}
	p := a.Passages[at]
	text := directiveFor(blocks, at, words.Start-p.Span.Start, words.End-p.Span.Start)
	if text == "" {
		return a.URL
	}
	if !strings.Contains(a.URL, "#") {
		text = "#" + text
	}
	return a.URL + text
}

// takesDirective reports whether an address may end in a text fragment.
func takesDirective(address string) bool {
	u, err := url.Parse(address)
	switch {
	case err != nil, u.Scheme != "http" && u.Scheme != "https", u.Host == "", strings.Contains(address, directive):
		return false
	case strings.EqualFold(path.Ext(u.Path), ".pdf"):
		return false
	}
	// "#!/page" and "#/page" are read by scripts, which may take the directive for a part of them.
	return !strings.HasPrefix(u.Fragment, "!") && !strings.HasPrefix(u.Fragment, "/") && !strings.ContainsAny(u.Fragment, "=&")
}

// Hosts are those whose pages break on text fragments, such as "example.org": with all below them. "*" is every host.
type Hosts []string

// Address is a link without its text fragment where its host is one of these, and as it is for all others.
func (h Hosts) Address(link string) string {
	bare, _, found := strings.Cut(link, directive)
	if !found {
		return link
	}
	u, err := url.Parse(bare)
	if err != nil {
		return link
	}
	host := strings.ToLower(u.Hostname())
	for _, broken := range h {
		broken = strings.ToLower(strings.TrimSpace(broken))
		if broken == "*" || broken != "" && (host == broken || strings.HasSuffix(host, "."+broken)) {
			return strings.TrimSuffix(bare, "#")
		}
	}
	return link
}
