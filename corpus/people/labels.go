package people

import (
	"strings"
	"unicode"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/prose"
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

// OfficeOf is the office, in its folded words, that is all of a label, as "THE PRESIDENT"; nil for any other label.
func OfficeOf(label string) []string {
	words := prose.Folded(label)
	if len(words) > 0 && words[0] == "the" {
		words = words[1:]
	}
	if len(words) == 0 || !IsOffice(words[len(words)-1]) {
		return nil
	}
	return words
}

// readTitle reads from a transcript's title who speaks under an office alone: "Remarks by President Doe before a Meeting", "President Doe's
// Address". Its capitals tell nothing: "President Signs a Bill".
func (r *namesRead) readTitle(a *corpus.Article) {
	offices := map[string]bool{}
	for i := range a.Passages {
		if t := a.Passages[i].Turn; t.Number > 0 && !t.Asks {
			if of := OfficeOf(t.Label); of != nil {
				offices[of[len(of)-1]] = true
			}
		}
	}
	if len(offices) == 0 {
		return
	}
	tokens := tokenize(a.Title, nil)
	for i, t := range tokens {
		if !offices[t.Folded] || !t.Capital {
			continue
		}
		names := namesInTitle(tokens, i+1)
		n := len(names)
		if n == 0 || n > 3 || !tokens[names[n-1].from].Possessive && (i == 0 || !english.PurePrepositions.Has(tokens[i-1].Folded)) ||
			!couldBeName(tokens, names, title{from: i, office: t.text}) {
			continue
		}
		s := sightingOf(tokens, names, title{from: i, office: t.text})
		s.evidence |= hasLabel
		if len(names) > 1 {
			r.full = append(r.full, s)
		} else {
			r.single = append(r.single, s)
		}
	}
}

// namesInTitle are the words from token i on that may be a name, where all words have a capital: up to a genitive, or to what goes on.
func namesInTitle(tokens []Token, i int) (names []nameWord) {
	for ; i < len(tokens); i++ {
		t := tokens[i]
		if t.Kind != WordToken || !t.Capital || english.FunctionWords.Has(t.Folded) || strings.HasSuffix(t.Folded, "ing") {
			break
		}
		if names = append(names, nameWord{i, i + 1, t.Folded}); t.Possessive {
			break
		}
	}
	return names
}
