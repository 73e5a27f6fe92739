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

var (
	BylineStart = regexp.MustCompile(`(?i)^[*_–—•-]*\s*(?:by|(?:written|reported|words|text|story|analysis|opinion|commentary|column|` +
		`essay|review|report) by|(?:author|authors|reporter|byline|writer)\s*:)\s+`)
	ofOpinion  = regexp.MustCompile(`(?i)\b(?:opinion|commentary|column) by\b`)
	bylineCut  = regexp.MustCompile(`\s*(?:[|•·–—/;]|\s-\s|\s{2,})\s*`)
	nameGlue   = regexp.MustCompile(`\s*(?:,|&|\band\b|\bwith\b)\s*`)
	placeAfter = regexp.MustCompile(`\s+(?:in|at|for|of)\s+\p{Lu}.*$`)
	credits    = regexp.MustCompile(`(?i)^[(*_–—\s]*(?:(?:with )?(?:additional )?(?:reporting|writing|editing)|with assistance|` +
		`with contributions) (?:by|from)\s+(.+?)[)*_.\s]*$`)
	contact = regexp.MustCompile(`(?i)^to contact the (?:reporters?|authors?|writers?)(?: (?:on|of|for) this (?:story|article|` +
		`column))?\s*:\s*(.+)$`)
	contactAt   = regexp.MustCompile(`(?i)\s+at\b.*$`)
	contributed = regexp.MustCompile(`^[(*_–—\s]*(?:\p{Lu}[^.!?"“”]{2,200}?) (?:also )?contributed (?:reporting|(?:reporting )?(?:to|` +
		`for) this (?:report|story|article|piece))[^"“”]{0,80}$`)
	authorLink = regexp.MustCompile(`^\[([^\]]+)\]\([^)]*/(?:authors?|by|people|staff|profile|contributors?|columnists?|` +
		`journalists?)/[^)]*\)$`)
	roleOfStaff = regexp.MustCompile(`(?i)\b(?:staff|our|special|news|editorial|agencies|correspondent|desk|bureau|team|board|reporters?|` +
		`writers?|editors?)\b`)
)

// BylineOf reads a line that says who wrote the article.
func BylineOf(text string) *Facts {
	if !english.BylineStarts.Has(FirstWord(strings.TrimLeft(text, "*_–—•-[( "))) && !strings.Contains(text, "contributed") &&
		!strings.HasPrefix(text, "[") {
		return nil
	}
	if f := creditOf(text); f != nil {
		return f
	}
	const longest = 160 // bytes
	start := BylineStart.FindString(text)
	rest := strings.Trim(StripLinks(text[len(start):]), "*_ ")
	if start == "" || rest == "" || len(rest) > longest {
		return nil
	}
	f := &Facts{Role: corpus.RoleByline}
	if ofOpinion.MatchString(start) {
		f.Kind = corpus.KindOpinion
	}
	for i, part := range splitByline(rest) {
		if !f.addPart(part, i == 0) {
			return nil
		}
	}
	return f
}

// creditOf reads a line that says in another form than a byline's who had a part in the article: a link to the author's page, "Reporting by
// NAME", "To contact the author: NAME", "NAME contributed to this report"; nil for any other line.
func creditOf(text string) *Facts {
	if m := authorLink.FindStringSubmatch(text); m != nil && isPersonName(m[1]) {
		return &Facts{Role: corpus.RoleByline, Author: m[1]}
	}
	if m := credits.FindStringSubmatch(text); m != nil && !strings.ContainsAny(text, "\"“”") {
		f := &Facts{Role: corpus.RoleByline}
		if names, _, _ := strings.Cut(m[1], ";"); !strings.Contains(strings.ToLower(text[:len(text)-len(m[1])]), "edit") {
			f.Author = personNames(placeAfter.ReplaceAllString(names, ""))
		}
		return f
	}
	if m := contact.FindStringSubmatch(text); m != nil {
		return &Facts{Role: corpus.RoleByline, Author: personNames(placeAfter.ReplaceAllString(contactAt.ReplaceAllString(m[1], ""), ""))}
	}
	if contributed.MatchString(text) {
		return &Facts{Role: corpus.RoleByline}
	}
	return nil
}

