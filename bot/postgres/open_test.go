package postgres_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"readout/bot/postgres"
	"readout/bot/store"
)

// What can't be opened is told without the password, whoever's words say why.
func TestOpenSaysNoSecret(t *testing.T) {
	t.Parallel()
	if !installed(t) {
		return
	}
	right := server.URL("postgres")
	for name, test := range map[string]struct {
		url  string
		want error
	}{
		"nothing":            {"", postgres.ErrURL},
		"another protocol":   {"mysql://readout:" + server.Password() + "@127.0.0.1/x", postgres.ErrURL},
		"a port beyond all":  {strings.Replace(right, server.Address(), "127.0.0.1:99999", 1), postgres.ErrURL},
		"nobody there":       {strings.Replace(right, server.Address(), "127.0.0.1:1", 1), postgres.ErrUnreachable},
		"a wrong password":   {strings.Replace(right, server.Password(), server.Password()+"x", 1), postgres.ErrUnreachable},
		"no such database":   {server.URL("absent"), postgres.ErrUnreachable},
		"a parameter of its": {right + "&statement_timeout=soon", postgres.ErrUnreachable},
	} {
		s, err := postgres.Open(t.Context(), test.url, store.Options{})
		if !errors.Is(err, test.want) || s != nil {
			t.Errorf("%s: %v, want %v", name, err, test.want)
			continue
		}
		if strings.Contains(err.Error(), server.Password()) {
			t.Errorf("%s: the error has the password", name)
		}
	}
}

// Several processes that start at once make the tables once, and have one key of pseudonyms.
func TestOpenedAtOnce(t *testing.T) {
	t.Parallel()
	if !installed(t) {
		return
	}
	url := server.Database(t)
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			s, err := postgres.Open(t.Context(), url, store.Options{})
			if err != nil {
				t.Error(err)
				return
			}
			defer s.Close()
			if err := s.KeepWritten(t.Context(), "who?", []byte("they")); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	s, err := postgres.Open(t.Context(), url, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if n := len(postgres.Contents(t, s)["written"]); n != 1 {
		t.Errorf("one key is kept under %d pseudonyms", n)
	}
}

// Two processes that share a database never pass a limit between them, and neither loses what the other writes.
func TestTwoProcessesHoldOneLimit(t *testing.T) {
	t.Parallel()
	if !installed(t) {
		return
	}
	url := server.Database(t)
	var both [2]*postgres.Store
	for i := range both {
		s, err := postgres.Open(t.Context(), url, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		both[i] = s
	}
	const budget, callers = 25, 100
	granted := make(chan store.Reservation, callers)
	var wg sync.WaitGroup
	for i := range callers {
		wg.Go(func() {
			r, err := both[i%2].Reserve(t.Context(), store.Charge{Guild: "7", Member: "8", Amount: store.Amount{Questions: 1},
				Limits: store.Limits{Guild: store.Amount{Questions: budget}}})
			if err == nil {
				granted <- r
			} else if !errors.Is(err, store.ErrBudget) {
				t.Error(err)
			}
			if _, err := both[i%2].UpdateSettings(t.Context(), "7", func(v *store.Settings) error {
				v.Limits.Guild.Questions++
				return nil
			}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if len(granted) != budget {
		t.Errorf("%d granted of %d", len(granted), budget)
	}
	if v, err := both[0].Settings(t.Context(), "7"); err != nil || v.Limits.Guild.Questions != callers {
		t.Errorf("%d of %d changes of the settings are there, %v", v.Limits.Guild.Questions, callers, err)
	}
	// What one reserved the other settles, once.
	r := <-granted
	if err := both[1].Settle(t.Context(), r, store.Amount{}); err != nil {
		t.Error(err)
	}
	if err := both[0].Settle(t.Context(), r, store.Amount{}); !errors.Is(err, store.ErrSettled) {
		t.Errorf("settled twice: %v", err)
	}
}
