package commands

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"readout/bot/discord/discordtest/wire"
)

func registry() *Registry {
	id := 0
	return New("1", func() time.Time { return time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC) }, func() string {
		id++
		return fmt.Sprint(id)
	})
}

func named(name string) json.RawMessage {
	return fmt.Appendf(nil, `{"name":%q,"description":"d"}`, name)
}

// refused is what f is refused with, nil if it is not.
func refused(f func()) (err *wire.Error) {
	defer func() {
		if e := recover(); e != nil && !errors.As(e.(error), &err) {
			panic(e)
		}
	}()
	f()
	return nil
}

func TestScopes(t *testing.T) {
	t.Parallel()
	r := registry()
	r.Set("", []json.RawMessage{named("ask"), named("help")})
	own, created := r.Create("7", named("help"))
	if !created || r.Shown("7", wire.SlashCommand, "help").ID != own.ID || r.Shown("8", wire.SlashCommand, "help").GuildID != "" {
		t.Errorf("a guild is not shown its own command: %+v", own)
	}
	if again, created := r.Create("7", named("help")); created || again.ID != own.ID {
		t.Errorf("the same name again: %+v, %t", again, created)
	}
	edited := r.Edit("7", own.ID, map[string]json.RawMessage{"description": []byte(`"There"`)})
	if edited.Description != "There" || edited.Name != "help" || r.Get("7", own.ID).Description != "There" {
		t.Errorf("edited: %+v", edited)
	}
	r.Delete("7", own.ID)
	if got := r.Names(); !slices.Equal(got, []string{"ask", "help"}) || len(r.In("7")) != 0 {
		t.Errorf("left: %q", got)
	}
	if r.Shown("", wire.UserCommand, "ask") != nil {
		t.Error("a command is shown as one of another type")
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	many := func(n int) (all []json.RawMessage) {
		for i := range n {
			all = append(all, named(fmt.Sprint("c", i)))
		}
		return all
	}
	for name, test := range map[string]struct {
		f    func(*Registry)
		code int
	}{
		"unknown":    {func(r *Registry) { r.Get("", "9") }, 10063},
		"another's":  {func(r *Registry) { r.Delete("7", r.In("")[0].ID) }, 10063},
		"no command": {func(r *Registry) { r.Create("", []byte("[]")) }, 50035},
		"twice":      {func(r *Registry) { r.Set("", []json.RawMessage{named("x"), named("x")}) }, 50035},
		"no name":    {func(r *Registry) { r.Set("", []json.RawMessage{named("new"), named("BAD NAME")}) }, 50035},
		"too many":   {func(r *Registry) { r.Set("", many(maxSlashCommands+1)) }, 30032},
		"too many a day": {func(r *Registry) {
			r.Set("", many(99))
			r.Set("", nil)
			r.Set("", many(99))
			r.Set("", nil)
			r.Set("", many(99))
		}, 30034},
	} {
		r := registry()
		r.Create("", named("ask"))
		if err := refused(func() { test.f(r) }); err == nil || err.Code != test.code {
			t.Errorf("%s: %v, want code %d", name, err, test.code)
		}
		if got := r.Names(); name != "too many a day" && !slices.Equal(got, []string{"ask"}) {
			t.Errorf("%s: then there are %q", name, got)
		}
	}
}

// FuzzCommand: whatever is registered is taken or refused, and comes back the same.
func FuzzCommand(f *testing.F) {
	for _, seed := range []string{
		`{"name":"ask","description":"d","options":[{"type":3,"name":"q","description":"d","choices":[{"name":"n","value":"v"}]}]}`,
		`{"name":"X","type":3,"default_member_permissions":"32"}`, `{"name":"x","description":"d","default_member_permissions":32}`,
		`{"name":"x","description":"d","options":[{"type":2,"name":"g","description":"d","options":[{"type":1,"name":"s","description":"d"}]}]}`,
		`{"default_member_permissions":[]}`, `null`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		defer func() {
			if e := recover(); e != nil {
				if _, ok := e.(*wire.Error); !ok {
					t.Fatalf("%s: %v", body, e)
				}
			}
		}()
		cmd, again := &wire.Command{}, &wire.Command{}
		read(cmd, json.RawMessage(body), "")
		first := wire.Marshal(*cmd)
		read(again, first, "")
		if second := wire.Marshal(*again); string(first) != string(second) {
			t.Errorf("%s came back as %s", first, second)
		}
	})
}
