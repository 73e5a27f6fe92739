package discordtest_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/wire"
)

func row(components ...discordgo.MessageComponent) []discordgo.MessageComponent {
	return []discordgo.MessageComponent{discordgo.ActionsRow{Components: components}}
}

func TestSlashCommand(t *testing.T) {
	t.Parallel()
	srv := discordtest.New(t, discordtest.Options{})
	guild := srv.Guild("Newsroom")
	general, alice, bob := guild.TextChannel("general"), guild.Member("alice"), guild.Member("bob")
	session := connect(t, srv, usualIntents, func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		d := i.ApplicationCommandData()
		text := fmt.Sprintf("You asked: %s", d.GetOption("question").StringValue())
		response := &discordgo.InteractionResponse{Type: discordgo.InteractionResponseDeferredChannelMessageWithSource}
		if private := d.GetOption("private"); private != nil && private.BoolValue() {
			response.Data = &discordgo.InteractionResponseData{Flags: discordgo.MessageFlagsEphemeral}
		}
		try(t, s.InteractionRespond(i.Interaction, response))
		_, err := s.InteractionResponseEdit(i.Interaction, &discordgo.WebhookEdit{Content: &text, AllowedMentions: noMentions})
		try(t, err)
	})
	register(t, session, ask)

	it := alice.Slash(general, "ask", discordtest.Args{"question": "Who met whom?"})
	reply := it.WaitReply(t.Context())
	if reply.Content != "You asked: Who met whom?" || reply.IsEphemeral() || reply.Edited == nil {
		t.Errorf("reply %+v", reply)
	}
	if ack, _ := it.WaitAck(t.Context()); ack != discordtest.AckThinking {
		t.Errorf("acknowledged with %d", ack)
	}
	if states := srv.History(reply); len(states) != 2 || !states[0].IsThinking() || states[1].IsThinking() {
		t.Errorf("%d states of the reply, want thinking and then the text", len(states))
	}

	secret := alice.Slash(general, "ask", discordtest.Args{"question": "In private?", "private": true}).WaitReply(t.Context())
	if !secret.IsEphemeral() {
		t.Error("the private reply is public")
	}
	for who, want := range map[*discordtest.Member]int{alice: 2, bob: 1} {
		if got := len(general.MessagesFor(who)); got != want {
			t.Errorf("%s sees %d messages, want %d", who.User.Username, got, want)
		}
	}
}

func TestButtonFormAndFollowup(t *testing.T) {
	t.Parallel()
	srv := discordtest.New(t, discordtest.Options{})
	guild := srv.Guild("Newsroom")
	general, alice := guild.TextChannel("general"), guild.Member("alice")
	connect(t, srv, usualIntents, func(s *discordgo.Session, m *discordgo.MessageCreate) {
		if m.Author.Bot {
			return
		}
		_, err := s.ChannelMessageSendComplex(m.ChannelID, &discordgo.MessageSend{
			Content: "An answer", AllowedMentions: noMentions, Reference: m.Reference(),
			Components: row(
				discordgo.Button{Label: "Show passages", CustomID: "passages", Emoji: &discordgo.ComponentEmoji{Name: "📄"}},
				discordgo.Button{Label: "Not good", Style: discordgo.SecondaryButton, CustomID: "bad"},
				discordgo.Button{Label: "Delete", Style: discordgo.DangerButton, CustomID: "delete"},
			),
		})
		try(t, err)
	}, func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		switch i.Type {
		case discordgo.InteractionMessageComponent:
			switch i.MessageComponentData().CustomID {
			case "passages":
				try(t, s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
					Type: discordgo.InteractionResponseChannelMessageWithSource,
					Data: &discordgo.InteractionResponseData{
						Flags: discordgo.MessageFlagsEphemeral, AllowedMentions: noMentions,
						Embeds: []*discordgo.MessageEmbed{{Title: "Passage 1", Description: "The words."}},
					},
				}))
				_, err := s.FollowupMessageCreate(i.Interaction, true, &discordgo.WebhookParams{
					Content: "And another", Flags: discordgo.MessageFlagsEphemeral, AllowedMentions: noMentions,
				})
				try(t, err)
			case "bad":
				try(t, s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
					Type: discordgo.InteractionResponseModal,
					Data: &discordgo.InteractionResponseData{CustomID: "report", Title: "What is wrong?", Components: row(
						discordgo.TextInput{CustomID: "why", Label: "In your words", Style: discordgo.TextInputParagraph, Required: true, MaxLength: 300},
					)},
				}))
			case "delete":
				try(t, s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{Type: discordgo.InteractionResponseDeferredMessageUpdate}))
				try(t, s.InteractionResponseDelete(i.Interaction))
			}
		case discordgo.InteractionModalSubmit:
			why := i.ModalSubmitData().Components[0].(*discordgo.ActionsRow).Components[0].(*discordgo.TextInput).Value
			try(t, s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
				Type: discordgo.InteractionResponseUpdateMessage,
				Data: &discordgo.InteractionResponseData{Content: "Reported: " + why, AllowedMentions: noMentions},
			}))
		}
	})

	question := alice.Say(general, srv.Bot().Mention()+" who?")
	answer := general.WaitBotMessage(t.Context(), question)
	if answer.Reference == nil || answer.Reference.MessageID != question.ID || len(answer.Mentions) != 0 {
		t.Errorf("the answer refers to %+v and pings %v", answer.Reference, answer.Mentions)
	}
	if diff := cmp.Diff([]string{"Show passages", "Not good", "Delete"}, answer.Labels()); diff != "" {
		t.Error(diff)
	}

	shown := alice.Click(answer, "Show passages")
	passages := shown.WaitReply(t.Context())
	if !passages.IsEphemeral() || passages.Text() != "Passage 1\nThe words." {
		t.Errorf("passages: flags %d, %q", passages.Flags, passages.Text())
	}
	if more := shown.WaitFollowups(t.Context(), 1); more[0].Content != "And another" || !more[0].IsEphemeral() {
		t.Errorf("follow-up %+v", more[0])
	}

	form := alice.Click(answer, "bad").WaitModal(t.Context())
	if form.Title != "What is wrong?" || len(form.Labels()) != 1 {
		t.Errorf("form %q with %q", form.Title, form.Labels())
	}
	updated := alice.SubmitModal(form, map[string]string{"In your words": "wrong speaker"}).WaitReply(t.Context())
	if updated.ID != answer.ID || updated.Content != "Reported: wrong speaker" || len(updated.Labels()) != 0 {
		t.Errorf("the message became %q with %q", updated.Content, updated.Labels())
	}

	alice.Say(general, srv.Bot().Mention()+" again?")
	second := general.WaitMessage(t.Context(), func(m *wire.Message) bool { return m.Author.Bot && m.ID != answer.ID && len(m.Labels()) == 3 })
	alice.Click(second, "Delete").WaitGone(t.Context())
	if srv.Current(second) != nil {
		t.Error("the message is still there")
	}
}

