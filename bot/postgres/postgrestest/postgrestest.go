// Package postgrestest runs a PostgreSQL server for tests, on loopback and in a temporary directory, from the programs that are
// installed.
package postgrestest

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// ErrNotInstalled says that the machine has no PostgreSQL server to run.
var ErrNotInstalled = errors.New("no PostgreSQL server is installed (Debian's package postgresql)")

// startTime is how long a server may take to make its files and to answer, on a busy machine.
const startTime = 3 * time.Minute

// Server is a running server, for whose databases nothing is synced to the disk.
type Server struct {
	dir, bin  string
	port      int
	password  string
	process   *exec.Cmd
	ended     chan error
	databases atomic.Int64
}

// Start makes and starts a server. ErrNotInstalled.
func Start() (*Server, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "postgres")
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir, bin: bin, password: rand.Text()}
	if err := s.initialise(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	if s.port, err = freePort(); err == nil {
		err = s.run()
	}
	if err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

// Main runs a package's tests with a server, nil where none is installed, and returns what the program is to exit with.
func Main(m *testing.M, server **Server) (code int) {
	s, err := Start()
	if errors.Is(err, ErrNotInstalled) {
		fmt.Fprintln(os.Stderr, "NOT RUN: what needs PostgreSQL:", err)
		return m.Run()
	}
	if err != nil {
		return Status(err)
	}
	*server = s
	return max(m.Run(), Status(s.Stop()))
}

// Status is what a program exits with for an error, which is printed.
func Status(err error) int {
	if err == nil {
		return 0
	}
	fmt.Fprintln(os.Stderr, err)
	return 1
}

// Installed reports whether there is a server, and says so in the test's log where there is none.
func (s *Server) Installed(t testing.TB) bool {
	if s == nil {
		t.Log("NOT RUN: no PostgreSQL here")
	}
	return s != nil
}

// programs is the directory of the newest server's programs.
func programs() (string, error) {
	if path, err := exec.LookPath("postgres"); err == nil {
		if _, err := os.Stat(filepath.Join(filepath.Dir(path), "initdb")); err == nil {
			return filepath.Dir(path), nil
		}
	}
	newest, number := "", 0.0
	for _, pattern := range []string{"/usr/lib/postgresql/*/bin/postgres", "/usr/pgsql-*/bin/postgres"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			return "", err
		}
		for _, path := range found {
			dir := filepath.Dir(path)
			version := filepath.Base(filepath.Dir(dir))
			n, err := strconv.ParseFloat(version[len(version)-min(len(version), 2):], 64)
			if err == nil && n > number {
				newest, number = dir, n
			}
		}
	}
	if newest == "" {
		return "", ErrNotInstalled
	}
	return newest, nil
}

// initialise makes the server's files.
func (s *Server) initialise() error {
	secret := filepath.Join(s.dir, "password")
	if err := os.WriteFile(secret, []byte(s.password), 0o600); err != nil {
		return err
	}
	if err := give(s.dir, secret); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), startTime)
	defer cancel()
	c := exec.CommandContext(ctx, filepath.Join(s.bin, "initdb"), "--pgdata", s.data(), "--username", "readout", "--pwfile", secret,
		"--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync")
	c.Dir = s.dir
	var err error
	if c.SysProcAttr, err = attributes(); err != nil {
		return err
	}
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("make a PostgreSQL server: %w\n%s", err, out)
	}
	return nil
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// run starts the server on its port and waits until it answers.
func (s *Server) run() error {
	args := []string{"-D", s.data(), "-p", strconv.Itoa(s.port), "-k", s.dir}
	for _, setting := range []string{"listen_addresses=127.0.0.1", "fsync=off", "full_page_writes=off", "max_connections=300",
		"shared_buffers=64MB", "autovacuum=off", "log_min_messages=fatal"} {
		args = append(args, "-c", setting)
	}
	s.process = exec.Command(filepath.Join(s.bin, "postgres"), args...)
	s.process.Dir = s.dir
	var out bytes.Buffer
	s.process.Stdout, s.process.Stderr = &out, &out
	var err error
	if s.process.SysProcAttr, err = attributes(); err != nil {
		return err
	}
	if err := s.process.Start(); err != nil {
		return err
	}
	s.ended = make(chan error, 1)
	go func() { s.ended <- s.process.Wait() }()
	ctx, cancel := context.WithTimeout(context.Background(), startTime)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, s.URL("postgres"))
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case err := <-s.ended:
			s.ended <- err
			return fmt.Errorf("start PostgreSQL: it ended with %v\n%s", err, out.Bytes())
		case <-ctx.Done():
			return fmt.Errorf("start PostgreSQL: %w", err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// freePort is a port that nobody listens on.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

// URL is the address of a database of the server, password included.
func (s *Server) URL(database string) string {
	u := url.URL{Scheme: "postgres", User: url.UserPassword("readout", s.password), Host: "127.0.0.1:" + strconv.Itoa(s.port),
		Path: database, RawQuery: "sslmode=disable"}
	return u.String()
}

// Address is the server's host and port.
func (s *Server) Address() string { return "127.0.0.1:" + strconv.Itoa(s.port) }

// Password is the one in its addresses.
func (s *Server) Password() string { return s.password }

// Database makes an empty database for a test and returns its address.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("test%d", s.databases.Add(1))
	conn, err := pgx.Connect(t.Context(), s.URL("postgres"))
	if err == nil {
		_, err = conn.Exec(t.Context(), "create database "+name)
		err = errors.Join(err, conn.Close(t.Context()))
	}
	if err != nil {
		t.Fatal(err)
	}
	return s.URL(name)
}

// Count counts the rows of a database at the address, from what stands behind "from".
func Count(t testing.TB, url, from string) (n int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err == nil {
		err = errors.Join(conn.QueryRow(t.Context(), "select count(*) from "+from).Scan(&n), conn.Close(t.Context()))
	}
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Kill ends the server at once, as a crash does.
func (s *Server) Kill() error {
	if err := s.process.Process.Signal(quit()); err != nil {
		return err
	}
	<-s.ended
	s.ended <- nil
	return nil
}

// Restart starts the server again, on the same port, after Kill.
func (s *Server) Restart() error { return s.run() }

// Stop ends the server and deletes its files.
func (s *Server) Stop() error {
	var err error
	if s.process != nil && s.process.Process != nil && s.ended != nil {
		err = s.Kill()
		if errors.Is(err, os.ErrProcessDone) {
			err = nil
		}
	}
	return errors.Join(err, os.RemoveAll(s.dir))
}
