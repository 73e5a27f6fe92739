package retrieval

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// Explain writes why each passage was found, as a table: its rank, its fused score, what words and meaning gave, the passage, and
// how each term of the query was matched ("-" for not at all).
func Explain(w io.Writer, e Evidence) error {
	for _, c := range e.Corrected {
		if _, err := fmt.Fprintf(w, "%s read as %s\n", c.From, c.To); err != nil {
			return err
		}
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprint(t, "rank\tfused\twords\tmeaning\tpassage")
	for _, term := range e.Terms {
		fmt.Fprintf(t, "\t%s (%.1f)", term.Word, term.Weight)
	}
	fmt.Fprintln(t)
	for i, h := range e.Hits {
		fmt.Fprintf(t, "%d\t%.3f\t%.3f\t%.3f\t%s ¶%d", i+1, h.Score, h.Words, h.Meaning, h.Passage.Article, h.Passage.Paragraph)
		for _, m := range h.Matches {
			switch {
			case m.Strength == 0:
				fmt.Fprint(t, "\t-")
			case m.Strength == 1:
				fmt.Fprintf(t, "\t%s", oneLine(m.Word))
			default:
				fmt.Fprintf(t, "\t%s %.2f", oneLine(m.Word), m.Strength)
			}
		}
		fmt.Fprintln(t)
	}
	if err := t.Flush(); err != nil {
		return fmt.Errorf("explain: %w", err)
	}
	return nil
}

// oneLine keeps a name that is broken across lines from breaking the table.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
