package discord

import (
	"context"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

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

// asBullets begins the lines of sentences that need no beginning.
func asBullets(int) string { return "" }

// onSummary summarises everything, a topic, a person or an article.
func (b *bot) onSummary(ctx context.Context, q request, d discordgo.ApplicationCommandInteractionData) (response, error) {
	given := values(d.Options)
	of := question(given.text("of", "summary"))
	wanted := answer.Overview{Topic: of, Long: given.text("length", "summary") == lengthLong}
	if id, ok := b.articleNamed(of); ok && of != "" {
		wanted.Topic, wanted.Articles = "", []corpus.ArticleID{id}
		if of = b.options.Snapshot().Corpus.Article(id).Title; of == "" {
			of = string(id)
		}
	}
	title := q.language.SummaryOf(of)
	return b.ask(ctx, q, asked{text: title, private: b.private(q, given, "summary"), articles: wanted.Articles,
		overview: func(ctx context.Context) (*answer.Answer, frame, error) {
			got, err := b.options.Overviews.Overview(ctx, wanted)
			return got, frame{title: title, lead: asBullets}, err
		}})
}

// onSaid lists what somebody said, variants of one remark side by side.
func (b *bot) onSaid(ctx context.Context, q request, d discordgo.ApplicationCommandInteractionData) (response, error) {
	given := values(d.Options)
	speaker, about := question(given.text("speaker", "said")), question(given.text("about", "said"))
	if speaker == "" {
		return response{}, &refusal{why: nothingToSay}
	}
	title := q.language.SaidBy(speaker)
	if about != "" {
		title += dot + about
	}
	return b.ask(ctx, q, asked{text: title, private: b.private(q, given, "said"),
		overview: func(ctx context.Context) (*answer.Answer, frame, error) {
			got, err := b.options.Overviews.Said(ctx, speaker, about, nil, mostRemarks)
			return got, frame{title: title, lead: asBullets}, err
		}})
}

// onTimeline lists dated events in order, plans apart.
func (b *bot) onTimeline(ctx context.Context, q request, d discordgo.ApplicationCommandInteractionData) (response, error) {
	given := values(d.Options)
	var articles []corpus.ArticleID
	if named := given.text("article", "timeline"); named != "" {
		id, ok := b.articleNamed(named)
		if !ok {
			return response{}, &refusal{why: unknownArticle}
		}
		articles = []corpus.ArticleID{id}
	}
	l := q.language
	return b.ask(ctx, q, asked{text: l.Timeline, private: b.private(q, given, "timeline"), articles: articles,
		overview: func(ctx context.Context) (*answer.Answer, frame, error) {
			line, err := b.options.Overviews.Timeline(ctx, articles)
			if err != nil {
				return nil, frame{}, err
			}
			got := &answer.Answer{Question: l.Timeline, Resolved: l.Timeline, Citations: line.Citations, Version: line.Version, Model: "quotations"}
			for _, e := range line.Events {
				got.Sentences = append(got.Sentences, e.Sentence)
			}
			if len(line.Events) == 0 {
				got.Abstention = &answer.Abstention{Reason: answer.NotCovered}
			}
			return got, frame{title: l.Timeline, lead: func(i int) string { return lead(line.Events[i], l) }}, nil
		}})
}

// lead is an event's date, and that it was planned.
func lead(e answer.Event, l *language) string {
	date := e.Date
	if d, err := corpus.ParseDate(date); err == nil && d.Precision() != corpus.Unknown {
		date = l.Phrases.Date(d)
	}
	if e.Planned {
		date += " (" + l.Planned + ")"
	}
	return heading(date) + dot
}

// private is whether only the asker is to see the answer.
func (b *bot) private(q request, given values, command string) bool {
	if private, ok := given.yes("private", command); ok {
		return private
	}
	return q.settings.Private
}

// speakers are the people whom the articles credit with remarks, by name.
func speakers(c *corpus.Corpus) []string {
	var out []string
	for _, a := range c.Articles {
		for _, p := range a.Passages {
			for _, r := range p.Remarks {
				if r.Person != nil {
					out = append(out, r.Person.Name)
				}
			}
		}
	}
	slices.SortFunc(out, strings.Compare)
	return slices.Compact(out)
}
