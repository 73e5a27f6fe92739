package postgres_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"readout/bot/postgres"
	"readout/bot/store"
)

// A child of a test is the test's program, told by these variables to spend from the database of the one.
const (
	spendURL  = "READOUT_POSTGRES_TEST_SPEND"
	spendSeed = "READOUT_POSTGRES_TEST_SEED"
)

// What is spent from: no scope may pass its limit, and the narrower ones are such that some run dry before the wider ones do.
const (
	spends      = 10_000 // tried, by both processes
	spenders    = 16     // at a time, in a process
	spendGuilds = 3
	spendOf     = 20 // members
)

func spendLimits() store.Limits {
	return store.Limits{MemberHere: store.Amount{Questions: 60}, Member: store.Amount{Tokens: 1100}, Guild: store.Amount{Micros: 4300},
		Total: store.Amount{Questions: 2000}}
}

// spend tries half of the spends, and prints what was granted, a line for each. Some settle for less than they reserved, so that others may
// have what is left.
func spend(ctx context.Context, url string) error {
	n, err := strconv.ParseUint(os.Getenv(spendSeed), 10, 64)
	if err != nil {
		return err
	}
	s, err := postgres.Open(ctx, url, store.Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	out := bufio.NewWriter(os.Stdout)
	var mu sync.Mutex
	var errs [spenders]error
	var wg sync.WaitGroup
	for w := range spenders {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(n, uint64(w)))
			for range spends / 2 / spenders {
				guild, member := store.GuildID(strconv.Itoa(1+r.IntN(spendGuilds))), store.UserID(strconv.Itoa(1+r.IntN(spendOf)))
				amount := store.Amount{Questions: 1, Tokens: int64(10 + r.IntN(10)), Micros: int64(5 + r.IntN(5))}
				got, err := s.Reserve(ctx, store.Charge{Guild: guild, Member: member, Amount: amount, Limits: spendLimits()})
				if errors.Is(err, store.ErrBudget) {
					continue
				}
				if err == nil && r.IntN(3) == 0 {
					amount.Tokens /= 2
					err = s.Settle(ctx, got, amount)
				}
				if err != nil {
					errs[w] = err
					return
				}
				mu.Lock()
				fmt.Fprintln(out, guild, member, amount.Questions, amount.Tokens, amount.Micros)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return errors.Join(append(errs[:], out.Flush())...)
}

// TestProcessesSpendNoMore has two processes try ten thousand spends at once: in no scope is more used than its limit, at any moment, and what
// is counted is what was granted, to the last unit.
func TestProcessesSpendNoMore(t *testing.T) {
	t.Parallel()
	if !installed(t) {
		return
	}
	now := time.Now().UTC()
	if now.Add(3*time.Minute).Day() != now.Day() {
		t.Log("NOT RUN: the day ends, and with it what is counted")
		return
	}
	url := server.Database(t)
	s := opened(t, url)
	outs := make(chan string)
	for seed := range 2 {
		go func() {
			c := exec.CommandContext(t.Context(), os.Args[0])
			c.Env = append(os.Environ(), spendURL+"="+url, spendSeed+"="+strconv.Itoa(seed))
			c.Stderr = os.Stderr
			out, err := c.Output()
			if err != nil {
				t.Errorf("a process that spends: %v", err)
			}
			outs <- string(out)
		}()
	}
	used := func(guild, member int) store.Usage {
		t.Helper()
		u, err := s.Usage(t.Context(), now, store.GuildID(strconv.Itoa(guild)), store.UserID(strconv.Itoa(member)))
		if err != nil {
			t.Fatal(err)
		}
		l := spendLimits()
		if u.MemberHere.Questions > l.MemberHere.Questions || u.Member.Tokens > l.Member.Tokens || u.Guild.Micros > l.Guild.Micros ||
			u.Total.Questions > l.Total.Questions {
			t.Fatalf("more is used than may be: %+v", u)
		}
		return u
	}
	var granted []string
	for ended := 0; ended < 2; {
		select {
		case out := <-outs:
			ended++
			granted = append(granted, strings.Split(strings.TrimSpace(out), "\n")...)
		case <-time.After(5 * time.Millisecond):
			used(1+rand.IntN(spendGuilds), 1+rand.IntN(spendOf))
		}
	}
	here, members, guilds := map[[2]int]store.Amount{}, map[int]store.Amount{}, map[int]store.Amount{}
	var total store.Amount
	for _, line := range granted {
		var g, m int
		var a store.Amount
		if _, err := fmt.Sscan(line, &g, &m, &a.Questions, &a.Tokens, &a.Micros); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		here[[2]int{g, m}], members[m], guilds[g], total = here[[2]int{g, m}].Plus(a), members[m].Plus(a), guilds[g].Plus(a), total.Plus(a)
	}
	for g := 1; g <= spendGuilds; g++ {
		for m := 1; m <= spendOf; m++ {
			want := store.Usage{MemberHere: here[[2]int{g, m}], Member: members[m], Guild: guilds[g], Total: total}
			got := used(g, m)
			want.Resets = got.Resets
			if got != want {
				t.Errorf("server %d, member %d: counted %+v, granted %+v", g, m, got, want)
			}
		}
	}
	t.Logf("%d of %d granted: %+v", len(granted), spends, total)
	if len(granted) < 1000 || len(granted) > 2000 {
		t.Errorf("%d were granted", len(granted))
	}
}

// TestOneQuestionAMember has many ask for one member at a time, through two openings: one question is taken, however often they try.
func TestOneQuestionAMember(t *testing.T) {
	t.Parallel()
	if !installed(t) {
		return
	}
	url := server.Database(t)
	both := [2]*postgres.Store{opened(t, url), opened(t, url)}
	for round := range 100 {
		var mu sync.Mutex
		taken := 0
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				task := store.Task{ID: strconv.Itoa(1000 + round*8 + i), Guild: "7", Asker: store.UserID(strconv.Itoa(1 + round)), Kind: "ask", Data: []byte("{}")}
				_, ok, err := takeTask(t.Context(), both[i%2], task, strconv.Itoa(i), time.Minute, 0)
				switch {
				case ok && err == nil:
					mu.Lock()
					taken++
					mu.Unlock()
				case !errors.Is(err, store.ErrExists):
					t.Errorf("%v, %v", ok, err)
				}
			})
		}
		wg.Wait()
		if taken != 1 {
			t.Fatalf("%d questions of one member were taken at a time", taken)
		}
	}
}
