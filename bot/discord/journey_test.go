package discord

import (
	"errors"
	"strings"
	"testing"
	"time"

	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/wire"
	"readout/bot/store"
	"readout/bot/store/storetest"
)

const aboutHarbour = "When did the harbour *reopen*?"

func (s *scene) ask(question string) *wire.Message {
	s.t.Helper()
	return s.alice.Slash(s.general, "ask", discordtest.Args{"question": question}).WaitReply(s.t.Context())
}

// settled waits until the bot knows which message its answer is.
func (s *scene) settled(answer *wire.Message) *wire.Message {
	s.t.Helper()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		if _, err := s.store.ReceiptOf(s.t.Context(), store.MessageID(answer.ID)); err == nil {
			return answer
		} else if time.Now().After(deadline) {
			s.t.Fatalf("no receipt: %v", err)
		}
	}
}

func TestAsk(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	it := s.alice.Slash(s.general, "ask", discordtest.Args{"question": aboutHarbour})
	answer := it.WaitReply(t.Context())
	golden(t, "ask", answer)
	if ack, _ := it.WaitAck(t.Context()); ack != discordtest.AckThinking {
		t.Errorf("acknowledged with %d", ack)
	}
	if states := s.srv.History(answer); len(states) != 2 {
		t.Errorf("%d states of the reply, want thinking and the answer", len(states))
	}
	golden(t, "ask-abstained", s.ask("What did the repairs cost?"))
}

func TestPrivate(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	answer := s.alice.Slash(s.general, "ask", discordtest.Args{"question": "Does the ferry sail?", "private": true}).WaitReply(t.Context())
	golden(t, "private", answer)
	if n := len(s.general.MessagesFor(s.bob)); n != 0 {
		t.Errorf("others see %d messages", n)
	}
	s.alice.Click(answer, "Delete").WaitGone(t.Context())
}

func TestArticleFilter(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	choices := s.alice.Autocomplete(s.general, "ask", "article", "no hurry", discordtest.Args{"question": "When?"}).WaitChoices(t.Context())
	if len(choices) != 1 || choices[0].Value != "column" {
		t.Fatalf("choices %+v", choices)
	}
	if all := s.alice.Autocomplete(s.general, "ask", "article", "", discordtest.Args{"question": "When?"}).WaitChoices(t.Context()); len(all) != 2 {
		t.Errorf("choices %+v", all)
	}
	ask := func(article string) *wire.Message {
		return s.alice.Slash(s.general, "ask", discordtest.Args{"question": "When did it open?", "article": article}).WaitReply(t.Context())
	}
	golden(t, "article", ask("column"), ask("A Port in no hurry"), ask("Nowhere Gazette"))
}

func TestAskWithin(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	if choices := s.alice.Autocomplete(s.general, "ask", "publisher", "", discordtest.Args{"question": "When?"}).WaitChoices(t.Context()); len(choices) == 0 {
		t.Error("no publisher is proposed")
	}
	ask := func(within discordtest.Args) *wire.Message {
		within["question"] = "When did it open?"
		return s.alice.Slash(s.general, "ask", within).WaitReply(t.Context())
	}
	golden(t, "within", ask(discordtest.Args{"kind": "opinion"}), ask(discordtest.Args{"kind": "report", "from": "2019", "all-articles": true}),
		ask(discordtest.Args{"publisher": "The Moon"}), ask(discordtest.Args{"speaker": "Nobody Atall"}), ask(discordtest.Args{"from": "2019-06", "to": "2019-05"}))
}

func TestShowPassages(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	answer := s.ask(aboutHarbour)
	shown := s.bob.Click(answer, "Show passages").WaitReply(t.Context())
	golden(t, "passages", shown)

	// What was withdrawn is said to be.
	s.mu.Lock()
	s.snapshot = snapshotOf(t, map[string]string{"column": column})
	s.mu.Unlock()
	golden(t, "passages-withdrawn", s.bob.Click(answer, "Show passages").WaitReply(t.Context()))
	s.mu.Lock()
	s.snapshot = snapshotOf(t, map[string]string{"other": "A quiet day.\n"})
	s.mu.Unlock()
	golden(t, "passages-gone", s.bob.Click(answer, "Show passages").WaitReply(t.Context()))
}

func TestThumbsDownWithText(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	answer := s.ask(aboutHarbour)
	choice := s.bob.Click(answer, "Not right").WaitReply(t.Context())
	form := s.bob.Click(choice, "Wrong speaker").WaitModal(t.Context())
	thanks := s.bob.SubmitModal(form, map[string]string{"In your words (optional)": "It was *not* Ada."}).WaitReply(t.Context())
	golden(t, "thumbs-down", choice, thanks)
	inbox, err := s.store.Inbox(t.Context(), store.GuildID(s.guild.ID), "", 10)
	if err != nil || len(inbox) != 1 || inbox[0].Note == nil {
		t.Fatalf("inbox %+v, %v", inbox, err)
	}
	if n := inbox[0].Note; n.Fault != store.WrongSpeaker || n.Text != "It was *not* Ada." || n.Member != store.UserID(s.bob.User.ID) {
		t.Errorf("note %+v", n)
	}
	golden(t, "thumbs-up", s.bob.Click(answer, "Helpful").WaitReply(t.Context()))
	if inbox, err = s.store.Inbox(t.Context(), store.GuildID(s.guild.ID), "", 10); err != nil || len(inbox) != 0 {
		t.Errorf("after a change of mind the inbox has %+v, %v", inbox, err)
	}
}

