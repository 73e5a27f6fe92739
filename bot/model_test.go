package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"readout/bot/invocation"
	"readout/bot/record"
)

const (
	testKey      = "sk-not-a-key-4f7d2c"
	modelAsks    = "When did the old bridge reopen?"
	bridgeReport = "---\ntitle: Bridge reopens\npublisher: The Daily Tide\nkind: report\n---\n\nThe old bridge reopened on Monday, the mayor said. " +
		"It had stayed closed for nine weeks because a barge hit a pillar.\n"
)

// modelServer answers every question with what say makes of the passages shown.
func modelServer(t *testing.T, say func(label string) string) (address string, calls *atomic.Int32) {
	t.Helper()
	calls = new(atomic.Int32)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		var request struct{ Messages []struct{ Content string } }
		if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
			t.Errorf("the request: %v", err)
		}
		var data struct {
			Passages []struct{ Label, Text string }
		}
		if err := json.Unmarshal([]byte(request.Messages[1].Content), &data); err != nil {
			t.Errorf("the data: %v", err)
		}
		label := ""
		for _, p := range data.Passages {
			if strings.Contains(p.Text, "barge") {
				label = p.Label
			}
		}
		content, err := json.Marshal(say(label))
		if err != nil {
			t.Error(err)
		}
		fmt.Fprintf(w, `{"choices": [{"message": {"content": %s}, "finish_reason": "stop"}], "usage": {"prompt_tokens": 210, "completion_tokens": 21}}`, content)
	}))
	t.Cleanup(s.Close)
	return s.URL, calls
}

// runAsk runs ask over an article about a bridge, and looks for the key in all that it writes.
func runAsk(t *testing.T, env []string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	dir := t.TempDir()
	articles, cache := filepath.Join(dir, "articles"), filepath.Join(dir, "cache")
	if err := os.Mkdir(articles, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(articles, "bridge.md"), []byte(bridgeReport), 0o644); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	args = append([]string{"ask", "--articles", articles, "--cache", cache}, args...)
	status = Run(t.Context(), invocation.Usual, args, env, strings.NewReader(""), &out, &errs)
	if strings.Contains(out.String()+errs.String(), testKey) {
		t.Errorf("the key is printed: %s%s", out.String(), errs.String())
	}
	files := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte(testKey)) {
			t.Errorf("the key stands in %s", d.Name())
		}
		return err
	})
	if err != nil || files == 0 {
		t.Errorf("%d files looked at, %v", files, err)
	}
	return status, out.String(), errs.String()
}

func TestAskWithAModel(t *testing.T) {
	t.Parallel()
	address, calls := modelServer(t, func(label string) string {
		return `{"claims": [
			{"text": "The mayor said that the old bridge reopened on Monday.", "passage": "` + label + `", "quote": "The old bridge reopened on Monday, the mayor said.", "speaker": ""},
			{"text": "The old bridge reopened on Monday after 10 weeks, the mayor said.", "passage": "` + label + `", "quote": "It had stayed closed for nine weeks because a barge hit a pillar.", "speaker": ""}]}`
	})
	env := []string{"OPENAI_API_KEY=" + testKey, "OPENAI_BASE_URL=" + address, "OPENAI_MODEL=quill", "OPENAI_REPAIR=false"}

	status, stdout, stderr := runAsk(t, env, "--explain", modelAsks)
	if status != 0 || stderr != "" {
		t.Fatalf("status %d, %s", status, stderr)
	}
	for _, want := range []string{
		"The mayor said that the old bridge reopened on Monday. [1]\n", "written by a model, checked against the sources",
		"rests on “The old bridge reopened on Monday, the mayor said.", "- replaced: The old bridge reopened on Monday after 10 weeks, the mayor said.\n  no sentence quoted tells",
		"some of the model's claims hold", "1 passage in a prompt of about 8",
		"210 tokens read, 21 written",
	} {
		if !strings.Contains(stdout, want) {
			t.Errorf("printed without %q:\n%s", want, stdout)
		}
	}
	_, stdout, _ = runAsk(t, env, "--json", modelAsks)
	var got record.Answer
	if err := json.Unmarshal([]byte(stdout), &got); err != nil || got.Model != "quill" || got.Removed != 1 || got.Fallback != "" {
		t.Errorf("printed %s, %v", stdout, err)
	}
	before := calls.Load()
	if _, stdout, _ = runAsk(t, env, "--model", "none", modelAsks); calls.Load() != before || !strings.Contains(stdout, "quotations only\n") {
		t.Errorf("--model none: %d calls more, printed\n%s", calls.Load()-before, stdout)
	}
}

