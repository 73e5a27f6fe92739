package corpus

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// facts is what one line of an article says about the article.
type facts struct {
	role                             Role // of the line's passage; "" for a line that is not shown
	title, author, agency, publisher string
	url                              string
	published                        Date
	kind                             Kind
	updated                          bool // published is when it was last changed
	labelled                         bool // the link is named as the article's own
	anywhere                         bool // holds wherever it stands; other lines count only before and after the reporting
}

// factsOf reads a line that says something about the article and nothing else; nil for every other line.
func factsOf(text string) *facts {
	const longest = 900 // bytes
	if len(text) > longest {
		return nil
	}
	for _, read := range []func(string) *facts{linkLine, labelLine, bylineOf, dateLine, agencyFacts, rightsOf, originLine, disclaimer, kindLabel} {
		if f := read(text); f != nil {
			return f
		}
	}
	return nil
}

// apply sets the fields of a that are not known yet.
func (f *facts) apply(a *Article) {
	for _, field := range []struct{ to, from *string }{
		{&a.Title, &f.title}, {&a.Author, &f.author}, {&a.Agency, &f.agency}, {&a.Publisher, &f.publisher}, {&a.URL, &f.url},
	} {
		*field.to = cmp.Or(*field.to, *field.from)
	}
	a.Kind = cmp.Or(a.Kind, f.kind)
	if a.Published.precision == Unknown {
		a.Published = f.published
	}
}

var (
	linkAlone = regexp.MustCompile(`^<?(https?://[^\s<>]+)>?$`)
	linkLabel = regexp.MustCompile(`(?i)^(?:original |source |article |full |canonical |permanent )?(?:url|link|permalink|source|web address|available at|retrieved from|accessed at|(?:read|view) (?:the )?(?:original|full)(?: (?:article|story|text|version))?(?: at| on| here)?)\s*:?\s*<?(https?://[^\s<>]+)?>?$`)
)

// linkLine reads a line that is the article's address, or the label before one.
func linkLine(text string) *facts {
	if !strings.Contains(text, "://") && !strings.HasSuffix(text, ":") && !strings.EqualFold(text, "original url") {
		return nil
	}
	if m := linkAlone.FindStringSubmatch(text); m != nil {
		return &facts{role: RoleOrigin, url: m[1]}
	}
	m := linkLabel.FindStringSubmatch(text)
	switch {
	case m == nil || m[1] == "" && !strings.HasSuffix(text, ":") && !strings.EqualFold(text, "original url"):
		return nil
	case m[1] == "":
		return &facts{}
	}
	return &facts{role: RoleOrigin, url: m[1], labelled: true}
}

var label = regexp.MustCompile(`(?i)^(title|headline|source|publisher|publication|published (?:by|in)|outlet|newspaper|agency|wire)\s*:\s*(\S.*)$`)

// labelLine reads lines such as "Title: ..." and "Source: ...".
func labelLine(text string) *facts {
	if !strings.Contains(text, ":") {
		return nil
	}
	m := label.FindStringSubmatch(stripLinks(text))
	if m == nil || endsComplete(m[2]) && len(strings.Fields(m[2])) > 8 {
		return nil
	}
	if name := strings.ToLower(m[1]); name == "title" || name == "headline" {
		return &facts{title: m[2]}
	}
	f := &facts{role: RoleOrigin}
	for _, name := range agencyGlue.Split(m[2], -1) {
		switch agency := agencyOf(name); {
		case agency != "":
			f.agency = cmp.Or(f.agency, agency)
		case strings.EqualFold(name, "agencies") || strings.EqualFold(name, "news agencies"):
		case !isTitleCase(name):
			return nil
		case f.publisher == "":
			f.publisher = name
		default:
			f.publisher = m[2] // the name has a comma or an "and" in it
		}
	}
	return f
}