func TestDelete(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	answer := s.ask(aboutHarbour)
	golden(t, "delete-refused", s.bob.Click(answer, "Delete").WaitReply(t.Context()))
	s.alice.Click(answer, "Delete").WaitGone(t.Context())
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.store.ReceiptOf(t.Context(), store.MessageID(answer.ID)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the receipt is still there: %v", err)
	}
}

func TestFollowUpForm(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	answer := s.ask(aboutHarbour)
	form := s.bob.Click(answer, "Ask a follow-up").WaitModal(t.Context())
	reply := s.bob.SubmitModal(form, map[string]string{"Your question": "And the ferry?"}).WaitReply(t.Context())
	golden(t, "follow-up", reply)
	if reply.Reference == nil || reply.Reference.MessageID != answer.ID {
		t.Errorf("the follow-up refers to %+v", reply.Reference)
	}
}

func TestMention(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	asked := s.alice.Say(s.general, s.srv.Bot().Mention()+" when did the harbour reopen?")
	answer := s.general.WaitBotMessage(t.Context(), asked)
	s.general.WaitTyping(t.Context())
	golden(t, "mention", answer)
	if answer.Reference == nil || answer.Reference.MessageID != asked.ID {
		t.Errorf("the answer refers to %+v", answer.Reference)
	}

	// A reply to an answer follows it up, also to the answer of somebody else.
	again := s.bob.ReplyTo(answer, "and the ferry?")
	golden(t, "mention-reply", s.general.WaitBotMessage(t.Context(), again))
	if q := s.answers.questions(); len(q) != 2 || len(q[1].Prior) != 2 || q[1].Text != "and the ferry?" {
		t.Errorf("asked %+v", q)
	}
}

func TestThread(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{Privileged: wire.IntentMessageContent})
	answer := s.settled(s.ask(aboutHarbour))
	thread := s.alice.StartThread(s.general, "The harbour", answer)
	followed := s.alice.Say(thread, "and the ferry?")
	first := thread.WaitBotMessage(t.Context(), followed)
	then := s.bob.Say(thread, "and its cost?")
	golden(t, "thread", first, thread.WaitBotMessage(t.Context(), then))
	if q := s.answers.questions(); len(q) != 3 || len(q[1].Prior) != 2 || len(q[2].Prior) != 4 {
		t.Errorf("asked %+v", q)
	}
	s.alice.Say(s.general, "Who has the minutes?") // in a channel that is nobody's but the members'
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if n := len(s.answers.questions()); n != 3 {
		t.Errorf("%d questions", n)
	}
}

func TestThreadWithoutContentIntent(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	answer := s.settled(s.ask(aboutHarbour))
	thread := s.alice.StartThread(s.general, "The harbour", answer)
	s.alice.Say(thread, "and what nobody can read?")
	asked := s.alice.Say(thread, s.srv.Bot().Mention()+" and the ferry?")
	if got := thread.WaitBotMessage(t.Context(), asked); !strings.Contains(got.Content, "ferry will sail") {
		t.Errorf("answer %q", got.Content)
	}
	if q := s.answers.questions(); len(q) != 2 || len(q[1].Prior) != 2 {
		t.Errorf("asked %+v", q)
	}
}

func TestDirectMessage(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	asked := s.alice.DM("When did the harbour reopen?")
	direct := s.alice.Direct()
	first := direct.WaitBotMessage(t.Context(), asked)
	next := s.alice.DM("and the ferry?")
	golden(t, "direct", first, direct.WaitBotMessage(t.Context(), next))
	if q := s.answers.questions(); len(q) != 2 || len(q[1].Prior) != 2 {
		t.Errorf("asked %+v", q)
	}
	golden(t, "direct-slash", s.alice.Slash(direct, "ask", discordtest.Args{"question": "Does the ferry sail?"}).WaitReply(t.Context()))
}

func TestAskAboutThis(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	said := s.bob.Say(s.general, "I heard <@123456789012345678> say the harbour is shut :wave:")
	golden(t, "about", s.alice.ContextMenu("Ask about this", said).WaitReply(t.Context()))
	empty := s.bob.Say(s.general, "<@123456789012345678>")
	golden(t, "about-nothing", s.alice.ContextMenu("Ask about this", empty).WaitReply(t.Context()))
}

