package prompt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

var people = []string{"Ruth Dane", "Dane", "Rutger van Holm", "van Holm", "Ana Ruiz"}

func TestNames(t *testing.T) {
	t.Parallel()
	for before, want := range map[string][]Completion{
		"":                       nil,
		"what did ":              nil,
		"what did R":             {{"Ruth Dane", 1}, {"Rutger van Holm", 1}},
		"what did ruth d":        {{"Ruth Dane", 6}},
		"what did Da":            {{"Dane", 2}},
		"what did Dane":          nil,
		"what did rutger van":    {{"Rutger van Holm", 10}},
		"did he meet van":        {{"van Holm", 3}},
		"“Ana":                   {{"Ana Ruiz", 3}},
		"nobody is called so zz": nil,
	} {
		if diff := cmp.Diff(want, Names(people, before)); diff != "" {
			t.Errorf("%q: (-want +got)\n%s", before, diff)
		}
	}
}

func FuzzNames(f *testing.F) {
	f.Add("what did R", "Ruth Dane")
	f.Add("\xff", "\xffa")
	f.Add("İ", "i̇x")
	f.Fuzz(func(t *testing.T, before, name string) {
		for _, c := range Names([]string{name}, before) {
			if c.Over <= 0 || c.Over >= utf8.RuneCountInString(c.Text) || c.Over > utf8.RuneCountInString(before) {
				t.Fatalf("%q completes %q: %+v", name, before, c)
			}
		}
		line := []rune(before)
		completer{func(before string) []Completion { return Names([]string{name}, before) }}.Do(line, len(line))
	})
}

func TestCompleterGivesTheRest(t *testing.T) {
	t.Parallel()
	line := []rune("said ruth and more")
	rest, over := completer{func(before string) []Completion { return Names(people, before) }}.Do(line, len("said ru"))
	var got []string
	for _, r := range rest {
		got = append(got, string(r))
	}
	if diff := cmp.Diff([]string{"th Dane", "tger van Holm"}, got); diff != "" || over != 2 {
		t.Errorf("over %d (-want +got)\n%s", over, diff)
	}
}

func TestPlainReads(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	p, err := Open(Options{Text: "> ", Plain: true, Stdin: strings.NewReader("one\n\n  two \xff\nthree"), Stdout: &out})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for {
		line, err := p.Read(t.Context())
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, line)
		if err := p.Keep(line); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"one", "two", "three"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if out.String() != "> > > > > " {
		t.Errorf("shown %q", out.String())
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Read(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that ended: %v", err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	waiting, write := io.Pipe()
	defer write.Close()
	if p, err = Open(Options{Plain: true, Stdin: waiting, Stdout: io.Discard}); err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	if _, err := p.Read(t.Context()); err != io.EOF {
		t.Errorf("closed: %v", err)
	}
}

func TestHistoryIsKept(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state", "history")
	h, err := openHistory(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"one", "one", " two\x1b[31m\n", "", "one"} {
		if err := h.keep(line); err != nil {
			t.Fatal(err)
		}
	}
	again, err := openHistory(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"one", "two[31m", "one"}, again.lines); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for file, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
		info, err := os.Stat(file)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v; want %v", file, info.Mode(), err, want)
		}
	}
}

func TestHistoryIsCut(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "history")
	var b strings.Builder
	for i := range 3 * mostHistory {
		fmt.Fprintf(&b, "question %d\n", i)
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	h, err := openHistory(path)
	if err != nil || len(h.lines) != mostHistory || h.lines[0] != fmt.Sprintf("question %d", 2*mostHistory) {
		t.Fatalf("%d lines, %v", len(h.lines), err)
	}
	data, err := os.ReadFile(path)
	if err != nil || bytes.Count(data, []byte("\n")) != mostHistory {
		t.Errorf("the file holds %d lines, %v", bytes.Count(data, []byte("\n")), err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestHistoryThatCantBeRead(t *testing.T) {
	t.Parallel()
	if _, err := openHistory(t.TempDir()); err == nil {
		t.Error("a folder is read as a history")
	}
	long := filepath.Join(t.TempDir(), "history")
	if err := os.WriteFile(long, bytes.Repeat([]byte("x"), 2*longestLine), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openHistory(long); err == nil {
		t.Error("a line of any length is read")
	}
	none, err := openHistory("")
	if err != nil || none.keep("x") != nil {
		t.Errorf("no history: %v", err)
	}
}
