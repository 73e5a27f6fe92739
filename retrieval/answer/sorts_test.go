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
	search := searchFor(t, s, "Where did the G7 meet?")
	r := search.readPart(search.asked.whole())
	for sentence, want := range map[string]float64{"The finance ministers of the Group of Seven met in Turin on Monday.": 1, "The Group of 20 met.": 0, "A group of seven met.": 0} {
		if got := r.in(newReader(s).sentence(sentence)).terms[0]; got != want {
			t.Errorf("%q supports the G7 %.2f, want %.2f", sentence, got, want)
		}
	}
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

// TestSeveralPeople: when a number of people is asked for, each sentence tells of another.
func TestSeveralPeople(t *testing.T) {
	t.Parallel()
	s := testSnapshot(t, map[string]string{"a": `---
title: What the harbour needs
kind: report
---

Engineer Elsa Norrby of the Lund Institute said on Monday that the harbour needs a second crane. "It is late," Norrby said.

Director Peter Axling of the Lund Institute said that the crane can wait. "We have one," Axling said. Mayor Ruth Tamm said nothing of cranes.
`})
	holds(t, ask(t, s, "Which two people from the Lund Institute are quoted?"), []string{"Norrby", "Axling"}, []string{"Tamm"})
}

// TestNamesIt: what a thing is called stands beside it.
func TestNamesIt(t *testing.T) {
	t.Parallel()
	s := testSnapshot(t, map[string]string{"a": "The captain of the tanker lives in Oslo with Greta Holm.\n\nThe ferry Skarholm ran aground on Monday.\n"})
	read := func(question, sentence string) float64 {
		search := searchFor(t, s, question)
		return search.readPart(search.asked.whole()).met(newReader(s).sentence(sentence))
	}
	if got := read("What was the name of the ferry?", "The ferry Skarholm ran aground on Monday."); got != 1 {
		t.Errorf("the ferry's name is met %.2f", got)
	}
	if got := read("What was the name of the tanker?", "The captain of the tanker lives in Oslo with Greta Holm."); got != ofAnotherSort {
		t.Errorf("the tanker's name is met %.2f", got)
	}
}

// TestPoliteRequest: a request wrapped into a question is not to be answered with yes or no.
func TestPoliteRequest(t *testing.T) {
	t.Parallel()
	s := riverSnapshot(t)
	for question, want := range map[string]kind{
		"Can you give me a recipe for soup?":             kindFact,
		"Could you please tell me when the talks began?": kindWhen,
		"Can Marsh open the gates?":                      kindYesNo,
		"Which topics came up in the phone call?":        kindFact,
	} {
		if got := kindOf(question, s.Corpus, false); got != want {
			t.Errorf("%q is a question of kind %v, want %v", question, got, want)
		}
	}
}

// TestAskedByReporters: that somebody was asked is no part of what they were asked about, and what follows their being asked is theirs.
func TestAskedByReporters(t *testing.T) {
	t.Parallel()
	s := testSnapshot(t, map[string]string{"a": `---
title: Calder in Port Elva
kind: report
---

Foreign Minister Oren Calder spoke only briefly of the burnt tanker, when a reporter asked. Calder had come by train.

"I know no more than you do, and I shall not guess," he said. "We are still counting the crew."
`})
	for _, question := range []string{"How did Calder respond when a journalist pressed him about the burnt tanker?", "What did Calder say when he was asked about the burnt tanker?"} {
		holds(t, ask(t, s, question), []string{"I shall not guess"}, nil)
	}
}
