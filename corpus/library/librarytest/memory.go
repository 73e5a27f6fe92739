// Package librarytest tests places where several processes have a library, and is such a place for tests.
package librarytest

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"

	"readout/corpus/library"
)

// Memory is library.Files in memory.
type Memory struct {
	mu      sync.Mutex
	files   map[string]file
	version int
	changes int
	locks   map[string]chan struct{}
}

type file struct {
	data []byte
	at   time.Time
}

var _ library.Files = (*Memory)(nil)

// NewMemory returns a place without a file.
func NewMemory() *Memory { return &Memory{files: map[string]file{}, locks: map[string]chan struct{}{}} }

// Head is the current version, and how often something was changed.
func (m *Memory) Head() (version, changes int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.version, m.changes
}

// Where implements library.Files.
func (m *Memory) Where(name string) string { return name + " in memory" }

// Read implements library.Files.
func (m *Memory) Read(name string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f, ok := m.files[name]
	if !ok {
		return nil, fmt.Errorf("read %s: %w", name, fs.ErrNotExist)
	}
	return slices.Clone(f.data), nil
}

// Begin implements library.Files.
func (m *Memory) Begin(name string, most int) ([]byte, error) {
	data, err := m.Read(name)
	return data[:min(most, len(data))], err
}

// Exists implements library.Files.
func (m *Memory) Exists(name string) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, ok := m.files[name]
	return ok, nil
}

// Names implements library.Files.
func (m *Memory) Names(dir string) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []string
	for name := range m.files {
		if rest, ok := strings.CutPrefix(name, dir+"/"); ok {
			out = append(out, rest)
		}
	}
	slices.Sort(out)
	return out, nil
}

// Write implements library.Files.
func (m *Memory) Write(name string, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.files[name] = file{slices.Clone(data), time.Now()}
	return nil
}

// Touch implements library.Files.
func (m *Memory) Touch(name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	f, ok := m.files[name]
	if !ok {
		return fmt.Errorf("keep %s: %w", name, fs.ErrNotExist)
	}
	f.at = time.Now()
	m.files[name] = f
	return nil
}

// Move implements library.Files.
func (m *Memory) Move(from, to string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	f, ok := m.files[from]
	if !ok {
		return fmt.Errorf("move %s: %w", from, fs.ErrNotExist)
	}
	delete(m.files, from)
	m.files[to] = f
	return nil
}

// Remove implements library.Files.
func (m *Memory) Remove(name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.files, name)
	return nil
}

// RemoveOld implements library.Files.
func (m *Memory) RemoveOld(name string, life time.Duration) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if f, ok := m.files[name]; ok && time.Since(f.at) > life {
		delete(m.files, name)
	}
	return nil
}

// Commit implements library.Files.
func (m *Memory) Commit(base, version int, manifest, pointer []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.version != base {
		return fmt.Errorf("publish version %d: %w", version, library.ErrConflict)
	}
	m.version = version
	m.changes++
	m.files[fmt.Sprintf("versions/%08d", version)] = file{slices.Clone(manifest), time.Now()}
	m.files["current"] = file{slices.Clone(pointer), time.Now()}
	return nil
}

// Changed implements library.Files.
func (m *Memory) Changed() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.changes++
	return nil
}

// Lock implements library.Files.
func (m *Memory) Lock(ctx context.Context, name string) (release func(), err error) {
	m.mu.Lock()
	held, ok := m.locks[name]
	if !ok {
		held = make(chan struct{}, 1)
		m.locks[name] = held
	}
	m.mu.Unlock()
	select {
	case held <- struct{}{}:
		return func() { <-held }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
