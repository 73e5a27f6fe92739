package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/bot/engine"
	"readout/bot/failure"
	"readout/bot/libraries"
	"readout/bot/terminal"
	"readout/corpus"
	"readout/corpus/prose"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/answer"
)

// harbour is an article of two paragraphs.
func harbour() *corpus.Article {
	const one, two = "The harbour reopened on Tuesday.", "“We lost nine weeks,” the mayor said.\x1b[31m"
	a := &corpus.Article{ID: "harbour.md", Title: "Harbour reopens", Publisher: "The Daily Tide", Kind: corpus.KindReport, Form: corpus.FormFull,
		URL: "https://tide.example/1", Body: one + "\n\n" + two}
	for i, text := range []string{one, two} {
		start := strings.Index(a.Body, text)
		a.Passages = append(a.Passages, corpus.Passage{ID: corpus.PassageID(fmt.Sprint(i)), Article: a.ID, Paragraph: i + 1,
			Span: prose.Span{Start: start, End: start + len(text)}, Text: text})
	}
	return a
}

// parrot is an engine that quotes the article's first paragraph to every question but a few, and finds all paragraphs.
type parrot struct {
	libraries.Answerer // nil: it gives no overviews
	article            *corpus.Article
}

var errModelDown = errors.New("the model is down")

func (p parrot) Answer(ctx context.Context, q answer.Question) (*answer.Answer, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	first := &p.article.Passages[0]
	quote := answer.Citation{N: 1, Article: p.article, Passage: first, Quote: first.Span, Speaker: "the mayor"}
	a := &answer.Answer{Question: q.Text, Resolved: q.Text, Confidence: .5, Version: "v1", Model: "quotations"}
	switch q.Text {
	case "fail":
		return nil, errModelDown
	case "why?":
		a.Abstention = &answer.Abstention{Reason: answer.NotCovered, Missing: []string{"why"}, Closest: []answer.Citation{quote}}
		return a, nil
	}
	if len(q.Prior) > 0 {
		a.Resolved = q.Prior[0].Content + " " + q.Text
	}
	a.Sentences = []answer.Sentence{{Text: first.Text, Citations: []int{1}}}
	a.Citations = []answer.Citation{quote}
	a.Disagreements = []answer.Disagreement{{Point: "The day", Sides: []answer.Side{{Text: "on Tuesday", Citations: []int{1}}}}}
	a.Removed = []answer.Removed{{Text: "x", Reason: "y"}}
	return a, nil
}

func (p parrot) Retrieve(_ context.Context, question string, _ []corpus.ArticleID, k int) (retrieval.Evidence, error) {
	if question == "fail" {
		return retrieval.Evidence{}, errModelDown
	}
	texts, err := reading.New([]*corpus.Article{p.article})
	if err != nil {
		return retrieval.Evidence{}, err
	}
	e := retrieval.Evidence{Query: question, Corpus: texts}
	if question == "harbuor" {
		e.Query, e.Corrected = "harbour", []retrieval.Correction{{From: "harbuor", To: "harbour"}}
	}
	e.Terms = []retrieval.Term{{Text: "harbour", Weight: 1.5}}
	for i := range p.article.Passages[:min(k, 2)] {
		e.Hits = append(e.Hits, retrieval.Hit{Passage: &p.article.Passages[i], Score: 1 / float64(i+1), Words: .5, Meaning: .25,
			Matches: []retrieval.TermMatch{{Word: "harbour", Strength: 1}}})
	}
	return e, nil
}

func openParrot(_ context.Context, from engine.CorpusConfig, warn func(format string, args ...any)) (*engine.Engine, error) {
	if from.Articles == "missing" {
		return nil, failure.Input(errors.New("missing: no such directory"))
	}
	if from.Articles == "odd" {
		warn("%s: skipped", "notes.doc")
	}
	p := parrot{article: harbour()}
	texts, err := reading.New([]*corpus.Article{p.article})
	if err != nil {
		return nil, err
	}
	return &engine.Engine{Version: "v1", Articles: texts.Articles, Answerer: p, Searcher: p, Snapshot: &retrieval.Snapshot{Version: "v1", Corpus: texts}}, nil
}

