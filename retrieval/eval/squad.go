package eval

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"readout/corpus"
)

// SQuADQuestion is a question of the Stanford Question Answering Dataset, version 2 (Rajpurkar, Jia and Liang, 2018): a question
// about one paragraph, which answers it or only seems to.
type SQuADQuestion struct {
	ID         string
	Title      string // of the encyclopedia article
	Paragraph  string
	Text       string
	Answers    []corpus.Span // in Paragraph, sorted, distinct; none when Impossible
	Impossible bool
}

// ReadSQuAD reads the dataset's JSON. An answer that does not stand where the data says it does is an error.
func ReadSQuAD(r io.Reader) ([]SQuADQuestion, error) {
	var set struct {
		Data []struct {
			Title      string
			Paragraphs []struct {
				Context string
				QAs     []struct {
					ID         string
					Question   string
					Impossible bool `json:"is_impossible"`
					Answers    []struct {
						Text  string
						Start int `json:"answer_start"` // in characters
					}
				}
			}
		}
	}
	if err := json.NewDecoder(r).Decode(&set); err != nil {
		return nil, fmt.Errorf("eval: read SQuAD: %w", err)
	}
	var out []SQuADQuestion
	for _, article := range set.Data {
		for _, p := range article.Paragraphs {
			offsets := runeOffsets(p.Context)
			for _, qa := range p.QAs {
				q := SQuADQuestion{ID: qa.ID, Title: article.Title, Paragraph: p.Context, Text: qa.Question, Impossible: qa.Impossible}
				if qa.Impossible {
					out = append(out, q)
					continue
				}
				for _, a := range qa.Answers {
					if a.Start < 0 || a.Start >= len(offsets) {
						return nil, fmt.Errorf("eval: read SQuAD: question %s: answer starts at %d, outside its paragraph", qa.ID, a.Start)
					}
					span := corpus.Span{Start: offsets[a.Start], End: offsets[a.Start] + len(a.Text)}
					if span.End > len(p.Context) || p.Context[span.Start:span.End] != a.Text {
						return nil, fmt.Errorf("eval: read SQuAD: question %s: %q does not stand at %d", qa.ID, a.Text, a.Start)
					}
					q.Answers = append(q.Answers, span)
				}
				if len(q.Answers) == 0 {
					return nil, fmt.Errorf("eval: read SQuAD: question %s has neither an answer nor the mark that it has none", qa.ID)
				}
				slices.SortFunc(q.Answers, func(a, b corpus.Span) int {
					return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
				})
				q.Answers = slices.Compact(q.Answers)
				out = append(out, q)
			}
		}
	}
	if len(out) == 0 {
		return nil, errors.New("eval: read SQuAD: no questions")
	}
	return out, nil
}

// runeOffsets gives the byte offset of each character.
func runeOffsets(s string) []int {
	var out []int
	for i := range s {
		out = append(out, i)
	}
	return out
}

// SplitByTitle parts the questions into two sets with no article in common, so that what is tuned on the one is measured on
// articles it has not seen. Articles alternate, in the order of their titles.
func SplitByTitle(questions []SQuADQuestion) (tune, held []SQuADQuestion) {
	var titles []string
	for _, q := range questions {
		titles = append(titles, q.Title)
	}
	slices.Sort(titles)
	titles = slices.Compact(titles)
	for _, q := range questions {
		if i, _ := slices.BinarySearch(titles, q.Title); i%2 == 0 {
			tune = append(tune, q)
		} else {
			held = append(held, q)
		}
	}
	return tune, held
}

// Chooser picks the sentence of a paragraph that answers a question.
type Chooser interface {
	// Choose gives the sentences of the paragraph, best first, as spans of it, and how sure it is that the paragraph answers at
	// all; higher is surer, no scale is assumed.
	Choose(ctx context.Context, question, paragraph string) (ranked []corpus.Span, confidence float64, err error)
}

// The measures of RunSQuAD.
const (
	MeasureTop1       = "sentence with the answer chosen first"
	MeasureTop2       = "sentence with the answer among the first two"
	MeasureAbstention = "abstention AUROC" // chance that a question the paragraph answers has more confidence than one it does not
)

// RunSQuAD measures a chooser. Top-1 and top-2 are over the answerable questions: a sentence is right when it contains one of the
// answers given. Types are the titles.
func RunSQuAD(ctx context.Context, chooser Chooser, questions []SQuADQuestion) (Report, error) {
	t := newTally()
	var possible, impossible []float64
	for _, q := range questions {
		ranked, confidence, err := chooser.Choose(ctx, q.Text, q.Paragraph)
		if err != nil {
			return Report{}, fmt.Errorf("eval: SQuAD question %s: %w", q.ID, err)
		}
		if q.Impossible {
			impossible = append(impossible, confidence)
			continue
		}
		possible = append(possible, confidence)
		t.add(MeasureTop1, q.Title, share(containsAnswer(ranked, 1, q.Answers)))
		t.add(MeasureTop2, q.Title, share(containsAnswer(ranked, 2, q.Answers)))
	}
	report := t.report(len(questions), []string{MeasureTop1, MeasureTop2})
	if len(possible) > 0 && len(impossible) > 0 {
		report.Measures = append(report.Measures,
			Measure{MeasureAbstention, AUROC(possible, impossible), len(possible) + len(impossible)})
	}
	return report, nil
}

func containsAnswer(ranked []corpus.Span, first int, answers []corpus.Span) bool {
	for _, sentence := range ranked[:min(first, len(ranked))] {
		if slices.ContainsFunc(answers, sentence.Contains) {
			return true
		}
	}
	return false
}
