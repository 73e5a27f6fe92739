package serve

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"readout/bot/reply"
	"readout/bot/typeset"
	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval/answer"
)

func (s *Server) showSummary(r *http.Request) (view, error) {
	f, within, err := readForm(r)
	v := view{Page: "overview", Title: "Summary – Readout", Form: f, Data: answered{}}
	if err != nil {
		return v, err
	}
	now, err := s.options.Source(r.Context())
	if err != nil {
		return v, err
	}
	a, err := now.Summary(r.Context(), f.About, f.Long, within)
	if err == nil {
		v.Data = showAnswer(a)
	}
	return v, err
}

func (s *Server) showSaid(r *http.Request) (view, error) {
	f, within, err := readForm(r)
	v := view{Page: "overview", Title: "What somebody said – Readout", Form: f, Data: answered{}}
	if err != nil || within.Speaker == "" {
		return v, err
	}
	now, err := s.options.Source(r.Context())
	if err != nil {
		return v, err
	}
	a, err := now.Said(r.Context(), f.About, within)
	if err == nil {
		v.Data = showAnswer(a)
	}
	return v, err
}

func (s *Server) showTimeline(r *http.Request) (view, error) {
	f, within, err := readForm(r)
	v := view{Page: "overview", Title: "Timeline – Readout", Form: f, Data: answered{}}
	if err != nil {
		return v, err
	}
	now, err := s.options.Source(r.Context())
	if err != nil {
		return v, err
	}
	line, err := now.Timeline(r.Context(), within)
	if err != nil {
		return v, err
	}
	shown := answered{Sources: sourcesOf(line.Citations), Abstained: len(line.Events) == 0}
	if shown.Abstained {
		shown.Reply.Text = "The articles tell of nothing that they date."
	}
	for _, t := range line.Introduction {
		shown.Sentences = append(shown.Sentences, told{Text: t.Text, Cited: citedBy(line.Citations, t.Citations)})
	}
	for _, e := range line.Events {
		lead := e.Date
		if d, err := corpus.ParseDate(e.Date); err == nil && d.Precision() != corpus.Unknown {
			lead = reply.English().Date(d)
		}
		if e.Planned {
			lead += " (planned)"
		}
		shown.Sentences = append(shown.Sentences, told{Lead: lead, Text: e.Sentence.Text, Cited: citedBy(line.Citations, e.Sentence.Citations)})
	}
	v.Data = shown
	return v, nil
}

// listed is an article in the list of sources.
type listed struct {
	Line, Link, Out, Agency, Author string
	Paragraphs                      int
	OneReport                       []string // the titles of the other articles that are the same text
}

func (s *Server) showSources(r *http.Request) (view, error) {
	f, within, err := readForm(r)
	v := view{Page: "sources", Title: "Sources – Readout", Form: f}
	if err != nil {
		return v, err
	}
	now, err := s.options.Source(r.Context())
	if err != nil {
		return v, err
	}
	articles, err := now.Sources(within)
	var out []listed
	for _, a := range articles {
		l := listed{Line: reply.English().SourceLine(a), Link: articleLink(a.ID), Out: a.URL, Agency: a.Agency, Author: a.Author}
		for i := range a.Passages {
			l.Paragraphs = max(l.Paragraphs, a.Passages[i].Paragraph)
		}
		for _, b := range now.Snapshot.Corpus.Articles {
			if b != a && b.Report == a.Report && a.Report != "" {
				l.OneReport = append(l.OneReport, reply.English().SourceLine(b))
			}
		}
		out = append(out, l)
	}
	v.Data = out
	return v, err
}

// article is an article to be read.
type article struct {
	Title, Line, Out, Author, Agency string
	Link                             string
	Digest                           bool
	Facts                            []paragraph // what it states of itself, where that is cited
	Paragraphs                       []paragraph
	Note                             string // what is to be said of the link that led here
}

// paragraph is one of an article's, in pieces.
type paragraph struct {
	N      int
	Anchor string
	Link   string
	Marked bool
	Pieces []piece
}

// piece is a run of an article's words.
type piece struct {
	Text   string
	Marked bool // relied on by who made the link
	Order  bool // addresses whoever answers
}

