package alone

import (
	"regexp"
	"strings"

	"readout/corpus/prose"
)

var (
	// rollCall finds the line of minutes that lists who was there, at its beginning or behind a heading that runs on.
	rollCall = regexp.MustCompile(`(?i)^\W*(?:also,? )?(?:members )?(?:present|absent|in attendance|attendees|` +
		`attending|apologies|public)\b[^.:]{0,20}:|\b(?:Present|In attendance|Attendees|Apologies): \p{Lu}`)
	// agendaItem finds what is to be done under a number, which nobody tells as done.
	agendaItem = regexp.MustCompile(`^(?:[\d/.]+[.)]?\s+|[-*•]\s+)?To (?:receive|consider|discuss|approve|adopt|` +
		`agree|note|confirm|review|elect|appoint|resolve|ratify|sign|accept)\b`)
	runsOn    = regexp.MustCompile(`^(?:\p{Lu}{3,}\s+){3}`)
	address   = regexp.MustCompile(`https?://\S+`)
	aboutCode = regexp.MustCompile(`^[\w.-]+/[\w.-]+: `)
	labels    = regexp.MustCompile(`(?:\p{L}+ ){0,3}\p{L}+:`)
)

// IsForm reports whether a text is a form that records have rather than something told: who was there, an item of the agenda, a heading in
// capitals that runs on into what follows, the title of a change under its repository's name, or a link with its labels.
func IsForm(text string) bool {
	text = strings.TrimSpace(text)
	if rollCall.MatchString(text) || agendaItem.MatchString(text) || runsOn.MatchString(text) || aboutCode.MatchString(text) {
		return true
	}
	return address.MatchString(text) && len(prose.Words(labels.ReplaceAllString(address.ReplaceAllString(text, " "), " "))) < fewestWords
}
