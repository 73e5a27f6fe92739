package chat

import (
	"context"
	"slices"

	"readout/bot/chat/wording"
	"readout/bot/store"
)

// Request is who wants something, where, in which language.
type Request struct {
	ID       string
	Guild    store.GuildID // "" in direct messages
	Channel  store.ChannelID
	User     store.UserID
	Roles    []string
	Manages  bool              // may manage the server
	Own      *wording.Language // the member's, or of the server when that is not known
	Language *wording.Language // to answer in: own, unless the server's settings say otherwise
	Settings store.Settings

	// Admit has the question be this process's alone, where several are one bot; nil where there is but one.
	Admit    func(ctx context.Context) error
	Admitted bool // another process has let the question in
}

// Moderates reports whether the member may change settings: manages the server, or has the role chosen for it.
func (q Request) Moderates() bool {
	return q.Manages || q.Settings.ModeratorRole != "" && slices.Contains(q.Roles, string(q.Settings.ModeratorRole))
}

// ApplySettings reads the server's settings into the request.
func (b *Bot) ApplySettings(ctx context.Context, q *Request) error {
	if q.Guild == "" {
		return nil
	}
	var err error
	if q.Settings, err = b.Options.Store.Settings(ctx, q.Guild); err != nil {
		return err
	}
	if tag := q.Settings.Language; b.Languages.Has(tag) {
		q.Language = b.Languages.Of(tag)
	}
	return nil
}

// Account is on whose account a question is answered.
type Account struct {
	Guild  store.GuildID // "" in direct messages
	Member store.UserID
}

type accountKey struct{}

// WithAccount makes the context with which the Answerer is asked on an account.
func WithAccount(ctx context.Context, a Account) context.Context {
	return context.WithValue(ctx, accountKey{}, a)
}

// AccountOf is on whose account the Answerer is asked with this context; ok is false where it is nobody's.
func AccountOf(ctx context.Context) (a Account, ok bool) {
	a, ok = ctx.Value(accountKey{}).(Account)
	return a, ok
}
