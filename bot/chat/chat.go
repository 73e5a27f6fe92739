package chat

import (
	"context"
	"errors"
	"log/slog"
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
func New(o Options, p Platform, m *metrics.Metrics) (*Bot, error) {
	o = o.WithDefaults()
	g := gate.New(o.Clock, o.Workers, o.Queue, o.Store, store.Pace{Member: o.MemberRate, Guild: o.GuildRate})
	return &Bot{Options: o, Log: o.Logger, Platform: p, Gate: g, Metrics: m, Languages: wording.All().Linking(o.PlainLinks),
		tells: make(chan struct{}, 1)}, nil
}

// Open reports whether new questions are taken.
func (b *Bot) Open() bool { return !b.draining.Load() }

// Close takes no new questions.
func (b *Bot) Close() { b.draining.Store(true) }

// ErrNowhere says that a message, a channel or a member is out of the bot's reach, and stays so.
var ErrNowhere = errors.New("out of reach")

// Platform is where the bot converses. It is safe for concurrent use. What it can't reach, and will not when tried again, is errNowhere.
type Platform interface {
	// Self is the bot as a member; "" while that is not known.
	Self() store.UserID
	// ReadsAll reports whether the bot is given the text of messages that are not for it.
	ReadsAll() bool
	// Locale is the language of a server, as "de" or "en-GB"; "" when it is not known.
	Locale(guild store.GuildID) string
	// Server is what a server is called, ready to be shown.
	Server(ctx context.Context, guild store.GuildID) string
	// Command is a command by its key, as a text that can be clicked where that is possible.
	Command(l *wording.Language, key string) string
	// Link is the address of a message.
	Link(guild store.GuildID, channel store.ChannelID, message store.MessageID) string
	// Linked is the message that an address or an ID names; "" for one that is not a message of the server.
	Linked(guild store.GuildID, address string) store.MessageID

	// Channel is what is known of a channel.
	Channel(ctx context.Context, id store.ChannelID) (Place, error)
	// Public tells of the channels of a server which everybody in it can read; none where that is not known.
	Public(ctx context.Context, guild store.GuildID) func(store.ChannelID) bool
	// Direct is the channel of direct messages with a member.
	Direct(ctx context.Context, member store.UserID) (store.ChannelID, error)
	// Thread starts a thread from a message, or finds the one that it has.
	Thread(ctx context.Context, channel store.ChannelID, message store.MessageID, name string) (store.ChannelID, error)

	// Say posts a message that nobody waits for. once names it, so that it is not posted twice; "" has it tried once only.
	Say(ctx context.Context, channel store.ChannelID, m Message, once string) error
	// Create posts a message until it is there. once names it, and it replies to a message, "" for none.
	Create(ctx context.Context, channel store.ChannelID, m Message, once string, to store.MessageID) (store.MessageID, error)
	// Deliver is Create for an answer whose receipt is told where it went. When it can't be shown, the reader is told why.
	Deliver(ctx context.Context, l *wording.Language, channel store.ChannelID, m Message, once string, to store.MessageID)
	// Holds reports whether the answer with a receipt is among the last messages of a channel.
	Holds(ctx context.Context, channel store.ChannelID, id store.ReceiptID) (bool, error)
	// Mark puts a line above a message of the bot's, with all else as it is.
	Mark(ctx context.Context, channel store.ChannelID, message store.MessageID, line string) error

	// Fault is what an error of the platform's means to a reader.
	Fault(err error) Fault
}

// Place is what is known of a channel.
type Place struct {
	Parent store.ChannelID // of a thread, its channel; the category of any other
	Name   string          // of a post in a forum, its title
	Thread bool
}

// Fault is what a platform says is wrong.
type Fault int

// What a platform says is wrong.
const (
	NoFault      Fault = iota // nothing that a reader can do about
	NotPermitted              // the bot may not
	Blocked                   // what is to be shown has words that are not let through
)

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
