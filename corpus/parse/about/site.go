package about

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"readout/corpus"
	"readout/corpus/prose"
)

// HostOf is the host of an article's link, as its site is called; "" for none.
func HostOf(a *corpus.Article) string {
	u, err := url.Parse(a.URL)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

var dayInPath = regexp.MustCompile(`/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:[/_.-]|$)`)

// DateInAddress is the day in the path of an address, as many sites file their pages.
func DateInAddress(address string) corpus.Date {
	u, err := url.Parse(address)
	if err != nil {
		return corpus.Date{}
	}
	m := dayInPath.FindStringSubmatch(u.Path)
	if m == nil {
		return corpus.Date{}
	}
	return ReadDate(m[1] + "/" + strings.TrimLeft(m[2], "0") + "/" + strings.TrimLeft(m[3], "0"))
}

// FitsHost reports whether a host's name may be made of a publisher's: "The Daily Ledger" has dailyledger.example and tdl.example, "AP
// News" apnews.example, "Ledger Readers Forum" forum.ledgerreaders.example.
func FitsHost(publisher, host string) bool {
	const (
		fewest = 2 // letters of an abbreviation
		short  = 6 // letters of words that may stand in any host, in any order
	)
	plain := strings.NewReplacer("-", "", ".", "").Replace(strings.ToLower(host))
	inHost := true
	var letters, initials strings.Builder
	for word := range strings.FieldsFuncSeq(prose.Fold(publisher), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if word == "the" {
			continue
		}
		letters.WriteString(word)
		inHost = inHost && strings.Contains(plain, word)
		first := []rune(word)[0]
		initials.WriteRune(first)
	}
	return letters.Len() == 0 || strings.Contains(plain, letters.String()) || inHost && letters.Len() > short ||
		initials.Len() >= fewest && strings.Contains(plain, initials.String())
}
