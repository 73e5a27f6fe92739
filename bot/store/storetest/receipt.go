package storetest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"readout/bot/store"
	"readout/corpus"
	"readout/corpus/prose"
)

func testReceiptSurvivesReopening(t *testing.T, place Place) {
	c := NewClock()
	s := openStore(t, place, store.Options{Clock: c.Now})
	first := Add(t, s, Answer(Ann, 1, "p1", "p2"))
	r := store.Receipt{Guild: GuildA, Channel: Channel, Message: Message(2), Asker: Ann, Author: Ben, Private: true,
		Question: "<@1> & \"what\"?", Resolved: "what?", Answer: "That.", Unanswered: "not_covered", Follows: first,
		Articles: []corpus.ArticleID{"talks.md"}, Version: "3", Model: "m", Withdrawn: "4",
		Citations: []store.Citation{{Article: "talks.md", Passage: "p1", Quote: prose.Span{Start: 3, End: 9}}}}
	id := Add(t, s, r)
	Must(t, s.Close())

	s = openStore(t, place, store.Options{Clock: c.Now})
	r.ID, r.Asked = id, c.Now()
	got, err := s.Receipt(t.Context(), id)
	Must(t, err)
	if d := cmp.Diff(r, got); d != "" {
		t.Errorf("receipt (-put +got):\n%s", d)
	}
	got, err = s.ReceiptOf(t.Context(), Message(2))
	Must(t, err)
	if d := cmp.Diff(r, got); d != "" {
		t.Errorf("receipt of message (-put +got):\n%s", d)
	}
}

func testReceiptNotFound(t *testing.T, place Place) {
	s, _ := newStore(t, place)
	Add(t, s, Answer(Ann, 1))
	for _, id := range []store.ReceiptID{"", "nonsense", unknown, store.ReceiptID(strings.Repeat("v", 26)),
		store.ReceiptID(strings.Repeat("A", 26))} {
		if _, err := s.Receipt(t.Context(), id); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("receipt %q: %v", id, err)
		}
		if _, err := s.UpdateReceipt(t.Context(), id, func(*store.Receipt) error { return nil }); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("update of %q: %v", id, err)
		}
		if _, err := s.Turns(t.Context(), id, 5); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("turns of %q: %v", id, err)
		}
		if err := s.PutFeedback(t.Context(), store.Feedback{Receipt: id, Member: Ann, Vote: store.Up}); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("feedback on %q: %v", id, err)
		}
		Must(t, s.DeleteReceipt(t.Context(), id))
	}
	for _, m := range []store.MessageID{"", "0", "x", Message(2)} {
		if _, err := s.ReceiptOf(t.Context(), m); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("receipt of message %q: %v", m, err)
		}
	}
}

func testAddReceiptRefuses(t *testing.T, place Place) {
	s, _ := newStore(t, place)
	Add(t, s, Answer(Ann, 1))
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for name, test := range map[string]struct {
		ctx    context.Context
		change func(*store.Receipt)
		want   error // nil for any
	}{
		"a second receipt of a message": {t.Context(), func(r *store.Receipt) { r.Message = Message(1) }, store.ErrExists},
		"an ID":                         {t.Context(), func(r *store.Receipt) { r.ID = unknown }, nil},
		"a server that is none":         {t.Context(), func(r *store.Receipt) { r.Guild = "the server" }, nil},
		"a channel with a sign":         {t.Context(), func(r *store.Receipt) { r.Channel = "+1" }, nil},
		"no channel":                    {t.Context(), func(r *store.Receipt) { r.Channel = "" }, nil},
		"an asker with a zero":          {t.Context(), func(r *store.Receipt) { r.Asker = "01" }, nil},
		"a message that is zero":        {t.Context(), func(r *store.Receipt) { r.Message = "0" }, nil},
		"an author beyond 64 bits":      {t.Context(), func(r *store.Receipt) { r.Author = "18446744073709551616" }, nil},
		"following nothing":             {t.Context(), func(r *store.Receipt) { r.Follows = "x" }, nil},
		"a passage without ID":          {t.Context(), func(r *store.Receipt) { r.Citations = []store.Citation{{}} }, nil},
		"a passage that is not UTF-8":   {t.Context(), func(r *store.Receipt) { r.Citations = []store.Citation{{Passage: "\xff"}} }, nil},
		"an endless passage ID": {t.Context(), func(r *store.Receipt) {
			r.Citations = []store.Citation{{Passage: corpus.PassageID(strings.Repeat("p", 1<<13))}}
		}, nil},
		"a time before all time":  {t.Context(), func(r *store.Receipt) { r.Asked = time.Date(1969, 12, 31, 0, 0, 0, 0, time.UTC) }, nil},
		"a time beyond the years": {t.Context(), func(r *store.Receipt) { r.Asked = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) }, nil},
		"a question without end":  {t.Context(), func(r *store.Receipt) { r.Question = strings.Repeat("?", 1<<20) }, nil},
		"a cancelled context":     {cancelled, func(*store.Receipt) {}, context.Canceled},
	} {
		r := Answer(Ann, 2)
		test.change(&r)
		id, err := s.AddReceipt(test.ctx, r)
		if err == nil || test.want != nil && !errors.Is(err, test.want) {
			t.Errorf("%s: receipt %q, error %v, want %v", name, id, err, test.want)
		}
	}
	if _, err := s.ReceiptOf(t.Context(), Message(2)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a refused receipt is there: %v", err)
	}
}

