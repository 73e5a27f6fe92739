package page

import (
	"cmp"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"readout/corpus"
)

// monthNames are the beginnings of the names of months, in the languages whose articles are met, by month.
var monthNames = [...]string{
	"jan ene gen sty янв", "feb fév fev lut фев", "mar mär maa мар", "apr abr avr kwi апр", "may mai mag maj mei май мая", "jun juin giu cze июн",
	"jul juil lug lip июл", "aug ago août aoû sie авг", "sep set wrz сен", "oct okt ott out paź окт", "nov lis ноя", "dec dez dic déc gru дек",
}

var (
	yearFirst = regexp.MustCompile(`\b((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?:\D|$)`)
	numbered  = regexp.MustCompile(`(?:^|\D)(\d{1,2})([/.-])(\d{1,2})[/.-]((?:19|20)?\d\d)(?:\D|$)`)
	dayMonth  = regexp.MustCompile(`(?i)(?:^|\P{L})(\d{1,2})(?:st|nd|rd|th|er|\.|º)?[ \x{00A0}]+(?:de |` +
		`of )?(\p{L}{3,12})\.?,?[ \x{00A0}]+(?:de )?((?:19|20)\d\d)`)
	monthDay    = regexp.MustCompile(`(?i)(\p{L}{3,12})\.?[ \x{00A0}]+(\d{1,2})(?:st|nd|rd|th)?,?[ \x{00A0}]+((?:19|20)\d\d)`)
	eastern     = regexp.MustCompile(`((?:19|20)\d\d)\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]`)
	monthInPath = regexp.MustCompile(`(?i)/((?:19|20)\d\d)/([a-z]{3,9})/(\d{1,2})(?:/|$)`)
	dateInPath  = regexp.MustCompile(`/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:[/_.-]|$)|[/_-]((?:19|20)\d\d)(\d\d)(\d\d)(?:[/_.-]|$)`)
)

// monthOf is the month that a word names, or 0.
func monthOf(word string) time.Month {
	word = strings.ToLower(word)
	best, longest := time.Month(0), 0
	for i, names := range monthNames {
		for name := range strings.FieldsSeq(names) {
			if strings.HasPrefix(word, name) && len(name) > longest {
				best, longest = time.Month(i+1), len(name)
			}
		}
	}
	return best
}

// dateFrom is a day, if it is one in the calendar.
func dateFrom(year, inMonth string, month time.Month) corpus.Date {
	y, _ := strconv.Atoi(year)
	d, _ := strconv.Atoi(inMonth)
	if len(year) == 2 { // "18": of the century that is nearer
		y += 2000
	}
	t := time.Date(y, month, d, 0, 0, 0, 0, time.UTC)
	if t.Day() != d || t.Month() != month {
		return corpus.Date{}
	}
	return day(t)
}

// Date finds the date in a text as people and programs write it, in the languages of monthNames. A date in numbers that could be
// read in two ways is unknown; see dateAt.
func Date(s string) corpus.Date { return dateAt(s, orderUnknown) }

// dayOrder is in which order a country writes the day and the month.
type dayOrder int

const (
	orderUnknown dayOrder = iota
	dayBefore
	monthBefore
)

// dateAt is Date where it is known in which order the outlet's country writes the day and the month.
func dateAt(s string, order dayOrder) corpus.Date {
	if d := dateOf(s); d != (corpus.Date{}) {
		return d
	}
	if m := dayMonth.FindStringSubmatch(s); m != nil && monthOf(m[2]) != 0 {
		return dateFrom(m[3], m[1], monthOf(m[2]))
	}
	if m := monthDay.FindStringSubmatch(s); m != nil && monthOf(m[1]) != 0 {
		return dateFrom(m[3], m[2], monthOf(m[1]))
	}
	if m := yearFirst.FindStringSubmatch(s); m != nil {
		month, _ := strconv.Atoi(m[2])
		return dateFrom(m[1], m[3], time.Month(month))
	}
	if m := eastern.FindStringSubmatch(s); m != nil {
		month, _ := strconv.Atoi(m[2])
		return dateFrom(m[1], m[3], time.Month(month))
	}
	m := numbered.FindStringSubmatch(s)
	if m == nil {
		return corpus.Date{}
	}
	first, _ := strconv.Atoi(m[1])
	second, _ := strconv.Atoi(m[3])
	switch {
	case m[2] == ".": // nobody writes the month first with full stops
		order = dayBefore
	case first > 12:
		order = dayBefore
	case second > 12:
		order = monthBefore
	}
	switch {
	case first == second || order == dayBefore:
		return dateFrom(m[4], m[1], time.Month(second))
	case order == monthBefore:
		return dateFrom(m[4], m[3], time.Month(first))
	}
	return corpus.Date{}
}

