package bolt

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"

	"readout/bot/bolt/internal/table"
	"readout/bot/store"
	"readout/bot/store/storetest"
)

func TestPseudonymsDifferBetweenStores(t *testing.T) {
	t.Parallel()
	a, _ := newStore(t)
	b, _ := newStore(t)
	if cmp.Equal(a.pseudonym(storetest.Ann), b.pseudonym(storetest.Ann)) || cmp.Equal(a.pseudonym(storetest.Ann), a.pseudonym(storetest.Ben)) ||
		!cmp.Equal(a.pseudonym(storetest.Ann), a.pseudonym(storetest.Ann)) {
		t.Error("pseudonyms do not tell apart what they should")
	}
}

func TestForgettingInADamagedStore(t *testing.T) {
	t.Parallel()
	for _, index := range []string{receiptsByMember, feedbackByMember, threadsByMember, auditByMember} {
		s, _ := newStore(t)
		raw(t, s, func(tx *bbolt.Tx) error {
			for i := range uint64(chunk) {
				if err := tx.Bucket([]byte(index)).Put(table.ID(storetest.Ann).Number(1).Number(i), nil); err != nil {
					return err
				}
			}
			return nil
		})
		if _, err := s.ForgetMember(t.Context(), storetest.Ann); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("%s: %v", index, err)
		}
		if err := s.Check(t.Context()); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("check of %s: %v", index, err)
		}
		storetest.Must(t, s.Close())
	}
}
