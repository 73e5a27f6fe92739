package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"readout/bot/desk"
	"readout/bot/engine"
	"readout/bot/failure"
	"readout/bot/record"
	"readout/bot/reply"
	"readout/bot/talk"
	"readout/bot/terminal"
	"readout/corpus"
	"readout/retrieval/answer"
	"readout/retrieval/scope"
)

// AskedConfig is of which articles it is asked, and who words what they answer.
type AskedConfig struct {
	engine.CorpusConfig `embed:""`
	engine.ModelConfig  `embed:""`
	desk.FromServer     `embed:""`
}

// open opens the articles, with a model that words what they answer where one is set.
func (c AskedConfig) open(ctx context.Context, con *terminal.Console, open engine.Opener) (*engine.Engine, error) {
	e, err := c.Engine(ctx, con, open, c.CorpusConfig)
	if err != nil {
		return nil, err
	}
	return e, c.Word(e, c.ServerConfig)
}

// AskCommand answers questions.
type AskCommand struct {
	AskedConfig  `embed:""`
	WithinConfig `embed:""`

	Explain  bool     `help:"Also show the words that each sentence rests on, and what was written but not supported, with the reason."`
	Language string   `placeholder:"TAG" help:"${translation}"`
	JSON     bool     `name:"json" help:"Print one JSON object for each question."`
	Batch    string   `placeholder:"FILE" help:"${ask_batch}"`
	Question []string `arg:"" optional:"" help:"${question}"`
}

// WithinConfig narrows what is asked.
type WithinConfig struct {
	Article   string `placeholder:"NAME" help:"Ask this article only, named by its ID or title."`
	Speaker   string `placeholder:"NAME" help:"Ask only for what this person is credited with."`
	Publisher string `placeholder:"NAME" help:"Ask only articles of this publisher or news agency."`
	From      string `placeholder:"DATE" help:"Ask only articles published on or after this day (2019-05-14) or month (2019-05)."`
	To        string `placeholder:"DATE" help:"Ask only articles published on or before this day or month."`
	Kind      string `placeholder:"KIND" help:"${kind}"`
	Whole     bool   `help:"Ask all of these, also those that the question's own words leave out (\"the articles published in May\")."`
}

// scope reads what was given.
func (c WithinConfig) scope() (scope.Scope, error) {
	return scope.Parse(c.Article, c.Speaker, c.Publisher, c.From, c.To, c.Kind)
}

// Validate is called by kong once everything is set.
func (c *AskCommand) Validate() error {
	if c.Batch != "" && len(c.Question) > 0 {
		return errors.New("a question and --batch exclude each other")
	}
	return nil
}

// Run implements command.
func (c *AskCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	text := strings.Join(c.Question, " ")
	if len(c.Question) > 0 {
		if err := terminal.CheckQuestion(text); err != nil {
			return failure.Input(err)
		}
	}
	within, err := c.scope()
	if err != nil {
		return failure.Input(err)
	}
	engine, err := c.open(ctx, con, open)
	if err != nil {
		return err
	}
	if c.Language != "" && !c.Writes(c.ServerConfig) {
		con.Warn("--language does nothing without a model: there is nobody to translate")
	}
	ask := &asking{con: con, engine: engine, json: c.JSON, explain: c.Explain, language: c.Language, within: within, whole: c.Whole}
	switch {
	case c.Batch != "":
		return terminal.RunBatch(ctx, con, c.Batch, func(id json.RawMessage, q answer.Question) (any, error) {
			a, took, err := ask.answer(ctx, q)
			if err != nil {
				return nil, err
			}
			return ask.record(id, q.Text, a, took), nil
		})
	case len(c.Question) > 0:
		_, err := ask.one(ctx, answer.Question{Text: text})
		return err
	case con.Interactive:
		ask.next = engine.Next
		return ask.talk(ctx)
	}
	return ask.lines(ctx)
}

