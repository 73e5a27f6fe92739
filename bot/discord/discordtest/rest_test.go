package discordtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/traffic"
	"readout/bot/discord/discordtest/wire"
)

// TestRefusals: what happens to a correct client is answered with Discord's error, and fails nothing.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		do     func(*scene) answer
		status int
		code   int
	}{
		"wrong token": {func(s *scene) answer {
			s.rest.token = "Bot wrong"
			return s.rest.do("GET", "/users/@me", nil)
		}, 401, 0},
		"old token": {func(s *scene) answer {
			s.srv.ResetToken()
			return s.rest.do("GET", "/users/@me", nil)
		}, 401, 0},
		"unknown channel": {func(s *scene) answer { return s.rest.do("POST", "/channels/1/messages", quiet("x")) }, 404, 10003},
		"deleted channel": {func(s *scene) answer {
			s.general.Delete()
			return s.rest.do("POST", s.messages(), quiet("x"))
		}, 404, 10003},
		"unknown guild":  {func(s *scene) answer { return s.rest.do("GET", "/guilds/1", nil) }, 404, 10004},
		"unknown member": {func(s *scene) answer { return s.rest.do("GET", "/guilds/"+s.guild.ID+"/members/1", nil) }, 404, 10007},
		"unknown user":   {func(s *scene) answer { return s.rest.do("GET", "/users/1", nil) }, 404, 10013},
		"deleted message": {func(s *scene) answer {
			said := s.alice.Say(s.general, "x")
			s.alice.Delete(said)
			return s.rest.do("GET", s.messages()+"/"+said.ID, nil)
		}, 404, 10008},
		"unknown command": {func(s *scene) answer { return s.rest.do("DELETE", s.commands()+"/1", nil) }, 404, 10063},
		"hidden channel": {func(s *scene) answer {
			s.general.Deny(wire.ViewChannel)
			return s.rest.do("POST", s.messages(), quiet("x"))
		}, 403, 50001},
		"no permission": {func(s *scene) answer {
			s.general.Deny(wire.SendMessages)
			return s.rest.do("POST", s.messages(), quiet("x"))
		}, 403, 50013},
		"no permission anywhere": {func(s *scene) answer {
			s.guild.Deny(wire.SendMessages)
			return s.rest.do("POST", "/channels/"+s.guild.TextChannel("later").ID+"/messages", quiet("x"))
		}, 403, 50013},
		"no history to reply to": {func(s *scene) answer {
			said := s.alice.Say(s.general, "x")
			s.general.Deny(wire.ReadMessageHistory)
			return s.rest.do("POST", s.messages(), with(quiet("x"), object{"message_reference": object{"message_id": said.ID}}))
		}, 403, 160002},
		"another one's message edited": {func(s *scene) answer {
			return s.rest.do("PATCH", s.messages()+"/"+s.alice.Say(s.general, "x").ID, quiet("y"))
		}, 403, 50005},
		"another one's message deleted": {func(s *scene) answer {
			return s.rest.do("DELETE", s.messages()+"/"+s.alice.Say(s.general, "x").ID, nil)
		}, 403, 50013},
		"message in a forum": {func(s *scene) answer {
			return s.rest.do("POST", "/channels/"+s.guild.ForumChannel("f").ID+"/messages", quiet("x"))
		}, 400, 50008},
		"blocked": {func(s *scene) answer {
			s.alice.BlockBot()
			return s.rest.do("POST", "/channels/"+s.alice.Direct().ID+"/messages", quiet("x"))
		}, 403, 50007},
		"second thread": {func(s *scene) answer {
			said := s.alice.Say(s.general, "x")
			s.alice.StartThread(s.general, "t", said)
			return s.rest.do("POST", s.messages()+"/"+said.ID+"/threads", object{"name": "t"})
		}, 400, 160004},
		"locked thread": {func(s *scene) answer {
			thread := s.alice.StartThread(s.general, "t", nil)
			thread.LockThread()
			return s.rest.do("POST", "/channels/"+thread.ID+"/messages", quiet("x"))
		}, 403, 160005},
		"edit in an archived thread": {func(s *scene) answer {
			thread := s.alice.StartThread(s.general, "t", nil)
			a := s.rest.do("POST", "/channels/"+thread.ID+"/messages", quiet("x"))
			thread.Archive()
			return s.rest.do("PATCH", "/channels/"+thread.ID+"/messages/"+a.object(s.rest.t)["id"].(string), quiet("y"))
		}, 400, 50083},
		"joining an archived thread": {func(s *scene) answer {
			thread := s.alice.StartThread(s.general, "t", nil)
			thread.Archive()
			return s.rest.do("PUT", "/channels/"+thread.ID+"/thread-members/@me", nil)
		}, 400, 50083},
		"another one's thread renamed": {func(s *scene) answer {
			return s.rest.do("PATCH", "/channels/"+s.alice.StartThread(s.general, "t", nil).ID, object{"name": "u"})
		}, 403, 50013},
		"no permission for threads": {func(s *scene) answer {
			s.general.Deny(wire.CreatePublicThreads)
			return s.rest.do("POST", "/channels/"+s.general.ID+"/threads", object{"name": "t", "type": 11})
		}, 403, 50013},
		"unknown interaction":  {func(s *scene) answer { return s.rest.do("POST", "/interactions/1/x/callback", object{"type": 5}) }, 404, 10062},
		"follow-up before all": {func(s *scene) answer { return s.rest.do("POST", s.rest.webhook(s.ask()), quiet("x")) }, 404, 10015},
		"token after 15 minutes": {func(s *scene) answer {
			it := s.ask()
			s.rest.respond(it, 5, nil)
			s.srv.Advance(15*time.Minute + time.Second)
			return s.rest.do("PATCH", s.rest.webhook(it)+"/messages/@original", quiet("x"))
		}, 401, 50027},
		"deleted reply": {func(s *scene) answer {
			it := s.ask()
			s.rest.respond(it, 4, quiet("x"))
			s.rest.do("DELETE", s.rest.webhook(it)+"/messages/@original", nil)
			return s.rest.do("PATCH", s.rest.webhook(it)+"/messages/@original", quiet("x"))
		}, 404, 10008},
		"update of a deleted message": {func(s *scene) answer {
			it := s.ask()
			s.rest.respond(it, 4, with(quiet("x"), object{"components": []object{rowOf(buttons(1)...)}}))
			click := s.alice.Click(it.WaitReply(s.rest.t.Context()), "B")
			s.rest.do("DELETE", s.rest.webhook(it)+"/messages/@original", nil)
			return s.rest.respond(click, 7, quiet("y"))
		}, 404, 10008},
		"ephemeral message by its channel": {func(s *scene) answer {
			it := s.ask()
			s.rest.respond(it, 4, with(quiet("x"), object{"flags": 64}))
			return s.rest.do("PATCH", s.messages()+"/"+it.WaitReply(s.rest.t.Context()).ID, quiet("y"))
		}, 404, 10008},
		"another application's commands": {func(s *scene) answer { return s.rest.do("GET", "/applications/1/commands", nil) }, 403, 20012},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got answer
			failures := capture(func(tb *recorder) {
				got = c.do(newScene(t, tb, discordtest.Options{Tolerate: []wire.Rule{wire.Unanswered}}))
			})
			if got.Status != c.status || got.code() != c.code {
				t.Errorf("answered %d, code %d, want %d, code %d: %s", got.Status, got.code(), c.status, c.code, got.Body)
			}
			if len(failures) > 0 {
				t.Errorf("failures %q", failures)
			}
		})
	}
}

