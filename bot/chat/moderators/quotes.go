package moderators

import (
	"context"
	"strings"

	"readout/bot/chat"
	"readout/bot/chat/markup"
	"readout/bot/chat/wording"
	"readout/corpus"
	"readout/retrieval/misquote"
)

// checkQuotes compares what the reports quote with the transcripts of the present version.
func (b *Moderators) checkQuotes(q chat.Request) (chat.Response, error) {
	if !b.Open() {
		return chat.Response{}, wording.Refuse(wording.Restarting)
	}
	l := q.Language
	w := l.Moderators.Quotes
	return chat.Response{Private: true, Staged: func(ctx context.Context, show func(chat.Message)) (chat.Message, error) {
		ctx, cancel := context.WithTimeout(ctx, b.Options.Timing.Change)
		defer cancel()
		show(chat.Note(w.Doing))
		snapshot, err := b.Options.Libraries.Snapshot(ctx, q.Guild)
		if err != nil {
			return chat.Message{}, err
		}
		found, err := misquote.Check(ctx, snapshot.Corpus, nil)
		if err != nil {
			return chat.Message{}, err
		}
		return quotesMessage(found, l), nil
	}}, nil
}

// quotesMessage lists the quotations that differ from what was said, the gravest first.
func quotesMessage(found *misquote.Report, l *wording.Language) chat.Message {
	w := l.Moderators.Quotes
	if len(found.Transcripts) == 0 {
		return chat.Note(w.NoTranscript)
	}
	m := chat.Titled(markup.Heading(w.Checked(len(found.Findings), len(found.Transcripts))), l)
	listed := false
	for _, v := range misquote.Verdicts {
		if v == misquote.Shortened || v == misquote.Verbatim || found.Of(v) == 0 {
			continue
		}
		m.Add("\n", markup.Heading(w.Titles[v]))
		for _, f := range found.Findings {
			if f.Verdict == v {
				m.Add("\n", quoteItem(f, l))
				listed = true
			}
		}
	}
	switch {
	case len(found.Findings) == 0:
		m.Add("\n", w.Nothing)
	case !listed:
		m.Add("\n", w.AllWell)
	}
	if found.Unheard > 0 {
		m.Add("\n", w.Unheard(found.Unheard))
	}
	if listed {
		m.Add("\n", "-# "+w.Legend)
	}
	m.Keep = min(1, len(m.Pieces)-1)
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
	return line + "\n  " + lead + ": “" + markup.Escape(markup.Clip(corpus.Plain(f.Said.Article.Text(f.Said.Span)),
		wording.LongestQuote)) + "”"
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
