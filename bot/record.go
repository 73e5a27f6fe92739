package main

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"time"

	"readout/bot/libraries"
	"readout/bot/store"
	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/answer"
)

// The JSON that commands print. Scripts rely on the keys: one is added now and then, none is renamed. Arrays are never null.

type answerRecord struct {
	ID               json.RawMessage      `json:"id"`
	Question         string               `json:"question"`
	ResolvedQuestion string               `json:"resolved_question"`
	Answer           string               `json:"answer"`
	Abstained        bool                 `json:"abstained"`
	Reason           answer.Reason        `json:"reason"`
	Confidence       float64              `json:"confidence"`
	Citations        []citationRecord     `json:"citations"`
	Disagreements    []disagreementRecord `json:"disagreements"`
	Closest          []citationRecord     `json:"closest"`
	Removed          int                  `json:"removed"`
	Version          string               `json:"version"`
	Model            string               `json:"model"`
	Fallback         string               `json:"fallback,omitempty"`     // why quotations answer although a model was to
	Translations     []string             `json:"translations,omitempty"` // only when asked for: one for each sentence, unchecked; "" for none
	Explain          *answerExplained     `json:"explain,omitempty"`      // only when asked for
	ElapsedMS        float64              `json:"elapsed_ms"`
}

// answerExplained tells what became of each sentence that was to be said.
type answerExplained struct {
	Kept    []keptRecord    `json:"kept"`
	Removed []removedRecord `json:"removed"`
	Tokens  *tokensRecord   `json:"tokens,omitempty"` // that a model took
}

type keptRecord struct {
	Text   string   `json:"text"`
	Quotes []string `json:"quotes"` // the words it rests on
}

type removedRecord struct {
	Text   string `json:"text"`
	Reason string `json:"reason"`
}

type tokensRecord struct {
	Input     int  `json:"input"`
	Output    int  `json:"output"`
	Estimated bool `json:"estimated"`
}

type citationRecord struct {
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
}

type disagreementRecord struct {
	Point string       `json:"point"`
	Sides []sideRecord `json:"sides"`
}

type sideRecord struct {
	Text      string `json:"text"`
	Citations []int  `json:"citations"`
}

func recordOf(id json.RawMessage, a *answer.Answer, took time.Duration) answerRecord {
	r := answerRecord{
		ID: id, Question: a.Question, ResolvedQuestion: a.Resolved, Answer: a.Text(), Confidence: fourDecimals(a.Confidence),
		Citations: citationRecords(a.Citations), Disagreements: []disagreementRecord{}, Closest: []citationRecord{},
		Removed: len(a.Removed), Version: a.Version, Model: a.Model, ElapsedMS: milliseconds(took),
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
		record := disagreementRecord{Point: d.Point, Sides: []sideRecord{}}
		for _, s := range d.Sides {
			record.Sides = append(record.Sides, sideRecord{s.Text, append([]int{}, s.Citations...)})
		}
		r.Disagreements = append(r.Disagreements, record)
	}
	if a.Abstention != nil {
		r.Abstained, r.Reason, r.Closest = true, a.Abstention.Reason, citationRecords(a.Abstention.Closest)
	}
	return r
}

func explainAnswer(a *answer.Answer) *answerExplained {
	e := &answerExplained{Kept: []keptRecord{}, Removed: []removedRecord{}}
	for _, s := range a.Sentences {
		kept := keptRecord{Text: s.Marked(), Quotes: []string{}}
		for _, n := range s.Citations {
			c := a.Citations[n-1]
			kept.Quotes = append(kept.Quotes, c.Article.Text(c.Quote))
		}
		e.Kept = append(e.Kept, kept)
	}
	for _, r := range a.Removed {
		e.Removed = append(e.Removed, removedRecord(r))
	}
	if a.Usage != (answer.Usage{}) {
		e.Tokens = &tokensRecord{a.Usage.Input, a.Usage.Output, a.Usage.Estimated}
	}
	return e
}

