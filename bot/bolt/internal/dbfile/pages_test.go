package dbfile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"readout/bot/store"
	"testing"
)

// FuzzElements reads pages: what it returns lies in the page and is in order.
func FuzzElements(f *testing.F) {
	page := make([]byte, 64)
	binary.NativeEndian.PutUint16(page[8:], LeafPage)
	binary.NativeEndian.PutUint16(page[10:], 1)
	binary.NativeEndian.PutUint32(page[20:], PageElement)
	binary.NativeEndian.PutUint32(page[24:], 3)
	binary.NativeEndian.PutUint32(page[28:], 4)
	f.Add(page, []byte(nil), []byte(nil))
	f.Add(page, []byte("a"), []byte("b"))
	branch := append([]byte(nil), page...)
	binary.NativeEndian.PutUint16(branch[8:], BranchPage)
	f.Add(branch, []byte(nil), []byte{0xff})
	f.Add(make([]byte, PageHeader), []byte(nil), []byte(nil))
	f.Fuzz(func(t *testing.T, page, first, high []byte) {
		if len(page) < PageHeader {
			return
		}
		if len(first) == 0 {
			first = nil
		}
		if len(high) == 0 {
			high = nil
		}
		items, err := elements(page, first, high)
		if err != nil {
			if !errors.Is(err, store.ErrDamaged) {
				t.Error(err)
			}
			return
		}
		for i, item := range items {
			if high != nil && bytes.Compare(item.key, high) >= 0 {
				t.Errorf("key %q is not below %q", item.key, high)
			}
			if i == 0 && first != nil && !bytes.Equal(item.key, first) {
				t.Errorf("the first key is %q, not %q", item.key, first)
			}
			if i > 0 && bytes.Compare(items[i-1].key, item.key) >= 0 {
				t.Errorf("key %q follows %q", item.key, items[i-1].key)
			}
		}
	})
}
