// Package secret holds settings that nothing may show.
package secret

import (
	"fmt"
	"log/slog"
)

// Value is a setting that is never shown: every way of printing, logging or encoding it says only that it is set.
type Value string

const redacted = "[redacted]"

// Reveal is the secret itself, for the one who must send it.
func (s Value) Reveal() string { return string(s) }

// String implements fmt.Stringer.
func (s Value) String() string {
	if s == "" {
		return ""
	}
	return redacted
}

// GoString implements fmt.GoStringer.
func (s Value) GoString() string { return s.String() }

// Format implements fmt.Formatter: for a verb that strings don't have, fmt would otherwise complain with the secret in full.
func (s Value) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(s.String())) }

// LogValue implements slog.LogValuer.
func (s Value) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText implements encoding.TextMarshaler, for JSON and the like.
func (s Value) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
