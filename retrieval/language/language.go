// Package language tells in which language a question is asked, where that is not English.
//
// Trigrams (package whatlanggo) tell languages apart in running text, but not in a question of five words, two of them names: of 6,289
// English questions they take 562 for another language, and whatever is typed on a keyboard at random. So a question is foreign only when
// few of its words, names aside, are words of English, and some are of the grammar of another language: its articles and pronouns, as the
// search engine bleve knows them. Which language that is, they tell, and the trigrams where several have the same words. None of those
// English questions then is foreign; of 57 in nineteen other languages all are, 52 by the right name (44 by trigrams alone), and of 1,200
// strings of gibberish 20 (1,070).
package language

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/abadojack/whatlanggo"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/cs"
	"github.com/blevesearch/bleve/v2/analysis/lang/de"
	"github.com/blevesearch/bleve/v2/analysis/lang/es"
	"github.com/blevesearch/bleve/v2/analysis/lang/fr"
	"github.com/blevesearch/bleve/v2/analysis/lang/it"
	"github.com/blevesearch/bleve/v2/analysis/lang/nl"
	"github.com/blevesearch/bleve/v2/analysis/lang/pt"
	"github.com/blevesearch/bleve/v2/analysis/lang/sv"
	"github.com/blevesearch/bleve/v2/analysis/lang/tr"

	"readout/corpus/prose"
	"readout/retrieval/thesaurus"
	"readout/retrieval/verify"
)

// candidates are the languages looked for: the fewer, the less a short question is mistaken.
var candidates = []whatlanggo.Lang{whatlanggo.Deu, whatlanggo.Fra, whatlanggo.Spa, whatlanggo.Ita, whatlanggo.Por, whatlanggo.Nld,
	whatlanggo.Pol, whatlanggo.Ces, whatlanggo.Swe, whatlanggo.Tur, whatlanggo.Rus, whatlanggo.Ukr, whatlanggo.Ell, whatlanggo.Arb,
	whatlanggo.Heb, whatlanggo.Hin, whatlanggo.Cmn, whatlanggo.Jpn, whatlanggo.Kor}

// Of is the language of a question as BCP 47 has it, such as "de"; "" for English, and where it can't be told: what has no word of the
// grammar of any language is a list of names, or no language at all.
func Of(question string) string {
	c := words(question)
	if !c.foreign() {
		return ""
	}
	if whatlanggo.DetectScript(question) != unicode.Latin {
		return byTrigrams(question, candidates)
	}
	likely := byGrammar(question, max(1, c.all/wordsForGrammar))
	switch {
	case c.accented && len(likely) == 0:
		likely = candidates // its letters are of some language
	case c.accented:
		likely = append(likely, whatlanggo.Pol) // whose grammar is not among those known
	}
	return byTrigrams(question, likely)
}

// byTrigrams is the likeliest of some languages by the letters of a question; "" when the library can't tell.
func byTrigrams(question string, likely []whatlanggo.Lang) string {
	if len(likely) == 0 { // which the library takes for all languages
		return ""
	}
	found := among(question, likely...)
	if found.Lang < 0 {
		return ""
	}
	if found.Confidence == 0 { // two are as likely, and the library names the one or the other
		for _, l := range slices.Sorted(slices.Values(likely)) {
			if l < found.Lang && among(question, l, found.Lang).Confidence == 0 {
				found.Lang = l
			}
		}
	}
	return found.Lang.Iso6391()
}

func among(question string, languages ...whatlanggo.Lang) whatlanggo.Info {
	allowed := map[whatlanggo.Lang]bool{}
	for _, l := range languages {
		allowed[l] = true
	}
	return whatlanggo.DetectWithOptions(question, whatlanggo.Options{Whitelist: allowed})
}

// grammars are the words of a language that carry no meaning by themselves, as search engines leave them out.
var grammars = sync.OnceValue(func() map[whatlanggo.Lang]analysis.TokenMap {
	out := map[whatlanggo.Lang]analysis.TokenMap{}
	for tag, list := range map[whatlanggo.Lang][]byte{whatlanggo.Deu: de.GermanStopWords, whatlanggo.Fra: fr.FrenchStopWords,
		whatlanggo.Spa: es.SpanishStopWords, whatlanggo.Ita: it.ItalianStopWords, whatlanggo.Por: pt.PortugueseStopWords,
		whatlanggo.Nld: nl.DutchStopWords, whatlanggo.Ces: cs.CzechStopWords,
		whatlanggo.Swe: sv.SwedishStopWords, whatlanggo.Tur: tr.TurkishStopWords} {
		words := analysis.NewTokenMap()
		if err := words.LoadBytes(list); err != nil {
			panic(err) // it reads from memory
		}
		for w := range maps.Clone(words) {
			words.AddToken(prose.Fold(w))
		}
		out[tag] = words
	}
	return out
})

// wordsForGrammar is among how many words of a question, names aside, one must be of the grammar of its language.
const wordsForGrammar = 3

// byGrammar are the languages that most words of a question belong to, and so many at least, of those that carry no meaning by themselves.
func byGrammar(question string, most int) []whatlanggo.Lang {
	var likely []whatlanggo.Lang
	for tag, grammar := range grammars() {
		n := 0
		for _, w := range prose.Words(question) {
			if grammar[strings.ToLower(w.Text)] {
				n++
			}
		}
		switch {
		case n > most:
			likely, most = []whatlanggo.Lang{tag}, n
		case n == most:
			likely = append(likely, tag)
		}
	}
	return likely
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
		if i > 0 && prose.IsCapital(w.Text) {
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
		c.accented = c.accented || !unicode.IsUpper(first) &&
			strings.ContainsFunc(w.Text, func(r rune) bool { return r > unicode.MaxASCII && unicode.IsLetter(r) })
	}
	return c
}
