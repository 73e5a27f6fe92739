package openai_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"readout/retrieval/answer"
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

// TestServersAsTheyAre: what is peculiar about a server keeps no answer of its model from being shown.
func TestServersAsTheyAre(t *testing.T) {
	t.Parallel()
	content := func(v any) string { return `{"role": "assistant", "content": ` + asJSON(v) + `}` }
	system := func(r map[string]any) bool {
		role := r["messages"].([]any)[0].(map[string]any)["role"]
		return role == "system" || role == "developer"
	}
	has := func(key string) func(map[string]any) bool {
		return func(r map[string]any) bool { return r[key] != nil }
	}
	anyForm := func(r map[string]any) bool { return format(r) != "" }
	schema := func(r map[string]any) bool { return format(r) == "json_schema" }
	once := func(first reply) []reply { return []reply{first, shaped(says)} }
	for name, replies := range map[string][]reply{
		"content in parts": {shaped(func(g string) reply {
			return raw(content([]any{map[string]any{"type": "text", "text": g}}), `"stop"`)
		})},
		"content in parts, a thought first": {shaped(func(g string) reply {
			return raw(content([]any{map[string]any{"type": "thinking", "thinking": []any{map[string]any{"type": "text", "text": "hm"}}}, map[string]any{"type": "text", "text": g}}), `"stop"`)
		})},
		"thoughts":                 {shaped(func(g string) reply { return says("<think>\nLook at {p1}.\n</think>\n\n" + g) })},
		"the end of thoughts only": {shaped(func(g string) reply { return says("Look at {p1} and [1].\n</think>\n" + g) })},
		"prose before":             {shaped(func(g string) reply { return says("Here is the JSON, as of [1]:\n" + g) })},
		"prose after":              {shaped(func(g string) reply { return says(g + "\n\nNote: from {the passages} only.") })},
		"a fence and a sentence":   {shaped(func(g string) reply { return says("```json\n" + g + "\n```\nLet me know.") })},
		"blanks after":             {shaped(func(g string) reply { return says(g + strings.Repeat(" ", 100_000)) })},
		"a list at the top":        {shaped(func(g string) reply { return says(strings.TrimSuffix(strings.TrimPrefix(g, `{"claims": `), "}")) })},
		"numbers for passages":     {relabelled(func(l string) any { return json.Number(l[1:]) })},
		"two labels":               {relabelled(func(l string) any { return "p2, " + l })},
		"labels in a list":         {relabelled(func(l string) any { return []string{"P3", l} })},
		"labels in brackets":       {relabelled(func(l string) any { return "[" + l + "]" })},
		"a wrong label":            {relabelled(func(string) any { return "p77" })},
		"no speaker":               {shaped(func(g string) reply { return says(strings.Replace(g, `, "speaker": ""`, "", 1)) })},
		"null for a speaker": {shaped(func(g string) reply {
			return says(strings.Replace(g, `"speaker": ""`, `"speaker": null, "confidence": 0.9`, 1))
		})},
		"JSON among the thoughts":     {shaped(func(g string) reply { return raw(`{"content": "", "reasoning_content": `+asJSON(g)+`}`, `"stop"`) })},
		"JSON as reasoning":           {shaped(func(g string) reply { return raw(`{"content": null, "reasoning": `+asJSON(g)+`}`, `"stop"`) })},
		"thoughts beside the content": {shaped(func(g string) reply { return raw(`{"content": `+asJSON(g)+`, "reasoning_content": "hm {}"}`, `"stop"`) })},
		"STOP":                        {shaped(func(g string) reply { return raw(content(g), `"STOP"`) })},
		"eos":                         {shaped(func(g string) reply { return raw(content(g), `"eos"`) })},
		"null":                        {shaped(func(g string) reply { return raw(content(g), `null`) })},
		"tool_calls":                  {shaped(func(g string) reply { return raw(content(g), `"tool_calls"`) })},
		"events unasked": {shaped(func(g string) reply {
			event := func(delta, reason string) string {
				return `data: {"choices": [{"delta": {"content": ` + asJSON(delta) + `}, "finish_reason": ` + reason + `}]}` + "\n\n"
			}
			return status(200, event(g[:20], "null")+event(g[20:], "null")+event("", `"stop"`)+"data: [DONE]\n\n", "Content-Type", "text/event-stream")
		})},
		"newlines while it works": {func(w http.ResponseWriter, request map[string]any) {
			io.WriteString(w, "\n\n\n")
			says(sixHours(request))(w, request)
		}},
		"no schemas, in a list of errors": {unless(schema, status(400, `[{"error": {"code": 400, "message": "Unknown name \"additionalProperties\" at 'generation_config.response_schema'"}}]`))},
		"no schemas, in details":          {unless(schema, status(422, `{"detail": [{"loc": ["body", "response_format", "type"], "msg": "unexpected value", "type": "value_error.const"}]}`))},
		"no schemas, by their library":    {unless(schema, status(400, `{"object": "error", "message": "guided decoding backend does not support strict", "code": 400}`))},
		"no form, as a text":              {unless(anyForm, status(400, `{"error": "response_format unsupported"}`))},
		"no grammar":                      {unless(anyForm, refused(500, "llama runner error: failed to parse grammar", ""))},
		"no JSON mode, and no schemas":    {unless(anyForm, refused(400, "'response_format.type' must be 'text'", ""))},
		"a limit forbidden":               {unless(has("max_tokens"), status(422, `{"detail": [{"type": "extra_forbidden", "loc": ["body", "max_tokens"], "msg": "Extra inputs are not permitted"}]}`))},
		"a temperature forbidden":         {unless(has("temperature"), status(422, `{"detail": [{"type": "extra_forbidden", "loc": ["body", "temperature"], "msg": "Extra inputs are not permitted"}]}`))},
		"no developer":                    {unless(system, refused(400, "Developer instruction is not enabled for models/small", ""))},
		"roles that alternate":            {unless(system, refused(400, "Conversation roles must alternate user/assistant/user/assistant/...", ""))},
		"no system":                       {unless(system, status(400, `{"error": {"message": "This template takes no such thing", "code": 400}}`))},
		"an error as if all were well":    once(status(200, `{"error": {"message": "Provider returned error", "code": 502}}`)),
		"an error in the choice":          once(status(200, `{"choices": [{"message": {"content": ""}, "finish_reason": "error", "error": {"code": 502, "message": "disconnected"}}]}`)),
		"an error as a text, as if well":  once(status(200, `{"error": "upstream is busy"}`)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			writes, _, _ := ferries(t, replies...)
			a, err := writes.Answer(t.Context(), answer.Question{Text: "How long did the meeting between Brandt and Lindgren last?"})
			if err != nil {
				t.Fatal(err)
			}
			if a.Text() != "The meeting lasted six hours. [1]" || a.Model != model || a.Fallback != nil {
				t.Errorf("answered %q by %s, fallback %v", a.Text(), a.Model, a.Fallback)
			}
		})
	}
}

