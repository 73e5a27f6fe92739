package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"readout/bot/engine"
	"readout/bot/failure"
	"readout/bot/terminal"
)

// HealthCommand asks a running bot whether it works, for whatever watches over it: a container has no other program that could.
type HealthCommand struct {
	Address string `from:"READOUT_ADDRESS" placeholder:"HOST:PORT" help:"Where /healthz, /readyz and /metrics are served; nowhere unless set."`
}

// healthTime is how long a bot that works may take to say so.
const healthTime = 5 * time.Second

// Run implements command.
func (c *HealthCommand) Run(ctx context.Context, con *terminal.Console, _ engine.Opener) error {
	if c.Address == "" {
		return failure.Input(errors.New("no address: set READOUT_ADDRESS to the one that the bot serves /healthz at"))
	}
	ctx, cancel := context.WithTimeout(ctx, healthTime)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+c.Address+"/healthz", nil)
	if err != nil {
		return failure.Input(fmt.Errorf("%q is no address like 127.0.0.1:9090", c.Address))
	}
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("the bot does not answer: %w", err)
	}
	defer reply.Body.Close()
	text, err := io.ReadAll(io.LimitReader(reply.Body, 1000))
	if err != nil {
		return fmt.Errorf("the bot stopped in the middle of its answer: %w", err)
	}
	if reply.StatusCode != http.StatusOK {
		return fmt.Errorf("the bot says that it does not work: %s", strings.TrimSpace(string(text)))
	}
	_, err = fmt.Fprintln(con.Stdout, strings.TrimSpace(string(text)))
	return err
}
