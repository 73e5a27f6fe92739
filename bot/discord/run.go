package discord

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/bwmarrin/discordgo"

	"readout/bot/chat"
	"readout/bot/chat/metrics"
	"readout/bot/discord/fleet"
	"readout/bot/discord/gateway"
	"readout/bot/pause"
)

// intents are what the bot asks the gateway for, besides the text of all messages where that is granted.
const intents = discordgo.IntentsGuilds | discordgo.IntentsGuildMessages | discordgo.IntentsDirectMessages

// Run is the bot: it connects, registers its commands when they differ, and answers until the context ends. Then it takes no new
// questions, lets those that it took be answered for Options.DrainTime, and returns nil. An error is one that trying again does
// not mend: errors.Is tells ErrToken, ErrIntents and ErrGateway.
func Run(ctx context.Context, o Options) error {
	o = o.withDefaults()
	if o.Token == "" || o.Answers == nil || o.Libraries == nil || o.Store == nil {
		return errors.New("discord: token, answers, libraries and store must be set")
	}
	m := metrics.Of(o.Store, o.Libraries)
	r, err := newREST(o.Token, o.Client, o.timing.rest, m.Request)
	if err != nil {
		return fmt.Errorf("discord: %w", err)
	}
	b, err := newBot(o, r, m)
	if err != nil {
		return fmt.Errorf("discord: %w", err)
	}
	serving, stopServing := context.WithCancel(context.WithoutCancel(ctx))
	defer stopServing()
	served := make(chan error, 1)
	if o.Address != "" {
		listener, err := net.Listen("tcp", o.Address)
		if err != nil {
			return fmt.Errorf("discord: serve metrics: %w", err)
		}
		b.Log.Info("health, readiness and metrics are served", "address", listener.Addr().String())
		go func() { served <- m.Serve(serving, listener, b.ready) }()
	} else {
		served <- nil
	}
	app, err := b.who(ctx)
	if ctx.Err() != nil {
		return nil
	}
	if err != nil {
		return fmt.Errorf("discord: %w", err)
	}
	ended := make(chan error, 1)
	connected, disconnect := context.WithCancel(context.WithoutCancel(ctx))
	defer disconnect()
	holding, letGo := context.WithCancel(context.WithoutCancel(ctx))
	defer letGo()
	background, stopBackground := context.WithCancel(ctx)
	defer stopBackground()
	b.running.Go(func() { b.register(background, app.ID) })
	b.running.Go(func() { b.Hear(background) })
	if o.Shared != nil {
		b.running.Go(func() {
			b.rest.Follow(background, o.Shared, func(err error) { b.Log.Warn("limits are this process's own", "error", err) })
		})
	}
	b.running.Go(func() { b.goOn(background, holding) })
	go func() { ended <- b.connect(connected, background, app) }()
	select {
	case err = <-ended:
		stopBackground()
		b.drain(o.DrainTime)
	case <-ctx.Done():
		o.Logger.Info("stopping: no new questions are taken")
		if b.fleet != nil {
			disconnect() // another process takes over at once
		}
		// Alone, the gateway stays open while the bot drains, so that whoever asks meanwhile is told.
		if !b.drain(o.DrainTime) {
			o.Logger.Warn("stopping before all questions were answered", "left", b.events.Load())
		}
		disconnect()
		err = <-ended
	}
	letGo()
	stopServing()
	b.settle()
	if serveErr := <-served; serveErr != nil {
		o.Logger.Error("serving metrics ended", "error", serveErr)
	}
	if err != nil {
		return fmt.Errorf("discord: %w", err)
	}
	return nil
}

// connect keeps the connections to the gateway where no other process does. With the first goes what is done for all servers.
func (b *bot) connect(ctx, background context.Context, app application) error {
	c := fleet.Connections{Fleet: b.fleet, Shards: b.options.Shards, Up: b.Metrics.Connected.Store, Limit: b.rest.identifies,
		Beside: []func(context.Context){b.CatchUp, b.Recalls, b.moderators.Refreshes, b.TellAlways, b.members.DigestAlways},
		Gateway: func() *gateway.Gateway {
			g := &gateway.Gateway{Token: b.options.Token, Client: b.rest.HTTP(), Log: b.Log, Timing: b.options.timing.gateway, Intents: intents,
				Connecting: func(kind string) { b.Metrics.Connects.WithLabelValues(kind).Inc() }}
			if app.readsContent() {
				g.Intents |= discordgo.IntentMessageContent
			}
			return g
		},
		Event: func(e gateway.Event, shard, shards int) {
			if err := chat.Safely(func() error { b.receive(e, app, shard, shards); return nil }); err != nil {
				b.Log.Error("an event was not taken up", "error", err, "stack", string(chat.StackOf(err)))
			}
		}}
	return c.Run(ctx, background)
}

// receive takes up an event of the gateway. A first event says who the bot is and where.
func (b *bot) receive(e gateway.Event, app application, shard, shards int) {
	if ready, ok := e.Struct.(*discordgo.Ready); ok && ready.User != nil {
		present := ready.Guilds
		b.start(func(ctx context.Context) { b.reconcile(ctx, present, shard, shards) })
		b.Log.Info("connected to Discord", "servers", len(present), "reads all messages", app.readsContent())
	}
	b.event(e)
}

// settle waits a moment for work that is not a question's, such as a button's.
func (b *bot) settle() {
	b.mu.Lock()
	b.settling = true
	b.mu.Unlock()
	done := make(chan struct{})
	go func() {
		defer close(done)
		b.running.Wait()
	}()
	select {
	case <-done:
	case <-time.After(3 * time.Second):
	}
}

// who asks Discord who the bot is, for as long as there is no answer. A refused token is an error.
func (b *bot) who(ctx context.Context) (application, error) {
	for wait := b.options.timing.gateway.Pause; ; wait = min(2*wait, b.options.timing.gateway.Longest) {
		asking, cancel := context.WithTimeout(ctx, b.options.timing.gateway.Open)
		app, err := b.rest.application(asking)
		cancel()
		if err == nil {
			b.is(func(i *identity) { i.application, i.user, i.content = app.ID, app.user(), app.readsContent() })
			return app, nil
		}
		if errors.Is(err, ErrToken) {
			return app, err
		}
		b.Log.Warn("Discord does not answer", "error", err)
		if err := pause.For(ctx, pause.Jitter(wait)); err != nil {
			return app, err
		}
	}
}

// register registers the commands, for as long as that fails.
func (b *bot) register(ctx context.Context, application string) {
	for {
		asking, cancel := context.WithTimeout(ctx, b.options.timing.gateway.Open)
		ids, changed, err := b.rest.register(asking, application, b.Languages)
		cancel()
		if err == nil {
			b.is(func(i *identity) { i.commands = ids })
			b.Log.Info("commands are registered", "changed", changed)
			return
		}
		if ctx.Err() != nil {
			return
		}
		b.Log.Error("commands are not registered", "error", err)
		if pause.For(ctx, b.options.timing.register) != nil {
			return
		}
	}
}

// is changes what is known of the bot itself.
func (b *bot) is(change func(*identity)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := *b.self.Load()
	change(&now)
	b.self.Store(&now)
}

// ready reports whether the bot is connected and takes questions.
func (b *bot) ready() bool {
	return b.Open() && (b.Metrics.Connected.Load() || b.fleet.Working())
}