// TestDeferredFollowup: the first follow-up takes the place of "thinking", and cannot change who sees it.
func TestDeferredFollowup(t *testing.T) {
	t.Parallel()
	s := newScene(t, t, discordtest.Options{})
	it := s.ask()
	s.rest.respond(it, 5, object{"flags": 64})
	original := s.rest.do("GET", s.rest.webhook(it)+"/messages/@original", nil).object(t)
	if original["flags"] != float64(wire.FlagEphemeral|wire.FlagLoading) {
		t.Errorf("flags of the deferred message: %v", original["flags"])
	}
	a := s.rest.do("POST", s.rest.webhook(it), quiet("first")).object(t)
	if a["id"] != original["id"] || a["flags"] != float64(wire.FlagEphemeral) {
		t.Errorf("first follow-up %v, flags %v, want the original", a["id"], a["flags"])
	}
	b := s.rest.do("POST", s.rest.webhook(it)+"?wait=true", quiet("second")).object(t)
	if b["id"] == original["id"] {
		t.Error("the second follow-up is the original too")
	}
	path := s.rest.webhook(it) + "/messages/" + b["id"].(string)
	if a := s.rest.do("PATCH", path, quiet("edited")); a.Status != 200 || it.WaitFollowups(t.Context(), 1)[0].Content != "edited" {
		t.Errorf("edit of a follow-up: %d %s", a.Status, a.Body)
	}
	if a := s.rest.do("DELETE", path, nil); a.Status != 204 || len(it.WaitFollowups(t.Context(), 0)) != 0 {
		t.Errorf("deletion of a follow-up: %d %s", a.Status, a.Body)
	}
	if got := it.WaitReply(t.Context()); got.Content != "first" || !got.IsEphemeral() {
		t.Errorf("reply %q", got.Content)
	}
}

