package discord

import (
	"context"
	"strings"
	"testing"
	"time"

	"readout/bot/chat"
	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/traffic"
	"readout/bot/discord/discordtest/wire"
	"readout/bot/edition"
	"readout/bot/edition/editiontest"
	"readout/bot/libraries"
	"readout/bot/store"
	"readout/corpus"
)

// libraryOf is a newsroom whose libraries begin with a part of an edition.
func libraryOf(t testing.TB, all, begins *edition.Edition) *newsroom {
	t.Helper()
	s := stage(t, discordtest.Options{})
	n := &newsroom{scene: s, editor: s.guild.Owner()}
	shelf, err := libraries.Open(t.Context(), libraries.Options{Dir: t.TempDir(), Shipped: begins.Snapshot, Vectors: editiontest.Vectors(all), Clock: s.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := shelf.Close(); err != nil {
			t.Error(err)
		}
	})
	n.shelf = shelf
	return n
}

// imports publishes all articles of an edition in the place of what is there.
func (n *newsroom) imports(from *edition.Edition) {
	n.t.Helper()
	other := libraryOf(n.t, from, from)
	var packed strings.Builder
	// What nobody changed is exported as version 0.
	if err := other.shelf.Export(n.t.Context(), store.GuildID(n.guild.ID), &packed); err != nil {
		n.t.Fatal(err)
	}
	d, err := n.shelf.Prepare(n.t.Context(), store.GuildID(n.guild.ID), "7", libraries.Change{Kind: libraries.Import, Data: []byte(packed.String())}, nil)
	if err != nil {
		n.t.Fatal(err)
	}
	if _, err := n.shelf.Publish(n.t.Context(), store.GuildID(n.guild.ID), d.ID, "7", true); err != nil {
		n.t.Fatal(err)
	}
}

// asksOften notes that two members asked a question in a channel.
func (n *newsroom) asksOften(question string, in store.ChannelID) {
	n.t.Helper()
	for _, m := range []*discordtest.Member{n.alice, n.bob} {
		r := store.Receipt{Guild: store.GuildID(n.guild.ID), Channel: in, Asker: store.UserID(m.User.ID), Question: question, Resolved: question}
		if _, err := n.store.AddReceipt(n.t.Context(), r); err != nil {
			n.t.Fatal(err)
		}
	}
}

// weekly are options of a bot that looks often whether a digest is due.
func (n *newsroom) weekly() Options {
	o := n.keeping()
	o.Notes, o.MemberRate = n.store, chat.Rate{Questions: 100, Within: time.Minute}
	o.Timing.Digest = 20 * time.Millisecond
	return o
}

// TestNew: what is new is told when it is asked for, and once a week where moderators want it; once, whatever is started again.
func TestNew(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		all    func(testing.TB) *edition.Edition
		added  []corpus.ArticleID
		asked  string
		hidden string
	}{
		"shipped": {editiontest.Shipped, []corpus.ArticleID{"pompeo-warns-on-meddling", "deep-fissures"}, "What did Lavrov say about Venezuela?", "Did Russia meddle in the election?"},
		"river":   {editiontest.River, []corpus.ArticleID{"gazette-no-deal.md"}, "How many engineers will visit the Torrin Dam?", "When will the ministers meet again?"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := tc.all(t)
			n := libraryOf(t, all, editiontest.Without(t, all, tc.added...))
			n.run(n.weekly())
			n.asksOften(tc.asked, store.ChannelID(n.general.ID))
			n.asksOften(tc.hidden, "123")
			ask := func(who *discordtest.Member, args discordtest.Args) *wire.Message {
				return n.plain(n.settled(who.Slash(n.general, "new", args).WaitReply(t.Context())))
			}
			nothing := n.plain(n.alice.Slash(n.general, "new", nil).WaitReply(t.Context())) // which keeps no receipt
			in := n.guild.TextChannel("news")
			only(t, in, "the weekly digest")
			chosen := n.editor.Slash(n.general, "settings digest", discordtest.Args{"channel": in, "day": "wednesday"}).WaitReply(t.Context())
			chosen.Content = strings.ReplaceAll(chosen.Content, in.ID, "NEWS")
			begins := in.WaitMessage(t.Context(), func(m *wire.Message) bool { return strings.Contains(m.Content, "from now on") })
			n.imports(all)
			told := ask(n.alice, discordtest.Args{"since": "month"})
			hidden := ask(n.bob, discordtest.Args{"private": true})
			if !hidden.IsEphemeral() || strings.Contains(hidden.Content+told.Content, tc.hidden) {
				t.Errorf("private: %v, %q", hidden.IsEphemeral(), hidden.Content)
			}
			n.advance(21 * time.Hour) // Wednesday, 9:00
			digest := in.WaitMessage(t.Context(), func(m *wire.Message) bool { return strings.Contains(m.Content, "New this week") })
			golden(t, "new-"+name, nothing, chosen, begins, told, digest, n.alice.Click(digest, "Show passages").WaitReply(t.Context()))
			if err := n.stop(); err != nil {
				t.Fatal(err)
			}
			n.run(n.weekly())
			n.advance(14 * 24 * time.Hour) // nothing is new since
			n.waitNoted(t.Context())
			if got := len(in.Messages()); got != 2 {
				t.Errorf("%d messages in the channel", got)
			}
		})
	}
}

