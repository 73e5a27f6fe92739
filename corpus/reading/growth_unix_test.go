//go:build unix

package reading

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"

	"readout/corpus"
	"readout/corpus/parse"
)

// spent is the time that this process has had a processor for, whatever else the machine does.
func spent(t *testing.T) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// TestGrowth: what it takes to read an article grows with its length, not with the square of it, however it is written: articles
// come from strangers.
func TestGrowth(t *testing.T) {
	if testing.Short() {
		t.Log("not measured in a short run")
		return
	}
	// What is measured is the reading, and not the sweeping of memory, which a short text is over before.
	percent, most := debug.SetGCPercent(-1), debug.SetMemoryLimit(1<<30)
	defer func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(most)
	}()
	const times = 8
	numbered := func(format string) func(int) string {
		return func(size int) string {
			var b strings.Builder
			for i := 0; b.Len() < size; i++ {
				letters := strings.Map(func(r rune) rune { return r - '0' + 'a' }, fmt.Sprintf("%05d", i))
				fmt.Fprintf(&b, format, letters)
			}
			return b.String()
		}
	}
	repeated := func(text string) func(int) string {
		return func(size int) string { return strings.Repeat(text, size/len(text)) }
	}
	type hostile struct {
		small int // bytes
		write func(size int) string
	}
	cases := map[string]hostile{
		"opened comments":    {15_000, repeated("<!-- Hello.\n\n")},
		"orders":             {15_000, repeated("Please answer the question now. ")},
		"orders with quotes": {15_000, repeated("Please “answer” the <system> question (now. ")},
		"a compound":         {20_000, repeated("A-b")},
		"titles":             {40_000, numbered("President X%s said so.\n\n")},
	}
	for name, unit := range hostileUnits {
		if testing.Short() {
			break
		}
		cases["a paragraph: "+name] = hostile{20_000, repeated(unit)}
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			took := func(size int) time.Duration {
				text := "A long day at the harbour\n\n" + cast + "\n\n" + tc.write(size)
				runtime.GC()
				begun := spent(t)
				a, err := parse.Text("a.txt", text)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := New([]*corpus.Article{a}); err != nil {
					t.Fatal(err)
				}
				return spent(t) - begun
			}
			// The best of several tries counts: a busy machine takes longer.
			short := min(took(tc.small), took(tc.small), took(tc.small))
			long := took(times * tc.small)
			for range 4 {
				if long < 5*times/2*short {
					return
				}
				short, long = min(short, took(tc.small)), min(long, took(times*tc.small))
			}
			t.Errorf("%d times the text takes %.0f times as long", times, long.Seconds()/short.Seconds())
		})
	}
}
