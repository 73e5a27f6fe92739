package openai_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"readout/retrieval/openai"
	"readout/retrieval/written"
)

var request = written.Request{Rules: "Answer in JSON.", Data: json.RawMessage(`{"question":"who?"}`), Name: "claims",
	Schema: json.RawMessage(`{"type":"object"}`), MaxTokens: 300}

func generator(t *testing.T, c openai.Config) *openai.Generator {
	t.Helper()
	g, err := openai.NewGenerator(c)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestGenerateAsks(t *testing.T) {
	t.Parallel()
	s := serve(t, says(`{"claims": []}`))
	raw, used, err := generator(t, s.config()).Generate(t.Context(), request)
	if err != nil || string(raw) != `{"claims":[]}` || used != (written.Usage{Input: 70, Output: 7}) {
		t.Fatalf("Generate = %s, %+v, %v", raw, used, err)
	}
	got := s.asked()[0]
	want := map[string]any{
		"model": model, "stream": false, "max_tokens": 300.0, "temperature": .01,
		"messages": []any{map[string]any{"role": "system", "content": "Answer in JSON."}, map[string]any{"role": "user", "content": `{"question":"who?"}`}},
		"response_format": map[string]any{"type": "json_schema",
			"json_schema": map[string]any{"name": "claims", "strict": true, "schema": map[string]any{"type": "object"}}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("asked %v\nwant %v", got, want)
	}
}

// TestGenerateBadServer: every bad thing that a server may do ends in an answer all the same, or in an error that says what it was.
func TestGenerateBadServer(t *testing.T) {
	t.Parallel()
	good := says(`{"claims": []}`)
	cut := func(w http.ResponseWriter, _ map[string]any) {
		w.Header().Set("Content-Length", "1000")
		io.WriteString(w, `{"choices": [{"mess`)
		panic(http.ErrAbortHandler)
	}
	for name, tt := range map[string]struct {
		replies []reply
		want    string // part of the error; "" for an answer
		is      error
		calls   int
	}{
		"fenced":                     {[]reply{says("```json\n{\"claims\": []}\n```")}, "", nil, 1},
		"fenced without a language":  {[]reply{says("```\n{\"claims\": []}\n```\n")}, "", nil, 1},
		"after thinking":             {[]reply{says("<think>Hm. {}</think>\n{\"claims\": []}")}, "", nil, 1},
		"prose around it":            {[]reply{says(`Here you are: {"claims": []}`)}, "", nil, 1},
		"prose":                      {[]reply{says(`The pier is {closed}.`)}, "not JSON", written.ErrModelNonsense, 1},
		"truncated JSON":             {[]reply{says(`{"claims": [{"text": "The`)}, "cut short", written.ErrModelNonsense, 1},
		"nothing":                    {[]reply{says("")}, "says nothing", written.ErrModelNonsense, 1},
		"out of tokens":              {[]reply{ends(`{"claims": [`, `"length"`)}, "cut short at its limit", written.ErrModelNonsense, 2},
		"out of tokens by thinking":  {[]reply{ends("", `"length"`), good}, "", nil, 2},
		"no finish reason":           {[]reply{ends(`{"claims": []}`, "null")}, "", nil, 1},
		"no reason and no end":       {[]reply{ends(`{"claims": [{"te`, "null")}, "cut short", written.ErrModelNonsense, 1},
		"another reason":             {[]reply{ends(`{"claims": []}`, `"abandoned"`)}, "another reason", written.ErrModelNonsense, 1},
		"an error in a 200":          {[]reply{status(200, `{"error": {"message": "no credit", "code": 402}}`)}, "402 Payment Required: no credit", nil, 1},
		"filtered":                   {[]reply{ends("", `"content_filter"`)}, "refused", written.ErrModelRefused, 1},
		"refusal":                    {[]reply{status(200, `{"choices": [{"message": {"refusal": "I can't."}, "finish_reason": "stop"}]}`)}, "refused", written.ErrModelRefused, 1},
		"no choices":                 {[]reply{status(200, `{"choices": []}`)}, "no choices", written.ErrModelNonsense, 1},
		"401":                        {[]reply{refused(401, "Incorrect API key provided: "+key, "")}, "refused the API key", openai.ErrKey, 1},
		"403 with the key":           {[]reply{status(403, key)}, "refused the API key", openai.ErrKey, 1},
		"404":                        {[]reply{refused(404, "The model `quill` does not exist", "model")}, "no such model", openai.ErrNoModel, 1},
		"404 page":                   {[]reply{status(404, "<html>nginx</html>")}, "no such model", openai.ErrNoModel, 1},
		"400 that nothing helps":     {[]reply{refused(400, "This model's maximum context length is 4096 tokens", "messages")}, "maximum context length", nil, 1},
		"400 repeating the key":      {[]reply{refused(400, "bad header Bearer "+key+" context", "")}, "Bearer [redacted]", nil, 4},
		"400 naming the key":         {[]reply{refused(400, "context too long", key)}, "context too long", nil, 1},
		"429 then fine":              {[]reply{refused(429, "slow down", ""), good}, "", nil, 2},
		"429 with a pause":           {[]reply{status(429, `{"error": {"message": "slow down"}}`, "Retry-After", "0.05"), good}, "", nil, 2},
		"429 with too long a pause":  {[]reply{status(429, `{"error": {"message": "slow down"}}`, "Retry-After", "3600")}, "429 Too Many Requests: slow down", nil, 1},
		"429 without money":          {[]reply{refused(429, "You exceeded your current quota", "")}, "current quota", nil, 1},
		"429 for ever":               {[]reply{refused(429, "slow down", "")}, "slow down", nil, 4},
		"500 then fine":              {[]reply{status(500, "oops"), status(503, ""), good}, "", nil, 3},
		"500 for ever":               {[]reply{status(500, "oops")}, "500 Internal Server Error: oops", nil, 4},
		"an error that is a text":    {[]reply{status(400, `{"error": "context too long"}`)}, "400 Bad Request: the prompt is longer than the model's context: context too long", written.ErrNoRoom, 1},
		"a page with a fault":        {[]reply{status(502, "<html><body>Bad gateway</body></html>")}, "a page instead of an answer", nil, 4},
		"a page as if all were well": {[]reply{status(200, "<!doctype html><html></html>")}, "as the protocol says", openai.ErrNotTheProtocol, 1},
		"JSON of another kind":       {[]reply{status(200, `{"choices": "none"}`)}, "as the protocol says", openai.ErrNotTheProtocol, 1},
		"a redirect":                 {[]reply{status(302, "", "Location", "/elsewhere")}, "redirected", nil, 1},
		"cut off":                    {[]reply{cut, good}, "", nil, 2},
		"cut off for ever":           {[]reply{cut}, "connection was cut", nil, 4},
		"garbled for ever":           {[]reply{garbled}, "could not be read", nil, 4},
		"2 MB":                       {[]reply{says(strings.Repeat("x", 2<<20))}, "too large", nil, 1},
		"no usage":                   {[]reply{status(200, `{"choices": [{"message": {"content": "{}"}, "finish_reason": "stop"}]}`)}, "", nil, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, tt.replies...)
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			raw, used, err := generator(t, s.config()).Generate(ctx, request)
			if n := len(s.asked()); n != tt.calls {
				t.Errorf("%d requests, want %d", n, tt.calls)
			}
			if tt.want == "" {
				if err != nil || !json.Valid(raw) {
					t.Errorf("Generate = %s, %v", raw, err)
				}
				if used.Input == 0 || used.Output == 0 {
					t.Errorf("usage %+v", used)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) || raw != nil {
				t.Fatalf("Generate = %s, %v; want an error with %q", raw, err, tt.want)
			}
			if tt.is != nil && !errors.Is(err, tt.is) {
				t.Errorf("%v is not %v", err, tt.is)
			}
			text := fmt.Sprintf("%v %+v %#v", err, err, err)
			if fault := (*openai.Error)(nil); errors.As(err, &fault) {
				text += fmt.Sprintf(" %#v", *fault)
			}
			if strings.Contains(text, key) {
				t.Errorf("the key stands in the error: %s", text)
			}
			if strings.ContainsAny(err.Error(), "\n\r") || len(err.Error()) > 500 {
				t.Errorf("not one short line: %q", err)
			}
		})
	}
}

// TestGenerateLearns: what a server refuses is left out at once, and not tried again in the next question.
func TestGenerateLearns(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		model  string
		refuse func(request map[string]any) (message, param string) // "" when it takes the request
		last   func(request map[string]any) bool                    // holds for the request taken
		calls  int                                                  // for two questions
	}{
		"temperature": {"quill", func(r map[string]any) (string, string) {
			if r["temperature"] != nil {
				return "Unsupported value: 'temperature' does not support 0.01 with this model.", "temperature"
			}
			return "", ""
		}, func(r map[string]any) bool { return r["temperature"] == nil && r["max_tokens"] != nil }, 3},
		"the older limit": {"quill", func(r map[string]any) (string, string) {
			if r["max_tokens"] != nil {
				return "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", "max_tokens"
			}
			return "", ""
		}, func(r map[string]any) bool { return r["max_completion_tokens"] == 300.0 }, 3},
		"any limit": {"quill", func(r map[string]any) (string, string) {
			if r["max_tokens"] != nil || r["max_completion_tokens"] != nil {
				return "unknown field max tokens: max_tokens", ""
			}
			return "", ""
		}, func(r map[string]any) bool { return r["max_completion_tokens"] == nil && r["max_tokens"] == nil }, 4},
		"schemas": {"quill", func(r map[string]any) (string, string) {
			if f, ok := r["response_format"].(map[string]any); ok && f["type"] == "json_schema" {
				return "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.", ""
			}
			return "", ""
		}, func(r map[string]any) bool {
			return fmt.Sprint(r["response_format"]) == "map[type:json_object]" && strings.Contains(fmt.Sprint(r["messages"]), `{"type":"object"}`)
		}, 3},
		"any form": {"quill", func(r map[string]any) (string, string) {
			if r["response_format"] != nil {
				return "bad request", ""
			}
			return "", ""
		}, func(r map[string]any) bool { return r["response_format"] == nil }, 4},
		"system messages": {"quill", func(r map[string]any) (string, string) {
			if strings.Contains(fmt.Sprint(r["messages"]), "role:system") {
				return "System role not supported", ""
			}
			return "", ""
		}, func(r map[string]any) bool { return len(r["messages"].([]any)) == 1 }, 3},
		"a reasoning model": {"o4-small", func(r map[string]any) (string, string) {
			if r["temperature"] != nil || r["max_tokens"] != nil {
				return "unsupported", ""
			}
			return "", ""
		}, func(r map[string]any) bool { return r["max_completion_tokens"] == 8000.0 }, 2},
		"everything": {"quill", func(r map[string]any) (string, string) {
			for _, parameter := range []string{"temperature", "response_format", "max_tokens", "max_completion_tokens"} {
				if r[parameter] != nil {
					return parameter + " is not supported", parameter
				}
			}
			return "", ""
		}, func(r map[string]any) bool { return r["response_format"] == nil }, 7},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, func(w http.ResponseWriter, r map[string]any) {
				if message, param := tt.refuse(r); message != "" {
					refused(400, message, param)(w, r)
					return
				}
				says("{}")(w, r)
			})
			c := s.config()
			c.Model = tt.model
			g := generator(t, c)
			for range 2 {
				if _, _, err := g.Generate(t.Context(), request); err != nil {
					t.Fatal(err)
				}
			}
			asked := s.asked()
			if len(asked) != tt.calls {
				t.Errorf("%d requests for two questions, want %d", len(asked), tt.calls)
			}
			if last := asked[len(asked)-1]; !tt.last(last) {
				t.Errorf("at last asked %v", last)
			}
		})
	}
}

