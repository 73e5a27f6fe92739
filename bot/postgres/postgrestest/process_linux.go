package postgrestest

import (
	"fmt"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// owner is whom the server runs as, which root must not be; ok is false for the one who runs the test.
func owner() (uid, gid int, ok bool, err error) {
	if os.Geteuid() != 0 {
		return 0, 0, false, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return 0, 0, false, fmt.Errorf("PostgreSQL does not run as root: %w", err)
	}
	uid, err = strconv.Atoi(u.Uid)
	if err != nil {
		return 0, 0, false, err
	}
	gid, err = strconv.Atoi(u.Gid)
	return uid, gid, true, err
}

// attributes has the process run as its owner, and end with the test's.
func attributes() (*syscall.SysProcAttr, error) {
	uid, gid, ok, err := owner()
	if err != nil {
		return nil, err
	}
	a := &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT}
	if ok {
		a.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	return a, nil
}

// give makes files those of the server's owner.
func give(paths ...string) error {
	uid, gid, ok, err := owner()
	if err != nil || !ok {
		return err
	}
	for _, p := range paths {
		if err := os.Chown(p, uid, gid); err != nil {
			return err
		}
	}
	return nil
}

// quit is the signal upon which a server ends without tidying up.
func quit() os.Signal { return syscall.SIGQUIT }
