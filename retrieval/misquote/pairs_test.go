package misquote

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"readout/corpus/reading"
	"readout/retrieval/retrievaltest"
)

// pair is a quotation in a report, and how it stands to the transcripts in testdata.
type pair struct {
	Name      string  `json:"name"`
	Report    string  `json:"report"`
	Published string  `json:"published"` // of the report; "2034-05-16" unless stated
	Verdict   Verdict `json:"verdict"`   // "" where there is no finding
	Why       Reason  `json:"why"`
}

func readPairs(t testing.TB) (out []pair) {
	t.Helper()
	f, err := os.Open("testdata/pairs.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var p pair
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			t.Fatalf("%v in %s", err, lines.Text())
		}
		out = append(out, p)
	}
	return out
}

// library is the transcripts of testdata with a report.
func library(t testing.TB, published, report string) *reading.Corpus {
	t.Helper()
	articles := map[string]string{
		"report.md": fmt.Sprintf("---\ntitle: A report\npublisher: Report\npublished: %s\nkind: report\n---\n\n%s\n", cmp.Or(published, "2034-05-16"), report),
	}
	for _, name := range []string{"conference.md", "hearing.md", "ledger.md", "herald.md"} {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		articles[name] = string(data)
	}
	return retrievaltest.Corpus(t, articles)
}

// TestPairs holds the verdicts to a table: of those that accuse somebody, and of all, at least 95 in 100 are right.
func TestPairs(t *testing.T) {
	t.Parallel()
	pairs := readPairs(t)
	given, right, accused, justly, expected := 0, 0, 0, 0, 0
	for _, p := range pairs {
		found, err := Check(t.Context(), library(t, p.Published, p.Report), nil)
		if err != nil {
			t.Fatal(err)
		}
		var f Finding
		if len(found.Findings) > 1 {
			t.Errorf("%s: %d findings", p.Name, len(found.Findings))
		}
		if len(found.Findings) > 0 {
			f = found.Findings[0]
			given++
		}
		ok := f.Verdict == p.Verdict && f.Why == p.Why
		if ok && f.Verdict != "" {
			right++
		}
		if p.Verdict == Altered || p.Verdict == OtherSpeaker {
			expected++
		}
		if f.Verdict == Altered || f.Verdict == OtherSpeaker {
			accused++
			if ok {
				justly++
			}
		}
		if !ok {
			t.Logf("%s: %s %s, not %s %s: %s", p.Name, f.Verdict, f.Why, p.Verdict, p.Why, wdiff(f.Diff))
		} else if f.Changed > 0 {
			t.Logf("%s: %s: %s", p.Name, f.Verdict, wdiff(f.Diff))
		}
	}
	t.Logf("%d pairs: %d of %d verdicts right; %d of %d accusations just, of %d that there should be", len(pairs), right, given, justly, accused, expected)
	if len(pairs) < 40 || float64(right) < .95*float64(given) || float64(justly) < .95*float64(accused) || justly < expected-1 {
		t.Errorf("%d of %d verdicts right, %d of %d accusations just, %d expected", right, given, justly, accused, expected)
	}
}

// wdiff is a difference as it is often written.
func wdiff(pieces []Piece) string {
	var out []string
	for _, p := range pieces {
		switch p.Change {
		case Dropped:
			out = append(out, "[-"+p.Text+"-]")
		case Added:
			out = append(out, "{+"+p.Text+"+}")
		case Omitted:
			out = append(out, "(…"+p.Text+"…)")
		case Bracket:
			out = append(out, "<"+p.Text+">")
		default:
			out = append(out, p.Text)
		}
	}
	return strings.Join(out, " ")
}
