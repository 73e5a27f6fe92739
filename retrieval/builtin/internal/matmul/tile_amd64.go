package matmul

import "golang.org/x/sys/cpu"

var hasAVX2 = cpu.X86.HasAVX2 && cpu.X86.HasFMA

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
