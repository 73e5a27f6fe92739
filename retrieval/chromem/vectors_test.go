package chromem

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"readout/retrieval"
)

func sampleVectors(tb testing.TB, count, size int) *Vectors {
	tb.Helper()
	v := newVectors("sample/"+string(rune('a'+size%26)), "v3")
	r := rand.New(rand.NewPCG(3, 4))
	for i := range count {
		vector := make(retrieval.Vector, size)
		for j := range vector {
			vector[j] = float32(r.NormFloat64())
		}
		normalise(vector)
		if err := v.add(strings.Repeat("x", i), vector); err != nil {
			tb.Fatal(err)
		}
	}
	return v
}

func marshal(tb testing.TB, v *Vectors) []byte {
	tb.Helper()
	data, err := v.MarshalBinary()
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func TestVectorsRoundTrip(t *testing.T) {
	t.Parallel()
	v := sampleVectors(t, 20, 512)
	path := filepath.Join(t.TempDir(), "vectors")
	if err := v.WriteFile(path); err != nil {
		t.Fatal(err)
	}
	got, err := ReadFile(path, v.Model())
	if err != nil {
		t.Fatal(err)
	}
	if got.Model() != v.Model() || got.Version() != "v3" || got.Len() != 20 {
		t.Errorf("read %d vectors of %q, version %q", got.Len(), got.Model(), got.Version())
	}
	for i := range 20 {
		text := strings.Repeat("x", i)
		want, _ := v.Vector(text)
		if read, ok := got.Vector(text); !ok || !slices.Equal(read, want) {
			t.Errorf("the vector of text %d changed on its way through the file", i)
		}
	}
	if _, ok := got.Vector("x y"); ok {
		t.Error("a text that was never embedded has a vector")
	}
	if info, err := os.Stat(path); err != nil || info.Size() > 20*(16+2*512)+200 {
		t.Errorf("the file has %d bytes (%v), want two a component", info.Size(), err)
	}
	if again := marshal(t, got); !bytes.Equal(again, marshal(t, v)) {
		t.Error("what was read marshals to other bytes")
	}
}

func TestRoundingIsSmall(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 6))
	for range 100 {
		vector := make(retrieval.Vector, 512)
		for i := range vector {
			vector[i] = float32(r.NormFloat64() * math.Exp(4*r.NormFloat64())) // components of very different sizes
		}
		normalise(vector)
		v := newVectors("m", "v")
		if err := v.add("text", vector); err != nil {
			t.Fatal(err)
		}
		kept, _ := v.Vector("text")
		if cos := dot(kept, vector); cos < .99999 {
			t.Fatalf("cosine %v with the vector given", cos)
		}
		if length := math.Sqrt(float64(dot(kept, kept))); math.Abs(length-1) > 1e-6 {
			t.Fatalf("length %v", length)
		}
	}
}

