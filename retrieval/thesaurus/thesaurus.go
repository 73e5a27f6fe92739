// Package thesaurus knows how English words are related in meaning: which are synonyms, which name a kind of what another names,
// which are opposites. Word vectors tell only that two words are used alike, which opposites are as well ("rise", "fall"), and so are
// things that exclude each other ("prison", "hospital"); to tell whether a text says what a question asks, the difference matters.
//
// The data are those of WordNet 3.0 (Fellbaum 1998), of the three most frequent senses of each word, for the words that are in use; see
// NOTICE. They are part of the program: no file, no network.
package thesaurus

import (
	"slices"
	"strings"
)

// Relation is what a word of a text is to a word that is looked for.
type Relation uint8

// The relations, from the weakest to the strongest.
const (
	None     Relation = iota
	Antonym           // the contrary: "fall" for "rise"
	Broader           // what it is a kind of, up to two steps up: "weapon" for "rifle"
	Similar           // an adjective of like meaning, a verb of its group
	Narrower          // a kind of it, up to two steps down: "mouse" for "rodent"
	Derived           // of the same root in another part of speech: "detention" for "detain", "Japan" for "Japanese"
	Synonym           // of the same meaning in one of the senses
	Same              // a form of the same word: "spoke" for "speak"
)

func (r Relation) String() string {
	return [...]string{"none", "antonym", "broader", "similar", "narrower", "derived", "synonym", "same"}[r]
}

// back is what a word is to one that is r to it.
func (r Relation) back() Relation {
	switch r {
	case Broader:
		return Narrower
	case Narrower:
		return Broader
	}
	return r
}

// Class is what sort of thing a noun names in its most frequent sense.
type Class byte

// The classes that answers are told apart by; the letters are those of the data file.
const (
	Other    Class = '-'
	Person   Class = 'p'
	Place    Class = 'l'
	Time     Class = 't'
	Quantity Class = 'q'
	Group    Class = 'g'
	Thing    Class = 'o' // that can be touched and measured: what people make, what grows, parts of the land
)

// PartOfSpeech is what a word is most often used as.
type PartOfSpeech byte

// The parts of speech of WordNet; the letters are those of the data file.
const (
	Unknown   PartOfSpeech = 0
	Noun      PartOfSpeech = 'n'
	Verb      PartOfSpeech = 'v'
	Adjective PartOfSpeech = 'a'
	Adverb    PartOfSpeech = 'r'
)

// Lemma is a word as a dictionary lists it. Lemmas are compared, not shown.
type Lemma int32

// Thesaurus is immutable and safe for concurrent use.
type Thesaurus struct {
	lemmas    map[string]Lemma
	entries   []entry
	irregular map[string][]Lemma // "spoke": speak
}

type entry struct {
	pos   PartOfSpeech
	class Class
	count uint8  // see Word
	links string // what related reads
}

// endings are the regular inflections and what the dictionary form has in their place.
var endings = []struct{ inflected, base string }{
	{"ies", "y"}, {"ied", "y"}, {"ier", "y"}, {"iest", "y"}, {"ves", "f"}, {"men", "man"},
	{"s", ""}, {"es", ""}, {"ed", ""}, {"ed", "e"}, {"ing", ""}, {"ing", "e"}, {"er", ""}, {"er", "e"}, {"est", ""}, {"est", "e"},
}

// Lemmas are the dictionary forms that a folded, lower-case word may be a form of; none when it is unknown.
func (t *Thesaurus) Lemmas(word string) []Lemma {
	out := slices.Clone(t.irregular[word])
	add := func(base string) {
		if l, ok := t.lemmas[base]; ok && !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	add(word)
	for _, e := range endings {
		base, ok := strings.CutSuffix(word, e.inflected)
		if !ok || len(base) < 2 {
			continue
		}
		add(base + e.base)
		if n := len(base); e.base == "" && len(e.inflected) > 1 && n > 2 && base[n-1] == base[n-2] {
			add(base[:n-1]) // "planned"
		}
	}
	return out
}

// Related is what is related to a folded, lower-case word, its own lemmas included. Nothing is related to an unknown word.
func (t *Thesaurus) Related(word string) map[Lemma]Relation {
	own := t.Lemmas(word)
	out := make(map[Lemma]Relation, 16*len(own))
	for _, l := range own {
		for to, relation := range t.related(l) {
			out[to] = max(out[to], relation)
		}
	}
	for _, l := range own {
		out[l] = Same
	}
	return out
}

// Between tells what a word of a text is to a word looked for; both folded and in lower case.
func (t *Thesaurus) Between(looked, found string) Relation {
	if looked == found {
		return Same
	}
	related := t.Related(looked)
	best := None
	for _, l := range t.Lemmas(found) {
		best = max(best, related[l])
	}
	return best
}

// PartOfSpeech is what the word is most often used as; Unknown for an unknown word. What may be an adjective or a form of a verb
// ("interpreted") is a verb.
func (t *Thesaurus) PartOfSpeech(word string) PartOfSpeech {
	best := Unknown
	for _, l := range t.Lemmas(word) {
		if pos := t.entries[l].pos; best == Unknown || best == Adjective && pos == Verb {
			best = pos
		}
	}
	return best
}

// Class is what sort of thing the word names as a noun; Other when that is none of the classes or the word is no noun. A word that may
// name a Thing and one of the others names the other.
func (t *Thesaurus) Class(word string) Class {
	class := Other
	for _, l := range t.Lemmas(word) {
		switch c := t.entries[l].class; c {
		case Other:
		case Thing:
			class = Thing
		default:
			return c
		}
	}
	return class
}

// Rarity tells how much a word says by being used, 0 to 1: "take" and "time" say little anywhere, a word that is hardly ever used says
// much. Unknown words are rare.
func (t *Thesaurus) Rarity(word string) float64 {
	most := uint8(0)
	for _, l := range t.Lemmas(word) {
		most = max(most, t.entries[l].count)
	}
	const common = 2 // from 8 uses in 700,000 words of text
	return min(1, float64(10-int(most))/(10-common))
}
