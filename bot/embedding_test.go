package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"readout/bot/engine"
	"readout/bot/failure"
	"readout/bot/invocation"
	"readout/bot/libraries"
	"readout/bot/store/storetest"
	"readout/corpus"
	"readout/corpus/fetch"
	"readout/corpus/parse"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/builtin"
	"readout/retrieval/chromem"
)

// embedding is a run of the command line over an article about a bridge and one about a harbour, with an embedding model on a server.
type embedding struct {
	t     *testing.T
	dir   string // articles and cache
	env   []string
	serve *protocol
}

func newEmbedding(t *testing.T) *embedding {
	t.Helper()
	e := &embedding{t: t, dir: t.TempDir(), serve: serveProtocol(t)}
	e.env = []string{"OPENAI_API_KEY=" + testKey, "OPENAI_BASE_URL=" + e.serve.URL, "OPENAI_MODEL=none", "OPENAI_EMBEDDING_MODEL=plume"}
	articles := filepath.Join(e.dir, "articles")
	if err := os.Mkdir(articles, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"bridge.md": bridgeReport, "harbour.txt": "The harbour reopened on Tuesday.\n\nNobody was hurt.\n"} {
		if err := os.WriteFile(filepath.Join(articles, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return e
}

func (e *embedding) from() engine.CorpusConfig {
	return engine.CorpusConfig{Articles: filepath.Join(e.dir, "articles"), Cache: filepath.Join(e.dir, "cache"),
		ServerConfig:    engine.ServerConfig{Key: testKey, BaseURL: engine.ServerAddress(e.serve.URL)},
		EmbeddingConfig: engine.EmbeddingConfig{Embedding: "plume"}}
}

func (e *embedding) run(command string, args ...string) (status int, stdout, stderr string) {
	e.t.Helper()
	var out, errs bytes.Buffer
	args = append([]string{command, "--articles", filepath.Join(e.dir, "articles"), "--cache", filepath.Join(e.dir, "cache")}, args...)
	status = Run(e.t.Context(), invocation.Usual, args, e.env, strings.NewReader(""), &out, &errs)
	noKeyIn(e.t, e.dir, out.String(), errs.String())
	return status, out.String(), errs.String()
}

// kept is the files of vectors in the cache.
func (e *embedding) kept() []string {
	e.t.Helper()
	files, err := filepath.Glob(filepath.Join(e.dir, "cache", "*.vectors"))
	if err != nil {
		e.t.Fatal(err)
	}
	return files
}

// noKeyIn fails the test when the key stands in a text or in a file below the folder.
func noKeyIn(t *testing.T, dir string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(text, testKey) {
			t.Errorf("the key is written:\n%s", text)
		}
	}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte(testKey)) {
			t.Errorf("the key stands in %s", d.Name())
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestEmbeddingModelRanks: the articles are embedded once, each run embeds its question, and another model has vectors of its own.
func TestEmbeddingModelRanks(t *testing.T) {
	t.Parallel()
	e := newEmbedding(t)
	ask := func(want int32) {
		t.Helper()
		before := e.serve.vectors.Load()
		status, stdout, stderr := e.run("ask", modelAsks)
		if status != 0 || stderr != "" || !strings.Contains(stdout, "Monday") {
			t.Fatalf("status %d\n%s%s", status, stdout, stderr)
		}
		if n := e.serve.vectors.Load() - before; n != want {
			t.Errorf("%d requests, want %d", n, want)
		}
	}
	ask(3) // what its vectors look like, the articles, the question
	ask(2) // the articles' are kept
	if files := e.kept(); len(files) != 2 {
		t.Errorf("kept are %q, want the built-in model's and the other's", files)
	}
	e.env = append(e.env, "OPENAI_EMBEDDING_MODEL=quill-embed")
	ask(3)
	ask(2)
	e.env = append(e.env, "OPENAI_PASSAGE_PREFIX=passage: ")
	ask(3)
	if files := e.kept(); len(files) != 4 {
		t.Errorf("kept are %q, want one for each model", files)
	}
	// The model of that name was changed on the server: its vectors have other dimensions, so those kept are of no use.
	e.serve.dimensions = 40
	ask(3)
	for _, file := range e.kept() { // damaged files cost a computation, nothing else
		if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	status, _, stderr := e.run("search", "bridge")
	if status != 0 || strings.Count(stderr, "the vectors are computed anew") != 2 {
		t.Errorf("with damaged files: status %d, %s", status, stderr)
	}
}

// TestEmbeddingModelFails: a model that is not there, or does not keep to the protocol, is an error that says what to do.
func TestEmbeddingModelFails(t *testing.T) {
	t.Parallel()
	vector := func(n int) string { return "[" + strings.Repeat("0.5,", n-1) + "0.5]" }
	for name, tt := range map[string]struct {
		status int
		body   string
		want   string
	}{
		"key":          {401, `{"error": {"message": "bad key KEY"}}`, "refused the API key"},
		"no model":     {404, `{"error": {"message": "no plume for KEY"}}`, "no such model"},
		"wrong number": {200, `{"data": []}`, "0 vectors for 1 texts"},
		"wrong index":  {200, `{"data": [{"index": 7, "embedding": ` + vector(3) + `}]}`, "number 7 of 1"},
		"zero":         {200, `{"data": [{"index": 0, "embedding": [0, 0]}]}`, "no direction"},
		"not finite":   {200, `{"data": [{"index": 0, "embedding": [NaN]}]}`, "does not answer as the protocol says"},
		"too large":    {200, `{"data": [{"index": 0, "embedding": [1e999]}]}`, "does not answer as the protocol says"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEmbedding(t)
			e.serve.fails(tt.status, tt.body)
			for _, command := range []string{"ask", "search"} {
				status, stdout, stderr := e.run(command, "bridge?")
				if status != failure.StatusFailed || stdout != "" || !strings.Contains(stderr, tt.want) ||
					!strings.Contains(stderr, "Without OPENAI_EMBEDDING_MODEL the built-in model finds the passages") {
					t.Errorf("%s: status %d, %s%s", command, status, stdout, stderr)
				}
			}
			for _, file := range e.kept() {
				if _, err := chromem.ReadFile(file, "plume/24"); err == nil {
					t.Errorf("vectors of a model that failed are kept in %s", file)
				}
			}
		})
	}
	e := newEmbedding(t)
	e.serve.dimensions = 3
	// The first vector has three dimensions, those of the articles have two.
	e.serve.fails(200, `{"data": [{"index": 0, "embedding": [1, 0]}, {"index": 1, "embedding": [1, 0, 0]}]}`)
	if status, _, stderr := e.run("ask", "bridge?"); status != failure.StatusFailed || !strings.Contains(stderr, "2 vectors for 1 texts") {
		t.Errorf("of mixed dimensions: status %d, %s", status, stderr)
	}
	e.serve.Close()
	if status, _, stderr := e.run("ask", "bridge?"); status != failure.StatusFailed || !strings.Contains(stderr, "refused") {
		t.Errorf("of a server that is not there: status %d, %s", status, stderr)
	}
	e.env = []string{"OPENAI_EMBEDDING_MODEL=plume"}
	if status, _, stderr := e.run("ask", "bridge?"); status != failure.StatusInput || !strings.Contains(stderr, "set OPENAI_API_KEY, or OPENAI_BASE_URL") {
		t.Errorf("without a server: status %d, %s", status, stderr)
	}
}

// TestQuestionsSurviveTheEmbeddingModel: the built-in model stands in for a question that the other does not embed in time.
func TestQuestionsSurviveTheEmbeddingModel(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		status int
		body   string
	}{
		"down": {503, "KEY"}, "wrong dimension": {200, `{"data": [{"index": 0, "embedding": [1, 0]}]}`}, "not finite": {200, `{"data": [{"index": 0, "embedding": [NaN]}]}`},
		"slow": {-1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEmbedding(t)
			opened, err := engine.Open(t.Context(), e.from(), func(format string, args ...any) { t.Errorf(format, args...) })
			if err != nil {
				t.Fatal(err)
			}
			if got := opened.Ranker(); got != "; ranked by plume/24" {
				t.Errorf("the ranker is %q", got)
			}
			var told atomic.Int32
			opened.Assistant.OnFailure(func(err error) {
				told.Add(1)
				noKeyIn(t, e.dir, err.Error(), fmt.Sprintf("%+v", err))
			})
			e.serve.fails(tt.status, tt.body)
			if tt.status < 0 {
				hang := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
				e.serve.fail.Store(&hang)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
			defer cancel()
			a, err := opened.Answerer.Answer(ctx, answer.Question{Text: modelAsks})
			if err != nil || !strings.Contains(a.Text(), "Monday") || told.Load() != 1 {
				t.Errorf("answered %v, %v, and %d failures told", a, err, told.Load())
			}
			e.serve.fails(0, "")
			before := e.serve.vectors.Load()
			if _, err := opened.Answerer.Answer(t.Context(), answer.Question{Text: modelAsks}); err != nil || told.Load() != 1 || e.serve.vectors.Load() != before+1 {
				t.Errorf("once it is well again: %v, %d failures told, %d requests", err, told.Load(), e.serve.vectors.Load()-before)
			}
		})
	}
}

// TestAdoptInTime: the bot answers with the built-in model until the one on the server is ready, and says so.
func TestAdoptInTime(t *testing.T) {
	t.Parallel()
	e := newEmbedding(t)
	from := e.from()
	from.Later = true
	e.serve.fails(500, "KEY is ill")
	opened, err := engine.Open(t.Context(), from, func(format string, args ...any) { t.Errorf(format, args...) })
	if err != nil {
		t.Fatal(err)
	}
	var log storetest.Log
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan struct{})
	through := func(m retrieval.Embedder) retrieval.Embedder { return m }
	go func() {
		defer close(ended)
		opened.Assistant.AdoptInTime(ctx, through, slog.New(slog.NewJSONHandler(&log, nil)), time.Millisecond)
	}()
	wait := func(words string) {
		t.Helper()
		for deadline := time.Now().Add(20 * time.Second); !strings.Contains(log.String(), words); time.Sleep(2 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("the log never says %q:\n%s", words, &log)
			}
		}
	}
	ask := func(ranker string) {
		t.Helper()
		if a, err := opened.Answerer.Answer(t.Context(), answer.Question{Text: modelAsks}); err != nil || !strings.Contains(a.Text(), "Monday") || opened.Ranker() != ranker {
			t.Errorf("answered %v, %v%s", a, err, opened.Ranker())
		}
	}
	wait("the built-in model ranks meanwhile")
	ask("")
	e.serve.fails(0, "")
	wait("the embedding model ranks from now on")
	ask("; ranked by plume/24")
	<-ended
	noKeyIn(t, e.dir, log.String())

	// One that is never ready ends with the bot.
	e.serve.Close()
	go func() {
		time.Sleep(50 * time.Millisecond)
		cancel()
	}()
	opened.Assistant.AdoptInTime(ctx, through, slog.New(slog.DiscardHandler), time.Millisecond)
}

