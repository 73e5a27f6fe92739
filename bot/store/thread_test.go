package store

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestThread(t *testing.T) {
	t.Parallel()
	s, c := newStore(t)
	thread := Thread{ID: channel, Guild: guildA, Owner: ann}
	must(t, s.PutThread(t.Context(), thread))
	c.advance(time.Minute)
	id := add(t, s, answer(ben, 1))
	private := answer(ben, 3)
	private.Private = true
	add(t, s, private)
	other := answer(ben, 2)
	other.Channel = "834"
	add(t, s, other)
	got, err := s.Thread(t.Context(), channel)
	must(t, err)
	if d := cmp.Diff(Thread{ID: channel, Guild: guildA, Owner: ann, Latest: id, Used: c.now()}, got); d != "" {
		t.Errorf("thread (-want +got):\n%s", d)
	}
	turns, err := s.Turns(t.Context(), got.Latest, 5)
	must(t, err)
	if !slices.Equal(turns, []Turn{{"resolved 1", "answer 1"}}) {
		t.Errorf("turns of the thread: %v", turns)
	}
	must(t, s.DeleteThread(t.Context(), channel))
	must(t, s.DeleteThread(t.Context(), channel))
	for _, id := range []ChannelID{channel, "", "x", "834"} {
		if th, err := s.Thread(t.Context(), id); err == nil {
			t.Errorf("thread %q: %+v", id, th)
		}
	}
	for _, th := range []Thread{{}, {ID: "x"}, {ID: "1", Guild: "x"}, {ID: "1", Owner: "x"}, {ID: "1", Latest: "x"}} {
		if err := s.PutThread(t.Context(), th); err == nil {
			t.Errorf("%+v was taken", th)
		}
	}
}
