package engine

import (
	"context"
	"fmt"
	"strings"
	"time"

	"readout/bot/edition"
	"readout/bot/failure"
	"readout/bot/secret"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/openai"
)

// ServerConfig is where models are served.
type ServerConfig struct {
	Key     secret.Value  `from:"OPENAI_API_KEY" placeholder:"KEY" help:"${api_key}"`
	BaseURL ServerAddress `from:"OPENAI_BASE_URL" name:"base-url" placeholder:"URL" help:"${base_url}"`
}

// set reports whether there is a server to ask.
func (c ServerConfig) set() bool { return c.Key != "" || c.BaseURL != "" }

// ModelConfig chooses the language model that words answers. Without a key and without a server of one's own, quotations answer.
type ModelConfig struct {
	Model         string `from:"OPENAI_MODEL" default:"gpt-4.1-mini" help:"Language model, as the server names it; none for quotations only."`
	PassageTokens int    `from:"OPENAI_PASSAGE_TOKENS" default:"1700" help:"${passage_tokens}"`
	Repair        bool   `from:"OPENAI_REPAIR" default:"true" negatable:"" help:"${repair}"`

	Wait time.Duration `from:"OPENAI_WAIT" default:"30s" help:"How long a question waits for the model before quotations answer."`
}

// leastPassageTokens is about what two paragraphs have.
const leastPassageTokens = 200

// ServerAddress is the address of a server of OpenAI's protocol.
type ServerAddress string

// UnmarshalText implements encoding.TextUnmarshaler, so that a bad address is reported with the other faults.
func (a *ServerAddress) UnmarshalText(text []byte) error {
	if err := openai.CheckBaseURL(string(text)); err != nil {
		return err
	}
	*a = ServerAddress(text)
	return nil
}

// Writes reports whether a model is to word answers.
func (c ModelConfig) Writes(server ServerConfig) bool {
	return server.set() && !strings.EqualFold(c.Model, "none")
}

// Generator is the configured model; nil when there is none.
func (c ModelConfig) Generator(server ServerConfig) (*openai.Generator, error) {
	if !c.Writes(server) {
		return nil, nil
	}
	if c.Wait <= 0 {
		return nil, failure.Input(fmt.Errorf("--wait is %v: give the model some time, or --model none", c.Wait))
	}
	if c.PassageTokens < leastPassageTokens {
		return nil, failure.Input(fmt.Errorf("--passage-tokens is %d: a model needs %d at least to answer from",
			c.PassageTokens, leastPassageTokens))
	}
	model, err := openai.NewGenerator(openai.Config{BaseURL: string(server.BaseURL), Key: server.Key.Reveal(), Model: c.Model})
	return model, failure.Input(err)
}

// Wording is how answers are worded: by a model, or with quotations only.
type Wording struct {
	Model   *openai.Generator // nil for quotations only
	options answer.WrittenOptions
}

// Wording reads the configuration. spend is asked before each call of the model, and cache keeps what it writes; both may be nil.
func (c ModelConfig) Wording(
	server ServerConfig, spend func(context.Context, answer.Usage) (func(answer.Usage), error), cache answer.Cache,
) (Wording, error) {
	model, err := c.Generator(server)
	options := answer.WrittenOptions{Wait: c.Wait, PassageTokens: c.PassageTokens, NoRepair: !c.Repair, Spend: spend, Cache: cache}
	return Wording{model, options}, err
}

// answerer answers from the current version of some articles. Those of one wording share its model, and with it what is known of the
// server.
func (w Wording) answerer(current func() *retrieval.Snapshot) *answer.Answerer {
	if w.Model == nil {
		return answer.New(current)
	}
	return answer.NewWritten(current, w.Model, w.options)
}

// Word has the configured model, if there is one, word the engine's answers.
func (c ModelConfig) Word(e *Engine, server ServerConfig) error {
	w, err := c.Wording(server, nil, nil)
	if err != nil || w.Model == nil {
		return err
	}
	e.Answerer = w.answerer(func() *retrieval.Snapshot { return e.Snapshot })
	return nil
}

// Edition answers from a snapshot.
func (w Wording) Edition(s *retrieval.Snapshot) *edition.Edition {
	return &edition.Edition{Snapshot: s, Answers: w.answerer(func() *retrieval.Snapshot { return s })}
}
