package members

import (
	"cmp"
	"context"
	"slices"

	"readout/bot/chat"
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

// What /timeline shows unless all is asked for: how many events, in what is in sight of a message, less the room for the title and the line
// below, in UTF-16 units.
const (
	mostEvents   = 12
	aroundEvents = 150
)

// onSummary summarises everything, a topic, a person or an article.
func (b *Members) onSummary(ctx context.Context, q chat.Request, given chat.Arguments) (chat.Response, error) {
	of := markup.Typed(given.Text("of"))
	wanted := answer.Overview{Topic: of, Long: given.Text("length") == lengthLong, Language: q.Language.Tag}
	articles, err := b.Articles(ctx, q)
	if err != nil {
		return chat.Response{}, err
	}
	if a := b.ArticleNamed(articles, of); a != nil {
		wanted.Topic, wanted.Articles = "", []corpus.ArticleID{a.ID}
		if of = a.Title; of == "" {
			of = string(a.ID)
		}
	}
	title := q.Language.SummaryOf(of)
	return b.Ask(ctx, q, chat.Asked{Text: title, Private: private(q, given), Articles: wanted.Articles,
		Overview: func(ctx context.Context, over chat.Answerer) (*answer.Answer, chat.Frame, error) {
			got, err := over.Overview(ctx, wanted)
			return got, chat.Frame{Title: title, Lead: chat.AsBullets}, err
		}})
}

// onSaid lists what somebody said, variants of one remark side by side.
func (b *Members) onSaid(ctx context.Context, q chat.Request, given chat.Arguments) (chat.Response, error) {
	speaker, about := markup.Typed(given.Text("speaker")), markup.Typed(given.Text("about"))
	if speaker == "" {
		return chat.Response{}, wording.Refuse(wording.NothingToSay)
	}
	title := q.Language.SaidBy(speaker)
	if about != "" {
		title += markup.Dot + about
	}
	return b.Ask(ctx, q, chat.Asked{Text: title, Private: private(q, given),
		Overview: func(ctx context.Context, over chat.Answerer) (*answer.Answer, chat.Frame, error) {
			got, err := over.Said(ctx, answer.Said{Speaker: speaker, About: about, Most: mostRemarks, Language: q.Language.Tag})
			return got, chat.Frame{Title: title, Lead: chat.AsBullets}, err
		}})
}

// onTimeline lists dated events in order, plans marked. All of them, when there are many, are for the asker alone unless the asker
// says otherwise.
func (b *Members) onTimeline(ctx context.Context, q chat.Request, given chat.Arguments) (chat.Response, error) {
	var articles []corpus.ArticleID
	if named := given.Text("article"); named != "" {
		var err error
		if articles, err = b.OnlyArticle(ctx, q, named); err != nil {
			return chat.Response{}, err
		}
	}
	all, _ := given.Yes("all")
	_, chosen := given.Yes("private")
	l := q.Language
	return b.Ask(ctx, q, chat.Asked{Text: l.Timeline, Private: private(q, given) || all && !chosen, Articles: articles,
		Overview: func(ctx context.Context, over chat.Answerer) (*answer.Answer, chat.Frame, error) {
			line, err := over.Timeline(ctx, articles)
			if err != nil {
				return nil, chat.Frame{}, err
			}
			events, rest := line.Events, ""
			if !all {
				events = chosenEvents(line.Events, b.MessageLimits().Text-aroundEvents-sizeOf(line.Introduction), l)
			}
			if left := len(line.Events) - len(events); left > 0 {
				rest = l.MoreEvents(left, b.Platform.Command(l, "timeline"))
			}
			got := &answer.Answer{Question: l.Timeline, Resolved: l.Timeline, Version: line.Version, Model: cmp.Or(line.Model,
				answer.Quotations), Fallback: line.Fallback, Usage: line.Usage}
			got.Sentences, got.Citations = renumbered(slices.Concat(line.Introduction, sentencesOf(events)), line.Citations)
			if len(events) == 0 {
				got.Abstention = &answer.Abstention{Reason: answer.NotCovered}
			}
			return got, chat.Frame{Title: l.Timeline, Lead: func(i int) string { return lead(events[i-len(line.Introduction)], l) }, Rest: rest}, nil
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
func private(q chat.Request, given chat.Arguments) bool {
	if private, ok := given.Yes("private"); ok {
		return private
	}
	return q.Settings.Private
}
