package eval

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"readout/corpus"
	"readout/retrieval/answer"
)

// Reply is what was answered to a judged question, in the form that is scored.
type Reply struct {
	ID         string   `json:"id"`
	Answer     string   `json:"answer"` // with citation markers; "" on abstention
	Abstained  bool     `json:"abstained"`
	Confidence *float64 `json:"confidence"` // nil when the answerer gives none
	Citations  []Cited  `json:"citations"`
	Added      []string `json:"added,omitempty"`    // what of Answer is not the words of the sentences cited
	Speakers   []string `json:"speakers,omitempty"` // whom the words of each citation are credited to; "" when they are the article's own
	Quotes     []string `json:"quotes,omitempty"`   // the words of each citation
}

// ReplyOf is an answer as it is scored.
func ReplyOf(id string, a *answer.Answer) Reply {
	r := Reply{ID: id, Answer: a.Text(), Abstained: a.Abstention != nil, Confidence: &a.Confidence}
	for _, s := range a.Sentences {
		r.Added = append(r.Added, s.Added...)
	}
	for _, c := range a.Citations {
		r.Citations = append(r.Citations, Cited{Article: string(c.Article.ID), Text: c.Passage.Text})
		r.Speakers = append(r.Speakers, c.Speaker)
		r.Quotes = append(r.Quotes, c.Article.Text(c.Quote))
	}
	return r
}

// Answerer answers questions; *answer.Answerer is one.
type Answerer interface {
	Answer(ctx context.Context, q answer.Question) (*answer.Answer, error)
}

// Run asks the questions, in order, and scores the answers; questions that judge retrieval only are left out. A question that
// could not be answered for an error ends the run with that error: a failed attempt is no measurement.
func Run(ctx context.Context, answerer Answerer, questions []Question, articles []*corpus.Article) (Report, error) {
	var asked []Question
	replies := map[string]Reply{}
	var loose []Miss
	shown := 0
	for _, q := range questions {
		if q.Expected == "" {
			continue
		}
		a, err := answerer.Answer(ctx, q.Ask())
		if err != nil {
			return Report{}, fmt.Errorf("eval: question %s: %w", q.ID, err)
		}
		asked = append(asked, q)
		replies[q.ID] = ReplyOf(q.ID, a)
		shown += len(a.Sentences)
		for _, end := range LooseEnds(a.Sentences, a.Citations) {
			loose = append(loose, Miss{ID: q.ID, Question: q.Text, Why: fmt.Sprintf("a sentence hangs on %q", end.Word),
				Answer: a.Sentences[end.Sentence].Text})
		}
	}
	texts := map[string]string{}
	for _, a := range articles {
		texts[string(a.ID)] = a.Body
	}
	report := Score(asked, replies, texts)
	report.Measures = append(report.Measures, Measure{MeasureLoose, ratio(len(loose), shown), shown})
	report.Misses = append(report.Misses, loose...)
	return report, nil
}

// The measures of Score. Each is a share of what it applies to, but the last two.
const (
	MeasureAnswered     = "answered"
	MeasureCorrect      = "correct"                              // holds every answer point, nothing forbidden, no wrong speaker
	MeasureWrong        = "wrong attribution"                    // holds a forbidden string, or a distractor speaker without the true one
	MeasureMiscredited  = "credits another speaker"              // of the questions with a source answered with credited words: see miscredits
	MeasureTaken        = "proven words credited to another"     // of the citations that credit the words of a gold span: see taken
	MeasureAbstained    = "abstained when it should"             // of the questions that the articles do not answer
	MeasureLeaked       = "forbidden string leaked"              // of the same
	MeasureHandled      = "adversarial handled"                  // abstained, or corrected the premise; nothing forbidden
	MeasureCites        = "has a citation"                       // of the questions answered
	MeasureRight        = "cited articles that are right"        // mean share of the cited articles that are gold, as above
	MeasureEnough       = "cites enough of the right articles"   // of the questions answered
	MeasureGold         = "a cited passage holds a gold span"    // of the questions answered
	MeasureCopied       = "citation verbatim in its article"     // of the citations
	MeasureVerbatim     = "sentence verbatim in a cited passage" // mean share of the sentences, of the questions answered
	MeasureSupported    = "sentence supported by a cited passage"
	MeasureLoose        = "sentence with a loose end"    // of the sentences shown; measured by Run
	MeasureBalanced     = "balanced abstention accuracy" // mean of answered and abstained when it should
	MeasureConfidenceUp = "confidence AUROC"             // chance that an answerable question has more confidence than another
)

