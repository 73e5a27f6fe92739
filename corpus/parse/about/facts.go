// Package about reads what one line of an article says about the article: who wrote, sent and published it, when, where, and of what kind
// it is. It knows nothing of what stands around the line.
package about

import (
	"cmp"
	"regexp"
	"strings"
	"unicode"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/prose"
)

// Facts is what one line of an article says about the article.
type Facts struct {
	Role                             corpus.Role // of the line's passage; "" for a line that is not shown
	Title, Author, Agency, Publisher string
	Url                              string
	Published                        corpus.Date
	Kind                             corpus.Kind
	Updated                          bool   // published is when it was last changed
	TwoWays                          string // a date of which either number may be the month, Published being unknown
	Anywhere                         bool   // holds wherever it stands; other lines count only before and after the reporting
}

// In reads a line that says something about the article and nothing else; nil for every other line.
func In(text string) *Facts {
	const longest = 900 // bytes
	if len(text) > longest {
		return nil
	}
	for _, read := range []func(string) *Facts{LinkLine, releaseLine, labelLine, BylineOf, dateLine, outletLine, agencyFacts, rightsOf,
		OriginLine, disclaimer, kindLabel} {
		if f := read(text); f != nil {
			return f
		}
	}
	return nil
}

// Apply sets the fields of a that are not known yet. When an article was changed is not when it was published.
func (f *Facts) Apply(a *corpus.Article) {
	for _, field := range []struct{ to, from *string }{
		{&a.Title, &f.Title}, {&a.Author, &f.Author}, {&a.Agency, &f.Agency}, {&a.Publisher, &f.Publisher}, {&a.URL, &f.Url},
	} {
		*field.to = cmp.Or(*field.to, *field.from)
	}
	a.Kind = cmp.Or(a.Kind, f.Kind)
	if !f.Updated {
		a.Published = cmp.Or(a.Published, f.Published)
	}
}

var (
	linkAlone = regexp.MustCompile(`^<?(https?://[^\s<>]+)>?$`)
	linkLabel = regexp.MustCompile(`(?i)^(?:original |source |article |full |canonical |permanent )?(?:url|link|permalink|source|` +
		`web address|available at|retrieved from|accessed at|(?:read|view) (?:the )?(?:original|full)(?: (?:article|story|text|` +
		`version))?(?: at| on| here)?)\s*:?\s*<?(https?://[^\s<>]+)?>?$`)
)

// LinkLine reads a line that is the article's address, or the label before one.
func LinkLine(text string) *Facts {
	if !strings.Contains(text, "://") && !strings.HasSuffix(text, ":") && !strings.EqualFold(text, "original url") {
		return nil
	}
	if m := linkAlone.FindStringSubmatch(text); m != nil {
		return &Facts{Role: corpus.RoleOrigin, Url: m[1]}
	}
	m := linkLabel.FindStringSubmatch(text)
	switch {
	case m == nil || m[1] == "" && !strings.HasSuffix(text, ":") && !strings.EqualFold(text, "original url"):
		return nil
	case m[1] == "":
		return &Facts{}
	}
	return &Facts{Role: corpus.RoleOrigin, Url: m[1]}
}

var label = regexp.MustCompile(`(?i)^(title|headline|source|publisher|publication|published (?:by|in)|outlet|newspaper|agency|` +
	`wire)\s*:\s*(\S.*)$`)

// labelLine reads lines such as "Title: ..." and "Source: ...".
func labelLine(text string) *Facts {
	if !strings.Contains(text, ":") {
		return nil
	}
	m := label.FindStringSubmatch(StripLinks(text))
	if m == nil || EndsComplete(m[2]) && len(strings.Fields(m[2])) > 8 {
		return nil
	}
	if name := strings.ToLower(m[1]); name == "title" || name == "headline" {
		return &Facts{Title: m[2]}
	}
	f := &Facts{Role: corpus.RoleOrigin}
	for _, name := range agencyGlue.Split(m[2], -1) {
		switch agency := AgencyOf(name); {
		case agency != "":
			f.Agency = cmp.Or(f.Agency, agency)
		case strings.EqualFold(name, "agencies") || strings.EqualFold(name, "news agencies"):
		case !IsTitleCase(name):
			return nil
		case f.Publisher == "":
			f.Publisher = name
		default:
			f.Publisher = m[2] // the name has a comma or an "and" in it
		}
	}
	return f
}

