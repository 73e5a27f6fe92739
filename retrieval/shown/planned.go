package shown

import (
	"regexp"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval/dates"
)

// PlansFor reports whether a sentence tells a plan for a date that it gives: of a preview, or of an article counted from no day. A day on
// which something was told is none that is planned for.
func PlansFor(a *corpus.Article, sentence string, when dates.Date, published corpus.Date) bool {
	undone := a.Kind == corpus.KindPreview || published.Precision() == corpus.Unknown
	return undone && !when.OfTelling(sentence) && IsPlanned(a, sentence)
}

// IsPlanned reports whether a sentence of an article tells what is to come: in a preview with words that look ahead, or with words for the
// future in any.
func IsPlanned(a *corpus.Article, sentence string) bool {
	told := prose.Without(sentence, prose.Quotations(sentence))
	if a.Kind == corpus.KindPreview && (previewed.MatchString(told) || toCome.MatchString(told) || theyDo.MatchString(told)) {
		return true
	}
	return dates.Ahead(told)
}

var (
	// previewed finds words that look ahead in a preview; "before the talks" and "by the river" tell of what was, too.
	previewed = regexp.MustCompile(`(?i)\b(?:would|next|plans?|planned|due|set for|scheduled|expected|expires?|wants? to|upcoming|coming)\b`)

	// theyDo finds the same of several: "Calder and Marsh meet", "the ministers sit down".
	theyDo = regexp.MustCompile(`\b(?:and (?:\p{Lu}[\p{L}’'-]+ )+|[Tt]hey |(?:[Tt]he|[Tt]wo|[Bb]oth) (?:\p{L}+ )?\p{L}+s )` +
		`(?:meet|leave|depart|arrive|travel|head|fly|begin|start|visit|gather|sit down|open)\b`)

	// toCome finds what a preview tells in the present tense of what has not been.
	toCome = regexp.MustCompile(`(?i)\b(?:leaves|departs|arrives|travels|meets|heads|flies|begins|starts|opens|visits|hosts|` +
		`sits down|kicks off|gathers?|has to|have to|could|looks to|seeks to)\b`)
)

// PlanNote is what stands behind a sentence of a preview that tells what is to come; "" behind others.
func PlanNote(a *corpus.Article, p *corpus.Passage, sentence string) string {
	if a == nil || a.Kind != corpus.KindPreview || p.Role != corpus.RoleBody || !IsPlanned(a, sentence) {
		return ""
	}
	if a.Published.Precision() != corpus.Day {
		return "[planned (preview)]"
	}
	return "[planned (preview of " + a.Published.Time().Format("2 January") + ")]"
}

// OpenNote is a note that says besides that no article tells what became of the plan.
func OpenNote(note string) string {
	return strings.TrimSuffix(note, "]") + "; the articles don't say whether it happened]"
}

// WithoutNote is a sentence shown of a passage without the note that it tells of a plan, and that note; "" where none stands there that
// the passage's article, which may be nil, bears out.
func WithoutNote(a *corpus.Article, p *corpus.Passage, shown string) (text, note string) {
	at := strings.LastIndex(shown, " [planned (")
	if at < 0 {
		return shown, ""
	}
	text, note = shown[:at], shown[at+1:]
	if plain := PlanNote(a, p, text); plain == "" || note != plain && note != OpenNote(plain) {
		return shown, ""
	}
	return text, note
}
