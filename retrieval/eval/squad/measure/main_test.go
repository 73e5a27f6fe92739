package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"readout/retrieval/eval/squad"
)

const sample = `{"data": [{"title": "Bridges", "paragraphs": [{"context": "For years nothing crossed the bay. The stone arch was built in 1780 by Ada Norn. It fell in 1911 after a storm.", "qas": [
 {"id": "a", "question": "When was the stone arch built?", "is_impossible": false, "answers": [{"text": "1780", "answer_start": 63}]},
 {"id": "b", "question": "Who painted the ceiling of the chapel?", "is_impossible": true, "answers": []}]}]}]}`

func TestRun(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "squad.json")
	if err := os.WriteFile(path, []byte(sample), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := run(t.Context(), []string{path}, &out); err != nil {
		t.Fatal(err)
	}
	var got map[string]squad.Report
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := squad.Report{Questions: 2, Impossible: 1, Top1: 1, Top2: 1, Top3: 1, AUROC: 1}
	if got["all"] != want {
		t.Errorf("measured %+v, want %+v", got["all"], want)
	}
}

func TestRunRefuses(t *testing.T) {
	t.Parallel()
	empty := filepath.Join(t.TempDir(), "empty.json")
	if err := os.WriteFile(empty, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{nil, {"a", "b"}, {filepath.Join(t.TempDir(), "none.json")}, {empty}} {
		if err := run(t.Context(), args, new(bytes.Buffer)); err == nil {
			t.Errorf("run(%q) is no error", args)
		}
	}
}
