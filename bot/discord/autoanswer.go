package discord

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"

	"readout/bot/autoanswer"
	"readout/bot/chat/gate"
	"readout/bot/chat/markup"
	"readout/bot/chat/wording"
	"readout/bot/discord/api"
	"readout/bot/reply"
	"readout/bot/store"
	"readout/bot/talk"
	"readout/retrieval/answer"
	"readout/retrieval/scope"
)

// Kinds of notes: a post that was taken up, by its ID, which a thread below it has as well; and a channel in which a moderator wrote.
const (
	notePost  = "post"
	noteQuiet = "quiet"
)

const (
	postKept = 90 * 24 * time.Hour
	quietFor = 30 * time.Minute // after a moderator wrote
)

// answered is what the note of a post holds.
type answered struct {
	Receipt store.ReceiptID `json:"receipt,omitempty"` // "" for a post that was left alone
}

// posted looks at a message that nobody addressed to the bot. In a channel that the server chose for it, a post that is a question is
// answered in its thread when the articles answer it surely; else nothing is said.
func (b *bot) posted(ctx context.Context, q request, m *discordgo.Message) error {
	if b.options.Notes == nil || q.guild == "" || len(q.settings.HelpChannels) == 0 {
		return nil
	}
	c, err := b.channelOf(ctx, m.ChannelID)
	if err != nil {
		return err
	}
	forum := c.Parent != "" && slices.Contains(q.settings.HelpChannels, store.ChannelID(c.Parent)) && isThread(c.Type)
	if !forum && !slices.Contains(q.settings.HelpChannels, q.channel) {
		return nil
	}
	if b.isModerator(q, m) {
		return b.quieten(ctx, q)
	}
	starts := forum && m.ID == m.ChannelID || !forum && m.Type == discordgo.MessageTypeDefault
	if quiet, err := b.quiet(ctx, q); !starts || quiet || err != nil {
		return err
	}
	title := ""
	if forum {
		title = c.Name
	}
	text, ok := autoanswer.Question(markup.Typed(title), markup.Typed(m.Content))
	if !ok || !b.open() {
		return nil
	}
	ticket, err := b.gate.Enter(ctx, q.user, q.guild)
	if isRefused(err) {
		return nil // whoever asks so much is not answered unasked
	}
	if err != nil {
		return err
	}
	defer ticket.Leave()
	if err := b.charge(ctx, q); err != nil {
		return ignoring(err)
	}
	got, err := b.surely(ctx, q, text, ticket)
	if err != nil || got == nil {
		return err
	}
	return b.answerPost(ctx, q, m, text, forum, got)
}

// isRefused reports whether an error is a refusal, which is not said to somebody who asked nothing of the bot.
func isRefused(err error) bool {
	return errors.As(err, new(*wording.Refusal)) || errors.As(err, new(*gate.Refusal))
}

// ignoring is an error that is not a budget's.
func ignoring(err error) error {
	if errors.As(err, new(*store.BudgetError)) {
		return nil
	}
	return err
}

