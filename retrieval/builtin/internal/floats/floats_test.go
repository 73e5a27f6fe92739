package floats

import (
	"math"
	"math/rand/v2"
	"testing"
)

func random(rng *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(rng.NormFloat64() * 3)
	}
	return x
}

func TestExp(t *testing.T) {
	t.Parallel()
	for x := float32(0); x > -87; x -= .0137 {
		if got, want := float64(exp(x)), math.Exp(float64(x)); math.Abs(got/want-1) > 3e-7 {
			t.Fatalf("exp(%v) = %v, want %v", x, got, want)
		}
	}
	for _, x := range []float32{-88, -1e30, float32(math.Inf(-1))} {
		if got := exp(x); !(0 < got && got < 2e-38) {
			t.Errorf("exp(%v) = %v", x, got)
		}
	}
	if got := exp(0); got != 1 {
		t.Errorf("exp(0) = %v", got)
	}
}

func TestGELU(t *testing.T) {
	t.Parallel()
	for x := -20.; x < 20; x += .00173 {
		values := []float32{float32(x), 0, 0, 0, 0, 0, 0, 0}
		GELU(values)
		v := float64(float32(x))
		if want := v * .5 * math.Erfc(-v/math.Sqrt2); math.Abs(float64(values[0])-want) > 2.5e-7*max(1, math.Abs(v)) {
			t.Fatalf("GELU(%v) = %v, want %v", x, values[0], want)
		}
	}
}

func TestSoftmax(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	for n := 1; n < 70; n++ {
		row := random(rng, (n+15)/16*16)
		row[rng.IntN(n)] *= 100
		want, total := make([]float64, n), 0.
		for i, v := range row[:n] {
			want[i] = math.Exp(float64(v) * .25)
			total += want[i]
		}
		Softmax(row, n, .25)
		for i, v := range row {
			if i >= n && v != 0 || i < n && math.Abs(float64(v)-want[i]/total) > 1e-6 {
				t.Fatalf("n = %d, value %d = %v", n, i, v)
			}
		}
	}
}

func TestAddNorm(t *testing.T) {
	t.Parallel()
	const size, rows = 48, 3
	rng := rand.New(rand.NewPCG(1, 2))
	a, b, scale, bias := random(rng, rows*size), random(rng, rows*size), random(rng, size), random(rng, size)
	got := append([]float32(nil), a...)
	AddNorm(got, b, scale, bias, 1e-12)
	for r := range rows {
		var mean, variance float64
		for i := range size {
			mean += (float64(a[r*size+i]) + float64(b[r*size+i])) / size
		}
		for i := range size {
			d := float64(a[r*size+i]) + float64(b[r*size+i]) - mean
			variance += d * d / size
		}
		for i := range size {
			want := (float64(a[r*size+i])+float64(b[r*size+i])-mean)/math.Sqrt(variance)*float64(scale[i]) + float64(bias[i])
			if math.Abs(float64(got[r*size+i])-want) > 1e-4 {
				t.Fatalf("row %d, value %d: %v, want %v", r, i, got[r*size+i], want)
			}
		}
	}
	alone := append([]float32(nil), got[:size]...)
	zeros := append([]float32(nil), got[:size]...)
	Norm(alone, scale, bias, 1e-12)
	AddNorm(zeros, make([]float32, size), scale, bias, 1e-12)
	for i := range alone {
		if alone[i] != zeros[i] {
			t.Fatalf("Norm and AddNorm of nothing differ: %v and %v", alone[i], zeros[i])
		}
	}
}

func TestDot(t *testing.T) {
	t.Parallel()
	a, b := make([]float32, 24), make([]float32, 24)
	for i := range a {
		a[i], b[i] = float32(i), 2
	}
	if got := Dot(a, b); got != 23*24 {
		t.Errorf("Dot = %v", got)
	}
	if got := Length([]float32{0, 3, 0, 0, 0, 0, 4, 0}); got != 5 {
		t.Errorf("Length = %v", got)
	}
}

// TestEqualOnEveryMachine compares what this machine computes with the plain way, bit for bit.
func TestEqualOnEveryMachine(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 4))
	for n := Lanes; n < 1600; n += Lanes * 11 {
		row, more, scale := random(rng, n), random(rng, n), random(rng, n)
		row[rng.IntN(n)] *= 30
		row[rng.IntN(n)] = 0
		for name, pair := range map[string][2]func(row []float32) float32{
			"add": {
				func(row []float32) float32 { add(row, more); return 0 },
				func(row []float32) float32 { addPortable(row, more); return 0 },
			},
			"sum": {sumOf, sumPortable},
			"squares": {
				func(row []float32) float32 { return squaresAround(row, .3) },
				func(row []float32) float32 { return squaresAroundPortable(row, .3) },
			},
			"normalize": {
				func(row []float32) float32 { normalize(row, scale, more, .1, .7); return 0 },
				func(row []float32) float32 { normalizePortable(row, scale, more, .1, .7); return 0 },
			},
			"greatest": {greatest, greatestPortable},
			"exponentials": {
				func(row []float32) float32 { exponentials(row, 20, 2.5); return 0 },
				func(row []float32) float32 { exponentialsPortable(row, 20, 2.5); return 0 },
			},
			"multiply": {
				func(row []float32) float32 { multiply(row, .3); return 0 },
				func(row []float32) float32 { multiplyPortable(row, .3); return 0 },
			},
			"GELU": {func(row []float32) float32 { gelus(row); return 0 }, func(row []float32) float32 { gelusPortable(row); return 0 }},
		} {
			a, b := append([]float32(nil), row...), append([]float32(nil), row...)
			if got, want := pair[0](a), pair[1](b); math.Float32bits(got) != math.Float32bits(want) {
				t.Errorf("%s of %d values is %v, plainly %v", name, n, got, want)
			}
			for i := range a {
				if math.Float32bits(a[i]) != math.Float32bits(b[i]) {
					t.Fatalf("%s of %d values, value %d (%v): %v, plainly %v", name, n, i, row[i], a[i], b[i])
				}
			}
		}
	}
}

func BenchmarkGELU(b *testing.B) {
	row := make([]float32, 1536)
	for b.Loop() {
		for i := range row {
			row[i] = float32(i%64)/8 - 4
		}
		GELU(row)
	}
}
