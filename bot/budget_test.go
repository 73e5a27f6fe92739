package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"readout/bot/bolt"
	"readout/bot/budget"
	"readout/bot/chat"
	"readout/bot/failure"
	"readout/bot/money"
	"readout/bot/store"
	"readout/corpus"
	"readout/corpus/parse"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/chromem"
	"readout/retrieval/openai"
	"readout/retrieval/retrievaltest"
	"readout/retrieval/written"
)

func TestBudget(t *testing.T) {
	t.Parallel()
	kept, err := bolt.Open(t.TempDir(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	b := budget.Limits{MemberTokens: 1000, ServerTokens: 1500}.Open(kept, slog.New(slog.DiscardHandler))
	ctx := chat.WithAccount(t.Context(), chat.Account{Guild: "100000000000000001", Member: "100000000000000002"})
	settle, err := b.Spend(ctx, answer.Usage{Input: 700, Output: 200})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Spend(ctx, answer.Usage{Input: 200}); !errors.Is(err, answer.ErrOverBudget) {
		t.Errorf("beyond what is left: %v", err)
	}
	settle(answer.Usage{Input: 300, Output: 20})
	if _, err := b.Spend(ctx, answer.Usage{Input: 600}); err != nil {
		t.Errorf("within what is left once settled: %v", err)
	}
	other := chat.WithAccount(t.Context(), chat.Account{Guild: "100000000000000001", Member: "100000000000000003"})
	if _, err := b.Spend(other, answer.Usage{Input: 600}); !errors.Is(err, answer.ErrOverBudget) {
		t.Errorf("another member, beyond what is left for the server: %v", err)
	}
	if _, err := b.Spend(t.Context(), answer.Usage{Input: 1}); err == nil {
		t.Error("spent on nobody's account")
	}
	usage, err := kept.Usage(t.Context(), time.Now(), "100000000000000001", "100000000000000002")
	if err != nil || usage.Guild.Tokens != 920 {
		t.Errorf("counted %+v, %v; want 920 tokens of the server", usage, err)
	}
}

func TestMoney(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]money.Sum{"0": 0, "12": 12_000_000, "0.40": 400_000, ".4": 400_000, "3.": 3_000_000, "0.000001": 1, "1000000": money.Max} {
		var m money.Sum
		if err := m.UnmarshalText([]byte(text)); err != nil || m != want {
			t.Errorf("%q is %d, %v; want %d", text, m, err, want)
		}
	}
	for _, text := range []string{"", ".", "-1", "1e3", "$5", "0,40", "1.2.3", "0.0000001", "1000000.000001", "99999999999999999999", "٣"} {
		var m money.Sum
		if err := m.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is taken for %d", text, m)
		}
	}
}

// A limit of money says what it lacks, with every other fault.
func TestMoneyNeedsPrices(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		env  []string
		want []string // each of which the error has
	}{
		{[]string{"READOUT_DAILY_MONEY=5"}, []string{"READOUT_DAILY_MONEY limits money", "set READOUT_INPUT_PRICE and READOUT_OUTPUT_PRICE"}},
		{[]string{"READOUT_MEMBER_MONEY=0.10", "READOUT_INPUT_PRICE=0.40"}, []string{"READOUT_MEMBER_MONEY limits", "set READOUT_OUTPUT_PRICE to"}},
		{[]string{"READOUT_SERVER_MONEY=1", "READOUT_DAILY_MONEY=5"}, []string{"READOUT_SERVER_MONEY", "READOUT_DAILY_MONEY"}},
		{[]string{"READOUT_DAILY_MONEY=5 euros", "READOUT_INPUT_PRICE=cheap"}, []string{"READOUT_DAILY_MONEY: ", "READOUT_INPUT_PRICE: ", "no sum like"}},
	} {
		for _, command := range []string{"run", "doctor"} {
			status, _, stderr := runParrot(t, "", tt.env, command)
			if status != failure.StatusInput {
				t.Errorf("%s with %q ends with status %d", command, tt.env, status)
			}
			for _, words := range tt.want {
				if !strings.Contains(stderr, words) {
					t.Errorf("%s with %q does not say %q:\n%s", command, tt.env, words, stderr)
				}
			}
		}
	}
	if status, _, stderr := runParrot(t, "", nil, "run", "--member-tokens=-1"); status != failure.StatusInput || !strings.Contains(stderr, "READOUT_MEMBER_TOKENS is -1") {
		t.Errorf("a negative limit: status %d, %s", status, stderr)
	}
	status, _, stderr := runParrot(t, "", []string{"READOUT_DAILY_MONEY=5", "READOUT_INPUT_PRICE=.4", "READOUT_OUTPUT_PRICE=1.6"}, "run")
	if status != failure.StatusInput || !strings.Contains(stderr, "no Discord token") {
		t.Errorf("with prices: status %d, %s", status, stderr)
	}
}

