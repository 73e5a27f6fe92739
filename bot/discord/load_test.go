package discord

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"readout/bot/chat"
	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/wire"
	"readout/bot/store"
	"readout/retrieval/answer"
)

// crowd has members ask within a second, spread over servers, and returns how long each waited for the acknowledgement.
func crowd(t testing.TB, s *scene, servers, members int, within time.Duration) (acks []time.Duration, answered, refused int) {
	t.Helper()
	type asking struct {
		channel *discordtest.Channel
		member  *discordtest.Member
	}
	var all []asking
	for i := range servers {
		g := s.srv.Guild(fmt.Sprintf("Server %d", i))
		ch := g.TextChannel("general")
		for j := range members / servers {
			all = append(all, asking{ch, g.Member(fmt.Sprintf("member%d-%d", i, j))})
		}
	}
	var asked []*discordtest.Interaction
	start := time.Now()
	for i, a := range all {
		time.Sleep(time.Until(start.Add(within * time.Duration(i) / time.Duration(len(all)))))
		asked = append(asked, a.member.Slash(a.channel, "ask", discordtest.Args{"question": fmt.Sprintf("Does the ferry sail on day %d?", i)}))
	}
	for _, it := range asked {
		_, took := it.WaitAck(t.Context())
		acks = append(acks, took)
		switch m := it.WaitReplyLike(t.Context(), func(m *wire.Message) bool { return !m.IsThinking() }); {
		case strings.Contains(m.Content, "The ferry will sail again on Friday. [1]"):
			answered++
		case m.IsEphemeral() && strings.Contains(m.Content, "<t:"):
			refused++
		default:
			t.Errorf("neither answered nor told when: %q", m.Content)
		}
	}
	for _, a := range all {
		if n := len(a.channel.MessagesFor(a.member)); n == 0 || n > members/servers {
			t.Errorf("%d messages in a channel where %d asked", n, members/servers)
		}
	}
	slices.Sort(acks)
	return acks, answered, refused
}

// slowness is how much slower than ours the clock of a simulator may go.
const slowness = 20

// slowly is a clock for a simulator of which no more is asked than that all comes to pass: it goes so slowly that what Discord gives three
// seconds to is in time on a machine that has much else to do.
func slowly() func() time.Time {
	begins := time.Now()
	return func() time.Time { return begins.Add(time.Since(begins) / slowness) }
}

// TestCrowd has more members ask at a time than can be answered: each is answered once, or told when to try again.
func TestCrowd(t *testing.T) {
	t.Parallel()
	s := stage(t, discordtest.Options{Now: slowly(), RequestsPerSecond: -1})
	o := s.options()
	o.Workers, o.Queue = 2, 10
	o.timing.firstWord, o.timing.rest.Attempt = slowness*2500*time.Millisecond, 10*time.Second
	s.run(o)
	_, answered, refused := crowd(t, s, 4, 60, 10*time.Millisecond)
	if answered+refused != 60 || answered < 12 {
		t.Errorf("%d answered, %d refused, of 60", answered, refused)
	}
	if n := len(s.answers.questions()); n != answered {
		t.Errorf("%d questions for %d answers", n, answered)
	}
}

// pondering takes a while for each answer, as the real engine does.
type pondering struct {
	chat.Answerer
	takes time.Duration
}

// Answer implements Answerer.
func (p pondering) Answer(ctx context.Context, q answer.Question) (*answer.Answer, error) {
	time.Sleep(p.takes)
	return p.Answerer.Answer(ctx, q)
}

