package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"readout/bot/record"
)

// TestAskInAnotherLanguage: the answer stays in the article's words, with a translation below it that is called unchecked, unless its
// numbers are others.
func TestAskInAnotherLanguage(t *testing.T) {
	t.Parallel()
	const claims = `{"claims": [{"text": "The old bridge reopened on Monday, the mayor said.", "passage": "p1",
		"quote": "The old bridge reopened on Monday, the mayor said.", "speaker": ""}]}`
	for translation, want := range map[string]bool{"Die alte Brücke öffnete am Montag wieder.": true, "Die alte Brücke öffnete am 10. Montag wieder.": false} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			var request struct {
				Format struct {
					Schema struct{ Name string } `json:"json_schema"`
				} `json:"response_format"`
			}
			if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
				t.Errorf("the request: %v", err)
			}
			says := claims
			if request.Format.Schema.Name == "translation" {
				says = fmt.Sprintf(`{"translations": [{"n": 1, "text": %q}]}`, translation)
			}
			content, err := json.Marshal(says)
			if err != nil {
				t.Error(err)
			}
			fmt.Fprintf(w, `{"choices": [{"message": {"content": %s}, "finish_reason": "stop"}]}`, content)
		}))
		t.Cleanup(server.Close)
		env := []string{"OPENAI_API_KEY=" + testKey, "OPENAI_BASE_URL=" + server.URL, "OPENAI_MODEL=quill"}
		const asks = "When did the bridge reopen?"

		_, stdout, stderr := runAsk(t, env, "--language", "de", asks)
		below := "The old bridge reopened on Monday, the mayor said. [1]\n\ntranslation, unchecked: " + translation + " [1]\n"
		if stderr != "" || !strings.HasPrefix(stdout, "The old bridge reopened on Monday, the mayor said. [1]\n") || strings.Contains(stdout, below) != want {
			t.Errorf("translated %q: printed\n%s%s", translation, stdout, stderr)
		}
		_, stdout, _ = runAsk(t, env, "--language", "de", "--json", asks)
		var got record.Answer
		if err := json.Unmarshal([]byte(stdout), &got); err != nil || got.Answer != "The old bridge reopened on Monday, the mayor said. [1]" ||
			(len(got.Translations) == 1 && got.Translations[0] == translation) != want {
			t.Errorf("translated %q: %+v, %v", translation, got, err)
		}
		if _, stdout, _ = runAsk(t, env, asks); strings.Contains(stdout, "unchecked") {
			t.Errorf("translated although no language was asked for:\n%s", stdout)
		}
	}
}