func TestCallbackWithResponse(t *testing.T) {
	t.Parallel()
	s := newScene(t, t, discordtest.Options{})
	it := s.ask()
	a := s.rest.do("POST", "/interactions/"+it.ID+"/"+it.Token+"/callback?with_response=true", object{"type": 4, "data": quiet("x")})
	message := a.object(t)["resource"].(object)["message"].(object)
	if a.Status != 200 || message["content"] != "x" || message["id"] != it.WaitReply(t.Context()).ID {
		t.Errorf("answered %d %s", a.Status, a.Body)
	}
}

func TestCommandRegistry(t *testing.T) {
	t.Parallel()
	s := newScene(t, t, discordtest.Options{})
	names := func(path string) (names []string) {
		var list []struct{ ID, Name, Version string }
		if err := json.Unmarshal(s.rest.do("GET", path, nil).Body, &list); err != nil {
			t.Fatal(err)
		}
		for _, c := range list {
			names = append(names, c.Name+" "+c.ID)
		}
		return names
	}
	before := names(s.commands())
	s.rest.register(askWire, object{"name": "help", "description": "Help"})
	after := names(s.commands())
	if len(after) != 2 || after[0] != before[0] {
		t.Errorf("overwriting changed the ID of /ask: %q, then %q", before, after)
	}
	guild := "/applications/" + s.srv.Bot().ID + "/guilds/" + s.guild.ID + "/commands"
	made := s.rest.do("POST", guild, object{"name": "help", "description": "Here", "default_member_permissions": "32"}).object(t)
	if made["guild_id"] != s.guild.ID || made["default_member_permissions"] != "32" || len(names(guild)) != 1 {
		t.Errorf("made %v", made)
	}
	path := guild + "/" + made["id"].(string)
	if edited := s.rest.do("PATCH", path, object{"description": "There"}).object(t); edited["description"] != "There" ||
		edited["default_member_permissions"] != "32" || edited["version"] == made["version"] {
		t.Errorf("edited %v", edited)
	}
	if got := s.rest.do("GET", path, nil).object(t); got["description"] != "There" {
		t.Errorf("got %v", got)
	}
	// The guild's command hides the global one of its name; only who may manage the guild sees it.
	if it := s.guild.Owner().Slash(s.general, "help", nil); it != nil {
		s.rest.respond(it, 4, quiet("x"))
	}
	s.guild.OverrideCommand("help", s.alice, true)
	s.rest.respond(s.alice.Slash(s.general, "help", nil), 4, quiet("x"))
	if a := s.rest.do("DELETE", path, nil); a.Status != 204 || len(names(guild)) != 0 {
		t.Errorf("deletion: %d", a.Status)
	}
	if got := s.srv.Commands(nil); len(got) != 2 || got[0].Name != "ask" || len(got[0].Options) != 4 {
		t.Errorf("commands %+v", got)
	}
	// A refused list changes nothing.
	capture(func(tb *recorder) {
		s := newScene(t, tb, discordtest.Options{})
		s.rest.do("PUT", s.commands(), []object{{"name": "new", "description": "d"}, {"name": "BAD", "description": "d"}})
		if got := s.srv.Commands(nil); len(got) != 2 || got[0].Name != "ask" {
			t.Errorf("after a refused list: %+v", got)
		}
	})
}

