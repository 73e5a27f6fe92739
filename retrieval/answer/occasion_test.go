package answer

import (
	"testing"

	"readout/corpus"
	"readout/retrieval"
)

// Three accounts of one meeting, each of which tells of other meetings as well.
var occasionTexts = map[string]string{
	"ledger": `---
title: Calder and Marsh shake hands
publisher: The Daily Ledger
published: 2021-06-11
kind: report
---

President Oren Calder and Prime Minister Lida Marsh met on Thursday in the fishing town of Ostby and promised to keep talking.

It was their first meeting since a summit in Veldhaven last year. Calder is to receive the king in Brunn next week.

"We had a good meeting," Marsh said.
`,
	"herald": `---
title: A handshake and a map
publisher: The Herald
published: 2021-06-11
kind: report
---

OSTBY - The talks between Lida Marsh and Oren Calder in Ostby on Thursday ended with a handshake.

At a summit in Veldhaven they had not even agreed on a map. Another meeting may follow in Veldhaven in the autumn, and one with Prince Emil Rask of Norrland in January.
`,
	"opinion": `---
title: Nothing was settled
publisher: The Evening Post
author: Ana Brill
published: 2021-06-12
kind: opinion
---

I went to Ostby on Thursday to watch Oren Calder meet Lida Marsh and Prince Emil Rask, and came back with wet feet.

In Veldhaven, the year before, there had at least been music.
`,
}

func TestAnswersOfTheOccasion(t *testing.T) {
	t.Parallel()
	s := testSnapshot(t, occasionTexts)
	for question, c := range map[string]struct{ want, not []string }{
		"Where was the meeting?":             {[]string{"fishing town of Ostby"}, []string{"Veldhaven", "Brunn"}},
		"Where did the talks take place?":    {[]string{"in Ostby"}, []string{"Veldhaven"}},
		"where did Calder and Marsh meet":    {[]string{"in Ostby"}, []string{"Veldhaven"}},
		"When was the meeting?":              {[]string{"Thursday"}, []string{"autumn", "last year"}},
		"On what day did they meet?":         {[]string{"Thursday"}, []string{"autumn", "last year"}},
		"Who attended the talks?":            {[]string{"Oren Calder", "Lida Marsh"}, []string{"the king"}},
		"When did Calder meet the king?":     {nil, []string{"Ostby"}},
		"Where will the next meeting be?":    {nil, []string{"fishing town"}},
		"Where was the meeting about a map?": {nil, []string{"fishing town"}},
	} {
		holds(t, ask(t, s, question), c.want, c.not)
	}
	// Questions about other meetings, and about what was not, are others.
	for _, question := range []string{"Who did not attend the talks?", "Where did Calder go after the meeting?", "When was the meeting before?", "Where is the next meeting?"} {
		if o := newOccasion(s); o.asked(understand(question, s.Corpus, newSetting(s))) {
			t.Errorf("%q is taken for a question about the occasion", question)
		}
	}
	// A report goes before an opinion, which was as near.
	if a := ask(t, s, "Where was the meeting?"); a.Citations[0].Article.Kind != corpus.KindReport {
		t.Errorf("the first source is the %s %q", a.Citations[0].Article.Kind, a.Citations[0].Article.Title)
	}
}

// TestOccasionOfSome: a question put to some of the articles is answered from these.
func TestOccasionOfSome(t *testing.T) {
	t.Parallel()
	s := testSnapshot(t, occasionTexts)
	a, err := New(func() *retrieval.Snapshot { return s }).Answer(t.Context(), Question{Text: "Where was the meeting?", Articles: []corpus.ArticleID{"opinion"}})
	if err != nil {
		t.Fatal(err)
	}
	holds(t, a, []string{"I went to Ostby"}, []string{"fishing town"})
}

// TestNoOccasion: articles about different things have no place in common, and none is made up.
func TestNoOccasion(t *testing.T) {
	t.Parallel()
	for name, texts := range map[string]map[string]string{
		"one place each": {
			"a": "# Pay talks\n\nNurses and the hospital board met in Lorne on Monday.\n",
			"b": "# Tunnel\n\nThe ministers met in Brunn on Friday.\n",
			"c": "# Drums\n\nThe museum and the islanders met in Ostby on Sunday.\n",
		},
		"a country is no place to meet at": {"a": "# Talks\n\nThe ministers met in France on Friday.\n"},
		"no articles":                      {},
	} {
		if o := newOccasion(testSnapshot(t, texts)); o != nil {
			t.Errorf("%s: held at %q", name, o.place)
		}
	}
}
