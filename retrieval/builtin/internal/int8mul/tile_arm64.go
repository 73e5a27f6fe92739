package int8mul

import (
	"golang.org/x/sys/cpu"

	"readout/retrieval/builtin/internal/pack"
)

// hasDot tells whether the processor multiplies bytes by fours.
var hasDot = cpu.ARM64.HasASIMDDP

// narrowRows and narrowColumns are the size of what mulNarrowSDOT computes at once.
const (
	narrowRows    = 4
	narrowColumns = 16
)

func mulTile(t *tile, left *Rows, row int, panel []byte) {
	rows := left.values[row*left.columns:][:RowTile*left.columns]
	if !hasDot {
		mulTilePortable(t, rows, panel)
		return
	}
	mulTileSDOT(t, rows, panel)
}

// mulTileSDOT is mulTilePortable.
func mulTileSDOT(t *tile, rows, panel []byte) {
	columns := len(rows) / RowTile
	for column := 0; column < pack.PanelRows; column += narrowColumns {
		for row := 0; row < RowTile; row += narrowRows {
			mulNarrowSDOT(&t[row*pack.PanelRows+column], &rows[row*columns], columns, &panel[column*pack.BlockWidth])
		}
	}
}

// mulNarrowSDOT sets 4 x 16 sums of a tile, whose first is given, to the products of 4 rows and 16 rows of a panel, whose first values are
// given; columns is a multiple of 4 and not 0.
//
//go:noescape
func mulNarrowSDOT(sums *int32, rows *byte, columns int, panel *byte)
