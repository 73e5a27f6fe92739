package answer

import (
	"regexp"
	"strings"

	"readout/corpus"
	"readout/retrieval/evidence"
	"readout/retrieval/question"
	"readout/retrieval/shown"
)

// isPlan reports whether a sentence tells what is to come: in a preview with words that look ahead, or with the date of a day after the
// article's.
func (s *search) isPlan(c candidate) bool {
	return shown.IsPlanned(s.snapshot.Corpus.Article(c.passage.Article), c.text())
}

// mostPlans is how many sentences tell of a plan of which nothing more is known.
const mostPlans = 2

// askedOfPast finds a question after whether something has been.
var askedOfPast = regexp.MustCompile(`(?i)^(?:\W|so|and|but|well|then|ok|okay)*(?:did|was|were|has|have|had)\b`)

// onlyPlanned are the sentences of previews that plan what the question asks about as past, where no report answers it.
func (s *search) onlyPlanned(read []evidence.Sentence) []candidate {
	if s.asked.Kind != question.YesNo || !askedOfPast.MatchString(s.asked.Text) {
		return nil
	}
	var out []candidate
	for _, r := range read {
		c := candidateOf(r)
		switch _, tellable := s.needs(c.passage, c.sentence); {
		case !s.onPoint(c, c.text(), pointNeeds{names: true}):
		case s.isPreviewPlan(c) && tellable && r.Probability >= planFrom:
			out = append(out, c)
		case r.Features.Logit >= answersLogit:
			return nil
		}
	}
	return out[:min(len(out), mostPlans)]
}

// planFrom is the least probability of a sentence that tells of a plan to answer whether it came about: it does not say so.
const planFrom = .05

// plansFrom is the least confidence with which a plan that reads best of all is told: that it does not answer is said with it.
const plansFrom = .2

func (s *search) isPreviewPlan(c candidate) bool {
	a := s.snapshot.Corpus.Article(c.passage.Article)
	return a.Kind == corpus.KindPreview && shown.IsPlanned(a, c.text())
}

// unknownWhether says of the planned sentences that no article tells what became of it.
func (out *Answer) unknownWhether() {
	for i := range out.Sentences {
		s := &out.Sentences[i]
		if last := len(s.Added) - 1; last >= 0 && strings.HasPrefix(s.Added[last], "[planned (") {
			note := s.Added[last]
			s.Added[last] = shown.OpenNote(note)
			s.Text = strings.TrimSuffix(s.Text, note) + s.Added[last]
		}
	}
}
