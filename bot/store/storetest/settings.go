package storetest

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"readout/bot/store"
)

func testSettings(t *testing.T, place Place) {
	c := NewClock()
	s := openStore(t, place, store.Options{Clock: c.Now})
	if v, err := s.Settings(t.Context(), GuildA); err != nil || !cmp.Equal(v, store.Settings{}) {
		t.Errorf("a new server has %+v, %v", v, err)
	}
	want := store.Settings{Channels: []store.ChannelID{Channel}, ModeratorRole: "5", Private: true, Language: "de", AuditChannel: "6",
		RefreshEvery: 6 * time.Hour, Limits: store.Limits{MemberHere: store.Amount{Questions: 20}, Guild: store.Amount{Tokens: 1e6, Micros: 5e6}}}
	got, err := s.UpdateSettings(t.Context(), GuildA, func(v *store.Settings) error { *v = want; return nil })
	Must(t, err)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("updated (-want +got):\n%s", d)
	}
	Must(t, s.Close())
	s = openStore(t, place, store.Options{Clock: c.Now})
	got, err = s.Settings(t.Context(), GuildA)
	Must(t, err)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("reopened (-want +got):\n%s", d)
	}
	if v, err := s.Settings(t.Context(), GuildB); err != nil || !cmp.Equal(v, store.Settings{}) {
		t.Errorf("the other server has %+v, %v", v, err)
	}
}

func testUpdateSettingsRefuses(t *testing.T, place Place) {
	s, _ := newStore(t, place)
	failure := errors.New("no")
	for name, change := range map[string]func(*store.Settings) error{
		"the caller's error": func(v *store.Settings) error { v.Language = "de"; return failure },
		"a channel":          func(v *store.Settings) error { v.Channels = []store.ChannelID{"here"}; return nil },
		"a role":             func(v *store.Settings) error { v.ModeratorRole = "all"; return nil },
		"an audit channel":   func(v *store.Settings) error { v.AuditChannel = "-1"; return nil },
		"a refresh":          func(v *store.Settings) error { v.RefreshEvery = -1; return nil },
	} {
		if _, err := s.UpdateSettings(t.Context(), GuildA, change); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for _, guild := range []store.GuildID{"", "x"} {
		if _, err := s.UpdateSettings(t.Context(), guild, func(*store.Settings) error { return nil }); err == nil {
			t.Errorf("server %q has settings", guild)
		}
		if _, err := s.Settings(t.Context(), guild); err == nil {
			t.Errorf("server %q has settings to read", guild)
		}
	}
	if v, err := s.Settings(t.Context(), GuildA); err != nil || !cmp.Equal(v, store.Settings{}) {
		t.Errorf("refused settings are there: %+v, %v", v, err)
	}
}

// What a later version of the program stored is still there after this one changed the settings.
// A field that is left out when it is zero could not be told from one that this version does not know.
func testSettingsChangedAtOnceLoseNothing(t *testing.T, place Place) {
	s, _ := newStore(t, place)
	const moderators = 50
	var wg sync.WaitGroup
	for range moderators {
		wg.Go(func() {
			_, err := s.UpdateSettings(t.Context(), GuildA, func(v *store.Settings) error { v.Limits.Guild.Questions++; return nil })
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if v, err := s.Settings(t.Context(), GuildA); err != nil || v.Limits.Guild.Questions != moderators {
		t.Errorf("%d of %d changes are there, %v", v.Limits.Guild.Questions, moderators, err)
	}
}
