package main

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/bot/engine"
	"readout/bot/prompt"
	"readout/bot/terminal"
	"readout/corpus"
	"readout/retrieval/answer"
)

// bridge answers questions like the parrot, and gives overviews of the same article.
type bridge struct{ parrot }

func (b bridge) told(question string) *answer.Answer {
	a, err := b.parrot.Answer(context.Background(), answer.Question{Text: question})
	if err != nil {
		panic(err)
	}
	a.Disagreements = nil
	return a
}

func (b bridge) Overview(_ context.Context, o answer.Overview) (*answer.Answer, error) {
	a := b.told("overview")
	if o.Topic == "ferries" {
		a.Sentences, a.Citations, a.Abstention = nil, nil, &answer.Abstention{Reason: answer.NotCovered}
	}
	if o.Long {
		a.Sentences = append(a.Sentences, a.Sentences[0])
	}
	return a, nil
}

func (b bridge) Said(_ context.Context, o answer.Said) (*answer.Answer, error) {
	if o.Speaker == "nobody" {
		return nil, errModelDown
	}
	return b.told("said"), nil
}

func (b bridge) Timeline(context.Context, []corpus.ArticleID) (*answer.Timeline, error) {
	a := b.told("timeline")
	return &answer.Timeline{Version: "v1", Citations: a.Citations, Events: []answer.Event{
		{Date: "2021-03-04", Words: "Tuesday", Sentence: a.Sentences[0]}, {Date: "2021-05", Words: "in May", Planned: true, Sentence: a.Sentences[0]}}}, nil
}

func newTalk(t *testing.T) (*conversation, *bytes.Buffer) {
	t.Helper()
	var out bytes.Buffer
	e, err := openParrot(t.Context(), engine.CorpusConfig{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	e.Answerer = bridge{parrot{article: e.Articles[0]}}
	return &conversation{asking: &asking{con: &terminal.Console{Stdout: &out, Stderr: &out}, engine: e}}, &out
}

func TestTalkTakes(t *testing.T) {
	t.Parallel()
	const sources = "\nSources\n[1] Harbour reopens · The Daily Tide · date not stated · report\n    https://tide.example/1#:~:text=The%20harbour%20reopened%20on%20Tuesday\n1 independent source · quotations only\n"
	for line, want := range map[string]string{
		"when?":                  parrotText,
		"/summary":               "Summary\nThe harbour reopened on Tuesday. [1]\n" + sources,
		"/summary long":          "Summary\n- The harbour reopened on Tuesday. [1]\n- The harbour reopened on Tuesday. [1]\n" + sources,
		"/summary longboats":     "Summary · longboats\nThe harbour reopened on Tuesday. [1]\n" + sources,
		"/summary ferries":       "Summary · ferries\nThe articles don't say.\n",
		"/summary of longboats":  "Summary · longboats\nThe harbour reopened on Tuesday. [1]\n" + sources,
		"/summary HARBOUR.MD":    "Summary · Harbour reopens\nThe harbour reopened on Tuesday. [1]\n" + sources,
		"/Said the mayor":        "Said by the mayor\nThe harbour reopened on Tuesday. [1]\n" + sources,
		"/said mayor about ice":  "Said by mayor · ice\nThe harbour reopened on Tuesday. [1]\n" + sources,
		"timeline":               "Timeline\n- 4 March 2021: The harbour reopened on Tuesday. [1]\n- May 2021 (planned): The harbour reopened on Tuesday. [1]\n" + sources,
		"Summary":                "Summary\nThe harbour reopened on Tuesday. [1]\n" + sources,
		"said the mayor":         "Said by the mayor\nThe harbour reopened on Tuesday. [1]\n" + sources,
		"summary of what?":       parrotText,
		"timeline?":              parrotText,
		"2021":                   parrotText,
		"/timeline":              "Timeline\n- 4 March 2021: The harbour reopened on Tuesday. [1]\n- May 2021 (planned): The harbour reopened on Tuesday. [1]\n" + sources,
		"/timeline  harbour.md ": "Timeline · Harbour reopens\n- 4 March 2021: The harbour reopened on Tuesday. [1]\n- May 2021 (planned): The harbour reopened on Tuesday. [1]\n" + sources,
		"/sources":               "1 article\n- Harbour reopens · The Daily Tide · date not stated · report\n  harbour.md\n  https://tide.example/1\n",
	} {
		talk, out := newTalk(t)
		if err := talk.take(t.Context(), line); err != nil {
			t.Errorf("%q: %v", line, err)
		}
		if diff := cmp.Diff(want, out.String()); diff != "" {
			t.Errorf("%q: (-want +got)\n%s", line, diff)
		}
	}
}

func TestTalkFails(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"fail":                   "the model is down",
		"/said":                  "whose remarks? /said NAME, or /said NAME about TOPIC",
		"/said nobody":           "the model is down",
		"/timeline ice":          `"ice" is no article: readout sources lists them`,
		"/sumary":                "/sumary is no command. Did you mean /summary?",
		"3":                      "no questions are offered that 3 could choose from",
		"/wave":                  "/wave is no command; /help lists them",
		strings.Repeat("x", 5e3): "the question has 5000 characters; at most 4000 are read",
	} {
		talk, _ := newTalk(t)
		if err := talk.take(t.Context(), line); err == nil || err.Error() != want {
			t.Errorf("%.20q: %v, want %s", line, err, want)
		}
	}
	for _, line := range []string{"/quit", "quit", "Exit", "/QUIT"} {
		talk, _ := newTalk(t)
		if err := talk.take(t.Context(), line); !errors.Is(err, errLeave) {
			t.Errorf("%q: %v", line, err)
		}
	}
}

func TestTalkGoesOn(t *testing.T) {
	t.Parallel()
	talk, out := newTalk(t)
	for _, line := range []string{"when?", "/summary", "and how long?"} {
		if err := talk.take(t.Context(), line); err != nil {
			t.Fatal(err)
		}
	}
	if !strings.Contains(out.String(), "You asked: when? and how long?\n") {
		t.Errorf("the second question is not read with the first:\n%s", out)
	}
}

func TestTalkHelps(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"/help", "help", "?"} {
		talk, out := newTalk(t)
		talk.file = "history"
		if err := talk.take(t.Context(), line); err != nil {
			t.Fatal(err)
		}
		for _, c := range talkCommands() {
			if !strings.Contains(out.String(), "\n  /"+c.name) {
				t.Errorf("%q does not tell of /%s:\n%s", line, c.name, out)
			}
		}
		if !strings.Contains(out.String(), talk.file) {
			t.Errorf("%q does not tell what is kept:\n%s", line, out)
		}
	}
}

func TestTalkCompletes(t *testing.T) {
	t.Parallel()
	talk, _ := newTalk(t)
	mayor := &corpus.Person{Name: "Ruth Dane", Surname: "Dane"}
	talk.asking.engine.Articles[0].Passages[1].Remarks = []corpus.Remark{{Speaker: "Ruth Dane", Person: mayor}}
	for before, want := range map[string][]prompt.Completion{
		"/s":           {{Text: "/summary", Over: 2}, {Text: "/said", Over: 2}, {Text: "/sources", Over: 2}},
		"/said r":      {{Text: "Ruth Dane", Over: 1}},
		"what did Dan": {{Text: "Dane", Over: 3}},
		"/timeline h":  {{Text: "harbour.md", Over: 1}},
		"/summary ha":  {{Text: "harbour.md", Over: 2}},
		"what ha":      nil,
	} {
		if diff := cmp.Diff(want, talk.complete(before)); diff != "" {
			t.Errorf("%q: (-want +got)\n%s", before, diff)
		}
	}
}

// TestTalkOffers: questions to ask next are numbered, a number asks one, and talk that is none has them stay.
func TestTalkOffers(t *testing.T) {
	t.Parallel()
	talk, out := newTalk(t)
	var after []string
	talk.asking.next = func(_ context.Context, a *answer.Answer, turns []answer.Turn, _ []corpus.ArticleID) []string {
		if a == nil {
			return []string{"when did it begin?"}
		}
		after = append(after, a.Resolved)
		return []string{"who came?", "who left?"}
	}
	for _, line := range []string{"hello", "1", "thanks", "2."} {
		if err := talk.take(t.Context(), line); err != nil {
			t.Fatal(err)
		}
	}
	if err := talk.take(t.Context(), "3"); err == nil || err.Error() != "3 is none of the 2 offered" {
		t.Errorf("a number too many: %v", err)
	}
	for _, want := range []string{"Hello. Ask me", "For example\n1  when did it begin?\n", "when did it begin?\n\nThe harbour", "Ask next\n1  who came?\n2  who left?\n",
		"You're welcome.", "who left?\n\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if diff := cmp.Diff([]string{"when did it begin?", "when did it begin? who left?"}, after); diff != "" {
		t.Errorf("asked (-want +got)\n%s", diff)
	}
	if n := len(talk.turns); n != 4 {
		t.Errorf("%d turns; talk is none", n)
	}
}
