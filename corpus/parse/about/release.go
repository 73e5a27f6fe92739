package about

import (
	"regexp"
	"strings"
	"unicode"

	"readout/corpus"
	"readout/corpus/prose"
)

var (
	releaseMark = regexp.MustCompile(`(?i)^[*_#\s]*(?:for immediate (?:release|distribution|publication)|(?:news|press|media) (?:release|` +
		`statement)|embargoed (?:until|for)\b.{0,60})[*_:.!\s]*$`)
	contactFor = regexp.MustCompile(`(?i)^[*_]*(?:(?:media|press|news|investor)(?: relations)? )?(?:contacts?|enquiries|` +
		`inquiries)(?: information)?[*_]*\s*:`)
	placeDated = regexp.MustCompile(`^[*_]*\p{Lu}[\p{L}.'’ -]{1,40}(?:, [\p{L}. ]{2,30})?(?:,| [(–—-]+) ?`)
)

// releaseLine reads the lines of a press release that are no reporting.
func releaseLine(text string) *Facts {
	const longest = 400 // bytes
	switch {
	case releaseMark.MatchString(text):
		return &Facts{Kind: corpus.KindRelease}
	case len(text) <= longest && contactFor.MatchString(text) && strings.ContainsFunc(text, unicode.IsDigit) && !IsReported(text):
		return &Facts{}
	}
	return nil
}

// DateInDateline is the date that a text begins with, behind the place: "ORSK, March 5, 2024 -- ".
func DateInDateline(text string) corpus.Date {
	const longest = 120 // bytes
	lead := prose.Shown(text[:min(len(text), longest)])
	place := placeDated.FindString(lead)
	if place == "" {
		return corpus.Date{}
	}
	at := AnyDate.FindStringIndex(lead[len(place):])
	if at == nil || at[0] != 0 {
		return corpus.Date{}
	}
	rest := strings.TrimLeft(lead[len(place)+at[1]:], " )")
	if !strings.HasPrefix(rest, "-") && !strings.HasPrefix(rest, "–") && !strings.HasPrefix(rest, "—") && !strings.HasPrefix(rest, "/") &&
		!strings.HasPrefix(rest, "(") {
		return corpus.Date{}
	}
	return ReadDate(lead[len(place) : len(place)+at[1]])
}
