package discord

import (
	"maps"
	"regexp"
	"slices"
	"testing"
	"unicode/utf8"

	"readout/bot/chat"
	"readout/bot/chat/wording"
	"readout/bot/store"
)

// TestCommandsAreWithinLimits checks names, descriptions and sizes in every language against what Discord takes.
func TestCommandsAreWithinLimits(t *testing.T) {
	t.Parallel()
	name := regexp.MustCompile(`^[-_'\p{L}\p{N}]{1,32}$`)
	var visit func(where string, size *int, o wireOption)
	longest := func(text string, others map[string]string) int {
		n := utf8.RuneCountInString(text)
		for _, other := range others {
			n = max(n, utf8.RuneCountInString(other))
		}
		return n
	}
	visit = func(where string, size *int, o wireOption) {
		*size += longest(o.Name, o.NameLocalizations) + longest(o.Description, o.DescriptionLocalizations)
		for _, n := range append(slices.Collect(maps.Values(o.NameLocalizations)), o.Name) {
			if !name.MatchString(n) {
				t.Errorf("%s: bad name %q", where, n)
			}
		}
		if n := longest(o.Description, o.DescriptionLocalizations); n < 1 || n > 100 {
			t.Errorf("%s %s: description of %d characters", where, o.Name, n)
		}
		for _, sub := range o.Options {
			visit(where+" "+o.Name, size, sub)
		}
	}
	for _, c := range wireCommands(wording.All()) {
		size := longest(c.Name, c.NameLocalizations) + longest(c.Description, c.DescriptionLocalizations)
		if size > 8000 {
			t.Errorf("%s has %d characters", c.Name, size)
		}
		if c.Type == 1 {
			visit("", &size, wireOption{wireNames: c.wireNames, Options: c.Options})
		}
	}
	all := chat.NewRepertoire(commandsOf(nil, nil), nil)
	for _, c := range commandsOf(nil, nil) {
		if named, ok := all.Command(wording.English().Commands[c.Key].Name); !ok || named.Key != c.Key {
			t.Errorf("%s is not found by its name", c.Key)
		}
	}
}

func TestModeratorsAreChecked(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		q    chat.Request
		want bool
	}{
		{chat.Request{}, false},
		{chat.Request{Manages: true}, true},
		{chat.Request{Roles: []string{""}}, false},
		{chat.Request{Roles: []string{"7"}, Settings: store.Settings{ModeratorRole: "7"}}, true},
		{chat.Request{Roles: []string{"8"}, Settings: store.Settings{ModeratorRole: "7"}}, false},
	} {
		if got := tc.q.Moderates(); got != tc.want {
			t.Errorf("%+v moderates: %v", tc.q, got)
		}
	}
}
