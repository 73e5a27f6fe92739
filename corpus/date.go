package corpus

import (
	"fmt"
	"time"
)

// Date is a day, a month, or unknown: no more precise than its source states it.
type Date struct {
	t         time.Time
	precision Precision
}

// Precision is how exactly a Date is known. The zero value is unknown.
type Precision int

const (
	Unknown Precision = iota
	Month
	Day
)

// NewDay is the date of a day.
func NewDay(year int, month time.Month, day int) Date {
	return Date{time.Date(year, month, day, 0, 0, 0, 0, time.UTC), Day}
}

// NewMonth is the date of a month whose day is not stated.
func NewMonth(year int, month time.Month) Date {
	return Date{time.Date(year, month, 1, 0, 0, 0, 0, time.UTC), Month}
}

// Precision tells how exactly the date is known.
func (d Date) Precision() Precision { return d.precision }

// Time is the start of the day or month, UTC; the zero time when unknown.
func (d Date) Time() time.Time { return d.t }

// String is "2019-05-15", "2019-05", or "" when unknown.
func (d Date) String() string {
	switch d.precision {
	case Day:
		return d.t.Format(time.DateOnly)
	case Month:
		return d.t.Format("2006-01")
	}
	return ""
}

// MarshalText implements encoding.TextMarshaler: it is String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler: it is ParseDate.
func (d *Date) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDate(string(text))
	return err
}

// ParseDate reads what String writes: "2019-05-15", "2019-05", or "" for an unknown date.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return Date{t, Day}, nil
	}
	if t, err := time.Parse("2006-01", s); err == nil {
		return Date{t, Month}, nil
	}
	return Date{}, fmt.Errorf("date %q is neither YYYY-MM-DD nor YYYY-MM", s)
}
