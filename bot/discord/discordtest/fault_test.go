package discordtest_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/traffic"
	"readout/bot/discord/discordtest/wire"
)

func TestFaultAnswers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault   traffic.Fault
		status  int
		headers map[string]string
		body    string
		arrived int // messages in the channel afterwards
	}{
		"429 user": {traffic.RateLimit(traffic.ScopeUser, 1500*time.Millisecond), 429, map[string]string{
			"Retry-After": "2", "X-Ratelimit-Scope": "user", "X-Ratelimit-Remaining": "0", "X-Ratelimit-Reset-After": "1.500",
			"X-Ratelimit-Global": "",
		}, `"retry_after":1.5`, 0},
		"429 shared": {traffic.RateLimit(traffic.ScopeShared, time.Second), 429, map[string]string{"X-Ratelimit-Scope": "shared"},
			`"global":false`, 0},
		"429 global": {traffic.RateLimit(traffic.ScopeGlobal, time.Second), 429, map[string]string{
			"X-Ratelimit-Scope": "global", "X-Ratelimit-Global": "true", "X-Ratelimit-Remaining": "",
		}, `"global":true`, 0},
		"500":             {traffic.ServerError(500), 500, map[string]string{"Content-Type": "application/json"}, `"code":0`, 0},
		"502":             {traffic.ServerError(502), 502, map[string]string{"Content-Type": "text/html"}, "Bad Gateway", 0},
		"503 after write": {traffic.ServerError(503).AfterWrite(), 503, nil, "Service Unavailable", 1},
		"slow mode":       {traffic.SlowMode(5 * time.Second), 429, nil, `"code":20016`, 0},
		"AutoMod":         {traffic.Refusal(400, 200000, "Message was blocked by automatic moderation"), 400, nil, `"code":200000`, 0},
		"delay":           {traffic.Delay(time.Millisecond), 200, nil, `"content":"hello"`, 1},
		"exhausted": {traffic.Exhaust(time.Minute), 200, map[string]string{
			"X-Ratelimit-Remaining": "0", "X-Ratelimit-Reset-After": "60.000",
		}, `"content":"hello"`, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := discordtest.New(t, discordtest.Options{})
			general := srv.Guild("Newsroom").TextChannel("general")
			rest := newREST(t, srv)
			srv.Inject(wire.RouteCreateMessage, 1, c.fault)
			a := rest.do("POST", "/channels/"+general.ID+"/messages", quiet("hello"))
			if a.Status != c.status || !strings.Contains(string(a.Body), c.body) {
				t.Errorf("answered %d %s", a.Status, a.Body)
			}
			for header, want := range c.headers {
				if got := a.Header.Get(header); got != want && !(header == "X-Ratelimit-Reset-After" && strings.HasPrefix(got, "59.9")) {
					t.Errorf("%s: %q, want %q", header, got, want)
				}
			}
			if got := len(general.Messages()); got != c.arrived {
				t.Errorf("%d messages arrived, want %d", got, c.arrived)
			}
			if name == "exhausted" {
				if a := rest.do("POST", "/channels/"+general.ID+"/messages", quiet("again")); a.Status != 429 {
					t.Errorf("into the empty bucket: %d", a.Status)
				}
				srv.Advance(time.Minute)
			}
			if a := rest.do("POST", "/channels/"+general.ID+"/messages", quiet("again")); a.Status != 200 ||
				a.Header.Get("X-Ratelimit-Remaining") != "4" {
				t.Errorf("after the fault: %d %s", a.Status, a.Body)
			}
			seen := srv.Requests(wire.RouteCreateMessage)
			if seen[0].Status != c.status || seen[0].Fault == "" || !strings.Contains(string(seen[0].Body), "hello") ||
				seen[len(seen)-1].Fault != "" {
				t.Errorf("recorded %+v", seen)
			}
		})
	}
}

