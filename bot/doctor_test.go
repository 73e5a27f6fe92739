package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"readout/retrieval"
	"readout/retrieval/retrievaltest"
)

// protocol is a server of the protocol that answers both kinds of requests well, until it is told otherwise.
type protocol struct {
	*httptest.Server
	words, vectors atomic.Int32 // requests so far
	texts          atomic.Int32 // embedded so far
	fail           atomic.Pointer[http.HandlerFunc]
	dimensions     int
}

func serveProtocol(t *testing.T) *protocol {
	t.Helper()
	p := &protocol{dimensions: 24}
	mux := http.NewServeMux()
	answers := func(count *atomic.Int32, well http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			count.Add(1)
			if fail := p.fail.Load(); fail != nil {
				_, _ = io.Copy(io.Discard, r.Body) // so that a client that leaves is noticed
				(*fail)(w, r)
				return
			}
			well(w, r)
		}
	}
	mux.HandleFunc("/v1/chat/completions", answers(&p.words, func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, `{"choices": [{"message": {"content": "{\"ready\": true}"}, "finish_reason": "stop"}], "usage": {"prompt_tokens": 40, "completion_tokens": 5}}`)
	}))
	mux.HandleFunc("/v1/embeddings", answers(&p.vectors, func(w http.ResponseWriter, r *http.Request) {
		var request struct{ Input []string }
		if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
			t.Errorf("the request: %v", err)
		}
		p.texts.Add(int32(len(request.Input)))
		vectors, err := retrievaltest.HashEmbedder{Dimensions: p.dimensions}.Embed(r.Context(), retrieval.ForPassage, request.Input)
		if err != nil {
			return // the client has left
		}
		type datum struct {
			Index     int              `json:"index"`
			Embedding retrieval.Vector `json:"embedding"`
		}
		var data []datum
		for i, v := range vectors {
			data = append([]datum{{i, v}}, data...) // in another order than asked, as the protocol allows
		}
		if err := json.NewEncoder(w).Encode(map[string]any{"data": data}); err != nil {
			t.Log(err) // the client has left
		}
	}))
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

// fails has the server answer everything with a status and a body, in which KEY is the key that it was sent; status 0 is well again.
func (p *protocol) fails(status int, body string) {
	if status == 0 {
		p.fail.Store(nil)
		return
	}
	fail := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		w.Header().Set("X-Key", key)
		w.Header().Set("Location", "https://elsewhere.example/"+key)
		w.WriteHeader(status)
		io.WriteString(w, strings.ReplaceAll(body, "KEY", key))
	})
	p.fail.Store(&fail)
}