func TestAutocompleteAndContextMenu(t *testing.T) {
	t.Parallel()
	srv := discordtest.New(t, discordtest.Options{})
	guild := srv.Guild("Newsroom")
	general, alice := guild.TextChannel("general"), guild.Member("alice")
	session := connect(t, srv, usualIntents, func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		d := i.ApplicationCommandData()
		if i.Type == discordgo.InteractionApplicationCommandAutocomplete {
			o := d.GetOption("article")
			try(t, s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
				Type: discordgo.InteractionApplicationCommandAutocompleteResult,
				Data: &discordgo.InteractionResponseData{Choices: []*discordgo.ApplicationCommandOptionChoice{
					{Name: fmt.Sprintf("%s, focused %v", o.StringValue(), o.Focused), Value: "one"},
				}},
			}))
			return
		}
		try(t, s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
			Type: discordgo.InteractionResponseChannelMessageWithSource,
			Data: &discordgo.InteractionResponseData{Content: "About: " + d.Resolved.Messages[d.TargetID].Content, AllowedMentions: noMentions},
		}))
	})
	register(t, session, ask, &discordgo.ApplicationCommand{Name: "Ask about this", Type: discordgo.MessageApplicationCommand})

	choices := alice.Autocomplete(general, "ask", "article", "par", nil).WaitChoices(t.Context())
	if want := []wire.Choice{{Name: "par, focused true", Value: "one"}}; !cmp.Equal(want, choices) {
		t.Error(cmp.Diff(want, choices))
	}

	// The target of a message command has its text even without the message content intent.
	said := guild.Member("bob").Say(general, "They met on Tuesday.")
	reply := alice.ContextMenu("Ask about this", said).WaitReply(t.Context())
	if reply.Content != "About: They met on Tuesday." || reply.Type != wire.MessageContextMenuUsed {
		t.Errorf("reply of type %d: %q", reply.Type, reply.Content)
	}
}

