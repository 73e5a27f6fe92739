package dbfile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"go.etcd.io/bbolt"

	"readout/bot/store"
)

// The layout of bbolt's pages, in the byte order of the machine. A page is a header (number 8 bytes, kind 2, count 2, overflow 4),
// then elements of 16 bytes, then keys and values. An element of a branch is: position 4, key size 4, page 8; of a leaf: flags 4,
// position 4, key size 4, value size 4. Positions count from the element. The value of a bucket is: root page 8, sequence 8, and, when
// the root page is 0, a leaf without a page of its own. The list of free pages has no elements but numbers of 8 bytes; when its count is
// 0xffff, the first of them is the count.
const (
	PageHeader  = 16
	PageElement = 16
	BranchPage  = 0x01
	LeafPage    = 0x02
	FreePage    = 0x10
	bucketFlag  = 0x01
	bucketValue = 16

	// The first two pages, which have checksums that bbolt verifies, are written in turn and hold, behind the header, among others
	// the page of the list of free pages, or noList, and the number of the transaction that wrote them.
	metaPages       = 2
	metaSize        = 64
	metaList        = 32
	metaTransaction = 48
	noList          = 1<<64 - 1
)

// VerifyPages verifies the structure of the file: that every page is where its parent says, lies within the file and is used once,
// or is free, or holds the list of the free; that keys and values lie within their page, and keys are in order and the same in a parent
// as in its child. After that no walk through the tree leaves the file or goes in circles, and no write frees what is in use.
//
// bbolt's own check follows what it finds through mapped memory, in a goroutine of its own: on some damage it ends the process. This
// one reads the file.
func VerifyPages(db *bbolt.DB, file *os.File) (err error) {
	tx, err := db.Begin(true) // without a writer beside it, which would change the list of free pages
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if info.Size() < tx.Size() {
		return fmt.Errorf("%w: the file has %d bytes of %d", store.ErrDamaged, info.Size(), tx.Size())
	}
	size := db.Info().PageSize
	v := pageVerifier{tx: tx, file: file, size: size, seen: make([]bool, tx.Size()/int64(size))}
	return v.all()
}

type pageVerifier struct {
	tx   *bbolt.Tx
	file io.ReaderAt
	size int    // of a page, in bytes
	seen []bool // the pages of the file, by number
}

func (v *pageVerifier) all() error {
	if err := v.tree(uint64(v.tx.Cursor().Bucket().Root()), nil, nil); err != nil {
		return err
	}
	list, err := v.listPage()
	if err == nil && list != noList {
		err = v.freeList(list)
	}
	if err != nil {
		return fmt.Errorf("list of free pages: %w", err)
	}
	for id := metaPages; id < len(v.seen); id++ {
		info, err := v.tx.Page(id)
		if err != nil {
			return err
		}
		if !v.seen[id] && info.Type != "free" {
			return fmt.Errorf("%w: page %d is neither in use nor free", store.ErrDamaged, id)
		}
	}
	return nil
}

// listPage returns the page of the list of free pages, which stands in that of the two first pages that the transaction began from.
func (v *pageVerifier) listPage() (uint64, error) {
	for n := range metaPages {
		meta := make([]byte, metaSize)
		if _, err := v.file.ReadAt(meta, int64(n*v.size+PageHeader)); err != nil {
			return 0, err
		}
		if began := binary.NativeEndian.Uint64(meta[metaTransaction:]); began == uint64(v.tx.ID()-1) {
			return binary.NativeEndian.Uint64(meta[metaList:]), nil
		}
	}
	return 0, fmt.Errorf("%w: neither of the first pages is of transaction %d", store.ErrDamaged, v.tx.ID()-1)
}

// freeList verifies that no page is on the list twice: bbolt would use it for two things.
func (v *pageVerifier) freeList(id uint64) error {
	page, err := v.read(id, FreePage)
	if err != nil {
		return err
	}
	count, numbers := uint64(binary.NativeEndian.Uint16(page[10:])), page[PageHeader:]
	if count == 0xffff {
		count, numbers = binary.NativeEndian.Uint64(numbers), numbers[8:]
	}
	if count > uint64(len(numbers)/8) {
		return fmt.Errorf("%w: %d numbers in %d bytes", store.ErrDamaged, count, len(numbers))
	}
	listed := make([]bool, len(v.seen))
	for i := range count {
		n := binary.NativeEndian.Uint64(numbers[8*i:])
		if n < metaPages || n >= uint64(len(listed)) || listed[n] || v.seen[n] {
			return fmt.Errorf("%w: page %d is not free, or listed twice", store.ErrDamaged, n)
		}
		listed[n] = true
	}
	return nil
}

