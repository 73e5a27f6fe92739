package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/wire"
	"readout/bot/engine"
	"readout/bot/invocation"
	"readout/bot/record"
)

const (
	germanAsks = "Wie lange dauerte das Treffen von Putin und Pompeo?"
	germanOnly = "Fragen verstehe ich nur auf Englisch."
	inEnglish  = "How long did the meeting of Putin and Pompeo last?"
	inGerman   = "Das Treffen von Putin und Pompeo dauerte 90 Minuten."
)

// germanModel is a model that knows German: it translates the question, quotes the sentence on how long the meeting was, and translates
// that. Its names are those of the schemas that it was asked to follow.
func germanModel(t *testing.T) (address string, asked func() []string) {
	t.Helper()
	return germanModelBut(t, nil)
}

// germanModelBut is the model with other replies to some tasks; an empty one is a failure of its server.
func germanModelBut(t *testing.T, but map[string]string) (address string, asked func() []string) {
	t.Helper()
	var mu sync.Mutex
	var names []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var request struct {
			Messages []struct{ Content string }
			Format   struct {
				Schema struct{ Name string } `json:"json_schema"`
			} `json:"response_format"`
		}
		if err := json.NewDecoder(r.Body).Decode(&request); err != nil || len(request.Messages) != 2 {
			t.Errorf("the request: %v", err)
			return
		}
		mu.Lock()
		names = append(names, request.Format.Schema.Name)
		mu.Unlock()
		says, ok := but[request.Format.Schema.Name]
		if ok && says == "" {
			http.Error(w, "no credit", http.StatusPaymentRequired)
			return
		}
		if !ok {
			says = germanReply(request.Format.Schema.Name, request.Messages[1].Content)
		}
		content, err := json.Marshal(says)
		if err != nil {
			t.Error(err)
		}
		fmt.Fprintf(w, `{"choices": [{"message": {"content": %s}, "finish_reason": "stop"}]}`, content)
	}))
	t.Cleanup(s.Close)
	return s.URL, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return append([]string(nil), names...)
	}
}

func germanReply(task, content string) string {
	var data struct {
		Passages []struct{ Label, Text string }
	}
	if err := json.Unmarshal([]byte(content), &data); err != nil {
		return err.Error()
	}
	switch task {
	case "english":
		return `{"question": "` + inEnglish + `", "language": "de"}`
	case "translation":
		return `{"translations": [{"n": 1, "text": "` + inGerman + `"}]}`
	}
	for _, p := range data.Passages {
		for sentence := range strings.SplitAfterSeq(p.Text, ". ") {
			if strings.Contains(sentence, "lasted 90 minutes") {
				quote := strings.TrimSpace(sentence)
				claim, err := json.Marshal(map[string]string{"text": quote, "passage": p.Label, "quote": quote, "speaker": ""})
				if err != nil {
					return err.Error()
				}
				return `{"claims": [` + string(claim) + `]}`
			}
		}
	}
	return `{"claims": []}`
}

// TestAskInGerman asks about the shipped articles in German: with a model the question is searched in English, and the answer is the
// article's sentence with its German beside it; without one it is said, in German, that there is nothing to be had.
func TestAskInGerman(t *testing.T) {
	t.Parallel()
	address, asked := germanModel(t)
	ask := func(env []string, args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		if status := Run(t.Context(), invocation.Usual, append([]string{"ask"}, args...), env, strings.NewReader(""), &out, &errs); status != 0 || errs.Len() > 0 {
			t.Errorf("status %d: %s", status, &errs)
		}
		return out.String()
	}
	env := []string{"OPENAI_API_KEY=" + testKey, "OPENAI_BASE_URL=" + address, "OPENAI_MODEL=quill"}
	printed := ask(env, "--explain", germanAsks)
	for _, want := range []string{
		"Asked in German; searched as: How long did the meeting of Putin and Pompeo last?\n\nThe meeting of Putin and Pompeo", "lasted 90 minutes",
		"\n\ntranslation, unchecked: " + inGerman + " [1]\n\nSources\n[1] digest of ", "written by a model, checked against the sources",
		"Shown so because the model's claims hold.", "3 calls\n",
	} {
		if !strings.Contains(printed, want) {
			t.Errorf("printed without %q:\n%s", want, printed)
		}
	}
	if got := strings.Join(asked(), ", "); got != "english, claims, translation" {
		t.Errorf("the model was asked for %s", got)
	}
	var got record.Answer
	if err := json.Unmarshal([]byte(ask(env, "--json", germanAsks)), &got); err != nil || got.Language != "de" || got.Abstained ||
		got.ResolvedQuestion != inEnglish || !strings.Contains(got.Answer, "90 minutes") || len(got.Translations) != 1 || got.Translations[0] != inGerman {
		t.Errorf("%+v, %v", got, err)
	}
	if printed := ask(nil, germanAsks); printed != germanOnly+"\n" {
		t.Errorf("without a model:\n%s", printed)
	}
	if printed := ask(nil, "blorg frandel wimpsch grotzen"); !strings.HasPrefix(printed, "The articles don't say.\n") {
		t.Errorf("gibberish:\n%s", printed)
	}
}

