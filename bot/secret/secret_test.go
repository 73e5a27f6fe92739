package secret

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestSecretIsNeverShown(t *testing.T) {
	t.Parallel()
	const value = "tok3n"
	type settings struct {
		Key  Value
		Keys []Value
		By   map[string]Value
	}
	s := settings{value, []Value{value}, map[string]Value{"a": value}}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%T"} {
		for _, arg := range []any{s, &s, s.Key, &s.Key, s.Keys, fmt.Errorf("key %v", s.Key)} {
			if shown := fmt.Sprintf(verb, arg); strings.Contains(shown, value) || strings.Contains(shown, fmt.Sprintf("%x", value)) {
				t.Errorf("%s of %T: %s", verb, arg, shown)
			}
		}
	}
	var logged bytes.Buffer
	for _, h := range []slog.Handler{slog.NewTextHandler(&logged, nil), slog.NewJSONHandler(&logged, nil)} {
		slog.New(h).Info("start", "key", s.Key, "settings", s, "pointer", &s.Key)
	}
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	if all := logged.String() + string(data) + s.Key.String() + s.Key.GoString(); strings.Contains(all, value) || !strings.Contains(all, redacted) {
		t.Errorf("shown: %s", all)
	}
	if Value("").String() != "" {
		t.Error("an unset secret reads as one that is set")
	}
}
