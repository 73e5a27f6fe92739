package answer

import (
	"context"
	"fmt"

	"readout/corpus"
	"readout/retrieval/choose"
	"readout/retrieval/shown"
)

// Timeline is the dated events that the articles tell of, in order.
type Timeline struct {
	Introduction []Sentence // what the events belong to, by a model and verified: a sentence or none
	Events       []Event
	Citations    []Citation // numbered as in an Answer
	Version      string
	Model        string // who worded the introduction; "" when there is none
	Fallback     error  // why there is none although a model was to word it; see Answer.Fallback
	Usage        Usage
}

// Event is a sentence that dates what it tells.
type Event struct {
	Date     string // "2019-05-14", "2018-11" or "2015": no more precise than the sentence and its article make it
	Words    string // the words that date it
	Planned  bool   // told before it was to happen
	Sentence Sentence
}

// Timeline lists the sentences that carry a date, verified like any answer, in the order of their dates, reports in turn for one date.
// A weekday or "last July" is read from the day its article was published; in an article that states none it dates nothing. The
// sentences are the articles' own; a model, where there is one, words at most the sentence that introduces them, which is verified.
func (a *Answerer) Timeline(ctx context.Context, articles []corpus.ArticleID) (*Timeline, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("timeline: %w", err)
	}
	snapshot := a.current()
	s := &choose.Search{Snapshot: snapshot}
	d := a.dialogue(ctx, snapshot.Corpus, articles)
	found := s.Dated(articles)
	var sentences []Supported
	for _, e := range found {
		sentences = append(sentences, e.Sentence)
	}
	var answer Answer
	introduction, err := d.introduceEvents(ctx, s, sentences, &answer)
	if err != nil {
		return nil, fmt.Errorf("timeline: %w", err)
	}
	answer.number(introduction)
	d.account(&answer)
	out := &Timeline{Version: snapshot.Version, Model: answer.Model, Fallback: answer.Fallback, Usage: answer.Usage}
	for _, sentence := range answer.Sentences {
		sentence.Introduces = true
		out.Introduction = append(out.Introduction, sentence)
	}
	for i, e := range found {
		answer.number(sentences[i : i+1])
		told := answer.Sentences[len(answer.Sentences)-1]
		if text, note := shown.WithoutNote(e.Sentence.Citation.Article, e.Sentence.Citation.Passage, told.Text); note != "" {
			told.Text, told.Added = text, told.Added[:len(told.Added)-1] // the event says so
		}
		out.Events = append(out.Events, Event{e.When.Key(), e.When.Words, e.Planned, told})
	}
	out.Citations = answer.Citations
	return out, nil
}
