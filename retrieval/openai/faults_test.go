package openai_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"readout/retrieval/answer"
	"readout/retrieval/openai"
)

// sixHours is the claim that holds about the ferries' article, as the request's labels have it.
func sixHours(request map[string]any) string {
	_, label := asked(request)
	return claim("The meeting lasted six hours.", label("six hours"), "The meeting lasted six hours.", "")
}

// format is the form of the answer that a request asks for; "" for none.
func format(request map[string]any) string {
	f, _ := request["response_format"].(map[string]any)
	kind, _ := f["type"].(string)
	return kind
}

// length is about how many tokens a request's messages have.
func length(request map[string]any) int {
	n := 0
	for _, m := range request["messages"].([]any) {
		n += len(m.(map[string]any)["content"].(string)) / 4
	}
	return n
}

// raw is a completion whose message and reason to end are JSON as given.
func raw(message, reason string) reply {
	return status(200, fmt.Sprintf(`{"id": 7, "created": 1.5, "choices": [{"index": 0, "message": %s, "finish_reason": %s}], "usage": null}`, message, reason))
}

func asJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// unless refuses a request that has what the server does not take, and answers the others well.
func unless(has func(map[string]any) bool, refusal reply) reply {
	return func(w http.ResponseWriter, request map[string]any) {
		if has(request) {
			refusal(w, request)
			return
		}
		says(sixHours(request))(w, request)
	}
}

// shaped gives the good answer another shape.
func shaped(shape func(good string) reply) reply {
	return func(w http.ResponseWriter, request map[string]any) { shape(sixHours(request))(w, request) }
}

// relabelled puts something else in the place of the passage's label.
func relabelled(label func(string) any) reply {
	return shaped(func(good string) reply {
		var v struct{ Claims []map[string]any }
		if err := json.Unmarshal([]byte(good), &v); err != nil {
			panic(err)
		}
		for _, c := range v.Claims {
			c["passage"] = label(c["passage"].(string))
		}
		return says(asJSON(map[string]any{"claims": v.Claims}))
	})
}

// fault is a way in which a server of the protocol is not as it should be, or not as another is, and how a question to it ends.
type fault struct {
	name    string
	replies []reply // in turn, the last one again and again

	// The end: the model's answer, or the quotations, with the reason and, where it has one, its sentinel.
	because string // part of the reason; "" for the model's answer
	is      error

	calls int // requests for the question; 0 for one, or any number where the quotations answer
}

// content is a message with what JSON makes of a value.
func content(v any) string { return `{"role": "assistant", "content": ` + asJSON(v) + `}` }

func has(key string) func(map[string]any) bool {
	return func(r map[string]any) bool { return r[key] != nil }
}

func limited(r map[string]any) bool {
	return r["max_tokens"] != nil || r["max_completion_tokens"] != nil
}

func inAnyForm(r map[string]any) bool { return format(r) != "" }

func inASchema(r map[string]any) bool { return format(r) == "json_schema" }

// bySystem tells whether the rules of a request stand apart from its data.
func bySystem(r map[string]any) bool {
	role := r["messages"].([]any)[0].(map[string]any)["role"]
	return role == "system" || role == "developer"
}

// once strikes the first request alone.
func once(first reply) []reply { return []reply{first, good} }

// good is the model's answer as the protocol has it.
var good = shaped(says)

