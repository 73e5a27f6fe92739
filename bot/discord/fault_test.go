package discord

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"readout/bot/chat"
	"readout/bot/chat/wording"
	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/gateway"
	"readout/bot/discord/discordtest/traffic"
	"readout/bot/discord/discordtest/wire"
	"readout/bot/store"
)

// restFaults are what can go wrong with a request.
func restFaults() map[string]traffic.Fault {
	return map[string]traffic.Fault{
		"429 of a user":         traffic.RateLimit(traffic.ScopeUser, 30*time.Millisecond),
		"429 of a resource":     traffic.RateLimit(traffic.ScopeShared, 30*time.Millisecond),
		"429 of all":            traffic.RateLimit(traffic.ScopeGlobal, 30*time.Millisecond),
		"an exhausted bucket":   traffic.Exhaust(50 * time.Millisecond),
		"500":                   traffic.ServerError(500),
		"502":                   traffic.ServerError(502),
		"503":                   traffic.ServerError(503),
		"504":                   traffic.ServerError(504),
		"503 after the effect":  traffic.ServerError(503).AfterWrite(),
		"hung":                  traffic.Hang(),
		"hung after the effect": traffic.Hang().AfterWrite(),
		"cut":                   traffic.Cut(),
		"cut after the effect":  traffic.Cut().AfterWrite(),
	}
}

// TestRESTFaults asks through every fault of every route that an answer takes: the right answer comes, once.
func TestRESTFaults(t *testing.T) {
	t.Parallel()
	for _, route := range []wire.Route{wire.RouteCallback, wire.RouteEditOriginal, wire.RouteCreateMessage, wire.RouteTyping} {
		t.Run(string(route), func(t *testing.T) {
			t.Parallel()
			s := stage(t, discordtest.Options{})
			o := s.options()
			o.MemberRate, o.GuildRate = chat.Rate{Questions: 1000, Within: time.Second}, chat.Rate{Questions: 1000, Within: time.Second}
			o.timing.rest.Attempt = 500 * time.Millisecond
			s.run(o)
			for name, fault := range restFaults() {
				for times := 1; times <= 2; times++ {
					before := len(s.general.Messages())
					s.srv.Inject(route, times, fault)
					var got *wire.Message
					want := before + 1
					if route == wire.RouteCallback || route == wire.RouteEditOriginal {
						it := s.alice.Slash(s.general, "ask", discordtest.Args{"question": "Does the ferry sail?"})
						got = it.WaitReplyLike(t.Context(), func(m *wire.Message) bool { return !m.IsThinking() })
					} else {
						asked := s.alice.Say(s.general, s.srv.Bot().Mention()+" does the ferry sail?")
						got = s.general.WaitBotMessage(t.Context(), asked)
						want++
					}
					if !strings.Contains(got.Content, "The ferry will sail again on Friday. [1]") {
						t.Errorf("%s, %d times: %q", name, times, got.Content)
					}
					s.settled(got)
					s.srv.Heal()
					if n := len(s.general.Messages()); n != want {
						t.Errorf("%s, %d times: %d messages, want %d", name, times, n-before, want-before)
					}
				}
			}
		})
	}
}

// TestDiscordRefusesAnAnswer has Discord refuse the text: the member is told, and nothing is kept.
func TestDiscordRefusesAnAnswer(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	s.srv.Inject(wire.RouteEditOriginal, 1, traffic.Refusal(400, 200000, "Message was blocked by automatic moderation"))
	golden(t, "refused-text", s.ask("Does the ferry sail?"))
	s.srv.Inject(wire.RouteCallback, 1, traffic.Refusal(404, 10062, "Unknown interaction"))
	s.srv.Tolerate(wire.Unanswered)
	s.alice.Slash(s.general, "ask", discordtest.Args{"question": "Does the ferry sail?"})
	s.waitLog("nowhere to answer")
	if got := s.ask("Does the ferry sail?"); !strings.Contains(got.Content, "Friday") {
		t.Errorf("afterwards: %q", got.Content)
	}
}

// TestAnswerOutlastsAnOutage has Discord fail for longer than a request is usually tried: a finished answer is not lost.
func TestAnswerOutlastsAnOutage(t *testing.T) {
	t.Parallel()
	s := stage(t, discordtest.Options{})
	o := s.options()
	o.timing.rest.Attempts = 2
	s.run(o)
	s.srv.Inject(wire.RouteEditOriginal, 7, traffic.ServerError(503))
	if got := s.ask("Does the ferry sail?"); !strings.Contains(got.Content, "Friday") {
		t.Errorf("answer %q", got.Content)
	}
}

