package discord

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"readout/bot/chat"
	"readout/bot/chat/pages"
	"readout/bot/chat/wording"
	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/traffic"
	"readout/bot/discord/discordtest/wire"
	"readout/bot/discord/gateway"
	"readout/bot/store"
)

func TestOddQuestions(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	ask := func(question string) *wire.Message {
		return s.alice.Slash(s.general, "ask", discordtest.Args{"question": question}).WaitReply(t.Context())
	}
	golden(t, "odd-questions",
		ask("   \t  "),
		ask(strings.Repeat("why? ", 1200)),
		ask("<@123456789012345678> # **Who**\x00 [paid](https://evil.example) \u202efor @everyone?"),
		ask(strings.Repeat("Is the ferry ", 100)+"late?"),
	)
	for _, q := range s.answers.questions() {
		if strings.ContainsAny(q.Text, "\x00\u202e") || strings.Contains(q.Text, "<@") {
			t.Errorf("asked %q", q.Text)
		}
	}
	asked := s.bob.Say(s.general, s.srv.Bot().Mention())
	golden(t, "odd-mention", s.general.WaitBotMessage(t.Context(), asked))
}

// TestMessagesThatAreNotForTheBot gives the bot events that a person would expect no reply to, and broken ones.
func TestMessagesThatAreNotForTheBot(t *testing.T) {
	t.Parallel()
	s := stage(t, discordtest.Options{})
	b := botFor(t, s.options())
	b.is(func(i *identity) { i.user = "1" })
	me, other := &discordgo.User{ID: "1", Bot: true}, &discordgo.User{ID: "2"}
	mentions := []*discordgo.User{nil, me}
	for name, m := range map[string]*discordgo.Message{
		"no author":       {ID: "10", Mentions: mentions},
		"no ID":           {Author: other, Mentions: mentions},
		"another bot":     {ID: "11", Author: &discordgo.User{ID: "3", Bot: true}, Mentions: mentions},
		"a webhook":       {ID: "12", Author: other, WebhookID: "5", Mentions: mentions},
		"its own":         {ID: "13", Author: me, Mentions: mentions},
		"somebody joined": {ID: "14", Author: other, Type: discordgo.MessageTypeGuildMemberJoin, Mentions: mentions},
		"unreadable":      {ID: "15", GuildID: "9", Author: other},
		"broken reply":    {ID: "16", GuildID: "9", Author: other, ReferencedMessage: &discordgo.Message{}},
	} {
		if b.addressed(m) {
			t.Errorf("%s is taken to be for the bot", name)
		}
	}
	for _, e := range []any{&discordgo.MessageCreate{}, &discordgo.InteractionCreate{}, &discordgo.GuildCreate{}, &discordgo.GuildDelete{},
		&discordgo.GuildUpdate{}, &discordgo.ThreadDelete{}, &discordgo.InteractionCreate{Interaction: &discordgo.Interaction{ID: "20"}},
		&discordgo.InteractionCreate{Interaction: &discordgo.Interaction{ID: "21", Data: discordgo.ApplicationCommandInteractionData{}}},
		&discordgo.InteractionCreate{Interaction: &discordgo.Interaction{ID: "22", Member: &discordgo.Member{}, Token: "t", Data: discordgo.MessageComponentInteractionData{}}},
	} {
		b.event(gateway.Event{Struct: e, Taken: func() {}})
	}
	if !b.drain(5 * time.Second) {
		t.Error("an event is still being handled")
	}
	if n := len(s.srv.Requests()); n != 0 {
		t.Errorf("%d requests", n)
	}
}

func TestDeletedChannelAndLockedThread(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{Privileged: wire.IntentMessageContent})
	doomed := s.guild.TextChannel("doomed")
	s.alice.Say(doomed, s.srv.Bot().Mention()+" is this slow?")
	doomed.WaitTyping(t.Context())
	doomed.Delete()
	close(s.answers.hold)
	s.waitLog("nowhere to answer")

	answer := s.settled(s.ask(aboutHarbour))
	thread := s.alice.StartThread(s.general, "The harbour", answer)
	s.alice.Say(thread, "and the ferry?")
	locked := thread.WaitBotMessage(t.Context(), answer)
	thread.LockThread()
	golden(t, "locked-thread", s.bob.Click(locked, "Show passages").WaitReply(t.Context()))
}

