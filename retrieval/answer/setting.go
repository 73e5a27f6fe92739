package answer

import (
	"maps"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"

	"readout/corpus"
	"readout/retrieval"
)

// setting is what most articles of a snapshot have in common: the event they are all about.
type setting struct {
	snapshot *retrieval.Snapshot
	common   map[string]bool // stems that at least half of the articles hold
	pairs    map[string]bool // a verb's stem and the word after it, wherever the articles use a phrasal verb
}

func newSetting(s *retrieval.Snapshot) *setting {
	parts := make([]settingPart, max(1, min(runtime.GOMAXPROCS(0), len(s.Corpus.Articles))))
	var workers sync.WaitGroup
	for n := range parts {
		parts[n] = settingPart{map[string]int{}, map[string]bool{}, map[string]wordStems{}}
		workers.Go(func() {
			for i := n; i < len(s.Corpus.Articles); i += len(parts) {
				parts[n].read(s.Corpus.Articles[i])
			}
		})
	}
	workers.Wait()
	all := parts[0]
	for _, p := range parts[1:] {
		maps.Copy(all.pairs, p.pairs)
		for stem, n := range p.count {
			all.count[stem] += n
		}
	}
	common := map[string]bool{}
	for stem, n := range all.count {
		if 2*n >= len(s.Corpus.Articles) {
			common[stem] = true
		}
	}
	return &setting{s, common, all.pairs}
}

// settingPart is what is found in some of the articles.
type settingPart struct {
	count map[string]int // of articles, by stem
	pairs map[string]bool
	known map[string]wordStems // by folded word: stemming costs more than all else
}

type wordStems struct {
	word, verb string
	phrasal    bool
}

func (p settingPart) read(a *corpus.Article) {
	seen := map[string]bool{}
	verb := ""
	for _, w := range corpus.Words(a.Body) {
		if verb != "" {
			p.pairs[verb+" "+w.Folded] = true
		}
		of, ok := p.known[w.Folded]
		if !ok {
			of.word, of.verb = retrieval.Stem(w), verbStem(w.Folded)
			of.phrasal = len(phrasals()[of.verb]) > 0
			p.known[w.Folded] = of
		}
		if verb = ""; of.phrasal {
			verb = of.verb
		}
		if !seen[of.word] {
			seen[of.word] = true
			p.count[of.word]++
		}
	}
}

var settingPhrase = regexp.MustCompile(`(?i)\b(?:at the time of|at|during|in the course of|while at) (?:the|their|his|her|this|that|these|those)? ?(?:[\p{L}.-]+ ){0,3}(?:talks|meetings?|summit|conference|visit|trip|negotiations|discussions?)\b`)

// removed is the question without the phrases that only name the event that the articles are about ("at the talks in the city"): they
// tell nothing apart, and a sentence that answers need not repeat them. A phrase with a name or word that is not common to the
// articles stays, and so does one without which nothing is left to look for.
func (s *setting) removed(text string) string {
	var spans []corpus.Span
	for _, m := range settingPhrase.FindAllStringIndex(text, -1) {
		known := true
		for _, w := range corpus.Words(text[m[0]:m[1]]) {
			known = known && s.common[retrieval.Stem(w)]
		}
		if known {
			spans = append(spans, corpus.Span{Start: m[0], End: m[1]})
		}
	}
	if rest := without(text, spans); len(retrieval.ContentStems(rest)) > 0 {
		return rest
	}
	return text
}

// longestSlang is how many letters a word may have to count as slang or a chat's shorthand when nobody knows it.
const longestSlang = 4

// withoutSlang is the question without short words in small letters that neither the corpus nor the language knows ("gona", "tf"): they
// name nothing, and no sentence could hold them. A name is longer, or has its capital.
func (s *setting) withoutSlang(text string) string {
	var spans []corpus.Span
	for _, w := range corpus.Words(text) {
		if len([]rune(w.Text)) <= longestSlang && !w.Initialism && strings.ToLower(w.Text) == w.Text &&
			!strings.ContainsAny(w.Text, "0123456789") && !s.snapshot.Words.Known(w.Folded) {
			spans = append(spans, w.Span)
		}
	}
	if rest := without(text, spans); len(retrieval.ContentStems(rest)) > 0 {
		return tidied(rest)
	}
	return text
}

// eventAlone is an event named with at most a place.
var eventAlone = regexp.MustCompile(`(?i)\b(?:the|their|this|that|these|those)? ?(?:[\p{Lu}][\p{L}.-]+ ){0,3}(?:talks|meetings?|summit|conference|visit|trip|negotiations|discussions?|event)\b`)

// covers reports whether a text names nothing beyond the event that the articles are about: "the talks in the city", "the main points".
func (s *setting) covers(text string) bool {
	rest := text
	for _, m := range eventAlone.FindAllString(text, -1) {
		if !slices.ContainsFunc(retrieval.ContentStems(m), func(stem string) bool { return !s.common[stem] }) {
			rest = strings.Replace(rest, m, " ", 1)
		}
	}
	return !slices.ContainsFunc(retrieval.ContentStems(rest), func(stem string) bool { return !summaryStems()[stem] })
}

// summaryStems are the words that ask for a summary and name no topic.
var summaryStems = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for _, stem := range retrieval.ContentStems(`summary summarise overview recap outline gist digest timeline chronology meeting event talks news main key points takeaways
 short brief long article piece story report everything`) {
		set[stem] = true
	}
	return set
})
