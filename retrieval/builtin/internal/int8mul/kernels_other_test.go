//go:build !amd64 && !arm64

package int8mul

// kernels are the inner loops that this machine has, on the first rows of left.
func kernels() map[string]func(t *tile, left *Rows, panel []byte) {
	return map[string]func(*tile, *Rows, []byte){"plain": func(t *tile, left *Rows, panel []byte) {
		mulTilePortable(t, left.values[:RowTile*left.columns], panel)
	}}
}