// TestBudgetInMoney: what is spent in money is over when it is, for each of the three, whatever tokens are left.
func TestBudgetInMoney(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]budget.Limits{
		"member": {MemberMoney: 3 * 1200}, "server": {ServerMoney: 3 * 1200}, "day": {DailyMoney: 3 * 1200},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.InputPrice, c.OutputPrice = 400_000, 1_600_000
			dir := t.TempDir()
			call := answer.Usage{Input: 1000, Output: 500} // 1200 micros
			spent := 0
			for range 2 { // the second time after a restart
				kept, err := bolt.Open(dir, store.Options{})
				if err != nil {
					t.Fatal(err)
				}
				b := c.Open(kept, slog.New(slog.DiscardHandler))
				ctx := chat.WithAccount(t.Context(), chat.Account{Guild: "100000000000000001", Member: "100000000000000002"})
				for range 2 {
					if settle, err := b.Spend(ctx, call); err == nil {
						spent++
						settle(call)
					} else if !errors.Is(err, answer.ErrOverBudget) {
						t.Error(err)
					}
				}
				if err := kept.Close(); err != nil {
					t.Fatal(err)
				}
			}
			if spent != 3 {
				t.Errorf("%d calls were let through, 3 are paid for", spent)
			}
		})
	}
}

// TestBudgetOfQuestionsEmbedded: the embedding model on a server is paid for as well; over the budget it is not asked.
func TestBudgetOfQuestionsEmbedded(t *testing.T) {
	t.Parallel()
	kept, err := bolt.Open(t.TempDir(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	b := budget.Limits{DailyMoney: 25, InputPrice: 1, OutputPrice: 1, EmbeddingPrice: 2_000_000}.Open(kept, slog.New(slog.DiscardHandler))
	e := b.Pay(retrievaltest.HashEmbedder{})
	ctx := chat.WithAccount(t.Context(), chat.Account{Member: "100000000000000002"})
	question := []string{strings.Repeat("why ", 10)} // ten tokens, 20 micros
	if v, err := e.Embed(ctx, retrieval.ForQuery, question); err != nil || len(v) != 1 {
		t.Fatalf("%d vectors, %v", len(v), err)
	}
	if _, err := e.Embed(ctx, retrieval.ForQuery, question); !errors.Is(err, answer.ErrOverBudget) {
		t.Errorf("beyond the budget: %v", err)
	}
	if v, err := e.Embed(t.Context(), retrieval.ForPassage, question); err != nil || len(v) != 1 {
		t.Errorf("passages, on nobody's account: %d vectors, %v", len(v), err)
	}
	usage, err := kept.Usage(t.Context(), time.Now(), "", "100000000000000002")
	if err != nil || usage.Total != (store.Amount{Tokens: 10, Micros: 20}) {
		t.Errorf("counted %+v, %v", usage.Total, err)
	}
}

// TestBudgetOfLostEmbeddings: a question that was sent and not answered counts, one that the server refused does not.
func TestBudgetOfLostEmbeddings(t *testing.T) {
	t.Parallel()
	kept, err := bolt.Open(t.TempDir(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	p := serveProtocol(t)
	model, err := openai.NewEmbedder(t.Context(), openai.EmbedderConfig{Config: openai.Config{BaseURL: p.URL, Model: "plume"}})
	if err != nil {
		t.Fatal(err)
	}
	e := budget.Limits{EmbeddingPrice: 2_000_000}.Open(kept, slog.New(slog.DiscardHandler)).Pay(model)
	ctx, cancel := context.WithCancel(chat.WithAccount(t.Context(), chat.Account{Member: "100000000000000002"}))
	question := []string{strings.Repeat("why ", 10)} // ten tokens, 20 micros
	counts := func(what string, want store.Amount) {
		t.Helper()
		if usage, err := kept.Usage(t.Context(), time.Now(), "", "100000000000000002"); err != nil || usage.Total != want {
			t.Errorf("%s: counted %+v, %v, want %+v", what, usage.Total, err, want)
		}
	}
	p.fails(http.StatusUnauthorized, "{}")
	if _, err := e.Embed(ctx, retrieval.ForQuery, question); err == nil {
		t.Error("embedded by a server that refuses to")
	}
	counts("refused", store.Amount{})
	leave := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	p.fail.Store(&leave)
	if _, err := e.Embed(ctx, retrieval.ForQuery, question); !errors.Is(err, context.Canceled) {
		t.Errorf("left: %v", err)
	}
	counts("sent and not answered", store.Amount{Tokens: 10, Micros: 20})
}

// meter is a server of the protocol that counts its calls and says that each took exactly what it may take.
func meter(t *testing.T, hold func()) (address string, calls *atomic.Int64) {
	t.Helper()
	calls = new(atomic.Int64)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		if hold != nil {
			hold()
		}
		fmt.Fprintf(w, `{"choices": [{"message": {"content": "{\"claims\": []}"}, "finish_reason": "stop"}], "usage": {"prompt_tokens": %d, "completion_tokens": %d}}`,
			meteredInput, meteredOutput)
	}))
	t.Cleanup(s.Close)
	return s.URL, calls
}

// What a metered call takes: more than anything that is asked here may, so that a budget of n times this is one of at most n calls.
const meteredInput, meteredOutput = 6000, 4000

// metered is a model whose every call is set aside, and counted, as a metered one.
type metered struct{ answer.Generator }

// Worst implements written.Estimator.
func (metered) Worst(written.Request) answer.Usage {
	return answer.Usage{Input: meteredInput, Output: meteredOutput}
}

// meteredAnswerer has a model at an address answer questions about a bridge, each call a metered one, paid by a budget.
func meteredAnswerer(ctx context.Context, address string, b budget.Budget) (*answer.Answerer, error) {
	model, err := openai.NewGenerator(openai.Config{BaseURL: address, Model: "quill"})
	if err != nil {
		return nil, err
	}
	article, err := parse.Markdown("bridge", bridgeReport)
	if err != nil {
		return nil, err
	}
	texts, err := reading.New([]*corpus.Article{article})
	if err != nil {
		return nil, err
	}
	embedder := retrievaltest.HashEmbedder{}
	index, err := chromem.Build(ctx, chromem.Input{Corpus: texts, Version: "v1", Embedder: embedder})
	if err != nil {
		return nil, err
	}
	snapshot := &retrieval.Snapshot{Version: "v1", Corpus: texts, Index: index, Words: index.Words(), Embedder: embedder, Reader: retrievaltest.EvenReader(4)}
	return answer.NewWritten(func() *retrieval.Snapshot { return snapshot }, metered{model}, answer.WrittenOptions{Spend: b.Spend, Wait: 5 * time.Minute}), nil // however slow the machine
}

// TestBudgetHoldsAgainstCrowds: ten thousand ask, hundreds of them at once, and a hundred calls are paid for.
func TestBudgetHoldsAgainstCrowds(t *testing.T) {
	t.Parallel()
	paidFor, crowd := money.Sum(100), int64(10_000)
	if testing.Short() {
		paidFor, crowd = 20, 1000
	}
	kept, err := bolt.Open(t.TempDir(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	address, calls := meter(t, nil)
	c := budget.Limits{InputPrice: 400_000, OutputPrice: 1_600_000}
	c.DailyMoney = paidFor * c.Cost(answer.Usage{Input: meteredInput, Output: meteredOutput})
	answerer, err := meteredAnswerer(t.Context(), address, c.Open(kept, slog.New(slog.DiscardHandler)))
	if err != nil {
		t.Fatal(err)
	}
	var over, other atomic.Int64
	var fallbacks sync.Map
	defer fallbacks.Range(func(k, _ any) bool { t.Log(k); return true })
	var asking errgroup.Group
	asking.SetLimit(256) // with thousands, two processors may take longer for one round of them than a connection may take
	begin := time.Now()
	for i := range crowd {
		asking.Go(func() error {
			account := chat.Account{Guild: store.GuildID(fmt.Sprint(1000 + i%7)), Member: store.UserID(fmt.Sprint(5000 + i))}
			a, err := answerer.Answer(chat.WithAccount(t.Context(), account), answer.Question{Text: modelAsks})
			switch {
			case err != nil:
				return err
			case a.Model != "quotations":
				return fmt.Errorf("answered %q by %s", a.Text(), a.Model)
			case errors.Is(a.Fallback, answer.ErrOverBudget):
				if len(a.Sentences) == 0 {
					return errors.New("over the budget, the quotations don't answer")
				}
				over.Add(1)
			default:
				other.Add(1)
				if a.Fallback != nil {
					fallbacks.Store(a.Fallback.Error(), true)
				}
			}
			return nil
		})
	}
	if err := asking.Wait(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d questions in %v, %d calls", crowd, time.Since(begin), calls.Load())
	if n := calls.Load(); n != int64(paidFor) || other.Load() != n || over.Load() != crowd-n {
		t.Errorf("%d calls, %d answers after one, %d over the budget; %d were paid for", n, other.Load(), over.Load(), paidFor)
	}
	usage, err := kept.Usage(t.Context(), time.Now(), "", "5000")
	if err != nil || usage.Total.Micros != int64(c.DailyMoney) {
		t.Errorf("counted %+v, %v; want %d micros", usage.Total, err, c.DailyMoney)
	}
}

// spendUntilKilled asks again and again, until the budget is spent, or the process is killed.
func spendUntilKilled() {
	ctx := context.Background()
	err := func() error {
		kept, err := bolt.Open(os.Getenv("SPEND_DIR"), store.Options{LockTimeout: 10 * time.Second})
		if err != nil {
			return err
		}
		b := killedBudget().Open(kept, slog.New(slog.DiscardHandler))
		answerer, err := meteredAnswerer(ctx, os.Getenv("SPEND_ADDRESS"), b)
		if err != nil {
			return err
		}
		var asking errgroup.Group
		for i := range 4 {
			asking.Go(func() error {
				for {
					account := chat.Account{Guild: "1000", Member: store.UserID(fmt.Sprint(5000 + i))}
					a, err := answerer.Answer(chat.WithAccount(ctx, account), answer.Question{Text: modelAsks})
					if err != nil || errors.Is(a.Fallback, answer.ErrOverBudget) {
						return err
					}
				}
			})
		}
		return errors.Join(asking.Wait(), kept.Close())
	}()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func killedBudget() budget.Limits {
	return budget.Limits{DailyTokens: 100 * (meteredInput + meteredOutput)}
}

// TestKilledWhileSpending kills the process that asks, in the middle of its calls, and lets another go on: what was spent is spent.
func TestKilledWhileSpending(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	address, calls := meter(t, func() { time.Sleep(5 * time.Millisecond) })
	dir := t.TempDir()
	begun := time.Now().UTC()
	kills := 4
	if testing.Short() {
		kills = 1
	}
	for round := range kills + 1 {
		cmd := exec.CommandContext(t.Context(), self)
		cmd.Args = []string{"spend"} // the test binary runs spendUntilKilled under this name
		cmd.Env = append(os.Environ(), "SPEND_DIR="+dir, "SPEND_ADDRESS="+address)
		var said bytes.Buffer
		cmd.Stderr = &said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if round < kills {
			before := calls.Load()
			for deadline := time.Now().Add(20 * time.Second); calls.Load() < before+8; time.Sleep(time.Millisecond) {
				if time.Now().After(deadline) {
					t.Fatalf("no calls: %s", &said)
				}
			}
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
		err := cmd.Wait()
		if round == kills && err != nil {
			t.Fatalf("the last one: %v, %s", err, &said)
		}
	}
	if time.Now().UTC().Day() != begun.Day() {
		t.Log("midnight has passed, and with it a new budget: nothing to compare")
		return
	}
	// What was reserved by a killed process and not called stays counted: at most four for each kill.
	if n := calls.Load(); n > 100 || n < int64(100-4*kills) {
		t.Errorf("%d calls were made over %d processes, 100 were paid for", n, kills+1)
	}
	kept, err := bolt.Open(dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	if err := kept.Check(t.Context()); err != nil {
		t.Error(err)
	}
	usage, err := kept.Usage(t.Context(), time.Now(), "1000", "5000")
	if err != nil || usage.Total.Tokens != killedBudget().DailyTokens {
		t.Errorf("counted %+v, %v; want all of the budget", usage.Total, err)
	}
}

func FuzzMoney(f *testing.F) {
	for _, s := range []string{"0.40", "12", ".5", "1000000", "-1", "1e9", "00.000001"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var m money.Sum
		if err := m.UnmarshalText([]byte(s)); err != nil {
			return
		}
		want, err := strconv.ParseFloat(s, 64)
		if err != nil || m < 0 || m > money.Max || math.Abs(float64(m)/money.Micros-want) > 1e-6 {
			t.Errorf("%q is %d micros, want %v, %v", s, m, want, err)
		}
	})
}
