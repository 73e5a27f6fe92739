package choose

import (
	"regexp"
	"slices"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval"
	"readout/retrieval/evidence"
	"readout/retrieval/question"
	"readout/retrieval/shown"
	"readout/retrieval/thesaurus"
)

// isPlan reports whether a sentence tells what is to come: in a preview with words that look ahead, or with the date of a day after the
// article's.
func (s *Search) isPlan(c Candidate) bool {
	return shown.IsPlanned(s.Snapshot.Corpus.Article(c.Passage.Article), c.text())
}

// mostPlans is how many sentences tell of a plan of which nothing more is known.
const mostPlans = 2

// askedOfPast finds a question after whether something has been.
var askedOfPast = regexp.MustCompile(`(?i)^(?:\W|so|and|but|well|then|ok|okay)*(?:did|was|were|has|have|had)\b`)

// onlyPlanned are the sentences of previews that plan what the question asks about as past, where no report answers it.
func (s *Search) onlyPlanned(read []evidence.Sentence) []Candidate {
	if s.Asked.Kind != question.YesNo || !askedOfPast.MatchString(s.Asked.Text) {
		return nil
	}
	var out []Candidate
	for _, r := range read {
		c := candidateOf(r)
		switch _, tellable := s.needs(c.Passage, c.Sentence); {
		case !s.onPoint(c, c.text(), pointNeeds{names: true}):
		case s.isPreviewPlan(c) && tellable && r.Probability >= planFrom:
			out = append(out, c)
		case r.Features.Logit >= answersLogit:
			return nil
		}
	}
	return out[:min(len(out), mostPlans)]
}

// askedWhatWas finds a question after what has been that does not begin with its verb.
var askedWhatWas = regexp.MustCompile(`(?i)^[^,;:]*?\b(?:who|whom|whose|what|where|when|why|how|which)\b[^,;:]*?\b(?:did|was|were|had)\b`)

// withoutOtherPlans leaves out the plans of previews that name nothing of what the question asks about as past: that somebody was to go to
// a town does not tell where he slept.
func (s *Search) withoutOtherPlans(read []evidence.Sentence) []evidence.Sentence {
	if s.Asked.Kind == question.YesNo || !askedWhatWas.MatchString(s.Asked.Text) {
		return read
	}
	return slices.DeleteFunc(slices.Clone(read), func(r evidence.Sentence) bool {
		c := candidateOf(r)
		return s.isPreviewPlan(c) && !s.namesWhatIsAsked(c)
	})
}

// namesWhatIsAsked reports whether a sentence holds a word of the question that is no name, or one that the thesaurus relates to it.
func (s *Search) namesWhatIsAsked(c Candidate) bool {
	english := thesaurus.English()
	words := prose.Words(c.text())
	return slices.ContainsFunc(s.Evidence.Terms, func(t retrieval.Term) bool {
		return !t.IsName() && slices.ContainsFunc(words, func(w prose.Word) bool {
			return retrieval.Stem(w) == t.Stem || english.Between(t.Word, w.Folded) >= thesaurus.Similar
		})
	})
}

// planFrom is the least probability of a sentence that tells of a plan to answer whether it came about: it does not say so.
const planFrom = .05

// plansFrom is the least confidence with which a plan that reads best of all is told: that it does not answer is said with it.
const plansFrom = .2

func (s *Search) isPreviewPlan(c Candidate) bool {
	a := s.Snapshot.Corpus.Article(c.Passage.Article)
	return a.Kind == corpus.KindPreview && shown.IsPlanned(a, c.text())
}
