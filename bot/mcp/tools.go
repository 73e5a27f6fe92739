package mcp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"readout/bot/edition"
	"readout/bot/fragment"
	"readout/bot/misquotes"
	"readout/bot/news"
	"readout/bot/record"
	"readout/corpus"
	"readout/corpus/orders"
	"readout/retrieval/answer"
	"readout/retrieval/scope"
)

// within are the parts of a scope, in the arguments of the tools.
type within struct {
	Article   string `json:"article,omitempty" jsonschema:"only this article: its ID or title"`
	Publisher string `json:"publisher,omitempty" jsonschema:"only articles of this publisher or news agency"`
	From      string `json:"from,omitempty" jsonschema:"only articles published on or after this day (2019-05-14) or month (2019-05)"`
	To        string `json:"to,omitempty" jsonschema:"only articles published on or before this day or month"`

	Kind string `json:"kind,omitempty" jsonschema:"only articles of this kind, as the tool sources names it: report, transcript and others"`
}

func (w within) scope(speaker string) (scope.Scope, error) {
	return scope.Parse(w.Article, speaker, w.Publisher, w.From, w.To, w.Kind)
}

type (
	turn struct {
		Role    string `json:"role" jsonschema:"user or assistant"`
		Content string `json:"content"`
	}
	askArguments struct {
		Question string `json:"question" jsonschema:"the question, in English"`
		Prior    []turn `json:"prior_turns,omitempty" jsonschema:"earlier turns, oldest first, that the question leans on"`
		Speaker  string `json:"speaker,omitempty" jsonschema:"only what this person is credited with"`
		Whole    bool   `json:"whole,omitempty" jsonschema:"also ask articles that the question's own words leave out"`
		within
	}
	searchArguments struct {
		Query   string `json:"query"`
		K       int    `json:"k,omitempty" jsonschema:"how many passages, 1 to 50; 5 unless set"`
		Speaker string `json:"speaker,omitempty" jsonschema:"only passages with a remark of this person"`
		within
	}
	saidArguments struct {
		Speaker string `json:"speaker" jsonschema:"whose remarks"`
		About   string `json:"about,omitempty" jsonschema:"about what; anything unless set"`
		within
	}
	scopeArguments  struct{ within }
	quotesArguments struct {
		All bool `json:"all,omitempty" jsonschema:"also list the quotations that are as the transcripts have them"`
		within
	}
	newArguments struct {
		Since string `json:"since,omitempty" jsonschema:"how far back: day, week or month; a week unless set"`
	}
	articleArguments struct {
		ID string `json:"id" jsonschema:"the article's ID, as citations and sources give it"`
	}
)

// mostHits bounds what a search gives.
const mostHits = 50

// noID is the ID of what was given none.
var noID = json.RawMessage(`""`)

func (s *server) addTools(to *mcp.Server) {
	add(s, to, "ask", "Ask the articles", "Answer a question from the articles: verified sentences, each with its citations and the exact "+
		"words they rest on; or abstained, with the nearest passages.", s.ask)
	add(s, to, "search", "Find passages", "The passages nearest to a query, best first. They are what articles say, and no answer.", search)
	add(s, to, "said", "What somebody said", "The remarks that the articles credit to a person, each as its article prints it, with its "+
		"citation.", s.said)
	add(s, to, "timeline", "Dated events", "The dated events that the articles tell of, in order, each with its citation; planned ones are "+
		"marked.", s.timeline)
	add(s, to, "sources", "The articles", "The articles: publisher, agency, author, date, kind, link, and which of them are one "+
		"report.", sources)
	add(s, to, "article", "Read an article", "An article with its numbered paragraphs, the numbers that citations give.", article)
	add(s, to, "misquotes", "Check quotations", "How the reports' quotations stand to the transcripts among the articles: altered (with the "+
		"difference), by somebody else, unsettled (with the reason), not found; the counts tell of those that are as they were said. "+
		"Not found says nothing about what was said elsewhere.", quotes)
	if s.News != nil {
		add(s, to, "new", "What is new", "What is new in the articles: which were added, with a sentence of each, and how the answers to the "+
			"questions that are asked most have changed.", s.new)
	}
}

func (s *server) ask(ctx context.Context, e *edition.Edition, in askArguments) (any, error) {
	within, err := in.scope(in.Speaker)
	if err != nil {
		return nil, err
	}
	q := edition.Question{Text: in.Question, Scope: within, Whole: in.Whole}
	for _, t := range in.Prior {
		q.Prior = append(q.Prior, answer.Turn{Role: answer.Role(t.Role), Content: t.Content})
	}
	start := time.Now()
	a, err := e.Ask(ctx, q)
	if err != nil {
		return nil, err
	}
	return masked(record.OfScoped(noID, a, time.Since(start)).Bare(s.Plain), a.Answer), nil
}

func search(ctx context.Context, e *edition.Edition, in searchArguments) (any, error) {
	within, err := in.scope(in.Speaker)
	if err != nil {
		return nil, err
	}
	if in.K < 0 || in.K > mostHits {
		return nil, fmt.Errorf("%w: k may be 1 to %d", edition.ErrInput, mostHits)
	}
	if in.K == 0 {
		in.K = 5
	}
	start := time.Now()
	found, err := e.Search(ctx, in.Query, within, in.K)
	if err != nil {
		return nil, err
	}
	for i, h := range found.Hits {
		if text, whole := record.WithoutOrders(h.Passage); !whole {
			p := *h.Passage
			p.Text = text
			found.Hits[i].Passage = &p
		}
	}
	return record.SearchOf(noID, in.Query, found, false, time.Since(start)), nil
}

