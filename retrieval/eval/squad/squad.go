// Package squad reads the Stanford Question Answering Dataset, version 2: what answers are fitted on and what they are measured on, of
// articles that have nothing to do with each other.
package squad

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"readout/corpus/prose"
)

// Question is a question of the Stanford Question Answering Dataset, version 2 (Rajpurkar, Jia and Liang, 2018): a question
// about one paragraph, which answers it or only seems to.
type Question struct {
	ID         string
	Title      string // of the encyclopedia article
	Paragraph  string
	Text       string
	Answers    []prose.Span // in Paragraph, sorted, distinct; none when Impossible
	Impossible bool
}

// Read reads the dataset's JSON. An answer that does not stand where the data says it does is an error.
func Read(r io.Reader) ([]Question, error) {
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
		return nil, fmt.Errorf("squad: %w", err)
	}
	var out []Question
	for _, article := range set.Data {
		for _, p := range article.Paragraphs {
			offsets := runeOffsets(p.Context)
			for _, qa := range p.QAs {
				q := Question{ID: qa.ID, Title: article.Title, Paragraph: p.Context, Text: qa.Question, Impossible: qa.Impossible}
				if qa.Impossible {
					out = append(out, q)
					continue
				}
				for _, a := range qa.Answers {
					if a.Start < 0 || a.Start >= len(offsets) {
						return nil, fmt.Errorf("squad: question %s: answer starts at %d, outside its paragraph", qa.ID, a.Start)
					}
					span := prose.Span{Start: offsets[a.Start], End: offsets[a.Start] + len(a.Text)}
					if span.End > len(p.Context) || p.Context[span.Start:span.End] != a.Text {
						return nil, fmt.Errorf("squad: question %s: %q does not stand at %d", qa.ID, a.Text, a.Start)
					}
					q.Answers = append(q.Answers, span)
				}
				if len(q.Answers) == 0 {
					return nil, fmt.Errorf("squad: question %s has neither an answer nor the mark that it has none", qa.ID)
				}
				slices.SortFunc(q.Answers, func(a, b prose.Span) int {
					return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
				})
				q.Answers = slices.Compact(q.Answers)
				out = append(out, q)
			}
		}
	}
	if len(out) == 0 {
		return nil, errors.New("squad: no questions")
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

// SplitByTitle parts the questions into two sets with no article in common, so that what is tuned on the one is measured on articles it
// has not seen. Articles alternate, in the order of their titles; title gives that of a question's article.
func SplitByTitle[Q any](questions []Q, title func(Q) string) (tune, held []Q) {
	var titles []string
	for _, q := range questions {
		titles = append(titles, title(q))
	}
	slices.Sort(titles)
	titles = slices.Compact(titles)
	for _, q := range questions {
		if i, _ := slices.BinarySearch(titles, title(q)); i%2 == 0 {
			tune = append(tune, q)
		} else {
			held = append(held, q)
		}
	}
	return tune, held
}
