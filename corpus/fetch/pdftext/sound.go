package pdftext

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"runtime"

	"github.com/ledongthuc/pdf"
)

var (
	errInItself = errors.New("its objects are packed in themselves")
	errEndless  = errors.New("its objects refer to each other without an end")
)

// guard reads a file for the parser, which follows whatever the objects of a file refer to. A file whose objects lead back to themselves
// would fill the stack, which ends a process, or be read without an end; so reading it panics, and read makes an error of that.
type guard struct {
	io.ReaderAt
	left int // times that it may still be read
}

// ReadAt implements io.ReaderAt.
func (g *guard) ReadAt(p []byte, at int64) (int, error) {
	const deepest = 5_000 // calls within each other; sound files take some 50
	n, err := g.ReaderAt.ReadAt(p, at)
	var caller [1]uintptr
	if g.left--; g.left < 0 || runtime.Callers(deepest, caller[:]) > 0 {
		panic(errEndless)
	}
	return n, err
}

// parserOf opens a file with the parser, if its objects are packed as they may be: in streams that stand in the file itself. The parser
// unpacks the stream that an object is packed in without looking whether that is packed, too, in itself at worst.
func parserOf(data []byte) (*pdf.Reader, error) {
	unlocked := bytes.ReplaceAll(data, []byte(lockKey), []byte(ignoreKey)) // a lock is an object, which the parser reads before it returns
	r, err := pdf.NewReader(guarded(unlocked), int64(len(data)))
	if err == nil {
		err = packedInPacked(r)
	}
	if err != nil || bytes.Equal(unlocked, data) {
		return r, err
	}
	return pdf.NewReader(guarded(data), int64(len(data)))
}

func guarded(data []byte) *guard {
	const least, each = 200_000, 16 // reads of some kilobytes: objects that are packed together are unpacked anew for each of them
	return &guard{ReaderAt: bytes.NewReader(data), left: least + len(data)/each}
}

// packedInPacked is an error where an object is packed in a stream that is packed itself. The parser keeps to itself where objects stand.
func packedInPacked(r *pdf.Reader) error {
	table := reflect.ValueOf(r).Elem().FieldByName("xref")
	if !table.IsValid() || table.Kind() != reflect.Slice {
		return errors.New("the parser's table of objects is kept elsewhere")
	}
	isPacked := func(id uint64) bool {
		return id < uint64(table.Len()) && table.Index(int(id)).FieldByName("inStream").Bool()
	}
	for i := range table.Len() {
		if entry := table.Index(i); entry.FieldByName("inStream").Bool() && isPacked(entry.FieldByName("stream").FieldByName("id").Uint()) {
			return errInItself
		}
	}
	return nil
}

// pagesOf are the pages of a PDF, up to one more than are read. The parser's own door to a page goes through all before it, each time.
func pagesOf(r *pdf.Reader) (out []pdf.Page) {
	const deepest, widest = 40, 4 * mostPages // levels of the tree of pages; what may stand in it in all
	seen := 0
	var walk func(node pdf.Value, depth int)
	walk = func(node pdf.Value, depth int) {
		kids := node.Key("Kids")
		if kids.Kind() != pdf.Array {
			if node.Key("Type").Name() == "Page" || !node.Key("Contents").IsNull() {
				out = append(out, pdf.Page{V: node})
			}
			return
		}
		for i := 0; i < kids.Len() && depth < deepest && seen < widest && len(out) <= mostPages; i++ {
			seen++
			walk(kids.Index(i), depth+1)
		}
	}
	walk(r.Trailer().Key("Root").Key("Pages"), 0)
	return out
}
