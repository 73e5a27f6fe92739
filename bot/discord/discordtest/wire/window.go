package wire

import (
	"net/url"
	"slices"
	"strconv"
)

// Window is which of a channel's messages a request asks for; an ID is "" unless it is given.
type Window struct {
	Limit                 int
	Before, After, Around string
}

// ReadWindow reads a request's query.
func ReadWindow(q url.Values) Window {
	w := Window{Limit: 50, Before: q.Get("before"), After: q.Get("after"), Around: q.Get("around")}
	if text := q.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 100 {
			Refuse(Invalid("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100."))
		}
		w.Limit = n
	}
	return w
}

// Seen is what of a list, in the order of its IDs, is seen through the window.
func Seen[T any](w Window, list []T, id func(T) string) []T {
	found := slices.DeleteFunc(slices.Clone(list), func(v T) bool {
		at := Snowflake(id(v))
		return w.Before != "" && at >= Snowflake(w.Before) || w.After != "" && at <= Snowflake(w.After)
	})
	switch {
	case w.Around != "":
		i, _ := slices.BinarySearchFunc(found, w.Around, func(v T, around string) int { return CompareIDs(id(v), around) })
		from := max(0, i-w.Limit/2)
		return found[from:min(len(found), from+w.Limit)]
	case w.After != "":
		return found[:min(w.Limit, len(found))]
	}
	return found[max(0, len(found)-w.Limit):]
}
