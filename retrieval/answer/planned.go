package answer

import (
	"regexp"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval/dates"
	"readout/retrieval/evidence"
)

// isPlan reports whether a sentence tells what is to come: in a preview with words that look ahead, or with the date of a day after the
// article's.
func (s *search) isPlan(c candidate) bool {
	return isPlanned(s.snapshot.Corpus.Article(c.passage.Article), c.text())
}

func isPlanned(a *corpus.Article, sentence string) bool {
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
	toCome = regexp.MustCompile(`(?i)\b(?:leaves|departs|arrives|travels|meets|heads|flies|begins|starts|opens|visits|hosts|sits down|kicks off|gathers?|has to|have to|could|looks to|seeks to)\b`)
)

// mostPlans is how many sentences tell of a plan of which nothing more is known.
const mostPlans = 2

// askedOfPast finds a question after whether something has been.
var askedOfPast = regexp.MustCompile(`(?i)^(?:\W|so|and|but|well|then|ok|okay)*(?:did|was|were|has|have|had)\b`)

// onlyPlanned are the sentences of previews that plan what the question asks about as past, where no report answers it.
func (s *search) onlyPlanned(read []evidence.Sentence) []candidate {
	if s.asked.kind != kindYesNo || !askedOfPast.MatchString(s.asked.text) {
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
	return a.Kind == corpus.KindPreview && isPlanned(a, c.text())
}

// plannedNote is what stands behind a sentence of a preview that tells what is to come; "" behind others.
func plannedNote(a *corpus.Article, p *corpus.Passage, sentence string) string {
	if a == nil || a.Kind != corpus.KindPreview || p.Role != corpus.RoleBody || !isPlanned(a, sentence) {
		return ""
	}
	if a.Published.Precision() != corpus.Day {
		return "[planned (preview)]"
	}
	return "[planned (preview of " + a.Published.Time().Format("2 January") + ")]"
}

// openNote is a note that says besides that no article tells what became of the plan.
func openNote(note string) string {
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
	if plain := plannedNote(a, p, text); plain == "" || note != plain && note != openNote(plain) {
		return shown, ""
	}
	return text, note
}

// unknownWhether says of the planned sentences that no article tells what became of it.
func (out *Answer) unknownWhether() {
	for i := range out.Sentences {
		s := &out.Sentences[i]
		if last := len(s.Added) - 1; last >= 0 && strings.HasPrefix(s.Added[last], "[planned (") {
			note := s.Added[last]
			s.Added[last] = openNote(note)
			s.Text = strings.TrimSuffix(s.Text, note) + s.Added[last]
		}
	}
}
