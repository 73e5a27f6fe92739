package matmul

import "golang.org/x/sys/cpu"

var (
	hasAVX2   = cpu.X86.HasAVX2 && cpu.X86.HasFMA
	hasAVX512 = hasAVX2 && cpu.X86.HasAVX512F
)

// mulAddPair is mulAddTile for two panels that follow one another, where that is faster; false means that nothing was done.
func mulAddPair(dst []float32, dstStride int, a []float32, aStride, n int, panels []float32) bool {
	if !hasAVX512 {
		return false
	}
	mulAddPairAVX512(&dst[0], dstStride, &a[0], aStride, n, &panels[0])
	return true
}

func mulAddTile(dst []float32, dstStride int, a []float32, aStride, n int, panel []float32) {
	if hasAVX2 {
		mulAddTileAVX2(&dst[0], dstStride, &a[0], aStride, n, &panel[0])
	} else {
		mulAddTilePortable(dst, dstStride, a, aStride, n, panel)
	}
}

// mulAddTileAVX2 does what mulAddTilePortable does. Strides and n count float32 values; n is at least 1. MulAdd has checked that
// all four rows of dst and a, and n rows of the panel, exist.
//
//go:noescape
func mulAddTileAVX2(dst *float32, dstStride int, a *float32, aStride, n int, panel *float32)

// mulAddPairAVX512 does what mulAddTileAVX2 does, for two panels.
//
//go:noescape
func mulAddPairAVX512(dst *float32, dstStride int, a *float32, aStride, n int, panels *float32)
