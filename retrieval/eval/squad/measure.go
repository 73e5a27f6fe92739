package squad

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/evidence"
)

// Asked is a question that was asked of its paragraph alone, as a question is asked of a library.
type Asked struct {
	Question *Question
	Read     []evidence.Sentence // of the paragraph, the most probable first
	Answers  []bool              // of each sentence: it holds an answer
}

// Open makes a library of articles.
type Open func(context.Context, *reading.Corpus) (*retrieval.Snapshot, error)

// Ask asks each question of its paragraph. Paragraphs of one article are a library.
func Ask(ctx context.Context, open Open, questions []Question) ([]Asked, error) {
	byTitle := map[string][]*Question{}
	for i := range questions {
		byTitle[questions[i].Title] = append(byTitle[questions[i].Title], &questions[i])
	}
	var titles []string
	for t := range byTitle {
		titles = append(titles, t)
	}
	slices.Sort(titles)
	var out []Asked
	for _, t := range titles {
		asked, err := askOne(ctx, open, byTitle[t])
		if err != nil {
			return nil, fmt.Errorf("squad: article %q: %w", t, err)
		}
		out = append(out, asked...)
	}
	return out, nil
}

// atOnce is how many questions are asked at the same time: reading one paragraph keeps one processor busy.
const atOnce = 4

// askOne asks the questions about one article.
func askOne(ctx context.Context, open Open, questions []*Question) ([]Asked, error) {
	ids := map[string]corpus.ArticleID{}
	var articles []*corpus.Article
	for _, q := range questions {
		if _, ok := ids[q.Paragraph]; !ok {
			ids[q.Paragraph] = corpus.ArticleID(fmt.Sprintf("paragraph-%04d", len(ids)))
			articles = append(articles, article(ids[q.Paragraph], q))
		}
	}
	texts, err := reading.New(articles)
	if err != nil {
		return nil, err
	}
	snapshot, err := open(ctx, texts)
	if err != nil {
		return nil, err
	}
	out := make([]Asked, len(questions))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i, q := range questions {
		group.Go(func() error {
			found, err := snapshot.Retrieve(ctx, q.Text, []corpus.ArticleID{ids[q.Paragraph]}, 1)
			if err != nil {
				return err
			}
			read, err := evidence.Read(ctx, snapshot, q.Text, found)
			if err != nil {
				return err
			}
			out[i] = Asked{q, read.Sentences, answering(q, read.Sentences)}
			return nil
		})
	}
	return out, group.Wait()
}

// article is the paragraph of a question as an article.
func article(id corpus.ArticleID, q *Question) *corpus.Article {
	p := corpus.Passage{ID: corpus.PassageID(id), Article: id, Paragraph: 1, Role: corpus.RoleBody,
		Span: prose.Span{End: len(q.Paragraph)}, Text: q.Paragraph}
	for _, s := range prose.Sentences(q.Paragraph) {
		p.Sentences = append(p.Sentences, corpus.Sentence{Span: s, Text: q.Paragraph[s.Start:s.End]})
	}
	return &corpus.Article{ID: id, Title: q.Title, Kind: corpus.KindReport, Form: corpus.FormFull, Language: "en",
		Body: q.Paragraph, Passages: []corpus.Passage{p}}
}

func answering(q *Question, read []evidence.Sentence) []bool {
	out := make([]bool, len(read))
	for i, r := range read {
		span := r.Passage.Sentences[r.Index].Span
		out[i] = slices.ContainsFunc(q.Answers, func(a prose.Span) bool { return a.Overlaps(span) })
	}
	return out
}

// Report is how well sentences that answer are chosen within their paragraph, and paragraphs that do told from those that only seem to.
type Report struct {
	Questions  int `json:"questions"`
	Impossible int `json:"impossible"`
	// Of the questions that their paragraph answers, those of which one of the first sentences holds an answer.
	Top1 float64 `json:"top1"`
	Top2 float64 `json:"top2"`
	Top3 float64 `json:"top3"`
	// AUROC is the chance that a question which its paragraph answers has more confidence than one which it does not.
	AUROC float64 `json:"auroc"`
}

// Measure makes a report of what was asked.
func Measure(asked []Asked) Report {
	r := Report{Questions: len(asked)}
	var confidences []ranked
	for _, a := range asked {
		confidences = append(confidences, ranked{evidence.Confidence(a.Read), !a.Question.Impossible})
		if a.Question.Impossible {
			r.Impossible++
			continue
		}
		at := slices.Index(a.Answers, true)
		for i, top := range []*float64{&r.Top1, &r.Top2, &r.Top3} {
			if at >= 0 && at <= i {
				*top++
			}
		}
	}
	for _, top := range []*float64{&r.Top1, &r.Top2, &r.Top3} {
		*top /= max(1, float64(r.Questions-r.Impossible))
	}
	r.AUROC = auroc(confidences)
	return r
}

type ranked struct {
	confidence float64
	answers    bool
}

// auroc is the share of pairs of one that answers and one that does not in which the former has more confidence; equals count half. It
// is one half where there are no pairs.
func auroc(all []ranked) float64 {
	slices.SortFunc(all, func(a, b ranked) int { return cmp.Compare(a.confidence, b.confidence) })
	yes, no, wins := 0., 0., 0.
	for i := 0; i < len(all); {
		equalYes, equalNo := 0., 0.
		at := all[i].confidence
		for ; i < len(all) && all[i].confidence == at; i++ {
			if all[i].answers {
				equalYes++
			} else {
				equalNo++
			}
		}
		wins += equalYes * (no + equalNo/2)
		yes, no = yes+equalYes, no+equalNo
	}
	if yes*no == 0 {
		return .5
	}
	return wins / (yes * no)
}
