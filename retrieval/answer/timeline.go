package answer

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"readout/corpus"
	"readout/corpus/prose"
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
		when     eventDate
		planned  bool
		sentence Supported
	}
	var found []dated
	chosen := map[string][]candidate{} // by date
	verifier := verify.New(s.evidence)
	common := s.commonDay()
	for _, h := range s.evidence.Hits {
		article := s.snapshot.Corpus.Article(h.Passage.Article)
		published := article.Published
		if published.Precision() == corpus.Unknown {
			published = common
		}
		for i, t := range h.Passage.Sentences {
			when, ok := dateOf(without(t.Text, prose.Quotations(t.Text)), published)
			if !ok || t.Order || !s.standsAlone(h.Passage, i) || isOpinion(article) && judges.MatchString(t.Text) {
				continue
			}
			key, c := when.key(), candidate{passage: h.Passage, sentence: i}
			if s.repeats(chosen[key], c) {
				continue
			}
			chosen[key] = append(chosen[key], c)
			if sentence, err := verifier.Verify(sourceClaim(h.Passage, i)); err == nil {
				planned := when.after(published) || isPlanned(article, t.Text) && (article.Kind == corpus.KindPreview || published.Precision() == corpus.Unknown)
				found = append(found, dated{when, planned, sentence})
			}
		}
	}
	slices.SortStableFunc(found, func(x, y dated) int {
		return cmp.Or(cmp.Compare(x.when.key(), y.when.key()), cmp.Compare(x.sentence.Citation.Passage.ID, y.sentence.Citation.Passage.ID))
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
	out := &Timeline{Version: s.snapshot.Version, Model: answer.Model, Fallback: answer.Fallback, Usage: d.spent()}
	for _, sentence := range answer.Sentences {
		sentence.Introduces = true
		out.Introduction = append(out.Introduction, sentence)
	}
	for i, e := range found {
		answer.number(sentences[i : i+1])
		told := answer.Sentences[len(answer.Sentences)-1]
		if text, note := WithoutNote(e.sentence.Citation.Article, e.sentence.Citation.Passage, told.Text); note != "" {
			told.Text, told.Added = text, told.Added[:len(told.Added)-1] // the event says so
		}
		out.Events = append(out.Events, Event{e.when.key(), e.when.words, e.planned, told})
	}
	out.Citations = answer.Citations
	return out, nil
}

// commonDay is the first day on which one of the articles was published, when all that state one were within a week: those that state none
// are of the same days. Otherwise it is unknown.
func (s *search) commonDay() corpus.Date {
	var first, last corpus.Date
	for _, a := range s.snapshot.Corpus.Articles {
		if a.Published.Precision() != corpus.Day {
			continue
		}
		if first.Precision() == corpus.Unknown || a.Published.Time().Before(first.Time()) {
			first = a.Published
		}
		if last.Precision() == corpus.Unknown || a.Published.Time().After(last.Time()) {
			last = a.Published
		}
	}
	if first.Precision() == corpus.Unknown || last.Time().Sub(first.Time()) > 7*24*time.Hour {
		return corpus.Date{}
	}
	return first
}

func isOpinion(a *corpus.Article) bool {
	return a.Kind == corpus.KindOpinion || a.Kind == corpus.KindEditorial
}

// judges finds what an opinion's author, or somebody whom the author quotes, thinks: no event.
var judges = regexp.MustCompile(`(?i)\b(?:wrote|writes|says|said|argues?|argued|thinks?|believes?|finds|calls|described|describes|easy|only confirmed|pessimism|optimism|as if|seems?|probably|likely)\b`)

// eventDate is a date as a sentence gives it.
type eventDate struct {
	year  int
	month time.Month // 0 when not given
	day   int        // 0 when not given
	words string
}

// key is the date as ISO 8601 has it, at its own precision: keys sort by time.
func (d eventDate) key() string {
	switch {
	case d.month == 0:
		return fmt.Sprintf("%04d", d.year)
	case d.day == 0:
		return fmt.Sprintf("%04d-%02d", d.year, d.month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
}

// after reports whether the date is later than a day, as far as both are known.
func (d eventDate) after(day corpus.Date) bool {
	known := day.String()
	n := min(len(known), len(d.key()))
	return n > 0 && d.key()[:n] > known[:n]
}

var (
	monthDay   = regexp.MustCompile(`\b(` + capitalMonths + `)\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?\b`)
	dayMonth   = regexp.MustCompile(`\b(\d{1,2})(?:st|nd|rd|th)? (?:of )?(` + capitalMonths + `)\.?(?:,? (\d{4}))?\b`)
	monthYear  = regexp.MustCompile(`\b(` + capitalMonths + `)\.?,? (?:of )?(\d{4})\b`)
	monthAlone = regexp.MustCompile(`\b(last |next |this |late |early |mid-|in |since |before |until |by |of )(` + capitalMonths + `)\b`)
	// A year before a noun ("in 2016 elections") or after "of" dates the thing named, not what is told of it.
	yearAlone = regexp.MustCompile(`\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y) ((?:1[6-9]|20)\d\d)(?:[.,;:)]|\s*$| (?:and|but|when|as|the|a|an|by|to|with|on|after|before|that|which|he|she|they|it|was|were|had|has)\b)`)
	weekday   = regexp.MustCompile(`\b(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b`)
)

// isToCome reports whether a weekday after such words is the coming one and not the last: "next Monday", "will meet on Friday".
func isToCome(before string) bool {
	will := willBefore.FindString(before)
	return nextBefore.MatchString(before) || will != "" && !toldOfPast.MatchString(will)
}

var (
	nextBefore = regexp.MustCompile(`(?i)\b(?:next|coming) $`)
	willBefore = regexp.MustCompile(`(?i)\b(?:will|shall|(?:is|are) (?:due|set|scheduled|expected)) (?:[\p{L}'’-]+ ){1,6}$`)
	toldOfPast = regexp.MustCompile(`(?i)\b(?:was|were|had|said|told|that|which|who)\b`)
)

const capitalMonths = `January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec`

// dateOf is the date that a sentence gives, the most exact first; published is what its relative words are counted from.
func dateOf(sentence string, published corpus.Date) (eventDate, bool) {
	for _, m := range [][]string{monthDay.FindStringSubmatch(sentence), reorder(dayMonth.FindStringSubmatch(sentence))} {
		if m == nil {
			continue
		}
		day, _ := strconv.Atoi(m[2])
		month := monthOf(m[1])
		year, ok := yearOf(m[3], month, published)
		if ok && day >= 1 && day <= 31 {
			return eventDate{year, month, day, m[0]}, true
		}
	}
	if m := monthYear.FindStringSubmatch(sentence); m != nil {
		year, _ := strconv.Atoi(m[2])
		return eventDate{year, monthOf(m[1]), 0, m[0]}, true
	}
	if at := weekday.FindStringIndex(sentence); at != nil && published.Precision() == corpus.Day {
		name, step := sentence[at[0]:at[1]], -1
		if isToCome(sentence[:at[0]]) {
			step = 1
		}
		for days := range 8 {
			day := published.Time().AddDate(0, 0, step*days)
			if day.Weekday().String() == name && (days > 0 || step < 0) {
				return eventDate{day.Year(), day.Month(), day.Day(), name}, true
			}
		}
	}
	if m := monthAlone.FindStringSubmatch(sentence); m != nil && published.Precision() != corpus.Unknown {
		month := monthOf(m[2])
		year := published.Time().Year()
		switch {
		case m[1] == "last " && month >= published.Time().Month():
			year--
		case m[1] == "next " && month <= published.Time().Month():
			year++
		case isAhead(m[1], sentence) && month < published.Time().Month():
			year++
		case !isAhead(m[1], sentence) && month > published.Time().Month():
			year-- // a month that has not come yet in its year, told as past
		}
		return eventDate{year, month, 0, strings.TrimSpace(m[0])}, true
	}
	if m := yearAlone.FindStringSubmatch(sentence); m != nil {
		year, _ := strconv.Atoi(m[1])
		return eventDate{year, 0, 0, m[1]}, true
	}
	return eventDate{}, false
}

// isAhead reports whether a month is told as one to come, by the word before it or by the sentence.
func isAhead(before, sentence string) bool {
	return before == "by " || before == "until " || before == "next " || lookingAhead.MatchString(sentence) || nearAhead.MatchString(sentence)
}

var nearAhead = regexp.MustCompile(`(?i)\b(?:set for|due|planned for|scheduled|upcoming|coming|expires?|could|would)\b`)

// reorder puts "14 May 2019" into the order of "May 14, 2019".
func reorder(m []string) []string {
	if m == nil {
		return nil
	}
	return []string{m[0], m[2], m[1], m[3]}
}

// monthOf is the month with this name, in whatever case, or with one that is shortened to three letters or more.
func monthOf(name string) time.Month {
	for m := time.January; m <= time.December; m++ {
		if strings.EqualFold(m.String()[:3], name[:3]) {
			return m
		}
	}
	return 0
}

// yearOf is the year stated, or the one of the publication: the year before it when the month has not come yet.
func yearOf(stated string, month time.Month, published corpus.Date) (int, bool) {
	if stated != "" {
		year, err := strconv.Atoi(stated)
		return year, err == nil
	}
	if published.Precision() == corpus.Unknown {
		return 0, false
	}
	year := published.Time().Year()
	if month > published.Time().Month()+6 {
		year--
	}
	return year, true
}
