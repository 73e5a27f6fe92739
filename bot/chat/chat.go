package chat

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"runtime/debug"
	"sync/atomic"

	"readout/bot/chat/gate"
	"readout/bot/chat/metrics"
	"readout/bot/chat/wording"
	"readout/bot/store"
)

// Bot is the bot in conversation, on any platform. Its state is small: what must outlive it is in the store.
type Bot struct {
	Options   Options
	Log       *slog.Logger
	Platform  Platform
	Gate      *gate.Gate
	Metrics   *metrics.Metrics
	Languages wording.Languages

	tells chan struct{} // has one when there may be somebody to tell

	draining atomic.Bool
}

// New makes a bot that converses on a platform.
func New(o Options, p Platform, m *metrics.Metrics) *Bot {
	o = o.WithDefaults()
	g := gate.New(o.Clock, o.Workers, o.Queue, o.Store, store.Pace{Member: o.MemberRate, Guild: o.GuildRate})
	return &Bot{Options: o, Log: o.Logger, Platform: p, Gate: g, Metrics: m, Languages: wording.All().Linking(o.PlainLinks),
		tells: make(chan struct{}, 1)}
}

// Open reports whether new questions are taken.
func (b *Bot) Open() bool { return !b.draining.Load() }

// Close takes no new questions.
func (b *Bot) Close() { b.draining.Store(true) }

// ErrNowhere says that a message, a channel or a member is out of the bot's reach, and stays so.
var ErrNowhere = errors.New("out of reach")

// Platform is where the bot converses: what every platform does. What only some can do is an interface beside what uses it: Faults,
// Channels, Posts, Directs and Archive here, members.Audience and moderators.Links. One that a platform does not implement it can't do, and
// the bot does without; one whose messages have limits is Limited. A platform is safe for concurrent use. What it can't reach, and will
// not when tried again, is ErrNowhere.
type Platform interface {
	// Self is the bot as a member; "" while that is not known.
	Self() store.UserID
	// Locale is the language of a server, as "de" or "en-GB"; "" when it is not known.
	Locale(guild store.GuildID) string
	// Server is what a server is called, ready to be shown.
	Server(ctx context.Context, guild store.GuildID) string
	// Command is a command by its key, as a text that can be clicked where that is possible.
	Command(l *wording.Language, key string) string

	// Say posts a message that nobody waits for. once names it, so that it is not posted twice; "" has it tried once only.
	Say(ctx context.Context, channel store.ChannelID, m Message, once string) error
	// Create posts a message until it is there. once names it, and it replies to a message, "" for none.
	Create(ctx context.Context, channel store.ChannelID, m Message, once string, to store.MessageID) (store.MessageID, error)
}

// Channels is a platform whose servers have channels.
type Channels interface {
	// Channel is what is known of a channel.
	Channel(ctx context.Context, id store.ChannelID) (Place, error)
}

// Limited is a platform whose messages have limits.
type Limited interface {
	Limits() Limits
}

// Limits are what a message may have.
type Limits struct {
	Text int // in sight at once, in UTF-16 units; more stands below
	File int // of a file, in bytes
}

// MessageLimits are those of the platform, as large as an int where it has none.
func (b *Bot) MessageLimits() Limits {
	if p, ok := b.Platform.(Limited); ok {
		return p.Limits()
	}
	return Limits{math.MaxInt, math.MaxInt}
}

// Place is what is known of a channel.
type Place struct {
	Parent store.ChannelID // of a thread, its channel; the category of any other
	Name   string          // of a post in a forum, its title
	Thread bool
}

// Safely calls f and makes an error of its panic.
func Safely(f func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &panicked{v, debug.Stack()}
		}
	}()
	return f()
}

func StackOf(err error) []byte {
	if p, ok := err.(*panicked); ok {
		return p.stack
	}
	return nil
}
