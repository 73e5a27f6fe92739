package discord

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"readout/bot/discord/api"
	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/traffic"
	"readout/bot/discord/discordtest/wire"
)

const banned = "<html><body>error code: 1015</body></html>"

// TestEdgeLimit has what stands before Discord want a pause, in HTML, in text and without a word how long: the answer comes afterwards.
func TestEdgeLimit(t *testing.T) {
	t.Parallel()
	for _, body := range []string{banned, "error code: 1015", ""} {
		s := start(t, discordtest.Options{})
		s.srv.Inject(wire.RouteEditOriginal, 1, traffic.EdgeLimit("1", body))
		began := time.Now()
		if got := s.ask("Does the ferry sail?"); !strings.Contains(got.Content, "Friday") {
			t.Errorf("%q: %q", body, got.Content)
		}
		if took := time.Since(began); took < time.Second {
			t.Errorf("%q: asked again after %s", body, took)
		}
	}
}

// oneEdge is what processes share of Discord's limits, in memory.
type oneEdge struct {
	mu      sync.Mutex
	refused int
	until   time.Time
}

// ofProcess is what one process makes of what is shared.
type ofProcess struct {
	*oneEdge
	asked chan struct{} // gets a value whenever the process asks; what it was told before is known to it then
}

// Refused implements api.Shared.
func (o *ofProcess) Refused(ctx context.Context, n int, within time.Duration) (int, error) {
	select {
	case o.asked <- struct{}{}:
	default:
	}
	return o.oneEdge.Refused(ctx, n, within)
}

// told waits until the process knows what the others have told by now.
func (o *ofProcess) told(t *testing.T) {
	t.Helper()
	select {
	case <-o.asked: // before now
	default:
	}
	for range 2 {
		select {
		case <-o.asked:
		case <-time.After(90 * time.Second):
			t.Fatal("the process does not ask what the others know")
		}
	}
}

func (o *oneEdge) Refused(_ context.Context, n int, _ time.Duration) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.refused += n
	return o.refused, nil
}

func (o *oneEdge) NotBefore(_ context.Context, wait time.Duration) (time.Duration, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if until := time.Now().Add(wait); wait > 0 && until.After(o.until) {
		o.until = until
	}
	return max(time.Until(o.until), 0), nil
}

// brake is how many refused requests stop the clients of these tests.
const brake = 100

// client is that of a process.
type client struct {
	*rest
	shares *ofProcess
}

// twoClients are those of two processes that share what they know.
func twoClients(t *testing.T, srv *discordtest.Server) (one, other client, shared *oneEdge) {
	t.Helper()
	shared = &oneEdge{}
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	t.Cleanup(all.Wait)
	t.Cleanup(cancel)
	var clients []client
	for range 2 {
		timing := quick().rest
		timing.Brake = brake
		r, err := newREST(srv.Token(), srv.HTTPClient(), timing, func(string, int) {})
		if err != nil {
			t.Fatal(err)
		}
		shares := &ofProcess{shared, make(chan struct{}, 1)}
		all.Go(func() { r.Follow(ctx, shares, func(err error) { t.Error(err) }) })
		clients = append(clients, client{r, shares})
	}
	return clients[0], clients[1], shared
}

// TestNotBeforeIsEverybodys has Discord want nothing for hours, of one process: none asks any more, and whoever would is told at once.
func TestNotBeforeIsEverybodys(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]traffic.Fault{
		"of the edge": traffic.EdgeLimit("7200", banned), "of all": traffic.RateLimit(traffic.ScopeGlobal, 2*time.Hour),
	} {
		srv := discordtest.New(t, discordtest.Options{})
		one, other, _ := twoClients(t, srv)
		srv.Inject(wire.AnyRoute, 1, fault)
		ask := func(c client) error {
			// Less than Discord wants: to wait for it would be for nothing, and outlast this test.
			ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
			defer cancel()
			_, err := c.application(ctx)
			return err
		}
		if err := ask(one); err == nil {
			t.Errorf("%s: no error", name)
		}
		one.shares.told(t) // and has told
		other.shares.told(t)
		before := len(srv.Requests())
		for _, c := range []client{one, other} {
			if err := ask(c); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n := len(srv.Requests()); n != before {
			t.Errorf("%s: %d requests all the same", name, n-before)
		}
	}
}

// TestBrake has everything refused: two processes stop together far below what Discord shuts an address out for, and what carries an answer
// goes on the longest.
func TestBrake(t *testing.T) {
	t.Parallel()
	srv := discordtest.New(t, discordtest.Options{RequestsPerSecond: -1})
	one, other, shared := twoClients(t, srv)
	srv.Inject(wire.AnyRoute, 1_000_000, traffic.Refusal(403, 50001, "Missing Access"))
	until := func(c client, ask func(c client, n int) error) (times int) {
		for n := 1; n < 20_000; n++ {
			if err := ask(c, n); errors.Is(err, api.ErrBrake) {
				return n - 1
			}
		}
		t.Error("it never stops")
		return 0
	}
	look := func(c client, n int) error { _, err := c.channel(t.Context(), fmt.Sprint(n)); return err }
	first := until(one, look)
	one.shares.told(t) // and has told
	other.shares.told(t)
	if n := until(other, look); n > 0 {
		t.Errorf("the other process asked %d times more", n)
	}
	answers := until(one, func(c client, n int) error {
		_, err := c.create(t.Context(), fmt.Sprint(n), fmt.Sprint(n), "", payload{})
		return err
	})
	if answers == 0 || first > brake || shared.refused > 3*brake {
		t.Errorf("%d look-ups and %d answers were refused, %d in all", first, answers, shared.refused)
	}
}

// TestRefusedChannelIsRemembered looks a channel up twice that is not for the bot: Discord is asked once.
func TestRefusedChannelIsRemembered(t *testing.T) {
	t.Parallel()
	s := stage(t, discordtest.Options{})
	b := botFor(t, s.options())
	s.srv.Inject(wire.AnyRoute, 1, traffic.Refusal(403, 50001, "Missing Access"))
	for range 3 {
		if _, err := b.channelOf(t.Context(), s.general.ID); !api.ShutOut(err) {
			t.Errorf("got %v", err)
		}
	}
	if n := len(s.srv.Requests()); n != 1 {
		t.Errorf("%d requests", n)
	}
}
