package storetest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"readout/bot/store"
)

func testFeedbackReplacesTheMembersOwn(t *testing.T, place Place) {
	s, c := newStore(t, place)
	id := add(t, s, answer(ann, 1))
	must(
		t,
		s.PutFeedback(
			t.Context(),
			store.Feedback{Receipt: id, Member: ben, Vote: store.Down, Fault: store.WrongSpeaker, Text: "it was the other"},
		),
	)
	must(t, s.PutFeedback(t.Context(), store.Feedback{Receipt: id, Member: ann, Vote: store.Up}))
	given := c.Now()
	c.Advance(time.Minute)
	must(t, s.PutFeedback(t.Context(), store.Feedback{Receipt: id, Member: ben, Vote: store.Up, Guild: guildB, Private: true}))
	all, err := s.FeedbackOn(t.Context(), id)
	must(t, err)
	want := []store.Feedback{
		{Receipt: id, Member: ann, Given: given, Vote: store.Up, Guild: guildA},
		{Receipt: id, Member: ben, Given: given.Add(time.Minute), Vote: store.Up, Guild: guildA},
	}
	if d := cmp.Diff(want, all); d != "" {
		t.Errorf("feedback (-want +got):\n%s", d)
	}
	if all, err := s.FeedbackOn(t.Context(), "nonsense"); err != nil || all != nil {
		t.Errorf("feedback on nothing: %v, %v", all, err)
	}
}

func testPutFeedbackRefuses(t *testing.T, place Place) {
	s, _ := newStore(t, place)
	id := add(t, s, answer(ann, 1))
	for _, f := range []store.Feedback{
		{Receipt: id, Member: ann},
		{Receipt: id, Member: ann, Vote: "sideways"},
		{Receipt: id, Vote: store.Up},
		{Receipt: id, Member: ann, Vote: store.Up, Given: time.Date(1066, 1, 1, 0, 0, 0, 0, time.UTC)},
	} {
		if err := s.PutFeedback(t.Context(), f); err == nil {
			t.Errorf("%+v was taken", f)
		}
	}
	if all, err := s.FeedbackOn(t.Context(), id); err != nil || len(all) != 0 {
		t.Errorf("refused feedback is there: %v, %v", all, err)
	}
}

// items names what an inbox lists: the question, or who wrote the note.
func items(t *testing.T, s Store, guild store.GuildID, before store.InboxID, limit int) (names []string, ids []store.InboxID) {
	t.Helper()
	found, err := s.Inbox(t.Context(), guild, before, limit)
	must(t, err)
	for _, item := range found {
		name := item.Receipt.Question
		if item.Note != nil {
			name += ": " + string(item.Note.Member) + " " + item.Note.Text
		}
		names, ids = append(names, name), append(ids, item.ID)
	}
	return names, ids
}

func testInbox(t *testing.T, place Place) {
	s, c := newStore(t, place)
	n := 0
	ask := func(change func(*store.Receipt)) store.ReceiptID {
		n++
		c.Advance(time.Minute)
		r := answer(ann, n)
		change(&r)
		return add(t, s, r)
	}
	vote := func(id store.ReceiptID, member store.UserID, v store.Vote, text string) {
		c.Advance(time.Minute)
		must(t, s.PutFeedback(t.Context(), store.Feedback{Receipt: id, Member: member, Vote: v, Text: text}))
	}
	answered := ask(func(*store.Receipt) {})
	ask(func(r *store.Receipt) { r.Unanswered = "not_covered" })                            // question 2
	hidden := ask(func(r *store.Receipt) { r.Unanswered, r.Private = "not_covered", true }) // never listed
	direct := ask(func(r *store.Receipt) { r.Unanswered, r.Guild = "not_covered", "" })     // never listed
	vote(hidden, ann, store.Down, "hidden")
	vote(direct, ann, store.Down, "direct")
	vote(answered, ben, store.Down, "no")
	vote(answered, ann, store.Up, "yes")
	foreign := ask(func(r *store.Receipt) { r.Guild = guildB })
	vote(foreign, ann, store.Down, "foreign")
	ask(func(r *store.Receipt) { r.Unanswered = "partly_covered" }) // question 6

	want := []string{"question 6", "question 1: " + string(ben) + " no", "question 2"}
	got, ids := items(t, s, guildA, "", 10)
	if !slices.Equal(got, want) {
		t.Fatalf("inbox %q, want %q", got, want)
	}
	if got, _ := items(t, s, guildB, "", 10); !slices.Equal(got, []string{"question 5: " + string(ann) + " foreign"}) {
		t.Errorf("the other server's inbox: %q", got)
	}
	if got, _ := items(t, s, "18446744073709551615", "", 10); len(got) != 0 {
		t.Errorf("the last possible server's inbox: %q", got)
	}
	// Page by page, going on after an item that was resolved in between.
	first, _ := items(t, s, guildA, "", 1)
	must(t, s.Resolve(t.Context(), guildA, ids[0]))
	second, _ := items(t, s, guildA, ids[0], 1)
	third, _ := items(t, s, guildA, ids[1], 10)
	if got := slices.Concat(first, second, third); !slices.Equal(got, want) {
		t.Errorf("pages %q, want %q", got, want)
	}
	for _, wrong := range []struct {
		guild store.GuildID
		item  store.InboxID
	}{{guildA, ids[0]}, {guildB, ids[1]}, {guildA, ""}, {guildA, "nonsense"}, {"", ids[1]}} {
		if err := s.Resolve(t.Context(), wrong.guild, wrong.item); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("resolve %q of %q: %v", wrong.item, wrong.guild, err)
		}
	}
	must(t, s.Resolve(t.Context(), guildA, ids[1]))
	if got, _ := items(t, s, guildA, "", 10); !slices.Equal(got, []string{"question 2"}) {
		t.Errorf("after two were resolved: %q", got)
	}
	// A new verdict is news, a new look at the receipt is not.
	vote(answered, ben, store.Down, "still no")
	if got, _ := items(t, s, guildA, "", 1); !slices.Equal(got, []string{"question 1: " + string(ben) + " still no"}) {
		t.Errorf("after a second thought: %q", got)
	}
	if _, err := s.Inbox(t.Context(), guildA, "nonsense", 1); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("inbox behind nonsense: %v", err)
	}
	if _, err := s.Inbox(t.Context(), "", "", 1); err == nil {
		t.Error("direct messages have an inbox")
	}
}
