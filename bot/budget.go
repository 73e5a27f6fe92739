package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"readout/bot/discord"
	"readout/bot/store"
	"readout/retrieval/answer"
)

// BudgetConfig limits what the language model may cost. Over a limit, quotations answer.
type BudgetConfig struct {
	MemberTokens int64 `from:"READOUT_MEMBER_TOKENS" default:"200000" placeholder:"N" help:"Tokens that the model may take for one member a day; 0 for no limit."`
	ServerTokens int64 `from:"READOUT_SERVER_TOKENS" default:"2000000" placeholder:"N" help:"Tokens that the model may take for one server a day; 0 for no limit."`
	DailyTokens  int64 `from:"READOUT_DAILY_TOKENS" default:"5000000" placeholder:"N" help:"Tokens that the model may take for everybody a day; 0 for no limit."`
}

// budget keeps the cost of written answers within limits, across restarts.
type budget struct {
	store  *store.Store
	limits store.Limits
	log    *slog.Logger
}

func (c BudgetConfig) budget(kept *store.Store, log *slog.Logger) budget {
	tokens := func(n int64) store.Amount { return store.Amount{Tokens: n} }
	return budget{kept, store.Limits{Member: tokens(c.MemberTokens), Guild: tokens(c.ServerTokens), Total: tokens(c.DailyTokens)}, log}
}

// settleTime is how long the cost of an answer may take to be written down.
const settleTime = 5 * time.Second

// spend sets the most that a call may cost aside; see answer.WrittenOptions. Where the account is unknown or the store fails, nothing is
// spent.
func (b budget) spend(ctx context.Context, worst answer.Usage) (settle func(answer.Usage), err error) {
	account, ok := discord.AccountOf(ctx)
	if !ok {
		return nil, errors.New("budget: nobody's question")
	}
	reserved, err := b.store.Reserve(ctx, store.Charge{Guild: account.Guild, Member: account.Member, Amount: amountOf(worst), Limits: b.limits})
	switch {
	case errors.Is(err, store.ErrBudget):
		return nil, answer.ErrOverBudget
	case err != nil:
		return nil, err
	}
	return func(used answer.Usage) {
		// Whether somebody still waits or not, what was used was used.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
		defer cancel()
		if err := b.store.Settle(ctx, reserved, amountOf(used)); err != nil {
			b.log.Error("the cost of an answer stays at its worst case", "error", err)
		}
	}, nil
}

func amountOf(u answer.Usage) store.Amount { return store.Amount{Tokens: int64(u.Input + u.Output)} }
