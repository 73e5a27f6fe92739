package conflict

import (
	"regexp"
	"strings"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/prose"
)

// What a statement says with certainty that another may deny, or say otherwise: what is to be, what has been or is, how long it lasted.
var (
	leadIn = regexp.MustCompile(`^(?:(?:But|And|Still|However|Meanwhile|Later|Then|On \p{Lu}\p{L}+),? )+`)
	toBe   = regexp.MustCompile(`^(\p{L}[^,;:—–]{1,80}?) ` +
		`(?:(?:has|have|had) agreed to|agreed to|will|(?:is|are) (?:due|set|scheduled) to|plans? to) (\p{L}[^;:—–]*)$`)
	hasBeen = regexp.MustCompile(`^(\p{L}[^,;:—–]{1,80}?) (has|have|was|were|is|are) (?:not |never )?(\p{L}[^;:—–]*)$`)
	lasted  = regexp.MustCompile(`^(\p{L}[^,;:—–]{1,80}?) ` +
		`(?:lasted|took|went on for) (?:[\p{L}\d.,-]+ ){1,4}?(?:minutes?|hours?|days?|weeks?|months?)\b`)
	credits = regexp.MustCompile(`(?:,(?: [\p{L}.'’-]+){1,6}|(?: \p{Lu}[\p{L}.'’-]+)+) (?:said|says|writes|wrote|added|told)\b[^,;]*$`)
	aside   = regexp.MustCompile(`, (?:who|which|after|as|while|where|although|though|but|and|with|when|now)\b.*$`)
)

// Question is the question that a statement answers, and to which another report may answer otherwise: whether what is to be will be,
// whether what has been has, how long something lasted. "" where it says no such thing plainly: as somebody's opinion, of something that
// another sentence names, or in marks of quotation.
func Question(sentence string) string {
	text := strings.TrimRight(prose.OneLine(corpus.Plain(sentence)), ".")
	if len(prose.Quotations(text)) > 0 || strings.HasSuffix(text, "?") {
		return ""
	}
	text = credits.ReplaceAllString(aside.ReplaceAllString(leadIn.ReplaceAllString(text, ""), ""), "")
	lower := func(subject string) (string, bool) {
		first, rest, _ := strings.Cut(subject, " ")
		switch folded := strings.ToLower(first); {
		case folded == "the" || folded == "a" || folded == "an":
			return folded + " " + rest, rest != ""
		case english.ClauseOpeners.Has(folded):
			return "", false
		}
		return subject, true
	}
	if m := lasted.FindStringSubmatch(text); m != nil {
		if subject, ok := lower(m[1]); ok {
			return "How long did " + subject + " last?"
		}
	}
	if m := toBe.FindStringSubmatch(text); m != nil {
		if subject, ok := lower(m[1]); ok {
			return "Will " + subject + " " + m[2] + "?"
		}
	}
	if m := hasBeen.FindStringSubmatch(text); m != nil {
		if subject, ok := lower(m[1]); ok {
			return strings.ToUpper(m[2][:1]) + m[2][1:] + " " + subject + " " + m[3] + "?"
		}
	}
	return ""
}
