//go:build !linux

package postgrestest

import "testing"

// SmallDatabase makes a database on a disk of its own where a test may mount one, which it may not here.
func (s *Server) SmallDatabase(t testing.TB, _ int) (url, dir string, ok bool) {
	t.Helper()
	t.Log("NOT RUN: no disk can be mounted here")
	return "", "", false
}
