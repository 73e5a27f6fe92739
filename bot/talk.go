package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"readout/bot/interrupt"
	"readout/bot/nearest"
	"readout/bot/prompt"
	"readout/bot/suggest"
	"readout/bot/talk"
	"readout/bot/terminal"
	"readout/bot/typeset"
	"readout/corpus"
	"readout/corpus/people"
	"readout/retrieval/answer"
)

// talkCommand is what can be typed at the prompt besides questions.
type talkCommand struct {
	name, takes, does string
	run               func(ctx context.Context, t *conversation, rest string) error
}

// talkCommands are in the order in which /help lists them.
func talkCommands() []talkCommand {
	return []talkCommand{
		{"summary", "[long] [TOPIC]", "what the articles dwell on: all of it, a topic, a person, an article",
			func(ctx context.Context, t *conversation, rest string) error {
				of, long := strings.CutPrefix(rest, "long")
				if long = long && (of == "" || of[0] == ' '); !long {
					of = rest
				}
				return t.asking.summary(ctx, strings.TrimSpace(of), long)
			}},
		{"said", "NAME [about TOPIC]", "what somebody is quoted or reported as saying",
			func(ctx context.Context, t *conversation, rest string) error {
				speaker, about := speakerAndTopic(rest)
				if speaker == "" {
					return errors.New("whose remarks? /said NAME, or /said NAME about TOPIC")
				}
				return t.asking.said(ctx, speaker, about, mostSaid)
			}},
		{"timeline", "[ARTICLE]", "dated events in order, plans marked",
			func(ctx context.Context, t *conversation, rest string) error { return t.asking.timeline(ctx, rest) }},
		{"sources", "", "the articles",
			func(_ context.Context, t *conversation, _ string) error { return t.asking.sources() }},
		{"help", "", "this", func(_ context.Context, t *conversation, _ string) error { return t.help() }},
		{"quit", "", "leave; Ctrl-D does the same", func(context.Context, *conversation, string) error { return errLeave }},
	}
}

// mostSaid is how many remarks the prompt shows.
const mostSaid = 8

// errLeave ends a talk.
var errLeave = errors.New("leave")

// conversation is one at a terminal.
type conversation struct {
	asking  *asking
	turns   []answer.Turn
	offered []string // questions that a number asks
	file    string   // of the history; "" for none
}

// talk answers what somebody types, with the turns before it.
func (k *asking) talk(ctx context.Context) error {
	t := &conversation{asking: k}
	if k.con.State != "" {
		t.file = filepath.Join(k.con.State, "history")
	}
	typed, err := prompt.Open(prompt.Options{
		Text: "> ", History: t.file, Complete: t.complete, Plain: k.con.Dumb, Stdin: k.con.Stdin, Stdout: k.con.Stdout,
	})
	if typed == nil {
		return err
	}
	defer typed.Close()
	if err != nil {
		k.con.Warn("%v", err)
		t.file = ""
	}
	welcome := "Ask about the " + articleCount(len(k.engine.Articles)) + "; follow-up questions are understood. " +
		"/help tells what else there is, /quit leaves."
	_, _ = io.WriteString(k.con.Stderr, typeset.Page{Width: k.con.ErrWidth}.Paragraph(typeset.Plain, "", "", welcome))
	for {
		fmt.Fprintln(k.con.Stdout)
		line, err := typed.Read(ctx)
		if err != nil {
			if k.con.Dumb || ctx.Err() != nil {
				fmt.Fprintln(k.con.Stdout)
			}
			if ctx.Err() != nil || errors.Is(err, io.EOF) {
				return nil
			}
			return fmt.Errorf("standard input: %w", err)
		}
		if err := typed.Keep(line); err != nil && t.file != "" {
			k.con.Warn("%v", err)
			t.file = ""
		}
		fmt.Fprintln(k.con.Stdout)
		within, done := interrupt.Alone(ctx)
		err = t.take(within, line)
		givenUp := within.Err() != nil
		done()
		switch {
		case errors.Is(err, errLeave), ctx.Err() != nil:
			return nil
		case givenUp:
			k.con.Note("given up")
		case err != nil:
			k.con.Fail(err)
		}
	}
}

// articleCount is how many articles there are, when there are several.
func articleCount(n int) string {
	if n == 1 {
		return "article"
	}
	return terminal.Counted(n, "article")
}

