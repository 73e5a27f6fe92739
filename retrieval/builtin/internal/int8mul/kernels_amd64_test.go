package int8mul

// kernels are the inner loops that this machine has, on the first rows of left.
func kernels(left *Rows, panel []byte) map[string]func(*tile) {
	rows := RowTile * left.columns
	all := map[string]func(*tile){"plain": func(t *tile) { mulTilePortable(t, left.values[:rows], panel) }}
	if hasAVX2 {
		all["AVX2"] = func(t *tile) { mulTileAVX2(t, left.wide[:rows], panel) }
	}
	if hasVNNI {
		all["VNNI"] = func(t *tile) { mulTileVNNI(t, &left.values[0], left.columns, &panel[0]) }
	}
	return all
}
