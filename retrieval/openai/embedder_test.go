package openai_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"readout/retrieval"
	"readout/retrieval/openai"
	"readout/retrieval/retrievaltest"
)

// embeds answers with real vectors, in the wrong order as the protocol allows, and refuses what OpenAI's server refuses.
func embeds(dimensions int) reply {
	return func(w http.ResponseWriter, request map[string]any) {
		type datum struct {
			Index     int       `json:"index"`
			Embedding []float32 `json:"embedding"`
		}
		var data []datum
		for i, text := range request["input"].([]any) {
			if text == "" {
				refused(400, "'$.input' is invalid", "")(w, request)
				return
			}
			v, err := retrievaltest.HashEmbedder{Dimensions: dimensions}.Embed(context.Background(), retrieval.ForPassage, []string{text.(string)})
			if err != nil {
				panic(err)
			}
			long := make([]float32, dimensions)
			for j := range long {
				long[j] = v[0][j] * 3
			}
			data = append([]datum{{i, long}}, data...)
		}
		if err := json.NewEncoder(w).Encode(map[string]any{"data": data}); err != nil {
			panic(err)
		}
	}
}

func TestEmbedderConformance(t *testing.T) {
	t.Parallel()
	s := serve(t, embeds(48))
	retrievaltest.Embedder(t, func(t *testing.T) retrieval.Embedder {
		e, err := openai.NewEmbedder(t.Context(), openai.EmbedderConfig{Config: s.config()})
		if err != nil {
			t.Fatal(err)
		}
		return e
	})
}

func TestEmbedderAsks(t *testing.T) {
	t.Parallel()
	s := serve(t, embeds(16))
	e, err := openai.NewEmbedder(t.Context(), openai.EmbedderConfig{Config: s.config(), Dimensions: 16, QueryPrefix: "query: ", PassagePrefix: "passage: "})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := e.Model(), `quill/16 "query: " "passage: "`; got != want {
		t.Errorf("Model() = %s, want %s", got, want)
	}
	texts := make([]string, 200)
	for i := range texts {
		texts[i] = fmt.Sprint("text ", i)
	}
	if _, err := e.Embed(t.Context(), retrieval.ForPassage, texts); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Embed(t.Context(), retrieval.ForQuery, []string{"who?", strings.Repeat("long ", 10_000)}); err != nil {
		t.Fatal(err)
	}
	asked := s.asked()
	if len(asked) != 4 {
		t.Fatalf("%d requests, want three of 200 texts and one of two", len(asked))
	}
	if input := asked[0]["input"].([]any); len(input) != 96 || input[95] != "passage: text 95" || asked[0]["dimensions"] != 16.0 {
		t.Errorf("first asked for %d texts, the last %v, dimensions %v", len(input), input[95], asked[0]["dimensions"])
	}
	if input := asked[3]["input"].([]any); input[0] != "query: who?" || len(input[1].(string)) > 20_010 {
		t.Errorf("the query is %v, the long text of %d bytes", input[0], len(input[1].(string)))
	}
}

func TestEmbedBadServer(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		body string
		want string
	}{
		"too few":              {`{"data": [{"index": 0, "embedding": [1, 0]}]}`, "1 vectors for 2 texts"},
		"too many":             {`{"data": [{"index": 0, "embedding": [1, 0]}, {"index": 1, "embedding": [1, 0]}, {"index": 2, "embedding": [1, 0]}]}`, "3 vectors for 2 texts"},
		"none":                 {`{"data": []}`, "0 vectors for 2 texts"},
		"one place twice":      {`{"data": [{"index": 0, "embedding": [1, 0]}, {"index": 0, "embedding": [1, 0]}]}`, "two vectors for one text"},
		"a place out of range": {`{"data": [{"index": 0, "embedding": [1, 0]}, {"index": 9, "embedding": [1, 0]}]}`, "number 9"},
		"another dimension":    {`{"data": [{"index": 0, "embedding": [1, 0]}, {"index": 1, "embedding": [1, 0, 0]}]}`, "3 dimensions, want 2"},
		"zero":                 {`{"data": [{"index": 0, "embedding": [1, 0]}, {"index": 1, "embedding": [0, 0]}]}`, "no direction"},
		"not a number":         {`{"data": [{"index": 0, "embedding": [1, 0]}, {"index": 1, "embedding": [NaN, 0]}]}`, "as the protocol says"},
		"infinite":             {`{"data": [{"index": 0, "embedding": [1, 0]}, {"index": 1, "embedding": [1e60, 0]}]}`, "as the protocol says"},
		"a page":               {`<html></html>`, "as the protocol says"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, status(200, tt.body))
			e, err := openai.NewEmbedder(t.Context(), openai.EmbedderConfig{Config: s.config(), Dimensions: 2})
			if err != nil {
				t.Fatal(err)
			}
			v, err := e.Embed(t.Context(), retrieval.ForPassage, []string{"one", "two"})
			if err == nil || v != nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Embed = %v, %v; want an error with %q", v, err, tt.want)
			}
		})
	}
}

func TestNewEmbedderFails(t *testing.T) {
	t.Parallel()
	s := serve(t, refused(401, key, ""))
	if _, err := openai.NewEmbedder(t.Context(), openai.EmbedderConfig{Config: s.config()}); err == nil || strings.Contains(err.Error(), key) {
		t.Errorf("with a refused key: %v", err)
	}
	if _, err := openai.NewEmbedder(t.Context(), openai.EmbedderConfig{Config: s.config(), Dimensions: -1}); err == nil {
		t.Error("with -1 dimensions: no error")
	}
}
