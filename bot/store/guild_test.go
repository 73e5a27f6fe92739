package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"go.etcd.io/bbolt"
)

// everything fills every bucket, about guildA and ann among others, in text that names whose it is.
func everything(t *testing.T, s *Store, c *clock) {
	t.Helper()
	var last ReceiptID
	n := 0
	for _, guild := range []GuildID{guildA, guildB, ""} {
		thread := ChannelID(fmt.Sprint(850000000000000000 + n))
		must(t, s.PutThread(t.Context(), Thread{ID: thread, Guild: guild, Owner: ann}))
		for _, who := range []struct {
			asker, author UserID
			name          string
		}{{ann, "", "ann"}, {ben, "", "ben"}, {ben, ann, "ann-by-ben"}} {
			for _, kind := range []struct {
				unanswered      string
				private, unsent bool
			}{{}, {unanswered: "not_covered"}, {private: true}, {unsent: true}} {
				n++
				c.advance(time.Second)
				r := Receipt{Guild: guild, Channel: thread, Message: message(n), Asker: who.asker, Author: who.author, Private: kind.private,
					Question: "question of " + who.name, Resolved: "resolved for " + who.name, Answer: "answer to " + who.name,
					Unanswered: kind.unanswered, Follows: last, Articles: nil, Version: "3", Model: "quotations",
					Citations: []Citation{{Article: "a.md", Passage: "a.md#1"}}}
				if kind.unsent {
					r.Message = ""
				}
				last = add(t, s, r)
				for member, name := range map[UserID]string{ann: "ann", ben: "ben"} {
					must(t, s.PutFeedback(t.Context(), Feedback{Receipt: last, Member: member, Vote: Down, Fault: OtherFault, Text: "note of " + name}))
				}
			}
		}
		for _, member := range []UserID{ann, ben} {
			for range 2 {
				_, err := s.Reserve(t.Context(), Charge{Guild: guild, Member: member, Amount: Amount{1, 2, 3}})
				must(t, err)
			}
		}
		if guild == "" {
			continue
		}
		for _, e := range []AuditEntry{
			{Actor: ann, Action: "publish", Target: "v1", Note: "note of ann"},
			{Actor: ben, Action: "publish", Target: "v2", Note: "note of ben"},
			{Actor: ben, Member: ann, Action: "limit", Target: "questions", Note: "about ann"},
			{Actor: ann, Member: ann, Action: "limit", Target: "questions", Note: "about ann"},
		} {
			e.Guild = guild
			must(t, s.AppendAudit(t.Context(), e))
		}
		_, err := s.UpdateSettings(t.Context(), guild, func(v *Settings) error { v.Private = true; return nil })
		must(t, err)
		must(t, s.SetRecalled(t.Context(), guild, "v1"))
		must(t, s.GuildLeft(t.Context(), guild))
	}
	must(t, s.KeepWritten(t.Context(), "question of ann, in "+string(guildA), []byte(`{"claims": []}`)))
}

// traces returns the buckets in which a key or a value holds one of the texts, and fails the test when a bucket is empty beforehand.
func traces(t *testing.T, s *Store, texts ...string) map[string]int {
	t.Helper()
	found := make(map[string]int)
	must(t, s.view(t.Context(), func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			return b.ForEach(func(k, v []byte) error {
				for _, text := range texts {
					if bytes.Contains(k, []byte(text)) || bytes.Contains(v, []byte(text)) {
						found[string(name)]++
						return nil
					}
				}
				return nil
			})
		})
	}))
	return found
}

// inKeys is how keys hold an ID.
func inKeys[T ~string](id T) string {
	return string(binary.BigEndian.AppendUint64(nil, snowflake(id)))
}

// assertFilled fails the test when a bucket is empty: a test that looks for what must not be left would pass by looking at nothing.
func assertFilled(t *testing.T, s *Store) {
	t.Helper()
	must(t, s.view(t.Context(), func(tx *bbolt.Tx) error {
		var names []string
		err := tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			names = append(names, string(name))
			if k, _ := b.Cursor().First(); k == nil {
				t.Errorf("bucket %s is empty", name)
			}
			return nil
		})
		want := allBuckets()
		slices.Sort(want)
		if !slices.Equal(names, want) {
			t.Errorf("buckets %q, want %q", names, want)
		}
		return err
	}))
}

