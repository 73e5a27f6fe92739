package discordtest_test

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/gateway"
	"readout/bot/discord/discordtest/wire"
)

func TestIdentify(t *testing.T) {
	t.Parallel()
	srv := discordtest.New(t, discordtest.Options{Heartbeat: time.Minute})
	guild := srv.Guild("Newsroom")
	general := guild.TextChannel("general")
	w := dial(t, srv)
	hello := w.read()
	if hello.Op != 10 || !strings.Contains(string(hello.Data), `"heartbeat_interval":60000`) {
		t.Fatalf("first packet %+v", hello)
	}
	w.identify("Bot "+srv.Token(), wireIntents)
	ready := w.read()
	var r struct {
		User        struct{ ID string }
		Guilds      []struct{ Unavailable bool }
		SessionID   string `json:"session_id"`
		Application struct{ ID string }
	}
	if err := json.Unmarshal(ready.Data, &r); err != nil {
		t.Fatal(err)
	}
	if ready.Name != "READY" || ready.Sequence != 1 || r.User.ID != srv.Bot().ID || len(r.Guilds) != 1 || !r.Guilds[0].Unavailable ||
		r.SessionID == "" {
		t.Errorf("READY %d: %s", ready.Sequence, ready.Data)
	}
	create := w.read()
	var g struct {
		ID       string
		Channels []struct{ ID string }
		Members  []struct{ User struct{ ID string } }
	}
	if err := json.Unmarshal(create.Data, &g); err != nil {
		t.Fatal(err)
	}
	if create.Name != "GUILD_CREATE" || create.Sequence != 2 || g.ID != guild.ID || g.Channels[0].ID != general.ID ||
		g.Members[0].User.ID != srv.Bot().ID {
		t.Errorf("GUILD_CREATE %d: %s", create.Sequence, create.Data)
	}
	w.send(1, 2)
	if ack := w.read(); ack.Op != 11 {
		t.Errorf("a heartbeat was answered with %+v", ack)
	}
	srv.Gateway.AskHeartbeat()
	if p := w.read(); p.Op != 1 {
		t.Errorf("asked for a heartbeat with %+v", p)
	}
	srv.Gateway.WaitHeartbeats(t.Context(), 1)
	if got := srv.Gateway.Stats(); got.Identifies != 1 || got.Open != 1 || got.Heartbeats != 1 {
		t.Errorf("stats %+v", got)
	}
}

