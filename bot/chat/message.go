package chat

import (
	"context"

	"readout/bot/chat/pages"
	"readout/bot/chat/wording"
	"readout/bot/store"
)

// Message is what a member is shown: text in pieces, and rows of buttons.
type Message struct {
	Pieces  []pages.Piece
	Rows    [][]Button
	File    *File              // sent with it; nil for none
	Receipt store.ReceiptID    // of the answer that the message is; "" when it is none
	Keep    int                // how many of the last pieces, such as sources, must not be left out
	More    func(n int) string // what stands for n pieces that had no room

	// Next is done once the message is there: what it returns takes the message's place. nil for nothing; ok is false when there is
	// nothing new.
	Next func(ctx context.Context) (m Message, ok bool)
}

// Note is a message of one text, in our own words.
func Note(text string) Message { return Message{Pieces: []pages.Piece{pages.Part("", text)}} }

// Pages is the message's text in pages of at most so many UTF-16 units. What has no room is left out, and the last words say so.
func (m Message) Pages(limits []int) []string {
	sheets, left := pages.Split(m.Pieces, limits)
	for end := len(m.Pieces) - m.Keep - 1; left > 0 && end > 0 && m.More != nil; end-- {
		shown := append(m.Pieces[:end:end], pages.Part("\n", m.More(len(m.Pieces)-m.Keep-end)))
		sheets, left = pages.Split(append(shown, m.Pieces[len(m.Pieces)-m.Keep:]...), limits)
	}
	return sheets
}

// Titled is a message that begins with a title. What of it has no room is left out.
func Titled(title string, l *wording.Language) Message {
	return Message{More: l.More, Pieces: []pages.Piece{pages.Part("", title)}}
}

// Add adds a piece, with what parts it from the piece before.
func (m *Message) Add(before, text string) { m.Pieces = append(m.Pieces, pages.Part(before, text)) }

// Response is what becomes of an interaction or a message to the bot: one of its fields says what.
type Response struct {
	Now     *Message                                   // shown at once
	Later   func(ctx context.Context) (Message, error) // acknowledged first, or now shown, then done and shown
	Staged  staged                                     // likewise; later gives way to it where the message can be edited to show how far it is
	Form    *Form                                      // opened
	Choices []Choice                                   // proposed while the member types
	Remove  func(ctx context.Context) error            // the message that the button is on goes; then this is done
	Private bool                                       // with now and later: only the member sees it
	Replace bool                                       // with now, later and staged: in the place of the message that the button is on
	End     func()                                     // called when all is done; nil for nothing
}

// Whisper shows a message to one member only.
func Whisper(m Message) Response { return Response{Now: &m, Private: true} }
func (r Response) Finish() {
	if r.End != nil {
		r.End()
	}
}

// Button is something to press below a message.
type Button struct {
	Label    string // at most 80 characters
	ID       string // what it does and about what, at most 100 bytes; the same when it is pressed after a restart
	Style    Style
	Emoji    string // before the label; "" for none
	Disabled bool
}

// Style is how much a button stands out.
type Style int

// How much a button stands out, and why.
const (
	Secondary Style = iota
	Primary
	Success
	Danger // what it does can't be undone
)

// Form asks for a text.
type Form struct {
	ID    string // as of a Button
	Title string
	Field Field
}

// Field is where a text is typed.
type Field struct {
	Label, Placeholder string
	Long               bool // may have several lines
	Required           bool
	Most               int // characters
}

// File is sent with a message.
type File struct {
	Name string
	Data []byte
}

type Choice struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// staged is work that shows how far it is. show does not block, and may be called as often as there is something new.
type staged func(ctx context.Context, show func(Message)) (Message, error)
