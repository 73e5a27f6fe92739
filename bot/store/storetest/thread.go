package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"readout/bot/store"
)

func testThread(t *testing.T, place Place) {
	s, c := newStore(t, place)
	thread := store.Thread{ID: Channel, Guild: GuildA, Owner: Ann}
	Must(t, s.PutThread(t.Context(), thread))
	c.Advance(time.Minute)
	id := Add(t, s, Answer(Ben, 1))
	private := Answer(Ben, 3)
	private.Private = true
	Add(t, s, private)
	other := Answer(Ben, 2)
	other.Channel = "834"
	Add(t, s, other)
	got, err := s.Thread(t.Context(), Channel)
	Must(t, err)
	if d := cmp.Diff(store.Thread{ID: Channel, Guild: GuildA, Owner: Ann, Latest: id, Used: c.Now()}, got); d != "" {
		t.Errorf("thread (-want +got):\n%s", d)
	}
	turns, err := s.Turns(t.Context(), got.Latest, 5)
	Must(t, err)
	if !slices.Equal(turns, []store.Turn{{Question: "resolved 1", Answer: "answer 1"}}) {
		t.Errorf("turns of the thread: %v", turns)
	}
	Must(t, s.DeleteThread(t.Context(), Channel))
	Must(t, s.DeleteThread(t.Context(), Channel))
	for _, id := range []store.ChannelID{Channel, "", "x", "834"} {
		if th, err := s.Thread(t.Context(), id); err == nil {
			t.Errorf("thread %q: %+v", id, th)
		}
	}
	for _, th := range []store.Thread{{}, {ID: "x"}, {ID: "1", Guild: "x"}, {ID: "1", Owner: "x"}, {ID: "1", Latest: "x"}} {
		if err := s.PutThread(t.Context(), th); err == nil {
			t.Errorf("%+v was taken", th)
		}
	}
}
