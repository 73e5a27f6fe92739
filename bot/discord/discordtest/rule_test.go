package discordtest_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/wire"
)

// scene is a server with a guild, a member and a connected client: what most rules need.
type scene struct {
	srv     *discordtest.Server
	guild   *discordtest.Guild
	general *discordtest.Channel
	alice   *discordtest.Member
	rest    *rest
}

var askWire = object{"name": "ask", "description": "Ask", "options": []object{
	{"type": 3, "name": "question", "description": "What", "required": true, "max_length": 20},
	{"type": 3, "name": "length", "description": "How long", "choices": []object{{"name": "Short", "value": "short"}}},
	{"type": 4, "name": "number", "description": "How many", "min_value": 1, "max_value": 5},
	{"type": 3, "name": "article", "description": "Which", "autocomplete": true},
}}

func newScene(t *testing.T, tb discordtest.TB, options discordtest.Options) *scene {
	t.Helper()
	srv := discordtest.New(tb, options)
	s := &scene{srv: srv, guild: srv.Guild("Newsroom"), rest: newREST(t, srv)}
	s.general, s.alice = s.guild.TextChannel("general"), s.guild.Member("alice")
	ready(t, srv, wireIntents)
	s.rest.register(askWire, object{"name": "About this", "type": 3})
	return s
}

func (s *scene) ask() *discordtest.Interaction {
	return s.alice.Slash(s.general, "ask", discordtest.Args{"question": "who?"})
}

func (s *scene) messages() string { return "/channels/" + s.general.ID + "/messages" }

func (s *scene) commands() string { return "/applications/" + s.srv.Bot().ID + "/commands" }

func buttons(n int) []object {
	var list []object
	for i := range n {
		list = append(list, object{"type": 2, "style": 1, "label": "B", "custom_id": fmt.Sprint("b", i)})
	}
	return list
}

func rowOf(components ...object) object { return object{"type": 1, "components": components} }

func with(body object, more object) object {
	for k, v := range more {
		body[k] = v
	}
	return body
}

func chars(n int) string { return strings.Repeat("é", n) }

func form(more object) object {
	return with(object{"custom_id": "f", "title": "Form", "components": []object{
		rowOf(object{"type": 4, "custom_id": "why", "label": "Why", "style": 2}),
	}}, more)
}

