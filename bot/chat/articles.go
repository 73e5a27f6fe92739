package chat

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"

	"readout/bot/chat/markup"
	"readout/bot/chat/wording"
	"readout/bot/store"
	"readout/corpus"
	"readout/corpus/orders"
	"readout/corpus/prose"
	"readout/corpus/reading"
)

// Articles are the articles of the server where something is asked.
func (b *Bot) Articles(ctx context.Context, q Request) (*reading.Corpus, error) {
	snapshot, err := b.Options.Libraries.Snapshot(ctx, q.Guild)
	if err != nil {
		return nil, err
	}
	return snapshot.Corpus, nil
}

func ChannelMentions(ids []store.ChannelID) []string {
	var out []string
	for _, id := range ids {
		out = append(out, markup.Channel(id))
	}
	return out
}

// ArticleChoices are the articles, to choose one.
func (b *Bot) ArticleChoices(ctx context.Context, q Request) (all []Choice, err error) {
	c, err := b.Articles(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, a := range c.Articles {
		all = append(all, Choice{q.Language.Phrases.SourceLine(a), string(a.ID)})
	}
	return all, nil
}

// OnlyArticle is the one article that a member named, as what a question is limited to.
func (b *Bot) OnlyArticle(ctx context.Context, q Request, named string) ([]corpus.ArticleID, error) {
	c, err := b.Articles(ctx, q)
	if err != nil {
		return nil, err
	}
	a := b.ArticleNamed(c, named)
	if a == nil {
		return nil, wording.Refuse(wording.UnknownArticle)
	}
	return []corpus.ArticleID{a.ID}, nil
}

// ArticleNamed finds an article by its ID, or by words of which only its line has all: a member may type instead of choosing. It is
// nil when there is none, or more than one.
func (b *Bot) ArticleNamed(c *reading.Corpus, named string) *corpus.Article {
	if a := c.Article(corpus.ArticleID(named)); a != nil {
		return a
	}
	wanted := prose.Fold(strings.TrimSpace(named))
	if wanted == "" {
		return nil
	}
	var found, whole []*corpus.Article // whole: the words are no parts of longer ones
	for _, a := range c.Articles {
		line := prose.Fold(strings.Join(append([]string{b.Languages[0].Phrases.SourceLine(a)}, a.Aliases...), "\n"))
		if strings.Contains(line, wanted) {
			found = append(found, a)
		}
		if strings.Contains(wholeWords(line), wholeWords(wanted)) {
			whole = append(whole, a)
		}
	}
	switch {
	case len(found) == 1:
		return found[0]
	case len(whole) == 1:
		return whole[0]
	}
	return nil
}

// wholeWords is a text's words, each between spaces.
func wholeWords(text string) string {
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	return " " + strings.Join(words, " ") + " "
}

// Receipt is the receipt that a button is about, if the member may see the answer.
func (b *Bot) Receipt(ctx context.Context, q Request, id string) (store.Receipt, error) {
	r, err := b.Options.Store.Receipt(ctx, store.ReceiptID(id))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return store.Receipt{}, wording.Refuse(wording.AnswerGone)
	case err != nil:
		return store.Receipt{}, err
	case r.Guild != q.Guild:
		return store.Receipt{}, wording.Refuse(wording.AnswerGone)
	case (r.Private || r.Guild == "") && r.Asker != "" && r.Asker != q.User: // all direct messages are of one server, ""
		return store.Receipt{}, wording.Refuse(wording.NotForYou)
	}
	return r, nil
}

// OrdersAround reports whether an article's title or text tells whoever answers how to answer.
func OrdersAround(a *corpus.Article) bool {
	return orders.Is(a.Title) || slices.ContainsFunc(a.Passages, func(p corpus.Passage) bool {
		return slices.ContainsFunc(p.Sentences, func(s corpus.Sentence) bool { return s.Order })
	})
}

// PresentVersion is the number of a server's present version, 0 where nothing was published.
func (b *Bot) PresentVersion(ctx context.Context, guild store.GuildID) (int, error) {
	versions, err := b.Options.Libraries.History(ctx, guild)
	if err != nil || len(versions) == 0 {
		return 0, err
	}
	return versions[0].Number, nil
}