// TestGenerateKeepsTheForm: that an answer was damaged says nothing of what the server takes.
func TestGenerateKeepsTheForm(t *testing.T) {
	t.Parallel()
	s := serve(t, garbled, says("{}"))
	if _, used, err := generator(t, s.config()).Generate(t.Context(), request); err != nil || !used.Estimated {
		t.Errorf("used %+v, %v; want what was lost to count", used, err)
	}
	asked := s.asked()
	if len(asked) != 2 || !reflect.DeepEqual(asked[0], asked[1]) {
		t.Errorf("after a damaged answer, asked\n%v", asked)
	}
}

func TestGenerateContext(t *testing.T) {
	t.Parallel()
	ended := make(chan struct{})
	s := serve(t, func(http.ResponseWriter, map[string]any) { <-ended })
	defer close(ended)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	patient := s.config()
	patient.Timeout = time.Hour
	if _, _, err := generator(t, patient).Generate(ctx, request); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("past its deadline: %v", err)
	}
	ctx, cancel = context.WithCancel(t.Context())
	cancel()
	if _, _, err := generator(t, s.config()).Generate(ctx, request); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	c := s.config()
	c.Timeout = 20 * time.Millisecond
	if _, _, err := generator(t, c).Generate(t.Context(), request); err == nil || !strings.Contains(err.Error(), "no answer in time") {
		t.Errorf("past the timeout of an attempt: %v", err)
	}
}