// TestViolations: every mistake is answered with Discord's error and fails the test.
func TestViolations(t *testing.T) {
	t.Parallel()
	send := func(body object) func(*scene) answer {
		return func(s *scene) answer { return s.rest.do("POST", s.messages(), body) }
	}
	command := func(body object) func(*scene) answer {
		return func(s *scene) answer { return s.rest.do("POST", s.commands(), body) }
	}
	modal := func(data object) func(*scene) answer {
		return func(s *scene) answer { return s.rest.respond(s.ask(), 9, data) }
	}
	embeds := func(list ...object) object { return with(quiet(""), object{"embeds": list}) }
	components := func(rows ...object) object { return with(quiet("hello"), object{"components": rows}) }
	option := func(more object) object {
		return object{"name": "x", "description": "d", "options": []object{with(object{"type": 3, "name": "o", "description": "d"}, more)}}
	}
	many := func(n int, one func(int) object) []object {
		var list []object
		for i := range n {
			list = append(list, one(i))
		}
		return list
	}
	v2 := func(list ...object) object {
		return object{"flags": 1 << 15, "components": list, "allowed_mentions": object{"parse": []string{}}}
	}
	for name, c := range map[string]struct {
		do     func(*scene) answer
		rule   wire.Rule
		status int
		code   int
	}{
		"unknown path":        {func(s *scene) answer { return s.rest.do("GET", "/guilds/1/bans/2", nil) }, wire.UnknownRoute, 404, 0},
		"unknown method":      {func(s *scene) answer { return s.rest.do("DELETE", "/users/@me", nil) }, wire.UnknownRoute, 404, 0},
		"no JSON":             {func(s *scene) answer { return s.rest.do("POST", s.messages(), "{") }, wire.InvalidRequest, 400, 50109},
		"wrong type":          {send(object{"content": 5}), wire.InvalidRequest, 400, 50035},
		"empty message":       {send(quiet(" ")), wire.InvalidRequest, 400, 50006},
		"2,001 characters":    {send(quiet(chars(2001))), wire.InvalidRequest, 400, 50035},
		"ephemeral message":   {send(with(quiet("x"), object{"flags": 64})), wire.InvalidRequest, 400, 50035},
		"unknown flag":        {send(with(quiet("x"), object{"flags": 1 << 20})), wire.InvalidRequest, 400, 50035},
		"no allowed_mentions": {send(object{"content": "x"}), wire.OpenMentions, 200, 0},
		"null parse list":     {send(object{"content": "x", "allowed_mentions": object{"parse": nil}}), wire.OpenMentions, 200, 0},
		"parsed users":        {send(object{"content": "x", "allowed_mentions": object{"parse": []string{"users"}}}), wire.OpenMentions, 200, 0},
		"replied_user": {send(object{"content": "x", "allowed_mentions": object{"parse": []string{}, "replied_user": true}}),
			wire.OpenMentions, 200, 0},
		"11 embeds":         {send(embeds(many(11, func(int) object { return object{"title": "t"} })...)), wire.InvalidRequest, 400, 50035},
		"embed title":       {send(embeds(object{"title": chars(257)})), wire.InvalidRequest, 400, 50035},
		"embed description": {send(embeds(object{"description": chars(4097)})), wire.InvalidRequest, 400, 50035},
		"embed footer":      {send(embeds(object{"footer": object{"text": chars(2049)}})), wire.InvalidRequest, 400, 50035},
		"embed author":      {send(embeds(object{"author": object{"name": chars(257)}})), wire.InvalidRequest, 400, 50035},
		"embed field value": {send(embeds(object{"fields": []object{{"name": "n", "value": chars(1025)}}})), wire.InvalidRequest, 400, 50035},
		"26 embed fields": {send(embeds(object{"fields": many(26, func(int) object { return object{"name": "n", "value": "v"} })})),
			wire.InvalidRequest, 400, 50035},
		"6,001 over embeds": {send(embeds(object{"description": chars(3000)}, object{"description": chars(3001)})), wire.InvalidRequest, 400,
			50035},
		"embed address": {send(embeds(object{"title": "t", "url": "javascript:1"})), wire.InvalidRequest, 400, 50035},
		"6 rows": {send(components(many(6, func(i int) object {
			return rowOf(object{"type": 2, "style": 1, "label": "B", "custom_id": fmt.Sprint(i)})
		})...)), wire.InvalidRequest, 400, 50035},
		"6 buttons":            {send(components(rowOf(buttons(6)...))), wire.InvalidRequest, 400, 50035},
		"button without a row": {send(components(buttons(1)...)), wire.InvalidRequest, 400, 50035},
		"label of 81": {send(components(rowOf(object{"type": 2, "style": 1, "label": chars(81), "custom_id": "b"}))),
			wire.InvalidRequest, 400, 50035},
		"custom_id of 101": {send(components(rowOf(object{"type": 2, "style": 1, "label": "B", "custom_id": chars(101)}))),
			wire.InvalidRequest, 400, 50035},
		"no custom_id":   {send(components(rowOf(object{"type": 2, "style": 1, "label": "B"}))), wire.InvalidRequest, 400, 50035},
		"same custom_id": {send(components(rowOf(buttons(1)...), rowOf(buttons(1)...))), wire.InvalidRequest, 400, 50035},
		"button style": {send(components(rowOf(object{"type": 2, "style": 9, "label": "B", "custom_id": "b"}))), wire.InvalidRequest,
			400, 50035},
		"link without address": {send(components(rowOf(object{"type": 2, "style": 5, "label": "B"}))), wire.InvalidRequest, 400, 50035},
		"nameless button":      {send(components(rowOf(object{"type": 2, "style": 1, "custom_id": "b"}))), wire.InvalidRequest, 400, 50035},
		"26 menu options": {send(components(rowOf(object{"type": 3, "custom_id": "m",
			"options": many(26, func(i int) object { return object{"label": "l", "value": fmt.Sprint(i)} })}))), wire.InvalidRequest, 400, 50035},
		"same menu values": {send(components(rowOf(object{"type": 3, "custom_id": "m",
			"options": many(2, func(int) object { return object{"label": "l", "value": "v"} })}))), wire.InvalidRequest, 400, 50035},
		"menu beside a button": {send(components(rowOf(buttons(1)[0], object{"type": 5, "custom_id": "m"}))), wire.InvalidRequest, 400, 50035},
		"input in a message": {send(components(rowOf(object{"type": 4, "custom_id": "m", "style": 1, "label": "l"}))), wire.InvalidRequest,
			400, 50035},
		"version 2 and content": {send(with(v2(object{"type": 10, "content": "t"}), object{"content": "x"})), wire.InvalidRequest, 400, 50035},
		"version 2 text": {send(v2(object{"type": 10, "content": chars(2500)}, object{"type": 10, "content": chars(1501)})),
			wire.InvalidRequest, 400, 50035},
		"41 components": {send(v2(many(41, func(int) object { return object{"type": 10, "content": "t"} })...)), wire.InvalidRequest,
			400, 50035},
		"missing picture":   {send(embeds(object{"image": object{"url": "attachment://a.png"}})), wire.InvalidRequest, 400, 50035},
		"unknown reference": {send(with(quiet("x"), object{"message_reference": object{"message_id": "1"}})), wire.UnknownRoute, 400, 50035},

		"upper-case command":   {command(object{"name": "Ask", "description": "d"}), wire.InvalidRequest, 400, 50035},
		"command with a space": {command(object{"name": "a b", "description": "d"}), wire.InvalidRequest, 400, 50035},
		"command name of 33":   {command(object{"name": chars(33), "description": "d"}), wire.InvalidRequest, 400, 50035},
		"no description":       {command(object{"name": "x"}), wire.InvalidRequest, 400, 50035},
		"description of 101":   {command(object{"name": "x", "description": chars(101)}), wire.InvalidRequest, 400, 50035},
		"unknown locale": {command(object{"name": "x", "description": "d", "name_localizations": object{"xx": "y"}}),
			wire.InvalidRequest, 400, 50035},
		"described message command": {command(object{"name": "X y", "type": 3, "description": "d"}), wire.InvalidRequest, 400, 50035},
		"26 options": {command(object{"name": "x", "description": "d", "options": many(26, func(i int) object {
			return object{"type": 3, "name": fmt.Sprint("o", i), "description": "d"}
		})}), wire.InvalidRequest, 400, 50035},
		"26 choices": {command(option(object{"choices": many(26,
			func(i int) object { return object{"name": fmt.Sprint(i), "value": "v"} })})), wire.InvalidRequest, 400, 50035},
		"choice of 101": {command(option(object{"choices": []object{{"name": chars(101), "value": "v"}}})), wire.InvalidRequest, 400,
			50035},
		"choice of another type": {command(option(object{"choices": []object{{"name": "n", "value": 5}}})), wire.InvalidRequest, 400, 50035},
		"choices and autocomplete": {command(option(object{"autocomplete": true, "choices": []object{{"name": "n", "value": "v"}}})),
			wire.InvalidRequest, 400, 50035},
		"unknown option type": {command(option(object{"type": 12})), wire.InvalidRequest, 400, 50035},
		"same option names": {command(object{"name": "x", "description": "d",
			"options": many(2, func(int) object { return object{"type": 3, "name": "o", "description": "d"} })}), wire.InvalidRequest, 400, 50035},
		"required after optional": {command(object{"name": "x", "description": "d",
			"options": []object{{"type": 3, "name": "a", "description": "d"}, {"type": 3, "name": "b", "description": "d", "required": true}}}),
			wire.InvalidRequest, 400, 50035},
		"subcommand beside options": {command(object{"name": "x", "description": "d",
			"options": []object{{"type": 1, "name": "a", "description": "d"}, {"type": 3, "name": "b", "description": "d"}}}), wire.InvalidRequest,
			400, 50035},
		"8,001 in a command": {command(object{"name": "x", "description": "d", "options": many(5, func(i int) object {
			return object{"type": 3, "name": fmt.Sprint("o", i), "description": "d", "choices": many(20, func(j int) object {
				return object{"name": fmt.Sprint(chars(39), j), "value": chars(40)}
			})}
		})}), wire.InvalidRequest, 400, 50035},
		"same commands": {func(s *scene) answer {
			return s.rest.do("PUT", s.commands(), []object{{"name": "x", "description": "d"}, {"name": "x", "description": "e"}})
		}, wire.InvalidRequest, 400, 50035},
		"101 commands": {func(s *scene) answer {
			return s.rest.do("PUT", s.commands(), many(101, func(i int) object { return object{"name": fmt.Sprint("c", i), "description": "d"} }))
		}, wire.InvalidRequest, 400, 30032},
		"16 message commands": {func(s *scene) answer {
			return s.rest.do("PUT", s.commands(), many(16, func(i int) object { return object{"name": fmt.Sprint("C ", i), "type": 3} }))
		}, wire.InvalidRequest, 400, 30032},
		"201 creations in a day": {func(s *scene) answer {
			for i := range 3 {
				a := s.rest.do("PUT", s.commands(), many(99, func(j int) object {
					return object{"name": fmt.Sprintf("c%d-%d", i, j),
						"description": "d"}
				}))
				if a.Status != http.StatusOK {
					return a
				}
			}
			return answer{}
		}, wire.CommandCreations, 400, 30034},

		"second response": {func(s *scene) answer {
			it := s.ask()
			s.rest.respond(it, 5, nil)
			return s.rest.respond(it, 4, quiet("x"))
		}, wire.SecondResponse, 400, 40060},
		"late response": {func(s *scene) answer {
			it := s.ask()
			s.srv.Advance(3*time.Second + time.Millisecond)
			return s.rest.respond(it, 5, nil)
		}, wire.LateResponse, 404, 10062},
		"update of a command": {func(s *scene) answer { return s.rest.respond(s.ask(), 7, quiet("x")) }, wire.InvalidRequest, 400, 50035},
		"choices for a command": {func(s *scene) answer { return s.rest.respond(s.ask(), 8, object{"choices": []object{}}) },
			wire.InvalidRequest, 400, 50035},
		"empty response": {func(s *scene) answer { return s.rest.respond(s.ask(), 4, quiet("")) }, wire.InvalidRequest, 400, 50006},
		"response with mentions": {func(s *scene) answer { return s.rest.respond(s.ask(), 4, object{"content": "x"}) }, wire.OpenMentions, 204,
			0},
		"response of 2,001": {func(s *scene) answer { return s.rest.respond(s.ask(), 4, quiet(chars(2001))) }, wire.InvalidRequest, 400,
			50035},
		"modal title of 46": {modal(form(object{"title": chars(46)})), wire.InvalidRequest, 400, 50035},
		"modal of 6 rows": {modal(form(object{"components": many(6, func(i int) object {
			return rowOf(object{"type": 4, "custom_id": fmt.Sprint(i), "label": "l", "style": 1})
		})})), wire.InvalidRequest, 400, 50035},
		"modal label of 46": {modal(form(object{"components": []object{rowOf(object{"type": 4, "custom_id": "a", "label": chars(46),
			"style": 1})}})), wire.InvalidRequest, 400, 50035},
		"modal length of 4,001": {modal(form(object{"components": []object{rowOf(object{"type": 4, "custom_id": "a", "label": "l", "style": 1,
			"max_length": 4001})}})), wire.InvalidRequest, 400, 50035},
		"modal with a button": {modal(form(object{"components": []object{rowOf(buttons(1)...)}})), wire.InvalidRequest, 400, 50035},
		"modal with equal inputs": {modal(form(object{"components": many(2,
			func(int) object { return rowOf(object{"type": 4, "custom_id": "a", "label": "l", "style": 1}) })})), wire.InvalidRequest, 400, 50035},
		"modal without custom_id": {modal(form(object{"custom_id": ""})), wire.InvalidRequest, 400, 50035},
		"26 autocomplete choices": {func(s *scene) answer {
			it := s.alice.Autocomplete(s.general, "ask", "article", "x", nil)
			return s.rest.respond(it, 8, object{"choices": many(26, func(i int) object { return object{"name": "n", "value": "v"} })})
		}, wire.InvalidRequest, 400, 50035},
		"message to autocomplete": {func(s *scene) answer {
			return s.rest.respond(s.alice.Autocomplete(s.general, "ask", "article", "x", nil), 4, quiet("x"))
		}, wire.InvalidRequest, 400, 50035},
		"form after a form": {func(s *scene) answer {
			it := s.ask()
			s.rest.respond(it, 9, form(nil))
			return s.rest.respond(s.alice.SubmitModal(it.WaitModal(t.Context()), map[string]string{"why": "x"}), 9, form(nil))
		}, wire.InvalidRequest, 400, 50035},
		"thread name of 101": {func(s *scene) answer {
			return s.rest.do("POST", "/channels/"+s.general.ID+"/threads", object{"name": chars(101), "type": 11})
		}, wire.InvalidRequest, 400, 50035},
		"archive after an hour and a half": {func(s *scene) answer {
			return s.rest.do("POST", "/channels/"+s.general.ID+"/threads", object{"name": "t", "type": 11, "auto_archive_duration": 90})
		}, wire.InvalidRequest, 400, 50035},
		"101 messages listed": {func(s *scene) answer { return s.rest.do("GET", s.messages()+"?limit=101", nil) }, wire.InvalidRequest, 400,
			50035},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got answer
			var violations []wire.Violation
			failures := capture(func(tb *recorder) {
				// An answer to the interactions of this test is not what it is about.
				s := newScene(t, tb, discordtest.Options{Tolerate: []wire.Rule{wire.Unanswered}})
				got = c.do(s)
				violations = s.srv.Violations()
			})
			if got.Status != c.status || got.code() != c.code {
				t.Errorf("answered %d, code %d, want %d, code %d: %s", got.Status, got.code(), c.status, c.code, got.Body)
			}
			if name == "unknown reference" { // the message may have been deleted meanwhile: an error, but no mistake
				if len(failures) > 0 {
					t.Errorf("failures %q", failures)
				}
				return
			}
			if len(violations) == 0 || slices.ContainsFunc(violations, func(v wire.Violation) bool { return v.Rule != c.rule }) {
				t.Errorf("violations %v, want of the rule %q", violations, c.rule)
			}
			if len(failures) == 0 || !strings.Contains(failures[0], string(c.rule)) {
				t.Errorf("the test did not fail: %q", failures)
			}
		})
	}
}

