package int8mul

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"readout/retrieval/builtin/internal/matmul"
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
	for _, s := range []struct{ rows, inputs, outputs int }{{0, 8, 32}, {1, 8, 32}, {3, 40, 64}, {8, 384, 32}, {17, 1536, 96}, {150, 32, 32}} {
		t.Run(fmt.Sprintf("%dx%dx%d", s.rows, s.inputs, s.outputs), func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(1, uint64(s.rows)))
			left, weights, biases := random(rng, s.rows*s.inputs), random(rng, s.inputs*s.outputs), random(rng, s.outputs)
			if s.rows > 0 {
				left[s.rows*s.inputs/2] = 50 // far more than the rest
			}
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
					// Each value is off by up to half its scale, which mostly cancels out.
					if got := float64(dst[i*s.outputs+j]); math.Abs(got-want) > .5+(.03+float64(rows.scales[i]))*math.Sqrt(float64(s.inputs)) {
						t.Fatalf("row %d, column %d: %v, want about %v", i, j, got, want)
					}
				}
			}
		})
	}
}

func TestRound(t *testing.T) {
	t.Parallel()
	for _, columns := range []int{8, 32, 40, 384} {
		values := make([]float32, 2*columns)
		for i, v := range []float32{-2, 2, .5, -.0078125, 2} {
			values[columns+i] = v
		}
		var r Rows
		r.Round(values, columns)
		limit := greatestShare * float32(math.Sqrt(12.25+.0078125*.0078125))
		if r.Len() != 2 || r.scales[0] != 0 || math.Abs(float64(r.scales[1]-limit/127)) > 1e-6 {
			t.Errorf("%d rows with the scales %v, want 0 and %v", r.Len(), r.scales, limit/127)
		}
		for i, v := range values {
			got := int32(r.values[i]) - bias
			for _, e := range r.excess {
				if e.row*columns+e.column == i {
					got += e.amount
				}
			}
			if math.Abs(float64(float32(got)*r.scales[i/columns]-v)) > float64(r.scales[i/columns]/2) {
				t.Errorf("of %d columns: value %d, %v, is %d times %v", columns, i, v, got, r.scales[i/columns])
			}
		}
		if len(r.excess) != 3 {
			t.Errorf("of %d columns: excess %v", columns, r.excess)
		}
		for i, v := range r.values[2*columns:] {
			if v != 0 {
				t.Errorf("padding %d is %d", i, v)
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
		roundRow(rounded, row, 130)
		roundRowPortable(plain, row, 130)
		if greatestOf(row) != greatestPortable(row) || !bytes.Equal(rounded, plain) {
			t.Fatalf("%d values with the greatest %v rounded to\n%d, plainly with %v to\n%d",
				len(row), greatestOf(row), rounded, greatestPortable(row), plain)
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
		for name, mul := range kernels() {
			var got tile
			if mul(&got, left, panel); got != want {
				t.Fatalf("%s, %d columns:\n%v, plainly\n%v", name, columns, got, want)
			}
		}

		got, plainTile, place := want, want, rng.IntN(pack.BlockWidth)
		addExcess(&got, 5, panel, place, -777)
		addExcessPortable(&plainTile, 5, panel, place, -777)
		if got != plainTile || got == want {
			t.Fatalf("with excess\n%v, plainly\n%v", got, plainTile)
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
		"rows of another length":   func() { Mul(make([]float32, 256), &rows, panels(t, make([]float32, 32*16), 16), make([]float32, 32)) },
		"part of a row":            func() { new(Rows).Round(make([]float32, 9), 8) },
		"rows of odd length":       func() { new(Rows).Round(make([]float32, 12), 12) },
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

// BenchmarkMul multiplies by each kernel, with rounding and biases, and by the float32 tile at the same size, one right after the other.
func BenchmarkMul(b *testing.B) {
	const rows, inputs, outputs = 120, 512, 1536
	rng := rand.New(rand.NewPCG(1, 2))
	left := new(Rows)
	for range rows / RowTile {
		left.values = append(left.values, randomBytes(rng, RowTile*inputs)...)
	}
	for _, v := range left.values {
		left.wide = append(left.wide, int16(v))
	}
	weights := panels(b, random(rng, inputs*outputs), inputs)
	for name, mul := range kernels() {
		b.Run(name, func(b *testing.B) {
			var t tile
			for b.Loop() {
				for column := 0; column < outputs; column += pack.PanelRows {
					panel := weights.Values[column*inputs:][:pack.PanelRows*inputs]
					for at := 0; at < rows*inputs; at += RowTile * inputs {
						mul(&t, &Rows{columns: inputs, values: left.values[at:], wide: left.wide[at:]}, panel)
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
	b.Run("float32", func(b *testing.B) {
		values, m := random(rng, rows*inputs), new(matmul.Matrix)
		m.Reset(inputs, outputs)
		for r := range inputs {
			m.SetRow(r, random(rng, outputs))
		}
		dst := make([]float32, rows*outputs)
		for b.Loop() {
			matmul.MulAdd(dst, outputs, values, inputs, rows, m)
		}
		report(b, rows*inputs*outputs)
	})
}

func report(b *testing.B, products int) {
	b.ReportMetric(2*float64(products)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GOP/s")
}
