package store_test

import (
	"testing"

	"readout/bot/store"
	"readout/bot/store/storetest"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t testing.TB) storetest.Place {
		dir := t.TempDir()
		return storetest.Place{
			Open: func(o store.Options) (storetest.Store, error) { return store.Open(dir, store.WithoutSync(o)) },
			Contents: func(t testing.TB, s storetest.Store) map[string][]string {
				return store.Contents(t, s.(*store.Store))
			},
			Fixed: []string{"meta"},
		}
	})
}
