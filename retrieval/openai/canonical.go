package openai

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"

	gopenai "github.com/sashabaranov/go-openai"
)

// canonical is a transport that writes the answers of chat servers as the protocol has them, so that one reader understands all: servers
// differ in whether a text is a string or a list of parts, in which field a model that thinks leaves its answer, in the reasons to end, in
// the types of fields that nobody needs, and in whether an error has a status of its own. Answers that it does not understand are left
// as they are.
type canonical struct{ http.RoundTripper }

func (c canonical) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := c.RoundTripper.RoundTrip(r)
	if err != nil || resp.StatusCode != http.StatusOK || !strings.HasSuffix(r.URL.Path, "/chat/completions") {
		return resp, err
	}
	body, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil {
		resp.Body = io.NopCloser(failing{err}) // that it ends too early is what is wrong with it, not what its beginning is
		return resp, nil
	}
	var sent completion
	if events := eventsOf(body); events != nil {
		sent.join(events)
	} else if json.Unmarshal(body, &sent) != nil {
		resp.Body = io.NopCloser(bytes.NewReader(body))
		return resp, nil
	}
	status, plain := sent.plainly()
	resp.StatusCode, resp.Status = status, strconv.Itoa(status)+" "+http.StatusText(status)
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(plain)), int64(len(plain))
	resp.Header.Del("Content-Length")
	return resp, nil
}

// failing is a reader that fails.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// completion is an answer, or an event of one, as servers send it. What may be of several types is read later.
type completion struct {
	Error   json.RawMessage `json:"error"`
	Choices []choice        `json:"choices"`
	Usage   json.RawMessage `json:"usage"`
}

type choice struct {
	Message *message        `json:"message"`
	Delta   *message        `json:"delta"`
	Reason  json.RawMessage `json:"finish_reason"`
	Error   json.RawMessage `json:"error"`
}

type message struct {
	Content          json.RawMessage `json:"content"`
	Refusal          json.RawMessage `json:"refusal"`
	ReasoningContent json.RawMessage `json:"reasoning_content"`
	Reasoning        json.RawMessage `json:"reasoning"`
}

// textIn is a text that is a string or a list of parts; of the parts only those that are text count: others are thoughts.
func textIn(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	var parts []struct {
		Type string          `json:"type"`
		Text json.RawMessage `json:"text"`
	}
	if json.Unmarshal(raw, &parts) != nil {
		return ""
	}
	var out strings.Builder
	for _, p := range parts {
		if p.Type == "" || strings.HasSuffix(p.Type, "text") {
			out.WriteString(textIn(p.Text))
		}
	}
	return out.String()
}

// eventsOf are the events of a stream, which some servers send unasked; nil when the body is none. A stream that ends before it says so
// was cut off, which leaves the answer without a reason to end and, mostly, its JSON without its end.
func eventsOf(body []byte) []completion {
	body = bytes.TrimSpace(body)
	if !bytes.HasPrefix(body, []byte("data:")) && !bytes.HasPrefix(body, []byte("event:")) && !bytes.HasPrefix(body, []byte(":")) {
		return nil
	}
	out := []completion{}
	lines := bufio.NewScanner(bytes.NewReader(body))
	lines.Buffer(nil, len(body)+1)
	for lines.Scan() {
		data, ok := bytes.CutPrefix(lines.Bytes(), []byte("data:"))
		var event completion
		if ok && json.Unmarshal(bytes.TrimSpace(data), &event) == nil {
			out = append(out, event)
		}
	}
	return out
}

// join puts the events of a stream together.
func (c *completion) join(events []completion) {
	var whole completion
	var content, thought, refusal strings.Builder
	var reason json.RawMessage
	begun := false
	for _, e := range events {
		if present(e.Error) {
			whole.Error = e.Error
		}
		if present(e.Usage) {
			whole.Usage = e.Usage
		}
		if len(e.Choices) == 0 {
			continue
		}
		begun = true
		first := e.Choices[0]
		if present(first.Reason) {
			reason = first.Reason
		}
		for _, m := range []*message{first.Delta, first.Message} {
			if m != nil {
				content.WriteString(textIn(m.Content))
				thought.WriteString(m.thought())
				refusal.WriteString(textIn(m.Refusal))
			}
		}
	}
	*c = whole
	if begun {
		m := &message{Content: quoted(content.String()), Refusal: quoted(refusal.String()), ReasoningContent: quoted(thought.String())}
		c.Choices = []choice{{Message: m, Reason: reason}}
	}
}