// take does what a line says.
func (t *conversation) take(ctx context.Context, line string) error {
	word, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	if rest == "" && slices.Contains([]string{"help", "quit", "exit", "?"}, strings.ToLower(word)) {
		word = "/" + strings.NewReplacer("exit", "quit", "?", "help").Replace(strings.ToLower(word))
	}
	if slices.Contains([]string{"summary", "said", "timeline"}, strings.ToLower(word)) && !strings.HasSuffix(line, "?") {
		word = "/" + word
	}
	name, ok := strings.CutPrefix(word, "/")
	if !ok {
		return t.ask(ctx, line)
	}
	var names []string
	for _, c := range talkCommands() {
		if strings.EqualFold(c.name, name) {
			return c.run(ctx, t, rest)
		}
		names = append(names, c.name)
	}
	if near := nearest.To(name, names); near != "" {
		return fmt.Errorf("/%s is no command. Did you mean /%s?", name, near)
	}
	return fmt.Errorf("/%s is no command; /help lists them", name)
}

// ask answers a question.
func (t *conversation) ask(ctx context.Context, question string) error {
	chosen, err := suggest.Chosen(question, t.offered)
	if err != nil {
		return err
	}
	if chosen != "" {
		question = chosen
		fmt.Fprintf(t.asking.con.Stdout, "%s\n\n", question)
	}
	if err := terminal.CheckQuestion(question); err != nil {
		return err
	}
	a, err := t.asking.one(ctx, answer.Question{Text: question, Prior: t.turns})
	if err != nil {
		return err
	}
	if !a.Talked() {
		t.turns = append(t.turns, answer.Turn{Role: answer.User, Content: a.Resolved}, answer.Turn{Role: answer.Assistant, Content: a.Text()})
	}
	return t.offer(ctx, a)
}

// offer shows questions to ask next, numbered; to a greeting, questions to begin with. To other talk those offered before stay.
func (t *conversation) offer(ctx context.Context, a *talk.Answer) error {
	if t.asking.next == nil || t.asking.json || !a.Kind.Offers() {
		return nil
	}
	say := t.asking.con.Layout().Phrases.Talk
	title, read, articles := say.Example, (*answer.Answer)(nil), []corpus.ArticleID(nil)
	if !a.Talked() {
		title, read, articles = say.Next, a.Answer.Answer, a.Articles
	}
	line := t.asking.con.Working("looking for what to ask next")
	t.offered = t.asking.next(ctx, read, t.turns, articles)
	line.Stop()
	if len(t.offered) == 0 {
		return nil
	}
	l := t.asking.con.Layout()
	text := "\n" + l.Paragraph(typeset.Dim, "", "", title)
	for i, q := range t.offered {
		text += l.Paragraph(typeset.Plain, fmt.Sprintf("%d  ", i+1), "   ", q)
	}
	_, err := io.WriteString(t.asking.con.Stdout, text)
	return err
}

// help tells what can be typed.
func (t *conversation) help() error {
	l := t.asking.con.Layout()
	text := l.Paragraph(typeset.Plain, "", "", "A question is answered from the articles, "+
		"with a number behind each sentence for where it stands. "+
		"“And Iran?” goes on from the question before; “are you sure?”, “who said that?”, “tell me more” are about its answer. "+
		"A number asks one of the questions offered below an answer.") + "\n"
	const column = 28
	for _, c := range talkCommands() {
		call := strings.TrimSpace("/" + c.name + " " + c.takes)
		text += l.Paragraph(typeset.Plain, "  "+call+strings.Repeat(" ", max(1, column-len(call))), strings.Repeat(" ", column+2), c.does)
	}
	text += "\n" + l.Paragraph(typeset.Dim, "", "", "Tab completes names and commands, the arrows bring back what was typed before, "+
		"Ctrl-R searches in it, Ctrl-C clears the line, or gives up an answer.")
	if t.file != "" {
		text += l.Paragraph(typeset.Dim, "", "", "What is typed is kept in "+t.file+", for you alone.")
	}
	_, err := io.WriteString(t.asking.con.Stdout, text)
	return err
}

// complete tells what may stand in place of the end of a line.
func (t *conversation) complete(before string) []prompt.Completion {
	command, rest, spaced := strings.Cut(before, " ")
	if strings.HasPrefix(command, "/") && !spaced {
		var names []string
		for _, c := range talkCommands() {
			names = append(names, "/"+c.name)
		}
		return prompt.Names(names, before)
	}
	names := people.Credited(t.asking.engine.Articles)
	switch command {
	case "/timeline", "/summary":
		for _, a := range t.asking.engine.Articles {
			names = append(names, string(a.ID))
		}
		if found := prompt.Names(names, rest); found != nil {
			return found
		}
	}
	return prompt.Names(names, before)
}
