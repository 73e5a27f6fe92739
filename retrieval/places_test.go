package retrieval

import (
	"strings"
	"testing"

	"readout/corpus/prose"
)

// Every country is there once, with its people and its seat.
func TestPlacesTable(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for line := range strings.Lines(placesTable) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		columns := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(columns) != 4 && len(columns) != 5 {
			t.Errorf("%q has %d columns, want 4, or 5 with cities", line, len(columns))
			continue
		}
		name := columns[0]
		if seen[name] {
			t.Errorf("%s stands twice", name)
		}
		seen[name] = true
		if columns[2] == "" || columns[3] == "" {
			t.Errorf("%s has no people or no seat", name)
		}
		for _, column := range columns {
			for value := range strings.SplitSeq(column, ";") {
				if column != "" && len(prose.Words(value)) == 0 {
					t.Errorf("%s has an empty value in %q", name, column)
				}
			}
		}
	}
	if len(seen) < 193 {
		t.Errorf("%d countries, want the 193 members of the United Nations at least", len(seen))
	}
}

func TestPlaceMentions(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text    string
		anyCase bool
		want    string
	}{
		{"The U.S. and the United States of America", false, "U.S.=United States United States of America=United States"},
		{"Let us go to the US", false, "US=United States"},
		{"let us ask the usa", true, "usa=United States"},
		{"South Sudan and Sudan", false, "South Sudan=South Sudan Sudan=Sudan"},
		{"A turkey and a male polish a chad", false, ""},
		{"turkey", true, "turkey=Turkey"},
		{"North Korean and Pyongyang's", false, "North Korean=North Korea Pyongyang=North Korea"},
		{"Congolese troops", false, "Congolese=Congo,Democratic Republic of the Congo"},
		{"in São Tomé and Yaoundé", false, "São Tomé=Sao Tome and Principe Yaoundé=Cameroon"},
		{"the Élysée, the White House and 10 Downing Street", false, "Élysée=France White House=United States Downing Street=United Kingdom"},
		{"Papua New Guinea-Bissau", false, "Papua New Guinea=Papua New Guinea Bissau=Guinea-Bissau"},
		{"", true, ""},
	} {
		var got []string
		for _, m := range countries().mentions(prose.Words(test.text), test.anyCase) {
			var of []string
			for _, n := range m.names {
				of = append(of, strings.TrimPrefix(n.Of, "place:"))
			}
			got = append(got, test.text[m.span.Start:m.span.End]+"="+strings.Join(of, ","))
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("mentions(%q) = %q, want %q", test.text, strings.Join(got, " "), test.want)
		}
	}
}