// shapes are good answers as this or that server or model sends them.
func shapes() []fault {
	wrapped := func(before, after string) []reply {
		return []reply{shaped(func(g string) reply { return says(before + g + after) })}
	}
	message := func(of func(g string) string, reason string) []reply {
		return []reply{shaped(func(g string) reply { return raw(of(g), reason) })}
	}
	speaker := func(instead string) []reply {
		return []reply{shaped(func(g string) reply { return says(strings.Replace(g, `, "speaker": ""`, instead, 1)) })}
	}
	whole := func(fields string) []reply {
		return []reply{shaped(func(g string) reply {
			return status(200, `{`+fields+`, "choices": [{"index": 0, "message": `+content(g)+`, "finish_reason": "stop"}]}`)
		})}
	}
	asText := func(g string) string { return content(g) }
	inParts := func(before ...any) func(string) string {
		return func(g string) string { return content(append(before, map[string]any{"type": "text", "text": g})) }
	}
	thinking := map[string]any{"type": "thinking", "thinking": []any{map[string]any{"type": "text", "text": "hm"}}}
	return []fault{
		{name: "as it should be", replies: []reply{good}},
		{name: "content as a list of parts", replies: message(inParts(), `"stop"`)},
		{name: "content in parts, a thought first", replies: message(inParts(thinking), `"stop"`)},
		{name: "thoughts before the JSON", replies: wrapped("<think>\nLook at {p1}.\n</think>\n\n", "")},
		{name: "the end of thoughts without their beginning", replies: wrapped("Look at {p1} and [1].\n</think>\n", "")},
		{name: "thoughts in a field beside the content", replies: message(func(g string) string { return `{"content": ` + asJSON(g) + `, "reasoning_content": "hm {}"}` }, `"stop"`)},
		{name: "the JSON in reasoning_content alone", replies: message(func(g string) string { return `{"content": "", "reasoning_content": ` + asJSON(g) + `}` }, `"stop"`)},
		{name: "the JSON in reasoning alone", replies: message(func(g string) string { return `{"content": null, "reasoning": ` + asJSON(g) + `}` }, `"stop"`)},
		{name: "a code fence", replies: wrapped("```json\n", "\n```")},
		{name: "a code fence and a sentence", replies: wrapped("```json\n", "\n```\nLet me know.")},
		{name: "a sentence before the JSON", replies: wrapped("Here is the JSON, as of [1]:\n", "")},
		{name: "a sentence after the JSON", replies: wrapped("", "\n\nNote: from {the passages} only.")},
		{name: "100 kB of blanks after the JSON", replies: wrapped("", strings.Repeat(" ", 100_000))},
		{name: "3,000 newlines after the JSON", replies: wrapped("", strings.Repeat("\n", 3000))},
		{name: "the claims as a list at the top", replies: []reply{shaped(func(g string) reply { return says(strings.TrimSuffix(strings.TrimPrefix(g, `{"claims": `), "}")) })}},
		{name: "numbers for labels", replies: []reply{relabelled(func(l string) any { return json.Number(l[1:]) })}},
		{name: "two labels in one field", replies: []reply{relabelled(func(l string) any { return "p2, " + l })}},
		{name: "a list of labels", replies: []reply{relabelled(func(l string) any { return []string{"P3", l} })}},
		{name: "labels in brackets", replies: []reply{relabelled(func(l string) any { return "[" + l + "]" })}},
		{name: "a wrong label", replies: []reply{relabelled(func(string) any { return "p77" })}},
		{name: "no speaker", replies: speaker("")},
		{name: "null for a speaker", replies: speaker(`, "speaker": null`)},
		{name: "more fields of a claim", replies: speaker(`, "speaker": "", "confidence": 0.9`)},
		{name: "STOP", replies: message(asText, `"STOP"`)},
		{name: "eos", replies: message(asText, `"eos"`)},
		{name: "null for a reason to end", replies: message(asText, "null")},
		{name: "tool_calls for a reason to end", replies: message(asText, `"tool_calls"`)},
		{name: "usage null", replies: whole(`"usage": null`)},
		{name: "a number as id", replies: whole(`"id": 7`)},
		{name: "created with a fraction", replies: whole(`"created": 1.5`)},
		{name: "more fields of an answer", replies: whole(`"timings": {"prompt_ms": 1.2}, "x_router": {}, "system_fingerprint": null, "usage": {"prompt_tokens": 9.0, "completion_tokens": "5", "cost": 0.001, "prompt_tokens_details": {"audio_tokens": null}}`)},
		{name: "events although none were asked for", replies: []reply{shaped(func(g string) reply {
			event := func(delta, reason string) string {
				return `data: {"choices": [{"delta": {"content": ` + asJSON(delta) + `}, "finish_reason": ` + reason + `}]}` + "\n\n"
			}
			return status(200, event(g[:20], "null")+event(g[20:], "null")+event("", `"stop"`)+"data: [DONE]\n\n", "Content-Type", "text/event-stream")
		})}},
	}
}