// TestAtTheLimit: what is just allowed passes.
func TestAtTheLimit(t *testing.T) {
	t.Parallel()
	s := newScene(t, t, discordtest.Options{})
	ok := func(a answer, status int) {
		t.Helper()
		if a.Status != status {
			t.Errorf("answered %d %s", a.Status, a.Body)
		}
	}
	ok(s.rest.do("POST", s.messages(), quiet(chars(2000))), 200)
	ok(s.rest.do("POST", s.messages(), with(quiet(""), object{"embeds": []object{
		{"title": chars(256), "description": chars(4096)}, {"description": chars(6000 - 4096 - 256)},
	}})), 200)
	rows := []object{}
	for i := range 5 {
		row := object{"type": 1, "components": []object{}}
		for j := range 5 {
			row["components"] = append(row["components"].([]object),
				object{"type": 2, "style": 1, "label": chars(80), "custom_id": fmt.Sprintf("%s%d%d", chars(98), i, j)})
		}
		rows = append(rows, row)
	}
	ok(s.rest.do("POST", s.messages(), with(quiet("x"), object{"components": rows})), 200)
	ok(s.rest.do("POST", s.messages(), object{
		"flags": 1 << 15, "allowed_mentions": object{"parse": []string{}}, "components": []object{
			{"type": 17, "components": []object{
				{"type": 9, "components": []object{{"type": 10, "content": "text"}},
					"accessory": object{"type": 2, "style": 5, "label": "Open", "url": "https://example.org"}},
				{"type": 14}, rowOf(buttons(2)...),
			}},
		},
	}), 200)
	ok(s.rest.do("POST", s.commands(), object{"name": chars(32), "description": chars(100)}), 201)
	ok(s.rest.do("POST", s.commands(), object{"name": chars(32), "description": "again"}), 200)

	it := s.ask()
	s.srv.Advance(2 * time.Second)
	ok(s.rest.respond(it, 5, nil), 204)
	s.srv.Advance(12 * time.Minute)
	ok(s.rest.do("PATCH", s.rest.webhook(it)+"/messages/@original", quiet("in time")), 200)
}

