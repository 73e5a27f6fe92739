package discord

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/traffic"
	"readout/bot/discord/discordtest/wire"
	"readout/bot/postgres"
	"readout/bot/postgres/postgrestest"
	"readout/bot/store"
)

// lateTasks is a database in which it lasts until a task is taken up.
type lateTasks struct {
	*postgres.Store
	before func(tasks []store.Task) // called before they are
}

// TakeTasks implements Shared.
func (l lateTasks) TakeTasks(ctx context.Context, tasks []store.Task, holder string, d time.Duration, most int) ([]store.Taken, error) {
	l.before(tasks)
	return l.Store.TakeTasks(ctx, tasks, holder, d, most)
}

// shared opens a database for a scene's bot, and tells its address; nil where there is none.
func shared(t *testing.T) (kept *postgres.Store, db string) {
	t.Helper()
	if db = database(t); db == "" {
		return nil, ""
	}
	kept, err := postgres.Open(t.Context(), db, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	return kept, db
}

// answeredOnce waits for the answer to each, and tells what was answered twice or more.
func (s *scene) answeredOnce(asked []*discordtest.Interaction) {
	s.t.Helper()
	for _, it := range asked {
		reply := it.WaitReplyLike(s.t.Context(), func(m *wire.Message) bool { return strings.Contains(m.Content, "Friday") })
		finals := 0
		for _, h := range s.srv.History(reply) {
			if strings.Contains(h.Content, "Friday") {
				finals++
			}
		}
		if _, _, _, more := it.Outcome(); finals != 1 || more != 0 {
			s.t.Errorf("answered %d times, with %d more messages", finals, more)
		}
	}
}

// TestTakenUpLate has questions come in a burst to a database that takes longer to note them than is waited for: Discord is given a first
// response meanwhile, and each question is answered once.
func TestTakenUpLate(t *testing.T) {
	t.Parallel()
	kept, _ := shared(t)
	if kept == nil {
		return
	}
	s := stage(t, discordtest.Options{RequestsPerSecond: -1, Now: slowly()})
	o := s.options()
	o.timing.firstWord, o.timing.fleet.Ask = slowness*2500*time.Millisecond, 20*time.Millisecond
	acknowledged := make(chan struct{})
	o.Shared = lateTasks{kept, func([]store.Task) {
		select {
		case <-acknowledged:
		case <-time.After(time.Minute):
		}
	}}
	s.run(o)
	var asked []*discordtest.Interaction
	for i := range 20 {
		asked = append(asked, s.guild.Member(fmt.Sprint("member", i)).Slash(s.general, "ask", discordtest.Args{"question": "Does the ferry sail?"}))
	}
	for _, it := range asked {
		it.WaitAck(t.Context())
	}
	close(acknowledged)
	s.answeredOnce(asked)
}

// TestAcknowledgedByTheDead has a process acknowledge a question and die before that is noted: who is told of the question next answers
// it, once.
func TestAcknowledgedByTheDead(t *testing.T) {
	t.Parallel()
	kept, _ := shared(t)
	if kept == nil {
		return
	}
	s := stage(t, discordtest.Options{Tolerate: []wire.Rule{wire.SecondResponse}})
	o := s.options()
	var it *discordtest.Interaction
	told := make(chan struct{})
	o.Shared = lateTasks{kept, func(tasks []store.Task) {
		<-told
		url := fmt.Sprintf("%s/v10/interactions/%s/%s/callback", s.srv.URL(), it.ID, it.Token)
		r, err := http.Post(url, "application/json", strings.NewReader(`{"type":5}`))
		if err != nil {
			t.Error(err)
			return
		}
		r.Body.Close()
		if r.StatusCode >= 300 {
			t.Errorf("the first response: %s", r.Status)
		}
	}}
	s.run(o)
	it = s.alice.Slash(s.general, "ask", discordtest.Args{"question": "Does the ferry sail?"})
	close(told)
	s.answeredOnce([]*discordtest.Interaction{it})
}

// waitForTasks waits until all that was taken up is noted as done.
func waitForTasks(t *testing.T, db string) {
	t.Helper()
	for postgrestest.Count(t, db, "tasks where done is not null and data is null") == 0 {
		time.Sleep(10 * time.Millisecond)
	}
	if n := postgrestest.Count(t, db, "tasks where done is null"); n != 0 {
		t.Errorf("%d tasks are not done", n)
	}
}

// TestFirstResponseIsLate has Discord know an interaction no longer when it is given a first response: nothing is said of it then, the
// question is at its end, and its asker may ask the next.
func TestFirstResponseIsLate(t *testing.T) {
	t.Parallel()
	for name, several := range map[string]bool{"one process": false, "several": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := stage(t, discordtest.Options{Tolerate: []wire.Rule{wire.LateResponse, wire.Unanswered}})
			o := s.options()
			db := ""
			if several {
				var kept *postgres.Store
				if kept, db = shared(t); kept == nil {
					return
				}
				o.Shared = kept
			}
			s.run(o)
			s.srv.Inject(wire.RouteCallback, 1, traffic.Refusal(404, 10062, "Unknown interaction"))
			late := s.alice.Slash(s.general, "ask", discordtest.Args{"question": "Does the ferry sail?"})
			s.waitLog("nowhere to answer")
			if several {
				waitForTasks(t, db)
			}
			next := s.alice.Slash(s.general, "ask", discordtest.Args{"question": "Does the ferry sail on Friday?"})
			s.answeredOnce([]*discordtest.Interaction{next})
			if _, ack, reply, more := late.Outcome(); ack != 0 || reply != nil || more != 0 {
				t.Errorf("said of what Discord knows no longer: %d, %v, %d more messages", ack, reply, more)
			}
			if n := len(s.answers.questions()); n != 1 {
				t.Errorf("%d questions were worked on", n)
			}
		})
	}
}
