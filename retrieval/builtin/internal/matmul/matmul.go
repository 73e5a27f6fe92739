// Package matmul multiplies float32 matrices: dense products of a few hundred rows with a right side that is used again and
// again, as the weights of a network are. The right side is kept in panels (see Matrix), so that the inner loop reads it in one
// stream; on amd64 with AVX2 and FMA the inner loop is assembly, elsewhere plain Go, with the same result bit for bit: each
// value is the sum of its products in their order, each added with one rounding. Nothing here starts a goroutine or, apart
// from a growing Reset, allocates.
package matmul

import (
	"fmt"
	"math"
)

const (
	// RowTile is how many rows of the left side the inner loop takes at once: left sides and results have room for a multiple
	// of it. See PadRows.
	RowTile = 4
	// PanelWidth is how many columns of the right side lie together; the rows of a result have room for a multiple of it.
	// See PadColumns.
	PanelWidth = 16
)

// PadRows rounds a number of rows up to what a left side and a result must have room for.
func PadRows(rows int) int { return (rows + RowTile - 1) / RowTile * RowTile }

// PadColumns rounds a number of columns up to what a row of a result must have room for.
func PadColumns(columns int) int { return (columns + PanelWidth - 1) / PanelWidth * PanelWidth }

// Matrix is the right side of a product. Its columns lie in panels of PanelWidth, each panel row by row; the last panel is filled
// up with zeros. The zero Matrix has no rows and no columns.
type Matrix struct {
	rows, columns int
	panels        []float32
}

// Reset makes m a matrix of zeros of another size, in the memory that it has where that is enough.
func (m *Matrix) Reset(rows, columns int) {
	size := rows * PadColumns(columns)
	if size > cap(m.panels) {
		m.panels = make([]float32, size)
	} else {
		m.panels = m.panels[:size]
		clear(m.panels)
	}
	m.rows, m.columns = rows, columns
}

// Rows is the number of rows.
func (m *Matrix) Rows() int { return m.rows }

// Columns is the number of columns.
func (m *Matrix) Columns() int { return m.columns }

// SetColumn fills a column; values has one value for each row.
func (m *Matrix) SetColumn(column int, values []float32) {
	panel := m.panels[column/PanelWidth*PanelWidth*m.rows:][:PanelWidth*m.rows]
	at := column % PanelWidth
	for _, v := range values[:m.rows] {
		panel[at] = v
		at += PanelWidth
	}
}

// SetRow fills a row; values has one value for each column.
func (m *Matrix) SetRow(row int, values []float32) {
	values = values[:m.columns]
	for at := row * PanelWidth; len(values) > 0; at += PanelWidth * m.rows {
		n := copy(m.panels[at:at+PanelWidth], values)
		values = values[n:]
	}
}

// MulAdd adds the product a·b to dst. The left side has the given number of rows and b.Rows() columns. Row i of a is
// a[i*aStride:], row i of dst is dst[i*dstStride:]. Both are read, and dst is written, up to PadRows(rows) rows, and dst up to
// PadColumns(b.Columns()) columns: what stands in the padding of dst afterwards means nothing. Slices that are too short for that,
// or rows of dst that would overlap, are a programming error and panic.
func MulAdd(dst []float32, dstStride int, a []float32, aStride, rows int, b *Matrix) {
	if rows == 0 || b.rows == 0 || b.columns == 0 {
		return
	}
	rows = PadRows(rows)
	columns := PadColumns(b.columns)
	if dstStride < columns || aStride < b.rows || len(dst) < (rows-1)*dstStride+columns || len(a) < (rows-1)*aStride+b.rows {
		panic(fmt.Sprintf("matmul: %d x %d times %d x %d: %d values with stride %d into %d with stride %d are too few",
			rows, b.rows, b.rows, columns, len(a), aStride, len(dst), dstStride))
	}
	// A panel stays in the first-level cache while the rows of the left side, which are fewer, pass it.
	for column := 0; column < columns; column += PanelWidth {
		panel, pair := b.panels[column*b.rows:], false
		for row := 0; row < rows; row += RowTile {
			to, from := dst[row*dstStride+column:], a[row*aStride:]
			if column+PanelWidth < columns && mulAddPair(to, dstStride, from, aStride, b.rows, panel) {
				pair = true
				continue
			}
			mulAddTile(to, dstStride, from, aStride, b.rows, panel[:PanelWidth*b.rows])
		}
		if pair {
			column += PanelWidth
		}
	}
}

// mulAddTilePortable adds to a tile of RowTile rows and PanelWidth columns the product of RowTile rows of length n and a panel.
// It works on two rows and four columns at a time, whose sums fit into the registers of any machine.
func mulAddTilePortable(dst []float32, dstStride int, a []float32, aStride, n int, panel []float32) {
	for row := 0; row < RowTile; row += 2 {
		a0, a1 := a[row*aStride:][:n], a[(row+1)*aStride:][:n]
		for column := 0; column < PanelWidth; column += 4 {
			d0, d1 := dst[row*dstStride+column:][:4], dst[(row+1)*dstStride+column:][:4]
			s00, s01, s02, s03 := d0[0], d0[1], d0[2], d0[3]
			s10, s11, s12, s13 := d1[0], d1[1], d1[2], d1[3]
			for k, x0 := range a0 {
				x1, b := a1[k], panel[k*PanelWidth+column:][:4]
				s00, s01, s02, s03 = addProduct(s00, x0, b[0]), addProduct(s01, x0, b[1]), addProduct(s02, x0, b[2]), addProduct(s03, x0, b[3])
				s10, s11, s12, s13 = addProduct(s10, x1, b[0]), addProduct(s11, x1, b[1]), addProduct(s12, x1, b[2]), addProduct(s13, x1, b[3])
			}
			d0[0], d0[1], d0[2], d0[3] = s00, s01, s02, s03
			d1[0], d1[1], d1[2], d1[3] = s10, s11, s12, s13
		}
	}
}

// addProduct is sum + x y, rounded once, as a fused multiplication and addition is. A float64 holds the product exactly, and the sum
// nearly: only where what it holds is just between two float32 values does it matter what it does not hold.
func addProduct(sum, x, y float32) float32 {
	const beyond, half = 1<<29 - 1, 1 << 28 // of the bits that a float32 lacks
	product := float64(x) * float64(y)
	total := float64(sum) + product
	bits := math.Float64bits(total)
	if bits&beyond != half {
		return float32(total)
	}
	// Knuth's sum: rest is exactly what total lacks.
	part := total - float64(sum)
	rest := (float64(sum) - (total - part)) + (product - part)
	switch {
	case rest == 0:
	case (rest > 0) == (total > 0):
		bits++
	default:
		bits--
	}
	return float32(math.Float64frombits(bits))
}