// BenchmarkCrowd has 500 members in 20 servers ask within a second. It reports how long they waited for the acknowledgement, how
// many were answered, and how much more memory is in use afterwards.
func BenchmarkCrowd(b *testing.B) {
	var acks []time.Duration
	answered, refused := 0, 0
	var grown int64
	for b.Loop() {
		s := stage(b, discordtest.Options{})
		o := s.options()
		o.Logger = slog.New(slog.DiscardHandler)
		o.Answers = func(context.Context, store.GuildID) (chat.Answerer, error) {
			return pondering{s.answers, 5 * time.Millisecond}, nil
		}
		o.timing.rest.Attempt, o.timing.rest.Pause = 5*time.Second, 250*time.Millisecond
		s.runQuietly(o)
		s.ask("Does the ferry sail?")
		before := heap()
		waited, done, told := crowd(b, s, 20, 500, time.Second)
		acks, answered, refused = append(acks, waited...), answered+done, refused+told
		if n := len(s.answers.questions()) - 1; n != done {
			b.Errorf("%d questions for %d answers", n, done)
		}
		if err := s.stop(); err != nil {
			b.Error(err)
		}
		grown += heap() - before
	}
	slices.Sort(acks)
	n := len(acks)
	b.ReportMetric(float64(acks[n/2].Milliseconds()), "ms-p50")
	b.ReportMetric(float64(acks[n*99/100].Milliseconds()), "ms-p99")
	b.ReportMetric(float64(answered)*500/float64(n), "answered")
	b.ReportMetric(float64(refused)*500/float64(n), "refused")
	b.ReportMetric(float64(grown)*500/float64(n)/1e6, "MB-grown")
}

// heap is how much memory is in use, in bytes.
func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// BenchmarkFleetCrowd has 500 members in 20 servers ask two processes, which share a PostgreSQL server, within a second. It reports how
// long they waited for the acknowledgement, and until all were answered.
func BenchmarkFleetCrowd(b *testing.B) {
	const servers, members = 20, 500
	var acks []time.Duration
	var done time.Duration
	answered, late := 0, 0
	for b.Loop() {
		db := database(b)
		if db == "" {
			return
		}
		srv := discordtest.New(b, discordtest.Options{RequestsPerSecond: -1, Patience: 2 * time.Minute,
			Tolerate: []wire.Rule{wire.Unanswered, wire.LateResponse, wire.SecondResponse}})
		var channels []*discordtest.Channel
		var all []*discordtest.Member
		for i := range servers {
			g := srv.Guild(fmt.Sprintf("Server %d", i))
			channels = append(channels, g.TextChannel("general"))
			for j := range members / servers {
				all = append(all, g.Member(fmt.Sprintf("member%d-%d", i, j)))
			}
		}
		p := process{Address: addressOf(srv), Token: srv.Token(), Database: db, Takes: 5 * time.Millisecond}
		processes := []*running{p.start(b), p.start(b)}
		srv.Gateway.WaitReady(b.Context())
		srv.WaitCommands(b.Context(), "ask")
		var asked []*discordtest.Interaction
		start := time.Now()
		for i, m := range all {
			time.Sleep(time.Until(start.Add(time.Second * time.Duration(i) / members)))
			asked = append(asked, m.Slash(channels[i/(members/servers)], "ask", discordtest.Args{"question": "What about the harbour?"}))
		}
		for _, it := range asked {
			for _, ack, reply, _ := it.Outcome(); ack == 0 || reply == nil; _, ack, reply, _ = it.Outcome() {
				if ack == 0 && time.Since(start) > 20*time.Second || time.Since(start) > time.Minute {
					break // Discord took no first response, or the process gave up
				}
				time.Sleep(5 * time.Millisecond)
			}
			if _, ack, reply, _ := it.Outcome(); ack == 0 || reply == nil {
				late++
				continue
			}
			_, took := it.WaitAck(b.Context())
			acks, answered = append(acks, took), answered+1
		}
		done += time.Since(start)
		for _, r := range processes {
			r.stop()
		}
	}
	slices.Sort(acks)
	if n := len(acks); n > 0 {
		b.ReportMetric(float64(acks[n/2].Milliseconds()), "ms-p50")
		b.ReportMetric(float64(acks[n*99/100].Milliseconds()), "ms-p99")
		b.ReportMetric(float64(acks[n-1].Milliseconds()), "ms-longest")
	}
	b.ReportMetric(float64(answered)/float64(b.N), "answered")
	b.ReportMetric(float64(late)/float64(b.N), "unanswered")
	b.ReportMetric(done.Seconds()/float64(b.N), "s-all")
}
