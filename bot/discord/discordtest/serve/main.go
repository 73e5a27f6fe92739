// Command serve lets another Discord library than the product's talk to the simulator, for a second opinion on it.
//
// It starts a server on a loopback port, prints one line of JSON with the base of its REST API and the bot's token, and has a
// member write to the bot every second. It ends with status 0 once a client has connected, answered one of those messages and
// edited its answer; with status 1 if that does not happen within a minute, or if the client breaks a rule.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"time"

	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/wire"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if err := run(ctx, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "serve:", err)
		os.Exit(1)
	}
}

// address is what a client needs to know.
type address struct {
	REST  string `json:"rest"` // without the version
	Token string `json:"token"`
}

// run serves until a client has done its part, and returns an error if it did not or did it wrong.
func run(ctx context.Context, out, log io.Writer) (err error) {
	report := &reporter{log: log}
	defer func() {
		switch cause := recover().(type) {
		case nil:
		case failure:
			err = errors.New(string(cause))
		default:
			panic(cause)
		}
		report.close()
		if err == nil {
			err = report.err()
		}
	}()
	srv := discordtest.New(report, discordtest.Options{Privileged: wire.IntentMessageContent})
	guild := srv.Guild("Newsroom")
	general, alice := guild.TextChannel("general"), guild.Member("alice")
	if err := json.NewEncoder(out).Encode(address{REST: srv.URL(), Token: srv.Token()}); err != nil {
		return fmt.Errorf("print the address: %w", err)
	}

	talking, quiet := context.WithCancel(ctx)
	var talker sync.WaitGroup
	talker.Go(func() {
		every := time.NewTicker(time.Second)
		defer every.Stop()
		for {
			alice.Say(general, srv.Bot().Mention()+" are you there?")
			select {
			case <-every.C:
			case <-talking.Done():
				return
			}
		}
	})
	defer talker.Wait()
	defer quiet()

	srv.Gateway.WaitReady(ctx)
	fmt.Fprintln(log, "serve: a client has connected")
	general.WaitMessage(ctx, func(m *wire.Message) bool { return m.Author.Bot && m.Edited != nil })
	fmt.Fprintln(log, "serve: it has answered, and edited its answer")
	return nil
}

// failure is why a wait was given up.
type failure string

// reporter is the test that the server reports to.
type reporter struct {
	log io.Writer

	mu       sync.Mutex
	errors   int // guarded by mu
	cleanups []func()
}

func (r *reporter) Helper() {}

func (r *reporter) Logf(format string, args ...any) { fmt.Fprintf(r.log, format+"\n", args...) }

func (r *reporter) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.errors++
	r.Logf(format, args...)
}

func (r *reporter) Fatalf(format string, args ...any) { panic(failure(fmt.Sprintf(format, args...))) }

func (r *reporter) Cleanup(f func()) { r.cleanups = append(r.cleanups, f) }

func (r *reporter) close() {
	for _, f := range r.cleanups {
		f()
	}
}

func (r *reporter) err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.errors > 0 {
		return fmt.Errorf("the client broke %d rules", r.errors)
	}
	return nil
}
