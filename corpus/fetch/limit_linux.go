package fetch

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
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

// limitFiles has the system refuse this process more than so many open files.
func limitFiles(most uint64) error {
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: most, Max: most}); err != nil {
		return fmt.Errorf("limit open files: %w", err)
	}
	return nil
}

// native is the name of the processor's calls in a filter; 0 where it is not known.
func native() uint32 {
	switch runtime.GOARCH {
	case "amd64":
		return unix.AUDIT_ARCH_X86_64
	case "arm64":
		return unix.AUDIT_ARCH_AARCH64
	}
	return 0
}

// dropNetwork has the system refuse this process, in all its threads and for good, to open a socket, or a ring that opens one. Where the
// system has no such filter, nothing is done, which is no error.
func dropNetwork() error {
	arch := native()
	if arch == 0 {
		return nil
	}
	const (
		number, of = 0, 4       // where a call's number stands, and whose it is
		foreign    = 0x40000000 // numbers from here on are of another kind of call
		ret        = unix.BPF_RET | unix.BPF_K
		load       = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
		equal      = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
		refused    = unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)
	)
	filter := []unix.SockFilter{
		{Code: load, K: of},
		{Code: equal, K: arch, Jf: 5}, // to the refusal
		{Code: load, K: number},
		{Code: unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K, K: foreign, Jt: 3},
		{Code: equal, K: unix.SYS_SOCKET, Jt: 2},
		{Code: equal, K: unix.SYS_IO_URING_SETUP, Jt: 1},
		{Code: ret, K: unix.SECCOMP_RET_ALLOW},
		{Code: ret, K: refused},
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return absent(err)
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC,
		uintptr(unsafe.Pointer(&program)))
	if errno != 0 {
		return absent(errno)
	}
	return nil
}

// absent is the error, unless it says that the system has no filters.
func absent(err error) error {
	if errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.EINVAL) {
		return nil
	}
	return fmt.Errorf("take the network away: %w", err)
}
