package openai

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"

	gopenai "github.com/sashabaranov/go-openai"

	"readout/retrieval/written"
)

// maxText is the largest answer of a model that is read, in bytes.
const maxText = 2 << 20

// Generator has a model of an OpenAI-compatible server answer in JSON. It implements written.Generator.
type Generator struct {
	client *client
	model  string

	mu    sync.Mutex
	known capability
}

var (
	_ written.Generator = (*Generator)(nil)
	_ written.Estimator = (*Generator)(nil)
)

// NewGenerator makes a Generator; it does not call the server.
func NewGenerator(c Config) (*Generator, error) {
	client, err := newClient(c, maxText)
	if err != nil {
		return nil, err
	}
	return &Generator{client: client, model: c.Model, known: expected(c.Model, client.own)}, nil
}

// Model implements written.Generator.
func (g *Generator) Model() string { return g.model }

// Generate implements written.Generator. Its errors wrap ErrKey, ErrNoModel, ErrResting, ErrNotTheProtocol, written.ErrModelRefused,
// written.ErrModelNonsense or the context's error where one of them is the reason.
func (g *Generator) Generate(ctx context.Context, r written.Request) (json.RawMessage, written.Usage, error) {
	var used written.Usage
	as := g.capability()
	for {
		text, cost, err := g.attempt(ctx, r, as)
		used = used.Plus(cost)
		if err == nil {
			g.learn(as)
			raw, err := jsonIn(text)
			if err != nil {
				return nil, used, wrap("generate", g.model, err)
			}
			return raw, used, nil
		}
		next, ok := as.without(err)
		if !ok || ctx.Err() != nil {
			return nil, used, wrap("generate", g.model, err)
		}
		as = next
	}
}

// Worst implements written.Estimator: it is what one request may cost. Generate costs more when the answer to a request is lost, which is
// then asked for again; and once for a model that turns out to think, which is asked again with more room.
func (g *Generator) Worst(r written.Request) written.Usage {
	size := len(r.Rules) + len(r.Data) + len(r.Schema)
	return written.Usage{Input: (size+worstBytes-1)/worstBytes + overhead, Output: g.capability().tokens(r), Estimated: true}
}

const (
	worstBytes = 3  // of a text, for a token: dense text, such as JSON or other scripts; English has four
	overhead   = 32 // tokens around the messages
)

func (g *Generator) capability() capability {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.known
}

func (g *Generator) learn(as capability) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.known = as
}

// attempt asks once, in the way that the capability tells.
func (g *Generator) attempt(ctx context.Context, r written.Request, as capability) (string, written.Usage, error) {
	request := as.request(g.model, r)
	input := written.EstimateTokens(r.Rules) + written.EstimateTokens(string(r.Data))
	var lost written.Usage
	response, err := call(ctx, g.client, func(ctx context.Context) (gopenai.ChatCompletionResponse, http.Header, error) {
		var sent atomic.Bool
		ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
			WroteRequest: func(w httptrace.WroteRequestInfo) { sent.Store(w.Err == nil) },
		})
		response, err := g.client.api.CreateChatCompletion(ctx, request)
		if sent.Load() && withoutResponse(err) {
			// Whoever works on a request that nobody waits for any more may charge for it all the same.
			lost = lost.Plus(written.Usage{Input: input, Output: as.tokens(r), Estimated: true})
		}
		return response, response.Header(), err
	})
	if err != nil {
		return "", lost, err
	}
	text, err := said(response)
	text = g.client.withoutKey(text)
	used := written.Usage{Input: response.Usage.PromptTokens, Output: response.Usage.CompletionTokens}
	if used.Input <= 0 {
		used.Input, used.Estimated = input, true
	}
	if used.Output <= 0 {
		used.Output, used.Estimated = written.EstimateTokens(text), true
	}
	return text, used.Plus(lost), err
}

// errCutShort means that the model reached its limit of tokens.
var errCutShort = fmt.Errorf("%w: cut short at its limit of tokens", written.ErrModelNonsense)

