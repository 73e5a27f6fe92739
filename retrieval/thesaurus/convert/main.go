// Convert makes the data of the thesaurus from the files of WordNet 3.0, as Debian's package wordnet-base has them. The data are in the
// repository already; this shows where they come from, and makes the same bytes again:
//
//	apt-get install wordnet-base
//	go generate ./retrieval/thesaurus
//
// See NOTICE for authors and licence.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"math/bits"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/google/renameio/v2/maybe"

	"readout/retrieval/builtin"
	"readout/retrieval/thesaurus"
)

func main() {
	dir := flag.String("wordnet", "", "directory of WordNet's files")
	out := flag.String("out", "", "file to write")
	flag.Parse()
	if *dir == "" || *out == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := convert(*dir, *out); err != nil {
		fmt.Fprintln(os.Stderr, "convert:", err)
		os.Exit(1)
	}
}

func convert(dir, out string) error {
	w, err := readWordNet(dir)
	if err != nil {
		return err
	}
	model, err := builtin.Open()
	if err != nil {
		return err
	}
	w.choose(model.Known)
	file, err := thesaurus.Pack(w.words(), w.forms())
	if err != nil {
		return err
	}
	return maybe.WriteFile(out, file, 0o644)
}

const mostSenses = 3 // of a lemma as one part of speech that count: rarer ones relate words that hardly anybody means so

// mostKinds is how many kinds a general word may have to count two steps up: "weapon" tells something of a rifle, "thing" does not.
const mostKinds = 30

// partsOfSpeech are WordNet's, by letter; satellite adjectives ("s") are adjectives.
var partsOfSpeech = []struct{ letter, file string }{{"n", "noun"}, {"v", "verb"}, {"a", "adj"}, {"r", "adv"}}

// synsetID is a part of speech and an offset in its data file.
type synsetID struct{ pos, offset string }

// sense is a lemma as one part of speech.
type sense struct{ lemma, pos string }

type pointer struct {
	symbol   string
	to       synsetID
	from, at int // which words are related, from 1; 0 when the whole synsets are
}

type synset struct {
	class    string // number of the lexicographer's file
	words    []string
	pointers []pointer
}

type wordNet struct {
	synsets   map[synsetID]synset
	senses    map[sense][]synsetID // most frequent first
	counts    map[sense]int        // in the tagged texts
	irregular map[string][]string
	chosen    map[string]bool // lemmas
}

func readWordNet(dir string) (*wordNet, error) {
	w := &wordNet{synsets: map[synsetID]synset{}, senses: map[sense][]synsetID{}, counts: map[sense]int{},
		irregular: map[string][]string{}, chosen: map[string]bool{}}
	for _, p := range partsOfSpeech {
		steps := []struct {
			file string
			line func(pos string, fields []string) error
		}{{"data." + p.file, w.readSynset}, {"index." + p.file, w.readIndex}, {p.file + ".exc", w.readException}}
		for _, s := range steps {
			if err := eachLine(filepath.Join(dir, s.file), func(fields []string) error { return s.line(p.letter, fields) }); err != nil {
				return nil, err
			}
		}
	}
	return w, eachLine(filepath.Join(dir, "cntlist.rev"), w.readCount)
}

// eachLine gives the fields of each line but for the licence, whose lines begin with a space.
func eachLine(path string, do func(fields []string) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if strings.HasPrefix(lines.Text(), " ") {
			continue
		}
		text, _, _ := strings.Cut(lines.Text(), " | ")
		if err := do(strings.Fields(text)); err != nil {
			return fmt.Errorf("%s, line %d: %w", path, n, err)
		}
	}
	return lines.Err()
}

func (w *wordNet) readSynset(pos string, f []string) error {
	count, err := strconv.ParseInt(f[3], 16, 0)
	if err != nil {
		return err
	}
	s := synset{class: f[1]}
	f, id := f[4:], synsetID{pos, f[0]}
	for range count {
		word, _, _ := strings.Cut(strings.ToLower(f[0]), "(")
		s.words = append(s.words, word)
		f = f[2:]
	}
	pointers, err := strconv.Atoi(f[0])
	if err != nil {
		return err
	}
	f = f[1:]
	for range pointers {
		ends, err := strconv.ParseInt(f[3], 16, 0)
		if err != nil {
			return err
		}
		s.pointers = append(s.pointers, pointer{f[0], synsetID{strings.Replace(f[2], "s", "a", 1), f[1]}, int(ends >> 8), int(ends & 0xff)})
		f = f[4:]
	}
	w.synsets[id] = s
	return nil
}

func (w *wordNet) readIndex(pos string, f []string) error {
	kinds, err := strconv.Atoi(f[3])
	if err != nil {
		return err
	}
	for i, offset := range f[4+kinds+2:] {
		if i == mostSenses {
			break
		}
		s := sense{f[0], pos}
		w.senses[s] = append(w.senses[s], synsetID{pos, offset})
	}
	return nil
}

func (w *wordNet) readException(_ string, f []string) error {
	for _, base := range f[1:] {
		if base != f[0] && !slices.Contains(w.irregular[f[0]], base) {
			w.irregular[f[0]] = append(w.irregular[f[0]], base)
		}
	}
	return nil
}