func quoted(text string) json.RawMessage {
	raw, err := json.Marshal(text)
	if err != nil {
		return nil
	}
	return raw
}

// present reports whether a field was sent, and not as null.
func present(raw json.RawMessage) bool { return len(raw) > 0 && !bytes.Equal(raw, []byte("null")) }

// thought is what stands in the fields for a model's thoughts.
func (m *message) thought() string {
	if text := textIn(m.ReasoningContent); text != "" {
		return text
	}
	return textIn(m.Reasoning)
}

// text is what a message says. A model may leave its whole answer among its thoughts.
func (m *message) text() string {
	if text := textIn(m.Content); strings.TrimSpace(text) != "" {
		return text
	}
	return m.thought()
}

// plainly is the answer in the protocol's form, and its status: that of an error inside of it, if there is one.
func (c *completion) plainly() (status int, body []byte) {
	failed := c.Error
	var choices []gopenai.ChatCompletionChoice
	for _, sent := range c.Choices {
		if present(sent.Error) {
			failed = sent.Error
		}
		m := sent.Message
		if m == nil {
			m = sent.Delta
		}
		if m == nil {
			continue
		}
		plain := gopenai.ChatCompletionMessage{Role: gopenai.ChatMessageRoleAssistant, Content: m.text(), Refusal: textIn(m.Refusal)}
		choices = append(choices, gopenai.ChatCompletionChoice{Message: plain, FinishReason: reasonIn(sent.Reason)})
	}
	var value any
	if status = http.StatusOK; present(failed) {
		status, value = errorIn(failed)
	} else {
		value = gopenai.ChatCompletionResponse{Choices: choices, Usage: usageIn(c.Usage)}
	}
	body, err := json.Marshal(value)
	if err != nil {
		return http.StatusBadGateway, nil
	}
	return status, body
}

// errorIn is the error that a server sent as if all were well, with the status that it names, or that of a gateway's fault.
func errorIn(raw json.RawMessage) (int, any) {
	var e struct {
		Message json.RawMessage `json:"message"`
		Code    json.RawMessage `json:"code"`
	}
	text := textIn(raw)
	if text == "" && json.Unmarshal(raw, &e) == nil {
		text = textIn(e.Message)
	}
	status, err := strconv.Atoi(strings.Trim(string(e.Code), `"`))
	if err != nil || status < http.StatusBadRequest || status > 599 {
		status = http.StatusBadGateway
	}
	if text == "" {
		text = "an error without a word"
	}
	return status, map[string]any{"error": map[string]any{"message": text}}
}

// reasonIn is the protocol's word for a reason to end; "" when there is none.
func reasonIn(raw json.RawMessage) gopenai.FinishReason {
	switch reason := strings.ToLower(textIn(raw)); reason {
	case "":
		return ""
	case "stop", "eos", "eos_token", "end_turn", "end", "stop_sequence", "complete", "completed", "done", "finish", "finished", "success",
		"tool_calls", "function_call": // some call it a tool when JSON was asked for
		return gopenai.FinishReasonStop
	case "length", "max_tokens", "max_output_tokens", "model_length", "token_limit":
		return gopenai.FinishReasonLength
	case "content_filter", "content-filter", "safety", "recitation", "blocklist", "prohibited_content", "spii", "refusal":
		return gopenai.FinishReasonContentFilter
	default:
		return gopenai.FinishReason(reason)
	}
}

// usageIn is what the server counted; what is no number counts as not said.
func usageIn(raw json.RawMessage) gopenai.Usage {
	var u struct {
		Prompt     json.RawMessage `json:"prompt_tokens"`
		Completion json.RawMessage `json:"completion_tokens"`
	}
	if json.Unmarshal(raw, &u) != nil {
		return gopenai.Usage{}
	}
	number := func(raw json.RawMessage) int {
		n, err := strconv.ParseFloat(strings.Trim(string(raw), `"`), 64)
		if err != nil || n < 0 || n > mostTokens {
			return 0
		}
		return int(n)
	}
	return gopenai.Usage{PromptTokens: number(u.Prompt), CompletionTokens: number(u.Completion)}
}

// mostTokens is the largest count of tokens that is believed.
const mostTokens = 1e8