func TestVectorsRefused(t *testing.T) {
	t.Parallel()
	nan, inf := float32(math.NaN()), float32(math.Inf(-1))
	for name, vector := range map[string]retrieval.Vector{
		"none": {}, "short": {1}, "long": {1, 0, 0}, "NaN": {nan, 1}, "infinite": {0, inf}, "zero": {0, 0}, "too long": {2, 0},
	} {
		v := newVectors("m", "v")
		if err := v.add("first", retrieval.Vector{0, 1}); err != nil {
			t.Fatal(err)
		}
		if err := v.add("second", vector); !errors.Is(err, ErrVector) {
			t.Errorf("%s: error %v, want %v", name, err, ErrVector)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	v := sampleVectors(t, 3, 8)
	good := marshal(t, v)
	sealed := func(body []byte) []byte { sum := sha256.Sum256(body); return append(slices.Clone(body), sum[:]...) }
	body := good[:len(good)-sha256.Size]
	sizeAt := len(magic) + 4 + len(v.model) + 4 + len(v.version)
	changed := func(at int, n uint32) []byte {
		b := slices.Clone(body)
		binary.LittleEndian.PutUint32(b[at:], n)
		return sealed(b)
	}
	flipped := slices.Clone(good)
	flipped[len(good)/2] ^= 1
	nanAt := slices.Clone(body)
	binary.LittleEndian.PutUint16(nanAt[len(nanAt)-2:], 0x7fc0)
	twice := slices.Clone(body)
	entry := 16 + 2*8
	copy(twice[len(twice)-entry:], twice[len(twice)-2*entry:len(twice)-entry])
	for _, test := range []struct {
		name string
		data []byte
		want error
	}{
		{"nothing", nil, ErrForeign},
		{"another file", []byte("PK\x03\x04 some archive, longer than the header of ours"), ErrForeign},
		{"another format", append([]byte("readout vectors 2\n"), good[len(magic):]...), ErrForeign},
		{"only the magic", good[:len(magic)], ErrDamaged},
		{"cut off", good[:len(good)-1], ErrDamaged},
		{"one bit", flipped, ErrDamaged},
		{"something after it", append(slices.Clone(good), 0), ErrDamaged},
		{"no length of a name", sealed([]byte(magic + "\x01")), ErrDamaged},
		{"a huge name", changed(len(magic), math.MaxUint32), ErrDamaged},
		{"huge dimensions", changed(sizeAt, math.MaxUint32), ErrDamaged},
		{"no dimensions", changed(sizeAt, 0), ErrDamaged},
		{"a huge count", changed(sizeAt+4, math.MaxUint32), ErrDamaged},
		{"a small count", changed(sizeAt+4, 2), ErrDamaged},
		{"not a number", sealed(nanAt), ErrDamaged},
		{"a text twice", sealed(twice), ErrDamaged},
	} {
		if got, err := Decode(test.data, v.Model()); !errors.Is(err, test.want) || got != nil {
			t.Errorf("%s: %v, error %v, want %v", test.name, got, err, test.want)
		}
	}
	_, err := Decode(good, "other/8")
	if !errors.Is(err, ErrOtherModel) || !strings.Contains(err.Error(), v.Model()) || !strings.Contains(err.Error(), "other/8") {
		t.Errorf("error %v, want %v naming both models", err, ErrOtherModel)
	}
	if _, err := ReadFile(filepath.Join(t.TempDir(), "gone"), "m"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v for a file that is not there", err)
	}
}

func TestEmptyVectors(t *testing.T) {
	t.Parallel()
	got, err := Decode(marshal(t, newVectors("m", "v")), "m")
	if err != nil || got.Len() != 0 {
		t.Fatalf("%v, %v", got, err)
	}
	var none *Vectors
	if newVectors("m", "v").share(none, "text") {
		t.Error("no vectors have one")
	}
}

func TestWriteFileKeepsTheOldOnFailure(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "vectors")
	v := sampleVectors(t, 2, 4)
	if err := v.WriteFile(path); err != nil {
		t.Fatal(err)
	}
	broken := sampleVectors(t, 2, 4)
	broken.model = strings.Repeat("m", maxName+1)
	if err := broken.WriteFile(path); err == nil {
		t.Error("a name too long to read back was written")
	}
	if err := v.WriteFile(filepath.Join(dir, "no", "such", "folder")); err == nil {
		t.Error("written into a folder that is not there")
	}
	if _, err := ReadFile(path, v.Model()); err != nil {
		t.Errorf("the old file: %v", err)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Errorf("%d files left (%v), want the one", len(files), err)
	}
}

func FuzzDecode(f *testing.F) {
	good := marshal(f, sampleVectors(f, 2, 4))
	f.Add(good)
	f.Add(good[:40])
	f.Add([]byte{})
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, data []byte) {
		// Sealed anew, so that what lies behind the checksum is reached.
		sum := sha256.Sum256(data)
		for _, d := range [][]byte{data, append(slices.Clone(data), sum[:]...)} {
			v, err := Decode(d, "sample/e")
			if (v == nil) == (err == nil) {
				t.Fatalf("%v and %v", v, err)
			}
			if err != nil {
				continue
			}
			again, err := Decode(marshal(t, v), "sample/e")
			if err != nil || again.Len() != v.Len() {
				t.Fatalf("what was decoded does not survive: %v", err)
			}
		}
	})
}