var (
	bylineStart = regexp.MustCompile(`(?i)^[*_–—•-]*\s*(?:by|(?:written|reported|words|text|story|analysis|opinion|commentary|column|essay|review|report) by|(?:author|authors|reporter|byline|writer)\s*:)\s+`)
	bylineCut   = regexp.MustCompile(`\s*(?:[|•·–—/;]|\s-\s|\s{2,})\s*`)
	nameGlue    = regexp.MustCompile(`\s*(?:,|&|\band\b|\bwith\b)\s*`)
	placeAfter  = regexp.MustCompile(`\s+(?:in|at|for|of)\s+\p{Lu}.*$`)
	credits     = regexp.MustCompile(`(?i)^[(*_–—\s]*(?:(?:with )?(?:additional )?(?:reporting|writing|editing)|with assistance|with contributions) (?:by|from)\s+(.+?)[)*_.\s]*$`)
	contact     = regexp.MustCompile(`(?i)^to contact the (?:reporters?|authors?|writers?)(?: (?:on|of|for) this (?:story|article|column))?\s*:\s*(.+)$`)
	contactAt   = regexp.MustCompile(`(?i)\s+at\b.*$`)
	contributed = regexp.MustCompile(`^[(*_–—\s]*(?:\p{Lu}[^.!?"“”]{2,200}?) (?:also )?contributed (?:reporting|(?:reporting )?(?:to|for) this (?:report|story|article|piece))[^"“”]{0,80}$`)
	authorLink  = regexp.MustCompile(`^\[([^\]]+)\]\([^)]*/(?:authors?|by|people|staff|profile|contributors?|columnists?|journalists?)/[^)]*\)$`)
	roleOfStaff = regexp.MustCompile(`(?i)\b(?:staff|our|special|news|editorial|agencies|correspondent|desk|bureau|team|board|reporters?|writers?|editors?)\b`)
)

// bylineStarts are the first words of bylines.
var bylineStarts = set(`by written reported words text story analysis opinion commentary column essay review report author authors
	reporter byline writer additional reporting writing editing with to`)

// bylineOf reads a line that says who wrote the article.
func bylineOf(text string) *facts {
	if !bylineStarts[firstWord(strings.TrimLeft(text, "*_–—•-[( "))] && !strings.Contains(text, "contributed") && !strings.HasPrefix(text, "[") {
		return nil
	}
	if m := authorLink.FindStringSubmatch(text); m != nil && isPersonName(m[1]) {
		return &facts{role: RoleByline, author: m[1]}
	}
	if m := credits.FindStringSubmatch(text); m != nil && !strings.ContainsAny(text, "\"“”") {
		f := &facts{role: RoleByline}
		if names, _, _ := strings.Cut(m[1], ";"); !strings.Contains(strings.ToLower(text[:len(text)-len(m[1])]), "edit") {
			f.author = personNames(placeAfter.ReplaceAllString(names, ""))
		}
		return f
	}
	if m := contact.FindStringSubmatch(text); m != nil {
		return &facts{role: RoleByline, author: personNames(placeAfter.ReplaceAllString(contactAt.ReplaceAllString(m[1], ""), ""))}
	}
	if contributed.MatchString(text) {
		return &facts{role: RoleByline}
	}
	const longest = 160 // bytes
	start := bylineStart.FindString(text)
	rest := strings.Trim(stripLinks(text[len(start):]), "*_ ")
	if start == "" || rest == "" || len(rest) > longest {
		return nil
	}
	f := &facts{role: RoleByline}
	for i, part := range splitByline(rest) {
		agency := agencyOf(part)
		if agency == "" {
			if _, last, ok := cutLast(part, ","); ok {
				agency = agencyOf(last)
			}
		}
		date := dateLine(part)
		names := personNames(part)
		switch {
		case agency != "":
			f.agency = agency
		case date != nil:
			f.published, f.updated = date.published, date.updated
			continue
		case i == 0 && names == "" && !(roleOfStaff.MatchString(part) && isTitleCase(part)):
			return nil
		}
		if i == 0 {
			f.author = names
		}
	}
	return f
}

// splitByline separates the names from the outlet and the date that may follow them on the same line.
func splitByline(text string) []string {
	if m := anyDate.FindStringIndex(text); m != nil && m[0] > 0 {
		before := strings.TrimRight(text[:m[0]], " ,|•·–—/;-")
		for _, word := range []string{"Published", "Updated", "Posted", "on", "PUBLISHED", "UPDATED"} {
			before = strings.TrimRight(strings.TrimSuffix(before, " "+word), " ,|•·–—/;-:")
		}
		return append(bylineCut.Split(before, -1), text[m[0]:])
	}
	return bylineCut.Split(text, -1)
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], strings.TrimSpace(s[i+len(sep):]), true
}

// personNames returns the names that a byline's text begins with, as they stand; "" when it begins with something else.
func personNames(text string) string {
	text = placeAfter.ReplaceAllString(strings.TrimSpace(text), "")
	end, at := 0, 0
	for {
		m := nameGlue.FindStringIndex(text[at:])
		stop := len(text)
		if m != nil {
			stop = at + m[0]
		}
		if !isPersonName(text[at:stop]) {
			break
		}
		end = stop
		if m == nil {
			break
		}
		at += m[1]
	}
	return text[:end]
}