func TestUnansweredInteractionFails(t *testing.T) {
	t.Parallel()
	failures := capture(func(tb *recorder) { newScene(t, tb, discordtest.Options{}).ask() })
	if len(failures) != 1 || !strings.Contains(failures[0], `unanswered interaction`) || !strings.Contains(failures[0], `"ask" by alice`) {
		t.Errorf("failures %q", failures)
	}
}

func TestToleratedRule(t *testing.T) {
	t.Parallel()
	var seen []wire.Violation
	failures := capture(func(tb *recorder) {
		s := newScene(t, tb, discordtest.Options{})
		s.srv.Tolerate(wire.OpenMentions)
		s.rest.do("POST", s.messages(), object{"content": "x"})
		seen = s.srv.Violations()
	})
	if len(failures) != 0 || len(seen) != 1 || seen[0].Rule != wire.OpenMentions {
		t.Errorf("failures %q, violations %v", failures, seen)
	}
}

func TestForeignHostFails(t *testing.T) {
	t.Parallel()
	failures := capture(func(tb *recorder) {
		if resp, err := discordtest.New(tb, discordtest.Options{}).HTTPClient().Get("https://example.org/"); err == nil {
			resp.Body.Close()
			t.Error("the request went through")
		}
	})
	if len(failures) != 1 || !strings.Contains(failures[0], "unknown route") {
		t.Errorf("failures %q", failures)
	}
}

