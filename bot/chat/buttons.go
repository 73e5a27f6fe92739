package chat

import (
	"readout/bot/chat/wording"
	"readout/bot/store"
)

// What buttons and forms do. Their custom IDs begin with these and live as long as the messages, so they are never changed.
const (
	ActionPassages = "passages"
	ActionFollow   = "follow"
	ActionUp       = "up"
	ActionDown     = "down"
	ActionFault    = "fault"
	ActionDelete   = "delete"
	ActionForget   = "forget"
	ActionNext     = "next"  // NUMBER:RECEIPT, a question offered below an answer
	ActionWhole    = "whole" // the question again, without what its own words narrow it to
	ActionTell     = "tell"  // when the articles answer it
	ActionBegin    = "begin" // the question itself, offered below a greeting
)

// NoteLength is the most characters that a note on an answer may have.
const NoteLength = 1000

// longestField is the most characters that Discord lets a member type into a form.
const longestField = 4000

// Row is a row of buttons, as rows.
func Row(buttons ...Button) [][]Button { return [][]Button{buttons} }

func NewButton(label string, style Style, id string) Button {
	return Button{Label: label, Style: style, ID: id}
}

// AnswerButtons are the buttons under an answer.
func AnswerButtons(l *wording.Language, id store.ReceiptID, cites bool) [][]Button {
	var out []Button
	if cites {
		out = append(out, NewButton(l.ShowPassages, Secondary, ActionPassages+":"+string(id)))
	}
	up := NewButton(l.Helpful, Secondary, ActionUp+":"+string(id))
	up.Emoji = "👍"
	down := NewButton(l.NotRight, Secondary, ActionDown+":"+string(id))
	down.Emoji = "👎"
	return Row(append(out, NewButton(l.AskFollowUp, Secondary, ActionFollow+":"+string(id)), up, down,
		NewButton(l.Delete, Secondary, ActionDelete+":"+string(id)))...)
}

func FaultButtons(l *wording.Language, id store.ReceiptID) [][]Button {
	var out []Button
	for _, f := range wording.Faults() {
		out = append(out, NewButton(l.Faults[f], Secondary, ActionFault+":"+string(f)+":"+string(id)))
	}
	return Row(out...)
}

// NoteForm asks what is wrong in words, which may be left out.
func NoteForm(l *wording.Language, f store.Fault, id store.ReceiptID) *Form {
	return NewForm(ActionFault+":"+string(f)+":"+string(id), l.FaultTitle, Field{Label: l.FaultLabel, Placeholder: l.FaultHint, Long: true,
		Most: NoteLength})
}

func FollowForm(l *wording.Language, id store.ReceiptID) *Form {
	return NewForm(ActionFollow+":"+string(id), l.FollowUpTitle, Field{Label: l.FollowUpLabel, Long: true, Required: true, Most: longestField})
}

func NewForm(id, title string, field Field) *Form { return &Form{ID: id, Title: title, Field: field} }
