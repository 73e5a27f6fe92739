package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"readout/bot/bolt"
	"readout/bot/desk"
	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/wire"
	"readout/bot/engine"
	"readout/bot/failure"
	"readout/bot/store"
	"readout/bot/store/storetest"
	"readout/bot/terminal"
)

// echoes are what a server may answer; KEY stands for the key that it was sent.
func echoes() map[string]http.HandlerFunc {
	answer := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			key := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
			w.Header().Set("X-Request-Id", key)
			w.Header().Set("Retry-After", key)
			w.Header().Set("Location", "https://elsewhere.example/?key="+key)
			w.WriteHeader(status)
			io.WriteString(w, strings.ReplaceAll(body, "KEY", key))
		}
	}
	says := func(content string) http.HandlerFunc {
		text, err := json.Marshal(content)
		if err != nil {
			panic(err)
		}
		return answer(200, fmt.Sprintf(`{"model": "KEY", "choices": [{"message": {"content": %s}, "finish_reason": "stop"}], "usage": {"prompt_tokens": 9, "completion_tokens": 9}}`, text))
	}
	return map[string]http.HandlerFunc{
		"unauthorized":       answer(401, `{"error": {"message": "Incorrect API key provided: KEY", "code": "KEY", "param": "KEY", "type": "KEY"}}`),
		"an error as text":   answer(400, `{"error": "bad request of KEY"}`),
		"plain text":         answer(500, "KEY failed"),
		"a page":             answer(200, "<html>KEY</html>"),
		"a redirect":         answer(307, "KEY"),
		"too many":           answer(429, `{"error": {"message": "KEY exceeded its quota", "code": "insufficient_quota"}}`),
		"not found":          answer(404, `{"error": {"message": "no model for KEY"}}`),
		"a claim":            says(`{"claims": [{"text": "KEY", "passage": "KEY", "quote": "KEY", "speaker": "KEY"}]}`),
		"a claim beside one": says(`{"claims": [{"text": "The old bridge reopened on Monday, the mayor said.", "passage": "p1", "quote": "The old bridge reopened on Monday, the mayor said.", "speaker": ""}, {"text": "KEY", "passage": "p1", "quote": "KEY", "speaker": ""}]}`),
		"nonsense":           says("KEY is no JSON"),
		"another reason":     answer(200, `{"choices": [{"message": {"content": "{}", "refusal": "KEY"}, "finish_reason": "KEY"}]}`),
		"a cut connection": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "1000")
			io.WriteString(w, r.Header.Get("Authorization"))
			panic(http.ErrAbortHandler)
		},
	}
}

// echo is a server that answers everything in one way, until it is told another.
func echo(t *testing.T) (address string, answerWith func(http.HandlerFunc)) {
	t.Helper()
	var now atomic.Pointer[http.HandlerFunc]
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		(*now.Load())(w, r)
	}))
	s.Start()
	t.Cleanup(s.Close)
	return s.URL, func(h http.HandlerFunc) { now.Store(&h) }
}

// TestTheKeyIsWrittenNowhere: whatever a server makes of the key that it is sent, it is in nothing that ask, doctor and run write.
func TestTheKeyIsWrittenNowhere(t *testing.T) {
	t.Parallel()
	for name, answer := range echoes() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEmbedding(t)
			address, answerWith := echo(t)
			answerWith(answer)
			env := []string{"OPENAI_API_KEY=" + testKey, "OPENAI_BASE_URL=" + address, "OPENAI_WAIT=1s"}
			e.env = env
			status, stdout, stderr := e.run("ask", "--explain", modelAsks)
			if status != 0 || !strings.Contains(stdout, "Monday") {
				t.Errorf("ask: status %d\n%s%s", status, stdout, stderr)
			}
			e.run("ask", "--json", "--explain", modelAsks)
			e.env = append(env, "OPENAI_EMBEDDING_MODEL=plume")
			if status, stdout, stderr := e.run("search", "bridge"); status != failure.StatusFailed || stdout != "" {
				t.Errorf("search: status %d\n%s%s", status, stdout, stderr)
			}
			if status, stdout, _ := e.run("doctor", "--data", filepath.Join(e.dir, "data")); status != failure.StatusFailed || !strings.Contains(stdout, "embedding model: ") {
				t.Errorf("doctor: status %d\n%s", status, stdout)
			}
		})
	}
}

// TestTheBotKeepsTheKeyToItself runs the bot with models that repeat the key in every way, and looks through its log and its data.
func TestTheBotKeepsTheKeyToItself(t *testing.T) {
	t.Parallel()
	srv := discordtest.New(t, discordtest.Options{Patience: 30 * time.Second})
	guild := srv.Guild("Newsroom")
	general := guild.TextChannel("general")
	e := newEmbedding(t)
	address, answerWith := echo(t)
	ways := echoes()
	answerWith(ways["plain text"])
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var log storetest.Log
	ended := make(chan error, 1)
	data := filepath.Join(e.dir, "data")
	go func() {
		c := RunCommand{DiscordConfig: knownTo(srv), BotConfig: BotConfig{DataConfig: desk.DataConfig{Data: data},
			CorpusConfig: engine.CorpusConfig{Articles: filepath.Join(e.dir, "articles"), ServerConfig: engine.ServerConfig{Key: testKey, BaseURL: engine.ServerAddress(address)},
				EmbeddingConfig: engine.EmbeddingConfig{Embedding: "plume"}},
			ModelConfig: engine.ModelConfig{Model: "quill", Wait: 2 * time.Second, PassageTokens: 1700}}}
		ended <- c.Run(ctx, terminal.NewConsole(nil, strings.NewReader(""), io.Discard, &log), engine.Open)
	}()
	srv.Gateway.WaitReady(t.Context())
	srv.WaitCommands(t.Context(), "ask")
	for name, way := range ways {
		answerWith(way)
		member := guild.Member(strings.ReplaceAll(name, " ", "-"))
		reply := member.Slash(general, "ask", discordtest.Args{"question": modelAsks}).WaitReplyLike(t.Context(), func(m *wire.Message) bool {
			return strings.Contains(m.Text(), "Sources")
		})
		if !strings.Contains(reply.Text(), "Monday") || strings.Contains(reply.Text(), testKey) {
			t.Errorf("%s: answered\n%s", name, reply.Text())
		}
	}
	for deadline := time.Now().Add(30 * time.Second); !strings.Contains(log.String(), "the embedding model is not ready"); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Errorf("the log does not say that the embedding model fails:\n%s", &log)
			break
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("the bot ended with %v", err)
	}
	noKeyIn(t, e.dir, log.String())
	kept, err := bolt.Open(data, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := kept.Close(); err != nil {
		t.Error(err)
	}
}
