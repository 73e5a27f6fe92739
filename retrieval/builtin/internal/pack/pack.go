// Package pack is the file format of the built-in models: named tables of numbers and texts in one file, checked as a whole.
//
// All numbers are little-endian. A file is
//
//	magic      8 bytes   "RDTMODEL"
//	version    uint32    Version
//	checksum   uint32    CRC-32C of all that follows
//	tables     uint32    how many follow
//
// and each table is
//
//	name       uint8 length, bytes
//	kind       uint8
//	rows       uint32
//	columns    uint32
//	values     as the kind says, row by row:
//	             'f'  rows x columns float32
//	             'd'  rows x columns float64
//	             'q'  rows float32 scales, then rows x columns int8; a value is its row's scale times the int8
//	             'p'  as 'q', with rows int32 sums of each row's int8 between scales and int8, and the int8 in panels: see Panels
//	             's'  rows texts, each a uint8 length and its bytes; columns is 0
//
// Nothing follows the last table.
package pack

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
)

// Version is the only version of the format that is read and written.
const Version = 1

const magic = "RDTMODEL"

const headerSize = len(magic) + 4 + 4

// What a file is refused for.
var (
	ErrForeign = errors.New("not a model pack")              // another kind of file
	ErrVersion = errors.New("model pack of another version") // ours, of a format that this program does not read
	ErrDamaged = errors.New("damaged model pack")            // cut off, altered, or contradicting itself
	ErrMissing = errors.New("no such table in the model pack")
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

const (
	kindFloat32   = 'f'
	kindQuantized = 'q'
	kindPanels    = 'p'
	kindTexts     = 's'
)

// Quantized is a table of int8 values with a scale for each row. It shares the memory of the file that it was read from.
type Quantized struct {
	Rows, Columns int
	scales        []byte
	values        []byte
}

// Row expands a row into dst, which has room for Columns values.
func (q Quantized) Row(row int, dst []float32) {
	scale := math.Float32frombits(binary.LittleEndian.Uint32(q.scales[4*row:]))
	dst = dst[:q.Columns]
	for i, v := range q.Bytes(row) {
		dst[i] = scale * float32(int8(v))
	}
}

// Bytes returns the int8 values of a row, without their scale. They must not be changed.
func (q Quantized) Bytes(row int) []byte { return q.values[row*q.Columns:][:q.Columns] }

// The sides of a panel and of the blocks in it.
const (
	PanelRows  = 32
	BlockWidth = 4
)

// Panels is a table of int8 values with a scale for each row, laid out for multiplication: PanelRows rows together are a panel, in
// which BlockWidth values of the first row are followed by as many of the second and so on, then by the next BlockWidth of the first.
// Rows is a multiple of PanelRows, Columns of BlockWidth.
type Panels struct {
	Rows, Columns int
	Scales        []float32 // of the rows
	Sums          []int32   // of the rows' int8 values
	Values        []byte    // int8; shares the memory of the file that it was read from, and must not be changed
}

// panelIndex is where the int8 of a row and column lies in Panels.Values.
func panelIndex(row, column, columns int) int {
	panel, block := row/PanelRows*PanelRows*columns, column/BlockWidth*BlockWidth*PanelRows
	return panel + block + row%PanelRows*BlockWidth + column%BlockWidth
}

// Pack is a file that has been read and checked. It is immutable.
type Pack struct {
	tables map[string]table
}

type table struct {
	kind          byte
	rows, columns int
	values        []byte
}

// Read checks a whole file and lists its tables. The tables share the memory of data, which must not change from now on.
// The error is ErrForeign, ErrVersion or ErrDamaged.
func Read(data []byte) (*Pack, error) {
	if len(data) < len(magic) || string(data[:len(magic)]) != magic {
		return nil, fmt.Errorf("reading %d bytes: %w", len(data), ErrForeign)
	}
	if len(data) < headerSize+4 {
		return nil, fmt.Errorf("reading %d bytes: %w: cut off within the header", len(data), ErrDamaged)
	}
	if v := binary.LittleEndian.Uint32(data[len(magic):]); v != Version {
		return nil, fmt.Errorf("reading format %d, want %d: %w", v, Version, ErrVersion)
	}
	want, got := binary.LittleEndian.Uint32(data[len(magic)+4:]), crc32.Checksum(data[headerSize:], castagnoli)
	if got != want {
		return nil, fmt.Errorf("reading %d bytes: %w: checksum %08x, want %08x", len(data), ErrDamaged, got, want)
	}
	// A file with the right checksum can still have been made by a faulty writer: no size is believed before it is compared.
	r := reader{rest: data[headerSize:]}
	p := &Pack{tables: map[string]table{}}
	for range r.uint32() {
		name, t := r.table()
		if r.err != nil {
			break
		}
		if _, twice := p.tables[name]; twice {
			return nil, fmt.Errorf("reading table %q: %w: it is there twice", name, ErrDamaged)
		}
		p.tables[name] = t
	}
	if r.err == nil && len(r.rest) > 0 {
		r.err = fmt.Errorf("%w: %d bytes after the last table", ErrDamaged, len(r.rest))
	}
	if r.err != nil {
		return nil, fmt.Errorf("reading table %d: %w", len(p.tables)+1, r.err)
	}
	return p, nil
}

// Float32s returns a table of rows x columns float32 values, row by row. The error is ErrMissing, or ErrDamaged for a table of
// another kind or size.
func (p *Pack) Float32s(name string, rows, columns int) ([]float32, error) {
	t, err := p.table(name, kindFloat32, rows, columns)
	if err != nil {
		return nil, err
	}
	values := make([]float32, rows*columns)
	for i := range values {
		values[i] = math.Float32frombits(binary.LittleEndian.Uint32(t.values[4*i:]))
	}
	return values, nil
}

// Quantized returns a table of int8 rows with their scales. The errors are those of Float32s.
func (p *Pack) Quantized(name string, rows, columns int) (Quantized, error) {
	t, err := p.table(name, kindQuantized, rows, columns)
	if err != nil {
		return Quantized{}, err
	}
	return Quantized{Rows: rows, Columns: columns, scales: t.values[:4*rows], values: t.values[4*rows:]}, nil
}

// Panels returns a table of int8 rows in panels. The errors are those of Float32s.
func (p *Pack) Panels(name string, rows, columns int) (Panels, error) {
	t, err := p.table(name, kindPanels, rows, columns)
	if err != nil {
		return Panels{}, err
	}
	panels := Panels{Rows: rows, Columns: columns, Scales: make([]float32, rows), Sums: make([]int32, rows), Values: t.values[8*rows:]}
	for i := range rows {
		panels.Scales[i] = math.Float32frombits(binary.LittleEndian.Uint32(t.values[4*i:]))
		panels.Sums[i] = int32(binary.LittleEndian.Uint32(t.values[4*(rows+i):]))
	}
	return panels, nil
}

// Texts returns a table of texts. The errors are those of Float32s.
func (p *Pack) Texts(name string, rows int) ([]string, error) {
	t, err := p.table(name, kindTexts, rows, 0)
	if err != nil {
		return nil, err
	}
	all := string(t.values) // one copy, which the texts share
	texts := make([]string, rows)
	for i := range texts {
		n := 1 + int(all[0])
		texts[i], all = all[1:n], all[n:]
	}
	return texts, nil
}

func (p *Pack) table(name string, kind byte, rows, columns int) (table, error) {
	t, ok := p.tables[name]
	if !ok {
		return table{}, fmt.Errorf("reading table %q: %w", name, ErrMissing)
	}
	if t.kind != kind || t.rows != rows || t.columns != columns {
		return table{}, fmt.Errorf("reading table %q: %w: it is %q of %d x %d, want %q of %d x %d",
			name, ErrDamaged, t.kind, t.rows, t.columns, kind, rows, columns)
	}
	return t, nil
}

// reader takes values off the front of a file; after its first error it returns zeros.
type reader struct {
	rest []byte
	err  error
}

func (r *reader) take(n uint64) []byte {
	if r.err == nil && n > uint64(len(r.rest)) {
		r.err = fmt.Errorf("%w: it needs %d bytes and has %d", ErrDamaged, n, len(r.rest))
	}
	if r.err != nil {
		return nil
	}
	taken := r.rest[:n:n]
	r.rest = r.rest[n:]
	return taken
}

func (r *reader) uint8() uint8 {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *reader) uint32() uint32 {
	if b := r.take(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (r *reader) table() (string, table) {
	name := string(r.take(uint64(r.uint8())))
	kind, rows, columns := r.uint8(), r.uint32(), r.uint32()
	if r.err != nil {
		return "", table{}
	}
	// The product of two sizes of 32 bits fits into 64, but not eight times that: it is compared before it is multiplied further.
	cells := uint64(rows) * uint64(columns)
	if cells > uint64(len(r.rest)) {
		r.err = fmt.Errorf("%w: table %q of %d x %d values in %d bytes", ErrDamaged, name, rows, columns, len(r.rest))
		return "", table{}
	}
	t := table{kind: kind, rows: int(rows), columns: int(columns)}
	switch kind {
	case kindFloat32:
		t.values = r.take(4 * cells)
	case kindQuantized:
		t.values = r.take(4*uint64(rows) + cells)
	case kindPanels:
		if rows%PanelRows != 0 || columns%BlockWidth != 0 {
			r.err = fmt.Errorf("%w: table %q of %d x %d values is in panels", ErrDamaged, name, rows, columns)
			return "", table{}
		}
		t.values = r.take(8*uint64(rows) + cells)
	case kindTexts:
		t.values = r.texts(rows)
	default:
		r.err = fmt.Errorf("%w: table %q is of unknown kind %q", ErrDamaged, name, kind)
	}
	return name, t
}

// texts takes the given number of texts and returns the bytes of them all.
func (r *reader) texts(rows uint32) []byte {
	all := r.rest
	for range rows {
		r.take(uint64(r.uint8()))
		if r.err != nil {
			return nil
		}
	}
	return all[:len(all)-len(r.rest)]
}

// Writer collects tables and writes them as one file.
type Writer struct {
	names map[string]bool
	body  []byte
	err   error // the first; WriteTo returns it
}

// Float32s adds a table of float32 values with the given number of columns.
func (w *Writer) Float32s(name string, columns int, values []float32) {
	w.header(name, kindFloat32, len(values), columns)
	for _, v := range values {
		w.body = binary.LittleEndian.AppendUint32(w.body, math.Float32bits(v))
	}
}

// Quantize adds a table of values rounded to int8: a row's greatest absolute value becomes 127.
func (w *Writer) Quantize(name string, columns int, values []float32) {
	w.header(name, kindQuantized, len(values), columns)
	scales, cells := w.round(name, columns, values)
	for _, scale := range scales {
		w.body = binary.LittleEndian.AppendUint32(w.body, math.Float32bits(scale))
	}
	w.body = append(w.body, cells...)
}

// QuantizePanels is Quantize for a table in panels.
func (w *Writer) QuantizePanels(name string, columns int, values []float32) {
	if columns%BlockWidth != 0 || len(values)%(max(columns, 1)*PanelRows) != 0 {
		w.fail(fmt.Errorf("writing table %q: %d values in rows of %d don't fill panels", name, len(values), columns))
	}
	w.header(name, kindPanels, len(values), columns)
	scales, cells := w.round(name, columns, values)
	for _, scale := range scales {
		w.body = binary.LittleEndian.AppendUint32(w.body, math.Float32bits(scale))
	}
	panels := make([]byte, len(cells))
	for row := range scales {
		var sum int32
		for column, v := range cells[row*columns:][:columns] {
			sum += int32(int8(v))
			panels[panelIndex(row, column, columns)] = v
		}
		w.body = binary.LittleEndian.AppendUint32(w.body, uint32(sum))
	}
	w.body = append(w.body, panels...)
}

// round returns the scales of the rows and their int8 values, row by row; after an error, none.
func (w *Writer) round(name string, columns int, values []float32) (scales []float32, cells []byte) {
	for start := 0; w.err == nil && start < len(values); start += columns {
		row := values[start : start+columns]
		var greatest float32
		for _, v := range row {
			if v != v || math.IsInf(float64(v), 0) {
				w.fail(fmt.Errorf("writing table %q: row %d has the value %v", name, start/columns, v))
				return nil, nil
			}
			greatest = max(greatest, v, -v)
		}
		scale := greatest / math.MaxInt8
		scales = append(scales, scale)
		for _, v := range row {
			var q int8
			if scale > 0 {
				q = int8(min(max(math.Round(float64(v)/float64(scale)), -math.MaxInt8), math.MaxInt8))
			}
			cells = append(cells, byte(q))
		}
	}
	if w.err != nil {
		return nil, nil
	}
	return scales, cells
}

// Texts adds a table of texts of at most 255 bytes.
func (w *Writer) Texts(name string, texts []string) {
	w.header(name, kindTexts, len(texts), 0)
	for i, text := range texts {
		if len(text) > math.MaxUint8 && w.err == nil {
			w.err = fmt.Errorf("writing table %q: text %d has %d bytes", name, i, len(text))
		}
		w.body = append(append(w.body, uint8(len(text))), text...)
	}
}

// header adds a table's header; cells is the number of its values, or of its texts when it has no columns.
func (w *Writer) header(name string, kind byte, cells, columns int) {
	rows := cells
	if kind != kindTexts {
		if columns <= 0 || cells%columns != 0 {
			w.fail(fmt.Errorf("writing table %q: %d values in rows of %d", name, cells, columns))
			return
		}
		rows = cells / columns
	}
	if w.names == nil {
		w.names = map[string]bool{}
	}
	if len(name) > math.MaxUint8 || w.names[name] {
		w.fail(fmt.Errorf("writing table %q: the name is too long or taken", name))
		return
	}
	w.names[name] = true
	w.body = append(append(w.body, uint8(len(name))), name...)
	w.body = append(w.body, kind)
	w.body = binary.LittleEndian.AppendUint32(w.body, uint32(rows))
	w.body = binary.LittleEndian.AppendUint32(w.body, uint32(columns))
}

func (w *Writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// WriteTo writes the file, or returns the first error that adding a table met.
func (w *Writer) WriteTo(out io.Writer) (int64, error) {
	if w.err != nil {
		return 0, w.err
	}
	count := binary.LittleEndian.AppendUint32(nil, uint32(len(w.names)))
	checksum := crc32.Update(crc32.Checksum(count, castagnoli), castagnoli, w.body)
	file := append([]byte(nil), magic...)
	file = binary.LittleEndian.AppendUint32(file, Version)
	file = binary.LittleEndian.AppendUint32(file, checksum)
	file = append(append(file, count...), w.body...)
	n, err := out.Write(file)
	return int64(n), err
}
