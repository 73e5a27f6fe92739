package page

import (
	"cmp"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"readout/corpus/parse/about"
)

var rightsLine = regexp.MustCompile(`(?i)(?:©|&copy;|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:(?:19|` +
	`20)?\d\d)?)?)?,?\s*(?:by )?(\p{L}[\p{L}\d&.'’ -]{1,60})`)

// siteNamed is who a page says has published it, where no statement for machines does: the end of its title, if its host or the
// line of copyright confirms that, its own name as an application, the line of copyright. "" when nothing does.
func siteNamed(doc *html.Node, title string, at *url.URL) string {
	host := ""
	if at != nil {
		host = at.Hostname()
	}
	var application, right string
	for n := range doc.Descendants() {
		switch {
		case n.DataAtom == atom.Meta:
			switch strings.ToLower(cmp.Or(attribute(n, "name"), attribute(n, "property"))) {
			case "application-name", "apple-mobile-web-app-title", "publisher", "dc.publisher", "dcterms.publisher", "article:publisher",
				"citation_journal_title", "citation_publisher", "copyright", "sailthru.publisher", "cre":
				if name := strings.TrimSpace(attribute(n, "content")); isSiteName(name) {
					application = cmp.Or(application, name)
				}
			}
		case n.Type == html.TextNode && right == "" && n.Parent.DataAtom != atom.Script && n.Parent.DataAtom != atom.Style:
			if m := rightsLine.FindStringSubmatch(n.Data); m != nil {
				if name := rightsOwner(m[1]); isSiteName(name) {
					right = name
				}
			}
		}
	}
	for _, tail := range titleTails(title) {
		same := func(name string) bool { return name != "" && (containsFold(name, tail) || containsFold(tail, name)) }
		if isSiteName(tail) && (host != "" && about.FitsHost(tail, host) || same(application) || same(right)) {
			return tail
		}
	}
	return cmp.Or(application, right)
}

// rightsOwner is the name at the beginning of what follows a sign of copyright.
func rightsOwner(text string) string {
	for _, stop := range []string{". ", " All ", " all ", " - ", " | ", "  "} {
		text, _, _ = strings.Cut(text, stop)
	}
	return strings.Trim(yearBehind.ReplaceAllString(strings.Trim(text, " .,-"), ""), " .,-")
}

var yearBehind = regexp.MustCompile(`[ ,]+(?:19|20)\d\d(?:\s*[-–]\s*(?:(?:19|20)?\d\d)?)?$`)

// separators stand between a headline and the name of its site.
var separators = []string{" | ", " - ", " – ", " — ", " :: ", " • ", " · ", " // ", "｜"}

// titleTails are what may be the names of the site at the ends of a page's title, the last first, and at its beginning.
func titleTails(title string) (out []string) {
	for _, sep := range separators {
		parts := strings.Split(title, sep)
		for i := len(parts) - 1; i > 0; i-- {
			out = append(out, strings.TrimSpace(parts[i]))
		}
		if len(parts) > 1 {
			out = append(out, strings.TrimSpace(parts[0]))
		}
	}
	if site, _, ok := strings.Cut(title, ": "); ok {
		out = append(out, site)
	}
	if _, site, ok := strings.Cut(title, " : "); ok {
		out = append(out, site)
	}
	return out
}

// isSiteName reports whether a text has the form of an outlet's name.
func isSiteName(name string) bool {
	const (
		longest = 60 // bytes
		words   = 7
	)
	first := []rune(name + " ")[0]
	return name != "" && len(name) <= longest && len(strings.Fields(name)) <= words &&
		(unicode.IsUpper(first) || strings.Contains(name, ".")) &&
		!strings.Contains(name, "://") && !strings.HasPrefix(strings.ToLower(name), "all rights")
}

// isHost reports whether a name is that of a host.
func isHost(name string) bool { return strings.Contains(name, ".") && !strings.Contains(name, " ") }

func containsFold(s, part string) bool {
	return strings.Contains(strings.ToLower(s), strings.ToLower(part))
}

// siteOf is what a host is called where nothing else names the publisher.
func siteOf(at *url.URL) string {
	if at == nil {
		return ""
	}
	host := strings.ToLower(at.Hostname())
	for _, prefix := range []string{"www.", "m.", "amp.", "mobile."} {
		host = strings.TrimPrefix(host, prefix)
	}
	return host
}
