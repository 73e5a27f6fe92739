package tty

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"readout/bot/bolt"
	"readout/bot/chat"
	"readout/bot/edition/editiontest"
	"readout/bot/libraries"
	"readout/bot/prompt"
	"readout/bot/store"
	"readout/corpus"
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
}

func newPlace(t *testing.T) *place {
	t.Helper()
	clock := func() time.Time { return time.Date(2031, 3, 10, 9, 0, 0, 0, time.UTC) }
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
	o := Options{Echo: true, Warn: t.Logf, Options: chat.Options{
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
	return &place{t, o}
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
			got := strings.Join(runs, runEnd)
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(text), got); diff != "" && !*update {
				t.Errorf("go test ./bot/tty -update writes what is shown now (-want +got):\n%s", diff)
			}
		})
	}
}

// runEnd stands between the runs of a dialogue.
const runEnd = "====\n"
