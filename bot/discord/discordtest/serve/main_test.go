package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
)

// client is a bot that was told nothing but the printed address.
func client(t *testing.T, a address, allowed *discordgo.MessageAllowedMentions) *discordgo.Session {
	t.Helper()
	base, err := url.Parse(a.REST)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	session, err := discordgo.New("Bot " + a.Token)
	if err != nil {
		t.Fatal(err)
	}
	session.ShouldReconnectOnError = false
	session.Identify.Intents = discordgo.IntentsGuilds | discordgo.IntentsGuildMessages
	session.Client = &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
		r = r.Clone(r.Context())
		r.URL.Scheme, r.URL.Host, r.Host = base.Scheme, base.Host, ""
		return transport.RoundTrip(r)
	})}
	session.AddHandler(func(s *discordgo.Session, m *discordgo.MessageCreate) {
		if m.Author.Bot {
			return
		}
		sent, err := s.ChannelMessageSendComplex(m.ChannelID, &discordgo.MessageSend{Content: "yes", AllowedMentions: allowed})
		if err != nil {
			return // the command has ended
		}
		text := "yes, I am"
		_, _ = s.ChannelMessageEditComplex(&discordgo.MessageEdit{ID: sent.ID, Channel: sent.ChannelID, Content: &text, AllowedMentions: allowed})
	})
	if err := session.Open(); err != nil {
		t.Fatal(err)
	}
	return session
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestRun(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		allowed *discordgo.MessageAllowedMentions
		want    string // in the error
	}{
		"a good client":          {&discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}, ""},
		"a client that mentions": {nil, "the client broke"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			out, in := io.Pipe()
			done := make(chan error, 1)
			go func() { done <- run(ctx, in, io.Discard) }()
			line, err := bufio.NewReader(out).ReadBytes('\n')
			if err != nil {
				t.Fatal(err)
			}
			var a address
			if err := json.Unmarshal(line, &a); err != nil {
				t.Fatal(err)
			}
			client(t, a, c.allowed)
			err = <-done
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("ended with %v, want %q", err, c.want)
			}
		})
	}
}

func TestRunWithoutAClient(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	err := run(ctx, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "no client is connected") {
		t.Errorf("ended with %v", err)
	}
	if err := run(ctx, brokenWriter{}, io.Discard); !errors.Is(err, errBroken) {
		t.Errorf("with nowhere to print: %v", err)
	}
}

var errBroken = errors.New("broken")

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }
