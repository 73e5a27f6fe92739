package people

import (
	"strings"
	"unicode"

	"readout/corpus"
	"readout/corpus/english"
)

// TitleCase writes a text in capitals as names are written.
func TitleCase(s string) string {
	if strings.ToUpper(s) != s {
		return s
	}
	var b strings.Builder
	inWord := false
	for _, r := range s {
		if inWord {
			r = unicode.ToLower(r)
		}
		inWord = unicode.IsLetter(r)
		b.WriteRune(r)
	}
	return b.String()
}

// readLabels reads the names that open the turns of a transcript. One who speaks is a person, without more evidence.
func (r *namesRead) readLabels(a *corpus.Article) {
	for i := range a.Passages {
		t := a.Passages[i].Turn
		// Whom a line above names as the one who examines or testifies has no label of their own.
		elsewhere := t.Words > 0 && t.Number > 0 && !strings.Contains(a.Passages[i].Text[:t.Words], t.Label)
		if t.Label == "" || t.Paragraph > 1 || t.Asks && !elsewhere || t.Number == 0 && t.Words == 0 {
			continue
		}
		tokens := tokenize(TitleCase(t.Label), nil)
		if len(tokens) == 0 || !startsName(tokens, 0) {
			continue
		}
		words, end := nameRun(tokens, 0)
		names, title := splitTitle(tokens, words)
		if end != len(tokens) || len(names) == 0 || english.TurnLeaders.Has(names[len(names)-1].folded) || !couldBeName(tokens, names, title) {
			continue
		}
		s := sightingOf(tokens, names, title)
		s.evidence |= hasLabel
		if len(s.words) > 1 {
			r.full = append(r.full, s)
		} else if elsewhere || title.office == "" && title.honorific == "" {
			r.single = append(r.single, s)
		}
	}
}
