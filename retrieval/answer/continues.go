package answer

import (
	"regexp"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
)

var continuing = regexp.MustCompile(`^["“'‘]?(?i:but|and|yet|he|she|they|it|this|that|these|those|in turn|also|however|still|instead|asked|the two|both|such|so|then|nor|mr|mrs|ms)\b`)

// continues reports whether a passage goes on with the matter of the one before: it opens with a word that leans back, or is nothing
// but a quotation.
func continues(before, p *corpus.Passage) bool {
	return continuing.MatchString(p.Text) || bareQuotation(p) || isQuestion(before.Text)
}

// isQuestion reports whether a text ends in a question of its author's: no answer, whatever words it has.
func isQuestion(text string) bool { return strings.HasSuffix(strings.TrimSpace(text), "?") }

// bareQuotation reports whether a passage is a quotation and nothing else, or but "he said": the one before tells whose it is.
func bareQuotation(p *corpus.Passage) bool {
	spans := prose.Quotations(p.Text)
	if len(spans) == 0 {
		return false
	}
	rest := len(p.Text)
	for _, s := range spans {
		rest -= s.Len()
	}
	return rest <= 12 || rest <= longestCredit && creditsPronoun.MatchString(strings.Join(words(prose.Without(p.Text, spans)), " "))
}

// longestCredit is how many bytes "he told reporters" and the like may have with the marks around them.
const longestCredit = 48

var creditsPronoun = regexp.MustCompile(`^(?:he|she|they) \w+(?: \w+)?$|^\w+ (?:he|she|they)$`)
