package fetch

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// limitMemory has the system refuse this process more than so many bytes beyond what it has. What counts is memory that can be
// written: Go reserves far more addresses than it uses, so a limit on these would say nothing.
func limitMemory(more uint64) error {
	status, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return fmt.Errorf("limit memory: %w", err)
	}
	const data = 5 // the field of pages of data and stack
	fields := strings.Fields(string(status))
	if len(fields) <= data {
		return fmt.Errorf("limit memory: /proc/self/statm has %d fields", len(fields))
	}
	pages, err := strconv.ParseUint(fields[data], 10, 64)
	if err != nil {
		return fmt.Errorf("limit memory: %w", err)
	}
	limit := pages*uint64(os.Getpagesize()) + more
	if err := syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
		return fmt.Errorf("limit memory: %w", err)
	}
	return nil
}

// limitProcessor has the system kill this process when it has taken so many seconds of processor time beyond what it has, on all its
// cores together.
func limitProcessor(seconds int) error {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return fmt.Errorf("limit processor: %w", err)
	}
	limit := uint64(used.Utime.Sec+used.Stime.Sec) + uint64(seconds) + 1 // the system counts whole seconds
	if err := syscall.Setrlimit(syscall.RLIMIT_CPU, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
		return fmt.Errorf("limit processor: %w", err)
	}
	return nil
}