// addPart adds what a part of a byline says: an agency, a date, names, an outlet. The first names who wrote; it reports whether it does,
// for a line that does not is no byline.
func (f *Facts) addPart(part string, first bool) bool {
	agency := agencyNamed(part)
	if agency == "" {
		if _, last, ok := CutLast(part, ","); ok {
			agency = agencyNamed(last)
		}
	}
	names := personNames(part)
	if agency != "" {
		f.Agency = agency
	} else if date := dateLine(part); date != nil {
		f.Published, f.Updated = date.Published, date.Updated
		return true
	} else if first && names == "" && !(roleOfStaff.MatchString(part) && IsTitleCase(part)) {
		return false
	}
	if first {
		f.Author = names
	}
	f.Publisher = cmp.Or(f.Publisher, outletIn(part, names))
	return true
}

// outletIn is the publication that a part of a byline is, or that stands in it behind the names: "Ann Lee, Halm Courier"; "" for none.
func outletIn(part, names string) string {
	rest := strings.Trim(strings.TrimPrefix(part, names), " ,")
	for _, word := range []string{"of ", "for ", "at "} {
		rest = strings.TrimPrefix(rest, word)
	}
	if rest == "" || !OutletWord.MatchString(rest) || !IsTitleCase(rest) || roleOfStaff.MatchString(rest) || AgencyOf(rest) != "" {
		return ""
	}
	return rest
}

// splitByline separates the names from the outlet and the date that may follow them on the same line.
func splitByline(text string) []string {
	if m := AnyDate.FindStringIndex(text); m != nil && m[0] > 0 {
		before := strings.TrimRight(text[:m[0]], " ,|•·–—/;-")
		for _, word := range []string{"Published", "Updated", "Posted", "on", "PUBLISHED", "UPDATED"} {
			before = strings.TrimRight(strings.TrimSuffix(before, " "+word), " ,|•·–—/;-:")
		}
		return append(bylineCut.Split(before, -1), text[m[0]:])
	}
	return bylineCut.Split(text, -1)
}

func CutLast(s, sep string) (before, after string, ok bool) {
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

// isPersonName reports whether a text has the form of a person's full name: two to five words that begin with capitals, with the
// particles of names between them, and that name neither a day, an outlet nor a desk.
func isPersonName(text string) bool {
	words := strings.Fields(text)
	if len(words) < 2 || len(words) > 6 || AgencyOf(text) != "" || roleOfStaff.MatchString(text) || mediaWord.MatchString(text) {
		return false
	}
	for i, w := range words {
		first := []rune(w)[0]
		if strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !strings.ContainsRune(".'’-ʼ", r) }) {
			return false
		}
		if !unicode.IsUpper(first) && (i == 0 || !english.BylineParticles.Has(w)) && !strings.HasPrefix(w, "al-") || prose.OpensSentences[w] ||
			isWeekday.MatchString(w) {
			return false
		}
	}
	return true
}

// The words by which outlets are told from people and places. Those of moreOutletWords are people's names as well.
const (
	OutletWords = `times|post|news|journal|herald|guardian|tribune|magazine|press|review|gazette|mail|globe|chronicle|independent|` +
		`telegraph|observer|today|daily|weekly|media|reporter|broadcasting|radio|television|tv|online|network|wire|service|conversation|` +
		`intelligencer|dispatch|inquirer|examiner|sentinel|bulletin|courier|digest|quarterly|week|economist|atlantic|reserve|world report|` +
		`ledger|argus|gazetteer|messenger|newspaper`

	MoreOutletWords = `star|sun|mirror|express|standard|leader|monitor|spectator|echo|register|record|advocate|advertiser|statesman|` +
		`insider|affairs|voice|banner|eagle`
)

var (
	mediaWord  = regexp.MustCompile(`(?i)\b(?:` + OutletWords + `)\b|\.(?:com|org|net)\b`)
	OutletWord = regexp.MustCompile(`(?i)\b(?:` + OutletWords + `|` + MoreOutletWords + `)\b|\.(?:com|org|net)\b`)
)

// IsTitleCase reports whether a short text has the form of a name: its words begin with capitals or digits, but for small ones.
func IsTitleCase(text string) bool {
	words := strings.Fields(text)
	for _, w := range words {
		first := []rune(strings.TrimLeft(w, "(“‘\"'"))
		if len(first) > 0 && unicode.IsLower(first[0]) && !english.SmallWords.Has(w) && !strings.Contains(w, ".") {
			return false
		}
	}
	return len(words) > 0 && len(words) <= 8
}
