// Package budget keeps what a language model and an embedding model cost within limits that the operator sets, in tokens and in money.
//
// What a call may cost at most is set aside before it is made, and what it did cost is written down after it: so no limit is passed,
// however many ask at a time, and whichever process dies.
package budget

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"time"

	"readout/bot/chat"
	"readout/bot/money"
	"readout/bot/store"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/openai"
	"readout/retrieval/written"
)

// Limits limits what the language model may cost, in tokens and in money. Over a limit, quotations answer.
type Limits struct {
	MemberTokens int64 `from:"READOUT_MEMBER_TOKENS" default:"200000" placeholder:"N" help:"${member_tokens}"`
	ServerTokens int64 `from:"READOUT_SERVER_TOKENS" default:"2000000" placeholder:"N" help:"${server_tokens}"`
	DailyTokens  int64 `from:"READOUT_DAILY_TOKENS" default:"5000000" placeholder:"N" help:"${daily_tokens}"`

	InputPrice     money.Sum `from:"READOUT_INPUT_PRICE" placeholder:"PRICE" help:"${input_price}"`
	OutputPrice    money.Sum `from:"READOUT_OUTPUT_PRICE" placeholder:"PRICE" help:"${output_price}"`
	EmbeddingPrice money.Sum `from:"READOUT_EMBEDDING_PRICE" placeholder:"PRICE" help:"${embedding_price}"`
	MemberMoney    money.Sum `from:"READOUT_MEMBER_MONEY" placeholder:"SUM" help:"${member_money}"`
	ServerMoney    money.Sum `from:"READOUT_SERVER_MONEY" placeholder:"SUM" help:"${server_money}"`
	DailyMoney     money.Sum `from:"READOUT_DAILY_MONEY" placeholder:"SUM" help:"${daily_money}"`
}

// Help is what the limits' flags are said to be for, by the names under which the tags of Limits have it.
func Help() map[string]string {
	return map[string]string{
		"member_tokens":   "Tokens that the model may take for one member a day (UTC); 0 for no limit.",
		"server_tokens":   "Tokens that the model may take for one server a day; 0 for no limit.",
		"daily_tokens":    "Tokens that the model may take for everybody a day; 0 for no limit.",
		"input_price":     "What a million tokens that the model reads cost, such as 0.40, in any currency; needed for limits in money.",
		"output_price":    "What a million tokens that the model writes cost, in the same currency.",
		"embedding_price": "What a million tokens that the embedding model reads cost, in the same currency; free unless set.",
		"member_money":    "Money that the model may cost for one member a day, in the currency of the prices; no limit unless set.",
		"server_money":    "Money that the model may cost for one server a day; no limit unless set.",
		"daily_money":     "Money that the model may cost for everybody a day; no limit unless set.",
	}
}

// Validate is called by kong once everything is set.
func (c Limits) Validate() error {
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

// Cost is what tokens cost at a price for a million of them, rounded up to a micro.
func (c Limits) Cost(u answer.Usage) money.Sum {
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

// Accounts are where a store counts what is used, within limits.
type Accounts interface {
	Reserve(ctx context.Context, c store.Charge) (store.Reservation, error)
	Settle(ctx context.Context, r store.Reservation, used store.Amount) error
}

// Budget keeps the cost of written answers within limits, across restarts.
type Budget struct {
	config Limits
	store  Accounts
	limits store.Limits
	log    *slog.Logger
}

// Open has what calls cost counted in a store.
func (c Limits) Open(kept Accounts, log *slog.Logger) Budget {
	most := func(tokens int64, sum money.Sum) store.Amount {
		return store.Amount{Tokens: tokens, Micros: int64(sum)}
	}
	return Budget{c, kept, store.Limits{
		Member: most(c.MemberTokens, c.MemberMoney), Guild: most(c.ServerTokens, c.ServerMoney), Total: most(c.DailyTokens, c.DailyMoney),
	}, log}
}

// settleTime is how long the cost of an answer may take to be written down.
const settleTime = 5 * time.Second

// Spend sets the most that a call may cost aside; see answer.WrittenOptions. Where the account is unknown or the store fails, nothing is
// spent.
func (b Budget) Spend(ctx context.Context, worst answer.Usage) (settle func(answer.Usage), err error) {
	account, ok := chat.AccountOf(ctx)
	if !ok {
		return nil, errors.New("budget: nobody's question")
	}
	reserved, err := b.store.Reserve(ctx, store.Charge{Guild: account.Guild, Member: account.Member, Amount: b.amount(worst),
		Limits: b.limits})
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

func (b Budget) amount(u answer.Usage) store.Amount {
	return store.Amount{Tokens: int64(max(u.Input, 0)) + int64(max(u.Output, 0)), Micros: int64(b.config.Cost(u))}
}

// paid is an embedder of which each question is paid from a budget. The articles are embedded once, on nobody's account.
type paid struct {
	retrieval.Embedder
	budget Budget
}

// Pay has an embedder's questions paid.
func (b Budget) Pay(e retrieval.Embedder) retrieval.Embedder {
	b.config.InputPrice = b.config.EmbeddingPrice
	return paid{e, b}
}

// Embed implements retrieval.Embedder. Over a budget it fails.
func (p paid) Embed(ctx context.Context, as retrieval.Purpose, texts []string) ([]retrieval.Vector, error) {
	if as != retrieval.ForQuery {
		return p.Embedder.Embed(ctx, as, texts)
	}
	cost := answer.Usage{Estimated: true}
	for _, text := range texts {
		cost.Input += written.EstimateTokens(text)
	}
	settle, err := p.budget.Spend(ctx, cost)
	if err != nil {
		return nil, err
	}
	var sent atomic.Bool
	traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteRequest: func(w httptrace.WroteRequestInfo) {
		if w.Err == nil {
			sent.Store(true)
		}
	}})
	vectors, err := p.Embedder.Embed(traced, as, texts)
	var refused *openai.Error
	if err != nil && (!sent.Load() || errors.As(err, &refused) && refused.Status >= http.StatusMultipleChoices) {
		cost = answer.Usage{} // else whoever works on it may charge for it, whether or not somebody waits
	}
	settle(cost)
	return vectors, err
}
