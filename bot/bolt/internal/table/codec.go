package table

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"

	"readout/bot/store"
)

// A value begins with the number of its format and the checksum of its rest.
const (
	ValueFormat = 1
	ValueHeader = 5 // one byte of format, four of checksum
)

// Encode is the value that stands for v.
func Encode(v any) ([]byte, error) {
	var buf bytes.Buffer
	buf.Write(make([]byte, ValueHeader))
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("encode %T: %w", v, err)
	}
	value := bytes.TrimSuffix(buf.Bytes(), []byte("\n"))
	if len(value) > store.MaxRecord {
		return nil, fmt.Errorf("encode %T: %d bytes are more than the %d that a value may have", v, len(value), store.MaxRecord)
	}
	value[0] = ValueFormat
	binary.BigEndian.PutUint32(value[1:], Checksum(value[ValueHeader:]))
	return value, nil
}

// Decode reads into v what Encode made; what it can't read is damage.
func Decode(value []byte, v any) error {
	switch {
	case len(value) < ValueHeader:
		return fmt.Errorf("decode %T: %w: %d bytes", v, store.ErrDamaged, len(value))
	case value[0] != ValueFormat:
		return fmt.Errorf("decode %T: %w: value of format %d", v, store.ErrDamaged, value[0])
	case binary.BigEndian.Uint32(value[1:]) != Checksum(value[ValueHeader:]):
		return fmt.Errorf("decode %T: %w: wrong checksum", v, store.ErrDamaged)
	}
	if err := json.Unmarshal(value[ValueHeader:], v); err != nil {
		return fmt.Errorf("decode %T: %w: %w", v, store.ErrDamaged, err)
	}
	return nil
}

// Checksum is that of a value without its header.
func Checksum(b []byte) uint32 { return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)) }