// refusals are of servers that don't take all that is asked for; what they refuse is done without.
func refusals() []fault {
	inDetails := func(parameter, kind, text string) reply {
		return status(422, fmt.Sprintf(`{"detail": [{"type": %q, "loc": ["body", %q], "msg": %q}]}`, kind, parameter, text))
	}
	without := func(has func(map[string]any) bool, refusal reply) []reply { return []reply{unless(has, refusal)} }
	return []fault{
		{name: "no schemas", replies: without(inASchema, refused(400, "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.", "response_format")), calls: 2},
		{name: "no schemas, in a list of errors", replies: without(inASchema, status(400, `[{"error": {"code": 400, "message": "Unknown name \"additionalProperties\" at 'generation_config.response_schema'"}}]`)), calls: 2},
		{name: "no schemas, in details", replies: without(inASchema, inDetails("response_format", "value_error.const", "unexpected value")), calls: 2},
		{name: "no schemas, by their library", replies: without(inASchema, status(400, `{"object": "error", "message": "guided decoding backend does not support strict", "code": 400}`)), calls: 2},
		{name: "no JSON mode, but schemas", replies: without(func(r map[string]any) bool { return format(r) == "json_object" }, status(400, `{"error": "'response_format.type' must be 'json_schema' or 'text'"}`))},
		{name: "no form", replies: without(inAnyForm, refused(400, "response_format is not supported", "")), calls: 3},
		{name: "no form, as a text", replies: without(inAnyForm, status(400, `{"error": "response_format unsupported"}`)), calls: 3},
		{name: "a grammar that can't be parsed", replies: without(inAnyForm, refused(500, "llama runner error: failed to parse grammar", "")), calls: 3},
		{name: "the older limit refused", replies: without(has("max_tokens"), refused(400, "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", "max_tokens")), calls: 2},
		{name: "extra_forbidden: a limit", replies: without(has("max_tokens"), inDetails("max_tokens", "extra_forbidden", "Extra inputs are not permitted")), calls: 2},
		{name: "both limits refused", replies: without(limited, refused(400, "Unsupported parameter: max_completion_tokens or max_tokens", "")), calls: 3},
		{name: "a temperature refused", replies: without(has("temperature"), refused(400, "Unsupported value: 'temperature' does not support 0 with this model.", "temperature")), calls: 2},
		{name: "extra_forbidden: a temperature", replies: without(has("temperature"), inDetails("temperature", "extra_forbidden", "Extra inputs are not permitted")), calls: 2},
		{name: "a limit and a temperature refused", replies: without(has("max_tokens"), refused(400, "Unsupported parameter: 'max_tokens'", "max_tokens")), calls: 2},
		{name: "no developer's role", replies: without(bySystem, refused(400, "Developer instruction is not enabled for models/small", "")), calls: 2},
		{name: "roles that alternate", replies: without(bySystem, refused(400, "Conversation roles must alternate user/assistant/user/assistant/...", "")), calls: 2},
		{name: "no system role, in other words", replies: without(bySystem, status(400, `{"error": {"message": "This template takes no such thing", "code": 400}}`)), calls: 4},
	}
}

// tooSmall are servers whose context is too small for the prompt, which has a long article in it: they get the best passages alone.
func tooSmall() []fault {
	refusing := func(refusal reply) []reply {
		return []reply{unless(func(r map[string]any) bool { return length(r) > 1900 }, refusal)}
	}
	return []fault{
		{name: "a small context, as OpenAI says it", calls: 2, replies: refusing(status(400, `{"error": {"message": "This model's maximum context length is 1900 tokens. However, your messages resulted in 2400 tokens. Please reduce the length of the messages.", "param": "messages", "code": "context_length_exceeded"}}`))},
		{name: "a small context, as vLLM says it", calls: 2, replies: refusing(status(400, `{"object": "error", "message": "This model's maximum context length is 1900 tokens. However, you requested 3600 tokens (2400 in the messages, 1200 in the completion).", "code": 400}`))},
		{name: "a small context, as llama.cpp says it", calls: 2, replies: refusing(status(400, `{"error": {"code": 400, "message": "request (2400 tokens) exceeds the available context size (1900 tokens), try increasing it", "type": "exceed_context_size_error"}}`))},
		{name: "a small context, as LM Studio says it", calls: 2, replies: refusing(status(400, `{"error": "Trying to keep the first 2400 tokens when context the overflows. However, the model is loaded with context length of only 1900 tokens"}`))},
		{name: "the beginning of the prompt dropped in silence", calls: 2, replies: []reply{cutting(1700, 1, says(`{"claims": []}`))}},
		{name: "a little of the beginning of the prompt dropped in silence", calls: 2, replies: []reply{cutting(2000, 1, says(`{"claims": []}`))}},
		{name: "the prompt's beginning dropped, and prose instead of JSON", calls: 2, replies: []reply{cutting(2000, .95, says("Which pier?"))}},
	}
}

