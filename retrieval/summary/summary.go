// Package summary chooses, of many sentences, those that a summary is made of. It knows neither articles nor people: what a sentence bears
// on, and whether two say the same, it is told.
package summary

import (
	"cmp"
	"math"
	"slices"
)

// Sentence is one that a summary may be made of.
type Sentence struct {
	Stems   []string // of its words of content
	Report  string   // whose it is
	Place   int      // in its article, from 1: news puts first what matters most
	Bearing float64  // on the topic, where there is one
	Least   float64  // what that must be, where it doesn't name the topic; 0 where it does
}

// The share of the bearing of the sentence that bears most which another must have; less where it names the topic, or is of the same matter
// as another report's that does: the shorter one has a share of its words with it.
const (
	bearingShare = .55
	namedShare   = .4
	sameMatter   = .5
)

// fullSentence is the number of words of content under which a sentence counts as if it had so many: short ones have high means by chance.
const fullSentence = 14

// first is how much more the first sentence of an article counts than one far down.
const first = 2

// againOfReport is what another sentence of a report counts on a topic, for each that it has told.
const againOfReport = .75

// Dwelt chooses n of the sentences by SumBasic (Nenkova and Vanderwende, 2005): a sentence counts by the mean frequency of its words, and
// words already said count less from then on. Reports take turns, the one with fewest sentences first. It returns indices, the best first;
// repeats tells whether a sentence says nothing that those chosen don't.
func Dwelt(pool []Sentence, n int, repeats func(chosen []int, i int) bool) []int {
	frequency, total := map[string]float64{}, 0.0
	for _, x := range pool {
		for _, stem := range x.Stems {
			frequency[stem]++
			total++
		}
	}
	taken := map[string]int{}
	compare := func(a, b Sentence) int { return cmp.Compare(taken[a.Report], taken[b.Report]) }
	weight := func(x Sentence) float64 {
		sum := 0.0
		for _, stem := range x.Stems {
			sum += frequency[stem] / total
		}
		return (1 + first/float64(max(x.Place, 1))) * sum / float64(max(len(x.Stems), fullSentence))
	}
	return choose(pool, n, repeats, compare, weight, func(best Sentence, told bool) {
		for _, stem := range best.Stems {
			frequency[stem] = total * math.Pow(frequency[stem]/total, 2)
		}
		if told {
			taken[best.Report]++
		}
	})
}

// OnTopic chooses n of the sentences that bear enough on a topic, by how much they do, what says again what is told less, and another
// sentence of a report less than the first of one that has said nothing: little is told of none only because it is another's.
func OnTopic(pool []Sentence, n int, repeats func(chosen []int, i int) bool) []int {
	bearing := thoseThatBear(pool)
	taken := map[string]int{}
	var told [][]string
	weight := func(x Sentence) float64 {
		return x.Bearing * (1 - repeated(x.Stems, told)) * math.Pow(againOfReport, float64(taken[x.Report]))
	}
	never := func(chosen []int, i int) bool { return !bearing[i] || repeats(chosen, i) }
	return choose(pool, n, never, func(Sentence, Sentence) int { return 0 }, weight, func(best Sentence, isTold bool) {
		if isTold {
			told = append(told, best.Stems)
			taken[best.Report]++
		}
	})
}

// thoseThatBear tells which of the sentences bear enough on the topic.
func thoseThatBear(pool []Sentence) []bool {
	least := make([]float64, len(pool))
	most := 0.0
	for i, x := range pool {
		least[i] = x.Least
		if slices.ContainsFunc(pool, func(o Sentence) bool {
			return o.Least == 0 && o.Report != x.Report && Overlap(o.Stems, x.Stems) >= sameMatter
		}) {
			least[i] = 0
		}
		if x.Bearing >= least[i] {
			most = max(most, x.Bearing)
		}
	}
	out := make([]bool, len(pool))
	for i, x := range pool {
		share := bearingShare
		if least[i] == 0 {
			share = namedShare
		}
		out[i] = x.Bearing >= max(least[i], share*most)
	}
	return out
}

// choose takes the best sentence again and again: the first by compare, of those the heaviest. done is told of each taken, and whether it
// is told.
func choose(pool []Sentence, n int, repeats func([]int, int) bool, compare func(a, b Sentence) int, weight func(Sentence) float64,
	done func(best Sentence, told bool)) []int {
	var chosen []int
	left := make([]int, len(pool))
	for i := range left {
		left[i] = i
	}
	for len(chosen) < n && len(left) > 0 {
		best := slices.MinFunc(left, func(a, b int) int {
			return cmp.Or(compare(pool[a], pool[b]), cmp.Compare(weight(pool[b]), weight(pool[a])), cmp.Compare(a, b))
		})
		left = slices.DeleteFunc(left, func(i int) bool { return i == best })
		told := !repeats(chosen, best)
		if told {
			chosen = append(chosen, best)
		}
		done(pool[best], told)
	}
	return chosen
}

// Overlap is the share of the shorter list's distinct stems that the other has.
func Overlap(a, b []string) float64 {
	if len(b) < len(a) {
		a, b = b, a
	}
	if len(a) == 0 {
		return 0
	}
	n := 0
	for _, x := range a {
		if slices.Contains(b, x) {
			n++
		}
	}
	return float64(n) / float64(len(a))
}

// repeated is the share of the stems that one of those told has.
func repeated(stems []string, told [][]string) float64 {
	most := 0.0
	for _, others := range told {
		n := 0
		for _, stem := range stems {
			if slices.Contains(others, stem) {
				n++
			}
		}
		if len(stems) > 0 {
			most = max(most, float64(n)/float64(len(stems)))
		}
	}
	return most
}