// errNoQuestion says that nothing was asked.
var errNoQuestion = errors.New("no question: give one, name a file with --batch, or write one a line to standard input")

// asking is what the ways of asking share.
type asking struct {
	con      *terminal.Console
	engine   *engine.Engine
	json     bool
	explain  bool
	language string
	within   scope.Scope
	whole    bool   // what the question's own words narrow it to is not heeded
	repeat   bool   // each question is shown above its answer
	warned   string // of the model last
	// next finds questions to ask after an answer, nil for a first one; nil finds none.
	next func(ctx context.Context, a *answer.Answer, turns []answer.Turn, articles []corpus.ArticleID) []string
}

// answer answers a question, and warns when a model was to word the answer and did not; of one fault only once in a row.
func (k *asking) answer(ctx context.Context, q answer.Question) (*talk.Answer, time.Duration, error) {
	start := time.Now()
	line := k.con.Working("asking")
	q.Language = k.language
	a, err := talk.Ask(ctx, k.engine.Answerer, k.engine.Texts(), q, k.within, k.whole)
	line.Stop()
	if errors.As(err, new(*scope.EmptyError)) {
		err = failure.Input(fmt.Errorf("%w: readout sources lists the articles", err))
	}
	if err == nil && !a.Talked() {
		k.warnOf(a.Fallback)
	}
	return a, time.Since(start), err
}

func (k *asking) record(id json.RawMessage, question string, a *talk.Answer, took time.Duration) record.Answer {
	says := reply.Talked(a, k.con.Layout().Phrases).Text
	r := record.OfTalked(id, question, a, says, k.engine.Version, took).Bare(k.con.PlainLinks)
	if k.explain && !a.Talked() {
		r.Explain = record.Explain(a.Answer.Answer)
	}
	return r
}

// one answers a question and prints the answer.
func (k *asking) one(ctx context.Context, q answer.Question) (*talk.Answer, error) {
	a, took, err := k.answer(ctx, q)
	if err != nil {
		return nil, err
	}
	if k.json {
		return a, terminal.WriteJSON(k.con.Stdout, k.record(terminal.NoID, q.Text, a, took))
	}
	l := k.con.Layout()
	r := reply.Talked(a, l.Phrases)
	if k.repeat && r.Asked == "" {
		r.Asked = l.Phrases.Asked(q.Text)
	}
	text := l.Reply(r)
	if k.explain && !a.Talked() {
		text += "\n" + l.Explanation(record.Explain(a.Answer.Answer))
	}
	_, err = io.WriteString(k.con.Stdout, text)
	return a, err
}

// lines answers each line of standard input for itself.
func (k *asking) lines(ctx context.Context) error {
	k.repeat = true
	if _, typed := terminal.Descriptor(k.con.Stdin); typed {
		k.con.Note("type questions, one a line; Ctrl-D ends")
	}
	in := bufio.NewReader(k.con.Stdin)
	asked, faults := 0, 0
	for n := 1; ; n++ {
		line, err := terminal.ReadLine(in)
		if err == io.EOF {
			break
		}
		if err != nil && !errors.Is(err, terminal.ErrLineTooLong) {
			return failure.Input(fmt.Errorf("standard input: %w", err))
		}
		text := strings.TrimSpace(string(line))
		if err == nil && text == "" {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err == nil {
			err = terminal.CheckQuestion(text)
		}
		if err != nil {
			fmt.Fprintf(k.con.Stderr, "readout: line %d: %v\n", n, err)
			faults++
			continue
		}
		if asked++; asked > 1 && !k.json {
			fmt.Fprintln(k.con.Stdout)
		}
		if _, err := k.one(ctx, answer.Question{Text: text}); err != nil {
			return err
		}
	}
	switch {
	case faults > 0:
		return failure.ErrReported
	case asked == 0:
		return failure.Input(errNoQuestion)
	}
	return nil
}
