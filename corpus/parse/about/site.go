package about

import (
	"net/url"
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

// FitsHost reports whether a host's name may be made of a publisher's: "The Daily Ledger" has dailyledger.example and tdl.example, "AP
// News" apnews.example.
func FitsHost(publisher, host string) bool {
	const fewest = 2 // letters of an abbreviation
	var letters, initials strings.Builder
	for word := range strings.FieldsFuncSeq(prose.Fold(publisher), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if word == "the" {
			continue
		}
		letters.WriteString(word)
		first := []rune(word)[0]
		initials.WriteRune(first)
	}
	plain := strings.NewReplacer("-", "", ".", "").Replace(strings.ToLower(host))
	return letters.Len() == 0 || strings.Contains(plain, letters.String()) ||
		initials.Len() >= fewest && strings.Contains(plain, initials.String())
}
