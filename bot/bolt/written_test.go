package bolt

import (
	"errors"
	"testing"

	"go.etcd.io/bbolt"

	"readout/bot/store"
)

func TestMigrationToWritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := openStore(t, dir, store.Options{})
	id := add(t, s, answer(ann, 1))
	raw(t, s, func(tx *bbolt.Tx) error {
		return errors.Join(tx.DeleteBucket([]byte(writtens.Name)), tx.DeleteBucket([]byte(writtenByTime)), setSchema(tx, schemaBase))
	})
	other := backUp(t, s)
	must(t, s.Close())
	for _, dir := range []string{dir, other} {
		s := openStore(t, dir, store.Options{})
		must(t, s.KeepWritten(t.Context(), "who?", []byte("they")))
		if _, err := s.Receipt(t.Context(), id); err != nil {
			t.Error(err)
		}
		must(t, s.Check(t.Context()))
	}
}