// TestGenerateRests: a server that is down is not asked again and again.
func TestGenerateRests(t *testing.T) {
	t.Parallel()
	s := serve(t, status(503, "down"))
	g := generator(t, s.config())
	for range 3 {
		if _, _, err := g.Generate(t.Context(), request); err == nil {
			t.Fatal("no error from a server that is down")
		}
	}
	_, _, err := g.Generate(t.Context(), request)
	if !errors.Is(err, openai.ErrResting) || len(s.asked()) != 5 {
		t.Errorf("after failures: %v, %d requests", err, len(s.asked()))
	}
	refusing := serve(t, refused(401, "no", ""))
	g = generator(t, refusing.config())
	for range 8 {
		if _, _, err := g.Generate(t.Context(), request); !errors.Is(err, openai.ErrKey) {
			t.Fatalf("a refused key became %v", err)
		}
	}
}

func TestGenerateUnreachable(t *testing.T) {
	t.Parallel()
	s := serve(t, says("{}"))
	c := s.config()
	s.Close()
	_, _, err := generator(t, c).Generate(t.Context(), request)
	if err == nil || !strings.Contains(err.Error(), "refused") || strings.Contains(err.Error(), key) {
		t.Errorf("a server that is not there: %v", err)
	}
}

func TestCheckBaseURL(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"": "", "https://models.example/v1": "", "http://localhost:11434": "", "http://[::1]:8080/v1/": "",
		"localhost:11434": "not an address", "ftp://models.example": "not an address", "http://": "not an address", "/v1": "not an address",
		"https://me:" + key + "@models.example/v1": "user name", "https://models.example/v1?key=" + key: "query", "http://a b/" + key: "not an address",
	} {
		err := openai.CheckBaseURL(address)
		if (err == nil) != (want == "") || err != nil && (!strings.Contains(err.Error(), want) || strings.Contains(err.Error(), key)) {
			t.Errorf("CheckBaseURL(%q) = %v, want %q", address, err, want)
		}
	}
	if _, err := openai.NewGenerator(openai.Config{}); err == nil {
		t.Error("a generator without a model")
	}
}