func TestPanicsAndFailuresAreTold(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	golden(t, "failures", s.ask("Will it panic?"), s.ask("Will it fail?"))
	asked := s.bob.Say(s.general, s.srv.Bot().Mention()+" will it panic?")
	golden(t, "failures-mention", s.general.WaitBotMessage(t.Context(), asked))
	for _, words := range []string{`"reference":"REF1"`, "nil pointer", "scripted", `"reference":"REF2"`, "the index is on fire"} {
		if !strings.Contains(s.log.String(), words) {
			t.Errorf("the log does not have %s", words)
		}
	}
	for _, secret := range []string{"Will it", s.srv.Token(), s.alice.User.ID, s.alice.User.Username} {
		if strings.Contains(s.log.String(), secret) {
			t.Errorf("the log has %q", secret)
		}
	}
	if got := s.ask("Does the ferry sail?"); !strings.Contains(got.Content, "Friday") {
		t.Errorf("afterwards: %q", got.Content)
	}
}

func TestOneQuestionAtATime(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	first := s.alice.Slash(s.general, "ask", discordtest.Args{"question": "Is this slow?"})
	first.WaitAck(t.Context())
	refused := s.ask("Does the ferry sail?")
	other := s.bob.Slash(s.general, "ask", discordtest.Args{"question": "Does the ferry sail?"}).WaitReply(t.Context())
	close(s.answers.hold)
	golden(t, "one-at-a-time", refused, other, first.WaitReplyLike(t.Context(), func(m *wire.Message) bool { return m.Content != "" }))
	if got := s.ask("Does the ferry sail?"); !strings.Contains(got.Content, "Friday") {
		t.Errorf("afterwards: %q", got.Content)
	}
}

func TestRates(t *testing.T) {
	t.Parallel()
	s := stage(t, discordtest.Options{})
	o := s.options()
	o.MemberRate, o.GuildRate = chat.Rate{Questions: 2, Within: time.Minute}, chat.Rate{Questions: 3, Within: time.Minute}
	s.run(o)
	answered := func(m *wire.Message) bool { return strings.Contains(m.Content, "Friday") }
	ferry := "Does the ferry sail?"
	for range 2 {
		if !answered(s.ask(ferry)) {
			t.Error("not answered within the limit")
		}
	}
	member := s.ask(ferry)
	bob := func() *wire.Message {
		return s.bob.Slash(s.general, "ask", discordtest.Args{"question": ferry}).WaitReply(t.Context())
	}
	if !answered(bob()) {
		t.Error("another member is not answered")
	}
	golden(t, "rates", member, bob())
	s.advance(30 * time.Second)
	if !answered(s.ask(ferry)) {
		t.Error("not answered when the time has passed")
	}
}

