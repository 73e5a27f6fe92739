package discord

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"readout/bot/chat/markup"
	"readout/bot/chat/pages"
	"readout/bot/chat/wording"
	"readout/bot/libraries"
	"readout/bot/store"
	"readout/retrieval/answer"
)

// runChecks asks the judged questions of the present version; or keeps an answer as one, or removes one.
func (b *bot) runChecks(ctx context.Context, q request, given arguments) (response, error) {
	if quotes, _ := given.yes("quotes"); quotes {
		return b.checkQuotes(q)
	}
	if id := given.text("remove"); id != "" {
		return b.askUncheck(ctx, q, shortOf(id))
	}
	if link := given.text("keep"); link != "" {
		return b.keepLinked(ctx, q, link)
	}
	if !b.open() {
		return response{}, wording.Refuse(wording.Restarting)
	}
	l := q.language
	w := l.Moderators
	return response{private: true, staged: func(ctx context.Context, show func(message)) (message, error) {
		ctx, cancel := context.WithTimeout(ctx, b.options.timing.change)
		defer cancel()
		results, err := b.options.Libraries.RunChecks(ctx, q.guild, func(p libraries.Progress) { show(note(w.Progress(p))) })
		if err != nil {
			return message{}, err
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
		return message{more: l.More, pieces: append([]pages.Piece{pages.Part("", markup.Heading(w.ChecksRun(right, len(results))))}, wrong...)}, nil
	}}, nil
}

// messageLink is a link to a message, or its bare ID.
var messageLink = regexp.MustCompile(`^(?:https://(?:\w+\.)?discord(?:app)?\.com/channels/(\d+)/\d+/)?(\d+)/?$`)

// keepLinked keeps the answer in a linked message as a check.
func (b *bot) keepLinked(ctx context.Context, q request, link string) (response, error) {
	parts := messageLink.FindStringSubmatch(link)
	if parts == nil || parts[1] != "" && parts[1] != string(q.guild) {
		return response{}, wording.Refuse(wording.NoAnswer)
	}
	return b.keepMessage(ctx, q, store.MessageID(parts[2]))
}

// onKeep keeps an answer as a check, from the menu of its message.
func (b *bot) onKeep(ctx context.Context, q request, given arguments) (response, error) {
	if given.message == nil {
		return response{}, wording.Refuse(wording.NoAnswer)
	}
	return b.keepMessage(ctx, q, given.message.ID)
}

func (b *bot) keepMessage(ctx context.Context, q request, id store.MessageID) (response, error) {
	r, err := b.options.Store.ReceiptOf(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return response{}, wording.Refuse(wording.NoAnswer)
	}
	if err != nil {
		return response{}, err
	}
	return b.keep(q, r)
}

// keepItem keeps a question of the inbox as a check.
func (b *bot) keepItem(ctx context.Context, q request, receipt string) (response, error) {
	r, err := b.options.Store.Receipt(ctx, store.ReceiptID(receipt))
	if errors.Is(err, store.ErrNotFound) {
		return response{}, wording.Refuse(wording.AnswerGone)
	}
	if err != nil {
		return response{}, err
	}
	return b.keep(q, r)
}

// keep asks an answer's question again and keeps what is answered now as a judged question: changes after which it is answered
// worse are told before they are published. Nothing leads from it to the member who asked.
func (b *bot) keep(q request, r store.Receipt) (response, error) {
	text := r.Resolved
	if text == "" {
		text = r.Question
	}
	switch {
	case r.Guild != q.guild || r.Private:
		return response{}, wording.Refuse(wording.NoAnswer)
	case text == "":
		return response{}, wording.Refuse(wording.AnswerGone)
	case !b.open():
		return response{}, wording.Refuse(wording.Restarting)
	}
	l := q.language
	return response{private: true, later: func(ctx context.Context) (message, error) {
		ctx, cancel := context.WithTimeout(ctx, b.options.AnswerTime)
		defer cancel()
		known, err := b.options.Libraries.Checks(ctx, q.guild)
		if err != nil {
			return message{}, err
		}
		for _, c := range known {
			if c.Text == text && len(c.Prior) == 0 {
				return message{}, wording.Refuse(wording.KeptAlready)
			}
		}
		answers, err := b.options.Answers(ctx, q.guild)
		if err != nil {
			return message{}, err
		}
		got, err := answers.Answer(WithAccount(ctx, Account{q.guild, q.user}), answer.Question{Text: text, Articles: r.Articles})
		if err != nil {
			return message{}, err
		}
		check := libraries.CheckOf(got)
		check.ID = "kept-" + strings.ToLower(rand.Text()[:10])
		if err := b.options.Libraries.AddCheck(ctx, q.guild, check); err != nil {
			return message{}, err
		}
		if err := b.record(ctx, q, store.AuditEntry{Action: wording.DidKeep, Target: check.ID}); err != nil {
			return message{}, err
		}
		shown := ""
		if got.Abstention == nil {
			shown = got.Text()
		}
		m := note(l.Moderators.Kept("“"+markup.Escape(markup.Clip(check.Text, wording.LongestQuote))+"”", l.Moderators.Said(shown)))
		m.rows = row(button(l.Moderators.Uncheck, Secondary, actionUncheck+":"+shortOf(check.ID)))
		return m, nil
	}}, nil
}

// shortOf stands for a check's ID, which may be too long for a custom ID.
func shortOf(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:12])
}

