package main

import (
	"context"
	"errors"
	"fmt"

	"readout/bot/discord"
	"readout/bot/store"
	"readout/retrieval/answer"
)

// DoctorCommand checks that the bot can run.
type DoctorCommand struct {
	BotConfig `embed:""`

	Server string `placeholder:"ID" help:"Also check the bot's permissions in the Discord server with this ID."`
}

// Run implements command. Every line says what was found and, where that is not as it should be, what to do.
func (c *DoctorCommand) Run(ctx context.Context, con *console, open opener) error {
	found := []discord.Finding{c.articles(ctx, con, open), c.data()}
	if c.writes(c.ServerConfig) {
		found = append(found, discord.Finding{Subject: "model", State: discord.Notable, Text: c.Model +
			" words answers; it is not asked here, as that may cost. readout ask \"your question\" shows whether it answers"})
	}
	if c.Token == "" {
		found = append(found, discord.Finding{Subject: "token", State: discord.Broken, Text: errNoToken.Error()})
	} else {
		found = append(found, discord.Diagnose(ctx, discord.Diagnosis{Token: c.Token.Reveal(), Client: c.client, Server: c.Server})...)
	}
	broken := 0
	for _, f := range found {
		if f.State == discord.Broken {
			broken++
		}
		fmt.Fprintf(con.stdout, "%-8s %s: %s\n", f.State, f.Subject, harmless(f.Text))
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if broken > 0 {
		return errReported
	}
	return nil
}

// probe is a question that any articles can be asked.
const probe = "What happened?"

// articles opens the articles and models, and asks them something.
func (c *DoctorCommand) articles(ctx context.Context, con *console, open opener) discord.Finding {
	f := discord.Finding{Subject: "articles", State: discord.Broken}
	engine, err := con.open(ctx, open, c.CorpusConfig)
	if err != nil {
		f.Text = err.Error()
		return f
	}
	if _, err := engine.answerer.Answer(ctx, answer.Question{Text: probe}); err != nil {
		f.Text = "a question can't be answered: " + err.Error()
		return f
	}
	f.State, f.Text = discord.Sound, fmt.Sprintf("%d read, version %s; questions are answered", len(engine.articles), engine.version)
	return f
}

// data opens the data directory, and makes it when there is none, as a run would.
func (c *DoctorCommand) data() discord.Finding {
	f := discord.Finding{Subject: "data", State: discord.Sound, Text: c.Data + " can be written and is not damaged"}
	kept, err := store.Open(c.Data, store.Options{})
	switch {
	case errors.Is(err, store.ErrLocked):
		f.State, f.Text = discord.Notable, c.Data+" is in use, by the bot if it runs just now"
	case errors.Is(err, store.ErrDamaged):
		f.State, f.Text = discord.Broken, err.Error()+"; put a backup in its place"
	case err != nil:
		f.State, f.Text = discord.Broken, err.Error()+"; choose another folder with READOUT_DATA, or make this one writable"
	default:
		if err := kept.Close(); err != nil {
			f.State, f.Text = discord.Broken, err.Error()
		}
	}
	return f
}
