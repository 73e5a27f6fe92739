package desk

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"readout/bot/libraries"
	"readout/bot/store/storetest"
	"readout/bot/terminal"
)

// TestHowFarAChangeIsShown: each step of a change to a library is counted, and tells how long it will take.
func TestHowFarAChangeIsShown(t *testing.T) {
	t.Parallel()
	for step, of := range counts {
		t.Run(string(step), func(t *testing.T) {
			t.Parallel()
			var on storetest.Log
			tell, stop := progressOf(&terminal.Console{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: &on, Spins: true})
			defer stop()
			tell(libraries.Progress{Step: step, Total: 115})
			time.Sleep(time.Second) // from which on an estimate is dared
			tell(libraries.Progress{Step: step, Done: 23, Total: 115})
			want := fmt.Sprintf("%s 23 of 115 %s, about ", step, of)
			for deadline := time.Now().Add(time.Minute); !strings.Contains(on.String(), want); time.Sleep(5 * time.Millisecond) {
				if time.Now().After(deadline) {
					t.Fatalf("%q is not shown", want)
				}
			}
		})
	}
}
