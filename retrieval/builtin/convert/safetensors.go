package main

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
)

// safetensors is a file of that format, read and checked: arrays of numbers by name.
type safetensors struct {
	arrays map[string]array
	data   []byte
}

type array struct {
	Dtype   string
	Shape   []int
	Offsets [2]int `json:"data_offsets"`
}

// readSafetensors reads a file of the safetensors format: a length of 8 bytes, a JSON object that long, and the data that it
// points into.
func readSafetensors(file []byte) (*safetensors, error) {
	const lengthSize = 8
	if len(file) < lengthSize {
		return nil, fmt.Errorf("safetensors of %d bytes", len(file))
	}
	length := binary.LittleEndian.Uint64(file)
	file = file[lengthSize:]
	if length > uint64(len(file)) {
		return nil, fmt.Errorf("safetensors header of %d bytes in %d", length, len(file))
	}
	var header map[string]json.RawMessage
	if err := json.Unmarshal(file[:length], &header); err != nil {
		return nil, fmt.Errorf("parsing the safetensors header: %w", err)
	}
	s := &safetensors{arrays: map[string]array{}, data: file[length:]}
	for name, description := range header {
		if name == "__metadata__" {
			continue
		}
		var a array
		if err := json.Unmarshal(description, &a); err != nil {
			return nil, fmt.Errorf("parsing the description of array %s: %w", name, err)
		}
		if start, end := a.Offsets[0], a.Offsets[1]; start < 0 || start > end || end > len(s.data) {
			return nil, fmt.Errorf("array %s is from byte %d to %d of %d", name, start, end, len(s.data))
		}
		s.arrays[name] = a
	}
	return s, nil
}

// floats returns an array of 16 or 32-bit floats row by row; it must have the given shape.
func (s *safetensors) floats(name string, shape ...int) ([]float32, error) {
	a, ok := s.arrays[name]
	if !ok {
		return nil, fmt.Errorf("no array %s", name)
	}
	size := 1
	for _, n := range shape {
		size *= n
	}
	if fmt.Sprint(a.Shape) != fmt.Sprint(shape) {
		return nil, fmt.Errorf("array %s has the shape %v, want %v", name, a.Shape, shape)
	}
	data := s.data[a.Offsets[0]:a.Offsets[1]]
	values := make([]float32, size)
	switch {
	case a.Dtype == "F32" && len(data) == 4*size:
		for i := range values {
			values[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
		}
	case a.Dtype == "F16" && len(data) == 2*size:
		for i := range values {
			values[i] = halfFloat(binary.LittleEndian.Uint16(data[2*i:]))
		}
	default:
		return nil, fmt.Errorf("array %s: %d values of type %s in %d bytes", name, size, a.Dtype, len(data))
	}
	return values, nil
}

// halfFloat is the value of an IEEE 754 binary16.
func halfFloat(bits uint16) float32 {
	sign, exponent, fraction := 1., int(bits>>10&0x1f), float64(bits&0x3ff)
	if bits>>15 == 1 {
		sign = -1
	}
	switch exponent {
	case 0:
		return float32(sign * math.Ldexp(fraction, -24))
	case 0x1f:
		if fraction != 0 {
			return float32(math.NaN())
		}
		return float32(math.Inf(int(sign)))
	}
	return float32(sign * math.Ldexp(1024+fraction, exponent-25))
}