var bylineParticles = set(`al bin ben da dal de del della den der di dos du el ibn la le of ter van von y zu`)

// isPersonName reports whether a text has the form of a person's full name: two to five words that begin with capitals, with the
// particles of names between them, and that name neither a day, an outlet nor a desk.
func isPersonName(text string) bool {
	words := strings.Fields(text)
	if len(words) < 2 || len(words) > 6 || agencyOf(text) != "" || roleOfStaff.MatchString(text) || mediaWord.MatchString(text) {
		return false
	}
	for i, w := range words {
		first := []rune(w)[0]
		if strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !strings.ContainsRune(".'’-ʼ", r) }) {
			return false
		}
		if !unicode.IsUpper(first) && (i == 0 || !bylineParticles[w]) && !strings.HasPrefix(w, "al-") || opensSentences[w] || isWeekday.MatchString(w) {
			return false
		}
	}
	return true
}

// mediaWord matches the words by which outlets are told from people and places.
var mediaWord = regexp.MustCompile(`(?i)\b(?:times|post|news|journal|herald|guardian|tribune|magazine|press|review|gazette|mail|globe|chronicle|independent|telegraph|observer|today|daily|weekly|media|reporter|broadcasting|radio|television|tv|online|network|wire|service|conversation|intelligencer|dispatch|inquirer|examiner|sentinel|bulletin|courier|digest|quarterly|week|economist|atlantic|reserve|world report)\b|\.(?:com|org|net)\b`)

var smallWords = set(`a an and the of for in on to at by & de la le del der und et`)

// isTitleCase reports whether a short text has the form of a name: its words begin with capitals or digits, but for small ones.
func isTitleCase(text string) bool {
	words := strings.Fields(text)
	for _, w := range words {
		first := []rune(strings.TrimLeft(w, "(“‘\"'"))
		if len(first) > 0 && unicode.IsLower(first[0]) && !smallWords[w] && !strings.Contains(w, ".") {
			return false
		}
	}
	return len(words) > 0 && len(words) <= 8
}

const monthName = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`

var (
	isMonth = regexp.MustCompile(`(?i)^` + monthName + `\.?$`)
	anyDate = regexp.MustCompile(`(?i)\b(?:` + strings.Join([]string{
		monthName + `\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}`,
		`\d{1,2}(?:st|nd|rd|th)? (?:of )?` + monthName + `\.?,? \d{4}`,
		`\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?`,
		`\d{4}/\d{1,2}/\d{1,2}`,
		`\d{1,2}[/.]\d{1,2}[/.]\d{4}`,
		monthName + `\.?,? \d{4}`,
	}, "|") + `)\b`)
	dateNoise = regexp.MustCompile(`(?i)\b(?:` + strings.Join([]string{
		`(?:first |originally |last )?(?:published|posted|created|updated|modified|changed|edited|revised|issued|released|printed)`,
		`date|at|on|the|local time|o['’]clock`,
		`(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?`,
		`\d{1,2}[:.]\d{2}(?::\d{2})?(?: ?[ap]m)?|\d{1,2} ?[ap]m|[ap]\.?m`,
		`(?:[a-z]{1,4}t|gmt|utc)(?:[+-]\d{1,2}(?::?\d{2})?)?`,
		`\d{1,3} min(?:ute)?s? read|\d+ \w+ ago`,
	}, "|") + `)\b`)
	timeOfDay   = regexp.MustCompile(`\b\d{1,2}:\d{2}\b`)
	updatedDate = regexp.MustCompile(`(?i)\b(?:updated|modified|changed|edited|revised)\b[^0-9]{0,20}$`)
	ordinal     = regexp.MustCompile(`(?i)(\d)(?:st|nd|rd|th)\b`)
)

// dateLine reads a line that is a date, with the labels, weekdays and times that go with it.
func dateLine(text string) *facts {
	const longest = 140 // bytes
	if len(text) > longest || !strings.ContainsAny(text, "0123456789") || endsComplete(text) && len(text) > longest/2 {
		return nil
	}
	found := anyDate.FindAllStringIndex(text, -1)
	rest := dateNoise.ReplaceAllString(anyDate.ReplaceAllString(text, " "), " ")
	if found == nil && !timeOfDay.MatchString(text) || strings.ContainsFunc(rest, isWordRune) {
		return nil
	}
	f := &facts{role: RoleDate}
	for _, at := range found {
		updated := updatedDate.MatchString(text[:at[0]])
		if f.published.precision == Unknown || f.updated && !updated {
			f.published, f.updated = readDate(text[at[0]:at[1]]), updated
		}
	}
	return f
}

