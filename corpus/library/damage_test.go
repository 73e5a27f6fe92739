package library

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// newerFormat makes a file one that a later release has written.
func newerFormat(t *testing.T, path string) {
	t.Helper()
	data := get[[]byte](t)(os.ReadFile(path))
	must(t, os.WriteFile(path, bytes.Replace(data, []byte(" 1 "), []byte(" 2 "), 1), 0o600))
}

// Every damage is told with the file and with what to do, or does not matter.
func TestDamage(t *testing.T) {
	t.Parallel()
	truncate := func(t *testing.T, path string) {
		must(t, os.Truncate(path, get[os.FileInfo](t)(os.Stat(path)).Size()/2))
	}
	empty := func(t *testing.T, path string) { must(t, os.Truncate(path, 0)) }
	lose := func(t *testing.T, path string) { must(t, os.Remove(path)) }
	flip := func(t *testing.T, path string) {
		data := get[[]byte](t)(os.ReadFile(path))
		data[len(data)-5] ^= 1
		must(t, os.WriteFile(path, data, 0o600))
	}
	replaced := func(by string) func(*testing.T, string) {
		return func(t *testing.T, path string) { must(t, os.WriteFile(path, []byte(by), 0o600)) }
	}
	for _, file := range []string{"versions/00000003", "versions/00000001", "current", "objects/3", "objects/1", "checks", "drafts/d"} {
		for how, damage := range map[string]func(*testing.T, string){
			"truncated": truncate, "empty": empty, "lost": lose, "flipped": flip, "newer": newerFormat,
			"another": replaced("readout-library-\n"), "cut": replaced("readout-library-version 1"), "odd": replaced("readout-library-version x sha256:\n"),
		} {
			if how == "newer" && strings.HasPrefix(file, "objects") {
				continue
			}
			t.Run(how+" "+file, func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				l := open(t, dir, Options{})
				for n := 1; n <= 3; n++ {
					publish(t, l, entry(t, l, "a", n))
				}
				must(t, l.SetChecks(t.Context(), []byte("{}\n")))
				must(t, l.PutDraft(t.Context(), "d", []byte("x")))
				must(t, l.Close())
				path := filepath.Join(dir, filepath.FromSlash(file))
				var n int
				if _, err := fmt.Sscanf(file, "objects/%d", &n); err == nil {
					path = filepath.Join(dir, objectsDir, HashOf([]byte(text(n))))
				}
				damage(t, path)

				l, err := Open(t.Context(), dir, Options{noSync: true})
				named := func(err error, want error) {
					t.Helper()
					if how == "newer" {
						want = ErrNewer
					}
					if !errors.Is(err, want) || !strings.Contains(err.Error(), filepath.Base(path)) {
						t.Errorf("%v", err)
					}
				}
				switch {
				case file == "versions/00000003":
					named(err, ErrDamaged)
					return
				case how == "newer" && (file == "current" || strings.HasPrefix(file, "versions")):
					named(err, ErrNewer)
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				defer l.Close()
				check := l.Check(t.Context())
				switch file {
				case "versions/00000001":
					named(second(l.Version(1)), ErrDamaged)
					named(check, ErrDamaged)
					if titles(t, l) != "3" {
						t.Errorf("the current version has %q", titles(t, l))
					}
				case "objects/3":
					m, _ := l.Current()
					_, err := l.Articles(t.Context(), m)
					named(err, ErrDamaged)
					named(check, ErrDamaged)
					named(l.Export(t.Context(), &bytes.Buffer{}), ErrDamaged)
					old := get[Manifest](t)(l.Version(2)) // out of it by a rollback
					old.Base, old.Action = 3, "rollback"
					get[Manifest](t)(l.Publish(t.Context(), old, nil))
					if titles(t, l) != "2" {
						t.Errorf("rolled back, it has %q", titles(t, l))
					}
				case "objects/1":
					named(check, ErrDamaged)
					if titles(t, l) != "3" {
						t.Errorf("the current version has %q", titles(t, l))
					}
				case "current":
					if check != nil || titles(t, l) != "3" {
						t.Errorf("without the file that names it, the current version has %q; %v", titles(t, l), check)
					}
					must(t, second(os.Stat(path)))
				case "checks":
					if how == "lost" { // which is what having none looks like
						return
					}
					named(second(l.Checks()), ErrDamaged)
					named(check, ErrDamaged)
					must(t, l.SetChecks(t.Context(), []byte("x")))
					must(t, l.Check(t.Context()))
				case "drafts/d":
					if how == "newer" {
						named(second(l.Draft("d")), ErrNewer)
						return
					}
					if _, err := l.Draft("d"); !errors.Is(err, ErrNotFound) || check != nil {
						t.Errorf("a damaged draft: %v; %v", err, check)
					}
				}
			})
		}
	}
}

// Going back by hand, as the error says, works.
func TestDamagedVersionCanBeGivenUp(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	l := open(t, dir, Options{})
	publish(t, l, entry(t, l, "a", 1))
	publish(t, l, entry(t, l, "a", 2))
	must(t, l.Close())
	must(t, os.Truncate(filepath.Join(dir, "versions", "00000002"), 100))
	_, err := Open(t.Context(), dir, Options{noSync: true})
	if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "go back") {
		t.Fatal(err)
	}
	must(t, os.Remove(filepath.Join(dir, "versions", "00000002")))
	must(t, os.Remove(filepath.Join(dir, "current")))
	l = open(t, dir, Options{})
	if titles(t, l) != "1" {
		t.Errorf("it has %q", titles(t, l))
	}
	must(t, l.Check(t.Context()))
	if m := publish(t, l, entry(t, l, "a", 2)); m.Number != 2 {
		t.Errorf("the next version is %d", m.Number)
	}
}

// A version that was there is never taken for one that was not.
func TestLostNewestVersion(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	l := open(t, dir, Options{})
	publish(t, l, entry(t, l, "a", 1))
	publish(t, l, entry(t, l, "a", 2))
	must(t, l.Close())
	must(t, os.Remove(filepath.Join(dir, "versions", "00000002")))
	if _, err := Open(t.Context(), dir, Options{noSync: true}); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "00000002") {
		t.Errorf("without its newest version: %v", err)
	}
	must(t, os.WriteFile(filepath.Join(dir, "versions", "notes"), nil, 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "versions", "2"), nil, 0o600))
	must(t, os.Remove(filepath.Join(dir, "current")))
	l = open(t, dir, Options{})
	if titles(t, l) != "1" {
		t.Errorf("it has %q", titles(t, l))
	}
}
