package about

import (
	"testing"

	"readout/corpus"
)

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"", "2019-05-15", "2019-05", "May 15, 2019", "15/05/2019", "Sept 3 2019", "0000-00", "\xe2Sept 0", "İ sept 3 2019"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if d, err := corpus.ParseDate(text); err == nil && d.String() != text {
			t.Fatalf("%q is read as %q", text, d)
		}
		ReadDate(text)
		dateLine(text)
		outletLine(text)
	})
}
