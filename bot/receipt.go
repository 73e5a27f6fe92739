package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"readout/bot/engine"
	"readout/bot/failure"
	"readout/bot/receipt"
	"readout/bot/terminal"
	"readout/bot/typeset"
	"readout/bot/version"
	"readout/corpus/library"
	"readout/corpus/reading"
	"readout/retrieval/answer"
)

// ReceiptCommand writes and verifies receipts of sources.
type ReceiptCommand struct {
	Write  ReceiptWriteCommand  `cmd:"" default:"withargs" help:"Answer a question, and write down what the answer rests on."`
	Verify ReceiptVerifyCommand `cmd:"" help:"Compute a receipt again from the articles, without a network or a model."`
}

// ReceiptWriteCommand writes a receipt.
type ReceiptWriteCommand struct {
	AskedConfig  `embed:""`
	WithinConfig `embed:""`

	Out      string   `default:"-" placeholder:"FILE" help:"Where to write it; standard output unless given."`
	Question []string `arg:"" help:"The question."`
}

// Run implements command.
func (c *ReceiptWriteCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	text := strings.Join(c.Question, " ")
	if err := terminal.CheckQuestion(text); err != nil {
		return failure.Input(err)
	}
	within, err := c.scope()
	if err != nil {
		return failure.Input(err)
	}
	engine, err := c.open(ctx, con, open)
	if err != nil {
		return err
	}
	ask := &asking{con: con, engine: engine, within: within, whole: c.Whole}
	a, _, err := ask.answer(ctx, answer.Question{Text: text})
	if err != nil {
		return err
	}
	if a.Answer == nil {
		return failure.Input(errors.New("this asks the articles nothing, so there is nothing to write down"))
	}
	r := receipt.Of(version.Program(), engine.Texts(), a.Answer)
	if c.Out == "-" {
		return r.Write(con.Stdout)
	}
	if err := con.Output(c.Out, "writing", r.Write); err != nil {
		return err
	}
	l := con.Layout()
	_, err = io.WriteString(con.Stdout, r.Text(l.Page, l.Phrases))
	return err
}

// ReceiptVerifyCommand verifies a receipt.
type ReceiptVerifyCommand struct {
	Articles string `from:"READOUT_ARTICLES" placeholder:"DIR" help:"Folder of articles to compute it from; the shipped ones unless given."`
	Export   string `placeholder:"FILE" help:"Compute it from the articles of this file, which readout corpus export wrote."`
	File     string `arg:"" help:"What readout receipt wrote; - for standard input."`
}

// Validate is called by kong once everything is set.
func (c *ReceiptVerifyCommand) Validate() error {
	if c.File == "-" && c.Export == "-" {
		return errors.New("the receipt and the export can't both come from standard input")
	}
	return nil
}

// Run implements command.
func (c *ReceiptVerifyCommand) Run(ctx context.Context, con *terminal.Console, _ engine.Opener) error {
	in, err := con.Input(c.File)
	if err != nil {
		return err
	}
	r, err := receipt.Read(in)
	if err := errors.Join(err, in.Close()); err != nil {
		return failure.Input(fmt.Errorf("%s: %w", c.File, err))
	}
	texts, version, err := c.texts(ctx, con)
	if err != nil {
		return err
	}
	l := con.Layout()
	faults := r.Verify(texts, version)
	if len(faults) > 0 {
		text := l.Paragraph(typeset.Bold, "", "", "The receipt does not hold:")
		for _, f := range faults {
			text += l.Paragraph(typeset.Plain, "- ", "  ", f.String())
		}
		if version != r.Version {
			text += l.Paragraph(typeset.Dim, "", "", fmt.Sprintf("It is of version %s, and these articles are %s.", r.Version, version))
		}
		if _, err := io.WriteString(con.Stdout, text); err != nil {
			return err
		}
		return failure.ErrReported
	}
	holds := fmt.Sprintf("The receipt holds: %s of %s, and %s, are as the articles have them.", terminal.Counted(len(r.Passages), "passage"),
		terminal.Counted(len(r.Sources), "article"), terminal.Counted(len(r.Sentences), "sentence"))
	if version != r.Version {
		holds += fmt.Sprintf(" It is of version %s; what it cites is unchanged in %s.", r.Version, version)
	}
	_, err = io.WriteString(con.Stdout, l.Paragraph(typeset.Bold, "", "", holds)+r.Text(l.Page, l.Phrases))
	return err
}

// texts are the articles to compute from, and their version.
func (c *ReceiptVerifyCommand) texts(ctx context.Context, con *terminal.Console) (*reading.Corpus, string, error) {
	if c.Export == "" {
		line := con.Working("reading the articles")
		texts, err := engine.LoadCorpus(ctx, c.Articles, false, nil, con.Warn)
		line.Stop()
		if err != nil {
			return nil, "", err
		}
		return texts, engine.VersionOf(texts.Articles), nil
	}
	in, err := con.Input(c.Export)
	if err != nil {
		return nil, "", err
	}
	of, err := engine.ReadLibrary(ctx, in, library.Limits{})
	if err := errors.Join(err, in.Close()); err != nil {
		return nil, "", failure.Input(fmt.Errorf("%s: %w", c.Export, err))
	}
	return of.Texts, of.Version, nil
}
