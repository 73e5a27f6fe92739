package store

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
)

const (
	valueFormat = 1
	valueHeader = 5 // one byte of format, four of checksum
	// MaxRecord is far above any record that Discord's limits allow, and keeps a fault elsewhere from filling the disk.
	MaxRecord = 1 << 20
)

func encode(v any) ([]byte, error) {
	var buf bytes.Buffer
	buf.Write(make([]byte, valueHeader))
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("encode %T: %w", v, err)
	}
	value := bytes.TrimSuffix(buf.Bytes(), []byte("\n"))
	if len(value) > MaxRecord {
		return nil, fmt.Errorf("encode %T: %d bytes are more than the %d that a value may have", v, len(value), MaxRecord)
	}
	value[0] = valueFormat
	binary.BigEndian.PutUint32(value[1:], checksum(value[valueHeader:]))
	return value, nil
}

func decode(value []byte, v any) error {
	switch {
	case len(value) < valueHeader:
		return fmt.Errorf("decode %T: %w: %d bytes", v, ErrDamaged, len(value))
	case value[0] != valueFormat:
		return fmt.Errorf("decode %T: %w: value of format %d", v, ErrDamaged, value[0])
	case binary.BigEndian.Uint32(value[1:]) != checksum(value[valueHeader:]):
		return fmt.Errorf("decode %T: %w: wrong checksum", v, ErrDamaged)
	}
	if err := json.Unmarshal(value[valueHeader:], v); err != nil {
		return fmt.Errorf("decode %T: %w: %w", v, ErrDamaged, err)
	}
	return nil
}

func checksum(b []byte) uint32 { return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)) }