func TestMessageOptions(t *testing.T) {
	t.Parallel()
	s := newScene(t, t, discordtest.Options{Tolerate: []wire.Rule{wire.OpenMentions}})
	send := func(body object) object { return s.rest.do("POST", s.messages(), body).object(t) }

	first := send(with(quiet("x"), object{"nonce": "n1", "enforce_nonce": true}))
	if again := send(with(quiet("x"), object{"nonce": "n1", "enforce_nonce": true})); again["id"] != first["id"] {
		t.Error("an enforced nonce made a second message")
	}
	// A reply to a message that is gone is an ordinary message when the sender does not mind.
	if m := send(with(quiet("x"), object{"message_reference": object{"message_id": "1", "fail_if_not_exists": false}})); m["type"] != 0.0 {
		t.Errorf("type %v", m["type"])
	}
	mentions := func(m object) int { return len(m["mentions"].([]any)) }
	text := s.alice.User.Mention() + " @everyone"
	if m := send(object{"content": text}); mentions(m) != 1 || m["mention_everyone"] != false {
		t.Errorf("parsed by default: %v", m)
	}
	if m := send(quiet(text)); mentions(m) != 0 {
		t.Errorf("with an empty parse list: %v", m)
	}
	if m := send(object{"content": text, "allowed_mentions": object{"users": []string{s.alice.User.ID}}}); mentions(m) != 1 {
		t.Errorf("with a listed user: %v", m)
	}
	s.general.Deny(wire.EmbedLinks)
	if m := send(with(quiet("x"), object{"embeds": []object{{"title": "t"}}})); len(m["embeds"].([]any)) != 0 {
		t.Error("embeds without the permission")
	}
	edited := s.rest.do("PATCH", s.messages()+"/"+first["id"].(string),
		with(quiet("y"), object{"components": []object{rowOf(buttons(1)...)}})).object(t)
	if edited["content"] != "y" || edited["edited_timestamp"] == nil {
		t.Errorf("edited %v", edited)
	}
	edited = s.rest.do("PATCH", s.messages()+"/"+first["id"].(string),
		object{"components": []object{}, "allowed_mentions": object{"parse": []string{}}}).object(t)
	if edited["content"] != "y" || len(edited["components"].([]any)) != 0 {
		t.Errorf("an edit of the components alone: %v", edited)
	}
}

func TestListMessages(t *testing.T) {
	t.Parallel()
	s := newScene(t, t, discordtest.Options{Privileged: wire.IntentMessageContent})
	var ids []string
	for _, text := range []string{"a", "b", "c", "d", "e"} {
		ids = append(ids, s.alice.Say(s.general, text).ID)
	}
	for query, want := range map[string]string{
		"": "edcba", "?limit=2": "ed", "?before=" + ids[2]: "ba", "?after=" + ids[2]: "ed", "?after=" + ids[0] + "&limit=2": "cb",
		"?limit=3&around=" + ids[2]: "dcb",
	} {
		var list []struct{ Content string }
		if err := json.Unmarshal(s.rest.do("GET", s.messages()+query, nil).Body, &list); err != nil {
			t.Fatal(err)
		}
		var got strings.Builder
		for _, m := range list {
			got.WriteString(m.Content)
		}
		if got.String() != want {
			t.Errorf("%s: %s, want %s", query, got.String(), want)
		}
	}
	s.general.Deny(wire.ReadMessageHistory)
	if a := s.rest.do("GET", s.messages(), nil); string(a.Body) != "[]" {
		t.Errorf("without the permission: %s", a.Body)
	}
}

