package retrieval

import (
	"readout/corpus/prose"
)

// Reference is a place in a text that names or refers to somebody or some country.
type Reference struct {
	Span prose.Span
	Naming
}

// References finds the people and countries that a text names.
func (l *Lexicon) References(text string) []Reference {
	var out []Reference
	for _, n := range l.namings(text, prose.Words(text), false) {
		for _, name := range n.names {
			out = append(out, Reference{n.span, name})
		}
	}
	return out
}
