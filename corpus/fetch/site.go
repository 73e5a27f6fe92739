package fetch

import (
	"cmp"
	"net/url"
	"strings"

	"golang.org/x/net/publicsuffix"

	"readout/corpus"
	"readout/corpus/parse/about"
	"readout/corpus/prose"
	"readout/corpus/reading"
)

// SameSite reports whether two links lead to one owner's site: see Document.URL.
func SameSite(a, b string) bool {
	at, err := url.Parse(a)
	if err != nil {
		return false
	}
	other, err := url.Parse(b)
	return err == nil && sameSite(at.Hostname(), other.Hostname())
}

// sameSite reports whether two hosts belong to one owner: they are the same, or have the same registrable domain. Hosts below a suffix
// under which anybody may register, such as those of sites for blogs, are each their own.
func sameSite(a, b string) bool {
	a, b = strings.ToLower(a), strings.ToLower(b)
	if a == b {
		return a != ""
	}
	domain, err := publicsuffix.EffectiveTLDPlusOne(a)
	if err != nil {
		return false
	}
	other, err := publicsuffix.EffectiveTLDPlusOne(b)
	return err == nil && domain == other
}

// ofSite takes from a page what it states of a site that it was not fetched from: its address is the one it was fetched from then, and
// its publisher the host. It returns what the page claimed, or "".
func (e *extracted) ofSite(at *url.URL) (claimed string) {
	stated, err := url.Parse(e.URL)
	if err == nil && stated.Host != "" && !sameSite(stated.Hostname(), at.Hostname()) {
		claimed = shorten(visible(e.URL), 200)
		if e.Publisher != "" {
			claimed = shorten(visible(e.Publisher), 100) + ", " + claimed
		}
		e.URL, e.Publisher = "", at.Hostname()
	}
	e.URL = cmp.Or(e.URL, at.String())
	return claimed
}

// pageAddress is what a page is known by: its address without what only tells where the reader came from. Which that is, the page says
// itself, in the address that it states; a page of the same site with another path, or with a query of its own, is another page.
func pageAddress(at *url.URL, stated string) *url.URL {
	u, err := url.Parse(stated)
	if err != nil || u.Host != at.Host || strings.TrimSuffix(u.EscapedPath(), "/") != strings.TrimSuffix(at.EscapedPath(), "/") {
		return at
	}
	has := at.Query()
	for key, values := range u.Query() {
		if len(values) != 1 || len(has[key]) != 1 || has.Get(key) != values[0] {
			return at
		}
	}
	return u
}

// otherSite tells of an article that names a publisher whose site it did not come from, or "". What a publisher's site is, its name
// tells, or the articles that are present. present may be nil.
func otherSite(a *corpus.Article, present *reading.Corpus) string {
	u, err := url.Parse(a.URL)
	if err != nil || u.Hostname() == "" || a.Publisher == "" || about.FitsHost(a.Publisher, u.Hostname()) {
		return ""
	}
	if about.IsAgency(a.Publisher) {
		return a.Publisher
	}
	if present == nil {
		return ""
	}
	for _, other := range present.Articles {
		if other.ID == a.ID || prose.Fold(other.Publisher) != prose.Fold(a.Publisher) {
			continue
		}
		if from, err := url.Parse(other.URL); err == nil && from.Hostname() != "" && !sameSite(from.Hostname(), u.Hostname()) {
			return a.Publisher
		}
	}
	return ""
}
