package bolt

import (
	"readout/bot/store/storetest"
	"testing"

	"go.etcd.io/bbolt"
)

// Contents is what every bucket holds, keys and values.
func Contents(t testing.TB, s *Store) map[string][]string {
	t.Helper()
	found := make(map[string][]string)
	storetest.Must(t, s.view(t.Context(), func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			found[string(name)] = nil
			return b.ForEach(func(k, v []byte) error {
				found[string(name)] = append(found[string(name)], string(k)+string(v))
				return nil
			})
		})
	}))
	return found
}
