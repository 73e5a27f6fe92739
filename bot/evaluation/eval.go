// Package evaluation measures answers and retrieval over judged questions, and verification over labelled claims.
package evaluation

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"

	"readout/bot/engine"
	"readout/bot/failure"
	"readout/bot/libraries"
	"readout/bot/progress"
	"readout/bot/terminal"
	"readout/bot/typeset"
	"readout/corpus"
	"readout/retrieval/answer"
	"readout/retrieval/eval"
)

// EvalCommand measures answers and retrieval.
type EvalCommand struct {
	engine.CorpusConfig `embed:""`
	engine.ModelConfig  `embed:""`

	Questions string `placeholder:"FILE" help:"Judged questions, one JSON object a line."`
	Claims    string `placeholder:"FILE" help:"${claims}"`
	JSON      bool   `name:"json" help:"Print the report as one JSON object."`
	Misses    bool   `help:"List the questions whose reply was not right."`
}

// Help is what a long help text of the flags here says, by the name under which its tag has it.
func Help() map[string]string {
	return map[string]string{
		"claims": "Labelled claims, one JSON object a line, instead of questions: " +
			"prints for each, as one JSON object a line, whether it is verified, or why not.",
	}
}

// evalRecord is the report as JSON. A part is null when no question judges it.
type evalRecord struct {
	Version  string       `json:"version"`
	Model    *modelRecord `json:"model,omitempty"` // that was to word the answers
	Answers  *eval.Report `json:"answers"`
	Passages *eval.Report `json:"passages"`
}

// modelRecord is what became of a model that was to word the answers.
type modelRecord struct {
	Name   string `json:"name"`
	Worded int    `json:"worded"` // answers of which words are the model's
	Failed int    `json:"failed"` // answers made of quotations in its place
	Input  int    `json:"input"`  // tokens
	Output int    `json:"output"`
}

func (m *modelRecord) String() string {
	if m == nil {
		return "quotations only"
	}
	return fmt.Sprintf("%s worded %d, quotations answered %d in its place; %d tokens read, %d written",
		m.Name, m.Worded, m.Failed, m.Input, m.Output)
}

// observed notes what becomes of a model.
type observed struct {
	libraries.Answerer
	model *modelRecord
}

// Answer implements libraries.Answerer.
func (o observed) Answer(ctx context.Context, q answer.Question) (*answer.Answer, error) {
	a, err := o.Answerer.Answer(ctx, q)
	if err != nil {
		return nil, err
	}
	switch {
	case a.Fallback != nil:
		o.model.Failed++
	case a.Model == o.model.Name:
		o.model.Worded++
	}
	o.model.Input += a.Usage.Input
	o.model.Output += a.Usage.Output
	return a, nil
}

// counting tells how many questions have been answered.
type counting struct {
	libraries.Answerer
	tell  func(asked int)
	asked *atomic.Int32
}

// Answer implements libraries.Answerer.
func (c counting) Answer(ctx context.Context, q answer.Question) (*answer.Answer, error) {
	a, err := c.Answerer.Answer(ctx, q)
	c.tell(int(c.asked.Add(1)))
	return a, err
}

// Validate is called by kong once everything is set.
func (c *EvalCommand) Validate() error {
	if (c.Questions == "") == (c.Claims == "") {
		return errors.New("give either --questions or --claims")
	}
	return nil
}

// Run implements command.
func (c *EvalCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	if c.Claims != "" {
		return c.claims(ctx, con)
	}
	questions, err := eval.ReadQuestionsFile(c.Questions)
	if err != nil {
		return failure.Input(err)
	}
	engine, err := open.With(ctx, con, c.CorpusConfig)
	if err != nil {
		return err
	}
	var model *modelRecord
	answerer := engine.Answerer
	if c.Writes(c.ServerConfig) {
		if err := c.Word(engine, c.ServerConfig); err != nil {
			return err
		}
		model = &modelRecord{Name: c.Model}
		answerer = observed{engine.Answerer, model}
	}
	warnOfAbsent(con, questions, engine.Articles)
	line := con.Working("asking")
	defer line.Stop()
	answerer = counting{answerer, func(asked int) {
		line.Say(progress.State{Doing: "asking", Of: "questions", Done: asked, Total: len(questions)})
	}, new(atomic.Int32)}
	answers, err := eval.Run(ctx, answerer, questions, engine.Articles)
	if err != nil {
		return err
	}
	passages, err := eval.Rank(ctx, engine.Passages, questions)
	if err != nil {
		return err
	}
	line.Stop()

	record := evalRecord{Version: engine.Version, Model: model}
	if answers.Questions > 0 {
		record.Answers = &answers
	}
	if passages.Questions > 0 {
		record.Passages = &passages
	}
	if c.JSON {
		return terminal.WriteJSON(con.Stdout, record)
	}
	var blocks []string
	if record.Answers != nil {
		blocks = append(blocks, fmt.Sprintf("Answers: %d questions; %s\n\n%s", answers.Questions, model, answers.Table()))
	}
	if record.Passages != nil {
		blocks = append(blocks, fmt.Sprintf("Passages: %d questions%s\n\n%s", passages.Questions, engine.Ranker(), passages.Table()))
	}
	if c.Misses {
		blocks = append(blocks, misses(con.Layout(), answers.Misses), misses(con.Layout(), passages.Misses))
	}
	_, err = io.WriteString(con.Stdout, strings.Join(blocks, "\n"))
	return err
}

// warnOfAbsent tells when questions are judged by articles that are not there: then they are asked of the wrong articles.
func warnOfAbsent(con *terminal.Console, questions []eval.Question, articles []*corpus.Article) {
	there := map[string]bool{}
	for _, a := range articles {
		there[string(a.ID)] = true
	}
	for _, q := range questions {
		named := q.GoldArticles
		for _, g := range q.Gold {
			named = append(named, g.Article)
		}
		for _, id := range named {
			if !there[id] {
				there[id] = true
				con.Warn("question %s is judged by the article %s, which is not there", q.ID, id)
			}
		}
	}
}

// misses lists the questions whose reply was not right.
func misses(l terminal.Layout, misses []eval.Miss) string {
	var b strings.Builder
	for _, m := range misses {
		b.WriteString(l.Paragraph(typeset.Plain, "", "    ", m.ID+": "+m.Reason()+" | "+m.Question))
		if m.Answer != "" {
			b.WriteString(l.Paragraph(typeset.Dim, "    ", "    ", m.Answer))
		}
	}
	return b.String()
}
