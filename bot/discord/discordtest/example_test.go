package discordtest_test

import (
	"context"
	"fmt"
	"time"

	"github.com/bwmarrin/discordgo"

	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/traffic"
	"readout/bot/discord/discordtest/wire"
)

// bot is the code under test of these examples: it answers /ask with a button, and the button with a private message.
type bot struct{ session *discordgo.Session }

func startBot(srv *discordtest.Server) (*bot, error) {
	session, err := discordgo.New("Bot " + srv.Token())
	if err != nil {
		return nil, err
	}
	session.Client = srv.HTTPClient()
	session.Identify.Intents = discordgo.IntentsGuilds | discordgo.IntentsGuildMessages
	session.AddHandler(func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		data := &discordgo.InteractionResponseData{
			AllowedMentions: &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}},
		}
		switch i.Type {
		case discordgo.InteractionApplicationCommand:
			data.Content = "You asked: " + i.ApplicationCommandData().GetOption("question").StringValue()
			data.Components = row(discordgo.Button{Label: "Show passages", CustomID: "passages"})
		case discordgo.InteractionMessageComponent:
			data.Content, data.Flags = "The passages.", discordgo.MessageFlagsEphemeral
		}
		_ = s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
			Type: discordgo.InteractionResponseChannelMessageWithSource, Data: data,
		})
	})
	if err := session.Open(); err != nil {
		return nil, err
	}
	_, err = session.ApplicationCommandBulkOverwrite(session.State.User.ID, "", []*discordgo.ApplicationCommand{ask})
	return &bot{session}, err
}

func (b *bot) stop() {
	b.session.ShouldReconnectOnError = false
	_ = b.session.Close()
}

// exampleT stands in for the *testing.T of a test.
type exampleT struct{ recorder }

func newExampleT() *exampleT { return &exampleT{} }

// end does what the end of a test does.
func (t *exampleT) end() {
	for _, f := range t.cleanups {
		f()
	}
	for _, failure := range t.errors {
		fmt.Println("FAIL:", failure)
	}
}

// A journey: a command, its answer, a button of the answer.
func Example() {
	t := newExampleT()
	defer t.end()
	ctx := context.Background()

	srv := discordtest.New(t, discordtest.Options{})
	guild := srv.Guild("Newsroom")
	general, alice, bob := guild.TextChannel("general"), guild.Member("alice"), guild.Member("bob")

	bot, err := startBot(srv)
	if err != nil {
		t.Fatalf("start: %v", err)
	}
	defer bot.stop()
	srv.Gateway.WaitReady(ctx)

	answer := alice.Slash(general, "ask", discordtest.Args{"question": "who met whom?"}).WaitReply(ctx)
	fmt.Println(answer.Content, answer.Labels())

	passages := bob.Click(answer, "Show passages").WaitReply(ctx)
	fmt.Println(passages.Content, "only for bob:", passages.IsEphemeral())
	fmt.Println("alice sees", len(general.MessagesFor(alice)), "and bob", len(general.MessagesFor(bob)))

	// Output:
	// You asked: who met whom? [Show passages]
	// The passages. only for bob: true
	// alice sees 1 and bob 2
}

// A mistake that a client library would let pass fails the test. Here it is tolerated, and read.
func ExampleServer_Tolerate() {
	t := newExampleT()
	defer t.end()
	srv := discordtest.New(t, discordtest.Options{})
	general := srv.Guild("Newsroom").TextChannel("general")
	session, _ := discordgo.New("Bot " + srv.Token())
	session.Client = srv.HTTPClient()

	srv.Tolerate(wire.OpenMentions)
	_, _ = session.ChannelMessageSend(general.ID, "hello @everyone")
	for _, v := range srv.Violations() {
		fmt.Println(v)
	}

	// Output:
	// open mentions: POST /channels/{channel_id}/messages: no allowed_mentions: everything is parsed
}

// A fault: the message is there, but the bot does not learn of it.
func ExampleServer_Inject() {
	t := newExampleT()
	defer t.end()
	srv := discordtest.New(t, discordtest.Options{})
	general := srv.Guild("Newsroom").TextChannel("general")
	session, _ := discordgo.New("Bot " + srv.Token())
	session.Client = srv.HTTPClient()

	srv.Inject(wire.RouteCreateMessage, 1, traffic.Cut().AfterWrite())
	_, err := session.ChannelMessageSendComplex(general.ID, &discordgo.MessageSend{Content: "hello", AllowedMentions: noMentions})
	fmt.Println("failed:", err != nil)
	fmt.Println("messages:", len(general.Messages()))

	// Output:
	// failed: true
	// messages: 1
}

// Time passes without waiting: a token of an interaction lives for fifteen minutes.
func ExampleServer_Advance() {
	t := newExampleT()
	defer t.end()
	ctx := context.Background()
	srv := discordtest.New(t, discordtest.Options{})
	guild := srv.Guild("Newsroom")
	bot, err := startBot(srv)
	if err != nil {
		t.Fatalf("start: %v", err)
	}
	defer bot.stop()
	srv.Gateway.WaitReady(ctx)

	it := guild.Member("alice").Slash(guild.TextChannel("general"), "ask", discordtest.Args{"question": "who?"})
	it.WaitReply(ctx)
	srv.Advance(15*time.Minute + time.Second)
	text := "too late"
	_, err = bot.session.InteractionResponseEdit(&discordgo.Interaction{AppID: srv.Bot().ID, Token: it.Token},
		&discordgo.WebhookEdit{Content: &text, AllowedMentions: noMentions})
	fmt.Println(err)

	// Output:
	// HTTP 401 Unauthorized, {"code":50027,"message":"Invalid Webhook Token"}
}

// The gateway's faults: a broken socket, which the client resumes from.
func ExampleGateway_Drop() {
	t := newExampleT()
	defer t.end()
	ctx := context.Background()
	srv := discordtest.New(t, discordtest.Options{})
	bot, err := startBot(srv)
	if err != nil {
		t.Fatalf("start: %v", err)
	}
	defer bot.stop()
	srv.Gateway.WaitReady(ctx)
	srv.Gateway.WaitHeartbeats(ctx, 1)

	srv.Gateway.Drop()
	srv.Gateway.WaitResumes(ctx, 1)
	srv.Gateway.WaitHeartbeats(ctx, 2)
	stats := srv.Gateway.Stats()
	fmt.Println("identified", stats.Identifies, "resumed", stats.Resumes)

	// Output:
	// identified 1 resumed 1
}