// runParrot runs the command line over openParrot.
func runParrot(t *testing.T, stdin string, env []string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	status = runWith(t.Context(), terminal.NewConsole(env, strings.NewReader(stdin), &out, &errs), args, env, openParrot)
	return status, out.String(), errs.String()
}

var elapsed = regexp.MustCompile(`"elapsed_ms":[0-9.]+`)

const parrotJSON = `"resolved_question":"when?","answer":"The harbour reopened on Tuesday. [1]","abstained":false,"reason":"","confidence":0.5,` +
	`"citations":[{"n":1,"article":"harbour.md","title":"Harbour reopens","publisher":"The Daily Tide","published":"","kind":"report","form":"full",` +
	`"url":"https://tide.example/1","paragraph":1,"text":"The harbour reopened on Tuesday.","quote":"The harbour reopened on Tuesday.","speaker":"the mayor","link":"https://tide.example/1#:~:text=The%20harbour%20reopened%20on%20Tuesday"}],` +
	`"disagreements":[{"point":"The day","sides":[{"text":"on Tuesday","citations":[1]}]}],"closest":[],"removed":1,"version":"v1","model":"quotations","elapsed_ms":0}` + "\n"

const parrotText = `The harbour reopened on Tuesday. [1]

Sources differ
The day:
- “on Tuesday” (The Daily Tide, report) [1]

Sources
[1] Harbour reopens · The Daily Tide · date not stated · report
    https://tide.example/1#:~:text=The%20harbour%20reopened%20on%20Tuesday
1 independent source · quotations only
`

