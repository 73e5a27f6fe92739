package postgres_test

import (
	"context"
	"errors"
	"maps"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"readout/bot/postgres"
	"readout/bot/store"
	"readout/corpus/library"
	"readout/corpus/library/librarytest"
)

// opened is a store as a process has it open.
func opened(t testing.TB, url string) *postgres.Store {
	t.Helper()
	s, err := postgres.Open(t.Context(), url, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestLibraries(t *testing.T) {
	t.Parallel()
	if !installed(t) {
		return
	}
	librarytest.Run(t, func(t testing.TB) func() library.Files {
		url := server.Database(t)
		return func() library.Files {
			s := opened(t, url)
			if err := s.BeginLibrary(t.Context(), "5"); err != nil {
				t.Fatal(err)
			}
			return s.Library("5")
		}
	})
}

// TestWatchLibraries: each change is told to all processes at once, and found without being told by one that nobody tells.
func TestWatchLibraries(t *testing.T) {
	t.Parallel()
	if !installed(t) {
		return
	}
	url := server.Database(t)
	a, b := opened(t, url), opened(t, url)
	ctx, cancel := context.WithCancel(t.Context())
	watch := func(every time.Duration) (seen func(want map[store.GuildID]library.Head)) {
		var heads atomic.Pointer[map[store.GuildID]library.Head]
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			b.WatchLibraries(ctx, every, func(ctx context.Context) {
				now, err := b.Heads(ctx)
				if err != nil && ctx.Err() == nil {
					t.Error(err)
				}
				heads.Store(&now)
			})
		}()
		t.Cleanup(func() { cancel(); <-ended })
		return func(want map[store.GuildID]library.Head) {
			t.Helper()
			for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(2 * time.Millisecond) {
				if now := heads.Load(); now != nil && maps.Equal(*now, want) {
					return
				}
				if time.Now().After(deadline) {
					t.Fatalf("heads %v, want %v", heads.Load(), want)
				}
			}
		}
	}
	told := watch(time.Hour)
	told(map[store.GuildID]library.Head{})
	if err := a.BeginLibrary(t.Context(), "5"); err != nil {
		t.Fatal(err)
	}
	told(map[store.GuildID]library.Head{"5": {Revision: 1}})
	if err := a.Library("5").Commit(0, 1, []byte("one"), []byte("1")); err != nil {
		t.Fatal(err)
	}
	told(map[store.GuildID]library.Head{"5": {Version: 1, Revision: 2}})
	if err := a.Library("5").Commit(0, 1, []byte("another"), []byte("1")); !errors.Is(err, library.ErrConflict) {
		t.Errorf("published over another's: %v", err)
	}
	if all, err := a.Jobs(ctx); err != nil || len(all) != 1 || all[0].Kind != store.JobRecall || all[0].Guild != "5" {
		t.Errorf("what is to be done after a publication: %+v, %v", all, err)
	}
	if err := a.Library("5").Changed(); err != nil {
		t.Fatal(err)
	}
	told(map[store.GuildID]library.Head{"5": {Version: 1, Revision: 3}})

	// What is told while the connection is cut is found when it is made again.
	admin, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close(context.WithoutCancel(ctx))
	var cut int
	if err := admin.QueryRow(ctx, `select count(pg_terminate_backend(pid)) from pg_stat_activity
		where datname = current_database() and query like 'listen %'`).Scan(&cut); err != nil || cut != 1 {
		t.Fatalf("%d connections cut, %v", cut, err)
	}
	if err := a.Library("5").Changed(); err != nil {
		t.Fatal(err)
	}
	told(map[store.GuildID]library.Head{"5": {Version: 1, Revision: 4}})
	// What nobody tells of is found by looking.
	looking := watch(10 * time.Millisecond)
	if _, err := admin.Exec(ctx, "update library_heads set revision = 9"); err != nil {
		t.Fatal(err)
	}
	looking(map[store.GuildID]library.Head{"5": {Version: 1, Revision: 9}})

	if err := a.DeleteLibrary(t.Context(), "5"); err != nil {
		t.Fatal(err)
	}
	told(map[store.GuildID]library.Head{})
	if names, err := a.Library("5").Names("versions"); err != nil || len(names) > 0 {
		t.Errorf("of a library that was deleted: %q, %v", names, err)
	}
	if err := a.Library("5").Write("new/x", nil); err == nil {
		t.Error("wrote to a library that was deleted")
	}
}