func TestCloseCodes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		do    func(*bareClient, *discordtest.Server)
		code  int
		rules []wire.Rule
	}{
		"unknown opcode": {func(w *bareClient, s *discordtest.Server) { w.identify(s.Token(), 0); w.send(99, nil) }, 4001,
			[]wire.Rule{wire.GatewayMisuse}},
		"no JSON": {func(w *bareClient, _ *discordtest.Server) { _ = w.ws.WriteMessage(websocket.TextMessage, []byte("{")) }, 4002,
			[]wire.Rule{wire.GatewayMisuse}},
		"too long": {func(w *bareClient, _ *discordtest.Server) { w.send(1, strings.Repeat("x", 4096)) }, 4002,
			[]wire.Rule{wire.GatewayMisuse}},
		"identify without":  {func(w *bareClient, _ *discordtest.Server) { w.send(2, object{}) }, 4002, []wire.Rule{wire.GatewayMisuse}},
		"not authenticated": {func(w *bareClient, _ *discordtest.Server) { w.send(3, object{}) }, 4003, []wire.Rule{wire.GatewayMisuse}},
		"wrong token":       {func(w *bareClient, _ *discordtest.Server) { w.identify("wrong", 0) }, 4004, nil},
		"second identify": {func(w *bareClient, s *discordtest.Server) { w.identify(s.Token(), 0); w.identify(s.Token(), 0) }, 4005,
			[]wire.Rule{wire.GatewayMisuse}},
		"shard": {func(w *bareClient, s *discordtest.Server) {
			w.send(2, object{"token": s.Token(), "intents": 0, "properties": object{}, "shard": []int{2, 2}})
		}, 4010, []wire.Rule{wire.GatewayMisuse}},
		"unknown intent":    {func(w *bareClient, s *discordtest.Server) { w.identify(s.Token(), 1<<30) }, 4013, []wire.Rule{wire.GatewayMisuse}},
		"privileged intent": {func(w *bareClient, s *discordtest.Server) { w.identify(s.Token(), wire.IntentMessageContent) }, 4014, nil},
		"fault":             {func(w *bareClient, s *discordtest.Server) { s.Gateway.Refuse(4009); w.identify(s.Token(), 0) }, 4009, nil},
		"121 in a minute": {func(w *bareClient, _ *discordtest.Server) {
			for range 121 {
				w.send(1, nil)
			}
		}, 4008, []wire.Rule{wire.GatewayMisuse}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var broken []wire.Rule
			capture(func(tb *recorder) {
				srv := discordtest.New(tb, discordtest.Options{})
				w := dial(t, srv)
				c.do(w, srv)
				if code := w.closeCode(); code != c.code {
					t.Errorf("closed with %d, want %d", code, c.code)
				}
				for _, v := range srv.Violations() {
					broken = append(broken, v.Rule)
				}
			})
			if !slices.Equal(broken, c.rules) {
				t.Errorf("broke %q, want %q", broken, c.rules)
			}
		})
	}
	t.Run("version", func(t *testing.T) {
		t.Parallel()
		capture(func(tb *recorder) {
			if code := dialVersion(t, discordtest.New(tb, discordtest.Options{}), "6").closeCode(); code != 4012 {
				t.Errorf("closed with %d", code)
			}
		})
	})
	t.Run("heartbeats missing", func(t *testing.T) {
		t.Parallel()
		srv := discordtest.New(t, discordtest.Options{Heartbeat: time.Millisecond})
		w, _ := ready(t, srv, 0)
		if code := w.closeCode(); code != 4009 {
			t.Errorf("closed with %d", code)
		}
	})
}

func TestFatalReconnect(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		do     func(*discordtest.Server)
		broken bool
	}{
		"wrong token twice": {func(s *discordtest.Server) {
			for range 2 {
				w := dial(t, s)
				w.identify("wrong", 0)
				w.closeCode()
			}
		}, true},
		"old token after a reset": {func(s *discordtest.Server) {
			old := s.Token()
			w, _ := ready(t, s, 0)
			s.ResetToken()
			if code := w.closeCode(); code != 4004 {
				t.Errorf("closed with %d", code)
			}
			w = dial(t, s)
			w.identify(old, 0)
			w.closeCode()
		}, true},
		"new token after a reset": {func(s *discordtest.Server) {
			s.ResetToken()
			ready(t, s, 0)
		}, false},
		"without the intent after 4014": {func(s *discordtest.Server) {
			w := dial(t, s)
			w.identify(s.Token(), wire.IntentMessageContent)
			w.closeCode()
			ready(t, s, 0)
			ready(t, s, 0)
		}, false},
		"after a fault": {func(s *discordtest.Server) {
			w, _ := ready(t, s, 0)
			s.Gateway.CloseAll(4014)
			w.closeCode()
			ready(t, s, 0)
		}, true},
		"after 4000": {func(s *discordtest.Server) {
			w, _ := ready(t, s, 0)
			s.Gateway.CloseAll(4000)
			w.closeCode()
			ready(t, s, 0)
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			failures := capture(func(tb *recorder) { c.do(discordtest.New(tb, discordtest.Options{})) })
			if c.broken != (len(failures) == 1 && strings.Contains(failures[0], "fatal close code")) || !c.broken && len(failures) > 0 {
				t.Errorf("failures %q", failures)
			}
		})
	}
}

