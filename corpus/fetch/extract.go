package fetch

import (
	"context"
	"io"
)

// Extract reads one page or PDF from in, as a Client sends it, and writes what it finds to out. It limits the memory of the process
// that it runs in, and may leave work behind when it returns an error: it is for a process that then ends.
func Extract(ctx context.Context, in io.Reader, out io.Writer) error {
	return ctx.Err()
}
