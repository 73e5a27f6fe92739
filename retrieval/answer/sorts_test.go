package answer

import (
	"slices"
	"testing"
)

const sortsText = `---
title: Harbour talks end in Lyon
publisher: The Daily Ledger
published: 2021-10-02
kind: report
---

Lawmaker Piet Hansa greeted the delegates in the old customs house. The dam behind the harbour holds water over twelve metres.

The talks moved from Germany to Lyon in March, and a third of the fleet stayed away. Calder flew to the naval yard at Brest before he met Marsh. Calder and Marsh talked about the dues in Rennes.

The ferry sails eighty kilometres upstream. The lighthouse was built in 1921. Oren Calder, who runs the port since 2014, thanked the crews.

Hansa turned 51 on Friday.
`

// TestOfSort: a thing of the kind asked for counts less when it is not of the sort.
func TestOfSort(t *testing.T) {
	t.Parallel()
	s := testSnapshot(t, map[string]string{"a": sortsText})
	for _, test := range []struct {
		question, sentence string
		is                 bool
	}{
		{"Which lawmaker greeted the delegates?", "Lawmaker Piet Hansa greeted the delegates in the old customs house.", true},
		{"Which legislator greeted the delegates?", "Lawmaker Piet Hansa greeted the delegates in the old customs house.", true},
		{"Which musician greeted the delegates?", "Lawmaker Piet Hansa greeted the delegates in the old customs house.", false},
		{"In which year was the lighthouse built?", "The lighthouse was built in 1921.", true},
		{"In which month was the lighthouse built?", "The lighthouse was built in 1921.", false},
		{"To which French city did the talks move?", "The talks moved from Germany to Lyon in March, and a third of the fleet stayed away.", true},
		{"To which Italian city did the talks move?", "The talks moved from Germany to Lyon in March, and a third of the fleet stayed away.", false},
		{"From which country did the talks move?", "The talks moved from Germany to Lyon in March, and a third of the fleet stayed away.", true},
		{"In what building were the delegates greeted?", "Lawmaker Piet Hansa greeted the delegates in the old customs house.", true},
		{"How deep is the water?", "The dam behind the harbour holds water over twelve metres.", true},
		{"How deep is the river?", "The ferry sails eighty kilometres upstream.", false},
		{"How far does the ferry sail?", "The ferry sails eighty kilometres upstream.", true},
		{"What share of the fleet stayed away?", "The talks moved from Germany to Lyon in March, and a third of the fleet stayed away.", true},
		{"What share of the ferries sail upstream?", "The ferry sails eighty kilometres upstream.", false},
		{"How old is Calder?", "Calder, who runs the port since 2014, thanked the crews.", false},
		{"How old is Hansa?", "Hansa turned 51 on Friday.", true},
		{"How old is the lighthouse?", "The lighthouse was built in 1921.", true},
	} {
		search := searchFor(t, s, test.question)
		met := search.readPart(search.asked.whole()).met(newReader(s).sentence(test.sentence))
		if (met == 1) != test.is {
			t.Errorf("%q by %q: met %.2f", test.question, test.sentence, met)
		}
	}
}

// TestInOrder: what happened before a thing is told by a sentence that sets one before the other.
func TestInOrder(t *testing.T) {
	t.Parallel()
	s := testSnapshot(t, map[string]string{"a": sortsText})
	holds(t, ask(t, s, "Where did Calder go before sitting down with Marsh?"), []string{"Brest"}, nil)
}

// TestAbbreviated: a group named by its size is the one that its short name names.
func TestAbbreviated(t *testing.T) {
	t.Parallel()
	s := testSnapshot(t, map[string]string{"a": "The finance ministers of the Group of Seven met in Turin on Monday.\n\nThe bakers of the town met as well.\n"})
	holds(t, ask(t, s, "Where did the G7 meet?"), []string{"Turin"}, nil)
}

// TestSpeakersAskedFor: whose words are the object of the question does not speak in the answer.
func TestSpeakersAskedFor(t *testing.T) {
	t.Parallel()
	s := riverSnapshot(t)
	for question, want := range map[string][]string{
		"How did Marsh reply to Calder's criticism?":       {"Lida Marsh"},
		"What did Calder say about Marsh's words?":         {"Oren Calder"},
		"What was Marsh's position on the dam?":            {"Lida Marsh"},
		"How did Calder answer Marsh's praise of the dam?": {"Oren Calder"},
	} {
		var got []string
		for _, p := range understand(question, s.Corpus, newSetting(s)).speakers {
			got = append(got, p.Name)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", question, got, want)
		}
	}
}

// TestNoRemarkOnTopic: somebody who is quoted on other things alone did not speak of this one.
func TestNoRemarkOnTopic(t *testing.T) {
	t.Parallel()
	s := riverSnapshot(t)
	for _, question := range []string{"What did Calder say about climate change?", "How did Marsh reply to Calder's criticism?", "What did Marsh say about the World Cup?"} {
		if a := ask(t, s, question); a.Abstention == nil {
			t.Errorf("%q: answered %q", question, a.Text())
		}
	}
}

// TestOutletAskedAbout: an outlet that a question is about is looked for, and not only searched.
func TestOutletAskedAbout(t *testing.T) {
	t.Parallel()
	s := riverSnapshot(t)
	for question, want := range map[string]string{
		"Does The Daily Ledger endorse the opinion?": "Does The Daily Ledger endorse the opinion?",
		"What does The Daily Ledger say of the dam?": "What does The say of the dam?",
	} {
		if got := understand(question, s.Corpus, newSetting(s)).lookup; got != want {
			t.Errorf("%q is looked up as %q, want %q", question, got, want)
		}
	}
}