func testReceiptsSince(t *testing.T, place Place) {
	s, c := newStore(t, place)
	if got, err := s.ReceiptsSince(t.Context(), GuildA, c.Now(), 5); err != nil || len(got) != 0 {
		t.Errorf("in an empty store: %v, %v", got, err)
	}
	start := c.Now()
	var ids []store.ReceiptID
	for n := range 6 {
		r := Answer(Ann, n+1, "p")
		if n == 2 {
			r.Guild = GuildB
		}
		if n == 4 {
			r.Guild = ""
		}
		ids = append(ids, Add(t, s, r))
		c.Advance(time.Second)
	}
	for _, test := range []struct {
		guild store.GuildID
		since time.Time
		limit int
		want  []store.ReceiptID
	}{
		{GuildA, start, 9, []store.ReceiptID{ids[5], ids[3], ids[1], ids[0]}},
		{GuildA, start.Add(time.Second), 9, []store.ReceiptID{ids[5], ids[3], ids[1]}},
		{GuildA, start, 2, []store.ReceiptID{ids[5], ids[3]}},
		{GuildA, start.Add(time.Hour), 9, nil},
		{GuildB, start, 9, []store.ReceiptID{ids[2]}},
		{"", start, 9, []store.ReceiptID{ids[4]}},
	} {
		found, err := s.ReceiptsSince(t.Context(), test.guild, test.since, test.limit)
		var got []store.ReceiptID
		for _, r := range found {
			got = append(got, r.ID)
		}
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%d in %q since %v: %v, %v, want %v", test.limit, test.guild, test.since, got, err, test.want)
		}
	}
	if _, err := s.ReceiptsSince(t.Context(), "x", start, 1); err == nil {
		t.Error("no error for a server that is none")
	}
}

func testReceiptsOn(t *testing.T, place Place) {
	s, c := newStore(t, place)
	next := func(r store.Receipt) store.ReceiptID {
		c.Advance(time.Second)
		return Add(t, s, r)
	}
	a := next(Answer(Ann, 1, "talks.md#1", "talks.md#12", "talks.md#1"))
	b := next(Answer(Ben, 2, "talks.md#12"))
	direct := Answer(Ann, 3, "talks.md#1")
	direct.Guild = ""
	d := next(direct)
	elsewhere := Answer(Ann, 4, "talks.md#1")
	elsewhere.Guild = GuildB
	e := next(elsewhere)
	for _, test := range []struct {
		guild    store.GuildID
		passages []corpus.PassageID
		want     []store.ReceiptID
	}{
		{GuildA, []corpus.PassageID{"talks.md#1"}, []store.ReceiptID{a}},
		{GuildA, []corpus.PassageID{"talks.md#12", "talks.md#1"}, []store.ReceiptID{a, b}},
		{GuildA, []corpus.PassageID{"talks.md#", "talks.md"}, nil},
		{GuildA, nil, nil},
		{GuildA, []corpus.PassageID{corpus.PassageID(strings.Repeat("x", 1<<17))}, nil},
		{GuildB, []corpus.PassageID{"talks.md#1"}, []store.ReceiptID{e}},
		{"", []corpus.PassageID{"talks.md#1"}, []store.ReceiptID{d}},
	} {
		got, err := s.ReceiptsOn(t.Context(), test.guild, test.passages)
		Must(t, err)
		if !slices.Equal(got, test.want) {
			t.Errorf("receipts on %.40q in %q: %q, want %q", test.passages, test.guild, got, test.want)
		}
	}
	if _, err := s.ReceiptsOn(t.Context(), "x", nil); err == nil {
		t.Error("no error for a server that is none")
	}
	// A changed receipt is found by what it says now.
	_, err := s.UpdateReceipt(t.Context(), a, func(r *store.Receipt) error {
		r.Citations[0].Passage, r.Withdrawn = "talks.md#9", "8"
		r.Message = Message(9)
		return nil
	})
	Must(t, err)
	if got, err := s.ReceiptsOn(t.Context(), GuildA, []corpus.PassageID{"talks.md#9"}); err != nil ||
		!slices.Equal(got, []store.ReceiptID{a}) {
		t.Errorf("after the update: %q, %v", got, err)
	}
	if _, err := s.ReceiptOf(t.Context(), Message(1)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the old message still has the receipt: %v", err)
	}
	if got, err := s.ReceiptOf(t.Context(), Message(9)); err != nil || got.ID != a || got.Withdrawn != "8" {
		t.Errorf("receipt of the new message: %+v, %v", got, err)
	}
}