func TestRun(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 4001)
	for _, tc := range []struct {
		name   string
		args   []string
		stdin  string
		env    []string
		status int
		stdout string   // with elapsed_ms 0
		stderr []string // each of which it holds
	}{
		{name: "ask", args: []string{"ask", "when?"}, stdout: parrotText},
		{name: "ask, words", args: []string{"ask", "when", "and", "why?"}, stdout: parrotText},
		{name: "ask, JSON", args: []string{"ask", "--json", "when?"}, stdout: `{"id":"","question":"when?",` + parrotJSON},
		{name: "ask, abstention", args: []string{"ask", "--json", "why?"}, stdout: `{"id":"","question":"why?","resolved_question":"why?",` +
			`"answer":"","abstained":true,"reason":"not_covered","confidence":0.5,"citations":[],"disagreements":[],"closest":[{"n":1,` +
			`"article":"harbour.md","title":"Harbour reopens","publisher":"The Daily Tide","published":"","kind":"report","form":"full",` +
			`"url":"https://tide.example/1","paragraph":1,"text":"The harbour reopened on Tuesday.","quote":"The harbour reopened on Tuesday.",` +
			`"speaker":"the mayor","link":"https://tide.example/1#:~:text=The%20harbour%20reopened%20on%20Tuesday"}],"removed":0,"version":"v1","model":"quotations","elapsed_ms":0}` + "\n"},
		{name: "ask, abstention as text", args: []string{"ask", "why?"}, stdout: `The articles don't say.
Missing: why.

Closest
- “The harbour reopened on Tuesday.”
  Harbour reopens · The Daily Tide · date not stated · report
  https://tide.example/1#:~:text=The%20harbour%20reopened%20on%20Tuesday
`},
		{name: "ask, lines", args: []string{"ask"}, stdin: "when?\n\n when? \n",
			stdout: "You asked: when?\n\n" + parrotText + "\nYou asked: when?\n\n" + parrotText},
		{name: "ask, lines as JSON", args: []string{"ask", "--json"}, stdin: "when?\r\nwhen?", stdout: strings.Repeat(`{"id":"","question":"when?",`+parrotJSON, 2)},
		{name: "ask, a bad line among lines", args: []string{"ask", "--json"}, stdin: long + "\nwhen?\n\xff\n", status: 1,
			stdout: `{"id":"","question":"when?",` + parrotJSON, stderr: []string{"line 1: the question has 4001 characters", "line 3: not UTF-8"}},
		{name: "ask nothing", args: []string{"ask"}, stdin: "\n", status: 2, stderr: []string{"no question"}},
		{name: "ask an empty question", args: []string{"ask", " "}, status: 2, stderr: []string{"the question is empty"}},
		{name: "ask a long question", args: []string{"ask", long}, status: 2, stderr: []string{"the question has 4001 characters; at most 4000"}},
		{name: "ask in vain", args: []string{"ask", "fail"}, status: 1, stderr: []string{"readout: the model is down"}},
		{name: "ask two ways", args: []string{"ask", "--batch", "x", "when?"}, status: 2, stderr: []string{"exclude each other"}},
		{name: "missing articles", args: []string{"ask", "--articles", "missing", "when?"}, status: 2, stderr: []string{"readout: missing: no such directory"}},
		{name: "a warning", args: []string{"ask", "when?"}, env: []string{"READOUT_ARTICLES=odd"}, stdout: parrotText,
			stderr: []string{"readout: warning: notes.doc: skipped"}},
		{name: "a flag over its variable", args: []string{"ask", "--articles", "odd", "when?"}, env: []string{"READOUT_ARTICLES=missing"},
			stdout: parrotText, stderr: []string{"skipped"}},
		{name: "batch", args: []string{"ask", "--json", "--batch", "-"},
			stdin:  `{"id": "a", "question": "when?", "type": "other keys are ignored"}` + "\n\n" + `{"id": 7, "query": "when?"}`,
			stdout: `{"id":"a","question":"when?",` + parrotJSON + `{"id":7,"question":"when?",` + parrotJSON},
		{name: "batch with turns", args: []string{"ask", "--batch", "-"},
			stdin:  `{"id": "a", "question": "when?", "prior_turns": [{"role": "user", "content": "Well,"}]}`,
			stdout: `{"id":"a","question":"when?",` + strings.Replace(parrotJSON, `"when?"`, `"Well, when?"`, 1)},
		{name: "batch with bad lines", args: []string{"ask", "--json", "--batch", "-"}, status: 1,
			stdin: "what?\n" + `{"id": "b"}` + "\n" + `{"id": "c", "question": "when?"}` + "\n" + `{"id": "d", "question": 3}` + "\n" +
				`{"id": "e", "question": "x", "prior_turns": [{"role": "bot", "content": "x"}]}` + "\n{\"id\": \"f\", \"question\": \"\xff\"}\n" +
				`{"id": "g", "question": "` + long + `"}` + "\n" + `{"id": "h", "question": "fail"}` + "\n" + strings.Repeat("y", terminal.MaxBatchLine+1) + "\n[]",
			stdout: `{"id":"","error":"line 1: not a question as JSON: invalid character 'w' looking for beginning of value"}
{"id":"b","error":"line 2: the question is empty"}
` + `{"id":"c","question":"when?",` + parrotJSON + `{"id":"d","error":"line 4: not a question as JSON: json: cannot unmarshal number into Go struct field batchLine.question of type string"}
{"id":"e","error":"line 5: turn 1: the role \"bot\" is neither user nor assistant"}
{"id":"","error":"line 6: not UTF-8"}
{"id":"g","error":"line 7: the question has 4001 characters; at most 4000 are read"}
{"id":"h","error":"line 8: the model is down"}
{"id":"","error":"line 9: longer than 1048576 bytes"}
{"id":"","error":"line 10: not a question as JSON: json: cannot unmarshal array into Go value of type terminal.batchLine"}
`},
		{name: "empty batch", args: []string{"ask", "--batch", "-"}, stderr: []string{"readout: warning: -: no questions"}},
		{name: "missing batch", args: []string{"ask", "--batch", "absent.jsonl"}, status: 2, stderr: []string{"absent.jsonl"}},
		{name: "search", args: []string{"search", "-k", "1", "harbour"}, stdout: " 1. The harbour reopened on Tuesday.\n" +
			"    Harbour reopens · The Daily Tide · date not stated · report · harbour.md, paragraph 1 (1.000)\n"},
		{name: "search, explained", args: []string{"search", "-k1", "--explain", "harbour"}, stdout: " 1. The harbour reopened on Tuesday.\n" +
			"    Harbour reopens · The Daily Tide · date not stated · report · harbour.md, paragraph 1 (1.000)\n" +
			"    meaning 0.250 · words 0.500 · harbour: harbour 1.00 (weight 1.50)\n"},
		{name: "search, mended", args: []string{"search", "-k1", "--explain", "harbuor"}, stdout: "harbuor read as harbour\n\n 1. The harbour reopened on Tuesday.\n" +
			"    Harbour reopens · The Daily Tide · date not stated · report · harbour.md, paragraph 1 (1.000)\n" +
			"    meaning 0.250 · words 0.500 · harbour: harbour 1.00 (weight 1.50)\n"},
		{name: "search, JSON", args: []string{"search", "--json", "harbour"}, stdout: `{"id":"","query":"harbour","hits":[` +
			`{"article":"harbour.md","paragraph":1,"text":"The harbour reopened on Tuesday.","score":1},` +
			`{"article":"harbour.md","paragraph":2,"text":"“We lost nine weeks,” the mayor said.\u001b[31m","score":0.5}],"elapsed_ms":0}` + "\n"},
		{name: "search, batch", args: []string{"search", "--json", "-k", "1", "--explain", "--batch", "-"},
			stdin: `{"id": "a", "question": "harbour"}` + "\n{}\n", status: 1,
			stdout: `{"id":"a","query":"harbour","hits":[{"article":"harbour.md","paragraph":1,"text":"The harbour reopened on Tuesday.","score":1,` +
				`"explain":{"words":0.5,"meaning":0.25,"terms":[{"term":"harbour","weight":1.5,"matched":"harbour","strength":1}]}}],"elapsed_ms":0}` + "\n" +
				`{"id":"","error":"line 2: the question is empty"}` + "\n"},
		{name: "search, every fault", args: []string{"search", "-k", "0"}, status: 2, stderr: []string{"no query", "-k is 0; it may be 1 to 1000"}},
		{name: "search in vain", args: []string{"search", "--json", "fail"}, status: 1, stderr: []string{"the model is down"}},
		{name: "no command", status: 2, stderr: []string{"Usage: readout <command>", "ask", "search", "eval", "version"}},
		{name: "a number below zero in the environment", args: []string{"run"}, env: []string{"READOUT_MEMBER_TOKENS=-4"}, status: 2,
			stderr: []string{"READOUT_MEMBER_TOKENS is -4: set a number of tokens"}},
		{name: "help as a question", args: []string{"help", "me", "with", "the", "harbour"}, stdout: parrotText},
		{name: "a translation without a model", args: []string{"ask", "--language", "de", "when?"}, stdout: parrotText,
			stderr: []string{"--language does nothing without a model"}},
		{name: "unknown command", args: []string{"serch"}, status: 2, stderr: []string{`did you mean "search"?`, "readout --help", `readout ask "your question"`}},
		{name: "unknown flag", args: []string{"ask", "--jsonn"}, status: 2, stderr: []string{"--jsonn", "readout ask --help"}},
		{name: "flag without a value", args: []string{"summary", "--articles"}, status: 2, stderr: []string{"--articles needs a value", "readout summary --help"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			status, stdout, stderr := runParrot(t, tc.stdin, tc.env, tc.args...)
			if status != tc.status {
				t.Errorf("status %d, want %d", status, tc.status)
			}
			if diff := cmp.Diff(tc.stdout, elapsed.ReplaceAllString(stdout, `"elapsed_ms":0`)); diff != "" {
				t.Errorf("stdout (-want +got)\n%s", diff)
			}
			for _, want := range tc.stderr {
				if !strings.Contains(stderr, want) {
					t.Errorf("stderr lacks %q:\n%s", want, stderr)
				}
			}
			if len(tc.stderr) == 0 && stderr != "" {
				t.Errorf("stderr: %s", stderr)
			}
		})
	}
}

