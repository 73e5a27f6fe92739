// Package english is what is known of English words, as data: words.tsv has a line for each word, with the classes that it is in. What a
// class is for stands at its name. Words are in small letters, as prose folds them. What a sentence ends at, which depends on capitals,
// is known to prose; the vocabulary of orders, which is fitted and speaks nine languages, to orders. Numbers and months have their values
// in numbers.go.
//
// A class is added as a constant and its name in classes.go, and its words in words.tsv, which is sorted. A verb of speech is added in
// speech.go, in the list of how it credits: as its infinitive, or with its forms if it is irregular. In words.tsv it stands only for the
// classes that its forms are in besides, as of the verbs that ask for somebody's words (askedSpeech).
package english

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Class is a class of words.
type Class uint8

// Has reports whether a word, in small letters, is of the class.
func (c Class) Has(word string) bool { return Of(word).Has(c) }

// Words are those of the class, sorted.
func (c Class) Words() []string {
	var out []string
	for word, of := range known() {
		if of.Has(c) {
			out = append(out, word)
		}
	}
	slices.Sort(out)
	return out
}

// Classes is a set of classes.
type Classes [(classes + 63) / 64]uint64

// Of is all classes that a word, in small letters, is in.
func Of(word string) Classes { return known()[word] }

// Has reports whether the class is in the set.
func (s Classes) Has(c Class) bool { return s[c/64]&(1<<(c%64)) != 0 }

func (s *Classes) add(c Class) { s[c/64] |= 1 << (c % 64) }

//go:embed words.tsv
var words string

// known is words.tsv, read when it is first asked for.
var known = sync.OnceValue(func() map[string]Classes {
	out, err := parse(words)
	if err != nil {
		panic("english: words.tsv, which is part of the program, is damaged: " + err.Error())
	}
	return out
})

// parse reads lines of a word, a tab, and the names of its classes with spaces between them.
func parse(text string) (map[string]Classes, error) {
	byName := make(map[string]Class, classes)
	for c, name := range names {
		byName[name] = Class(c)
	}
	out := make(map[string]Classes, strings.Count(text, "\n"))
	line := 0
	for l := range strings.Lines(text) {
		line++
		word, list, ok := strings.Cut(strings.TrimSuffix(l, "\n"), "\t")
		if _, twice := out[word]; !ok || word == "" || twice {
			return nil, fmt.Errorf("line %d: no word, or one that stands above: %q", line, l)
		}
		var set Classes
		for name := range strings.SplitSeq(list, " ") {
			c, ok := byName[name]
			if !ok {
				return nil, fmt.Errorf("line %d: no class is called %q", line, name)
			}
			set.add(c)
		}
		out[word] = set
	}
	return out, nil
}
