// Package control lets other processes of this program work through the one that has a data directory open: HTTP on a Unix socket in
// that directory, which nobody but its owner may use. It knows the directory and the program's version, and nothing of what is asked.
//
// Two processes of different versions don't talk: what one sends could mean something else to the other.
package control

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

const (
	socketName = "socket"
	// making names the directory in which a socket is made before it stands in its place.
	making = ".socket-*"

	versionHeader = "Readout-Version"
	versionPath   = "/version"
)

// What a caller of Dial can act on.
var (
	// ErrNobody says that nobody listens in the directory.
	ErrNobody = errors.New("no process listens")
	// ErrSilent says that somebody does and does not answer.
	ErrSilent = errors.New("the process that listens does not answer")
)

// VersionError says that the process in charge of a directory runs another version of the program.
type VersionError struct{ Ours, Theirs string }

func (e *VersionError) Error() string {
	return fmt.Sprintf("this is version %s, and the process that runs is version %s", e.Ours, e.Theirs)
}

// Server is a listening socket.
type Server struct {
	path  string
	http  *http.Server
	ended chan error
}

// Listen serves handler in dir, which the caller has locked: a socket that is there was left by a process that was killed, and is
// replaced. An error of the operating system's says that there can't be a socket, for one because the path is too long for one.
func Listen(dir, version string, handler http.Handler, log *slog.Logger) (*Server, error) {
	listener, err := listen(dir)
	if err != nil {
		return nil, fmt.Errorf("listen in %s: %w", dir, err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+versionPath, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, version) // a client that went away needs no answer
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get(versionHeader) != version {
			http.Error(w, "another version", http.StatusPreconditionFailed)
			return
		}
		handler.ServeHTTP(w, r)
	})
	s := &Server{path: filepath.Join(dir, socketName), ended: make(chan error, 1)}
	s.http = &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
	go func() { s.ended <- s.http.Serve(listener) }()
	return s, nil
}

// listen makes the socket where nobody else may look, and moves it to its place once nobody else may use it.
func listen(dir string) (_ *net.UnixListener, err error) {
	left, err := filepath.Glob(filepath.Join(dir, making))
	if err != nil {
		return nil, err
	}
	for _, l := range left {
		if err := os.RemoveAll(l); err != nil {
			return nil, err
		}
	}
	private, err := os.MkdirTemp(dir, making)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(private)) }()
	path := filepath.Join(private, "s")
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		return nil, err
	}
	listener.SetUnlinkOnClose(false)
	if err := errors.Join(os.Chmod(path, 0o600), os.Rename(path, filepath.Join(dir, socketName))); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	return listener, nil
}

// Close takes no more requests and waits for those that have begun, until the context ends: then their own contexts do.
func (s *Server) Close(ctx context.Context) error {
	err := s.http.Shutdown(ctx)
	if err != nil {
		err = s.http.Close()
	}
	if served := <-s.ended; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	if removed := os.Remove(s.path); !errors.Is(removed, fs.ErrNotExist) {
		err = errors.Join(err, removed)
	}
	return err
}

// Client asks the process that listens in a directory.
type Client struct {
	version string
	http    *http.Client
}

// helloTime is how long the process that listens may take to tell its version.
const helloTime = 5 * time.Second

// Dial reaches the process that listens in dir: ErrNobody, ErrSilent, *VersionError.
func Dial(ctx context.Context, dir, version string) (*Client, error) {
	path := filepath.Join(dir, socketName)
	c := &Client{version: version, http: &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", path)
		},
		DisableCompression: true,
	}}}
	theirs, err := c.hello(ctx)
	switch {
	case err != nil:
		c.Close()
		return nil, fmt.Errorf("reach %s: %w", path, err)
	case theirs != version:
		c.Close()
		return nil, &VersionError{version, theirs}
	}
	return c, nil
}

// hello is the version of the process that listens.
func (c *Client) hello(ctx context.Context) (string, error) {
	asking, cancel := context.WithTimeout(ctx, helloTime)
	defer cancel()
	r, err := http.NewRequestWithContext(asking, http.MethodGet, "http://readout"+versionPath, nil)
	if err != nil {
		return "", err
	}
	resp, err := c.http.Do(r)
	if err != nil {
		// Where nobody listens, there is no such file, or one that a killed process left; a path too long for a socket has none.
		for _, nobody := range []error{fs.ErrNotExist, syscall.ECONNREFUSED, syscall.EINVAL, syscall.ENOTSOCK, syscall.EAFNOSUPPORT} {
			if errors.Is(err, nobody) {
				return "", ErrNobody
			}
		}
		if ctx.Err() == nil && asking.Err() != nil {
			return "", ErrSilent
		}
		return "", err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, 200))
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("status %d", resp.StatusCode)
	}
	return string(text), err
}

// Post sends body to the handler under a path that begins with a slash. The caller closes the response's body; when the context ends,
// or the body is closed early, the handler's context ends.
func (c *Client) Post(ctx context.Context, path string, body io.Reader) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://readout"+path, body)
	if err != nil {
		return nil, err
	}
	r.Header.Set(versionHeader, c.version)
	resp, err := c.http.Do(r)
	if err != nil {
		return nil, fmt.Errorf("ask the process that runs: %w", err)
	}
	if resp.StatusCode == http.StatusPreconditionFailed {
		resp.Body.Close()
		return nil, &VersionError{c.version, "another one since a moment ago"}
	}
	return resp, nil
}

// Close lets go of the connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }
