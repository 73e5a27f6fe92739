package storetest

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"readout/bot/store"
)

// Everything fills every bucket, about GuildA and Ann among others, in text that names whose it is.
func Everything(t *testing.T, s Store, c *Clock) {
	t.Helper()
	var last store.ReceiptID
	n := 0
	for _, guild := range []store.GuildID{GuildA, GuildB, ""} {
		thread := store.ChannelID(fmt.Sprint(850000000000000000 + n))
		Must(t, s.PutThread(t.Context(), store.Thread{ID: thread, Guild: guild, Owner: Ann}))
		for _, who := range []struct {
			asker, author store.UserID
			name          string
		}{{Ann, "", "ann"}, {Ben, "", "ben"}, {Ben, Ann, "ann-by-ben"}} {
			for _, kind := range []struct {
				unanswered      string
				private, unsent bool
			}{{}, {unanswered: "not_covered"}, {private: true}, {unsent: true}} {
				n++
				c.Advance(time.Second)
				r := store.Receipt{
					Guild:      guild,
					Channel:    thread,
					Message:    Message(n),
					Asker:      who.asker,
					Author:     who.author,
					Private:    kind.private,
					Question:   "question of " + who.name,
					Resolved:   "resolved for " + who.name,
					Answer:     "answer to " + who.name,
					Unanswered: kind.unanswered,
					Follows:    last,
					Articles:   nil,
					Version:    "3",
					Model:      "quotations",
					Citations:  []store.Citation{{Article: "a.md", Passage: "a.md#1"}},
				}
				if kind.unsent {
					r.Message = ""
				}
				last = Add(t, s, r)
				for member, name := range map[store.UserID]string{Ann: "ann", Ben: "ben"} {
					Must(
						t,
						s.PutFeedback(
							t.Context(),
							store.Feedback{
								Receipt: last,
								Member:  member,
								Vote:    store.Down,
								Fault:   store.OtherFault,
								Text:    "note of " + name,
							},
						),
					)
				}
			}
		}
		for _, member := range []store.UserID{Ann, Ben} {
			for range 2 {
				_, err := s.Reserve(
					t.Context(),
					store.Charge{Guild: guild, Member: member, Amount: store.Amount{Questions: 1, Tokens: 2, Micros: 3}},
				)
				Must(t, err)
			}
		}
		if guild == "" {
			continue
		}
		for _, e := range []store.AuditEntry{
			{Actor: Ann, Action: "publish", Target: "v1", Note: "note of ann"},
			{Actor: Ben, Action: "publish", Target: "v2", Note: "note of ben"},
			{Actor: Ben, Member: Ann, Action: "limit", Target: "questions", Note: "about ann"},
			{Actor: Ann, Member: Ann, Action: "limit", Target: "questions", Note: "about ann"},
		} {
			e.Guild = guild
			Must(t, s.AppendAudit(t.Context(), e))
		}
		_, err := s.UpdateSettings(t.Context(), guild, func(v *store.Settings) error { v.Private = true; return nil })
		Must(t, err)
		Must(t, s.SetRecalled(t.Context(), guild, "v1"))
		Must(t, s.GuildLeft(t.Context(), guild))
	}
	Must(t, s.KeepWritten(t.Context(), "question of ann, in "+string(GuildA), []byte(`{"claims": []}`)))
	for _, g := range []store.GuildID{GuildA, GuildB} {
		n := store.Note{
			Kind:   "wait",
			Guild:  g,
			Name:   "of ann",
			Member: Ann,
			Until:  c.Now().AddDate(1, 0, 0),
			Data:   []byte(`{"question": "of ann"}`),
		}
		Must(t, s.AddNote(t.Context(), n, store.Room{}))
	}
}

// traces counts the records, in each table that has any, in which one of the texts stands.
func traces(t *testing.T, s Store, place Place, texts ...string) map[string]int {
	t.Helper()
	found := make(map[string]int)
	for table, records := range place.Contents(t, s) {
		for _, record := range records {
			if slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(record, text) }) {
				found[table]++
			}
		}
	}
	return found
}

// inKeys is how keys can hold an ID.
func inKeys[T ~string](id T) string {
	n, err := strconv.ParseUint(string(id), 10, 64)
	if err != nil {
		return string(id)
	}
	return string(binary.BigEndian.AppendUint64(nil, n))
}

