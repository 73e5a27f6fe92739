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

// TestOnTopicLeast: what doesn't name the topic must bear on it by itself, unless another report tells of the same matter and names it.
func TestOnTopicLeast(t *testing.T) {
	t.Parallel()
	pool := []summary.Sentence{
		sentence("a", 1, .4, "calder marsh meet halm june"),
		sentence("b", 1, .3, "calder marsh agree meet june"),
		sentence("c", 1, .45, "weather fine coast sun"),
		sentence("a", 2, .3, "calder marsh meet talk june"),
		sentence("d", 1, .12, "marsh meet june calder"),
	}
	for i := range pool {
		pool[i].Least = .5
	}
	pool[0].Least = 0
	if got, want := summary.OnTopic(pool, 5, never), []int{0, 1}; !slices.Equal(got, want) {
		t.Errorf("OnTopic = %v, want %v", got, want)
	}
}

func TestOverlap(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		a, b string
		want float64
	}{{"quay close", "quay close may june", 1}, {"quay close may june", "quay", 1}, {"quay may", "quay june", .5}, {"", "quay", 0}} {
		if got := summary.Overlap(strings.Fields(tc.a), strings.Fields(tc.b)); got != tc.want {
			t.Errorf("Overlap(%q, %q) = %g, want %g", tc.a, tc.b, got, tc.want)
		}
	}
}

// TestOnTopic: a report's only sentence comes before another's second where it bears about as much on the topic, not where it hardly does.
func TestOnTopic(t *testing.T) {
	t.Parallel()
	pool := []summary.Sentence{
		sentence("a", 1, .9, "quay close may"),
		sentence("a", 2, .8, "pilots protest"),
		sentence("b", 1, .7, "council vote"),
		sentence("c", 1, .4, "weather fine"),
		sentence("a", 3, .85, "quay close may again"),
	}
	if got, want := summary.OnTopic(pool, 4, never), []int{0, 2, 1, 3}; !slices.Equal(got, want) {
		t.Errorf("OnTopic = %v, want %v", got, want)
	}
}