// readCount reads "speak%2:32:00:: 1 117": a sense key, whose first digit is the part of speech, a sense number and a count.
func (w *wordNet) readCount(f []string) error {
	lemma, key, _ := strings.Cut(f[0], "%")
	n, err := strconv.Atoi(f[2])
	if err != nil || key == "" {
		return fmt.Errorf("sense count %q: no number, or no sense key", f)
	}
	w.counts[sense{lemma, [...]string{"", "n", "v", "a", "r", "a"}[key[0]-'0']}] += n
	return nil
}

// choose picks the lemmas that are in use (those counted in texts, those with a word vector), their synonyms, and what they are kinds
// of.
func (w *wordNet) choose(known func(string) bool) {
	var inUse []synsetID
	for s, ids := range w.senses {
		if plain(s.lemma) && (w.counts[s] > 0 || known(s.lemma)) {
			w.chosen[s.lemma] = true
			inUse = append(inUse, ids...)
		}
	}
	for _, id := range inUse {
		words := w.synsets[id].words
		for _, up := range w.synsets[id].pointers {
			if up.symbol == "@" || up.symbol == "@i" {
				words = append(slices.Clip(words), w.synsets[up.to].words...)
			}
		}
		for _, word := range words {
			if plain(word) {
				w.chosen[word] = true
			}
		}
	}
}

func plain(word string) bool {
	return len(word) > 1 && !strings.ContainsFunc(word, func(r rune) bool { return r < 'a' || r > 'z' })
}

// words are the chosen lemmas.
func (w *wordNet) words() map[string]thesaurus.Word {
	out := make(map[string]thesaurus.Word, len(w.chosen))
	for lemma := range w.chosen {
		out[lemma] = w.word(lemma)
	}
	return out
}

// forms are the irregular forms of chosen lemmas.
func (w *wordNet) forms() map[string][]string {
	out := map[string][]string{}
	for form, bases := range w.irregular {
		for _, b := range bases {
			if plain(form) && w.chosen[b] {
				out[form] = append(out[form], b)
			}
		}
	}
	return out
}

// classes are the lexicographer's files of nouns that the thesaurus tells apart.
var classes = map[string]thesaurus.Class{
	"18": thesaurus.Person, "15": thesaurus.Place, "28": thesaurus.Time, "23": thesaurus.Quantity, "14": thesaurus.Group,
	"05": thesaurus.Thing, "06": thesaurus.Thing, "08": thesaurus.Thing, "17": thesaurus.Thing, "20": thesaurus.Thing,
}

// word has the part of speech that a lemma is counted as most often, and the class of its first sense as a noun.
func (w *wordNet) word(lemma string) thesaurus.Word {
	out := thesaurus.Word{Class: thesaurus.Other, Related: w.relations(lemma)}
	most, count := -1, 0
	for _, p := range partsOfSpeech {
		s := sense{lemma, p.letter}
		if len(w.senses[s]) == 0 {
			continue
		}
		count += w.counts[s]
		if w.counts[s] > most {
			out.PartOfSpeech, most = thesaurus.PartOfSpeech(p.letter[0]), w.counts[s]
		}
		if c, ok := classes[w.synsets[w.senses[s][0]].class]; ok && p.letter == "n" {
			out.Class = c
		}
	}
	out.Count = uint8(min(9, max(0, bits.Len(uint(count))-2)))
	return out
}

// relations are what a lemma's other lemmas are to it, each by the strongest relation.
func (w *wordNet) relations(lemma string) map[string]thesaurus.Relation {
	best := map[string]thesaurus.Relation{}
	add := func(relation thesaurus.Relation, others ...string) {
		for _, o := range others {
			if o != lemma && w.chosen[o] {
				best[o] = max(best[o], relation)
			}
		}
	}
	for _, p := range partsOfSpeech {
		for _, id := range w.senses[sense{lemma, p.letter}] {
			s := w.synsets[id]
			add(thesaurus.Synonym, s.words...)
			for _, to := range s.pointers {
				other := w.synsets[to.to]
				own := to.from == 0 || s.words[to.from-1] == lemma
				switch to.symbol {
				case "@", "@i":
					add(thesaurus.Broader, other.words...)
					for _, up := range other.pointers {
						if (up.symbol == "@" || up.symbol == "@i") && w.kinds(up.to) <= mostKinds {
							add(thesaurus.Broader, w.synsets[up.to].words...)
						}
					}
				case "&", "$":
					add(thesaurus.Similar, other.words...)
					for _, contrary := range other.pointers {
						if contrary.symbol == "!" { // "tiny" is like "small", which is the contrary of "large"
							add(thesaurus.Antonym, w.synsets[contrary.to].words...)
						}
					}
				case "+", `\`:
					if own {
						add(thesaurus.Derived, pick(other.words, to.at)...)
					}
				case "!":
					if own {
						add(thesaurus.Antonym, pick(other.words, to.at)...)
					}
				}
			}
		}
	}
	return best
}

// kinds is how many kinds of it WordNet lists directly under a synset.
func (w *wordNet) kinds(id synsetID) int {
	n := 0
	for _, p := range w.synsets[id].pointers {
		if p.symbol == "~" || p.symbol == "~i" {
			n++
		}
	}
	return n
}

// pick is the one word of a synset that a pointer is to, counted from 1, or all when it is to the synset.
func pick(words []string, at int) []string {
	if at == 0 {
		return words
	}
	return words[at-1 : at]
}
