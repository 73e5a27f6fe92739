package discordtest

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"readout/bot/discord/discordtest/description"
	"readout/bot/discord/discordtest/traffic"
	"readout/bot/discord/discordtest/wire"
)

// quietTB fails nothing: these tests read the violations.
type quietTB struct{ testing.TB }

func (quietTB) Errorf(string, ...any) {}

// TestRoutesAreDescribed: a route of ours that Discord does not have would let a client's mistake pass.
func TestRoutesAreDescribed(t *testing.T) {
	t.Parallel()
	file, err := description.Find("")
	if err != nil {
		t.Logf("not compared with Discord's API description: %v", err)
		return
	}
	d, err := description.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	for route := range routes {
		if _, op := d.Operation(route); op == nil && route != wire.RouteFile {
			t.Errorf("the API description does not have %s", route)
		}
	}
}

// TestRoutesAreNamed: every constant of a route has a handler.
func TestRoutesAreNamed(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("wire/route.go")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`Route\w+ +Route = "([A-Z]+ [^"]+)"`).FindAllStringSubmatch(string(source), -1)
	for _, n := range named {
		if routes[wire.Route(n[1])] == nil {
			t.Errorf("no handler for %s", n[1])
		}
	}
	if len(named) != len(routes) {
		t.Errorf("%d constants, %d handlers", len(named), len(routes))
	}
}

func TestPinging(t *testing.T) {
	t.Parallel()
	for raw, quiet := range map[string]bool{
		``:                                  false,
		`null`:                              false,
		`{}`:                                false,
		`{"parse":null}`:                    false,
		`{"parse":[]}`:                      true,
		`{"parse":[],"users":[]}`:           true,
		`{"parse":[],"users":["1"]}`:        false,
		`{"parse":[],"roles":["1"]}`:        false,
		`{"parse":["everyone"]}`:            false,
		`{"parse":"all"}`:                   false,
		`{"parse":[],"replied_user":true}`:  false,
		`{"parse":[],"replied_user":false}`: true,
	} {
		if got := wire.Pinging(json.RawMessage(raw)); (got == "") != quiet {
			t.Errorf("%s: %q", raw, got)
		}
	}
}

func TestShape(t *testing.T) {
	t.Parallel()
	decode := func(text string) (v any) {
		if err := json.Unmarshal([]byte(text), &v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	same := [][2]string{
		{`{"id":"1","text":"one text"}`, `{"text":"another text","id":"25"}`},
		{`[{"a":1},{"a":1}]`, `[{"a":1}]`},
		{`{"123":{"x":true}}`, `{"456":{"x":true},"789":{"x":true}}`},
		{`{"n":1234}`, `{"n":99999}`},
	}
	for _, pair := range same {
		if a, b := description.Shape(decode(pair[0])), description.Shape(decode(pair[1])); a != b {
			t.Errorf("%s is %s, but %s is %s", pair[0], a, pair[1], b)
		}
	}
	different := [][2]string{
		{`{"type":1}`, `{"type":2}`}, {`{"a":null}`, `{}`}, {`{"a":""}`, `{"a":"a longer text"}`}, {`[]`, `[1]`}, {`true`, `false`},
		{`{"t":"2026-01-02T03:04:05Z"}`, `{"t":"a text of this size"}`},
	}
	for _, pair := range different {
		if a, b := description.Shape(decode(pair[0])), description.Shape(decode(pair[1])); a == b {
			t.Errorf("%s and %s are both %s", pair[0], pair[1], a)
		}
	}
}

func TestProblemsNest(t *testing.T) {
	t.Parallel()
	var p wire.Problems
	p.Add("embeds.0.title", "CODE", "too long")
	p.Add("embeds.0.title", "OTHER", "too bad")
	p.Add("", "BODY", "wrong")
	got := string(wire.Marshal(p.Wire()))
	want := `{"_errors":[{"code":"BODY","message":"wrong"}],"embeds":{"0":{"title":{"_errors":[{"code":"CODE","message":"too long"},{"code":"OTHER","message":"too bad"}]}}}}`
	if got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// FuzzDraft: whatever a client sends as a message is taken or refused, and a message that is taken keeps to the limits.
func FuzzDraft(f *testing.F) {
	for _, seed := range []string{
		`{"content":"x","allowed_mentions":{"parse":[]}}`, `{"embeds":[{"title":"t","fields":[{"name":"n","value":"v"}]}]}`,
		`{"flags":32768,"components":[{"type":17,"components":[{"type":9,"components":[],"accessory":{"type":2}}]}]}`,
		`{"components":[{"type":1,"components":[{"type":3,"options":[{"label":"l","value":"v"}],"max_values":3}]}]}`, `null`, `[]`,
		`{"content":5}`,
	} {
		f.Add(seed)
	}
	s := New(quietTB{f}, Options{Tolerate: []wire.Rule{wire.OpenMentions, wire.InvalidRequest}})
	f.Fuzz(func(t *testing.T, body string) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.violations = nil
		defer func() {
			if e := recover(); e != nil {
				if refused, ok := e.(*wire.Error); !ok || !json.Valid(wire.Marshal(refused.Wire())) {
					t.Fatalf("%s: %v", body, e)
				}
			}
		}()
		c := &call{srv: s, Call: &traffic.Call{Route: wire.RouteCreateMessage, Request: httptest.NewRequest("POST", "/", nil),
			Body: []byte(body)}}
		d := c.readDraft(c.Body, "")
		if len([]rune(d.Text())) > wire.MaxContent || len(d.Embeds) > wire.MaxEmbeds || len(d.Components) > wire.MaxV2Components {
			t.Errorf("taken: %s", body)
		}
		m := wire.Message{Content: d.Text(), Embeds: d.Embeds, Components: d.Components}
		wire.Complete(&m, s.newID)
		if !json.Valid(wire.Marshal(m)) || !strings.Contains(m.Text(), m.Content) {
			t.Errorf("message of %s", body)
		}
	})
}
