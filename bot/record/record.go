// Package record is the JSON in which answers, passages and overviews leave the program, whichever door they leave by. Scripts rely on the
// keys: one is added now and then, none is renamed. Arrays are never null.
package record

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"readout/bot/fragment"
	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/answer"
)

// Answer is an answer, or the statement that there is none.
type Answer struct {
	ID               json.RawMessage `json:"id"`
	Question         string          `json:"question"`
	ResolvedQuestion string          `json:"resolved_question"`
	Answer           string          `json:"answer"`
	Added            []Added         `json:"added,omitempty"` // what of the answer is not the articles' words
	Abstained        bool            `json:"abstained"`
	Reason           answer.Reason   `json:"reason"`
	Confidence       float64         `json:"confidence"`
	Citations        []Citation      `json:"citations"`
	Disagreements    []Disagreement  `json:"disagreements"`
	Closest          []Citation      `json:"closest"`
	Removed          int             `json:"removed"`
	Version          string          `json:"version"`
	Model            string          `json:"model"`
	Fallback         string          `json:"fallback,omitempty"`     // why quotations answer although a model was to
	Language         string          `json:"language,omitempty"`     // of the question, where it is another than English: a BCP 47 tag
	Translations     []string        `json:"translations,omitempty"` // only when asked for: one for each sentence, unchecked; "" for none
	Talk             string          `json:"talk,omitempty"`         // said besides questions, or asked of the answer before: "thanks", "sure"
	Says             string          `json:"says,omitempty"`         // what is said to that
	Within           *Within         `json:"within,omitempty"`       // what the question was asked of, where that is not everything
	Inferred         *Inferred       `json:"inferred,omitempty"`     // what the question's own words narrow it to
	Explain          *Explained      `json:"explain,omitempty"`      // only when asked for
	ElapsedMS        float64         `json:"elapsed_ms"`
}

// Added is what of a sentence of an answer is not the words of its article, in order, as it stands there: "[Ida Brenk]" before whose words
// they are, "Decisions:" above what stands under it, "[14 May 2019]" behind a weekday, "[planned (preview)]" behind what is to come.
type Added struct {
	Sentence int      `json:"sentence"` // which of the answer, from 0
	Text     []string `json:"text"`
}

// Explained tells what became of each sentence that was to be said.
type Explained struct {
	Kept    []Kept    `json:"kept"`
	Removed []Removed `json:"removed"`
	Claims  []Claim   `json:"claims,omitempty"` // that a model wrote, in order
	Why     string    `json:"why,omitempty"`    // the model's words are shown, or the articles', or nothing
	Sent    *Sent     `json:"sent,omitempty"`   // to the model
	Failed  []Failed  `json:"failed,omitempty"` // what a model was asked for besides the answer, and did not do
	Tokens  *Tokens   `json:"tokens,omitempty"` // that a model took
}

// Claim is a sentence that a model wrote, and what became of it.
type Claim struct {
	Text   string   `json:"text"`
	Became string   `json:"became"` // "kept", "repaired", "replaced", "covered", "removed"
	Reason string   `json:"reason"` // why it is not kept as it was written; "" when it is
	Shown  []string `json:"shown"`  // what is said for it; nothing when the model's claims were not used
}

// Told is why a claim is not kept as it was written, and what is said for it; nothing for one that is.
func (c Claim) Told() []string {
	if c.Reason == "" {
		return nil
	}
	told := []string{c.Reason}
	for _, s := range c.Shown {
		told = append(told, "shown for it: “"+s+"”")
	}
	return told
}

// Sending is what a model was sent for an answer, and what it was asked for besides and did not do.
func (e *Explained) Sending() []string {
	var out, sent []string
	for _, f := range e.Failed {
		out = append(out, "The model failed to "+f.Task+": "+f.Reason+".")
	}
	counted := func(n int, what string) string {
		if n == 1 {
			return "1 " + what
		}
		return fmt.Sprintf("%d %ss", n, what)
	}
	switch s := e.Sent; {
	case s != nil && s.Passages > 0:
		sent = append(sent, fmt.Sprintf("%s in a prompt of about %d tokens", counted(s.Passages, "passage"), s.Tokens))
	case len(e.Claims) > 0:
		sent = append(sent, "nothing sent to word it, for what the model wrote on the same question was kept")
	}
	if e.Sent != nil {
		sent = append(sent, counted(e.Sent.Calls, "call"))
	}
	if len(sent) > 0 {
		out = append(out, strings.Join(sent, ", "))
	}
	return out
}