// agencyFacts reads a line that names wire services and nothing else.
func agencyFacts(text string) *Facts {
	if agency := agencyLine(text); agency != "" {
		return &Facts{Role: corpus.RoleOrigin, Agency: agency}
	}
	return nil
}

var rights = regexp.MustCompile(`(?i)^(?:copyright\s*)?(?:©|\(c\)|` +
	`copyright)?\s*\d{4}(?:\s*[-–]\s*\d{4})?,?\s+(?:by )?([^.,]+(?:\.[pP]\.)?)`)

// rightsOf reads a line of copyright: one that names a wire service says whose text this is, one that names a publication is its own.
// Others are furniture.
func rightsOf(text string) *Facts {
	if m := rights.FindStringSubmatch(text); m != nil && !unicode.IsDigit([]rune(text)[0]) {
		name := strings.TrimSpace(strings.TrimRight(m[1], "."))
		if agency := AgencyOf(name); agency != "" {
			return &Facts{Role: corpus.RoleOrigin, Agency: agency}
		}
		if OutletWord.MatchString(name) && IsTitleCase(name) {
			return &Facts{Publisher: name}
		}
	}
	return nil
}

const outletName = `((?:[Tt]he )?\p{Lu}[\p{L}\d&.'’+-]*(?:\s+(?:(?:of|and|&|the|for|in|de)\s+)?\p{Lu}[\p{L}\d&.'’+-]*){0,5})`

var (
	originStart = regexp.MustCompile(`(?i)^[*_([\s]*(?:(?:this|the) (?:article|story|piece|column|essay|report|post|commentary|op-ed|` +
		`interview|text|analysis)(?: by [^.]{1,60})? (?:was |has been |is |has )?(?:also )?(?:(?:originally|first|` +
		`previously) )?(?:published|appeared|posted|republished|reprinted|reproduced|provided|distributed|produced|syndicated)|` +
		`(?:originally|first) (?:published|appeared)|(?:re)?(?:published|printed) with permission|reprinted|republished)\b`)
	printedAgain = regexp.MustCompile(`(?i)\b(?:reprinted|republished|reproduced|syndicated|also (?:published|appeared))\b`)
	originName   = regexp.MustCompile(`\b(in|on|by|at|from|permission of|courtesy of) ` + outletName)
)

// OriginLine reads a sentence such as "This article was originally published in X."
func OriginLine(text string) *Facts {
	const longest = 400 // bytes
	text = StripLinks(text)
	if len(text) > longest || !english.OriginStarts.Has(FirstWord(strings.TrimLeft(text, "*_([ "))) || !originStart.MatchString(text) ||
		strings.ContainsAny(text, "\"“”") {
		return nil
	}
	f := &Facts{Role: corpus.RoleOrigin, Anywhere: true}
	if m := AnyDate.FindString(text); m != "" {
		f.Published = ReadDate(m)
	}
	for _, m := range originName.FindAllStringSubmatch(text, -1) {
		if printedAgain.MatchString(text) && (m[1] == "in" || m[1] == "on" || m[1] == "by" || m[1] == "at") {
			continue // where else it can be read, not where it comes from
		}
		name := strings.TrimRight(m[2], ".")
		f.Agency = cmp.Or(AgencyOf(name), AgencyOf(withoutLastWord(name)))
		if f.Agency != "" {
			break
		}
		first, _, _ := strings.Cut(name, " ")
		if !isMonth.MatchString(first) && !isWeekday.MatchString(first) && !(m[1] == "by" && isPersonName(name)) {
			f.Agency = name
			break
		}
	}
	return f
}

var isWeekday = regexp.MustCompile(`(?i)^(?:mon|tues|wednes|thurs|fri|satur|sun)day\b`)

