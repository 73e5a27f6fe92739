package retrieval

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"readout/corpus/english"
	"readout/corpus/prose"
)

// Correction is a slip of spelling mended.
type Correction struct {
	From, To string     // as it stands in the text, and the word of the corpus in its place
	Span     prose.Span // of From, in the text before any correction
}

// Only words of minSlip letters are corrected, by one slip; from longSlip on by mostSlips, when both words also sound alike. One letter
// makes another name more often than another word, so a name must sound alike too, have its letters swapped, or be longName long.
const (
	minSlip   = 5
	longSlip  = 6
	longName  = 8
	mostSlips = 2
)

// Correct mends a folded word that neither the corpus nor the word vectors know: it gives the one word of the corpus that it is
// likely to be a slip of. A word that resembles nothing, or two words equally, is left alone.
func (l *Lexicon) Correct(word string) (string, bool) {
	if utf8.RuneCountInString(word) < minSlip || l.isKnown(word) ||
		strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }) {
		return "", false
	}
	var found []candidate
	letters := lettersOf(word)
	for _, s := range l.spellings {
		if letters.apart(s.letters) {
			continue
		}
		how := l.spelt[s.word]
		if c, ok := slipOf(word, s.word, how.common == 0); ok {
			c.passages = how.passages
			found = append(found, c)
		}
	}
	if len(found) == 0 {
		return "", false
	}
	slices.SortFunc(found, candidate.compare)
	best := found[0]
	for _, c := range found[1:] {
		if best.rank() == c.rank() && stem(best.word) != stem(c.word) {
			return "", false
		}
	}
	return best.word, true
}

// Known reports whether a folded word is in use: in the corpus, as a function word or a name of a place, in the word vectors, or as a
// regular form of such a word. What is not known is a name that the corpus lacks, a slip that Mend could not mend, or slang. Without
// word vectors nothing can be told, and every word counts as known.
func (l *Lexicon) Known(word string) bool { return l.vectors == nil || l.isKnown(word) }

// isKnown is Known where only the corpus is asked when there are no word vectors.
func (l *Lexicon) isKnown(word string) bool {
	if l.inUse(word) || slices.ContainsFunc(l.byStem[stem(word)], func(id int32) bool { return l.isWord(l.words[id].text) }) {
		return true
	}
	for _, suffix := range [...]string{"s", "es", "d", "ed", "r", "er", "ers", "ing", "ly", "ness"} {
		if root, ok := strings.CutSuffix(word, suffix); ok && len(root) > 2 && (l.inUse(root) || suffix != "s" && l.inUse(root+"e")) {
			return true
		}
	}
	return strings.HasSuffix(word, "in") && l.inUse(word+"g") // "meetin", as it is spoken
}

// isWord reports whether a word of the corpus is not a name alone: a name has no other forms with its stem but those that isKnown knows.
func (l *Lexicon) isWord(word string) bool { return l.spelt[word].common > 0 }

func (l *Lexicon) inUse(word string) bool {
	_, spelt := l.spelt[word]
	return spelt || english.StopWords.Has(word) || l.vectors != nil && l.vectors.Known(word) || countries().uses(word)
}

// candidate is a word that another may be a slip of.
type candidate struct {
	word       string
	slips      int
	soundsLike bool
	sameStart  bool
	passages   int
}

// rank is what decides between candidates; smaller is likelier.
func (c candidate) rank() int {
	rank := 4 * c.slips
	if !c.soundsLike {
		rank += 2
	}
	if !c.sameStart {
		rank++
	}
	return rank
}

func (c candidate) compare(d candidate) int {
	return cmp.Or(cmp.Compare(c.rank(), d.rank()), cmp.Compare(d.passages, c.passages), cmp.Compare(c.word, d.word))
}

// slipOf compares an unknown word with one of the corpus, which may be a name.
func slipOf(word, of string, name bool) (candidate, bool) {
	a, b := []rune(word), []rune(of)
	most := 1
	if min(len(a), len(b)) >= longSlip {
		most = mostSlips
	}
	if len(b) < minSlip-1 || abs(len(a)-len(b)) > most {
		return candidate{}, false
	}
	slips := editDistance(a, b, most)
	if slips > most {
		return candidate{}, false
	}
	c := candidate{word: of, slips: slips, soundsLike: soundKey(word) == soundKey(of), sameStart: a[0] == b[0]}
	switch {
	case !c.sameStart && len(b) < longSlip, slips > 1 && !c.soundsLike:
		return candidate{}, false
	case !name || c.soundsLike:
		return c, c.sameStart || slips == 1
	}
	return c, len(b) >= longName || sameLetters(a, b)
}

// letters are those of a word, each a bit, some sharing one: to tell at a glance most words that are no slip of each other.
type letters uint32

func lettersOf(word string) letters {
	var out letters
	for _, r := range word {
		out |= 1 << (r % 32)
	}
	return out
}

// apart reports whether words of these letters are more than mostSlips from each other: a slip takes a letter and puts another, at most.
func (a letters) apart(b letters) bool { return bits.OnesCount32(uint32(a^b)) > 2*mostSlips }

func sameLetters(a, b []rune) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

func abs(n int) int { return max(n, -n) }

// editDistance counts insertions, deletions, substitutions and transpositions of neighbours between two words (Damerau 1964, in its
// optimal string alignment form). It gives up above most, returning some larger number.
func editDistance(a, b []rune, most int) int {
	before, above, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > most {
			return most + 1
		}
		before, above, row = above, row, before
	}
	return above[len(b)]
}

// soundKey is how a word sounds, roughly, in the manner of Metaphone (Philips 1990): its first letter, then its consonants with
// those written in several ways made one; vowels, y, w and h, and doubled sounds are left out.
func soundKey(word string) string {
	word = soundSpellings.Replace(word)
	var key []rune
	for i, r := range word {
		if i > 0 && strings.ContainsRune("aeiouyhw", r) {
			continue
		}
		if len(key) == 0 || key[len(key)-1] != r {
			key = append(key, r)
		}
	}
	return string(key)
}

var soundSpellings = strings.NewReplacer("sch", "S", "sh", "S", "tch", "C", "ch", "C", "ph", "f", "gh", "g", "ck", "k", "kn", "n", "q", "k",
	"ce", "s", "ci", "s", "cy", "s", "c", "k", "z", "s", "x", "ks", "v", "f", "dt", "t")

// Mend corrects the slips of spelling in a question. What it changes keeps the capital of the word that it replaces.
func (l *Lexicon) Mend(question string) (string, []Correction) {
	var b strings.Builder
	var made []Correction
	end := 0
	for _, w := range contentWords(question) {
		if w.Initialism {
			continue
		}
		to, ok := l.Correct(w.Folded)
		if !ok {
			continue
		}
		if first, size := utf8.DecodeRuneInString(to); prose.IsCapital(w.Text) {
			to = string(unicode.ToUpper(first)) + to[size:]
		}
		made = append(made, Correction{From: w.Text, To: to, Span: w.Span})
		b.WriteString(question[end:w.Span.Start])
		b.WriteString(to)
		end = w.Span.End
	}
	b.WriteString(question[end:])
	return b.String(), made
}
