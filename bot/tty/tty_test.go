package tty

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"readout/bot/bolt"
	"readout/bot/chat"
	"readout/bot/chat/members"
	"readout/bot/chat/metrics"
	"readout/bot/chat/moderators"
	"readout/bot/edition/editiontest"
	"readout/bot/interrupt"
	"readout/bot/libraries"
	"readout/bot/prompt"
	"readout/bot/store"
	"readout/corpus"
	"readout/corpus/corpustest"
	"readout/corpus/fetch"
	"readout/retrieval/answer"
)

var update = flag.Bool("update", false, "write the dialogues anew")

// asExtractor is the argument with which this test program is the child that reads files.
const asExtractor = "extract-for-tests"

func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == asExtractor {
		if err := fetch.Extract(context.Background(), os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	goleak.VerifyTestMain(m)
}

// place is a data directory with its libraries, in which one may converse again and again.
type place struct {
	t       *testing.T
	options Options
	moved   atomic.Int64 // how far the clock was moved
}

func newPlace(t *testing.T) *place {
	t.Helper()
	p := &place{t: t}
	clock := func() time.Time {
		return time.Date(2031, 3, 10, 9, 0, 0, 0, time.UTC).Add(time.Duration(p.moved.Load()))
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	fetcher, err := fetch.NewClient(fetch.ClientOptions{
		Extract: func(ctx context.Context) *exec.Cmd { return exec.CommandContext(ctx, self, asExtractor) },
	})
	if err != nil {
		t.Fatal(err)
	}
	harbour, dir := editiontest.Harbour(t), t.TempDir()
	kept, err := bolt.Open(dir, store.Options{Clock: clock, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	shelf, err := libraries.Open(t.Context(), libraries.Options{
		Dir: filepath.Join(dir, "libraries"), Shipped: harbour.Snapshot, Vectors: editiontest.Vectors(harbour), Fetcher: fetcher, Clock: clock,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(shelf.Close(), kept.Close()); err != nil {
			t.Error(err)
		}
	})
	p.options = Options{Echo: true, Warn: t.Logf, Options: chat.Options{
		Libraries: shelf, Store: kept, Notes: kept, Clock: clock, MemberRate: chat.Rate{Questions: 100, Within: time.Minute},
		Answers: func(ctx context.Context, g store.GuildID) (chat.Answerer, error) { return shelf.Answers(ctx, g) },
		Next: func(_ context.Context, _ store.GuildID, a *answer.Answer, _ []answer.Turn, _ []corpus.ArticleID) []string {
			if a != nil && a.Abstention != nil {
				return nil
			}
			return []string{"How many bicycles were counted?"}
		},
		Reference: func() string { return "R3FRNC" },
	}}
	return p
}

// says is what is shown for lines.
func (p *place) says(lines string, change ...func(*Options)) string {
	p.t.Helper()
	var out bytes.Buffer
	o := p.options
	o.Typed = prompt.Options{Plain: true, Stdin: strings.NewReader(lines), Stdout: &out}
	for _, c := range change {
		c(&o)
	}
	if err := Run(p.t.Context(), o); err != nil {
		p.t.Fatal(err)
	}
	return out.String()
}

// TestDialogues holds the dialogues of testdata to what is shown for their lines, which begin with ">". A dialogue that goes on in a
// later run has a line of "=" there.
func TestDialogues(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) < 3 {
		t.Fatalf("%d dialogues, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			p := newPlace(t)
			var runs []string
			for part := range strings.SplitSeq(string(text), runEnd) {
				var lines strings.Builder
				for line := range strings.Lines(part) {
					if typed, ok := strings.CutPrefix(line, "> "); ok {
						lines.WriteString(typed)
					}
				}
				runs = append(runs, p.says(lines.String(), func(o *Options) { o.Moderator = strings.HasPrefix(filepath.Base(file), "moderator") }))
			}
			corpustest.Golden(t, *update, filepath.Base(file), strings.Join(runs, runEnd))
		})
	}
}

// runEnd stands between the runs of a dialogue.
const runEnd = "====\n"

// TestUnhappy: what fails is told, and the conversation goes on.
func TestUnhappy(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	for name, tc := range map[string]struct {
		lines  string
		change func(*Options)
		want   string
	}{
		"no input":          {"\n  \n", func(*Options) {}, ""},
		"no last line end":  {"/sources now", func(*Options) {}, "> /sources now\nNothing follows this command.\n\n"},
		"steering":          {"/\x1b[31m\u202e", func(*Options) {}, "> /[31m\n/[31m is no command; /help lists them.\n\n"},
		"no echo":           {"/foo", func(o *Options) { o.Echo = false }, "/foo is no command; /help lists them.\n\n"},
		"quit":              {"/quit\n/foo", func(*Options) {}, "> /quit\n"},
		"a form given up":   {"hello\n/foo", func(*Options) {}, "/foo is no command"},
		"too long":          {strings.Repeat("why ", 2000), func(*Options) {}, "Your question has 7999 characters"},
		"no answers":        {"who?\n/foo", func(o *Options) { o.Answers = nil }, "the reference R3FRNC.\n\n> /foo\n"},
		"a folder":          {"/corpus add file:testdata", func(o *Options) { o.Moderator = true }, "file: give the path of a file of at most 64 MB"},
		"no file":           {"/corpus add file:gone.md", func(o *Options) { o.Moderator = true }, "file: give the path of a file of at most 64 MB"},
		"not an article":    {"/corpus add file:tty.go", func(o *Options) { o.Moderator = true }, "> /corpus add file:tty.go\n"},
		"a role":            {"/settings moderators role:editors", func(o *Options) { o.Moderator = true }, "role: nobody at a terminal has a role\n"},
		"another channel":   {"/settings audit channel:#news", func(o *Options) { o.Moderator = true }, "channel: the only channel is #terminal\n"},
		"a link to keep":    {"/corpus check keep:https://a.example/1", func(o *Options) { o.Moderator = true }, "> /corpus check"},
		"nothing to keep":   {"/keep", func(o *Options) { o.Moderator = true }, "> /keep\n"},
		"a needless button": {":x", func(*Options) {}, "There is no button :x; the last message has 0.\n"},
	} {
		got := p.says(tc.lines, tc.change)
		if !strings.Contains(got, tc.want) || tc.want == "" && got != "" || strings.Contains(got, "\x1b") {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestForms: a text is taken, left out where it may be, and not where it is needed; a command gives the form up.
func TestForms(t *testing.T) {
	t.Parallel()
	const asked = "How many bicycles were counted?\n"
	for lines, want := range map[string]string{
		":2\nand who counted them?":            "Sunniva Dahl",
		":2\n-":                                "Nothing is done.",
		":2\n/foo\nhello":                      "Hello. Ask me",
		":4\n:4\n-":                            "Thank you. This server's moderators",
		":4\n:4\n" + strings.Repeat("x", 1001): "That has 1001 characters; at most 1000 fit.",
		":2\n" + strings.Repeat("why ", 1000) + "why": "That has 4003 characters",
	} {
		if got := newPlace(t).says(asked + lines); !strings.Contains(got, want) {
			t.Errorf("%q: %q lacks %q", lines, got, want)
		}
	}
}

// TestExport: a file that is sent is written where the program runs, over no other.
func TestExport(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "export.tar.gz")
	file := chat.File{Name: name, Data: []byte("all of it")}
	if got := saved(file); got != "Written to "+name+"." {
		t.Error(got)
	}
	if data, err := os.ReadFile(name); string(data) != "all of it" || err != nil {
		t.Errorf("%q, %v", data, err)
	}
	if got := saved(file); !strings.Contains(got, "is not written: ") || !strings.Contains(got, "exists") {
		t.Error(got)
	}
	if got := saved(chat.File{Name: filepath.Join(name, "x")}); !strings.Contains(got, "is not written: ") {
		t.Error(got)
	}
}

// answering asks a model of the test's.
type answering struct {
	chat.Answerer
	answer func(ctx context.Context) error
}

func (a answering) Answer(ctx context.Context, q answer.Question) (*answer.Answer, error) {
	if err := a.answer(ctx); err != nil {
		return nil, err
	}
	return a.Answerer.Answer(ctx, q)
}

// with has questions answered as the test says.
func (p *place) with(do func(ctx context.Context) error) func(*Options) {
	return func(o *Options) {
		before := o.Answers
		o.Answers = func(ctx context.Context, g store.GuildID) (chat.Answerer, error) {
			a, err := before(ctx, g)
			return answering{a, do}, err
		}
	}
}

// TestCtrlC: Ctrl-C gives up the answer that is under way and nothing else; a context that ends, ends the conversation.
func TestCtrlC(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	var interrupts interrupt.Interrupts
	signals := make(chan os.Signal, 1)
	ended := make(chan struct{})
	go interrupts.Handle(signals, func() { close(ended) })
	ctx, cancel := context.WithCancel(interrupts.Within(t.Context()))
	defer cancel()
	var out bytes.Buffer
	o := p.options
	asked := 0
	p.with(func(ctx context.Context) error {
		if asked++; asked == 1 {
			signals <- os.Interrupt
		} else {
			cancel()
		}
		<-ctx.Done()
		return ctx.Err()
	})(&o)
	o.Typed = prompt.Options{Plain: true, Stdin: strings.NewReader("who?\n/foo\nwhen?\n/never"), Stdout: &out}
	if err := Run(ctx, o); err != nil {
		t.Error(err)
	}
	if got := out.String(); !strings.HasPrefix(got, "> who?\nGiven up.\n\n> /foo\n/foo is no command; /help lists them.\n\n> when?\n") || strings.Contains(got, "never") {
		t.Errorf("shown: %q", got)
	}
	signals <- os.Interrupt
	<-ended
}

// TestFaults: a panic and an error are told with a reference; where nothing can be shown any more, the conversation ends.
func TestFaults(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	for _, fault := range []func(context.Context) error{
		func(context.Context) error { return errors.New("the index is on fire") }, func(context.Context) error { panic("lost") },
	} {
		if got := p.says("who counted the bicycles?\n/foo", p.with(fault)); !strings.Contains(got, "reference R3FRNC") || !strings.Contains(got, "/foo is no") {
			t.Errorf("shown: %q", got)
		}
	}
	o := p.options
	o.Typed = prompt.Options{Plain: true, Stdin: strings.NewReader("hello\n"), Stdout: closed{}}
	if err := Run(t.Context(), o); !errors.Is(err, os.ErrClosed) {
		t.Errorf("into a closed pipe: %v", err)
	}
	o.Typed.Stdin, o.Typed.Stdout = failing{}, &bytes.Buffer{}
	if err := Run(t.Context(), o); !errors.Is(err, os.ErrClosed) {
		t.Errorf("from broken input: %v", err)
	}
}

type closed struct{}

func (closed) Write(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	return 0, os.ErrClosed
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, os.ErrClosed }

// TestUnasked: what the bot says by itself is shown with the next turn: that an answer rests on what was withdrawn, and that a question is
// answered now.
func TestUnasked(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.options.Moderator = true
	p.options.Timing = chat.Timing{Jobs: time.Millisecond, Edits: time.Millisecond, Recall: time.Millisecond, Tell: time.Millisecond}
	in, lines := io.Pipe()
	shown := &page{}
	p.options.Typed = prompt.Options{Plain: true, Stdin: in, Stdout: shown}
	done := make(chan error, 1)
	go func() { done <- Run(t.Context(), p.options) }()
	// says types a line again and again, each time until its own turn is shown, until something is shown.
	says := func(line, turnShows, want string) {
		t.Helper()
		from := shown.len()
		for !shown.has(from, want) {
			before := shown.len()
			if _, err := io.WriteString(lines, line+"\n"); err != nil {
				t.Fatal(err)
			}
			for !shown.has(before, turnShows) {
				time.Sleep(time.Millisecond)
			}
		}
	}
	says("Who is the keeper of the lighthouse of Skerry?", "Tell me when", "Tell me when")
	says(":5", "I'll tell you once", "I'll tell")
	says("/corpus add file:testdata/lighthouse.md", ":2 Discard", "Preview")
	says(":1", "is published", "is published")
	says("/foo", "/foo is no", "They do now.")
	says("@readout Who is the keeper of the lighthouse of Skerry?", "Delete", "Ragna Holt said")
	says("/corpus remove the lighthouse gets", ":2 Discard", "Preview")
	says(":1", "is published", "is published")
	p.moved.Store(int64(time.Minute))
	says("/foo", "/foo is no", "│ Who is the keeper of the lighthouse of Skerry?\n")
	if err := errors.Join(lines.Close(), <-done); err != nil {
		t.Error(err)
	}
}

// page is what is shown.
type page struct {
	mu   sync.Mutex
	text strings.Builder
}

func (p *page) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Write(b)
}

func (p *page) len() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Len()
}

// has reports whether a text is among what was shown from a place on.
func (p *page) has(from int, want string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Contains(p.text.String()[from:], want)
}

func TestComplete(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	r := &room{options: p.options}
	r.options.Options = r.options.WithDefaults()
	b := chat.New(r.options.Options, r, metrics.Of(p.options.Store, p.options.Libraries))
	r.Bot, r.commands = b, append(members.New(b).Commands(), moderators.New(b).Commands()...)
	for before, want := range map[string]string{
		"/su": "/summary", "/ask why? art": "article:", "/timeline article:cour": "article:courier.md", "/new since:a d": "", "who": "", "/corpus remove article:cour": "",
	} {
		got := ""
		for _, c := range r.complete(t.Context(), before) {
			got += c.Text
		}
		if got != want {
			t.Errorf("%q is completed with %q, want %q", before, got, want)
		}
	}
}
