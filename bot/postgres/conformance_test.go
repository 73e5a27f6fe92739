package postgres_test

import (
	"testing"

	"readout/bot/postgres"
	"readout/bot/store"
	"readout/bot/store/storetest"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	if !installed(t) {
		return
	}
	storetest.Run(t, func(t testing.TB) storetest.Place {
		url := server.Database(t)
		return storetest.Place{
			Open: func(o store.Options) (storetest.Store, error) { return postgres.Open(t.Context(), url, o) },
			Contents: func(t testing.TB, s storetest.Store) map[string][]string {
				return postgres.Contents(t, s.(*postgres.Store))
			},
			Remote: true,
			Fixed:  []string{"secrets", "goose_db_version", "leases", "library_heads", "library_files", "tasks", "refusals", "not_before", "paces", "copying"},
		}
	})
}
