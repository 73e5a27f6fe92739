package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"readout/bot/desk"
	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/wire"
	"readout/bot/engine"
	"readout/bot/failure"
	"readout/bot/store/storetest"
	"readout/bot/terminal"
)

// TestTerminalReachesDiscord: while the bot runs, what is published from the terminal answers the next question, is told in the audit
// channel and has the answers before it marked; a direct message never sees it.
func TestTerminalReachesDiscord(t *testing.T) {
	t.Parallel()
	root, err := os.MkdirTemp("", "h") // short enough for a socket's path
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(root)
	data, articles := filepath.Join(root, "data"), filepath.Join(root, "articles")
	write(t, filepath.Join(articles, "harbour.md"), harbourNote)
	write(t, filepath.Join(articles, "mayor.md"), "---\ntitle: The mayor thanks\n---\n\nThe mayor of Aldmoor thanked the divers on Friday.\n")
	write(t, filepath.Join(root, "ferry.md"), "---\ntitle: Ferry\n---\n\nThe ferry to Aldmoor costs nine crowns since Monday.\n")

	srv := discordtest.New(t, discordtest.Options{Patience: 30 * time.Second})
	guild := srv.Guild("Newsroom")
	general, audit := guild.TextChannel("general"), guild.TextChannel("desk")
	alice, owner := guild.Member("alice"), guild.Owner()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var log storetest.Log
	ended := make(chan error, 1)
	go func() {
		c := RunCommand{
			BotConfig: BotConfig{DataConfig: desk.DataConfig{Data: data}, CorpusConfig: engine.CorpusConfig{Articles: articles}}, DiscordConfig: knownTo(srv),
		}
		ended <- c.Run(ctx, terminal.NewConsole(nil, strings.NewReader(""), io.Discard, &log), engine.Open)
	}()
	srv.Gateway.WaitReady(t.Context())
	srv.WaitCommands(t.Context(), "ask")
	owner.Slash(general, "settings audit", discordtest.Args{"channel": audit}).WaitReply(t.Context())
	h := &house{data: data, articles: articles}
	corpus := func(verb string, args ...string) {
		t.Helper()
		status, stdout, stderr := h.readout(t, append([]string{"corpus", verb, "--server", guild.ID, "--publish"}, args...)...)
		if status != failure.StatusDone || !strings.Contains(stdout, "is published") {
			t.Errorf("%s: status %d\n%s\n%s", verb, status, stdout, stderr)
		}
	}
	ask := func(question string) *wire.Message {
		t.Helper()
		return alice.Slash(general, "ask", discordtest.Args{"question": question}).WaitReply(t.Context())
	}

	thanked := ask("Whom did the mayor of Aldmoor thank?")
	if !strings.Contains(thanked.Content, "the divers") {
		t.Fatalf("answered:\n%s", thanked.Content)
	}
	corpus("add", filepath.Join(root, "ferry.md"))
	if got := ask("What does the ferry to Aldmoor cost?"); !strings.Contains(got.Content, "nine crowns") {
		t.Errorf("from the new article:\n%s", got.Content)
	}
	if got := alice.DM("What does the ferry to Aldmoor cost?"); got != nil {
		private := alice.Direct().WaitBotMessage(t.Context(), got)
		if strings.Contains(private.Content, "nine crowns") {
			t.Errorf("a direct message is answered from a server's article:\n%s", private.Content)
		}
	}
	corpus("remove", "mayor.md")
	general.WaitMessage(t.Context(), func(m *wire.Message) bool {
		return m.ID == thanked.ID && strings.Contains(m.Content, "withdrawn in v3")
	})
	for _, words := range []string{"whoever runs me published v2, adding: Ferry", "whoever runs me published v3, removing: The mayor thanks", "withdrawn in v3"} {
		audit.WaitMessage(t.Context(), func(m *wire.Message) bool { return strings.Contains(m.Content, words) })
	}
	history := owner.Slash(general, "corpus history", nil).WaitReply(t.Context())
	for _, words := range []string{"whoever runs me published v2, adding: Ferry", "published v2", "whoever runs me published v3, removing: The mayor thanks", "published v3"} {
		if n := strings.Count(history.Content, words); n != 1 {
			t.Errorf("the history says %d times %q:\n%s", n, words, history.Content)
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Fatalf("%v\n%s", err, &log)
	}
	for _, left := range []string{"socket", "process"} {
		if _, err := os.Lstat(filepath.Join(data, left)); err == nil {
			t.Errorf("%s is left", left)
		}
	}
	corpus("rollback", "v2")
	if strings.Contains(log.String(), "Ferry") || strings.Contains(log.String(), "crowns") {
		t.Errorf("the log has text of articles:\n%s", &log)
	}
}
