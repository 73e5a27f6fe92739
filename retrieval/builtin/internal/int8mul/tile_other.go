//go:build !amd64

package int8mul

const takesWide = false

func roundRow(dst []byte, row []float32) (scale float32) { return roundRowPortable(dst, row) }

func mulTile(t *tile, left *Rows, row int, panel []byte) {
	mulTilePortable(t, left.values[row*left.columns:][:RowTile*left.columns], panel)
}

func finishTile(dst []float32, stride int, t *tile, scales []float32, f finishing) {
	finishTilePortable(dst, stride, t, scales, f)
}
