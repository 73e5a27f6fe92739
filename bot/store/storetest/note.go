package storetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"readout/bot/store"
)

func testNotes(t *testing.T, place Place) {
	s, c := newStore(t, place)
	ctx := t.Context()
	n := func(name string, member store.UserID) store.Note {
		return store.Note{Kind: "wait", Guild: GuildA, Name: name, Member: member, Until: c.Now().Add(day), Data: []byte(`{"x":1}`)}
	}
	Must(t, s.AddNote(ctx, n("a", Ann), store.Room{Member: 2, Guild: 3}))
	if err := s.AddNote(ctx, n("a", Ben), store.Room{}); !errors.Is(err, store.ErrExists) {
		t.Errorf("a second of the name: %v", err)
	}
	Must(t, s.AddNote(ctx, n("b", Ann), store.Room{Member: 2, Guild: 3}))
	if err := s.AddNote(ctx, n("c", Ann), store.Room{Member: 2}); !errors.Is(err, store.ErrFull) {
		t.Errorf("a third of a member: %v", err)
	}
	Must(t, s.AddNote(ctx, n("c", Ben), store.Room{Member: 2, Guild: 3}))
	if err := s.AddNote(ctx, n("d", ""), store.Room{Guild: 3}); !errors.Is(err, store.ErrFull) {
		t.Errorf("a fourth in the server: %v", err)
	}
	Must(t, s.PutNote(ctx, store.Note{Kind: "waits", Guild: GuildA, Name: "a", Until: c.Now().Add(day), Data: []byte(`1`)}))
	all, err := s.Notes(ctx, "wait", GuildA)
	if Must(t, err); len(all) != 3 || all[2].Name != "c" || all[2].Member != Ben {
		t.Errorf("notes %+v", all)
	}
	changed, err := s.UpdateNote(ctx, "wait", GuildA, "a", func(n *store.Note) error { n.Data, n.Name = []byte(`2`), "z"; return nil })
	if Must(t, err); string(changed.Data) != "2" || changed.Name != "a" {
		t.Errorf("changed to %+v", changed)
	}
	no := errors.New("no")
	if _, err := s.UpdateNote(ctx, "wait", GuildA, "a", func(n *store.Note) error { n.Data = []byte(`3`); return no }); !errors.Is(
		err,
		no,
	) {
		t.Errorf("refused: %v", err)
	}
	if got, err := s.Note(ctx, "wait", GuildA, "a"); err != nil || string(got.Data) != "2" {
		t.Errorf("after a change that was refused: %+v, %v", got, err)
	}
	Must(t, s.DeleteNote(ctx, "wait", GuildA, "a"))
	Must(t, s.DeleteNote(ctx, "wait", GuildA, "a"))
	if _, err := s.Note(ctx, "wait", GuildA, "a"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("deleted: %v", err)
	}
	if _, err := s.UpdateNote(ctx, "wait", GuildA, "a", func(*store.Note) error { return nil }); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("update of none: %v", err)
	}
	d, err := s.ForgetMember(ctx, Ann)
	if Must(t, err); d.Notes != 1 {
		t.Errorf("forgotten %+v", d)
	}
	Must(t, s.Check(ctx))
	d, err = s.Sweep(ctx, c.Now().Add(day))
	if Must(t, err); d.Notes != 2 {
		t.Errorf("swept %+v", d)
	}
	Must(t, s.Check(ctx))
}

// testNotesOfGuild: what is kept of a server goes with it.
func testNotesOfGuild(t *testing.T, place Place) {
	s, c := newStore(t, place)
	for i := range many {
		Must(t, s.PutNote(t.Context(), store.Note{Kind: "post", Guild: GuildA, Name: fmt.Sprint(i), Until: c.Now(), Data: []byte(`1`)}))
	}
	Must(t, s.PutNote(t.Context(), store.Note{Kind: "post", Guild: GuildB, Name: "kept", Until: c.Now(), Data: []byte(`1`)}))
	Must(t, s.GuildLeft(t.Context(), GuildA))
	d, err := s.PurgeGuild(t.Context(), GuildA)
	if Must(t, err); d.Notes != many {
		t.Errorf("purged %+v", d)
	}
	guilds, err := s.Guilds(t.Context())
	if Must(t, err); len(guilds) != 1 || guilds[0] != GuildB {
		t.Errorf("servers %v", guilds)
	}
	Must(t, s.Check(t.Context()))
}

func testBadNotes(t *testing.T, place Place) {
	s, c := newStore(t, place)
	good := store.Note{Kind: "k", Guild: GuildA, Name: "n", Until: c.Now(), Data: []byte(`1`)}
	for name, spoil := range map[string]func(n *store.Note){
		"no kind":   func(n *store.Note) { n.Kind = "" },
		"no name":   func(n *store.Note) { n.Name = "" },
		"long name": func(n *store.Note) { n.Name = strings.Repeat("x", store.LongestName+1) },
		"no JSON":   func(n *store.Note) { n.Data = []byte(`{`) },
		"nothing":   func(n *store.Note) { n.Data = nil },
		"too much":  func(n *store.Note) { n.Data = []byte(`"` + strings.Repeat("x", store.MaxNote) + `"`) },
		"a server":  func(n *store.Note) { n.Guild = "here" },
		"a member":  func(n *store.Note) { n.Member = "me" },
	} {
		bad := good
		spoil(&bad)
		if err := s.PutNote(t.Context(), bad); err == nil {
			t.Errorf("%s is taken", name)
		}
		if err := s.AddNote(t.Context(), bad, store.Room{}); err == nil {
			t.Errorf("%s is added", name)
		}
	}
}
