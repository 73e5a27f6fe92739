package answer

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"readout/corpus/prose"
	"readout/retrieval/written"
)

func FuzzCheckCompleted(f *testing.F) {
	f.Add("And Marsh?", "What did Calder say about the delay? [1]", "What did Marsh say about the delay?")
	f.Add("Why not?", "Tolmark has not agreed.", "Why has Tolmark not agreed?")
	f.Add("who?", "", "who\x00")
	f.Fuzz(func(t *testing.T, asked, turn, completed string) {
		turns := written.TurnsShown([]Turn{{Role: User, Content: turn}})
		asked, completed = prose.OneLine(asked), prose.OneLine(completed)
		if checkCompleted(asked, turns, completed) != nil {
			return
		}
		known := stemsIn(asked + " " + turns[0].Content)
		for stem := range stemsIn(completed) {
			if strings.ContainsAny(stem, "0123456789") && !known[stem] {
				t.Errorf("%q stands neither in %q nor in %q", stem, asked, turn)
			}
		}
		if data, err := json.Marshal(completed); err != nil || !utf8.Valid(data) {
			t.Errorf("%q: %v", completed, err)
		}
	})
}