func TestThreadRoutes(t *testing.T) {
	t.Parallel()
	s := newScene(t, t, discordtest.Options{})
	ok := func(a answer, status int) object {
		t.Helper()
		if a.Status != status {
			t.Fatalf("answered %d %s", a.Status, a.Body)
		}
		if len(a.Body) == 0 {
			return nil
		}
		return a.object(t)
	}
	own := ok(s.rest.do("POST", "/channels/"+s.general.ID+"/threads", object{"name": "mine", "type": 11}), 201)["id"].(string)
	ok(s.rest.do("PATCH", "/channels/"+own, object{"name": "renamed", "archived": true}), 200)
	threads := s.general.Threads()
	if len(threads) != 1 || threads[0].Name() != "renamed" || !threads[0].IsArchived() || !threads[0].IsThread() {
		t.Errorf("threads %+v", threads)
	}
	// Writing in an archived thread takes it out.
	ok(s.rest.do("POST", "/channels/"+own+"/messages", quiet("x")), 200)
	if threads[0].IsArchived() {
		t.Error("still archived")
	}
	theirs := s.alice.StartThread(s.general, "theirs", nil)
	ok(s.rest.do("PUT", "/channels/"+theirs.ID+"/thread-members/@me", nil), 204)
	active := ok(s.rest.do("GET", "/guilds/"+s.guild.ID+"/threads/active", nil), 200)
	if len(active["threads"].([]any)) != 2 || len(active["members"].([]any)) != 2 {
		t.Errorf("active %v", active)
	}
	ok(s.rest.do("DELETE", "/channels/"+theirs.ID+"/thread-members/@me", nil), 204)
	theirs.Archive()
	ok(s.rest.do("PATCH", "/channels/"+theirs.ID, object{"archived": false}), 200) // anyone may
	theirs.LockThread()
	theirs.UnlockThread()
	theirs.Archive()
	theirs.Unarchive()
	if a := s.rest.do("DELETE", "/channels/"+theirs.ID, nil); a.code() != 50013 {
		t.Errorf("deleting another one's thread: %d", a.Status)
	}
	ok(s.rest.do("GET", "/channels/"+s.general.ID, nil), 200)
	ok(s.rest.do("GET", "/guilds/"+s.guild.ID, nil), 200)
	ok(s.rest.do("GET", "/guilds/"+s.guild.ID+"/members/"+s.alice.User.ID, nil), 200)
	for _, path := range []string{"/channels", "/roles"} {
		if a := s.rest.do("GET", "/guilds/"+s.guild.ID+path, nil); a.Status != 200 || a.Body[0] != '[' {
			t.Errorf("%s: %d %s", path, a.Status, a.Body)
		}
	}
}

func TestRequestsAreRecorded(t *testing.T) {
	t.Parallel()
	s := newScene(t, t, discordtest.Options{})
	s.rest.do("POST", s.messages(), quiet("hello"))
	s.rest.do("GET", s.messages()+"?limit=5", nil)
	all := s.srv.Requests()
	var routes []wire.Route
	for _, r := range all {
		routes = append(routes, r.Route)
	}
	want := []wire.Route{wire.RouteGateway, wire.RouteSetCommands, wire.RouteCreateMessage, wire.RouteMessages}
	if !slices.Equal(routes, want) {
		t.Errorf("routes %q, want %q", routes, want)
	}
	if r := s.srv.Requests(wire.RouteMessages)[0]; r.Query != "limit=5" || r.Status != 200 || r.Path != s.messages() {
		t.Errorf("recorded %+v", r)
	}
}

func TestPermissions(t *testing.T) {
	t.Parallel()
	s := newScene(t, t, discordtest.Options{})
	moderators := s.guild.Role("moderators", wire.ManageGuild|wire.ManageMessages)
	bob := s.guild.Member("bob")
	bob.Grant(moderators)
	s.rest.register(object{"name": "corpus", "description": "d", "default_member_permissions": "32"})
	s.rest.respond(bob.Slash(s.general, "corpus", nil), 4, quiet("x"))
	bob.Delete(s.alice.Say(s.general, "x")) // a moderator may
	s.general.Deny(wire.SendMessages)
	if a := s.rest.do("POST", s.messages(), quiet("x")); a.code() != 50013 {
		t.Errorf("denied: %d", a.Status)
	}
	// An answer to an interaction needs no permission in the channel.
	s.rest.respond(bob.Slash(s.general, "corpus", nil), 4, quiet("x"))
	s.general.Restore(wire.SendMessages)
	s.guild.Deny(wire.AddReactions)
	said := s.alice.Say(s.general, "x")
	if a := s.rest.do("PUT", s.messages()+"/"+said.ID+"/reactions/👍/@me", nil); a.code() != 50013 {
		t.Errorf("a new reaction: %d %s", a.Status, a.Body)
	}
	s.alice.React(said, "👍") // joining one is allowed
	if a := s.rest.do("PUT", s.messages()+"/"+said.ID+"/reactions/👍/@me", nil); a.Status != 204 {
		t.Errorf("a second reaction: %d %s", a.Status, a.Body)
	}
	s.guild.Restore(wire.AddReactions)
	if a := s.rest.do("POST", s.messages(), quiet("x")); a.Status != 200 {
		t.Errorf("restored: %d", a.Status)
	}
}