// cutting is a server that drops the beginning of a prompt over its context and says nothing: it counts the context then, and of others
// the share of the estimate that its tokenizer makes. What it says of a prompt that has lost the rules is given.
func cutting(context int, share float64, lost reply) reply {
	return func(w http.ResponseWriter, request map[string]any) {
		answer, count := says(sixHours(request)), int(share*float64(length(request)))
		if count > context {
			answer, count = lost, context
		}
		inside := httptest.NewRecorder()
		answer(inside, request)
		io.WriteString(w, strings.Replace(inside.Body.String(), `"prompt_tokens": 70`, fmt.Sprintf(`"prompt_tokens": %d`, count), 1))
	}
}

// failures are of servers that don't answer, or of models that don't: some pass, for the others the quotations answer.
func failures() []fault {
	later := func(header ...string) reply {
		return status(429, `{"error": {"message": "Rate limit reached for requests", "code": "rate_limit_exceeded"}}`, header...)
	}
	inThree := func(w http.ResponseWriter, request map[string]any) {
		later("Retry-After", time.Now().Add(3*time.Second).UTC().Format(http.TimeFormat))(w, request)
	}
	cut := func(w http.ResponseWriter, _ map[string]any) {
		w.Header().Set("Content-Length", "5000")
		io.WriteString(w, `{"choices": [{"mess`)
		panic(http.ErrAbortHandler)
	}
	cutEvents := func(w http.ResponseWriter, _ map[string]any) {
		io.WriteString(w, `data: {"choices": [{"delta": {"content": "{"}}]}`+"\n\n")
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
	inside := status(200, `{"error": {"message": "Provider returned error", "code": 502}}`)
	inChoice := status(200, `{"choices": [{"message": {"content": ""}, "finish_reason": "error", "error": {"code": 502, "message": "disconnected"}}]}`)
	half := shaped(func(g string) reply { return ends(g[:len(g)/2], `"length"`) })
	claims := `{"claims": [` + strings.Repeat(`{"text": "x y z.", "passage": "p1", "quote": "q", "speaker": ""},`, 60_000)
	return []fault{
		{name: "429 with seconds, once", replies: once(later("Retry-After", "2")), calls: 2},
		{name: "429 with a date, once", replies: once(inThree), calls: 2},
		{name: "429 for two minutes", replies: []reply{later("Retry-After", "120")}, because: "429 Too Many Requests: Rate limit reached", calls: 1},
		{name: "429 without a time", replies: []reply{later()}, because: "429 Too Many Requests: Rate limit reached", calls: 4},
		{name: "429 without a time, once", replies: once(later()), calls: 2},
		{name: "no quota", replies: []reply{refused(429, "You exceeded your current quota, please check your plan.", "")}, because: "current quota", calls: 1},
		{name: "no credit", replies: []reply{refused(402, "Insufficient credits.", "")}, because: "402 Payment Required: Insufficient credits", calls: 1},
		{name: "500, once", replies: once(refused(500, "The server had an error.", "")), calls: 2},
		{name: "500", replies: []reply{refused(500, "The server had an error.", "")}, because: "500 Internal Server Error: The server had an error", calls: 4},
		{name: "503", replies: []reply{refused(503, "The engine is overloaded.", "")}, because: "503 Service Unavailable: The engine is overloaded", calls: 4},
		{name: "a wrong key", replies: []reply{refused(401, "Incorrect API key provided: "+key, "")}, because: "refused the API key", is: openai.ErrKey, calls: 1},
		{name: "no such model", replies: []reply{refused(404, `model "quill" not found, try pulling it first`, "")}, because: "no such model", is: openai.ErrNoModel, calls: 1},
		{name: "a page as if all were well", replies: []reply{status(200, "<!doctype html><html></html>")}, because: "as the protocol says", is: openai.ErrNotTheProtocol, calls: 1},
		{name: "a page with a fault", replies: []reply{status(502, "<html><body>Bad gateway</body></html>")}, because: "502 Bad Gateway: a page instead of an answer", calls: 4},
		{name: "cut off", replies: []reply{cut}, because: "the connection was cut", calls: 4},
		{name: "cut off, once", replies: once(cut), calls: 2},
		{name: "events cut off, once", replies: once(cutEvents), calls: 2},
		{name: "an error in a 200", replies: []reply{inside}, because: "502 Bad Gateway: Provider returned error", calls: 4},
		{name: "an error in a 200, once", replies: once(inside), calls: 2},
		{name: "an error as a text in a 200, once", replies: once(status(200, `{"error": "upstream is busy"}`)), calls: 2},
		{name: "an error in a choice", replies: []reply{inChoice}, because: "502 Bad Gateway: disconnected", calls: 4},
		{name: "an error in a choice, once", replies: once(inChoice), calls: 2},
		{name: "no choices", replies: []reply{status(200, `{"choices": []}`)}, because: "no choices", is: answer.ErrModelNonsense, calls: 1},
		{name: "nothing", replies: []reply{says("")}, because: "says nothing", is: answer.ErrModelNonsense, calls: 1},
		{name: "null for content", replies: []reply{raw(`{"content": null}`, `"stop"`)}, because: "says nothing", is: answer.ErrModelNonsense, calls: 1},
		{name: "a refusal", replies: []reply{raw(`{"content": null, "refusal": "I can't help with that."}`, `"stop"`)}, because: "refused", is: answer.ErrModelRefused, calls: 1},
		{name: "a refusal in words", replies: []reply{says("I can't assist with that request.")}, because: "not JSON", is: answer.ErrModelNonsense, calls: 1},
		{name: "filtered", replies: []reply{ends("", `"content_filter"`)}, because: "refused", is: answer.ErrModelRefused, calls: 1},
		{name: "60,000 claims", replies: []reply{says(claims + "{}]}")}, because: "too large", calls: 1},
		{name: "cut off at the limit", replies: []reply{half}, because: "cut short at its limit", is: answer.ErrModelNonsense, calls: 2},
		{name: "cut off at the limit by thinking, once", replies: once(half), calls: 2},
	}
}

// slow are servers that take their time: a member waits no longer than the time limit.
func slow() []fault {
	after := func(wait time.Duration) reply {
		return func(w http.ResponseWriter, request map[string]any) {
			time.Sleep(wait)
			good(w, request)
		}
	}
	// endless writes a text again and again, until nobody reads it.
	endless := func(text string, pause time.Duration) reply {
		return func(w http.ResponseWriter, _ map[string]any) {
			for {
				if _, err := io.WriteString(w, text); err != nil {
					return
				}
				w.(http.Flusher).Flush()
				time.Sleep(pause)
			}
		}
	}
	keptAlive := func(w http.ResponseWriter, request map[string]any) {
		for range 3 {
			io.WriteString(w, "\n")
			w.(http.Flusher).Flush()
			time.Sleep(300 * time.Millisecond)
		}
		good(w, request)
	}
	headers := func(w http.ResponseWriter, _ map[string]any) {
		c, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		defer c.Close()
		for _, err = io.WriteString(c, "HTTP/1.1 200 OK\r\nX-Long: "); err == nil; _, err = io.WriteString(c, "x") {
			time.Sleep(time.Second)
		}
	}
	event := `data: {"choices": [{"delta": {"content": " "}}]}` + "\n\n"
	return []fault{
		{name: "newlines while it works", replies: []reply{keptAlive}},
		{name: "20 s", replies: []reply{after(20 * time.Second)}},
		{name: "40 s", replies: []reply{after(40 * time.Second)}, because: "in time", is: answer.ErrModelLate},
		{name: "hanging", replies: []reply{after(time.Hour)}, because: "in time", is: answer.ErrModelLate},
		{name: "hanging, then down", replies: []reply{refused(503, "", ""), after(time.Hour)}, because: "in time", is: answer.ErrModelLate},
		{name: "a byte at a time", replies: []reply{endless(" ", time.Second)}, because: "in time", is: answer.ErrModelLate},
		{name: "headers a byte at a time", replies: []reply{headers}, because: "in time", is: answer.ErrModelLate},
		{name: "events without end", replies: []reply{endless(event, 200*time.Millisecond)}, because: "in time", is: answer.ErrModelLate},
		{name: "a stream without end", replies: []reply{endless(strings.Repeat(" ", 1<<16), 0)}, because: "too large", calls: 1},
		{name: "events without end, at once", replies: []reply{endless(strings.Repeat(event, 1000), 0)}, because: "too large", calls: 1},
	}
}

// internals are words of the program's own workings, which say nothing to whoever runs it.
var internals = regexp.MustCompile(`(?i)invalid character|unmarshal|\bEOF\b|dial tcp|context deadline|context canceled|net/http|http:|%!|\{0x|goroutine|closed pipe|i/o timeout`)

// TestFaults: what is peculiar about a server keeps no answer of its model from being shown; of what keeps it, the quotations answer, and
// the reason is told in plain words. Nothing of it costs a member more than the time limit, by a clock that no busy machine delays.
func TestFaults(t *testing.T) {
	t.Parallel()
	const question, sentence, wait = "How long did the meeting between Brandt and Lindgren last?", "The meeting lasted six hours. [1]", 30 * time.Second
	short := ferryNews(t, "")
	long := ferryNews(t, strings.Repeat("The harbour of Norrvik has cranes, sheds and a tower that were built when grain came by sea. ", 80))
	seen := map[string]bool{}
	for _, group := range []struct {
		faults []fault
		learns bool // what the first question found out of the server is known to the second
	}{{shapes(), false}, {refusals(), true}, {tooSmall(), true}, {failures(), false}, {slow(), false}} {
		for _, f := range group.faults {
			if seen[f.name] {
				t.Errorf("%q stands twice", f.name)
			}
			seen[f.name] = true
			snapshot := short
			if strings.Contains(f.name, "context") || strings.Contains(f.name, "prompt") {
				snapshot = long
			}
			t.Run(f.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					s, c := serveInside(t, f.replies...)
					writes := writing(t, snapshot, c, wait)
					begun := time.Now()
					a, err := writes.Answer(t.Context(), answer.Question{Text: question})
					if err != nil {
						t.Fatal(err)
					}
					if took := time.Since(begun); took > wait {
						t.Errorf("took %v", took)
					}
					f.check(t, a, len(s.asked()))
					defer time.Sleep(2 * time.Hour) // until the server has noticed that nobody waits any more
					if !group.learns {
						return
					}
					before := len(s.asked())
					if a, err = writes.Answer(t.Context(), answer.Question{Text: question}); err != nil || a.Text() != sentence || len(s.asked()) != before+1 {
						t.Errorf("asked once more, %d requests: %+v, %v", len(s.asked())-before, a, err)
					}
				})
			})
		}
	}
}

// TestCutOffInSilence: a server that drops the beginning of each prompt is noticed by counting the same of all, though its model answers; and
// one whose tokenizer makes fewer tokens than are estimated is not taken for one that does.
func TestCutOffInSilence(t *testing.T) {
	t.Parallel()
	long := ferryNews(t, strings.Repeat("The harbour of Norrvik has cranes, sheds and a tower that were built when grain came by sea. ", 80))
	questions := []string{
		"How long did the meeting between Brandt and Lindgren last?",
		"How long did the meeting between the harbour master Ada Brandt and the ferry owner Bo Lindgren in Norrvik on Tuesday last, from its beginning to its end?",
		"How long did the meeting of Brandt with Lindgren last?",
	}
	for name, tt := range map[string]struct {
		server reply
		calls  []int // after each question
		longer bool  // prompts stay as long as they were
	}{
		"a context of 2,000 tokens, and an answer all the same": {cutting(2000, 1, good), []int{1, 3, 4}, false},
		"a tokenizer that makes fewer tokens":                   {cutting(1e6, .83, good), []int{1, 2, 3}, true},
		"a tokenizer that makes far fewer tokens":               {cutting(1e6, .75, good), []int{2, 3, 4}, true},
		"a tokenizer that makes more tokens":                    {cutting(1e6, 1.3, good), []int{1, 2, 3}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, tt.server)
			writes := writing(t, long, s.config(), 8*time.Second)
			for i, q := range questions {
				a, err := writes.Answer(t.Context(), answer.Question{Text: q})
				if err != nil || a.Model != model || len(s.asked()) != tt.calls[i] {
					t.Errorf("after %d requests, want %d: %q by %s, %v", len(s.asked()), tt.calls[i], a.Text(), a.Model, err)
				}
			}
			asked := s.asked()
			if first, last := length(asked[0]), length(asked[len(asked)-1]); (last > first*9/10) != tt.longer {
				t.Errorf("a prompt of %d tokens, at first of %d", last, first)
			}
		})
	}
}

