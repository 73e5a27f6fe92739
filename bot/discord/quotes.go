package discord

import (
	"context"
	"strings"

	"readout/bot/chat/markup"
	"readout/bot/chat/wording"
	"readout/corpus"
	"readout/retrieval/misquote"
)

// checkQuotes compares what the reports quote with the transcripts of the present version.
func (b *bot) checkQuotes(q request) (response, error) {
	if !b.open() {
		return response{}, wording.Refuse(wording.Restarting)
	}
	l := q.language
	w := l.Moderators.Quotes
	return response{private: true, staged: func(ctx context.Context, show func(message)) (message, error) {
		ctx, cancel := context.WithTimeout(ctx, b.options.timing.change)
		defer cancel()
		show(note(w.Doing))
		snapshot, err := b.options.Libraries.Snapshot(ctx, q.guild)
		if err != nil {
			return message{}, err
		}
		found, err := misquote.Check(ctx, snapshot.Corpus, nil)
		if err != nil {
			return message{}, err
		}
		return quotesMessage(found, l), nil
	}}, nil
}

// quotesMessage lists the quotations that differ from what was said, the gravest first.
func quotesMessage(found *misquote.Report, l *wording.Language) message {
	w := l.Moderators.Quotes
	if len(found.Transcripts) == 0 {
		return note(w.NoTranscript)
	}
	m := titled(markup.Heading(w.Checked(len(found.Findings), len(found.Transcripts))), l)
	listed := false
	for _, v := range misquote.Verdicts {
		if v == misquote.Shortened || v == misquote.Verbatim || found.Of(v) == 0 {
			continue
		}
		m.add("\n", markup.Heading(w.Titles[v]))
		for _, f := range found.Findings {
			if f.Verdict == v {
				m.add("\n", quoteItem(f, l))
				listed = true
			}
		}
	}
	switch {
	case len(found.Findings) == 0:
		m.add("\n", w.Nothing)
	case !listed:
		m.add("\n", w.AllWell)
	}
	if found.Unheard > 0 {
		m.add("\n", w.Unheard(found.Unheard))
	}
	if listed {
		m.add("\n", "-# "+w.Legend)
	}
	m.keep = min(1, len(m.pieces)-1)
	return m
}

// quoteItem is a quotation with what differs, where it is quoted, and what was said.
func quoteItem(f misquote.Finding, l *wording.Language) string {
	w := l.Moderators.Quotes
	who := w.Somebody
	if f.Speaker != "" {
		who = markup.Escape(f.Speaker)
	}
	words := "“" + markup.Escape(markup.Clip(corpus.Plain(f.Article.Text(f.Quote)), wording.LongestQuote)) + "”"
	if len(f.Diff) > 1 && (f.Verdict == misquote.Altered || f.Verdict == misquote.Unsettled) {
		words = markedWords(f.Diff)
	}
	line := "- " + who + ": " + words + markup.Dot + markup.Escape(l.Phrases.SourceLine(f.Article))
	if why := w.Why[f.Why]; why != "" {
		line += markup.Dot + why
	}
	if f.Said == nil || f.Verdict == misquote.Altered || f.Verdict == misquote.Unsettled {
		return line
	}
	lead := w.Said
	switch f.Verdict {
	case misquote.NotFound:
		lead = w.Nearest
	case misquote.OtherSpeaker:
		lead = w.SaidBy(markup.Escape(f.Said.Speaker))
	}
	return line + "\n  " + lead + ": “" + markup.Escape(markup.Clip(corpus.Plain(f.Said.Article.Text(f.Said.Span)), wording.LongestQuote)) + "”"
}

// markedWords marks what differs with signs that are read aloud, too.
func markedWords(pieces []misquote.Piece) string {
	var out []string
	for _, p := range pieces {
		text := markup.Escape(markup.Clip(corpus.Plain(p.Text), wording.LongestQuote))
		switch p.Change {
		case misquote.Dropped:
			text = "**\\[-" + text + "-\\]**"
		case misquote.Added:
			text = "**{+" + text + "+}**"
		case misquote.Omitted:
			text = "(…)"
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}
