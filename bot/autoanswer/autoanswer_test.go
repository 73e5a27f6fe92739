package autoanswer_test

import (
	"strings"
	"testing"

	"readout/bot/autoanswer"
	"readout/bot/edition"
	"readout/bot/edition/editiontest"
	"readout/retrieval/answer"
	"readout/retrieval/scope"
)

func TestQuestion(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ title, text, want string }{
		{"", "Hi all! Does anyone know when the ferry sails?", "when the ferry sails?"},
		{"", "I was away last week. How long did the talks last?", "How long did the talks last?"},
		{"Who bought the ferries?", "The title says it.", "Who bought the ferries?"},
		{"", "who signed the deal on Monday", "who signed the deal on Monday"},
		{"", "thanks everyone!", ""},
		{"", "are you sure?", ""},
		{"", "really??", ""},
		{"", "The ferry sails on Friday.", ""},
		{"hello", "hello", ""},
		{"", "```go\nwhat is this?\n```", ""},
		{"", strings.Repeat("Why is that so? ", 200), ""},
		{"", "", ""},
	} {
		if got, ok := autoanswer.Question(tt.title, tt.text); got != tt.want || ok != (tt.want != "") {
			t.Errorf("%q, %q asks %q, %v; want %q", tt.title, tt.text, got, ok, tt.want)
		}
	}
}

func FuzzQuestion(f *testing.F) {
	f.Add("a title?", "Does anyone know \xff why?")
	f.Add("", "?")
	f.Fuzz(func(t *testing.T, title, text string) {
		if q, ok := autoanswer.Question(title, text); ok != (q != "") {
			t.Errorf("%q, %v", q, ok)
		}
	})
}

// post is one in a help channel.
type post struct {
	text    string
	answers bool // it should be answered
}

// posts are sixty: thirty questions that the articles answer, fifteen that they don't, fifteen that are none.
func posts() map[string][]post {
	yes, no := func(s string) post { return post{s, true} }, func(s string) post { return post{s, false} }
	return map[string][]post{
		"harbour": {
			yes("Hi! How long did the harbour talks last?"), yes("Does anyone know who met in Ostby on Monday?"), yes("what did Lindqvist say about the night route?"),
			yes("Question: how many passengers did the night route carry last winter?"), yes("Where will the two electric ferries be built?"),
			yes("How much will the electric ferries cost?"), yes("When do both sides plan to meet again?"), yes("Guys, until when do fares stay as they are?"),
			yes("What did Brandt say about the electric ferries?"), yes("How many bicycles did the harbour office count?"),
			yes("I missed the news conference. What happens to the night route?"), yes("when will the first electric ferry sail?"),
			yes("What did Dahl say about the quay?"), yes("What did Brandt tell the Courier about the routes?"), yes("Who is the ferry operator's director?"),
			no("Does anyone know how old Lindqvist is?"), no("Who catered the harbour party?"), no("What is the captain of the ferry called?"),
			no("How do I reset my password in this app?"), no("Where can I buy cheap tickets online?"), no("What did the king say about the harbour?"),
			no("Why was the airport in Ostby closed?"), no("Does anyone want to play chess tonight?"),
			no("Good morning everyone!"), no("Thanks, that helped a lot."), no("I took the ferry on Monday and it was cold."), no("lol"), no("are you sure?"),
			no("Selling my bike, near the quay, good price."), no("Welcome to all new members of the harbour channel"), no("I think the mayor is great."),
		},
		"shipped": {
			yes("Hello, where did Pompeo meet Putin?"), yes("What did Lavrov say about Venezuela?"), yes("Does anybody know what Putin said about Mueller?"),
			yes("what did Pompeo say about Iran?"), yes("How long did the meeting of Putin and Pompeo last?"), yes("I just joined. Who is Vladimir Frolov?"),
			yes("Why did Trump refuse to meet Putin at the summit in Argentina?"), yes("What did Lavrov say about interference in elections?"),
			yes("What did Pompeo and Lavrov talk about?"), yes("Which nuclear treaty runs out in 2021?"), yes("What did Pompeo say about election meddling?"),
			yes("What did Trump say about his phone call with Putin?"), yes("Who did Pompeo meet in Sochi?"), yes("What did Lavrov say about New Start?"),
			yes("What did Putin say about relations with the United States?"),
			no("What did Merkel say about the gas pipeline?"), no("Who won the football match in Sochi?"), no("What did Pompeo eat for dinner?"),
			no("How many soldiers does Belgium have?"), no("What colour was Lavrov's tie?"), no("Who is the best player here?"), no("Can someone fix my keyboard?"),
			no("hey there"), no("ok cool"), no("Putin and Pompeo met in Sochi, says the news."), no("See you all tomorrow."), no("Nice channel."), no("Please read the rules before you post."),
			no("who are you?"),
		},
	}
}

// TestPosts: of sixty posts at most one is answered that should not be, and at least twenty-five of the thirty that should.
func TestPosts(t *testing.T) {
	t.Parallel()
	wrongly, rightly, should, all := 0, 0, 0, 0
	for name, open := range map[string]func(testing.TB) *edition.Edition{"harbour": editiontest.Harbour, "shipped": editiontest.Shipped} {
		e := open(t)
		for _, p := range posts()[name] {
			all++
			if p.answers {
				should++
			}
			q, ok := autoanswer.Question("", p.text)
			said := false
			if ok {
				a, err := scope.Ask(t.Context(), e.Answers, e.Snapshot.Corpus, answer.Question{Text: q}, scope.Scope{}, false)
				if err != nil {
					t.Fatal(err)
				}
				said = autoanswer.Says(a.Answer, 0)
				if said != p.answers {
					t.Logf("%s: %q: answered %v with %.2f: %s", name, p.text, said, a.Confidence, a.Text())
				}
			}
			switch {
			case said && p.answers:
				rightly++
			case said:
				wrongly++
			}
		}
	}
	t.Logf("%d posts, %d of %d answered that should be, %d that should not", all, rightly, should, wrongly)
	if all != 60 || should != 30 {
		t.Errorf("%d posts, %d to answer", all, should)
	}
	if wrongly > 1 || rightly < 25 {
		t.Errorf("%d of %d answered that should be, %d that should not", rightly, should, wrongly)
	}
}
