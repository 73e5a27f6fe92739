package written

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
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
	"readout/corpus/reading"
)

//go:embed prompts
var promptFiles embed.FS

// prompt is what a model is told to do.
type prompt struct {
	name   string
	rules  string
	schema json.RawMessage
	tokens int // of the answer, at most
	claims int // of the answer, at most, where it consists of them

	within time.Duration // how long it may take; 0 means all the time there is
}

// MostSummarised is how many sentences a summary may have at most.
const MostSummarised = 12

// How long somebody waits for what an answer can do without.
const (
	introducingTime = 8 * time.Second
	repairingTime   = 12 * time.Second
	translatingTime = 10 * time.Second
	askingTime      = 8 * time.Second
	completingTime  = 6 * time.Second
)

// promptSet is all that a model is told.
type promptSet struct{ claims, repair, summary, introduction, question, translation, english prompt }

// prompts reads the embedded files once.
var prompts = sync.OnceValue(func() *promptSet {
	return &promptSet{
		claims:       readPrompt(prompt{name: "claims", tokens: 1200, claims: maxClaims}, "claims"),
		repair:       readPrompt(prompt{name: "repair", tokens: 800, claims: maxClaims, within: repairingTime}, "claims"),
		summary:      readPrompt(prompt{name: "summary", tokens: 1800, claims: MostSummarised}, "claims"),
		introduction: readPrompt(prompt{name: "introduction", tokens: 300, claims: 2, within: introducingTime}, "claims"),
		question:     readPrompt(prompt{name: "question", tokens: 150, within: completingTime}, "question"),
		translation:  readPrompt(prompt{name: "translation", tokens: 300, within: translatingTime}, "translation"),
		english:      readPrompt(prompt{name: "english", tokens: 200, within: askingTime}, "english"),
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
		panic("written: a prompt, which is part of the program, is damaged: " + err.Error())
	}
	p.rules, p.schema = rules.String(), compact.Bytes()
	return p
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

// claimsData is what a model makes claims from.
type claimsData struct {
	Question  string         `json:"question,omitempty"`
	Turns     []turnShown    `json:"turns,omitempty"`
	Topic     string         `json:"topic,omitempty"`
	Sentences int            `json:"sentences,omitempty"`
	Listed    []string       `json:"listed,omitempty"`
	Shown     []string       `json:"shown,omitempty"`
	Removed   []claimRemoved `json:"removed,omitempty"`
	Articles  []articleShown `json:"articles"`
	Passages  []passageShown `json:"passages"`
}

// articleShown is what a model is told of an article.
type articleShown struct {
	Name  string `json:"name"`
	About string `json:"about"`
}

// passageShown is a passage as a model sees it. Its label is short, since the model must repeat it.
type passageShown struct {
	Label    string   `json:"label"`
	Article  string   `json:"article"`
	Text     string   `json:"text"`
	Speakers []string `json:"speakers,omitempty"` // whom the passage credits with words
}

// claimRemoved is a claim that did not hold, as its model is told.
type claimRemoved struct {
	Text    string `json:"text"`
	Passage string `json:"passage"`
	Quote   string `json:"quote"`
	Reason  string `json:"reason"`
}

// show puts what is shown of passages into the data, with labels, and their articles.
func (data *claimsData) show(c *reading.Corpus, pieces []piece) {
	data.Articles, data.Passages = []articleShown{}, []passageShown{}
	names := map[corpus.ArticleID]string{}
	for i, shown := range pieces {
		name, known := names[shown.article()]
		if !known {
			name = articleName(len(names))
			names[shown.article()] = name
			data.Articles = append(data.Articles, articleShown{name, sourceOf(c.Article(shown.article()))})
		}
		data.Passages = append(data.Passages, passageShown{label(i), name, shown.text(), shown.speakers()})
	}
}

// articleName is "A" for the first article, "B" for the second, "A1" for the twenty-seventh.
func articleName(i int) string {
	name := string(rune('A' + i%26))
	if i >= 26 {
		name += strconv.Itoa(i / 26)
	}
	return name
}

// speakers are whom the passage credits with words that are shown.
func (p piece) speakers() []string {
	var out []string
	for _, q := range p.passages {
		for _, r := range q.Remarks {
			if r.Speaker != "" && r.Span.Overlaps(p.span) && !slices.Contains(out, r.Speaker) {
				out = append(out, r.Speaker)
			}
		}
	}
	return out
}

// sourceOf tells a model what an article is.
func sourceOf(a *corpus.Article) string {
	var parts []string
	for _, part := range []string{a.Title, a.Publisher, a.Agency, a.Author, a.Published.String(), string(a.Kind)} {
		if part != "" && !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

func label(i int) string { return "p" + strconv.Itoa(i+1) }

// marker is what models put behind a sentence although they are not asked to.
var marker = regexp.MustCompile(`\s*[\[【]p?\d{1,3}(?:, ?p?\d{1,3})*[\]】]`)

// readOne takes the one JSON value that a model's answer is to be into v. An error is ErrModelNonsense.
func readOne(raw []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if err := dec.Decode(v); err != nil {
		return fmt.Errorf("%w: %v", ErrModelNonsense, plainly(err))
	}
	if _, err := dec.Token(); err != io.EOF {
		return fmt.Errorf("%w: something follows the JSON", ErrModelNonsense)
	}
	return nil
}

// plainly is what is wrong with a text that is no JSON, or other JSON, without the words of Go's decoder.
func plainly(err error) string {
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind) && kind.Field != "":
		return fmt.Sprintf("its %q is of another type", kind.Field)
	case errors.As(err, &kind):
		return "it is another kind of JSON"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "it is cut short"
	}
	return "it is not JSON"
}
