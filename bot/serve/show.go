package serve

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"readout/bot/edition"
	"readout/bot/news"
	"readout/bot/reply"
	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval/answer"
	"readout/retrieval/scope"
)

// view is a page: the template that shows it, and what it shows.
type view struct {
	Page    string // the template's name
	Title   string
	Version string // of the articles
	Can     bool   // articles can be added
	News    bool   // there are versions to compare
	Quotes  bool   // there are transcripts to compare quotations with
	Staged  bool   // answers take a while
	Status  int    // of HTTP; 0 is 200
	Problem string // what went wrong, for who asked

	Form   form
	Data   any
	Ledger ledger
}

// ledger is what the forms offer to choose from.
type ledger struct {
	Articles   []*corpus.Article
	Speakers   []string
	Publishers []string
	Kinds      []corpus.Kind
}

// form is what was asked for, as the forms have it.
type form struct {
	Q         string
	After     []string // earlier questions of the conversation, each complete
	Article   string
	Speaker   string
	Publisher string
	From, To  string
	Kind      string
	Whole     bool
	Version   string // at which the link was made; "" for none
	About     string
	Long      bool
}

var errNotFound = errors.New("there is nothing here")

// mostAfter is how many earlier questions a follow-up brings.
const mostAfter = 6

func readForm(r *http.Request) (form, scope.Scope, error) {
	v := r.URL.Query()
	one := func(name string) string { return strings.TrimSpace(v.Get(name)) }
	f := form{
		Q: one("q"), After: v["after"], Article: one("article"), Speaker: one("speaker"), Publisher: one("publisher"),
		From: one("from"), To: one("to"), Kind: one("kind"), Whole: one("whole") != "",
		Version: one("v"), About: one("about"), Long: one("length") == "long",
	}
	f.After = f.After[max(0, len(f.After)-mostAfter):]
	s, err := scope.Parse(f.Article, f.Speaker, f.Publisher, f.From, f.To, f.Kind)
	return f, s, err
}

// Narrowed reports whether a form asks within something.
func (f form) Narrowed() bool {
	return f.Article+f.Speaker+f.Publisher+f.From+f.To+f.Kind != ""
}

// link is the address of a page with what was asked for.
func (f form) link(path string, but func(url.Values)) string {
	v := url.Values{}
	for name, value := range map[string]string{
		"q": f.Q, "article": f.Article, "speaker": f.Speaker, "publisher": f.Publisher, "from": f.From, "to": f.To, "kind": f.Kind,
		"v": f.Version, "about": f.About,
	} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if f.Whole {
		v.Set("whole", "1")
	}
	if f.Long {
		v.Set("length", "long")
	}
	v["after"] = f.After
	but(v)
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// Without is the link that asks without one part of the scope.
func (f form) Without(part string) string {
	return f.link("/", func(v url.Values) { v.Del(part); v.Del("v") })
}

// All is the link that asks everything, also what the question's own words leave out.
func (f form) All() string {
	return f.link("/", func(v url.Values) { v.Set("whole", "1"); v.Del("v") })
}

// shown shows a page; in is where it waits for a place, nil for nowhere.
func (s *Server) shown(in *room, show func(*http.Request) (view, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), s.options.Wait+beyondAnswer)
		defer cancel()
		v, err := view{}, error(nil)
		if in != nil {
			var leave func()
			if leave, err = in.enter(ctx); err == nil {
				defer leave()
			}
		}
		if err == nil {
			v, err = show(r.WithContext(ctx))
		}
		var elsewhere redirect
		if errors.As(err, &elsewhere) {
			http.Redirect(w, r, string(elsewhere), http.StatusSeeOther)
			return
		}
		if err != nil {
			v.Status, v.Problem = s.problem(err)
		}
		s.write(w, r, v)
	})
}

// redirect is the address of the page to go to.
type redirect string

func (r redirect) Error() string { return "elsewhere: " + string(r) }

// problem words an error for who asked. One that they are not to blame for is logged.
func (s *Server) problem(err error) (status int, text string) {
	var empty *scope.EmptyError
	switch {
	case errors.Is(err, errNotFound):
		return http.StatusNotFound, "There is no such page, or no such article."
	case errors.Is(err, errFull):
		return http.StatusServiceUnavailable, sentence(err.Error())
	case errors.As(err, &empty), errors.Is(err, edition.ErrInput), errors.Is(err, scope.ErrScope), errors.Is(err, news.ErrSince),
		errors.Is(err, answer.ErrTooLong):
		return http.StatusUnprocessableEntity, sentence(err.Error())
	case errors.Is(err, context.DeadlineExceeded):
		return http.StatusServiceUnavailable, "This took too long. It says nothing about the articles: try again."
	case errors.Is(err, context.Canceled):
		return http.StatusServiceUnavailable, "The request ended."
	}
	s.options.Logger.Error("a page failed", "error", err)
	return http.StatusInternalServerError, "This failed here. It says nothing about the articles: try again."
}

