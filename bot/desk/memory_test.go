package desk

import (
	"errors"
	"log/slog"
	"strings"
	"testing"

	"readout/bot/datadir"
	"readout/bot/failure"
	"readout/bot/postgres"
	"readout/bot/secret"
	"readout/bot/store"
)

func TestDatabaseThatCantBeOpened(t *testing.T) {
	t.Parallel()
	dir, err := datadir.Open(t.TempDir(), "run", store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()
	for url, want := range map[string]error{
		"postgres://readout:hunter2@127.0.0.1:1/readout": postgres.ErrUnreachable,
		"postgres://readout:hunter2@[::1/readout":        postgres.ErrURL,
		"hunter2": postgres.ErrURL,
	} {
		c := DataConfig{Database: secret.Value(url)}
		kept, err := c.Remember(t.Context(), dir, slog.New(slog.DiscardHandler))
		if !errors.Is(err, want) || kept != nil {
			t.Fatalf("%v, want %v", err, want)
		}
		if text := err.Error(); strings.Contains(text, "hunter2") || !strings.Contains(text, "DATABASE_URL") || !failure.IsInput(err) {
			t.Errorf("worded %q", text)
		}
	}
	kept, err := DataConfig{}.Remember(t.Context(), dir, slog.New(slog.DiscardHandler))
	if err != nil || kept.(directoryStore).Store != dir.Store {
		t.Errorf("with nothing set: %v, %v", kept, err)
	}
}