// TestOldButtons presses buttons that a later program may no longer know, or that were made up.
func TestOldButtons(t *testing.T) {
	t.Parallel()
	s := stage(t, discordtest.Options{})
	b := botFor(t, s.options())
	l := wording.English()
	q := chat.Request{ID: "1", Guild: "2", Channel: "3", User: "4", Own: &l, Language: &l}
	for id, want := range map[string]wording.Reason{"": wording.OutOfDate, "dance": wording.OutOfDate, "dance:1": wording.OutOfDate, "passages": wording.AnswerGone, "passages:x": wording.AnswerGone,
		"fault:x": wording.AnswerGone, "fault::": wording.AnswerGone, "up:" + strings.Repeat("0", 26): wording.AnswerGone, "delete:../../x": wording.AnswerGone} {
		if _, err := b.repertoire.Press(t.Context(), q, id); !wording.Refuses(err, want) {
			t.Errorf("%q: %v, want %s", id, err, want)
		}
	}
	for id, want := range map[string]wording.Reason{"": wording.OutOfDate, "note:1": wording.OutOfDate, "fault:other:x": wording.AnswerGone} {
		if _, err := b.repertoire.Submit(t.Context(), q, id, ""); !wording.Refuses(err, want) {
			t.Errorf("form %q: %v, want %s", id, err, want)
		}
	}
	if _, err := b.handle(t.Context(), q, &discordgo.Interaction{Data: discordgo.ApplicationCommandInteractionData{Name: "dance"}}); !wording.Refuses(err, wording.OutOfDate) {
		t.Errorf("unknown command: %v", err)
	}
	if r, err := b.members.FollowUp(t.Context(), q, "x", "And the ferry?"); err != nil || !r.Private {
		t.Errorf("a follow-up to an answer that may have been private: private is %v, %v", r.Private, err)
	} else {
		r.Finish()
	}
	private, err := s.store.AddReceipt(t.Context(), store.Receipt{Guild: "2", Channel: "3", Asker: "9", Private: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.repertoire.Press(t.Context(), q, "passages:"+string(private)); !wording.Refuses(err, wording.NotForYou) {
		t.Errorf("somebody else's private answer: %v", err)
	}
	direct, err := s.store.AddReceipt(t.Context(), store.Receipt{Channel: "3", Asker: "9", Question: "who?"})
	if err != nil {
		t.Fatal(err)
	}
	q.Guild = ""
	if _, err := b.repertoire.Press(t.Context(), q, "passages:"+string(direct)); !wording.Refuses(err, wording.NotForYou) {
		t.Errorf("the answer in somebody else's direct messages: %v", err)
	}
	q.Guild = "7"
	if _, err := b.repertoire.Press(t.Context(), q, "passages:"+string(private)); !wording.Refuses(err, wording.AnswerGone) {
		t.Errorf("another server's answer: %v", err)
	}
}

// TestRateLimitBeyondPatience gives up on a request that may be repeated only after the deadline.
func TestRateLimitBeyondPatience(t *testing.T) {
	t.Parallel()
	s := stage(t, discordtest.Options{Tolerate: []wire.Rule{wire.Unanswered}})
	o := s.options()
	o.timing.firstWord, o.Timing.Send = 30*time.Minute, 30*time.Minute // whoever waits for the deadline is not done before this test is given up
	s.run(o)
	s.srv.Inject(wire.RouteCallback, 1, traffic.RateLimit(traffic.ScopeShared, time.Hour))
	s.alice.Slash(s.general, "ask", discordtest.Args{"question": "Does the ferry sail?"})
	s.waitLog("an answer was not sent")
}

// TestGatewayFaults loses the connection in all ways: the bot comes back, and what was asked meanwhile is answered once.
func TestGatewayFaults(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault   func(*gateway.Gateway)
		renewed bool // the session is lost, and with it what was asked meanwhile
	}{
		"drop":                 {(*gateway.Gateway).Drop, false},
		"op 7":                 {(*gateway.Gateway).Reconnect, false},
		"op 9, resumable":      {func(g *gateway.Gateway) { g.Invalidate(true) }, true},
		"op 9, not resumable":  {func(g *gateway.Gateway) { g.Invalidate(false) }, true},
		"4000":                 {func(g *gateway.Gateway) { g.CloseAll(4000) }, false},
		"4009":                 {func(g *gateway.Gateway) { g.CloseAll(4009) }, true},
		"silence":              {(*gateway.Gateway).Silence, false},
		"a refused resume":     {func(g *gateway.Gateway) { g.Refuse(4009); g.Drop() }, true},
		"a refused connection": {func(g *gateway.Gateway) { g.Refuse(4000, 4000); g.Drop() }, false},
		"asked for heartbeat":  {(*gateway.Gateway).AskHeartbeat, false},
		"duplicates":           {func(g *gateway.Gateway) { g.Duplicate(4) }, false},
		"disorder":             {func(g *gateway.Gateway) { g.Reorder(1) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := stage(t, discordtest.Options{Heartbeat: 200 * time.Millisecond})
			o := s.options()
			o.timing.gateway.Zombie = 600 * time.Millisecond // discordgo closes for good after five intervals
			s.run(o)
			identified := s.srv.Gateway.Stats().Identifies
			tc.fault(s.srv.Gateway)
			if tc.renewed {
				s.srv.Gateway.WaitIdentifies(t.Context(), identified+1)
				s.srv.Gateway.WaitReady(t.Context())
			}
			asked := s.alice.Say(s.general, s.srv.Bot().Mention()+" does the ferry sail?")
			if name == "disorder" {
				s.bob.Say(s.general, "something else")
			}
			got := s.general.WaitBotMessage(t.Context(), asked)
			if !strings.Contains(got.Content, "Friday") {
				t.Errorf("answer %q", got.Content)
			}
			if again := s.ask("Does the ferry sail?"); !strings.Contains(again.Content, "Friday") {
				t.Errorf("afterwards: %q", again.Content)
			}
			if err := s.stop(); err != nil {
				t.Error(err)
			}
			if n := len(s.answers.questions()); n != 2 {
				t.Errorf("%d questions were answered, want 2", n)
			}
			if n := s.srv.Gateway.Stats().Identifies; !tc.renewed && n != identified {
				t.Errorf("identified %d times more", n-identified)
			}
		})
	}
}

// TestFatalCloseCodes ends the bot with an error that says what to do, not with reconnecting for ever.
func TestFatalCloseCodes(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault func(*discordtest.Server)
		want  error
	}{
		"token reset":      {func(s *discordtest.Server) { s.ResetToken() }, ErrToken},
		"4004":             {func(s *discordtest.Server) { s.Gateway.CloseAll(4004) }, ErrToken},
		"4014":             {func(s *discordtest.Server) { s.Gateway.CloseAll(4014) }, ErrIntents},
		"4014 on identify": {func(s *discordtest.Server) { s.Gateway.Refuse(4014); s.Gateway.CloseAll(4009) }, ErrIntents},
		"4011":             {func(s *discordtest.Server) { s.Gateway.CloseAll(4011) }, ErrGateway},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := stage(t, discordtest.Options{})
			ended := make(chan error, 1)
			go func() { ended <- Run(t.Context(), s.options()) }()
			s.srv.Gateway.WaitReady(t.Context())
			tc.fault(s.srv)
			select {
			case err := <-ended:
				if !errors.Is(err, tc.want) {
					t.Errorf("the bot ended with %v, want %v", err, tc.want)
				}
			case <-time.After(90 * time.Second):
				t.Fatal("the bot goes on")
			}
		})
	}
}

