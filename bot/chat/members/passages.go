package members

import (
	"context"
	"strings"
	"unicode"

	"readout/bot/chat"
	"readout/bot/chat/markup"
	"readout/bot/chat/pages"
	"readout/bot/fragment"
	"readout/bot/store"
	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval/answer"
)

// passageLength is about how much of a passage is shown around the quoted words, in characters.
const passageLength = 900

// passages shows what an answer rests on: each article with its passages, and in these the quoted words in bold.
func (b *Members) passages(ctx context.Context, q chat.Request, r store.Receipt) (chat.Message, error) {
	l := q.Language
	if len(r.Citations) == 0 {
		return chat.Note(l.NoPassages), nil
	}
	snapshot, err := b.Options.Libraries.Snapshot(ctx, q.Guild)
	if err != nil {
		return chat.Message{}, err
	}
	var articles []*corpus.Article // in the order of their first passage, as an answer lists its sources
	shown := map[*corpus.Article][]pages.Piece{}
	gone := 0
	for n, c := range r.Citations {
		article, passage := snapshot.Corpus.Article(c.Article), snapshot.Corpus.Passage(c.Passage)
		if article == nil || passage == nil {
			gone++
			continue
		}
		quote := c.Quote
		if r.Version != snapshot.Version {
			quote = prose.Span{} // of another version's text
		}
		where := answer.Markers([]int{n + 1})
		if passage.Paragraph > 0 {
			where += " " + l.Paragraph(passage.Paragraph)
		}
		if turn := l.Phrases.TurnOf(passage); turn != "" {
			where += ", " + markup.Escape(turn)
		}
		at := article.URL
		if quote != (prose.Span{}) {
			at = fragment.Link(article, quote)
		}
		p := pages.Part("\n", where+chat.Linked(at, l)+"\n> "+quoted(passage, quote))
		if shown[article] == nil {
			articles = append(articles, article)
			p = pages.Part("\n\n", markup.Heading(l.Phrases.SourceLine(article))+p.Before+p.Text)
		}
		shown[article] = append(shown[article], p)
	}
	if gone == len(r.Citations) {
		return chat.Note(l.AllWithdrawn), nil
	}
	m := chat.Message{More: l.More}
	if r.Resolved != "" {
		m.Add("", markup.Escape(markup.Clip(l.PassagesOf(r.Resolved), chat.LongestAsked)))
	}
	for _, a := range articles {
		m.Pieces = append(m.Pieces, shown[a]...)
	}
	if gone > 0 {
		m.Add("\n\n", l.Withdrawn(gone))
	}
	return m, nil
}

// quoted is a passage, or what is around the quote in a long one, with the quote in bold unless it is all there is.
func quoted(p *corpus.Passage, quote prose.Span) string {
	start, end := quote.Start-p.Span.Start, quote.End-p.Span.Start
	if quote == (prose.Span{}) || start < 0 || end > len(p.Text) || start >= end || !hasWords(p.Text[:start]+p.Text[end:]) {
		return markup.Escape(markup.Clip(markup.Fold(p.Text), passageLength))
	}
	around := max(0, passageLength-len([]rune(p.Text[start:end]))) / 2
	before, words, after := p.Text[:start], p.Text[start:end], p.Text[end:]
	return joinSpaced(before, markup.Escape(markup.ClipFront(markup.Fold(before),
		around))) + "**" + markup.Escape(markup.Clip(markup.Fold(words), passageLength)) + "**" +
		spaced(after, markup.Escape(markup.Clip(markup.Fold(after), max(around, 1))))
}

// hasWords reports whether there is more in a text than space and marks.
func hasWords(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}

// joinSpaced is the shown form of what stands before the quote, with the space that parted them.
func joinSpaced(original, shown string) string {
	if shown != "" && strings.TrimRight(original, " \n\t") != original {
		return shown + " "
	}
	return shown
}

// spaced is the shown form of what stands after the quote, with the space that parted them.
func spaced(original, shown string) string {
	if shown != "" && strings.TrimLeft(original, " \n\t") != original {
		return " " + shown
	}
	return shown
}
