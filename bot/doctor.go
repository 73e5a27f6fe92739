package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"readout/bot/datadir"
	"readout/bot/desk"
	"readout/bot/discord"
	"readout/bot/engine"
	"readout/bot/failure"
	"readout/bot/libraries"
	"readout/bot/money"
	"readout/bot/store"
	"readout/bot/terminal"
	"readout/bot/upkeep"
	"readout/retrieval/answer"
	"readout/retrieval/openai"
	"readout/retrieval/written"
)

// DoctorCommand checks that the bot can run.
type DoctorCommand struct {
	BotConfig     `embed:""`
	DiscordConfig `embed:""`

	Server string `placeholder:"ID" help:"Also check the bot's permissions in the Discord server with this ID."`
}

// Run implements command. Every line says what was found and, where that is not as it should be, what to do.
func (c *DoctorCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	articles, engine := c.articles(ctx, con, open)
	found := append([]discord.Finding{articles}, c.data(ctx, engine)...)
	if c.Writes(c.ServerConfig) {
		found = append(found, c.model(ctx))
	}
	if c.Embeds() {
		found = append(found, c.embedding(ctx))
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
		fmt.Fprintf(con.Stdout, "%-8s %s: %s\n", f.State, f.Subject, terminal.Hanging(f.Text))
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if broken > 0 {
		return failure.ErrReported
	}
	return nil
}

// probe is a question that any articles can be asked.
const probe = "What happened?"

// articles opens the articles and models, and asks them something; the engine is nil when that fails.
func (c *DoctorCommand) articles(ctx context.Context, con *terminal.Console, open engine.Opener) (discord.Finding, *engine.Engine) {
	f := discord.Finding{Subject: "articles", State: discord.Broken}
	from := c.CorpusConfig
	from.Later = true // a check does not embed all articles
	engine, err := open.With(ctx, con, from)
	if err != nil {
		f.Text = err.Error()
		return f, nil
	}
	if _, err := engine.Answerer.Answer(ctx, answer.Question{Text: probe}); err != nil {
		f.Text = "a question can't be answered: " + err.Error()
		return f, nil
	}
	f.State, f.Text = discord.Sound, fmt.Sprintf("%d read, version %s; questions are answered", len(engine.Articles), engine.Version)
	return f, engine
}

// data looks at the data directory, which it makes when there is none, as a run would: whether all in it is whole, and how each
// server's library fares. e is what the libraries start from; nil when it can't be opened.
func (c *DoctorCommand) data(ctx context.Context, e *engine.Engine) []discord.Finding {
	f := discord.Finding{Subject: "data", State: discord.Broken}
	far, err := c.Dial(ctx)
	if err != nil {
		f.Text = err.Error()
		return []discord.Finding{f}
	}
	if far != nil {
		found := c.shelves(ctx, far, c.Data+", which the bot has open, is not damaged")
		if err := far.Close(); err != nil {
			f.Text = err.Error()
			found = append(found, f)
		}
		return found
	}
	dir, err := datadir.Open(c.Data, "doctor", store.Options{})
	switch {
	case errors.Is(err, datadir.ErrInUse):
		f.State, f.Text = discord.Notable, err.Error()
		return []discord.Finding{f}
	case errors.Is(err, store.ErrDamaged), errors.Is(err, store.ErrNewer), errors.Is(err, datadir.ErrExposed):
		f.Text = upkeep.Mendable(err).Error()
		return []discord.Finding{f}
	case err != nil:
		f.Text = err.Error() + "; choose another folder with READOUT_DATA, or make this one writable"
		return []discord.Finding{f}
	}
	found, err := c.own(ctx, dir, e)
	if err != nil {
		f.Text = err.Error()
		found = append(found, f)
	}
	return found
}

// own looks at an open data directory, and closes it.
func (c *DoctorCommand) own(ctx context.Context, dir *datadir.Dir, e *engine.Engine) ([]discord.Finding, error) {
	if e == nil || e.Snapshot == nil {
		return []discord.Finding{{Subject: "data", State: discord.Sound, Text: c.Data + " can be written"}}, dir.Close()
	}
	kept, err := c.Remember(ctx, dir, slog.New(slog.DiscardHandler))
	if err != nil {
		return []discord.Finding{{Subject: "database", State: discord.Broken, Text: err.Error()}}, dir.Close()
	}
	shelves, err := engine.OpenLibraries(ctx, c.CorpusConfig, dir.Path, e, engine.Wording{}, nil, kept, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, errors.Join(err, kept.Close(), dir.Close())
	}
	own := &desk.Own{Libraries: shelves, Dir: dir, Memory: kept}
	good := c.Data + " can be written and is not damaged"
	if c.Database != "" {
		good = c.Data + " can be written, the database is reached and not damaged"
	}
	found := c.shelves(ctx, own, good)
	f := discord.Finding{Subject: "jobs", State: discord.Sound}
	var well bool
	if well, f.Text = upkeep.Health(ctx, kept, time.Now()); !well {
		f.State = discord.Notable
	}
	return append(found, f), own.Close()
}

// shelves verifies what is kept, and looks at each library.
func (c *DoctorCommand) shelves(ctx context.Context, d desk.Desk, well string) []discord.Finding {
	failed := func(err error) []discord.Finding {
		return []discord.Finding{{Subject: "data", State: discord.Broken, Text: err.Error()}}
	}
	report, err := d.Verify(ctx)
	if err != nil {
		return failed(err)
	}
	var found []discord.Finding
	for _, damage := range report.Damage {
		text := damage.Part + " is damaged: " + damage.What + "\nWhat to do: " + damage.Do
		found = append(found, discord.Finding{Subject: "data", State: discord.Broken, Text: text})
	}
	if len(found) == 0 {
		text := well + "; " + desk.LibraryCount(report.Libraries) + " verified"
		found = append(found, discord.Finding{Subject: "data", State: discord.Sound, Text: text})
	}
	servers, err := d.Servers(ctx)
	if err != nil {
		return append(found, failed(err)...)
	}
	for _, g := range servers {
		f := discord.Finding{Subject: "library of server " + string(g), State: discord.Sound}
		if status, err := d.Status(ctx, g); err != nil {
			f.State, f.Text = discord.Broken, err.Error()
		} else {
			f.State, f.Text = libraryHealth(status)
		}
		found = append(found, f)
	}
	return found
}

// libraryHealth says how a library fares, and which of its sources do not.
func libraryHealth(s *libraries.Status) (discord.State, string) {
	state, text := discord.Sound, s.Name+", "+terminal.Counted(s.Articles, "article")
	if !s.Own {
		text = "the shipped articles; nothing was published yet"
	}
	if len(s.Sources) > 0 {
		text += ", " + terminal.Counted(len(s.Sources), "source")
	}
	if !s.Fetched.IsZero() {
		text += ", fetched last at " + terminal.Moment(s.Fetched)
	}
	for _, source := range s.Sources {
		if source.Failures > 0 {
			state = discord.Notable
			text += fmt.Sprintf("\n%s has failed since %s: %s. "+
				"What was published from it stays; see whether the link still works, or remove it",
				source.URL, terminal.Moment(source.Failing), source.Err)
		}
	}
	return state, text
}

// checkTime is how long a model may take at least.
const checkTime = 15 * time.Second

// model has the language model answer a request as long as a real one: a short one would not show that the model's context is too small.
func (c *DoctorCommand) model(ctx context.Context) discord.Finding {
	ctx, cancel := context.WithTimeout(ctx, max(checkTime, c.Wait))
	defer cancel()
	f := discord.Finding{Subject: "model", State: discord.Broken}
	model, err := c.Generator(c.ServerConfig)
	var used answer.Usage
	if err == nil {
		used, err = written.Probe(ctx, model, c.PassageTokens)
	}
	if err != nil {
		f.Text = err.Error() + "; quotations answer meanwhile\n" + c.mend(err, "OPENAI_MODEL")
		return f
	}
	f.State, f.Text = discord.Sound, fmt.Sprintf("%s answers in JSON; this check took %d tokens", c.Model, used.Input+used.Output)
	if cost := c.Cost(used); cost > 0 {
		f.Text += fmt.Sprintf(", %.6f of your currency", float64(cost)/money.Micros)
	}
	return f
}

// embedding has the embedding model embed a word.
func (c *DoctorCommand) embedding(ctx context.Context) discord.Finding {
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	f := discord.Finding{Subject: "embedding model", State: discord.Broken}
	model, err := c.Connect(ctx, c.ServerConfig)
	if err != nil {
		f.Text = err.Error() + "; the built-in model finds the passages meanwhile\n" + c.mend(err, "OPENAI_EMBEDDING_MODEL")
		return f
	}
	f.State, f.Text = discord.Sound, model.Model()+" embeds; this check took a token or two"
	return f
}

// mend says what to do about a model that fails. name is the variable that names the model.
func (c *DoctorCommand) mend(err error, name string) string {
	var failed *openai.Error
	status := 0
	if errors.As(err, &failed) {
		status = failed.Status
	}
	at := string(c.BaseURL)
	if at == "" {
		at = openai.DefaultBaseURL
	}
	switch {
	case errors.Is(err, openai.ErrKey) && c.Key == "":
		return "The server at " + at + " wants a key: set OPENAI_API_KEY"
	case errors.Is(err, openai.ErrKey):
		return "OPENAI_API_KEY is refused at " + at + ": it was mistyped or withdrawn, may not use this model, or belongs to another server"
	case errors.Is(err, openai.ErrNoModel):
		return "Check " + name + " and OPENAI_BASE_URL, which mostly ends in /v1: " + at + " serves no such model, or is no such server"
	case errors.Is(err, openai.ErrRedirected):
		return "Set OPENAI_BASE_URL to the address that " + at + " redirects to: the key goes nowhere else by itself"
	case errors.Is(err, openai.ErrNotTheProtocol):
		return "Check OPENAI_BASE_URL, which mostly ends in /v1: what is at " + at + " speaks another protocol"
	case errors.Is(err, written.ErrNoRoom):
		return "Give the model a context of 4,096 tokens at least on its server (Ollama: OLLAMA_CONTEXT_LENGTH=8192), " +
			"or lower OPENAI_PASSAGE_TOKENS; until then it is shown fewer passages"
	case errors.Is(err, answer.ErrModelNonsense), errors.Is(err, answer.ErrModelRefused):
		return "The model does not answer in JSON: choose a larger one with " + name
	case failed == nil:
		return "Choose another model with " + name + ", or another server: it does not keep to the protocol"
	case status == http.StatusPaymentRequired, status == http.StatusTooManyRequests && failed.Spent():
		return "The account has no quota or credit left: add some at the provider, or use another model"
	case status == http.StatusTooManyRequests:
		return "The server is asked too often just now: try again in a minute, or raise the limit at the provider"
	case status >= http.StatusInternalServerError:
		return "The server at " + at + " has a fault: look at its log, or try again later"
	case status == 0:
		return "Nothing answers at " + at + " in time: is the server running, is OPENAI_BASE_URL right, " +
			"does a firewall or proxy stand in between?"
	}
	return "See what the server at " + at + " says"
}
