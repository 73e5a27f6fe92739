// Command measure tells how well the built-in models choose the sentence of a paragraph that answers, and how well they know that none
// does, over the Stanford Question Answering Dataset, version 2:
//
//	go run ./retrieval/eval/squad/measure FILE
//
// It prints a report over all questions, and one over those of every other article, as JSON.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/builtin"
	"readout/retrieval/chromem"
	"readout/retrieval/eval/squad"
)

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	if len(args) != 1 {
		return errors.New("give the file of the dataset")
	}
	file, err := os.Open(args[0])
	if err != nil {
		return err
	}
	defer file.Close()
	questions, err := squad.Read(file)
	if err != nil {
		return err
	}
	model, err := builtin.Open()
	if err != nil {
		return err
	}
	asked, err := squad.Ask(ctx, func(ctx context.Context, c *reading.Corpus) (*retrieval.Snapshot, error) {
		index, err := chromem.Build(ctx, chromem.Input{Corpus: c, Version: "measured", Embedder: model, WordVectors: model})
		if err != nil {
			return nil, err
		}
		return &retrieval.Snapshot{Version: "measured", Corpus: c, Index: index, Words: index.Words(), Embedder: model,
			Reader: model.Reader()}, nil
	}, questions)
	if err != nil {
		return err
	}
	_, held := squad.SplitByTitle(asked, func(a squad.Asked) string { return a.Question.Title })
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(map[string]squad.Report{"all": squad.Measure(asked), "every other article": squad.Measure(held)})
}
