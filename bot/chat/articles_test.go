package chat

import (
	"testing"

	"readout/bot/chat/wording"
	"readout/corpus"
	"readout/corpus/reading"
)

func TestArticleNamed(t *testing.T) {
	t.Parallel()
	b := &Bot{Languages: wording.All()}
	c, err := reading.New([]*corpus.Article{
		{ID: "a", Title: "The tide turns", Publisher: "The Tide", Body: "It turned."},
		{ID: "b", Title: "Tides of the north", Publisher: "Tidewater Post", Body: "They rise."},
		{ID: "c", Title: "Harbours", Publisher: "Evening Mast", Aliases: []string{"the tidemark piece"}, Body: "They open."},
	})
	if err != nil {
		t.Fatal(err)
	}
	for named, want := range map[string]corpus.ArticleID{"b": "b", "tidewater": "b", "TIDES": "b", "tide": "a", "Mast": "c", "tidemark piece": "c",
		"Tid": "", "nothing": "", "": "", " ": "", "·": ""} {
		var got corpus.ArticleID
		if a := b.ArticleNamed(c, named); a != nil {
			got = a.ID
		}
		if got != want {
			t.Errorf("%q names %q, want %q", named, got, want)
		}
	}
}
