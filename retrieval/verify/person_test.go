package verify

import "testing"

// TestWhoeverSpeaks: "I" and "we" in a turn of a transcript are whoever speaks, and nobody else.
func TestWhoeverSpeaks(t *testing.T) {
	t.Parallel()
	ev := shownAll(t, map[string]string{"a": "---\ntitle: The mill\nkind: transcript\n---\n\nODA NORN: I closed the mill in May.\n\n" +
		"ALF ROOK: We paid the millers.\n\nODA NORN: I met Alf Rook twice.\n\nALF ROOK: I met nobody.\n"})
	mill, paid := passageWith(t, ev, "closed the mill"), passageWith(t, ev, "paid the millers")
	for _, tt := range []struct {
		text string
		of   Claim
		kept bool
	}{
		{"Oda Norn said she closed the mill in May.", sourceClaim(mill, 0), true},
		{"Oda Norn said that Oda Norn closed the mill in May.", sourceClaim(mill, 0), true},
		{"Alf Rook said he closed the mill in May.", sourceClaim(mill, 0), false},
		{"Oda Norn said Alf Rook closed the mill in May.", sourceClaim(mill, 0), false},
		{"Alf Rook said they paid the millers.", sourceClaim(paid, 0), true},
		{"Alf Rook said he paid the millers.", sourceClaim(paid, 0), false},
	} {
		c := tt.of
		c.Text = tt.text
		if _, err := New(ev).Verify(c); (err == nil) != tt.kept {
			t.Errorf("%q: %v, want kept %t", tt.text, err, tt.kept)
		}
	}
}
