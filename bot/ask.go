package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"readout/bot/record"
	"strings"
	"time"

	"readout/bot/reply"
	"readout/retrieval/answer"
)

// AskCommand answers questions.
type AskCommand struct {
	CorpusConfig `embed:""`
	ModelConfig  `embed:""`
	FromServer   `embed:""`

	Explain  bool     `help:"Also show the words that each sentence rests on, and what was written but not supported, with the reason."`
	Language string   `placeholder:"TAG" help:"Language, such as de, in which a translation by the model stands below each sentence. The sentences stay in the articles' language; nobody checks translations."`
	JSON     bool     `name:"json" help:"Print one JSON object for each question."`
	Batch    string   `placeholder:"FILE" help:"Answer the questions of a file, or of standard input (-): one JSON object a line with id, question and, if any, prior_turns. Prints one JSON object a line."`
	Question []string `arg:"" optional:"" help:"The question; its words need no quotation marks, and the word ask may be left out. Without one, questions are read from standard input, one a line; a terminal becomes a prompt that understands follow-up questions, and that Ctrl-D ends."`
}

// Validate is called by kong once everything is set.
func (c *AskCommand) Validate() error {
	if c.Batch != "" && len(c.Question) > 0 {
		return errors.New("a question and --batch exclude each other")
	}
	return nil
}

// Run implements command.
func (c *AskCommand) Run(ctx context.Context, con *console, open opener) error {
	text := strings.Join(c.Question, " ")
	if len(c.Question) > 0 {
		if err := checkQuestion(text); err != nil {
			return badInput(err)
		}
	}
	engine, err := c.engine(ctx, con, open, c.CorpusConfig)
	if err != nil {
		return err
	}
	if err := c.word(engine, c.ServerConfig); err != nil {
		return err
	}
	if c.Language != "" && !c.writes(c.ServerConfig) {
		con.warn("--language does nothing without a model: there is nobody to translate")
	}
	ask := &asking{con: con, engine: engine, json: c.JSON, explain: c.Explain, language: c.Language}
	switch {
	case c.Batch != "":
		return runBatch(ctx, con, c.Batch, func(id json.RawMessage, q answer.Question) (any, error) {
			a, took, err := ask.answer(ctx, q)
			if err != nil {
				return nil, err
			}
			return ask.record(id, a, took), nil
		})
	case len(c.Question) > 0:
		_, err := ask.one(ctx, answer.Question{Text: text})
		return err
	case con.interactive:
		return ask.talk(ctx)
	}
	return ask.lines(ctx)
}

// errNoQuestion says that nothing was asked.
var errNoQuestion = errors.New("no question: give one, name a file with --batch, or write one a line to standard input")

// asking is what the ways of asking share.
type asking struct {
	con      *console
	engine   *engine
	json     bool
	explain  bool
	language string
	repeat   bool   // each question is shown above its answer
	warned   string // of the model last
}

// answer answers a question, and warns when a model was to word the answer and did not; of one fault only once in a row.
func (k *asking) answer(ctx context.Context, q answer.Question) (*answer.Answer, time.Duration, error) {
	start := time.Now()
	line := k.con.working("asking")
	q.Language = k.language
	a, err := k.engine.answerer.Answer(ctx, q)
	line.Stop()
	if err == nil {
		k.warnOf(a.Fallback)
	}
	return a, time.Since(start), err
}

func (k *asking) record(id json.RawMessage, a *answer.Answer, took time.Duration) record.Answer {
	r := record.Of(id, a, took).Bare(k.con.plainLinks)
	if k.explain {
		r.Explain = record.Explain(a)
	}
	return r
}

// one answers a question and prints the answer.
func (k *asking) one(ctx context.Context, q answer.Question) (*answer.Answer, error) {
	a, took, err := k.answer(ctx, q)
	if err != nil {
		return nil, err
	}
	if k.json {
		return a, writeJSON(k.con.stdout, k.record(noID, a, took))
	}
	l := k.con.layout()
	r := reply.Of(a, l.phrases)
	if k.repeat && r.Asked == "" {
		r.Asked = l.phrases.Asked(q.Text)
	}
	text := l.reply(r)
	if k.explain {
		text += "\n" + l.explanation(record.Explain(a))
	}
	_, err = io.WriteString(k.con.stdout, text)
	return a, err
}

// lines answers each line of standard input for itself.
func (k *asking) lines(ctx context.Context) error {
	k.repeat = true
	if _, typed := terminal(k.con.stdin); typed {
		k.con.note("type questions, one a line; Ctrl-D ends")
	}
	in := bufio.NewReader(k.con.stdin)
	asked, faults := 0, 0
	for n := 1; ; n++ {
		line, err := readLine(in)
		if err == io.EOF {
			break
		}
		if err != nil && !errors.Is(err, errLineTooLong) {
			return badInput(fmt.Errorf("standard input: %w", err))
		}
		text := strings.TrimSpace(string(line))
		if err == nil && text == "" {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err == nil {
			err = checkQuestion(text)
		}
		if err != nil {
			fmt.Fprintf(k.con.stderr, "readout: line %d: %v\n", n, err)
			faults++
			continue
		}
		if asked++; asked > 1 && !k.json {
			fmt.Fprintln(k.con.stdout)
		}
		if _, err := k.one(ctx, answer.Question{Text: text}); err != nil {
			return err
		}
	}
	switch {
	case faults > 0:
		return errReported
	case asked == 0:
		return badInput(errNoQuestion)
	}
	return nil
}
