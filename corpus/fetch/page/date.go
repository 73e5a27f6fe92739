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
	"readout/corpus/prose"
)

// monthNames are the beginnings of the names of months, in the languages whose articles are met, by month.
var monthNames = [...]string{
	"jan ene gen sty ian led tammi oca янв січ ιαν ينا",
	"feb fév fev lut úno helmi şub фев лют φεβ فبر",
	"mar mär már maa bře мар бер μαρ μάρ مار",
	"apr abr avr kwi ápr dub huhti nis апр кві απρ أبر ابر",
	"may mai mag maj mei máj kvě touko май мая тра μαΐ μάι ماي",
	"jun juin giu cze jún iun červ kesä haz июн черв ιουν ιούν يوني",
	"jul juil lug lip júl iul červenc heinä tem июл лип ιουλ ιούλ يولي",
	"aug ago août aoû sie agu srp elo ağu авг сер αυγ αύγ أغس اغس",
	"sep set wrz zář syys eyl сен вер σεπ سبت",
	"oct okt ott out paź říj loka eki окт жов οκτ أكت اكت",
	"nov lis listop marras kas noi ноя νοε νοέ نوف",
	"dec dez dic déc gru des pro joulu ara дек гру δεκ ديس",
}

var (
	yearFirst = regexp.MustCompile(`\b((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?:\D|$)`)
	numbered  = regexp.MustCompile(`(?:^|\D)(\d{1,2})([/.-])(\d{1,2})[/.-]((?:19|20)?\d\d)(?:\D|$)`)
	dayMonth  = regexp.MustCompile(`(?i)(?:^|[^\p{L}\d])(\d{1,2})(?:(?:st|nd|rd|th|er|\.|º)?[ \x{00A0}]+(?:de |of )?|[-/])` +
		`(\p{L}{3,12})(?:\.?,?[ \x{00A0}]+(?:de )?|[-/])((?:19|20)\d\d)`)
	monthDay    = regexp.MustCompile(`(?i)(\p{L}{3,12})\.?[ \x{00A0}]+(\d{1,2})(?:st|nd|rd|th)?,?[ \x{00A0}]+((?:19|20)\d\d)`)
	yearMonth   = regexp.MustCompile(`\b((?:19|20)\d\d)\.?[ \x{00A0}]+(\p{L}{3,12})\.?[ \x{00A0}]+(\d{1,2})(?:\D|$)`)
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

// date finds the date in a text as people and programs write it, in the languages of monthNames. A date in numbers that could be
// read in two ways is unknown; see dateAt.
func date(s string) corpus.Date { return dateAt(s, orderUnknown) }

// DateIn is Date of an outlet with a host and a language, either of which may tell in which order its country writes the day and the
// month.
func DateIn(s, host, language string) corpus.Date { return dateAt(s, orderOf(host, language)) }

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
	if m := yearMonth.FindStringSubmatch(s); m != nil && monthOf(m[2]) != 0 {
		return dateFrom(m[1], m[3], monthOf(m[2]))
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
	return onItsWeekday(s, dateFrom(m[4], m[1], time.Month(second)), dateFrom(m[4], m[3], time.Month(first)))
}

var weekdayIn = regexp.MustCompile(`(?i)\b(sun|mon|tue|wed|thu|fri|sat)(?:s|nes|rs|ur)?(?:day)?\b`)

// onItsWeekday is the one of two dates that falls on the day of the week that a text names; unknown when both do, or none.
func onItsWeekday(s string, a, b corpus.Date) corpus.Date {
	m := weekdayIn.FindStringSubmatch(s)
	if m == nil {
		return corpus.Date{}
	}
	falls := func(d corpus.Date) bool {
		t, err := time.Parse(time.DateOnly, d.String())
		return err == nil && strings.EqualFold(t.Weekday().String()[:3], m[1])
	}
	switch {
	case falls(a) && !falls(b):
		return a
	case falls(b) && !falls(a):
		return b
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

var dateClause = regexp.MustCompile(
	`(?i)\b(?:(?:last )?(?:updated|modified|revised|changed)|(?:first |originally )?(?:published|posted)|` +
		`aktualisiert|veröffentlicht|mis à jour|publié|actualizado|publicado|aggiornato|pubblicato)`,
)

// datesIn are the dates that a line about a page tells: when it was published, and when it was changed.
func datesIn(line string, order dayOrder) (published, updated corpus.Date) {
	starts := append(dateClause.FindAllStringIndex(line, -1), []int{len(line)})
	told := func(clause string) {
		switch d := dateAt(clause, order); {
		case d.Precision() != corpus.Day:
		case updatedText.MatchString(beforeDigits(clause)):
			updated = cmp.Or(updated, d)
		default:
			published = cmp.Or(published, d)
		}
	}
	from := 0
	for _, next := range starts {
		told(line[from:next[0]])
		from = next[0]
	}
	return published, updated
}

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
		case n.DataAtom == atom.Script || n.DataAtom == atom.Style || n.DataAtom == atom.Aside || n.DataAtom == atom.Nav ||
			n.DataAtom == atom.Footer:
			return
		case isElsewhere(n):
			return
		}
		changed = changed || updatedClass.MatchString(name)
		if isTime(n) || n.Type == html.ElementNode && dateClass.MatchString(name) {
			text := strings.TrimSpace(innerText(n))
			if len(text) <= longest {
				told, toldChanged := datesIn(text, order)
				if told == toldChanged || toldChanged == (corpus.Date{}) {
					told = cmp.Or(dateAt(statedTime(n), order), told)
				}
				if changed || updatedText.MatchString(textBefore(n)) {
					told, toldChanged = corpus.Date{}, cmp.Or(told, toldChanged)
				}
				if updated = cmp.Or(updated, toldChanged); told != (corpus.Date{}) {
					published = told
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
	return prose.OneLine(b.String())
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

// isTime reports whether an element is of the kind that states a time: time, and those that programs turn into "3 years ago".
func isTime(n *html.Node) bool {
	changed := n.DataAtom == atom.Ins || n.DataAtom == atom.Del
	return n.DataAtom == atom.Time || n.Type == html.ElementNode && !changed && attribute(n, "datetime") != ""
}

var timeKey = regexp.MustCompile(
	`(?i)^data-(?:[a-z]+-)*(?:time|date|datetime|timestamp|published|publish-?date|pubdate|unix|epoch)(?:-[a-z]+)*$`,
)

// statedTime is the time that an element states for programs; for an abbreviation, what it stands for: "10:30" for the whole date.
func statedTime(n *html.Node) string {
	if n.DataAtom == atom.Abbr && attribute(n, "title") != "" {
		return attribute(n, "title")
	}
	if stated := cmp.Or(attribute(n, "datetime"), attribute(n, "content")); stated != "" {
		return stated
	}
	for _, a := range n.Attr {
		if timeKey.MatchString(a.Key) && !updatedClass.MatchString(a.Key) && dateAt(a.Val, orderUnknown) != (corpus.Date{}) {
			return a.Val
		}
	}
	return ""
}
