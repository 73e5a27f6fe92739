package int8mul

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"readout/retrieval/builtin/internal/pack"
)

func random(rng *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = rng.Float32()*2 - 1
	}
	return x
}

func randomBytes(rng *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(rng.Uint32())
	}
	return b
}

// panels packs weights of the given number of inputs.
func panels(t testing.TB, weights []float32, inputs int) *pack.Panels {
	t.Helper()
	var w pack.Writer
	w.QuantizePanels("weights", inputs, weights)
	var file bytes.Buffer
	if _, err := w.WriteTo(&file); err != nil {
		t.Fatal(err)
	}
	p, err := pack.Read(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	panels, err := p.Panels("weights", len(weights)/inputs, inputs)
	if err != nil {
		t.Fatal(err)
	}
	return &panels
}

// TestMul compares with products of values that int8 holds exactly, and of any values nearly.
func TestMul(t *testing.T) {
	t.Parallel()
	for _, s := range []struct{ rows, inputs, outputs int }{{0, 4, 32}, {1, 4, 32}, {3, 36, 64}, {8, 384, 32}, {17, 1536, 96}, {150, 32, 32}} {
		t.Run(fmt.Sprintf("%dx%dx%d", s.rows, s.inputs, s.outputs), func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(1, uint64(s.rows)))
			left, weights, biases := random(rng, s.rows*s.inputs), random(rng, s.inputs*s.outputs), random(rng, s.outputs)
			var rows Rows
			rows.Round(left, s.inputs)
			dst := make([]float32, PadRows(s.rows)*s.outputs)
			Mul(dst, &rows, panels(t, weights, s.inputs), biases)
			for i := range s.rows {
				for j := range s.outputs {
					want := float64(biases[j])
					for k := range s.inputs {
						want += float64(left[i*s.inputs+k]) * float64(weights[j*s.inputs+k])
					}
					// Each value is off by up to half a 127th, which mostly cancels out.
					if got := float64(dst[i*s.outputs+j]); math.Abs(got-want) > .025*math.Sqrt(float64(s.inputs)) {
						t.Fatalf("row %d, column %d: %v, want about %v", i, j, got, want)
					}
				}
			}
		})
	}
}

func TestRound(t *testing.T) {
	t.Parallel()
	for _, columns := range []int{4, 32, 36, 384} {
		values := make([]float32, 2*columns)
		for i, v := range []float32{-2, 1, .5, -.0078125} {
			values[columns+i] = v
		}
		var r Rows
		r.Round(values, columns)
		if r.Len() != 2 || r.scales[0] != 0 || r.scales[1] != 2./127 {
			t.Errorf("%d rows with the scales %v", r.Len(), r.scales)
		}
		for i, v := range r.values {
			want := byte(bias)
			if at := i - columns; 0 <= at && at < 4 {
				want = []byte{bias - 127, bias + 64, bias + 32, bias}[at] // halves go to the even one
			}
			if i >= 2*columns {
				want = 0
			}
			if v != want {
				t.Errorf("of %d columns: value %d is %d, want %d", columns, i, int(v)-bias, int(want)-bias)
			}
		}
	}
}

// TestEqualOnEveryMachine compares what this machine computes with the plain way, bit for bit.
func TestEqualOnEveryMachine(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(2, 3))
	for columns := 4; columns < 1600; columns += 52 {
		row := random(rng, columns/32*32+32)
		row[rng.IntN(len(row))] *= 1000
		rounded, plain := make([]byte, len(row)), make([]byte, len(row))
		if got, want := roundRow(rounded, row), roundRowPortable(plain, row); got != want || !bytes.Equal(rounded, plain) {
			t.Fatalf("%d values rounded with %v to\n%d, plainly with %v to\n%d", len(row), got, rounded, want, plain)
		}

		left := &Rows{rows: RowTile, columns: columns, values: randomBytes(rng, RowTile*columns)}
		panel := randomBytes(rng, pack.PanelRows*columns)
		if columns%8 == 0 { // the extremes
			for i := range left.values {
				left.values[i] = byte(255 * rng.IntN(2))
			}
			for i := range panel {
				panel[i] = byte(127 + rng.IntN(2))
			}
		}
		for _, v := range left.values {
			left.wide = append(left.wide, int16(v))
		}
		var want tile
		mulTilePortable(&want, left.values, panel)
		for name, mul := range kernels(left, panel) {
			var got tile
			if mul(&got); got != want {
				t.Fatalf("%s, %d columns:\n%v, plainly\n%v", name, columns, got, want)
			}
		}

		f := finishing{scales: random(rng, pack.PanelRows), biases: random(rng, pack.PanelRows)}
		for range pack.PanelRows {
			f.sums = append(f.sums, rng.Int32N(100_000)-50_000)
		}
		const stride = pack.PanelRows + 3
		dst, plainDst, scales := make([]float32, RowTile*stride), make([]float32, RowTile*stride), random(rng, RowTile)
		finishTile(dst, stride, &want, scales, f)
		finishTilePortable(plainDst, stride, &want, scales, f)
		for i := range dst {
			if math.Float32bits(dst[i]) != math.Float32bits(plainDst[i]) {
				t.Fatalf("value %d is %v, plainly %v", i, dst[i], plainDst[i])
			}
		}
	}
}

func TestMulRefuses(t *testing.T) {
	t.Parallel()
	weights := panels(t, make([]float32, 32*8), 8)
	var rows Rows
	rows.Round(make([]float32, 8), 8)
	for name, f := range map[string]func(){
		"dst short of padded rows": func() { Mul(make([]float32, 32), &rows, weights, make([]float32, 32)) },
		"too few biases":           func() { Mul(make([]float32, 256), &rows, weights, make([]float32, 31)) },
		"rows of another length":   func() { Mul(make([]float32, 256), &rows, panels(t, make([]float32, 32*4), 4), make([]float32, 32)) },
		"part of a row":            func() { new(Rows).Round(make([]float32, 9), 8) },
		"part of a block":          func() { new(Rows).Round(make([]float32, 6), 6) },
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

// BenchmarkMul is to be compared with that of float32 products of the same size in package matmul.
func BenchmarkMul(b *testing.B) {
	const rows, inputs, outputs = 120, 512, 1536
	rng := rand.New(rand.NewPCG(1, 2))
	left := &Rows{rows: rows, columns: inputs, values: randomBytes(rng, rows*inputs)}
	for _, v := range left.values {
		left.wide = append(left.wide, int16(v))
	}
	weights := panels(b, random(rng, inputs*outputs), inputs)
	for name := range kernels(left, weights.Values) {
		b.Run(name, func(b *testing.B) {
			var t tile
			for b.Loop() {
				for column := 0; column < outputs; column += pack.PanelRows {
					panel := weights.Values[column*inputs:][:pack.PanelRows*inputs]
					for row := 0; row < rows; row += RowTile {
						kernels(&Rows{rows: RowTile, columns: inputs, values: left.values[row*inputs:][:RowTile*inputs], wide: left.wide[row*inputs:][:RowTile*inputs]}, panel)[name](&t)
					}
				}
			}
			report(b, rows*inputs*outputs)
		})
	}
	b.Run("whole", func(b *testing.B) {
		values, biases := random(rng, rows*inputs), make([]float32, outputs)
		dst := make([]float32, rows*outputs)
		for b.Loop() {
			left.Round(values, inputs)
			Mul(dst, left, weights, biases)
		}
		report(b, rows*inputs*outputs)
	})
}

func report(b *testing.B, products int) {
	b.ReportMetric(2*float64(products)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GOP/s")
}