func sentence(text string) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		lines = append(lines, strings.ToUpper(line[:min(1, len(line))])+line[min(1, len(line)):]+".")
	}
	return strings.Join(lines, " ")
}

func (s *Server) write(w http.ResponseWriter, r *http.Request, v view) {
	v.Page, v.Can, v.Staged = cmp.Or(v.Page, "problem"), s.options.Desk != nil, s.options.Staged
	v.News = s.options.News != nil
	v.Title = cmp.Or(v.Title, "Readout")
	if now, err := s.options.Source(r.Context()); err == nil {
		v.Version = now.Snapshot.Version
		c := now.Snapshot.Corpus
		v.Quotes = slices.ContainsFunc(c.Articles, func(a *corpus.Article) bool { return a.Kind == corpus.KindTranscript })
		v.Ledger = ledger{c.Articles, scope.Speakers(c), scope.Publishers(c), scope.Kinds()}
	}
	var page bytes.Buffer
	if err := s.pages.ExecuteTemplate(&page, v.Page+".html", v); err != nil {
		s.options.Logger.Error("a page is not shown", "page", v.Page, "error", err)
		http.Error(w, "This page can't be shown.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(cmp.Or(v.Status, http.StatusOK))
	_, _ = w.Write(page.Bytes())
}

// ask answers a question of the page, with the questions before it as turns.
func (s *Server) ask(ctx context.Context, now *edition.Edition, f form, within scope.Scope) (*scope.Answer, error) {
	key, err := json.Marshal([]any{now.Snapshot.Version, f.Q, f.After, within, f.Whole})
	if err != nil {
		return nil, err
	}
	if known, ok := s.answers.Get(string(key)); ok && known.Version == now.Snapshot.Version {
		return known, nil
	}
	q := edition.Question{Text: f.Q, Scope: within, Whole: f.Whole}
	for i, text := range f.After {
		before, err := s.ask(ctx, now, form{Q: text}, scope.Scope{})
		if err != nil {
			return nil, fmt.Errorf("earlier question %d: %w", i+1, err)
		}
		q.Prior = append(q.Prior, answer.Turn{Role: answer.User, Content: text}, answer.Turn{Role: answer.Assistant, Content: before.Text()})
	}
	ctx, cancel := context.WithTimeout(ctx, s.options.Wait)
	defer cancel()
	a, err := now.Ask(ctx, q)
	if err == nil && a.Fallback == nil {
		s.answers.Add(string(key), a)
	}
	return a, err
}

// answered is an answer as the page shows it.
type answered struct {
	Reply     reply.Reply
	Sentences []told
	Differ    []point
	Sources   []source
	Closest   []cited
	Abstained bool
	Inferred  []string
	Article   string // the title of the one that was asked; "" when that is not stated, or no single one was
	Earlier   []earlier
	Link      string // to this answer
	Receipt   string // to what it rests on, as a file
	Follow    []string
	Other     string // the version at which the link was made, when it is another
}

// earlier is a question of the conversation, with the link to its answer.
type earlier struct{ Text, Link string }

// told is a sentence with its citations.
type told struct {
	Text        string
	Lead        string // what stands before it: a date
	Translation string
	Agreed      string // how many independent sources say it; "" for one
	Cited       []cited
}

// cited is a passage that is cited.
type cited struct {
	N       int
	Line    string // title, publisher, date, kind
	Speaker string
	Link    string // to the passage, its words marked
	Before  string // the passage, up to the words relied on
	Quote   string
	Behind  string
}

// source is an article that is cited, with its passages.
type source struct {
	Line     string
	Markers  string
	Link     string // to the article
	Out      string // where it was published; "" when it is not stated
	Passages []cited
}

// point is a point on which reports differ.
type point struct {
	Point string
	Sides []side
}

type side struct {
	Text, From string
	Cited      []cited
}

func (s *Server) showAsk(r *http.Request) (view, error) {
	f, within, err := readForm(r)
	v := view{Page: "ask", Form: f}
	if err != nil || f.Q == "" {
		return v, err
	}
	now, err := s.options.Source(r.Context())
	if err != nil {
		return v, err
	}
	a, err := s.ask(r.Context(), now, f, within)
	if err != nil {
		return v, err
	}
	shown := showAnswer(a.Answer)
	shown.Inferred, shown.Article = a.Inferred, a.Title
	for i, text := range f.After {
		shown.Earlier = append(shown.Earlier, earlier{text, form{Q: text, After: f.After[:i]}.link("/", func(url.Values) {})})
	}
	f.Version = now.Snapshot.Version
	shown.Link, shown.Receipt = f.link("/", func(url.Values) {}), f.link("/receipt", func(url.Values) {})
	shown.Follow = append(slices.Clone(f.After), a.Resolved)
	shown.Follow = shown.Follow[max(0, len(shown.Follow)-mostAfter):]
	if v.Form.Version != now.Snapshot.Version {
		shown.Other = v.Form.Version
	}
	v.Title, v.Data = f.Q+" – Readout", shown
	return v, nil
}

func showAnswer(a *answer.Answer) answered {
	out := answered{Reply: reply.Of(a, reply.English()), Abstained: a.Abstention != nil}
	for i, t := range a.Sentences {
		if last := len(out.Sentences) - 1; out.Reply.Sentences[i].GoesOn && t.Translation == "" {
			out.Sentences[last].Text += " " + t.Text
			continue
		}
		out.Sentences = append(out.Sentences, told{Text: t.Text, Translation: t.Translation, Agreed: out.Reply.Sentences[i].Agreed,
			Cited: citedBy(a.Citations, t.Citations)})
	}
	for i, d := range a.Disagreements {
		p := point{Point: out.Reply.Differ[i].Point}
		for j, t := range d.Sides {
			p.Sides = append(p.Sides, side{t.Text, out.Reply.Differ[i].Sides[j].From, citedBy(a.Citations, t.Citations)})
		}
		out.Differ = append(out.Differ, p)
	}
	out.Sources = sourcesOf(a.Citations)
	if a.Abstention != nil {
		for _, c := range a.Abstention.Closest {
			out.Closest = append(out.Closest, citedAs(c))
		}
	}
	return out
}

func citedBy(citations []answer.Citation, numbers []int) (out []cited) {
	for _, c := range citations {
		if slices.Contains(numbers, c.N) {
			out = append(out, citedAs(c))
		}
	}
	return out
}

func citedAs(c answer.Citation) cited {
	from, to := c.Quote.Start-c.Passage.Span.Start, c.Quote.End-c.Passage.Span.Start
	text := c.Passage.Text
	return cited{
		N: c.N, Line: reply.English().CitationLine(c), Speaker: c.Speaker, Link: passageLink(c),
		Before: text[:from], Quote: text[from:to], Behind: text[to:],
	}
}

// passageLink is the address of a passage with the words relied on marked. It tells which passage by its content, so that it leads to no
// other when the article changes.
func passageLink(c answer.Citation) string {
	return wordsLink(c.Article, c.Passage, c.Quote)
}

// wordsLink is the address of a passage with some of its words marked, as far as they are its own.
func wordsLink(a *corpus.Article, p *corpus.Passage, words prose.Span) string {
	v := url.Values{"id": {string(a.ID)}, "passage": {string(p.ID)}}
	v.Set("mark", fmt.Sprintf("%d-%d", words.Start-p.Span.Start, min(words.End, p.Span.End)-p.Span.Start))
	return "/article?" + v.Encode() + "#" + anchor(p)
}

func anchor(p *corpus.Passage) string {
	if p.Paragraph == 0 {
		return "facts"
	}
	return "p" + strconv.Itoa(p.Paragraph)
}

func articleLink(id corpus.ArticleID) string {
	return "/article?" + url.Values{"id": {string(id)}}.Encode()
}

// sourcesOf lists each article once, with its passages.
func sourcesOf(citations []answer.Citation) (out []source) {
	at := map[corpus.ArticleID]int{}
	for _, c := range citations {
		i, ok := at[c.Article.ID]
		if !ok {
			i = len(out)
			at[c.Article.ID] = i
			out = append(out, source{Line: reply.English().SourceLine(c.Article), Link: articleLink(c.Article.ID), Out: c.Article.URL})
		}
		out[i].Markers += "[" + strconv.Itoa(c.N) + "]"
		out[i].Passages = append(out[i].Passages, citedAs(c))
	}
	return out
}

// stages tells, while an answer is made that takes a while, how far it is; at its end the page can be asked for.
func (s *Server) stages(w http.ResponseWriter, r *http.Request) {
	f, within, err := readForm(r)
	if err != nil || f.Q == "" {
		http.Error(w, "no question", http.StatusBadRequest)
		return
	}
	leave, err := s.page.enter(r.Context())
	if err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	defer leave()
	events := newEvents(w)
	now, err := s.options.Source(r.Context())
	if err == nil {
		_, err = s.ask(answer.WithProgress(r.Context(), events.stage), now, f, within)
	}
	if err != nil {
		_, text := s.problem(err)
		events.send("failed", map[string]string{"error": text})
		return
	}
	events.send("ready", struct{}{})
}
