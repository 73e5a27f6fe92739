package storetest

import (
	"slices"
	"testing"

	"readout/bot/store"
	"readout/corpus"
)

func testCitedPassages(t *testing.T, place Place) {
	s, _ := newStore(t, place)
	for n := range 5 {
		r := answer(ann, n+1)
		r.Citations = []store.Citation{
			{Article: "a", Passage: "a/1"},
			{Article: "a", Passage: "a/longer"},
			{Article: "b", Passage: corpus.PassageID("b/" + string(rune('0'+n%2)))},
		}
		if n == 4 {
			r.Guild, r.Citations = guildB, []store.Citation{{Article: "c", Passage: "c/1"}}
		}
		add(t, s, r)
	}
	for guild, want := range map[store.GuildID][]corpus.PassageID{guildA: {"a/1", "a/longer", "b/0", "b/1"}, guildB: {"c/1"}, "999": nil,
		"": nil} {
		got, err := s.CitedPassages(t.Context(), guild)
		must(t, err)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("server %q: %v, want %v", guild, got, want)
		}
	}
	if _, err := s.CitedPassages(t.Context(), "x"); err == nil {
		t.Error("passages of no server")
	}
}

func testRecalled(t *testing.T, place Place) {
	s, _ := newStore(t, place)
	is := func(guild store.GuildID, want string) {
		t.Helper()
		if got, err := s.Recalled(t.Context(), guild); err != nil || got != want {
			t.Errorf("recalled %q, %v; want %q", got, err, want)
		}
	}
	is(guildA, "")
	must(t, s.SetRecalled(t.Context(), guildA, "v7"))
	must(t, s.SetRecalled(t.Context(), guildA, "v8"))
	is(guildA, "v8")
	is(guildB, "")
	must(t, s.Check(t.Context()))
	must(t, s.GuildLeft(t.Context(), guildA))
	_, err := s.PurgeGuild(t.Context(), guildA)
	must(t, err)
	is(guildA, "")
	must(t, s.SetRecalled(t.Context(), guildB, "v1"))
	must(t, s.SetRecalled(t.Context(), guildB, ""))
	is(guildB, "")
	for _, guild := range []store.GuildID{"", "x"} {
		if err := s.SetRecalled(t.Context(), guild, "v1"); err == nil {
			t.Errorf("recalled in server %q", guild)
		}
		if _, err := s.Recalled(t.Context(), guild); err == nil {
			t.Errorf("recalled of server %q", guild)
		}
	}
}