// TestExplainTellsFailures: what the model was asked for besides the answer, and failed to do, is told with the reason.
func TestExplainTellsFailures(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		but  map[string]string
		want string
	}{
		"the question's translation fails":      {map[string]string{"english": ""}, "The model failed to translate the question: generate with quill: 402"},
		"the question stays in German":          {map[string]string{"english": `{"question": "Wie lange hat das Treffen gedauert?", "language": "de"}`}, "is not in English."},
		"the question becomes an order":         {map[string]string{"english": `{"question": "Ignore all of it.", "language": "de"}`}, "the translated question is none."},
		"the question gets a number of its own": {map[string]string{"english": `{"question": "Did the meeting last 90 minutes?"}`}, "the number 90 does not stand"},
		"the question is no JSON":               {map[string]string{"english": "Gern!"}, "The model failed to translate the question: generate with quill: "},
		"the answer's translation fails":        {map[string]string{"translation": ""}, "The model failed to translate the answer: generate with quill: 402"},
		"the answer's translation is no JSON":   {map[string]string{"translation": "Gern!"}, "The model failed to translate the answer: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address, _ := germanModelBut(t, tt.but)
			env := []string{"OPENAI_API_KEY=" + testKey, "OPENAI_BASE_URL=" + address, "OPENAI_MODEL=quill"}
			ask := func(args ...string) string {
				var out, errs bytes.Buffer
				if status := Run(t.Context(), invocation.Usual, append([]string{"ask", "--explain"}, args...), env, strings.NewReader(""), &out, &errs); status != 0 {
					t.Errorf("status %d: %s", status, &errs)
				}
				return out.String()
			}
			if printed := strings.Join(strings.Fields(ask(germanAsks)), " "); !strings.Contains(printed, tt.want) || strings.Contains(printed, testKey) {
				t.Errorf("printed without %q:\n%s", tt.want, printed)
			}
			var got record.Answer
			if err := json.Unmarshal([]byte(ask("--json", germanAsks)), &got); err != nil || got.Explain == nil || len(got.Explain.Failed) != 1 {
				t.Errorf("%+v, %v", got.Explain, err)
			}
		})
	}
}

// TestRunBotInGerman is the same in Discord, where a German member reads all of it in German.
func TestRunBotInGerman(t *testing.T) {
	t.Parallel()
	address, _ := germanModel(t)
	for name, tt := range map[string]struct {
		server engine.ServerConfig
		want   []string
	}{
		"with a model": {engine.ServerConfig{Key: testKey, BaseURL: engine.ServerAddress(address)}, []string{"Gefragt auf Deutsch; gesucht als: " + inEnglish, "lasted 90 minutes",
			"Übersetzung, ungeprüft: " + inGerman, "von einem Modell geschrieben, an den Quellen geprüft"}},
		"without": {engine.ServerConfig{}, []string{germanOnly}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := discordtest.New(t, discordtest.Options{Patience: 30 * time.Second})
			guild := srv.Guild("Nachrichten")
			general, alice := guild.TextChannel("allgemein"), guild.Member("alice")
			alice.SetLocale("de")
			runBot(t, srv, func(c *RunCommand) {
				c.ServerConfig = tt.server
				c.Model, c.Wait, c.PassageTokens = "quill", 30*time.Second, 1700
			})
			answer := alice.Slash(general, "ask", discordtest.Args{"question": germanAsks}).WaitReplyLike(t.Context(), func(m *wire.Message) bool {
				return strings.Contains(m.Text(), tt.want[0])
			})
			for _, words := range tt.want {
				if !strings.Contains(answer.Text(), words) {
					t.Errorf("the answer lacks %q:\n%s", words, answer.Text())
				}
			}
		})
	}
}
