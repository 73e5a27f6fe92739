package main

import (
	"bytes"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"readout/bot/desk"
	"readout/bot/edition"
	"readout/bot/engine"
	"readout/bot/failure"
	"readout/bot/news"
	"readout/bot/terminal"
)

// farShelfOf is the shelf of what serves the library of server 7 while another process has the house open.
func (h *house) farShelfOf(t *testing.T) *shelf {
	t.Helper()
	c := ServeCommand{Listen: "127.0.0.1:0"}
	c.DataConfig, c.Articles, c.Server = desk.DataConfig{Data: h.data}, h.articles, "7"
	s, err := c.shelf(t.Context(), terminal.NewConsole(nil, strings.NewReader(""), io.Discard, io.Discard), engine.Open, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if _, far := s.desk.(*desk.Far); !far {
		t.Fatalf("the desk is %T", s.desk)
	}
	return s
}

// publish publishes an article in server 7, replacing the one of the last call.
func (h *house) publish(t *testing.T, text string) {
	t.Helper()
	if status, stdout, stderr := h.readout(t, "corpus", "publish", "--server", "7", h.add(t, text)); status != failure.StatusDone {
		t.Fatalf("status %d\n%s\n%s", status, stdout, stderr)
	}
	<-h.door.Published
}

// TestFarShelf: what serves a library that another process has open follows what is published, and tells what is new in it.
func TestFarShelf(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	s := h.farShelfOf(t)
	version := func() string {
		e, err := s.source(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return e.Snapshot.Version
	}
	begins := version()
	if r, err := s.news(t.Context(), time.Now()); err != nil || !r.Empty() {
		t.Errorf("nothing was published: %+v, %v", r, err)
	}
	h.publish(t, "The mayor of Aldmoor thanked the divers on Friday.")
	h.publish(t, "The divers of Aldmoor thanked the mayor on Saturday.")
	for deadline := time.Now().Add(20 * time.Second); version() != "v3"; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it began with %s, and still answers from %s", begins, version())
		}
	}
	e, err := s.source(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	a, err := e.Ask(t.Context(), edition.Question{Text: "Whom did the divers of Aldmoor thank?"})
	if err != nil || !strings.Contains(a.Text(), "thanked the mayor") {
		t.Errorf("answered %v, %v", a, err)
	}

	r, err := s.news(t.Context(), time.Now().Add(-news.Week))
	if err != nil || r.Since != "v1" || r.Now != "v3" || len(r.Added) != 1 || r.Added[0].Says == nil || !strings.Contains(r.Added[0].Says.Text, "thanked the mayor") {
		t.Errorf("since a week ago: %+v, %v", r, err)
	}
	if r, err = s.news(t.Context(), time.Now()); err != nil || !r.Empty() {
		t.Errorf("since now: %+v, %v", r, err)
	}

	if err := h.door.Close(); err != nil {
		t.Fatal(err)
	}
	if r, err := s.news(t.Context(), time.Now().Add(-news.Week)); err == nil {
		t.Errorf("the process has ended, and what is new is %+v", r)
	}
	if err := s.close(); err != nil {
		t.Error(err)
	}
	if err := h.desk.Close(); err != nil {
		t.Error(err)
	}
}

// TestExportVersion: an earlier version leaves through the door as it leaves the library itself, and what was never one does not.
func TestExportVersion(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	defer h.close(t)
	far, err := desk.DataConfig{Data: h.data}.Dial(t.Context())
	if err != nil || far == nil {
		t.Fatal(far, err)
	}
	defer far.Close()
	if l, err := desk.ExportedVersion(t.Context(), far, "7", 0); l != nil || err != nil {
		t.Errorf("before the first: %+v, %v", l, err)
	}
	if l, err := desk.ExportedVersion(t.Context(), far, "7", 1); err == nil {
		t.Errorf("of a server without a library: %+v", l)
	}
	h.publish(t, "The mayor of Aldmoor thanked the divers on Friday.")
	h.publish(t, "The divers of Aldmoor thanked the mayor on Saturday.")
	for number, want := range map[int]string{1: "", 2: "thanked the divers", 3: "thanked the mayor"} {
		for where, d := range map[string]desk.Desk{"here": h.desk, "far": far} {
			l, err := desk.ExportedVersion(t.Context(), d, "7", number)
			if err != nil {
				t.Fatalf("%s, version %d: %v", where, number, err)
			}
			texts := ""
			for _, a := range l.Texts.Articles {
				texts += a.Body
			}
			if !strings.Contains(texts, "reopened on Thursday") || !strings.Contains(texts, want) || (want == "") != !strings.Contains(texts, "thanked") {
				t.Errorf("%s, version %d (%s):\n%s", where, number, l.Version, texts)
			}
		}
	}
	for _, number := range []int{4, -1} {
		var out bytes.Buffer
		if err := far.ExportVersion(t.Context(), "7", number, &out); err == nil || out.Len() > 0 {
			t.Errorf("version %d: %v, %d bytes", number, err, out.Len())
		}
	}
}