func TestRunHelpAndVersion(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		args []string
		want []string
	}{
		{[]string{"--help"}, []string{"ask", "search", "eval", "version"}},
		{[]string{"ask", "--help"}, []string{"--articles=DIR", "READOUT_ARTICLES", "--batch=FILE", "Ctrl-D"}},
		{[]string{"help"}, []string{"ask", "search", "eval", "version"}},
		{[]string{"help", "ask"}, []string{"--articles=DIR", "--batch=FILE"}},
		{[]string{"Help", "receipt", "verify"}, []string{"Usage: readout receipt verify"}},
		{[]string{"version"}, []string{"readout ", "go1.", "model minilm-l6-int8/384"}},
	} {
		status, stdout, stderr := runParrot(t, "", nil, tc.args...)
		if status != 0 || stderr != "" {
			t.Errorf("%q: status %d, stderr %q", tc.args, status, stderr)
		}
		for _, want := range tc.want {
			if !strings.Contains(strings.Join(strings.Fields(stdout), " "), want) {
				t.Errorf("%q: stdout lacks %q:\n%s", tc.args, want, stdout)
			}
		}
		if strings.Contains(stdout, "vectors") && len(tc.args) == 1 {
			t.Errorf("%q shows a command that is for building only", tc.args)
		}
	}
}

func TestRunCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, args := range [][]string{{"ask", "when?"}, {"ask"}, {"ask", "--batch", "-"}} {
		var out, errs bytes.Buffer
		status := runWith(ctx, terminal.NewConsole(nil, strings.NewReader(`{"question": "when?"}`), &out, &errs), args, nil, openParrot)
		if status != failure.StatusFailed || out.Len() > 0 {
			t.Errorf("%q: status %d, stdout %q", args, status, out.String())
		}
	}
}

// brokenPipe refuses what is written to it.
type brokenPipe struct{}

var errBroken = errors.New("broken pipe")

func (brokenPipe) Write([]byte) (int, error) { return 0, errBroken }

func TestRunCannotWrite(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"ask", "when?"}, {"ask", "--json", "when?"}, {"ask", "--batch", "-"}, {"search", "x"}, {"version"}} {
		var errs bytes.Buffer
		status := runWith(t.Context(), terminal.NewConsole(nil, strings.NewReader(`{"question": "when?"}`+"\n{}"), brokenPipe{}, &errs), args, nil, openParrot)
		if status != failure.StatusFailed || !strings.Contains(errs.String(), "broken pipe") {
			t.Errorf("%q: status %d, stderr %q", args, status, errs.String())
		}
	}
}

// unreadable is standard input that fails.
type unreadable struct{}

func (unreadable) Read([]byte) (int, error) { return 0, os.ErrClosed }

func TestRunCannotRead(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"ask"}, {"ask", "--batch", "-"}, {"search", "--batch", "-"}} {
		var out, errs bytes.Buffer
		status := runWith(t.Context(), terminal.NewConsole(nil, unreadable{}, &out, &errs), args, nil, openParrot)
		if status != failure.StatusInput || !strings.Contains(errs.String(), os.ErrClosed.Error()) || out.Len() > 0 {
			t.Errorf("%q: status %d, stdout %q, stderr %q", args, status, out.String(), errs.String())
		}
	}
}

