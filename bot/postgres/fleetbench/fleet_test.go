//go:build linux

package fleetbench

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sys/unix"

	"readout/bot/postgres"
	"readout/bot/postgres/postgrestest"
	"readout/bot/snapshots"
	"readout/bot/store"
	"readout/corpus"
	"readout/corpus/library"
	"readout/corpus/library/librarytest"
	"readout/corpus/reading"
	"readout/retrieval/builtin"
	"readout/retrieval/chromem"
)

var (
	servers = flag.Int("servers", 12, "how many servers there are")
	each    = flag.Int("articles", 60, "how many articles each has")
	share   = flag.Float64("shared", .5, "how many of the servers hold a library that others hold, too")
	limit   = flag.Int("memory", 400, "megabytes of libraries that each process holds: READOUT_LIBRARY_MEMORY")
)

const (
	processes = 2
	common    = 10 // libraries that several servers hold
	bases     = 4  // sets of articles that are made up; what tells libraries with the same set apart is one article's other name
)

func TestMain(m *testing.M) {
	flag.Parse()
	if config := os.Getenv(childConfig); config != "" {
		if err := work(context.Background(), config); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// base is a set of articles, with what is made of it.
type base struct {
	entries  []library.Entry
	parsed   map[corpus.ArticleID]*corpus.Article
	files    map[string][]byte // by hash
	snapshot snapshots.Snapshot
}

func newBase(b *testing.B, seed uint64, model *builtin.Model) *base {
	b.Helper()
	w, out := newWriter(seed), &base{parsed: map[corpus.ArticleID]*corpus.Article{}, files: map[string][]byte{}}
	l, err := library.Open(b.Context(), "", library.Options{Files: librarytest.NewMemory()})
	must(b, err)
	defer l.Close()
	var parsed []*corpus.Article
	for n := range *each {
		id, data := w.article(n)
		hash, err := l.Put(b.Context(), data)
		must(b, err)
		e := library.Entry{ID: id, Name: string(id), Hash: hash}
		a, err := e.Parse(data)
		must(b, err)
		parsed, out.entries, out.files[hash], out.parsed[id] = append(parsed, a), append(out.entries, e), data, a.Clone()
	}
	texts, err := reading.New(parsed)
	must(b, err)
	x, err := chromem.Build(b.Context(), chromem.Input{Corpus: texts, Embedder: made, WordVectors: model})
	must(b, err)
	out.snapshot = snapshots.Snapshot{Corpus: texts, Words: x.Words(), Vectors: x.Pack()}
	return out
}

// hosted is the servers of a fleet, with their libraries in a database and their snapshots in the directories of the processes.
type hosted struct {
	url     string
	dirs    []string
	content map[store.GuildID]string
	first   map[*base]store.GuildID // whose articles are copied for others
}

// host sets up as many servers.
func host(b *testing.B, db *postgrestest.Server, n int, all []*base) *hosted {
	b.Helper()
	url := db.Database(b)
	s, err := postgres.Open(b.Context(), url, store.Options{})
	must(b, err)
	must(b, s.Close())
	conn, err := pgx.Connect(b.Context(), url)
	must(b, err)
	defer conn.Close(context.WithoutCancel(b.Context()))
	h := &hosted{url: url, content: map[store.GuildID]string{}, first: map[*base]store.GuildID{}}
	for range processes {
		h.dirs = append(h.dirs, b.TempDir())
	}
	for g := range n {
		which := g
		if float64(g) < *share*float64(n) {
			which = n + g%common
		}
		h.add(b, conn, store.GuildID(strconv.Itoa(g+1)), all[which%len(all)], which)
	}
	return h
}

// add adds a server with a library of a number.
func (h *hosted) add(b *testing.B, conn *pgx.Conn, g store.GuildID, from *base, number int) {
	b.Helper()
	m := library.Manifest{Version: library.Version{Action: "import"}, Articles: append([]library.Entry{}, from.entries...)}
	m.Articles[0].Aliases = []string{"Library " + strconv.Itoa(number)}
	files := librarytest.NewMemory()
	for hash, data := range from.files {
		must(b, files.Write("objects/"+hash, data))
	}
	l, err := library.Open(b.Context(), "", library.Options{Files: files})
	must(b, err)
	l.Know(m, func(id corpus.ArticleID) *corpus.Article { return from.parsed[id] })
	m, err = l.Publish(b.Context(), m, nil)
	must(b, errors.Join(err, l.Close()))
	_, err = conn.Exec(b.Context(), "insert into library_heads (guild, version) values ($1, $2)", string(g), m.Number)
	must(b, err)
	rows := [][]any{h.row(b, files, g, "versions/00000001"), h.row(b, files, g, "current")}
	if first, ok := h.first[from]; ok {
		_, err = conn.Exec(b.Context(), `insert into library_files select $1, name, at, data from library_files
			where guild = $2 and name like 'objects/%'`, string(g), string(first))
		must(b, err)
	} else {
		h.first[from] = g
		for hash := range from.files {
			rows = append(rows, h.row(b, files, g, "objects/"+hash))
		}
	}
	_, err = conn.CopyFrom(b.Context(), pgx.Identifier{"library_files"}, []string{"guild", "name", "at", "data"}, pgx.CopyFromRows(rows))
	must(b, err)
	content := m.Content()
	h.content[g] = content
	made := ""
	for _, dir := range h.dirs {
		wishes := snapshots.WishesIn(filepath.Join(dir, string(g), "snapshots"))
		_, err := wishes.Add(content, m.At, nil)
		must(b, err)
		folder := snapshots.In(filepath.Join(dir, "snapshots"))
		if _, err := os.Stat(folder.Path(content)); err == nil {
			continue
		}
		if made != "" {
			data, err := os.ReadFile(made)
			must(b, err)
			must(b, os.MkdirAll(filepath.Dir(folder.Path(content)), 0o700))
			must(b, os.WriteFile(folder.Path(content), data, 0o600))
			continue
		}
		kept := from.snapshot
		_, err = folder.Write(content, &kept)
		must(b, err)
		made = folder.Path(content)
	}
}

func (h *hosted) row(b *testing.B, files library.Files, g store.GuildID, name string) []any {
	b.Helper()
	data, err := files.Read(name)
	must(b, err)
	id, err := strconv.ParseInt(string(g), 10, 64)
	must(b, err)
	return []any{id, name, time.Now(), data}
}

// measure has the processes ask all servers, at the same time, each in an order of its own.
func (h *hosted) measure(b *testing.B) []measured {
	b.Helper()
	var running []*exec.Cmd
	var told []*strings.Builder
	unix.Sync() // what is not written yet can't be dropped from the system's cache
	for n, dir := range h.dirs {
		config, err := json.Marshal(child{URL: h.url, Dir: dir, Content: h.content, Seed: uint64(n + 1), Memory: int64(*limit) << 20})
		must(b, err)
		file := filepath.Join(b.TempDir(), "config")
		must(b, os.WriteFile(file, config, 0o600))
		c, out := exec.CommandContext(b.Context(), os.Args[0]), &strings.Builder{}
		c.Env, c.Stdout, c.Stderr = append(os.Environ(), childConfig+"="+file), out, os.Stderr
		must(b, c.Start())
		running, told = append(running, c), append(told, out)
	}
	var all []measured
	for i, c := range running {
		must(b, c.Wait())
		var m measured
		must(b, json.Unmarshal([]byte(told[i].String()), &m))
		all = append(all, m)
	}
	return all
}

// BenchmarkFleet tells how memory and times grow with the number of servers, in tenfold steps up to the flag's.
func BenchmarkFleet(b *testing.B) {
	db, err := postgrestest.Start()
	if errors.Is(err, postgrestest.ErrNotInstalled) {
		b.Logf("NOT RUN: %v", err)
		return
	}
	must(b, err)
	defer func() { must(b, db.Stop()) }()
	model, err := builtin.Open()
	must(b, err)
	var all []*base
	for n := range bases {
		all = append(all, newBase(b, uint64(n+1), model))
	}
	steps := []int{*servers}
	for *servers >= 100 && steps[0]/10 >= 10 {
		steps = append([]int{steps[0] / 10}, steps...)
	}
	for _, n := range steps {
		b.Run(fmt.Sprintf("%d-servers", n), func(b *testing.B) {
			h := host(b, db, n, all)
			for b.Loop() {
				report(b, h.measure(b))
			}
		})
	}
}

// report reports the worse of the processes, and the memory of both.
func report(b *testing.B, all []measured) {
	b.Helper()
	resident := 0.
	for _, m := range all {
		resident += m.Resident
		b.Logf("%+v", m)
	}
	worst := func(of func(measured) float64) (most float64) {
		for _, m := range all {
			most = max(most, of(m))
		}
		return most
	}
	b.ReportMetric(resident, "MB-resident")
	b.ReportMetric(worst(func(m measured) float64 { return m.Hot[1] }), "ms-hot-p95")
	b.ReportMetric(worst(func(m measured) float64 { return m.Cold[1] }), "ms-cold-p95")
	b.ReportMetric(worst(func(m measured) float64 { return m.ColdProcessor }), "ms-cold-processor")
	b.ReportMetric(worst(func(m measured) float64 { return m.HotProcessor }), "ms-hot-processor")
}

func must(b testing.TB, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}