// check checks the end of a question.
func (f fault) check(t *testing.T, a *answer.Answer, calls int) {
	t.Helper()
	const sentence = "The meeting lasted six hours. [1]"
	if f.because == "" {
		if a.Text() != sentence || a.Model != model || a.Fallback != nil {
			t.Errorf("answered %q by %s, fallback %v", a.Text(), a.Model, a.Fallback)
		}
		if calls != max(f.calls, 1) {
			t.Errorf("%d requests, want %d", calls, max(f.calls, 1))
		}
		return
	}
	if !strings.Contains(a.Text(), "six hours") || a.Model == model || a.Fallback == nil {
		t.Fatalf("answered %q by %s, fallback %v; want the quotations", a.Text(), a.Model, a.Fallback)
	}
	reason := a.Fallback.Error()
	if !strings.Contains(reason, f.because) || f.is != nil && !errors.Is(a.Fallback, f.is) {
		t.Errorf("because %q, want %q and %v", reason, f.because, f.is)
	}
	if bad := internals.FindString(reason); bad != "" || strings.ContainsAny(reason, "\n\r") || len(reason) > 300 || strings.Contains(fmt.Sprintf("%#v", a.Fallback), key) {
		t.Errorf("not a plain reason: %q (%s)", reason, bad)
	}
	if f.calls > 0 && calls != f.calls {
		t.Errorf("%d requests, want %d", calls, f.calls)
	}
}