// TestDeferredUpdate: an edit after a deferred update is what the member waits for, not an edit before it.
func TestDeferredUpdate(t *testing.T) {
	t.Parallel()
	s := newScene(t, t, discordtest.Options{})
	it := s.ask()
	s.rest.respond(it, 5, nil)
	s.rest.do("PATCH", s.rest.webhook(it)+"/messages/@original", with(quiet("page 1"), object{"components": []object{rowOf(buttons(1)...)}}))
	click := s.alice.Click(it.WaitReply(t.Context()), "B")
	s.rest.respond(click, 6, nil)
	edited := make(chan error, 1)
	go func() {
		_, err := s.rest.try("PATCH", s.rest.webhook(click)+"/messages/@original", quiet("page 2"))
		edited <- err
	}()
	if got := click.WaitReply(t.Context()); got.Content != "page 2" {
		t.Errorf("reply %q", got.Content)
	}
	if err := next(t, edited); err != nil {
		t.Error(err)
	}
}

func TestWaitRequestsAndClosed(t *testing.T) {
	t.Parallel()
	srv := discordtest.New(t, discordtest.Options{})
	w, _ := ready(t, srv, 0)
	rest := newREST(t, srv)
	srv.Inject(wire.RouteMe, 1, traffic.Hang())
	go func() { _, _ = rest.try("GET", "/users/@me", nil) }() // ends with the server
	if got := srv.WaitRequests(t.Context(), wire.RouteMe, 1); got[0].Fault != "hang" || got[0].Status != 0 {
		t.Errorf("recorded %+v", got[0])
	}
	w.ws.Close()
	srv.Gateway.WaitClosed(t.Context())
	if guilds := rest.do("GET", "/users/@me/guilds", nil); guilds.Status != 200 || string(guilds.Body) != "[]" {
		t.Errorf("guilds: %d %s", guilds.Status, guilds.Body)
	}
}

// TestLostResponse: a bot that gave up on a response because of a fault has not left the interaction unanswered.
func TestLostResponse(t *testing.T) {
	t.Parallel()
	s := newScene(t, t, discordtest.Options{})
	s.srv.Inject(wire.RouteCallback, 1, traffic.ServerError(500))
	it := s.ask()
	if a := s.rest.respond(it, 5, nil); a.Status != 500 {
		t.Errorf("answered %d", a.Status)
	}
	s.srv.Close()
	if got := s.srv.Violations(); len(got) != 0 {
		t.Errorf("violations %v", got)
	}
}

func TestDirectChannelAndUsers(t *testing.T) {
	t.Parallel()
	s := newScene(t, t, discordtest.Options{})
	alice := s.alice.User
	made := s.rest.do("POST", "/users/@me/channels", object{"recipient_id": alice.ID}).object(t)
	if made["id"] != s.alice.Direct().ID || made["type"] != 1.0 {
		t.Errorf("made %v, want the channel %s", made, s.alice.Direct().ID)
	}
	if u := s.rest.do("GET", "/users/"+alice.ID, nil).object(t); u["username"] != "alice" {
		t.Errorf("user %v", u)
	}
	s.srv.WaitCommands(t.Context(), "ask", "About this")
	failures := capture(func(tb *recorder) {
		srv := discordtest.New(tb, discordtest.Options{Patience: time.Millisecond})
		srv.WaitCommands(t.Context(), "ask")
	})
	if len(failures) != 1 || !strings.Contains(failures[0], `["ask"]`) {
		t.Errorf("failures %q", failures)
	}
}