// TestRoom: a context that is too small is filled with the best passages alone, whether the server refuses a longer prompt or drops its
// beginning without a word; what was learnt of it is kept to.
func TestRoom(t *testing.T) {
	t.Parallel()
	const question = "How long did the meeting between Brandt and Lindgren last?"
	// The rules alone have some 800 tokens, and the article the rest.
	refusing := func(context int, refusal reply) reply {
		return unless(func(r map[string]any) bool { return length(r) > context }, refusal)
	}
	for name, tt := range map[string]struct {
		reply reply
		calls int // for the first question
	}{
		"as OpenAI refuses": {refusing(1900, status(400, `{"error": {"message": "This model's maximum context length is 1900 tokens. However, your messages resulted in 2400 tokens. Please reduce the length of the messages.", "param": "messages", "code": "context_length_exceeded"}}`)), 2},
		"as vLLM does":      {refusing(1900, status(400, `{"object": "error", "message": "This model's maximum context length is 1900 tokens. However, you requested 3600 tokens (2400 in the messages, 1200 in the completion).", "code": 400}`)), 2},
		"as llama.cpp does": {refusing(1900, status(400, `{"error": {"code": 400, "message": "request (2400 tokens) exceeds the available context size (1900 tokens), try increasing it", "type": "exceed_context_size_error"}}`)), 2},
		"as LM Studio does": {refusing(1900, status(400, `{"error": "Trying to keep the first 2400 tokens when context the overflows. However, the model is loaded with context length of only 1900 tokens"}`)), 2},
		"without a word": {func(w http.ResponseWriter, request map[string]any) {
			if length(request) > 1700 { // the rules are gone, and with them the model's sense
				fmt.Fprint(w, `{"choices": [{"message": {"content": "{\"claims\": []}"}, "finish_reason": "stop"}], "usage": {"prompt_tokens": 1700, "completion_tokens": 9}}`)
				return
			}
			fmt.Fprintf(w, `{"choices": [{"message": {"content": %s}, "finish_reason": "stop"}], "usage": {"prompt_tokens": %d, "completion_tokens": 9}}`, asJSON(sixHours(request)), length(request))
		}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			writes, _, s := ferriesBeside(t, strings.Repeat("The harbour of Norrvik has cranes, sheds and a tower that were built when grain came by sea. ", 80), tt.reply)
			for i, want := range []int{tt.calls, tt.calls + 1} {
				a, err := writes.Answer(t.Context(), answer.Question{Text: question})
				if err != nil {
					t.Fatal(err)
				}
				if a.Text() != "The meeting lasted six hours. [1]" || a.Model != model || a.Fallback != nil {
					t.Errorf("question %d: answered %q by %s, fallback %v", i, a.Text(), a.Model, a.Fallback)
				}
				if n := len(s.asked()); n != want {
					t.Errorf("question %d: %d requests so far, want %d", i, n, want)
				}
			}
		})
	}
}