// readDate reads what anyDate matches. A date that could be read in two ways (05/06/2019), and one that is in no calendar, is unknown.
func readDate(s string) Date {
	if a, b, year, ok := numericDate(s); ok {
		switch {
		case a > 12 && b <= 12:
			a, b = b, a
		case a == b || b > 12:
		default:
			return Date{}
		}
		s = fmt.Sprintf("%d-%02d-%02d", year, a, b)
	}
	if len(s) >= len(time.DateOnly) && s[4] == '-' {
		s = s[:len(time.DateOnly)]
	}
	s = strings.NewReplacer(",", " ", ".", " ", " of ", " ", " Of ", " ").Replace(ordinal.ReplaceAllString(s, "$1"))
	s = strings.Join(strings.Fields(s), " ")
	if i := strings.Index(strings.ToLower(s), "sept "); i >= 0 {
		s = s[:i] + "Sep " + s[i+len("sept "):]
	}
	for _, layout := range []string{time.DateOnly, "2006/1/2", "January 2 2006", "Jan 2 2006", "2 January 2006", "2 Jan 2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return Date{t, Day}
		}
	}
	for _, layout := range []string{"January 2006", "Jan 2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return Date{t, Month}
		}
	}
	return Date{}
}

// numericDate reads "15/05/2019" and "15.05.2019", whichever of a and b is the month.
func numericDate(s string) (a, b, year int, ok bool) {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == '.' })
	if len(parts) != 3 || len(parts[2]) != 4 {
		return 0, 0, 0, false
	}
	var n [3]int
	for i, p := range parts {
		var err error
		if n[i], err = strconv.Atoi(p); err != nil {
			return 0, 0, 0, false
		}
	}
	return n[0], n[1], n[2], true
}

// agencyFacts reads a line that names wire services and nothing else.
func agencyFacts(text string) *facts {
	if agency := agencyLine(text); agency != "" {
		return &facts{role: RoleOrigin, agency: agency}
	}
	return nil
}

var rights = regexp.MustCompile(`(?i)^(?:copyright\s*)?(?:©|\(c\)|copyright)?\s*\d{4}(?:\s*[-–]\s*\d{4})?,?\s+(?:by )?([^.,]+(?:\.[pP]\.)?)`)

// rightsOf reads a line of copyright that names a wire service: it says whose text this is. Other such lines are furniture.
func rightsOf(text string) *facts {
	if m := rights.FindStringSubmatch(text); m != nil && !unicode.IsDigit([]rune(text)[0]) {
		if agency := agencyOf(strings.TrimRight(m[1], ".")); agency != "" {
			return &facts{role: RoleOrigin, agency: agency}
		}
	}
	return nil
}

const outletName = `((?:[Tt]he )?\p{Lu}[\p{L}\d&.'’+-]*(?:\s+(?:(?:of|and|&|the|for|in|de)\s+)?\p{Lu}[\p{L}\d&.'’+-]*){0,5})`

var (
	originStart = regexp.MustCompile(`(?i)^[*_([\s]*(?:(?:this|the) (?:article|story|piece|column|essay|report|post|commentary|op-ed|interview|text|analysis)(?: by [^.]{1,60})? (?:was |has been |is |has )?(?:also )?(?:(?:originally|first|previously) )?(?:published|appeared|posted|republished|reprinted|reproduced|provided|distributed|produced|syndicated)|(?:originally|first) (?:published|appeared)|(?:re)?(?:published|printed) with permission|reprinted|republished)\b`)
	originName  = regexp.MustCompile(`\b(in|on|by|at|from|permission of|courtesy of) ` + outletName)
)

// originStarts are the first words of what originStart matches.
var originStarts = set(`this the originally first republished published reprinted printed`)

