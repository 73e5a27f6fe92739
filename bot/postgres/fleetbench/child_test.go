//go:build linux

package fleetbench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"readout/bot/libraries"
	"readout/bot/postgres"
	"readout/bot/snapshots"
	"readout/bot/store"
	"readout/corpus"
	"readout/corpus/articles"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/builtin"
	"readout/retrieval/chromem"
	"readout/retrieval/retrievaltest"
)

// childConfig is the variable that has the program be one process of the fleet: the file with its child.
const childConfig = "FLEET_CHILD"

// child is what a process is told.
type child struct {
	URL     string
	Dir     string
	Content map[store.GuildID]string
	Seed    uint64
	Memory  int64
}

// measured is what a process tells. Times are in milliseconds, memory in megabytes.
type measured struct {
	Hot, Cold     [3]float64 // the median, the 95th percentile, the longest
	ColdProcessor float64    // of the processors, for the first question of a server
	HotProcessor  float64    // for another one
	Opened        int64
	Resident      float64 // at most
	Anonymous     float64 // in the end, without files
	Memory        libraries.Memory
}

// asked is how many questions are asked of what is in memory.
const asked = 300

// work is what a process does.
func work(ctx context.Context, config string) error {
	var c child
	data, err := os.ReadFile(config)
	if err == nil {
		err = json.Unmarshal(data, &c)
	}
	if err != nil {
		return err
	}
	kept, err := postgres.Open(ctx, c.URL, store.Options{})
	if err != nil {
		return err
	}
	defer kept.Close()
	shipped, words, err := ship(ctx)
	if err != nil {
		return err
	}
	s, err := libraries.Open(ctx, libraries.Options{Dir: c.Dir, Shipped: shipped, WordVectors: words, Shared: kept, Memory: c.Memory})
	if err != nil {
		return err
	}
	m, err := c.ask(ctx, s)
	if err = errors.Join(err, s.Close()); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(m)
}

// made embeds at little cost.
var made = retrievaltest.HashEmbedder{Dimensions: 384}

// ship is the shipped articles, with made-up vectors.
func ship(ctx context.Context) (*retrieval.Snapshot, retrieval.WordVectors, error) {
	model, err := builtin.Open()
	if err != nil {
		return nil, nil, err
	}
	loaded, err := articles.Load()
	if err != nil {
		return nil, nil, err
	}
	texts, err := reading.New(loaded)
	if err != nil {
		return nil, nil, err
	}
	x, err := chromem.Build(ctx, chromem.Input{Corpus: texts, Version: "shipped", Embedder: made, WordVectors: model})
	if err != nil {
		return nil, nil, err
	}
	return &retrieval.Snapshot{Version: "shipped", Corpus: texts, Index: x, Words: x.Words(), Embedder: made, Reader: model.Reader()}, model, nil
}

// ask asks each server once, then some again and again.
func (c child) ask(ctx context.Context, s *libraries.Libraries) (m measured, err error) {
	random := rand.New(rand.NewPCG(c.Seed, 2))
	guilds := slices.Sorted(maps.Keys(c.Content))
	random.Shuffle(len(guilds), func(i, j int) { guilds[i], guilds[j] = guilds[j], guilds[i] })
	w := newWriter(c.Seed + 100)
	one := func(g store.GuildID) (time.Duration, error) {
		question := "What did the minister say about the " + w.word() + " and the " + w.word() + " of " + w.word() + "?"
		start := time.Now()
		now, err := s.Snapshot(ctx, g)
		if err != nil {
			return 0, err
		}
		found, err := now.Retrieve(ctx, question, nil, 30)
		took := time.Since(start)
		if err == nil && (len(found.Hits) != 30 || found.Version != "v1") {
			err = fmt.Errorf("server %s: %d passages of version %s", g, len(found.Hits), found.Version)
		}
		return took, err
	}
	var hot, cold []time.Duration
	folder := snapshots.In(filepath.Join(c.Dir, "snapshots"))
	used := processors()
	for _, g := range guilds {
		if err := forget(folder.Path(c.Content[g])); err != nil {
			return m, err
		}
		before := s.Memory().Opened
		took, err := one(g)
		if err != nil {
			return m, err
		}
		if s.Memory().Opened > before {
			cold = append(cold, took)
		}
		resident, anonymous := memory()
		m.Resident, m.Anonymous = max(m.Resident, resident), anonymous
	}
	m.ColdProcessor = float64((processors() - used).Milliseconds()) / float64(len(guilds))
	used = processors()
	for n := range asked {
		took, err := one(guilds[len(guilds)-1-n%min(5, len(guilds))]) // the last ones are in memory
		if err != nil {
			return m, err
		}
		hot = append(hot, took)
	}
	m.HotProcessor = float64((processors() - used).Milliseconds()) / asked
	m.Hot, m.Cold = percentiles(hot), percentiles(cold)
	m.Memory, m.Opened = s.Memory(), s.Memory().Opened
	return m, nil
}

