package eval

import (
	"bytes"
	_ "embed"
	"fmt"
)

//go:embed testdata/shipped.jsonl
var shipped []byte

// Shipped are the judged questions on the shipped articles.
func Shipped() ([]Question, error) {
	questions, err := ReadQuestions(bytes.NewReader(shipped))
	if err != nil {
		return nil, fmt.Errorf("judged questions on the shipped articles: %w", err)
	}
	return questions, nil
}
