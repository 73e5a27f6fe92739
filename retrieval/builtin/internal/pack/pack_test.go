package pack

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
	"slices"
	"strings"
	"testing"
)

func sample(t testing.TB) []byte {
	t.Helper()
	var w Writer
	w.Texts("words", []string{"one", "", "drei"})
	w.Float32s("bias", 2, []float32{1, -2, 3, .5})
	w.Float32s("scores", 1, []float32{-1.25, 0})
	w.Quantize("weights", 3, []float32{1, -2, .5, 0, 0, 0})
	w.QuantizePanels("panels", 8, panelValues())
	return write(t, &w)
}

// panelValues are two panels of rows of 8: row r has r+1 and -127 in turns.
func panelValues() []float32 {
	values := make([]float32, 2*PanelRows*8)
	for i := range values {
		if values[i] = float32(i/8 + 1); i%2 == 1 {
			values[i] = -127
		}
	}
	return values
}

func write(t testing.TB, w *Writer) []byte {
	t.Helper()
	var file bytes.Buffer
	if _, err := w.WriteTo(&file); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// sealed gives a body of any content the header that it needs to get past the checksum.
func sealed(body []byte) []byte {
	file := append([]byte(magic), Version, 0, 0, 0)
	file = binary.LittleEndian.AppendUint32(file, crc32.Checksum(body, castagnoli))
	return append(file, body...)
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	p, err := Read(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	if words, err := p.Texts("words", 3); err != nil || !slices.Equal(words, []string{"one", "", "drei"}) {
		t.Errorf("words = %q, %v", words, err)
	}
	if bias, err := p.Float32s("bias", 2, 2); err != nil || !slices.Equal(bias, []float32{1, -2, 3, .5}) {
		t.Errorf("bias = %v, %v", bias, err)
	}
	if scores, err := p.Float32s("scores", 2, 1); err != nil || !slices.Equal(scores, []float32{-1.25, 0}) {
		t.Errorf("scores = %v, %v", scores, err)
	}
	weights, err := p.Quantized("weights", 2, 3)
	if err != nil {
		t.Fatal(err)
	}
	got := make([]float32, 3)
	weights.Row(0, got)
	for i, want := range []float64{1, -2, .5} {
		if math.Abs(float64(got[i])-want) > 2./127/2 {
			t.Errorf("weight %d = %v, want about %v", i, got[i], want)
		}
	}
	if int8(weights.Bytes(0)[1]) != -127 {
		t.Errorf("the greatest value is stored as %d", int8(weights.Bytes(0)[1]))
	}
	if weights.Row(1, got); !slices.Equal(got, []float32{0, 0, 0}) {
		t.Errorf("a row of zeros = %v", got)
	}
}

func TestPanels(t *testing.T) {
	t.Parallel()
	p, err := Read(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	panels, err := p.Panels("panels", 2*PanelRows, 8)
	if err != nil {
		t.Fatal(err)
	}
	for row := range panels.Rows {
		var sum int32
		for column := range panels.Columns {
			got := int8(panels.Values[row/PanelRows*PanelRows*8+column/4*4*PanelRows+row%PanelRows*4+column%4])
			sum += int32(got)
			if want := panelValues()[row*8+column]; panels.Scales[row] != 1 || float32(got) != want {
				t.Errorf("row %d, column %d: %d x %v, want %v", row, column, got, panels.Scales[row], want)
			}
		}
		if panels.Sums[row] != sum {
			t.Errorf("row %d adds up to %d, want %d", row, panels.Sums[row], sum)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	good := sample(t)
	altered := func(at int, to byte) []byte {
		file := bytes.Clone(good)
		file[at] = to
		return file
	}
	header := func(name string, kind byte, rows, columns uint32, values ...byte) []byte {
		body := append([]byte{1, 0, 0, 0, byte(len(name))}, name...)
		body = binary.LittleEndian.AppendUint32(append(body, kind), rows)
		return append(binary.LittleEndian.AppendUint32(body, columns), values...)
	}
	twice := append(header("t", kindTexts, 0, 0), header("t", kindTexts, 0, 0)[4:]...)
	twice[0] = 2
	for name, test := range map[string]struct {
		file []byte
		want error
	}{
		"nothing":              {nil, ErrForeign},
		"another kind of file": {[]byte("PK\x03\x04 something else altogether"), ErrForeign},
		"magic only":           {good[:len(magic)], ErrDamaged},
		"cut off":              {good[:len(good)-1], ErrDamaged},
		"longer":               {append(bytes.Clone(good), 0), ErrDamaged},
		"another version":      {altered(len(magic), Version+1), ErrVersion},
		"one byte altered":     {altered(len(good)-1, 77), ErrDamaged},
		"no tables":            {sealed(nil), ErrDamaged},
		"fewer tables":         {sealed([]byte{9, 0, 0, 0}), ErrDamaged},
		"more tables":          {sealed([]byte{255, 255, 255, 255}), ErrDamaged},
		"bytes left over":      {sealed([]byte{0, 0, 0, 0, 1}), ErrDamaged},
		"a huge table":         {sealed(header("t", kindPanels, math.MaxUint32, math.MaxUint32)), ErrDamaged},
		"a table of huge rows": {sealed(header("t", kindQuantized, math.MaxUint32, 0)), ErrDamaged},
		"huge texts":           {sealed(header("t", kindTexts, math.MaxUint32, 0, 1, 1)), ErrDamaged},
		"a text cut off":       {sealed(header("t", kindTexts, 1, 0, 200, 'a')), ErrDamaged},
		"half a panel":         {sealed(header("t", kindPanels, 16, 4, make([]byte, 192)...)), ErrDamaged},
		"a panel cut off":      {sealed(header("t", kindPanels, 32, 4, make([]byte, 383)...)), ErrDamaged},
		"an unknown kind":      {sealed(header("t", '?', 1, 1, 0)), ErrDamaged},
		"a name twice":         {sealed(twice), ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if p, err := Read(test.file); !errors.Is(err, test.want) || p != nil {
				t.Errorf("Read = %v, %v; want %v", p, err, test.want)
			}
		})
	}
}

func TestTablesAreChecked(t *testing.T) {
	t.Parallel()
	p, err := Read(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	second := func(_ any, err error) error { return err }
	for name, test := range map[string]struct {
		err, want error
	}{
		"no such table": {second(p.Float32s("other", 2, 2)), ErrMissing},
		"another kind":  {second(p.Quantized("bias", 2, 2)), ErrDamaged},
		"other rows":    {second(p.Float32s("bias", 1, 2)), ErrDamaged},
		"other columns": {second(p.Quantized("weights", 2, 4)), ErrDamaged},
		"fewer texts":   {second(p.Texts("words", 2)), ErrDamaged},
	} {
		if !errors.Is(test.err, test.want) {
			t.Errorf("%s: %v, want %v", name, test.err, test.want)
		}
	}
}

func TestWriterRefuses(t *testing.T) {
	t.Parallel()
	for name, add := range map[string]func(*Writer){
		"rows of different length": func(w *Writer) { w.Float32s("t", 2, make([]float32, 3)) },
		"no columns":               func(w *Writer) { w.Quantize("t", 0, nil) },
		"not a number":             func(w *Writer) { w.Quantize("t", 1, []float32{float32(math.NaN())}) },
		"an infinite value":        func(w *Writer) { w.Quantize("t", 1, []float32{float32(math.Inf(-1))}) },
		"half a panel":             func(w *Writer) { w.QuantizePanels("t", 4, make([]float32, 64)) },
		"panels of odd width":      func(w *Writer) { w.QuantizePanels("t", 6, make([]float32, 192)) },
		"panels of no width":       func(w *Writer) { w.QuantizePanels("t", 0, nil) },
		"panels of no number":      func(w *Writer) { w.QuantizePanels("t", 4, append(make([]float32, 127), float32(math.NaN()))) },
		"a long text":              func(w *Writer) { w.Texts("t", []string{strings.Repeat("x", 256)}) },
		"a name twice":             func(w *Writer) { w.Texts("t", nil); w.Texts("t", nil) },
		"a long name":              func(w *Writer) { w.Texts(strings.Repeat("x", 256), nil) },
	} {
		var w Writer
		add(&w)
		if n, err := w.WriteTo(new(bytes.Buffer)); err == nil || n != 0 {
			t.Errorf("%s: wrote %d bytes, error %v", name, n, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample(f), false)
	f.Add(sample(f)[headerSize:], true)
	f.Add([]byte{1, 0, 0, 0, 1, 't', kindTexts, 255, 255, 255, 255, 0, 0, 0, 0}, true)
	f.Fuzz(func(t *testing.T, data []byte, seal bool) {
		if seal { // gets mutated tables past the checksum
			data = sealed(data)
		}
		p, err := Read(data)
		if err != nil {
			if !errors.Is(err, ErrForeign) && !errors.Is(err, ErrVersion) && !errors.Is(err, ErrDamaged) {
				t.Fatalf("error without a sentinel: %v", err)
			}
			return
		}
		for name, table := range p.tables {
			var err error
			switch table.kind {
			case kindFloat32:
				_, err = p.Float32s(name, table.rows, table.columns)
			case kindTexts:
				_, err = p.Texts(name, table.rows)
			case kindPanels:
				_, err = p.Panels(name, table.rows, table.columns)
			case kindQuantized:
				var q Quantized
				q, err = p.Quantized(name, table.rows, table.columns)
				for row := range q.Rows {
					q.Row(row, make([]float32, q.Columns))
				}
			}
			if err != nil {
				t.Fatalf("table %q of a file that was read: %v", name, err)
			}
		}
	})
}
