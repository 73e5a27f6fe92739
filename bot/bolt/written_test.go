package bolt

import (
	"errors"
	"testing"

	"go.etcd.io/bbolt"

	"readout/bot/store"
	"readout/bot/store/storetest"
)

func TestMigrationToWritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := openStore(t, dir, store.Options{})
	id := storetest.Add(t, s, storetest.Answer(storetest.Ann, 1))
	raw(t, s, func(tx *bbolt.Tx) error {
		return errors.Join(tx.DeleteBucket([]byte(writtens.Name)), tx.DeleteBucket([]byte(writtenByTime)), setSchema(tx, schemaBase))
	})
	other := backUp(t, s)
	storetest.Must(t, s.Close())
	for _, dir := range []string{dir, other} {
		s := openStore(t, dir, store.Options{})
		storetest.Must(t, s.KeepWritten(t.Context(), "who?", []byte("they")))
		if _, err := s.Receipt(t.Context(), id); err != nil {
			t.Error(err)
		}
		storetest.Must(t, s.Check(t.Context()))
	}
}