// askUncheck asks before a check is removed: versions don't keep checks, so that is final.
func (b *bot) askUncheck(ctx context.Context, q request, short string) (response, error) {
	text, _, err := b.checkOf(ctx, q, short)
	if err != nil {
		return response{}, err
	}
	m := note(q.language.Moderators.AskUncheck("“" + markup.Escape(markup.Clip(text, wording.LongestQuote)) + "”"))
	m.rows = row(button(q.language.Moderators.Uncheck, Danger, actionUnchecks+":"+short))
	return whisper(m), nil
}

// uncheck removes a check.
func (b *bot) uncheck(ctx context.Context, q request, short string) (response, error) {
	_, id, err := b.checkOf(ctx, q, short)
	if err != nil {
		return response{}, err
	}
	if err := b.options.Libraries.RemoveCheck(ctx, q.guild, id); err != nil {
		return response{}, err
	}
	if err := b.record(ctx, q, store.AuditEntry{Action: wording.DidUncheck, Target: id}); err != nil {
		return response{}, err
	}
	return response{now: new(note(q.language.Moderators.Unchecked)), private: true, replace: true}, nil
}

func (b *bot) checkOf(ctx context.Context, q request, short string) (text, id string, err error) {
	checks, err := b.options.Libraries.Checks(ctx, q.guild)
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
func (b *bot) onInbox(ctx context.Context, q request, _ arguments) (response, error) {
	m, err := b.inbox(ctx, q, "")
	return whisper(m), err
}

func (b *bot) turnInbox(ctx context.Context, q request, before string) (response, error) {
	m, err := b.inbox(ctx, q, store.InboxID(before))
	return response{now: &m, private: true, replace: true}, err
}

// inbox is the page of the inbox with what is older than before. Its buttons carry before, so that a page stays where it is.
func (b *bot) inbox(ctx context.Context, q request, before store.InboxID) (message, error) {
	l := q.language
	w := l.Moderators
	items, err := b.options.Store.Inbox(ctx, q.guild, before, inboxPage+1)
	if err != nil {
		return message{}, err
	}
	title := w.Inbox
	if len(items) == 0 {
		title = w.InboxEmpty
	}
	m := titled(markup.Heading(title), l)
	for n, i := range items[:min(len(items), inboxPage)] {
		m.add("\n\n", inboxItem(n+1, i, l))
		number := strconv.Itoa(n + 1)
		buttons := []Button{button(number+markup.Dot+w.Resolve, Secondary, actionResolve+":"+string(i.ID)),
			button(number+markup.Dot+w.AddArticle, Secondary, actionSuggest+":"+number)}
		if i.Note == nil {
			buttons = append(buttons, button(number+markup.Dot+w.Keep, Secondary, actionKeep+":"+string(i.Receipt.ID)))
		}
		m.rows = append(m.rows, row(buttons...)...)
	}
	var turn []Button
	if before != "" {
		turn = append(turn, button(w.Newest, Secondary, actionInbox+":"))
	}
	if len(items) > inboxPage {
		turn = append(turn, button(w.Older, Secondary, actionInbox+":"+string(items[inboxPage-1].ID)))
	}
	if len(turn) > 0 {
		m.rows = append(m.rows, row(turn...)...)
	}
	return m, nil
}

// inboxItem is an item of the inbox. Members' words are quoted and escaped.
func inboxItem(n int, i store.InboxItem, l *wording.Language) string {
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
	if r.Message != "" {
		line += markup.Dot + "[" + w.Message + "](<https://discord.com/channels/" + string(r.Guild) + "/" + string(r.Channel) + "/" + string(r.Message) + ">)"
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
func (b *bot) resolve(ctx context.Context, q request, about string) (response, error) {
	err := b.options.Store.Resolve(ctx, q.guild, store.InboxID(about))
	if err != nil && !errors.Is(err, store.ErrNotFound) { // somebody else closed it, or its member has it forgotten
		return response{}, err
	}
	if err == nil {
		if err := b.record(ctx, q, store.AuditEntry{Action: wording.DidResolve}); err != nil {
			return response{}, err
		}
	}
	m, err := b.inbox(ctx, q, "")
	return response{now: &m, private: true, replace: true}, err
}

// suggest asks for the link to an article that answers an open question.
func (b *bot) suggest(_ context.Context, q request, about string) (response, error) {
	w := q.language.Moderators
	return response{form: form(actionSuggest+":"+about, w.AddArticle, Field{Label: w.AddLabel, Placeholder: "https://", Required: true, Most: 2000})}, nil
}

// addSuggested makes a draft of the linked article.
func (b *bot) addSuggested(_ context.Context, q request, _, text string) (response, error) {
	return b.prepare(q, libraries.Change{Kind: libraries.Add, URL: strings.TrimSpace(text)}, nil)
}
