package store

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"
)

func TestSettings(t *testing.T) {
	t.Parallel()
	dir, c := t.TempDir(), newClock()
	s := openStore(t, dir, Options{Clock: c.now})
	if v, err := s.Settings(t.Context(), guildA); err != nil || !cmp.Equal(v, Settings{}) {
		t.Errorf("a new server has %+v, %v", v, err)
	}
	want := Settings{Channels: []ChannelID{channel}, ModeratorRole: "5", Private: true, Language: "de", AuditChannel: "6",
		RefreshEvery: 6 * time.Hour, Limits: Limits{MemberHere: Amount{Questions: 20}, Guild: Amount{Tokens: 1e6, Micros: 5e6}}}
	got, err := s.UpdateSettings(t.Context(), guildA, func(v *Settings) error { *v = want; return nil })
	must(t, err)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("updated (-want +got):\n%s", d)
	}
	must(t, s.Close())
	s = openStore(t, dir, Options{Clock: c.now})
	got, err = s.Settings(t.Context(), guildA)
	must(t, err)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("reopened (-want +got):\n%s", d)
	}
	if v, err := s.Settings(t.Context(), guildB); err != nil || !cmp.Equal(v, Settings{}) {
		t.Errorf("the other server has %+v, %v", v, err)
	}
}

func TestUpdateSettingsRefuses(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	failure := errors.New("no")
	for name, change := range map[string]func(*Settings) error{
		"the caller's error": func(v *Settings) error { v.Language = "de"; return failure },
		"a channel":          func(v *Settings) error { v.Channels = []ChannelID{"here"}; return nil },
		"a role":             func(v *Settings) error { v.ModeratorRole = "all"; return nil },
		"an audit channel":   func(v *Settings) error { v.AuditChannel = "-1"; return nil },
		"a refresh":          func(v *Settings) error { v.RefreshEvery = -1; return nil },
	} {
		if _, err := s.UpdateSettings(t.Context(), guildA, change); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for _, guild := range []GuildID{"", "x"} {
		if _, err := s.UpdateSettings(t.Context(), guild, func(*Settings) error { return nil }); err == nil {
			t.Errorf("server %q has settings", guild)
		}
		if _, err := s.Settings(t.Context(), guild); err == nil {
			t.Errorf("server %q has settings to read", guild)
		}
	}
	if v, err := s.Settings(t.Context(), guildA); err != nil || !cmp.Equal(v, Settings{}) {
		t.Errorf("refused settings are there: %+v, %v", v, err)
	}
}

// What a later version of the program stored is still there after this one changed the settings.
func TestUnknownSettingsSurvive(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	k := key{}.number(snowflake(guildA))
	later := `{"language":"de","tone":{"formal":true},"limits":{"guild":{"questions":5,"images":3}},"channels":["1"]}`
	raw(t, s, func(tx *bbolt.Tx) error { return writeValue(tx, settingsBucket, k, json.RawMessage(later)) })
	_, err := s.UpdateSettings(t.Context(), guildA, func(v *Settings) error {
		if v.Language != "de" || v.Limits.Guild.Questions != 5 {
			t.Errorf("read as %+v", *v)
		}
		*v = Settings{Private: true}
		return nil
	})
	must(t, err)
	var stored map[string]any
	raw(t, s, func(tx *bbolt.Tx) error { return decode(tx.Bucket([]byte(settingsBucket)).Get(k), &stored) })
	guild := stored["limits"].(map[string]any)["guild"].(map[string]any)
	if guild["images"] != 3.0 || guild["questions"] != 0.0 || stored["language"] != "" || stored["channels"] != nil {
		t.Errorf("stored %v", stored)
	}
	if d := cmp.Diff(map[string]any{"formal": true}, stored["tone"]); d != "" {
		t.Errorf("unknown setting (-want +got):\n%s", d)
	}
}

// A field that is left out when it is zero could not be told from one that this version does not know.
func TestSettingsLeaveNothingOut(t *testing.T) {
	t.Parallel()
	var check func(typ reflect.Type)
	check = func(typ reflect.Type) {
		for i := range typ.NumField() {
			f := typ.Field(i)
			if tag := f.Tag.Get("json"); tag == "" || strings.Contains(tag, "omit") {
				t.Errorf("%s.%s has the tag %q", typ.Name(), f.Name, tag)
			}
			if f.Type.Kind() == reflect.Struct {
				check(f.Type)
			}
		}
	}
	check(reflect.TypeFor[Settings]())
}

func TestSettingsChangedAtOnceLoseNothing(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	const moderators = 50
	var wg sync.WaitGroup
	for range moderators {
		wg.Go(func() {
			_, err := s.UpdateSettings(t.Context(), guildA, func(v *Settings) error { v.Limits.Guild.Questions++; return nil })
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if v, err := s.Settings(t.Context(), guildA); err != nil || v.Limits.Guild.Questions != moderators {
		t.Errorf("%d of %d changes are there, %v", v.Limits.Guild.Questions, moderators, err)
	}
}
