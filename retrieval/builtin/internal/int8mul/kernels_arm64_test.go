package int8mul

// kernels are the inner loops that this machine has, on the first rows of left.
func kernels() map[string]func(t *tile, left *Rows, panel []byte) {
	all := map[string]func(*tile, *Rows, []byte){"plain": func(t *tile, left *Rows, panel []byte) {
		mulTilePortable(t, left.values[:RowTile*left.columns], panel)
	}}
	if hasDot {
		all["SDOT"] = func(t *tile, left *Rows, panel []byte) { mulTileSDOT(t, left.values[:RowTile*left.columns], panel) }
	}
	return all
}
