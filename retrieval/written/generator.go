package written

import (
	"context"
	"encoding/json"
	"errors"
)

// Generator is a language model that answers in JSON. It is stateless and safe for concurrent use. What it returns must be checked
// like hostile input. A cancelled context is an error.
type Generator interface {
	// Model names the model; the name is shown and stored with the answers that it words.
	Model() string
	// Generate returns one JSON value, which follows the schema if the model is able to. Usage is what the call cost, and counts
	// when there is an error, too: failed attempts are paid for.
	Generate(ctx context.Context, r Request) (json.RawMessage, Usage, error)
}

// Estimator is a Generator that knows the most that a request may cost with it: a model that thinks before it answers writes more than
// Request.MaxTokens.
type Estimator interface {
	Worst(r Request) Usage
}

// Request is what a Generator is asked. Rules and data are apart, so that nothing in an article is taken for a rule.
type Request struct {
	Rules     string          // what to do; the only text that instructs
	Data      json.RawMessage // what to do it with
	Name      string          // of the schema: letters, digits and underscores
	Schema    json.RawMessage // JSON Schema that the answer is to follow
	MaxTokens int             // of the answer, at most
}

// Usage is what a call cost, in tokens.
type Usage struct {
	Input, Output int
	Estimated     bool // counted by the length of the text, because the server did not say
}

// Plus is both usages together.
func (u Usage) Plus(v Usage) Usage {
	return Usage{u.Input + v.Input, u.Output + v.Output, u.Estimated || v.Estimated}
}

// EstimateTokens is about how many tokens a text has: one for four bytes of English, rounded up.
func EstimateTokens(text string) int { return (len(text) + 3) / 4 }

// Why a model's answer was not used, besides what else a Generator returned.
var (
	ErrModelRefused     = errors.New("the model refused")                                // a Generator returns it
	ErrModelLate        = errors.New("the model did not answer in time")                 // over Options.Wait
	ErrModelNonsense    = errors.New("the model did not answer in the form asked for")   // a Generator may return it as well
	ErrModelUnsupported = errors.New("the articles do not support what the model wrote") // nothing, or too little, was left of it
	ErrOverBudget       = errors.New("the budget for written answers is spent")          // Options.Spend returns it
	ErrNoRoom           = errors.New("the prompt is longer than the model's context")    // a Generator returns it
)
