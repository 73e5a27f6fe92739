//go:build !amd64

package int8mul

// kernels are the inner loops that this machine has, on the first rows of left.
func kernels(left *Rows, panel []byte) map[string]func(*tile) {
	return map[string]func(*tile){"plain": func(t *tile) { mulTilePortable(t, left.values[:RowTile*left.columns], panel) }}
}
