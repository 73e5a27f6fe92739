package moderators

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"

	"readout/bot/chat"
	"readout/bot/chat/markup"
	"readout/bot/chat/pages"
	"readout/bot/chat/wording"
	"readout/bot/libraries"
	"readout/bot/store"
	"readout/retrieval/answer"
)

// Links is a platform whose messages have addresses.
type Links interface {
	// Link is the address of a message.
	Link(guild store.GuildID, channel store.ChannelID, message store.MessageID) string
	// Linked is the message that an address or an ID names; "" for one that is not a message of the server.
	Linked(guild store.GuildID, address string) store.MessageID
}

// runChecks asks the judged questions of the present version; or keeps an answer as one, or removes one.
func (b *Moderators) runChecks(ctx context.Context, q chat.Request, given chat.Arguments) (chat.Response, error) {
	if quotes, _ := given.Yes("quotes"); quotes {
		return b.checkQuotes(q)
	}
	if id := given.Text("remove"); id != "" {
		return b.askUncheck(ctx, q, shortOf(id))
	}
	if link := given.Text("keep"); link != "" {
		return b.keepLinked(ctx, q, link)
	}
	if !b.Open() {
		return chat.Response{}, wording.Refuse(wording.Restarting)
	}
	l := q.Language
	w := l.Moderators
	return chat.Response{Private: true, Staged: func(ctx context.Context, show func(chat.Message)) (chat.Message, error) {
		ctx, cancel := context.WithTimeout(ctx, b.Options.Timing.Change)
		defer cancel()
		results, err := b.Options.Libraries.RunChecks(ctx, q.Guild, func(p libraries.Progress) { show(chat.Note(w.Progress(p))) })
		if err != nil {
			return chat.Message{}, err
		}
		right := 0
		var wrong []pages.Piece
		for _, r := range results {
			if r.Outcome == libraries.Right {
				right++
				continue
			}
			line := "- " + markup.Escape(markup.Clip(r.Question, wording.LongestQuote)) + "\n  " + w.Said(r.Answer)
			if r.Why != "" && r.Answer != "" {
				line += markup.Dot + markup.Escape(markup.Clip(r.Why, wording.LongestQuote))
			}
			wrong = append(wrong, pages.Part("\n", line))
		}
		return chat.Message{More: l.More, Pieces: append([]pages.Piece{pages.Part("", markup.Heading(w.ChecksRun(right, len(results))))},
			wrong...)}, nil
	}}, nil
}

// keepLinked keeps the answer in a linked message as a check.
func (b *Moderators) keepLinked(ctx context.Context, q chat.Request, link string) (chat.Response, error) {
	if p, ok := b.Platform.(Links); ok {
		if id := p.Linked(q.Guild, link); id != "" {
			return b.keepMessage(ctx, q, id)
		}
	}
	return chat.Response{}, wording.Refuse(wording.NoAnswer)
}

// onKeep keeps an answer as a check, from the menu of its message.
func (b *Moderators) onKeep(ctx context.Context, q chat.Request, given chat.Arguments) (chat.Response, error) {
	if given.Message == nil {
		return chat.Response{}, wording.Refuse(wording.NoAnswer)
	}
	return b.keepMessage(ctx, q, given.Message.ID)
}

func (b *Moderators) keepMessage(ctx context.Context, q chat.Request, id store.MessageID) (chat.Response, error) {
	r, err := b.Options.Store.ReceiptOf(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return chat.Response{}, wording.Refuse(wording.NoAnswer)
	}
	if err != nil {
		return chat.Response{}, err
	}
	return b.keep(q, r)
}

// keepItem keeps a question of the inbox as a check.
func (b *Moderators) keepItem(ctx context.Context, q chat.Request, receipt string) (chat.Response, error) {
	r, err := b.Options.Store.Receipt(ctx, store.ReceiptID(receipt))
	if errors.Is(err, store.ErrNotFound) {
		return chat.Response{}, wording.Refuse(wording.AnswerGone)
	}
	if err != nil {
		return chat.Response{}, err
	}
	return b.keep(q, r)
}