// TestFiles: uploads by multipart, their limits, and what an edit keeps.
func TestFiles(t *testing.T) {
	t.Parallel()
	s := newScene(t, t, discordtest.Options{Tolerate: []wire.Rule{wire.InvalidRequest}})
	send := func(method, path, payload string, files map[string][]byte) answer {
		t.Helper()
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		_ = w.WriteField("payload_json", payload) // a bytes.Buffer takes everything
		for name, data := range files {
			part, err := w.CreateFormFile(name, "file.txt")
			if err != nil {
				t.Fatal(err)
			}
			_, _ = part.Write(data)
		}
		w.Close()
		r, err := http.NewRequestWithContext(t.Context(), method, "https://discord.com/api/v9"+path, &body)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", s.rest.token)
		r.Header.Set("Content-Type", w.FormDataContentType())
		resp, err := s.srv.HTTPClient().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		raw, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer{resp.StatusCode, resp.Header, raw}
	}
	const quietly = `{"content":"x","allowed_mentions":{"parse":[]},"attachments":[{"id":"0","filename":"named.md","description":"The notes"}]}`
	first := send("POST", s.messages(), quietly, map[string][]byte{"files[0]": []byte("notes")}).object(t)
	file := first["attachments"].([]any)[0].(object)
	if file["filename"] != "named.md" || file["description"] != "The notes" || file["size"] != 5.0 {
		t.Errorf("file %v", file)
	}
	path := s.messages() + "/" + first["id"].(string)
	kept := send("PATCH", path, `{"attachments":[{"id":"`+file["id"].(string)+`"}],"allowed_mentions":{"parse":[]}}`,
		map[string][]byte{"files[0]": []byte("more")}).object(t)
	if got := len(kept["attachments"].([]any)); got != 2 {
		t.Errorf("%d attachments after adding one", got)
	}
	dropped := s.rest.do("PATCH", path, object{"attachments": []object{}, "allowed_mentions": object{"parse": []string{}}}).object(t)
	if got := len(dropped["attachments"].([]any)); got != 0 {
		t.Errorf("%d attachments after dropping all", got)
	}
	if a := s.rest.do("GET", "/users/@me", nil); a.Status != 200 {
		t.Errorf("the client: %d", a.Status)
	}
	for name, c := range map[string]struct {
		files  map[string][]byte
		status int
	}{
		"over 10 MiB":    {map[string][]byte{"files[0]": make([]byte, 10<<20+1)}, 413},
		"a foreign part": {map[string][]byte{"picture": []byte("x")}, 400},
	} {
		if a := send("POST", s.messages(), quietly, c.files); a.Status != c.status {
			t.Errorf("%s: %d %s", name, a.Status, a.Body)
		}
	}
	s.general.Deny(wire.AttachFiles)
	if a := send("POST", s.messages(), quietly, map[string][]byte{"files[0]": []byte("x")}); a.code() != 50013 {
		t.Errorf("without the permission: %d %s", a.Status, a.Body)
	}
	resp, err := s.srv.HTTPClient().Get("https://cdn.discordapp.com/attachments/1/2/none.txt")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 404 {
		t.Errorf("a file that is not there: %d", resp.StatusCode)
	}
}

func TestMediaComponents(t *testing.T) {
	t.Parallel()
	s := newScene(t, t, discordtest.Options{})
	media := object{"url": "https://example.org/a.png"}
	it := s.ask()
	a := s.rest.respond(it, 4, object{
		"flags": 1<<15 | 64, "allowed_mentions": object{"parse": []string{}}, "components": []object{
			{"type": 9, "components": []object{{"type": 10, "content": "beside a picture"}}, "accessory": object{"type": 11, "media": media}},
			{"type": 12, "items": []object{{"media": media}}},
			{"type": 17, "accent_color": 255, "components": []object{{"type": 10, "content": "inside"}}},
		},
	})
	if a.Status != 204 {
		t.Fatalf("answered %d %s", a.Status, a.Body)
	}
	if reply := it.WaitReply(t.Context()); reply.Text() != "beside a picture\ninside" {
		t.Errorf("text %q", reply.Text())
	}
	if a := s.rest.do("GET", s.rest.webhook(it)+"/messages/@original", nil); a.Status != 200 {
		t.Errorf("read again: %d", a.Status)
	}
}

