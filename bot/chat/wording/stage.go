package wording

import (
	"strings"

	"readout/bot/chat/markup"
	"readout/retrieval/answer"
)

// stageWords are what stages are called in a language.
type stageWords struct {
	Understanding, Writing, Checking, Translating string
	Reading                                       func(passages int) string
}

// Text is the stages that an answer has been through, the last one under way; "" for one that is not shown. It holds no word of an
// answer.
func (w stageWords) Text(s answer.Stage) string {
	var parts []string
	if s.Passages > 0 {
		parts = append(parts, w.Reading(s.Passages))
	}
	switch s.Doing {
	case answer.Understanding:
		parts = append(parts, w.Understanding)
	case answer.Writing:
		parts = append(parts, w.Writing)
	case answer.Checking:
		parts = append(parts, w.Writing, w.Checking)
	case answer.Translating:
		parts = append(parts, w.Writing, w.Checking, w.Translating)
	}
	if len(parts) == 0 {
		return ""
	}
	return "*" + strings.Join(parts, markup.Dot) + " …*"
}
