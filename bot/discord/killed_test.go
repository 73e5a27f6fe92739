package discord

import (
	"encoding/json"
	"errors"
	"log/slog"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"readout/bot/chat"
	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/wire"
	"readout/bot/store"
	"readout/bot/store/storetest/dying"
)

// receiptButton finds the receipt that an answer's buttons are about.
var receiptButton = regexp.MustCompile(`"` + chat.ActionDelete + `:([^"]+)"`)

// TestKilledWhileAnswering kills a process at any moment while members ask: the only one, which keeps its records in a file, or one of two,
// which share a database. No question is answered twice, and of every answer that was sent the receipt is there; of two processes one
// answers what the other was about to.
func TestKilledWhileAnswering(t *testing.T) {
	if testing.Short() {
		t.Log("not run in a short run: processes are missed for seconds")
		return
	}
	t.Parallel()
	for name, database := range map[string]func(testing.TB) string{"file": nil, "database": database} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := discordtest.New(t, discordtest.Options{Tolerate: []wire.Rule{wire.SecondResponse, wire.Unanswered}, RequestsPerSecond: -1,
				Patience: time.Minute, Now: slowly()})
			q := &questions{srv: srv, guild: srv.Guild("Newsroom")}
			q.in = q.guild.TextChannel("general")
			p := process{Address: addressOf(srv), Token: srv.Token(), Takes: 100 * time.Millisecond, Slowly: true}
			if database == nil {
				p.Directory = t.TempDir()
			} else if p.Database = database(t); p.Database == "" {
				return
			} else {
				q.most = 40
			}
			processes := []*running{p.start(t)}
			if p.Database != "" {
				processes = append(processes, p.start(t))
			}
			srv.Gateway.WaitReady(t.Context())
			srv.WaitCommands(t.Context(), "ask")
			q.ask(30 * time.Millisecond)
			n := dying.Rounds(os.Getenv("READOUT_TEST_KILLS"), 3)
			for range n {
				time.Sleep(500*time.Millisecond + rand.N(time.Second))
				i := rand.N(len(processes))
				connected := srv.Gateway.Stats()
				leads := processes[i].leads()
				processes[i].kill()
				processes[i] = p.start(t)
				for now := srv.Gateway.Stats(); leads && now.Resumes == connected.Resumes && now.Identifies == connected.Identifies; {
					time.Sleep(5 * time.Millisecond)
					now = srv.Gateway.Stats()
				}
			}
			time.Sleep(2 * time.Second)
			close(q.stop)
			q.done.Wait()
			if p.Database != "" {
				q.check(t, nil)
			}
			time.Sleep(time.Second)
			for _, r := range processes {
				r.stop()
			}
			q.receipts(t, p, n)
		})
	}
}

// receipts looks for the receipt of every answer, and for questions that were answered twice; so many processes were killed.
func (q *questions) receipts(t *testing.T, p process, kills int) {
	t.Helper()
	kept, _, err := p.store(t.Context(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	answered, unnoted := 0, 0
	for _, it := range q.asked {
		_, _, reply, more := it.Outcome()
		if reply == nil {
			continue
		}
		finals := 0
		for _, h := range q.srv.History(reply) {
			if strings.Contains(h.Content, "It is answered.") {
				finals++
			}
		}
		if finals > 1 || more > 0 {
			t.Errorf("answered %d times, with %d more messages", finals, more)
		}
		rows, err := json.Marshal(reply.Components)
		if err != nil {
			t.Fatal(err)
		}
		id := receiptButton.FindSubmatch(rows)
		if finals == 0 || id == nil {
			continue
		}
		answered++
		r, err := kept.Receipt(t.Context(), store.ReceiptID(id[1]))
		if err != nil {
			t.Errorf("an answer without its receipt: %v", err)
		}
		switch noted, err := kept.ReceiptOf(t.Context(), store.MessageID(reply.ID)); {
		case errors.Is(err, store.ErrNotFound):
			unnoted++
		case err != nil || noted.ID != r.ID:
			t.Errorf("the message of receipt %s is that of %s, %v", r.ID, noted.ID, err)
		}
	}
	if answered == 0 || unnoted > 4*kills { // so many answers are worked on at a time
		t.Errorf("%d answers, %d of them whose message was not noted", answered, unnoted)
	}
	t.Logf("%d kills: %d of %d questions answered, each once; of %d the process died before it noted the message", kills, answered, len(q.asked), unnoted)
}
