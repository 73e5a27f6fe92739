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
	"time"

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

// prompt is what a model is told to do.
type prompt struct {
	name   string
	rules  string
	schema json.RawMessage
	tokens int // of the answer, at most
	claims int // of the answer, at most, where it consists of them

	within time.Duration // how long it may take; 0 means all the time there is
}

// How long somebody waits for what an answer can do without.
const (
	introducingTime = 8 * time.Second
	translatingTime = 10 * time.Second
	completingTime  = 6 * time.Second
)

// promptSet is all that a model is told.
type promptSet struct{ claims, summary, introduction, question, translation prompt }

// prompts reads the embedded files once.
var prompts = sync.OnceValue(func() *promptSet {
	return &promptSet{
		claims:       readPrompt(prompt{name: "claims", tokens: 1200, claims: maxClaims}, "claims"),
		summary:      readPrompt(prompt{name: "summary", tokens: 1800, claims: longOverview + 2}, "claims"),
		introduction: readPrompt(prompt{name: "introduction", tokens: 300, claims: 2, within: introducingTime}, "claims"),
		question:     readPrompt(prompt{name: "question", tokens: 150, within: completingTime}, "question"),
		translation:  readPrompt(prompt{name: "translation", tokens: 300, within: translatingTime}, "translation"),
	}
})

// readPrompt completes a prompt with its rules, and with the named schema.
func readPrompt(p prompt, schema string) prompt {
	var rules strings.Builder
	var compact bytes.Buffer
	texts, err := template.ParseFS(promptFiles, "prompts/*.txt")
	if err == nil {
		err = texts.ExecuteTemplate(&rules, p.name+".txt", struct{ Claims, Words int }{p.claims, maxClaimWords})
	}
	var shape []byte
	if err == nil {
		shape, err = promptFiles.ReadFile("prompts/" + schema + ".schema.json")
	}
	if err == nil {
		err = json.Compact(&compact, shape)
	}
	if err != nil {
		panic("answer: a prompt, which is part of the program, is damaged: " + err.Error())
	}
	p.rules, p.schema = rules.String(), compact.Bytes()
	return p
}

// promptData is what a model makes claims from.
type promptData struct {
	Question  string          `json:"question,omitempty"`
	Topic     string          `json:"topic,omitempty"`
	Sentences int             `json:"sentences,omitempty"`
	Listed    []string        `json:"listed,omitempty"`
	Passages  []promptPassage `json:"passages"`
}

// promptPassage is a passage as a model sees it. Its label is short, since the model must repeat it.
type promptPassage struct {
	Label    string   `json:"label"`
	Source   string   `json:"source"`
	Text     string   `json:"text"`
	Speakers []string `json:"speakers,omitempty"` // whom the passage credits with words
}

func labelled(c *corpus.Corpus, shown []*corpus.Passage) []promptPassage {
	var out []promptPassage
	for i, p := range shown {
		out = append(out, promptPassage{label(i), sourceOf(c.Article(p.Article)), onOneLine(p.Text), creditedSpeakers(p)})
	}
	return out
}

// request asks a model to do what the prompt says with the data.
func (p prompt) request(data any) (Request, error) {
	var encoded bytes.Buffer
	enc := json.NewEncoder(&encoded)
	enc.SetEscapeHTML(false) // the model must copy the characters
	if err := enc.Encode(data); err != nil {
		return Request{}, fmt.Errorf("prompt: %w", err)
	}
	return Request{Rules: p.rules, Data: bytes.TrimSpace(encoded.Bytes()), Name: p.name, Schema: p.schema, MaxTokens: p.tokens}, nil
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

// readOne takes the one JSON value that a model's answer is to be into v. An error is ErrModelNonsense.
func readOne(raw []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if err := dec.Decode(v); err != nil {
		return fmt.Errorf("%w: %v", ErrModelNonsense, err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return fmt.Errorf("%w: something follows the JSON", ErrModelNonsense)
	}
	return nil
}

// readClaims takes a model's answer apart, a claim for each sentence. Claims over most are left out; what stands in the others is for
// Verify to judge.
func readClaims(raw []byte, shown []*corpus.Passage, most int) ([]Claim, error) {
	var answer struct {
		Claims *[]struct {
			Text    string `json:"text"`
			Passage string `json:"passage"`
			Quote   string `json:"quote"`
			Speaker string `json:"speaker"`
		} `json:"claims"`
	}
	if err := readOne(raw, &answer); err != nil {
		return nil, err
	}
	if answer.Claims == nil {
		return nil, fmt.Errorf("%w: no claims", ErrModelNonsense)
	}
	passages := map[string]corpus.PassageID{}
	for i, p := range shown {
		passages[label(i)] = p.ID
	}
	var out []Claim
	for _, c := range *answer.Claims {
		if len(c.Text)+len(c.Quote)+len(c.Speaker) > maxClaimBytes {
			return nil, fmt.Errorf("%w: a claim of %d bytes", ErrModelNonsense, len(c.Text)+len(c.Quote)+len(c.Speaker))
		}
		name := strings.ToLower(strings.Trim(c.Passage, "[]() "))
		id, ok := passages[name]
		if !ok {
			id = corpus.PassageID("label " + name) // no passage: Verify removes the claim and says so
		}
		text := strings.TrimSpace(marker.ReplaceAllString(strings.ToValidUTF8(c.Text, ""), ""))
		for _, span := range corpus.Sentences(text) {
			if len(out) >= most {
				break
			}
			sentence := endStopped(onOneLine(text[span.Start:span.End]))
			out = append(out, Claim{Text: sentence, Passage: id, Quote: c.Quote, Speaker: strings.TrimSpace(c.Speaker)})
		}
	}
	return out, nil
}
