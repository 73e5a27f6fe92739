package storetest

import (
	"cmp"
	"errors"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"readout/bot/store"
	"readout/corpus"
)

// model is what a store should answer, kept the simple way: nothing but the records, every question answered by looking at all.
type model struct {
	receipts map[store.ReceiptID]store.Receipt
	feedback map[[2]string]store.Feedback // by receipt and member
	left     map[store.GuildID]time.Time
}

func (m *model) drop(id store.ReceiptID) {
	delete(m.receipts, id)
	for k := range m.feedback {
		if k[0] == string(id) {
			delete(m.feedback, k)
		}
	}
}

func (m *model) strip(id store.ReceiptID) {
	r := m.receipts[id]
	r.Question, r.Resolved, r.Answer, r.Follows, r.Author, r.Articles, r.Resolution = "", "", "", "", "", nil, time.Time{}
	if r.Guild != "" {
		r.Asker = ""
	}
	m.receipts[id] = r
}

func (m *model) forget(user store.UserID) {
	for id, r := range m.receipts {
		switch {
		case r.Asker != user && r.Author != user:
		case r.Guild == "" || r.Private || r.Message == "":
			m.drop(id)
		default:
			m.strip(id)
		}
	}
	for k, f := range m.feedback {
		if f.Member == user {
			delete(m.feedback, k)
		}
	}
}

func (m *model) sweep(now time.Time) {
	for id, r := range m.receipts {
		switch {
		case now.Sub(r.Asked) < 90*day:
		case r.Private || r.Message == "":
			m.drop(id)
		default:
			m.strip(id)
		}
	}
	for k, f := range m.feedback {
		if now.Sub(f.Given) >= 180*day {
			delete(m.feedback, k)
		}
	}
}

func (m *model) purge(guild store.GuildID) {
	for id, r := range m.receipts {
		if r.Guild == guild {
			m.drop(id)
		}
	}
	delete(m.left, guild)
}

// inbox describes the items of a server's inbox, newest first.
func (m *model) inbox(guild store.GuildID) []string {
	type item struct {
		at     time.Time
		id     store.ReceiptID
		member store.UserID
	}
	var all []item
	for id, r := range m.receipts {
		if r.Guild == guild && !r.Private && r.Unanswered != "" && r.Question != "" && r.Resolution.IsZero() {
			all = append(all, item{r.Asked, id, ""})
		}
	}
	for _, f := range m.feedback {
		r := m.receipts[f.Receipt]
		if r.Guild == guild && !r.Private && f.Vote == store.Down && f.Resolution.IsZero() {
			all = append(all, item{f.Given, f.Receipt, f.Member})
		}
	}
	slices.SortFunc(all, func(a, b item) int {
		return cmp.Or(b.at.Compare(a.at), cmp.Compare(b.id, a.id), cmp.Compare(b.member, a.member))
	})
	var names []string
	for _, i := range all {
		names = append(names, string(i.id)+string(i.member))
	}
	return names
}

