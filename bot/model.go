package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/openai"
)

// ModelConfig chooses the language model that words answers. Without a key and without a server of one's own, quotations answer.
type ModelConfig struct {
	Key     Secret        `from:"OPENAI_API_KEY" placeholder:"KEY" help:"API key: a language model words the answers, and every sentence is checked. The question and the passages found go to its provider."`
	BaseURL serverAddress `from:"OPENAI_BASE_URL" name:"base-url" placeholder:"URL" help:"Server of OpenAI's protocol to use instead of OpenAI's own, such as http://localhost:11434/v1; it may need no key."`
	Model   string        `from:"OPENAI_MODEL" default:"gpt-4.1-mini" help:"Language model, as the server names it; none for quotations only."`
	Wait    time.Duration `from:"OPENAI_WAIT" default:"30s" help:"How long a question waits for the model before quotations answer."`
}

// serverAddress is the address of a server of OpenAI's protocol.
type serverAddress string

// UnmarshalText implements encoding.TextUnmarshaler, so that a bad address is reported with the other faults.
func (a *serverAddress) UnmarshalText(text []byte) error {
	if err := openai.CheckBaseURL(string(text)); err != nil {
		return err
	}
	*a = serverAddress(text)
	return nil
}

// writes reports whether a model is to word answers.
func (c ModelConfig) writes() bool {
	return (c.Key != "" || c.BaseURL != "") && !strings.EqualFold(c.Model, "none")
}

// word has the configured model, if there is one, word the engine's answers. spend is asked before each call; nil allows all.
func (c ModelConfig) word(e *engine, spend func(context.Context, answer.Usage) (func(answer.Usage), error)) error {
	if !c.writes() {
		return nil
	}
	if c.Wait <= 0 {
		return badInput(fmt.Errorf("--wait is %v: give the model some time, or --model none", c.Wait))
	}
	model, err := openai.NewGenerator(openai.Config{BaseURL: string(c.BaseURL), Key: c.Key.Reveal(), Model: c.Model})
	if err != nil {
		return badInput(err)
	}
	e.answerer = answer.NewWritten(func() *retrieval.Snapshot { return e.snapshot }, model, answer.WrittenOptions{Wait: c.Wait, Spend: spend})
	return nil
}
