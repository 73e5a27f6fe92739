package tty

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"readout/bot/chat"
	"readout/bot/chat/markup"
	"readout/bot/chat/typed"
	"readout/bot/chat/wording"
	"readout/bot/store"
)

// The only server, which operators have for a library of their own, its only channel, and who is there. Discord gives no IDs so small.
const (
	server  store.GuildID   = "1"
	channel store.ChannelID = "2"
	member  store.UserID    = "3"
	self    store.UserID    = "4"
)

// What they are called.
const (
	serverName  = "this terminal"
	channelName = "#terminal"
	memberName  = "@you"
	botName     = "@readout"
)

var _ interface {
	chat.Platform
	chat.Archive
} = (*room)(nil)

// Self implements chat.Platform.
func (*room) Self() store.UserID { return self }

// Locale implements chat.Platform.
func (*room) Locale(store.GuildID) string { return "" }

// Server implements chat.Platform.
func (*room) Server(context.Context, store.GuildID) string { return serverName }

// Command implements chat.Platform.
func (*room) Command(_ *wording.Language, key string) string { return markup.Code(typed.Call(key)) }

// Say implements chat.Platform.
func (r *room) Say(_ context.Context, in store.ChannelID, m chat.Message, _ string) error {
	if in != channel {
		return chat.ErrNowhere
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.unread = append(r.unread, m)
	return nil
}

// Create implements chat.Platform.
func (r *room) Create(ctx context.Context, in store.ChannelID, m chat.Message, once string, _ store.MessageID) (store.MessageID, error) {
	return store.MessageID(r.nextID()), r.Say(ctx, in, m, once)
}

// Holds implements chat.Archive. What an earlier run showed nobody sees any more.
func (*room) Holds(context.Context, store.ChannelID, store.ReceiptID) (bool, error) {
	return false, nil
}

// Mark implements chat.Archive: what was shown stays as it is, so the line is said, with the question.
func (r *room) Mark(ctx context.Context, in store.ChannelID, id store.MessageID, line string) error {
	of, err := r.Options.Store.ReceiptOf(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return chat.ErrNowhere
	}
	if err != nil {
		return err
	}
	return r.Say(ctx, in, chat.Note("> "+markup.Escape(markup.Clip(of.Question, chat.LongestAsked))+"\n"+line), "")
}

// nextID is an ID that was not given before, in an earlier run neither unless the clock is set back: what the store keeps is found by it.
func (r *room) nextID() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.last = max(r.last+1, uint64(r.options.Clock().UnixMilli()))
	return strconv.FormatUint(r.last, 10)
}

// said is what was said and not shown yet.
func (r *room) said() []chat.Message {
	r.mu.Lock()
	defer r.mu.Unlock()
	unread := r.unread
	r.unread = nil
	return unread
}

// mostUpload is the size of the largest file that is read, in bytes. What a format may have is checked where it is read.
const mostUpload = 64 << 20

// value is a typed.Place.
func value(o chat.Option, text string) (any, *chat.Upload, error) {
	switch o.Kind {
	case chat.TakesRole:
		return nil, nil, errors.New("nobody at a terminal has a role")
	case chat.TakesFile:
		if info, err := os.Stat(text); err != nil || !info.Mode().IsRegular() || info.Size() > mostUpload {
			return nil, nil, fmt.Errorf("give the path of a file of at most %d MB", mostUpload>>20)
		}
		return text, &chat.Upload{Name: filepath.Base(text), Load: func(context.Context) ([]byte, error) { return os.ReadFile(text) }}, nil
	}
	if text != channelName && "#"+text != channelName {
		return nil, nil, errors.New("the only channel is " + channelName)
	}
	return string(channel), nil, nil
}