func testUpdateReceiptKeepsWhatItMust(t *testing.T, place Place) {
	s, c := newStore(t, place)
	id, other := Add(t, s, Answer(Ann, 1, "p")), Add(t, s, Answer(Ann, 2))
	got, err := s.UpdateReceipt(t.Context(), id, func(r *store.Receipt) error {
		r.ID, r.Asked, r.Model = other, c.Now().Add(-time.Hour), "another"
		return nil
	})
	Must(t, err)
	if got.ID != id || !got.Asked.Equal(c.Now()) || got.Model != "another" {
		t.Errorf("updated to %+v", got)
	}
	failure := errors.New("changed my mind")
	for name, test := range map[string]struct {
		change func(*store.Receipt) error
		want   error
	}{
		"the caller's error":     {func(r *store.Receipt) error { r.Model = "lost"; return failure }, failure},
		"another's message":      {func(r *store.Receipt) error { r.Message = Message(2); return nil }, store.ErrExists},
		"an asker who is nobody": {func(r *store.Receipt) error { r.Asker = "x"; return nil }, nil},
	} {
		if _, err := s.UpdateReceipt(t.Context(), id, test.change); err == nil || test.want != nil && !errors.Is(err, test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got, err := s.Receipt(t.Context(), id); err != nil || got.Model != "another" || got.Message != Message(1) {
		t.Errorf("failed updates left %+v, %v", got, err)
	}
}

func testPanicOfACallerStaysWithTheCaller(t *testing.T, place Place) {
	s, _ := newStore(t, place)
	id := Add(t, s, Answer(Ann, 1))
	for _, change := range []func(*store.Receipt) error{
		func(r *store.Receipt) error { return errors.New(string(r.Citations[5].Article)) },
		func(*store.Receipt) error { panic("of the caller") },
		func(*store.Receipt) error { panic(errors.New("of the caller")) },
	} {
		func() {
			defer func() {
				if p := recover(); p == nil {
					t.Error("the panic was lost")
				}
			}()
			_, err := s.UpdateReceipt(t.Context(), id, change)
			t.Errorf("returned %v", err)
		}()
	}
	Add(t, s, Answer(Ann, 2))
}

func testTurns(t *testing.T, place Place) {
	s, c := newStore(t, place)
	var ids []store.ReceiptID
	for n := range 4 {
		c.Advance(time.Second)
		r := Answer(Ann, n)
		if n == 1 {
			r.Asker, r.Resolved = Ben, ""
		}
		if n > 0 {
			r.Follows = ids[n-1]
		}
		ids = append(ids, Add(t, s, r))
	}
	turn := []store.Turn{
		{Question: "resolved 0", Answer: "answer 0"},
		{Question: "question 1", Answer: "answer 1"},
		{Question: "resolved 2", Answer: "answer 2"},
		{Question: "resolved 3", Answer: "answer 3"},
	}
	turns := func(limit int) []store.Turn {
		got, err := s.Turns(t.Context(), ids[3], limit)
		Must(t, err)
		return got
	}
	if d := cmp.Diff(turn, turns(10)); d != "" {
		t.Errorf("all turns (-want +got):\n%s", d)
	}
	if d := cmp.Diff(turn[2:], turns(2)); d != "" {
		t.Errorf("two turns (-want +got):\n%s", d)
	}
	_, err := s.ForgetMember(t.Context(), Ben)
	Must(t, err)
	if d := cmp.Diff(turn[2:], turns(10)); d != "" {
		t.Errorf("turns after one was forgotten (-want +got):\n%s", d)
	}
	Must(t, s.DeleteReceipt(t.Context(), ids[2]))
	if d := cmp.Diff(turn[3:], turns(10)); d != "" {
		t.Errorf("turns after one was deleted (-want +got):\n%s", d)
	}
	// A chain that leads back to itself ends.
	_, err = s.UpdateReceipt(t.Context(), ids[3], func(r *store.Receipt) error { r.Follows = ids[3]; return nil })
	Must(t, err)
	if got := turns(7); len(got) != 7 {
		t.Errorf("%d turns of a circle, want the limit", len(got))
	}
}

func testDeleteReceiptTakesItsFeedback(t *testing.T, place Place) {
	s, _ := newStore(t, place)
	id := Add(t, s, Answer(Ann, 1, "p"))
	Must(t, s.PutFeedback(t.Context(), store.Feedback{Receipt: id, Member: Ben, Vote: store.Down}))
	Must(t, s.DeleteReceipt(t.Context(), id))
	if all, err := s.FeedbackOn(t.Context(), id); err != nil || len(all) != 0 {
		t.Errorf("feedback left: %v, %v", all, err)
	}
	if items, err := s.Inbox(t.Context(), GuildA, "", 10); err != nil || len(items) != 0 {
		t.Errorf("inbox left: %v, %v", items, err)
	}
}
