package main

import (
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"readout/bot/datadir"
	"readout/bot/desk"
	"readout/bot/engine"
	"readout/bot/store"
	"readout/bot/terminal"
	"readout/bot/waiting"
)

// TestThePreviewTellsOfThoseWhoWait: before an article is published, the terminal says how many of the questions that wait it answers.
func TestThePreviewTellsOfThoseWhoWait(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	h := &house{data: filepath.Join(root, "data"), articles: filepath.Join(root, "articles")}
	write(t, filepath.Join(h.articles, "harbour.md"), harbourNote)
	dir, err := datadir.Open(h.data, "test", store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range []string{"Whom did the mayor of Aldmoor thank?", "What did the repairs of the lighthouse cost?"} {
		q := waiting.Question{Text: text, Member: "1", Guild: "7", Channel: "5", Tried: "v1"}
		if err := waiting.Add(t.Context(), dir.Store, store.ReceiptID(strings.Repeat("r", i+1)), q, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	if err := dir.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(root, "note.md")
	write(t, file, "The mayor of Aldmoor thanked the divers on Friday.\n")
	var out strings.Builder
	con := terminal.NewConsole(nil, strings.NewReader("no\n"), &out, io.Discard)
	con.Interactive = true
	c := desk.CorpusAddCommand{Source: file}
	c.DataConfig, c.Articles, c.Server = desk.DataConfig{Data: h.data}, h.articles, "7"
	if err := c.Run(t.Context(), con, engine.Open); err != nil {
		t.Fatal(err)
	}
	if want := "It answers 1 of the 2 questions that members wait for"; !strings.Contains(strings.Join(strings.Fields(out.String()), " "), want) {
		t.Errorf("the preview lacks %q:\n%s", want, &out)
	}
}
