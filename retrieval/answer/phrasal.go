package answer

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"readout/corpus"
	"readout/retrieval"
)

//go:embed phrasal.tsv
var phrasalTable string

// phrasal is a verb with its particles ("bring up", "put on hold") and the one word that news would use for it.
type phrasal struct {
	verb      string   // stem of the verb
	particles []string // the words that belong to it
	plain     string
}

var phrasals = sync.OnceValue(func() map[string][]phrasal {
	table := map[string][]phrasal{}
	for line := range strings.Lines(phrasalTable) {
		phrase, plain, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok {
			continue
		}
		parts := strings.Fields(phrase)
		verb := verbStem(parts[0])
		table[verb] = append(table[verb], phrasal{verb, parts[1:], plain})
	}
	// The longer phrase is meant where both fit: "make up for" before "make up".
	for _, list := range table {
		slices.SortStableFunc(list, func(a, b phrasal) int { return len(b.particles) - len(a.particles) })
	}
	return table
})

// irregular are past forms of the table's verbs that the stemmer does not bring together.
var irregular = map[string]string{"broke": "break", "broken": "break", "brought": "bring", "built": "build", "came": "come", "caught": "catch",
	"cut": "cut", "did": "do", "done": "do", "drew": "draw", "drawn": "draw", "fell": "fall", "fallen": "fall", "flew": "fly", "flown": "fly",
	"found": "find", "gave": "give", "given": "give", "went": "go", "gone": "go", "got": "get", "gotten": "get", "held": "hold", "kept": "keep",
	"laid": "lay", "led": "lead", "left": "leave", "met": "meet", "paid": "pay", "ran": "run", "sat": "sit", "sent": "send", "shot": "shoot",
	"spoke": "speak", "spoken": "speak", "spelt": "spell", "stood": "stand", "swung": "swing", "taken": "take", "took": "take", "threw": "throw",
	"thrown": "throw", "tore": "tear", "torn": "tear", "thought": "think", "won": "win", "wound": "wind", "wrote": "write", "written": "write",
	"made": "make", "blew": "blow", "blown": "blow", "shown": "show"}

func verbStem(word string) string {
	if base, ok := irregular[word]; ok {
		word = base
	}
	return retrieval.Stem(corpus.Word{Folded: word})
}

// plainVerbs puts the one-word verb in the place of each phrasal one that the corpus never uses: articles "raise" what members "bring up".
// The particle may stand behind a short object ("call the talks off").
func (s *setting) plainVerbs(text string) string {
	ws := corpus.Words(text)
	var b strings.Builder
	end := 0
	for i := 0; i < len(ws); i++ {
		p, last, ok := s.phrasalAt(ws, i)
		if !ok {
			continue
		}
		b.WriteString(text[end:ws[i].Span.Start])
		b.WriteString(p.plain)
		// Words between the verb and its particle stay.
		first := last - len(p.particles) + 1
		b.WriteString(text[ws[i].Span.End:ws[first].Span.Start])
		end = ws[last].Span.End
		i = last
	}
	b.WriteString(text[end:])
	return tidied(b.String())
}

// phrasalAt finds a phrasal verb that begins at the word, and the index of its last particle.
func (s *setting) phrasalAt(ws []corpus.Word, i int) (phrasal, int, bool) {
	for _, p := range phrasals()[verbStem(ws[i].Folded)] {
		if s.pairs[p.verb+" "+p.particles[0]] {
			continue
		}
		for gap := 0; gap <= 3; gap++ {
			first := i + 1 + gap
			if first+len(p.particles) > len(ws) {
				break
			}
			fits := true
			for j, particle := range p.particles {
				fits = fits && ws[first+j].Folded == particle
			}
			last := first + len(p.particles) - 1
			if fits && (gap == 0 || isObject(ws[i+1:first]) && endsPhrase(ws[last+1:])) {
				return p, last, true
			}
		}
	}
	return phrasal{}, 0, false
}

// isObject reports whether words can be what stands between a verb and its particle: an object, not a phrase of its own ("go to
// examine ... ahead of", "go before sitting down").
func isObject(ws []corpus.Word) bool {
	return !slices.ContainsFunc(ws, func(w corpus.Word) bool { return isPreposition(w.Folded) })
}

var determiners = wordSet("the a an this that these those his her its their our my your whose which what every each all some any no")

// endsPhrase reports whether a particle with these words after it belongs to the verb before it: before a noun it is a preposition
// ("take the same position on the deal").
func endsPhrase(after []corpus.Word) bool {
	return len(after) == 0 || !determiners[after[0].Folded] && after[0].Text == after[0].Folded
}
