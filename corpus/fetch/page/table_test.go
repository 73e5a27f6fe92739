package page

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestTellTables(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ page, want string }{
		"names in th": {`<table><tr><th>Pier</th><th>Boats</th><th>Crew</th></tr><tr><td>North</td><td>4</td><td>31</td></tr><tr><td>South</td><td></td><td>12</td></tr></table>`,
			"Pier North – Boats 4, Crew 31\nPier South – Crew 12"},
		"names in thead, in bold": {`<table><thead><tr><td></td><td><b>Boats</b></td></tr></thead><tbody><tr><th>North</th><td>4</td></tr></tbody></table>`,
			"North – Boats 4"},
		"no names":         {`<table><tr><td>North</td><td>4</td></tr><tr><td>South</td><td>2</td></tr></table>`, ""},
		"lays out a page":  {`<table><tr><th>Left</th><th>Right</th></tr><tr><td>` + strings.Repeat("The pier is old. ", 20) + `</td><td>x</td></tr></table>`, ""},
		"a table within":   {`<table><tr><th>A</th><th>B</th></tr><tr><td><table><tr><td>1</td></tr></table></td><td>2</td></tr></table>`, ""},
		"rows that differ": {`<table><tr><th>A</th><th>B</th></tr><tr><td>1</td></tr></table>`, ""},
		"cells that span":  {`<table><tr><th>A</th><th>B</th></tr><tr><td rowspan="2">1</td><td>2</td></tr></table>`, ""},
		"names alone":      {`<table><tr><th>A</th><th>B</th></tr></table>`, ""},
	} {
		doc, err := html.Parse(strings.NewReader(c.page))
		if err != nil {
			t.Fatal(err)
		}
		tellTables(doc)
		var got []string
		for n := range doc.Descendants() {
			if n.Data == "p" {
				got = append(got, innerText(n))
			}
		}
		if strings.Join(got, "\n") != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
