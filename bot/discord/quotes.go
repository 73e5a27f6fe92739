package discord

import (
	"context"
	"strconv"
	"strings"

	"readout/corpus"
	"readout/retrieval/misquote"
)

// quoteWords are what the check of quotations says.
type quoteWords struct {
	Doing        string
	Checked      func(quotations, transcripts int) string
	NoTranscript string
	AllWell      string
	Nothing      string // nothing that is quoted could be compared
	Unheard      func(n int) string
	Titles       map[misquote.Verdict]string
	Why          map[misquote.Reason]string
	Said         string
	SaidBy       func(speaker string) string
	Nearest      string
	Somebody     string
	Legend       string
}

// checkQuotes compares what the reports quote with the transcripts of the present version.
func (b *bot) checkQuotes(q request) (response, error) {
	if !b.open() {
		return response{}, &refusal{why: restarting}
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
func quotesMessage(found *misquote.Report, l *language) message {
	w := l.Moderators.Quotes
	if len(found.Transcripts) == 0 {
		return note(w.NoTranscript)
	}
	m := message{more: l.More, pieces: []piece{{"", heading(w.Checked(len(found.Findings), len(found.Transcripts)))}}}
	listed := false
	for _, v := range misquote.Verdicts {
		if v == misquote.Shortened || v == misquote.Verbatim || found.Of(v) == 0 {
			continue
		}
		m.pieces = append(m.pieces, piece{"\n", heading(w.Titles[v])})
		for _, f := range found.Findings {
			if f.Verdict == v {
				m.pieces = append(m.pieces, piece{"\n", quoteItem(f, l)})
				listed = true
			}
		}
	}
	switch {
	case len(found.Findings) == 0:
		m.pieces = append(m.pieces, piece{"\n", w.Nothing})
	case !listed:
		m.pieces = append(m.pieces, piece{"\n", w.AllWell})
	}
	if found.Unheard > 0 {
		m.pieces = append(m.pieces, piece{"\n", w.Unheard(found.Unheard)})
	}
	if listed {
		m.pieces = append(m.pieces, piece{"\n", "-# " + w.Legend})
	}
	m.keep = min(1, len(m.pieces)-1)
	return m
}

// quoteItem is a quotation with what differs, where it is quoted, and what was said.
func quoteItem(f misquote.Finding, l *language) string {
	w := l.Moderators.Quotes
	who := w.Somebody
	if f.Speaker != "" {
		who = escape(f.Speaker)
	}
	words := "“" + escape(clip(corpus.Plain(f.Article.Text(f.Quote)), longestQuote)) + "”"
	if len(f.Diff) > 1 && (f.Verdict == misquote.Altered || f.Verdict == misquote.Unsettled) {
		words = markedWords(f.Diff)
	}
	line := "- " + who + ": " + words + dot + escape(l.Phrases.SourceLine(f.Article))
	if why := w.Why[f.Why]; why != "" {
		line += dot + why
	}
	if f.Said == nil || f.Verdict == misquote.Altered || f.Verdict == misquote.Unsettled {
		return line
	}
	lead := w.Said
	switch f.Verdict {
	case misquote.NotFound:
		lead = w.Nearest
	case misquote.OtherSpeaker:
		lead = w.SaidBy(escape(f.Said.Speaker))
	}
	return line + "\n  " + lead + ": “" + escape(clip(corpus.Plain(f.Said.Article.Text(f.Said.Span)), longestQuote)) + "”"
}

// markedWords marks what differs with signs that are read aloud, too.
func markedWords(pieces []misquote.Piece) string {
	var out []string
	for _, p := range pieces {
		text := escape(clip(corpus.Plain(p.Text), longestQuote))
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

func englishQuotes() quoteWords {
	return quoteWords{
		Doing: "Comparing quotations…",
		Checked: func(quotations, transcripts int) string {
			return count(quotations, "quotation") + " compared with " + count(transcripts, "transcript")
		},
		NoTranscript: "There is no transcript among the articles, so there is nothing to compare quotations with. " +
			"`/corpus edit` can say that an article is one.",
		Nothing: "Nobody who is quoted speaks in a transcript.",
		AllWell: "All of them are what was said, word for word or shortened with a mark.",
		Unheard: func(n int) string {
			if n == 1 {
				return "One more is by somebody who speaks in no transcript."
			}
			return count(n, "more quotation") + " are by people who speak in no transcript."
		},
		Titles: map[misquote.Verdict]string{misquote.OtherSpeaker: "Said by somebody else", misquote.Altered: "Altered",
			misquote.Unsettled: "Differs, perhaps for a reason", misquote.NotFound: "Not found in a transcript"},
		Why: map[misquote.Reason]string{misquote.Interpreted: "one of the two is a translation", misquote.Differ: "two transcripts differ here",
			misquote.Inaudible: "the transcript has a gap here", misquote.Earlier: "the report is older than the transcript",
			misquote.Edited: "the transcript says that it is edited", misquote.Agreed: "independent reports quote it like this",
			misquote.Unconfirmed: "no report quotes this speaker as the transcript does"},
		Said: "said", SaidBy: func(speaker string) string { return "said by " + speaker }, Nearest: "nearest", Somebody: "somebody",
		Legend: "\\[-…-\\] was said and is not quoted; {+…+} is quoted and was not said; (…) is left out with a mark. " +
			"What is not found may have been said elsewhere.",
	}
}

func germanQuotes() quoteWords {
	number := func(n int, one, more string) string {
		if n == 1 {
			return "1 " + one
		}
		return strconv.Itoa(n) + " " + more
	}
	return quoteWords{
		Doing: "Zitate werden verglichen…",
		Checked: func(quotations, transcripts int) string {
			return number(quotations, "Zitat", "Zitate") + " mit " + number(transcripts, "Wortprotokoll", "Wortprotokollen") + " verglichen"
		},
		NoTranscript: "Unter den Artikeln ist kein Wortprotokoll, also nichts, womit Zitate zu vergleichen wären. " +
			"Mit `/corpus edit` lässt sich sagen, dass ein Artikel eines ist.",
		Nothing: "Niemand, der zitiert wird, spricht in einem Wortprotokoll.",
		AllWell: "Alle geben wieder, was gesagt wurde, wörtlich oder mit Zeichen gekürzt.",
		Unheard: func(n int) string {
			if n == 1 {
				return "Ein weiteres ist von jemandem, der in keinem Wortprotokoll spricht."
			}
			return strconv.Itoa(n) + " weitere" + " sind von Leuten, die in keinem Wortprotokoll sprechen."
		},
		Titles: map[misquote.Verdict]string{misquote.OtherSpeaker: "Von jemand anderem gesagt", misquote.Altered: "Verändert",
			misquote.Unsettled: "Anders, vielleicht aus einem Grund", misquote.NotFound: "In keinem Wortprotokoll gefunden"},
		Why: map[misquote.Reason]string{misquote.Interpreted: "eines von beiden ist eine Übersetzung",
			misquote.Differ:    "zwei Wortprotokolle gehen hier auseinander",
			misquote.Inaudible: "das Wortprotokoll hat hier eine Lücke", misquote.Earlier: "der Bericht ist älter als das Wortprotokoll",
			misquote.Edited: "das Wortprotokoll ist nach eigener Angabe bearbeitet", misquote.Agreed: "unabhängige Berichte zitieren es so",
			misquote.Unconfirmed: "kein Bericht zitiert so, wie es das Wortprotokoll hat"},
		Said: "gesagt", SaidBy: func(speaker string) string { return "gesagt von " + speaker }, Nearest: "am nächsten", Somebody: "jemand",
		Legend: "\\[-…-\\] wurde gesagt und ist nicht zitiert; {+…+} ist zitiert und wurde nicht gesagt; (…) ist mit Zeichen ausgelassen. " +
			"Was nicht gefunden wird, kann anderswo gesagt worden sein.",
	}
}
