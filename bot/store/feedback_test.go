package store

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestFeedbackReplacesTheMembersOwn(t *testing.T) {
	t.Parallel()
	s, c := newStore(t)
	id := add(t, s, answer(ann, 1))
	must(t, s.PutFeedback(t.Context(), Feedback{Receipt: id, Member: ben, Vote: Down, Fault: WrongSpeaker, Text: "it was the other"}))
	must(t, s.PutFeedback(t.Context(), Feedback{Receipt: id, Member: ann, Vote: Up}))
	given := c.now()
	c.advance(time.Minute)
	must(t, s.PutFeedback(t.Context(), Feedback{Receipt: id, Member: ben, Vote: Up, Guild: guildB, Private: true}))
	all, err := s.FeedbackOn(t.Context(), id)
	must(t, err)
	want := []Feedback{
		{Receipt: id, Member: ann, Given: given, Vote: Up, Guild: guildA},
		{Receipt: id, Member: ben, Given: given.Add(time.Minute), Vote: Up, Guild: guildA},
	}
	if d := cmp.Diff(want, all); d != "" {
		t.Errorf("feedback (-want +got):\n%s", d)
	}
	if all, err := s.FeedbackOn(t.Context(), "nonsense"); err != nil || all != nil {
		t.Errorf("feedback on nothing: %v, %v", all, err)
	}
}

func TestPutFeedbackRefuses(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	id := add(t, s, answer(ann, 1))
	for _, f := range []Feedback{
		{Receipt: id, Member: ann},
		{Receipt: id, Member: ann, Vote: "sideways"},
		{Receipt: id, Vote: Up},
		{Receipt: id, Member: ann, Vote: Up, Given: time.Date(1066, 1, 1, 0, 0, 0, 0, time.UTC)},
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
func items(t *testing.T, s *Store, guild GuildID, before InboxID, limit int) (names []string, ids []InboxID) {
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

func TestInbox(t *testing.T) {
	t.Parallel()
	s, c := newStore(t)
	n := 0
	ask := func(change func(*Receipt)) ReceiptID {
		n++
		c.advance(time.Minute)
		r := answer(ann, n)
		change(&r)
		return add(t, s, r)
	}
	vote := func(id ReceiptID, member UserID, v Vote, text string) {
		c.advance(time.Minute)
		must(t, s.PutFeedback(t.Context(), Feedback{Receipt: id, Member: member, Vote: v, Text: text}))
	}
	answered := ask(func(*Receipt) {})
	ask(func(r *Receipt) { r.Unanswered = "not_covered" })                            // question 2
	hidden := ask(func(r *Receipt) { r.Unanswered, r.Private = "not_covered", true }) // never listed
	direct := ask(func(r *Receipt) { r.Unanswered, r.Guild = "not_covered", "" })     // never listed
	vote(hidden, ann, Down, "hidden")
	vote(direct, ann, Down, "direct")
	vote(answered, ben, Down, "no")
	vote(answered, ann, Up, "yes")
	foreign := ask(func(r *Receipt) { r.Guild = guildB })
	vote(foreign, ann, Down, "foreign")
	ask(func(r *Receipt) { r.Unanswered = "partly_covered" }) // question 6

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
		guild GuildID
		item  InboxID
	}{{guildA, ids[0]}, {guildB, ids[1]}, {guildA, ""}, {guildA, "nonsense"}, {"", ids[1]}} {
		if err := s.Resolve(t.Context(), wrong.guild, wrong.item); !errors.Is(err, ErrNotFound) {
			t.Errorf("resolve %q of %q: %v", wrong.item, wrong.guild, err)
		}
	}
	must(t, s.Resolve(t.Context(), guildA, ids[1]))
	if got, _ := items(t, s, guildA, "", 10); !slices.Equal(got, []string{"question 2"}) {
		t.Errorf("after two were resolved: %q", got)
	}
	// A new verdict is news, a new look at the receipt is not.
	vote(answered, ben, Down, "still no")
	if got, _ := items(t, s, guildA, "", 1); !slices.Equal(got, []string{"question 1: " + string(ben) + " still no"}) {
		t.Errorf("after a second thought: %q", got)
	}
	if _, err := s.Inbox(t.Context(), guildA, "nonsense", 1); !errors.Is(err, ErrNotFound) {
		t.Errorf("inbox behind nonsense: %v", err)
	}
	if _, err := s.Inbox(t.Context(), "", "", 1); err == nil {
		t.Error("direct messages have an inbox")
	}
}
