// Command fit fits the weights of package evidence to judged questions, and prints them as its weights.json:
//
//	go run ./retrieval/fit QUESTIONS ARTICLES [QUESTIONS ARTICLES …] > retrieval/evidence/weights.json
//
// Each pair is a set: a file of judged questions (see package eval) and the folder of the articles that they are asked of. What is fitted
// is few coefficients over many questions; how far they hold on a set that they were not fitted on is printed on standard error, each
// set in its turn left out.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"readout/corpus/fetch"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/builtin"
	"readout/retrieval/chromem"
	"readout/retrieval/eval"
	"readout/retrieval/evidence"
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "fit:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 || len(args)%2 != 0 {
		return fmt.Errorf("give pairs of a file of questions and a folder of articles")
	}
	model, err := builtin.Open()
	if err != nil {
		return err
	}
	var sets [][]sample
	for i := 0; i < len(args); i += 2 {
		set, err := read(ctx, model, args[i], args[i+1])
		if err != nil {
			return fmt.Errorf("%s: %w", args[i], err)
		}
		sets = append(sets, set)
	}
	for i, left := range sets {
		others := append(append([][]sample{}, sets[:i]...), sets[i+1:]...)
		fmt.Fprintf(os.Stderr, "%-60s %s\n", args[2*i], measure(fit(others), left))
	}
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", "  ")
	return out.Encode(fit(sets))
}

// sample is a judged question with the sentences that were read for it.
type sample struct {
	answerable bool
	read       []evidence.Sentence
	answers    []float64 // of each sentence, the share of the answer's points that it holds
}

// read asks the questions of a set and keeps what was read.
func read(ctx context.Context, model *builtin.Model, questions, articles string) ([]sample, error) {
	judged, err := eval.ReadQuestionsFile(questions)
	if err != nil {
		return nil, err
	}
	loaded, _, err := fetch.Path(ctx, articles)
	if err != nil {
		return nil, err
	}
	c, err := reading.New(loaded)
	if err != nil {
		return nil, err
	}
	index, err := chromem.Build(ctx, chromem.Input{Corpus: c, Version: "fit", Embedder: model, WordVectors: model})
	if err != nil {
		return nil, err
	}
	s := &retrieval.Snapshot{Version: "fit", Corpus: c, Index: index, Words: index.Words(), Embedder: model, Reader: model.Reader()}
	answerer := answer.New(func() *retrieval.Snapshot { return s })
	var out []sample
	for i := range judged {
		q := &judged[i]
		if q.Expected != eval.Answer && q.Expected != eval.Abstain {
			continue
		}
		a, err := answerer.Answer(ctx, q.Ask())
		if err != nil {
			return nil, fmt.Errorf("question %s: %w", q.ID, err)
		}
		if len(a.Read) == 0 {
			continue // code answered it
		}
		x := sample{answerable: q.Expected == eval.Answer, read: a.Read}
		for _, r := range a.Read {
			x.answers = append(x.answers, q.Holds(r.Passage.Sentences[r.Index].Text))
		}
		out = append(out, x)
	}
	return out, nil
}
