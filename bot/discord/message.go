package discord

import (
	"context"

	"readout/bot/chat/pages"
	"readout/bot/chat/wording"
	"readout/bot/discord/api"
	"readout/bot/store"
)

// message is what a member is shown: text in pieces, and rows of buttons.
type message struct {
	pieces  []pages.Piece
	rows    [][]Button
	file    *File              // sent with it; nil for none
	receipt store.ReceiptID    // of the answer that the message is; "" when it is none
	keep    int                // how many of the last pieces, such as sources, must not be left out
	more    func(n int) string // what stands for n pieces that had no room

	// next is done once the message is there: what it returns takes the message's place. nil for nothing; ok is false when there is nothing new.
	next func(ctx context.Context) (m message, ok bool)
}

// note is a message of one text, in our own words.
func note(text string) message { return message{pieces: []pages.Piece{pages.Part("", text)}} }

// titled is a message that begins with a title. What of it has no room is left out.
func titled(title string, l *wording.Language) message {
	return message{more: l.More, pieces: []pages.Piece{pages.Part("", title)}}
}

// add adds a piece, with what parts it from the piece before.
func (m *message) add(before, text string) { m.pieces = append(m.pieces, pages.Part(before, text)) }

// pageLimits are the lengths of the parts of one message: its content, and embeds for what has no room there. All embeds together
// may have 6,000 characters, each 4,096. One message with everything can be edited and deleted whole, which several can't.
var pageLimits = [...]int{2000, 4000, 1900}

// payload lays the message out. What has no room is left out, and its last words say so.
func (m message) payload() payload {
	sheets, left := pages.Split(m.pieces, pageLimits[:])
	for end := len(m.pieces) - m.keep - 1; left > 0 && end > 0 && m.more != nil; end-- {
		shown := append(m.pieces[:end:end], pages.Part("\n", m.more(len(m.pieces)-m.keep-end)))
		sheets, left = pages.Split(append(shown, m.pieces[len(m.pieces)-m.keep:]...), pageLimits[:])
	}
	p := payload{Embeds: []embed{}, Components: components(m.rows)}
	if m.file != nil {
		p.file, p.Attachments = &api.File{Name: m.file.Name, Data: m.file.Data}, []attached{{"0"}}
	}
	for i, page := range sheets {
		if i == 0 {
			p.Content = page
		} else {
			p.Embeds = append(p.Embeds, embed{page})
		}
	}
	return p
}

// shortened is the message for a channel in which embeds are dropped: what has room in its content, and that there is more.
func (m message) shortened(l *wording.Language) payload {
	p := payload{Embeds: []embed{}, Components: m.payload().Components}
	room := pageLimits[0] - pages.Units(l.RestHidden) - 1
	if sheets, _ := pages.Split(m.pieces, []int{room}); len(sheets) > 0 {
		p.Content = sheets[0] + "\n" + l.RestHidden
	}
	return p
}

// response is what becomes of an interaction or a message to the bot: one of its fields says what.
type response struct {
	now     *message                                   // shown at once
	later   func(ctx context.Context) (message, error) // acknowledged first, or now shown, then done and shown
	staged  staged                                     // likewise, and in the place of later where the message can be edited; how far it is, is shown meanwhile
	form    *Form                                      // opened
	choices []choice                                   // proposed while the member types
	remove  func(ctx context.Context) error            // the message that the button is on goes; then this is done
	private bool                                       // with now and later: only the member sees it
	replace bool                                       // with now, later and staged: in the place of the message that the button is on
	end     func()                                     // called when all is done; nil for nothing
}

// whisper shows a message to one member only.
func whisper(m message) response { return response{now: &m, private: true} }
func (r response) finish() {
	if r.end != nil {
		r.end()
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
