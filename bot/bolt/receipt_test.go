package bolt

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"readout/bot/store"
	"readout/bot/store/storetest"
)

func TestReceiptIDsAreInOrderOfTime(t *testing.T) {
	t.Parallel()
	s, c := newStore(t)
	var ids []store.ReceiptID
	for n := range 20 {
		c.Advance(time.Millisecond)
		ids = append(ids, storetest.Add(t, s, storetest.Answer(storetest.Ann, n)))
	}
	if !slices.IsSorted(ids) {
		t.Errorf("not sorted: %q", ids)
	}
	if at := askedAt(ids[19].Bytes()); !at.Equal(c.Now()) {
		t.Errorf("the last says %v, was made at %v", at, c.Now())
	}
}

func TestBareReceiptsStayBare(t *testing.T) {
	t.Parallel()
	for _, guild := range []store.GuildID{"", storetest.GuildA} {
		r := storetest.Answer(storetest.Ann, 1, "p")
		r.ID, r.Guild, r.Author, r.Follows, r.Unanswered = store.NewReceiptID(
			time.Now(),
		), guild, storetest.Ben, store.NewReceiptID(
			time.Now(),
		), "not_covered"
		if !r.Expires() {
			t.Errorf("server %q: a receipt with text does not expire", guild)
		}
		b := r.Bare()
		if b.Expires() || b.InInbox() || !cmp.Equal(b, b.Bare()) {
			t.Errorf("server %q: the bare receipt %+v is not bare", guild, b)
		}
	}
}