// originLine reads a sentence such as "This article was originally published in X."
func originLine(text string) *facts {
	const longest = 400 // bytes
	text = stripLinks(text)
	if len(text) > longest || !originStarts[firstWord(strings.TrimLeft(text, "*_([ "))] || !originStart.MatchString(text) || strings.ContainsAny(text, "\"“”") {
		return nil
	}
	f := &facts{role: RoleOrigin, anywhere: true}
	if m := anyDate.FindString(text); m != "" {
		f.published = readDate(m)
	}
	for _, m := range originName.FindAllStringSubmatch(text, -1) {
		name := strings.TrimRight(m[2], ".")
		f.agency = cmp.Or(agencyOf(name), agencyOf(withoutLastWord(name)))
		if f.agency != "" {
			break
		}
		first, _, _ := strings.Cut(name, " ")
		if !isMonth.MatchString(first) && !isWeekday.MatchString(first) && !(m[1] == "by" && isPersonName(name)) {
			f.agency = name
			break
		}
	}
	return f
}

var isWeekday = regexp.MustCompile(`(?i)^(?:mon|tues|wednes|thurs|fri|satur|sun)day\b`)

func withoutLastWord(name string) string {
	before, _, _ := cutLast(name, " ")
	return before
}

var (
	viewsExpressed = regexp.MustCompile(`(?i)^[*_([\s]*(?:(?:editor['’]?s? note|disclaimer|note)\s*:\s*)?(?:(?:any|the|all) )?(?:views?|opinions?|ideas)(?:,? (?:and|or|&|/) ?(?:the )?\w+)?,? (?:expressed|presented|stated|contained|in this)\b`)
	notReflecting  = regexp.MustCompile(`(?i)^[*_([\s]*this (?:column|article|op-ed|commentary|piece|essay|post) (?:does not|doesn['’]t|may not) (?:necessarily )?(?:reflect|represent)\b`)
	whoseViews     = regexp.MustCompile(`(?i)\b(?:authors?|writers?|columns?|columnists?|articles?|opinion|piece|commentary|here|herein|contributors?|own|essay|blog|op-eds?)\b`)
	viewsOf        = regexp.MustCompile(`(?:[Pp]ositions?|[Vv]iews?|[Oo]pinions?|[Pp]olic(?:y|ies)|[Ss]tance|[Bb]eliefs|[Ss]tandpoint|those) of (?:the (?:editorial board|editors|staff|publisher|author)s? (?:or|and|of|at) )*` + outletName)
	policyOf       = regexp.MustCompile(`(?:reflect|represent)s? ` + outletName + `['’]s? (?:own |editorial |official )*(?:stance|policy|views?|position|opinions?)`)
	noOutlet       = regexp.MustCompile(`(?i)\b(?:department|government|universit\w+|navy|army|air force|ministry|institute|nations|agency|command|union|bank|company|foundation|state)\b`)
)

// disclaimer reads a paragraph that says whose views an article holds. It names the publisher when it sets those views apart from
// the publisher's.
func disclaimer(text string) *facts {
	text = stripLinks(text)
	if !strings.Contains(text, "view") && !strings.Contains(text, "opinion") && !strings.Contains(text, "Views") &&
		!strings.Contains(text, "Opinions") && !strings.Contains(text, "reflect") && !strings.Contains(text, "represent") {
		return nil
	}
	var claim string
	for _, s := range Sentences(text) {
		sentence := text[s.Start:s.End]
		if viewsExpressed.MatchString(sentence) && whoseViews.MatchString(sentence) || notReflecting.MatchString(sentence) {
			claim = sentence
			break
		}
	}
	if claim == "" || strings.ContainsAny(claim, "\"“”") {
		return nil
	}
	f := &facts{role: RoleDisclaimer, kind: KindOpinion}
	m := policyOf.FindStringSubmatch(claim)
	if m == nil {
		m = viewsOf.FindStringSubmatch(claim)
	}
	if m == nil || noOutlet.MatchString(m[1]) {
		return f
	}
	name := strings.TrimSuffix(strings.TrimSuffix(strings.TrimRight(m[1], "."), "’s"), "'s")
	if f.agency = agencyOf(name); f.agency == "" {
		f.publisher = name
	}
	return f
}

var opinionLabel = regexp.MustCompile(`(?i)^[*_|•\s]*(?:opinions?|editorials?|commentary|op-?ed|column|guest (?:essay|column)|comment is free|viewpoint|perspective|letters? to the editor)[*_|•:\s]*$`)

// kindLabel reads a line that is only the label of an opinion page.
func kindLabel(text string) *facts {
	const longest = 40 // bytes
	if len(text) <= longest && opinionLabel.MatchString(stripLinks(text)) {
		return &facts{role: RoleDisclaimer, kind: KindOpinion}
	}
	return nil
}
