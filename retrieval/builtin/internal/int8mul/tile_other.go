//go:build !amd64 && !arm64

package int8mul

func mulTile(t *tile, left *Rows, row int, panel []byte) {
	mulTilePortable(t, left.values[row*left.columns:][:RowTile*left.columns], panel)
}
