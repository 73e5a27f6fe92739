//go:build !amd64

package matmul

func mulAddTile(dst []float32, dstStride int, a []float32, aStride, n int, panel []float32) {
	mulAddTilePortable(dst, dstStride, a, aStride, n, panel)
}

func mulAddPair([]float32, int, []float32, int, int, []float32) bool { return false }
