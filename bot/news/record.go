package news

import (
	"encoding/json"
	"time"

	"readout/bot/fragment"
	"readout/bot/record"
	"readout/corpus"
)

// noID stands for the answers of a report, which nobody numbered.
var noID = json.RawMessage(`""`)

// Record is a report as JSON. Scripts rely on its keys, as on those of package record; arrays are never null.
type Record struct {
	Since     string            `json:"since"` // the versions compared
	Version   string            `json:"version"`
	Added     []RecordAddition  `json:"added"`
	Changed   []record.Source   `json:"changed"` // with another text than before
	Removed   []record.Source   `json:"removed"`
	Answers   []RecordChange    `json:"answers"`
	Citations []record.Citation `json:"citations"` // of what the articles added dwell on
	ElapsedMS float64           `json:"elapsed_ms"`
}

// RecordAddition is an article that was added.
type RecordAddition struct {
	record.Source
	CopyOf    corpus.ArticleID `json:"copy_of,omitempty"` // that it is one report with
	Says      string           `json:"says"`              // what it dwells on; "" where that is not told
	SaysCites []int            `json:"citations"`         // of Record.Citations
}

// RecordChange is how the answer to a question has changed.
type RecordChange struct {
	Question string        `json:"question"`
	Members  int           `json:"members,omitempty"` // who asked it
	Before   record.Answer `json:"before"`
	Now      record.Answer `json:"now"`
	Fresh    []string      `json:"fresh"` // sentences of the answer now that were no part of it before
}

// Record is the report as JSON. Links don't open at the words for the hosts in plain.
func (r *Report) Record(took time.Duration, plain fragment.Hosts) Record {
	out := Record{Since: r.Since, Version: r.Now, Added: []RecordAddition{}, Changed: []record.Source{}, Removed: []record.Source{},
		Answers: []RecordChange{}, ElapsedMS: float64(took.Microseconds()) / 1000}
	told := r.Tell(English()).Answer
	out.Citations = record.Of(nil, told, took).Bare(plain).Citations
	for _, a := range r.Added {
		add := RecordAddition{Source: record.SourceOf(a.Article), SaysCites: []int{}}
		if a.Copy != nil {
			add.CopyOf = a.Copy.ID
		}
		if a.Says != nil {
			add.Says, add.SaysCites = a.Says.Text, a.Says.Citations
		}
		out.Added = append(out.Added, add)
	}
	for _, a := range r.Changed {
		out.Changed = append(out.Changed, record.SourceOf(a))
	}
	for _, a := range r.Removed {
		out.Removed = append(out.Removed, record.SourceOf(a))
	}
	for _, c := range r.Answers {
		change := RecordChange{Question: c.Question.Text, Members: c.Question.Members, Fresh: []string{},
			Before: record.Of(noID, c.Before, 0).Bare(plain), Now: record.Of(noID, c.Now, 0).Bare(plain)}
		for _, s := range c.Fresh {
			change.Fresh = append(change.Fresh, s.Text)
		}
		out.Answers = append(out.Answers, change)
	}
	return out
}
