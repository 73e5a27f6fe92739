package record_test

import (
	"encoding/json"
	"strings"
	"testing"

	"readout/bot/record"
	"readout/retrieval/answer"
)

// TestAdded: what is put into the articles' words is told apart from them, in answers and in timelines, and there is no key where nothing is.
func TestAdded(t *testing.T) {
	t.Parallel()
	plain := answer.Sentence{Text: "The quay closes in May."}
	named := answer.Sentence{Text: "She [Ida Brenk] leaves on Sunday. [planned (preview)]", Added: []string{"[Ida Brenk]", "[planned (preview)]"}}
	for _, tc := range []struct {
		of   any
		want string
	}{
		{record.Of(nil, &answer.Answer{Sentences: []answer.Sentence{plain, named}}, 0), `"added":[{"sentence":1,"text":["[Ida Brenk]","[planned (preview)]"]}]`},
		{record.Of(nil, &answer.Answer{Sentences: []answer.Sentence{plain}}, 0), ""},
		{record.TimelineOf(&answer.Timeline{Events: []answer.Event{{Sentence: named}}}, 0), `"added":["[Ida Brenk]","[planned (preview)]"]`},
		{record.TimelineOf(&answer.Timeline{Events: []answer.Event{{Sentence: plain}}}, 0), ""},
	} {
		got, err := json.Marshal(tc.of)
		if err != nil {
			t.Fatal(err)
		}
		if holds := strings.Contains(string(got), `"added"`); tc.want == "" && holds || !strings.Contains(string(got), tc.want) {
			t.Errorf("%s\nholds not %q", got, tc.want)
		}
	}
}