// TestExplain: of each claim it is said what became of it and why, of the answer why its words are shown, and what was sent for it.
func TestExplain(t *testing.T) {
	t.Parallel()
	const sentence = "The old bridge reopened on Monday, the mayor said."
	claims := func(said ...string) func(string) string {
		return func(label string) string {
			var out []string
			for _, text := range said {
				out = append(out, fmt.Sprintf(`{"text": %q, "passage": %q, "quote": %q, "speaker": ""}`, text, label, sentence))
			}
			return `{"claims": [` + strings.Join(out, ", ") + `]}`
		}
	}
	refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }))
	t.Cleanup(refusing.Close)
	for name, tt := range map[string]struct {
		say  func(label string) string // nil for a server that refuses
		want []string
	}{
		"kept": {claims("The mayor said that the old bridge reopened on Monday."), []string{
			"- kept: The mayor said that the old bridge reopened on Monday.\n", "rests on “" + sentence + "”", "because the model's claims hold.", "1 passage in a prompt of about ", ", 1 call\n"}},
		"replaced": {claims("The mayor said that the old bridge reopened on Friday."), []string{
			"- replaced: The mayor said that the old bridge reopened on Friday.\n  the sentence quoted does not say ", "\n  shown for it: “" + sentence + "”\n", "because none of the model's claims holds; ", ", 2 calls\n"}},
		"repaired": {claims("The mayor said that the old bridge reopened on Monday.", "The old bridge reopened on Friday, the mayor said."), []string{
			"- kept: The mayor said that the old bridge reopened on Monday.\n", "- repaired: The old bridge reopened on Friday, the mayor said.\n  the sentence quoted does not say ",
			"\n  shown for it: “The mayor said that the old bridge reopened on Monday.”\n", ", 2 calls\n"}},
		"removed": {func(label string) string {
			return `{"claims": [{"text": "The bridge fell.", "passage": "` + label + `", "quote": "It had stayed shut.", "speaker": ""}]}`
		}, []string{"- removed: The bridge fell.\n  ", "because the model's claims rest on nothing that the articles say.", "1 passage in a prompt"}},
		"silent": {func(string) string { return `{"claims": []}` }, []string{"because the model says that what it was shown does not answer.", "1 passage in a prompt of about ", ", 1 call\n"}},
		"failed": {nil, []string{"because the model failed: generate with quill: 401 Unauthorized: the server refused the API key.", "1 passage in a prompt of about ", ", 1 call\n"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address := refusing.URL
			if tt.say != nil {
				address, _ = modelServer(t, tt.say)
			}
			_, stdout, _ := runAsk(t, []string{"OPENAI_API_KEY=" + testKey, "OPENAI_BASE_URL=" + address, "OPENAI_MODEL=quill"}, "--explain", modelAsks)
			for _, want := range tt.want {
				if !strings.Contains(stdout, want) {
					t.Errorf("printed without %q:\n%s", want, stdout)
				}
			}
		})
	}
}

// TestAskWithoutItsModel: whatever becomes of the model, the quotations answer.
func TestAskWithoutItsModel(t *testing.T) {
	t.Parallel()
	_, plain, _ := runAsk(t, nil, modelAsks)
	sentence, _, _ := strings.Cut(plain, "\n")
	down := httptest.NewServer(http.NotFoundHandler())
	down.Close()
	refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusUnauthorized)
		io.WriteString(w, `{"error": {"message": "Incorrect API key provided: `+testKey+`"}}`)
	}))
	t.Cleanup(refusing.Close)
	hanging := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	}))
	t.Cleanup(hanging.Close)
	inventing, _ := modelServer(t, func(label string) string {
		return `{"claims": [{"text": "The bridge fell.", "passage": "` + label + `", "quote": "It had stayed shut", "speaker": ""}]}`
	})
	for name, tt := range map[string]struct{ address, wait, warning, note string }{
		"down":      {down.URL, "900ms", "refused", "the model could not be reached or used"},
		"key":       {refusing.URL, "5s", "the server refused the API key", "the model could not be reached or used"},
		"hanging":   {hanging.URL, "200ms", "did not answer in time", "the model took too long"},
		"inventing": {inventing, "5s", "do not support", "what the model wrote was not supported"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := []string{"OPENAI_API_KEY=" + testKey, "OPENAI_BASE_URL=" + tt.address, "OPENAI_WAIT=" + tt.wait}
			status, stdout, stderr := runAsk(t, env, modelAsks)
			if status != 0 || !strings.HasPrefix(stdout, sentence) || !strings.Contains(stdout, "quotations only · "+tt.note+"\n") {
				t.Errorf("status %d, printed\n%s", status, stdout)
			}
			if !strings.HasPrefix(stderr, "readout: warning: quotations answer: ") || !strings.Contains(stderr, tt.warning) || strings.Count(stderr, "\n") != 1 {
				t.Errorf("warned %q, want one line with %q", stderr, tt.warning)
			}
		})
	}
}

func TestModelConfigurationFaults(t *testing.T) {
	t.Parallel()
	env := []string{"OPENAI_API_KEY=" + testKey, "OPENAI_BASE_URL=https://me:" + testKey + "@models.example", "OPENAI_WAIT=soon"}
	status, _, stderr := runAsk(t, env, modelAsks)
	if status != 2 || !strings.Contains(stderr, "OPENAI_BASE_URL: an address with a user name") || !strings.Contains(stderr, "OPENAI_WAIT: ") {
		t.Errorf("status %d, %s", status, stderr)
	}
	if status, _, stderr = runAsk(t, env[:1], "--wait=-1s", modelAsks); status != 2 || !strings.Contains(stderr, "--wait is -1s") {
		t.Errorf("status %d, %s", status, stderr)
	}
	if status, _, stderr = runAsk(t, env[:1], "--model", "", modelAsks); status != 2 || !strings.Contains(stderr, "no model named") {
		t.Errorf("status %d, %s", status, stderr)
	}
}