// forget drops a file from the system's cache, as far as no process has it mapped.
func forget(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED)
}

func percentiles(all []time.Duration) (out [3]float64) {
	if len(all) == 0 {
		return out
	}
	slices.Sort(all)
	for i, p := range []float64{.5, .95, 1} {
		at := all[int(math.Ceil(p*float64(len(all))))-1]
		out[i] = float64(at.Microseconds()) / 1000
	}
	return out
}

func processors() time.Duration {
	var used unix.Rusage
	if unix.Getrusage(unix.RUSAGE_SELF, &used) != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// memory is how many megabytes of this process are resident, and how many of them are of no file.
func memory() (resident, anonymous float64) {
	data, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, 0
	}
	for line := range strings.Lines(string(data)) {
		var kilobytes float64
		switch name, value, _ := strings.Cut(line, ":"); name {
		case "VmRSS":
			fmt.Sscan(value, &kilobytes)
			resident = kilobytes / 1024
		case "RssAnon":
			fmt.Sscan(value, &kilobytes)
			anonymous = kilobytes / 1024
		}
	}
	return resident, anonymous
}

// writer makes articles up.
type writer struct {
	random *rand.Rand
	words  []string // rare ones last
}

func newWriter(seed uint64) *writer {
	w := &writer{random: rand.New(rand.NewPCG(seed, 1))}
	same := rand.New(rand.NewPCG(1, 1)) // all write in one language
	syllables := strings.Fields("ba ren to mil ska vor den li par con ter mi na del gra sto fin ho lu ver tal ris mon que sa")
	w.words = strings.Fields("treaty harbour price border election budget court school energy railway council vote strike bridge water police")
	seen := map[string]bool{}
	for len(w.words) < 12000 {
		word := ""
		for range 2 + same.IntN(3) {
			word += syllables[same.IntN(len(syllables))]
		}
		if !seen[word] {
			seen[word] = true
			w.words = append(w.words, word)
		}
	}
	return w
}

// word is drawn as words of a language are: few of them often.
func (w *writer) word() string {
	at := int(math.Pow(float64(len(w.words)), w.random.Float64())) - 1
	return w.words[max(0, min(at, len(w.words)-1))]
}

func (w *writer) name() string {
	n := w.word()
	return strings.ToUpper(n[:1]) + n[1:]
}

// article is a short article: two paragraphs of two sentences.
func (w *writer) article(number int) (corpus.ArticleID, []byte) {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: The %s of %s\npublisher: The Sample Post\npublished: 2021-%02d-%02d\n---\n", w.word(), w.name(), number%12+1, number%28+1)
	for range 2 {
		fmt.Fprintf(&b, "The minister %s %s said on Monday that the %s of the %s was a %s. It had %d of them, and the %s was %s.\n\n",
			w.name(), w.name(), w.word(), w.word(), w.word(), w.random.IntN(500), w.word(), w.word())
	}
	return corpus.ArticleID(fmt.Sprintf("article-%05d.md", number)), []byte(b.String())
}
