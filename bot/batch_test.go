package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"readout/bot/terminal"
)

// FuzzBatch holds a batch to its promise: one JSON object for each line that is not blank, with the line's ID, in order.
func FuzzBatch(f *testing.F) {
	f.Add(`{"id": "a", "question": "when?"}` + "\n\n" + `{"id": 7, "query": "why?"}`)
	f.Add("{}\r\nnull\n[1]\n\"x\"\n{\"id\": {\"a\": 1}, \"question\": \"when?\"}")
	f.Add(`{"id": "x", "question": "` + strings.Repeat("y", 4096-len(`{"id": "x", "question": ""}`)) + `"}`) // as long as a reader's buffer, and no line end
	f.Add("\ufeff{\"id\": true, \"question\": \"fail\", \"prior_turns\": 3}\n\xff\n{\"id\": -1.5e3}")
	f.Fuzz(func(t *testing.T, batch string) {
		var out, errs bytes.Buffer
		status := runWith(t.Context(), terminal.NewConsole(nil, strings.NewReader(batch), &out, &errs), []string{"ask", "--batch", "-"}, nil, openParrot)
		lines := 0
		for line := range strings.SplitSeq(batch, "\n") {
			if strings.TrimSpace(line) != "" || len(bytes.TrimSpace([]byte(line))) > 0 {
				lines++
			}
		}
		objects, faults := 0, 0
		for d := json.NewDecoder(&out); d.More(); objects++ {
			var record struct {
				ID    any
				Error string
			}
			if err := d.Decode(&record); err != nil {
				t.Fatalf("object %d: %v", objects, err)
			}
			switch record.ID.(type) {
			case string, float64:
			default:
				t.Errorf("object %d: the ID is a %T", objects, record.ID)
			}
			if record.Error != "" {
				faults++
			}
		}
		if objects != lines {
			t.Errorf("%d objects for %d lines", objects, lines)
		}
		if want := min(faults, 1); status != want {
			t.Errorf("status %d with %d faults", status, faults)
		}
	})
}
