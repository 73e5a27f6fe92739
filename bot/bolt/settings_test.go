package bolt

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"

	"readout/bot/bolt/internal/table"
	"readout/bot/store"
	"readout/bot/store/storetest"
)

func TestUnknownSettingsSurvive(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	k := table.ID(storetest.GuildA)
	later := `{"language":"de","tone":{"formal":true},"limits":{"guild":{"questions":5,"images":3}},"channels":["1"]}`
	raw(t, s, func(tx *bbolt.Tx) error { return table.WriteValue(tx, settingsBucket, k, json.RawMessage(later)) })
	_, err := s.UpdateSettings(t.Context(), storetest.GuildA, func(v *store.Settings) error {
		if v.Language != "de" || v.Limits.Guild.Questions != 5 {
			t.Errorf("read as %+v", *v)
		}
		*v = store.Settings{Private: true}
		return nil
	})
	storetest.Must(t, err)
	var stored map[string]any
	raw(t, s, func(tx *bbolt.Tx) error { return table.Decode(tx.Bucket([]byte(settingsBucket)).Get(k), &stored) })
	guild := stored["limits"].(map[string]any)["guild"].(map[string]any)
	if guild["images"] != 3.0 || guild["questions"] != 0.0 || stored["language"] != "" || stored["channels"] != nil {
		t.Errorf("stored %v", stored)
	}
	if d := cmp.Diff(map[string]any{"formal": true}, stored["tone"]); d != "" {
		t.Errorf("unknown setting (-want +got):\n%s", d)
	}
}

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
	check(reflect.TypeFor[store.Settings]())
}
