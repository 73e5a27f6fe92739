package corpus

import (
	"regexp"
	"strings"
	"unicode"
)

// turnLabel is what opens a turn in a transcript: "MR. DOE:", "PRESIDENT ROE (via interpreter):", "Q:", "Ms. Doe:".
var turnLabel = regexp.MustCompile(`^(?:\*\*|__)?(\p{Lu}[\p{L}.’' -]{0,58}?)(?: \([^()\n]{1,40}\))?(?:\*\*|__)?:(?:\*\*|__)? *`)

// longestLabel bounds, in bytes, where the colon of a label is looked for.
const longestLabel = 256

// findTurns credits the turns of a transcript, each paragraph whole, to whom its label names; a paragraph without a label goes on
// from the one before. It reports whether the article is a transcript: one by its kind, or by labels on most of its paragraphs.
func findTurns(a *Article, names *nameIndex) bool {
	type turn struct {
		label Span // in the passage's text
		words int  // where the words begin
	}
	turns := make([]turn, len(a.Passages))
	body, labelled := 0, 0
	for i := range a.Passages {
		p := &a.Passages[i]
		if p.Role != RoleBody {
			continue
		}
		body++
		if m := turnLabel.FindStringSubmatchIndex(p.Text); m != nil && isSpeakerLabel(p.Text[m[2]:m[3]], names) && m[1] < len(p.Text) {
			turns[i] = turn{Span{m[2], m[3]}, m[1]}
			labelled++
		}
	}
	if labelled == 0 || a.Kind != KindTranscript && (labelled < 2 || labelled*2 < body) {
		return false
	}
	var speaker party
	started := false
	var now Turn
	for i := range a.Passages {
		p := &a.Passages[i]
		if p.Role != RoleBody {
			continue
		}
		r := &passageReader{article: a, passage: p, names: names}
		by := attribution{speaker: speaker}
		if turns[i].words > 0 {
			speaker, started = labelParty(p.Text[turns[i].label.Start:turns[i].label.End], a.ID, names), true
			by = attribution{speaker: speaker, span: turns[i].label}
			now = Turn{Number: now.Number + 1, Speaker: speaker.name}
		}
		if started {
			now.Paragraph++
			p.Turn = now
		}
		if started && !isStageDirection(p.Text) {
			r.add(Span{turns[i].words, len(p.Text)}, true, by)
		}
		p.Remarks = r.remarks
	}
	return true
}

func isStageDirection(text string) bool {
	return strings.HasPrefix(text, "(") && strings.HasSuffix(strings.TrimRight(text, "."), ")") || !strings.ContainsFunc(text, unicode.IsLetter)
}

// isSpeakerLabel tells "MS. DOE" and "Q" from the first words of a sentence such as "Note".
func isSpeakerLabel(label string, names *nameIndex) bool {
	words := Words(label)
	if len(words) == 0 || len(words) > 7 {
		return false
	}
	if strings.ToUpper(label) == label {
		return true
	}
	if last := words[len(words)-1].Folded; isOffices(last) || turnLeaders[last] {
		return len(words) < 4
	}
	hits := names.find(label, words, "")
	return len(hits) == 1 && hits[0].to == len(words) && hits[0].Form != ByRole
}

// turnLeaders are labels, besides offices, of those who lead or ask in a transcript.
var turnLeaders = set(`moderator host operator narrator interviewer question answer participant attendee audience`)

// labelParty is who a label names.
func labelParty(label string, article ArticleID, names *nameIndex) party {
	text := titleCase(label)
	words := Words(text)
	for _, h := range names.find(text, words, article) {
		if h.to == len(words) {
			return personParty(h.Person)
		}
	}
	switch strings.TrimRight(Fold(label), ".") {
	case "q", "question", "a", "answer":
		return party{}
	}
	last := words[len(words)-1].Folded
	if isOffices(last) || groupNouns[last] || turnLeaders[last] {
		return party{name: strings.ToLower(text)}
	}
	return party{name: text}
}

// titleCase writes a text in capitals as names are written.
func titleCase(s string) string {
	if strings.ToUpper(s) != s {
		return s
	}
	var b strings.Builder
	inWord := false
	for _, r := range s {
		if inWord {
			r = unicode.ToLower(r)
		}
		inWord = unicode.IsLetter(r)
		b.WriteRune(r)
	}
	return b.String()
}
