package answer

import (
	"slices"
	"strings"
	"testing"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/named"
	"readout/retrieval/snapshottest"
)

// TestAnswersOfAlternatives: both sides of what the articles disagree on are shown to who asks which of them is so.
func TestAnswersOfAlternatives(t *testing.T) {
	t.Parallel()
	s := riverSnapshot(t)
	holds(t, ask(t, s, "Did the talks last six or four hours?"), []string{"lasted six hours", "lasted four hours"}, nil)
	holds(t, ask(t, s, "Did the ministers agree to meet again in December or January?"), []string{"in December", "in January"}, nil)
}

const tunnelText = `---
title: Lantern bridge to open
publisher: The Daily Ledger
published: 2021-10-02
kind: report
---

The Lantern bridge, which is 640 metres long, opens in May. It was built in nine years.

The talks on the toll of the Lantern bridge lasted eleven hours. Piet Hansa warned that the toll would ruin the ferrymen of the bay.

Lida Marsh opened the market on Monday.
`

// TestLengthOfAThing: how long a bridge is, is no time.
func TestLengthOfAThing(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{"bridge": tunnelText})
	holds(t, ask(t, s, "How long is the Lantern bridge?"), []string{"640 metres"}, []string{"eleven hours"})
	holds(t, ask(t, s, "How long were the talks on the toll?"), []string{"eleven hours"}, []string{"640 metres"})
}

// TestSaidByOthers: what others said is no answer to what somebody said.
func TestSaidByOthers(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{"bridge": tunnelText})
	a := ask(t, s, "What did Marsh say about the toll of the Lantern bridge?")
	if a.Abstention == nil {
		t.Errorf("answered %q", a.Text())
	}
	holds(t, ask(t, s, "What did Hansa say about the toll of the Lantern bridge?"), []string{"ruin the ferrymen"}, nil)
}

// TestSpeakerNamedFarBefore: a quotation whose speaker is named sentences before is shown with that name.
func TestSpeakerNamedFarBefore(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{"a": `---
title: Nurses wait in the rain
publisher: The Daily Ledger
published: 2021-10-02
kind: report
---

Some sixty nurses waited outside. One of them, Ada Norn, 29, said that she had fallen asleep at the wheel in July. The car ended in a hedge. "I do not need nine percent," she said. "I need a Thursday."
`})
	holds(t, ask(t, s, `Who said "I need a Thursday"?`), []string{"Ada Norn", "I need a Thursday"}, nil)
}

// TestRemarksStayOnTheTopic: a remark that begins a new matter is not taken for one on the matter before it.
func TestRemarksStayOnTheTopic(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{"a": `---
title: Calder and Marsh meet
publisher: The Daily Ledger
published: 2021-10-02
kind: report
---

"The dam stays where it is," Oren Calder said. "It was built by our fathers." Calder said that he had warned the ferrymen of the winter.
`})
	holds(t, ask(t, s, "What did Calder say about the dam?"), []string{"stays where", "built by our fathers"}, []string{"ferrymen"})
	holds(t, ask(t, s, "What did Calder say about the ferrymen?"), []string{"ferrymen"}, nil)
}

const bridgePost = `---
title: Three days with the ferrymen of the bay
publisher: Bench and Awning
author: Ada Norn
published: 2021-10-05
kind: report
---

I came to the bay with a notebook and low hopes. The ferrymen were mending their nets in the rain.

They said that the bridge would take their bread. Not one of them wanted to be an engineer.
`

// TestArticleNamedByItsMatter: "the blog post about X" names the article with X in its title.
func TestArticleNamedByItsMatter(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{"bridge": tunnelText, "post": bridgePost})
	holds(t, ask(t, s, "What is the blog post about the ferrymen about?"), []string{"I came to the bay"}, []string{"640 metres"})
	holds(t, ask(t, s, "Who wrote the article about the ferrymen of the bay?"), []string{"Ada Norn"}, nil)
	for text, want := range map[string][]corpus.ArticleID{
		"Summarise the piece about the Lantern bridge.":         {"bridge"},
		"When was the interview with the ferrymen published?":   {"post"},
		"What did Hansa say in the article about the harbour?":  nil,
		"What did Hansa think of the report about the ferrymen": nil,
		"What is the article about?":                            nil,
	} {
		if _, got, _ := named.Articles(text, s.Corpus); !slices.Equal(got, want) {
			t.Errorf("%q names %v, want %v", text, got, want)
		}
	}
}