// waitNoted waits until nothing is due any more.
func (n *newsroom) waitNoted(ctx context.Context) {
	n.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		note, err := n.store.Note(ctx, "weekly", store.GuildID(n.guild.ID), "digest")
		if err != nil {
			n.t.Fatal(err)
		}
		if strings.Contains(string(note.Data), `"done":"2031-05-21`) {
			return
		}
		if time.Now().After(deadline) {
			n.t.Fatalf("it is not noted: %s", note.Data)
		}
	}
}

// TestDigestFaults: a digest whose sending is cut is not sent twice; where the channel is closed, moderators are told, and nothing is lost.
func TestDigestFaults(t *testing.T) {
	t.Parallel()
	harbour := editiontest.Harbour(t)
	n := libraryOf(t, harbour, editiontest.Without(t, harbour, "ledger.md"))
	n.run(n.weekly())
	in, audit := n.guild.TextChannel("news"), n.guild.TextChannel("audit")
	n.editor.Slash(n.general, "settings audit", discordtest.Args{"channel": audit}).WaitReply(t.Context())
	n.editor.Slash(n.general, "settings digest", discordtest.Args{"channel": in, "day": "wednesday"}).WaitReply(t.Context())
	n.imports(harbour)
	in.Deny(wire.SendMessages)
	n.advance(21 * time.Hour)
	closed := audit.WaitMessage(t.Context(), func(m *wire.Message) bool { return strings.Contains(m.Content, "I may not write where") })
	if refused := n.editor.Slash(n.general, "settings digest", discordtest.Args{"channel": in}).WaitReply(t.Context()); !strings.Contains(refused.Content, "I may not write in") {
		t.Errorf("a closed channel: %q", refused.Content)
	}
	if closed.Author.ID != n.srv.Bot().ID {
		t.Errorf("told by %+v", closed.Author)
	}
	in.Restore(wire.SendMessages)
	n.srv.Inject(wire.RouteCreateMessage, 20, traffic.Cut().AfterWrite())
	n.advance(7 * 24 * time.Hour)
	n.waitLog("a digest was not posted yet")
	n.srv.Heal()
	in.WaitMessage(t.Context(), func(m *wire.Message) bool { return strings.Contains(m.Content, "New this week") })
	n.editor.Slash(n.general, "settings digest", nil).WaitReply(t.Context())
	digests := 0
	for _, m := range in.Messages() {
		if strings.Contains(m.Content, "New this week") {
			digests++
		}
	}
	if digests != 1 {
		t.Errorf("%d digests", digests)
	}
	if _, err := n.store.Note(t.Context(), "weekly", store.GuildID(n.guild.ID), "digest"); err == nil {
		t.Error("the digest is ended, and noted still")
	}
}
