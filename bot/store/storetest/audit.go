package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"readout/bot/store"
)

func testAudit(t *testing.T, place Place) {
	c := NewClock()
	s := openStore(t, place, store.Options{Clock: c.Now})
	for n := range 6 {
		guild := GuildA
		if n == 2 {
			guild = GuildB
		}
		if n == 3 {
			Must(t, s.Close())
			s = openStore(t, place, store.Options{Clock: c.Now})
			c.Advance(-time.Hour) // a clock that is set back does not change the order
		}
		Must(t, s.AppendAudit(t.Context(), store.AuditEntry{Guild: guild, Actor: Ann, Action: "publish", Target: fmt.Sprint("v", n)}))
	}
	Must(
		t,
		s.AppendAudit(
			t.Context(),
			store.AuditEntry{ID: 1, Guild: GuildA, At: c.Now().Add(-time.Minute), Actor: Ann, Member: Ann, Action: "limit",
				Note: "on my own wish"},
		),
	)
	var pages [][]string
	var before store.AuditID
	var last store.AuditEntry
	for {
		page, err := s.Audit(t.Context(), GuildA, before, 4)
		Must(t, err)
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
	if d := cmp.Diff(store.AuditEntry{ID: 1, Guild: GuildA, At: NewClock().Now(), Actor: Ann, Action: "publish", Target: "v0"},
		last); d != "" {
		t.Errorf("the first entry (-want +got):\n%s", d)
	}
	if page, err := s.Audit(t.Context(), GuildA, 1<<40, 1); err != nil || len(page) != 1 || page[0].Note != "on my own wish" {
		t.Errorf("before an entry to come: %+v, %v", page, err)
	}
	for _, e := range []store.AuditEntry{{Action: "publish"}, {Guild: GuildA}, {Guild: GuildA, Action: "a", Actor: "x"},
		{Guild: GuildA, Action: "a", Member: "x"}} {
		if err := s.AppendAudit(t.Context(), e); err == nil {
			t.Errorf("%+v was taken", e)
		}
	}
	if _, err := s.Audit(t.Context(), "", 0, 1); err == nil {
		t.Error("direct messages have an audit")
	}
}