// said is the text of a whole answer. One without a reason to end may be whole: its JSON tells.
func said(r gopenai.ChatCompletionResponse) (string, error) {
	if len(r.Choices) == 0 {
		return "", fmt.Errorf("%w: no choices", written.ErrModelNonsense)
	}
	choice := r.Choices[0]
	text := choice.Message.Content
	if choice.Message.Refusal != "" {
		return text, written.ErrModelRefused
	}
	switch choice.FinishReason {
	case gopenai.FinishReasonStop, "", gopenai.FinishReasonNull:
		return text, nil
	case gopenai.FinishReasonLength:
		return text, errCutShort
	case gopenai.FinishReasonContentFilter:
		return text, written.ErrModelRefused
	}
	return text, fmt.Errorf("%w: it ended for another reason than being done", written.ErrModelNonsense)
}

// endOfThought is what models put behind their thoughts; what stands before it, with or without its beginning, is none of the answer.
const endOfThought = "</think>"

// jsonIn is the JSON value that a text holds: all of it or, with prose or a fence around it, the longest object or list in it.
func jsonIn(text string) (json.RawMessage, error) {
	if i := strings.LastIndex(text, endOfThought); i >= 0 && strings.ContainsAny(text[i:], "{[") {
		text = text[i+len(endOfThought):]
	}
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, fmt.Errorf("%w: it says nothing", written.ErrModelNonsense)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, []byte(text)); err == nil {
		return compact.Bytes(), nil
	}
	longest := ""
	for i, tried := 0, 0; tried < mostBeginnings; tried++ {
		at := strings.IndexAny(text[i:], "{[")
		if at < 0 {
			break
		}
		i += at
		dec := json.NewDecoder(strings.NewReader(text[i:]))
		var value json.RawMessage
		if dec.Decode(&value) != nil {
			i++
			continue
		}
		if len(value) > len(longest) {
			longest = string(value)
		}
		i += len(value)
	}
	compact.Reset()
	if longest == "" || json.Compact(&compact, []byte(longest)) != nil {
		return nil, fmt.Errorf("%w: not JSON, or cut short", written.ErrModelNonsense)
	}
	return compact.Bytes(), nil
}

// mostBeginnings is how many brackets are tried as the beginning of JSON.
const mostBeginnings = 50

// form is how JSON is asked for.
type form int

const (
	strictSchema form = iota
	jsonMode
	justAsked
)

// limit is by which name the limit of tokens is given.
type limit int

const (
	maxCompletionTokens limit = iota
	maxTokens                 // the older name
	noLimit
)

// capability is what a model on its server takes.
type capability struct {
	form     form
	limit    limit
	renamed  bool // the other name of the limit was refused
	noWarmth bool // no temperature
	noSystem bool // no system message
	reasons  bool // thinks before it answers, and its limit of tokens must leave room for it
	noEffort bool // no reasoning_effort
	guesses  int  // refusals so far that named no parameter
}

// reasoning are the beginnings of the names of models that think before they answer.
var reasoning = regexp.MustCompile(`^(?:.*/)?(?:o\d|gpt-5|gpt-6|deepseek-r|deepseek-reasoner|qwq|magistral)`)

// expected is what a model may be expected to take before it was asked. Most servers know only the older name of the limit; OpenAI's
// own wants the newer.
func expected(model string, own bool) capability {
	c := capability{limit: maxTokens}
	if own || strings.HasPrefix(model, "gpt-") {
		c.limit = maxCompletionTokens
	}
	if reasoning.MatchString(strings.ToLower(model)) {
		c.reasons, c.noWarmth, c.noEffort = true, true, !own
	}
	return c
}

const (
	coldest        = .01  // a temperature of 0 is left out by go-openai, and the server then takes 1
	reasoningFloor = 8000 // tokens
)

// tokens is how many the model may write.
func (as capability) tokens(r written.Request) int {
	if as.reasons || as.limit == noLimit {
		return max(r.MaxTokens, reasoningFloor)
	}
	return r.MaxTokens
}

