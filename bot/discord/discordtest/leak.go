package discordtest

import (
	"fmt"
	"os"
	"time"

	"go.uber.org/goleak"
)

// Status is that of a program whose tests ended with a code: 1 where they left a goroutine behind, too. A session that loses its server
// may sleep for a second before it ends.
func Status(code int) int {
	leaked := goleak.Find()
	for deadline := time.Now().Add(10 * time.Second); leaked != nil && time.Now().Before(deadline); leaked = goleak.Find() {
		time.Sleep(50 * time.Millisecond)
	}
	if code == 0 && leaked != nil {
		fmt.Fprintln(os.Stderr, leaked)
		return 1
	}
	return code
}