func TestIdentifyLimit(t *testing.T) {
	t.Parallel()
	failures := capture(func(tb *recorder) {
		srv := discordtest.New(tb, discordtest.Options{IdentifyLimit: 2})
		token := srv.Token()
		for range 2 {
			ready(t, srv, 0)
		}
		limit := func() object {
			return newREST(t, srv).do("GET", "/gateway/bot", nil).object(t)["session_start_limit"].(object)
		}
		if got := limit(); got["remaining"] != 0.0 || got["total"] != 2.0 {
			t.Errorf("limit %v", got)
		}
		w := dial(t, srv)
		w.identify(token, 0)
		if code := w.closeCode(); code != 4004 || srv.Token() == token {
			t.Errorf("closed with %d, token reset: %v", code, srv.Token() != token)
		}
		srv.Advance(24 * time.Hour)
		if got := limit(); got["remaining"] != 2.0 {
			t.Errorf("a day later: limit %v", got)
		}
		ready(t, srv, 0)
	})
	if len(failures) != 1 || !strings.Contains(failures[0], "identify limit") {
		t.Errorf("failures %q", failures)
	}

	srv := discordtest.New(t, discordtest.Options{IdentifyPause: 5 * time.Second})
	ready(t, srv, 0)
	w := dial(t, srv)
	w.read()
	w.identify(srv.Token(), 0)
	if p := w.read(); p.Op != 9 || string(p.Data) != "false" {
		t.Errorf("a quick identify was answered with %+v", p)
	}
	srv.Advance(5 * time.Second)
	w.identify(srv.Token(), 0)
	w.until("READY")
}

func TestResume(t *testing.T) {
	t.Parallel()
	srv := discordtest.New(t, discordtest.Options{})
	guild := srv.Guild("Newsroom")
	general, alice := guild.TextChannel("general"), guild.Member("alice")
	w, session := ready(t, srv, wireIntents)
	alice.Say(general, "one")
	seen := w.until("MESSAGE_CREATE").Sequence

	resume := func(session string, sequence int) *bareClient {
		t.Helper()
		w := dial(t, srv)
		w.read()
		w.send(6, object{"token": srv.Token(), "session_id": session, "seq": sequence})
		return w
	}
	for round := range 2 {
		srv.Gateway.Drop()
		if _, err := w.tryRead(); err == nil {
			t.Fatal("the connection is still there")
		}
		alice.Say(general, "while away")
		w = resume(session, seen)
		if p := w.read(); p.Name != "MESSAGE_CREATE" || p.Sequence != seen+1 {
			t.Errorf("round %d: replayed %s %d", round, p.Name, p.Sequence)
		}
		p := w.read()
		if p.Name != "RESUMED" || p.Sequence != seen+2 {
			t.Errorf("round %d: then %s %d", round, p.Name, p.Sequence)
		}
		seen = p.Sequence
	}
	// A session that is resumed from before an earlier RESUMED does not get that again.
	srv.Gateway.Drop()
	w = resume(session, seen-1)
	if p := w.read(); p.Name != "RESUMED" || p.Sequence != seen+1 {
		t.Errorf("replayed %s %d", p.Name, p.Sequence)
	}
	if got := srv.Gateway.Stats().Resumes; got != 3 {
		t.Errorf("%d resumes", got)
	}

	if p := resume("unknown", 1).read(); p.Op != 9 || string(p.Data) != "false" {
		t.Errorf("an unknown session was answered with %+v", p)
	}
	// A client that closes with 1000 ends its session.
	if err := w.ws.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(1000, "")); err != nil {
		t.Fatal(err)
	}
	if _, err := w.tryRead(); err == nil {
		t.Error("the server kept talking")
	}
	if p := resume(session, seen).read(); p.Op != 9 {
		t.Errorf("a session closed with 1000 was answered with %+v", p)
	}
}

func TestInvalidSequence(t *testing.T) {
	t.Parallel()
	failures := capture(func(tb *recorder) {
		srv := discordtest.New(tb, discordtest.Options{})
		_, session := ready(t, srv, 0)
		w := dial(t, srv)
		w.send(6, object{"token": srv.Token(), "session_id": session, "seq": 50})
		if code := w.closeCode(); code != 4007 {
			t.Errorf("closed with %d", code)
		}
	})
	if len(failures) != 1 || !strings.Contains(failures[0], "gateway misuse") {
		t.Errorf("failures %q", failures)
	}
}