func TestDirectMessages(t *testing.T) {
	t.Parallel()
	srv := discordtest.New(t, discordtest.Options{})
	alice := srv.Guild("Newsroom").Member("alice")
	session := connect(t, srv, usualIntents, func(s *discordgo.Session, m *discordgo.MessageCreate) {
		if m.Author.Bot {
			return
		}
		if m.Member != nil || m.GuildID != "" {
			t.Error("a direct message with a member or a guild")
		}
		try(t, s.ChannelTyping(m.ChannelID))
		_, err := s.ChannelMessageSendComplex(m.ChannelID, &discordgo.MessageSend{
			Content: "You said " + m.Content, AllowedMentions: noMentions,
			Files: []*discordgo.File{{Name: "notes.txt", ContentType: "text/plain", Reader: strings.NewReader("the notes")}},
		})
		try(t, err)
	}, func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		if i.Member != nil || i.User == nil {
			t.Error("an interaction in direct messages with a member, or without a user")
		}
		try(t, s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
			Type: discordgo.InteractionResponseChannelMessageWithSource,
			Data: &discordgo.InteractionResponseData{Content: "Here too", AllowedMentions: noMentions},
		}))
	})
	register(t, session, ask)

	said := alice.DM("hello")
	direct := alice.Direct()
	answer := direct.WaitBotMessage(t.Context(), said)
	direct.WaitTyping(t.Context())
	if answer.Content != "You said hello" || len(answer.Files) != 1 || string(answer.Files[0].Data) != "the notes" {
		t.Errorf("answer %q with files %+v", answer.Content, answer.Files)
	}
	resp, err := srv.HTTPClient().Get(answer.Files[0].URL)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if data, _ := io.ReadAll(resp.Body); string(data) != "the notes" {
		t.Errorf("the attachment's address serves %q", data)
	}
	if reply := alice.Slash(direct, "ask", discordtest.Args{"question": "?"}).WaitReply(t.Context()); reply.Content != "Here too" {
		t.Errorf("reply %q", reply.Content)
	}

	alice.BlockBot()
	_, err = session.ChannelMessageSendComplex(direct.ID, &discordgo.MessageSend{Content: "hello?", AllowedMentions: noMentions})
	if rest, ok := err.(*discordgo.RESTError); !ok || rest.Message.Code != discordgo.ErrCodeCannotSendMessagesToThisUser {
		t.Errorf("to a user who blocks the bot: %v", err)
	}
}

func TestThreads(t *testing.T) {
	t.Parallel()
	srv := discordtest.New(t, discordtest.Options{})
	guild := srv.Guild("Newsroom")
	general, alice := guild.TextChannel("general"), guild.Member("alice")
	events := make(chan *discordgo.ThreadCreate, 5)
	session := connect(t, srv, usualIntents, func(_ *discordgo.Session, e *discordgo.ThreadCreate) { events <- e })
	question := alice.Say(general, "who?")

	made, err := session.MessageThreadStart(general.ID, question.ID, "About who", 1440)
	if err != nil {
		t.Fatal(err)
	}
	if made.ID != question.ID || made.ParentID != general.ID || made.OwnerID != srv.Bot().ID {
		t.Errorf("thread %+v", made)
	}
	if e := next(t, events); !e.NewlyCreated || e.ID != made.ID {
		t.Errorf("event %+v", e)
	}
	thread := general.WaitThread(t.Context())
	said := alice.Say(thread, "in the thread")
	if _, err := session.ChannelMessageSendComplex(thread.ID, &discordgo.MessageSend{
		Content: "hello", AllowedMentions: noMentions, Reference: &discordgo.MessageReference{MessageID: said.ID},
	}); err != nil {
		t.Error(err)
	}
	if answer := thread.WaitBotMessage(t.Context(), said); answer.ChannelID != thread.ID {
		t.Errorf("answer in channel %s", answer.ChannelID)
	}

	forum := guild.ForumChannel("questions")
	post := alice.StartThread(forum, "What happened?", nil)
	if e := next(t, events); e.ParentID != forum.ID || e.ID != post.ID {
		t.Errorf("event %+v", e)
	}
	if _, err := session.ForumThreadStartComplex(forum.ID, &discordgo.ThreadStart{Name: "Weekly", AutoArchiveDuration: 60},
		&discordgo.MessageSend{Content: "The week", AllowedMentions: noMentions}); err != nil {
		t.Error(err)
	}
	if got := len(forum.Threads()); got != 2 {
		t.Errorf("%d posts in the forum", got)
	}
}

