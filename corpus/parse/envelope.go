package parse

import (
	"net/url"
	"regexp"
	"strings"

	"readout/corpus"
	"readout/corpus/parse/about"
	"readout/corpus/prose"
)

// What stands around a text that was sent rather than printed: the headers of a mail, the marks of a press release, the name of the site
// behind a headline.

var (
	mailHeader  = regexp.MustCompile(`(?i)^(from|to|cc|subject|date|sent|reply-to)\s*:\s*(\S.*)$`)
	mailAddress = regexp.MustCompile(`\s*<[^<>]*>|\s*\[mailto:[^\]]*\]`)
	issueNumber = regexp.MustCompile(`^[\s#:,–—-]*(?:(?:issue|no\.?|nr\.?|vol\.?|edition)?\s*#?\d{1,5})?\s*[:,|–—-]\s*`)
)

// readMailHeaders reads the headers that a mail saved as text begins with. Fewer than three of them, or a sender and a subject, are none.
func readMailHeaders(blocks []block, found []*about.Facts) {
	const most = 12 // blocks
	headers := map[string]int{}
	values := map[string]string{}
	for i := range min(most, len(blocks)) {
		if blocks[i].drop || blocks[i].role != "" {
			continue
		}
		m := mailHeader.FindStringSubmatch(prose.OneLine(prose.Shown(blocks[i].text)))
		if m == nil {
			if len(headers) > 0 {
				break
			}
			continue
		}
		name := strings.ToLower(m[1])
		headers[name], values[name] = i, m[2]
	}
	_, from := headers["from"]
	_, subject := headers["subject"]
	if !subject || !from && len(headers) < 3 {
		return
	}
	sender := strings.Trim(mailAddress.ReplaceAllString(values["from"], ""), `"' `)
	for name, i := range headers {
		blocks[i].turn = false
		switch f := (&about.Facts{}); name {
		case "from":
			if sender != "" && !strings.Contains(sender, "@") {
				f.Role, f.Publisher = corpus.RoleOrigin, sender
			}
			found[i] = f
		case "subject":
			f.Title = values[name]
			if rest, ok := strings.CutPrefix(f.Title, sender); ok && sender != "" {
				if m := issueNumber.FindString(rest); m != "" && len(m) < len(rest) {
					f.Title = rest[len(m):]
				}
			}
			found[i] = f
		case "date", "sent":
			f.Role = corpus.RoleDate
			if at := about.AnyDate.FindString(values[name]); at != "" {
				f.Published = about.ReadDate(at)
			}
			found[i] = f
		default:
			found[i] = f
		}
	}
}

var (
	lookingOn = regexp.MustCompile(`(?i)^[*_]*(?:(?:cautionary|safe harbor) (?:note|statement)s?\b|(?:note (?:on|` +
		`regarding) )?forward[- ]looking statements?\b|this (?:press )?release (?:contains|includes) (?:certain )?["“]?forward[- ]looking)`)
)

var titleSeparators = []string{" | ", " • ", " · ", " - ", " – ", " — "}

// cutSite takes the name of the site off the end of a headline, and the section that it stands in: "Gate shut | UK news | The Daily
// Ledger". It is one where the address says so, or where it can be nothing but an outlet's name.
func cutSite(a *corpus.Article) {
	const longest = 5 // words
	for _, sep := range titleSeparators {
		title, site, ok := about.CutLast(a.Title, sep)
		if !ok || title == "" || len(strings.Fields(site)) > longest {
			continue
		}
		hard := sep == " | " || sep == " • "
		if !isHostOf(a.URL, site) && !namedOutlet.MatchString(site) &&
			!(hard && (about.AgencyOf(site) != "" || about.OutletWord.MatchString(site) && about.IsTitleCase(site))) {
			continue
		}
		if rest, section, ok := about.CutLast(title, sep); ok && len(strings.Fields(section)) <= 3 && len(strings.Fields(rest)) > 3 {
			title = rest
		}
		a.Title = strings.TrimSpace(title)
		if a.Publisher == "" {
			a.Publisher = site
		}
		return
	}
}

// isHostOf reports whether a name is that of the site that an address leads to: "The Daily Ledger" of www.dailyledger.example.
func isHostOf(address, name string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return false
	}
	letters := func(s string) string {
		return strings.Map(func(r rune) rune {
			if !prose.IsWordRune(r) {
				return -1
			}
			return r
		}, prose.Fold(s))
	}
	n := letters(name)
	const shortest = 2
	if len(n) < shortest {
		return false
	}
	for part := range strings.SplitSeq(u.Hostname(), ".") {
		if p := letters(part); p == n || p == strings.TrimPrefix(n, "the") {
			return true
		}
	}
	return false
}
