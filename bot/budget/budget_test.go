package budget

import (
	"testing"

	"readout/bot/money"
	"readout/retrieval/answer"
)

func TestCost(t *testing.T) {
	t.Parallel()
	c := Limits{InputPrice: 400_000, OutputPrice: 1_600_000}
	for u, want := range map[answer.Usage]money.Sum{
		{}:                                     0,
		{Input: 1_000_000}:                     400_000,
		{Output: 1_000_000}:                    1_600_000,
		{Input: 1}:                             1, // rounded up
		{Input: 1000, Output: 500}:             1200,
		{Input: -5}:                            0,
		{Input: 1 << 40, Output: 1}:            439804651112,
		{Input: 1, Output: 1, Estimated: true}: 2,
	} {
		if got := c.Cost(u); got != want {
			t.Errorf("%+v costs %d, want %d", u, got, want)
		}
	}
}