func TestLogFailures(t *testing.T) {
	t.Parallel()
	var log storetest.Log
	tell := engine.LogFailures(slog.New(slog.NewJSONHandler(&log, nil)), time.Hour)
	for range 3 {
		tell(io.ErrUnexpectedEOF)
	}
	if n := strings.Count(log.String(), "the built-in model ranked in its place"); n != 1 {
		t.Errorf("said %d times within an hour", n)
	}
}

// TestEvalWithAModel: the table says which model worded how many answers, and what that took.
func TestEvalWithAModel(t *testing.T) {
	t.Parallel()
	e := newEmbedding(t)
	questions := filepath.Join(e.dir, "questions.jsonl")
	if err := os.WriteFile(questions, []byte(`{"id": "a", "question": "`+modelAsks+`", "type": "fact", "expected": "answer", "answer_points": [["Monday"]], "gold": [{"article": "bridge.md", "text": "a barge hit a pillar"}]}`+"\n"+
		`{"id": "b", "question": "How many weeks was the old bridge closed?", "type": "fact", "expected": "answer", "answer_points": [["nine"]], "gold": [{"article": "bridge.md", "text": "a barge hit a pillar"}]}`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	asked := 0
	writer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		claims := `{"claims": []}`
		if asked == 1 {
			claims = `{"claims": [{"text": "The old bridge reopened on Monday, the mayor said.", "passage": "p1", "quote": "The old bridge reopened on Monday, the mayor said.", "speaker": ""}]}`
		}
		content, _ := json.Marshal(claims)
		fmt.Fprintf(w, `{"choices": [{"message": {"content": %s}, "finish_reason": "stop"}], "usage": {"prompt_tokens": 100, "completion_tokens": 10}}`, content)
	}))
	t.Cleanup(writer.Close)
	e.env = []string{"OPENAI_BASE_URL=" + writer.URL}
	status, stdout, stderr := e.run("eval", "--questions", questions, "--model", "scribe")
	if want := "Answers: 2 questions; scribe worded 1, quotations answered 0 in its place; 200 tokens read, 20 written\n"; status != 0 || !strings.Contains(stdout, want) {
		t.Errorf("status %d, %s\n%s\nwithout %q", status, stderr, stdout, want)
	}
	status, stdout, stderr = e.run("eval", "--questions", questions, "--model", "none")
	if status != 0 || !strings.Contains(stdout, "Answers: 2 questions; quotations only\n") {
		t.Errorf("status %d, %s\n%s", status, stderr, stdout)
	}
	e.env = []string{"OPENAI_BASE_URL=" + e.serve.URL, "OPENAI_EMBEDDING_MODEL=plume"}
	status, stdout, stderr = e.run("eval", "--questions", questions, "--model", "none")
	if status != 0 || !strings.Contains(stdout, "Passages: 2 questions; ranked by plume/24\n") {
		t.Errorf("status %d, %s\n%s", status, stderr, stdout)
	}
}

