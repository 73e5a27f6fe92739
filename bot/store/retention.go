package store

import (
	"time"
)

// Retention is how long things are kept. In each field, zero is the default and a negative duration keeps for ever.
type Retention struct {
	Text     time.Duration // words and people of an answer, from when it was asked for; unused threads. 90 days
	Answers  time.Duration // what is left of an answer then, which its buttons and a recall need. For ever: as long as its server
	Feedback time.Duration // from when it was given. 180 days
	Audit    time.Duration // 365 days
	Usage    time.Duration // counters of servers and of the whole bot; members' go a day after their day. 40 days
	Departed time.Duration // everything of a server, from when the bot left it. 30 days
	Written  time.Duration // what a language model wrote, to be used again. 30 days
}

const oneDay = 24 * time.Hour

// WithDefaults is the retention with no zero left.
func (r Retention) WithDefaults() Retention {
	for _, f := range []struct {
		field *time.Duration
		zero  time.Duration
	}{
		{&r.Text, 90 * oneDay}, {&r.Answers, -1}, {&r.Feedback, 180 * oneDay}, {&r.Audit, 365 * oneDay}, {&r.Usage, 40 * oneDay},
		{&r.Departed, 30 * oneDay}, {&r.Written, 30 * oneDay},
	} {
		if *f.field == 0 {
			*f.field = f.zero
		}
	}
	return r
}

// Deleted counts what a deletion removed.
type Deleted struct {
	Receipts int // deleted whole
	Texts    int // receipts that lost their words and people and were kept
	Feedback int
	Threads  int // deleted, or no longer anybody's
	Audit    int // entries deleted, or made anonymous
	Usage    int // counters
	Written  int // of a model
	Notes    int
}

// Attrs are the counts as attributes of a log's line.
func (d Deleted) Attrs() []any {
	return []any{"receipts", d.Receipts, "texts", d.Texts, "feedback", d.Feedback, "threads", d.Threads, "audit", d.Audit, "usage", d.Usage,
		"written", d.Written, "notes", d.Notes}
}

// Plus is the sum.
func (d Deleted) Plus(e Deleted) Deleted {
	return Deleted{d.Receipts + e.Receipts, d.Texts + e.Texts, d.Feedback + e.Feedback, d.Threads + e.Threads, d.Audit + e.Audit,
		d.Usage + e.Usage, d.Written + e.Written, d.Notes + e.Notes}
}
