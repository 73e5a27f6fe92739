package matmul

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

func random(rng *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = rng.Float32()*2 - 1
	}
	return x
}

// fill makes a Matrix of row-major values, by rows or by columns.
func fill(values []float32, rows, columns int, byColumns bool) *Matrix {
	m := new(Matrix)
	m.Reset(rows, columns)
	if !byColumns {
		for r := range rows {
			m.SetRow(r, values[r*columns:][:columns])
		}
		return m
	}
	column := make([]float32, rows)
	for c := range columns {
		for r := range rows {
			column[r] = values[r*columns+c]
		}
		m.SetColumn(c, column)
	}
	return m
}

func TestMulAdd(t *testing.T) {
	t.Parallel()
	for _, s := range []struct{ rows, n, columns int }{
		{0, 3, 3}, {1, 1, 1}, {1, 7, 16}, {3, 5, 17}, {4, 64, 15}, {5, 64, 33}, {15, 256, 48}, {2, 1, 100}, {9, 0, 4}, {4, 4, 0},
	} {
		for _, byColumns := range []bool{false, true} {
			t.Run(fmt.Sprintf("%dx%dx%d by columns %t", s.rows, s.n, s.columns, byColumns), func(t *testing.T) {
				t.Parallel()
				rng := rand.New(rand.NewPCG(1, uint64(s.rows*1000+s.columns)))
				aStride, dstStride := s.n+3, PadColumns(s.columns)+5
				a, b := random(rng, PadRows(s.rows)*aStride), random(rng, s.n*s.columns)
				dst := random(rng, PadRows(s.rows)*dstStride)
				want := make([]float64, len(dst))
				for i, v := range dst {
					want[i] = float64(v)
				}
				for i := range s.rows {
					for j := range s.columns {
						for k := range s.n {
							want[i*dstStride+j] += float64(a[i*aStride+k]) * float64(b[k*s.columns+j])
						}
					}
				}
				m := fill(b, s.n, s.columns, byColumns)
				if m.Rows() != s.n || m.Columns() != s.columns {
					t.Fatalf("matrix is %d x %d", m.Rows(), m.Columns())
				}
				MulAdd(dst, dstStride, a, aStride, s.rows, m)
				for i := range s.rows {
					for j := range dstStride {
						if j >= s.columns && j < PadColumns(s.columns) {
							continue // padding
						}
						if got, want := dst[i*dstStride+j], want[i*dstStride+j]; math.Abs(float64(got)-want) > 1e-4 {
							t.Fatalf("row %d, column %d: %v, want %v", i, j, got, want)
						}
					}
				}
			})
		}
	}
}

// TestTileAgreesWithPortable compares this machine's inner loop with the plain one.
func TestTileAgreesWithPortable(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(2, 3))
	for n := 1; n < 200; n += 13 {
		const stride = PanelWidth + 2
		a, panel, dst := random(rng, RowTile*n), random(rng, n*PanelWidth), random(rng, RowTile*stride)
		plain := append([]float32(nil), dst...)
		mulAddTile(dst, stride, a, n, n, panel)
		mulAddTilePortable(plain, stride, a, n, n, panel)
		for i := range dst {
			if math.Float32bits(dst[i]) != math.Float32bits(plain[i]) {
				t.Fatalf("n = %d, value %d: %v, want %v", n, i, dst[i], plain[i])
			}
		}

		const wide = 2*PanelWidth + 3
		panels, pair := random(rng, 2*n*PanelWidth), random(rng, RowTile*wide)
		plain = append([]float32(nil), pair...)
		if !mulAddPair(pair, wide, a, n, n, panels) {
			continue
		}
		mulAddTilePortable(plain, wide, a, n, n, panels)
		mulAddTilePortable(plain[PanelWidth:], wide, a, n, n, panels[n*PanelWidth:])
		for i := range pair {
			if math.Float32bits(pair[i]) != math.Float32bits(plain[i]) {
				t.Fatalf("a pair, n = %d, value %d: %v, want %v", n, i, pair[i], plain[i])
			}
		}
	}
}

// TestAddProduct: where a float64 would be rounded twice, once is what counts.
func TestAddProduct(t *testing.T) {
	t.Parallel()
	const last = 1. / (1 << 23) // bit of a float32 from 1 to 2
	for _, test := range []struct{ sum, x, y, want float32 }{
		{1, 2, 3, 7},
		{1, last / 2, 1, 1},                                 // half way: to the even one
		{1 + last, last / 2, 1, 1 + 2*last},                 // half way: to the even one
		{1, last / 2, 1 + last, 1 + last},                   // a little more than half way
		{-1, -last / 2, 1 + last, -1 - last},                // the same below zero
		{1 + last, last / 2 * (1 - last/2), 1, 1 + last},    // a little less than half way
		{1, last / 2 * (1 + last), 1 + last*last, 1 + last}, // by less than a float64 holds beside 1
	} {
		if got := addProduct(test.sum, test.x, test.y); got != test.want {
			t.Errorf("%v + %v x %v = %v, want %v", test.sum, test.x, test.y, got, test.want)
		}
	}
}

func TestMulAddRefusesShortSlices(t *testing.T) {
	t.Parallel()
	b := new(Matrix)
	b.Reset(8, 16)
	for name, f := range map[string]func(){
		"a short of padded rows":   func() { MulAdd(make([]float32, 64), 16, make([]float32, 8), 8, 1, b) },
		"dst short of padded rows": func() { MulAdd(make([]float32, 16), 16, make([]float32, 32), 8, 1, b) },
		"overlapping rows of dst":  func() { MulAdd(make([]float32, 640), 15, make([]float32, 320), 8, 1, b) },
		"a stride below its rows":  func() { MulAdd(make([]float32, 640), 16, make([]float32, 320), 7, 1, b) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			f()
		})
	}
}

func TestResetReusesMemory(t *testing.T) {
	m := fill([]float32{1, 2, 3, 4}, 2, 2, false)
	m.Reset(1, 2)
	dst := make([]float32, RowTile*PanelWidth)
	MulAdd(dst, PanelWidth, []float32{1, 1, 1, 1}, 1, 1, m)
	for i, v := range dst {
		if v != 0 {
			t.Fatalf("value %d after Reset is %v", i, v)
		}
	}
	if n := testing.AllocsPerRun(10, func() { m.Reset(2, 16) }); n != 0 {
		t.Errorf("Reset to a size that it has had allocates %v times", n)
	}
}

func BenchmarkMulAdd(b *testing.B) {
	for _, s := range []struct{ rows, n, columns int }{{120, 512, 1536}, {15, 1536, 512}} {
		b.Run(fmt.Sprintf("%dx%dx%d", s.rows, s.n, s.columns), func(b *testing.B) {
			rng := rand.New(rand.NewPCG(1, 2))
			a, dst := random(rng, PadRows(s.rows)*s.n), make([]float32, PadRows(s.rows)*s.columns)
			m := fill(random(rng, s.n*s.columns), s.n, s.columns, false)
			b.ReportAllocs()
			for b.Loop() {
				MulAdd(dst, s.columns, a, s.n, s.rows, m)
			}
			operations := 2 * float64(s.rows) * float64(s.n) * float64(s.columns) * float64(b.N)
			b.ReportMetric(operations/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	}
}
