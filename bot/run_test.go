package main

import (
	"context"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"readout/bot/bolt"
	"readout/bot/desk"
	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/wire"
	"readout/bot/engine"
	"readout/bot/failure"
	"readout/bot/jobs"
	"readout/bot/secret"
	"readout/bot/store"
	"readout/bot/store/storetest"
	"readout/bot/terminal"
	"readout/bot/upkeep"
)

// runBot runs the bot as the command does, with what is set of it, until the test ends or it is stopped, and waits until it is connected.
func runBot(t *testing.T, srv *discordtest.Server, set func(*RunCommand)) (log *storetest.Log, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	log = &storetest.Log{}
	ended := make(chan error, 1)
	c := RunCommand{BotConfig: BotConfig{DataConfig: desk.DataConfig{Data: t.TempDir()}}, DiscordConfig: knownTo(srv)}
	set(&c)
	go func() {
		ended <- c.Run(ctx, terminal.NewConsole(nil, strings.NewReader(""), io.Discard, log), engine.Open)
	}()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("%v\n%s", err, log)
		}
	})
	t.Cleanup(stop)
	for deadline := time.Now().Add(30 * time.Second); !strings.Contains(log.String(), "connected to Discord"); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the bot never connects:\n%s", log)
		}
	}
	srv.WaitCommands(t.Context(), "ask")
	return log, stop
}

// knownTo is how the bot is known to a Discord of a test's.
func knownTo(srv *discordtest.Server) DiscordConfig {
	return DiscordConfig{Token: secret.Value(srv.Token()), client: srv.HTTPClient()}
}

// TestRunBot runs the bot as the command does, over the shipped articles with the built-in models: a member asks, looks at the
// passages and follows up.
func TestRunBot(t *testing.T) {
	t.Parallel()
	srv := discordtest.New(t, discordtest.Options{Patience: 30 * time.Second})
	guild := srv.Guild("Newsroom")
	general, alice := guild.TextChannel("general"), guild.Member("alice")
	log, stop := runBot(t, srv, func(*RunCommand) {})

	answer := alice.Slash(general, "ask", discordtest.Args{"question": "What did Lavrov say about Venezuela?"}).WaitReply(t.Context())
	for _, words := range []string{"You asked: ", "[1]", "**Sources**", "digest of", "quotations only"} {
		if !strings.Contains(answer.Content, words) {
			t.Errorf("the answer lacks %q:\n%s", words, answer.Content)
		}
	}
	passages := alice.Click(answer, "Show passages").WaitReply(t.Context())
	if !strings.Contains(passages.Text(), "> ") || !strings.Contains(passages.Text(), "**") || !passages.IsEphemeral() {
		t.Errorf("passages:\n%s", passages.Text())
	}
	followed := alice.ReplyTo(answer, "What did he say about Iran?")
	next := general.WaitBotMessage(t.Context(), followed)
	if !strings.Contains(next.Content, "Lavrov") {
		t.Errorf("the follow-up is not understood:\n%s", next.Content)
	}
	for command, args := range map[string]discordtest.Args{"summary": nil, "timeline": nil, "said": {"speaker": "Lavrov", "about": "Venezuela"}} {
		got := alice.Slash(general, command, args).WaitReply(t.Context())
		for _, words := range []string{"- ", "[1]", "**Sources**", "quotations only"} {
			if !strings.Contains(got.Text(), words) {
				t.Errorf("/%s lacks %q:\n%s", command, words, got.Text())
			}
		}
	}
	stop()
	for _, private := range []string{srv.Token(), "Lavrov", alice.User.ID} {
		if strings.Contains(log.String(), private) {
			t.Errorf("the log has %q:\n%s", private, log)
		}
	}
}

// TestRunTellsSystemd listens where systemd does: the bot says that it works, and then that it ends.
func TestRunTellsSystemd(t *testing.T) {
	dir, err := os.MkdirTemp("", "notify") // the name of a socket is at most about a hundred bytes long
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	address := &net.UnixAddr{Name: filepath.Join(dir, "socket"), Net: "unixgram"}
	listener, err := net.ListenUnixgram(address.Net, address)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	t.Setenv("NOTIFY_SOCKET", address.Name)
	_, stop := runBot(t, discordtest.New(t, discordtest.Options{Patience: 30 * time.Second}), func(*RunCommand) {})
	stop()
	for _, want := range []string{"READY=1", "STOPPING=1"} {
		said := make([]byte, 100)
		if err := listener.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
			t.Fatal(err)
		}
		if n, err := listener.Read(said); err != nil || string(said[:n]) != want {
			t.Errorf("systemd heard %q, %v; want %q", said[:n], err, want)
		}
	}
}

func TestRunWithoutToken(t *testing.T) {
	t.Parallel()
	status, stdout, stderr := runParrot(t, "", nil, "run")
	if status != failure.StatusInput || stdout != "" {
		t.Errorf("status %d, output %q", status, stdout)
	}
	for _, words := range []string{"https://discord.com/developers/applications", "DISCORD_TOKEN", "readout ask"} {
		if !strings.Contains(stderr, words) {
			t.Errorf("it does not say %q:\n%s", words, stderr)
		}
	}
}

