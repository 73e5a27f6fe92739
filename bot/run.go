package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"

	"readout/bot/budget"
	"readout/bot/chat"
	"readout/bot/datadir"
	"readout/bot/desk"
	"readout/bot/discord"
	"readout/bot/engine"
	"readout/bot/failure"
	"readout/bot/jobs"
	"readout/bot/libraries"
	"readout/bot/rewritten"
	"readout/bot/secret"
	"readout/bot/store"
	"readout/bot/terminal"
	"readout/bot/upkeep"
	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/chromem"
)

// DiscordConfig is how the bot is known to Discord.
type DiscordConfig struct {
	Token secret.Value `from:"DISCORD_TOKEN" placeholder:"TOKEN" help:"Token of the Discord bot."`

	client *http.Client // for Discord's API; nil is one of its own
}

// RunCommand runs the Discord bot.
type RunCommand struct {
	BotConfig     `embed:""`
	DiscordConfig `embed:""`

	Memory  int    `from:"READOUT_LIBRARY_MEMORY" placeholder:"MB" default:"400" help:"Megabytes of memory for the servers' articles."`
	Shards  int    `from:"READOUT_SHARDS" placeholder:"N" default:"1" help:"How many connections share the servers: one for each 2,500."`
	Address string `from:"READOUT_ADDRESS" placeholder:"HOST:PORT" help:"Where /healthz, /readyz and /metrics are served; nowhere unless set."`
}

// errNoToken says how to come by a token, and what works without.
var errNoToken = errors.New(`no Discord token is set.
To get one: open https://discord.com/developers/applications, make an application, and choose Bot, then Reset Token.
To invite the bot: choose OAuth2, the scopes bot and applications.commands, and the permissions View Channels, Send Messages, ` +
	`Send Messages in Threads, Embed Links and Read Message History; then open the link.
Set DISCORD_TOKEN in the environment or in the file .env, and start again.
Meanwhile everything works in the terminal: readout ask "your question"`)

// explained are the errors of Discord's that only the operator can mend, with what to do.
func explained(err error) error {
	switch {
	case errors.Is(err, discord.ErrToken):
		return failure.Input(errors.New("DISCORD_TOKEN is refused by Discord: it was mistyped or reset.\n" +
			"Make a new one at https://discord.com/developers/applications (Bot, Reset Token) and set DISCORD_TOKEN to it"))
	case errors.Is(err, discord.ErrIntents):
		return failure.Input(errors.New("the gateway intents are refused by Discord.\n" +
			"Turn Message Content Intent off and on again at https://discord.com/developers/applications (Bot), and start again"))
	}
	return err
}

// Run implements command. It returns when the context ends and all questions that were taken are answered.
func (c *RunCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	if c.Token == "" {
		return failure.Input(errNoToken)
	}
	log := slog.New(slog.NewJSONHandler(con.Stderr, nil))
	h, err := openResources(ctx, con, open, c.BotConfig, "run", log)
	if err != nil {
		return err
	}
	h.libraries.Limit(int64(c.Memory) << 20)
	options := discord.Options{Token: c.Token.Reveal(), Client: c.client, Address: c.Address, Shards: c.Shards, Options: h.chat()}
	tell(daemon.SdNotifyReady, log)
	context.AfterFunc(ctx, func() { tell(daemon.SdNotifyStopping, log) })
	options.Shared, _ = h.kept.(discord.Shared)
	return explained(errors.Join(discord.Run(ctx, options), h.close()))
}

// tell says to systemd, where the unit asks for it, that the bot works: it has opened all that it remembers, and connects or waits for its
// turn to; or that it ends. A failure to say so stops nothing: systemd ends what it hears nothing of.
func tell(state string, log *slog.Logger) {
	if _, err := daemon.SdNotify(false, state); err != nil {
		log.Warn("telling systemd: it does not listen", "state", state, "error", err)
	}
}

// BotConfig is what the bot runs with, wherever it converses.
type BotConfig struct {
	engine.CorpusConfig `embed:""`
	engine.ModelConfig  `embed:""`
	budget.Limits       `embed:""`
	desk.DataConfig     `embed:""`
}

// resources are what the bot works with, wherever it converses: articles, what it remembers, the servers' libraries.
type resources struct {
	BotConfig
	log        *slog.Logger
	dir        *datadir.Dir
	kept       desk.Memory
	libraries  *libraries.Libraries
	outside    *desk.Door
	models     bool // questions go to a model's provider
	stop       func()
	background sync.WaitGroup
}

