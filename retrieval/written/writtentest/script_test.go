package writtentest_test

import (
	"testing"

	"readout/retrieval/written"
	"readout/retrieval/written/writtentest"
)

// TestScriptLinesInTurn: what is said on a named task uses up no line.
func TestScriptLinesInTurn(t *testing.T) {
	t.Parallel()
	s := &writtentest.Script{Lines: []writtentest.Line{{Says: "1"}, {Says: "2"}, {Says: "3"}}, Tasks: map[string]writtentest.Line{"translation": {Says: "0"}}}
	for i, want := range []string{"1", "0", "2", "0", "3", "3"} {
		name := "claims"
		if want == "0" {
			name = "translation"
		}
		if got, _, err := s.Generate(t.Context(), written.Request{Name: name}); err != nil || string(got) != want {
			t.Errorf("call %d says %q, %v, want %q", i, got, err, want)
		}
	}
	if n := len(s.Asked()); n != 6 {
		t.Errorf("it was asked %d times", n)
	}
}
