package discord

import (
	"maps"
	"regexp"
	"slices"
	"testing"
	"unicode/utf8"

	"readout/bot/chat/wording"
	"readout/bot/store"
	"readout/corpus"
	"readout/corpus/reading"
)

func TestArticleNamed(t *testing.T) {
	t.Parallel()
	b := &bot{languages: wording.All()}
	c, err := reading.New([]*corpus.Article{
		{ID: "a", Title: "The tide turns", Publisher: "The Tide", Body: "It turned."},
		{ID: "b", Title: "Tides of the north", Publisher: "Tidewater Post", Body: "They rise."},
		{ID: "c", Title: "Harbours", Publisher: "Evening Mast", Aliases: []string{"the tidemark piece"}, Body: "They open."},
	})
	if err != nil {
		t.Fatal(err)
	}
	for named, want := range map[string]corpus.ArticleID{"b": "b", "tidewater": "b", "TIDES": "b", "tide": "a", "Mast": "c", "tidemark piece": "c",
		"Tid": "", "nothing": "", "": "", " ": "", "·": ""} {
		var got corpus.ArticleID
		if a := b.articleNamed(c, named); a != nil {
			got = a.ID
		}
		if got != want {
			t.Errorf("%q names %q, want %q", named, got, want)
		}
	}
}

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
			visit("", &size, wireOption{Name: c.Name, NameLocalizations: c.NameLocalizations, Description: c.Description,
				DescriptionLocalizations: c.DescriptionLocalizations, Options: c.Options})
		}
	}
	named := commandsByName()
	for _, key := range commands() {
		if named[wording.English().Commands[key.key].Name].key != key.key {
			t.Errorf("%s is not found by its name", key.key)
		}
	}
}

func TestModeratorsAreChecked(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		q    request
		want bool
	}{
		{request{}, false},
		{request{manages: true}, true},
		{request{roles: []string{""}}, false},
		{request{roles: []string{"7"}, settings: store.Settings{ModeratorRole: "7"}}, true},
		{request{roles: []string{"8"}, settings: store.Settings{ModeratorRole: "7"}}, false},
	} {
		if got := tc.q.moderates(); got != tc.want {
			t.Errorf("%+v moderates: %v", tc.q, got)
		}
	}
}
