// Package int8mul multiplies matrices of int8 with a scale for each row. The left side is rounded a row at a time, as the inputs of a
// dense layer are while it is computed (see Rows.Round); the right side, its weights, lies in panels (see pack.Panels) and is read where
// it lies. On amd64 with AVX-512 VNNI or with AVX2, and on arm64 with the dot product, the inner loop is assembly, elsewhere plain Go.
// The sums are exact integers, and what is made of them is rounded in one prescribed way, so the result has the same bits on every
// machine.
package int8mul

import (
	"bytes"
	"fmt"
	"math"

	"readout/retrieval/builtin/internal/floats"
	"readout/retrieval/builtin/internal/pack"
)

// RowTile is how many rows of the left side the inner loop takes at once: results have room for a multiple of it. See PadRows.
const RowTile = 8

// PadRows rounds a number of rows up to what a result must have room for.
func PadRows(rows int) int { return (rows + RowTile - 1) / RowTile * RowTile }

// bias is added to the left side's values, so that they are not negative: what multiplies them fastest takes one side without sign.
// Products hold it as often as the right side's sums say.
const bias = 128

// Rows is the left side of a product. The zero value has no rows.
type Rows struct {
	rows, columns int
	values        []byte  // with bias; PadRows(rows) rows
	wide          []int16 // the same, where the inner loop takes them so
	scales        []float32
	excess        []excess // by row
}

// excess is by how much a value of a row is greater than int8 holds, in units of the row's scale.
type excess struct {
	row, column int
	amount      int32
}

// greatestShare is which share of a row's length, as of a vector, its greatest value may have and still be held by int8. A few values
// of some rows are many times greater than the rest; with a scale that holds them, the rest would all but vanish.
const greatestShare = .3

// Len is the number of rows.
func (r *Rows) Len() int { return r.rows }

// Round makes r the rows of the given length that values holds one after the other, each rounded to whole multiples of a scale of its
// own. Int8 holds all of a row but the few values, if any, that are much greater than the rest: what these have more is multiplied
// apart. The columns are a multiple of 8.
func (r *Rows) Round(values []float32, columns int) {
	if columns%floats.Lanes != 0 || columns == 0 || len(values)%columns != 0 {
		panic(fmt.Sprintf("int8mul: %d values in rows of %d", len(values), columns))
	}
	r.rows, r.columns = len(values)/columns, columns
	padded := PadRows(r.rows)
	r.values, r.scales, r.excess = sized(r.values, padded*columns), sized(r.scales, padded), r.excess[:0]
	for i := range r.rows {
		row, dst := values[i*columns:][:columns], r.values[i*columns:][:columns]
		greatest, limit := greatestOf(row), greatestShare*floats.Length(row)
		scale, inverse := scaleOf(min(greatest, limit))
		roundRow(dst, row, inverse)
		if greatest > limit {
			r.findExcess(i, row, inverse)
		}
		r.scales[i] = scale
	}
	clear(r.values[r.rows*columns:])
	clear(r.scales[r.rows:])
	if takesWide {
		r.wide = sized(r.wide, len(r.values))
		for i, v := range r.values {
			r.wide[i] = int16(v)
		}
	}
}

// findExcess notes what a row that has been rounded has more than int8 holds.
func (r *Rows) findExcess(row int, values []float32, inverse float32) {
	rounded := r.values[row*r.columns:][:r.columns]
	for _, end := range []byte{bias + math.MinInt8, bias + math.MaxInt8} {
		for column := 0; column < len(rounded); column++ {
			next := bytes.IndexByte(rounded[column:], end)
			if next < 0 {
				break
			}
			column += next
			if amount := roundEven(float32(values[column]*inverse)) - (int32(end) - bias); amount != 0 {
				r.excess = append(r.excess, excess{row, column, amount})
			}
		}
	}
}

// sized returns a slice of the given length, in the memory of s where that is enough. What is in it means nothing.
func sized[T any](s []T, length int) []T {
	if length > cap(s) {
		return make([]T, length)
	}
	return s[:length]
}

// scaleOf returns the scale of a row and its inverse, by the row's greatest absolute value.
func scaleOf(greatest float32) (scale, inverse float32) {
	if greatest == 0 {
		return 0, 0
	}
	return greatest / math.MaxInt8, math.MaxInt8 / greatest
}

func greatestPortable(row []float32) (greatest float32) {
	for _, v := range row {
		greatest = max(greatest, v, -v)
	}
	return greatest
}