// assertFilled fails the test when a table is empty: a test that looks for what must not be left would pass by looking at nothing.
func assertFilled(t *testing.T, s Store, place Place) {
	t.Helper()
	for table, records := range place.Contents(t, s) {
		if len(records) == 0 && !slices.Contains(place.Fixed, table) {
			t.Errorf("%s is empty", table)
		}
	}
}

func testPurgeGuildLeavesNoTrace(t *testing.T, place Place) {
	s, c := newStore(t, place)
	Everything(t, s, c)
	assertFilled(t, s, place)
	others := traces(t, s, place, string(GuildB), inKeys(GuildB))
	d, err := s.PurgeGuild(t.Context(), GuildA)
	Must(t, err)
	if want := (store.Deleted{Receipts: 12, Feedback: 24, Threads: 1, Audit: 4, Usage: 3, Notes: 1}); d != want {
		t.Errorf("deleted %+v, want %+v", d, want)
	}
	if left := traces(t, s, place, string(GuildA), inKeys(GuildA)); len(left) != 0 {
		t.Errorf("left of the server: %v", left)
	}
	if left := traces(t, s, place, string(GuildB), inKeys(GuildB)); len(left) < 5 || !maps.Equal(left, others) {
		t.Errorf("left of the other server: %v, had %v", left, others)
	}
	guilds, err := s.Guilds(t.Context())
	Must(t, err)
	if !slices.Equal(guilds, []store.GuildID{GuildB}) {
		t.Errorf("servers left: %q", guilds)
	}
	if _, err := s.PurgeGuild(t.Context(), GuildA); !errors.Is(err, store.ErrNotLeft) {
		t.Errorf("purged again: %v", err)
	}
}

// testGuildsNamesAll: a server of which only one thing is left can still be purged.
func testGuildsNamesAll(t *testing.T, place Place) {
	s, _ := newStore(t, place)
	ctx := t.Context()
	r := Answer(Ann, 1)
	r.Guild = "60"
	Add(t, s, r)
	Must(t, s.AppendAudit(ctx, store.AuditEntry{Guild: "2", Action: "publish"}))
	Must(t, s.PutThread(ctx, store.Thread{ID: "5", Guild: "3"}))
	Must(t, s.GuildLeft(ctx, "4"))
	Must(t, s.SetRecalled(ctx, "15", "v1"))
	_, err := s.UpdateSettings(ctx, "6", func(*store.Settings) error { return nil })
	Must(t, err)
	r.Guild, r.Message = "", ""
	Add(t, s, r)
	if guilds, err := s.Guilds(ctx); err != nil || !slices.Equal(guilds, []store.GuildID{"2", "3", "4", "6", "15", "60"}) {
		t.Errorf("%q, %v", guilds, err)
	}
}

func testPurgeOfALargeGuild(t *testing.T, place Place) {
	s, _ := newStore(t, place)
	const n = many
	for i := range n {
		Add(t, s, Answer(Ann, i))
		Must(t, s.AppendAudit(t.Context(), store.AuditEntry{Guild: GuildA, Action: "publish"}))
	}
	Must(t, s.GuildLeft(t.Context(), GuildA))
	d, err := s.PurgeGuild(t.Context(), GuildA)
	Must(t, err)
	if want := (store.Deleted{Receipts: n, Audit: n}); d != want {
		t.Errorf("deleted %+v, want %+v", d, want)
	}
}

func testGuildsThatLeave(t *testing.T, place Place) {
	s, c := newStore(t, place)
	departed := func(want ...store.GuildID) {
		t.Helper()
		got, err := s.Departed(t.Context(), c.Now())
		Must(t, err)
		if !slices.Equal(got, want) {
			t.Errorf("departed %q, want %q", got, want)
		}
	}
	Must(t, s.GuildJoined(t.Context(), GuildA))
	Must(t, s.GuildLeft(t.Context(), GuildA))
	Must(t, s.GuildLeft(t.Context(), "9"))
	c.Advance(20 * day)
	Must(t, s.GuildLeft(t.Context(), GuildA)) // told twice
	Must(t, s.GuildLeft(t.Context(), GuildB))
	departed()
	c.Advance(10*day - time.Second)
	departed()
	c.Advance(time.Second)
	departed("9", GuildA)
	Must(t, s.GuildJoined(t.Context(), GuildA))
	departed("9")
	if _, err := s.PurgeGuild(t.Context(), GuildA); !errors.Is(err, store.ErrNotLeft) {
		t.Errorf("purged a server that came back: %v", err)
	}
	if err := s.GuildLeft(t.Context(), ""); err == nil {
		t.Error("left direct messages")
	}
}
