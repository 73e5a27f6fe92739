package summary_test

import (
	"slices"
	"strings"
	"testing"

	"readout/retrieval/summary"
)

func sentence(report string, place int, bearing float64, words string) summary.Sentence {
	return summary.Sentence{Stems: strings.Fields(words), Report: report, Place: place, Bearing: bearing}
}

func never([]int, int) bool { return false }

// TestDwelt: what the reports dwell on comes first, then counts less; reports take turns, and what repeats is passed over.
func TestDwelt(t *testing.T) {
	t.Parallel()
	pool := []summary.Sentence{
		sentence("a", 1, 0, "quay close may"),
		sentence("a", 2, 0, "quay close june"),
		sentence("b", 3, 0, "weather fine"),
		sentence("b", 1, 0, "quay close council"),
	}
	if got, want := summary.Dwelt(pool, 3, never), []int{0, 3, 2}; !slices.Equal(got, want) {
		t.Errorf("Dwelt = %v, want %v", got, want)
	}
	third := func(chosen []int, i int) bool { return len(chosen) > 0 && i == 3 }
	if got, want := summary.Dwelt(pool, 3, third), []int{0, 2, 1}; !slices.Equal(got, want) {
		t.Errorf("Dwelt without what repeats = %v, want %v", got, want)
	}
	if got := summary.Dwelt(nil, 3, never); len(got) > 0 {
		t.Errorf("Dwelt of nothing = %v", got)
	}
}

// TestOnTopic: a report's only sentence comes before another's second where it bears about as much on the topic, not where it hardly does.
func TestOnTopic(t *testing.T) {
	t.Parallel()
	pool := []summary.Sentence{
		sentence("a", 1, .9, "quay close may"),
		sentence("a", 2, .8, "pilots protest"),
		sentence("b", 1, .7, "council vote"),
		sentence("c", 1, .2, "weather fine"),
		sentence("a", 3, .85, "quay close may again"),
	}
	if got, want := summary.OnTopic(pool, 4, never), []int{0, 2, 1, 3}; !slices.Equal(got, want) {
		t.Errorf("OnTopic = %v, want %v", got, want)
	}
}
