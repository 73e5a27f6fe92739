package discord

import (
	"strings"

	"github.com/bwmarrin/discordgo"

	"readout/bot/chat/wording"
	"readout/bot/store"
)

// What buttons and forms do. Their custom IDs begin with these and live as long as the messages, so they are never changed.
const (
	actionPassages = "passages"
	actionFollow   = "follow"
	actionUp       = "up"
	actionDown     = "down"
	actionFault    = "fault"
	actionDelete   = "delete"
	actionForget   = "forget"
	actionNext     = "next"  // NUMBER:RECEIPT, a question offered below an answer
	actionWhole    = "whole" // the question again, without what its own words narrow it to
	actionTell     = "tell"  // when the articles answer it
	actionBegin    = "begin" // "ask:" and the question, offered below a greeting

	actionPublish  = "publish"
	actionAccept   = "accept" // publish although answers get worse
	actionDiscard  = "discard"
	actionDraft    = "draft"
	actionHistory  = "history"
	actionList     = "list"
	actionInbox    = "inbox"
	actionResolve  = "resolve"
	actionSuggest  = "add" // a link to an article that an open question needs
	actionKeep     = "keep"
	actionUncheck  = "uncheck"
	actionUnchecks = "uncheck-yes"
)

// noteLength is the most characters that a note on an answer may have.
const noteLength = 1000

// longestField is the most characters that Discord lets a member type into a form.
const longestField = 4000

func row(components ...discordgo.MessageComponent) []discordgo.MessageComponent {
	return []discordgo.MessageComponent{discordgo.ActionsRow{Components: components}}
}

func button(label string, style discordgo.ButtonStyle, id string) discordgo.Button {
	return discordgo.Button{Label: label, Style: style, CustomID: id}
}

// answerButtons are the buttons under an answer.
func answerButtons(l *wording.Language, id store.ReceiptID, cites bool) []discordgo.MessageComponent {
	var out []discordgo.MessageComponent
	if cites {
		out = append(out, button(l.ShowPassages, discordgo.SecondaryButton, actionPassages+":"+string(id)))
	}
	up := button(l.Helpful, discordgo.SecondaryButton, actionUp+":"+string(id))
	up.Emoji = &discordgo.ComponentEmoji{Name: "👍"}
	down := button(l.NotRight, discordgo.SecondaryButton, actionDown+":"+string(id))
	down.Emoji = &discordgo.ComponentEmoji{Name: "👎"}
	return row(append(out, button(l.AskFollowUp, discordgo.SecondaryButton, actionFollow+":"+string(id)), up, down,
		button(l.Delete, discordgo.SecondaryButton, actionDelete+":"+string(id)))...)
}

func faultButtons(l *wording.Language, id store.ReceiptID) []discordgo.MessageComponent {
	var out []discordgo.MessageComponent
	for _, f := range wording.Faults() {
		out = append(out, button(l.Faults[f], discordgo.SecondaryButton, actionFault+":"+string(f)+":"+string(id)))
	}
	return row(out...)
}

// noteForm asks what is wrong in words, which may be left out.
func noteForm(l *wording.Language, f store.Fault, id store.ReceiptID) *formData {
	return form(actionFault+":"+string(f)+":"+string(id), l.FaultTitle, discordgo.TextInput{
		Label: l.FaultLabel, Placeholder: l.FaultHint, Style: discordgo.TextInputParagraph, MaxLength: noteLength})
}

func followForm(l *wording.Language, id store.ReceiptID) *formData {
	return form(actionFollow+":"+string(id), l.FollowUpTitle, discordgo.TextInput{
		Label: l.FollowUpLabel, Style: discordgo.TextInputParagraph, Required: true, MaxLength: longestField})
}

func form(id, title string, field discordgo.TextInput) *formData {
	field.CustomID = "text"
	return &formData{CustomID: id, Title: title, Components: row(field)}
}

// fieldOf is the text of a form's field.
func fieldOf(d discordgo.ModalSubmitInteractionData) string {
	for _, input := range inRows[discordgo.TextInput](d.Components) {
		return input.Value
	}
	return ""
}

// inRows are the components of one type in the rows of a message or a form that Discord sent.
func inRows[C any](rows []discordgo.MessageComponent) []*C {
	var out []*C
	for _, c := range rows {
		r, ok := c.(*discordgo.ActionsRow)
		if !ok || r == nil {
			continue
		}
		for _, c := range r.Components {
			if one, ok := any(c).(*C); ok && one != nil {
				out = append(out, one)
			}
		}
	}
	return out
}

// receiptIn is the receipt that the buttons of a message are about, "" when it has none.
func receiptIn(m *discordgo.Message) store.ReceiptID {
	if m == nil {
		return ""
	}
	for _, b := range inRows[discordgo.Button](m.Components) {
		if id, ok := strings.CutPrefix(b.CustomID, actionDelete+":"); ok {
			return store.ReceiptID(id)
		}
	}
	return ""
}