// TestClientRefuses: what Discord's own client would not let a member do ends the test.
func TestClientRefuses(t *testing.T) {
	t.Parallel()
	reply := func(s *scene, body object) *wire.Message {
		it := s.ask()
		s.rest.respond(it, 4, body)
		return it.WaitReply(t.Context())
	}
	for name, c := range map[string]struct {
		do   func(*scene)
		want string
	}{
		"unregistered command": {func(s *scene) { s.alice.Slash(s.general, "nope", nil) }, "not registered"},
		"missing option":       {func(s *scene) { s.alice.Slash(s.general, "ask", nil) }, `required option "question"`},
		"unknown option":       {func(s *scene) { s.alice.Slash(s.general, "ask", discordtest.Args{"question": "x", "y": 1}) }, "no option"},
		"wrong type":           {func(s *scene) { s.alice.Slash(s.general, "ask", discordtest.Args{"question": true}) }, "not of its type"},
		"too long":             {func(s *scene) { s.alice.Slash(s.general, "ask", discordtest.Args{"question": chars(21)}) }, "21 characters"},
		"out of range": {func(s *scene) { s.alice.Slash(s.general, "ask", discordtest.Args{"question": "x", "number": 6}) },
			"out of range"},
		"fraction": {func(s *scene) { s.alice.Slash(s.general, "ask", discordtest.Args{"question": "x", "number": 1.5}) },
			"not of its type"},
		"no choice": {func(s *scene) { s.alice.Slash(s.general, "ask", discordtest.Args{"question": "x", "length": "long"}) },
			"not one of its choices"},
		"no autocomplete": {func(s *scene) { s.alice.Autocomplete(s.general, "ask", "question", "x", nil) }, "no autocomplete"},
		"no subcommand":   {func(s *scene) { s.alice.Slash(s.general, "ask more", nil) }, `no "more"`},
		"no button":       {func(s *scene) { s.alice.Click(reply(s, quiet("x")), "Go") }, `finds no "Go"`},
		"disabled button": {func(s *scene) {
			s.alice.Click(reply(s, with(quiet("x"), object{"components": []object{rowOf(with(buttons(1)[0], object{"disabled": true}))}})), "B")
		}, "disabled"},
		"another one's ephemeral": {func(s *scene) {
			s.guild.Member("bob").Click(reply(s, with(quiet("x"), object{"flags": 64, "components": []object{rowOf(buttons(1)...)}})), "B")
		}, "does not see"},
		"empty message":         {func(s *scene) { s.alice.Say(s.general, "") }, "empty message"},
		"long message":          {func(s *scene) { s.alice.Say(s.general, chars(2001)) }, "2000 characters"},
		"another one's message": {func(s *scene) { s.guild.Member("bob").Edit(s.alice.Say(s.general, "x"), "y") }, "another one's"},
		"no permission": {func(s *scene) {
			s.general.DenyMember(s.alice, wire.SendMessages)
			s.alice.Say(s.general, "x")
		}, "lacks permission"},
		"empty form field": {func(s *scene) {
			it := s.ask()
			s.rest.respond(it, 9, form(nil))
			s.alice.SubmitModal(it.WaitModal(t.Context()), nil)
		}, `required field "Why"`},
		"unknown form field": {func(s *scene) {
			it := s.ask()
			s.rest.respond(it, 9, form(nil))
			s.alice.SubmitModal(it.WaitModal(t.Context()), map[string]string{"why": "x", "who": "y"})
		}, `"who"`},
		"moderators' command": {func(s *scene) {
			s.rest.do("POST", s.commands(), object{"name": "corpus", "description": "d", "default_member_permissions": "32"})
			s.alice.Slash(s.general, "corpus", nil)
		}, "lacks the permissions"},
		"guild's command in direct messages": {func(s *scene) {
			s.rest.do("POST", s.commands(), object{"name": "corpus", "description": "d", "contexts": []int{0}})
			s.alice.Slash(s.alice.Direct(), "corpus", nil)
		}, "not offered"},
		"locked thread": {func(s *scene) {
			thread := s.alice.StartThread(s.general, "t", nil)
			thread.LockThread()
			s.alice.Say(thread, "x")
		}, "locked"},
		"nobody connected": {func(s *scene) {
			s.srv.Gateway.Invalidate(false)
			s.ask()
		}, "no client is connected"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			failures := capture(func(tb *recorder) {
				c.do(newScene(t, tb, discordtest.Options{}))
				t.Error("the test went on")
			})
			if len(failures) == 0 || !strings.Contains(failures[0], c.want) {
				t.Errorf("failures %q, want %q", failures, c.want)
			}
		})
	}
}