// tree verifies the page and all below it: that its first key is first and all are below high, where these are not nil.
func (v *pageVerifier) tree(id uint64, first, high []byte) error {
	page, err := v.read(id, LeafPage, BranchPage)
	if err != nil {
		return err
	}
	if binary.NativeEndian.Uint16(page[8:]) == LeafPage {
		if err := v.leaf(page, first, high); err != nil {
			return fmt.Errorf("page %d: %w", id, err)
		}
		return nil
	}
	children, err := elements(page, first, high)
	if err == nil && len(children) == 0 {
		err = fmt.Errorf("%w: a branch without children", store.ErrDamaged)
	}
	if err != nil {
		return fmt.Errorf("page %d: %w", id, err)
	}
	for i, child := range children {
		end := high
		if i+1 < len(children) {
			end = children[i+1].key
		}
		if err := v.tree(child.page, child.key, end); err != nil {
			return err
		}
	}
	return nil
}

func (v *pageVerifier) leaf(page, first, high []byte) error {
	items, err := elements(page, first, high)
	if err != nil {
		return err
	}
	for _, item := range items {
		switch {
		case item.flags&bucketFlag == 0:
			continue
		case len(item.value) < bucketValue:
			return fmt.Errorf("%w: bucket %q of %d bytes", store.ErrDamaged, item.key, len(item.value))
		}
		if root := binary.NativeEndian.Uint64(item.value); root != 0 {
			err = v.tree(root, nil, nil)
		} else {
			err = v.inline(item.value[bucketValue:])
		}
		if err != nil {
			return fmt.Errorf("bucket %q: %w", item.key, err)
		}
	}
	return nil
}

func (v *pageVerifier) inline(page []byte) error {
	if len(page) < PageHeader || binary.NativeEndian.Uint16(page[8:]) != LeafPage {
		return fmt.Errorf("%w: no leaf", store.ErrDamaged)
	}
	return v.leaf(page, nil, nil)
}

// read returns a page of one of the kinds, with those that it overflows into. No page can be read twice.
func (v *pageVerifier) read(id uint64, kinds ...uint16) ([]byte, error) {
	end := uint64(len(v.seen))
	if id < metaPages || id >= end {
		return nil, fmt.Errorf("%w: page %d of %d", store.ErrDamaged, id, end)
	}
	header := make([]byte, PageHeader)
	if _, err := v.file.ReadAt(header, int64(id)*int64(v.size)); err != nil {
		return nil, err
	}
	kind, overflow := binary.NativeEndian.Uint16(header[8:]), uint64(binary.NativeEndian.Uint32(header[12:]))
	switch {
	case binary.NativeEndian.Uint64(header) != id:
		return nil, fmt.Errorf("%w: page %d says that it is page %d", store.ErrDamaged, id, binary.NativeEndian.Uint64(header))
	case !slices.Contains(kinds, kind):
		return nil, fmt.Errorf("%w: page %d is of kind %#x", store.ErrDamaged, id, kind)
	case overflow >= end-id:
		return nil, fmt.Errorf("%w: page %d overflows into %d", store.ErrDamaged, id, overflow)
	}
	for n := id; n <= id+overflow; n++ {
		info, err := v.tx.Page(int(n))
		if err != nil {
			return nil, err
		}
		if v.seen[n] || info.Type == "free" {
			return nil, fmt.Errorf("%w: page %d is in use twice, or in use and free", store.ErrDamaged, n)
		}
		v.seen[n] = true
	}
	page := make([]byte, (overflow+1)*uint64(v.size))
	_, err := v.file.ReadAt(page, int64(id)*int64(v.size))
	return page, err
}

// item is an element of a page, with what it points to.
type item struct {
	key, value []byte
	page       uint64 // of a branch
	flags      uint32 // of a leaf
}

// elements returns what the page holds, if it lies in the page and its keys are in order, the first of them being first and all below
// high, where these are not nil.
func elements(page, first, high []byte) ([]item, error) {
	count := int(binary.NativeEndian.Uint16(page[10:]))
	if PageHeader+count*PageElement > len(page) {
		return nil, fmt.Errorf("%w: %d elements in %d bytes", store.ErrDamaged, count, len(page))
	}
	if count == 0 && first != nil {
		return nil, fmt.Errorf("%w: nothing under key %x", store.ErrDamaged, first)
	}
	branch := binary.NativeEndian.Uint16(page[8:]) == BranchPage
	items := make([]item, count)
	for i := range items {
		from := page[PageHeader+i*PageElement:]
		field := func(n int) uint64 { return uint64(binary.NativeEndian.Uint32(from[4*n:])) }
		var position, keySize, valueSize uint64
		if branch {
			position, keySize = field(0), field(1)
			items[i].page = binary.NativeEndian.Uint64(from[8:])
		} else {
			items[i].flags = uint32(field(0))
			position, keySize, valueSize = field(1), field(2), field(3)
		}
		if position < PageElement || position+keySize+valueSize > uint64(len(from)) {
			return nil, fmt.Errorf("%w: element %d leaves the page", store.ErrDamaged, i)
		}
		items[i].key = from[position : position+keySize]
		items[i].value = from[position+keySize : position+keySize+valueSize]
		k := items[i].key
		switch {
		case i == 0 && first != nil && !bytes.Equal(k, first),
			i > 0 && bytes.Compare(k, items[i-1].key) <= 0,
			high != nil && bytes.Compare(k, high) >= 0:
			return nil, fmt.Errorf("%w: key %d is out of order", store.ErrDamaged, i)
		}
	}
	return items, nil
}
