package mcp

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/bot/edition"
	"readout/bot/edition/editiontest"
	"readout/bot/record"
)

// TestAgentsAreAnsweredAsEverybody asks two sets of articles over MCP: an agent gets the record of the same answer that every door gives,
// and nothing else.
func TestAgentsAreAnsweredAsEverybody(t *testing.T) {
	t.Parallel()
	shipped := []string{"What did Lavrov say about Venezuela?", "Will Trump and Putin meet in Japan?", "Who will attend the Osaka summit?"}
	for name, set := range map[string]struct {
		of        *edition.Edition
		questions []string
	}{"river": {editiontest.River(t), editiontest.RiverQuestions()}, "shipped": {editiontest.Shipped(t), shipped}} {
		c := connected(t, editiontest.Source(set.of))
		answered, silent := 0, 0
		for _, question := range set.questions {
			want, err := set.of.Ask(t.Context(), edition.Question{Text: question})
			if err != nil {
				t.Fatal(err)
			}
			var got record.Answer
			if fault := call(t, c, "ask", arguments{"question": question}, &got); fault != "" {
				t.Fatalf("%s: %s", question, fault)
			}
			got.ElapsedMS = 0
			if diff := cmp.Diff(masked(record.OfScoped(json.RawMessage(`""`), want, 0), want.Answer), got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", question, diff)
			}
			if got.Abstained {
				silent++
			} else {
				answered++
			}
			for _, cited := range got.Citations {
				var read record.Article
				if fault := call(t, c, "article", arguments{"id": string(cited.Article)}, &read); fault != "" {
					t.Fatalf("%s: %s", cited.Article, fault)
				}
				if cited.Paragraph > 0 && !strings.Contains(read.Text[cited.Paragraph-1].Text, cited.Quote) {
					t.Errorf("%s: paragraph %d of %s lacks %q", question, cited.Paragraph, cited.Article, cited.Quote)
				}
			}
		}
		if answered < 1 || silent < 1 {
			t.Errorf("%s: %d answered, %d not: the questions are not of both kinds", name, answered, silent)
		}
	}
}
