// Package floats has what a transformer computes on rows of float32 beside products of matrices. Each step is rounded in one
// prescribed way, so a result has the same bits on every machine: sums are taken in Lanes parts, and exponentials and error functions
// are approximations of our own.
package floats

import "math"

// Lanes is how many sums a sum is taken in: value i is part of the sum i modulo Lanes.
const Lanes = 8

// sum adds up the lanes of a sum, near ones last.
func sum(lanes *[Lanes]float32) float32 {
	a, b, c, d := lanes[0]+lanes[4], lanes[1]+lanes[5], lanes[2]+lanes[6], lanes[3]+lanes[7]
	return (a + c) + (b + d)
}

// AddNorm adds each row of more to that of rows, then brings the row to mean 0 and variance 1, scales and shifts it. Rows are as long
// as scale, a multiple of Lanes.
func AddNorm(rows, more, scale, bias []float32, epsilon float32) {
	size := len(scale)
	for i := 0; i < len(rows); i += size {
		row, more := rows[i:][:size], more[i:][:size]
		add(row, more)
		normRow(row, scale, bias, epsilon)
	}
}

// Norm is AddNorm with nothing added.
func Norm(rows, scale, bias []float32, epsilon float32) {
	size := len(scale)
	for i := 0; i < len(rows); i += size {
		normRow(rows[i:][:size], scale, bias, epsilon)
	}
}

func normRow(row, scale, bias []float32, epsilon float32) {
	mean := sumOf(row) / float32(len(row))
	variance := squaresAround(row, mean)/float32(len(row)) + epsilon
	normalize(row, scale, bias, mean, 1/float32(math.Sqrt(float64(variance))))
}

// Softmax replaces the first n values of a row by weights that add up to 1: the exponentials of scale times the values, over their
// sum. The rest of the row becomes 0. The row's length is a multiple of Lanes, scale is positive, n at least 1.
func Softmax(row []float32, n int, scale float32) {
	for i := n; i < len(row); i++ {
		row[i] = row[0] // any of the values, so that the greatest is one of them
	}
	exponentials(row, greatest(row), scale)
	clear(row[n:])
	multiply(row, 1/sumOf(row))
}

// GELU replaces each value x by x Φ(x), Φ being the distribution function of the standard normal distribution, to within 2e-7 times
// the greater of 1 and |x|. There is a multiple of Lanes of them.
func GELU(values []float32) {
	if len(values) > 0 {
		gelus(values)
	}
}

// The constants of Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 7.1.26: the error function of x >= 0 is
// 1 - (a1 t + ... + a5 t⁵) exp(-x²) with t = 1/(1+px), to within 1.5e-7.
const (
	erfP  = .3275911
	erfA1 = .254829592
	erfA2 = -.284496736
	erfA3 = 1.421413741
	erfA4 = -1.453152027
	erfA5 = 1.061405429
)

// gelu is max(x, 0) - |x|/2 erfc(|x|/√2), which is exact where the error function is 1.
func gelu(x float32) float32 {
	a := float32(math.Abs(float64(x)))
	y := float32(a * (1 / math.Sqrt2))
	t := 1 / float32(1+float32(erfP*y))
	p := float32(erfA5*t) + erfA4
	p = float32(p*t) + erfA3
	p = float32(p*t) + erfA2
	p = float32(p*t) + erfA1
	p = float32(p * t)
	complement := float32(p * exp(-float32(y*y)))
	return max(x, 0) - float32(float32(.5*a)*complement)
}

// The constants of exp: x is n ln 2 + r with |r| <= ln 2 / 2, and the exponential of r is its Taylor series to the sixth power.
const (
	lowest  = -87 // its exponential is a normal number yet
	log2E   = 1.44269504088896341
	ln2High = 0.693359375 // 9 bits: its product with n is exact
	ln2Low  = math.Ln2 - ln2High
	exp2    = 1. / 2
	exp3    = 1. / 6
	exp4    = 1. / 24
	exp5    = 1. / 120
	exp6    = 1. / 720

	// shift rounds a small number to a whole one, halves to even: adding it puts what is after the point beyond a float32's last
	// bit.
	shift = 3 << 22
)

// exp is e to the power of x <= 0, of -87 for less, to within 2e-7 of itself.
func exp(x float32) float32 {
	x = max(x, lowest)
	shifted := float32(x*log2E) + shift
	n := shifted - shift
	r := x - float32(n*ln2High)
	r -= float32(n * ln2Low)
	p := float32(exp6*r) + exp5
	p = float32(p*r) + exp4
	p = float32(p*r) + exp3
	p = float32(p*r) + exp2
	p = float32(p*r) + 1
	p = float32(p*r) + 1
	return math.Float32frombits(math.Float32bits(p) + (math.Float32bits(shifted)-math.Float32bits(shift))<<23)
}

// Dot is the sum of the products of two rows, whose length is a multiple of Lanes.
func Dot(a, b []float32) float32 {
	var sums [Lanes]float32
	for i := 0; i < len(a); i += Lanes {
		b := b[i:][:Lanes]
		for j, v := range a[i:][:Lanes] {
			sums[j] += float32(v * b[j])
		}
	}
	return sum(&sums)
}

// Length is the root of the sum of the squares of a row, which is not empty and a multiple of Lanes long.
func Length(row []float32) float32 {
	return float32(math.Sqrt(float64(squaresAround(row, 0))))
}
