package bolt_test

import (
	"testing"

	"readout/bot/bolt"
	"readout/bot/store"
	"readout/bot/store/storetest"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t testing.TB) storetest.Place {
		dir := t.TempDir()
		return storetest.Place{
			Open: func(o store.Options) (storetest.Store, error) {
				o.NoSync = true
				return bolt.Open(dir, o)
			},
			Contents: func(t testing.TB, s storetest.Store) map[string][]string {
				return bolt.Contents(t, s.(*bolt.Store))
			},
			Fixed: []string{"meta"},
		}
	})
}
