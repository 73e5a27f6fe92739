package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"readout/bot/engine"
	"readout/bot/evaluation"
	"readout/bot/libraries"
	"readout/bot/progress"
	"readout/bot/store/storetest"
	"readout/bot/terminal"
	"readout/retrieval/answer"
)

// newWatched is a console whose standard error is taken for a terminal.
func newWatched() (*terminal.Console, *storetest.Log) {
	var shown storetest.Log
	return &terminal.Console{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: &shown, Spins: true}, &shown
}

// waitUntil waits until something is shown.
func waitUntil(t *testing.T, shown *storetest.Log, what string) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !strings.Contains(shown.String(), what); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%q is not shown:\n%q", what, shown)
		}
	}
}

// TestHowFarIsShown: whatever takes long, reading, embedding, checking, is counted, and tells how long it will take.
func TestHowFarIsShown(t *testing.T) {
	t.Parallel()
	for _, step := range []progress.State{{Doing: "reading", Of: "articles", Done: 3, Total: 9}, {Doing: "embedding", Of: "sentences", Done: 40, Total: 200}} {
		con, shown := newWatched()
		slow := func(_ context.Context, from engine.CorpusConfig, _ func(string, ...any)) (*engine.Engine, error) {
			from.Progress(progress.State{Doing: step.Doing, Of: step.Of, Total: step.Total})
			time.Sleep(time.Second) // from which on an estimate is dared
			from.Progress(step)
			waitUntil(t, shown, fmt.Sprintf("%s %d of %d %s, about ", step.Doing, step.Done, step.Total, step.Of))
			return nil, errModelDown
		}
		_, err := engine.Opener(slow).With(t.Context(), con, engine.CorpusConfig{})
		if err == nil || !strings.HasSuffix(shown.String(), "\r\x1b[K") {
			t.Errorf("%s: %v, and the line stays: %q", step.Doing, err, shown)
		}
	}
}

var embedded = regexp.MustCompile(`embedding [1-9]\d* of \d+ sentences`)

// TestHowFarAnEmbeddingModelIs: a model on a server that is slow to embed the articles is waited for with a count.
func TestHowFarAnEmbeddingModelIs(t *testing.T) {
	t.Parallel()
	e := newEmbedding(t)
	var long strings.Builder
	for i := range 700 {
		fmt.Fprintf(&long, "The ferry carried %d people and %d sheep on that day.\n\n", i+2, 3*i+2)
	}
	if err := os.WriteFile(filepath.Join(e.dir, "articles", "ferry.txt"), []byte(long.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	to, err := url.Parse(e.serve.URL)
	if err != nil {
		t.Fatal(err)
	}
	through := httputil.NewSingleHostReverseProxy(to)
	con, shown := newWatched()
	var begins sync.Once
	own := 0 // of what is shown is by the built-in model, which embeds first
	slow := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begins.Do(func() { own = len(shown.String()) })
		time.Sleep(500 * time.Millisecond)
		through.ServeHTTP(w, r)
	}))
	t.Cleanup(slow.Close)
	from := e.from()
	from.BaseURL = engine.ServerAddress(slow.URL)
	if _, err := engine.Opener(engine.Open).With(t.Context(), con, from); err != nil {
		t.Fatal(err)
	}
	if counts := embedded.FindAllString(shown.String()[own:], -1); len(counts) == 0 {
		t.Errorf("shown: %q, of which the server's from %d", shown, own)
	}
}

// TestHowManyAreAsked: judged questions are counted as they are answered.
func TestHowManyAreAsked(t *testing.T) {
	t.Parallel()
	questions := filepath.Join(t.TempDir(), "questions.jsonl")
	const line = `{"id":"q%d","question":"Who came to the harbour?","expected":"abstain"}` + "\n"
	if err := os.WriteFile(questions, fmt.Appendf(nil, line+line, 1, 2), 0o600); err != nil {
		t.Fatal(err)
	}
	con, shown := newWatched()
	c := evaluation.EvalCommand{Questions: questions}
	err := c.Run(t.Context(), con, func(context.Context, engine.CorpusConfig, func(string, ...any)) (*engine.Engine, error) {
		return &engine.Engine{Answerer: &waitingAnswerer{t: t, shown: shown}}, nil
	})
	if !errors.Is(err, errModelDown) {
		t.Errorf("ends with %v", err)
	}
}

// waitingAnswerer fails at the second question, once it is shown that the first was counted.
type waitingAnswerer struct {
	libraries.Answerer
	t     *testing.T
	shown *storetest.Log
	asked int
}

func (a *waitingAnswerer) Answer(context.Context, answer.Question) (*answer.Answer, error) {
	if a.asked++; a.asked == 1 {
		return &answer.Answer{Abstention: &answer.Abstention{}}, nil
	}
	waitUntil(a.t, a.shown, "asking 1 of 2 questions")
	return nil, errModelDown
}