// openResources opens it for the command; what works in the background ends with the context, or when it is closed.
func openResources(
	ctx context.Context, con *terminal.Console, open engine.Opener, f BotConfig, command string, log *slog.Logger,
) (*resources, error) {
	from := f.CorpusConfig
	from.Later = true
	if from.Cache == "" {
		from.Cache = filepath.Join(f.Data, "vectors")
	}
	opened, err := open.With(ctx, con, from)
	if err != nil {
		return nil, err
	}
	dir, err := datadir.Open(f.Data, command, store.Options{Logger: log})
	if errors.Is(err, datadir.ErrInUse) {
		err = fmt.Errorf("%w.\nStop it, or give this one another folder with READOUT_DATA", err)
	}
	if err != nil {
		return nil, failure.Input(upkeep.Mendable(err))
	}
	h := &resources{BotConfig: f, log: log, dir: dir}
	if h.kept, err = f.Remember(ctx, dir, log); err != nil {
		return nil, errors.Join(err, dir.Close())
	}
	limits := f.Limits.Open(h.kept, log)
	words, err := f.Wording(f.ServerConfig, limits.Spend, rewritten.Answers{Store: h.kept, Log: log})
	if err != nil {
		return nil, errors.Join(err, h.kept.Close(), dir.Close())
	}
	h.models = words.Model != nil || f.Embeds()
	working, stop := context.WithCancel(ctx)
	h.stop = stop
	var rank func(context.Context, *chromem.Index, string) retrieval.Index
	if opened.Assistant != nil {
		ranks := &engine.Rankers{
			From: from, Working: working, Through: limits.Pay, Begun: &h.background,
			Log: log, Failed: engine.LogFailures(log, engine.SayFailure),
		}
		ranks.Take(working, opened.Assistant)
		rank = ranks.Rank
	}
	if h.libraries, err = engine.OpenLibraries(ctx, f.CorpusConfig, f.Data, opened, words, rank, h.kept, log); err != nil {
		stop()
		h.background.Wait()
		return nil, errors.Join(err, h.kept.Close(), dir.Close())
	}
	h.background.Go(func() { upkeep.Work(working, h.kept, h.libraries, jobs.Options{Log: log}) })
	h.outside = desk.OpenDoor(&desk.Own{Libraries: h.libraries, Dir: dir, Memory: h.kept}, log)
	return h, nil
}

// chat is what a bot converses with.
func (h *resources) chat() chat.Options {
	return chat.Options{
		Libraries: h.libraries, Store: h.kept, Notes: h.kept,
		Answers: func(ctx context.Context, g store.GuildID) (chat.Answerer, error) { return h.libraries.Answers(ctx, g) },
		Plain: func(ctx context.Context, g store.GuildID) (chat.Answerer, error) {
			s, err := h.libraries.Snapshot(ctx, g)
			if err != nil {
				return nil, err
			}
			return answer.New(func() *retrieval.Snapshot { return s }), nil
		},
		Next: func(ctx context.Context, g store.GuildID, a *answer.Answer, turns []answer.Turn, articles []corpus.ArticleID) []string {
			return nextIn(ctx, h.libraries, g, a, turns, articles, h.log)
		},
		Logger: h.log, Published: h.outside.Published, ModelProvider: h.models, AnswerTime: h.Wait + answerTime,
		PlainLinks: h.PlainLinks,
	}
}

// close ends what works in the background, and closes all.
func (h *resources) close() error {
	err := h.outside.Close()
	h.stop()
	h.background.Wait()
	return errors.Join(err, h.libraries.Close(), h.kept.Close(), h.dir.Close())
}

// nextIn finds questions to ask next in a server's library.
func nextIn(
	ctx context.Context, shelves *libraries.Libraries, g store.GuildID,
	a *answer.Answer, turns []answer.Turn, articles []corpus.ArticleID, log *slog.Logger,
) []string {
	s, err := shelves.Snapshot(ctx, g)
	if err != nil {
		log.Warn("no questions to ask next", "error", err)
		return nil
	}
	return (&engine.Engine{Snapshot: s}).Next(ctx, a, turns, articles)
}

// answerTime is the most that an answer may take besides the wait for a model.
const answerTime = 20 * time.Second
