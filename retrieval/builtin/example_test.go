package builtin_test

import (
	"context"
	"fmt"

	"readout/retrieval"
	"readout/retrieval/builtin"
)

// The models find what a question means where it shares no word with the answer.
func Example() {
	model, err := builtin.Open()
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	question, err := model.Embed(ctx, retrieval.ForQuery, []string{"How many staff did the firm sack?"})
	if err != nil {
		fmt.Println(err)
		return
	}
	sentences := []string{
		"The company was founded in 1912.",
		"It dismissed two hundred workers in spring.",
		"Heavy rain is expected in the valley.",
	}
	vectors, err := model.Embed(ctx, retrieval.ForPassage, sentences)
	if err != nil {
		fmt.Println(err)
		return
	}
	best, greatest := "", float32(-1)
	for i, v := range vectors {
		var cosine float32
		for j := range v {
			cosine += v[j] * question[0][j]
		}
		if cosine > greatest {
			best, greatest = sentences[i], cosine
		}
	}
	fmt.Println(best)

	cosine, ok := model.Cosine("talks", "negotiations")
	fmt.Printf("%.1f %t\n", cosine, ok)
	// Output:
	// It dismissed two hundred workers in spring.
	// 0.9 true
}
