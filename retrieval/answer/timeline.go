package answer

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval/dates"
	"readout/retrieval/shown"
	"readout/retrieval/verify"
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
// A weekday or "last July" is read from the day its article was published; in an article that states none it dates nothing. The sentences are the articles' own; a model, where there is one, words at most the sentence that introduces them, which is
// verified.
func (a *Answerer) Timeline(ctx context.Context, articles []corpus.ArticleID) (*Timeline, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("timeline: %w", err)
	}
	snapshot := a.current()
	s := &search{snapshot: snapshot}
	d := a.dialogue(ctx, s.snapshot.Corpus, articles)
	s.showAll(articles)
	type dated struct {
		when     dates.Date
		planned  bool
		sentence Supported
	}
	var found []dated
	chosen := map[string][]candidate{} // by date
	verifier := verify.New(s.evidence)
	common := dates.Common(s.snapshot.Corpus.Articles)
	for _, h := range s.evidence.Hits {
		article := s.snapshot.Corpus.Article(h.Passage.Article)
		published := article.Published
		if published.Precision() == corpus.Unknown {
			published = common
		}
		for i, t := range h.Passage.Sentences {
			when, ok := dates.Of(prose.Without(t.Text, prose.Quotations(t.Text)), published)
			if !ok || t.Order || !s.standsAlone(h.Passage, i) || isOpinion(article) && judges.MatchString(t.Text) {
				continue
			}
			key, c := when.Key(), candidate{passage: h.Passage, sentence: i}
			if s.repeats(chosen[key], c) {
				continue
			}
			chosen[key] = append(chosen[key], c)
			if sentence, err := verifier.Verify(sourceClaim(h.Passage, i)); err == nil {
				planned := when.After(published) || shown.PlansFor(article, t.Text, when, published)
				found = append(found, dated{when, planned, sentence})
			}
		}
	}
	slices.SortStableFunc(found, func(x, y dated) int {
		return cmp.Or(cmp.Compare(x.when.Key(), y.when.Key()), cmp.Compare(x.sentence.Citation.Passage.ID, y.sentence.Citation.Passage.ID))
	})
	var sentences []Supported
	for _, e := range found {
		sentences = append(sentences, e.sentence)
	}
	var answer Answer
	introduction, err := d.introduceEvents(ctx, s, sentences, &answer)
	if err != nil {
		return nil, fmt.Errorf("timeline: %w", err)
	}
	answer.number(introduction)
	d.account(&answer)
	out := &Timeline{Version: s.snapshot.Version, Model: answer.Model, Fallback: answer.Fallback, Usage: answer.Usage}
	for _, sentence := range answer.Sentences {
		sentence.Introduces = true
		out.Introduction = append(out.Introduction, sentence)
	}
	for i, e := range found {
		answer.number(sentences[i : i+1])
		told := answer.Sentences[len(answer.Sentences)-1]
		if text, note := shown.WithoutNote(e.sentence.Citation.Article, e.sentence.Citation.Passage, told.Text); note != "" {
			told.Text, told.Added = text, told.Added[:len(told.Added)-1] // the event says so
		}
		out.Events = append(out.Events, Event{e.when.Key(), e.when.Words, e.planned, told})
	}
	out.Citations = answer.Citations
	return out, nil
}

func isOpinion(a *corpus.Article) bool {
	return a.Kind == corpus.KindOpinion || a.Kind == corpus.KindEditorial
}

// judges finds what an opinion's author, or somebody whom the author quotes, thinks: no event.
var judges = regexp.MustCompile(`(?i)\b(?:wrote|writes|says|said|argues?|argued|thinks?|believes?|finds|calls|described|describes|easy|only confirmed|pessimism|optimism|as if|seems?|probably|likely)\b`)