func TestRunWithRefusedToken(t *testing.T) {
	t.Parallel()
	srv := discordtest.New(t, discordtest.Options{})
	var log storetest.Log
	con := terminal.NewConsole(nil, strings.NewReader(""), io.Discard, &log)
	c := RunCommand{BotConfig: BotConfig{DataConfig: desk.DataConfig{Data: t.TempDir()}}, DiscordConfig: knownTo(srv)}
	c.Token = "refused-by-discord"
	if status := con.Fail(c.Run(t.Context(), con, openShipped)); status != failure.StatusInput {
		t.Errorf("status %d", status)
	}
	if out := log.String(); !strings.Contains(out, "DISCORD_TOKEN is refused by Discord") || strings.Contains(out, "refused-by-discord") {
		t.Errorf("it says:\n%s", out)
	}
}

func TestSweepForgetsDepartedServers(t *testing.T) {
	t.Parallel()
	begin := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	now := begin
	dir := t.TempDir()
	kept, err := bolt.Open(dir, store.Options{Clock: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	ctx := t.Context()
	shelves := newShelves(t, dir, nil)
	addNote(t, shelves, "7", "A note", "The harbour reopened on Tuesday.")
	addNote(t, shelves, "11", "A note", "The harbour closed on Friday.")
	if _, err := kept.AddReceipt(ctx, store.Receipt{Guild: "7", Channel: "8", Asker: "9", Question: "why?"}); err != nil {
		t.Fatal(err)
	}
	if err := kept.GuildLeft(ctx, "7"); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ days, servers int }{{29, 1}, {31, 0}} {
		now = begin.AddDate(0, 0, tc.days)
		if err := kept.Enqueue(ctx, store.JobSweep, "", now); err != nil {
			t.Fatal(err)
		}
		clock := func() time.Time { return now }
		for done := true; done; {
			var err error
			if done, err = jobs.One(ctx, kept, upkeep.Jobs(kept, shelves, clock), jobs.Options{Clock: clock}); err != nil {
				t.Fatal(err)
			}
		}
		if guilds, err := shelves.Guilds(); err != nil || len(guilds) != tc.servers+1 {
			t.Errorf("after %d days: libraries of %v, %v", tc.days, guilds, err)
		}
		if guilds, err := kept.Guilds(ctx); err != nil || len(guilds) != tc.servers {
			t.Errorf("after %d days: servers %v, %v", tc.days, guilds, err)
		}
	}
}

func TestDoctor(t *testing.T) {
	t.Parallel()
	srv := discordtest.New(t, discordtest.Options{})
	guild := srv.Guild("Newsroom")
	examine := func(c DoctorCommand) (int, string) {
		t.Helper()
		var out storetest.Log
		con := terminal.NewConsole(nil, strings.NewReader(""), &out, &out)
		return con.Fail(c.Run(t.Context(), con, openParrot)), out.String()
	}
	config, known := BotConfig{DataConfig: desk.DataConfig{Data: t.TempDir()}}, knownTo(srv)
	expect := func(c DoctorCommand, status int, words ...string) {
		t.Helper()
		got, out := examine(c)
		if got != status {
			t.Errorf("status %d, want %d:\n%s", got, status, out)
		}
		for _, w := range words {
			if !strings.Contains(out, w) {
				t.Errorf("it does not say %q:\n%s", w, out)
			}
		}
		if strings.Contains(out, srv.Token()) {
			t.Errorf("the token is printed:\n%s", out)
		}
	}
	expect(DoctorCommand{BotConfig: config, DiscordConfig: known, Server: guild.ID}, failure.StatusDone, "ok       articles:", "ok       data:", "ok       token:",
		"note     message content: not granted", "note     commands: the 0 registered", "ok       gateway:", "has all permissions")
	guild.Deny(wire.EmbedLinks)
	expect(DoctorCommand{BotConfig: config, DiscordConfig: known, Server: "123"}, failure.StatusFailed, "BROKEN   server 123: the bot is not in it")
	expect(DoctorCommand{BotConfig: config, DiscordConfig: known, Server: "the news"}, failure.StatusFailed, "no server's ID")

	locked, err := bolt.Open(config.Data, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	expect(DoctorCommand{BotConfig: config, DiscordConfig: known}, failure.StatusDone, "in use")
	if err := locked.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	config.Data = file
	expect(DoctorCommand{BotConfig: config, DiscordConfig: known}, failure.StatusFailed, "BROKEN   data:", "READOUT_DATA")
	config.Data, known.Token = t.TempDir(), "wrong"
	expect(DoctorCommand{BotConfig: config, DiscordConfig: known}, failure.StatusFailed, "BROKEN   token: Discord refuses it")
	known.Token = ""
	expect(DoctorCommand{BotConfig: config, DiscordConfig: known}, failure.StatusFailed, "BROKEN   token: no Discord token is set", "Reset Token")
}
