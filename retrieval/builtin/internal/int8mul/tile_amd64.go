package int8mul

import (
	"golang.org/x/sys/cpu"

	"readout/retrieval/builtin/internal/pack"
)

// What the processor has.
var (
	hasAVX2 = cpu.X86.HasAVX2
	hasVNNI = hasAVX2 && cpu.X86.HasAVX512F && cpu.X86.HasAVX512VNNI
)

// takesWide tells whether the inner loop takes the left side as int16.
var takesWide = hasAVX2 && !hasVNNI

const (
	// roundStep is how many values roundAVX2 takes at once.
	roundStep = 32
	// narrowRows and narrowColumns are the size of what mulNarrowAVX2 computes at once.
	narrowRows    = 4
	narrowColumns = 8
)

func greatestOf(row []float32) float32 {
	if !hasAVX2 || len(row)%roundStep != 0 {
		return greatestPortable(row)
	}
	return greatestAVX2(&row[0], len(row))
}

func roundRow(dst []byte, row []float32, inverse float32) {
	if !hasAVX2 || len(row)%roundStep != 0 {
		roundRowPortable(dst, row, inverse)
		return
	}
	roundAVX2(&dst[0], &row[0], len(row), inverse)
}

func addExcess(t *tile, row int, block []byte, place int, amount int32) {
	if !hasAVX2 {
		addExcessPortable(t, row, block, place, amount)
		return
	}
	addExcessAVX2(&t[row*pack.PanelRows], &block[:pack.PanelRows*pack.BlockWidth][0], 24-8*place, amount)
}

func mulTile(t *tile, left *Rows, row int, panel []byte) {
	from, to := row*left.columns, (row+RowTile)*left.columns
	switch {
	case hasVNNI:
		mulTileVNNI(t, &left.values[from:to][0], left.columns, &panel[0])
	case hasAVX2:
		mulTileAVX2(t, left.wide[from:to], panel)
	default:
		mulTilePortable(t, left.values[from:to], panel)
	}
}

// mulTileAVX2 is mulTilePortable for rows of int16.
func mulTileAVX2(t *tile, rows []int16, panel []byte) {
	columns := len(rows) / RowTile
	for column := 0; column < pack.PanelRows; column += narrowColumns {
		for row := 0; row < RowTile; row += narrowRows {
			mulNarrowAVX2(&t[row*pack.PanelRows+column], &rows[row*columns], columns, &panel[column*pack.BlockWidth])
		}
	}
}

func finishTile(dst []float32, stride int, t *tile, scales []float32, f finishing) {
	if !hasAVX2 {
		finishTilePortable(dst, stride, t, scales, f)
		return
	}
	_ = dst[:(RowTile-1)*stride+pack.PanelRows]
	finishTileAVX2(&dst[0], stride, t, &scales[0], &f.scales[0], &f.sums[0], &f.biases[0])
}

// greatestAVX2 returns the greatest absolute value of n values, a multiple of 32 and not none.
//
//go:noescape
func greatestAVX2(row *float32, n int) float32

// roundAVX2 is roundRowPortable for n values, a multiple of 32 and not none.
//
//go:noescape
func roundAVX2(dst *byte, row *float32, n int, inverse float32)

// mulTileVNNI is mulTilePortable; columns is a multiple of 4 and not 0.
//
//go:noescape
func mulTileVNNI(t *tile, rows *byte, columns int, panel *byte)

// mulNarrowAVX2 sets 4 x 8 sums of a tile, whose first is given, to the products of 4 rows and 8 rows of a panel, whose first values are
// given; columns is a multiple of 4 and not 0.
//
//go:noescape
func mulNarrowAVX2(sums *int32, rows *int16, columns int, panel *byte)

// addExcessAVX2 is addExcessPortable for the row of a tile whose first sum is given; shift brings the column's bytes to the top of the
// 32 bits that each is part of.
//
//go:noescape
func addExcessAVX2(sums *int32, block *byte, shift int, amount int32)

// finishTileAVX2 is finishTilePortable.
//
//go:noescape
func finishTileAVX2(dst *float32, stride int, t *tile, rowScales, scales *float32, sums *int32, biases *float32)
