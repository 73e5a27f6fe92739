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
	id := Add(t, s, Answer(Ann, 1))
	Must(
		t,
		s.PutFeedback(
			t.Context(),
			store.Feedback{Receipt: id, Member: Ben, Vote: store.Down, Fault: store.WrongSpeaker, Text: "it was the other"},
		),
	)
	Must(t, s.PutFeedback(t.Context(), store.Feedback{Receipt: id, Member: Ann, Vote: store.Up}))
	given := c.Now()
	c.Advance(time.Minute)
	Must(t, s.PutFeedback(t.Context(), store.Feedback{Receipt: id, Member: Ben, Vote: store.Up, Guild: GuildB, Private: true}))
	all, err := s.FeedbackOn(t.Context(), id)
	Must(t, err)
	want := []store.Feedback{
		{Receipt: id, Member: Ann, Given: given, Vote: store.Up, Guild: GuildA},
		{Receipt: id, Member: Ben, Given: given.Add(time.Minute), Vote: store.Up, Guild: GuildA},
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
	id := Add(t, s, Answer(Ann, 1))
	for _, f := range []store.Feedback{
		{Receipt: id, Member: Ann},
		{Receipt: id, Member: Ann, Vote: "sideways"},
		{Receipt: id, Vote: store.Up},
		{Receipt: id, Member: Ann, Vote: store.Up, Given: time.Date(1066, 1, 1, 0, 0, 0, 0, time.UTC)},
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
	Must(t, err)
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
		r := Answer(Ann, n)
		change(&r)
		return Add(t, s, r)
	}
	vote := func(id store.ReceiptID, member store.UserID, v store.Vote, text string) {
		c.Advance(time.Minute)
		Must(t, s.PutFeedback(t.Context(), store.Feedback{Receipt: id, Member: member, Vote: v, Text: text}))
	}
	answered := ask(func(*store.Receipt) {})
	ask(func(r *store.Receipt) { r.Unanswered = "not_covered" })                            // question 2
	hidden := ask(func(r *store.Receipt) { r.Unanswered, r.Private = "not_covered", true }) // never listed
	direct := ask(func(r *store.Receipt) { r.Unanswered, r.Guild = "not_covered", "" })     // never listed
	vote(hidden, Ann, store.Down, "hidden")
	vote(direct, Ann, store.Down, "direct")
	vote(answered, Ben, store.Down, "no")
	vote(answered, Ann, store.Up, "yes")
	foreign := ask(func(r *store.Receipt) { r.Guild = GuildB })
	vote(foreign, Ann, store.Down, "foreign")
	ask(func(r *store.Receipt) { r.Unanswered = "partly_covered" }) // question 6

	want := []string{"question 6", "question 1: " + string(Ben) + " no", "question 2"}
	got, ids := items(t, s, GuildA, "", 10)
	if !slices.Equal(got, want) {
		t.Fatalf("inbox %q, want %q", got, want)
	}
	if got, _ := items(t, s, GuildB, "", 10); !slices.Equal(got, []string{"question 5: " + string(Ann) + " foreign"}) {
		t.Errorf("the other server's inbox: %q", got)
	}
	if got, _ := items(t, s, "18446744073709551615", "", 10); len(got) != 0 {
		t.Errorf("the last possible server's inbox: %q", got)
	}
	// Page by page, going on after an item that was resolved in between.
	first, _ := items(t, s, GuildA, "", 1)
	Must(t, s.Resolve(t.Context(), GuildA, ids[0]))
	second, _ := items(t, s, GuildA, ids[0], 1)
	third, _ := items(t, s, GuildA, ids[1], 10)
	if got := slices.Concat(first, second, third); !slices.Equal(got, want) {
		t.Errorf("pages %q, want %q", got, want)
	}
	for _, wrong := range []struct {
		guild store.GuildID
		item  store.InboxID
	}{{GuildA, ids[0]}, {GuildB, ids[1]}, {GuildA, ""}, {GuildA, "nonsense"}, {"", ids[1]}} {
		if err := s.Resolve(t.Context(), wrong.guild, wrong.item); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("resolve %q of %q: %v", wrong.item, wrong.guild, err)
		}
	}
	Must(t, s.Resolve(t.Context(), GuildA, ids[1]))
	if got, _ := items(t, s, GuildA, "", 10); !slices.Equal(got, []string{"question 2"}) {
		t.Errorf("after two were resolved: %q", got)
	}
	// A new verdict is news, a new look at the receipt is not.
	vote(answered, Ben, store.Down, "still no")
	if got, _ := items(t, s, GuildA, "", 1); !slices.Equal(got, []string{"question 1: " + string(Ben) + " still no"}) {
		t.Errorf("after a second thought: %q", got)
	}
	if _, err := s.Inbox(t.Context(), GuildA, "nonsense", 1); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("inbox behind nonsense: %v", err)
	}
	if _, err := s.Inbox(t.Context(), "", "", 1); err == nil {
		t.Error("direct messages have an inbox")
	}
}
