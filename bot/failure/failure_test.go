package failure

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"
)

func TestStatus(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		err  error
		want int
	}{
		{nil, StatusDone},
		{Input(nil), StatusDone},
		{fs.ErrNotExist, StatusFailed},
		{ErrReported, StatusFailed},
		{Input(fs.ErrNotExist), StatusInput},
		{fmt.Errorf("open: %w", Input(fs.ErrNotExist)), StatusInput},
		{errors.Join(fs.ErrClosed, Input(fs.ErrNotExist)), StatusInput},
	} {
		if got := Status(tc.err); got != tc.want {
			t.Errorf("%v: status %d, want %d", tc.err, got, tc.want)
		}
		if IsInput(tc.err) != (tc.want == StatusInput) {
			t.Errorf("%v: IsInput is %v", tc.err, IsInput(tc.err))
		}
	}
	if err := Input(fs.ErrNotExist); !errors.Is(err, fs.ErrNotExist) || err.Error() != fs.ErrNotExist.Error() {
		t.Errorf("a marked error is another one: %v", err)
	}
}