func TestPurgeGuildLeavesNoTrace(t *testing.T) {
	t.Parallel()
	s, c := newStore(t)
	everything(t, s, c)
	assertFilled(t, s)
	others := traces(t, s, string(guildB), inKeys(guildB))
	d, err := s.PurgeGuild(t.Context(), guildA)
	must(t, err)
	if want := (Deleted{Receipts: 12, Feedback: 24, Threads: 1, Audit: 4, Usage: 3}); d != want {
		t.Errorf("deleted %+v, want %+v", d, want)
	}
	if left := traces(t, s, string(guildA), inKeys(guildA)); len(left) != 0 {
		t.Errorf("left of the server: %v", left)
	}
	if left := traces(t, s, string(guildB), inKeys(guildB)); len(left) < 10 || len(left) != len(others) {
		t.Errorf("left of the other server: %v, had %v", left, others)
	}
	guilds, err := s.Guilds(t.Context())
	must(t, err)
	if !slices.Equal(guilds, []GuildID{guildB}) {
		t.Errorf("servers left: %q", guilds)
	}
	if _, err := s.PurgeGuild(t.Context(), guildA); !errors.Is(err, ErrNotLeft) {
		t.Errorf("purged again: %v", err)
	}
}

// TestGuildsNamesAll: a server of which only one thing is left can still be purged.
func TestGuildsNamesAll(t *testing.T) {
	t.Parallel()
	for name, keep := range map[string]func(*Store) error{
		"an entry":  func(s *Store) error { return s.AppendAudit(t.Context(), AuditEntry{Guild: guildA, Action: "publish"}) },
		"a thread":  func(s *Store) error { return s.PutThread(t.Context(), Thread{ID: "5", Guild: guildA}) },
		"departure": func(s *Store) error { return s.GuildLeft(t.Context(), guildA) },
		"recalled":  func(s *Store) error { return s.SetRecalled(t.Context(), guildA, "v1") },
		"settings": func(s *Store) error {
			_, err := s.UpdateSettings(t.Context(), guildA, func(*Settings) error { return nil })
			return err
		},
	} {
		s, _ := newStore(t)
		must(t, keep(s))
		if guilds, err := s.Guilds(t.Context()); err != nil || !slices.Equal(guilds, []GuildID{guildA}) {
			t.Errorf("%s: %q, %v", name, guilds, err)
		}
	}
}

func TestPurgeOfALargeGuild(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	const n = 2*chunk + 1
	for i := range n {
		add(t, s, answer(ann, i))
		must(t, s.AppendAudit(t.Context(), AuditEntry{Guild: guildA, Action: "publish"}))
	}
	must(t, s.GuildLeft(t.Context(), guildA))
	d, err := s.PurgeGuild(t.Context(), guildA)
	must(t, err)
	if want := (Deleted{Receipts: n, Audit: n}); d != want {
		t.Errorf("deleted %+v, want %+v", d, want)
	}
}

func TestGuildsThatLeave(t *testing.T) {
	t.Parallel()
	s, c := newStore(t)
	departed := func(want ...GuildID) {
		t.Helper()
		got, err := s.Departed(t.Context(), c.now())
		must(t, err)
		if !slices.Equal(got, want) {
			t.Errorf("departed %q, want %q", got, want)
		}
	}
	must(t, s.GuildJoined(t.Context(), guildA))
	must(t, s.GuildLeft(t.Context(), guildA))
	must(t, s.GuildLeft(t.Context(), "9"))
	c.advance(20 * oneDay)
	must(t, s.GuildLeft(t.Context(), guildA)) // told twice
	must(t, s.GuildLeft(t.Context(), guildB))
	departed()
	c.advance(10*oneDay - time.Second)
	departed()
	c.advance(time.Second)
	departed("9", guildA)
	must(t, s.GuildJoined(t.Context(), guildA))
	departed("9")
	if _, err := s.PurgeGuild(t.Context(), guildA); !errors.Is(err, ErrNotLeft) {
		t.Errorf("purged a server that came back: %v", err)
	}
	if err := s.GuildLeft(t.Context(), ""); err == nil {
		t.Error("left direct messages")
	}
}