// keep asks an answer's question again and keeps what is answered now as a judged question: changes after which it is answered
// worse are told before they are published. Nothing leads from it to the member who asked.
func (b *Moderators) keep(q chat.Request, r store.Receipt) (chat.Response, error) {
	text := r.Resolved
	if text == "" {
		text = r.Question
	}
	switch {
	case r.Guild != q.Guild || r.Private:
		return chat.Response{}, wording.Refuse(wording.NoAnswer)
	case text == "":
		return chat.Response{}, wording.Refuse(wording.AnswerGone)
	case !b.Open():
		return chat.Response{}, wording.Refuse(wording.Restarting)
	}
	l := q.Language
	return chat.Response{Private: true, Later: func(ctx context.Context) (chat.Message, error) {
		ctx, cancel := context.WithTimeout(ctx, b.Options.AnswerTime)
		defer cancel()
		known, err := b.Options.Libraries.Checks(ctx, q.Guild)
		if err != nil {
			return chat.Message{}, err
		}
		for _, c := range known {
			if c.Text == text && len(c.Prior) == 0 {
				return chat.Message{}, wording.Refuse(wording.KeptAlready)
			}
		}
		answers, err := b.Options.Answers(ctx, q.Guild)
		if err != nil {
			return chat.Message{}, err
		}
		got, err := answers.Answer(chat.WithAccount(ctx, chat.Account{Guild: q.Guild, Member: q.User}), answer.Question{Text: text,
			Articles: r.Articles})
		if err != nil {
			return chat.Message{}, err
		}
		check := libraries.CheckOf(got)
		check.ID = "kept-" + strings.ToLower(rand.Text()[:10])
		if err := b.Options.Libraries.AddCheck(ctx, q.Guild, check); err != nil {
			return chat.Message{}, err
		}
		if err := b.Record(ctx, q, store.AuditEntry{Action: wording.DidKeep, Target: check.ID}); err != nil {
			return chat.Message{}, err
		}
		shown := ""
		if got.Abstention == nil {
			shown = got.Text()
		}
		m := chat.Note(l.Moderators.Kept("“"+markup.Escape(markup.Clip(check.Text, wording.LongestQuote))+"”", l.Moderators.Said(shown)))
		m.Rows = chat.Row(chat.NewButton(l.Moderators.Uncheck, chat.Secondary, actionUncheck+":"+shortOf(check.ID)))
		return m, nil
	}}, nil
}

// shortOf stands for a check's ID, which may be too long for a custom ID.
func shortOf(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:12])
}

// askUncheck asks before a check is removed: versions don't keep checks, so that is final.
func (b *Moderators) askUncheck(ctx context.Context, q chat.Request, short string) (chat.Response, error) {
	text, _, err := b.checkOf(ctx, q, short)
	if err != nil {
		return chat.Response{}, err
	}
	m := chat.Note(q.Language.Moderators.AskUncheck("“" + markup.Escape(markup.Clip(text, wording.LongestQuote)) + "”"))
	m.Rows = chat.Row(chat.NewButton(q.Language.Moderators.Uncheck, chat.Danger, actionUnchecks+":"+short))
	return chat.Whisper(m), nil
}

// uncheck removes a check.
func (b *Moderators) uncheck(ctx context.Context, q chat.Request, short string) (chat.Response, error) {
	_, id, err := b.checkOf(ctx, q, short)
	if err != nil {
		return chat.Response{}, err
	}
	if err := b.Options.Libraries.RemoveCheck(ctx, q.Guild, id); err != nil {
		return chat.Response{}, err
	}
	if err := b.Record(ctx, q, store.AuditEntry{Action: wording.DidUncheck, Target: id}); err != nil {
		return chat.Response{}, err
	}
	return chat.Response{Now: new(chat.Note(q.Language.Moderators.Unchecked)), Private: true, Replace: true}, nil
}

func (b *Moderators) checkOf(ctx context.Context, q chat.Request, short string) (text, id string, err error) {
	checks, err := b.Options.Libraries.Checks(ctx, q.Guild)
	if err != nil {
		return "", "", err
	}
	for _, c := range checks {
		if shortOf(c.ID) == short {
			return c.Text, c.ID, nil
		}
	}
	return "", "", wording.Refuse(wording.UnknownCheck)
}

// inboxPage is how many items a page of the inbox shows: each has a row of buttons, and a message five rows.
const inboxPage = 4

// onInbox lists what members found wrong and what the articles did not answer.
func (b *Moderators) onInbox(ctx context.Context, q chat.Request, _ chat.Arguments) (chat.Response, error) {
	m, err := b.inbox(ctx, q, "")
	return chat.Whisper(m), err
}

