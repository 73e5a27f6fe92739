package main

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"readout/bot/discord"
	"readout/bot/store"
	"readout/retrieval/answer"
)

func TestBudget(t *testing.T) {
	t.Parallel()
	kept, err := store.Open(t.TempDir(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	b := BudgetConfig{MemberTokens: 1000, ServerTokens: 1500}.budget(kept, slog.New(slog.DiscardHandler))
	ctx := discord.WithAccount(t.Context(), discord.Account{Guild: "100000000000000001", Member: "100000000000000002"})
	settle, err := b.spend(ctx, answer.Usage{Input: 700, Output: 200})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.spend(ctx, answer.Usage{Input: 200}); !errors.Is(err, answer.ErrOverBudget) {
		t.Errorf("beyond what is left: %v", err)
	}
	settle(answer.Usage{Input: 300, Output: 20})
	if _, err := b.spend(ctx, answer.Usage{Input: 600}); err != nil {
		t.Errorf("within what is left once settled: %v", err)
	}
	other := discord.WithAccount(t.Context(), discord.Account{Guild: "100000000000000001", Member: "100000000000000003"})
	if _, err := b.spend(other, answer.Usage{Input: 600}); !errors.Is(err, answer.ErrOverBudget) {
		t.Errorf("another member, beyond what is left for the server: %v", err)
	}
	if _, err := b.spend(t.Context(), answer.Usage{Input: 1}); err == nil {
		t.Error("spent on nobody's account")
	}
	usage, err := kept.Usage(t.Context(), time.Now(), "100000000000000001", "100000000000000002")
	if err != nil || usage.Guild.Tokens != 920 {
		t.Errorf("counted %+v, %v; want 920 tokens of the server", usage, err)
	}
}
