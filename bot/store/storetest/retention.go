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
	public := answer(ann, 1, "p")
	public.Unanswered, public.Articles = "not_covered", []corpus.ArticleID{"a.md"}
	ids := map[string]store.ReceiptID{"public": add(t, s, public)}
	direct, private, unsent := answer(ann, 2, "p"), answer(ann, 3, "p"), answer(ann, 4, "p")
	direct.Guild, private.Private, unsent.Message = "", true, ""
	ids["direct"], ids["private"], ids["unsent"] = add(t, s, direct), add(t, s, private), add(t, s, unsent)
	asked := c.Now()
	young := add(t, s, func() store.Receipt { r := answer(ann, 5); r.Asked = asked.Add(time.Second); return r }())
	must(t, s.PutThread(t.Context(), store.Thread{ID: "77", Guild: guildA, Owner: ann}))

	if d, err := s.Sweep(t.Context(), c.Advance(90*day-time.Second)); err != nil || d != (store.Deleted{}) {
		t.Errorf("a second early: %+v, %v", d, err)
	}
	d, err := s.Sweep(t.Context(), c.Advance(time.Second))
	must(t, err)
	if want := (store.Deleted{Receipts: 2, Texts: 2, Threads: 1}); d != want {
		t.Errorf("deleted %+v, want %+v", d, want)
	}
	cite := public.Citations
	for name, want := range map[string]store.Receipt{
		"public": {Guild: guildA, Channel: channel, Message: message(1), Asked: asked, Unanswered: "not_covered", Citations: cite, Version: "3",
			Model: "quotations"},
		"direct": {Channel: channel, Message: message(2), Asker: ann, Asked: asked, Citations: cite, Version: "3", Model: "quotations"},
	} {
		want.ID = ids[name]
		got, err := s.Receipt(t.Context(), ids[name])
		must(t, err)
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
	if got, err := s.Inbox(t.Context(), guildA, "", 5); err != nil || len(got) != 0 {
		t.Errorf("the inbox has a question without words: %+v, %v", got, err)
	}
	if d, err := s.Sweep(t.Context(), c.Now()); err != nil || d != (store.Deleted{}) {
		t.Errorf("swept again: %+v, %v", d, err)
	}
	// The direct message can still be forgotten.
	if d, err := s.ForgetMember(t.Context(), ann); err != nil || d.Receipts != 1 {
		t.Errorf("forgot %+v, %v", d, err)
	}
}

func testSweepOfTheRest(t *testing.T, place Place) {
	c := NewClock()
	s := openStore(t, place, store.Options{Clock: c.Now, Retention: store.Retention{Answers: 1000 * day}})
	start := c.Now()
	id := add(t, s, answer(ann, 1))
	must(t, s.PutFeedback(t.Context(), store.Feedback{Receipt: id, Member: ann, Vote: store.Up}))
	must(t, s.PutFeedback(t.Context(), store.Feedback{Receipt: id, Member: ben, Vote: store.Up, Given: start.Add(day)}))
	must(t, s.AppendAudit(t.Context(), store.AuditEntry{Guild: guildA, Action: "publish"}))
	must(t, s.AppendAudit(t.Context(), store.AuditEntry{Guild: guildB, Action: "publish", At: start.Add(day)}))
	_, err := s.Reserve(t.Context(), store.Charge{Guild: guildA, Member: ann, Amount: store.Amount{Questions: 1}})
	must(t, err)
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
		must(t, err)
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
	everything(t, s, c)
	d, err := s.Sweep(t.Context(), c.Advance(50*365*day))
	must(t, err)
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
		id := add(t, s, answer(ann, i))
		must(t, s.PutFeedback(t.Context(), store.Feedback{Receipt: id, Member: ann, Vote: store.Up}))
		must(t, s.AppendAudit(t.Context(), store.AuditEntry{Guild: store.GuildID(fmt.Sprint(i%3 + 1)), Action: "publish"}))
		must(t, s.PutThread(t.Context(), store.Thread{ID: store.ChannelID(fmt.Sprint(i + 1)), Guild: guildA}))
		_, err := s.Reserve(t.Context(), store.Charge{Member: store.UserID(fmt.Sprint(i + 1)), Amount: store.Amount{Questions: 1}})
		must(t, err)
	}
	d, err := s.Sweep(t.Context(), c.Advance(400*day))
	must(t, err)
	if want := (store.Deleted{Texts: n, Feedback: n, Threads: n, Audit: n, Usage: n + 1}); d != want {
		t.Errorf("deleted %+v, want %+v", d, want)
	}
}
