package store

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestAudit(t *testing.T) {
	t.Parallel()
	dir, c := t.TempDir(), newClock()
	s := openStore(t, dir, Options{Clock: c.now})
	for n := range 6 {
		guild := guildA
		if n == 2 {
			guild = guildB
		}
		if n == 3 {
			must(t, s.Close())
			s = openStore(t, dir, Options{Clock: c.now})
			c.advance(-time.Hour) // a clock that is set back does not change the order
		}
		must(t, s.AppendAudit(t.Context(), AuditEntry{Guild: guild, Actor: ann, Action: "publish", Target: fmt.Sprint("v", n)}))
	}
	must(t, s.AppendAudit(t.Context(), AuditEntry{ID: 1, Guild: guildA, At: c.now().Add(-time.Minute), Actor: ann, Member: ann, Action: "limit",
		Note: "on my own wish"}))
	var pages [][]string
	var before AuditID
	var last AuditEntry
	for {
		page, err := s.Audit(t.Context(), guildA, before, 4)
		must(t, err)
		if len(page) == 0 {
			break
		}
		var targets []string
		for _, e := range page {
			targets = append(targets, e.Action+" "+e.Target)
			before, last = e.ID, e
		}
		pages = append(pages, targets)
	}
	want := [][]string{{"limit ", "publish v5", "publish v4", "publish v3"}, {"publish v1", "publish v0"}}
	if d := cmp.Diff(want, pages); d != "" {
		t.Errorf("pages (-want +got):\n%s", d)
	}
	if d := cmp.Diff(AuditEntry{ID: 1, Guild: guildA, At: newClock().now(), Actor: ann, Action: "publish", Target: "v0"}, last); d != "" {
		t.Errorf("the first entry (-want +got):\n%s", d)
	}
	if page, err := s.Audit(t.Context(), guildA, 1<<40, 1); err != nil || len(page) != 1 || page[0].Note != "on my own wish" {
		t.Errorf("before an entry to come: %+v, %v", page, err)
	}
	for _, e := range []AuditEntry{{Action: "publish"}, {Guild: guildA}, {Guild: guildA, Action: "a", Actor: "x"}, {Guild: guildA, Action: "a", Member: "x"}} {
		if err := s.AppendAudit(t.Context(), e); err == nil {
			t.Errorf("%+v was taken", e)
		}
	}
	if _, err := s.Audit(t.Context(), "", 0, 1); err == nil {
		t.Error("direct messages have an audit")
	}
}

func TestThread(t *testing.T) {
	t.Parallel()
	s, c := newStore(t)
	thread := Thread{ID: channel, Guild: guildA, Owner: ann}
	must(t, s.PutThread(t.Context(), thread))
	c.advance(time.Minute)
	id := add(t, s, answer(ben, 1))
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
