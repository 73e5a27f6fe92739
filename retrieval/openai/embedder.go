package openai

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strings"
	"unicode/utf8"

	gopenai "github.com/sashabaranov/go-openai"

	"readout/retrieval"
)

// EmbedderConfig says which model embeds, and how.
type EmbedderConfig struct {
	Config
	Dimensions int // of the vectors; 0 leaves it to the model

	// What some models want in front of a text, by what it is embedded for: "query: " and "passage: ".
	QueryPrefix, PassagePrefix string
}

const (
	maxBatchTexts = 96
	maxBatchBytes = 100_000
	maxEmbedBytes = 20_000   // of a text: models read about 8,000 tokens; the rest of a longer one is left out
	maxVectors    = 64 << 20 // bytes of an answer
)

// Embedder has a model of an OpenAI-compatible server embed texts. It implements retrieval.Embedder. An empty
// text is not sent, since servers refuse it: its vector is the first unit vector.
type Embedder struct {
	client     *client
	config     EmbedderConfig
	dimensions int
}

var _ retrieval.Embedder = (*Embedder)(nil)

// NewEmbedder makes an Embedder. Where the number of dimensions is not configured, it asks the model for one vector.
func NewEmbedder(ctx context.Context, c EmbedderConfig) (*Embedder, error) {
	client, err := newClient(c.Config, maxVectors)
	if err != nil {
		return nil, err
	}
	if c.Dimensions < 0 {
		return nil, fmt.Errorf("openai: %d dimensions", c.Dimensions)
	}
	e := &Embedder{client: client, config: c, dimensions: c.Dimensions}
	if e.dimensions == 0 {
		v, err := e.batch(ctx, []string{c.PassagePrefix + "dimensions"})
		if err != nil {
			return nil, wrap("embed", c.Model, err)
		}
		e.dimensions = len(v[0])
	}
	return e, nil
}

// Model names the vector space: the model, its dimensions and the prefixes, since other prefixes give other vectors.
func (e *Embedder) Model() string {
	name := fmt.Sprintf("%s/%d", e.config.Model, e.dimensions)
	if e.config.QueryPrefix != "" || e.config.PassagePrefix != "" {
		name += fmt.Sprintf(" %q %q", e.config.QueryPrefix, e.config.PassagePrefix)
	}
	return name
}

// Embed implements retrieval.Embedder.
func (e *Embedder) Embed(ctx context.Context, as retrieval.Purpose, texts []string) ([]retrieval.Vector, error) {
	if err := ctx.Err(); err != nil {
		return nil, wrap("embed", e.config.Model, err)
	}
	prefix := e.config.PassagePrefix
	if as == retrieval.ForQuery {
		prefix = e.config.QueryPrefix
	}
	out := make([]retrieval.Vector, len(texts))
	var batch []string
	var places []int
	size := 0
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		vectors, err := e.batch(ctx, batch)
		if err != nil {
			return wrap("embed", e.config.Model, err)
		}
		for i, at := range places {
			out[at] = vectors[i]
		}
		batch, places, size = nil, nil, 0
		return nil
	}
	for i, text := range texts {
		text = sendable(text)
		if text == "" {
			out[i] = make(retrieval.Vector, e.dimensions)
			out[i][0] = 1
			continue
		}
		if len(batch) == maxBatchTexts || size+len(text) > maxBatchBytes {
			if err := flush(); err != nil {
				return nil, err
			}
		}
		batch, places, size = append(batch, prefix+text), append(places, i), size+len(prefix)+len(text)
	}
	if err := flush(); err != nil {
		return nil, err
	}
	return out, nil
}

// sendable is a text as a server takes it: valid UTF-8, without white space at its ends, not too long; "" when nothing is left.
func sendable(text string) string {
	text = strings.TrimSpace(strings.ToValidUTF8(text, "\ufffd"))
	if len(text) <= maxEmbedBytes {
		return text
	}
	cut := maxEmbedBytes
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut]
}

// batch embeds texts in one request, and checks that there is exactly one good vector for each, in order.
func (e *Embedder) batch(ctx context.Context, texts []string) ([]retrieval.Vector, error) {
	response, err := call(ctx, e.client, func(ctx context.Context) (gopenai.EmbeddingResponse, http.Header, error) {
		response, err := e.client.api.CreateEmbeddings(ctx, gopenai.EmbeddingRequestStrings{
			Input: texts, Model: gopenai.EmbeddingModel(e.config.Model), Dimensions: e.config.Dimensions})
		return response, response.Header(), err
	})
	if err != nil {
		return nil, err
	}
	if len(response.Data) != len(texts) {
		return nil, fmt.Errorf("%d vectors for %d texts", len(response.Data), len(texts))
	}
	out := make([]retrieval.Vector, len(texts))
	for _, d := range response.Data {
		if d.Index < 0 || d.Index >= len(texts) || out[d.Index] != nil {
			return nil, fmt.Errorf("two vectors for one text, or one for none: number %d of %d", d.Index, len(texts))
		}
		want := e.dimensions
		if want == 0 {
			want = len(response.Data[0].Embedding)
		}
		if len(d.Embedding) != want {
			return nil, fmt.Errorf("a vector of %d dimensions, want %d", len(d.Embedding), want)
		}
		if out[d.Index], err = unit(d.Embedding); err != nil {
			return nil, fmt.Errorf("vector %d: %w", d.Index, err)
		}
	}
	return out, nil
}

// unit is the vector with length 1.
func unit(v []float32) (retrieval.Vector, error) {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	length := math.Sqrt(sum)
	if length == 0 || math.IsNaN(length) || math.IsInf(length, 0) {
		return nil, errors.New("it has no direction: it is zero or not finite")
	}
	out := make(retrieval.Vector, len(v))
	for i, x := range v {
		out[i] = float32(float64(x) / length)
	}
	return out, nil
}