// surely is the answer to a question; nil where the articles don't answer it as surely as the server wants.
func (b *bot) surely(ctx context.Context, q request, text string, t *gate.Ticket) (*answer.Answer, error) {
	ctx, cancel := context.WithTimeout(WithAccount(ctx, Account{q.guild, q.user}), b.options.AnswerTime)
	defer cancel()
	end, err := t.Begin(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	c, err := b.articles(ctx, q)
	if err != nil {
		return nil, err
	}
	// Whether anything is said is decided without a model, which costs nothing; what is said may be worded by one.
	var out *answer.Answer
	for _, source := range []func(context.Context, store.GuildID) (Answerer, error){b.options.Plain, b.options.Answers} {
		over, err := source(ctx, q.guild)
		if err != nil {
			return nil, err
		}
		a, err := scope.Ask(ctx, over, c, answer.Question{Text: text, Language: q.language.Tag}, scope.Scope{}, false)
		if err != nil {
			return nil, err
		}
		if out = a.Answer; !autoanswer.Says(out, q.settings.HelpLine) {
			return nil, nil
		}
		if !b.options.ModelProvider {
			break
		}
	}
	return out, nil
}

// answerPost answers a post in its thread, once: it is noted before anything is sent.
func (b *bot) answerPost(ctx context.Context, q request, m *discordgo.Message, text string, forum bool, got *answer.Answer) error {
	taken := store.Note{Kind: notePost, Guild: q.guild, Name: m.ID, Member: q.user, Until: b.options.Clock().Add(postKept), Data: []byte(`{}`)}
	if err := b.options.Notes.AddNote(ctx, taken, store.Room{}); errors.Is(err, store.ErrExists) {
		return nil
	} else if err != nil {
		return err
	}
	if quiet, err := b.quiet(ctx, q); quiet || err != nil { // a moderator was quicker
		return err
	}
	thread := m.ChannelID
	if !forum {
		var err error
		if thread, err = b.rest.startThread(ctx, m.ChannelID, m.ID, markup.Clip(text, longestThread)); err != nil {
			return err
		}
	}
	to := q
	to.channel = store.ChannelID(thread)
	id, err := b.options.Store.AddReceipt(ctx, receiptOf(to, asked{text: text}, got, false))
	if err != nil {
		return err
	}
	b.metrics.Questions.Inc()
	words := reply.Talked(&talk.Answer{Kind: talk.Question, Answer: &scope.Answer{Answer: got}}, q.language.Phrases)
	shown := render(got, frame{reply: &words, rest: "-# " + q.language.ByItself}, q.language)
	shown.receipt, shown.rows = id, answerButtons(q.language, id, true)
	send := func(ctx context.Context, p payload) (string, error) {
		p.Nonce = "a" + m.ID
		if forum {
			p.Reference = &reference{MessageID: m.ID}
		}
		sent, err := b.rest.create(ctx, thread, p)
		return sent.ID, err
	}
	if taken.Data, err = json.Marshal(answered{id}); err != nil {
		return err
	}
	if err := b.options.Notes.PutNote(ctx, taken); err != nil {
		return err
	}
	b.deliver(ctx, q.language, shown, send, nil)
	return nil
}

// corrected takes what a moderator writes below an answer that nobody asked the bot for into the inbox. ok is false for anything else.
func (b *bot) corrected(ctx context.Context, q request, m *discordgo.Message) (ok bool, err error) {
	if b.options.Notes == nil || q.guild == "" || !b.isModerator(q, m) {
		return false, nil
	}
	n, err := b.options.Notes.Note(ctx, notePost, q.guild, m.ChannelID)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	var post answered
	if err := json.Unmarshal(n.Data, &post); err != nil || post.Receipt == "" {
		return false, err
	}
	text := markup.Typed(m.Content)
	if _, asks := autoanswer.Question("", text); asks || text == "" || talk.Read(text, true).Kind != talk.Question {
		return false, nil
	}
	err = b.options.Store.PutFeedback(ctx, store.Feedback{Receipt: post.Receipt, Member: q.user, Vote: store.Down, Fault: store.OtherFault, Text: markup.Clip(text, noteLength)})
	if errors.Is(err, store.ErrNotFound) { // the answer was deleted
		err = nil
	}
	return err == nil, errors.Join(err, b.quieten(ctx, q))
}

// quieten has the bot say nothing unasked in a channel for a while.
func (b *bot) quieten(ctx context.Context, q request) error {
	return b.options.Notes.PutNote(ctx, store.Note{Kind: noteQuiet, Guild: q.guild, Name: string(q.channel), Until: b.options.Clock().Add(quietFor), Data: []byte(`{}`)})
}

func (b *bot) quiet(ctx context.Context, q request) (bool, error) {
	n, err := b.options.Notes.Note(ctx, noteQuiet, q.guild, string(q.channel))
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil && b.options.Clock().Before(n.Until), err
}

// isModerator reports whether a message is by somebody who moderates.
func (b *bot) isModerator(q request, m *discordgo.Message) bool {
	if m.Member == nil {
		return false
	}
	q.roles = m.Member.Roles
	b.mu.Lock()
	defer b.mu.Unlock()
	known := b.managers[q.guild]
	q.manages = known.owner == q.user || slices.ContainsFunc(q.roles, func(r string) bool { return known.roles[r] })
	return q.moderates()
}

// managers are who may manage a server.
type managers struct {
	owner store.UserID
	roles map[string]bool
}

// manage notes who may manage a server.
func (b *bot) manage(g *discordgo.Guild) {
	m := managers{owner: store.UserID(g.OwnerID), roles: map[string]bool{}}
	for _, r := range g.Roles {
		if r != nil && r.Permissions&(discordgo.PermissionManageGuild|discordgo.PermissionAdministrator) != 0 {
			m.roles[r.ID] = true
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.managers[store.GuildID(g.ID)] = m
}

// role notes a role that was made or changed.
func (b *bot) role(guild string, r *discordgo.Role) {
	if r == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if m, ok := b.managers[store.GuildID(guild)]; ok {
		m.roles[r.ID] = r.Permissions&(discordgo.PermissionManageGuild|discordgo.PermissionAdministrator) != 0
	}
}

func isThread(t discordgo.ChannelType) bool {
	return t == discordgo.ChannelTypeGuildPublicThread || t == discordgo.ChannelTypeGuildNewsThread
}

// longestThread is how long a thread's name may be, in characters.
const longestThread = 100

// codeThreadExists says that a message has a thread already. It has the message's ID.
const codeThreadExists = 160004

// startThread starts a thread from a message, or finds the one that it has.
func (r *rest) startThread(ctx context.Context, channel, message, name string) (string, error) {
	var c struct {
		ID string `json:"id"`
	}
	err := r.Do(ctx, api.Call{Route: "start thread", Method: http.MethodPost, URL: discordgo.EndpointChannelMessageThread(channel, message), Lane: "channel " + channel,
		Body: struct {
			Name string `json:"name"`
		}{name}}, &c)
	if api.Code(err) == codeThreadExists || api.UnknownEffect(err) && ctx.Err() == nil {
		return message, nil
	}
	return c.ID, err
}

// setHelp changes the channels in which the bot answers by itself, and how sure it must be.
func setHelp(_ *bot, s *store.Settings, given arguments) {
	if id := store.ChannelID(given.text("add")); id != "" && !slices.Contains(s.HelpChannels, id) {
		s.HelpChannels = append(s.HelpChannels, id)
	}
	gone := store.ChannelID(given.text("drop"))
	s.HelpChannels = slices.DeleteFunc(s.HelpChannels, func(id store.ChannelID) bool { return id == gone })
	if n, ok := given.number("sure"); ok {
		s.HelpLine = min(max(n, 0), 100)
	}
}

// helpLine is how sure the bot must be, in percent.
func helpLine(s store.Settings) string {
	if s.HelpLine <= 0 {
		return strconv.Itoa(autoanswer.Sure)
	}
	return strconv.Itoa(s.HelpLine)
}