// orderOf tells from an outlet's host and its page's language in which order it writes the day and the month.
func orderOf(host, language string) dayOrder {
	switch language = strings.ToLower(language); {
	case strings.HasSuffix(host, ".us") || strings.HasSuffix(host, ".gov") || strings.HasSuffix(host, ".mil"), language == "en-us":
		return monthBefore
	case strings.HasPrefix(language, "en-") || language != "" && !strings.HasPrefix(language, "en"):
		return dayBefore
	}
	if dot := strings.LastIndexByte(host, '.'); dot >= 0 && len(host)-dot-1 == 2 {
		return dayBefore // a country, and not the one that writes the month first
	}
	return orderUnknown
}

// dateInAddress is the date in the path of an address, as many sites file their pages.
func dateInAddress(u *url.URL) corpus.Date {
	if u == nil {
		return corpus.Date{}
	}
	if m := monthInPath.FindStringSubmatch(u.Path); m != nil && monthOf(m[2]) != 0 {
		return dateFrom(m[1], m[3], monthOf(m[2]))
	}
	m := dateInPath.FindStringSubmatch(u.Path)
	switch {
	case m == nil:
		return corpus.Date{}
	case m[1] == "":
		m = m[3:]
	}
	month, _ := strconv.Atoi(m[2])
	return dateFrom(m[1], m[3], time.Month(month))
}

var (
	dateClass = regexp.MustCompile(`(?i)(?:^|[-_ ])(?:date|dateline|published?|pub-?date|posted|timestamp|time|datetime|dtm|` +
		`entry-date|post-?date|article-?date|story-?date|meta-date)(?:$|[-_ ])`)
	updatedClass = regexp.MustCompile(`(?i)updat|modif|revis`)
	elsewhere    = regexp.MustCompile(`(?i)comment|related|recommend|sidebar|promo|teaser|trending|most-?read|widget|newsletter|event`)
	updatedText  = regexp.MustCompile(`(?i)(?:updated|modified|revised|last changed|aktualisiert|mis à jour|actualizado|aggiornato|` +
		`обновлено)[^\d]*$`)
)

// shownDate is the date of publication that a page shows to its readers: in an element of the kind time, or of a class for dates. One
// that tells when the page was changed counts when there is no other. A page's first date counts; what leads to other pages is passed over.
func shownDate(doc *html.Node, order dayOrder) corpus.Date {
	const longest = 120 // bytes of a line with a date
	var published, updated corpus.Date
	var walk func(n *html.Node, changed bool)
	walk = func(n *html.Node, changed bool) {
		if published != (corpus.Date{}) {
			return
		}
		name := attribute(n, "class") + " " + attribute(n, "id") + " " + attribute(n, "itemprop")
		switch {
		case n.DataAtom == atom.Script || n.DataAtom == atom.Style || n.DataAtom == atom.Aside || n.DataAtom == atom.Nav || n.DataAtom == atom.Footer:
			return
		case isElsewhere(n):
			return
		}
		changed = changed || updatedClass.MatchString(name)
		if n.DataAtom == atom.Time || n.Type == html.ElementNode && dateClass.MatchString(name) {
			text := strings.TrimSpace(innerText(n))
			if len(text) <= longest {
				date := cmp.Or(dateAt(cmp.Or(attribute(n, "datetime"), attribute(n, "content"), abbreviated(n)), order), dateAt(text, order))
				isUpdate := changed || updatedText.MatchString(textBefore(n)) || strings.HasPrefix(strings.ToLower(text), "updated")
				switch {
				case date == corpus.Date{}:
				case isUpdate:
					updated = cmp.Or(updated, date)
				default:
					published = date
					return
				}
			}
		}
		for child := range n.ChildNodes() {
			walk(child, changed)
		}
	}
	walk(doc, false)
	return cmp.Or(published, updated)
}

// isElsewhere reports whether an element leads to other pages, or is what readers wrote, by its names. What a page is made of is not: a
// letter's own article may be called that of a newsletter.
func isElsewhere(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Html, atom.Body, atom.Main, atom.Article:
		return false
	}
	return n.Type == html.ElementNode && elsewhere.MatchString(attribute(n, "class")+" "+attribute(n, "id")+" "+attribute(n, "itemprop"))
}

// innerText is the characters in an element.
func innerText(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// textUpTo is the characters in an element, if they are at most so many bytes, or the first of them.
func textUpTo(n *html.Node, most int) (text string, whole bool) {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			if b.Len()+len(d.Data) > 4*most {
				return b.String(), false
			}
			b.WriteString(d.Data)
		}
	}
	return b.String(), len(strings.TrimSpace(b.String())) <= most
}

// spaced is the words of an element, those of its pieces apart.
func spaced(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// textBefore is the text that stands right before an element, in its own parent.
func textBefore(n *html.Node) string {
	const longest = 60 // bytes
	for s := n.PrevSibling; s != nil; s = s.PrevSibling {
		text := s.Data
		if s.Type == html.ElementNode {
			text = innerText(s)
		}
		if text = strings.TrimSpace(text); text != "" {
			return text[max(0, len(text)-longest):]
		}
	}
	return ""
}

// abbreviated is what an abbreviation stands for: "10:30" for the whole date.
func abbreviated(n *html.Node) string {
	if n.DataAtom == atom.Abbr {
		return attribute(n, "title")
	}
	return ""
}
