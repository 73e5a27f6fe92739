package discord

import (
	"fmt"
	"strings"
	"testing"

	"readout/bot/chat"
	"readout/bot/chat/pages"
	"readout/bot/chat/wording"
	"readout/corpus"
	"readout/retrieval/answer"
)

// TestOverlongAnswersKeepTheirSources leaves out sentences, not sources, when an answer has no room.
func TestOverlongAnswersKeepTheirSources(t *testing.T) {
	t.Parallel()
	l := wording.English()
	a := &answer.Answer{Question: "?", Resolved: "?", Model: "quotations"}
	for i := range 90 {
		a.Sentences = append(a.Sentences, answer.Sentence{Text: fmt.Sprintf("Sentence %d %s.", i, strings.Repeat("goes on and ", 12)), Citations: []int{1}})
	}
	a.Citations = []answer.Citation{{N: 1, Article: &corpus.Article{ID: "a", Title: "The only source"}}}
	p := payloadOf(chat.Render(a, chat.Frame{Title: "Everything", Lead: chat.AsBullets}, &l))
	all := p.Content
	for _, e := range p.Embeds {
		all += "\n" + e.Description
	}
	for _, words := range []string{"Everything", "Sentence 0 ", "more not shown", "[1] The only source", "quotations only"} {
		if !strings.Contains(all, words) {
			t.Errorf("the message lacks %q", words)
		}
	}
	if strings.Contains(all, "Sentence 89 ") || pages.Units(all) > 7900 {
		t.Errorf("%d units", pages.Units(all))
	}
}