func (s *server) said(ctx context.Context, e *edition.Edition, in saidArguments) (any, error) {
	within, err := in.scope(in.Speaker)
	if err != nil {
		return nil, err
	}
	start := time.Now()
	a, err := e.Said(ctx, in.About, within)
	if err != nil {
		return nil, err
	}
	return masked(record.Of(noID, a, time.Since(start)).Bare(s.Plain), a), nil
}

func (s *server) timeline(ctx context.Context, e *edition.Edition, in scopeArguments) (any, error) {
	within, err := in.scope("")
	if err != nil {
		return nil, err
	}
	start := time.Now()
	t, err := e.Timeline(ctx, within)
	if err != nil {
		return nil, err
	}
	r := record.TimelineOf(t, time.Since(start)).Bare(s.Plain)
	mask(r.Citations, t.Citations)
	return r, nil
}

func sources(_ context.Context, e *edition.Edition, in scopeArguments) (any, error) {
	within, err := in.scope("")
	if err != nil {
		return nil, err
	}
	chosen, err := e.Sources(within)
	if err != nil {
		return nil, err
	}
	r := record.SourcesOf(e.Snapshot.Version, chosen)
	untitled(r.Sources, chosen)
	return r, nil
}

func article(_ context.Context, e *edition.Edition, in articleArguments) (any, error) {
	a := e.Snapshot.Corpus.Article(corpus.ArticleID(in.ID))
	if a == nil {
		return nil, fmt.Errorf("%w: there is no article %q; the tool sources lists them", edition.ErrInput, in.ID)
	}
	return articleOf(e, a), nil
}

func quotes(ctx context.Context, e *edition.Edition, in quotesArguments) (any, error) {
	within, err := in.scope("")
	if err != nil {
		return nil, err
	}
	found, err := e.Quotes(ctx, within)
	if err != nil {
		return nil, err
	}
	r := misquotes.Of(e.Snapshot.Version, found)
	if !in.All {
		r = r.Wrong()
	}
	return r, nil
}

func (s *server) new(ctx context.Context, _ *edition.Edition, in newArguments) (any, error) {
	back, err := news.ReadBack(in.Since)
	if err != nil {
		return nil, err
	}
	start := time.Now()
	report, err := s.News(ctx, start.Add(-back))
	if err != nil {
		return nil, err
	}
	return newsOf(report, time.Since(start), s.Plain), nil
}

// add adds a tool that reads the present edition and changes nothing.
func add[In any](s *server, to *mcp.Server, name, title, description string, do func(context.Context, *edition.Edition, In) (any, error)) {
	closed := false
	mcp.AddTool(to, &mcp.Tool{
		Name: name, Title: title, Description: description,
		Annotations: &mcp.ToolAnnotations{Title: title, ReadOnlyHint: true, IdempotentHint: true, OpenWorldHint: &closed},
	}, func(ctx context.Context, _ *mcp.CallToolRequest, in In) (*mcp.CallToolResult, any, error) {
		ctx, cancel := context.WithTimeout(ctx, s.Wait)
		defer cancel()
		out, err := s.call(ctx, func(ctx context.Context, e *edition.Edition) (any, error) { return do(ctx, e, in) })
		return nil, out, err
	})
}

// call has a tool's work done on the present edition. What an agent is not to blame for is logged, and told without details.
func (s *server) call(ctx context.Context, do func(context.Context, *edition.Edition) (any, error)) (any, error) {
	now, err := s.Source(ctx)
	if err == nil {
		var out any
		if out, err = do(ctx, now); err == nil {
			return out, nil
		}
	}
	var empty *scope.EmptyError
	switch {
	case errors.Is(err, edition.ErrInput), errors.Is(err, scope.ErrScope), errors.Is(err, news.ErrSince):
		return nil, err
	case errors.As(err, &empty):
		return nil, fmt.Errorf("%w: the tool sources lists the articles, with their publishers, dates and kinds", err)
	}
	s.Logger.Error("an agent's question failed", "error", err)
	return nil, errFailed
}

// masked takes out of a record what in its passages addresses whoever answers.
func masked(r record.Answer, a *answer.Answer) record.Answer {
	mask(r.Citations, a.Citations)
	if a.Abstention != nil {
		mask(r.Closest, a.Abstention.Closest)
	}
	return r
}

func mask(records []record.Citation, of []answer.Citation) {
	for i, c := range of {
		records[i].Text, _ = record.WithoutOrders(c.Passage)
		records[i].Title = title(c.Article)
	}
}

// untitled takes titles that address whoever answers out of the records of some articles.
func untitled(records []record.Source, of []*corpus.Article) {
	for i, a := range of {
		records[i].Title = title(a)
	}
}

func articleOf(e *edition.Edition, a *corpus.Article) record.Article {
	r := record.ArticleOf(e.Snapshot.Version, a)
	r.Title = title(a)
	return r
}

// newsOf is the record of what is new, without what addresses whoever answers.
func newsOf(report *news.Report, took time.Duration, plain fragment.Hosts) news.Record {
	r := report.Record(took, plain)
	mask(r.Citations, report.Citations)
	for i, a := range report.Added {
		r.Added[i].Title = title(a.Article)
	}
	untitled(r.Changed, report.Changed)
	untitled(r.Removed, report.Removed)
	answers := []news.RecordChange{}
	for i, c := range report.Answers {
		if orders.Is(c.Question.Text) {
			continue
		}
		change := r.Answers[i]
		change.Before, change.Now = masked(change.Before, c.Before), masked(change.Now, c.Now)
		answers = append(answers, change)
	}
	r.Answers = answers
	return r
}
