//go:build !linux

package postgrestest

import (
	"os"
	"syscall"
)

func attributes() (*syscall.SysProcAttr, error) { return nil, nil }

func give(...string) error { return nil }

func quit() os.Signal { return os.Kill }
