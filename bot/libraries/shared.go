package libraries

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"time"

	"readout/bot/libraries/provenance"
	"readout/bot/store"
	"readout/corpus/library"
)

// Shared is where several processes have the libraries of all servers; *postgres.Store is one, and says what the methods do.
type Shared interface {
	Library(g store.GuildID) library.Files
	Heads(ctx context.Context) (map[store.GuildID]library.Head, error)
	BeginLibrary(ctx context.Context, g store.GuildID) error
	DeleteLibrary(ctx context.Context, g store.GuildID) error
	WatchLibraries(ctx context.Context, every time.Duration, changed func(context.Context))
}

// lookEvery is how often it is looked for what other processes published, in case that it was not told.
const lookEvery = 10 * time.Second

// share moves the libraries in the directory to where they are shared, and begins to watch what other processes do to them.
func (s *Libraries) share(ctx context.Context) error {
	var err error
	if s.heads, err = s.o.Shared.Heads(ctx); err != nil {
		return err
	}
	here, err := s.directories()
	if err != nil {
		return err
	}
	for _, g := range here {
		if err := s.move(ctx, g); err != nil {
			return err
		}
	}
	if s.heads, err = s.o.Shared.Heads(ctx); err != nil {
		return err
	}
	watching, stop := context.WithCancel(context.WithoutCancel(ctx))
	s.unwatch = stop
	s.watching.Go(func() { s.o.Shared.WatchLibraries(watching, lookEvery, s.look) })
	return nil
}

// move moves a library out of the directory, unless one of the server is shared: then the directory has an older one, which stays.
func (s *Libraries) move(ctx context.Context, g store.GuildID) error {
	dir := filepath.Join(s.o.Dir, string(g))
	if _, err := os.Stat(filepath.Join(dir, libraryDir)); err != nil {
		return nil
	}
	if s.heads[g].Version > 0 {
		s.o.Logger.Warn("the directory has a library that nobody uses: the server's is shared", "dir", dir)
		return nil
	}
	l, err := library.Open(ctx, filepath.Join(dir, libraryDir), library.Options{Clock: s.o.Clock, Logger: s.o.Logger, DraftLife: DraftKept})
	if err != nil {
		return err
	}
	err = s.o.Shared.BeginLibrary(ctx, g)
	files := s.o.Shared.Library(g)
	if err == nil {
		err = l.CopyTo(ctx, files)
	}
	version, _ := l.Current()
	if closeErr := l.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		if state, readErr := os.ReadFile(filepath.Join(dir, stateFileName)); readErr == nil {
			err = files.Write(provenance.Name, state)
		}
	}
	if err == nil {
		err = os.RemoveAll(filepath.Join(dir, libraryDir))
	}
	if err != nil {
		return fmt.Errorf("move the library of server %s: %w", g, err)
	}
	s.o.Logger.Info("a library was moved to where it is shared", "version", version.Number)
	return nil
}

// begin makes sure that a server has a library.
func (s *Libraries) begin(ctx context.Context, g store.GuildID) error {
	if err := checkGuild(g); err != nil {
		return err
	}
	s.mu.Lock()
	_, ok := s.heads[g]
	s.mu.Unlock()
	if ok {
		return nil
	}
	if err := s.o.Shared.BeginLibrary(ctx, g); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.heads[g]; !ok {
		s.heads[g] = library.Head{}
	}
	return nil
}

// look takes over what other processes did.
func (s *Libraries) look(ctx context.Context) {
	s.mu.Lock()
	before := maps.Clone(s.heads)
	s.mu.Unlock()
	heads, err := s.o.Shared.Heads(ctx) // read after before was true: what is not there any more was deleted
	if err != nil {
		if ctx.Err() == nil {
			s.o.Logger.Warn("what other processes published is not known", "error", err)
		}
		return
	}
	for _, c := range s.changed(before, heads) {
		all := heads[c.guild].Rewritten(before[c.guild])
		s.watching.Go(func() { // a library that takes long holds up no other one
			defer c.users.leave()
			if err := s.takeOver(ctx, c, all); err != nil && ctx.Err() == nil {
				s.o.Logger.Warn("a version published elsewhere is not taken over yet", "error", err)
			}
		})
	}
	for g := range before {
		if _, ok := heads[g]; ok {
			continue
		}
		if err := s.drop(g); err != nil {
			s.o.Logger.Warn("what is left of a library that was deleted elsewhere was not removed", "error", err)
		}
	}
}

// changed notes the heads there are now, and gives the libraries that were asked for here and have another head than before. The caller is
// one of their users.
func (s *Libraries) changed(before, now map[store.GuildID]library.Head) (out []*community) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for g, begun := range s.heads {
		if _, ok := before[g]; !ok { // meanwhile, by this process
			if _, ok := now[g]; !ok {
				now[g] = begun
			}
		}
	}
	s.heads = maps.Clone(now) // it changes from here on, while now is still looked at
	for g, c := range s.known {
		if head, ok := now[g]; ok && head != before[g] && !c.leaving {
			c.users.enter()
			out = append(out, c)
		}
	}
	return out
}

// takeOver has a library, if it is open, go on with what was published elsewhere. Of one that is asked here, the index is made before
// somebody asks the new version. The caller is one of its users.
func (s *Libraries) takeOver(ctx context.Context, c *community, all bool) error {
	c.opening.Lock()
	l := c.library
	c.opening.Unlock()
	if l == nil {
		return nil // whoever opens it reads what is there
	}
	before, _ := l.Current()
	asked := s.indices.Peek(c.content(before)) != nil
	err := l.Refresh(ctx, all)
	if err == nil && asked {
		_, _, err = s.presentIndex(ctx, c)
	}
	return err
}