func TestMembersEditDeleteAndReact(t *testing.T) {
	t.Parallel()
	srv := discordtest.New(t, discordtest.Options{Privileged: wire.IntentMessageContent})
	guild := srv.Guild("Newsroom")
	general, alice := guild.TextChannel("general"), guild.Member("alice")
	seen := make(chan string, 10)
	session := connect(t, srv, usualIntents|discordgo.IntentsMessageContent|discordgo.IntentsGuildMessageReactions,
		func(_ *discordgo.Session, e *discordgo.MessageUpdate) { seen <- "edit " + e.Content },
		func(_ *discordgo.Session, e *discordgo.MessageDelete) { seen <- "delete " + e.ID },
		func(_ *discordgo.Session, e *discordgo.MessageReactionAdd) { seen <- "react " + e.Emoji.Name },
		func(_ *discordgo.Session, e *discordgo.MessageReactionRemove) { seen <- "unreact " + e.Emoji.Name },
	)
	expect := func(want string) {
		t.Helper()
		if got := next(t, seen); got != want {
			t.Errorf("event %q, want %q", got, want)
		}
	}
	said := alice.Say(general, "frist")
	alice.Edit(said, "first")
	expect("edit first")
	alice.React(said, "👍")
	expect("react 👍")
	alice.Unreact(said, "👍")
	expect("unreact 👍")
	if err := session.MessageReactionAdd(general.ID, said.ID, "👀"); err != nil {
		t.Error(err)
	}
	expect("react 👀")
	if got := srv.Current(said).Reactions; len(got) != 1 || got[0].Count != 1 {
		t.Errorf("reactions %+v", got)
	}
	listed, err := session.ChannelMessages(general.ID, 10, "", "", "")
	if err != nil || len(listed) != 1 || listed[0].Content != "first" || !listed[0].Reactions[0].Me {
		t.Errorf("listed %+v, %v", listed, err)
	}
	alice.Delete(said)
	expect("delete " + said.ID)
}

func TestMenuAndUploadOption(t *testing.T) {
	t.Parallel()
	srv := discordtest.New(t, discordtest.Options{})
	guild := srv.Guild("Newsroom")
	general, alice := guild.TextChannel("general"), guild.Member("alice")
	session := connect(t, srv, usualIntents, func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		respond := func(kind discordgo.InteractionResponseType, content string, components []discordgo.MessageComponent) {
			try(t, s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
				Type: kind, Data: &discordgo.InteractionResponseData{Content: content, Components: components, AllowedMentions: noMentions},
			}))
		}
		if i.Type == discordgo.InteractionMessageComponent {
			respond(discordgo.InteractionResponseUpdateMessage, "Chosen: "+strings.Join(i.MessageComponentData().Values, " "), nil)
			return
		}
		d := i.ApplicationCommandData()
		add := d.GetOption("add")
		file := d.Resolved.Attachments[add.GetOption("file").Value.(string)]
		user := add.GetOption("by").UserValue(nil)
		respond(discordgo.InteractionResponseChannelMessageWithSource, file.Filename+" for "+user.ID+" "+d.Resolved.Users[user.ID].Username, row(
			discordgo.SelectMenu{CustomID: "kind", Placeholder: "Kind", Options: []discordgo.SelectMenuOption{
				{Label: "Report", Value: "r"}, {Label: "Opinion", Value: "o"},
			}},
		))
	})
	register(t, session, &discordgo.ApplicationCommand{Name: "corpus", Description: "The articles",
		Options: []*discordgo.ApplicationCommandOption{{
			Type: discordgo.ApplicationCommandOptionSubCommand, Name: "add", Description: "Add one",
			Options: []*discordgo.ApplicationCommandOption{
				{Type: discordgo.ApplicationCommandOptionAttachment, Name: "file", Description: "The file", Required: true},
				{Type: discordgo.ApplicationCommandOptionUser, Name: "by", Description: "For whom"},
			},
		}}})
	reply := alice.Slash(general, "corpus add", discordtest.Args{
		"file": discordtest.Upload{Name: "a.md", Data: []byte("# A")}, "by": guild.Member("bob"),
	}).WaitReply(t.Context())
	if want := "a.md for " + srv.User("bob").ID + " bob"; reply.Content != want {
		t.Errorf("reply %q, want %q", reply.Content, want)
	}
	updated := alice.Choose(reply, "Kind", "Opinion").WaitReply(t.Context())
	if updated.Content != "Chosen: o" || updated.ID != reply.ID {
		t.Errorf("updated %q", updated.Content)
	}
}

func TestLocales(t *testing.T) {
	t.Parallel()
	srv := discordtest.New(t, discordtest.Options{})
	guild := srv.Guild("Newsroom")
	general, alice := guild.TextChannel("general"), guild.Member("alice")
	session := connect(t, srv, usualIntents, func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		try(t, s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
			Type: discordgo.InteractionResponseChannelMessageWithSource,
			Data: &discordgo.InteractionResponseData{Content: string(i.Locale) + " " + string(*i.GuildLocale), AllowedMentions: noMentions},
		}))
	})
	register(t, session, ask)
	ask := func() string {
		return alice.Slash(general, "ask", discordtest.Args{"question": "?"}).WaitReply(t.Context()).Content
	}
	if got := ask(); got != "en-US en-US" {
		t.Errorf("locales %q", got)
	}
	alice.SetLocale("de")
	guild.SetLocale("fr")
	if got := ask(); got != "de fr" {
		t.Errorf("locales %q", got)
	}
	failures := capture(func(tb *recorder) { discordtest.New(tb, discordtest.Options{}).Guild("g").Member("m").SetLocale("xx") })
	if len(failures) != 1 {
		t.Errorf("an unknown locale: %q", failures)
	}
}
