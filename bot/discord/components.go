package discord

import (
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

// row is a row of buttons, as rows.
func row(buttons ...Button) [][]Button { return [][]Button{buttons} }

func button(label string, style Style, id string) Button {
	return Button{Label: label, Style: style, ID: id}
}

// answerButtons are the buttons under an answer.
func answerButtons(l *wording.Language, id store.ReceiptID, cites bool) [][]Button {
	var out []Button
	if cites {
		out = append(out, button(l.ShowPassages, Secondary, actionPassages+":"+string(id)))
	}
	up := button(l.Helpful, Secondary, actionUp+":"+string(id))
	up.Emoji = "👍"
	down := button(l.NotRight, Secondary, actionDown+":"+string(id))
	down.Emoji = "👎"
	return row(append(out, button(l.AskFollowUp, Secondary, actionFollow+":"+string(id)), up, down,
		button(l.Delete, Secondary, actionDelete+":"+string(id)))...)
}

func faultButtons(l *wording.Language, id store.ReceiptID) [][]Button {
	var out []Button
	for _, f := range wording.Faults() {
		out = append(out, button(l.Faults[f], Secondary, actionFault+":"+string(f)+":"+string(id)))
	}
	return row(out...)
}

// noteForm asks what is wrong in words, which may be left out.
func noteForm(l *wording.Language, f store.Fault, id store.ReceiptID) *Form {
	return form(actionFault+":"+string(f)+":"+string(id), l.FaultTitle, Field{Label: l.FaultLabel, Placeholder: l.FaultHint, Long: true, Most: noteLength})
}

func followForm(l *wording.Language, id store.ReceiptID) *Form {
	return form(actionFollow+":"+string(id), l.FollowUpTitle, Field{Label: l.FollowUpLabel, Long: true, Required: true, Most: longestField})
}

func form(id, title string, field Field) *Form { return &Form{ID: id, Title: title, Field: field} }
