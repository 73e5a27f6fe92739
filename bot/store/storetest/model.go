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
		c := newComparison(t, outer, place(outer))
		defer func() { c.s.Close() }()
		t.Repeat(map[string]func(*rapid.T){
			"add":      c.add,
			"update":   c.update,
			"delete":   c.delete,
			"feedback": c.feedback,
			"resolve":  c.resolve,
			"forget":   c.forget,
			"sweep":    c.sweep,
			"leave":    c.leave,
			"join":     c.join,
			"purge":    c.purge,
			"reopen":   c.reopen,
			"":         c.check,
		})
	})
}

// comparison is a store and its model, to which the same is done.
type comparison struct {
	outer testing.TB
	where Place
	clock *Clock
	o     store.Options
	s     Store
	m     *model
	steps int

	guilds    *rapid.Generator[store.GuildID]
	users     *rapid.Generator[store.UserID]
	messages  *rapid.Generator[store.MessageID]
	citations *rapid.Generator[[]store.Citation]
}

func newComparison(t *rapid.T, outer testing.TB, where Place) *comparison {
	c := &comparison{
		outer: outer,
		where: where,
		clock: NewClock(),
		m: &model{receipts: map[store.ReceiptID]store.Receipt{}, feedback: map[[2]string]store.Feedback{},
			left: map[store.GuildID]time.Time{}},
		guilds:   rapid.SampledFrom([]store.GuildID{"", GuildA, GuildB}),
		users:    rapid.SampledFrom([]store.UserID{Ann, Ben, "903"}),
		messages: rapid.SampledFrom([]store.MessageID{"", "1", "2", "3", "4", "5", "6"}),
		citations: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) store.Citation {
			return store.Citation{Article: "x.md", Passage: rapid.SampledFrom(passages()).Draw(t, "passage")}
		}), 0, 3),
	}
	c.o = store.Options{Clock: c.clock.Now}
	var err error
	c.s, err = where.Open(c.o)
	no(t, err)
	return c
}

func passages() []corpus.PassageID { return []corpus.PassageID{"a", "ab", "b"} }

func no(t *rapid.T, err error) {
	if err != nil {
		t.Fatal(err)
	}
}

func (c *comparison) taken(message store.MessageID, but store.ReceiptID) bool {
	for id, r := range c.m.receipts {
		if message != "" && r.Message == message && id != but {
			return true
		}
	}
	return false
}

// known is a receipt that is stored, or "".
func (c *comparison) known(t *rapid.T) store.ReceiptID {
	return rapid.SampledFrom(append([]store.ReceiptID{""}, c.m.ids()...)).Draw(t, "receipt")
}

func (c *comparison) add(t *rapid.T) {
	c.clock.Advance(time.Duration(rapid.IntRange(1, 3*24*60).Draw(t, "minutes")) * time.Minute)
	text := rapid.String()
	r := store.Receipt{
		Guild:    c.guilds.Draw(t, "guild"),
		Channel:  "1",
		Message:  c.messages.Draw(t, "message"),
		Asker:    c.users.Draw(t, "asker"),
		Asked:    c.clock.Now(),
		Private:  rapid.Bool().Draw(t, "private"),
		Question: text.Draw(t, "question"),
		Unanswered: rapid.SampledFrom([]string{"", "not_covered"}).
			Draw(t, "unanswered"),
		Citations: c.citations.Draw(t, "citations"),
	}
	if rapid.Bool().Draw(t, "quoted") {
		r.Author = c.users.Draw(t, "author")
	}
	if ids := c.m.ids(); len(ids) > 0 && rapid.Bool().Draw(t, "follow-up") {
		r.Follows = rapid.SampledFrom(ids).Draw(t, "follows")
	}
	id, err := c.s.AddReceipt(t.Context(), r)
	if c.taken(r.Message, "") {
		if !errors.Is(err, store.ErrExists) {
			t.Fatalf("message %s taken: %v", r.Message, err)
		}
		return
	}
	no(t, err)
	r.ID = id
	c.m.receipts[id] = r
}

func (c *comparison) update(t *rapid.T) {
	id := c.known(t)
	r, ok := c.m.receipts[id]
	if !ok {
		return
	}
	r.Message, r.Citations, r.Withdrawn = c.messages.Draw(t, "message"), c.citations.Draw(t, "citations"), "9"
	_, err := c.s.UpdateReceipt(t.Context(), id, func(stored *store.Receipt) error {
		stored.Message, stored.Citations, stored.Withdrawn = r.Message, r.Citations, r.Withdrawn
		return nil
	})
	if c.taken(r.Message, id) {
		if !errors.Is(err, store.ErrExists) {
			t.Fatalf("message %s taken: %v", r.Message, err)
		}
		return
	}
	no(t, err)
	c.m.receipts[id] = r
}

func (c *comparison) delete(t *rapid.T) {
	id := c.known(t)
	no(t, c.s.DeleteReceipt(t.Context(), id))
	c.m.drop(id)
}

func (c *comparison) feedback(t *rapid.T) {
	c.clock.Advance(time.Minute)
	id := c.known(t)
	if _, ok := c.m.receipts[id]; !ok {
		return
	}
	f := store.Feedback{Receipt: id, Member: c.users.Draw(t, "member"), Given: c.clock.Now(),
		Vote: rapid.SampledFrom([]store.Vote{store.Up, store.Down}).Draw(t, "vote"), Text: rapid.String().Draw(t, "text")}
	no(t, c.s.PutFeedback(t.Context(), f))
	f.Guild, f.Private = c.m.receipts[id].Guild, c.m.receipts[id].Private
	c.m.feedback[[2]string{string(id), string(f.Member)}] = f
}

