//go:build !amd64

package int8mul

const takesWide = false

func greatestOf(row []float32) float32 { return greatestPortable(row) }

func roundRow(dst []byte, row []float32, inverse float32) { roundRowPortable(dst, row, inverse) }

func addExcess(t *tile, row int, block []byte, place int, amount int32) {
	addExcessPortable(t, row, block, place, amount)
}

func finishTile(dst []float32, stride int, t *tile, scales []float32, f finishing) {
	finishTilePortable(dst, stride, t, scales, f)
}