func citationRecords(citations []answer.Citation) []citationRecord {
	out := []citationRecord{}
	for _, c := range citations {
		out = append(out, citationRecord{
			N: c.N, Article: c.Article.ID, Title: c.Article.Title, Publisher: c.Article.Publisher,
			Published: c.Article.Published.String(), Kind: c.Article.Kind, Form: c.Article.Form, URL: c.Article.URL,
			Paragraph: c.Passage.Paragraph, Text: c.Passage.Text, Quote: c.Article.Text(c.Quote), Speaker: c.Speaker,
		})
	}
	return out
}

type searchRecord struct {
	ID        json.RawMessage `json:"id"`
	Query     string          `json:"query"`
	Hits      []hitRecord     `json:"hits"`
	ElapsedMS float64         `json:"elapsed_ms"`
}

type hitRecord struct {
	Article   corpus.ArticleID `json:"article"`
	Paragraph int              `json:"paragraph"`
	Text      string           `json:"text"`
	Score     float64          `json:"score"`
	Explain   *explainRecord   `json:"explain,omitempty"` // only when asked for
}

// explainRecord tells what made a hit's score.
type explainRecord struct {
	Words   float64      `json:"words"`   // share of the terms' weight that the passage matches
	Meaning float64      `json:"meaning"` // cosine of the passage's best sentence
	Terms   []termRecord `json:"terms"`
}

type termRecord struct {
	Term     string  `json:"term"`    // as the query has it
	Weight   float64 `json:"weight"`  // the rarer the heavier
	Matched  string  `json:"matched"` // the passage's word; "" when none
	Strength float64 `json:"strength"`
}

func searchRecordOf(id json.RawMessage, query string, found retrieval.Evidence, explain bool, took time.Duration) searchRecord {
	r := searchRecord{ID: id, Query: query, Hits: []hitRecord{}, ElapsedMS: milliseconds(took)}
	for _, h := range found.Hits {
		hit := hitRecord{Article: h.Passage.Article, Paragraph: h.Passage.Paragraph, Text: h.Passage.Text, Score: fourDecimals(h.Score)}
		if explain {
			hit.Explain = explainHit(h, found.Terms)
		}
		r.Hits = append(r.Hits, hit)
	}
	return r
}

func explainHit(h retrieval.Hit, terms []retrieval.Term) *explainRecord {
	e := &explainRecord{Words: fourDecimals(h.Words), Meaning: fourDecimals(h.Meaning), Terms: []termRecord{}}
	for i, m := range h.Matches {
		e.Terms = append(e.Terms, termRecord{terms[i].Text, fourDecimals(terms[i].Weight), m.Word, fourDecimals(m.Strength)})
	}
	return e
}

// articleRecord is an article of a server's library.
type articleRecord struct {
	Article    corpus.ArticleID `json:"article"`
	Title      string           `json:"title"`
	Publisher  string           `json:"publisher"`
	Agency     string           `json:"agency"`
	Published  string           `json:"published"`
	Kind       corpus.Kind      `json:"kind"`
	URL        string           `json:"url"`
	Report     corpus.ReportID  `json:"report"`
	Paragraphs int              `json:"paragraphs"`
	Remarks    int              `json:"remarks"`
}

func articleRecordOf(i libraries.Item) articleRecord {
	return articleRecord{i.ID, i.Title, i.Publisher, i.Agency, i.Published.String(), i.Kind, i.URL, i.Report, i.Paragraphs, i.Remarks}
}

// versionRecord is a version of a server's library.
type versionRecord struct {
	Version  string `json:"version"` // as answers state it
	At       string `json:"at"`
	By       string `json:"by"`     // a member's ID, "terminal", or "" for the bot and who is forgotten
	Change   string `json:"change"` // "add", "rollback"; "start" for the articles that the library began with
	Why      string `json:"why"`
	Articles int    `json:"articles"`
}