func TestWithoutPermissions(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	s.guild.Deny(wire.SendMessages | wire.SendMessagesInThreads)
	s.alice.Say(s.general, s.srv.Bot().Mention()+" when did the harbour reopen?")
	s.waitLog("nowhere to answer")
	// A slash command needs no permission of the bot's.
	golden(t, "without-permissions", s.ask("Does the ferry sail?"))
	s.guild.Restore(wire.SendMessages | wire.SendMessagesInThreads)
	asked := s.bob.Say(s.general, s.srv.Bot().Mention()+" does the ferry sail?")
	if got := s.general.WaitBotMessage(t.Context(), asked); !strings.Contains(got.Content, "Friday") {
		t.Errorf("answer %q", got.Content)
	}
}

func TestButtonsWorkAfterRestart(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	answer := s.ask(aboutHarbour)
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	s.log = &storetest.Log{}
	s.run(s.options())
	golden(t, "passages", s.bob.Click(answer, "Show passages").WaitReply(t.Context()))
	if !strings.Contains(s.log.String(), `"changed":false`) {
		t.Error("commands were registered again without a difference")
	}
	if _, err := s.store.ForgetMember(t.Context(), store.UserID(s.alice.User.ID)); err != nil {
		t.Fatal(err)
	}
	golden(t, "passages-forgotten", s.bob.Click(answer, "Show passages").WaitReply(t.Context()))
}

func TestOverviews(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	use := func(command string, args discordtest.Args) *wire.Message {
		return s.alice.Slash(s.general, command, args).WaitReply(t.Context())
	}
	golden(t, "summary", use("summary", nil), use("summary", discordtest.Args{"of": "column", "length": "long"}),
		use("summary", discordtest.Args{"of": "whales", "private": true}))
	people := s.alice.Autocomplete(s.general, "said", "speaker", "qui", nil).WaitChoices(t.Context())
	if len(people) != 1 || people[0].Value != "Ada Quill" {
		t.Errorf("speakers %+v", people)
	}
	if all := s.alice.Autocomplete(s.general, "summary", "of", "", nil).WaitChoices(t.Context()); len(all) != 3 {
		t.Errorf("proposed %+v", all)
	}
	golden(t, "said", use("said", discordtest.Args{"speaker": "Ada Quill", "about": "the breakwater"}))
	timeline := use("timeline", nil)
	golden(t, "timeline", timeline, s.bob.Click(timeline, "Show passages").WaitReply(t.Context()), use("timeline", discordtest.Args{"article": "Nowhere"}))
}

// TestLongTimeline shows all of many events to the asker alone, unless told otherwise.
func TestLongTimeline(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	use := func(args discordtest.Args) *wire.Message {
		args["article"] = "column"
		return s.alice.Slash(s.general, "timeline", args).WaitReply(t.Context())
	}
	golden(t, "timeline-long", s.plain(use(discordtest.Args{})), use(discordtest.Args{"all": true}))
	if shown := use(discordtest.Args{"all": true, "private": false}); shown.IsEphemeral() {
		t.Error("all the events are shown to the asker alone, who asked for them to be public")
	}
}

// TestMembersLanguage answers a command in the language of the member's client, and a mention in the server's.
func TestMembersLanguage(t *testing.T) {
	t.Parallel()
	s := stage(t, discordtest.Options{})
	s.alice.SetLocale("de")
	s.guild.SetLocale("de")
	s.run(s.options())
	asked := s.bob.Say(s.general, s.srv.Bot().Mention()+" what did it cost?")
	mentioned := s.general.WaitBotMessage(t.Context(), asked)
	golden(t, "german-member", s.plain(s.alice.Slash(s.general, "help", nil).WaitReply(t.Context())), mentioned,
		s.bob.Slash(s.general, "ask", discordtest.Args{"question": "Does the ferry sail?"}).WaitReply(t.Context()))
	s.guild.SetLocale("en-US")
	asked = s.bob.Say(s.general, s.srv.Bot().Mention()+" what did it cost?")
	if got := s.general.WaitBotMessage(t.Context(), asked); !strings.Contains(got.Content, "The articles don't say") {
		t.Errorf("after the server's language was changed:\n%s", got.Content)
	}
}

// TestTypingGoesOn shows that an answer is being worked on for as long as it is.
func TestTypingGoesOn(t *testing.T) {
	t.Parallel()
	s := start(t, discordtest.Options{})
	asked := s.alice.Say(s.general, s.srv.Bot().Mention()+" is this slow?")
	for deadline := time.Now().Add(10 * time.Second); len(s.srv.Requests(wire.RouteTyping)) < 4; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it is shown no more")
		}
	}
	close(s.answers.hold)
	if got := s.general.WaitBotMessage(t.Context(), asked); !strings.Contains(got.Content, "Friday") {
		t.Errorf("answer %q", got.Content)
	}
	// One that was broken off may still arrive; ten times the interval without another, and it has ended.
	for deadline := time.Now().Add(10 * time.Second); ; {
		signs := len(s.srv.Requests(wire.RouteTyping))
		time.Sleep(10 * quick().typing)
		if len(s.srv.Requests(wire.RouteTyping)) == signs {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("it is shown after the answer")
		}
	}
}