// Sent is what a model was sent for an answer.
type Sent struct {
	Passages int `json:"passages"`
	Tokens   int `json:"tokens"` // of the prompt, about
	Calls    int `json:"calls"`  // of the model, with those to complete, repair and translate
}

// Failed is what a model was asked for and did not do.
type Failed struct {
	Task   string `json:"task"` // "translate the question"
	Reason string `json:"reason"`
}

// Kept is a sentence that is said.
type Kept struct {
	Text   string   `json:"text"`
	Quotes []string `json:"quotes"` // the words it rests on
}

// Removed is one that is not, and why.
type Removed struct {
	Text   string `json:"text"`
	Reason string `json:"reason"`
}

// Tokens is what a model took.
type Tokens struct {
	Input     int  `json:"input"`
	Output    int  `json:"output"`
	Estimated bool `json:"estimated"`
}

// Citation is a place in an article that a sentence rests on. Published is "" when not stated, "2019-05" when only the month is.
type Citation struct {
	N         int              `json:"n"`
	Article   corpus.ArticleID `json:"article"`
	Title     string           `json:"title"`
	Publisher string           `json:"publisher"`
	Published string           `json:"published"`
	Kind      corpus.Kind      `json:"kind"`
	Form      corpus.Form      `json:"form"`
	URL       string           `json:"url"`
	Paragraph int              `json:"paragraph"`
	Text      string           `json:"text"`
	Quote     string           `json:"quote"`
	Speaker   string           `json:"speaker"`
	Turn      int              `json:"turn,omitempty"`  // of a transcript, from 1
	Under     []string         `json:"under,omitempty"` // the headings and list items that the passage stands under, outermost first
	Link      string           `json:"link"`            // URL, opening at the quote where a browser can find it; see package fragment
}

// Disagreement is a point on which reports differ.
type Disagreement struct {
	Point string `json:"point"`
	Sides []Side `json:"sides"`
}

// Side is what one report, or several that agree, say on the point.
type Side struct {
	Text      string `json:"text"`
	Citations []int  `json:"citations"`
}

// Of is the record of an answer; id is what the question was given as, "" for nothing.
func Of(id json.RawMessage, a *answer.Answer, took time.Duration) Answer {
	r := Answer{
		ID: id, Question: a.Question, ResolvedQuestion: a.Resolved, Answer: a.Text(), Confidence: fourDecimals(a.Confidence),
		Citations: citationsOf(a.Citations), Disagreements: []Disagreement{}, Closest: []Citation{},
		Removed: len(a.Removed), Version: a.Version, Model: a.Model, Language: a.Language, ElapsedMS: milliseconds(took),
	}
	for i, s := range a.Sentences {
		if len(s.Added) > 0 {
			r.Added = append(r.Added, Added{i, slices.Clone(s.Added)})
		}
	}
	if a.Fallback != nil {
		r.Fallback = a.Fallback.Error()
	}
	if slices.ContainsFunc(a.Sentences, func(s answer.Sentence) bool { return s.Translation != "" }) {
		for _, s := range a.Sentences {
			r.Translations = append(r.Translations, s.Translation)
		}
	}
	for _, d := range a.Disagreements {
		record := Disagreement{Point: d.Point, Sides: []Side{}}
		for _, s := range d.Sides {
			record.Sides = append(record.Sides, Side{s.Text, append([]int{}, s.Citations...)})
		}
		r.Disagreements = append(r.Disagreements, record)
	}
	if a.Abstention != nil {
		r.Abstained, r.Reason, r.Closest = true, a.Abstention.Reason, citationsOf(a.Abstention.Closest)
	}
	return r
}

