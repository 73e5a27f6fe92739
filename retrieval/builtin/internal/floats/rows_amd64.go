package floats

import (
	"math"

	"golang.org/x/sys/cpu"
)

var hasAVX2 = cpu.X86.HasAVX2

// constants are what the assembly computes with, each as often as a register holds it.
var constants = [...][Lanes]float32{
	each(lowest),  // 0
	each(log2E),   // 32
	each(shift),   // 64
	each(ln2High), // 96
	each(ln2Low),  // 128
	each(exp6),    // 160
	each(exp5),    // 192
	each(exp4),    // 224
	each(exp3),    // 256
	each(exp2),    // 288
	each(1),       // 320
	each(math.Float32frombits(math.MaxInt32)), // 352, all bits but the sign
	each(1 / math.Sqrt2),                      // 384
	each(erfP),                                // 416
	each(erfA5),                               // 448
	each(erfA4),                               // 480
	each(erfA3),                               // 512
	each(erfA2),                               // 544
	each(erfA1),                               // 576
	each(.5),                                  // 608
	each(float32(math.Copysign(0, -1))),       // 640, the sign alone
}

func each(v float32) (all [Lanes]float32) {
	for i := range all {
		all[i] = v
	}
	return all
}

func add(row, more []float32) {
	if !hasAVX2 {
		addPortable(row, more)
		return
	}
	addAVX2(&row[0], &more[:len(row)][0], len(row))
}

func sumOf(row []float32) float32 {
	if !hasAVX2 {
		return sumPortable(row)
	}
	return sumAVX2(&row[0], len(row))
}

func squaresAround(row []float32, mean float32) float32 {
	if !hasAVX2 {
		return squaresAroundPortable(row, mean)
	}
	return squaresAroundAVX2(&row[0], len(row), mean)
}

func normalize(row, scale, bias []float32, mean, inverse float32) {
	if !hasAVX2 {
		normalizePortable(row, scale, bias, mean, inverse)
		return
	}
	normalizeAVX2(&row[0], &scale[:len(row)][0], &bias[:len(row)][0], len(row), mean, inverse)
}

func greatest(row []float32) float32 {
	if !hasAVX2 {
		return greatestPortable(row)
	}
	return greatestAVX2(&row[0], len(row))
}

func exponentials(row []float32, greatest, scale float32) {
	if !hasAVX2 {
		exponentialsPortable(row, greatest, scale)
		return
	}
	exponentialsAVX2(&row[0], len(row), greatest, scale, &constants[0])
}

func multiply(row []float32, factor float32) {
	if !hasAVX2 {
		multiplyPortable(row, factor)
		return
	}
	multiplyAVX2(&row[0], len(row), factor)
}

func gelus(row []float32) {
	if !hasAVX2 {
		gelusPortable(row)
		return
	}
	gelusAVX2(&row[0], len(row), &constants[0])
}

// The assembly does what the functions in portable.go do; n is the length of the rows.

//go:noescape
func addAVX2(row, more *float32, n int)

//go:noescape
func sumAVX2(row *float32, n int) float32

//go:noescape
func squaresAroundAVX2(row *float32, n int, mean float32) float32

//go:noescape
func normalizeAVX2(row, scale, bias *float32, n int, mean, inverse float32)

//go:noescape
func greatestAVX2(row *float32, n int) float32

//go:noescape
func exponentialsAVX2(row *float32, n int, greatest, scale float32, constants *[Lanes]float32)

//go:noescape
func multiplyAVX2(row *float32, n int, factor float32)

//go:noescape
func gelusAVX2(row *float32, n int, constants *[Lanes]float32)
