package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"readout/bot/secret"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/openai"
)

// ServerConfig is where models are served.
type ServerConfig struct {
	Key     secret.Value  `from:"OPENAI_API_KEY" placeholder:"KEY" help:"API key: a language model words the answers, and every sentence is checked. The question, the turns before it and the passages found go to its provider."`
	BaseURL serverAddress `from:"OPENAI_BASE_URL" name:"base-url" placeholder:"URL" help:"Server of OpenAI's protocol to use instead of OpenAI's own, such as http://localhost:11434/v1; it may need no key."`
}

// set reports whether there is a server to ask.
func (c ServerConfig) set() bool { return c.Key != "" || c.BaseURL != "" }

// ModelConfig chooses the language model that words answers. Without a key and without a server of one's own, quotations answer.
type ModelConfig struct {
	Model         string `from:"OPENAI_MODEL" default:"gpt-4.1-mini" help:"Language model, as the server names it; none for quotations only."`
	PassageTokens int    `from:"OPENAI_PASSAGE_TOKENS" default:"1700" help:"Tokens of the articles' passages, at most 16 of them, that the model is shown for an answer. With the rules that makes a prompt of some 2,500; what the model's context has no room for is left out by itself."`
	Repair        bool   `from:"OPENAI_REPAIR" default:"true" negatable:"" help:"Ask the model once more, with the reasons, for sentences that did not hold; no for one call an answer."`

	Wait time.Duration `from:"OPENAI_WAIT" default:"30s" help:"How long a question waits for the model before quotations answer."`
}

// leastPassageTokens is about what two paragraphs have.
const leastPassageTokens = 200

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
func (c ModelConfig) writes(server ServerConfig) bool {
	return server.set() && !strings.EqualFold(c.Model, "none")
}

// generator is the configured model; nil when there is none.
func (c ModelConfig) generator(server ServerConfig) (*openai.Generator, error) {
	if !c.writes(server) {
		return nil, nil
	}
	if c.Wait <= 0 {
		return nil, badInput(fmt.Errorf("--wait is %v: give the model some time, or --model none", c.Wait))
	}
	if c.PassageTokens < leastPassageTokens {
		return nil, badInput(fmt.Errorf("--passage-tokens is %d: a model needs %d at least to answer from", c.PassageTokens, leastPassageTokens))
	}
	model, err := openai.NewGenerator(openai.Config{BaseURL: string(server.BaseURL), Key: server.Key.Reveal(), Model: c.Model})
	return model, badInput(err)
}

// wording is how answers are worded: by a model, or with quotations only.
type wording struct {
	model   *openai.Generator // nil for quotations only
	options answer.WrittenOptions
}

// wording reads the configuration. spend is asked before each call of the model, and cache keeps what it writes; both may be nil.
func (c ModelConfig) wording(server ServerConfig, spend func(context.Context, answer.Usage) (func(answer.Usage), error), cache answer.Cache) (wording, error) {
	model, err := c.generator(server)
	return wording{model, answer.WrittenOptions{Wait: c.Wait, PassageTokens: c.PassageTokens, NoRepair: !c.Repair, Spend: spend, Cache: cache}}, err
}

// answerer answers from the current version of some articles. Those of one wording share its model, and with it what is known of the
// server.
func (w wording) answerer(current func() *retrieval.Snapshot) *answer.Answerer {
	if w.model == nil {
		return answer.New(current)
	}
	return answer.NewWritten(current, w.model, w.options)
}

// word has the configured model, if there is one, word the engine's answers.
func (c ModelConfig) word(e *engine, server ServerConfig) error {
	w, err := c.wording(server, nil, nil)
	if err != nil || w.model == nil {
		return err
	}
	e.answerer = w.answerer(func() *retrieval.Snapshot { return e.snapshot })
	return nil
}
