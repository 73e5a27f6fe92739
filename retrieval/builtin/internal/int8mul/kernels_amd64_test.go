package int8mul

// kernels are the inner loops that this machine has, on the first rows of left.
func kernels() map[string]func(t *tile, left *Rows, panel []byte) {
	all := map[string]func(*tile, *Rows, []byte){"plain": func(t *tile, left *Rows, panel []byte) {
		mulTilePortable(t, left.values[:RowTile*left.columns], panel)
	}}
	if hasAVX2 {
		all["AVX2"] = func(t *tile, left *Rows, panel []byte) { mulTileAVX2(t, left.wide[:RowTile*left.columns], panel) }
	}
	if hasVNNI {
		all["VNNI"] = func(t *tile, left *Rows, panel []byte) { mulTileVNNI(t, &left.values[0], left.columns, &panel[0]) }
	}
	return all
}
