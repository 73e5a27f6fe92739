package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"strings"
	"time"

	"readout/bot/discord"
	"readout/bot/money"
	"readout/bot/store"
	"readout/retrieval/answer"
)

// BudgetConfig limits what the language model may cost, in tokens and in money. Over a limit, quotations answer.
type BudgetConfig struct {
	MemberTokens int64 `from:"READOUT_MEMBER_TOKENS" default:"200000" placeholder:"N" help:"Tokens that the model may take for one member a day (UTC); 0 for no limit."`
	ServerTokens int64 `from:"READOUT_SERVER_TOKENS" default:"2000000" placeholder:"N" help:"Tokens that the model may take for one server a day; 0 for no limit."`
	DailyTokens  int64 `from:"READOUT_DAILY_TOKENS" default:"5000000" placeholder:"N" help:"Tokens that the model may take for everybody a day; 0 for no limit."`

	InputPrice     money.Sum `from:"READOUT_INPUT_PRICE" placeholder:"PRICE" help:"What a million tokens that the model reads cost, such as 0.40, in any currency; needed for limits in money."`
	OutputPrice    money.Sum `from:"READOUT_OUTPUT_PRICE" placeholder:"PRICE" help:"What a million tokens that the model writes cost, in the same currency."`
	EmbeddingPrice money.Sum `from:"READOUT_EMBEDDING_PRICE" placeholder:"PRICE" help:"What a million tokens that the embedding model reads cost, in the same currency; free unless set."`
	MemberMoney    money.Sum `from:"READOUT_MEMBER_MONEY" placeholder:"SUM" help:"Money that the model may cost for one member a day, in the currency of the prices; no limit unless set."`
	ServerMoney    money.Sum `from:"READOUT_SERVER_MONEY" placeholder:"SUM" help:"Money that the model may cost for one server a day; no limit unless set."`
	DailyMoney     money.Sum `from:"READOUT_DAILY_MONEY" placeholder:"SUM" help:"Money that the model may cost for everybody a day; no limit unless set."`
}

// Validate is called by kong once everything is set.
func (c BudgetConfig) Validate() error {
	var faults []error
	for _, l := range []struct {
		name   string
		tokens int64
	}{{"READOUT_MEMBER_TOKENS", c.MemberTokens}, {"READOUT_SERVER_TOKENS", c.ServerTokens}, {"READOUT_DAILY_TOKENS", c.DailyTokens}} {
		if l.tokens < 0 {
			faults = append(faults, fmt.Errorf("%s is %d: set a number of tokens, or 0 for no limit", l.name, l.tokens))
		}
	}
	var missing []string
	if c.InputPrice == 0 {
		missing = append(missing, "READOUT_INPUT_PRICE")
	}
	if c.OutputPrice == 0 {
		missing = append(missing, "READOUT_OUTPUT_PRICE")
	}
	for _, l := range []struct {
		name string
		sum  money.Sum
	}{{"READOUT_MEMBER_MONEY", c.MemberMoney}, {"READOUT_SERVER_MONEY", c.ServerMoney}, {"READOUT_DAILY_MONEY", c.DailyMoney}} {
		if l.sum > 0 && len(missing) > 0 {
			faults = append(faults, fmt.Errorf("%s limits money, and nothing says what tokens cost: set %s to the price of a million tokens",
				l.name, strings.Join(missing, " and ")))
		}
	}
	return errors.Join(faults...)
}

// cost is what tokens cost at a price for a million of them, rounded up to a micro.
func (c BudgetConfig) cost(u answer.Usage) money.Sum {
	const million = 1_000_000
	total := 0.0
	for _, part := range []struct {
		tokens int
		price  money.Sum
	}{{u.Input, c.InputPrice}, {u.Output, c.OutputPrice}} {
		total += float64(max(part.tokens, 0)) * float64(part.price)
	}
	// Exact for all that a day can hold: 2^53 is nine billion tokens at a price of one.
	return money.Sum(min(math.Ceil(total/million), math.MaxInt64/2))
}

// accounts are where a store counts what is used, within limits.
type accounts interface {
	Reserve(ctx context.Context, c store.Charge) (store.Reservation, error)
	Settle(ctx context.Context, r store.Reservation, used store.Amount) error
}

// budget keeps the cost of written answers within limits, across restarts.
type budget struct {
	config BudgetConfig
	store  accounts
	limits store.Limits
	log    *slog.Logger
}

func (c BudgetConfig) budget(kept accounts, log *slog.Logger) budget {
	most := func(tokens int64, sum money.Sum) store.Amount {
		return store.Amount{Tokens: tokens, Micros: int64(sum)}
	}
	return budget{c, kept, store.Limits{
		Member: most(c.MemberTokens, c.MemberMoney), Guild: most(c.ServerTokens, c.ServerMoney), Total: most(c.DailyTokens, c.DailyMoney),
	}, log}
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
	reserved, err := b.store.Reserve(ctx, store.Charge{Guild: account.Guild, Member: account.Member, Amount: b.amount(worst), Limits: b.limits})
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
		if err := b.store.Settle(ctx, reserved, b.amount(used)); err != nil {
			b.log.Error("the cost of an answer stays at its worst case", "error", err)
		}
	}, nil
}

func (b budget) amount(u answer.Usage) store.Amount {
	return store.Amount{Tokens: int64(max(u.Input, 0)) + int64(max(u.Output, 0)), Micros: int64(b.config.cost(u))}
}