func (as capability) request(model string, r written.Request) gopenai.ChatCompletionRequest {
	rules := r.Rules
	if as.form != strictSchema {
		rules += "\n\nAnswer with one JSON value and nothing else. It must follow this JSON Schema: " + string(r.Schema)
	}
	out := gopenai.ChatCompletionRequest{Model: model, Messages: []gopenai.ChatCompletionMessage{
		{Role: gopenai.ChatMessageRoleSystem, Content: rules},
		{Role: gopenai.ChatMessageRoleUser, Content: string(r.Data)},
	}}
	if as.noSystem {
		out.Messages = []gopenai.ChatCompletionMessage{{Role: gopenai.ChatMessageRoleUser, Content: rules + "\n\nThe data:\n" + string(r.Data)}}
	}
	switch as.form {
	case strictSchema:
		out.ResponseFormat = &gopenai.ChatCompletionResponseFormat{Type: gopenai.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &gopenai.ChatCompletionResponseFormatJSONSchema{Name: r.Name, Schema: r.Schema, Strict: true}}
	case jsonMode:
		out.ResponseFormat = &gopenai.ChatCompletionResponseFormat{Type: gopenai.ChatCompletionResponseFormatTypeJSONObject}
	}
	tokens := as.tokens(r)
	if as.reasons && !as.noEffort {
		out.ReasoningEffort = gopenai.ReasoningEffortLow
	}
	switch as.limit {
	case maxCompletionTokens:
		out.MaxCompletionTokens = tokens
	case maxTokens:
		//lint:ignore SA1019 most servers know no other name
		out.MaxTokens = tokens
	}
	if !as.noWarmth {
		out.Temperature = coldest
	}
	return out
}

// withOtherLimit gives the limit of tokens by its other name or, where that was refused, too, not at all.
func (as capability) withOtherLimit() capability {
	switch {
	case as.renamed:
		as.limit = noLimit
	case as.limit == maxTokens:
		as.limit = maxCompletionTokens
	default:
		as.limit = maxTokens
	}
	as.renamed = true
	return as
}

// refusesGrammar reports whether a server can't make its model keep to the form asked for, which it tells as a fault of its own.
func (e *Error) refusesGrammar() bool {
	return e.Status == http.StatusInternalServerError && aboutGrammar.MatchString(e.Message)
}

// maxGuesses is how often a refusal that names nothing is taken for one of the form of the answer, or of the system message.
const maxGuesses = 3

var (
	aboutLimit  = regexp.MustCompile(`(?i)max_?(?:completion_?)?tokens`)
	aboutSystem = regexp.MustCompile(`(?i)(?:system|developer)\b.{0,20}\b(?:role|message|prompt|instruction)|\brole.{0,20}(?:system|` +
		`developer)|roles? must alternate|only user and assistant roles`)
	aboutFormat = regexp.MustCompile(`(?i)response_format|json_schema|json_object|structured|schema|grammar|guided`)
	aboutPolicy = regexp.MustCompile(`(?i)content.?(?:filter|policy|management)|safety|moderation`)
)

// without is the capability that leaves out what err says the server refused; ok is false when that is nothing we could do without.
// Each step leaves out more, so that trying again ends.
func (as capability) without(err error) (next capability, ok bool) {
	if errors.Is(err, errCutShort) && !as.reasons {
		as.reasons, as.noEffort = true, true // it may have spent its tokens on thinking
		return as, true
	}
	var e *Error
	if !errors.As(err, &e) || errors.Is(err, written.ErrNoRoom) || !e.refuses() && !e.refusesGrammar() {
		return as, false
	}
	said := e.Param + " " + e.Error()
	switch {
	case strings.Contains(said, "reasoning_effort") && as.reasons && !as.noEffort:
		as.noEffort = true
	case strings.Contains(said, "temperature") && !as.noWarmth:
		as.noWarmth = true
	case aboutLimit.MatchString(said) && as.limit != noLimit:
		as = as.withOtherLimit()
	case aboutSystem.MatchString(said) && !as.noSystem:
		as.noSystem = true
	case aboutFormat.MatchString(said) && as.form < justAsked:
		as.form++
	case aboutPolicy.MatchString(said):
		return as, false
	default:
		return as.guess()
	}
	return as, true
}

// guess leaves out what may be meant by a refusal that does not say what of: the form of the answer, or the system message.
func (as capability) guess() (next capability, ok bool) {
	switch {
	case as.guesses == maxGuesses:
		return as, false
	case as.form < justAsked:
		as.form++
	case !as.noSystem:
		as.noSystem = true
	default:
		return as, false
	}
	as.guesses++
	return as, true
}
