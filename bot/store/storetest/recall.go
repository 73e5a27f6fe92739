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
		r := Answer(Ann, n+1)
		r.Citations = []store.Citation{
			{Article: "a", Passage: "a/1"},
			{Article: "a", Passage: "a/longer"},
			{Article: "b", Passage: corpus.PassageID("b/" + string(rune('0'+n%2)))},
		}
		if n == 4 {
			r.Guild, r.Citations = GuildB, []store.Citation{{Article: "c", Passage: "c/1"}}
		}
		Add(t, s, r)
	}
	for guild, want := range map[store.GuildID][]corpus.PassageID{GuildA: {"a/1", "a/longer", "b/0", "b/1"}, GuildB: {"c/1"}, "999": nil,
		"": nil} {
		got, err := s.CitedPassages(t.Context(), guild)
		Must(t, err)
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
	is(GuildA, "")
	Must(t, s.SetRecalled(t.Context(), GuildA, "v7"))
	Must(t, s.SetRecalled(t.Context(), GuildA, "v8"))
	is(GuildA, "v8")
	is(GuildB, "")
	Must(t, s.Check(t.Context()))
	Must(t, s.GuildLeft(t.Context(), GuildA))
	_, err := s.PurgeGuild(t.Context(), GuildA)
	Must(t, err)
	is(GuildA, "")
	Must(t, s.SetRecalled(t.Context(), GuildB, "v1"))
	Must(t, s.SetRecalled(t.Context(), GuildB, ""))
	is(GuildB, "")
	for _, guild := range []store.GuildID{"", "x"} {
		if err := s.SetRecalled(t.Context(), guild, "v1"); err == nil {
			t.Errorf("recalled in server %q", guild)
		}
		if _, err := s.Recalled(t.Context(), guild); err == nil {
			t.Errorf("recalled of server %q", guild)
		}
	}
}
