package discord

import (
	"context"

	"readout/bot/store"
)

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