func versionRecordOf(v libraries.Version) versionRecord {
	return versionRecord{fmt.Sprintf("v%d", v.Number), timestamp(v.At), v.By, string(v.Kind), v.Why, v.Articles}
}

// draftRecord is a change that waits to be published.
type draftRecord struct {
	Draft   string             `json:"draft"`
	At      string             `json:"at"`
	By      string             `json:"by"`
	Change  libraries.Kind     `json:"change"`
	Why     string             `json:"why"`
	Added   []corpus.ArticleID `json:"added"`
	Changed []corpus.ArticleID `json:"changed"`
	Removed []corpus.ArticleID `json:"removed"`
	Checks  int                `json:"checks"` // that were asked
	Worse   int                `json:"worse"`  // of which are answered worse
}

func draftRecordOf(d *libraries.Draft) draftRecord {
	ids := func(items []libraries.Item) []corpus.ArticleID {
		out := []corpus.ArticleID{}
		for _, i := range items {
			out = append(out, i.ID)
		}
		return out
	}
	return draftRecord{d.ID, timestamp(d.At), d.By, d.Kind, d.Why, ids(d.Added), ids(d.Changed), ids(d.Removed), d.Gate.Ran, len(d.Gate.Worse)}
}

// checkRecord is how a judged question is answered.
type checkRecord struct {
	ID       string `json:"id"`
	Question string `json:"question"`
	Answer   string `json:"answer"`  // "" for none
	Outcome  string `json:"outcome"` // "right", "missed" or "wrong"
	Why      string `json:"why"`     // it is not right
}

func checkRecordOf(r libraries.CheckResult) checkRecord {
	return checkRecord{r.ID, r.Question, r.Answer, r.Outcome.String(), r.Why}
}

// statusRecord is what a server's library holds now.
type statusRecord struct {
	Server   store.GuildID  `json:"server"`
	Own      bool           `json:"own"`     // false: nothing was ever published there
	Version  string         `json:"version"` // as answers state it
	At       string         `json:"at"`      // when it was published
	By       string         `json:"by"`
	Articles int            `json:"articles"`
	Reports  int            `json:"reports"`
	Passages int            `json:"passages"`
	Remarks  int            `json:"remarks"`
	Speakers int            `json:"speakers"`
	Checks   int            `json:"checks"`
	Drafts   int            `json:"drafts"`
	Sources  []sourceRecord `json:"sources"`
	Fetched  string         `json:"fetched"` // when a source was fetched last
	Refresh  string         `json:"refresh"` // when the bot fetches them again
}

// sourceRecord is a link or a feed that is fetched again.
type sourceRecord struct {
	URL      string `json:"url"`
	Feed     bool   `json:"feed"`
	Failures int    `json:"failures"` // in a row
	Failing  string `json:"failing"`  // since when
	Error    string `json:"error"`
}

func statusRecordOf(g store.GuildID, s *libraries.Status, drafts int) statusRecord {
	r := statusRecord{
		Server: g, Own: s.Own, Version: s.Name, At: timestamp(s.Version.At), By: s.Version.By, Articles: s.Articles, Reports: s.Reports,
		Passages: s.Passages, Remarks: s.Remarks, Speakers: s.People, Checks: s.Checks, Drafts: drafts, Sources: []sourceRecord{},
		Fetched: timestamp(s.Fetched), Refresh: timestamp(s.Refresh),
	}
	for _, o := range s.Sources {
		r.Sources = append(r.Sources, sourceRecord{o.URL, o.Feed, o.Failures, timestamp(o.Failing), o.Err.String()})
	}
	return r
}

// timestamp is a time to the second, in UTC; "" for none.
func timestamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// fourDecimals rounds what is not known more exactly.
func fourDecimals(x float64) float64 { return math.Round(x*1e4) / 1e4 }

// milliseconds is a duration with three decimals.
func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
