package traffic

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"readout/bot/discord/discordtest/wire"
)

// world is one that notes what the API tells it.
type world struct {
	sync.Mutex
	handle     func(*Call) (int, any)
	violations []wire.Rule
	errors     []string
	answered   []int
	lost       int
}

func (w *world) Helper() {}
func (w *world) Errorf(format string, args ...any) {
	w.errors = append(w.errors, fmt.Sprintf(format, args...))
}
func (w *world) Fatalf(format string, args ...any)                   { panic(fmt.Sprintf(format, args...)) }
func (w *world) Require(context.Context, func() bool, func() string) {}
func (w *world) Stopped() <-chan struct{}                            { return nil }
func (w *world) Notify()                                             {}
func (w *world) Now() time.Time                                      { return time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC) }
func (w *world) Violate(r wire.Rule, _, _ string, _ ...any)          { w.violations = append(w.violations, r) }
func (w *world) IsToken(token string) bool                           { return token == "Bot t" }
func (w *world) Handle(c *Call) (int, any)                           { return w.handle(c) }
func (w *world) Lost(*Call)                                          { w.lost++ }
func (w *world) Answered(_ *Call, status int, _ []byte, _ *Injected) {
	w.answered = append(w.answered, status)
}

func asked(h http.Handler, method, path, token string) *httptest.ResponseRecorder {
	r, out := httptest.NewRequest(method, path, nil), httptest.NewRecorder()
	r.Header.Set("Authorization", token)
	h.ServeHTTP(out, r)
	return out
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	w := &world{}
	api, h := New(w, Options{Routes: []wire.Route{wire.RouteMe}, PerSecond: -1})
	for name, test := range map[string]struct {
		method, path, token string
		handle              func(*Call) (int, any)
		status              int
		body                string
	}{
		"well":           {"GET", "/api/v10/users/@me", "Bot t", func(*Call) (int, any) { return 200, wire.Object{"id": "1"} }, 200, `{"id":"1"}`},
		"of no version":  {"GET", "/api/v8/users/@me", "Bot t", nil, 404, "404"},
		"of no route":    {"GET", "/api/v10/users", "Bot t", nil, 404, "404"},
		"without a word": {"GET", "/api/v10/users/@me", "t", nil, 401, "Unauthorized"},
		"without token":  {"GET", "/api/v10/users/@me", "", nil, 401, "Unauthorized"},
		"refused": {"GET", "/api/v10/users/@me", "Bot t", func(*Call) (int, any) {
			wire.Refuse(wire.ErrUnknownUser)
			return 0, nil
		}, 404, "Unknown User"},
		"a fault of the route": {"GET", "/api/v10/users/@me", "Bot t", func(*Call) (int, any) { panic("broken") }, 500, "Internal"},
	} {
		w.handle = test.handle
		got := asked(h, test.method, test.path, test.token)
		if got.Code != test.status || !strings.Contains(got.Body.String(), test.body) {
			t.Errorf("%s: %d %s", name, got.Code, got.Body)
		}
	}
	if len(w.violations) != 2 || w.violations[0] != wire.UnknownRoute || len(w.errors) != 1 || !strings.Contains(w.errors[0], "broken") {
		t.Errorf("violations %v, errors %.200q", w.violations, w.errors)
	}
	if all, known := api.Requests(), api.Requests(wire.RouteMe); len(all) != 7 || len(known) != 5 || len(w.answered) != 5 {
		t.Errorf("%d requests, %d to a route, %d answered", len(all), len(known), len(w.answered))
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	w := &world{handle: func(*Call) (int, any) { return 200, wire.Object{} }}
	api, h := New(w, Options{Routes: []wire.Route{wire.RouteMe}, PerSecond: -1})
	api.Inject(wire.RouteMe, 2, ServerError(500))
	if got := asked(h, "GET", "/api/v10/users/@me", "Bot t"); got.Code != 500 || w.lost != 1 {
		t.Errorf("%d, %d lost", got.Code, w.lost)
	}
	api.Heal()
	if got := asked(h, "GET", "/api/v10/users/@me", "Bot t"); got.Code != 200 || w.lost != 1 {
		t.Errorf("healed: %d, %d lost", got.Code, w.lost)
	}
	defer func() {
		if e := recover(); e == nil {
			t.Error("a fault for a route that there is not")
		}
	}()
	api.Inject("GET /moon", 1, Cut())
}

func TestInvalidRequestBan(t *testing.T) {
	t.Parallel()
	w := &world{}
	api, _ := New(w, Options{Routes: []wire.Route{wire.RouteMe}})
	c := &Call{Route: wire.RouteMe, Request: httptest.NewRequest("GET", "/users/@me", nil)}
	for range maxRefused {
		api.record(c, 429, nil, &Injected{})
	}
	before := len(w.violations)
	api.record(c, 401, nil, &Injected{})
	if before != 0 || len(w.violations) != 1 || w.violations[0] != wire.InvalidRequestBan {
		t.Errorf("%d violations after 10,000 refusals, %v after one more", before, w.violations)
	}
}
