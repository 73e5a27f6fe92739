package wire

import (
	"net/url"
	"slices"
	"testing"
	"time"
)

func TestWindow(t *testing.T) {
	t.Parallel()
	ids := []string{"3", "5", "8", "10", "12"}
	for query, want := range map[string][]string{
		"":                   ids,
		"limit=2":            {"10", "12"},
		"before=10":          {"3", "5", "8"},
		"before=10&limit=1":  {"8"},
		"after=5":            {"8", "10", "12"},
		"after=5&limit=2":    {"8", "10"},
		"around=8&limit=2":   {"5", "8"},
		"around=1&limit=2":   {"3", "5"},
		"around=99&limit=2":  {"12"},
		"before=3":           {},
		"after=5&before=12":  {"8", "10"},
		"after=99&limit=100": {},
	} {
		q, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		if got := Seen(ReadWindow(q), ids, func(id string) string { return id }); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	for _, limit := range []string{"0", "101", "-1", "x", "1.5"} {
		func() {
			defer func() {
				if e, ok := recover().(*Error); !ok || e.Code != 50035 {
					t.Errorf("limit %s: %v", limit, e)
				}
			}()
			ReadWindow(url.Values{"limit": {limit}})
		}()
	}
}

func TestReactions(t *testing.T) {
	t.Parallel()
	a, b := &User{ID: "1"}, &User{ID: "2"}
	m := &Message{}
	if !m.React("👍", a) || m.React("👍", a) || !m.React("👍", b) || !m.React("👎", a) {
		t.Error("a reaction is not counted once")
	}
	before := *m
	if !m.Unreact("👍", a) || m.Unreact("👍", a) || m.Unreact("🎉", a) || !m.Unreact("👎", a) {
		t.Error("a reaction is not taken away once")
	}
	if len(m.Reactions) != 1 || m.Reactions[0].Count != 1 || len(before.Reactions) != 2 || before.Reactions[0].Count != 2 {
		t.Errorf("left %+v, before %+v", m.Reactions, before.Reactions)
	}
}

func TestIDsAscend(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	first := NextID(0, now)
	if again, later := NextID(first, now), NextID(first, now.Add(time.Millisecond)); again != first+1 || later <= again {
		t.Errorf("%d, %d, %d", first, again, later)
	}
	if got := NextID(first, now.Add(-time.Hour)); got != first+1 {
		t.Errorf("with a clock set back: %d after %d", got, first)
	}
}
