package gateway

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// TestFieldsOfDiscordgo pins what is reached of discordgo without its leave: two fields of its session, by their names and types.
func TestFieldsOfDiscordgo(t *testing.T) {
	t.Parallel()
	s, err := discordgo.New("Bot token")
	if err != nil {
		t.Fatal(err)
	}
	id, sequence, err := resumes(s)
	if err != nil {
		t.Fatalf("discordgo %s keeps elsewhere what a session is resumed with: %v.\n"+
			"No process can go on with the connection of one that died, until restore finds the session's ID and its last sequence again",
			discordgo.VERSION, err)
	}
	if *id != "" || *sequence != 0 {
		t.Errorf("a session that was never connected has the ID %q and the sequence %d", *id, *sequence)
	}
	if !restore(s, Session{ID: "left", Sequence: 41}) || *id != "left" || *sequence != 41 {
		t.Errorf("restored: %q, %d", *id, *sequence)
	}
}

// TestFieldsThatChanged has discordgo keep elsewhere what a session is resumed with: that is an error, and no memory is written to.
func TestFieldsThatChanged(t *testing.T) {
	t.Parallel()
	field := func(name string, of reflect.Type) reflect.StructField {
		return reflect.StructField{Name: name, PkgPath: "discordgo", Type: of}
	}
	text, number := reflect.TypeFor[string](), reflect.TypeFor[*int64]()
	for words, fields := range map[string][]reflect.StructField{
		"no field sessionID":      {field("sequence", number)},
		"is a []uint8, no string": {field("sessionID", reflect.TypeFor[[]byte]()), field("sequence", number)},
		"no field sequence":       {field("sessionID", text)},
		"is a int64, no *int64":   {field("sessionID", text), field("sequence", reflect.TypeFor[int64]())},
		"without a sequence":      {field("sessionID", text), field("sequence", number)},
	} {
		if _, _, err := resumes(reflect.New(reflect.StructOf(fields)).Interface()); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%v, want %q", err, words)
		}
	}
}

// TestResumesWhatWasLeft connects with what another process left: the gateway is asked, where it wants to be, to go on with that session
// after the event that was taken last, and what it then tells of counts.
func TestResumesWhatWasLeft(t *testing.T) {
	t.Parallel()
	type payload struct {
		Op   int             `json:"op"`
		Type string          `json:"t,omitempty"`
		Seq  int64           `json:"s,omitempty"`
		Data json.RawMessage `json:"d"`
	}
	first := make(chan payload, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		var got payload
		if err := conn.WriteJSON(payload{Op: 10, Data: json.RawMessage(`{"heartbeat_interval":41250}`)}); err != nil {
			t.Error(err)
		}
		for got.Op != 6 && got.Op != 2 { // heartbeats may come between
			if err := conn.ReadJSON(&got); err != nil {
				t.Error(err)
				return
			}
		}
		first <- got
		if err := conn.WriteJSON(payload{Op: 0, Type: "RESUMED", Seq: 42, Data: json.RawMessage(`{}`)}); err != nil {
			t.Error(err)
		}
		for conn.ReadJSON(new(payload)) == nil { // not into got, whose bytes would be written over
		}
	}))
	defer server.Close()
	left := Session{ID: "left", Sequence: 41, URL: "ws" + strings.TrimPrefix(server.URL, "http")}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	connected := make(chan bool, 2)
	g := &Gateway{
		Token: "token", Client: server.Client(), Log: slog.New(slog.DiscardHandler), Timing: Timing{}.WithDefaults(), Resume: left, Lasting: true,
		Limit: func(context.Context) (Limit, error) { t.Error("it would identify"); return Limit{}, ErrToken },
		Event: func(e Event) { e.Taken() },
		Connecting: func(kind string) {
			if kind != "resume" {
				t.Errorf("it begins with %q", kind)
			}
		},
		Connected: func(now bool) { connected <- now },
	}
	ended := make(chan error, 1)
	go func() { ended <- g.Run(ctx) }()
	select {
	case now := <-connected:
		if !now {
			t.Fatal("it is not let in")
		}
	case err := <-ended:
		t.Fatalf("it ended: %v", err)
	}
	var said struct {
		Token    string `json:"token"`
		ID       string `json:"session_id"`
		Sequence int64  `json:"seq"`
	}
	got := <-first
	err := json.Unmarshal(got.Data, &said)
	if err != nil || got.Op != 6 || said.Token != "Bot token" || said.ID != left.ID || said.Sequence != left.Sequence {
		t.Errorf("the gateway was asked %d %s, %v", got.Op, got.Data, err)
	}
	if now, want := g.Session(), (Session{ID: "left", Sequence: 42, URL: left.URL}); now != want {
		t.Errorf("left to the next: %+v, want %+v", now, want)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestProgress has events taken in another order than they came: only what comes before the first that is not taken need not be told again.
func TestProgress(t *testing.T) {
	t.Parallel()
	var p progress
	p.begin(Session{ID: "one", Sequence: 10})
	first, second, third := p.tell(11), p.tell(12), p.tell(13)
	for i, step := range []struct {
		taken func()
		want  int64
	}{{func() {}, 10}, {second, 10}, {first, 12}, {first, 12}, {third, 13}} {
		step.taken()
		if got := p.present(); got.Sequence != step.want {
			t.Errorf("step %d: %d, want %d", i, got.Sequence, step.want)
		}
	}
	late := p.tell(14)
	p.begin(Session{ID: "two", Sequence: 3})
	open := p.tell(14)
	late() // of the session before
	if got := p.present(); got.ID != "two" || got.Sequence != 13 {
		t.Errorf("the other session: %+v", got)
	}
	open()
	if got := p.present(); got.Sequence != 14 {
		t.Errorf("the other session, taken: %+v", got)
	}
}