// TestDoctorAsksTheModels: each fault of a model is told with what to do about it, and without the key.
func TestDoctorAsksTheModels(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		status int
		body   string
		words  []string // that each model's line and the next has
	}{
		"key":        {401, `{"error": {"message": "Incorrect API key provided: KEY"}}`, []string{"refused the API key", "OPENAI_API_KEY is refused at http"}},
		"forbidden":  {403, `KEY may not`, []string{"OPENAI_API_KEY is refused at http"}},
		"model":      {404, `{"error": {"message": "no such model for KEY"}}`, []string{"404 Not Found", "OPENAI_BASE_URL, which mostly ends in /v1"}},
		"quota":      {429, `{"error": {"message": "You exceeded your current quota, KEY", "code": "insufficient_quota"}}`, []string{"quota", "no quota or credit left"}},
		"credit":     {402, `{"error": "KEY has no credit"}`, []string{"402 Payment Required", "no quota or credit left"}},
		"a page":     {200, "<html>KEY</html>", []string{"does not answer as the protocol says", "speaks another protocol"}},
		"a redirect": {307, "", []string{"redirected to another address", "Set OPENAI_BASE_URL"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := serveProtocol(t)
			p.fails(tt.status, tt.body)
			out := doctor(t, p.URL)
			for _, subject := range []string{"BROKEN   model: ", "BROKEN   embedding model: "} {
				_, rest, ok := strings.Cut(out, subject)
				lines := strings.SplitN(rest, "\n", 3)
				if !ok || len(lines) < 3 {
					t.Fatalf("no %q in\n%s", subject, out)
				}
				for _, words := range tt.words {
					if !strings.Contains(lines[0]+"\n"+lines[1], words) {
						t.Errorf("%s says\n%s\n%s\nwithout %q", subject, lines[0], lines[1], words)
					}
				}
			}
			if !strings.Contains(out, "quotations answer meanwhile") || !strings.Contains(out, "the built-in model finds the passages meanwhile") {
				t.Errorf("it does not say what works meanwhile:\n%s", out)
			}
		})
	}
	p := serveProtocol(t)
	out := doctor(t, p.URL)
	for _, words := range []string{"ok       model: quill answers in JSON; this check took 45 tokens, 0.000021 of your currency\n", "ok       embedding model: plume/24 embeds; this check took a token or two\n"} {
		if !strings.Contains(out, words) {
			t.Errorf("it does not say %q:\n%s", words, out)
		}
	}
	if n, m := p.words.Load(), p.vectors.Load(); n != 1 || m != 1 {
		t.Errorf("%d and %d requests, want one each", n, m)
	}
	p.Close()
	if out := doctor(t, p.URL); strings.Count(out, "Nothing answers at "+p.URL) != 2 {
		t.Errorf("of a server that is not there:\n%s", out)
	}
}

// TestDoctorNoticesWhatIsCutOff: a server that drops a little of each prompt without a word is told from one that counts fewer tokens.
func TestDoctorNoticesWhatIsCutOff(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		context, asked int
		share          float64
		words          string
	}{
		"a context that holds it":        {1e6, 1, 1, "ok       model: quill answers in JSON"},
		"a little too small":             {2000, 2, 1, "the server read 2000 tokens of it and dropped the rest"},
		"a tokenizer with fewer tokens":  {1e6, 2, .8, "ok       model: quill answers in JSON"},
		"much too small":                 {1100, 2, 1, "the server read 1100 tokens of it and dropped the rest"},
		"small, and with fewer tokens":   {1600, 2, .8, "the server read 1600 tokens of it and dropped the rest"},
		"enough, and with fewer of them": {4096, 2, .8, "ok       model: quill answers in JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var asked atomic.Int32
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				var request struct{ Messages []struct{ Content string } }
				if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
					t.Error(err)
				}
				n := 0.
				for _, m := range request.Messages {
					n += tt.share * float64(len(m.Content)) / 4
				}
				if strings.HasSuffix(r.URL.Path, "/chat/completions") {
					asked.Add(1)
				}
				const answer = `{"choices": [{"message": {"content": "{}"}}], "usage": {"prompt_tokens": %d, "completion_tokens": 5}}`
				fmt.Fprintf(w, answer, min(tt.context, int(n)))
			}))
			t.Cleanup(server.Close)
			if out := doctor(t, server.URL); !strings.Contains(out, tt.words) || int(asked.Load()) != tt.asked {
				t.Errorf("after %d requests it says\n%s\nwithout %q", asked.Load(), out, tt.words)
			}
		})
	}
}

// doctor runs the command with models at an address, and returns what it prints, in which it looks for the key.
func doctor(t *testing.T, address string) string {
	t.Helper()
	_, stdout, stderr := runParrot(t, "", []string{"OPENAI_API_KEY=" + testKey, "OPENAI_BASE_URL=" + address, "OPENAI_MODEL=quill",
		"OPENAI_EMBEDDING_MODEL=plume", "READOUT_INPUT_PRICE=0.40", "READOUT_OUTPUT_PRICE=1"}, "doctor", "--data", t.TempDir())
	if out := stdout + stderr; strings.Contains(out, testKey) {
		t.Errorf("the key is printed:\n%s", out)
	}
	if stderr != "" {
		t.Error(fmt.Sprint("on standard error: ", stderr))
	}
	return stdout
}
