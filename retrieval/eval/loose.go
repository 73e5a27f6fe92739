package eval

import (
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval/alone"
	"readout/retrieval/answer"
)

// LooseEnd is a sentence that is shown without what it hangs on.
type LooseEnd struct {
	Sentence int    // its index
	Word     string // that what is missing explains, or what makes it no sentence; see alone.HangsOn
}

// unsaid is the word of a loose end of a transcript: nobody is told whose words they are.
const unsaid = "a speaker"

// LooseEnds finds the sentences that hang on what is not shown: the sentence which stands before one in its article must be shown before
// it, or the name in brackets. Citations are those that the sentences number.
func LooseEnds(sentences []answer.Sentence, citations []answer.Citation) []LooseEnd {
	var out []LooseEnd
	for i, s := range sentences {
		cited := citedBy(s, citations)
		before := ""
		if i > 0 {
			before = sentences[i-1].Text
		}
		word := alone.HangsOn(s.Text)
		switch {
		case !isReporting(cited), followsIn(cited, before, s.Text) && (word == alone.Fragment || !strings.HasPrefix(word, "a ")):
			continue
		case word == "" && isSpoken(cited) && !bracketed.MatchString(s.Text) && !sameTurn(cited, sentences[:i], citations):
			word = unsaid
		}
		if word != "" {
			out = append(out, LooseEnd{i, word})
		}
	}
	return out
}

func citedBy(s answer.Sentence, citations []answer.Citation) []answer.Citation {
	var out []answer.Citation
	for _, c := range citations {
		if slices.Contains(s.Citations, c.N) {
			out = append(out, c)
		}
	}
	return out
}

// isReporting reports whether what is cited is what an article reports, and not a line about it.
func isReporting(cited []answer.Citation) bool {
	return len(cited) == 0 || cited[0].Passage.Role == corpus.RoleBody
}

func isSpoken(cited []answer.Citation) bool {
	return len(cited) > 0 && cited[0].Passage.Turn.Number > 0 && cited[0].Passage.Turn.Speaker != ""
}

// sameTurn reports whether the last of the sentences before is of the turn that is cited.
func sameTurn(cited []answer.Citation, before []answer.Sentence, citations []answer.Citation) bool {
	if len(before) == 0 {
		return false
	}
	last := citedBy(before[len(before)-1], citations)
	return isSpoken(last) && last[0].Passage.Article == cited[0].Passage.Article && last[0].Passage.Turn.Number == cited[0].Passage.Turn.Number
}

var bracketed = regexp.MustCompile(`\[[^\[\]]*\]`)

// followsIn reports whether one sentence stands right before another in one of the articles.
func followsIn(cited []answer.Citation, before, sentence string) bool {
	both := wordsIn(before) + wordsIn(sentence)
	return before != "" && slices.ContainsFunc(cited, func(c answer.Citation) bool { return strings.Contains(wordsIn(c.Article.Body), both) })
}

// wordsIn are the words of a text, without what stands in brackets, each with a space behind it.
func wordsIn(text string) string {
	var b strings.Builder
	for _, w := range prose.Words(bracketed.ReplaceAllString(corpus.Plain(text), " ")) {
		b.WriteString(w.Folded)
		b.WriteByte(' ')
	}
	return b.String()
}