func (m *model) on(guild store.GuildID, passage corpus.PassageID) []store.ReceiptID {
	var ids []store.ReceiptID
	for id, r := range m.receipts {
		if r.Guild == guild && slices.ContainsFunc(r.Citations, func(c store.Citation) bool { return c.Passage == passage }) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

func (m *model) ids() []store.ReceiptID {
	var ids []store.ReceiptID
	for id := range m.receipts {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// Whatever is added, changed, deleted, forgotten, swept and purged, in whatever order: the store answers as the model does, and its
// indices hold what follows from its records.
func testStoreIsTheModel(t *testing.T, place func(t testing.TB) Place) {
	outer := t
	rapid.Check(t, func(t *rapid.T) {
		ctx := t.Context()
		clock := newClock()
		where, steps := place(outer), 0
		o := store.Options{Clock: clock.now}
		s, err := where.Open(o)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { s.Close() }()
		m := &model{
			receipts: map[store.ReceiptID]store.Receipt{},
			feedback: map[[2]string]store.Feedback{},
			left:     map[store.GuildID]time.Time{},
		}

		guilds := rapid.SampledFrom([]store.GuildID{"", guildA, guildB})
		users := rapid.SampledFrom([]store.UserID{ann, ben, "903"})
		passages := []corpus.PassageID{"a", "ab", "b"}
		messages := rapid.SampledFrom([]store.MessageID{"", "1", "2", "3", "4", "5", "6"})
		citations := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) store.Citation {
			return store.Citation{Article: "x.md", Passage: rapid.SampledFrom(passages).Draw(t, "passage")}
		}), 0, 3)
		taken := func(message store.MessageID, but store.ReceiptID) bool {
			for id, r := range m.receipts {
				if message != "" && r.Message == message && id != but {
					return true
				}
			}
			return false
		}
		known := func(t *rapid.T) store.ReceiptID { // "" when nothing is stored
			return rapid.SampledFrom(append([]store.ReceiptID{""}, m.ids()...)).Draw(t, "receipt")
		}
		no := func(t *rapid.T, err error) {
			if err != nil {
				t.Fatal(err)
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"add": func(t *rapid.T) {
				clock.advance(time.Duration(rapid.IntRange(1, 3*24*60).Draw(t, "minutes")) * time.Minute)
				text := rapid.String()
				r := store.Receipt{
					Guild:    guilds.Draw(t, "guild"),
					Channel:  "1",
					Message:  messages.Draw(t, "message"),
					Asker:    users.Draw(t, "asker"),
					Asked:    clock.now(),
					Private:  rapid.Bool().Draw(t, "private"),
					Question: text.Draw(t, "question"),
					Unanswered: rapid.SampledFrom([]string{"", "not_covered"}).
						Draw(t, "unanswered"),
					Citations: citations.Draw(t, "citations"),
				}
				if rapid.Bool().Draw(t, "quoted") {
					r.Author = users.Draw(t, "author")
				}
				if ids := m.ids(); len(ids) > 0 && rapid.Bool().Draw(t, "follow-up") {
					r.Follows = rapid.SampledFrom(ids).Draw(t, "follows")
				}
				id, err := s.AddReceipt(ctx, r)
				if taken(r.Message, "") {
					if !errors.Is(err, store.ErrExists) {
						t.Fatalf("message %s taken: %v", r.Message, err)
					}
					return
				}
				no(t, err)
				r.ID = id
				m.receipts[id] = r
			},
			"update": func(t *rapid.T) {
				id := known(t)
				r, ok := m.receipts[id]
				if !ok {
					return
				}
				r.Message, r.Citations, r.Withdrawn = messages.Draw(t, "message"), citations.Draw(t, "citations"), "9"
				_, err := s.UpdateReceipt(ctx, id, func(stored *store.Receipt) error {
					stored.Message, stored.Citations, stored.Withdrawn = r.Message, r.Citations, r.Withdrawn
					return nil
				})
				if taken(r.Message, id) {
					if !errors.Is(err, store.ErrExists) {
						t.Fatalf("message %s taken: %v", r.Message, err)
					}
					return
				}
				no(t, err)
				m.receipts[id] = r
			},
			"delete": func(t *rapid.T) {
				id := known(t)
				no(t, s.DeleteReceipt(ctx, id))
				m.drop(id)
			},
			"feedback": func(t *rapid.T) {
				clock.advance(time.Minute)
				id := known(t)
				if _, ok := m.receipts[id]; !ok {
					return
				}
				f := store.Feedback{Receipt: id, Member: users.Draw(t, "member"), Given: clock.now(),
					Vote: rapid.SampledFrom([]store.Vote{store.Up, store.Down}).Draw(t, "vote"), Text: rapid.String().Draw(t, "text")}
				no(t, s.PutFeedback(ctx, f))
				f.Guild, f.Private = m.receipts[id].Guild, m.receipts[id].Private
				m.feedback[[2]string{string(id), string(f.Member)}] = f
			},
			"resolve": func(t *rapid.T) {
				guild := rapid.SampledFrom([]store.GuildID{guildA, guildB}).Draw(t, "guild")
				open, err := s.Inbox(ctx, guild, "", 100)
				no(t, err)
				if len(open) == 0 {
					return
				}
				item := rapid.SampledFrom(open).Draw(t, "item")
				no(t, s.Resolve(ctx, guild, item.ID))
				if item.Note == nil {
					r := m.receipts[item.Receipt.ID]
					r.Resolution = clock.now()
					m.receipts[r.ID] = r
					return
				}
				k := [2]string{string(item.Receipt.ID), string(item.Note.Member)}
				f := m.feedback[k]
				f.Resolution = clock.now()
				m.feedback[k] = f
			},
			"forget": func(t *rapid.T) {
				user := users.Draw(t, "user")
				_, err := s.ForgetMember(ctx, user)
				no(t, err)
				m.forget(user)
			},
			"sweep": func(t *rapid.T) {
				now := clock.advance(time.Duration(rapid.IntRange(0, 100).Draw(t, "days")) * day)
				_, err := s.Sweep(ctx, now)
				no(t, err)
				m.sweep(now)
			},
			"leave": func(t *rapid.T) {
				guild := rapid.SampledFrom([]store.GuildID{guildA, guildB}).Draw(t, "guild")
				no(t, s.GuildLeft(ctx, guild))
				if _, ok := m.left[guild]; !ok {
					m.left[guild] = clock.now()
				}
			},
			"join": func(t *rapid.T) {
				guild := rapid.SampledFrom([]store.GuildID{guildA, guildB}).Draw(t, "guild")
				no(t, s.GuildJoined(ctx, guild))
				delete(m.left, guild)
			},
			"purge": func(t *rapid.T) {
				due, err := s.Departed(ctx, clock.now())
				no(t, err)
				for _, guild := range due {
					_, err := s.PurgeGuild(ctx, guild)
					no(t, err)
					m.purge(guild)
				}
				for guild, at := range m.left {
					if clock.now().Sub(at) >= 30*day {
						t.Fatalf("server %s, left at %v, was not due", guild, at)
					}
				}
			},
			"reopen": func(t *rapid.T) {
				no(t, s.Close())
				var err error
				s, err = where.Open(o)
				no(t, err)
			},
			"": func(t *rapid.T) {
				if steps++; where.Remote && steps%10 != 0 {
					return
				}
				no(t, s.Check(ctx))
				for id, want := range m.receipts {
					got, err := s.Receipt(ctx, id)
					no(t, err)
					if d := gocmp.Diff(want, got, equateEmpty()); d != "" {
						t.Fatalf("receipt (-model +store):\n%s", d)
					}
					if want.Message != "" {
						if got, err := s.ReceiptOf(ctx, want.Message); err != nil || got.ID != id {
							t.Fatalf("receipt of message %s: %s, %v", want.Message, got.ID, err)
						}
					}
					all, err := s.FeedbackOn(ctx, id)
					no(t, err)
					for _, f := range all {
						if d := gocmp.Diff(m.feedback[[2]string{string(id), string(f.Member)}], f); d != "" {
							t.Fatalf("feedback (-model +store):\n%s", d)
						}
					}
				}
				for _, guild := range []store.GuildID{"", guildA, guildB} {
					for _, p := range passages {
						got, err := s.ReceiptsOn(ctx, guild, []corpus.PassageID{p})
						no(t, err)
						if want := m.on(guild, p); !slices.Equal(got, want) {
							t.Fatalf("receipts on %s in %q: %q, want %q", p, guild, got, want)
						}
					}
					if guild == "" {
						continue
					}
					items, err := s.Inbox(ctx, guild, "", 100)
					no(t, err)
					var names []string
					for _, i := range items {
						name := string(i.Receipt.ID)
						if i.Note != nil {
							name += string(i.Note.Member)
						}
						names = append(names, name)
					}
					if want := m.inbox(guild); !slices.Equal(names, want) {
						t.Fatalf("inbox of %s: %q, want %q", guild, names, want)
					}
				}
				contents := where.Contents(outer, s)
				stored := len(contents["feedback"]) + len(contents["receipts"])
				if stored != len(m.receipts)+len(m.feedback) {
					t.Fatalf("%d records, the model has %d", stored, len(m.receipts)+len(m.feedback))
				}
			},
		})
	})
}

func equateEmpty() gocmp.Option {
	return gocmp.FilterValues(func(a, b []store.Citation) bool { return len(a) == 0 && len(b) == 0 }, gocmp.Ignore())
}
