package moderators

import (
	"context"
	"strconv"
	"strings"

	"readout/bot/chat"
	"readout/bot/chat/markup"
	"readout/bot/chat/pages"
	"readout/bot/chat/wording"
	"readout/bot/libraries"
	"readout/corpus"
	"readout/corpus/fetch"
)

// How much of a draft is shown at most: articles of each sort, sources, questions.
const (
	mostItems   = 12
	mostSources = 12
	mostWorse   = 5
)

// preview shows what a draft would change, with what a moderator should know first.
func (b *Moderators) preview(ctx context.Context, q chat.Request, d *libraries.Draft) chat.Message {
	l := q.Language
	w := l.Moderators
	m := chat.Titled(markup.Heading(w.Preview(d.Kind)), l)
	names := b.titles(ctx, q)
	for _, part := range []struct {
		title func(int) string
		items []libraries.Item
	}{{w.Added, d.Added}, {w.Changed, d.Changed}, {w.Removed, d.Removed}} {
		if len(part.items) == 0 {
			continue
		}
		m.Add("\n\n", markup.Heading(part.title(len(part.items))))
		for _, i := range part.items[:min(len(part.items), mostItems)] {
			m.Add("\n", itemLine(i, names, l))
		}
		if left := len(part.items) - mostItems; left > 0 {
			m.Add("\n", l.More(left))
		}
	}
	if d.Same {
		m.Add("\n", w.NothingChanges)
	}
	body := len(m.Pieces)
	m.Pieces = append(m.Pieces, sourceLines(d.Sources, l)...)
	if !d.Same {
		m.Pieces = append(m.Pieces, gateLines(d.Gate, l)...)
		if d.Open.Answered > 0 {
			m.Add("\n\n", w.AnswersOpen(d.Open.Answered, d.Open.Asked))
		}
		m.Add("\n\n", "-# "+w.BeforePublish)
		m.Rows = draftButtons(d.ID, l)
	}
	m.Keep = len(m.Pieces) - body
	return m
}

func draftButtons(id string, l *wording.Language) [][]chat.Button {
	return chat.Row(chat.NewButton(l.Moderators.Publish, chat.Success, actionPublish+":"+id),
		chat.NewButton(l.Moderators.Discard, chat.Secondary, actionDiscard+":"+id))
}

// titles are the titles of the present articles.
func (b *Moderators) titles(ctx context.Context, q chat.Request) map[corpus.ArticleID]string {
	c, err := b.Articles(ctx, q)
	if err != nil {
		return nil // they are shown by their IDs
	}
	out := map[corpus.ArticleID]string{}
	for _, a := range c.Articles {
		out[a.ID] = a.Title
	}
	return out
}

// itemLine is an article of a draft or a list: what it states about itself, how much it holds, and what is of concern.
func itemLine(i libraries.Item, names map[corpus.ArticleID]string, l *wording.Language) string {
	w := l.Moderators
	a := corpus.Article{ID: i.ID, Title: markup.Clip(i.Title, 200), Publisher: markup.Clip(i.Publisher, 100), Agency: markup.Clip(i.Agency,
		100), Published: i.Published, Kind: i.Kind}
	line := "- " + chat.SourceLine(l.Phrases.SourceLine(&a), i.URL, l) + markup.Dot + w.Holds(i.Paragraphs, i.Remarks)
	for _, c := range i.Concerns {
		line += "\n  " + concernLine(c, names, l)
	}
	return line
}

// concernLine is something of concern. What it quotes is the article's and is escaped.
func concernLine(c fetch.Concern, names map[corpus.ArticleID]string, l *wording.Language) string {
	w := l.Moderators
	detail := markup.Fold(markup.Visible(c.Detail))
	if name := names[corpus.ArticleID(c.Detail)]; name != "" {
		detail = name
	}
	quote := ""
	if detail != "" {
		quote = "“" + markup.Escape(markup.Clip(detail, wording.LongestQuote)) + "”"
	}
	word, ok := w.Concerns[c.Kind]
	if !ok {
		word = func(string) string { return markup.Escape(string(c.Kind)) }
	}
	return markup.Heading(w.Warning) + ": " + strings.TrimRight(word(quote), " ")
}

// sourceLines are what came of fetching: how many, and each that is new or failed.
func sourceLines(all []libraries.SourceResult, l *wording.Language) []pages.Piece {
	w := l.Moderators
	if len(all) == 0 || len(all) == 1 && all[0].State == libraries.SourceNew {
		return nil // the one article says it all
	}
	count := map[libraries.SourceState]int{}
	for _, s := range all {
		count[s.State]++
	}
	out := []pages.Piece{pages.Part("\n\n", markup.Heading(w.Sources(count[libraries.SourceNew], count[libraries.SourceChanged],
		count[libraries.SourceUnchanged],
		count[libraries.SourceFailed])))}
	shown := 0
	for _, s := range all {
		if s.State != libraries.SourceFailed {
			continue
		}
		if shown++; shown > mostSources {
			out = append(out, pages.Part("\n", l.More(count[libraries.SourceFailed]-mostSources)))
			break
		}
		out = append(out, pages.Part("\n", "- "+w.SourceFailed(markup.Code(s.URL), markup.Escape(markup.Clip(w.Reason(s.Err),
			wording.LongestQuote)))))
	}
	return out
}

// gateLines are how the judged questions fare.
func gateLines(g libraries.GateResult, l *wording.Language) []pages.Piece {
	if g.Ran == 0 {
		return nil
	}
	if len(g.Worse) > 0 {
		out := worseLines(g, l)
		out[0].Before = "\n\n"
		return out
	}
	return []pages.Piece{pages.Part("\n\n", markup.Heading(l.Moderators.ChecksWell(g.Ran, g.Right, g.Better)))}
}

// worseLines are the judged questions whose answers get worse, before and after.
func worseLines(g libraries.GateResult, l *wording.Language) []pages.Piece {
	w := l.Moderators
	out := []pages.Piece{pages.Part("", markup.Heading(w.ChecksWorse(len(g.Worse), g.Ran)))}
	for _, q := range g.Worse[:min(len(g.Worse), mostWorse)] {
		out = append(out, pages.Part("\n", "- "+markup.Escape(markup.Clip(q.Question, wording.LongestQuote))+
			"\n  "+w.Before+": "+w.Said(q.Before)+"\n  "+w.After+": "+w.Said(q.After)))
	}
	if left := len(g.Worse) - mostWorse; left > 0 {
		out = append(out, pages.Part("\n", l.More(left)))
	}
	return out
}

// pageLength is how many articles, or entries of the history, stand on a page.
const pageLength = 15

// pageButtons lead to the pages before and after; there are none when everything is on one.
func pageButtons(action string, page, pages int, l *wording.Language) [][]chat.Button {
	if pages < 2 {
		return nil
	}
	back := chat.NewButton(l.Moderators.Back, chat.Secondary, action+":"+strconv.Itoa(page-1))
	back.Disabled = page == 0
	next := chat.NewButton(l.Moderators.Next, chat.Secondary, action+":"+strconv.Itoa(page+1))
	next.Disabled = page >= pages-1
	return chat.Row(back, next)
}

// pageOf cuts a page out of many things. A page that there is not is the nearest that there is.
func pageOf[T any](all []T, about string) (shown []T, page, pages int) {
	page, err := strconv.Atoi(about)
	pages = max(1, (len(all)+pageLength-1)/pageLength)
	if err != nil {
		page = 0
	}
	page = min(max(page, 0), pages-1)
	return all[page*pageLength : min(len(all), (page+1)*pageLength)], page, pages
}
