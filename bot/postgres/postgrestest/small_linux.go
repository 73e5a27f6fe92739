package postgrestest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
)

// SmallDatabase makes an empty database on a disk of its own with so many bytes, and returns its address and a directory on the disk; ok is
// false where the test may not mount one.
func (s *Server) SmallDatabase(t testing.TB, size int) (url, dir string, ok bool) {
	t.Helper()
	dir = filepath.Join(s.dir, fmt.Sprintf("disk%d", s.databases.Add(1)))
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%d,mode=0700", size)); err != nil {
		t.Logf("NOT RUN: no disk can be mounted here: %v", err)
		return "", "", false
	}
	space := filepath.Join(dir, "space")
	name := filepath.Base(dir)
	do := func(ctx context.Context, statements ...string) error {
		conn, err := pgx.Connect(ctx, s.URL("postgres"))
		if err != nil {
			return err
		}
		for _, statement := range statements {
			if err == nil {
				_, err = conn.Exec(ctx, statement)
			}
		}
		return errors.Join(err, conn.Close(ctx))
	}
	t.Cleanup(func() {
		err := do(context.Background(), "drop database if exists "+name+" with (force)", "drop tablespace if exists "+name)
		if err := errors.Join(err, syscall.Unmount(dir, syscall.MNT_DETACH)); err != nil {
			t.Error(err)
		}
	})
	err := errors.Join(os.Mkdir(space, 0o700), give(dir, space))
	if err == nil {
		err = do(t.Context(), fmt.Sprintf("create tablespace %s location '%s'", name, space),
			fmt.Sprintf("create database %s tablespace %s", name, name))
	}
	if err != nil {
		t.Fatal(err)
	}
	return s.URL(name), dir, true
}
