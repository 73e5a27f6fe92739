package store

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"readout/corpus"
)

func TestSweepOfTexts(t *testing.T) {
	t.Parallel()
	s, c := newStore(t)
	public := answer(ann, 1, "p")
	public.Unanswered, public.Articles = "not_covered", []corpus.ArticleID{"a.md"}
	ids := map[string]ReceiptID{"public": add(t, s, public)}
	direct, private, unsent := answer(ann, 2, "p"), answer(ann, 3, "p"), answer(ann, 4, "p")
	direct.Guild, private.Private, unsent.Message = "", true, ""
	ids["direct"], ids["private"], ids["unsent"] = add(t, s, direct), add(t, s, private), add(t, s, unsent)
	asked := c.now()
	young := add(t, s, func() Receipt { r := answer(ann, 5); r.Asked = asked.Add(time.Second); return r }())
	must(t, s.PutThread(t.Context(), Thread{ID: "77", Guild: guildA, Owner: ann}))

	if d, err := s.Sweep(t.Context(), c.advance(90*oneDay-time.Second)); err != nil || d != (Deleted{}) {
		t.Errorf("a second early: %+v, %v", d, err)
	}
	d, err := s.Sweep(t.Context(), c.advance(time.Second))
	must(t, err)
	if want := (Deleted{Receipts: 2, Texts: 2, Threads: 1}); d != want {
		t.Errorf("deleted %+v, want %+v", d, want)
	}
	cite := public.Citations
	for name, want := range map[string]Receipt{
		"public": {Guild: guildA, Channel: channel, Message: message(1), Asked: asked, Unanswered: "not_covered", Citations: cite, Version: "3", Model: "quotations"},
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
		if _, err := s.Receipt(t.Context(), ids[name]); !errors.Is(err, ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if r, err := s.Receipt(t.Context(), young); err != nil || r.Question == "" {
		t.Errorf("the young one: %+v, %v", r, err)
	}
	if got, err := s.Inbox(t.Context(), guildA, "", 5); err != nil || len(got) != 0 {
		t.Errorf("the inbox has a question without words: %+v, %v", got, err)
	}
	if d, err := s.Sweep(t.Context(), c.now()); err != nil || d != (Deleted{}) {
		t.Errorf("swept again: %+v, %v", d, err)
	}
	// The direct message can still be forgotten.
	if d, err := s.ForgetMember(t.Context(), ann); err != nil || d.Receipts != 1 {
		t.Errorf("forgot %+v, %v", d, err)
	}
}

func TestSweepOfTheRest(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := openStore(t, t.TempDir(), Options{Clock: c.now, noSync: true, Retention: Retention{Answers: 1000 * oneDay}})
	start := c.now()
	id := add(t, s, answer(ann, 1))
	must(t, s.PutFeedback(t.Context(), Feedback{Receipt: id, Member: ann, Vote: Up}))
	must(t, s.PutFeedback(t.Context(), Feedback{Receipt: id, Member: ben, Vote: Up, Given: start.Add(oneDay)}))
	must(t, s.AppendAudit(t.Context(), AuditEntry{Guild: guildA, Action: "publish"}))
	must(t, s.AppendAudit(t.Context(), AuditEntry{Guild: guildB, Action: "publish", At: start.Add(oneDay)}))
	_, err := s.Reserve(t.Context(), Charge{Guild: guildA, Member: ann, Amount: Amount{Questions: 1}})
	must(t, err)
	for _, test := range []struct {
		after time.Duration
		want  Deleted
	}{
		{oneDay, Deleted{}},
		{2 * oneDay, Deleted{Usage: 2}}, // the member's
		{40 * oneDay, Deleted{}},
		{41 * oneDay, Deleted{Usage: 2}}, // the server's and the total
		{90 * oneDay, Deleted{Texts: 1}},
		{180 * oneDay, Deleted{Feedback: 1}},
		{181 * oneDay, Deleted{Feedback: 1}},
		{365 * oneDay, Deleted{Audit: 1}},
		{366 * oneDay, Deleted{Audit: 1}},
		{1000 * oneDay, Deleted{Receipts: 1}},
		{5000 * oneDay, Deleted{}},
	} {
		d, err := s.Sweep(t.Context(), start.Add(test.after))
		must(t, err)
		if d != test.want {
			t.Errorf("after %v days: %+v, want %+v", test.after/oneDay, d, test.want)
		}
	}
	left := traces(t, s, `"`) // every value is JSON with a string in it
	delete(left, metaBucket)
	if len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

func TestNegativeRetentionKeepsForEver(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := openStore(t, t.TempDir(), Options{Clock: c.now, noSync: true, Retention: Retention{Text: -1, Feedback: -1, Audit: -1, Usage: -1, Departed: -1, Written: -1}})
	everything(t, s, c)
	d, err := s.Sweep(t.Context(), c.advance(50*365*oneDay))
	must(t, err)
	if want := (Deleted{Usage: 6}); d != want { // members' counters are of no use when their day is over
		t.Errorf("deleted %+v, want %+v", d, want)
	}
	if due, err := s.Departed(t.Context(), c.now()); err != nil || len(due) != 0 {
		t.Errorf("departed: %q, %v", due, err)
	}
}

func TestSweepOfMany(t *testing.T) {
	t.Parallel()
	s, c := newStore(t)
	const n = chunk + 5
	for i := range n {
		id := add(t, s, answer(ann, i))
		must(t, s.PutFeedback(t.Context(), Feedback{Receipt: id, Member: ann, Vote: Up}))
		must(t, s.AppendAudit(t.Context(), AuditEntry{Guild: fromSnowflake[GuildID](uint64(i%3 + 1)), Action: "publish"}))
		must(t, s.PutThread(t.Context(), Thread{ID: fromSnowflake[ChannelID](uint64(i + 1)), Guild: guildA}))
		_, err := s.Reserve(t.Context(), Charge{Member: fromSnowflake[UserID](uint64(i + 1)), Amount: Amount{Questions: 1}})
		must(t, err)
	}
	d, err := s.Sweep(t.Context(), c.advance(400*oneDay))
	must(t, err)
	if want := (Deleted{Texts: n, Feedback: n, Threads: n, Audit: n, Usage: n + 1}); d != want {
		t.Errorf("deleted %+v, want %+v", d, want)
	}
}
