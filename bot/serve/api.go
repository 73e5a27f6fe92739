package serve

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"readout/bot/edition"
	"readout/bot/record"
	"readout/corpus"
	"readout/retrieval/answer"
	"readout/retrieval/scope"
)

// mostAsk is the largest request of the API, in bytes.
const mostAsk = 256 << 10

// The passages that a search gives: unless it says, and at most.
const (
	usualHits = 5
	mostHits  = 50
)

func (s *Server) apiRoutes(mux *http.ServeMux) {
	for pattern, do := range map[string]func(context.Context, *edition.Edition, url.Values) (any, error){
		"GET /api/v1/search": searchAPI, "GET /api/v1/summary": summaryAPI, "GET /api/v1/said": saidAPI, "GET /api/v1/timeline": timelineAPI,
		"GET /api/v1/sources": sourcesAPI, "GET /api/v1/article": articleAPI, "GET /api/v1/version": s.versionAPI,
		"GET /api/v1/misquotes": quotesAPI, "GET /api/v1/new": s.newAPI,
	} {
		mux.Handle(pattern, s.keyed(s.inRoom(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			s.answerAPI(w, r, func(ctx context.Context, now *edition.Edition) (any, error) { return do(ctx, now, r.URL.Query()) })
		}))))
	}
	mux.Handle("POST /api/v1/ask", s.keyed(wholeBody(mostAsk, s.inRoom(http.HandlerFunc(s.askAPI)))))
	mux.HandleFunc("GET /api/v1/openapi.yaml", func(w http.ResponseWriter, r *http.Request) {
		r.URL.Path = "/assets/openapi.yaml"
		mux.ServeHTTP(w, r)
	})
	mux.HandleFunc("/api/", func(w http.ResponseWriter, _ *http.Request) {
		failAPI(w, http.StatusNotFound, "There is no such operation, or not with this method: see /api/v1/openapi.yaml.")
	})
}

// askBody is a question to the API.
type askBody struct {
	Question string `json:"question"`
	Prior    []struct {
		Role    answer.Role `json:"role"`
		Content string      `json:"content"`
	} `json:"prior_turns"`
	Article   string `json:"article"`
	Speaker   string `json:"speaker"`
	Publisher string `json:"publisher"`
	From      string `json:"from"`
	To        string `json:"to"`
	Kind      string `json:"kind"`
	Whole     bool   `json:"whole"`
}

// readAsk reads a question. The error is edition.ErrInput or scope.ErrScope.
func readAsk(body io.Reader) (edition.Question, error) {
	var b askBody
	in := json.NewDecoder(body)
	in.DisallowUnknownFields()
	if err := in.Decode(&b); err != nil {
		return edition.Question{}, fmt.Errorf("%w: the body is not the JSON of a question: %w", edition.ErrInput, err)
	}
	if in.More() {
		return edition.Question{}, fmt.Errorf("%w: the body is more than one JSON object", edition.ErrInput)
	}
	within, err := scope.Parse(b.Article, b.Speaker, b.Publisher, b.From, b.To, b.Kind)
	q := edition.Question{Text: b.Question, Scope: within, Whole: b.Whole}
	for _, t := range b.Prior {
		q.Prior = append(q.Prior, answer.Turn{Role: t.Role, Content: t.Content})
	}
	return q, err
}

// askAPI answers a question, as JSON or, to who accepts them, as events: the stages, then the answer.
func (s *Server) askAPI(w http.ResponseWriter, r *http.Request) {
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); !strings.EqualFold(strings.TrimSpace(kind), "application/json") {
		failAPI(w, http.StatusUnsupportedMediaType, "Send the question as application/json.")
		return
	}
	q, err := readAsk(r.Body)
	if err != nil {
		failAPI(w, http.StatusBadRequest, sentence(err.Error()))
		return
	}
	ask := func(ctx context.Context, now *edition.Edition) (any, error) {
		start := time.Now()
		a, err := now.Ask(ctx, q)
		if err != nil {
			return nil, err
		}
		return record.OfScoped(noID, a, time.Since(start)), nil
	}
	if !strings.Contains(r.Header.Get("Accept"), "text/event-stream") {
		s.answerAPI(w, r, ask)
		return
	}
	events := newEvents(w)
	out, err := s.do(answer.WithProgress(r.Context(), events.stage), ask)
	if err != nil {
		_, text := s.problem(err)
		events.send("error", apiError{text})
		return
	}
	events.send("answer", out)
}