// TestLabelledForm: forms of labels, with menus beside text inputs.
func TestLabelledForm(t *testing.T) {
	t.Parallel()
	s := newScene(t, t, discordtest.Options{})
	it := s.ask()
	if a := s.rest.respond(it, 9, object{"custom_id": "f", "title": "Report", "components": []object{
		{"type": 10, "content": "What is wrong?"},
		{"type": 18, "label": "Kind", "component": object{"type": 3, "custom_id": "kind",
			"options": []object{{"label": "Speaker", "value": "s"}, {"label": "Source", "value": "t"}}}},
		{"type": 18, "label": "More", "component": object{"type": 4, "custom_id": "more", "style": 1, "required": false, "value": "nothing"}},
	}}); a.Status != 204 {
		t.Fatalf("answered %d %s", a.Status, a.Body)
	}
	report := it.WaitModal(t.Context())
	if got := report.Labels(); !slices.Equal(got, []string{"Kind", "More"}) {
		t.Errorf("labels %q", got)
	}
	sent := s.alice.SubmitModal(report, map[string]string{"Kind": "Source"})
	s.rest.respond(sent, 4, with(quiet("Thank you"), object{"flags": 64}))
	reply := sent.WaitReply(t.Context())
	if reply.Content != "Thank you" || reply.InteractionMetadata.Triggering.ID != it.ID {
		t.Errorf("reply %+v", reply)
	}
	failures := capture(func(tb *recorder) {
		s := newScene(t, tb, discordtest.Options{})
		it := s.ask()
		s.rest.respond(it, 9, form(nil))
		opened := it.WaitModal(t.Context())
		s.rest.respond(s.alice.SubmitModal(opened, map[string]string{"why": "x"}), 4, quiet("x"))
		s.alice.SubmitModal(opened, map[string]string{"why": "x"})
	})
	if len(failures) != 1 || !strings.Contains(failures[0], "already") {
		t.Errorf("a form sent twice: %q", failures)
	}
}

func TestChannelRoutes(t *testing.T) {
	t.Parallel()
	s := newScene(t, t, discordtest.Options{BotPermissions: wire.DefaultBotPermissions | wire.ManageChannels | wire.ManageThreads | wire.ManageMessages})
	path := "/channels/" + s.general.ID
	if ch := s.rest.do("PATCH", path, object{"topic": "The meeting", "name": "meeting"}).object(t); ch["topic"] != "The meeting" ||
		s.general.Name() != "meeting" {
		t.Errorf("channel %v", ch)
	}
	thread := s.alice.StartThread(s.general, "t", nil)
	thread.LockThread()
	if a := s.rest.do("POST", "/channels/"+thread.ID+"/messages", quiet("x")); a.Status != 200 {
		t.Errorf("a moderator in a locked thread: %d %s", a.Status, a.Body)
	}
	if ch := s.rest.do("PATCH", "/channels/"+thread.ID,
		object{"locked": false, "archived": true, "auto_archive_duration": 60,
			"rate_limit_per_user": 5}).object(t); ch["rate_limit_per_user"] != 5.0 {
		t.Errorf("thread %v", ch)
	}
	said := s.alice.Say(s.general, "x")
	if a := s.rest.do("DELETE", s.messages()+"/"+said.ID, nil); a.Status != 204 || s.srv.Current(said) != nil {
		t.Errorf("a moderator deletes a message: %d", a.Status)
	}
	for _, gone := range []string{"/channels/" + thread.ID, path} {
		if a := s.rest.do("DELETE", gone, nil); a.Status != 200 {
			t.Errorf("deletion: %d %s", a.Status, a.Body)
		}
		if a := s.rest.do("GET", gone, nil); a.code() != 10003 {
			t.Errorf("after the deletion: %d", a.Status)
		}
	}
}

// TestManyAtOnce: many members, one server, all at the same time.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	s := newScene(t, t, discordtest.Options{})
	const members = 50
	var all sync.WaitGroup
	for i := range members {
		member := s.guild.Member(fmt.Sprint("member ", i))
		all.Go(func() {
			it := member.Slash(s.general, "ask", discordtest.Args{"question": "who?"})
			for _, step := range []struct {
				method, path string
				body         object
			}{
				{"POST", "/interactions/" + it.ID + "/" + it.Token + "/callback", object{"type": 5}},
				{"PATCH", s.rest.webhook(it) + "/messages/@original", quiet(member.User.Username)},
			} {
				if a, err := s.rest.try(step.method, step.path, step.body); err != nil || a.Status >= 300 {
					t.Errorf("%s %s: %d %v", step.method, step.path, a.Status, err)
				}
			}
		})
	}
	all.Wait()
	seen := map[string]bool{}
	for _, m := range s.general.Messages() {
		seen[m.Content] = true
	}
	if len(seen) != members {
		t.Errorf("%d different answers, want %d", len(seen), members)
	}
}