// Explain tells what became of each sentence that was to be said.
func Explain(a *answer.Answer) *Explained {
	e := &Explained{Kept: []Kept{}, Removed: []Removed{}}
	for _, s := range a.Sentences {
		kept := Kept{Text: s.Marked(), Quotes: []string{}}
		for _, n := range s.Citations {
			c := a.Citations[n-1]
			kept.Quotes = append(kept.Quotes, c.Article.Text(c.Quote))
		}
		e.Kept = append(e.Kept, kept)
	}
	for _, r := range a.Removed {
		e.Removed = append(e.Removed, Removed(r))
	}
	if w := a.Wording; w != nil {
		e.Why = w.Why
		if w.Calls > 0 {
			e.Sent = &Sent{w.Sent.Passages, w.Sent.Tokens, w.Calls}
		}
		for _, l := range w.Claims {
			claim := Claim{Text: l.Text, Became: string(l.Became), Reason: l.Reason, Shown: []string{}}
			for _, s := range l.Sentences {
				claim.Shown = append(claim.Shown, s.Text)
			}
			e.Claims = append(e.Claims, claim)
		}
		for _, f := range w.Failed {
			e.Failed = append(e.Failed, Failed{f.Task, f.Err.Error()})
		}
	}
	if a.Usage != (answer.Usage{}) {
		e.Tokens = &Tokens{a.Usage.Input, a.Usage.Output, a.Usage.Estimated}
	}
	return e
}

func citationsOf(citations []answer.Citation) []Citation {
	out := []Citation{}
	for _, c := range citations {
		out = append(out, Citation{
			N: c.N, Article: c.Article.ID, Title: c.Article.Title, Publisher: c.Article.Publisher,
			Published: c.Article.Published.String(), Kind: c.Article.Kind, Form: c.Article.Form, URL: c.Article.URL,
			Link:      fragment.Link(c.Article, c.Quote),
			Paragraph: c.Passage.Paragraph, Text: c.Passage.Text, Quote: c.Article.Text(c.Quote), Speaker: c.Speaker,
			Turn: c.Passage.Turn.Number, Under: slices.Concat(c.Passage.Headings, c.Passage.Parents),
		})
	}
	return out
}

// bare takes the fragments out of the links to some hosts.
func bare(citations []Citation, hosts fragment.Hosts) {
	for i := range citations {
		citations[i].Link = hosts.Address(citations[i].Link)
	}
}

// Bare is the record with links that don't open at the quote for some hosts, whose pages break on it.
func (a Answer) Bare(hosts fragment.Hosts) Answer {
	bare(a.Citations, hosts)
	bare(a.Closest, hosts)
	return a
}

// Search is the passages nearest to a query, best first.
type Search struct {
	ID        json.RawMessage `json:"id"`
	Query     string          `json:"query"`
	Hits      []Hit           `json:"hits"`
	ElapsedMS float64         `json:"elapsed_ms"`
}

// Hit is a passage found.
type Hit struct {
	Article   corpus.ArticleID `json:"article"`
	Paragraph int              `json:"paragraph"`
	Text      string           `json:"text"`
	Score     float64          `json:"score"`
	Explain   *Score           `json:"explain,omitempty"` // only when asked for
}

// Score tells what made a hit's score.
type Score struct {
	Words   float64 `json:"words"`   // share of the terms' weight that the passage matches
	Meaning float64 `json:"meaning"` // cosine of the passage's best sentence
	Terms   []Term  `json:"terms"`
}

// Term is a word of the query, and how it was matched.
type Term struct {
	Term     string  `json:"term"`    // as the query has it
	Weight   float64 `json:"weight"`  // the rarer the heavier
	Matched  string  `json:"matched"` // the passage's word; "" when none
	Strength float64 `json:"strength"`
}

// SearchOf is the record of passages found; explain adds what made the scores.
func SearchOf(id json.RawMessage, query string, found retrieval.Evidence, explain bool, took time.Duration) Search {
	r := Search{ID: id, Query: query, Hits: []Hit{}, ElapsedMS: milliseconds(took)}
	for _, h := range found.Hits {
		hit := Hit{Article: h.Passage.Article, Paragraph: h.Passage.Paragraph, Text: h.Passage.Text, Score: fourDecimals(h.Score)}
		if explain {
			hit.Explain = ExplainHit(h, found.Terms)
		}
		r.Hits = append(r.Hits, hit)
	}
	return r
}

// ExplainHit tells what made a hit's score.
func ExplainHit(h retrieval.Hit, terms []retrieval.Term) *Score {
	e := &Score{Words: fourDecimals(h.Words), Meaning: fourDecimals(h.Meaning), Terms: []Term{}}
	for i, m := range h.Matches {
		e.Terms = append(e.Terms, Term{terms[i].Text, fourDecimals(terms[i].Weight), m.Word, fourDecimals(m.Strength)})
	}
	return e
}

// fourDecimals rounds what is not known more exactly.
func fourDecimals(x float64) float64 { return math.Round(x*1e4) / 1e4 }

// milliseconds is a duration with three decimals.
func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
