package bolt

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"

	"readout/bot/bolt/internal/table"
	"readout/bot/store"
)

func TestPseudonymsDifferBetweenStores(t *testing.T) {
	t.Parallel()
	a, _ := newStore(t)
	b, _ := newStore(t)
	if cmp.Equal(a.pseudonym(ann), b.pseudonym(ann)) || cmp.Equal(a.pseudonym(ann), a.pseudonym(ben)) ||
		!cmp.Equal(a.pseudonym(ann), a.pseudonym(ann)) {
		t.Error("pseudonyms do not tell apart what they should")
	}
}

func TestForgettingInADamagedStore(t *testing.T) {
	t.Parallel()
	for _, index := range []string{receiptsByMember, feedbackByMember, threadsByMember, auditByMember} {
		s, _ := newStore(t)
		raw(t, s, func(tx *bbolt.Tx) error {
			for i := range uint64(chunk) {
				if err := tx.Bucket([]byte(index)).Put(table.ID(ann).Number(1).Number(i), nil); err != nil {
					return err
				}
			}
			return nil
		})
		if _, err := s.ForgetMember(t.Context(), ann); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("%s: %v", index, err)
		}
		if err := s.Check(t.Context()); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("check of %s: %v", index, err)
		}
		must(t, s.Close())
	}
}