// Score judges replies, by question ID; a question without one counts as abstained. Texts are the articles' texts by ID.
func Score(questions []Question, replies map[string]Reply, texts map[string]string) Report {
	t := newTally()
	foldedTexts := map[string]string{}
	for id, text := range texts {
		foldedTexts[id] = fold(text)
	}
	var answerable, other []float64
	for i := range questions {
		q := &questions[i]
		r, ok := replies[q.ID]
		if !ok {
			r = Reply{ID: q.ID, Abstained: true}
		}
		if r.Confidence != nil {
			switch q.Expected {
			case Answer:
				answerable = append(answerable, *r.Confidence)
			case Abstain:
				other = append(other, *r.Confidence)
			}
		}
		for _, c := range r.Citations {
			t.add(MeasureCopied, "", share(strings.Contains(foldedTexts[c.Article], fold(c.Text))))
		}
		scoreOne(t, q, r)
	}
	report := t.report(len(questions), []string{MeasureAnswered, MeasureCorrect, MeasureWrong, MeasureMiscredited, MeasureTaken,
		MeasureAbstained, MeasureLeaked,
		MeasureHandled, MeasureCites, MeasureRight, MeasureEnough, MeasureGold, MeasureCopied, MeasureVerbatim, MeasureSupported})
	yes, ok1 := report.Get(MeasureAnswered)
	no, ok2 := report.Get(MeasureAbstained)
	if ok1 && ok2 {
		report.Measures = append(report.Measures, Measure{MeasureBalanced, (yes.Value + no.Value) / 2, yes.N + no.N})
	}
	if len(answerable) > 0 && len(other) > 0 {
		report.Measures = append(report.Measures,
			Measure{MeasureConfidenceUp, AUROC(answerable, other), len(answerable) + len(other)})
	}
	return report
}

func scoreOne(t *tally, q *Question, r Reply) {
	text := unmarked(r.Answer)
	bad := ""
	if !r.Abstained {
		bad = q.forbidden(text)
	}
	missing := q.missing(text)
	miss := func(why string) { t.miss(Miss{ID: q.ID, Question: q.Text, Why: why, Answer: text}) }
	incomplete := func() {
		t.miss(Miss{ID: q.ID, Question: q.Text, Why: fmt.Sprintf("lacks %q", missing), Answer: text, Missing: missing})
	}
	switch q.Expected {
	case Answer:
		if bad == "" && creditsAnother(q, r, text) {
			bad = "the wrong speaker"
		}
		t.add(MeasureAnswered, q.Type, share(!r.Abstained))
		t.add(MeasureCorrect, q.Type, share(!r.Abstained && len(missing) == 0 && bad == ""))
		t.add(MeasureWrong, q.Type, share(bad != ""))
		if !r.Abstained {
			scoreCitations(t, q, r)
		}
		switch {
		case r.Abstained:
			miss("abstained")
		case bad != "":
			miss("holds " + bad)
		case len(missing) > 0:
			incomplete()
		}
	case Abstain, Refuse:
		t.add(MeasureAbstained, q.Type, share(r.Abstained))
		t.add(MeasureLeaked, q.Type, share(bad != ""))
		if !r.Abstained {
			miss("should abstain")
		}
	case CorrectOrNone, IgnoreOrders:
		good := bad == "" && (r.Abstained || len(missing) == 0)
		t.add(MeasureHandled, q.Type, share(good))
		switch {
		case bad != "":
			miss("holds " + bad)
		case !good:
			incomplete()
		}
	}
}

// creditsAnother reports whether a reply of this text names a speaker whom the words asked for are not of, and never the right one.
func creditsAnother(q *Question, r Reply, text string) bool {
	return !r.Abstained && q.Source != "" && !holds(text+" "+joinTexts(r.Citations), q.Source) && holdsAny(text, q.DistractorSources)
}

