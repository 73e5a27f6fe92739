package discord

import (
	"net/http"
	"time"

	"readout/bot/chat"
	"readout/bot/discord/api"
	"readout/bot/discord/fleet"
	"readout/bot/discord/gateway"
)

// What ends Run and only the operator can mend.
var (
	ErrToken   = gateway.ErrToken
	ErrIntents = gateway.ErrIntents
	ErrGateway = gateway.ErrGateway
)

// Options are what the bot works with. Token, Answers, Libraries and Store must be set.
type Options struct {
	chat.Options
	Token  string
	Client *http.Client // for the REST API; nil is one with timeouts and connections of its own

	// Shared is what the processes share that are one bot together: one of them is connected to Discord, and all answer. nil is one process.
	Shared Shared
	// Shards is in how many parts the servers are told of, each by a connection of its own; 0 is one.
	Shards int
	// Address is where health, readiness and metrics are served, as "host:port"; "" for nowhere.
	Address string
	// DrainTime is how long running questions may go on once Run's context is cancelled; 0 is 20 s.
	DrainTime time.Duration

	timing timing
}

// timing is what tests make quicker.
type timing struct {
	rest      api.Timing
	firstWord time.Duration // the most that the first response to an interaction may take
	gateway   gateway.Timing
	fleet     fleet.Timing
	register  time.Duration // between two attempts to register the commands
	typing    time.Duration // between two signs that an answer is being worked on
	refusals  time.Duration // between two refusals in a channel to one member
	progress  time.Duration // between two edits that show how far a change is
}

func (o Options) withDefaults() Options {
	set := func(d *time.Duration, value time.Duration) {
		if *d == 0 {
			*d = value
		}
	}
	o.Options = o.Options.WithDefaults()
	if o.Client == nil {
		o.Client = &http.Client{Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true, MaxIdleConnsPerHost: 64, IdleConnTimeout: time.Minute,
			TLSHandshakeTimeout: 5 * time.Second, ResponseHeaderTimeout: 10 * time.Second,
		}}
	}
	set(&o.DrainTime, 20*time.Second)
	t := &o.timing
	set(&t.rest.Attempt, 5*time.Second)
	set(&t.rest.Pause, 250*time.Millisecond)
	if t.rest.Attempts == 0 {
		t.rest.Attempts = 4
	}
	set(&t.firstWord, 2700*time.Millisecond)
	set(&t.register, time.Minute)
	set(&t.typing, 8*time.Second)
	set(&t.refusals, 10*time.Second)
	set(&t.progress, time.Second)
	t.gateway = t.gateway.WithDefaults()
	return o
}