// TestUnheard: what others say of somebody is no answer to what they said themselves.
func TestUnheard(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{"a": `---
title: Calder on the dues
publisher: The Daily Ledger
published: 2021-10-02
kind: report
---

Oren Calder blamed the dues on the Lantern administration. The harbour office said that the dues were fair.

"Norway pays no dues," a Norwegian official said.
`})
	for question, want := range map[string]string{
		"What did Lantern say about the dues?":           "Lantern",
		"What does the Lantern think of the dues?":       "the Lantern",
		"What did Calder say about the dues?":            "",
		"What did Norway say about dues?":                "",
		"What did The Daily Ledger say about the dues?":  "",
		"What did the harbour office say about the dues": "",
	} {
		a := ask(t, s, question)
		silent := a.Abstention != nil && slices.Contains(a.Abstention.Missing, want)
		if silent != (want != "") {
			t.Errorf("%q: answered %q, abstention %+v", question, a.Text(), a.Abstention)
		}
	}
}

// TestAsksForAll: what the articles are about is answered with a summary, and courtesies are no questions.
func TestAsksForAll(t *testing.T) {
	t.Parallel()
	s := riverSnapshot(t)
	for _, question := range []string{"What is this about?", "what are the articles about", "What happened?", "hi, what's the news?"} {
		if a := ask(t, s, question); len(a.Sentences) < 3 {
			t.Errorf("%q: answered %q", question, a.Text())
		}
	}
	for _, text := range []string{"hello", "Hi there!", "thanks!", "thank you very much", "ok cool", "good morning everyone", "help"} {
		if a := ask(t, s, text); a.Abstention == nil || a.Abstention.Reason != NotAQuestion {
			t.Errorf("%q: answered %q, %+v", text, a.Text(), a.Abstention)
		}
	}
	holds(t, ask(t, s, "Hello, how long did the talks last?"), []string{"six hours"}, nil)
}

// TestWhichArticles: the articles of an outlet or a kind are listed, and none are when the articles are of no such one.
func TestWhichArticles(t *testing.T) {
	t.Parallel()
	s := riverSnapshot(t)
	holds(t, ask(t, s, "Which articles are opinion pieces?"), []string{"The river will not read the treaty"}, []string{"Ministers meet"})
	holds(t, ask(t, s, "Which articles are from the Northern Gazette?"), []string{"No deal at Port Elva"}, []string{"Ministers meet"})
	if a := ask(t, s, "Which articles are from the Evening Star?"); a.Abstention == nil {
		t.Errorf("answered %q", a.Text())
	}
}

// TestSummaryKeepsToItsTopic: a summary of a topic is of sentences on it, not of all that its paragraphs tell.
func TestSummaryKeepsToItsTopic(t *testing.T) {
	t.Parallel()
	s := riverSnapshot(t)
	a, err := New(func() *retrieval.Snapshot { return s }).Overview(t.Context(), Overview{Topic: "dam"})
	if err != nil {
		t.Fatal(err)
	}
	holds(t, a, []string{"dam"}, []string{"compromise"})
	for _, sentence := range a.Sentences {
		if !strings.Contains(sentence.Text, "dam") {
			t.Errorf("%q is told of the dam", sentence.Text)
		}
	}
	said, err := New(func() *retrieval.Snapshot { return s }).Said(t.Context(), Said{Speaker: "Calder", About: "bananas", Most: 5})
	if err != nil {
		t.Fatal(err)
	}
	if said.Abstention == nil || !slices.Equal(said.Abstention.Missing, []string{"bananas"}) {
		t.Errorf("said %q, abstention %+v", said.Text(), said.Abstention)
	}
}

// TestChatFillers: what people add in a chat is not looked for.
func TestChatFillers(t *testing.T) {
	t.Parallel()
	s := riverSnapshot(t)
	holds(t, ask(t, s, "omg what did marsh say re the dam lol"), []string{"open the gates"}, nil)
}