// TestContent: without the intent only the bot's own messages, mentions and direct messages come with text.
func TestContent(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		granted wire.Intent
		say     func(*discordtest.Server, *discordtest.Member, *discordtest.Channel)
		text    string
		rest    string // of the message read by REST
	}{
		"plain": {0, func(_ *discordtest.Server, m *discordtest.Member, ch *discordtest.Channel) { m.Say(ch, "hello") }, "", ""},
		"mention": {0, func(s *discordtest.Server, m *discordtest.Member, ch *discordtest.Channel) {
			m.Say(ch, s.Bot().Mention())
		}, "<@%>", "<@%>"},
		"reply": {0, func(s *discordtest.Server, m *discordtest.Member, ch *discordtest.Channel) {
			a := newREST(t, s).do("POST", "/channels/"+ch.ID+"/messages", quiet("first"))
			m.ReplyTo(&wire.Message{ID: a.object(t)["id"].(string), ChannelID: ch.ID}, "second")
		}, "second", "second"},
		"granted": {wire.IntentMessageContent, func(_ *discordtest.Server, m *discordtest.Member,
			ch *discordtest.Channel) {
			m.Say(ch, "hello")
		}, "hello", "hello"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := discordtest.New(t, discordtest.Options{Privileged: c.granted})
			guild := srv.Guild("Newsroom")
			general, alice := guild.TextChannel("general"), guild.Member("alice")
			w, _ := ready(t, srv, wireIntents|c.granted)
			c.say(srv, alice, general)
			var m struct {
				ID, Content string
				Author      struct{ ID string }
				GuildID     string `json:"guild_id"`
				Member      *struct{ Roles []string }
			}
			for m.Author.ID != alice.User.ID {
				if err := json.Unmarshal(w.until("MESSAGE_CREATE").Data, &m); err != nil {
					t.Fatal(err)
				}
			}
			if want := strings.ReplaceAll(c.text, "%", srv.Bot().ID); m.Content != want || m.GuildID != guild.ID || m.Member == nil {
				t.Errorf("event %+v, want content %q", m, want)
			}
			got := newREST(t, srv).do("GET", "/channels/"+general.ID+"/messages/"+m.ID, nil).object(t)["content"]
			if want := strings.ReplaceAll(c.rest, "%", srv.Bot().ID); got != want {
				t.Errorf("REST has %q, want %q", got, want)
			}
		})
	}
	t.Run("direct", func(t *testing.T) {
		t.Parallel()
		srv := discordtest.New(t, discordtest.Options{})
		alice := srv.Guild("Newsroom").Member("alice")
		w, _ := ready(t, srv, wireIntents)
		alice.DM("hello")
		if p := w.until("MESSAGE_CREATE"); !strings.Contains(string(p.Data), `"content":"hello"`) ||
			strings.Contains(string(p.Data), "guild_id") {
			t.Errorf("event %s", p.Data)
		}
	})
	t.Run("flags", func(t *testing.T) {
		t.Parallel()
		for granted, want := range map[wire.Intent]float64{0: 0, wire.IntentMessageContent: 1} {
			srv := discordtest.New(t, discordtest.Options{Privileged: granted})
			flags := newREST(t, srv).do("GET", "/applications/@me", nil).object(t)["flags"].(float64)
			if got := float64(int(flags) >> 19 & 1); got != want {
				t.Errorf("granted %d: flags %v", granted, flags)
			}
		}
	})
}