// do does an operation on the present edition, in the time that there is.
func (s *Server) do(ctx context.Context, operation func(context.Context, *edition.Edition) (any, error)) (any, error) {
	ctx, cancel := context.WithTimeout(ctx, s.options.Wait)
	defer cancel()
	now, err := s.options.Source(ctx)
	if err != nil {
		return nil, err
	}
	out, err := operation(ctx, now)
	switch r := out.(type) {
	case record.Answer:
		out = r.Bare(s.options.Plain)
	case record.Timeline:
		out = r.Bare(s.options.Plain)
	}
	return out, err
}

func (s *Server) answerAPI(w http.ResponseWriter, r *http.Request, operation func(context.Context, *edition.Edition) (any, error)) {
	out, err := s.do(r.Context(), operation)
	if err != nil {
		status, text := s.problem(err)
		failAPI(w, status, text)
		return
	}
	writeAPI(w, http.StatusOK, out)
}

// apiError is what the API says of what went wrong.
type apiError struct {
	Error string `json:"error"`
}

func failAPI(w http.ResponseWriter, status int, text string) { writeAPI(w, status, apiError{text}) }

func writeAPI(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // who went away is told nothing
}

// events are server-sent events (HTML Living Standard, 9.2).
type events struct{ w http.ResponseWriter }

func newEvents(w http.ResponseWriter) events {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	return events{w}
}

func (e events) send(name string, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		return
	}
	_, _ = fmt.Fprintf(e.w, "event: %s\ndata: %s\n\n", name, data)
	_ = http.NewResponseController(e.w).Flush()
}

func (e events) stage(s answer.Stage) {
	e.send("stage", struct {
		Stage    answer.Doing `json:"stage"`
		Passages int          `json:"passages"`
	}{s.Doing, s.Passages})
}

// noID is the ID of what was given none.
var noID = json.RawMessage(`""`)

func scopeOf(v url.Values) (scope.Scope, error) {
	return scope.Parse(v.Get("article"), v.Get("speaker"), v.Get("publisher"), v.Get("from"), v.Get("to"), v.Get("kind"))
}

func searchAPI(ctx context.Context, now *edition.Edition, v url.Values) (any, error) {
	within, err := scopeOf(v)
	if err != nil {
		return nil, err
	}
	k := usualHits
	if given := v.Get("k"); given != "" {
		if k, err = strconv.Atoi(given); err != nil || k < 1 || k > mostHits {
			return nil, fmt.Errorf("%w: k may be 1 to %d", edition.ErrInput, mostHits)
		}
	}
	start := time.Now()
	found, err := now.Search(ctx, v.Get("q"), within, k)
	if err != nil {
		return nil, err
	}
	return record.SearchOf(noID, v.Get("q"), found, false, time.Since(start)), nil
}

func summaryAPI(ctx context.Context, now *edition.Edition, v url.Values) (any, error) {
	within, err := scopeOf(v)
	if err != nil {
		return nil, err
	}
	start := time.Now()
	a, err := now.Summary(ctx, v.Get("about"), v.Get("length") == "long", within)
	if err != nil {
		return nil, err
	}
	return record.Of(noID, a, time.Since(start)), nil
}

func saidAPI(ctx context.Context, now *edition.Edition, v url.Values) (any, error) {
	within, err := scopeOf(v)
	if err != nil {
		return nil, err
	}
	start := time.Now()
	a, err := now.Said(ctx, v.Get("about"), within)
	if err != nil {
		return nil, err
	}
	return record.Of(noID, a, time.Since(start)), nil
}

func timelineAPI(ctx context.Context, now *edition.Edition, v url.Values) (any, error) {
	within, err := scopeOf(v)
	if err != nil {
		return nil, err
	}
	start := time.Now()
	t, err := now.Timeline(ctx, within)
	if err != nil {
		return nil, err
	}
	return record.TimelineOf(t, time.Since(start)), nil
}

func sourcesAPI(_ context.Context, now *edition.Edition, v url.Values) (any, error) {
	within, err := scopeOf(v)
	if err != nil {
		return nil, err
	}
	articles, err := now.Sources(within)
	if err != nil {
		return nil, err
	}
	return record.SourcesOf(now.Snapshot.Version, articles), nil
}

func articleAPI(_ context.Context, now *edition.Edition, v url.Values) (any, error) {
	a := now.Snapshot.Corpus.Article(corpus.ArticleID(v.Get("id")))
	if a == nil {
		return nil, errNotFound
	}
	return record.ArticleOf(now.Snapshot.Version, a), nil
}

func (s *Server) versionAPI(_ context.Context, now *edition.Edition, _ url.Values) (any, error) {
	return struct {
		Program  string `json:"program"`
		Version  string `json:"version"` // of the articles
		Articles int    `json:"articles"`
	}{s.options.Version, now.Snapshot.Version, len(now.Snapshot.Corpus.Articles)}, nil
}