func (b *Moderators) turnInbox(ctx context.Context, q chat.Request, before string) (chat.Response, error) {
	m, err := b.inbox(ctx, q, store.InboxID(before))
	return chat.Response{Now: &m, Private: true, Replace: true}, err
}

// inbox is the page of the inbox with what is older than before. Its buttons carry before, so that a page stays where it is.
func (b *Moderators) inbox(ctx context.Context, q chat.Request, before store.InboxID) (chat.Message, error) {
	l := q.Language
	w := l.Moderators
	items, err := b.Options.Store.Inbox(ctx, q.Guild, before, inboxPage+1)
	if err != nil {
		return chat.Message{}, err
	}
	title := w.Inbox
	if len(items) == 0 {
		title = w.InboxEmpty
	}
	m := chat.Titled(markup.Heading(title), l)
	for n, i := range items[:min(len(items), inboxPage)] {
		m.Add("\n\n", b.inboxItem(n+1, i, l))
		number := strconv.Itoa(n + 1)
		buttons := []chat.Button{chat.NewButton(number+markup.Dot+w.Resolve, chat.Secondary, actionResolve+":"+string(i.ID)),
			chat.NewButton(number+markup.Dot+w.AddArticle, chat.Secondary, actionSuggest+":"+number)}
		if i.Note == nil {
			buttons = append(buttons, chat.NewButton(number+markup.Dot+w.Keep, chat.Secondary, actionKeep+":"+string(i.Receipt.ID)))
		}
		m.Rows = append(m.Rows, chat.Row(buttons...)...)
	}
	var turn []chat.Button
	if before != "" {
		turn = append(turn, chat.NewButton(w.Newest, chat.Secondary, actionInbox+":"))
	}
	if len(items) > inboxPage {
		turn = append(turn, chat.NewButton(w.Older, chat.Secondary, actionInbox+":"+string(items[inboxPage-1].ID)))
	}
	if len(turn) > 0 {
		m.Rows = append(m.Rows, chat.Row(turn...)...)
	}
	return m, nil
}

// inboxItem is an item of the inbox. Members' words are quoted and escaped.
func (b *Moderators) inboxItem(n int, i store.InboxItem, l *wording.Language) string {
	w := l.Moderators
	r := i.Receipt
	what, at := w.Unanswered, r.Asked
	if i.Note != nil {
		at = i.Note.Given
		if what = l.Faults[i.Note.Fault]; what == "" {
			what = l.NotRight
		}
	}
	line := markup.Heading(strconv.Itoa(n)+" · "+what) + markup.Dot + markup.Relative(at)
	if p, ok := b.Platform.(Links); ok && r.Message != "" {
		line += markup.Dot + "[" + w.Message + "](<" + p.Link(r.Guild, r.Channel, r.Message) + ">)"
	}
	if text := r.Resolved; text != "" {
		line += "\n> " + markup.Escape(markup.Clip(text, wording.LongestQuote))
	}
	if i.Note != nil && i.Note.Text != "" {
		line += "\n“" + markup.Escape(markup.Clip(i.Note.Text, 500)) + "”"
	}
	return line
}

// resolve closes an item of the inbox, and shows what is left.
func (b *Moderators) resolve(ctx context.Context, q chat.Request, about string) (chat.Response, error) {
	err := b.Options.Store.Resolve(ctx, q.Guild, store.InboxID(about))
	if err != nil && !errors.Is(err, store.ErrNotFound) { // somebody else closed it, or its member has it forgotten
		return chat.Response{}, err
	}
	if err == nil {
		if err := b.Record(ctx, q, store.AuditEntry{Action: wording.DidResolve}); err != nil {
			return chat.Response{}, err
		}
	}
	m, err := b.inbox(ctx, q, "")
	return chat.Response{Now: &m, Private: true, Replace: true}, err
}

// suggest asks for the link to an article that answers an open question.
func (b *Moderators) suggest(_ context.Context, q chat.Request, about string) (chat.Response, error) {
	w := q.Language.Moderators
	return chat.Response{Form: chat.NewForm(actionSuggest+":"+about, w.AddArticle, chat.Field{Label: w.AddLabel, Placeholder: "https://",
		Required: true, Most: 2000})}, nil
}

// addSuggested makes a draft of the linked article.
func (b *Moderators) addSuggested(_ context.Context, q chat.Request, _, text string) (chat.Response, error) {
	return b.prepare(q, libraries.Change{Kind: libraries.Add, URL: strings.TrimSpace(text)}, nil)
}
