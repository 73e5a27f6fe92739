package held_test

import (
	"context"
	"errors"
	"io/fs"
	"testing"

	"readout/bot/libraries/held"
)

type entry struct {
	content string
	bytes   int64
	dropped bool
}

func (e *entry) Content() string { return e.content }
func (e *entry) Bytes() int64    { return e.bytes }
func (e *entry) Opened() bool    { return false }
func (e *entry) Drop()           { e.dropped = true }

func made(e *entry, err error) func() func(context.Context) (*entry, error) {
	return func() func(context.Context) (*entry, error) {
		return func(context.Context) (*entry, error) { return e, err }
	}
}

func TestCacheDropsTheOldest(t *testing.T) {
	t.Parallel()
	c := held.New[*entry](10)
	defer c.Close()
	a, b := &entry{content: "a", bytes: 6}, &entry{content: "b", bytes: 6}
	for _, e := range []*entry{a, b} {
		if got, err := c.Get(t.Context(), e.content, made(e, nil)); err != nil || got != e {
			t.Fatalf("got %v, %v", got, err)
		}
	}
	if !a.dropped || b.dropped || c.Peek("a") != nil || c.Peek("b") != b {
		t.Errorf("a dropped: %v, b dropped: %v", a.dropped, b.dropped)
	}
	c.Limit(-1)
	if m := c.Memory(); m.Libraries != 1 || m.Bytes != 6 || m.Most != 0 || m.Made != 2 || m.Dropped != 1 {
		t.Errorf("%+v", m) // the last one stays, whatever the limit is
	}
}

func TestCacheKeepsNoFailure(t *testing.T) {
	t.Parallel()
	c := held.New[*entry](10)
	broken := errors.New("broken")
	if _, err := c.Get(t.Context(), "a", made(nil, broken)); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	a := &entry{content: "a", bytes: 1}
	if got, err := c.Get(t.Context(), "a", made(a, nil)); err != nil || got != a {
		t.Errorf("got %v, %v", got, err)
	}
	c.Close()
	if _, err := c.Get(t.Context(), "b", made(a, nil)); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("got %v after the end", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Get(ended, "a", made(a, nil)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
