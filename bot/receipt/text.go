package receipt

import (
	"fmt"
	"strings"

	"readout/bot/reply"
	"readout/bot/typeset"
	"readout/corpus"
)

// Text sets the table of origins for reading.
func (r *Receipt) Text(page typeset.Page, phrases reply.Phrases) string {
	out := page.Paragraph(typeset.Bold, "", "", "Origins of "+reply.Quoted(r.Question))
	if r.Abstained {
		out += page.Paragraph(typeset.Plain, "", "", "The articles don't answer this; these are of the nearest passages.")
	}
	for _, o := range r.Origins {
		parts := []string{o.Origin, string(o.Kind)}
		if d, err := corpus.ParseDate(o.Published); err == nil && o.Published != "" {
			parts = append(parts, phrases.Date(d))
		}
		parts = append(parts, fmt.Sprintf("%d %s of %d %s", o.Passages, reply.Plural(o.Passages, "passage"),
			o.Articles, reply.Plural(o.Articles, "article")))
		out += page.Paragraph(typeset.Plain, "- ", "  ", strings.Join(parts, " · "))
	}
	return out + page.Paragraph(typeset.Dim, "", "", "version "+r.Version+" · seal "+r.Seal[:min(len(r.Seal), 16)]+"…")
}
