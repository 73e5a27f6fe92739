package discord

import (
	"context"
	"strings"
	"unicode"

	"readout/bot/fragment"
	"readout/bot/store"
	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval/answer"
)

// passageLength is about how much of a passage is shown around the quoted words, in characters.
const passageLength = 900

// passages shows what an answer rests on: each article with its passages, and in these the quoted words in bold.
func (b *bot) passages(ctx context.Context, q request, r store.Receipt) (message, error) {
	l := q.language
	if len(r.Citations) == 0 {
		return note(l.NoPassages), nil
	}
	snapshot, err := b.options.Libraries.Snapshot(ctx, q.guild)
	if err != nil {
		return message{}, err
	}
	var articles []*corpus.Article // in the order of their first passage, as an answer lists its sources
	shown := map[*corpus.Article][]piece{}
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
			where += ", " + escape(turn)
		}
		at := article.URL
		if quote != (prose.Span{}) {
			at = fragment.Link(article, quote)
		}
		p := piece{"\n", where + linked(at, l) + "\n> " + quoted(passage, quote)}
		if shown[article] == nil {
			articles = append(articles, article)
			p = piece{"\n\n", heading(l.Phrases.SourceLine(article)) + p.before + p.text}
		}
		shown[article] = append(shown[article], p)
	}
	if gone == len(r.Citations) {
		return note(l.AllWithdrawn), nil
	}
	m := message{more: l.More}
	if r.Resolved != "" {
		m.pieces = append(m.pieces, piece{"", escape(clip(l.PassagesOf(r.Resolved), longestAsked))})
	}
	for _, a := range articles {
		m.pieces = append(m.pieces, shown[a]...)
	}
	if gone > 0 {
		m.pieces = append(m.pieces, piece{"\n\n", l.Withdrawn(gone)})
	}
	return m, nil
}

// quoted is a passage, or what is around the quote in a long one, with the quote in bold unless it is all there is.
func quoted(p *corpus.Passage, quote prose.Span) string {
	start, end := quote.Start-p.Span.Start, quote.End-p.Span.Start
	if quote == (prose.Span{}) || start < 0 || end > len(p.Text) || start >= end || !hasWords(p.Text[:start]+p.Text[end:]) {
		return escape(clip(fold(p.Text), passageLength))
	}
	around := max(0, passageLength-len([]rune(p.Text[start:end]))) / 2
	before, words, after := p.Text[:start], p.Text[start:end], p.Text[end:]
	return joinSpaced(before, escape(clipFront(fold(before), around))) + "**" + escape(clip(fold(words), passageLength)) + "**" +
		spaced(after, escape(clip(fold(after), max(around, 1))))
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

func fold(text string) string { return strings.Join(strings.Fields(text), " ") }

// clipFront shortens a text to its last n characters.
func clipFront(text string, n int) string {
	runes := []rune(text)
	if len(runes) <= n {
		return text
	}
	return "…" + strings.TrimLeft(string(runes[len(runes)-max(n-1, 0):]), " ")
}