// hears has a server that reads a request, does something with the connection, and hangs up.
func hears(then func(c net.Conn)) func(context.Context, string, string) (net.Conn, error) {
	return func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		go func() {
			defer theirs.Close()
			if r, err := http.ReadRequest(bufio.NewReader(theirs)); err == nil {
				io.Copy(io.Discard, r.Body)
				then(theirs)
			}
		}()
		return ours, nil
	}
}

// TestFaultsOfConnections: there is nobody to talk to.
func TestFaultsOfConnections(t *testing.T) {
	t.Parallel()
	snapshot := ferryNews(t, "")
	for name, tt := range map[string]struct {
		dial    func(ctx context.Context, network, address string) (net.Conn, error)
		because string
	}{
		"takes no request": {func(context.Context, string, string) (net.Conn, error) {
			ours, _ := net.Pipe() // whose other end nobody reads
			return ours, nil
		}, "in time"},
		"no connection": {func(context.Context, string, string) (net.Conn, error) {
			time.Sleep(10 * time.Second)
			return nil, &net.OpError{Op: "dial", Net: "tcp", Err: os.ErrDeadlineExceeded}
		}, "in time"},
		"another protocol": {hears(func(c net.Conn) { io.WriteString(c, "220 mail.example ESMTP\r\n") }), "does not answer as the protocol says"},
		"hangs up":         {hears(func(net.Conn) {}), "the connection was cut"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := openai.Dialing(openai.Config{BaseURL: "http://127.0.0.1/v1", Key: key, Model: model}, tt.dial)
				begun := time.Now()
				a, err := writing(t, snapshot, c, 30*time.Second).Answer(t.Context(), answer.Question{Text: "How long did the meeting between Brandt and Lindgren last?"})
				if err != nil {
					t.Fatal(err)
				}
				if took := time.Since(begun); took > 30*time.Second {
					t.Errorf("took %v", took)
				}
				fault{because: tt.because}.check(t, a, 0)
				time.Sleep(time.Minute) // what still waits for a connection ends by itself
			})
		})
	}
}