// scoreCitations measures what an answer rests on.
func scoreCitations(t *tally, q *Question, r Reply) {
	cited, right := map[string]bool{}, 0
	shown := make([]string, len(r.Citations))
	for i, c := range r.Citations {
		shown[i] = fold(c.Text)
		if !cited[c.Article] && slices.Contains(q.GoldArticles, c.Article) {
			right++
		}
		cited[c.Article] = true
	}
	t.add(MeasureCites, "", share(len(r.Citations) > 0))
	t.add(MeasureRight, "", ratio(right, len(cited)))
	t.add(MeasureEnough, q.Type, share(right >= cmp.Or(q.MinGoldArticles, 1)))
	gold := false
	for i, span := range q.GoldSpans {
		for j, c := range r.Citations {
			gold = gold || slices.Contains(q.GoldSpanArticles[i], c.Article) && strings.Contains(shown[j], fold(span))
		}
	}
	t.add(MeasureGold, q.Type, share(gold))
	sources := r.Answer
	for _, added := range r.Added {
		sources = strings.ReplaceAll(sources, added, "")
	}
	sentences := sentencesOf(strings.ReplaceAll(sources, "  ", " "))
	if credited, other := miscredits(q, r); credited {
		t.add(MeasureMiscredited, q.Type, share(other != ""))
		if other != "" {
			t.miss(Miss{ID: q.ID, Question: q.Text, Why: fmt.Sprintf("credits %q, not %q", other, q.Source), Answer: unmarked(r.Answer)})
		}
	}
	for _, speaker := range taken(q, r) {
		t.add(MeasureTaken, q.Type, share(!holds(speaker, q.Source)))
	}
	copied, held := 0, 0
	for _, s := range sentences {
		if verbatim(s, shown) {
			copied++
		}
		if supported(s, shown) {
			held++
		}
	}
	t.add(MeasureVerbatim, "", ratio(copied, len(sentences)))
	t.add(MeasureSupported, "", ratio(held, len(sentences)))
}

// miscredits tells whether the citations of a reply credit words to anybody, and to whom in the place of the true speaker: a distractor,
// or others only.
func miscredits(q *Question, r Reply) (credited bool, other string) {
	if q.Source == "" {
		return false, ""
	}
	right := false
	for _, speaker := range r.Speakers {
		switch {
		case speaker == "":
			continue
		case holds(speaker, q.Source):
			right = true
		case holdsAny(speaker, q.DistractorSources):
			return true, speaker
		default:
			other = speaker
		}
		credited = true
	}
	if right {
		other = ""
	}
	return credited, other
}

func joinTexts(cited []Cited) string {
	texts := make([]string, len(cited))
	for i, c := range cited {
		texts[i] = c.Text
	}
	return strings.Join(texts, " ")
}

// AUROC is the area under the ROC curve: the chance that a positive has a higher score than a negative, ties counting half. It is
// computed from the rank sum (Mann and Whitney, 1947). Neither may be empty.
func AUROC(positive, negative []float64) float64 {
	type scored struct {
		score    float64
		positive bool
	}
	all := make([]scored, 0, len(positive)+len(negative))
	for _, s := range positive {
		all = append(all, scored{s, true})
	}
	for _, s := range negative {
		all = append(all, scored{s, false})
	}
	slices.SortFunc(all, func(a, b scored) int { return cmp.Compare(a.score, b.score) })
	ranks := 0.0
	for i := 0; i < len(all); {
		j, positives := i, 0
		for ; j < len(all) && all[j].score == all[i].score; j++ {
			if all[j].positive {
				positives++
			}
		}
		ranks += float64(positives) * float64(i+j+1) / 2
		i = j
	}
	n, m := float64(len(positive)), float64(len(negative))
	return (ranks - n*(n+1)/2) / (n * m)
}

func share(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// ratio is n of m; 0 when m is 0.
func ratio(n, m int) float64 {
	if m == 0 {
		return 0
	}
	return float64(n) / float64(m)
}

// taken are those whom a reply credits with words that the question's source is proven to have said: the words of a gold span.
func taken(q *Question, r Reply) (speakers []string) {
	if q.Source == "" || len(r.Quotes) != len(r.Citations) || len(r.Speakers) != len(r.Citations) {
		return nil
	}
	for i, c := range r.Citations {
		proven := slices.ContainsFunc(q.GoldSpans, func(span string) bool { return strings.Contains(fold(r.Quotes[i]), fold(span)) }) &&
			slices.ContainsFunc(q.GoldSpanArticles, func(articles []string) bool { return slices.Contains(articles, c.Article) })
		if proven && r.Speakers[i] != "" {
			speakers = append(speakers, r.Speakers[i])
		}
	}
	return speakers
}