func TestIntentsFilter(t *testing.T) {
	t.Parallel()
	srv := discordtest.New(t, discordtest.Options{Privileged: wire.IntentGuildMembers})
	guild := srv.Guild("Newsroom")
	general, alice := guild.TextChannel("general"), guild.Member("alice")
	deaf, _ := ready(t, srv, wire.IntentGuilds)
	members, _ := ready(t, srv, wire.IntentGuildMembers)
	alice.Say(general, "not for these")
	alice.DM("nor this")
	bob := guild.Member("bob")
	bob.Grant(guild.Role("moderators", wire.ManageGuild))
	bob.Leave()
	general.Delete()
	read := func(w *bareClient, last string) (names []string) {
		for len(names) == 0 || names[len(names)-1] != last {
			if p := w.read(); p.Name != "" {
				names = append(names, p.Name)
			}
		}
		return names
	}
	if got, want := read(deaf, "CHANNEL_DELETE"), []string{"GUILD_CREATE", "GUILD_ROLE_CREATE", "CHANNEL_DELETE"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := read(members, "GUILD_MEMBER_REMOVE"),
		[]string{"GUILD_MEMBER_ADD", "GUILD_MEMBER_UPDATE", "GUILD_MEMBER_REMOVE"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestRequestMembers(t *testing.T) {
	t.Parallel()
	srv := discordtest.New(t, discordtest.Options{Privileged: wire.IntentGuildMembers})
	guild := srv.Guild("Newsroom")
	guild.Member("alice")
	guild.Member("bob")
	chunks := make(chan *discordgo.GuildMembersChunk, 1)
	session := connect(t, srv, usualIntents|discordgo.IntentsGuildMembers,
		func(_ *discordgo.Session, c *discordgo.GuildMembersChunk) { chunks <- c })
	if err := session.RequestGuildMembers(guild.ID, "al", 0, "", false); err != nil {
		t.Fatal(err)
	}
	if c := next(t, chunks); len(c.Members) != 1 || c.Members[0].User.Username != "alice" {
		t.Errorf("chunk %+v", c)
	}
}

func TestShards(t *testing.T) {
	t.Parallel()
	srv := discordtest.New(t, discordtest.Options{})
	guild := srv.Guild("Newsroom")
	id, err := strconv.ParseUint(guild.ID, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	mine := int(id >> 22 % 2)
	for shard := range 2 {
		w := dial(t, srv)
		w.send(2, object{"token": srv.Token(), "intents": wireIntents, "properties": object{}, "shard": []int{shard, 2}})
		if got := strings.Contains(string(w.until("READY").Data), guild.ID); got != (shard == mine) {
			t.Errorf("shard %d has the guild: %v", shard, got)
		}
	}
}

func TestRemovalOutageAndReturn(t *testing.T) {
	t.Parallel()
	srv := discordtest.New(t, discordtest.Options{})
	guild := srv.Guild("Newsroom")
	general, alice := guild.TextChannel("general"), guild.Member("alice")
	w, _ := ready(t, srv, wireIntents)
	rest := newREST(t, srv)
	w.until("GUILD_CREATE")
	guild.Outage()
	if p := w.read(); p.Name != "GUILD_DELETE" || !strings.Contains(string(p.Data), `"unavailable":true`) {
		t.Errorf("outage: %s %s", p.Name, p.Data)
	}
	guild.Recover()
	if p := w.read(); p.Name != "GUILD_CREATE" {
		t.Errorf("recovery: %s", p.Name)
	}
	guild.Remove()
	if p := w.read(); p.Name != "GUILD_DELETE" || strings.Contains(string(p.Data), "unavailable") {
		t.Errorf("removal: %s %s", p.Name, p.Data)
	}
	alice.Say(general, "nobody hears this")
	if a := rest.do("POST", "/channels/"+general.ID+"/messages", quiet("x")); a.code() != 50001 {
		t.Errorf("a message after the removal: %d %s", a.Status, a.Body)
	}
	if a := rest.do("GET", "/guilds/"+guild.ID, nil); a.code() != 50001 {
		t.Errorf("the guild after the removal: %d %s", a.Status, a.Body)
	}
	guild.Add()
	if p := w.read(); p.Name != "GUILD_CREATE" {
		t.Errorf("return: %s", p.Name)
	}
}

func TestDuplicateAndReorder(t *testing.T) {
	t.Parallel()
	srv := discordtest.New(t, discordtest.Options{Privileged: wire.IntentMessageContent})
	guild := srv.Guild("Newsroom")
	general, alice := guild.TextChannel("general"), guild.Member("alice")
	w, _ := ready(t, srv, wireIntents|wire.IntentMessageContent)
	w.until("GUILD_CREATE")
	srv.Gateway.Duplicate(1)
	alice.Say(general, "one")
	srv.Gateway.Reorder(1)
	alice.Say(general, "two")
	alice.Say(general, "three")
	alice.Say(general, "four")
	var got []string
	for i := range 5 {
		p := w.until("MESSAGE_CREATE")
		var m struct{ Content string }
		if err := json.Unmarshal(p.Data, &m); err != nil {
			t.Fatal(err)
		}
		if p.Sequence != i+3 {
			t.Errorf("sequence %d, want %d", p.Sequence, i+3)
		}
		got = append(got, m.Content)
	}
	if want := []string{"one", "one", "three", "two", "four"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestDiscordgoReconnects drives the real client through what the gateway does to it.
func TestDiscordgoReconnects(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		do      func(*gateway.Gateway)
		resumed bool // or identified anew
	}{
		"socket dropped":    {func(g *gateway.Gateway) { g.Drop() }, true},
		"asked to (op 7)":   {func(g *gateway.Gateway) { g.Reconnect() }, true},
		"closed with 4000":  {func(g *gateway.Gateway) { g.CloseAll(4000) }, true},
		"invalid (op 9)":    {func(g *gateway.Gateway) { g.Invalidate(false) }, false},
		"resumable op 9":    {func(g *gateway.Gateway) { g.Invalidate(true) }, false}, // discordgo identifies all the same
		"silent (a zombie)": {func(g *gateway.Gateway) { g.Silence() }, false},        // discordgo closes it with 1000, which ends the session
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := discordtest.Options{}
			if strings.HasPrefix(name, "silent") {
				options.Heartbeat = 100 * time.Millisecond // discordgo waits for five
			}
			srv := discordtest.New(t, options)
			guild := srv.Guild("Newsroom")
			general, alice := guild.TextChannel("general"), guild.Member("alice")
			heard := make(chan string, 10)
			session := newSession(t, srv, usualIntents, func(_ *discordgo.Session, m *discordgo.MessageCreate) { heard <- m.Content })
			session.ShouldReconnectOnError = true
			if err := session.Open(); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				session.ShouldReconnectOnError = false
				_ = session.Close()
			})
			srv.Gateway.WaitReady(t.Context())
			// discordgo sends its first heartbeat from another goroutine. One that fails because the connection has just been
			// replaced closes the new connection, with 1000.
			srv.Gateway.WaitHeartbeats(t.Context(), 1)
			c.do(srv.Gateway)
			if c.resumed {
				alice.Say(general, srv.Bot().Mention()+" while away")
				srv.Gateway.WaitResumes(t.Context(), 1)
				srv.Gateway.WaitHeartbeats(t.Context(), 2)
			} else {
				srv.Gateway.WaitIdentifies(t.Context(), 2)
				srv.Gateway.WaitReady(t.Context())
				alice.Say(general, srv.Bot().Mention()+" while away")
			}
			if got := next(t, heard); !strings.HasSuffix(got, " while away") {
				t.Errorf("heard %q", got)
			}
		})
	}
}

func TestCompressedPayloads(t *testing.T) {
	t.Parallel()
	srv := discordtest.New(t, discordtest.Options{})
	guild := srv.Guild("Newsroom")
	for range 40 {
		guild.TextChannel("a channel among many")
	}
	created := make(chan int, 1)
	session := newSession(t, srv, usualIntents, func(_ *discordgo.Session, g *discordgo.GuildCreate) { created <- len(g.Channels) })
	session.Compress = true
	if err := session.Open(); err != nil {
		t.Fatal(err)
	}
	if got := next(t, created); got != 40 {
		t.Errorf("%d channels", got)
	}
}
