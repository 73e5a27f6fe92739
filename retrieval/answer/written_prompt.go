package answer

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"text/template"

	"readout/corpus"
)

//go:embed prompts
var promptFiles embed.FS

// The most that is taken of a model's answer.
const (
	maxClaims     = 8
	maxClaimWords = 45
	maxClaimBytes = 4000 // of text, quote and speaker together
)

// prompt is what a model is told, and how its answer is read.
type prompt struct {
	rules  string
	schema json.RawMessage
}

// claimsPrompt reads the embedded files once.
var claimsPrompt = sync.OnceValue(func() prompt {
	p, err := readPrompt("claims")
	if err != nil {
		panic("answer: a prompt, which is part of the program, is damaged: " + err.Error())
	}
	return p
})

func readPrompt(name string) (prompt, error) {
	text, err := template.ParseFS(promptFiles, "prompts/"+name+".txt")
	if err != nil {
		return prompt{}, err
	}
	var rules strings.Builder
	if err := text.Execute(&rules, struct{ Claims, Words int }{maxClaims, maxClaimWords}); err != nil {
		return prompt{}, err
	}
	schema, err := promptFiles.ReadFile("prompts/" + name + ".schema.json")
	if err != nil {
		return prompt{}, err
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, schema); err != nil {
		return prompt{}, err
	}
	return prompt{rules.String(), compact.Bytes()}, nil
}

// promptPassage is a passage as a model sees it. Its label is short, since the model must repeat it.
type promptPassage struct {
	Label    string   `json:"label"`
	Source   string   `json:"source"`
	Text     string   `json:"text"`
	Speakers []string `json:"speakers,omitempty"` // whom the passage credits with words
}

// request asks for claims that answer the question from the passages shown.
func (p prompt) request(question string, c *corpus.Corpus, shown []*corpus.Passage) (Request, error) {
	var data struct {
		Question string          `json:"question"`
		Passages []promptPassage `json:"passages"`
	}
	data.Question = question
	for i, passage := range shown {
		data.Passages = append(data.Passages, promptPassage{label(i), sourceOf(c.Article(passage.Article)), onOneLine(passage.Text), creditedSpeakers(passage)})
	}
	var encoded bytes.Buffer
	enc := json.NewEncoder(&encoded)
	enc.SetEscapeHTML(false) // the model must copy the characters
	if err := enc.Encode(data); err != nil {
		return Request{}, fmt.Errorf("prompt: %w", err)
	}
	return Request{Rules: p.rules, Data: bytes.TrimSpace(encoded.Bytes()), Name: "claims", Schema: p.schema, MaxTokens: answerTokens}, nil
}

func creditedSpeakers(p *corpus.Passage) []string {
	var out []string
	for _, r := range p.Remarks {
		if r.Speaker != "" && !slices.Contains(out, r.Speaker) {
			out = append(out, r.Speaker)
		}
	}
	return out
}

func label(i int) string { return "p" + strconv.Itoa(i+1) }

// marker is what models put behind a sentence although they are not asked to.
var marker = regexp.MustCompile(`\s*[\[【]p?\d{1,3}(?:, ?p?\d{1,3})*[\]】]`)

// read takes a model's answer apart, a claim for each sentence. Claims over the number allowed are left out; what stands in the others is for Verify to judge.
func (p prompt) read(raw []byte, shown []*corpus.Passage) ([]Claim, error) {
	var answer struct {
		Claims *[]struct {
			Text    string `json:"text"`
			Passage string `json:"passage"`
			Quote   string `json:"quote"`
			Speaker string `json:"speaker"`
		} `json:"claims"`
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	if err := dec.Decode(&answer); err != nil {
		return nil, fmt.Errorf("%w: %v", ErrModelNonsense, err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, fmt.Errorf("%w: something follows the JSON", ErrModelNonsense)
	}
	if answer.Claims == nil {
		return nil, fmt.Errorf("%w: no claims", ErrModelNonsense)
	}
	labelled := map[string]corpus.PassageID{}
	for i, passage := range shown {
		labelled[label(i)] = passage.ID
	}
	var out []Claim
	for _, c := range *answer.Claims {
		if len(out) >= maxClaims {
			break
		}
		if len(c.Text)+len(c.Quote)+len(c.Speaker) > maxClaimBytes {
			return nil, fmt.Errorf("%w: a claim of %d bytes", ErrModelNonsense, len(c.Text)+len(c.Quote)+len(c.Speaker))
		}
		name := strings.ToLower(strings.Trim(c.Passage, "[]() "))
		id, ok := labelled[name]
		if !ok {
			id = corpus.PassageID("label " + name) // no passage: Verify removes the claim and says so
		}
		text := strings.TrimSpace(marker.ReplaceAllString(strings.ToValidUTF8(c.Text, ""), ""))
		for _, span := range corpus.Sentences(text) {
			sentence := endStopped(onOneLine(text[span.Start:span.End]))
			out = append(out, Claim{Text: sentence, Passage: id, Quote: c.Quote, Speaker: strings.TrimSpace(c.Speaker)})
		}
	}
	return out, nil
}