// TestRankers: each library's index is ranked by the model on the server, once that has embedded it, and a new version embeds what is
// new. The judged questions that compare two versions are asked of the built-in model's.
func TestRankers(t *testing.T) {
	t.Parallel()
	e := newEmbedding(t)
	from := e.from()
	from.Articles = ""
	from.Later = true
	opened, err := engine.Open(t.Context(), from, func(format string, args ...any) { t.Errorf(format, args...) })
	if err != nil {
		t.Fatal(err)
	}
	model, err := builtin.Open()
	if err != nil {
		t.Fatal(err)
	}
	var log storetest.Log
	var begun sync.WaitGroup
	ctx, cancel := context.WithCancel(t.Context())
	ranks := engine.Rankers{From: from, Working: ctx, Log: slog.New(slog.NewJSONHandler(&log, nil)), Failed: func(err error) { t.Error(err) }, Begun: &begun}
	kept := filepath.Join(e.dir, "libraries")
	all, err := libraries.Open(t.Context(), libraries.Options{Dir: kept, Shipped: opened.Snapshot, WordVectors: model, Rank: ranks.Rank, Fetcher: files{}})
	if err != nil {
		t.Fatal(err)
	}
	publish := func(name, text string) {
		t.Helper()
		d, err := all.Prepare(t.Context(), "7", "moderator", libraries.Change{Kind: libraries.Add, Name: name, Data: []byte(text)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := all.Publish(t.Context(), "7", d.ID, "moderator", true); err != nil {
			t.Fatal(err)
		}
	}
	ask := func(version int) {
		t.Helper()
		answers, err := all.Answers(t.Context(), "7")
		if err != nil {
			t.Fatal(err)
		}
		begun.Wait() // until the model has adopted the version
		before := e.serve.vectors.Load()
		a, err := answers.Answer(t.Context(), answer.Question{Text: modelAsks})
		if err != nil || !strings.Contains(a.Text(), "Monday") || a.Version != fmt.Sprint("v", version) || e.serve.vectors.Load() == before {
			t.Errorf("version %d answered %v, %v with %d requests", version, a, err, e.serve.vectors.Load()-before)
		}
	}
	publish("bridge.md", bridgeReport)
	if n := e.serve.vectors.Load(); n != 0 {
		t.Errorf("%d requests before anybody asked", n)
	}
	ask(2) // the shipped articles are the first
	publish("harbour.md", "---\ntitle: Harbour\n---\n\nThe harbour reopened on Tuesday.\n")
	first := e.serve.texts.Load()
	ask(3)
	if n := e.serve.texts.Load() - first; n > 6 {
		t.Errorf("a version with one new sentence embedded %d texts", n)
	}
	cancel()
	begun.Wait()
	if err := all.Close(); err != nil {
		t.Error(err)
	}
	if n := strings.Count(log.String(), "ranks from now on"); n != 2 {
		t.Errorf("%d versions were adopted:\n%s", n, &log)
	}
	noKeyIn(t, e.dir, log.String())
}

// files are uploads that need no network.
type files struct{ libraries.Fetcher }

func (files) Upload(_ context.Context, name string, data []byte) (*fetch.Document, error) {
	article, err := parse.Markdown(corpus.ArticleID(strings.TrimSuffix(name, ".md")), string(data))
	return &fetch.Document{Name: name, Data: data, Article: article}, err
}
