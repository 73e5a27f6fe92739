package discord

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	lru "github.com/hashicorp/golang-lru/v2"

	"readout/bot/chat"
	"readout/bot/chat/members"
	"readout/bot/chat/metrics"
	"readout/bot/chat/moderators"
	"readout/bot/discord/fleet"
	"readout/bot/discord/gateway"
	"readout/bot/store"
)

// bot is Discord's side of a chat: it answers events.
type bot struct {
	*chat.Bot
	members    *members.Members
	moderators *moderators.Moderators

	options    Options
	rest       *rest
	fleet      *fleet.Fleet // nil for one process alone
	repertoire *chat.Repertoire

	self     atomic.Pointer[identity]
	seen     *lru.Cache[string, struct{}] // IDs of interactions and messages taken up
	channels *lru.Cache[string, channel]
	locales  *lru.Cache[string, string]    // of servers
	names    *lru.Cache[string, string]    // of servers
	refusals *lru.Cache[string, time.Time] // when a member was last refused in a channel

	mu       sync.Mutex
	managers map[store.GuildID]managers // guarded by mu
	settling bool                       // guarded by mu: no more work is started, since running is waited for
	events   atomic.Int64               // being handled
	running  sync.WaitGroup
}

// identity is who the bot is, and the IDs of its commands.
type identity struct {
	application string
	user        string
	commands    map[string]string // ID by key
	content     bool              // may read all messages
}

func newBot(o Options, r *rest, m *metrics.Metrics) (*bot, error) {
	b := &bot{options: o, rest: r, managers: map[store.GuildID]managers{}, fleet: fleet.New(o.Shared, o.Logger, o.timing.fleet)}
	talk := chat.New(o.Options, b, m)
	b.Bot = talk
	b.members, b.moderators = members.New(talk), moderators.New(talk)
	b.repertoire = chat.NewRepertoire(commandsOf(b.members, b.moderators), append(b.members.Actions(), b.moderators.Actions()...))
	b.self.Store(&identity{})
	var errs [5]error
	b.seen, errs[0] = lru.New[string, struct{}](8192)
	b.channels, errs[1] = lru.New[string, channel](4096)
	b.locales, errs[2] = lru.New[string, string](2500)
	b.refusals, errs[3] = lru.New[string, time.Time](10_000)
	b.names, errs[4] = lru.New[string, string](2500)
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return b, nil
}

// event takes up an event of the gateway. It does not block.
func (b *bot) event(of gateway.Event) {
	switch e := of.Struct.(type) {
	case *discordgo.InteractionCreate:
		if b.isNew(e.Interaction) {
			b.start(func(ctx context.Context) { b.takeUp(ctx, of) })
			return
		}
	case *discordgo.MessageCreate:
		if m := e.Message; m != nil && b.addressed(m) && b.first(m.ID) {
			b.start(func(ctx context.Context) { b.takeUp(ctx, of) })
			return
		}
	case *discordgo.GuildCreate:
		if g := e.Guild; isAvailable(g) {
			b.describe(g)
			b.start(func(ctx context.Context) { b.joined(ctx, g.ID) })
		}
	case *discordgo.GuildUpdate:
		if g := e.Guild; g != nil && g.ID != "" {
			b.describe(g)
		}
	case *discordgo.GuildRoleCreate:
		b.role(e.GuildID, e.Role)
	case *discordgo.GuildRoleUpdate:
		b.role(e.GuildID, e.Role)
	case *discordgo.GuildDelete:
		if g := e.Guild; isAvailable(g) {
			b.start(func(ctx context.Context) { b.left(ctx, g.ID) })
		}
	case *discordgo.ThreadDelete:
		if c := e.Channel; c != nil {
			b.start(func(ctx context.Context) { b.threadGone(ctx, c.ID) })
		}
	}
	of.Taken()
}

// isNew reports whether an interaction can be answered, and is not taken up yet.
func (b *bot) isNew(i *discordgo.Interaction) bool {
	return i != nil && i.ID != "" && i.Data != nil && b.first(i.ID)
}

// isAvailable reports whether an event of a server is about the server, and not about an outage of it.
func isAvailable(g *discordgo.Guild) bool { return g != nil && g.ID != "" && !g.Unavailable }

// describe keeps what the gateway tells of a server.
func (b *bot) describe(g *discordgo.Guild) {
	b.locales.Add(g.ID, g.PreferredLocale)
	b.names.Add(g.ID, g.Name)
	b.manage(g)
}

// first reports whether the ID is new. Discord may deliver an event twice.
func (b *bot) first(id string) bool {
	before, _ := b.seen.ContainsOrAdd(id, struct{}{})
	if before {
		b.Metrics.Repeats.Inc()
	}
	return !before
}

// start runs an event's work, counted, so that drain waits for it. A panic ends that work only. Once the bot settles, nothing is
// started: the gateway is gone, and what its last events asked for could not be sent.
func (b *bot) start(work func(ctx context.Context)) (started bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.settling {
		return false
	}
	b.events.Add(1)
	b.running.Go(func() {
		defer b.events.Add(-1)
		if err := chat.Safely(func() error { work(context.Background()); return nil }); err != nil {
			b.Log.Error("an event was not handled", "error", err, "stack", string(chat.StackOf(err)))
			b.Metrics.Failed("panic")
		}
	})
	return true
}

// drain takes no new questions and waits until all that was begun is sent, for the time given at most. It reports whether that is so.
func (b *bot) drain(atMost time.Duration) bool {
	b.Close()
	for deadline := time.Now().Add(atMost); b.events.Load() > 0; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			return false
		}
	}
	return true
}
