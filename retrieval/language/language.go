// Package language tells in which language a question is asked, where that is not English.
//
// Trigrams (package whatlanggo) tell languages apart in running text, but not in a question of five words, two of them names: of 6,289
// English questions they take 562 for another language. So a question is foreign only when both agree: trigrams name another language,
// and few of its words, names aside, are words of English. None of those questions then is; of 47 in fifteen other languages, 43 are.
package language

import (
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"

	"readout/corpus/prose"
	"readout/retrieval/thesaurus"
	"readout/retrieval/verify"
)

// candidates are the languages looked for: the fewer, the less a short question is mistaken.
var candidates = whatlanggo.Options{Whitelist: map[whatlanggo.Lang]bool{whatlanggo.Eng: true, whatlanggo.Deu: true, whatlanggo.Fra: true,
	whatlanggo.Spa: true, whatlanggo.Ita: true, whatlanggo.Por: true, whatlanggo.Nld: true, whatlanggo.Pol: true, whatlanggo.Ces: true,
	whatlanggo.Swe: true, whatlanggo.Tur: true, whatlanggo.Rus: true, whatlanggo.Ukr: true, whatlanggo.Ell: true, whatlanggo.Arb: true,
	whatlanggo.Heb: true, whatlanggo.Hin: true, whatlanggo.Cmn: true, whatlanggo.Jpn: true, whatlanggo.Kor: true}}

// Of is the language of a question as BCP 47 has it, such as "de"; "" for English, and where it can't be told.
func Of(question string) string {
	if !words(question).foreign() {
		return ""
	}
	for _, text := range []string{withoutNames(question), question} { // names are of any language
		if found := whatlanggo.DetectWithOptions(text, candidates).Lang; found > 0 && found != whatlanggo.Eng {
			return found.Iso6391()
		}
	}
	return ""
}

// counts are how many words a question has, names aside.
type counts struct {
	all      int
	function int  // of English that carry no meaning by themselves, such as "what" and "did"
	known    int  // of English
	accented bool // one of them has a letter that English lacks
}

// The shares of English words from which a question may be English. A function word that English lacks proves more than a noun that it
// has: dictionaries hold "la", "die" and "sur", too.
const (
	fewFunction = .34
	fewKnown    = .55
	mostKnown   = .76 // of a question with accents, or without a single function word
	leastWords  = 3   // without function words
	fewestWords = 2   // that tell anything
)

func (c counts) foreign() bool {
	if c.all == 0 || c.all < fewestWords && !c.accented {
		return false // a name, or a sigh
	}
	function, known := float64(c.function)/float64(c.all), float64(c.known)/float64(c.all)
	switch {
	case c.function == 0 && c.all >= leastWords, c.accented && function < fewFunction:
		return known < mostKnown
	}
	return function < fewFunction && known < fewKnown
}

func words(question string) counts {
	var c counts
	for i, w := range prose.Words(question) {
		if i > 0 && isName(w) {
			continue
		}
		c.all++
		switch {
		case verify.CarriesNothing(w.Folded):
			c.function++
			c.known++
		case len(thesaurus.English().Lemmas(w.Folded)) > 0:
			c.known++
		}
		first := []rune(w.Text)[0]
		c.accented = c.accented || !unicode.IsUpper(first) && strings.ContainsFunc(w.Text, func(r rune) bool { return r > unicode.MaxASCII && unicode.IsLetter(r) })
	}
	return c
}

func isName(w prose.Word) bool { return unicode.IsUpper([]rune(w.Text)[0]) }

func withoutNames(question string) string {
	var out []string
	for i, w := range prose.Words(question) {
		if i == 0 || !isName(w) {
			out = append(out, w.Text)
		}
	}
	return strings.Join(out, " ")
}
