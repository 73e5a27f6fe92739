package libraries

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/bot/readings"
	"readout/retrieval"
)

// logged is what is logged.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logged) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(line)
}

func (l *logged) holds(text string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Contains(l.text.String(), text)
}

// seen is what readers of a snapshot can tell of it.
func seen(s *retrieval.Snapshot) (out []string) {
	for _, a := range s.Corpus.Articles {
		out = append(out, string(a.ID)+" of "+string(a.Report)+" "+a.Title)
		for _, p := range a.Passages {
			out = append(out, string(p.ID)+" "+p.Text)
			for _, r := range p.Remarks {
				out = append(out, r.Speaker+": "+r.Text)
			}
			for _, m := range s.Corpus.Mentions(p.Text) {
				out = append(out, m.Person.Name)
			}
		}
	}
	own, _ := s.Words.Scores(s.Words.Terms("Who said that 5 million were paid?"))
	return append(out, fmt.Sprint(own))
}

func TestReadingIsKept(t *testing.T) {
	t.Parallel()
	const kept, again, damaged = "without reading its articles again", "articles are read again, since", "is of no use"
	var count atomic.Int64
	o := plain(t, t.TempDir(), newWeb(), &count)
	s := open(t, o)
	must(t, s, guild, upload("ostby.md", story("Ostby", "5 million")))
	must(t, s, guild, upload("vik.md", story("Vik", "6 million")))
	now, err := s.Snapshot(t.Context(), guild)
	if err != nil {
		t.Fatal(err)
	}
	want := seen(now)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(o.Dir, string(guild), "reading")
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	sealed := func(body []byte) []byte { sum := sha256.Sum256(body); return append(body, sum[:]...) }
	body := func() []byte { return slices.Clone(good[:len(good)-sha256.Size]) }
	flipped := slices.Clone(good)
	flipped[len(flipped)/2] ^= 4
	foreign := body()
	foreign[len(readings.Format)] ^= 1
	older := body()
	older[len(readings.Format)+sha256.Size+8] ^= 1
	short := body()
	for _, test := range []struct {
		name, log string
		data      []byte
	}{
		{"as written", kept, good},
		{"one bit", damaged, flipped},
		{"cut off", damaged, good[:len(good)-5]},
		{"empty", damaged, nil},
		{"another file", damaged, []byte(strings.Repeat("another file, of another program. ", 20))},
		{"another release", again, sealed(foreign)},
		{"another version", again, sealed(older)},
		{"lengths that don't add up", damaged, sealed(short[:len(short)-9])},
	} {
		log := &logged{}
		o := o
		o.Logger = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		if err := os.WriteFile(path, test.data, 0o600); err != nil {
			t.Fatal(err)
		}
		count.Store(0)
		s := open(t, o)
		now, err := s.Snapshot(t.Context(), guild)
		if err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		if diff := cmp.Diff(want, seen(now)); diff != "" {
			t.Errorf("%s: what was published (-) and what was opened (+) differ:\n%s", test.name, diff)
		}
		if !log.holds(test.log) || test.log != kept && log.holds(kept) {
			t.Errorf("%s: logged\n%s", test.name, &log.text)
		}
		if count.Load() != 0 {
			t.Errorf("%s: %d sentences were embedded", test.name, count.Load())
		}
		must(t, s, guild, Change{Kind: Remove, Article: "vik.md"})
		must(t, s, guild, upload("vik.md", story("Vik", "6 million")))
		if now, err = s.Snapshot(t.Context(), guild); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, seen(now)); diff != "" {
			t.Errorf("%s: after changes that lead nowhere:\n%s", test.name, diff)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if data, err := os.ReadFile(path); err != nil || !bytes.HasPrefix(data, good[:len(readings.Format)+sha256.Size]) {
			t.Errorf("%s: the file was not made again: %v", test.name, err)
		}
	}
}
