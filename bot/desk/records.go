package desk

import (
	"fmt"
	"time"

	"readout/bot/libraries"
	"readout/bot/store"
	"readout/corpus"
)

// The JSON that commands print. Scripts rely on the keys: one is added now and then, none is renamed. Arrays are never null.

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