func TestLostConnections(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault   traffic.Fault
		arrived int
	}{
		"cut":              {traffic.Cut(), 0},
		"cut after write":  {traffic.Cut().AfterWrite(), 1},
		"hang":             {traffic.Hang(), 0},
		"hang after write": {traffic.Hang().AfterWrite(), 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := discordtest.New(t, discordtest.Options{})
			general := srv.Guild("Newsroom").TextChannel("general")
			srv.Inject(wire.AnyRoute, 1, c.fault)
			ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
			defer cancel()
			r, err := http.NewRequestWithContext(ctx, "POST", "https://discord.com/api/v9/channels/"+general.ID+"/messages",
				strings.NewReader(`{"content":"hello","allowed_mentions":{"parse":[]}}`))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Authorization", "Bot "+srv.Token())
			r.Header.Set("Content-Type", "application/json")
			resp, err := srv.HTTPClient().Do(r)
			if err == nil {
				resp.Body.Close()
				t.Fatalf("answered %d", resp.StatusCode)
			}
			if hung := errors.Is(err, context.DeadlineExceeded); hung != strings.HasPrefix(name, "hang") {
				t.Errorf("ended with %v", err)
			}
			if got := len(general.Messages()); got != c.arrived {
				t.Errorf("%d messages arrived, want %d", got, c.arrived)
			}
		})
	}
}

func TestFaultsOfOneRouteInOrder(t *testing.T) {
	t.Parallel()
	srv := discordtest.New(t, discordtest.Options{})
	rest := newREST(t, srv)
	srv.Inject(wire.AnyRoute, 1, traffic.ServerError(504))
	srv.Inject(wire.RouteMe, 2, traffic.ServerError(500))
	srv.Inject(wire.RouteMe, 1, traffic.ServerError(503))
	for i, want := range []int{500, 500, 503, 504, 200} {
		if got := rest.do("GET", "/users/@me", nil).Status; got != want {
			t.Errorf("request %d: %d, want %d", i, got, want)
		}
	}
	srv.Inject(wire.RouteMe, 5, traffic.ServerError(500))
	srv.Heal()
	if got := rest.do("GET", "/users/@me", nil).Status; got != 200 {
		t.Errorf("healed: %d", got)
	}
	failures := capture(func(tb *recorder) {
		discordtest.New(tb, discordtest.Options{}).Inject("GET /nowhere", 1, traffic.Cut())
	})
	if len(failures) != 1 {
		t.Errorf("a fault for an unknown route: %q", failures)
	}
}

// TestDiscordgoRetries: what the real client makes of a lost answer, and that it is not taken for a second response.
func TestDiscordgoRetries(t *testing.T) {
	t.Parallel()
	s := newScene(t, t, discordtest.Options{})
	session := newSession(t, s.srv, usualIntents)
	it := s.ask()
	s.srv.Inject(wire.RouteCallback, 1, traffic.ServerError(502).AfterWrite())
	err := session.InteractionRespond(&discordgo.Interaction{ID: it.ID, Token: it.Token, AppID: s.srv.Bot().ID},
		&discordgo.InteractionResponse{
			Type: discordgo.InteractionResponseChannelMessageWithSource,
			Data: &discordgo.InteractionResponseData{Content: "hello", AllowedMentions: noMentions},
		})
	var rest *discordgo.RESTError
	if !errors.As(err, &rest) || rest.Message.Code != discordgo.ErrCodeInteractionHasAlreadyBeenAcknowledged {
		t.Errorf("the repeated response: %v", err)
	}
	if reply := it.WaitReply(t.Context()); reply.Content != "hello" {
		t.Errorf("reply %q", reply.Content)
	}

	s.srv.Inject(wire.RouteMe, 1, traffic.RateLimit(traffic.ScopeUser, 10*time.Millisecond))
	if _, err := session.User("@me"); err != nil {
		t.Error(err)
	}
	if got := len(s.srv.Requests(wire.RouteMe)); got != 2 {
		t.Errorf("%d requests, want the refused one and its repetition", got)
	}
}

func TestGlobalLimit(t *testing.T) {
	t.Parallel()
	s := newScene(t, t, discordtest.Options{Now: func() time.Time { return time.Unix(1_700_000_000, 0) }, RequestsPerSecond: 3})
	it := s.ask()
	s.srv.Advance(time.Second)
	for i, want := range []int{200, 200, 200, 429} {
		if a := s.rest.do("GET", "/users/@me", nil); a.Status != want {
			t.Errorf("request %d: %d", i, a.Status)
		} else if want == 429 && a.Header.Get("X-RateLimit-Scope") != "global" {
			t.Errorf("headers %v", a.Header)
		}
	}
	if a := s.rest.respond(it, 5, nil); a.Status != 204 {
		t.Errorf("an interaction's answer is outside of the limit, but got %d", a.Status)
	}
	s.srv.Advance(time.Second)
	if a := s.rest.do("GET", "/users/@me", nil); a.Status != 200 {
		t.Errorf("a second later: %d", a.Status)
	}
}
