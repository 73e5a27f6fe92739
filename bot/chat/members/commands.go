package members

import (
	"context"

	"readout/bot/chat"
	"readout/bot/chat/markup"
	"readout/bot/chat/wording"
	"readout/bot/news"
	"readout/corpus"
	"readout/retrieval/scope"
)

// Commands is the table of the commands of members. For nil it tells what they are.
func (b *Members) Commands() []chat.Command {
	return []chat.Command{
		{Key: "ask", Propose: b.proposals, Handle: b.onAsk, Options: []chat.Option{
			{Key: "question", Kind: chat.TakesText, Required: true, Longest: 6000},
			{Key: "private", Kind: chat.TakesYesNo},
			{Key: "article", Kind: chat.TakesText, Proposed: true},
			{Key: "speaker", Kind: chat.TakesText, Proposed: true, Longest: 100},
			{Key: "publisher", Kind: chat.TakesText, Proposed: true, Longest: 100},
			{Key: "from", Kind: chat.TakesText, Longest: 10},
			{Key: "to", Kind: chat.TakesText, Longest: 10},
			{Key: "kind", Kind: chat.TakesText, Choices: kindChoices()},
			{Key: "whole", Kind: chat.TakesYesNo},
		}},
		{Key: "summary", Propose: b.proposals, Handle: b.onSummary, Options: []chat.Option{
			{Key: "of", Kind: chat.TakesText, Proposed: true, Longest: 300},
			{Key: "length", Kind: chat.TakesText, Choices: []chat.Choice{{Name: "*", Value: lengthShort}, {Name: "*", Value: lengthLong}}},
			{Key: "private", Kind: chat.TakesYesNo},
		}},
		{Key: "said", Propose: b.proposals, Handle: b.onSaid, Options: []chat.Option{
			{Key: "speaker", Kind: chat.TakesText, Required: true, Proposed: true, Longest: 100},
			{Key: "about", Kind: chat.TakesText, Longest: 300},
			{Key: "private", Kind: chat.TakesYesNo},
		}},
		{Key: "timeline", Propose: b.proposals, Handle: b.onTimeline, Options: []chat.Option{
			{Key: "article", Kind: chat.TakesText, Proposed: true},
			{Key: "all", Kind: chat.TakesYesNo},
			{Key: "private", Kind: chat.TakesYesNo},
		}},
		{Key: "new", Handle: b.onNew, Options: []chat.Option{
			{Key: "since", Kind: chat.TakesText, Choices: []chat.Choice{{Name: "*", Value: news.SinceDay}, {Name: "*", Value: news.SinceWeek},
				{Name: "*", Value: news.SinceMonth}}},
			{Key: "private", Kind: chat.TakesYesNo},
		}},
		{Key: "about", Menu: true, Handle: b.onAbout},
		{Key: "sources", Handle: b.onSources},
		{Key: "help", Handle: b.onHelp},
		{Key: "forget-me", Handle: b.onForget},
	}
}

// kindChoices are the kinds of article.
func kindChoices() (out []chat.Choice) {
	for _, k := range scope.Kinds() {
		out = append(out, chat.Choice{Name: "*", Value: string(k)})
	}
	return out
}

func (b *Members) onAsk(ctx context.Context, q chat.Request, given chat.Arguments) (chat.Response, error) {
	a := chat.Asked{Text: given.Text("question"), Private: private(q, given)}
	var err error
	if a.Scope, a.Articles, err = b.within(ctx, q, given); err != nil {
		return chat.Response{}, err
	}
	a.Whole, _ = given.Yes("whole")
	return b.Ask(ctx, q, a)
}

// within reads what a question is narrowed to: the scope, and the articles in it, nil for all.
func (b *Members) within(ctx context.Context, q chat.Request, given chat.Arguments) (scope.Scope, []corpus.ArticleID, error) {
	s, err := scope.Parse("", given.Text("speaker"), given.Text("publisher"), given.Text("from"), given.Text("to"), given.Text("kind"))
	if err != nil {
		return s, nil, wording.Refuse(wording.NoScope)
	}
	if named := given.Text("article"); named != "" {
		only, err := b.OnlyArticle(ctx, q, named)
		if err != nil {
			return s, nil, err
		}
		s.Article = string(only[0])
	}
	if s.All() {
		return s, nil, nil
	}
	c, err := b.Articles(ctx, q)
	if err != nil {
		return s, nil, err
	}
	articles, err := s.Articles(c)
	if err != nil || s.Speaker != "" && scope.Person(c, s.Speaker) == nil {
		return s, nil, wording.Refuse(wording.EmptyScope)
	}
	return s, articles, nil
}

// onAbout asks about the text of a message.
func (b *Members) onAbout(ctx context.Context, q chat.Request, given chat.Arguments) (chat.Response, error) {
	a := chat.Asked{Private: q.Settings.Private}
	if m := given.Message; m != nil {
		a.Text, a.Author, a.Follows = m.Text, m.Author, m.Receipt
	}
	if markup.Typed(a.Text) == "" {
		return chat.Response{}, wording.Refuse(wording.NothingToAsk)
	}
	return b.Ask(ctx, q, a)
}

// proposals are the values that an option can be given: articles, and people.
func (b *Members) proposals(ctx context.Context, q chat.Request, key string) (all []chat.Choice, err error) {
	if key == "ask.article" || key == "timeline.article" {
		return b.ArticleChoices(ctx, q)
	}
	c, err := b.Articles(ctx, q)
	if err != nil {
		return nil, err
	}
	if key == "ask.publisher" {
		for _, p := range scope.Publishers(c) {
			all = append(all, chat.Choice{Name: p, Value: p})
		}
		return all, nil
	}
	for _, p := range scope.Speakers(c) {
		all = append(all, chat.Choice{Name: p, Value: p})
	}
	if key != "summary.of" {
		return all, nil
	}
	articles, err := b.ArticleChoices(ctx, q)
	return append(all, articles...), err
}
