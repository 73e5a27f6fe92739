package verify

import (
	"strings"
	"testing"

	"readout/corpus"
	"readout/corpus/parse"
	"readout/corpus/reading"
	"readout/retrieval"
)

// The invented articles of the tests: a report, another outlet's report that differs on two points, and an opinion.
const (
	reportText = `---
title: Ministers meet on the river treaty
publisher: The Daily Ledger
agency: Continental Press
author: Ada Norn
published: 2021-09-15
kind: report
---

Foreign Minister Oren Calder of Vessia met Water Minister Lida Marsh of Tolmark in Port Elva on Tuesday. The talks lasted six hours.

"We have a draft, and it is a good one," Calder said at a news conference after the meeting. He warned that the drought would not wait for the lawyers.

On the dam, Marsh said Tolmark would not open the gates before March. "Water is not a bargaining chip," she said.

But Calder criticized the delay, saying that farmers had lost a third of their crop.

The two ministers agreed to meet again in December. No date has been fixed for a signing.
`
	otherText = `---
title: No deal at Port Elva
publisher: Northern Gazette
published: 2021-09-16
kind: report
---

Talks between Vessia and Tolmark ended without an agreement. The meeting lasted four hours, officials said.

Marsh told Calder that "water is not a bargaining chip and never was." Calder called the meeting "useful but tiring".

The ministers agreed to meet again in January, a spokesman said. Tolmark has not agreed to open the gates.
`
	opinionText = `---
title: The river will not read the treaty
publisher: The Daily Ledger
author: Brun Tavish
published: 2021-09-20
kind: opinion
---

Neither minister can sell a compromise at home. Calder needs the votes of the valley, and Marsh needs the dam to pay for itself.

A treaty that both could sign would please nobody, and that is why it may yet be signed.
`
)

// shownAll is the evidence in which every passage of the articles was shown.
func shownAll(t testing.TB, articles map[string]string) retrieval.Evidence {
	t.Helper()
	var parsed []*corpus.Article
	for id, text := range articles {
		a, err := parse.Markdown(corpus.ArticleID(id), text)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, a)
	}
	return evidenceOf(t, parsed)
}

// evidenceOf is the evidence in which every passage of the articles was shown.
func evidenceOf(t testing.TB, articles []*corpus.Article) retrieval.Evidence {
	t.Helper()
	c, err := reading.New(articles)
	if err != nil {
		t.Fatal(err)
	}
	ev := retrieval.Evidence{Corpus: c}
	for _, a := range c.Articles {
		for i := range a.Passages {
			ev.Hits = append(ev.Hits, retrieval.Hit{Passage: &a.Passages[i]})
		}
	}
	return ev
}

func riverArticles(t testing.TB) retrieval.Evidence {
	return shownAll(t, map[string]string{"ledger": reportText, "gazette": otherText, "opinion": opinionText})
}

// passageWith is the passage that holds the words.
func passageWith(t testing.TB, ev retrieval.Evidence, words string) *corpus.Passage {
	t.Helper()
	for _, h := range ev.Hits {
		if strings.Contains(h.Passage.Text, words) {
			return h.Passage
		}
	}
	t.Fatalf("no passage holds %q", words)
	return nil
}
