package postgres_test

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"readout/bot/postgres"
	"readout/bot/store"
)

// proxy passes connections on to an address, until they are cut.
type proxy struct {
	listener net.Listener
	to       string
	mu       sync.Mutex
	open     []net.Conn
	cuts     int
}

func startProxy(t *testing.T, to string) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{listener: l, to: to}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go p.pass(c)
		}
	}()
	t.Cleanup(func() { l.Close(); p.cut() })
	return p
}

func (p *proxy) pass(in net.Conn) {
	out, err := net.Dial("tcp", p.to)
	if err != nil {
		in.Close()
		return
	}
	p.mu.Lock()
	p.open = append(p.open, in, out)
	p.mu.Unlock()
	copy := func(to, from net.Conn) {
		_, _ = io.Copy(to, from) // it is cut
		to.Close()
		from.Close()
	}
	go copy(in, out)
	copy(out, in)
}

// cut ends all connections at once, in the middle of whatever they carry.
func (p *proxy) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.open {
		c.Close()
	}
	p.open = nil
	p.cuts++
}

// TestConnectionsThatAreCut: whatever is cut while it is written is there whole, once, if it was acknowledged, and else whole or not at all;
// each write that a cut broke says so without the password, and all goes on by itself.
func TestConnectionsThatAreCut(t *testing.T) {
	t.Parallel()
	if !installed(t) {
		return
	}
	url := server.Database(t)
	p := startProxy(t, server.Address())
	s, err := postgres.Open(t.Context(), strings.Replace(url, server.Address(), p.listener.Addr().String(), 1), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	const rounds, writers = 30, 4
	ctx, stop := context.WithCancel(t.Context())
	var mu sync.Mutex
	tried, acknowledged, broken := 0, map[store.ReceiptID]store.MessageID{}, 0
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for ctx.Err() == nil {
				mu.Lock()
				tried++
				message := store.FromSnowflake[store.MessageID](uint64(tried))
				mu.Unlock()
				id, err := s.AddReceipt(t.Context(), store.Receipt{Guild: "1", Channel: "2", Message: message, Asker: "4", Question: "who?", Version: "1",
					Model: "quotations", Citations: []store.Citation{{Article: "a", Passage: "p"}}})
				mu.Lock()
				if err == nil {
					acknowledged[id] = message
				} else if broken++; strings.Contains(err.Error(), server.Password()) {
					t.Errorf("the error has the password")
				}
				mu.Unlock()
			}
		})
	}
	for range rounds {
		time.Sleep(time.Duration(60+rand.IntN(150)) * time.Millisecond)
		p.cut()
	}
	time.Sleep(300 * time.Millisecond)
	stop()
	wg.Wait()
	if broken == 0 || len(acknowledged) < rounds {
		t.Errorf("of %d writes %d were acknowledged and %d broken by %d cuts", tried, len(acknowledged), broken, p.cuts)
	}
	t.Logf("of %d writes %d were acknowledged and %d broken by %d cuts", tried, len(acknowledged), broken, p.cuts)
	direct := opened(t, url)
	for id, message := range acknowledged {
		if r, err := direct.Receipt(t.Context(), id); err != nil || r.Message != message || r.Question != "who?" {
			t.Fatalf("acknowledged, and not there: %+v, %v", r, err)
		}
	}
	there := 0
	for n := range tried {
		r, err := direct.ReceiptOf(t.Context(), store.FromSnowflake[store.MessageID](uint64(n+1)))
		if err == nil && len(r.Citations) == 1 {
			there++
		} else if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("message %d: half there: %+v, %v", n+1, r, err)
		}
	}
	if rows := len(postgres.Contents(t, direct)["passages"]); rows != there || there < len(acknowledged) {
		t.Errorf("%d receipts, %d of their passages", there, rows)
	}
	if err := direct.Check(t.Context()); err != nil {
		t.Error(err)
	}
}
