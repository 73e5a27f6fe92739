package bolt

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"readout/bot/store"
	"readout/bot/store/storetest"
)

// holds tells which of the words the bytes of a store's file have.
func holds(t testing.TB, s *Store, words ...string) (found []string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(s.dir, "store.db"))
	storetest.Must(t, err)
	for _, w := range words {
		if bytes.Contains(data, []byte(w)) {
			found = append(found, w)
		}
	}
	return found
}

// TestForgottenBytes: the file has no byte of what a member asked, answered or is, once the member is forgotten; and all of another's.
func TestForgottenBytes(t *testing.T) {
	t.Parallel()
	for _, answers := range []int{3, 400, 3000} {
		t.Run(fmt.Sprint(answers), func(t *testing.T) {
			t.Parallel()
			s, _ := newStore(t)
			ctx := t.Context()
			var last store.ReceiptID
			for i := range answers {
				r := storetest.Answer(storetest.Ann, i+1, "p1")
				r.Question, r.Answer = fmt.Sprintf("where is the marzipan %d?", i), "in the pantry, "+strings.Repeat("behind the nougat ", i%40)
				last = storetest.Add(t, s, r)
				other := storetest.Answer(storetest.Ben, 10_000+i, "p1")
				other.Question = "where is the liquorice?"
				storetest.Add(t, s, other)
			}
			storetest.Must(t, s.PutFeedback(ctx, store.Feedback{Receipt: last, Member: storetest.Ann, Vote: store.Down, Text: "stale truffles"}))
			storetest.Must(t, s.AppendAudit(ctx, store.AuditEntry{Guild: storetest.GuildA, Actor: storetest.Ann, Action: "publish", Note: "fresh fondant"}))
			words := []string{"marzipan", "nougat", "truffles", "fondant", string(storetest.Ann)}
			if found := holds(t, s, words...); len(found) != len(words) {
				t.Fatalf("before, the file has only %q", found)
			}
			before, err := os.Stat(filepath.Join(s.dir, "store.db"))
			storetest.Must(t, err)
			_, err = s.ForgetMember(ctx, storetest.Ann)
			storetest.Must(t, err)
			if found := holds(t, s, words...); len(found) > 0 {
				t.Errorf("the file still has %q", found)
			}
			if found := holds(t, s, "liquorice", string(storetest.Ben)); len(found) != 2 {
				t.Errorf("of another only %q is left", found)
			}
			for range 3 { // it does not grow with each who is forgotten
				_, err := s.ForgetMember(ctx, storetest.Ann)
				storetest.Must(t, err)
			}
			after, err := os.Stat(filepath.Join(s.dir, "store.db"))
			storetest.Must(t, err)
			if grown := after.Size() - before.Size(); grown > 8<<20 {
				t.Errorf("the file grew by %d bytes", grown)
			}
			storetest.Must(t, s.Check(ctx))
		})
	}
}

// TestForgottenBytesOfAServer: nor of a server's, once it is purged, nor what was swept.
func TestForgottenBytesOfAServer(t *testing.T) {
	t.Parallel()
	s, clock := newStore(t)
	ctx := t.Context()
	for i := range 300 {
		r := storetest.Answer(storetest.Ann, i+1)
		r.Question = "where is the marzipan?"
		if i%2 == 0 {
			r.Guild, r.Question = storetest.GuildB, "where is the nougat?"
		}
		storetest.Add(t, s, r)
	}
	storetest.Must(t, s.GuildLeft(ctx, storetest.GuildB))
	_, err := s.PurgeGuild(ctx, storetest.GuildB)
	storetest.Must(t, err)
	if found := holds(t, s, "nougat", "marzipan"); len(found) != 1 || found[0] != "marzipan" {
		t.Errorf("purged, the file has %q", found)
	}
	_, err = s.Sweep(ctx, clock.Now().AddDate(1, 0, 0))
	storetest.Must(t, err)
	if found := holds(t, s, "nougat", "marzipan"); len(found) > 0 {
		t.Errorf("swept, the file has %q", found)
	}
}

// TestForgottenWhileRead: a read that began before sees what it saw, and what it looks at is written over once it has ended.
func TestForgottenWhileRead(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	for i := range 300 {
		r := storetest.Answer(storetest.Ann, i+1)
		r.Question = "where is the marzipan?"
		storetest.Add(t, s, r)
	}
	began, goOn, read := make(chan struct{}), make(chan struct{}), make(chan int)
	go func() {
		n := 0
		err := s.Records(context.Background(), func(k store.Kept) error {
			if n == 0 {
				close(began)
				<-goOn
			}
			if k.Kind == store.KindReceipt && bytes.Contains(k.Data, []byte("marzipan")) {
				n++
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		read <- n
	}()
	<-began
	forgotten := make(chan error)
	go func() {
		_, err := s.ForgetMember(context.Background(), storetest.Ann)
		forgotten <- err
	}()
	for {
		if all, err := s.ReceiptsSince(t.Context(), storetest.GuildA, storetest.NewClock().Now().AddDate(-1, 0, 0), 1); err != nil {
			t.Fatal(err)
		} else if len(all) == 1 && all[0].Asker == "" {
			break
		}
	}
	close(goOn)
	if n := <-read; n != 300 {
		t.Errorf("the read saw %d of 300", n)
	}
	storetest.Must(t, <-forgotten)
	if found := holds(t, s, "marzipan"); len(found) > 0 {
		t.Errorf("the file still has %q", found)
	}
}
