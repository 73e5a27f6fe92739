package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"readout/bot/engine"
	"readout/bot/store/storetest"
	"readout/bot/terminal"
)

// served runs the command that serves until the test ends, and gives its address.
func served(t *testing.T, c *ServeCommand) (url string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var out, errs storetest.Log
	ended := make(chan error, 1)
	c.Listen = "127.0.0.1:0"
	go func() { ended <- c.Run(ctx, terminal.NewConsole(nil, strings.NewReader(""), &out, &errs), engine.Open) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		if at := regexp.MustCompile(`http://[0-9.:]+`).FindString(out.String()); at != "" {
			return at
		}
		if time.Now().After(deadline) {
			t.Fatalf("nothing is served:\n%s%s", &out, &errs)
		}
	}
}

// TestTheAPIGivesWhatTheTerminalGives: over HTTP, an answer is the JSON of ask --json, key by key.
func TestTheAPIGivesWhatTheTerminalGives(t *testing.T) {
	t.Parallel()
	url := served(t, &ServeCommand{})
	for _, question := range []struct {
		text, kind string
		whole      bool
	}{
		{"What did Lavrov say about Venezuela?", "", false}, {"What did Lavrov say about Venezuela?", "opinion", false},
		{"Who will attend the Osaka summit?", "", false}, {"Why did Lavrov call the talks very productive?", "", false},
		{"According to The Moscow Times, what do the two presidents have to discuss?", "", false},
		{"According to The Moscow Times, what do the two presidents have to discuss?", "", true},
		{"Was hat Lawrow über Venezuela gesagt?", "", false},
	} {
		args := []string{"ask", "--json"}
		if question.kind != "" {
			args = append(args, "--kind", question.kind)
		}
		if question.whole {
			args = append(args, "--whole")
		}
		var out, errs strings.Builder
		con := terminal.NewConsole(nil, strings.NewReader(""), &out, &errs)
		if status := runWith(t.Context(), con, append(args, question.text), nil, engine.Open); out.Len() == 0 {
			t.Fatalf("%v: status %d\n%s", args, status, &errs)
		}
		body, err := json.Marshal(map[string]any{"question": question.text, "kind": question.kind, "whole": question.whole})
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.Post(url+"/api/v1/ask", "application/json", strings.NewReader(string(body)))
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("status %d, %v\n%s", resp.StatusCode, err, data)
		}
		if diff := cmp.Diff(keysAndValues(t, out.String()), keysAndValues(t, string(data))); diff != "" {
			t.Errorf("%s (-terminal +API):\n%s", question.text, diff)
		}
	}
}

// keysAndValues is JSON without how long it took.
func keysAndValues(t *testing.T, text string) map[string]any {
	t.Helper()
	var out map[string]any
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	delete(out, "elapsed_ms")
	return out
}