func withoutLastWord(name string) string {
	before, _, _ := CutLast(name, " ")
	return before
}

var (
	viewsExpressed = regexp.MustCompile(`(?i)^[*_([\s]*(?:(?:editor['’]?s? note|disclaimer|note)\s*:\s*)?(?:(?:any|the|all) )?(?:views?|` +
		`opinions?|ideas)(?:,? (?:and|or|&|/) ?(?:the )?\w+)?,? (?:expressed|presented|stated|contained|in this)\b`)
	notReflecting = regexp.MustCompile(`(?i)^[*_([\s]*this (?:column|article|op-ed|commentary|piece|essay|post) (?:does not|doesn['’]t|` +
		`may not) (?:necessarily )?(?:reflect|represent)\b`)
	whoseViews = regexp.MustCompile(`(?i)\b(?:authors?|writers?|columns?|columnists?|articles?|opinion|piece|commentary|here|herein|` +
		`contributors?|own|essay|blog|op-eds?)\b`)
	viewsOf = regexp.MustCompile(`(?:[Pp]ositions?|[Vv]iews?|[Oo]pinions?|[Pp]olic(?:y|ies)|[Ss]tance|[Bb]eliefs|[Ss]tandpoint|` +
		`those) of (?:the (?:editorial board|editors|staff|publisher|author)s? (?:or|and|of|at) )*` + outletName)
	policyOf = regexp.MustCompile(`(?:reflect|represent)s? ` + outletName + `['’]s? (?:own |editorial |official )*(?:stance|policy|` +
		`views?|position|opinions?)`)
	noOutlet = regexp.MustCompile(`(?i)\b(?:department|government|universit\w+|navy|army|air force|ministry|institute|nations|` +
		`agency|command|union|bank|company|foundation|state)\b`)
)

// disclaimer reads a paragraph that says whose views an article holds. It names the publisher when it sets those views apart from
// the publisher's.
func disclaimer(text string) *Facts {
	text = StripLinks(text)
	if !strings.Contains(text, "view") && !strings.Contains(text, "opinion") && !strings.Contains(text, "Views") &&
		!strings.Contains(text, "Opinions") && !strings.Contains(text, "reflect") && !strings.Contains(text, "represent") {
		return nil
	}
	var claim string
	for _, s := range prose.Sentences(text) {
		sentence := text[s.Start:s.End]
		if viewsExpressed.MatchString(sentence) && whoseViews.MatchString(sentence) || notReflecting.MatchString(sentence) {
			claim = sentence
			break
		}
	}
	if claim == "" || strings.ContainsAny(claim, "\"“”") {
		return nil
	}
	f := &Facts{Role: corpus.RoleDisclaimer, Kind: corpus.KindOpinion}
	m := policyOf.FindStringSubmatch(claim)
	if m == nil {
		m = viewsOf.FindStringSubmatch(claim)
	}
	if m == nil || noOutlet.MatchString(m[1]) {
		return f
	}
	name := strings.TrimSuffix(strings.TrimSuffix(strings.TrimRight(m[1], "."), "’s"), "'s")
	if f.Agency = AgencyOf(name); f.Agency == "" {
		f.Publisher = name
	}
	return f
}

var opinionLabel = regexp.MustCompile(`(?i)^[*_|•\s]*(?:opinions?|editorials?|commentary|op-?ed|column|guest (?:essay|column)|` +
	`comment is free|viewpoint|perspective|letters? to the editor)[*_|•:\s]*$`)

// kindLabel reads a line that is only the label of an opinion page.
func kindLabel(text string) *Facts {
	const longest = 40 // bytes
	if len(text) <= longest && opinionLabel.MatchString(StripLinks(text)) {
		if strings.Contains(strings.ToLower(text), "editorial") {
			return &Facts{Role: corpus.RoleDisclaimer, Kind: corpus.KindEditorial}
		}
		return &Facts{Role: corpus.RoleDisclaimer, Kind: corpus.KindOpinion}
	}
	return nil
}
