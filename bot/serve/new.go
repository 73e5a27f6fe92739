package serve

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"readout/bot/edition"
	"readout/bot/news"
)

// newPage is what is new, as the page shows it.
type newPage struct {
	Since   string // as the form names it
	Groups  []newGroup
	Rest    []string
	Sources []source
	Note    string
}

// newGroup is sentences below one heading.
type newGroup struct {
	Head      string
	Sentences []told
}

func (s *Server) showNew(r *http.Request) (view, error) {
	f, _, err := readForm(r)
	shown := newPage{Since: r.URL.Query().Get("since")}
	v := view{Page: "new", Title: "New – Readout", Form: f, Data: shown}
	if err != nil {
		return v, err
	}
	back, err := news.ReadBack(shown.Since)
	if err != nil {
		return v, err
	}
	report, err := s.news(r.Context(), back)
	if err != nil {
		return v, err
	}
	all := report.Tell(news.English())
	said := all.Reply(news.English().Phrases)
	for i, t := range all.Answer.Sentences {
		if all.Heads[i] != "" {
			shown.Groups = append(shown.Groups, newGroup{Head: all.Heads[i]})
		}
		last := &shown.Groups[len(shown.Groups)-1]
		last.Sentences = append(last.Sentences, told{Lead: all.Leads[i], Text: t.Text, Cited: citedBy(all.Answer.Citations, t.Citations)})
	}
	shown.Rest, shown.Sources, shown.Note = all.Rest, sourcesOf(all.Answer.Citations), said.Note
	v.Data = shown
	return v, nil
}

// news tells what is new, so far back.
func (s *Server) news(ctx context.Context, back time.Duration) (*news.Report, error) {
	if s.options.News == nil {
		return nil, errNotFound
	}
	now, err := s.options.Source(ctx)
	if err != nil {
		return nil, err
	}
	key := fmt.Sprintf("%s %d", now.Snapshot.Version, back)
	if known, ok := s.told.Get(key); ok && time.Since(known.at) < newsKept {
		return known.report, nil
	}
	ctx, cancel := context.WithTimeout(ctx, s.options.Wait)
	defer cancel()
	report, err := s.options.News(ctx, time.Now().Add(-back))
	if err == nil {
		s.told.Add(key, toldNews{report, time.Now()})
	}
	return report, err
}

// newsKept is how long what is new is kept: comparing versions takes longer than an answer.
const newsKept = 10 * time.Minute

// toldNews is what was new at a time.
type toldNews struct {
	report *news.Report
	at     time.Time
}

func (s *Server) newAPI(ctx context.Context, _ *edition.Edition, v url.Values) (any, error) {
	start := time.Now()
	back, err := news.ReadBack(v.Get("since"))
	if err != nil {
		return nil, err
	}
	report, err := s.news(ctx, back)
	if err != nil {
		return nil, err
	}
	return report.Record(time.Since(start), s.options.Plain), nil
}
