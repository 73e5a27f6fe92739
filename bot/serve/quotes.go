package serve

import (
	"cmp"
	"context"
	"net/http"
	"net/url"

	"readout/bot/edition"
	"readout/bot/misquotes"
	"readout/bot/reply"
	"readout/corpus"
	"readout/retrieval/misquote"
)

// quotesPage is how quotations stand to transcripts, as the page shows it.
type quotesPage struct {
	All      bool     // those that are as they were said are shown, too
	Checked  string   // what was compared
	Besides  []string // what could not be
	Groups   []quoteGroup
	Differs  bool   // some quotation is shown with what differs in it
	NotFound string // what that does not mean; "" where it is not said of any
	None     bool   // there is no transcript
	Rest     string // the link that shows all, or only those that differ; "" where there is nothing else
}

// quoteGroup is the quotations of which one thing is said.
type quoteGroup struct {
	Title string
	Items []quoteItem
}

// quoteItem is a quotation of a report.
type quoteItem struct {
	Speaker string
	Quote   string
	Diff    []misquote.Piece // instead of Quote, where words differ
	Why     string
	Place   place
	Said    []place
}

// place is words of an article with the link to them.
type place struct{ Lead, Text, Line, Link string }

func (s *Server) showQuotes(r *http.Request) (view, error) {
	f, within, err := readForm(r)
	v := view{Page: "quotes", Title: "Quotations – Readout", Form: f, Data: quotesPage{}}
	if err != nil {
		return v, err
	}
	now, err := s.options.Source(r.Context())
	if err != nil {
		return v, err
	}
	found, err := now.Quotes(r.Context(), within)
	if err == nil {
		v.Data = quotesShown(found, f, r.URL.Query().Get("all") != "")
	}
	return v, err
}

func quotesShown(found *misquote.Report, f form, all bool) quotesPage {
	told := misquotes.Summary(found)
	out := quotesPage{All: all, Checked: told[0], Besides: told[1:], None: len(found.Transcripts) == 0}
	for _, v := range misquote.Verdicts {
		if !all && misquotes.Right(v) || found.Of(v) == 0 {
			continue
		}
		g := quoteGroup{Title: misquotes.Title(v)}
		for _, q := range found.Findings {
			if q.Verdict == v {
				g.Items = append(g.Items, itemOf(q))
				out.Differs = out.Differs || misquotes.Differs(q)
			}
		}
		out.Groups = append(out.Groups, g)
	}
	if found.Of(misquote.NotFound) > 0 {
		out.NotFound = misquotes.NotFound
	}
	if found.Of(misquote.Verbatim)+found.Of(misquote.Shortened) > 0 {
		out.Rest = f.link("/quotes", func(v url.Values) {
			if !all {
				v.Set("all", "1")
			}
		})
	}
	return out
}

func itemOf(q misquote.Finding) quoteItem {
	words := reply.Quoted(corpus.Plain(q.Article.Text(q.Quote)))
	out := quoteItem{Speaker: cmp.Or(q.Speaker, "Somebody"), Quote: words, Why: misquotes.Why(q.Why)}
	if misquotes.Differs(q) {
		for _, p := range q.Diff {
			out.Diff = append(out.Diff, misquote.Piece{Change: p.Change, Text: corpus.Plain(p.Text)})
		}
	}
	out.Place = place{Line: reply.English().SourceLine(q.Article), Link: wordsLink(q.Article, q.Passage, q.Quote)}
	if q.Said != nil {
		out.Said = append(out.Said, placeOf(misquotes.Lead(q), q.Said))
	}
	if q.Also != nil {
		out.Said = append(out.Said, placeOf("and", q.Also))
	}
	return out
}

func placeOf(lead string, at *misquote.Said) place {
	return place{
		Lead: lead, Text: reply.Quoted(corpus.Plain(at.Article.Text(at.Span))), Line: reply.English().SourceLine(at.Article),
		Link: wordsLink(at.Article, at.Passage, at.Span),
	}
}

func quotesAPI(ctx context.Context, now *edition.Edition, v url.Values) (any, error) {
	within, err := scopeOf(v)
	if err != nil {
		return nil, err
	}
	found, err := now.Quotes(ctx, within)
	if err != nil {
		return nil, err
	}
	r := misquotes.Of(now.Snapshot.Version, found)
	if v.Get("all") == "" {
		r = r.Wrong()
	}
	return r, nil
}
