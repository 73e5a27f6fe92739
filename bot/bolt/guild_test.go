package bolt

import (
	"fmt"
	"testing"
	"time"

	"readout/bot/store"
	"readout/bot/store/storetest"
)

// everything fills every bucket, about guildA and ann among others, in text that names whose it is.
func everything(t *testing.T, s *Store, c *storetest.Clock) {
	t.Helper()
	var last store.ReceiptID
	n := 0
	for _, guild := range []store.GuildID{guildA, guildB, ""} {
		thread := store.ChannelID(fmt.Sprint(850000000000000000 + n))
		must(t, s.PutThread(t.Context(), store.Thread{ID: thread, Guild: guild, Owner: ann}))
		for _, who := range []struct {
			asker, author store.UserID
			name          string
		}{{ann, "", "ann"}, {ben, "", "ben"}, {ben, ann, "ann-by-ben"}} {
			for _, kind := range []struct {
				unanswered      string
				private, unsent bool
			}{{}, {unanswered: "not_covered"}, {private: true}, {unsent: true}} {
				n++
				c.Advance(time.Second)
				r := store.Receipt{Guild: guild, Channel: thread, Message: message(n), Asker: who.asker, Author: who.author, Private: kind.private,
					Question: "question of " + who.name, Resolved: "resolved for " + who.name, Answer: "answer to " + who.name,
					Unanswered: kind.unanswered, Follows: last, Articles: nil, Version: "3", Model: "quotations",
					Citations: []store.Citation{{Article: "a.md", Passage: "a.md#1"}}}
				if kind.unsent {
					r.Message = ""
				}
				last = add(t, s, r)
				for member, name := range map[store.UserID]string{ann: "ann", ben: "ben"} {
					must(
						t,
						s.PutFeedback(
							t.Context(),
							store.Feedback{Receipt: last, Member: member, Vote: store.Down, Fault: store.OtherFault, Text: "note of " + name},
						),
					)
				}
			}
		}
		for _, member := range []store.UserID{ann, ben} {
			for range 2 {
				_, err := s.Reserve(t.Context(), store.Charge{Guild: guild, Member: member, Amount: store.Amount{Questions: 1, Tokens: 2, Micros: 3}})
				must(t, err)
			}
		}
		if guild == "" {
			continue
		}
		for _, e := range []store.AuditEntry{
			{Actor: ann, Action: "publish", Target: "v1", Note: "note of ann"},
			{Actor: ben, Action: "publish", Target: "v2", Note: "note of ben"},
			{Actor: ben, Member: ann, Action: "limit", Target: "questions", Note: "about ann"},
			{Actor: ann, Member: ann, Action: "limit", Target: "questions", Note: "about ann"},
		} {
			e.Guild = guild
			must(t, s.AppendAudit(t.Context(), e))
		}
		_, err := s.UpdateSettings(t.Context(), guild, func(v *store.Settings) error { v.Private = true; return nil })
		must(t, err)
		must(t, s.SetRecalled(t.Context(), guild, "v1"))
		must(t, s.GuildLeft(t.Context(), guild))
	}
	must(t, s.KeepWritten(t.Context(), "question of ann, in "+string(guildA), []byte(`{"claims": []}`)))
	for _, g := range []store.GuildID{guildA, guildB} {
		must(
			t,
			s.AddNote(
				t.Context(),
				store.Note{Kind: "wait", Guild: g, Name: "a", Member: ann, Until: c.Now().AddDate(1, 0, 0), Data: []byte(`{"of": "ann"}`)},
				store.Room{},
			),
		)
	}
}