func TestWaitInVain(t *testing.T) {
	t.Parallel()
	failures := capture(func(tb *recorder) {
		s := newScene(t, tb, discordtest.Options{Patience: 20 * time.Millisecond})
		it := s.ask()
		s.rest.respond(it, 5, nil)
		it.WaitReply(t.Context())
	})
	if len(failures) != 1 || !strings.Contains(failures[0], `command "ask" by alice: still thinking`) {
		t.Errorf("failures %q", failures)
	}
}

// description is an API description that knows two operations.
const description = `{
"openapi": "3.1.0", "info": {"title": "t", "version": "10"},
"paths": {
  "/channels/{channel_id}/messages": {
    "parameters": [{"name": "channel_id", "in": "path", "required": true, "schema": {"type": "string"}}],
    "post": {
      "requestBody": {"content": {"application/json": {"schema": {
        "type": "object", "properties": {"content": {"type": "string", "maxLength": 5}}, "required": ["content"]}}}},
      "responses": {"200": {"description": "", "content": {"application/json": {"schema": {"type": "object"%s}}}}}}},
  "/users/@me": {"get": {
    "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}],
    "responses": {"200": {"description": ""}}}}},
"components": {"schemas": {}}}`

func TestAPIDescription(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		response string // more of the response's schema
		do       func(*rest, string)
		want     string // in the failure; "" means none
	}{
		"match":     {"", func(r *rest, ch string) { r.do("POST", ch, quiet("hello")) }, ""},
		"request":   {"", func(r *rest, ch string) { r.do("POST", ch, quiet("hello there")) }, "request does not match"},
		"response":  {`, "required": ["nonsense"]`, func(r *rest, ch string) { r.do("POST", ch, quiet("hello")) }, "response 200 does not match"},
		"operation": {"", func(r *rest, _ string) { r.do("GET", "/applications/@me", nil) }, "no such operation"},
		"parameter": {"", func(r *rest, _ string) { r.do("GET", "/users/@me?page=1", nil) }, "no such parameter"},
		"value":     {"", func(r *rest, _ string) { r.do("GET", "/users/@me?limit=many", nil) }, "limit=many"},
		"number":    {"", func(r *rest, _ string) { r.do("GET", "/users/@me?limit=5", nil) }, ""},
		"status":    {"", func(r *rest, _ string) { r.do("POST", "/channels/1/messages", quiet("hello")) }, "no response 404"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "openapi.json")
			if err := os.WriteFile(file, fmt.Appendf(nil, description, c.response), 0o600); err != nil {
				t.Fatal(err)
			}
			failures := capture(func(tb *recorder) {
				srv := discordtest.New(tb, discordtest.Options{Description: file})
				c.do(newREST(t, srv), "/channels/"+srv.Guild("g").TextChannel("c").ID+"/messages")
			})
			switch {
			case c.want == "" && len(failures) > 0:
				t.Errorf("failures %q", failures)
			case c.want != "" && (len(failures) != 1 || !strings.Contains(failures[0], c.want)):
				t.Errorf("failures %q, want one with %q", failures, c.want)
			}
		})
	}
}

func TestAPIDescriptionAbsent(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	srv := discordtest.New(r, discordtest.Options{Description: filepath.Join(t.TempDir(), "none.json")})
	newREST(t, srv).do("GET", "/users/@me", nil)
	srv.Close()
	if len(r.errors) != 0 || len(r.logs) != 1 || !strings.Contains(r.logs[0], "not checked") {
		t.Errorf("errors %q, logs %q", r.errors, r.logs)
	}
}
