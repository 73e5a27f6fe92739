package discord

import (
	"cmp"
	"context"
	"slices"

	"readout/bot/chat/markup"
	"readout/bot/chat/pages"
	"readout/bot/chat/wording"
	"readout/corpus"
	"readout/retrieval/answer"
)

// The values of /summary length.
const (
	lengthShort = "short"
	lengthLong  = "long"
)

// mostRemarks is how many remarks /said shows.
const mostRemarks = 8

// What /timeline shows unless all is asked for: how many events, and how many UTF-16 units of them, which leaves room in a message's
// content for the title and the line below.
const (
	mostEvents = 12
	eventsRoom = 1850
)

// asBullets begins the lines of sentences that need no beginning.
func asBullets(int) string { return "" }

// onSummary summarises everything, a topic, a person or an article.
func (b *bot) onSummary(ctx context.Context, q request, given arguments) (response, error) {
	of := markup.Typed(given.text("of"))
	wanted := answer.Overview{Topic: of, Long: given.text("length") == lengthLong, Language: q.language.Tag}
	articles, err := b.articles(ctx, q)
	if err != nil {
		return response{}, err
	}
	if a := b.articleNamed(articles, of); a != nil {
		wanted.Topic, wanted.Articles = "", []corpus.ArticleID{a.ID}
		if of = a.Title; of == "" {
			of = string(a.ID)
		}
	}
	title := q.language.SummaryOf(of)
	return b.ask(ctx, q, asked{text: title, private: private(q, given), articles: wanted.Articles,
		overview: func(ctx context.Context, over Answerer) (*answer.Answer, frame, error) {
			got, err := over.Overview(ctx, wanted)
			return got, frame{title: title, lead: asBullets}, err
		}})
}

// onSaid lists what somebody said, variants of one remark side by side.
func (b *bot) onSaid(ctx context.Context, q request, given arguments) (response, error) {
	speaker, about := markup.Typed(given.text("speaker")), markup.Typed(given.text("about"))
	if speaker == "" {
		return response{}, wording.Refuse(wording.NothingToSay)
	}
	title := q.language.SaidBy(speaker)
	if about != "" {
		title += markup.Dot + about
	}
	return b.ask(ctx, q, asked{text: title, private: private(q, given),
		overview: func(ctx context.Context, over Answerer) (*answer.Answer, frame, error) {
			got, err := over.Said(ctx, answer.Said{Speaker: speaker, About: about, Most: mostRemarks, Language: q.language.Tag})
			return got, frame{title: title, lead: asBullets}, err
		}})
}

// onTimeline lists dated events in order, plans marked. All of them, when there are many, are for the asker alone unless the asker
// says otherwise.
func (b *bot) onTimeline(ctx context.Context, q request, given arguments) (response, error) {
	var articles []corpus.ArticleID
	if named := given.text("article"); named != "" {
		var err error
		if articles, err = b.onlyArticle(ctx, q, named); err != nil {
			return response{}, err
		}
	}
	all, _ := given.yes("all")
	_, chosen := given.yes("private")
	l := q.language
	return b.ask(ctx, q, asked{text: l.Timeline, private: private(q, given) || all && !chosen, articles: articles,
		overview: func(ctx context.Context, over Answerer) (*answer.Answer, frame, error) {
			line, err := over.Timeline(ctx, articles)
			if err != nil {
				return nil, frame{}, err
			}
			events, rest := line.Events, ""
			if !all {
				events = chosenEvents(line.Events, eventsRoom-sizeOf(line.Introduction), l)
			}
			if left := len(line.Events) - len(events); left > 0 {
				rest = l.MoreEvents(left, b.commandMention(l, "timeline"))
			}
			got := &answer.Answer{Question: l.Timeline, Resolved: l.Timeline, Version: line.Version, Model: cmp.Or(line.Model, answer.Quotations), Fallback: line.Fallback, Usage: line.Usage}
			got.Sentences, got.Citations = renumbered(slices.Concat(line.Introduction, sentencesOf(events)), line.Citations)
			if len(events) == 0 {
				got.Abstention = &answer.Abstention{Reason: answer.NotCovered}
			}
			return got, frame{title: l.Timeline, lead: func(i int) string { return lead(events[i-len(line.Introduction)], l) }, rest: rest}, nil
		}})
}

// chosenEvents are as many of the events as have room, in UTF-16 units, at most mostEvents.
func chosenEvents(events []answer.Event, room int, l *wording.Language) []answer.Event {
	for n := min(mostEvents, len(events)); ; n-- {
		chosen := mostExact(events, n)
		size := 0
		for _, e := range chosen {
			size += pages.Units("\n- " + lead(e, l) + markup.Marked(markup.Escape(e.Sentence.Text), answer.Markers(e.Sentence.Citations)))
		}
		if size <= room || n <= 1 {
			return chosen
		}
	}
}

// mostExact chooses n events, in their order: those that are dated to the day before those to the month or the year, and the first of
// a date before its second, so that the choice spans the time.
func mostExact(events []answer.Event, n int) []answer.Event {
	order := make([]int, len(events))
	nth := make([]int, len(events)) // of its date
	seen := map[string]int{}
	for i, e := range events {
		order[i], nth[i] = i, seen[e.Date]
		seen[e.Date]++
	}
	slices.SortStableFunc(order, func(a, b int) int { // a date is written at its own precision
		return cmp.Or(cmp.Compare(len(events[b].Date), len(events[a].Date)), cmp.Compare(nth[a], nth[b]))
	})
	order = order[:min(n, len(order))]
	slices.Sort(order)
	var out []answer.Event
	for _, i := range order {
		out = append(out, events[i])
	}
	return out
}

func sentencesOf(events []answer.Event) []answer.Sentence {
	var out []answer.Sentence
	for _, e := range events {
		out = append(out, e.Sentence)
	}
	return out
}

// sizeOf is the room that sentences take above a list, in UTF-16 units.
func sizeOf(sentences []answer.Sentence) int {
	size := 0
	for _, s := range sentences {
		size += pages.Units("\n" + markup.Marked(markup.Escape(s.Text), answer.Markers(s.Citations)))
	}
	return size
}

// renumbered are sentences with the citations they use, numbered in order of use.
func renumbered(told []answer.Sentence, citations []answer.Citation) (sentences []answer.Sentence, used []answer.Citation) {
	number := map[int]int{}
	for _, t := range told {
		s := t
		s.Citations = nil
		for _, n := range t.Citations {
			at := slices.IndexFunc(citations, func(c answer.Citation) bool { return c.N == n })
			if number[n] == 0 && at >= 0 {
				c := citations[at]
				c.N = len(used) + 1
				number[n] = c.N
				used = append(used, c)
			}
			s.Citations = append(s.Citations, number[n])
		}
		sentences = append(sentences, s)
	}
	return sentences, used
}

// lead is an event's date, and that it was planned.
func lead(e answer.Event, l *wording.Language) string {
	date := e.Date
	if d, err := corpus.ParseDate(date); err == nil && d.Precision() != corpus.Unknown {
		date = l.Phrases.Date(d)
	}
	if e.Planned {
		date += " (" + l.Planned + ")"
	}
	return markup.Heading(date) + markup.Dot
}

// private is whether only the asker is to see the answer.
func private(q request, given arguments) bool {
	if private, ok := given.yes("private"); ok {
		return private
	}
	return q.settings.Private
}