// roundRowPortable sets dst to a row times inverse, rounded, as far as int8 holds it, with bias.
func roundRowPortable(dst []byte, row []float32, inverse float32) {
	for i, v := range row {
		dst[i] = byte(min(max(roundEven(float32(v*inverse)), math.MinInt8), math.MaxInt8) + bias)
	}
}

// roundEven rounds a small number to the nearest whole one, halves to the even one: adding the shift puts what is after the point
// beyond a float32's last bit.
func roundEven(v float32) int32 {
	const shift = 3 << 22
	return int32(math.Float32bits(v+shift)) - int32(math.Float32bits(shift))
}

// Mul sets dst to the product of left and right, with a bias for each column of the result added to each row. A row of the result has
// weights.Rows values, and follows the one before without a gap; dst has room for PadRows of them, and what stands in the padding
// afterwards means nothing. Sizes that don't fit are a programming error and panic.
func Mul(dst []float32, left *Rows, weights *pack.Panels, biases []float32) {
	rows, outputs := PadRows(left.rows), weights.Rows
	if left.columns != weights.Columns || len(biases) != outputs || len(dst) < rows*outputs {
		panic(fmt.Sprintf("int8mul: %d x %d times %d x %d with %d biases into %d values",
			left.rows, left.columns, weights.Columns, outputs, len(biases), len(dst)))
	}
	var t tile
	first := make([]int, rows/RowTile+1) // excess of each tile
	for i, e := 0, 0; i < len(first); i++ {
		for e < len(left.excess) && left.excess[e].row < i*RowTile {
			e++
		}
		first[i] = e
	}
	// A panel stays in the first-level cache while the rows of the left side, which are fewer, pass it.
	for column := 0; column < outputs; column += pack.PanelRows {
		panel := weights.Values[column*weights.Columns:][:pack.PanelRows*weights.Columns]
		for row := 0; row < rows; row += RowTile {
			mulTile(&t, left, row, panel)
			for _, e := range left.excess[first[row/RowTile]:first[row/RowTile+1]] {
				addExcess(&t, e.row-row, panel[e.column/pack.BlockWidth*pack.BlockWidth*pack.PanelRows:], e.column%pack.BlockWidth, e.amount)
			}
			finishTile(dst[row*outputs+column:], outputs, &t, left.scales[row:][:RowTile], finishing{
				scales: weights.Scales[column:][:pack.PanelRows],
				sums:   weights.Sums[column:][:pack.PanelRows],
				biases: biases[column:][:pack.PanelRows],
			})
		}
	}
}

// tile is the sums of products for RowTile rows and the rows of a panel.
type tile [RowTile * pack.PanelRows]int32

// finishing is what makes values of a panel's sums: of each of its rows, scale, sum and bias.
type finishing struct {
	scales []float32
	sums   []int32
	biases []float32
}

// mulTilePortable sets t to the products of RowTile rows, which follow one another, and the rows of a panel.
func mulTilePortable(t *tile, rows, panel []byte) {
	columns := len(rows) / RowTile
	for row := range RowTile {
		values, sums := rows[row*columns:][:columns], t[row*pack.PanelRows:][:pack.PanelRows]
		clear(sums)
		for k := 0; k < columns; k += pack.BlockWidth {
			a := values[k:][:pack.BlockWidth]
			a0, a1, a2, a3 := int32(a[0]), int32(a[1]), int32(a[2]), int32(a[3])
			block := panel[k*pack.PanelRows:][:pack.PanelRows*pack.BlockWidth]
			for j := range sums {
				b := block[j*pack.BlockWidth:][:pack.BlockWidth]
				sums[j] += a0*int32(int8(b[0])) + a1*int32(int8(b[1])) + a2*int32(int8(b[2])) + a3*int32(int8(b[3]))
			}
		}
	}
}

// addExcessPortable adds to a row of a tile the given multiple of a column of a panel, which is in a place of a block.
func addExcessPortable(t *tile, row int, block []byte, place int, amount int32) {
	sums := t[row*pack.PanelRows:][:pack.PanelRows]
	for j := range sums {
		sums[j] += amount * int32(int8(block[j*pack.BlockWidth+place]))
	}
}

// finishTilePortable makes values of a tile's sums: without the bias of the left side, times the scales of both sides, with the bias
// of the column. Row i goes to dst[i*stride:].
func finishTilePortable(dst []float32, stride int, t *tile, scales []float32, f finishing) {
	for i, scale := range scales {
		out, sums := dst[i*stride:][:pack.PanelRows], t[i*pack.PanelRows:][:pack.PanelRows]
		for j, sum := range sums {
			out[j] = float32(float32(sum-bias*f.sums[j])*float32(scale*f.scales[j])) + f.biases[j]
		}
	}
}
