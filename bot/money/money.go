// Package money reads sums of money as operators write them.
package money

import (
	"fmt"
	"strings"
)

// Sum is a sum in Micros, the millionths of the currency in which the operator gives prices.
type Sum int64

const (
	Micros = 1_000_000
	Max    = 1_000_000 * Micros
)

// UnmarshalText implements encoding.TextUnmarshaler: "12", "0.40", at most six decimals.
func (m *Sum) UnmarshalText(text []byte) error {
	whole, decimals, _ := strings.Cut(string(text), ".")
	digits := whole + decimals
	if digits == "" || len(digits) > 15 || len(decimals) > 6 || strings.Trim(digits, "0123456789") != "" {
		return fmt.Errorf("%q is no sum like 12 or 0.40, with at most six decimals", text)
	}
	sum := int64(0)
	for _, d := range digits + strings.Repeat("0", 6-len(decimals)) {
		sum = sum*10 + int64(d-'0')
	}
	if sum > Max {
		return fmt.Errorf("%q is more than a million", text)
	}
	*m = Sum(sum)
	return nil
}
