package postgres_test

import (
	"context"
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
		os.Exit(postgrestest.Status(child.run(context.Background(), child.url)))
	}
	os.Exit(postgrestest.Main(m, &server))
}

// installed reports whether there is a server, and says so in the test's log where there is none.
func installed(t testing.TB) bool { return server.Installed(t) }
