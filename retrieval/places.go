package retrieval

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"readout/corpus/english"
	"readout/corpus/prose"
)

//go:embed places.tsv
var placesTable string

// How directly a word names a country or a person. Two mentions of the same one match as strongly as the less direct of them.
const (
	byName    = .9 // any of its names, or a role that only one person has; the same word again is 1
	byDemonym = .8
	bySeat    = .6 // "Paris" for France
	byCity    = .5 // "Lyon" for France: in it, not a name of it
)

// gazetteer finds the countries that a text names.
type gazetteer struct {
	phrases map[string][]placePhrase // by first word, longest first
	words   map[string]bool          // every word of a phrase
}

// uses reports whether a folded word is part of a name.
func (g *gazetteer) uses(word string) bool { return g.words[word] }

// placePhrase is one way to name a country, as folded words.
type placePhrase struct {
	words      []string
	initialism bool
	names      []Naming // of several countries when they share it
}

var countries = sync.OnceValue(func() *gazetteer { return readGazetteer(placesTable) })

// readGazetteer reads the format of places.tsv. Lines that it cannot read are left out; a test holds the table to its format.
func readGazetteer(table string) *gazetteer {
	byText := map[string]*placePhrase{}
	for line := range strings.Lines(table) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		columns := strings.Split(strings.TrimRight(line, "\n"), "\t")
		for i, directness := range []float64{byName, byName, byDemonym, bySeat, byCity} {
			if i >= len(columns) {
				break
			}
			for value := range strings.SplitSeq(columns[i], ";") {
				words := prose.Words(value)
				if len(words) == 0 {
					continue
				}
				p := placePhrase{initialism: words[0].Initialism && len(words) == 1}
				for _, w := range words {
					p.words = append(p.words, w.Folded)
				}
				key := strings.Join(p.words, " ")
				if byText[key] == nil {
					byText[key] = &p
				}
				of := Naming{Of: PlacePrefix + columns[0], Directness: directness}
				same := func(n Naming) bool { return n.Of == of.Of }
				if !slices.ContainsFunc(byText[key].names, same) {
					byText[key].names = append(byText[key].names, of)
				}
			}
		}
	}
	g := &gazetteer{phrases: map[string][]placePhrase{}, words: map[string]bool{}}
	for _, p := range byText {
		for _, w := range p.words {
			g.words[w] = true
		}
		g.phrases[p.words[0]] = append(g.phrases[p.words[0]], *p)
	}
	for _, ps := range g.phrases {
		slices.SortFunc(ps, func(a, b placePhrase) int {
			if len(a.words) != len(b.words) {
				return len(b.words) - len(a.words)
			}
			return slices.Compare(a.words, b.words)
		})
	}
	return g
}

// naming is a stretch of text that names somebody or some place; several when it is ambiguous.
type naming struct {
	span  prose.Span
	names []Naming
}

// mentions finds the countries named, in order, the longest name at each place. In an article a name has its capital ("turkey" is a
// bird and "male" is no capital); in a question, typed in haste, it need not.
func (g *gazetteer) mentions(words []prose.Word, anyCase bool) []naming {
	var out []naming
	for i := 0; i < len(words); i++ {
		for _, p := range g.phrases[words[i].Folded] {
			if !p.matches(words[i:], anyCase) {
				continue
			}
			out = append(out, naming{prose.Span{Start: words[i].Span.Start, End: words[i+len(p.words)-1].Span.End}, p.names})
			i += len(p.words) - 1
			break
		}
	}
	return out
}

func (p placePhrase) matches(words []prose.Word, anyCase bool) bool {
	if len(words) < len(p.words) {
		return false
	}
	for i, folded := range p.words {
		if words[i].Folded != folded {
			return false
		}
		if !anyCase && !english.StopWords.Has(folded) && !prose.IsCapital(words[i].Text) && !hasDigit(folded) {
			return false
		}
	}
	return !p.initialism || words[0].Initialism || anyCase && !english.StopWords.Has(p.words[0])
}
