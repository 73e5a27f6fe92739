package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"readout/bot/store"
	"readout/corpus"
)

func testSweepOfTexts(t *testing.T, place Place) {
	s, c := newStore(t, place)
	public := Answer(Ann, 1, "p")
	public.Unanswered, public.Articles = "not_covered", []corpus.ArticleID{"a.md"}
	ids := map[string]store.ReceiptID{"public": Add(t, s, public)}
	direct, private, unsent := Answer(Ann, 2, "p"), Answer(Ann, 3, "p"), Answer(Ann, 4, "p")
	direct.Guild, private.Private, unsent.Message = "", true, ""
	ids["direct"], ids["private"], ids["unsent"] = Add(t, s, direct), Add(t, s, private), Add(t, s, unsent)
	asked := c.Now()
	young := Add(t, s, func() store.Receipt { r := Answer(Ann, 5); r.Asked = asked.Add(time.Second); return r }())
	Must(t, s.PutThread(t.Context(), store.Thread{ID: "77", Guild: GuildA, Owner: Ann}))

	if d, err := s.Sweep(t.Context(), c.Advance(90*day-time.Second)); err != nil || d != (store.Deleted{}) {
		t.Errorf("a second early: %+v, %v", d, err)
	}
	d, err := s.Sweep(t.Context(), c.Advance(time.Second))
	Must(t, err)
	if want := (store.Deleted{Receipts: 2, Texts: 2, Threads: 1}); d != want {
		t.Errorf("deleted %+v, want %+v", d, want)
	}
	cite := public.Citations
	for name, want := range map[string]store.Receipt{
		"public": {Guild: GuildA, Channel: Channel, Message: Message(1), Asked: asked, Unanswered: "not_covered", Citations: cite, Version: "3",
			Model: "quotations"},
		"direct": {Channel: Channel, Message: Message(2), Asker: Ann, Asked: asked, Citations: cite, Version: "3", Model: "quotations"},
	} {
		want.ID = ids[name]
		got, err := s.Receipt(t.Context(), ids[name])
		Must(t, err)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
	for _, name := range []string{"private", "unsent"} {
		if _, err := s.Receipt(t.Context(), ids[name]); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if r, err := s.Receipt(t.Context(), young); err != nil || r.Question == "" {
		t.Errorf("the young one: %+v, %v", r, err)
	}
	if got, err := s.Inbox(t.Context(), GuildA, "", 5); err != nil || len(got) != 0 {
		t.Errorf("the inbox has a question without words: %+v, %v", got, err)
	}
	if d, err := s.Sweep(t.Context(), c.Now()); err != nil || d != (store.Deleted{}) {
		t.Errorf("swept again: %+v, %v", d, err)
	}
	// The direct message can still be forgotten.
	if d, err := s.ForgetMember(t.Context(), Ann); err != nil || d.Receipts != 1 {
		t.Errorf("forgot %+v, %v", d, err)
	}
}

func testSweepOfTheRest(t *testing.T, place Place) {
	c := NewClock()
	s := openStore(t, place, store.Options{Clock: c.Now, Retention: store.Retention{Answers: 1000 * day}})
	start := c.Now()
	id := Add(t, s, Answer(Ann, 1))
	Must(t, s.PutFeedback(t.Context(), store.Feedback{Receipt: id, Member: Ann, Vote: store.Up}))
	Must(t, s.PutFeedback(t.Context(), store.Feedback{Receipt: id, Member: Ben, Vote: store.Up, Given: start.Add(day)}))
	Must(t, s.AppendAudit(t.Context(), store.AuditEntry{Guild: GuildA, Action: "publish"}))
	Must(t, s.AppendAudit(t.Context(), store.AuditEntry{Guild: GuildB, Action: "publish", At: start.Add(day)}))
	_, err := s.Reserve(t.Context(), store.Charge{Guild: GuildA, Member: Ann, Amount: store.Amount{Questions: 1}})
	Must(t, err)
	for _, test := range []struct {
		after time.Duration
		want  store.Deleted
	}{
		{day, store.Deleted{}},
		{2 * day, store.Deleted{Usage: 2}}, // the member's
		{40 * day, store.Deleted{}},
		{41 * day, store.Deleted{Usage: 2}}, // the server's and the total
		{90 * day, store.Deleted{Texts: 1}},
		{180 * day, store.Deleted{Feedback: 1}},
		{181 * day, store.Deleted{Feedback: 1}},
		{365 * day, store.Deleted{Audit: 1}},
		{366 * day, store.Deleted{Audit: 1}},
		{1000 * day, store.Deleted{Receipts: 1}},
		{5000 * day, store.Deleted{}},
	} {
		d, err := s.Sweep(t.Context(), start.Add(test.after))
		Must(t, err)
		if d != test.want {
			t.Errorf("after %v days: %+v, want %+v", test.after/day, d, test.want)
		}
	}
	for table, records := range place.Contents(t, s) {
		if len(records) > 0 && !slices.Contains(place.Fixed, table) {
			t.Errorf("left in %s: %q", table, records)
		}
	}
}

func testNegativeRetentionKeepsForEver(t *testing.T, place Place) {
	c := NewClock()
	s := openStore(
		t,
		place,
		store.Options{Clock: c.Now, Retention: store.Retention{Text: -1, Feedback: -1, Audit: -1, Usage: -1, Departed: -1, Written: -1}},
	)
	Everything(t, s, c)
	d, err := s.Sweep(t.Context(), c.Advance(50*365*day))
	Must(t, err)
	if want := (store.Deleted{Usage: 6, Notes: 2}); d != want { // members' counters are of no use when their day is over
		t.Errorf("deleted %+v, want %+v", d, want)
	}
	if due, err := s.Departed(t.Context(), c.Now()); err != nil || len(due) != 0 {
		t.Errorf("departed: %q, %v", due, err)
	}
}

func testSweepOfMany(t *testing.T, place Place) {
	s, c := newStore(t, place)
	const n = many
	for i := range n {
		id := Add(t, s, Answer(Ann, i))
		Must(t, s.PutFeedback(t.Context(), store.Feedback{Receipt: id, Member: Ann, Vote: store.Up}))
		Must(t, s.AppendAudit(t.Context(), store.AuditEntry{Guild: store.GuildID(fmt.Sprint(i%3 + 1)), Action: "publish"}))
		Must(t, s.PutThread(t.Context(), store.Thread{ID: store.ChannelID(fmt.Sprint(i + 1)), Guild: GuildA}))
		_, err := s.Reserve(t.Context(), store.Charge{Member: store.UserID(fmt.Sprint(i + 1)), Amount: store.Amount{Questions: 1}})
		Must(t, err)
	}
	d, err := s.Sweep(t.Context(), c.Advance(400*day))
	Must(t, err)
	if want := (store.Deleted{Texts: n, Feedback: n, Threads: n, Audit: n, Usage: n + 1}); d != want {
		t.Errorf("deleted %+v, want %+v", d, want)
	}
}
