// Package nearest finds what somebody who mistyped a name may have meant.
package nearest

import "strings"

// To is the one of the names that a mistyped word is nearest to; "" when it resembles none. A word of up to five letters may be one slip
// away, a longer one two; a slip is a letter too many, one missing, another one, or two that changed places. Case is no slip.
func To(word string, names []string) string {
	most := 1
	if len([]rune(word)) > 5 {
		most = 2
	}
	best, at := "", most+1
	for _, name := range names {
		if d := distance(strings.ToLower(word), strings.ToLower(name)); d < at {
			best, at = name, d
		}
	}
	return best
}

// distance is how many slips two words are apart: their restricted Damerau-Levenshtein distance (optimal string alignment).
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	before, last := make([]int, len(to)+1), make([]int, len(to)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(from); i++ {
		row := make([]int, len(to)+1)
		row[0] = i
		for j := 1; j <= len(to); j++ {
			other := 1
			if from[i-1] == to[j-1] {
				other = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+other)
			if i > 1 && j > 1 && from[i-1] == to[j-2] && from[i-2] == to[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(to)]
}