func (s *Server) showArticle(r *http.Request) (view, error) {
	v := view{Page: "article"}
	now, err := s.options.Source(r.Context())
	if err != nil {
		return v, err
	}
	q := r.URL.Query()
	id, passage := corpus.ArticleID(q.Get("id")), corpus.PassageID(q.Get("passage"))
	a := now.Snapshot.Corpus.Article(id)
	if a == nil {
		return view{}, errNotFound
	}
	out := article{
		Title: a.Title, Line: reply.English().SourceLine(a), Out: a.URL, Author: a.Author, Agency: a.Agency, Link: articleLink(a.ID),
		Digest: a.Form == corpus.FormDigest,
	}
	linked := now.Snapshot.Corpus.Passage(passage)
	if passage != "" && (linked == nil || linked.Article != a.ID) {
		linked, out.Note = nil, "The paragraph that this link leads to is not in this version of the article: it was changed or taken out."
	}
	for i := range a.Passages {
		p := &a.Passages[i]
		link := url.Values{"id": {string(a.ID)}, "passage": {string(p.ID)}}
		shown := paragraph{N: p.Paragraph, Anchor: anchor(p), Link: "/article?" + link.Encode() + "#" + anchor(p)}
		mark := prose.Span{}
		if p == linked {
			shown.Marked = true
			mark = readMark(q.Get("mark"), p)
		}
		shown.Pieces = piecesOf(p, mark)
		switch {
		case p.Paragraph != 0:
			out.Paragraphs = append(out.Paragraphs, shown)
		case p == linked:
			out.Facts = append(out.Facts, shown)
		}
	}
	v.Title, v.Data = out.Line+" – Readout", out
	return v, nil
}

// readMark is the span in the article that a link marks, "12-80" from the passage's beginning; zero when it is none.
func readMark(mark string, p *corpus.Passage) prose.Span {
	first, last, _ := strings.Cut(mark, "-")
	from, err1 := strconv.Atoi(first)
	to, err2 := strconv.Atoi(last)
	if err1 != nil || err2 != nil || from < 0 || to > len(p.Text) || from >= to {
		return prose.Span{}
	}
	if ended := p.Text + " "; !utf8.RuneStart(ended[from]) || !utf8.RuneStart(ended[to]) {
		return prose.Span{}
	}
	return prose.Span{Start: p.Span.Start + from, End: p.Span.Start + to}
}

// piecesOf cuts a passage where what is marked, or addresses whoever answers, begins and ends.
func piecesOf(p *corpus.Passage, mark prose.Span) (out []piece) {
	cuts := []int{p.Span.Start, p.Span.End, mark.Start, mark.End}
	for _, t := range p.Sentences {
		if t.Order {
			cuts = append(cuts, t.Span.Start, t.Span.End)
		}
	}
	slices.Sort(cuts)
	cuts = slices.DeleteFunc(slices.Compact(cuts), func(at int) bool { return at < p.Span.Start || at > p.Span.End })
	for i := 1; i < len(cuts); i++ {
		span := prose.Span{Start: cuts[i-1], End: cuts[i]}
		order := slices.ContainsFunc(p.Sentences, func(t corpus.Sentence) bool { return t.Order && t.Span.Contains(span) })
		out = append(out, piece{p.Text[span.Start-p.Span.Start : span.End-p.Span.Start], mark.Contains(span), order})
	}
	return out
}

// functions are those of the templates.
func functions() template.FuncMap {
	return template.FuncMap{
		"visible": typeset.Harmless,
		"counted": func(n int, noun string) string { return strconv.Itoa(n) + " " + reply.Plural(n, noun) },
		"markers": func(cited []cited) string {
			var numbers []int
			for _, c := range cited {
				numbers = append(numbers, c.N)
			}
			return answer.Markers(numbers)
		},
		"listed": func(sources []source, note string) map[string]any {
			return map[string]any{"Sources": sources, "Note": note}
		},
		"part": func(name, label, value string, f form) map[string]any {
			return map[string]any{"Name": name, "Label": label, "Value": value, "Without": f.Without(name)}
		},
	}
}
