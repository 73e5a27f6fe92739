package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"

	"readout/bot/postgres/postgrestest"
)

// server is what the tests' databases are on; nil where none is installed.
var server *postgrestest.Server

func TestMain(m *testing.M) {
	for _, child := range []struct {
		url string
		run func(context.Context, string) error
	}{{os.Getenv(spendURL), spend}, {os.Getenv(writeURL), writeUntilKilled}} {
		if child.url == "" {
			continue
		}
		if err := child.run(context.Background(), child.url); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	var err error
	server, err = postgrestest.Start()
	switch {
	case errors.Is(err, postgrestest.ErrNotInstalled):
		fmt.Fprintf(os.Stderr, "NOT RUN: what needs PostgreSQL: %v\n", err)
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	if server != nil {
		if err := server.Stop(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

// installed reports whether there is a server, and says so in the test's log where there is none.
func installed(t testing.TB) bool {
	if server == nil {
		t.Log("NOT RUN: no PostgreSQL here")
	}
	return server != nil
}