func TestDailyLimit(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	if _, err := s.store.UpdateSettings(t.Context(), store.GuildID(s.guild.ID), func(v *store.Settings) error {
		v.Limits.MemberHere.Questions = 1
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	s.ask("Does the ferry sail?")
	golden(t, "daily", s.ask("Does the ferry sail?"))
	s.advance(24 * time.Hour)
	if got := s.ask("Does the ferry sail?"); !strings.Contains(got.Content, "Friday") {
		t.Errorf("the next day: %q", got.Content)
	}
}

// TestRefusalsAreCounted counts every refusal, also one that is not told because its member was told just before.
func TestRefusalsAreCounted(t *testing.T) {
	t.Parallel()
	s := stage(t, discordtest.Options{})
	o := s.options()
	o.timing.refusals = time.Hour
	b := botFor(t, o)
	direct := s.alice.Direct()
	for _, id := range []string{"1001", "1002"} {
		b.message(t.Context(), &discordgo.Message{ID: id, ChannelID: direct.ID, Author: &discordgo.User{ID: s.alice.User.ID}}, &held{}, nil)
	}
	if n := len(direct.Messages()); n != 1 {
		t.Errorf("told %d times", n)
	}
	families, err := b.Metrics.Registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	counted := 0.0
	for _, f := range families {
		if f.GetName() == "readout_refusals_total" {
			for _, m := range f.GetMetric() {
				counted += m.GetCounter().GetValue()
			}
		}
	}
	if counted != 2 {
		t.Errorf("counted %v", counted)
	}
}

// TestUnaddressedWhenTheStoreFails says nothing in a conversation that may not be with the bot.
func TestUnaddressedWhenTheStoreFails(t *testing.T) {
	t.Parallel()
	s := stage(t, discordtest.Options{})
	b := botFor(t, s.options())
	if err := s.store.Close(); err != nil {
		t.Fatal(err)
	}
	m := &discordgo.Message{ID: "1001", GuildID: s.guild.ID, ChannelID: s.general.ID, Content: "who comes tonight?", Author: &discordgo.User{ID: s.alice.User.ID}}
	b.message(t.Context(), m, &held{}, nil)
	if n := len(s.general.Messages()); n != 0 {
		t.Errorf("%d messages", n)
	}
	m.ID, m.GuildID, m.ChannelID = "1002", "", s.alice.Direct().ID
	b.message(t.Context(), m, &held{}, nil)
	if n := len(s.alice.Direct().Messages()); n != 1 {
		t.Errorf("%d messages to who asks", n)
	}
}

// TestChosenChannelsWhenDiscordFails says that something went wrong when it can't be known whether a thread is in a chosen channel.
func TestChosenChannelsWhenDiscordFails(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	if _, err := s.store.UpdateSettings(t.Context(), store.GuildID(s.guild.ID), func(v *store.Settings) error {
		v.Channels = []store.ChannelID{store.ChannelID(s.general.ID)}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	thread := s.alice.StartThread(s.general, "The harbour", nil)
	s.srv.Inject(wire.RouteChannel, 6, traffic.ServerError(500))
	asked := discordtest.Args{"question": "Does the ferry sail?"}
	if got := s.alice.Slash(thread, "ask", asked).WaitReply(t.Context()); !strings.Contains(got.Content, "REF1") {
		t.Errorf("told %q", got.Content)
	}
	s.srv.Heal()
	if got := s.alice.Slash(thread, "ask", asked).WaitReply(t.Context()); !strings.Contains(got.Content, "Friday") {
		t.Errorf("afterwards: %q", got.Content)
	}
}

func TestBusy(t *testing.T) {
	t.Parallel()
	s := stage(t, discordtest.Options{})
	o := s.options()
	o.Workers, o.Queue = 1, 1
	s.run(o)
	var waiting []*discordtest.Interaction
	for _, m := range []*discordtest.Member{s.alice, s.bob} {
		it := m.Slash(s.general, "ask", discordtest.Args{"question": "Is this slow?"})
		it.WaitAck(t.Context())
		waiting = append(waiting, it)
	}
	golden(t, "busy", s.guild.Member("carol").Slash(s.general, "ask", discordtest.Args{"question": "Me too?"}).WaitReply(t.Context()))
	close(s.answers.hold)
	for _, it := range waiting {
		it.WaitReplyLike(t.Context(), func(m *wire.Message) bool { return strings.Contains(m.Content, "Friday") })
	}
}

func TestTooSlow(t *testing.T) {
	t.Parallel()
	s := stage(t, discordtest.Options{})
	o := s.options()
	o.AnswerTime = 20 * time.Millisecond
	s.run(o)
	golden(t, "too-slow", s.ask("Is this slow?"))
}

func TestDrain(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	running := s.alice.Slash(s.general, "ask", discordtest.Args{"question": "Is this slow?"})
	running.WaitAck(t.Context())
	stopped := make(chan error, 1)
	go func() { stopped <- s.stop() }()
	s.waitLog("no new questions are taken")
	late := s.bob.Slash(s.general, "ask", discordtest.Args{"question": "Does the ferry sail?"}).WaitReply(t.Context())
	close(s.answers.hold)
	golden(t, "drain", late, running.WaitReplyLike(t.Context(), func(m *wire.Message) bool { return m.Content != "" }))
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

// plain puts names in the place of IDs, which differ from run to run.
func (s *scene) plain(m *wire.Message) *wire.Message {
	named := *m
	for _, c := range s.srv.Commands(nil) {
		named.Content = strings.ReplaceAll(named.Content, c.ID, "ID")
	}
	named.Content = strings.ReplaceAll(named.Content, s.srv.Bot().ID, "BOT")
	return &named
}

func TestAboutTheBot(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	use := func(command string) *wire.Message {
		return s.alice.Slash(s.general, command, nil).WaitReply(t.Context())
	}
	help := use("help")
	for _, c := range s.srv.Commands(nil) {
		if (c.Name == "ask" || c.Name == "forget-me") && !strings.Contains(help.Content, "</"+c.Name+":"+c.ID+">") {
			t.Errorf("/help does not link to /%s", c.Name)
		}
	}
	golden(t, "help", s.plain(help))
	sources := use("sources")
	s.mu.Lock()
	s.snapshot = snapshotOf(t, map[string]string{"harbour": strings.Replace(harbour, "kind: report", "kind: report\nform: digest", 1)})
	s.mu.Unlock()
	golden(t, "sources", sources, use("sources"))

	s.ask(aboutHarbour)
	kept := use("forget-me")
	keep := s.alice.Click(kept, "Keep it").WaitReply(t.Context())
	gone := s.alice.Click(use("forget-me"), "Delete it").WaitReply(t.Context())
	golden(t, "forget", kept, keep, gone)
	d, err := s.store.ForgetMember(t.Context(), store.UserID(s.alice.User.ID))
	if err != nil || d.Texts+d.Receipts != 0 {
		t.Errorf("still stored: %+v, %v", d, err)
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	owner, role := s.guild.Owner(), s.guild.Role("editors", 0)
	use := func(m *discordtest.Member, command string, args discordtest.Args) *wire.Message {
		got := m.Slash(s.general, "settings "+command, args).WaitReply(t.Context())
		for id, name := range map[string]string{s.general.ID: "GENERAL", role.ID: "EDITORS"} {
			got.Content = strings.ReplaceAll(got.Content, id, name)
		}
		return got
	}
	elsewhere := s.guild.TextChannel("elsewhere")
	messages := []*wire.Message{
		use(s.alice, "show", nil),
		use(owner, "show", nil),
		use(owner, "moderators", discordtest.Args{"role": role}),
	}
	s.alice.Grant(role)
	messages = append(messages,
		use(s.alice, "channels", discordtest.Args{"add": s.general}),
		use(s.alice, "private", discordtest.Args{"on": true}),
		use(s.alice, "language", discordtest.Args{"to": "de"}))
	ferry := discordtest.Args{"question": "Does the ferry sail?"}
	messages = append(messages, s.bob.Slash(s.general, "ask", ferry).WaitReply(t.Context()))
	other := s.bob.Slash(elsewhere, "ask", ferry).WaitReply(t.Context())
	other.Content = strings.ReplaceAll(other.Content, s.general.ID, "GENERAL")
	messages = append(messages, other)
	s.alice.Revoke(role)
	messages = append(messages, use(s.alice, "private", discordtest.Args{"on": false}),
		use(owner, "language", discordtest.Args{"to": "member"}),
		use(owner, "channels", discordtest.Args{"everywhere": true}))
	golden(t, "settings", messages...)
	log, err := s.store.Audit(t.Context(), store.GuildID(s.guild.ID), 0, 20)
	if err != nil || len(log) != 6 {
		t.Errorf("audit %+v, %v", log, err)
	}
}

func TestGermanMention(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	if _, err := s.store.UpdateSettings(t.Context(), store.GuildID(s.guild.ID), func(v *store.Settings) error { v.Language = "de"; return nil }); err != nil {
		t.Fatal(err)
	}
	golden(t, "german", s.ask(aboutHarbour), s.ask("What did the repairs cost?"))
}

// TestOverlongAnswer shows more than fits a message: what has no room in the content goes into the same message's embeds.
func TestOverlongAnswer(t *testing.T) {
	t.Parallel()
	s := stage(t, discordtest.Options{})
	texts := map[string]string{}
	for i := range 60 {
		texts[fmt.Sprintf("article-%02d", i)] = fmt.Sprintf("---\ntitle: %s %d\nkind: report\n---\nThe harbour has %d boats.\n", strings.Repeat("A long title ", 10), i, i)
	}
	s.snapshot = snapshotOf(t, texts)
	s.run(s.options())
	m := s.alice.Slash(s.general, "sources", nil).WaitReply(t.Context())
	if len(m.Embeds) != 2 || pages.Units(m.Content) > 2000 || !strings.Contains(m.Text(), "more not shown") {
		t.Errorf("%d embeds, content of %d, ends in %q", len(m.Embeds), pages.Units(m.Content), m.Text()[len(m.Text())-60:])
	}
}

func TestHealthAndMetrics(t *testing.T) {
	t.Parallel()
	s := stage(t, discordtest.Options{})
	o := s.options()
	o.Address = "127.0.0.1:0"
	s.run(o)
	_, after, _ := strings.Cut(s.log.String(), `"address":"`)
	address, _, _ := strings.Cut(after, `"`)
	get := func(path string) (int, string) {
		t.Helper()
		resp, err := http.Get("http://" + address + path)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(body)
	}
	s.ask(aboutHarbour)
	s.ask("What did it cost?")
	if status, body := get("/healthz"); status != 200 || body != "alive\n" {
		t.Errorf("health: %d %q", status, body)
	}
	if status, _ := get("/readyz"); status != 200 {
		t.Errorf("readiness: %d", status)
	}
	_, body := get("/metrics")
	for _, line := range []string{"readout_questions_total 2", `readout_answers_total{outcome="not_covered"} 1`, "readout_gateway_connected 1",
		`readout_discord_requests_total{route="callback",status="200"} 2`} {
		if !strings.Contains(body, line) {
			t.Errorf("the metrics lack %s", line)
		}
	}
	// A notice that is the first response counts as one that was sent.
	s.alice.Slash(s.general, "help", nil).WaitReply(t.Context())
	for deadline := time.Now().Add(10 * time.Second); !strings.Contains(body, "readout_messages_sent_total 3"); _, body = get("/metrics") {
		if time.Now().After(deadline) {
			t.Fatalf("three messages were sent:\n%s", body)
		}
	}
	http.DefaultClient.CloseIdleConnections()
}

func TestLongMentionWithoutEmbeds(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	ask := func() *wire.Message {
		asked := s.alice.Say(s.general, s.srv.Bot().Mention()+" tell me everything")
		return s.settled(s.general.WaitBotMessage(t.Context(), asked))
	}
	if got := ask(); len(got.Embeds) != 1 || !strings.Contains(got.Text(), "59: nobody") || !strings.Contains(got.Text(), "**Sources**") {
		t.Errorf("%d embeds:\n%s", len(got.Embeds), got.Text())
	}
	s.guild.Deny(wire.EmbedLinks)
	got := s.srv.Current(ask())
	if len(got.Embeds) != 0 || !strings.HasSuffix(got.Content, wording.English().RestHidden) || pages.Units(got.Content) > 2000 || len(got.Labels()) != 5 {
		t.Errorf("%d embeds, %d units, ends in %q", len(got.Embeds), pages.Units(got.Content), got.Content[len(got.Content)-80:])
	}
}