func (c *comparison) resolve(t *rapid.T) {
	guild := rapid.SampledFrom([]store.GuildID{GuildA, GuildB}).Draw(t, "guild")
	open, err := c.s.Inbox(t.Context(), guild, "", 100)
	no(t, err)
	if len(open) == 0 {
		return
	}
	item := rapid.SampledFrom(open).Draw(t, "item")
	no(t, c.s.Resolve(t.Context(), guild, item.ID))
	if item.Note == nil {
		r := c.m.receipts[item.Receipt.ID]
		r.Resolution = c.clock.Now()
		c.m.receipts[r.ID] = r
		return
	}
	k := [2]string{string(item.Receipt.ID), string(item.Note.Member)}
	f := c.m.feedback[k]
	f.Resolution = c.clock.Now()
	c.m.feedback[k] = f
}

func (c *comparison) forget(t *rapid.T) {
	user := c.users.Draw(t, "user")
	_, err := c.s.ForgetMember(t.Context(), user)
	no(t, err)
	c.m.forget(user)
}

func (c *comparison) sweep(t *rapid.T) {
	now := c.clock.Advance(time.Duration(rapid.IntRange(0, 100).Draw(t, "days")) * day)
	_, err := c.s.Sweep(t.Context(), now)
	no(t, err)
	c.m.sweep(now)
}

func (c *comparison) leave(t *rapid.T) {
	guild := rapid.SampledFrom([]store.GuildID{GuildA, GuildB}).Draw(t, "guild")
	no(t, c.s.GuildLeft(t.Context(), guild))
	if _, ok := c.m.left[guild]; !ok {
		c.m.left[guild] = c.clock.Now()
	}
}

func (c *comparison) join(t *rapid.T) {
	guild := rapid.SampledFrom([]store.GuildID{GuildA, GuildB}).Draw(t, "guild")
	no(t, c.s.GuildJoined(t.Context(), guild))
	delete(c.m.left, guild)
}

func (c *comparison) purge(t *rapid.T) {
	due, err := c.s.Departed(t.Context(), c.clock.Now())
	no(t, err)
	for _, guild := range due {
		_, err := c.s.PurgeGuild(t.Context(), guild)
		no(t, err)
		c.m.purge(guild)
	}
	for guild, at := range c.m.left {
		if c.clock.Now().Sub(at) >= 30*day {
			t.Fatalf("server %s, left at %v, was not due", guild, at)
		}
	}
}

func (c *comparison) reopen(t *rapid.T) {
	no(t, c.s.Close())
	var err error
	c.s, err = c.where.Open(c.o)
	no(t, err)
}

func (c *comparison) check(t *rapid.T) {
	if c.steps++; c.where.Remote && c.steps%10 != 0 {
		return
	}
	no(t, c.s.Check(t.Context()))
	for id, want := range c.m.receipts {
		got, err := c.s.Receipt(t.Context(), id)
		no(t, err)
		if d := gocmp.Diff(want, got, equateEmpty()); d != "" {
			t.Fatalf("receipt (-model +store):\n%s", d)
		}
		if want.Message != "" {
			if got, err := c.s.ReceiptOf(t.Context(), want.Message); err != nil || got.ID != id {
				t.Fatalf("receipt of message %s: %s, %v", want.Message, got.ID, err)
			}
		}
		all, err := c.s.FeedbackOn(t.Context(), id)
		no(t, err)
		for _, f := range all {
			if d := gocmp.Diff(c.m.feedback[[2]string{string(id), string(f.Member)}], f); d != "" {
				t.Fatalf("feedback (-model +store):\n%s", d)
			}
		}
	}
	for _, guild := range []store.GuildID{"", GuildA, GuildB} {
		c.checkServer(t, guild)
	}
	contents := c.where.Contents(c.outer, c.s)
	stored := len(contents["feedback"]) + len(contents["receipts"])
	if stored != len(c.m.receipts)+len(c.m.feedback) {
		t.Fatalf("%d records, the model has %d", stored, len(c.m.receipts)+len(c.m.feedback))
	}
}

func (c *comparison) checkServer(t *rapid.T, guild store.GuildID) {
	for _, p := range passages() {
		got, err := c.s.ReceiptsOn(t.Context(), guild, []corpus.PassageID{p})
		no(t, err)
		if want := c.m.on(guild, p); !slices.Equal(got, want) {
			t.Fatalf("receipts on %s in %q: %q, want %q", p, guild, got, want)
		}
	}
	if guild == "" {
		return
	}
	items, err := c.s.Inbox(t.Context(), guild, "", 100)
	no(t, err)
	var names []string
	for _, i := range items {
		name := string(i.Receipt.ID)
		if i.Note != nil {
			name += string(i.Note.Member)
		}
		names = append(names, name)
	}
	if want := c.m.inbox(guild); !slices.Equal(names, want) {
		t.Fatalf("inbox of %s: %q, want %q", guild, names, want)
	}
}

func equateEmpty() gocmp.Option {
	return gocmp.FilterValues(func(a, b []store.Citation) bool { return len(a) == 0 && len(b) == 0 }, gocmp.Ignore())
}
