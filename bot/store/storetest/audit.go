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
		guild := guildA
		if n == 2 {
			guild = guildB
		}
		if n == 3 {
			must(t, s.Close())
			s = openStore(t, place, store.Options{Clock: c.Now})
			c.Advance(-time.Hour) // a clock that is set back does not change the order
		}
		must(t, s.AppendAudit(t.Context(), store.AuditEntry{Guild: guild, Actor: ann, Action: "publish", Target: fmt.Sprint("v", n)}))
	}
	must(
		t,
		s.AppendAudit(
			t.Context(),
			store.AuditEntry{ID: 1, Guild: guildA, At: c.Now().Add(-time.Minute), Actor: ann, Member: ann, Action: "limit",
				Note: "on my own wish"},
		),
	)
	var pages [][]string
	var before store.AuditID
	var last store.AuditEntry
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
	if d := cmp.Diff(store.AuditEntry{ID: 1, Guild: guildA, At: NewClock().Now(), Actor: ann, Action: "publish", Target: "v0"},
		last); d != "" {
		t.Errorf("the first entry (-want +got):\n%s", d)
	}
	if page, err := s.Audit(t.Context(), guildA, 1<<40, 1); err != nil || len(page) != 1 || page[0].Note != "on my own wish" {
		t.Errorf("before an entry to come: %+v, %v", page, err)
	}
	for _, e := range []store.AuditEntry{{Action: "publish"}, {Guild: guildA}, {Guild: guildA, Action: "a", Actor: "x"},
		{Guild: guildA, Action: "a", Member: "x"}} {
		if err := s.AppendAudit(t.Context(), e); err == nil {
			t.Errorf("%+v was taken", e)
		}
	}
	if _, err := s.Audit(t.Context(), "", 0, 1); err == nil {
		t.Error("direct messages have an audit")
	}
}
