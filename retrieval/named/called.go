package named

import (
	"regexp"
	"slices"
	"strings"

	"readout/corpus/prose"
	"readout/retrieval"
)

// calling asks whether, or why, somebody gave a thing a name, which ends the question.
var calling = regexp.MustCompile(`(?i)\b(?:call|describe|label|brand|term|characteri[sz]e)(?:s|d|ed|led|med)?\b(.+)$`)

// CalledSo are the words at the end of a question that passages print as a quotation: "an act of war" of "did Roe call it an act of war?".
// Of a question without speakers there are none: nothing turns on them.
func CalledSo(question string, found []retrieval.Hit, speakers int) (out []string) {
	m := calling.FindStringSubmatch(question)
	if m == nil || speakers == 0 {
		return nil
	}
	tail := " " + strings.Join(prose.Folded(m[1]), " ")
	for i := range found {
		text := found[i].Passage.Text
		for _, q := range prose.Quotations(text) {
			quoted := strings.Trim(text[q.Start:q.End], " .,?!")
			ws := strings.Join(prose.Folded(quoted), " ")
			if strings.Contains(ws, " ") && strings.HasSuffix(tail, " "+ws) && !slices.Contains(out, quoted) {
				out = append(out, quoted)
			}
		}
	}
	return out
}
