package question

import (
	"regexp"

	"readout/retrieval"
)

// asksOfOccasion reports whether a question asks where or when the articles' event was, or who took part in it, and of nothing else. The
// event is named, or left to be understood: what "they", "it" or "there" are in a question that nothing stands before is the event's.
func (a Asked) asksOfOccasion(common *Setting) bool {
	if a.Kind != Where && a.Kind != When && a.Kind != Who || len(a.Parts) > 1 || len(a.Articles) > 0 ||
		anotherTime.MatchString(a.Text) || Negation.MatchString(a.Text) {
		return false
	}
	text := Tidied(unframed(a.Text))
	event := common.withoutEvent(text)
	understood := leftToEvent.ReplaceAllString(event, " ")
	means := event != text || understood != event
	if a.Kind == Who {
		understood, means = takesPart.ReplaceAllString(understood, " "), means && whoAre.MatchString(text) || takesPart.MatchString(text)
	}
	return means && len(retrieval.ContentStems(happens.ReplaceAllString(understood, " "))) == 0
}

var (
	// anotherTime asks of what was before or after the event, or of another one.
	anotherTime = regexp.MustCompile(`(?i)\b(?:before|after|afterwards|since|until|next|previous\w*|last|again|another|other|first|` +
		`second|earlier|later|then|else|ahead|instead|will|would)\b`)
	happens = regexp.MustCompile(`(?i)\b(?:take|takes|took|taken|taking|hold|held|happen\w*|occur\w*|meet|meets|met|gather\w*` +
		`|place|day|date|city|town|country|location|venue)\b`)
	leftToEvent = regexp.MustCompile(`(?i)\b(?:they|it|this|that|there|the two|both)\b`)
	takesPart   = regexp.MustCompile(`(?i)\b(?:(?:takes?|took|taken|taking) part|participa\w+|attend\w*|present|there|meets?|met|` +
		`involved|parties)\b`)
	whoAre = regexp.MustCompile(`(?i)^\W*who (?:are|were) they\b`)
)

// LeavesOpen reports whether a question does not name the event that it asks of, so that it means one that most reports tell of, or none.
func (a Asked) LeavesOpen() bool {
	return a.Kind == Who || !eventAlone.MatchString(a.Text)
}
