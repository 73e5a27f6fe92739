package record

import (
	"encoding/json"
	"slices"
	"time"

	"readout/bot/fragment"
	"readout/bot/talk"
	"readout/corpus"
	"readout/retrieval/answer"
	"readout/retrieval/scope"
)

// Within is what a question is asked of: only what fits all that is stated. "" is anything.
type Within struct {
	Article   string `json:"article,omitempty"`
	Speaker   string `json:"speaker,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	From      string `json:"from,omitempty"` // the first day or month of publication
	To        string `json:"to,omitempty"`   // the last
	Kind      string `json:"kind,omitempty"`
}

// Inferred is what a question's own words narrow it to.
type Inferred struct {
	Words    []string           `json:"words"` // of the question
	Articles []corpus.ArticleID `json:"articles"`
}

// OfScoped is the record of an answer within a scope; id as for Of.
func OfScoped(id json.RawMessage, a *scope.Answer, took time.Duration) Answer {
	r := Of(id, a.Answer, took)
	if !a.Scope.All() {
		r.Within = &Within{a.Scope.Article, a.Scope.Speaker, a.Scope.Publisher, a.Scope.From.String(), a.Scope.To.String(), string(a.Scope.Kind)}
	}
	if len(a.Inferred) > 0 {
		r.Inferred = &Inferred{append([]string{}, a.Inferred...), append([]corpus.ArticleID{}, a.Articles...)}
	}
	return r
}

// OfTalked is the record of what became of a line of a conversation, with what is said to it where it is no question; id as for Of. version
// is that of the articles.
func OfTalked(id json.RawMessage, question string, a *talk.Answer, says, version string, took time.Duration) Answer {
	of := a.Answer
	if a.Talked() {
		of = &scope.Answer{Answer: &answer.Answer{Question: question, Resolved: question, Version: version, Model: answer.Quotations,
			Abstention: &answer.Abstention{Reason: answer.NotAQuestion}}}
	}
	r := OfScoped(id, of, took)
	r.Question = question
	if a.Kind != talk.Question {
		r.Talk, r.Says = string(a.Kind), says
	}
	return r
}

// Timeline is dated events in order.
type Timeline struct {
	Introduction []string   `json:"introduction"` // sentences with markers
	Events       []Event    `json:"events"`
	Citations    []Citation `json:"citations"`
	Version      string     `json:"version"`
	ElapsedMS    float64    `json:"elapsed_ms"`
}

// Event is a sentence that dates what it tells.
type Event struct {
	Date      string   `json:"date"` // "2019-05-14", "2018-11" or "2015"
	Planned   bool     `json:"planned"`
	Text      string   `json:"text"`
	Added     []string `json:"added,omitempty"` // what of it is not the article's words; see Added
	Citations []int    `json:"citations"`
}

// TimelineOf is the record of a timeline.
func TimelineOf(t *answer.Timeline, took time.Duration) Timeline {
	r := Timeline{Introduction: []string{}, Events: []Event{}, Citations: citationsOf(t.Citations), Version: t.Version,
		ElapsedMS: milliseconds(took)}
	for _, s := range t.Introduction {
		r.Introduction = append(r.Introduction, s.Marked())
	}
	for _, e := range t.Events {
		told := e.Sentence
		r.Events = append(r.Events, Event{e.Date, e.Planned, told.Text, slices.Clone(told.Added), append([]int{}, told.Citations...)})
	}
	return r
}

// Bare is the record with links that don't open at the quote for some hosts, whose pages break on it.
func (t Timeline) Bare(hosts fragment.Hosts) Timeline {
	bare(t.Citations, hosts)
	return t
}

// Source is what is known about an article.
type Source struct {
	Article    corpus.ArticleID `json:"article"`
	Title      string           `json:"title"`
	Publisher  string           `json:"publisher"`
	Agency     string           `json:"agency"`
	Author     string           `json:"author"`
	Published  string           `json:"published"`
	Kind       corpus.Kind      `json:"kind"`
	Form       corpus.Form      `json:"form"`
	Language   string           `json:"language"`
	URL        string           `json:"url"`
	Report     corpus.ReportID  `json:"report"` // articles of one report are one text
	Paragraphs int              `json:"paragraphs"`
}

// SourceOf is the record of what is known about an article.
func SourceOf(a *corpus.Article) Source {
	r := Source{
		Article: a.ID, Title: a.Title, Publisher: a.Publisher, Agency: a.Agency, Author: a.Author, Published: a.Published.String(), Kind: a.Kind,
		Form: a.Form, Language: a.Language, URL: a.URL, Report: a.Report,
	}
	for i := range a.Passages {
		r.Paragraphs = max(r.Paragraphs, a.Passages[i].Paragraph)
	}
	return r
}

// Sources is the articles of one version.
type Sources struct {
	Version string   `json:"version"`
	Sources []Source `json:"sources"`
}

// SourcesOf is the record of some articles.
func SourcesOf(version string, articles []*corpus.Article) Sources {
	r := Sources{Version: version, Sources: []Source{}}
	for _, a := range articles {
		r.Sources = append(r.Sources, SourceOf(a))
	}
	return r
}

// Article is an article with its text.
type Article struct {
	Source
	Version string      `json:"version"`
	Text    []Paragraph `json:"text"`
}

// Paragraph is a paragraph, or a turn of a transcript.
type Paragraph struct {
	Paragraph int    `json:"paragraph"` // from 1
	Text      string `json:"text"`      // without what addresses whoever answers
	LeftOut   bool   `json:"left_out"`  // whether there was such text
}

// ArticleOf is the record of an article with its text. Text that addresses whoever answers is left out: what reads the record may be a
// model, which might follow it.
func ArticleOf(version string, a *corpus.Article) Article {
	r := Article{Source: SourceOf(a), Version: version, Text: []Paragraph{}}
	for i := range a.Passages {
		p := &a.Passages[i]
		if p.Paragraph == 0 {
			continue
		}
		text, whole := WithoutOrders(p)
		r.Text = append(r.Text, Paragraph{p.Paragraph, text, !whole})
	}
	return r
}

// leftOut stands for a sentence that is not shown.
const leftOut = "[…]"

// WithoutOrders is the text of a passage in which […] stands for each sentence that addresses whoever answers. whole is true when there
// was none.
func WithoutOrders(p *corpus.Passage) (text string, whole bool) {
	at := p.Span.Start
	whole = true
	for _, s := range p.Sentences {
		if !s.Order || s.Span.Start < at || s.Span.End > p.Span.End {
			continue
		}
		text += p.Text[at-p.Span.Start:s.Span.Start-p.Span.Start] + leftOut
		at, whole = s.Span.End, false
	}
	return text + p.Text[at-p.Span.Start:], whole
}
