package reply

import (
	"strings"
	"testing"

	"readout/bot/talk"
	"readout/corpus"
	"readout/retrieval/answer"
	"readout/retrieval/scope"
)

// before is an answer that a line is about.
func before() *scope.Answer {
	quoted := cite(1, wire)
	quoted.Speaker, quoted.Passage = "Ada Quill", &corpus.Passage{Span: quoted.Quote}
	return &scope.Answer{Answer: &answer.Answer{Question: "are you sure?", Resolved: "Who was hurt?", Model: answer.Quotations, Confidence: 0.999,
		Sentences: []answer.Sentence{{Text: "Nobody was hurt.", Citations: []int{1}}}, Citations: []answer.Citation{quoted}}}
}

// judged is an answer from an opinion.
func judged() *scope.Answer {
	a := before()
	opinion := *a.Citations[0].Article
	opinion.Kind, opinion.Author = corpus.KindOpinion, "Ida Brenk"
	a.Citations[0].Article, a.Citations[0].Speaker = &opinion, ""
	return a
}

func TestTalked(t *testing.T) {
	t.Parallel()
	silent := before()
	silent.Sentences, silent.Citations, silent.Abstention = nil, nil, &answer.Abstention{Reason: answer.NotCovered}
	for name, tt := range map[string]struct {
		a    talk.Answer
		text string // of the reply
		has  string // somewhere in it
	}{
		"greeting":       {talk.Answer{Kind: talk.Greeting}, "Hello. Ask me what the articles say; every sentence of the answer shows where it stands.", ""},
		"nothing before": {talk.Answer{Kind: talk.Sure}, "There is no answer before this one that it could be about. Ask me what the articles say.", ""},
		"again":          {talk.Answer{Kind: talk.Again, Before: "Who was hurt?"}, "The question was: Who was hurt?", ""},
		"nothing again":  {talk.Answer{Kind: talk.Again}, "There is no answer before this one that it could be about. Ask me what the articles say.", ""},
		"sure": {talk.Answer{Kind: talk.Sure, Before: "Who was hurt?", Answer: before()},
			"That the articles answer this is as likely as 99 in 100, by 1 independent source. Whether they are right I can't tell; these are their words.",
			"What the answer rests on"},
		"of nothing": {talk.Answer{Kind: talk.Sure, Before: "Who paid?", Answer: silent}, "The articles don't say.", ""},
		"speaker":    {talk.Answer{Kind: talk.Speaker, Before: "Who was hurt?", Answer: before()}, "Ada Quill: “The harbour reopened on Tuesday. Nobody was hurt.” [1]", "[1]"},
		"sources":    {talk.Answer{Kind: talk.Sources, Before: "Who was hurt?", Answer: before()}, "", "Harbour reopens"},
		"meaning":    {talk.Answer{Kind: talk.Meaning, Before: "Who was hurt?", Answer: before()}, "I have nothing but the articles' words. These are the paragraphs that they stand in.", "In full"},
		"dated":      {talk.Answer{Kind: talk.Dated, Before: "Who was hurt?", Answer: before()}, "The day of it is not told by itself. The articles that tell it are of 4 March 2021.", "The harbour reopened"},
		"no more":    {talk.Answer{Kind: talk.More, Before: "Who was hurt?", Answer: before(), Nothing: true}, "The articles say nothing more on this.", ""},
		"more":       {talk.Answer{Kind: talk.More, Before: "Who was hurt?", Answer: before()}, "Nobody was hurt. [1]", ""},
		"author": {talk.Answer{Kind: talk.Speaker, Before: "Who was hurt?", Answer: judged()},
			"Ida Brenk: “The harbour reopened on Tuesday. Nobody was hurt.” [1]", "[1]"},
		"two, one silent": {talk.Answer{Kind: talk.Question, Answer: before(), Parts: []talk.Part{{Question: "Who was hurt?", Many: 1}, {Question: "Who paid?"}}},
			"Nobody was hurt. [1]", "The articles don't say: “Who paid?”"},
	} {
		got := Talked(&tt.a, English())
		all := strings.Join([]string{got.Text, got.Missing, got.ClosestHead, got.Note}, "|")
		for _, p := range got.Closest {
			all += "|" + p.Quote
		}
		for _, s := range got.Sources {
			all += "|" + s.Line
		}
		for _, s := range got.Sentences {
			all += "|" + s.Head + s.Markers
		}
		if got.Text != tt.text || !strings.Contains(all, tt.has) {
			t.Errorf("%s: %q, want %q; %q has no %q", name, got.Text, tt.text, all, tt.has)
		}
		if german := Talked(&tt.a, German()); got.Text != "" && got.Text == german.Text && !strings.HasSuffix(got.Text, "[1]") {
			t.Errorf("%s: %q in German", name, german.Text)
		}
	}
}

// TestTalkPhrases: every language has words for all talk.
func TestTalkPhrases(t *testing.T) {
	t.Parallel()
	for _, in := range []Phrases{English(), German()} {
		say := in.Talk
		for _, k := range []talk.Kind{talk.Greeting, talk.Thanks, talk.Noted, talk.Blame, talk.Reword, talk.Farewell, talk.Who, talk.Can} {
			if say.Lines[k] == "" {
				t.Errorf("nothing is said to %s", k)
			}
		}
		for i, text := range []string{say.NothingBefore, say.Asked("x"), say.Sure(1, 1), say.Sure(1, 2), say.RestsOn, say.Meaning, say.InFull, say.Nobody, say.NothingMore,
			say.NotSaid("x"), say.Next, say.Example} {
			if text == "" {
				t.Errorf("phrase %d is empty", i)
			}
		}
	}
}