func TestWrongToken(t *testing.T) {
	t.Parallel()
	s := stage(t, discordtest.Options{})
	o := s.options()
	o.Token = "not-the-token"
	if err := Run(t.Context(), o); !errors.Is(err, ErrToken) || strings.Contains(err.Error(), o.Token) {
		t.Errorf("the bot ended with %v", err)
	}
	if n := s.srv.Gateway.Stats().Connections; n != 0 {
		t.Errorf("%d connections", n)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Run(ctx, s.options()); err != nil {
		t.Errorf("a bot that is not to run ends with %v", err)
	}
}

// TestStartDuringAnOutage starts while Discord does not work, and answers once it does.
func TestStartDuringAnOutage(t *testing.T) {
	t.Parallel()
	s := stage(t, discordtest.Options{})
	s.srv.Inject(wire.RouteApplication, 8, traffic.ServerError(503))
	s.srv.Inject(wire.RouteGatewayBot, 7, traffic.ServerError(500))
	s.srv.Inject(wire.RouteGateway, 2, traffic.Cut())
	s.srv.Inject(wire.RouteSetCommands, 7, traffic.ServerError(502))
	s.run(s.options())
	if got := s.ask("Does the ferry sail?"); !strings.Contains(got.Content, "Friday") {
		t.Errorf("answer %q", got.Content)
	}
}

// TestEachIdentifyIsAskedFor asks Discord before each identify whether the bot may, also when the one before came to nothing.
func TestEachIdentifyIsAskedFor(t *testing.T) {
	t.Parallel()
	s := stage(t, discordtest.Options{})
	s.srv.Gateway.Refuse(4000, 4000, 4000)
	s.run(s.options())
	if n := len(s.srv.Requests(wire.RouteGatewayBot)); n != 4 {
		t.Errorf("asked %d times for 4 identifies", n)
	}
}

// TestIdentifyTooSoon has Discord say of identifies that they came too soon: each that follows is asked for, too, on a connection of its
// own after a pause. discordgo would repeat it at once.
func TestIdentifyTooSoon(t *testing.T) {
	t.Parallel()
	s := stage(t, discordtest.Options{})
	s.srv.Gateway.Disbelieve(3)
	s.run(s.options())
	stats := s.srv.Gateway.Stats()
	asked := len(s.srv.Requests(wire.RouteGatewayBot))
	if stats.TooSoon != 3 || stats.Identifies != 4 || stats.Connections != 4 || asked != 4 {
		t.Errorf("asked %d times: %+v", asked, stats)
	}
}

// TestIdentifyLimit does not identify more often than Discord lets it.
func TestIdentifyLimit(t *testing.T) {
	t.Parallel()
	s := stage(t, discordtest.Options{IdentifyLimit: 1})
	s.run(s.options())
	s.srv.Gateway.CloseAll(4009)
	s.waitLog("connected too often")
	if n := s.srv.Gateway.Stats().Identifies; n != 1 {
		t.Errorf("identified %d times", n)
	}
}