func TestEvalCommand(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "questions.jsonl")
	questions := `{"id": "a", "question": "when?", "type": "time", "expected": "answer", "answer_points": [["Tuesday"]], "gold_articles": ["harbour.md"],
 "gold_spans": ["reopened on Tuesday"], "gold_span_articles": [["harbour.md"]]}
{"id": "b", "question": "how?", "type": "manner", "expected": "abstain", "gold_articles": ["absent.md"]}
{"id": "c", "question": "who?", "gold": [{"article": "harbour.md", "text": "We lost nine weeks, the mayor said."}],
 "prior_turns": [{"role": "user", "content": "Say"}]}
`
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(questions, "\n ", " ")), 0o600); err != nil {
		t.Fatal(err)
	}
	status, stdout, stderr := runParrot(t, "", nil, "eval", "--questions", file, "--misses")
	for _, want := range []string{"Answers: 2 questions", "| correct ", "Passages: 2 questions", "| MRR@10", "b: should abstain | how?", "c: rank 2 | who?"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("stdout lacks %q:\n%s", want, stdout)
		}
	}
	if want := "readout: warning: question b is judged by the article absent.md, which is not there\n"; status != 0 || stderr != want {
		t.Errorf("status %d, stderr %q", status, stderr)
	}

	status, stdout, _ = runParrot(t, "", nil, "eval", "--questions", file, "--json")
	var record struct {
		Version           string
		Answers, Passages struct {
			Questions int
			Measures  []struct {
				Name  string
				Value float64
				N     int
			}
			Misses []struct{ ID, Why string }
		}
	}
	if err := json.Unmarshal([]byte(stdout), &record); err != nil || status != 0 {
		t.Fatalf("status %d, %v:\n%s", status, err, stdout)
	}
	if record.Version != "v1" || record.Answers.Questions != 2 || record.Answers.Measures[1].Name != "correct" || record.Answers.Measures[1].Value != 1 ||
		record.Passages.Questions != 2 || len(record.Passages.Misses) != 1 {
		t.Errorf("report %+v", record)
	}

	if err := os.WriteFile(file, []byte("{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	status, _, stderr = runParrot(t, "", nil, "eval", "--questions", file)
	if status != 2 || !strings.Contains(stderr, file+": line 1: no id\nreadout: no question") {
		t.Errorf("bad questions: status %d, stderr %q", status, stderr)
	}
	if status, _, stderr = runParrot(t, "", nil, "eval"); status != 2 || !strings.Contains(stderr, "--questions") {
		t.Errorf("no questions: status %d, stderr %q", status, stderr)
	}
}

func TestTalk(t *testing.T) {
	t.Parallel()
	var out, errs bytes.Buffer
	con := &terminal.Console{Stdin: strings.NewReader("when?\n\n" + strings.Repeat("x", 4001) + "\nand then?\n"), Stdout: &out, Stderr: &errs, Dumb: true}
	engine, err := openParrot(t.Context(), engine.CorpusConfig{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := (&asking{con: con, engine: engine}).talk(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := "\n> \n" + parrotText + "\n> > \n\n> \nYou asked: when? and then?\n\n" + parrotText + "\n> \n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("stdout (-want +got)\n%s", diff)
	}
	if !strings.Contains(errs.String(), "/quit leaves") || !strings.Contains(errs.String(), "4001 characters") {
		t.Errorf("stderr %q", errs.String())
	}

	con.Stdin = strings.NewReader("fail\n")
	if err := (&asking{con: con, engine: engine}).talk(t.Context()); err != nil || !strings.Contains(errs.String(), errModelDown.Error()) {
		t.Errorf("a failed attempt gives %v, stderr %q", err, errs.String())
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	con.Stdin = blocked{}
	if err := (&asking{con: con, engine: engine}).talk(ctx); err != nil {
		t.Errorf("interrupted: %v", err)
	}
}

// blocked is a terminal at which nobody types.
type blocked struct{}

func (blocked) Read([]byte) (int, error) { select {} }
