package discordtest_test

import (
	"fmt"
	"testing"

	"github.com/bwmarrin/discordgo"
	"go.uber.org/goleak"

	"readout/bot/discord/discordtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// connect opens a real client on the server, and closes it with the test.
func connect(t *testing.T, srv *discordtest.Server, intents discordgo.Intent, handlers ...any) *discordgo.Session {
	t.Helper()
	session := newSession(t, srv, intents, handlers...)
	if err := session.Open(); err != nil {
		t.Fatalf("open: %v", err)
	}
	srv.Gateway.WaitReady(t.Context())
	return session
}

func newSession(t *testing.T, srv *discordtest.Server, intents discordgo.Intent, handlers ...any) *discordgo.Session {
	t.Helper()
	session, err := discordgo.New("Bot " + srv.Token())
	if err != nil {
		t.Fatal(err)
	}
	session.Client = srv.HTTPClient()
	session.Identify.Intents = intents
	session.LogLevel = discordgo.LogError - 1
	for _, h := range handlers {
		session.AddHandler(h)
	}
	t.Cleanup(func() {
		session.ShouldReconnectOnError = false
		_ = session.Close()
	})
	return session
}

const usualIntents = discordgo.IntentsGuilds | discordgo.IntentsGuildMessages | discordgo.IntentsDirectMessages

var noMentions = &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}

func register(t *testing.T, s *discordgo.Session, commands ...*discordgo.ApplicationCommand) {
	t.Helper()
	if _, err := s.ApplicationCommandBulkOverwrite(s.State.User.ID, "", commands); err != nil {
		t.Fatalf("register: %v", err)
	}
}

var ask = &discordgo.ApplicationCommand{
	Name: "ask", Description: "Ask the articles",
	Options: []*discordgo.ApplicationCommandOption{
		{Type: discordgo.ApplicationCommandOptionString, Name: "question", Description: "What to ask", Required: true},
		{Type: discordgo.ApplicationCommandOptionBoolean, Name: "private", Description: "Only for you"},
		{Type: discordgo.ApplicationCommandOptionString, Name: "article", Description: "Ask one article", Autocomplete: true},
	},
}

func TestSlashCommand(t *testing.T) {
	t.Parallel()
	srv := discordtest.New(t, discordtest.Options{})
	guild := srv.Guild("Newsroom")
	general, alice := guild.TextChannel("general"), guild.Member("alice")
	failures := make(chan error, 10)
	session := connect(t, srv, usualIntents, func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		question := i.ApplicationCommandData().GetOption("question").StringValue()
		failures <- s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{Type: discordgo.InteractionResponseDeferredChannelMessageWithSource})
		text := fmt.Sprintf("You asked: %s", question)
		_, err := s.InteractionResponseEdit(i.Interaction, &discordgo.WebhookEdit{
			Content: &text, AllowedMentions: noMentions, Components: &[]discordgo.MessageComponent{discordgo.ActionsRow{
				Components: []discordgo.MessageComponent{discordgo.Button{Label: "Show passages", CustomID: "passages:1"}},
			}},
		})
		failures <- err
	})
	register(t, session, ask)

	it := alice.Slash(general, "ask", discordtest.Args{"question": "Who met whom?"})
	reply := it.WaitReply(t.Context())
	if reply.Content != "You asked: Who met whom?" || len(reply.Labels()) != 1 || reply.Labels()[0] != "Show passages" {
		t.Errorf("reply %q with buttons %q", reply.Content, reply.Labels())
	}
	if ack, _ := it.WaitAck(t.Context()); ack != discordtest.AckThinking {
		t.Errorf("acknowledged with %d", ack)
	}
	for range 2 {
		if err := <-failures; err != nil {
			t.Error(err)
		}
	}
	if got := len(general.Messages()); got != 1 {
		t.Errorf("%d messages in the channel, want the one reply", got)
	}
}
